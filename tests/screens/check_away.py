"""What rests on the screen does not happen behind somebody's back; what was found stays at hand."""
import signal
import tempfile
import time

import check_lists as lists
from check_acts import one_order
from check_trouble import key_order, orders
from osb_rig import Failed

F2, ENTER, ESC, CTRL_Q = "\x1bOQ", "\r", "\x1b", "\x11"


def leave(terminal):
    terminal.send(CTRL_Q)
    if terminal.wait() != 0:
        raise Failed(f"osb ended with {terminal.status}")
    terminal.close()


def signed(company, number):
    return int(company.rig.psql("select count(*) from signature s join orders o on o.id = s.order_id"
                                f" where o.no = '{number}' and s.kind = 'MA'"))


def check_a_signature_does_not_wait(company):
    """Without a connection F2 signs nothing, and nothing is signed by itself when it is back."""
    lists.clear(company)
    number, = lists.many(company, 1, "AWAY", ())
    terminal = company.terminal("du.dir")
    terminal.until("Reload")
    terminal.send("/" + number + ENTER)
    terminal.until("(F2)")
    terminal.send(F2)
    terminal.until("nobody has signed yet")
    company.rig.kill()
    terminal.until("OFFLINE", 30)
    terminal.send(F2)
    terminal.until("nothing was sent")
    terminal.screen = b""
    company.rig.start()
    terminal.until("ONLINE", 60)
    time.sleep(1)
    if signed(company, number):
        raise Failed("signed by itself")
    terminal.send(F2)
    terminal.until("Done.")
    if signed(company, number) != 1:
        raise Failed("not signed")
    leave(terminal)


def check_escape_typed_ahead(company):
    """Esc and Enter in one read: the question is left, and the order is not sent."""
    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    key_order(terminal, "ESC-1")
    terminal.send(F2)
    terminal.until("Send the order")
    terminal.send(ESC + ENTER)
    time.sleep(0.5)
    leave(terminal)
    if orders(company, "ESC-1"):
        raise Failed("Esc was lost")


def check_found_and_acted_on_twice(company):
    """A document found by its number is still at hand for the second act on it."""
    lists.clear(company)
    order, = lists.many(company, 1, "FOUND", (("du.dir", "order.sign"), ("fin.zhao", "order.print")))
    company.rig.paper_comes_out()
    session = company.rig.session("li.na")
    note = session.call("order.show", {"order": order})["notes"][0]["no"]
    if session.command("note.hand-over", {"note": note}).get("outcome") != "DONE":
        raise Failed("not handed over")
    session.close()
    session = company.rig.session("shen.scr")
    if session.command("note.accept", {"note": note}).get("outcome") != "DONE":
        raise Failed("not accepted")
    session.close()
    terminal = company.terminal("sto.wu")
    terminal.until("Reload")
    terminal.send("/" + note + ENTER)
    terminal.until("reserve stock")
    terminal.send(F2)
    terminal.until("warehouse code")
    terminal.send(F2)
    terminal.until("Done.")
    time.sleep(0.5)
    terminal.screen = b""
    terminal.send(F2)
    terminal.until("note.pick")
    terminal.until(f"note {note}")
    terminal.send(ESC)
    leave(terminal)


def check_customer_by_digits(company):
    """In the palette "c 003" is a customer, though it looks like a document's number."""
    terminal = company.terminal("li.na")
    terminal.until("Reload")
    terminal.send(":c 003")
    terminal.until("Customer C003")
    terminal.send(ESC)
    leave(terminal)


def check_daemon_that_does_not_answer(company):
    """A daemon that hangs is told of in the message line, and what was typed is done behind it."""
    number = one_order(company, "HANG-1")
    terminal = company.terminal("li.na")
    terminal.until("Reload")
    company.rig.process.send_signal(signal.SIGSTOP)
    try:
        terminal.send("/" + number + ENTER)
        terminal.until("No answer for")
    finally:
        company.rig.process.send_signal(signal.SIGCONT)
    terminal.until("HANG-1")
    leave(terminal)


def check_console_without_chinese(company):
    """The bare Linux console is told that it has no Chinese, in words that it has."""
    terminal = company.terminal("li.na", TERM="linux", options=("--language", "zh_CN"))
    terminal.until("This console has no Chinese")
    leave(terminal)


def check_keys_of_a_form(company):
    """F10 in a form shows its keys, and the one that is taken does what it does: undo, here."""
    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload")
    terminal.send("\x1b[17~" + "shht")
    terminal.until("shht")
    terminal.screen = b""
    terminal.send("\x1b[21~")
    terminal.until("Keys of this form")
    terminal.until("take back what was typed")
    terminal.send("\x1b[B" * 3 + ENTER)
    time.sleep(0.5)
    terminal.screen = b""
    terminal.send("\x0c")
    terminal.until("Customer")
    terminal.until("Total")
    if b"shht" in terminal.screen:
        raise Failed("what was typed is still there")
    leave(terminal)
