"""The roads that lead to a race: orders brought to where two people meet over them."""
import datetime

from osb_rig import plan

PEOPLE = {"csr": "li.na", "scr": "shen.scr", "bcr": "bai.bcr"}
MONTH = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).strftime("%Y-%m-01")


def state(answer):
    return answer.get("order", {}).get("state", answer.get("error"))


def key(bout, reference, customer="C001", qty=1, product="P1", **more):
    params = {**plan(reference, customer, qty, product), **more}
    return bout.do("li.na", "order.key", **params)["order"]["no"]


def accept(no):
    """The command that runs all checks, for clash()."""
    return "li.na", "order.accept", {"order": no, "memo": "m", **PEOPLE}


def judged(bout, *order):
    """WAIT_MA: reserved, and waiting for its signature."""
    no = key(bout, *order)
    bout.do("su.ssgl", "order.accept", order=no, memo="m", **PEOPLE)
    return no


def signed(bout, *order):
    """FIN_QUEUE."""
    no = judged(bout, *order)
    bout.do("du.dir", "order.sign", order=no)
    return no


def printed(bout, *order):
    """BILLED, and the paper came out; the note's number."""
    note = bout.do("fin.zhao", "order.print", order=signed(bout, *order), printer="LP1")["note"]
    bout.do("fin.zhao", "print.take", job=note["job"])
    bout.do("fin.zhao", "print.done", job=note["job"])
    return note["no"]


def accepted(bout, *order):
    """A note that storage has taken."""
    note = printed(bout, *order)
    bout.do("li.na", "note.hand-over", note=note)
    bout.do("shen.scr", "note.accept", note=note)
    return note


def billed(bout, *order, invoice=True):
    """A note whose goods have left and are invoiced; all of it is owed."""
    note = accepted(bout, *order)
    bout.do("sto.wu", "note.allocate", note=note, warehouse="W1")
    bout.do("wh.lin", "note.pick", note=note, part="1")
    bout.do("wh.qi", "note.check", note=note, part="1")
    bout.do("sto.wu", "note.issue", note=note, part="1")
    bout.do("shen.scr", "note.consign", note=note, part="1", waybill="WB1", carrier="Rail")
    if invoice:
        bout.do("fin.zhao", "invoice.issue", note=note)
    return note


def cancel(bout, *orders):
    """Takes back what a round did: the held one first, or SYSTEM would let it pass."""
    for no in orders:
        bout.do("li.na", "order.cancel", order=no, reason="end of the round", requester="Mr Xu")


def put_customer(bout, code, account=None, area="A1", manager="um.sun"):
    bout.do("su.ssgl", "customer.put", customer=code, name="Customer " + code, mnemonic=code + "X",
            customer_type="DEALER", customer_state="ACTIVE", market="M1", area=area,
            manager=manager, kam="kam.zhou", term_days="30", station="ST1", ship_to="2 Long Road",
            receiver="Mr Xu", phone="0731-1", contact="Ms Ye", invoice_title="Customer " + code,
            tax_no="TAX" + code, reason="new",
            **({"account": account} if account else {}))
    if account:  # whose limit he shares is for a leader to say
        bout.do("du.dir", "customer.put", customer=code, cash_first=False, reason="for the race")
    else:
        limit(bout, code, "1000000.00")


def limit(bout, account, amount):
    """By one leader, or where he may not alone by all three."""
    answer = bout.do("du.dir", "account.limit", account=account, limit=amount,
                     reason="for the race")
    if answer["outcome"] == "HELD":
        for leader in ("gao.gm", "dan.ddir"):
            bout.do(leader, "limit.sign", account=account)
