"""What others do while a list is open, and what a real terminal's mouse sends."""
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cases"))
from osb_rig import Failed  # noqa: E402


def played(company, user, text, meanwhile, size=(24, 80)):
    """Plays a script; `meanwhile` is done once its terminal is in."""
    with tempfile.NamedTemporaryFile("w", suffix=".script", delete=False) as script:
        script.write(text)
    terminal = company.terminal(user, rows=size[0], cols=size[1], script=script.name)
    try:
        terminal.until("Reload")
        detail = meanwhile(terminal)
        if terminal.wait() != 0:
            raise Failed(f"osb ended with {terminal.status}: "
                         + terminal.screen[-2600:].decode(errors="replace"))
        return detail
    finally:
        terminal.close()
        os.unlink(script.name)


def key_order(company, reference):
    session = company.rig.session("li.na")
    answer = session.command("order.key", {
        "customer": "C001", "lines": [{"product": "PX001", "qty": "1"}], "channel": "FAX",
        "reference": reference, "approver": "mm.he", "verifier": "kam.zhou",
        "approved_at": "2026-11-01T10:00:00+08:00"})
    session.close()
    return answer["order"]["no"]


def cancel(company, order):
    session = company.rig.session("li.na")
    answer = session.command("order.cancel", {"order": order, "reason": "a test"})
    session.close()
    if answer.get("outcome") != "DONE":
        raise Failed(str(answer))


def check_a_row_that_left(company):
    """A row that a colleague finished stays in its place as x until F5; a new one waits."""
    order = key_order(company, "X-1")
    script = (f'keys Tab\nwait "{order}"\nkeys "/{order}" Enter\nwait ">  {order}"\n'
              f'save-screen seen\nwait ">x {order}"\nwait ": F5"\nkeys F5\n'
              'wait "rows"\nkeys Up\n')
    made = []

    def meanwhile(terminal):
        terminal.until(order)
        while not os.path.exists(os.path.join(terminal.home, "seen")):
            terminal.pump(0.1)
        cancel(company, order)
        made.append(key_order(company, "X-2"))
        return order

    played(company, "su.ssgl", script, meanwhile)
    cancel(company, made[0])


def check_mouse_bytes(company):
    """What a terminal sends for a press, a release, a drag and the wheel; none becomes text."""
    script = 'wait "practice  Orders"\nwait "Number of an order"\nwait "note:          "\n'

    def meanwhile(terminal):
        # the tab "Orders" begins in column 13: press, let go, a drag with the button down
        terminal.send("\x1b[<0;14;2M\x1b[<0;14;2m\x1b[<32;20;9M")
        terminal.send("\x1b[<65;10;5M\x1b[<64;10;5M\x1b[<2;10;5M")
        terminal.send("/")
        terminal.send("\x1b[<35;1;1M")
        return ""

    played(company, "su.ssgl", script, meanwhile)


def check_no_mouse(company):
    """--no-mouse leaves the mouse to the terminal; otherwise it is asked for and given back."""
    for options, wanted in (((), True), (("--no-mouse",), False)):
        terminal = company.terminal("su.ssgl", options=options)
        try:
            terminal.until("Reload")
            terminal.send("\x11")
            if terminal.wait() != 0:
                raise Failed("osb did not end well")
            if (b"\x1b[?1000;1006h" in terminal.screen) != wanted:
                raise Failed(f"{options}: mouse asked for: {not wanted}")
            if wanted and terminal.screen.rindex(b"\x1b[?1006;1000l") < \
                    terminal.screen.rindex(b"\x1b[?1000;1006h"):
                raise Failed("the mouse was not given back")
        finally:
            terminal.close()
