"""What admin.health and admin.backups tell: missing, old and failed backups, numbers, no database."""
import json
import os
import re
import subprocess
import time

from osb_rig import expect
from place import HERE, health, told


def past(p, kind, hours):
    """A run of so many hours ago, as if the night's had not come since."""
    p.rig.psql("insert into osb.backup_run (id, kind, begun_at, ended_at, good, place, manifest_sha256)"
               f" select nextval('osb.id_block') * 4096, '{kind}', t, t, true, '/backup/osb-1',"
               f" repeat('0', 64) from (select now() - interval '{hours} hours' t) x")


def check_health_warns(p):
    """health warns of a backup and a drill that never were, and of those that are too old"""
    told(p, "last backup", "there is no backup: osbd backup")
    told(p, "last drill", "no backup was ever proved: osbd drill")
    past(p, "BACKUP", 27)
    past(p, "DRILL", 193)
    told(p, "last backup", "the last backup is older than 26 hours")
    told(p, "last drill", "the last drill is older than 8 days")
    past(p, "BACKUP", 25)
    told(p, "last backup", "")


def check_health_numbers(p):
    """health tells what PostgreSQL and the disk say: size, room, the oldest transaction, sealing"""
    p.rig.psql("select osb.seal_events()")
    waiting = subprocess.Popen(["psql", "-qXAt", p.rig.owner, "-c", "begin; select 1", "-c",
                                "select pg_sleep(8)"], stdout=subprocess.DEVNULL, cwd="/",
                               **p.rig.as_owner())
    until = time.monotonic() + 7
    while health(p)[0]["database"]["oldest_transaction_s"] < 2:
        expect(time.monotonic() < until, "the open transaction is not seen")
        time.sleep(0.1)
    waiting.terminate()
    waiting.wait()
    answer, rows = health(p)
    d = answer["database"]
    disk = os.statvfs(os.environ["OSB_TEST_PG_DIR"])
    size = int(p.rig.psql("select pg_database_size(current_database())"))
    expect(abs(d["bytes"] - size) < size // 10, d)
    expect(d["disk_bytes"] == disk.f_blocks * disk.f_frsize, d)
    expect(abs(d["disk_free_bytes"] - disk.f_bavail * disk.f_frsize) < d["disk_bytes"] // 20, d)
    expect(d["reachable"] and d["migration"] == d["migration_known"] > 0, d)
    expect(-500 < d["clock_difference_ms"] < 500, d)
    expect(d["unsealed_s"] == 0, d)
    expect(answer["warnings"] == sum(r["mark"] == "WARNING" for r in rows.values()), answer)
    refused = p.rig.session("li.na").call("admin.backups")
    expect(refused.get("error") == "RIGHTS", refused)


def check_client_shows_it(p):
    """osb shows health as a table with its warnings in words, the backups as a list, both as JSON"""
    def osb(*words, language="C.UTF-8"):
        done = subprocess.run([p.osb, "--socket", p.rig.socket, "--user", "root.adm", "--demo",
                               p.rig.token_file, *words], text=True, capture_output=True,
                              check=False, env={**os.environ, "LC_ALL": language}, cwd="/",
                              **p.rig.as_owner())
        expect(done.returncode == 0, done.stderr)
        return done.stdout
    table = osb("admin", "health")
    for words in ("last backup", "last drill", "difference of the clocks", "free disk"):
        expect(words in table, table)
    expect("WARNING" in table and "the last backup failed" in table, table)
    answer = json.loads(osb("admin", "health", "--json"))
    expect(answer["backup"]["problem"].startswith("pg_dump"), answer["backup"])
    listed = [json.loads(line) for line in osb("admin", "backups", "--json").splitlines()]
    expect(listed[0]["kind"] == "BACKUP" and listed[0]["mark"] == "FAILED", listed[0])
    expect("No space left" in osb("admin", "backups", "--limit-rows", "3"), "no problem shown")
    said = set()
    for name in ("server/shell/health_judge.c", "client/words_health.c"):
        with open(os.path.join(HERE, "..", "..", name), encoding="utf-8") as text:
            said = said or set(re.findall(r'"([a-z][^"%/]* [^"%/]*[^"%/ ])"', text.read()))
            text.seek(0)
            known = text.read()
    unknown = [sentence for sentence in said if f'N_("{sentence}")' not in known]
    expect(len(said) > 20 and not unknown, f"no translation is asked for: {unknown}")
    return f"{len(said)} sentences"


def check_health_without_database(p):
    """health answers at once when the database is gone, and says that"""
    p.rig.psql(f"alter database {p.rig.name} allow_connections false", p.rig.conninfo)
    session = p.rig.session("root.adm")
    p.rig.psql(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{p.rig.name}'",
               p.rig.conninfo)
    try:
        until = time.monotonic() + 10
        while True:
            began = time.monotonic()
            answer = session.call("admin.health")
            if "error" not in answer and not answer["database"]["reachable"]:
                break
            expect(time.monotonic() < until, answer)
            time.sleep(0.05)
        expect(time.monotonic() - began < 4, "it took long")
        rows = {row["check"]: row for row in answer["checks"]}
        expect(rows["database"]["warning"] == "the database does not answer", rows)
        expect("last backup" not in rows and "bytes" not in answer["database"], answer)
    finally:
        p.rig.psql(f"alter database {p.rig.name} allow_connections true", p.rig.conninfo)
    until = time.monotonic() + 20
    while not session.call("admin.health").get("database", {}).get("reachable"):
        expect(time.monotonic() < until, "the database does not come back")
        time.sleep(0.1)
    session.close()
