"""What goes wrong under the hands of somebody who types: nothing is lost, nothing is done twice."""
import os
import signal
import tempfile

from osb_rig import Failed
from run import settle

F2, F6, ENTER = "\x1bOQ", "\x1b[17~", "\r"


def orders(company, reference):
    return int(company.rig.psql(f"select count(*) from orders where reference = '{reference}'"))


def key_order(terminal, reference):
    terminal.until("Reload")
    terminal.send(F6 + "shht" + ENTER + "f" + reference + ENTER + ENTER + "." + ENTER +
                  "px001" + ENTER + "10" + ENTER)
    terminal.until("Total 125.00")
    settle(terminal)  # and what the form still asks is answered


def check_killed_while_typing(company):
    """A client killed in the middle of a field: the next one finds all that was typed."""
    state = tempfile.mkdtemp(prefix="osbstate.")
    first = company.terminal("li.na", XDG_STATE_HOME=state)
    key_order(first, "KILL-1")
    first.send("px00")
    first.until("px00")
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    second = company.terminal("li.na", XDG_STATE_HOME=state)
    second.until("Reload")
    second.send(F6)
    second.until("KILL-1")
    second.until("px00")
    second.send("\x18\x11")  # Ctrl+X back, Ctrl+Q quit
    if second.wait() != 0:
        raise Failed(f"osb ended with {second.status}")
    if orders(company, "KILL-1") != 0:
        raise Failed("a draft became an order")
    first.close()
    second.close()


def check_daemon_killed_before_sending(company):
    """The daemon dies under the form and comes back: typing goes on, the order is there once."""
    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    key_order(terminal, "CUT-1")
    company.rig.kill()
    terminal.until("OFFLINE", 30)
    terminal.send("PX002" + ENTER + "7" + ENTER + F2)
    terminal.until("Send the order")
    terminal.send(ENTER)
    terminal.until("the draft stays")
    company.rig.start()
    terminal.until("Recorded as", 60)
    terminal.send("\x11")
    if terminal.wait() != 0:
        raise Failed(f"osb ended with {terminal.status}")
    if orders(company, "CUT-1") != 1:
        raise Failed(f"{orders(company, 'CUT-1')} orders instead of one")
    terminal.close()


def check_killed_behind_sending(company):
    """Sent while the daemon was away, then the client is killed: the next one asks for the same."""
    state = tempfile.mkdtemp(prefix="osbstate.")
    first = company.terminal("li.na", XDG_STATE_HOME=state)
    key_order(first, "SENT-1")
    company.rig.process.send_signal(signal.SIGSTOP)  # it hears, and does not answer
    first.send(F2)
    first.until("Send the order")
    first.send(ENTER)
    first.until("the draft stays")
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    company.rig.process.send_signal(signal.SIGCONT)
    second = company.terminal("li.na", XDG_STATE_HOME=state)
    second.until("Reload")
    second.send(F6)
    second.until("ecorded as")
    second.send("\x11")
    second.wait()
    if orders(company, "SENT-1") != 1:
        raise Failed(f"{orders(company, 'SENT-1')} orders instead of one")
    first.close()
    second.close()


def check_burst(company):
    """Keys typed ahead, login and lookups included, end like keys one by one."""
    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.send(F6 + "shht" + ENTER + "f" + "BURST" + ENTER + ENTER + "." + ENTER)
    for i in range(40):
        terminal.send(f"px00{i % 5 + 1}" + ENTER + str(i + 1) + ENTER)
    terminal.send(F2 + ENTER)
    terminal.until("Recorded as")
    terminal.send("\x11")
    terminal.wait()
    lines = company.rig.psql("select count(*) || ' ' || sum(l.ordered) from order_line l join"
                             " orders o on o.id = l.order_id where o.reference = 'BURST'")
    if lines != "40 820":
        raise Failed(f"lines and pieces are {lines}")
    terminal.close()


def check_hang_up(company):
    """SIGHUP and SIGTERM: exit 6, the terminal is given back."""
    for number in (signal.SIGHUP, signal.SIGTERM):
        terminal = company.terminal("li.na")
        terminal.until("Reload")
        os.kill(terminal.pid, number)
        if terminal.wait() != 6:
            raise Failed(f"{number.name}: osb ended with {terminal.status}")
        if b"\x1b[?1049l" not in terminal.screen or b"\x1b[?2004l" not in terminal.screen:
            raise Failed("the terminal was not given back")
        terminal.close()


def check_unknown_terminals(company):
    """An unknown TERM works as xterm, vt100 works, dumb and no UTF-8 are refused with the way out."""
    for term in ("foot-of-the-future", "vt100", "linux", "tmux-256color"):
        terminal = company.terminal("li.na", TERM=term)
        terminal.until("Reload")
        terminal.send("\x11")
        if terminal.wait() != 0:
            raise Failed(f"{term}: osb ended with {terminal.status}")
        terminal.close()
    for env, words in (({"TERM": "dumb"}, "cannot move the cursor"),):
        terminal = company.terminal("li.na", **env)
        if terminal.wait() == 0 or words.encode() not in terminal.screen:
            raise Failed(f"{env}: {terminal.status} {terminal.screen[-200:]!r}")
        terminal.close()
