"""Two people at money that nobody has claimed yet: it comes to one customer, once, or to none."""
from bout import database_refused, done, prove
from company import billed

LOOSE = ["credit_account", "receipt"]
# behind the locks, against what two may write over each other
WITHOUT = ["alter table receipt disable trigger all", "drop index event_once"]


def pooled(bout, i):
    return {"receipt": bout.do("fin.zhao", "receipt.record", payer="Somebody", amount="100.00",
                               pay_method="TRANSFER", bank_ref=f"P{i}")["made"]["receipt"]}


def deposits(bout):
    """What the accounts hold, and what of the receipts that have a customer is free."""
    return bout.rig.psql("set search_path = osb; select coalesce(-sum(deposit), 0) || ' ' || (select"
                         " coalesce(sum(free), 0) from receipt where account_id is not null)"
                         " from credit_account").split()


def claim_twice(bout, most):
    for i in range(most):
        paper = pooled(bout, i)
        answers = bout.pair(("bai.bcr", "receipt.claim", {"customer": "C001", **paper}),
                            ("su.ssgl", "receipt.claim", {"customer": "C002", **paper}))
        harm, got, held = database_refused(answers), [done(a) for a in answers], deposits(bout)
        if not harm and (sorted(got) != [False, True] or held != [f"{10000 * (i + 1)}"] * 2):
            harm = f"claimed {got}; held and free {held} of {i + 1} times 10000"
        yield ("first", "second")[got.index(True) if any(got) else 0], harm


def check_claim_twice(rig):
    """money that two claim at once comes to one customer"""
    prove(rig, "one receipt claimed by two", claim_twice, 12, ("first", "second"), LOOSE, WITHOUT)


def claim_reverse(bout, most):
    """Reversed at the end, whoever came first, and in nobody's account."""
    for i in range(most):
        paper = pooled(bout, i)
        claim, back = bout.pair(("bai.bcr", "receipt.claim", {"customer": "C001", **paper}),
                                ("fin.zhao", "receipt.reverse", {"reason": "r", **paper}))
        harm, held = database_refused((claim, back)), deposits(bout)
        if not harm and (not done(back) or held != ["0", "0"]):
            harm = f"claimed {claim.get('outcome')}, reversed {back.get('outcome')}: {held}"
        yield "claimed first" if done(claim) else "reversed first", harm


def check_claim_reverse(rig):
    """money that is reversed while it is claimed is nobody's"""
    prove(rig, "claim against reversal", claim_reverse, 12, ("claimed first", "reversed first"),
          LOOSE, WITHOUT)


def unclaim_allocate(bout, most):
    billed(bout, "owed", "C001", 9000)
    for i in range(most):
        paper = pooled(bout, i)
        bout.do("bai.bcr", "receipt.claim", customer="C001", **paper)
        use, back = bout.pair(("fin.qian", "receipt.allocate", paper),
                              ("bai.bcr", "receipt.unclaim", {"reason": "r", **paper}))
        harm = database_refused((use, back))
        if not harm and done(use) == done(back):
            harm = f"allocated {use.get('outcome')}, unclaimed {back.get('outcome')}"
        yield "allocated" if done(use) else "unclaimed", harm


def check_unclaim_allocate(rig):
    """money goes back into the pool or pays, never both"""
    prove(rig, "allocation against a claim taken back", unclaim_allocate, 12,
          ("allocated", "unclaimed"), LOOSE, WITHOUT)
