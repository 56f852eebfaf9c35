"""Forms of single acts under a client that is killed: nothing typed is lost, nothing is done twice."""
import os
import signal
import tempfile

from osb_rig import Failed

F2, F6, F3, ENTER, TAB = "\x1bOQ", "\x1b[17~", "\x1bOR", "\r", "\t"


def one_order(company, reference):
    """An order of C001, received and not accepted; its number."""
    session = company.rig.session("li.na")
    answer = session.command("order.key", {
        "customer": "C001", "channel": "FAX", "reference": reference, "approver": "mm.he", "verifier": "kam.zhou",
        "approved_at": "2026-01-05T10:00:00+08:00",
        "lines": [{"product": "PX001", "qty": "3"}]})
    session.close()
    if answer.get("outcome") != "DONE":
        raise Failed(f"order.key: {answer}")
    return answer["order"]["no"]


def accepted(company, number):
    return int(company.rig.psql("select count(distinct e.command_id) from event e join orders o on o.id = e.order_id"
                                f" where o.no = '{number}' and e.op = 'order.accept'"))


def to_form(company, number, **env):
    """A terminal with the form of order.accept open."""
    terminal = company.terminal("su.ssgl", **env)
    terminal.until("Reload")
    terminal.send("/" + number + ENTER)
    terminal.until("(F2)")
    terminal.send(F2)
    terminal.until("order memo:")
    return terminal


def kill(terminal):
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.wait()
    terminal.close()


def check_form_killed_while_typing(company):
    """A client killed in the middle of an act's field: the form comes back with every character."""
    state = tempfile.mkdtemp(prefix="osbstate.")
    number = one_order(company, "ACT-1")
    first = to_form(company, number, XDG_STATE_HOME=state)
    first.send("promised by Frid")
    first.until("by Frid")
    kill(first)
    second = to_form(company, number, XDG_STATE_HOME=state)
    second.until("promised by Frid")
    second.until("typed before")
    second.send(TAB + "li.na" + TAB + "shen.scr" + TAB + "bai.bcr" + F2)
    second.until("Done.")
    second.send("\x11")
    second.wait()
    second.close()
    if accepted(company, number) != 1:
        raise Failed(f"accepted {accepted(company, number)} times")
    memo = company.rig.psql(f"select memo from orders where no = '{number}'")
    if memo != "promised by Frid":
        raise Failed(f"the memo is {memo!r}")
    if [f for f in os.listdir(os.path.join(state, "osb", "drafts")) if number in f]:
        raise Failed("the draft of a form that was done is still there")


def check_form_killed_behind_sending(company):
    """An act sent to a daemon that does not answer, then the client is killed: the next log-in tells
    the outcome of the same command."""
    state = tempfile.mkdtemp(prefix="osbstate.")
    number = one_order(company, "ACT-2")
    first = to_form(company, number, XDG_STATE_HOME=state)
    first.send("as told" + TAB + "li.na" + TAB + "shen.scr" + TAB + "bai.bcr")
    first.until("bai.bcr")
    first.until("37.50  RECEIVED")  # what the form is about is here: F2 waits for nothing
    company.rig.process.send_signal(signal.SIGSTOP)
    try:
        first.send(F2)
        first.until("accept a received order ...")
        kill(first)
    finally:
        company.rig.process.send_signal(signal.SIGCONT)
    second = company.terminal("su.ssgl", XDG_STATE_HOME=state)
    second.until("Done.")
    second.send("\x11")
    second.wait()
    second.close()
    if accepted(company, number) != 1:
        raise Failed(f"accepted {accepted(company, number)} times")


def check_form_thrown_away(company):
    """F3 keeps what was typed into an act, F12 asks and then throws it away."""
    state = tempfile.mkdtemp(prefix="osbstate.")
    number = one_order(company, "ACT-3")
    terminal = to_form(company, number, XDG_STATE_HOME=state)
    terminal.send("zebra" + F3)
    terminal.until("kept for the next time")
    terminal.send(F2)
    terminal.until("typed before")
    terminal.send("\x03")
    terminal.until("F12 again")
    terminal.send("\x03")
    terminal.send("\x11")
    terminal.wait()
    terminal.close()
    if os.listdir(os.path.join(state, "osb", "drafts")):
        raise Failed("the draft is still there")
