"""The line between daemon and database breaks at every kind of byte of an exchange."""
import time

from line import DOWN, UP, Line
from osb_rig import Failed, Rig, count, expect, plan, sound

AGAIN = ("RETRY", "UNKNOWN", "BUSY")


class Way:
    """A daemon with one connection, over a line that can be cut."""

    def __init__(self, rig):
        self.rig, self.line, self.n = rig, Line(rig.app), 0
        rig.options = lambda: [self.line.conninfo(o) if o == rig.app else o
                               for o in Rig.options(rig)]
        rig.start(["--connections", "1", "--commit-timeout-ms", "400",
                   "--statement-timeout-ms", "400", "--lock-timeout-ms", "300"])
        self.session = rig.session("li.na")

    def settle(self, command, seconds=20):
        """The answer at last."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            answer = self.session.command("order.key", plan(command), command)
            if "error" not in answer:
                return answer
            expect(answer["error"] in AGAIN, answer)
            time.sleep(0.01)
        raise Failed(f"{command} was never answered")

    def length(self):
        """Bytes of an order's exchange each way, once everything is prepared."""
        self.settle("warm-0")
        self.settle("warm-1")
        self.line.count()
        self.settle("warm-2")
        return dict(self.line.passed)

    def cut(self, way, after, dead=False):
        """One order with the line cut there: (first answer, was it done by that)."""
        self.n += 1
        command = f"cut-{self.n}"
        self.settle(f"before-{self.n}")
        self.line.set(way, after, dead)
        answer = self.session.command("order.key", plan(command), command)
        self.line.count()
        first = answer.get("error", "DONE")
        expect(first in ("DONE", "RETRY", "UNKNOWN"), answer)
        again = "again" in self.settle(command)
        # answered RETRY: nothing was done; answered DONE: it is there
        expect(again if first == "DONE" else not again if first == "RETRY" else True,
               f"{way} {after}: {first}, resend says again: {again}")
        return first, again

    def end(self):
        expect(count(self.rig, "select count(distinct reference) * 1000 + count(*) from orders"
                     " where reference like 'cut-%'") == 1001 * self.n, "orders")
        sound(self.rig)
        self.rig.stop()
        self.line.close()


def points(length, spread, end):
    """So many over the whole exchange, and every few bytes of its last, where COMMIT answers."""
    return sorted({length * k // spread for k in range(spread)}
                  | {length - k for k in range(1, end, 4)})


def told(outcomes):
    kinds = {}
    for first, again in outcomes:
        kind = first + (", done" if again and first == "UNKNOWN" else "")
        kinds[kind] = kinds.get(kind, 0) + 1
    return ", ".join(f"{n} {k}" for k, n in sorted(kinds.items()))


def check_answer_cut(rig):
    """the database's answer is cut at any byte: never done or refused wrongly, never twice"""
    way = Way(rig)
    length = way.length()[DOWN]
    outcomes = [way.cut(DOWN, n) for n in points(length, 24, 200)]
    # every kind has to be among them, or the cuts did not go where they should
    expect({("RETRY", False), ("UNKNOWN", True)} <= set(outcomes), told(outcomes))
    way.end()
    print(f"figure: answers of {length} bytes cut at {len(outcomes)} places: {told(outcomes)}")


def check_request_cut(rig):
    """what goes to the database is cut at any byte: done once, whenever COMMIT got through"""
    way = Way(rig)
    length = way.length()[UP]
    outcomes = [way.cut(UP, n) for n in points(length, 24, 120)]
    expect({("RETRY", False), ("UNKNOWN", False)} <= set(outcomes), told(outcomes))
    way.end()
    print(f"figure: requests of {length} bytes cut at {len(outcomes)} places: {told(outcomes)}")


def check_line_dead(rig):
    """the line swallows everything from some byte on: an answer in time all the same"""
    way = Way(rig)
    length, outcomes = way.length(), []
    for direction, part in ((UP, 2), (DOWN, 2), (UP, 9), (DOWN, 9)):
        began = time.monotonic()
        outcomes.append(way.cut(direction, length[direction] * part // 10, dead=True))
        expect(time.monotonic() - began < 5, "the answer took long")
    outcomes.append(way.cut(DOWN, length[DOWN] - 8, dead=True))
    way.end()
    print(f"figure: dead lines: {told(outcomes)}")
