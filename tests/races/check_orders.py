"""Orders that meet: one limit, one quota, one signature."""
from bout import done, prove, refused_by_database
from osb_rig import count, plan

PEOPLE = {"csr": "li.na", "scr": "shen.scr", "bcr": "bai.bcr"}


def key(bout, reference, customer="C001", qty=1, product="P1"):
    answer = bout.do("li.na", "order.key", **plan(reference, customer, qty, product))
    return answer["order"]["no"]


def accept(no):
    return "li.na", "order.accept", {"order": no, "memo": "m", **PEOPLE}


def state(answer):
    return answer.get("order", {}).get("state", answer.get("error"))


def drop(bout, *orders):
    """Takes back what a round did: the held one first, or SYSTEM would let it pass."""
    for no in orders:
        bout.do("li.na", "order.cancel", order=no, reason="end of the round",
               requester="Mr Xu")


def group(bout):
    """C003 shares the account of C001, in whose limit of 100,000 stand 60,000 already."""
    bout.do("su.ssgl", "customer.put", customer="C003", name="Hunan Branch", mnemonic="C003X",
            customer_type="DEALER", customer_state="ACTIVE", market="M1", area="A1",
            manager="um.sun", kam="kam.zhou", term_days="30", station="ST1", ship_to="2 Long Road",
            receiver="Mr Xu", phone="0731-1", contact="Ms Ye", invoice_title="Hunan Branch",
            tax_no="TAXC003", reason="new", account="C001", cash_first=False)
    base = key(bout, "base", qty=6000)
    bout.do("li.na", "order.accept", order=base, memo="m", **PEOPLE)


def credit(bout, n):
    """Two orders over the last 40,000: 30,000 each, or one fen's worth more than 20 % over."""
    group(bout)
    for i in range(n):
        big = i % 2  # 300.10 more: the loser is beyond what a manager may sign
        qty, loser = (3001, "HOLD_CREDIT") if big else (3000, "WAIT_MGR")
        one, other = key(bout, f"{i}-1", qty=qty), key(bout, f"{i}-2", ("C001", "C003")[i // 2 % 2], qty)
        answers = bout.pair(accept(one), accept(other), same_daemon=i // 4 % 2 == 0)
        states = [state(a) for a in answers]
        harm = refused_by_database(answers)
        if not harm and sorted(states) != sorted(["WAIT_MA", loser]):
            harm = f"limit 100000, used 60000, two of {qty * 10}: {states}"
        first = states.index("WAIT_MA") if "WAIT_MA" in states else 0
        yield ("first", "second")[first], harm
        drop(bout, *((other, one) if first == 0 else (one, other)))


def check_credit(rig):
    """of two orders over the last of one limit one passes, also of two customers, also through two daemons"""
    return prove(rig, "credit (V14)", credit, 32, ("first", "second"), ["credit_account"])
