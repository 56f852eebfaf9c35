"""The way back on another machine: a PostgreSQL cluster of its own that held nothing, not even roles.

Orders are keyed and accepted all the while: a backup does not wait for a quiet hour.
"""
import copy
import json
import os
import re
import shutil
import subprocess
import tempfile
import time

from osb_rig import Failed, count, expect, plan, sound
from place import HERE, Clerk

CLUSTER = os.path.join(HERE, "..", "pg", "cluster.sh")


class Machine:
    """Another PostgreSQL, made by initdb while the first one works; afterwards a rig in it."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="osbtest2.")
        # pylint: disable-next=consider-using-with
        self.making = subprocess.Popen([CLUSTER, "start", self.dir, "--fast"], text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def rig(self, first):
        """The first company's rig, led to an empty database of this cluster."""
        said = self.making.communicate(timeout=60)[0]
        expect(self.making.returncode == 0, said)
        other = copy.copy(first)
        other.conninfo = said.strip().splitlines()[-1]
        other.name = "osb"
        other.owner = re.sub(r"dbname=\S+", "dbname=osb", other.conninfo)
        other.app = re.sub(r"user=\S+", "user=osb_app", other.owner)
        other.socket = first.socket + "m"
        other.process, other.twins = None, []
        other.psql("create database osb template template0", other.conninfo)
        return other

    def drop(self):
        self.making.communicate(timeout=60)
        subprocess.run([CLUSTER, "drop", self.dir], check=False)
        shutil.rmtree(self.dir, ignore_errors=True)


def quoted(values):
    return ", ".join("'" + v + "'" for v in values)


def as_rows(rig, table, columns, source):
    """SQL that puts what the source has there into a table elsewhere."""
    values = ", ".join("%L" for _ in columns.split(","))
    return rig.psql(f"select format('insert into osb.{table} ({columns}) values ({values});', {columns}) {source}")


def seal_all(rig):
    rig.psql("select osb.seal_events(1000000)")  # once: while it seals, more comes in


def same_rows(p, other, m):
    """Each table as long as the manifest says of the first cluster; orders, lines and the sealed
    log byte for byte what the first cluster holds now, which went on meanwhile."""
    rows = dict(line.split("|") for line in other.psql(" union all ".join(
        f"select '{t['table']}', count(*) from {t['table']}" for t in m["tables"])).split("\n"))
    wrong = [(t, rows[t["table"]]) for t in m["tables"]
             if t["table"] != "osb.backup_run" and int(rows[t["table"]]) != t["rows"]]
    expect(not wrong, f"rows: {wrong}")
    orders = other.psql("select no from orders").split()
    for what in (f"o.no, o.reference, o.customer_id, o.business_day, l.product_id, l.line_no, l.ordered, l.price from orders o"
                 f" join order_line l on l.order_id = o.id where o.no in ({quoted(orders)})",
                 f"s.no, s.hash, e.* from event_seal s join event e on e.id = s.event_id where s.no <= {m['seal']}",
                 "code, name from customer", "login, name from app_user", "code, name from product"):
        sql = f"select count(*), md5(string_agg(r::text, '|' order by r::text)) from (select {what}) r"
        here, there = p.rig.psql(sql), other.psql(sql)
        expect(here == there and not here.startswith("0|"), f"{what[-90:]}: {here}, restored {there}")
    return len(orders)


def check_another_machine(p):
    """backup under load, restore into an empty cluster, invariants verified: nothing lost or half"""
    machine = Machine()
    clerks = [Clerk(p.rig, f"m{i}", accept=True) for i in range(3)]
    other = None
    try:
        for clerk in clerks:
            clerk.start()
        while min(len(c.acked) for c in clerks) < 5:
            expect(not any(c.trouble for c in clerks), [c.trouble for c in clerks])
            time.sleep(0.01)
        seal_all(p.rig)
        before = [a for c in clerks for a in list(c.acked)]
        to = os.path.join(p.rig.dir, "machine")
        p.osbd("backup", "--to", to)
        ended = time.monotonic()
        other = machine.rig(p.rig)
        number = "select system_identifier from pg_control_system()"
        expect(p.rig.psql(number) != other.psql(number), "the same cluster")
        expect(count(other, "select count(*) from pg_roles where rolname like 'osb%'") == 0, "roles")
        other.admin("restore", "--from", to)
        folder, = (os.path.join(to, name) for name in os.listdir(to) if name.startswith("osb-"))
        with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as text:
            m = json.load(text)
        orders = same_rows(p, other, m)
        known = set(other.psql("select reference from orders").split())
        expect(not [a[2] for a in before if a[2] not in known], "acknowledged orders are lost")
        # what clients were answered and what was sealed, as kept outside, for I01 and I21
        acked = quoted("cmd-" + a[2] for a in before)
        other.psql(as_rows(p.rig, "ack", "id, op, outcome, answer", f"from command where id in ({acked})") +
                   as_rows(p.rig, "anchor", "no, hash", f"from event_seal where no <= {m['seal']}"))
        expect(count(other, "select count(*) from ack") == len(before), "acknowledged, but not stored")
        serves(other, before[-1])
        until = time.monotonic() + 20
        while not all(c.trouble or c.acked[-1][0] > ended for c in clerks):
            expect(time.monotonic() < until, "no orders came in while it was restored")
            time.sleep(0.01)
    finally:
        for clerk in clerks:
            clerk.halt = True
        for clerk in clerks:
            clerk.join()
        if other and other.process and other.process.poll() is None:
            other.kill()
        machine.drop()
    expect(not any(c.trouble for c in clerks), [c.trouble for c in clerks])
    seal_all(p.rig)
    sound(p.rig)
    return (f"{len(before)} orders before, {sum(len(c.acked) for c in clerks)} in the end, {orders} restored, "
            f"{m['seal']} seals")


def serves(other, last):
    """The daemon over it: every invariant, the first answer to a resend, new work, new seals; and a
    control: of a seal that is not in the log I21 complains."""
    other.admin("check")
    other.start()
    sound(other)
    session = other.session("li.na")
    _, order, reference, first = last
    answer = session.command("order.key", order, "cmd-" + reference)
    expect(answer.get("again") is True and answer["order"]["no"] == first["order"]["no"], answer)
    answer = session.command("order.key", plan("on another machine"))
    expect(answer.get("outcome") == "DONE", answer)
    session.close()
    expect(count(other, "select seal_events()") > 0, "the chain does not go on")
    sound(other)
    other.psql("insert into osb.anchor (no, hash) values (1, sha256('another'))")
    try:
        sound(other)
    except Failed as found:
        expect("I21" in str(found), found)
    else:
        raise Failed("a seal that is not there is not missed")
    other.stop()
