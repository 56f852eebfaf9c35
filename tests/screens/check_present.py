"""What is known already stands in the form: the record that is changed, the kind of a day, the size of a pack."""
from check_money import do
from check_rows import leave, sit
from osb_rig import Failed

F2, F6, ENTER, TAB = "\x1bOQ", "\x1b[17~", "\r", "\t"


def check_record_loads(company):
    """A customer's record comes into the form that changes it; only what is changed is sent, and what is cleared is emptied."""
    before = company.rig.psql("select version || ' ' || name || ' ' || tax_no from customer where code = 'C002'")
    terminal = sit(company, "su.ssgl", "customer.put")
    terminal.until("customer code")
    terminal.send("C002" + ENTER)
    terminal.until("only what you change is sent")
    terminal.until(before.split(" ")[1])
    terminal.until("more")
    terminal.send(TAB + "C2NEW" + TAB * 15 + "\x15")  # the receiver is cleared
    terminal.until("it will be empty")
    terminal.send(F2)
    leave(terminal)
    receiver = company.rig.psql("select receiver from customer where code = 'C001'")
    version, rest = before.split(" ", 1)
    after = company.rig.psql("select version || ' ' || name || ' ' || tax_no || ' ' || mnemonic || ' [' || receiver || ']'"
                             " from customer where code = 'C002'")
    if after != f"{int(version) + 1} {rest} C2NEW []":
        raise Failed(f"{before} became {after}")
    do(company, "su.ssgl", "customer.put", customer="C002", receiver=receiver)


def check_days_and_packs(company):
    """Three packs are as many units, in an order and in any form; another unit is a fault; a Sunday is said to be closed."""
    do(company, "su.ssgl", "product.put", product="PK40", name="Packed", spec="std", unit="pc", pack="40",
       tax_bp="1300", product_state="SELLABLE")
    do(company, "du.dir", "price.put", product="PK40", price="1.00", floor="0.50")
    terminal = company.terminal("kam.zhou")
    terminal.until("Reload")
    terminal.send(F6)
    terminal.until("Orders > Plan")
    terminal.send("C003" + TAB * 4)
    terminal.until("浦東倉")  # what was asked when the form opened is here, too
    terminal.send("2030-06-02" + TAB)
    terminal.until("Sun 2030-06-02, closed")
    terminal.send("\x1bOA" + "2030-06-05")
    terminal.until("Wed 2030-06-05 ")
    terminal.send(TAB * 5 + "PK40" + ENTER + "3cs" + ENTER)
    terminal.until("120.00")
    terminal.send("PK40" + ENTER + "3dz" + ENTER)
    terminal.until("units: pc")
    terminal.send("\x1bOA")
    terminal.until("units: pc, or cs of 40")
    terminal.send("\x0b" + F2)
    terminal.until("Send the order?")
    terminal.send(ENTER)
    leave(terminal, "Recorded as")
    planned = company.rig.psql("select l.ordered from order_line l join product p on p.id = l.product_id where p.code = 'PK40'")
    if planned != "120":
        raise Failed(f"planned {planned}")
    terminal = sit(company, "sto.wu", "stock.receive")
    terminal.until("product code")
    terminal.send("PK40" + ENTER + "W1" + ENTER + "3dz" + ENTER + "\x1bOA")
    terminal.until("units: pc, or cs of 40")
    terminal.send("\x15" + "3cs" + ENTER + "new" + F2)
    leave(terminal)
    stock = company.rig.psql("select s.on_hand from stock s join product p on p.id = s.product_id where p.code = 'PK40'")
    if stock != "120":
        raise Failed(f"received {stock}")
