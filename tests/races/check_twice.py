"""One command, sent more than once at the same moment."""
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


def check_two_daemons(rig):
    """two daemons over one database: orders of one customer from both, none lost or doubled"""
    rig.start()
    one, own = rig.process, rig.socket
    rig.socket = own + "2"
    rig.start()
    two = rig.session("li.na"), rig.session("su.ssgl")
    rig.socket, other = own, rig.socket
    mine = rig.session("li.na"), rig.session("su.ssgl")
    sessions = [*mine, *two]
    for i in range(30):
        ids = [s.send("order.key", {**plan(f"both-{n}-{i}"), "command": f"both-{n}-{i}"})
               for n, s in enumerate(sessions)]
        for s, wanted in zip(sessions, ids):
            answer = s.answer()
            expect(answer["id"] == wanted and answer["result"]["outcome"] == "DONE", answer)
    expect(count(rig, "select count(*) from orders where reference like 'both-%'") == 120, "orders")
    sound(rig)
    second = rig.process
    rig.process = one
    rig.stop()
    rig.process, rig.socket = second, other
    rig.stop()
