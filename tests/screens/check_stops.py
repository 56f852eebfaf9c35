"""The fields at which Enter stops are the user's: chosen once, they count at his next order."""
import tempfile

from osb_rig import Failed

F2, F6, F9, F12, ENTER, TAB, CTRL_Q = "\x1bOQ", "\x1b[17~", "\x1b[20~", "\x03", "\r", "\t", "\x11"
BEGUN = F6 + "shht" + ENTER + "f"


def check_stops_are_chosen(company):
    """F9 makes the wanted day a stop of Enter: at the next order it is asked behind the approval; F9 again, and
    the cursor goes on to the lines as the form has it."""
    state = tempfile.mkdtemp(prefix="osbstate.")

    def at_wanted(said):
        terminal = company.terminal("li.na", XDG_STATE_HOME=state)
        terminal.until("Reload")
        terminal.send(F6 + TAB * 5 + F9)
        terminal.until(said)
        terminal.send(F12 + F12)
        terminal.send(CTRL_Q)
        terminal.wait()
        terminal.close()

    def order(reference, *typed):
        terminal = company.terminal("li.na", XDG_STATE_HOME=state)
        terminal.until("Reload")
        terminal.send(BEGUN + reference + ENTER + ENTER + "." + ENTER + "".join(typed) + "px001" + ENTER + "10" + ENTER)
        terminal.until("Total 125.00")
        terminal.send(F2)
        terminal.until("Send the order?")
        terminal.send(ENTER)
        terminal.until("Recorded as")
        terminal.send(CTRL_Q)
        terminal.wait()
        terminal.close()
        return company.rig.psql(f"select wanted from orders where reference = '{reference}'")

    at_wanted("Enter stops here from now on.")
    wanted = order("STOP-1", "2036-12-30", ENTER)
    if wanted != "2036-12-30":
        raise Failed(f"the wanted day is {wanted!r}: Enter did not stop there")
    at_wanted("Enter passes this field by from now on.")
    wanted = order("STOP-2")
    if wanted == "2036-12-30":
        raise Failed("Enter still stops at the wanted day")
