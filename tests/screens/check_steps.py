"""Client, line or daemon lost at each step of keying an order: nothing typed is lost, nothing is
recorded twice. As many terminals as there are steps stand side by side, each one step further, when
it happens to all of them."""
import glob
import json
import os
import re
import signal
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from line import Line  # noqa: E402
from osb_rig import Failed  # noqa: E402
from run import settle  # noqa: E402

F2, F6, ENTER, REPAINT, QUIT = "\x1bOQ", "\x1b[17~", "\r", "\x0c", "\x11"
CUSTOMER = ("SHHT", "C003")  # a mnemonic, until the daemon said whose it is


def steps(reference):
    """Keys, and what they add to the draft. The manager is typed: without a line nobody proposes
    him."""
    return [(F6, {}), ("sh", {"customer": "SH"}), ("ht", {"customer": "C003"}),
            (ENTER + "f", {"channel": "FAX"}), (reference[:4], {"reference": reference[:4]}),
            (reference[4:] + ENTER, {"reference": reference}),
            ("mm.he" + ENTER + "." + ENTER, {"approver": "MM.HE"}),
            ("px0", {"product 1": "PX0"}), ("01" + ENTER + "10", {"product 1": "PX001", "qty 1": "10"}),
            (ENTER + "px002" + ENTER + "5", {"product 2": "PX002", "qty 2": "5"}),
            (ENTER, {}), (F2, {}), (ENTER, {})]


STEPS = len(steps(""))
ASKED, SENT = STEPS - 1, STEPS  # "Send the order?", and yes


def typed(reference, number):
    """All that stands in the form behind so many steps."""
    values = {}
    for _, more in steps(reference)[:number]:
        values.update(more)
    return values


def recorded(company, reference):
    return company.rig.psql("select count(distinct o.id) || ' ' || count(*) || ' ' ||"
                            " coalesce(sum(l.ordered), 0) from orders o join order_line l on"
                            f" l.order_id = o.id where o.reference = '{reference}'")


class Clerk:
    """Somebody who keys an order in a place of her own, up to a step."""

    def __init__(self, company, prefix, number, **kinds):
        self.company, self.reference, self.number = company, f"{prefix}{number:02}", number
        self.state = tempfile.mkdtemp(prefix="osbstate.")
        self.kinds = kinds
        self.open()

    def open(self):
        self.terminal = self.company.terminal("li.na", XDG_STATE_HOME=self.state, **self.kinds)

    def draft(self):
        """The draft on disk as one row of values; the time of the approval is any."""
        names = glob.glob(os.path.join(self.state, "osb", "drafts", "order.key-li.na.*"))
        if not names:
            return {}
        with open(names[0], encoding="utf-8") as text:
            last = ([line for line in text.read().split("\n") if line][-1:] or ["{}"])[0]
        try:
            values = json.loads(last)
        except ValueError:
            return {}  # it is being written
        for at, line in enumerate(values.pop("lines", []), 1):
            values.update({f"{name} {at}": text for name, text in line.items()})
        values = {name: "C003" if text.upper() in CUSTOMER else text.upper() for name, text in values.items()}
        if values.pop("approved_at", None) is None and "approver" in values and "product 1" in values:
            values["approved_at"] = "lost"
        return values

    def holds(self, number):
        """All that was typed in so many steps is on disk, and not a character more."""
        wanted = typed(self.reference, number)
        until = time.monotonic() + 10
        while self.draft() != wanted:
            if time.monotonic() > until:
                raise Failed(f"{self.reference}: the draft is {self.draft()} instead of {wanted}")
            self.terminal.pump(0.01)

    def type(self, first, last):
        """The keys of these steps; behind each one, what was typed is kept."""
        for number in range(first, last + 1):
            self.terminal.send(steps(self.reference)[number - 1][0])
            if number < SENT:
                self.holds(number)

    def shows(self, number):
        """The screen, drawn anew, shows all that was typed in so many steps, or how it is asked for."""
        settle(self.terminal, 0.1)
        self.terminal.screen = b""
        self.terminal.send(REPAINT)
        settle(self.terminal, 0.1)
        shown = re.sub(r"\x1b(\[[?\d;]*[a-zA-Z]|\(B)", " ", self.terminal.screen.decode(errors="replace")).upper()
        wanted = {"": "2 LINES", "total": "TOTAL 237.50"} if number == ASKED else typed(self.reference, number)
        missing = [text for name, text in wanted.items()
                   if not any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", shown)
                              for word in (text, *(CUSTOMER if name == "customer" else ())))]
        if missing:
            raise Failed(f"{self.reference}: {missing} are not on the screen: {shown}")

    def kill(self):
        os.kill(self.terminal.pid, signal.SIGKILL)
        self.terminal.wait()
        self.terminal.close()

    def finish(self):
        """The order is recorded, once and whole, and its draft is gone."""
        self.terminal.until("ecorded as", 40)
        self.terminal.send(QUIT)
        if self.terminal.wait() != 0:
            raise Failed(f"osb ended with {self.terminal.status}")
        self.terminal.close()
        if recorded(self.company, self.reference) != "1 2 15":
            raise Failed(f"{self.reference}: orders, lines and pieces are"
                         f" {recorded(self.company, self.reference)}")
        if self.draft():
            raise Failed(f"{self.reference}: the draft of what is recorded is still there")


def clerks(company, prefix, most, **kinds):
    """One behind each step, up to this one."""
    found = [Clerk(company, prefix, number, **kinds) for number in range(1, most + 1)]
    for clerk in found:
        clerk.terminal.until("Reload")
        clerk.type(1, min(clerk.number, ASKED))
    return found


def hears_nothing(company, prefix, number):
    """One who sent the order and whose line brings no answer: it is recorded, and she does not know."""
    line = Line(company.rig.socket)
    clerk = Clerk(company, prefix, number, options=("--socket", line.path))
    clerk.terminal.until("Reload")
    clerk.type(1, ASKED)
    settle(clerk.terminal)  # whatever else was asked is answered
    line.deaf = True
    clerk.type(SENT, SENT)
    until = time.monotonic() + 10
    while recorded(company, clerk.reference) != "1 2 15":
        if time.monotonic() > until:
            raise Failed(f"{clerk.reference} did not arrive")
    return clerk, line


def check_client_killed_at_each_step(company):
    """kill -9 behind each step: the draft and the next form have every character, and one order comes."""
    found = clerks(company, "KILL-", ASKED)
    for clerk in found:
        clerk.kill()
        clerk.holds(clerk.number)
        clerk.open()
    for clerk in found:
        clerk.terminal.until("Reload")
        clerk.terminal.send(F6)
        clerk.shows(min(clerk.number, ASKED - 1))  # the form; she is asked once more
        for keys, _ in steps(clerk.reference)[1:]:
            clerk.terminal.send(keys)
    for clerk in found:
        clerk.finish()
    return f"{len(found)} kills"


def check_line_cut_at_each_step(company):
    """The line is cut behind each step, and behind the sending: typing goes on, one order comes."""
    line = Line(company.rig.socket)
    found = clerks(company, "CUT--", ASKED, options=("--socket", line.path))
    last, deaf = hears_nothing(company, "CUT--", SENT)
    line.cut()
    deaf.cut()
    deaf.deaf = False
    for clerk in found:
        clerk.type(clerk.number + 1, SENT)
    for clerk in [*found, last]:
        clerk.finish()
    line.close()
    deaf.close()
    return f"{len(found) + 1} cuts"


def check_daemon_killed_at_each_step(company):
    """kill -9 of the daemon behind each step, the sending and COMMIT: all is kept and shown, one order comes.

    So is what was typed while there was no daemon."""
    found = clerks(company, "DIED-", SENT)
    last, deaf = hears_nothing(company, "DIED-", SENT + 1)
    company.rig.process.send_signal(signal.SIGSTOP)  # the order arrives, and nobody reads it
    found[SENT - 1].type(SENT, SENT)
    found[SENT - 1].terminal.until("the draft stays")
    company.rig.kill()
    for clerk in found[:ASKED]:
        clerk.terminal.until("OFFLINE")
        clerk.type(clerk.number + 1, clerk.number + 1)
    deaf.deaf = False
    company.rig.start()
    for clerk in found[:ASKED - 1]:
        clerk.terminal.until("ONLINE")
        clerk.holds(clerk.number + 1)
        clerk.shows(clerk.number + 1)
        clerk.type(clerk.number + 2, SENT)
    for clerk in [*found, last]:
        clerk.finish()
    deaf.close()
    return f"{len(found) + 1} orders on their way"


def check_burst_of_five_hundred_keys(company):
    """500 keys typed ahead in one write end like the same keys one by one."""
    seen = []
    for name, together in (("BURST-A", True), ("BURST-B", False)):
        terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
        keys = [F6, *"shht", ENTER, "f", *name, ENTER, ENTER, ".", ENTER]
        while len(keys) < 497:
            keys += [*f"px00{len(keys) % 5 + 1}", ENTER, *str(len(keys)), ENTER]
        keys = keys + [F2, ENTER]
        if together:
            terminal.send("".join(keys))
        else:
            terminal.until("Reload")
            for key in keys:
                terminal.send(key)
                terminal.pump(0.002)
        terminal.until("Recorded as", 60)
        terminal.send("\x11")
        terminal.wait()
        terminal.close()
        seen.append(company.rig.psql(
            "select string_agg(p.code || ' ' || l.ordered, ',' order by l.line_no) from order_line l"
            " join orders o on o.id = l.order_id join product p on p.id = l.product_id"
            f" where o.reference = '{name}'"))
    if not seen[0] or seen[0] != seen[1]:
        raise Failed(f"together {seen[0]!r}, one by one {seen[1]!r}")
    return f"{len(keys)} keys, {seen[0].count(',') + 1} lines"
