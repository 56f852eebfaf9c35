"""The database's disk is full or breaks; its clock jumps."""
import os
import time

from cluster import Cluster
from osb_rig import Failed, count, expect, plan, sound

AGAIN = ("RETRY", "UNKNOWN", "BUSY")


def until_done(session, params, command, seconds=30):
    """The answer, and the errors before it."""
    errors, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        answer = session.command("order.key", params, command)
        if "error" not in answer:
            return answer, errors
        errors.append(answer["error"])
        time.sleep(0.05)
    raise Failed(f"{command} was not done: {errors[-5:]}")


def check_data_disk_full(rig):
    """the data disk is full: the answer says so, reading goes on, and with room the work does"""
    with Cluster(rig) as cluster:
        own = cluster.rig
        own.start()
        session = own.session("li.na")
        cluster.put("full")
        done, refused = [], []
        for i in range(400):
            answer = session.command("order.key", plan(f"full-{i}"), f"full-{i}")
            (refused if "error" in answer else done).append((i, answer))
            if len(refused) == 5:
                break
        expect(len(refused) == 5, "the disk was never full")
        expect({a["error"] for _, a in refused} == {"READ_ONLY"}, refused)
        expect(len(session.call("order.list", {"limit_rows": 500})["rows"]) == len(done), "reading")
        sound(own)
        cluster.clear("full")
        for i, _ in refused:
            answer = session.command("order.key", plan(f"full-{i}"), f"full-{i}")
            expect(answer.get("outcome") == "DONE" and "again" not in answer, answer)
        expect(count(own, "select count(distinct reference) * 1000 + count(*) from osb.orders where"
                     " reference like 'full-%'") == 1001 * (len(done) + 5), "orders")
        sound(own)
        own.stop()
        return f"{len(done)} orders until it was full,"


def check_log_disk_full(rig):
    """the disk of the write-ahead log is full: the database stops; with room all goes on"""
    with Cluster(rig) as cluster:
        own = cluster.rig
        own.start(["--wait-ms", "500"])
        session = own.session("li.na")
        session.command("order.key", plan("before"), "before")
        cluster.put("full-wal")
        try:
            for _ in range(8):  # on to segments that are not there yet
                own.psql("select pg_switch_wal(), pg_current_xact_id()")
        except Failed:
            pass
        answer = session.command("order.key", plan("during"), "during")
        expect(answer.get("error") in AGAIN, answer)
        expect(session.command("order.key", plan("during"), "during").get("error") in AGAIN, "again")
        cluster.clear("full-wal")
        cluster.revive()
        answer, _ = until_done(session, plan("during"), "during")
        expect(answer["outcome"] == "DONE", answer)
        expect(session.command("order.key", plan("before"), "before").get("again"), "before is lost")
        expect(count(own, "select count(*) from osb.orders where reference = 'during'") == 1, "one")
        sound(own)
        own.stop()


def check_disk_broken(rig):
    """the disk fails under COMMITs: nobody is told done or failed, the resend tells"""
    with Cluster(rig, safe=True) as cluster:
        own = cluster.rig
        own.start()
        session, seen, there = own.session("li.na"), [], 0
        for i in range(4):
            session.command("order.key", plan(f"good-{i}"), f"good-{i}")
            cluster.put("broken")
            answer, errors = until_done(session, plan(f"bad-{i}"), f"bad-{i}")
            expect(answer.get("outcome") == "DONE", answer)
            expect(not os.path.exists(os.path.join(cluster.faults, "broken")), "no sync failed")
            expect(set(errors) <= set(AGAIN), errors)
            seen.append(errors[0] if errors else "none")
            there += "again" in answer
            expect(session.command("order.key", plan(f"good-{i}"), f"good-{i}").get("again"),
                   "an acknowledged order is lost")
        expect(count(own, "select count(*) from osb.orders where reference like 'bad-%'") == 4, "four")
        expect("UNKNOWN" in seen, seen)
        sound(own)
        own.stop()
        return f"{', '.join(seen)}; {there} had been done all the same,"


def numbered(session, fin, reference):
    """An order up to its paper; the note's number."""
    answer = session["li.na"].command("order.key", plan(reference))
    expect("order" in answer, answer)
    no = answer["order"]["no"]
    for user, method, more in (("su.ssgl", "order.accept", {"memo": "m", "csr": "li.na",
                                                           "scr": "shen.scr", "bcr": "bai.bcr"}),
                               ("du.dir", "order.sign", {}), (fin, "order.print", {})):
        answer = session[user].command(method, {"order": no, **more})
        expect(answer.get("outcome") == "DONE", answer)
    return answer["note"]["no"]


def check_clock_back(rig):
    """the server's clock jumps hours back, on and back again: papers stay in order"""
    with Cluster(rig) as cluster:
        own = cluster.rig
        own.start()
        session = {u: own.session(u) for u in ("li.na", "su.ssgl", "du.dir", "fin.zhao")}
        numbers, at = [], []
        # Never behind the moment in which the company began: its roles run from that day on, and
        # just behind midnight an hour back is the day before.
        for jump in ("7200", "3600", "0", "7260", "7199"):
            cluster.put("clock", jump)
            for i in range(3):
                numbers.append(numbered(session, "fin.zhao", f"{jump}-{i}"))
            at.append(count(own, "select extract(epoch from clock_timestamp())::bigint"))
        expect(at[1] < at[0] - 3000 and at[3] > at[0], f"the clock did not jump: {at}")
        expect(numbers == sorted(numbers) and len(set(numbers)) == 15, numbers)
        expect(count(own, "select count(*) from (select posted_at < lag(posted_at) over (order by"
                     " no) as back from osb.document where series = 'DN') d where back") == 0, "times")
        sound(own)
        own.stop()
