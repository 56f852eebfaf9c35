"""Why an order stands where it does and what would be decided, asked from F10; nothing is done by asking."""
from osb_rig import Failed

F2, F3, F6, F10, F11, ENTER = "\x1bOQ", "\x1bOR", "\x1b[17~", "\x1b[21~", "\x1b[23~", "\r"


def held_order(company):
    """An order of C002 at twice his limit, accepted and held; its number."""
    session = company.rig.session("li.na")
    answer = session.command("order.key", {
        "customer": "C002", "channel": "FAX", "reference": "WHY-1", "approver": "mm.he", "verifier": "kam.wang",
        "approved_at": "2026-01-05T10:00:00+08:00",
        "lines": [{"product": "PX005", "qty": "40"}]})
    number = answer["order"]["no"]
    answer = session.command("order.accept", {"order": number, "memo": "m", "csr": "li.na", "scr": "shen.scr",
                                              "bcr": "bai.bcr"})
    session.close()
    if answer.get("outcome") != "HELD":
        raise Failed(f"order.accept: {answer}")
    return number


def check_why_and_what_if(company):
    """F10 tells why an order is held, then beside now, and what a payment would change; F11 where one is typed."""
    number = held_order(company)
    terminal = company.terminal("li.na", rows=40, cols=100)
    terminal.until("Reload")
    terminal.send("/" + number + ENTER)
    terminal.until("Next:")
    terminal.send(F10)
    terminal.until("What can be done here")
    terminal.send("order.explain" + ENTER)
    terminal.until("Why?")
    terminal.until("If its checks ran now:")
    terminal.until("It would wait")
    terminal.send(F3 + F10)
    terminal.until("What can be done here")
    terminal.send("order.whatif" + ENTER)
    terminal.until("credit limit")
    terminal.send("9999999" + F2)
    terminal.until("It would pass")
    terminal.until("Nothing was done")
    terminal.send(F3 + F3)
    terminal.send(F6)
    terminal.until("Submit")
    terminal.send("C002" + ENTER + "f" + ENTER + "WHY-2" + ENTER + ENTER + "." + ENTER + "px005" + ENTER + "40" + ENTER)
    terminal.until("Total")
    terminal.send(F11)
    terminal.until("It would wait")
    terminal.send("\x11")
    terminal.wait()
    terminal.close()
    found = company.rig.psql("select count(*) || ' ' || (select state from orders where no = '" + number + "') from orders"
                             " where reference like 'WHY-%'")
    if found != "1 HOLD_CREDIT":
        raise Failed(f"asking did something: {found}")
