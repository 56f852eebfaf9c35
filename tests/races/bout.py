"""Two people, two daemons, one moment: the rounds of a race, and a control that must go wrong.

A race is a function rounds(bout, most) that yields after each round (who won, harm or None).
prove() plays it with the locks as they are: no harm may be done, no invariant be broken, no
refusal of the database reach a client, and each side must win. Then it plays the control:
daemons that do not lock what the race is about (server/shell/unlock.h), over a database whose
triggers and constraints named for it are off. Unless the control does harm, the race proves
nothing.
"""
import random
import time
import uuid

from osb_rig import Failed, Rig, expect, sound

AGAIN = ("RETRY", "BUSY", "UNKNOWN")
# Two commands that went on from the same state of a paper meet here, and the second runs again:
# a guard behind the lock.
EVENT_ONCE = "drop index event_once"
MOST = 5  # times as many rounds as wanted, until each side has won


class Bout:
    """Two daemons over one database, and sessions on both."""

    def __init__(self, rig, seed=1, unlocked=(), without=(), environment=({}, {})):
        self.rig, self.dice = rig, random.Random(seed)
        self.daemons = [rig, rig.twin()]
        self.sessions, self.errors, self.sent = {}, {}, 0
        switches = {"OSB_LOCK_NOT": ",".join(unlocked)} if unlocked else {}
        if unlocked:
            rig.psql(f"alter role osb_app in database {rig.name}"
                     " set session_replication_role = replica")
        for statement in without:
            rig.psql("set search_path = osb; " + statement)
        for daemon, own in zip(self.daemons, environment):
            daemon.start(["--connections", "10"], **switches, **own)

    def at(self, daemon, user, copy=0):
        """A session of that person at that daemon (0 or 1)."""
        key = daemon, user, copy
        if key not in self.sessions:
            self.sessions[key] = self.daemons[daemon].session(user)
        return self.sessions[key]

    def do(self, user, method, /, **params):
        """A command that prepares: it must pass."""
        answer = self.at(0, user).command(method, {k.rstrip("_"): v for k, v in params.items()})
        if answer.get("outcome") not in ("DONE", "HELD"):
            raise Failed(f"{method} {params}: {answer}")
        return answer

    def settle(self, session, request, message):
        """The last answer to a command: what is to be sent again is sent again."""
        method, params = request
        while "error" in message and message["error"]["message"] in AGAIN:
            name = message["error"]["message"]
            self.errors[name] = self.errors.get(name, 0) + 1
            time.sleep(0.01)
            session.send(method, params)
            message = session.answer()
        if "error" in message:
            return {"error": message["error"]["message"], **message["error"].get("data", {})}
        return message["result"]

    def clash(self, *entries):
        """Sends all at once, in an order and at a distance by chance; the answers as given."""
        requests = [(m, {"command": str(uuid.uuid4()), **p}) for _, m, p in entries]
        order = list(range(len(entries)))
        self.dice.shuffle(order)
        for i in order:
            entries[i][0].send(*requests[i])
            time.sleep(self.dice.choice((0, 0, 0.0005, 0.001, 0.002)))
        self.sent += len(entries)
        messages = [session.answer() for session, _, _ in entries]
        return [self.settle(e[0], r, m) for e, r, m in zip(entries, requests, messages)]

    def pair(self, one, other, same_daemon=False):
        """clash() of two (user, method, params): through two daemons, or both through one."""
        flip = self.dice.randrange(2)
        return self.clash(*((self.at(flip if same_daemon else n ^ flip, user, n), method, params)
                            for n, (user, method, params) in enumerate((one, other))))

    def reruns(self):
        """Commands that a daemon ran once more by itself."""
        return sum(o["reruns"] for daemon in (0, 1)
                   for o in self.at(daemon, "root.adm").call("admin.health")["operations"])

    def end(self):
        for session in self.sessions.values():
            session.close()
        for daemon in reversed(self.daemons):
            daemon.stop()


def done(answer):
    return answer.get("outcome") == "DONE"


def database_refused(answers):
    """None, or what a client was told that only a fault of ours explains."""
    bad = [a for a in answers if "error" in a and a["error"] in ("DATABASE", "INTERNAL")]
    return f"the database refused: {bad}" if bad else None


def fair(rig, rounds, n, sides):
    """At least n rounds, more when a side has not won twice by then."""
    bout, wins = Bout(rig), dict.fromkeys(sides, 0)
    for side, harm in rounds(bout, MOST * n):
        if harm:
            raise Failed(harm)
        wins[side] = wins.get(side, 0) + 1
        if sum(wins.values()) >= n and min(wins[s] for s in sides) >= 2:
            break
    told = ", ".join(f"{k} {v}" for k, v in wins.items())
    expect(min(wins[s] for s in sides) >= 2, f"this is no race, one side always wins: {told}")
    sound(rig)
    again = bout.reruns()
    bout.end()
    return (f"{sum(wins.values())} rounds, {told}; {again} run again by a daemon,"
            f" {sum(bout.errors.values())} by a client")


def control(rig, rounds, n, unlocked, without):
    """The round in which the damage showed, and what it was."""
    loose = Rig(rig.osbd, template=rig.template)
    try:
        bout, number, harm = Bout(loose, 2, unlocked, without), 0, None
        try:
            for _, harm in rounds(bout, n):
                number += 1
                if harm:
                    break
            if not harm:
                sound(loose)
        except Failed as problem:
            harm = str(problem)
        except ConnectionError:
            harm = "a daemon stopped itself"
        return number, harm
    finally:
        loose.drop()


def prove(rig, name, rounds, n, sides, unlocked=(), without=()):
    told = fair(rig, rounds, n, sides)
    number, harm = control(rig, rounds, MOST * n, unlocked, without)
    expect(harm, f"{name}: without the guard {number} rounds did no harm: this race proves nothing")
    print(f"figure: {name}: {told}; without {', '.join(unlocked) or 'the guard'}: harm in round"
          f" {number}", flush=True)
