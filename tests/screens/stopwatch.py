"""A stopwatch for what a program takes, not for what others take of the machine meanwhile.

The kernel tells of each thread how long it stood ready and waited for a processor
(/proc/PID/task/TID/schedstat). From the seconds on the wall those are taken off that the terminal,
the daemon, its database and this program waited so in the same stretch: what is left is what it takes
on a machine that has nothing else to do, where nothing is taken off. Sleeping, disk, locks and all
that is computed count. Where the kernel does not tell, seconds on the wall count."""
import os
import time

TAKEN_OFF = []  # seconds of each stretch


def of_threads(pid, field):
    """{thread: nanoseconds} of a process; field 0 is what it computed, 1 what it waited, ready."""
    told = {}
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/schedstat", encoding="ascii") as text:
                told[thread] = int(text.read().split()[field])
    except (OSError, IndexError, ValueError):
        pass  # it ended, or this kernel does not tell
    return told


def database_of(rig):
    """The processes that serve this daemon's connections."""
    return [int(pid) for pid in rig.psql("select pid from pg_stat_activity where datname = current_database()"
                                         " and pid <> pg_backend_pid()").split()]


class Stopwatch:
    """Over a terminal that runs or is about to, and whom it waits for: us, and with `rig` the daemon
    and its database."""

    def __init__(self, rig=None):
        self.servers = [rig.process.pid, *database_of(rig)] if rig else []

    def look(self, client):
        """{process: what its threads computed, what they waited}"""
        return {pid: (of_threads(pid, 0), of_threads(pid, 1)) for pid in (*self.servers, client, os.getpid())}

    def start(self, client=0):
        """From now on; `client`: the process id of a terminal that is there already."""
        self.began = time.monotonic()
        self.before = self.look(client)

    def seconds(self, client):
        """Since start. Two may have waited at the same time; so never less than what terminal, daemon
        and database computed."""
        computed = waited = 0
        for pid, now in self.look(client).items():
            was = self.before.get(pid, ({}, {}))
            took, stood = (sum(ns - old.get(thread, 0) for thread, ns in new.items()) / 1e9
                           for new, old in zip(now, was))
            waited += stood
            computed += took if pid != os.getpid() else 0
        elapsed = time.monotonic() - self.began
        own = min(elapsed, max(elapsed - waited, computed))
        TAKEN_OFF.append(elapsed - own)
        return own
