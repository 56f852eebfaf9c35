"""One company that is worked in while it is saved, and its folder of backups."""
import glob
import os
import shutil
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cases"))
from osb_rig import Failed, Rig, expect, plan  # noqa: E402


class Clerk(threading.Thread):
    """Keys orders until told to stop, and keeps what was acknowledged, and when. With `accept`, each is
    accepted, too: its checks reserve credit, or hold it."""

    def __init__(self, rig, name, accept=False):
        super().__init__()
        self.session = rig.session("li.na")
        self.tag = name
        self.accept = accept
        self.acked = []  # (moment, parameters, reference, answer)
        self.trouble = None
        self.halt = False

    def run(self):
        n = 0
        try:
            while not self.halt:
                n += 1
                reference = f"{self.tag}-{n}"
                order = plan(reference, qty=1 + n % 3)
                answer = self.session.command("order.key", order, "cmd-" + reference)
                if answer.get("outcome") != "DONE":
                    raise Failed(answer)
                self.acked.append((time.monotonic(), order, reference, answer))
                if self.accept:
                    self.take(answer["order"]["no"])
        except (Failed, OSError) as trouble:
            self.trouble = trouble

    def take(self, order):
        answer = self.session.command("order.accept", {
            "order": order, "memo": "as faxed", "csr": "li.na", "scr": "shen.scr", "bcr": "bai.bcr"})
        if answer.get("outcome") not in ("DONE", "HELD"):
            raise Failed(answer)


class Place:
    """The rig, its folder of backups, and what the checks hand on to each other."""

    def __init__(self, osbd, osb):
        self.rig = Rig(osbd)
        self.osb = osb
        self.to = os.path.join(self.rig.dir, "backups")
        self.copies = 0
        self.before = []
        self.restored = None

    def osbd(self, *words, status=0, database=None, path=None):
        """What it printed; another database, another PATH where asked."""
        rig = self.rig
        options = rig.options()
        if database:
            options[options.index(rig.owner)] = rig.owner.replace(rig.name, database)
        environment = {**os.environ, **({"PATH": path + ":" + os.environ["PATH"]} if path else {})}
        done = subprocess.run([rig.osbd, *options, *words], text=True, capture_output=True,
                              cwd="/", check=False, env=environment, **rig.as_owner())
        said = done.stdout + done.stderr
        if done.returncode != status:
            raise Failed(f"osbd {' '.join(words)}: {done.returncode}: {said}")
        return said

    def backups(self):
        return sorted(glob.glob(os.path.join(self.to, "osb-*")))

    def newest(self):
        return self.backups()[-1]

    def copy(self, spoil):
        """A copy of the newest backup, spoiled."""
        self.copies += 1
        where = os.path.join(self.rig.dir, f"copy{self.copies}")
        shutil.copytree(self.newest(), where)
        spoil(where)
        subprocess.run(["chown", "-R", str(self.rig.uid), where], check=os.getuid() == 0)
        return where

    def drill_fails(self, spoil, words):
        """The drill on a spoiled copy ends with 1, says why, and is recorded as not good."""
        where = self.copy(spoil)
        said = self.osbd("drill", "--from", where, status=1)
        expect(words in said, said)
        row = self.rig.psql("select kind, good, problem from osb.backup_run order by id desc limit 1")
        expect(row.startswith("DRILL|f|") and words in row, row)

    def database(self, name):
        self.rig.psql(f"create database {name} template template0", self.rig.conninfo)
        return name

    def conninfo(self, database):
        return self.rig.owner.replace(self.rig.name, database)

    def drills_left(self):
        return int(self.rig.psql("select count(*) from pg_database where datname like 'osb_drill%'"))


# ---- what the administrator is told ----

def health(p):
    session = p.rig.session("root.adm")
    answer = session.call("admin.health")
    session.close()
    return answer, {row["check"]: row for row in answer["checks"]}


def told(p, check, warning):
    """That check's warning is this; '' for none."""
    row = health(p)[1][check]
    expect(row["warning"] == warning and row["mark"] == ("WARNING" if warning else "ok"), row)
