"""What must hold when the daemon, its connections or its database end at a bad moment."""
import random
import threading
import time

from osb_rig import Failed


def plan(reference, customer="C001", qty="1"):
    return {"customer": customer, "lines": [{"product": "P1", "qty": qty}], "channel": "FAX",
            "reference": reference, "approver": "He", "verifier": "Zhou",
            "approved_at": "2026-11-01T10:00:00+08:00"}


def expect(condition, what):
    if not condition:
        raise Failed(str(what))


def sound(rig):
    session = rig.session("root.adm")
    broken = [r for r in session.call("audit.verify")["rows"] if r["broken"]]
    session.close()
    expect(not broken, broken)


def count(rig, sql):
    return int(rig.psql(sql))


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


class Worker(threading.Thread):
    """Sends orders one after another; each until it was answered, with the same id."""

    def __init__(self, rig, name, orders):
        super().__init__()
        self.rig, self.tag, self.orders = rig, name, orders
        self.answers, self.sendings, self.problem = [], 0, None

    def connect(self, until):
        while time.monotonic() < until:
            try:
                return self.rig.session("li.na")
            except (OSError, Failed):
                time.sleep(0.02)
        raise Failed("the daemon does not come back")

    def run(self):
        try:
            session = None
            for i in range(self.orders):
                command, answer = f"{self.tag}-{i}", None
                until = time.monotonic() + 60
                while answer is None:
                    if time.monotonic() > until:
                        raise Failed(f"{command} was never answered")
                    try:
                        session = session or self.connect(until)
                        self.sendings += 1
                        answer = session.command("order.key", plan(command), command)
                        if answer.get("error") in ("RETRY", "UNKNOWN", "BUSY", "CLOSING"):
                            answer = None
                            time.sleep(0.02)
                    except OSError:
                        session = None
                self.answers.append((command, answer))
        except Exception as problem:  # pylint: disable=broad-except
            self.problem = problem


def storm(rig, workers, orders, disturb):
    """Runs workers while disturb() happens again and again; every order exists just once."""
    rig.start()
    threads = [Worker(rig, f"w{n}", orders) for n in range(workers)]
    for t in threads:
        t.start()
    times = 0
    while any(t.is_alive() for t in threads):
        disturb()
        times += 1
    for t in threads:
        t.join()
        if t.problem:
            raise t.problem
    again = 0
    for command, answer in (a for t in threads for a in t.answers):
        expect(answer.get("outcome") == "DONE", (command, answer))
        again += "again" in answer
    expect(count(rig, "select count(*) from orders where reference like 'w%'") == workers * orders,
           "an order was lost or doubled")
    expect(count(rig, "select count(distinct reference) from orders where reference like 'w%'")
           == workers * orders, "an order was doubled")
    sound(rig)
    rig.stop()
    return f"{times} times, {workers * orders} orders, {again} answered again,"


def check_daemon_killed(rig):
    """the daemon is killed again and again: nothing acknowledged is lost or doubled"""
    dice = random.Random(1)
    kills = []

    def disturb():
        if len(kills) == 12:
            time.sleep(0.1)
            return
        time.sleep(dice.uniform(0.05, 0.4))
        kills.append(1)
        rig.kill()
        rig.start()
    return storm(rig, 4, 60, disturb)


def check_connections_cut(rig):
    """the database ends the daemon's sessions again and again: retry, nothing lost or doubled"""
    dice = random.Random(2)

    def disturb():
        time.sleep(dice.uniform(0.02, 0.2))
        rig.psql("select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                 f" '{rig.name}' and usename = 'osb_app' order by random() limit 2")
    return storm(rig, 4, 80, disturb)


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
