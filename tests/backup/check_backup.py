#!/usr/bin/env python3
"""check_backup.py OSBD OSB - backups under load, the way back, drills on good and damaged ones
(R-375).

One company, worked in while it is saved. Each check is a sentence; positive controls spoil what
the one before found good.
"""
import copy
import fcntl
import glob
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time

from place import HERE, Clerk, Place, told
from check_health import (check_client_shows_it, check_health_numbers, check_health_warns,
                          check_health_without_database)
from check_machine import check_another_machine
from osb_rig import Failed, count, expect, plan, sound, world

SESSIONS = 4


# ---- a backup ----

def check_backup_under_load(p):
    """a backup is taken while sessions key orders, and nobody waits for it or is refused"""
    clerks = [Clerk(p.rig, f"c{i}") for i in range(SESSIONS)]
    for clerk in clerks:
        clerk.start()
    while min(len(c.acked) for c in clerks) < 5:
        time.sleep(0.01)
    p.rig.psql("select osb.seal_events()")
    began = time.monotonic()
    p.before = [a for c in clerks for a in list(c.acked)]
    said = p.osbd("backup", "--to", p.to)
    ended = time.monotonic()
    while not all(c.trouble or c.acked[-1][0] > ended for c in clerks):
        time.sleep(0.01)
    for clerk in clerks:
        clerk.halt = True
    for clerk in clerks:
        clerk.join()
        expect(clerk.trouble is None, clerk.trouble)
    everything = [a for c in clerks for a in c.acked]
    meanwhile = [a for a in everything if began < a[0] < ended]
    longest = max(b[0] - a[0] for c in clerks for a, b in zip(c.acked, c.acked[1:]))
    expect(len(meanwhile) >= SESSIONS, "no orders came in while the backup ran")
    expect("seals up to 0," not in said, said)
    p.after = [a for a in everything if a[0] > ended]
    return (f"{len(p.before)} orders before, {len(meanwhile)} during {ended - began:.1f} s; "
            f"longest between two answers {longest * 1000:.0f} ms")


def check_manifest(p):
    """the manifest names every file with its size and sum, and what the database held"""
    folder = p.newest()
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as text:
        m = json.load(text)
    done = subprocess.run(["sha256sum", "-c", "manifest.sha256"], cwd=folder, check=False,
                          capture_output=True)
    expect(done.returncode == 0, "sha256sum does not find manifest.json as written")
    names = {os.path.relpath(f, folder) for f in glob.glob(os.path.join(folder, "data", "*"))}
    expect(names == {f["file"] for f in m["files"]}, "files")
    for f in m["files"]:
        with open(os.path.join(folder, f["file"]), "rb") as data:
            body = data.read()
        expect(len(body) == f["bytes"], f)
        expect(hashlib.sha256(body).hexdigest() == f["sha256"], f)
    expect(m["company"] == "Practice" and m["event"] > 0 and m["seal"] > 0, m)
    expect(m["migration"] == len(glob.glob(os.path.join(HERE, "..", "..", "sql/migrations/*.sql"))),
           m["migration"])
    expect(m["begun"] < m["ended"], m)
    expect(os.stat(folder).st_mode & 0o77 == 0, "others may read the backup")
    expect(not os.path.exists(os.path.join(p.to, ".part")), "something half is left")
    row = p.rig.psql("select kind, good, event_id, seal_no, migration, bytes, free_bytes > 0, place"
                     " from osb.backup_run order by id desc limit 1")
    expect(row == f"BACKUP|t|{m['event']}|{m['seal']}|{m['migration']}|{m['bytes']}|t|{folder}", row)
    return f"{len(names)} files, {len(m['tables'])} tables, {m['bytes']} bytes"


# ---- the way back ----

def check_restore(p):
    """restored into an empty database: every order acknowledged before is there, none half"""
    p.restored = p.database(p.rig.name + "_r")
    began = time.monotonic()
    said = p.osbd("restore", "--from", p.to, database=p.restored)
    took = time.monotonic() - began
    expect("osbd check" in said, said)
    there = p.conninfo(p.restored)
    known = set(p.rig.psql("select reference from orders", there).split())
    lost = [a[2] for a in p.before if a[2] not in known]
    expect(not lost, f"{len(lost)} acknowledged orders are not in the backup: {lost[:5]}")
    expect(not [a[2] for a in p.after if a[2] in known], "orders of later are in it")
    half = p.rig.psql("select reference from orders o where"
                      " not exists (select from order_line l where l.order_id = o.id) or"
                      " not exists (select from event e join command c on c.id = e.command_id"
                      "             where e.order_id = o.id and c.outcome = 'DONE')", there)
    expect(half == "", f"half orders: {half}")
    with open(os.path.join(p.newest(), "manifest.json"), encoding="utf-8") as text:
        tables = json.load(text)["tables"]
    for t in tables:
        rows = int(p.rig.psql(f"select count(*) from {t['table']}", there))
        if t["table"] != "osb.backup_run":
            expect(rows == t["rows"], f"{t}: {rows}")
    expect(p.rig.psql("select kind, good from backup_run order by id desc limit 1", there)
           == "RESTORE|t", "the restore is not recorded")
    return f"{len(p.before)} of {len(p.before)} orders, {len(known)} in all, {took:.1f} s"


def check_restored_serves(p):
    """the restored database serves: invariants hold, a resend gets its first answer, work goes on"""
    other = copy.copy(p.rig)
    other.name = p.restored
    other.owner = p.conninfo(p.restored)
    other.app = p.rig.app.replace(p.rig.name, p.restored)
    other.socket = p.rig.socket + "r"
    other.admin("check")
    other.start()
    try:
        sound(other)
        session = other.session("li.na")
        _, order, reference, first = p.before[-1]
        expect(first["order"]["no"] == p.rig.psql(
            f"select no from orders where reference = '{reference}'", other.owner), reference)
        answer = session.command("order.key", order, "cmd-" + reference)
        expect(answer.get("again") is True and answer["order"]["no"] == first["order"]["no"], answer)
        answer = session.command("order.key", plan("after the restore"))
        expect(answer.get("outcome") == "DONE", answer)
        expect(count(other, "select seal_events()") > 0, "the chain does not go on")
        sound(other)
    finally:
        other.stop()


def check_not_empty_refused(p):
    """a restore into a database that holds anything is refused, names the remedy, changes nothing"""
    before = p.rig.psql("select count(*) from orders")
    said = p.osbd("restore", "--from", p.to, status=1)
    expect("not empty" in said and "createdb" in said, said)
    name = p.database(p.rig.name + "_x")
    p.rig.psql("create table somebody_elses (x int)", p.conninfo(name))
    said = p.osbd("restore", "--from", p.to, database=name, status=1)
    expect("not empty" in said, said)
    expect(p.rig.psql("select count(*) from orders") == before, "orders changed")
    p.rig.psql(f"drop database {name}")


# ---- drills ----

def check_drill(p):
    """a drill proves a good backup, prints a report, is recorded and leaves no database behind"""
    began = time.monotonic()
    said = p.osbd("drill", "--from", p.to)
    expect("22 invariants hold" in said and "is good" in said, said)
    row = p.rig.psql("select kind, good, problem, place from backup_run order by id desc limit 1")
    expect(row == f"DRILL|t||{p.newest()}", row)
    expect(p.drills_left() == 0, "the throw-away database is still there")
    told(p, "last drill", "")
    return f"{time.monotonic() - began:.1f} s"


def flip(path, at=None):
    """One bit of one byte, in the middle."""
    with open(path, "r+b") as f:
        size = f.seek(0, os.SEEK_END)
        f.seek(size // 2 if at is None else at)
        byte = f.read(1)[0]
        f.seek(-1, os.SEEK_CUR)
        f.write(bytes([byte ^ 1]))


def tables_of(where):
    return sorted(glob.glob(os.path.join(where, "data", "*.dat.gz")), key=os.path.getsize)


def rewrite_manifest(where, change):
    """A manifest that tells something else, with a sum that is right."""
    name = os.path.join(where, "manifest.json")
    with open(name, encoding="utf-8") as text:
        m = json.load(text)
    change(m)
    body = json.dumps(m) + "\n"
    with open(name, "w", encoding="utf-8") as out:
        out.write(body)
    with open(os.path.join(where, "manifest.sha256"), "w", encoding="utf-8") as out:
        out.write(hashlib.sha256(body.encode()).hexdigest() + "  manifest.json\n")


def resum(where):
    """Sums and sizes made to fit the files: only what is restored can tell."""
    def change(m):
        for f in m["files"]:
            with open(os.path.join(where, f["file"]), "rb") as data:
                body = data.read()
            f["bytes"], f["sha256"] = len(body), hashlib.sha256(body).hexdigest()
    rewrite_manifest(where, change)


def check_damage_is_found(p):
    """control: a byte flipped in a table, the contents or the manifest; a file gone or added"""
    p.drill_fails(lambda w: flip(tables_of(w)[-1]), "was changed")
    p.drill_fails(lambda w: flip(os.path.join(w, "data", "toc.dat")), "was changed")
    p.drill_fails(lambda w: flip(os.path.join(w, "manifest.json")), "manifest.sha256")
    p.drill_fails(lambda w: flip(os.path.join(w, "manifest.sha256"), 3), "manifest.sha256")
    p.drill_fails(lambda w: os.remove(tables_of(w)[-1]), "cannot be read")
    p.drill_fails(lambda w: open(os.path.join(w, "data", "9.dat"), "w").close(), "does not name")
    where = p.copy(lambda w: flip(tables_of(w)[-1]))
    name = p.database(p.rig.name + "_d")
    p.osbd("restore", "--from", where, database=name, status=1)
    expect(p.rig.psql("select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                      " where nspname = 'osb'", p.conninfo(name)) == "0", "half a restore")
    p.rig.psql(f"drop database {name}")
    return "7 spoiled copies"


def check_forgery_is_found(p):
    """control: sums that fit, but the rows do not, or the data cannot be read: the drill fails"""
    def fewer(m):
        next(t for t in m["tables"] if t["table"] == "osb.orders")["rows"] -= 1

    def cut(where):
        with open(tables_of(where)[-1], "r+b") as f:
            f.truncate(os.path.getsize(f.name) // 2)
        resum(where)
    p.drill_fails(lambda w: rewrite_manifest(w, fewer), "rows of osb.orders")
    p.drill_fails(lambda w: rewrite_manifest(w, lambda m: m.update(seal=m["seal"] + 1)), "newest seal")
    p.drill_fails(cut, "pg_restore")
    expect(p.drills_left() == 0, "the throw-away database is still there")


def check_broken_books_are_found(p):
    """control: a backup of books that a superuser bent is whole, and the drill names the invariant"""
    there = p.conninfo(p.restored)
    p.rig.psql("begin; set local session_replication_role = replica;"
               " update credit_account set reserved = reserved + 1 where id ="
               " (select min(id) from credit_account); commit", there)
    to = os.path.join(p.rig.dir, "bent")
    p.osbd("backup", "--to", to, database=p.restored)
    said = p.osbd("drill", "--from", to, status=1)
    expect("I03 is broken by" in said, said)


# ---- the folder ----

def check_pruning(p):
    """--keep removes the oldest behind the new one, and never what is not this company's"""
    foreign = os.path.join(p.to, "osb-20000101T000000.000000Z")
    shutil.copytree(p.newest(), foreign)
    rewrite_manifest(foreign, lambda m: m.update(company="Another company"))
    subprocess.run(["chown", "-R", str(p.rig.uid), foreign], check=os.getuid() == 0)
    oldest = p.backups()[1]
    p.osbd("backup", "--to", p.to, "--keep", "2")
    expect(oldest in p.backups(), "removed too early")
    said = p.osbd("backup", "--to", p.to, "--keep", "2")
    expect("removed    1 older" in said, said)
    left = p.backups()
    expect(foreign in left and oldest not in left and len(left) == 3, left)


def script(p, name, body):
    folder = os.path.join(p.rig.dir, name)
    os.mkdir(folder)
    with open(os.path.join(folder, "pg_dump"), "w", encoding="utf-8") as out:
        out.write("#!/bin/sh\n" + body)
    os.chmod(os.path.join(folder, "pg_dump"), 0o755)
    return folder


def check_failed_backup(p):
    """a backup that fails says why, is recorded, removes no older one and leaves nothing half"""
    before = p.backups()
    full = script(p, "full", 'echo "pg_dump: error: No space left on device" >&2; exit 1\n')
    said = p.osbd("backup", "--to", p.to, "--keep", "1", status=1, path=full)
    expect("No space left" in said, said)
    expect(p.backups() == before and not os.path.exists(os.path.join(p.to, ".part")), "left")
    row = p.rig.psql("select kind, good, problem from backup_run order by id desc limit 1")
    expect(row.startswith("BACKUP|f|pg_dump") and "No space left" in row, row)
    told(p, "last backup", "the last backup failed")


def check_one_at_a_time(p):
    """a second backup into the folder is refused; what a killed one left goes with the next"""
    lock = os.open(p.to, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    said = p.osbd("backup", "--to", p.to, status=1)
    os.close(lock)
    expect("another backup" in said, said)
    slow = script(p, "slow", 'touch "$(echo "$2" | cut -d= -f2-).begun"; exec sleep 20\n')
    killed = subprocess.Popen([p.rig.osbd, *p.rig.options(), "backup", "--to", p.to], cwd="/",
                              env={**os.environ, "PATH": slow + ":" + os.environ["PATH"]},
                              start_new_session=True, stderr=subprocess.DEVNULL,
                              **p.rig.as_owner())
    until = time.monotonic() + 20
    while not os.path.exists(os.path.join(p.to, ".part", "data.begun")):
        expect(time.monotonic() < until, "the dump does not begin")
        time.sleep(0.01)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    expect(os.path.exists(os.path.join(p.to, ".part")), "the control left nothing")
    before = len(p.backups())
    p.osbd("backup", "--to", p.to)
    expect(len(p.backups()) == before + 1, p.backups())
    expect(not os.path.exists(os.path.join(p.to, ".part")), "the part is still there")
    told(p, "last backup", "")


def check_record_stays(p):
    """the record of backups can only be added to, and the daemon's role cannot even do that"""
    for sql in ("delete from osb.backup_run", "update osb.backup_run set good = true",
                "truncate osb.backup_run"):
        try:
            p.rig.psql(sql)
        except Failed:
            continue
        raise Failed(sql + " went through")
    try:
        p.rig.psql("insert into osb.backup_run select * from osb.backup_run limit 1", p.rig.app)
    except Failed as refused:
        expect("permission denied" in str(refused), refused)
        return
    raise Failed("osb_app wrote a backup's record")


CHECKS = [check_health_warns, check_backup_under_load, check_manifest, check_restore, check_restored_serves,
          check_another_machine, check_not_empty_refused, check_drill, check_damage_is_found, check_forgery_is_found,
          check_broken_books_are_found, check_pruning, check_failed_backup,
          check_client_shows_it, check_one_at_a_time, check_record_stays, check_health_numbers,
          check_health_without_database]


def main():
    passed = failed = 0
    began = time.monotonic()
    place = Place(*sys.argv[1:3])
    try:
        place.rig.start()
        world(place.rig)
        for check in CHECKS:
            try:
                figure = check(place)
                passed += 1
                print(f"ok   {check.__doc__}" + (f" ({figure})" if figure else ""), flush=True)
            except (Failed, OSError, KeyError, IndexError) as trouble:
                failed += 1
                print(f"FAIL {check.__doc__}: {trouble}", flush=True)
        place.rig.stop()
    finally:
        if place.restored:
            place.rig.psql(f"drop database if exists {place.restored} with (force)",
                           place.rig.conninfo)
        place.rig.drop()
    print(f"figure: {time.monotonic() - began:.0f} s")
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
