"""Clocks that run out are entered in problem records once, whether the daemon was there or not."""
import random

from check_clock import House, DAY_US, wait_for
from osb_rig import Rig, count, expect, plan, sound

# Each time that began with a due time and ended behind it, as the events tell it.
LATE = """with r as (select e.*, lead(at) over (partition by entity_id order by seq) stop
    from osb.event e where machine = 'ORDER'),
    late as (select order_id, due_at from r where to_state in ('RECEIVED', 'WAIT_MA', 'FIN_QUEUE', 'BILLED')
        and due_at < coalesce(stop, osb.business_now())
        and (at <= due_at or to_state = 'RECEIVED' and from_state <> to_state) group by 1, 2),
    kept as (select p.order_id, b.due_at from osb.problem_breach b join osb.problem p on p.id = b.problem_id
        where p.note_id is null) """


def missing(rig):
    return count(rig, LATE + "select count(*) from late full join kept using (order_id, due_at)"
                             " where late is null or kept is null")


def check_stops(rig):
    """a daemon that is stopped at random over days enters each clock that ran out, once"""
    rnd, at, orders = random.Random(271), 0.0, []
    house = House(rig, "--sweep-seconds", "1")
    for turn in range(4):
        orders.append(house.accepted(f"late{turn}", "C001", "1", state="WAIT_MA"))
        for no in orders:
            if rnd.random() < 0.3:
                house.ask("du.dir", "order.sign", order=no)  # once; again it is refused
        stopped = turn % 2 == 0
        if stopped:
            house.leave()
        at += rnd.uniform(0.5, 3)
        rig.psql(f"update osb.company set business_clock_offset_us = {int(at * DAY_US)}")
        if stopped:
            house = House(rig, "--sweep-seconds", "1")
            house.ask("du.dir", "order.sign", order=orders[-1])  # perhaps before it has looked
    wait_for("every clock that ran out", lambda: missing(rig) == 0)
    expect(count(rig, LATE + "select count(*) from late") >= 4, "nothing was late")
    expect(count(rig, "select count(*) - count(distinct order_id) from osb.problem") == 0, "two records of one order")
    expect(count(rig, "select count(*) from osb.problem where opened_by <> 1") == 0, "opened by somebody")
    sound(rig)
    house.leave()


# What people do in five weeks: the day (0 is a Monday), the hour, an act of the Office below.
WEEKS = (
    (0, 9, "arrives", "a", "C001", "5", "WAIT_MA"), (0, 9, "arrives", "b", "C001", "3", "WAIT_MA"),
    (0, 10, "signs", "a"), (0, 11, "arrives", "held", "C002", "200", "HOLD_CREDIT"),
    (1, 11, "signs", "b"), (1, 15, "prints", "a"), (2, 9, "hands", "a"), (2, 10, "lies", "c"),
    (4, 16, "explains", "b", "du.dir", "PEOPLE"), (7, 9, "prints", "b"), (8, 10, "explains", "a", "sto.wu", "SHORTAGE"),
    (9, 9, "goes", "a"), (9, 14, "arrives", "d", "C001", "2", "WAIT_MA"), (12, 9, "signs", "d"), (13, 12, "hands", "b"),
    (33, 9, "nothing"))
# Everything that came of it, by names and not by numbers; times to ten minutes, as people are no clocks.
OUTCOME = (
    "select o.reference, o.state, o.version, date_bin('10 min', o.due_at, '2000-01-01') from osb.orders o",
    "select o.reference, p.note_id is null, p.state, p.department, p.step, p.cause, u.login, b.clock, b.department,"
    " date_bin('10 min', b.due_at, '2000-01-01') from osb.problem p join osb.orders o on o.id = p.order_id"
    " join osb.app_user u on u.id = p.opened_by join osb.problem_breach b on b.problem_id = p.id",
    "select o.reference, n.state, n.stopped from osb.note n join osb.orders o on o.id = n.order_id",
    "select o.reference, e.machine, e.op, e.from_state, e.to_state, e.outcome, e.step, count(*) from osb.event e"
    " join osb.orders o on o.id = e.order_id group by 1, 2, 3, 4, 5, 6, 7",
    "select code, lim, reserved, shipped, invoiced, deposit from osb.credit_account",
    "select product_id, on_hand, reserved, quarantine from osb.stock", "select series, count(*) from osb.document group by 1",
    "select kind, count(*) from osb.message group by 1")


class Office:
    """The same people on the same days, in a house whose daemon may be away between."""

    def __init__(self, rig, monday):
        self.rig, self.monday, self.house, self.no = rig, monday, House(rig), {}

    def at(self, day, hour):
        self.rig.psql("update osb.company set business_clock_offset_us = (extract(epoch from"
                      f" timestamptz '{self.monday}' + interval '{day} days {hour} hours' - clock_timestamp()) * 1e6)::bigint")

    def note(self, name):
        return self.rig.psql("select n.no from osb.note n join osb.orders o on o.id = n.order_id"
                             f" where o.reference = '{name}'")

    def arrives(self, name, customer, qty, state):
        self.no[name] = self.house.accepted(name, customer, qty, state=state)

    def lies(self, name):
        """keyed, and nobody accepts it"""
        self.no[name] = self.house.do("li.na", "order.key", **plan(name, "C001", "1"))["order"]["no"]

    def signs(self, name):
        self.house.do("du.dir", "order.sign", order=self.no[name])

    def prints(self, name):
        self.house.do("fin.zhao", "order.print", order=self.no[name], printer="LP1")
        self.rig.paper_comes_out()

    def hands(self, name):
        self.house.do("li.na", "note.hand-over", note=self.note(name))
        self.house.do("shen.scr", "note.accept", note=self.note(name))

    def explains(self, name, who, cause):
        """the newest record of it"""
        problem = self.rig.psql("select p.no from osb.problem p join osb.orders o on o.id = p.order_id"
                                f" where o.reference = '{name}' order by p.id desc limit 1")
        self.house.do(who, "problem.explain", problem=problem, problem_cause=cause, text="so it was")

    def goes(self, name):
        note = self.note(name)
        self.house.do("sto.wu", "note.allocate", note=note, warehouse="W1")
        self.house.do("wh.lin", "note.pick", note=note, part="1")
        self.house.do("wh.qi", "note.check", note=note, part="1")
        self.house.do("sto.wu", "note.issue", note=note, part="1")
        self.house.do("shen.scr", "note.consign", note=note, part="1", waybill="WB1", carrier="Rail")

    def nothing(self):
        """only time passes"""

    def sweep(self):
        answer = self.house.sweep()
        expect(answer["ended"] and answer["refused"] == answer["failed"] == 0, answer)

    def passes(self, since, until, away):
        """Time passes: swept each evening, or behind the door while nobody is there."""
        if away:
            self.house.leave()
            self.at(*until)
            self.house = House(self.rig)
        for evening in range(since[0], 0 if away else until[0]):
            self.at(evening, 17)
            self.sweep()
        self.at(*until)
        self.sweep()

    def works(self, away):
        """Five weeks; `away` says of each span whether the daemon is stopped. What came of them."""
        now = (0, 0)
        for day, hour, act, *words in WEEKS:
            if (day, hour) != now:
                self.passes(now, (day, hour), away())
                now = (day, hour)
            getattr(self, act)(*words)
        self.sweep()
        sound(self.rig)
        self.house.leave()
        return [sorted(self.rig.psql(sql).split("\n")) for sql in OUTCOME]


def check_same(rig):
    """five weeks with a daemon that is stopped at random come to what they come to without a stop"""
    twin = Rig(rig.osbd, template=rig)
    monday = rig.psql("select date_trunc('week', now() + interval '8 days')")
    always, rnd = Office(rig, monday).works(lambda: False), random.Random(47)
    expect(len(always[1]) >= 8 and any("CANCELLED" in row for row in always[0]), f"little was late: {always[:2]}")
    stopped = Office(twin, monday).works(lambda: rnd.random() < 0.6)
    for one, other in zip(always, stopped):
        expect(one == other, f"without stops {set(one) - set(other)}, with stops {set(other) - set(one)}")
    twin.drop()
