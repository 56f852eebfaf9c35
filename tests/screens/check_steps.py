"""Client, line or daemon lost at each step of keying an order: nothing typed is lost, nothing is
recorded twice."""
import glob
import os
import signal
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from line import Line  # noqa: E402
from osb_rig import Failed  # noqa: E402

F2, F6, ENTER = "\x1bOQ", "\x1b[17~", "\r"


def steps(reference):
    """Keys, and what the draft must hold behind them. The manager is typed: without a line nobody
    proposes him."""
    return [(F6, ""), ("sh", '"sh"'), ("ht", "sh"), (ENTER + "f", '"FAX"'),
            (reference[:4], reference[:4]), (reference[4:] + ENTER, reference),
            ("mm.he" + ENTER + "." + ENTER, "approved_at"), ("px0", '"px0'), ("01" + ENTER + "10", '"10"'),
            (ENTER + "px002" + ENTER + "5", '"5"'), (ENTER, '"5"'), (F2, '"5"')]


def recorded(company, reference):
    return company.rig.psql("select count(distinct o.id) || ' ' || count(*) || ' ' ||"
                            " coalesce(sum(l.ordered), 0) from orders o join order_line l on"
                            f" l.order_id = o.id where o.reference = '{reference}'")


def draft_of(state):
    names = glob.glob(os.path.join(state, "osb", "drafts", "order.key-li.na.*"))
    if not names:
        return ""
    with open(names[0], encoding="utf-8") as text:
        return ([line for line in text.read().split("\n") if line][-1:] or [""])[0]


def wait_for_draft(state, wanted):
    """The key has arrived: what was typed is on disk, or never will be."""
    until = time.monotonic() + 10
    while wanted and wanted not in draft_of(state):
        if time.monotonic() > until:
            raise Failed(f"{wanted} is not in the draft: {draft_of(state)}")
        time.sleep(0.01)


def kill(terminal):
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.wait()
    terminal.close()


def type_all(terminal, reference):
    for keys, _ in steps(reference):
        terminal.send(keys)
    terminal.send(ENTER)


def finish(company, terminal, reference, timeout=40):
    terminal.until("ecorded as", timeout)
    terminal.send("\x11")
    if terminal.wait() != 0:
        raise Failed(f"osb ended with {terminal.status}")
    terminal.close()
    if recorded(company, reference) != "1 2 15":
        raise Failed(f"{reference}: orders, lines and pieces are {recorded(company, reference)}")


def check_client_killed_at_each_step(company):
    """kill -9 behind each step: the draft has every character, and keying again makes one order."""
    for number in range(1, len(steps("KILL-00")) + 1):
        state, reference = tempfile.mkdtemp(prefix="osbstate."), f"KILL-{number:02}"
        first = company.terminal("li.na", XDG_STATE_HOME=state)
        first.until("Reload")
        for keys, wanted in steps(reference)[:number]:
            first.send(keys)
            wait_for_draft(state, wanted)
        kill(first)
        wanted = steps(reference)[number - 1][1]
        if wanted not in draft_of(state):
            raise Failed(f"step {number}: {wanted} is lost: {draft_of(state)}")
        second = company.terminal("li.na", XDG_STATE_HOME=state)
        second.until("Reload")
        type_all(second, reference)
        finish(company, second, reference)


def check_line_cut_at_each_step(company):
    """The line is cut behind each step, and behind the sending: typing goes on, one order comes."""
    line = Line(company.rig.socket)
    for number in range(1, len(steps("CUT--00")) + 2):
        reference = f"CUT--{number:02}"
        terminal = company.terminal("li.na", options=("--socket", line.path),
                                    XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
        terminal.until("Reload")
        for at, (keys, _) in enumerate(steps(reference) + [(ENTER, "")], 1):
            line.deaf = at == number == len(steps(reference)) + 1
            terminal.send(keys)
            if at == number:
                terminal.pump(0.1)
                time.sleep(0.3 if line.deaf else 0)  # the daemon hears and answers; nobody listens
                line.cut()
                line.deaf = False
        finish(company, terminal, reference)
    line.close()


def check_daemon_killed_at_some_steps(company):
    """The daemon is killed and started again under the form: one order comes."""
    for number in (2, 7, 9, 12):
        reference = f"DIED-{number:02}"
        terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
        terminal.until("Reload")
        for at, (keys, _) in enumerate(steps(reference) + [(ENTER, "")], 1):
            terminal.send(keys)
            if at == number:
                company.rig.kill()
                company.rig.start()
        finish(company, terminal, reference)


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
