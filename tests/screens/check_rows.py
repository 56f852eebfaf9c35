"""Rows of an act are typed beside what they are about: what is open, shipped or in force."""
import tempfile

from check_money import checked_note, do
from osb_rig import Failed

F2, F4, ENTER, DOWN, TAB = "\x1bOQ", "\x1bOS", "\r", "\x1bOB", "\t"


def sit(company, user, act, document=None):
    """A terminal with the form of that act open, on a document or on nothing."""
    terminal = company.terminal(user, XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload")
    if document:
        terminal.send("/" + document + ENTER)
        terminal.until("Road" if document.startswith("SO") else document)
        terminal.pump(0.5)
    terminal.send("\x10" + act)
    terminal.pump(0.5)
    terminal.send(ENTER)
    return terminal


def leave(terminal, text="Done."):
    terminal.until(text)
    terminal.send("\x11")
    terminal.wait()
    terminal.close()


def shipped(company, reference):
    """A note of C003 whose goods are on their way: 40 of PX001, 500.00."""
    note = checked_note(company, reference)
    do(company, "sto.wu", "note.issue", note=note, part="1")
    do(company, "shen.scr", "note.consign", note=note, part="1", waybill="WB" + reference, carrier="Rail")
    return note


def open_items(company):
    return company.rig.psql("select string_agg(r.no || '=' || (r.open_s + r.open_i), ' ' order by r.due nulls last, r.id)"
                            " from receivable r join customer c on c.id = r.customer_id"
                            " where c.code = 'C003' and r.open_s + r.open_i > 0").split()


def check_allocation_by_rows(company):
    """A receipt's rows show what is open and what the oldest first would take; a stated amount goes where it is typed."""
    for reference in ("ROWS-1", "ROWS-2"):
        note = shipped(company, reference)
        do(company, "li.na", "note.confirm", note=note, part="1", signer="Mr Xu")
    before = open_items(company)
    if len(before) < 2:
        raise Failed(f"two receivables should be open: {before}")
    do(company, "fin.zhao", "receipt.record", customer="C003", amount="600.00", pay_method="TRANSFER",
       bank_ref="BANK-ROWS")
    number = company.rig.psql("select no from receipt where bank_ref = 'BANK-ROWS'")
    terminal = company.terminal("fin.qian", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload")
    terminal.send("\x10" + "to allocate")
    terminal.pump(0.5)
    terminal.send(ENTER)
    terminal.until(number)
    terminal.send(F2)
    terminal.until("the oldest first")
    terminal.send(F4)
    terminal.until("as shown")
    terminal.until("600.00")
    terminal.send(DOWN * (len(before) - 1) + "123.4" + ENTER)
    terminal.until("stated 123.40, left 476.60")
    terminal.send(F2)
    terminal.until("123.40")
    terminal.send(F2)
    leave(terminal)
    after = open_items(company)
    last, was = before[-1].split("=")
    if after[:-1] != before[:-1] or after[-1] != f"{last}={int(was) - 12340}":
        raise Failed(f"{before} became {after}")


def check_differences_by_rows(company):
    """What differs on a slip is typed beside the shipped lines, the way as a word."""
    note = shipped(company, "ROWS-3")
    terminal = sit(company, "li.na", "note.confirm", note)
    terminal.until("signer")
    terminal.send("Mr Xu" + ENTER + TAB)
    terminal.until("F4 shows the rows")
    terminal.send(F4)
    terminal.until("PX001")
    terminal.send("3" + ENTER + "short" + F2)
    terminal.until("SHORT")
    terminal.send(TAB + "replace" + F2)
    leave(terminal, "FIRMED_DIFF")  # drawn over CONSIGNED, where a message takes the line
    facts = company.rig.psql("select y.qty || ' ' || y.kind || ' ' || k.remedy from claim_line y join claim k on k.id = y.claim_id"
                             " join note n on n.id = k.note_id where n.no = '" + note + "'")
    if facts != "3 SHORT REPLACE":
        raise Failed(f"the claim is {facts}")


def check_parameters_by_rows(company):
    """A parameter is changed beside the value in force."""
    terminal = sit(company, "root.adm", "policy.set")
    terminal.until("parameters")
    terminal.send(ENTER)
    terminal.until("slip_days")
    rows = [name for name in company.rig.psql(  # as the daemon's answer has them
        "select string_agg(k, ' ' order by length(k), k) from (select jsonb_object_keys(to_jsonb(p)) k"
        " from (select * from policy limit 1) p) x").split()
        if name not in ("id", "reason", "made_by", "made_at", "valid_from", "at")]
    terminal.send(DOWN * rows.index("slip_days") + "4" + F2)
    terminal.until("slip_days 4")
    terminal.send(ENTER + "slips come late" + F2)
    terminal.until("reason: slips come late")
    terminal.send(ENTER)
    leave(terminal)
    if company.rig.psql("select slip_days from policy order by valid_from desc, id desc limit 1") != "4":
        raise Failed("slip_days was not changed")
