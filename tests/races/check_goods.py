"""Goods, papers and money that two people reach for at once."""
from bout import EVENT_ONCE, database_refused, done, prove
from company import accepted, billed, limit, put_customer, signed


def stock(bout, most):
    """Ten pieces in the store, and two accepted notes of ten."""
    limit(bout, "C002", "100000.00")
    bout.do("root.adm", "warehouse.put", warehouse="W2", name="Small store", scr="shen.scr")
    bout.do("sto.wu", "stock.receive", product="P1", warehouse="W2", qty="10", reason="start")
    notes = [accepted(bout, c, c, 10) for c in ("C001", "C002")]
    part = [0, 0]
    for _ in range(most):
        answers = bout.pair(*((user, "note.allocate", {"note": note, "warehouse": "W2"})
                              for user, note in zip(("sto.wu", "wh.lin"), notes)))
        got = [done(a) for a in answers]
        harm = database_refused(answers)
        if not harm and sorted(got) != [False, True]:
            harm = f"10 left, two notes of 10: {[a.get('outcome') for a in answers]}"
        first = got.index(True) if any(got) else 0
        yield ("first", "second")[first], harm
        part[first] += 1
        bout.do("sto.wu", "note.drop", note=notes[first], part=str(part[first]), reason="again")


def check_stock(rig):
    """of two notes over the last goods in the store one gets them"""
    prove(rig, "last of the stock", stock, 16, ("first", "second"), ["stock"])


def first_goods(bout, most):
    """A product that no store ever had arrives by four doors at once."""
    for i in range(most):
        bout.do("su.ssgl", "product.put", product=f"N{i}", name=f"New {i}", spec="std", unit="pc",
                pack="1", tax_bp="1300", product_state="SELLABLE")
        answers = bout.clash(*((bout.at(k % 2, user, k), "stock.receive",
                                {"product": f"N{i}", "warehouse": "W1", "qty": str(10 ** k),
                                 "reason": "arrived"})
                               for k, user in enumerate(("sto.wu", "wh.lin", "wh.qi", "sto.wu"))))
        harm = database_refused(answers)
        there = bout.rig.psql("set search_path = osb; select count(*) || ' ' || sum(on_hand) from"
                              f" stock s join product p on p.id = product_id where code = 'N{i}'")
        if not harm and (not all(map(done, answers)) or there != "1 1111"):
            harm = f"rows and pieces of N{i}: {there}, {[a.get('outcome') for a in answers]}"
        newest = [a.get("event", 0) for a in answers]
        yield f"daemon {newest.index(min(newest)) % 2 + 1}", harm


def check_first_goods(rig):
    """goods of a product that a store never had, booked by four at once, are all there"""
    prove(rig, "first goods of a product", first_goods, 12, ("daemon 1", "daemon 2"),
          without=["alter table stock drop constraint stock_once"])


NUMBERED = """set search_path = osb; select string_agg(number, ' ' order by period, no) from
    document where series = '{}' and number > '{}'"""


def numbers(bout, most):
    """Eight accounts, eight sessions: a note and a receipt each, a new month in the middle."""
    accounts = [f"C1{k}" for k in range(8)]
    for account in accounts:
        put_customer(bout, account)
    for i in range(most):
        if i == 3:
            bout.rig.psql("update osb.company set business_clock_offset_us = 31 * 86400000000")
        orders = [signed(bout, f"{i}", account) for account in accounts]
        for series, works in (("DN", [("fin.zhao", "order.print", {"order": o, "printer": "LP1"})
                                      for o in orders]),
                              ("RC", [("fin.zhao", "receipt.record",
                                       {"customer": a, "amount": "1.00", "pay_method": "TRANSFER",
                                        "bank_ref": f"B{a}-{i}"}) for a in accounts])):
            answers = bout.clash(*((bout.at(k % 2, w[0], k), *w[1:]) for k, w in enumerate(works)))
            got = [(a.get("made") or {}).get("documents", ["none"])[0] for a in answers]
            harm = database_refused(answers)
            month, place = got[0].split("-")[0], (i if i < 3 else i - 3) * 8
            if not harm and sorted(got) != [f"{month}-{place + k + 1:06}" for k in range(8)]:
                harm = f"eight numbers behind {place}: {sorted(got)}"
            yield f"daemon {got.index(min(got)) % 2 + 1}", harm


def check_numbers(rig):
    """eight sessions number their papers without gap or double, also where a month begins"""
    prove(rig, "document numbers", numbers, 10, ("daemon 1", "daemon 2"), ["counter"],
          ["alter table document drop constraint document_once,"
           " drop constraint document_number_once",
           "alter table note drop constraint note_no_once",
           "alter table receipt drop constraint receipt_no_once"])


def money(bout, i):
    return bout.do("fin.zhao", "receipt.record", customer="C001", amount="100.00",
                   pay_method="TRANSFER", bank_ref=f"B{i}")["made"]["receipt"]


def paid(bout):
    """Sum over receivables, and over the allocations that stand."""
    return bout.rig.psql("set search_path = osb; select coalesce(sum(paid), 0) || ' ' || (select"
                         " coalesce(sum(amount), 0) from allocation) from receivable")


def allocate_twice(bout, most):
    billed(bout, "owed", "C001", 9000)
    for i in range(most):
        receipt = money(bout, i)
        answers = bout.pair(*((user, "receipt.allocate", {"receipt": receipt})
                              for user in ("fin.qian", "su.ssgl")))
        harm, got = database_refused(answers), [done(a) for a in answers]
        if not harm and (sorted(got) != [False, True] or paid(bout) != f"{10000 * (i + 1)} {10000 * (i + 1)}"):
            harm = f"allocated {got}, paid and allocated {paid(bout)} of {i + 1} times 10000"
        yield ("first", "second")[got.index(True) if any(got) else 0], harm


def check_allocate_twice(rig):
    """money that two people allocate at once pays once"""
    prove(rig, "one receipt allocated by two", allocate_twice, 16, ("first", "second"),
          ["credit_account"], [EVENT_ONCE])


def allocate_reverse(bout, most):
    """Reversed at the end, whoever came first, and nothing stays paid by it."""
    billed(bout, "owed", "C001", 9000)
    for i in range(most):
        receipt = money(bout, i)
        use, back = bout.pair(("fin.qian", "receipt.allocate", {"receipt": receipt}),
                              ("fin.zhao", "receipt.reverse", {"receipt": receipt, "reason": "r"}))
        harm = database_refused((use, back))
        if not harm and (not done(back) or paid(bout) != "0 0"):
            harm = f"allocated {use.get('outcome')}, reversed {back.get('outcome')}: {paid(bout)}"
        yield "allocated first" if done(use) else "reversed first", harm


def check_allocate_reverse(rig):
    """a receipt that is reversed while it is allocated pays nothing"""
    prove(rig, "allocation against reversal", allocate_reverse, 16,
          ("allocated first", "reversed first"), ["credit_account"])


def allocate_refund(bout, most):
    """Either a debt is paid by it or the customer has it back, never both."""
    billed(bout, "owed", "C001", 9000)
    for i in range(most):
        receipt = money(bout, i)
        bout.do("fin.zhao", "refund.ask", receipt=receipt, amount="100.00", reason="r")
        use, back = bout.pair(("su.ssgl", "receipt.allocate", {"receipt": receipt}),
                              ("fin.qian", "refund.pay", {"receipt": receipt, "bank_ref": f"O{i}"}))
        harm = database_refused((use, back))
        if not harm and done(use) == done(back):
            harm = f"allocated {use.get('outcome')}, paid back {back.get('outcome')}"
        yield "allocated" if done(use) else "paid back", harm


def check_allocate_refund(rig):
    """money that is paid back while it is allocated does one of the two"""
    prove(rig, "allocation against refund", allocate_refund, 8, ("allocated", "paid back"),
          ["credit_account"])
