"""A database that is slow, stands still, or whose rows somebody else holds."""
import os
import random
import signal
import subprocess
import time

from cluster import Cluster
from osb_rig import Failed, count, expect, plan, sound
from storm import storm


class Holder:
    """Somebody who holds rows and does not go on: a second transaction by hand."""

    def __init__(self, rig, sql):
        self.process = subprocess.Popen(
            ["psql", "-qXAt", rig.owner], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd="/", **rig.as_owner())
        self.process.stdin.write(f"set search_path = osb; begin; {sql}; select 'held';\n")
        self.process.stdin.flush()
        while self.process.stdout.readline().strip() != "held":
            if self.process.poll() is not None:
                raise Failed("cannot hold the rows")

    def let_go(self):
        self.process.stdin.write("commit;\n")
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def settled(session, params, command, seconds=20):
    """The answer, however often it has to be asked for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = session.command("order.key", params, command)
        if "error" not in answer:
            return answer
        time.sleep(0.05)
    raise Failed(f"{command}: {answer}")


def check_lock_held(rig):
    """a row that somebody holds: BUSY after the lock's time, nothing done, and done once later"""
    for option in ("--lock-timeout-ms", "--statement-timeout-ms"):
        rig.start([option, "300"])
        session, other = rig.session("li.na"), rig.session("su.ssgl")
        holder = Holder(rig, "select 1 from credit_account where code = 'C001' for update")
        began = time.monotonic()
        answer = session.command("order.key", plan(option), "held" + option)
        took = time.monotonic() - began
        expect(answer.get("error") == "BUSY" and 0.2 < took < 3, (answer, took))
        began = time.monotonic()
        expect(other.command("order.key", plan("beside", "C002")).get("outcome") == "DONE", "beside")
        expect(time.monotonic() - began < 1, "another account was held up")
        expect(count(rig, f"select count(*) from orders where reference = '{option}'") == 0, "done")
        holder.let_go()
        answer = session.command("order.key", plan(option), "held" + option)
        expect(answer.get("outcome") == "DONE" and "again" not in answer, answer)
        sound(rig)
        rig.stop()


def check_pool_exhausted(rig):
    """every connection waits: the rest waits in line, is told BUSY in time, and is done once after"""
    rig.start(["--connections", "3", "--lock-timeout-ms", "1500", "--wait-ms", "700"])
    sessions, adm = [rig.session("sto.wu") for _ in range(12)], rig.session("root.adm")
    ask = [{"product": "P1", "warehouse": "W1", "qty": "1", "reason": "r", "command": f"pool-{i}"}
           for i in range(12)]
    holder = Holder(rig, "select 1 from stock for update")
    before = count(rig, "select sum(on_hand) from osb.stock")
    for s, params in zip(sessions, ask):
        s.send("stock.receive", params)
    health = adm.call("admin.health")
    expect(health["commands"] >= 12 and health["database"]["waiting"] >= 9, health)
    answers = [s.answer() for s in sessions]
    expect(all(a.get("error", {}).get("message") == "BUSY" for a in answers), answers)
    holder.let_go()
    for s, params in zip(sessions, ask):
        answer = s.call("stock.receive", params)
        expect(answer.get("outcome") == "DONE" and "again" not in answer, answer)
    expect(count(rig, "select sum(on_hand) from osb.stock") == before + 12, "twelve pieces")
    sound(rig)
    rig.stop()


def backends(rig):
    return [int(p) for p in rig.psql("select pid from pg_stat_activity where datname ="
                                     f" '{rig.name}' and usename = 'osb_app'").split()]


def freeze_during(rig, session, i, pause):
    """One order; the server's processes stand still from `pause` on (None: before it is sent)."""
    name = f"ice-{i}"
    settled(session, plan(f"warm-{i}"), f"warm-{i}")  # all is prepared
    frozen = backends(rig)
    if pause is not None:
        session.send("order.key", {**plan(name), "command": name})
        time.sleep(pause)
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        if pause is None:
            session.send("order.key", {**plan(name), "command": name})
        message = session.answer()
        expect(time.monotonic() - began < 5, "the answer took long")
    finally:
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)
    error = message.get("error", {}).get("message", "done before")
    again = "again" in settled(session, plan(name), name)
    expect(error == "UNKNOWN" or again == (error == "done before"), f"{error}, again: {again}")
    return error


def check_backends_frozen(rig):
    """the server's processes stand still before or in a COMMIT: an answer in time, settled later"""
    rig.start(["--connections", "1", "--commit-timeout-ms", "500", "--statement-timeout-ms", "400",
               "--lock-timeout-ms", "300"])
    session, dice, errors, i = rig.session("li.na"), random.Random(3), {}, 0
    while i < 10 or i < 80 and "UNKNOWN" not in errors:
        error = freeze_during(rig, session, i, dice.uniform(0, 0.02) if i > 1 else None)
        errors[error] = errors.get(error, 0) + 1
        i += 1
    expect(set(errors) <= {"RETRY", "UNKNOWN", "done before"} and errors.get("UNKNOWN"), errors)
    expect(errors["RETRY"] >= 2, errors)
    expect(count(rig, "select count(distinct reference) * 1000 + count(*) from orders where"
                 " reference like 'ice-%'") == 1001 * i, "orders")
    sound(rig)
    rig.stop()
    print(f"figure: server frozen {i} times: "
          + ", ".join(f"{n} {e}" for e, n in sorted(errors.items())))


def kill_backends(rig, times):
    """Orders while processes of the server are killed: each takes all sessions along."""
    def disturb():
        time.sleep(0.3)
        for pid in backends(rig)[:1]:
            os.kill(pid, signal.SIGKILL)
        for _ in range(200):
            try:
                rig.psql("select 1")
                break
            except Failed:
                time.sleep(0.05)
    storm(rig, "one backend killed", 3, disturb, times)


def check_backend_killed(rig):
    """a process of the server is killed, and takes all sessions along: nothing lost or doubled"""
    with Cluster(rig, safe=True) as cluster:
        kill_backends(cluster.rig, 3)


def check_loss_is_seen(rig):
    """a server that acknowledges before it has written does lose orders, and that is noticed"""
    with Cluster(rig) as cluster:
        try:
            kill_backends(cluster.rig, 4)
        except Failed as problem:
            expect("is lost" in str(problem), problem)
            return
        raise Failed("nothing was lost")
