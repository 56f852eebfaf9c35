"""An order copied from another one that is approved and on its way."""
import os
import re
import tempfile

from osb_rig import Failed
from run import settle

F2, F4, F6, ENTER = "\x1bOQ", "\x1bOS", "\x1b[17~", "\r"


def approved_order(company):
    """C003's order FX-MODEL, accepted and signed."""
    li, chief, director = (company.rig.session(u) for u in ("li.na", "su.ssgl", "du.dir"))
    order = li.command("order.key", {
        "customer": "C003", "channel": "FAX", "reference": "FX-MODEL", "approver": "mm.he", "verifier": "kam.zhou",
        "approved_at": "2026-01-05T10:00:00+08:00",
        "lines": [{"product": "PX003", "qty": "4", "price": "30.00"}]})["order"]
    chief.command("order.accept", {"order": order["no"], "version": str(order["version"]),
                                   "memo": "m", "csr": "li.na", "scr": "shen.scr",
                                   "bcr": "bai.bcr"})
    version = company.rig.psql(f"select version from orders where no = '{order['no']}'")
    signed = director.command("order.sign", {"order": order["no"], "version": version})
    for session in (li, chief, director):
        session.close()
    if signed.get("outcome") != "DONE":
        raise Failed(f"the model is not signed: {signed}")
    return order["no"]


def check_a_copy_inherits_no_approval(company):
    """A copy of a signed order has its lines and nothing else: no signature, quota, price or verdict."""
    model = approved_order(company)
    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload")
    terminal.send(F6 + "shht" + ENTER + "f" + "COPY-1" + ENTER + ENTER + "." + ENTER + F4)
    terminal.until("Last orders")
    terminal.until(model)
    settle(terminal)
    box = terminal.screen.decode(errors="replace").rsplit("Last orders", 1)[1]
    above = list(dict.fromkeys(re.findall(r"SO\d+", box))).index(model)
    terminal.send("\x1bOB" * above + ENTER)
    terminal.until("prices are today")
    terminal.send(F2 + ENTER)
    terminal.until("Recorded as")
    terminal.send("\x11")
    terminal.wait()
    terminal.close()
    facts = company.rig.psql(
        "select o.state, (select count(*) from signature s where s.order_id = o.id),"
        " o.checked_by is null, o.reserved, coalesce(o.memo, ''),"
        " (select string_agg(p.code || ' ' || l.ordered || ' ' || l.granted || ' ' || l.price, ',')"
        "  from order_line l join product p on p.id = l.product_id where l.order_id = o.id),"
        " (select count(*) from event e where e.order_id = o.id and e.op <> 'order.key')"
        " from orders o where o.reference = 'COPY-1'")
    wanted = "RECEIVED|0|t|0||PX003 4 4 3250|0"
    if facts != wanted:
        raise Failed(f"the copy is {facts}, not {wanted}")
    if company.rig.psql(f"select count(*) from signature s join orders o on o.id = s.order_id"
                        f" where o.no = '{model}' and s.void_at is null") == "0":
        raise Failed("the model lost its signature, or had none: the test shows nothing")
