"""The tour: offered once, left at any time, found again in the palette."""
import os
import tempfile

from run import Failed


def kept(state):
    return os.path.exists(os.path.join(state, "osb", "tour"))


def leave(terminal):
    terminal.send("\x11")
    if terminal.wait() != 0:
        raise Failed(f"osb ended with {terminal.status}")
    terminal.close()


def check_offered_until_answered(company):
    """The tour is offered at each log-in until it was begun or declined, and never after that."""
    state = tempfile.mkdtemp(prefix="osbstate.")
    for answer, done in (("\x1b", False), ("\r", True)):
        terminal = company.terminal("su.ssgl", is_new=True, XDG_STATE_HOME=state)
        terminal.until("New here?")
        terminal.send(answer)
        terminal.until("1/13" if done else "Reload")
        if done:
            terminal.send("\x1b")  # at the list: leaves it
            terminal.until("The tour is over")
        leave(terminal)
        if kept(state) != done:
            raise Failed(f"after {answer!r} it is remembered: {kept(state)}")
    terminal = company.terminal("su.ssgl", is_new=True, XDG_STATE_HOME=state)
    terminal.until("My orders")
    terminal.send("\x10tour\r")
    terminal.until("1/13")
    leave(terminal)
    if b"New here?" in terminal.screen:
        raise Failed("it is offered again")
