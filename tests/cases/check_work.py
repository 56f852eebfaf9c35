"""What a command costs, how a daemon stops, and the log that nobody can rewrite."""
import subprocess
import time

from osb_rig import count, expect, plan, sound


def check_two_round_trips(rig):
    """a command takes two round trips, and a routing query only the first time"""
    rig.start()
    session, adm = rig.session("li.na"), rig.session("root.adm")
    session.command("order.key", plan("warm"))
    before = adm.call("admin.health")
    numbers = [session.command("order.key", plan(f"trip-{i}"))["order"]["no"] for i in range(10)]
    for no in numbers:
        session.command("order.accept", {"order": no, "memo": "m", "csr": "li.na",
                                         "scr": "shen.scr", "bcr": "bai.bcr"})
    after = adm.call("admin.health")
    expect(after["batches"] - before["batches"] == 40, (before["batches"], after["batches"]))
    expect(after["routes"] == before["routes"], "a routing query for an order just made")
    rig.stop()


def check_stop_drains(rig):
    """at a stop what was taken in is answered, and what comes later is not begun"""
    rig.start()
    session = rig.session("li.na")
    for i in range(8):
        session.send("order.key", {**plan(f"drain-{i}"), "command": f"drain-{i}"})
    rig.process.terminate()
    answered = 0
    try:
        while True:
            answered += "result" in session.answer()
    except (ConnectionError, OSError):
        pass
    expect(any(n["method"] == "closing" and n["params"]["reason"] == "stop"
               for n in session.notices), session.notices)
    expect(rig.process.wait(30) == 0, rig.log_text())
    expect(count(rig, "select count(*) from orders where reference like 'drain-%'") == answered,
           f"{answered} answered")
    rig.start()
    session = rig.session("li.na")
    for i in range(8):
        answer = session.command("order.key", plan(f"drain-{i}"), f"drain-{i}")
        expect(answer["outcome"] == "DONE" and ("again" in answer) == (i < answered), answer)
    sound(rig)
    rig.stop()
    return f"{answered} of 8 answered,"


def check_sealer(rig):
    """the sealer chains what was committed within seconds, and a changed event breaks the chain"""
    rig.start()
    sealer = subprocess.Popen([rig.osbd, *rig.options(), "seal"], cwd="/",
                              stderr=subprocess.DEVNULL, **rig.as_owner())
    try:
        rig.session("li.na").command("order.key", plan("sealed"))
        until = time.monotonic() + 10
        missing = 1
        while missing and time.monotonic() < until:
            missing = count(rig, "select (select count(*) from event) - (select count(*) from event_seal)")
            time.sleep(0.05)
        expect(missing == 0, f"{missing} events without a seal")
        sound(rig)
        rig.psql("set session_replication_role = replica;"
                 " update event set remark = 'forged' where id = (select max(id) from event)")
        broken = [r["invariant"] for r in rig.session("root.adm").call("audit.verify")["rows"]
                  if r["broken"]]
        expect("I20" in broken, broken)
    finally:
        sealer.terminate()
        expect(sealer.wait(10) == 0, "the sealer's end")
    rig.stop()
