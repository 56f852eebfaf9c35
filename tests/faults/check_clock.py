"""The daemon's clock: what a business day brings is done on that day, and once."""
import random
import subprocess
import threading
import time

from osb_rig import Failed, count, expect, plan, sound

DAY_US = 86400 * 10 ** 6
PEOPLE = {"csr": "li.na", "scr": "shen.scr", "bcr": "bai.bcr"}
# how often an act of the clock was done, and to how many documents
ACTS = """select count(*) || ' ' || count(distinct entity_id) from osb.event
    where op = '{}' and actor_id = 1 and machine in ('ORDER', 'SHIPMENT')"""


class House:
    """A company at work; its people by their logins."""

    def __init__(self, rig, *options):
        self.rig, self.people = rig, {}
        rig.start(options or ["--sweep-seconds", "0"])

    def ask(self, who, method, **params):
        if who not in self.people:
            self.people[who] = self.rig.session(who)
        return self.people[who].command(method, params)

    def do(self, who, method, outcome="DONE", **params):
        answer = self.ask(who, method, **params)
        if answer.get("outcome") != outcome:
            raise Failed(f"{method} {params}: {answer}")
        return answer

    def accepted(self, reference, customer="C002", qty="200", product="P1", state="HOLD_CREDIT"):
        no = self.do("li.na", "order.key", **plan(reference, customer, qty, product))["order"]["no"]
        answer = self.ask("su.ssgl", "order.accept", order=no, memo="m", **PEOPLE)
        expect(answer.get("order", {}).get("state") == state, answer)
        return no

    def consigned(self, reference):
        """Goods on their way; the note."""
        no = self.accepted(reference, "C001", "5", state="WAIT_MA")
        self.do("du.dir", "order.sign", order=no)
        note = self.do("fin.zhao", "order.print", order=no, printer="LP1")["note"]["no"]
        self.rig.paper_comes_out()
        self.do("li.na", "note.hand-over", note=note)
        self.do("shen.scr", "note.accept", note=note)
        self.do("sto.wu", "note.allocate", note=note, warehouse="W1")
        self.do("wh.lin", "note.pick", note=note, part="1")
        self.do("wh.qi", "note.check", note=note, part="1")
        self.do("sto.wu", "note.issue", note=note, part="1")
        self.do("shen.scr", "note.consign", note=note, part="1", waybill="WB1", carrier="Rail")
        return note

    def announce_limit(self, days, amount):
        """More than a fifth: the three leaders sign."""
        self.do("du.dir", "account.limit", outcome="HELD", account="C002", limit=amount, reason="announced",
                valid_from=day(self.rig, days))
        for leader in ("gao.gm", "dan.ddir"):
            self.do(leader, "limit.sign", account="C002")

    def sweep(self):
        """On demand, by the administrator; what came of it, limits apart: near a quarter's end the
        tests' days lie in the next one (check_review.py)."""
        if "root.adm" not in self.people:
            self.people["root.adm"] = self.rig.session("root.adm")
        answer = self.people["root.adm"].call("clock.sweep")
        if "acts" in answer:
            answer["acts"] -= proposals(self.rig)
        return answer

    def leave(self):
        self.people.clear()
        self.rig.stop()


def move(rig, days):
    """The business clock stands so many days ahead."""
    rig.psql(f"update osb.company set business_clock_offset_us = {days * DAY_US}")


def day(rig, days=0):
    return rig.psql(f"select osb.business_today() + {days}")


def order_state(rig, no):
    return rig.psql(f"select state from osb.orders where no = '{no}'")


def proposals(rig):
    """How many limits the last sweep proposed, and how many late documents it entered."""
    return count(rig, "select count(*) from osb.command where op in ('limit.propose', 'problem.breach') and id like"
                      " (select 'clock/' || day || '/' || no || '/%' from osb.sweep order by no desc limit 1)")


def done(rig, op):
    """Every act once: its number."""
    times, documents = rig.psql(ACTS.format(op)).split()
    expect(times == documents, f"{op}: {times} acts for {documents} documents")
    return int(times)


def wait_for(what, condition, seconds=30):
    until = time.monotonic() + seconds
    while not condition():
        expect(time.monotonic() < until, f"{what}: never came")
        time.sleep(0.05)


def swept(rig):
    return rig.psql("select day = osb.business_today() and ended_at is not null from osb.sweep"
                    " order by no desc limit 1") == "t"


def check_hold_lapses(rig):
    """a held order lapses on the day behind its thirtieth, not before, by SYSTEM and once"""
    house = House(rig)
    no = house.accepted("held")
    move(rig, 30)
    expect(house.sweep() == {"day": day(rig), "acts": 0, "held": 0, "refused": 0, "failed": 0, "ended": True},
           "something was done on the last day")
    expect(order_state(rig, no) == "HOLD_CREDIT", "it lapsed on its last day")
    move(rig, 31)
    answer = house.sweep()
    expect(answer == {"day": day(rig), "acts": 1, "held": 0, "refused": 0, "failed": 0, "ended": True}, answer)
    expect(order_state(rig, no) == "CANCELLED" and done(rig, "order.lapse") == 1, "it did not lapse")
    expect(house.sweep()["acts"] == 0 and done(rig, "order.lapse") == 1, "it lapsed twice")
    health = house.people["root.adm"].call("admin.health")
    expect(health["sweep"]["day"] == day(rig) and health["sweep"]["today"], health["sweep"])
    refused = house.ask("li.na", "clock.sweep")
    expect(refused.get("error") in ("RIGHTS", "PARAMS"), refused)
    sound(rig)
    house.leave()


def check_quota_month(rig):
    """when the month ends an order that waits for quota chooses again, with the new month's cells"""
    house = House(rig)
    month = rig.psql("select date_trunc('month', osb.business_today())::date")
    house.do("du.dir", "quota.set", month=month, holder="AREA", code="A1", product="P2", qty="10")
    house.do("du.dir", "quota.set", month=rig.psql(f"select date '{month}' + interval '1 month'")[:10],
             holder="AREA", code="A1", product="P2", qty="100")
    no = house.accepted("quota", "C001", "60", "P2", "QUOTA_CHOICE")
    house.do("li.na", "order.ask-slt", order=no, reason="a large customer")
    to_end = count(rig, f"select (date '{month}' + interval '1 month')::date - osb.business_today()")
    move(rig, to_end - 1)
    expect(house.sweep()["acts"] == 0, "the month had not ended")
    expect(order_state(rig, no) == "WAIT_QUOTA_SLT", "it went on in the old month")
    move(rig, to_end)
    expect(house.sweep()["acts"] == 1, "the month ended unseen")
    expect(order_state(rig, no) == "QUOTA_CHOICE" and done(rig, "order.quota-month") == 1, "it waits")
    house.do("li.na", "order.cut", order=no)  # nothing is cut: the new month has enough
    expect(order_state(rig, no) == "WAIT_MA", "the new month's cells do not count")
    expect(house.sweep()["acts"] == 0, "its month ended twice")
    sound(rig)
    house.leave()


def check_deemed(rig):
    """goods without a slip are deemed received behind sp.deemed_days, part by part"""
    house = House(rig)
    note = house.consigned("deem")
    days = count(rig, "select max(slip_due) + 30 - osb.business_today() from osb.shipment")
    move(rig, days)
    expect(house.sweep()["acts"] == 0, "deemed too early")
    move(rig, days + 1)
    expect(house.sweep()["acts"] == 1 and done(rig, "note.deem") == 1, "not deemed")
    expect(rig.psql("select s.state || ' ' || s.deemed from osb.shipment s join osb.note n"
                    f" on n.id = s.note_id where n.no = '{note}'") == "CONFIRMED true", "not marked")
    sound(rig)
    house.leave()


def check_announced(rig):
    """an announced limit wakes a held order on its day, new parameters at once, by the daemon itself"""
    house = House(rig, "--sweep-seconds", "1")
    first, second = house.accepted("first"), house.accepted("second", qty="140")
    house.announce_limit(3, "2000.00")
    move(rig, 2)
    wait_for("the sweep of the second day", lambda: swept(rig))
    expect(order_state(rig, first) == "HOLD_CREDIT", "woken before the day")
    move(rig, 3)
    wait_for("the sweep of the third day", lambda: swept(rig))
    expect(order_state(rig, first) == "WAIT_MA", "the limit's day did not wake it")
    expect(order_state(rig, second) == "HOLD_CREDIT", "one passed for which there is no room")
    expect(done(rig, "order.recheck") == 1, "woken more than once")
    before = count(rig, "select max(no) from osb.sweep")
    proposal = house.do("root.adm", "policy.set", outcome="HELD", reason="a wider band",
                        settings=[{"name": "over_pct", "value": "80"}])["numbers"]["proposal"]
    house.do("gao.gm", "policy.confirm", proposal=proposal)
    wait_for("the sweep under new parameters", lambda: count(
        rig, f"select count(*) from osb.sweep where no > {before} and ended_at is not null") == 1, 5)
    expect(order_state(rig, second) == "WAIT_MGR", "held under parameters that are no more")
    sound(rig)
    house.leave()


def check_role_ended(rig):
    """a role that ended with the day closes the lists of a session that is open, too"""
    house = House(rig, "--sweep-seconds", "1")
    clerk = rig.session("fin.qian")
    house.do("root.adm", "user.role", user="fin.qian", role="FIN", valid_to=day(rig, 1))
    move(rig, 1)
    wait_for("the sweep of the last day", lambda: swept(rig))
    expect("rows" in clerk.call("print.list"), "it ended on its last day")
    move(rig, 2)
    wait_for("the next day", lambda: clerk.call("print.list").get("error") == "RIGHTS", 10)
    house.leave()


def everything(house):
    """One of each that is due within some weeks; to where the clock must move."""
    rig = house.rig
    month = rig.psql("select date_trunc('month', osb.business_today())::date")
    house.do("du.dir", "quota.set", month=month, holder="AREA", code="A1", product="P2", qty="10")
    house.accepted("quota", "C001", "60", "P2", "QUOTA_CHOICE")
    house.accepted("lapses")
    house.consigned("deemed")
    return 1 + count(rig, "select greatest(31, max(slip_due) + 30 - osb.business_today()) from osb.shipment")


def check_stopped(rig):
    """a daemon that was stopped for days does everything once when it starts, in one sweep"""
    house = House(rig)
    days = everything(house)
    move(rig, days - 3)
    house.sweep()
    held = house.accepted("held later")
    house.announce_limit(1, "5000.00")
    house.leave()
    sweeps = count(rig, "select count(*) from osb.sweep")
    move(rig, days)
    house = House(rig, "--sweep-seconds", "60")
    wait_for("the sweep at the start", lambda: swept(rig))
    for op in ("order.lapse", "order.quota-month", "note.deem", "order.recheck"):
        expect(done(rig, op) == 1, op)
    expect(order_state(rig, held) == "WAIT_MA", "the limit's day went by unseen")
    house.leave()
    house = House(rig, "--sweep-seconds", "1")
    time.sleep(1.5)
    expect(count(rig, "select count(*) from osb.sweep") == sweeps + 1, "swept again on the same day")
    sound(rig)
    house.leave()


def begin(rig, **environment):
    """Starts a daemon that may be dead before it serves."""
    try:
        rig.start(["--sweep-seconds", "1"], **environment)
    except Failed:
        pass


def check_killed(rig):
    """killed in the middle of a sweep again and again: every act is there once, in one sweep"""
    orders, dice = 24, random.Random(3)
    house = House(rig)
    for i in range(orders):
        house.accepted(f"k{i}")
    house.leave()
    move(rig, 31)
    for point in ("after_commit", "before_commit", "after_load", "after_commit", "after_commit"):
        begin(rig, OSB_CRASH_AT=point)
        rig.process.wait(20)
    kills = 0
    while done(rig, "order.lapse") < orders and kills < 40:
        begin(rig)
        time.sleep(dice.uniform(0.02, 0.2))
        rig.kill()
        kills += 1
    begin(rig)
    wait_for("the end of the sweep", lambda: swept(rig))
    expect(done(rig, "order.lapse") == orders, "acts are missing")
    expect(rig.psql(f"select count(*) || ' ' || max(acts) - {proposals(rig)} || ' ' || max(refused + failed)"
                    " from osb.sweep where day = osb.business_today()") == f"1 {orders} 0",
           rig.psql("select * from osb.sweep"))
    sound(rig)
    rig.stop()
    print(f"figure: clock: {orders} holds lapsed once each through {5 + kills} kills", flush=True)


def check_unknown(rig):
    """an act whose COMMIT nobody can vouch for is asked for again under its id"""
    house = House(rig)
    no = house.accepted("unknown")
    house.leave()
    # its sweep has begun: what hangs is the act's COMMIT
    rig.psql("insert into osb.sweep (no, day, policy_id) select no + 1, osb.business_today() + 31,"
             " policy_id from osb.sweep order by no desc limit 1")
    move(rig, 31)
    rig.psql("alter role osb_app set synchronous_commit = on")
    try:
        rig.psql("alter system set synchronous_standby_names = 'nobody'")
        rig.psql("select pg_reload_conf()")
        time.sleep(0.3)
        house = House(rig, "--sweep-seconds", "1", "--commit-timeout-ms", "500")
        wait_for("an unknown COMMIT", lambda: "error=UNKNOWN" in rig.log_text(), 20)
    finally:
        rig.psql("alter system reset synchronous_standby_names")
        rig.psql("select pg_reload_conf()")
        rig.psql("alter role osb_app reset synchronous_commit")
    wait_for("the sweep behind it", lambda: swept(rig), 40)
    expect(order_state(rig, no) == "CANCELLED" and done(rig, "order.lapse") == 1, "not once")
    expect(count(rig, "select count(*) from osb.command where op = 'order.lapse'") == 1, "two ids")
    sound(rig)
    house.leave()


def check_stop_while_asked(rig):
    """a stop does not wait for who asks for a sweep while one is under way"""
    house = House(rig)
    house.accepted("stop")
    house.leave()
    move(rig, 31)
    house = House(rig)
    askers = [rig.session("root.adm") for _ in range(3)]
    answers = []
    # the sweep's one act stands before a row that is not given
    with subprocess.Popen(["psql", "-qXAt", rig.owner, "-c", "begin; select id from osb.credit_account"
                           " for update; select pg_sleep(2.5)"], cwd="/",
                          stdout=subprocess.DEVNULL, **rig.as_owner()):
        time.sleep(0.5)
        threads = [threading.Thread(target=lambda a=a: answers.append(a.call("clock.sweep")))
                   for a in askers]
        for t in threads:
            t.start()
            time.sleep(0.2)
        began = time.monotonic()
        rig.stop()
        took = time.monotonic() - began
        for t in threads:
            t.join()
    expect(took < 6, f"the stop took {took:.1f} s")
    expect(sum(a.get("error") == "CLOSING" for a in answers) >= 2, answers)
    house = House(rig, "--sweep-seconds", "1")
    wait_for("the day's sweep", lambda: swept(rig))
    expect(done(rig, "order.lapse") == 1, "not once")
    sound(rig)
    house.leave()


def check_two_daemons(rig):
    """two daemons never sweep at once, and each act is done by one of them"""
    house = House(rig, "--sweep-seconds", "1")
    other = rig.twin()
    other.start(["--sweep-seconds", "1"])
    for i in range(12):
        house.accepted(f"t{i}")
    move(rig, 31)
    answers = []

    def press(daemon):
        session = daemon.session("root.adm")
        for _ in range(8):
            answers.append(session.call("clock.sweep"))
    threads = [threading.Thread(target=press, args=(d,)) for d in (rig, other)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    expect(all("acts" in a or a.get("error") == "BUSY" for a in answers), answers)
    expect(sum("acts" in a for a in answers) > 0, "nobody swept")
    wait_for("the day's sweep", lambda: swept(rig))
    expect(done(rig, "order.lapse") == 12, "acts are missing")
    expect(count(rig, "select count(*) from osb.sweep a join osb.sweep b on a.no < b.no"
                      " and (a.ended_at is null or a.ended_at > b.begun_at)") == 0, "two swept at once")
    with subprocess.Popen(["psql", "-qXAt", rig.owner, "-c",
                           "select pg_advisory_lock(20471, 4); select pg_sleep(3)"], cwd="/",
                          stdout=subprocess.DEVNULL, **rig.as_owner()):
        time.sleep(0.7)
        expect(house.sweep().get("error") == "BUSY", "it swept beside another")
    expect("acts" in house.sweep(), "the lock stayed")
    sound(rig)
    other.stop()
    house.leave()


CROWD = """set session_replication_role = replica; set search_path = osb;
    create temp table a as select * from orders where reference = 'crowd';
    create temp table l as select * from order_line where order_id = (select id from a);
    with n as (select g, nextval('id_block') * 4096 as id from generate_series(1, {0}) g)
    insert into orders select (jsonb_populate_record(a, jsonb_build_object('id', n.id, 'no', 'SX' || n.g,
        'reference', 'crowd' || n.g, 'state', case when n.g <= {1} then a.state else 'WAIT_ST' end))).* from n, a;
    insert into order_line select (jsonb_populate_record(l, jsonb_build_object('id', o.id + 1,
        'order_id', o.id))).* from orders o, l where o.no like 'SX%';
    analyze orders; analyze order_line"""
LOOK = """set search_path = osb; set role osb_app; explain (analyze, timing off)
    select business_today(), p.utc_offset_min, coalesce((select s.day = business_today()
    and s.policy_id = p.id and s.ended_at is not null from sweep s order by s.no desc limit 1), false)
    from policy p where p.valid_from <= business_today() order by p.valid_from desc, p.id desc limit 1"""


def timed(session, name, until):
    """Keys orders one after another; how long each took, sorted."""
    took = []
    while not until():
        began = time.monotonic()
        answer = session.command("order.key", plan(f"{name}{len(took)}", "C001"))
        expect(answer.get("outcome") == "DONE", answer)
        took.append(time.monotonic() - began)
    return sorted(took)


def check_cheap(rig):
    """beside ten thousand open orders a look costs nothing, and people are served while it sweeps"""
    crowd, held = 10000, 1500
    house = House(rig)
    house.accepted("crowd")
    rig.psql(CROWD.format(crowd, held))
    look = [line.split(": ")[1] for line in rig.psql(LOOK).splitlines() if "Time" in line]
    alone = timed(rig.session("li.na"), "alone", lambda n=iter(range(200)): next(n, None) is None)
    answers = []
    thread = threading.Thread(target=lambda: answers.append(house.sweep()))
    thread.start()  # everybody's limit is new today: all are judged again
    beside = timed(rig.session("li.na"), "beside", lambda: not thread.is_alive())
    expect(answers[0] == {"day": day(rig), "ended": False} or answers[0].get("held") == held + 1, answers)
    wait_for("the end of the sweep", lambda: swept(rig), 120)
    expect(rig.psql("select acts || ' ' || held || ' ' || refused from osb.sweep order by no desc"
                    " limit 1") == f"0 {held + 1} 0", "not all were judged again")
    expect(beside[len(beside) // 2] < 0.5, f"people wait: {beside[-5:]}")
    move(rig, 1)
    expect(house.sweep()["held"] == 0, "judged again without a reason")
    took = [int(line.rsplit("took_us=", 1)[1]) / 1000 for line in rig.log_text().splitlines()
            if "event=sweep " in line]
    print(f"figure: clock: {crowd} open orders: a look {look[1]} and {look[0]} to plan; a day with"
          f" nothing to do {took[-1]:.0f} ms; {held + 1} held ones judged again {took[-2] / 1000:.1f} s, and beside it"
          f" an order keyed in {beside[len(beside) // 2] * 1000:.1f} ms"
          f" (alone {alone[len(alone) // 2] * 1000:.1f}), longest {beside[-1] * 1000:.0f}", flush=True)
    house.leave()
