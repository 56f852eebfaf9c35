"""A PostgreSQL of a check's own, that keeps what it acknowledged and can be broken."""
import os
import shutil
import subprocess
import tempfile
import time

from osb_rig import TOP, Failed, Rig, world


class Cluster:
    """with Cluster(rig) as c: c.rig is a company in it. Faults: tests/faults/faulty.c.

    A safe one syncs its files, and the daemon is to see that it does."""

    def __init__(self, rig, safe=False):
        self.osbd, self.safe = rig.osbd, safe
        # a restart must not visit each file of the cluster
        self.settings = ["--set", "recovery_init_sync_method=syncfs", *([] if safe else ["--fast"])]
        self.folder = tempfile.mkdtemp(prefix="osbpg.")
        self.faults = os.path.join(self.folder, "faults")
        self.rig = None

    def run(self, word, *options):
        preload = os.path.join(os.path.dirname(self.osbd), "tests", "faults", "libfaulty.so")
        return subprocess.run(
            [os.path.join(TOP, "tests", "pg", "cluster.sh"), word, self.folder, *options],
            check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, "OSB_FAULTY": self.faults,
                 **({"LD_PRELOAD": preload} if word == "start" else {})}).stdout.strip()

    def put(self, fault, text=""):
        """The fault is there from now on; one of the server's own processes may end it."""
        path = os.path.join(self.faults, fault)
        with open(path + ".new", "w", encoding="utf-8") as out:
            out.write(text)
        os.rename(path + ".new", path)

    def clear(self, fault):
        os.unlink(os.path.join(self.faults, fault))

    def revive(self, seconds=60):
        """Until it answers: it comes back by itself, or had ended and is started."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if not os.path.exists(os.path.join(self.folder, "data", "postmaster.pid")):
                    self.run("start")
                self.rig.psql("select 1")
                return
            except (Failed, subprocess.CalledProcessError):
                time.sleep(0.1)
        raise Failed("the server does not come back")

    def __enter__(self):
        conninfo = self.run("start", *self.settings)
        os.mkdir(self.faults)
        self.rig = Rig(self.osbd, conninfo=conninfo)
        if os.getuid() == 0:
            os.chown(self.faults, self.rig.uid, -1)
        if self.safe:
            self.rig.options = lambda: [o for o in Rig.options(self.rig) if o != "--unsafe-tests"]
        self.rig.start()
        world(self.rig)
        self.rig.stop()
        return self

    def __exit__(self, *_):
        if self.rig and self.rig.process and self.rig.process.poll() is None:
            self.rig.kill()
        self.run("drop")
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.rig:
            shutil.rmtree(self.rig.dir, ignore_errors=True)
