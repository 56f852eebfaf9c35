"""An order that two people change at once."""
import os
import signal
import tempfile

from check_money import do
from emulator import Tmux
from osb_rig import Failed

F2, F10, ENTER, TAB, DOWN, UP = "\x1bOQ", "\x1b[21~", "\r", "\t", "\x1bOB", "\x1bOA"


def two_lines(company, reference):
    session = company.rig.session("li.na")
    answer = session.command("order.key", {
        "customer": "C003", "channel": "FAX", "reference": reference, "approver": "mm.he", "verifier": "kam.zhou",
        "approved_at": "2026-01-05T10:00:00+08:00", "wanted": "2026-12-24",
        "lines": [{"product": "PX001", "qty": "100"}, {"product": "PX002", "qty": "7"}]})
    session.close()
    return answer["order"]["no"]


def lines_of(company, number):
    return company.rig.psql(
        "select string_agg(p.code || ' ' || l.ordered, ',' order by l.line_no) || ' ' ||"
        " coalesce(max(o.wanted)::text, '') from order_line l join orders o on o.id = l.order_id"
        f" join product p on p.id = l.product_id where o.no = '{number}' and not l.removed")


def to_form(company, terminal, number):
    terminal.until("Reload")
    terminal.send("/" + number + ENTER)
    terminal.until("(F2)")
    terminal.send(F10 + "order.amend" + ENTER)
    terminal.until("Change of " + number)
    terminal.until("PX002")


def check_amend_sends_only_what_differs(company):
    """A line changed, one deleted, one added: the order has exactly that."""
    number = two_lines(company, "AMEND-1")
    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    to_form(company, terminal, number)
    terminal.send("Ms Xu" + ENTER + TAB + "40" + DOWN)      # quantity of line 1
    terminal.send("\x0b\x14" + "px003" + ENTER + "5" + ENTER + F2)  # line 2 deleted, a new one
    terminal.until("Done.")
    terminal.send("\x11")
    terminal.wait()
    terminal.close()
    if lines_of(company, number) != "PX001 40,PX003 5 2026-12-24":
        raise Failed(lines_of(company, number))


def change_meanwhile(company, number, **values):
    session = company.rig.session("su.ssgl")
    version = company.rig.psql(f"select version from orders where no = '{number}'")
    answer = session.command("order.amend", {"order": number, "version": version,
                                             "requester": "Mr Xu", **values})
    session.close()
    if answer.get("outcome") != "DONE":
        raise Failed(f"order.amend: {answer}")


def check_conflict_shows_both_and_saves_the_result(company):
    """Both changed a quantity, they another one and the day: side by side; mine or theirs; F2 saves."""
    for choice, wanted in (("m", "PX001 120,PX002 9 2026-12-30"),
                           ("t", "PX001 90,PX002 9 2026-12-30")):
        number = two_lines(company, "AMEND-2" + choice)
        seen = Tmux(company, "li.na")
        try:
            seen.until("Reload")
            seen.send("/")
            seen.send("-l", number)
            seen.send("Enter")
            seen.until("(F2)")
            seen.send("F10")
            seen.send("-l", "order.amend")
            seen.send("Enter")
            seen.until("PX002")
            change_meanwhile(company, number, wanted="2026-12-30",
                             lines=[{"line": 1, "qty": "90"}, {"line": 2, "qty": "9"}])
            seen.send("-l", "Ms Xu")
            seen.send("Enter", "Tab")
            seen.send("-l", "120")
            seen.send("F2")
            seen.until("while you were typing")
            text = "\n".join(seen.lines())
            for part in ("Line 1 qty", "100", "120", "90", "(taken)", "Su Ssgl"):
                if part not in text:
                    raise Failed(f"{part} is not to be seen:\n{text}")
            seen.send("-l", choice)
            seen.send("F2")
            seen.until("Done." if choice == "m" else "Nothing is changed")
        finally:
            seen.close()
        if lines_of(company, number) != wanted:
            raise Failed(f"{choice}: {lines_of(company, number)}, not {wanted}")


def check_newer_version_without_conflict_is_merged(company):
    """They changed what I did not: my change is saved over it without a question."""
    number = two_lines(company, "AMEND-3")
    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    to_form(company, terminal, number)
    change_meanwhile(company, number, lines=[{"line": 2, "qty": "0"},
                                             {"product": "PX005", "qty": "2"}])
    terminal.send("Ms Xu" + ENTER + TAB + "55" + F2)
    terminal.until("Done.")
    terminal.send("\x11")
    terminal.wait()
    terminal.close()
    if lines_of(company, number) != "PX001 55,PX005 2 2026-12-24":
        raise Failed(lines_of(company, number))


def check_amend_killed_and_opened_again(company):
    """A client killed under the change of an order: the change is there, for the version it began with."""
    number, state = two_lines(company, "AMEND-4"), tempfile.mkdtemp(prefix="osbstate.")
    first = company.terminal("li.na", XDG_STATE_HOME=state)
    to_form(company, first, number)
    first.send("Ms Xu" + ENTER + TAB + "4321")
    first.until("4321")
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    first.close()
    second = company.terminal("li.na", XDG_STATE_HOME=state)
    to_form(company, second, number)
    second.until("4321")
    second.send(F2)
    second.until("Done.")
    second.send("\x11")
    second.wait()
    second.close()
    if lines_of(company, number) != "PX001 4321,PX002 7 2026-12-24":
        raise Failed(lines_of(company, number))


def check_amend_rest_in_the_lines_of_the_order(company):
    """Of a note the rest alone stands in the lines: a quantity is changed and a product added; what is picked stays."""
    order = two_lines(company, "REST-1")
    do(company, "su.ssgl", "order.accept", order=order, memo="m", csr="li.na", scr="shen.scr", bcr="bai.bcr")
    do(company, "du.dir", "order.sign", order=order)
    note = do(company, "fin.zhao", "order.print", order=order, printer="LP1")["note"]["no"]
    company.rig.paper_comes_out()
    do(company, "li.na", "note.hand-over", note=note)
    do(company, "shen.scr", "note.accept", note=note)
    do(company, "sto.wu", "note.allocate", note=note, warehouse="W1", lines=[{"line": 1, "qty": "100"}])
    do(company, "wh.lin", "note.pick", note=note, part="1")
    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload")
    terminal.send("/" + order + ENTER)
    terminal.until("Road")
    terminal.send(F10 + "order.amend-rest" + ENTER)
    terminal.until("Change of the rest of " + order)
    terminal.until("PX002")
    terminal.send("Ms Xu" + ENTER + TAB + "9" + ENTER + "px003" + ENTER + "5" + ENTER + F2)
    terminal.until("Done.")
    terminal.send("\x11")
    terminal.wait()
    terminal.close()
    rest = company.rig.psql(f"select no from orders where follows_id = (select id from orders where no = '{order}')")
    if lines_of(company, rest) != "PX002 9,PX003 5 2026-12-24":
        raise Failed(lines_of(company, rest))
