"""One command, sent more than once at the same moment."""
from bout import Bout, database_refused, prove
from osb_rig import count, expect, plan, sound


def check_sent_twice_at_once(rig):
    """one command on four connections at once: one effect, one answer"""
    rig.start()
    sessions = [rig.session("li.na") for _ in range(4)]
    for i in range(25):
        params = {**plan(f"twin-{i}"), "command": f"twin-{i}"}
        ids = [s.send("order.key", params) for s in sessions]
        answers = [s.answer() for s in sessions]
        results = [a.get("result", a) for a in answers]
        expect([a["id"] for a in answers] == ids, answers)
        expect(all(r.get("outcome") == "DONE" for r in results), results)
        expect(len({r["order"]["no"] for r in results}) == 1, results)
        expect(len({r["event"] for r in results}) == 1, results)
        expect(sum("again" not in r for r in results) == 1, results)
    expect(count(rig, "select count(*) from orders where reference like 'twin-%'") == 25, "orders")
    sound(rig)
    rig.stop()


def same_id(bout, most):
    """Four sendings through two daemons: of an order, whose account is locked, and of a station
    that is not there yet, where nothing can be."""
    for i in range(most):
        method, user, params, made = (
            ("order.key", "li.na", plan(f"id-{i}"), f"orders where reference = 'id-{i}'"),
            ("station.put", "su.ssgl", {"station": f"N{i}", "name": "New", "transit_days": "2",
                                        "active": True}, f"station where code = 'N{i}'"))[i % 2]
        answers = bout.clash(*((bout.at(k % 2, user, k), method, {**params, "command": f"id-{i}"})
                               for k in range(4)))
        fresh = [k for k, a in enumerate(answers) if a.get("outcome") == "DONE" and "again" not in a]
        harm, there = database_refused(answers), count(bout.rig, f"select count(*) from osb.{made}")
        if not harm and (len(fresh) != 1 or there != 1
                         or len({(a.get("outcome"), a.get("event")) for a in answers}) != 1):
            harm = f"{method} with one id: done by {fresh}, {there} there: {answers}"
        yield f"daemon {fresh[0] % 2 + 1}" if fresh else "nobody", harm


def check_same_id_two_daemons(rig):
    """one command sent four times through two daemons is done once and answered alike"""
    prove(rig, "one id through two daemons", same_id, 16, ("daemon 1", "daemon 2"),
          ["credit_account"], ["alter table command drop constraint command_pkey cascade"])


def other_body(bout, most):
    """One id for two different orders."""
    for i in range(most):
        answers = bout.clash(*((bout.at(k, "li.na", k), "order.key",
                                {**plan(f"body-{i}-{k}"), "command": f"body-{i}"}) for k in (0, 1)))
        got = [a.get("outcome", a.get("error")) for a in answers]
        harm = database_refused(answers)
        if not harm and sorted(got) != ["COMMAND_REUSED", "DONE"]:
            harm = f"one id for two orders: {got}"
        yield f"daemon {got.index('DONE') + 1}" if "DONE" in got else "nobody", harm


def check_other_body(rig):
    """one id for two different commands at once: one is done, the other is told"""
    prove(rig, "one id for two commands", other_body, 14, ("daemon 1", "daemon 2"),
          ["credit_account"], ["alter table command drop constraint command_pkey cascade"])


def check_two_daemons(rig):
    """two daemons over one database: orders of one customer from both, none lost or doubled"""
    bout = Bout(rig)
    sessions = [bout.at(daemon, user) for daemon in (0, 1) for user in ("li.na", "su.ssgl")]
    for i in range(30):
        answers = bout.clash(*((s, "order.key", {**plan(f"both-{n}-{i}"), "command": f"both-{n}-{i}"})
                               for n, s in enumerate(sessions)))
        expect(all(a.get("outcome") == "DONE" for a in answers), answers)
    expect(count(rig, "select count(*) from orders where reference like 'both-%'") == 120, "orders")
    sound(rig)
    bout.end()
