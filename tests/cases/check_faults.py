"""What must hold when the daemon, its connections or its database end at a bad moment."""
import os
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time

from osb_rig import TOP, Failed, Rig, world


def plan(reference, customer="C001", qty="1"):
    return {"customer": customer, "lines": [{"product": "P1", "qty": qty}], "channel": "FAX",
            "reference": reference, "approver": "mm.he", "verifier": "um.sun",
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


def check_frozen_with_locks(rig):
    """a daemon that freezes with locks loses them in two seconds, and stores nothing stale later"""
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
    answer = first.answer()
    expect(answer.get("error", {}).get("message") in ("RETRY", "UNKNOWN"), answer)
    expect(count(rig, "select count(*) from command where id = 'frozen'") == 0, "stored stale")
    answer = first.command("order.key", plan("frozen"), "frozen")
    expect(answer.get("outcome") == "DONE" and "again" not in answer, answer)
    sound(rig)
    rig.stop()
    rig.process, rig.socket = frozen, own
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


def check_postgres_killed(rig):
    """PostgreSQL is killed and comes back: the daemon lives, nothing acknowledged is lost"""
    # a cluster of its own, since one without fsync may well lose what it acknowledged
    cluster = os.path.join(TOP, "tests", "pg", "cluster.sh")
    folder = tempfile.mkdtemp(prefix="osbpg.")
    times = []

    def on_cluster(word):
        return subprocess.run([cluster, word, folder], check=True, capture_output=True,
                              text=True).stdout.strip()

    def disturb():
        time.sleep(0.4)
        if len(times) < 4:
            times.append(1)
            on_cluster("crash")
            on_cluster("start")
    try:
        safe = Rig(rig.osbd, conninfo=on_cluster("start"))
        safe.start()
        world(safe)
        safe.stop()
        safe.options = lambda: [o for o in Rig.options(safe) if o != "--unsafe-tests"]
        return storm(safe, 3, 60, disturb)
    finally:
        on_cluster("drop")
        shutil.rmtree(folder, ignore_errors=True)


def check_standby_gone(rig):
    """a COMMIT whose standby is gone is answered as unknown, and the resend tells what became of it"""
    rig.psql("alter role osb_app set synchronous_commit = on")
    try:
        rig.start(["--commit-timeout-ms", "500"])
        session = rig.session("li.na")
        rig.psql("alter system set synchronous_standby_names = 'nobody'")
        rig.psql("select pg_reload_conf()")
        time.sleep(0.3)
        began = time.monotonic()
        answer = session.command("order.key", plan("alone"), "alone")
        expect(answer.get("error") == "UNKNOWN", answer)
        expect(time.monotonic() - began < 3, "the answer took long")
        session.call("policy.show")  # the daemon serves on
        rig.psql("alter system reset synchronous_standby_names")
        rig.psql("select pg_reload_conf()")
        answer = {}
        until = time.monotonic() + 10
        while "outcome" not in answer and time.monotonic() < until:
            answer = session.command("order.key", plan("alone"), "alone")
        expect(answer.get("outcome") == "DONE" and answer.get("again") is True, answer)
        sound(rig)
        rig.stop()
    finally:
        rig.psql("alter system reset synchronous_standby_names")
        rig.psql("select pg_reload_conf()")
        rig.psql("alter role osb_app reset synchronous_commit")


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
