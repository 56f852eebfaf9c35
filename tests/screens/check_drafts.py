"""What is typed into the form of an act, kept by the daemon: the same person goes on at another seat."""
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from check_acts import accepted, kill, one_order, to_form  # noqa: E402
from check_amend import lines_of, to_form as to_amend, two_lines  # noqa: E402
from osb_rig import Failed  # noqa: E402

F2, F3, F7, F10, CANCEL, ENTER, TAB, DOWN = "\x1bOQ", "\x1bOR", "\x1b[18~", "\x1b[21~", "\x03", "\r", "\t", "\x1bOB"
FIELDS = ("promised by Friday", "li.na", "shen.scr", "bai.bcr")


def seat():
    """A computer at which nobody typed anything yet."""
    return tempfile.mkdtemp(prefix="osbstate.")


def bodies(company, name):
    return company.rig.psql(f"select body from draft where name = '{name}' and body <> ''")


def kept(company, terminal, name, text):
    """Waits until the daemon keeps this text in the draft of that name."""
    until = time.monotonic() + 10
    while text not in bodies(company, name):
        if time.monotonic() > until:
            raise Failed(f"{text!r} is not in what the daemon keeps: {bodies(company, name)!r}")
        terminal.pump(0.1)


def gone(company, terminal, name):
    until = time.monotonic() + 10
    while bodies(company, name):
        if time.monotonic() > until:
            raise Failed(f"the daemon still keeps {bodies(company, name)!r}")
        terminal.pump(0.1)


def cancel(company, number):
    """Other checks look at lists of orders."""
    session = company.rig.session("su.ssgl")
    answer = session.command("order.cancel", {"order": number, "reason": "was for a check", "requester": "Mr Xu"})
    session.close()
    if answer.get("outcome") != "DONE":
        raise Failed(f"order.cancel: {answer}")


def leave(terminal):
    terminal.send("\x11")
    terminal.wait()
    terminal.close()


def check_each_field_comes_back_at_another_seat(company):
    """Killed behind each field of an act in turn, it goes on at another seat with what was typed before."""
    number = one_order(company, "SEAT-1")
    name = f"order.accept {number}"
    for at, text in enumerate(FIELDS):
        terminal = to_form(company, number, XDG_STATE_HOME=seat())
        if at:
            terminal.until("typed before")
            terminal.until(FIELDS[at - 1])
        terminal.send(TAB * at + text + TAB)
        kept(company, terminal, name, text)
        kill(terminal)
    last = to_form(company, number, XDG_STATE_HOME=seat())
    for text in FIELDS:
        last.until(text)
    last.send(F2)
    last.until("Done.")
    gone(company, last, name)
    leave(last)
    if accepted(company, number) != 1:
        raise Failed(f"accepted {accepted(company, number)} times")
    told = company.rig.psql("select o.memo || ' ' || c.login || ' ' || s.login || ' ' || b.login from orders o join"
                            " app_user c on c.id = o.csr_id join app_user s on s.id = o.scr_id"
                            f" join app_user b on b.id = o.bcr_id where o.no = '{number}'")
    if told != " ".join(FIELDS):
        raise Failed(f"accepted with {told!r}")


def check_act_typed_ahead_does_not_do_what_was_not_seen(company):
    """F2 F2 without looking: a form that another seat filled is shown, and not done before the next F2."""
    number = one_order(company, "SEAT-2")
    name = f"order.accept {number}"
    first = to_form(company, number, XDG_STATE_HOME=seat())
    first.send("not thought over" + TAB)
    kept(company, first, name, "not thought over")
    kill(first)
    second = company.terminal("su.ssgl", XDG_STATE_HOME=seat())
    second.until("Reload")
    second.send("/" + number + ENTER)
    second.until("SEAT-2")
    second.send(F2 + F2)
    second.until("not thought over")
    second.until("typed before")
    second.pump(0.5)
    if accepted(company, number):
        raise Failed("it was done unseen")
    second.send(CANCEL)
    second.until("F12 again")
    second.send(CANCEL)
    gone(company, second, name)
    leave(second)
    third = to_form(company, number, XDG_STATE_HOME=seat())
    third.pump(0.5)
    if b"typed before" in third.screen:
        raise Failed("what was thrown away came back")
    leave(third)
    cancel(company, number)


def check_act_that_makes_something_is_offered(company):
    """A receipt half typed at one seat is offered at another, and F7 brings it."""
    words = ("C003", "77.00")
    first = company.terminal("fin.zhao", XDG_STATE_HOME=seat())
    first.until("Reload")
    first.send(F10 + "receipt.record" + ENTER)
    first.until("customer code")
    first.send(words[0] + TAB + words[1] + TAB)
    kept(company, first, "receipt.record new", words[1])
    kill(first)
    second = company.terminal("fin.zhao", XDG_STATE_HOME=seat())
    second.until("Reload")
    second.send(F10 + "receipt.record" + ENTER)
    second.until("F7 brings it here")
    second.send(F7)
    second.until(words[1])
    second.send(TAB + TAB + "t" + "SEAT-77" + TAB)
    kept(company, second, "receipt.record new", "SEAT-77")
    second.send(CANCEL)
    second.until("F12 again")
    second.send(CANCEL)
    gone(company, second, "receipt.record new")
    leave(second)


def check_amend_comes_back_at_another_seat(company):
    """A change of an order, half typed at one seat, is sent from another: only what differs."""
    number = two_lines(company, "SEAT-4")
    first = company.terminal("li.na", XDG_STATE_HOME=seat())
    to_amend(company, first, number)
    first.send("Ms Xu" + ENTER + TAB + "40" + DOWN)
    kept(company, first, f"order.amend {number}", '"40"')
    kill(first)
    second = company.terminal("li.na", XDG_STATE_HOME=seat())
    to_amend(company, second, number)
    second.until("typed before")
    second.until("Ms Xu")
    second.pump(0.3)
    second.send(F2)
    second.until("Done.")
    gone(company, second, f"order.amend {number}")
    leave(second)
    if lines_of(company, number) != "PX001 40,PX002 7 2026-12-24":
        raise Failed(lines_of(company, number))
    cancel(company, number)
