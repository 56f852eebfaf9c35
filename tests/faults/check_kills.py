"""The daemon ends or freezes at a bad moment."""
import random
import signal
import time

from osb_rig import Failed, count, expect, plan, sound
from storm import storm


def crash_at(rig, point):
    """Kills the daemon at a point of one command; gives the resend's answer."""
    rig.start(OSB_CRASH_AT=point)
    session = rig.session("li.na")
    try:
        answer = session.command("order.key", plan(point), "crash-" + point)
        raise Failed(f"{point} did not crash the daemon: {answer}")
    except (ConnectionError, OSError):
        rig.process.wait()
    rig.start()
    return rig.session("li.na").command("order.key", plan(point), "crash-" + point)


def check_killed_before_commit(rig):
    """killed behind the load or before COMMIT: nothing happened, the resend does it once"""
    for point in ("after_load", "before_commit"):
        answer = crash_at(rig, point)
        expect(answer.get("outcome") == "DONE" and "again" not in answer, answer)
        expect(count(rig, f"select count(*) from orders where reference = '{point}'") == 1, point)
        rig.kill()
    rig.start()
    sound(rig)
    rig.stop()


def check_killed_behind_commit(rig):
    """killed behind COMMIT or before the answer: it is done, and the resend gets the first answer"""
    for point in ("after_commit", "before_answer"):
        answer = crash_at(rig, point)
        expect(answer.get("outcome") == "DONE" and answer.get("again") is True, answer)
        expect(count(rig, f"select count(*) from orders where reference = '{point}'") == 1, point)
        rig.kill()
    rig.start()
    sound(rig)
    rig.stop()


def check_daemon_killed(rig):
    """the daemon is killed again and again: nothing acknowledged is lost or doubled"""
    dice = random.Random(1)

    def disturb():
        time.sleep(dice.uniform(0.02, 0.25))
        rig.kill()
        rig.start()
    storm(rig, "daemon killed", 4, disturb, 12)


def check_frozen_with_locks(rig):
    """a daemon that freezes with locks loses them in two seconds, stores nothing stale, and decides anew later"""
    rig.start(OSB_FREEZE_AT="before_commit")
    first = rig.session("li.na")
    first.send("order.key", {**plan("frozen"), "command": "frozen"})
    time.sleep(0.5)
    frozen, own = rig.process, rig.socket
    rig.socket = own + "2"
    rig.start()
    second = rig.session("su.ssgl")
    began = time.monotonic()
    answer = second.command("order.key", plan("beside"))
    expect(answer.get("outcome") == "DONE", answer)
    expect(time.monotonic() - began < 5, "the locks stayed")
    time.sleep(2.2)  # whatever the frozen one holds has ended by now
    frozen.send_signal(signal.SIGCONT)
    answer = first.answer().get("result", {})
    expect(answer.get("outcome") == "DONE" and "again" not in answer, answer)
    expect(count(rig, "select count(*) from orders where reference = 'frozen'") == 1, "not once")
    answer = first.command("order.key", plan("frozen"), "frozen")
    expect(answer.get("outcome") == "DONE" and answer.get("again") is True, answer)
    sound(rig)
    rig.stop()
    rig.process, rig.socket = frozen, own
    rig.stop()
