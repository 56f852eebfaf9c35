"""The money's and the warehouse's daily work, key by key against the budgets of SCREENS.md 13. The first
key that counts is the first one behind the log-in, where the role's own list has opened."""
import tempfile

from osb_rig import Failed

F2, F6, ENTER, TAB, PALETTE = "\x1bOQ", "\x1b[17~", "\r", "\t", "\x10"


def count(name, keys, budget):
    print(f"figure: {name}: {len(keys)} keys, budget {budget}")
    if len(keys) > budget:
        raise Failed(f"{name}: {len(keys)} keys, budget {budget}")


def do(company, user, method, **values):
    session = company.rig.session(user)
    answer = session.command(method, values)
    session.close()
    if answer.get("outcome") != "DONE":
        raise Failed(f"{user} {method} {values}: {answer}")
    return answer


def checked_note(company, reference):
    """A note of C003 whose goods are picked and checked: to be issued."""
    order = do(company, "li.na", "order.key", customer="C003", channel="FAX", reference=reference,
               approver="mm.he", verifier="kam.zhou", approved_at="2026-01-05T10:00:00+08:00",
               lines=[{"product": "PX001", "qty": "40"}])["order"]["no"]
    do(company, "su.ssgl", "order.accept", order=order, memo="m", csr="li.na", scr="shen.scr",
       bcr="bai.bcr")
    do(company, "du.dir", "order.sign", order=order)
    note = do(company, "fin.zhao", "order.print", order=order, printer="LP1")["note"]["no"]
    company.rig.paper_comes_out()
    do(company, "li.na", "note.hand-over", note=note)
    do(company, "shen.scr", "note.accept", note=note)
    do(company, "sto.wu", "note.allocate", note=note, warehouse="W1")
    do(company, "wh.lin", "note.pick", note=note, part="1")
    do(company, "wh.qi", "note.check", note=note, part="1")
    return note


def press(terminal, keys):
    for key in keys:
        terminal.send(key)
        terminal.pump(0.01)


def at_work(company, user):
    terminal = company.terminal(user, XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload")
    return terminal


def to_list(terminal, title):
    """The keys that lead there, pressed."""
    keys = [PALETTE, *title, ENTER]
    press(terminal, keys[:-1])
    terminal.pump(0.3)
    press(terminal, keys[-1:])
    return keys


def done(terminal):
    terminal.until("Done.")
    terminal.send("\x11")
    terminal.wait()
    terminal.close()


def check_issue_from_its_list(company):
    """Without a scanner: behind the list of checked notes, one is issued in full with two keys."""
    note = checked_note(company, "ISSUE-1")
    terminal = at_work(company, "sto.wu")
    to_list(terminal, "to issue")
    terminal.until(note)
    keys = [F2, F2]
    press(terminal, keys)
    done(terminal)
    count("issue a note, its list being open", keys, 2)


def owed(company, reference):
    """A receivable of C003 for such a note."""
    note = checked_note(company, reference)
    do(company, "sto.wu", "note.issue", note=note, part="1")
    do(company, "shen.scr", "note.consign", note=note, part="1", waybill="WB1", carrier="Rail")
    do(company, "fin.zhao", "invoice.issue", note=note)


def days_later(company, reference, days):
    """That order's debt, as if it had been made so many days later."""
    company.rig.psql(f"update receivable r set basis_day = basis_day + {days}, due = due + {days} from orders o"
                     f" where o.id = r.order_id and o.reference = '{reference}'")


def check_call_with_promise(company):
    """A call with a promise is logged with twenty keys."""
    owed(company, "CALL-1")
    days_later(company, "CALL-1", -60)
    terminal = at_work(company, "bai.bcr")
    terminal.until("500.00")
    keys = [F2, *"Ms Ye", ENTER, "p", TAB, *"500", TAB, *"+5", F2]
    press(terminal, keys)
    done(terminal)
    days_later(company, "CALL-1", 60)
    count("call with promise", keys, 20)
    promise = company.rig.psql("select amount || ' ' || (day - business_today()) from"
                               " (select promised amount, promised_on as day from call_log"
                               " order by id desc limit 1) x")
    if not promise.endswith(" 5") or not promise.startswith("50000"):
        raise Failed(f"the promise is {promise}")


def check_receipt_and_its_allocation(company):
    """Money is recorded with twenty keys, customer by mnemonic; so a colleague allocates it, oldest first."""
    terminal = at_work(company, "fin.zhao")
    keys = [F6, *"shht", ENTER, *"300", ENTER, "t", *"B7788", F2]
    press(terminal, keys)
    done(terminal)
    count("receipt", keys, 20)
    free = company.rig.psql("select c.code || ' ' || r.amount from receipt r join customer c on"
                            " c.id = r.customer_id where r.bank_ref = 'B7788'")
    if free != "C003 30000":
        raise Failed(f"the receipt is {free}")
    terminal = at_work(company, "fin.qian")
    keys = to_list(terminal, "to allocate")
    terminal.until("300.00")
    keys += [F2, F2]
    press(terminal, keys[-2:])
    done(terminal)
    count("allocation, oldest first", keys, 20)
    allocated = company.rig.psql("select coalesce(sum(a.amount), 0) from allocation a join receipt r"
                                 " on r.id = a.receipt_id where r.bank_ref = 'B7788'")
    if allocated != "30000":
        raise Failed(f"allocated {allocated}")
