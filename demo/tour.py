#!/usr/bin/env python3
"""A tour of OSB: one order through all 21 steps, and nine that take another road.

    demo/tour.py --socket PATH --token FILE

Each order has a customer and goods of its own, made for this tour, so that it can be taken
again at any time. Every act goes through the daemon as the person who may do it; what is
printed is the road that the daemon stored. An expectation that is not met ends the tour.
"""
import argparse
import sys
import time
from datetime import date, datetime, timedelta, timezone

import company
from link import Office
from people import Order, fen, yuan

STEPS = ("OG OA QC AC CC MA BG SP1 SP2 SP3 SP4 SP5 SP6 SP7 BC1 BC2 BC3 BC4 BC5 BC6 BC7").split()
NAMES = {
    "OG": "the plan is keyed, verified, approved", "OA": "accepted with its memo",
    "QC": "products, amounts, generation", "AC": "quota", "CC": "credit",
    "ST": "special treatment", "MA": "the responsible manager signs", "BG": "delivery note printed",
    "SP1": "storage takes the note", "SP2": "stock allocated", "SP3": "picked and checked",
    "SP4": "goods issued", "SP5": "given to the carrier", "SP6": "reported to the CSR",
    "SP7": "the customer's slip", "BC1": "the receivable arises", "BC2": "invoiced",
    "BC3": "due notice", "BC4": "payment promised", "BC5": "money received",
    "BC6": "allocated, credit free again", "BC7": "closed",
}


class Tour:
    def __init__(self, office):
        self.office, self.mark = office, format(int(time.time()), "x")
        self.steps = self.orders = 0
        policy = office.ask(company.CSR, "policy.show")
        self.today, self.month = policy["today"], policy["today"][:8] + "01"
        self.zone = timezone(timedelta(minutes=int(policy["utc_offset_min"])))

    # --- a customer and his goods ------------------------------------------------------------

    def order(self, letter, area, limit=None, stock=100, quota=None):
        """A customer with a limit in yuan (None: cash before goods) and one product at 100.00."""
        code, product = f"T{self.mark}{letter}", f"G{self.mark}{letter}"
        market, city, _, _, _ = company.AREAS[area]
        put = self.office.do
        put(company.SSGL, "product.put", product=product, name="展台样品 sample", unit="pc",
            tax_bp=1300)
        put(company.DIR, "price.put", product=product, price="100.00", floor="90.00")
        if stock:
            put(company.STO, "stock.receive", product=product, qty=str(stock), reason="tour",
                warehouse=company.WAREHOUSE_OF[market])
        put(company.SSGL, "customer.put", customer=code, name=f"{city}样板店{letter}",
            market=market, area=area, manager=company.um(area), kam=company.kam(area),
            term_days=30, station=company.station(area), ship_to=f"{city}市展览路1号",
            receiver="王经理", customer_state="ACTIVE")
        if limit is not None:
            first = company.leader(market)
            put(first, "account.limit", account=code, limit=yuan(limit * 100),
                reason="for the tour")
            for leader in {company.GM, company.DIR, company.DDIR} - {first}:
                put(leader, "limit.sign", account=code)
        for holder, qty in (quota or {}).items():
            put(company.DDIR, "quota.set", month=self.month, holder="AREA", code=holder,
                product=product, qty=str(qty))
        made = Order(self.office, code, area)
        made.product = product
        return made

    def lines(self, order, qty):
        return [{"product": order.product, "qty": str(qty), "price": "100.00"}]

    def keyed(self, order, qty):
        order.key(self.lines(order, qty), f"FAX-{order.customer}", self.today, stated=yuan(qty * 100_00))
        return order

    def day_before(self, day):
        return (date.fromisoformat(day) - timedelta(days=1)).isoformat()

    def clock(self, instant):
        """A moment in the house's zone."""
        at = datetime.fromisoformat(instant.replace("Z", "+00:00")).astimezone(self.zone)
        return at.strftime("%Y-%m-%d %H:%M:%S")

    # --- what came of it ---------------------------------------------------------------------

    def expect(self, order, *states):
        if order.state not in states:
            raise AssertionError(f"{order.no} is {order.state}, expected {' or '.join(states)}")

    def ship_all(self, order):
        self.expect(order, "FIN_QUEUE")
        order.print()
        order.hand_over()
        part, lacks = order.allocate_stock()
        assert not lacks, f"{order.no}: goods are missing"
        order.ship(part, f"WB{order.no}-{part}")
        order.confirm(part)
        order.look()

    def finish(self, order):
        if order.receivables():
            order.invoice()
        order.collect()
        self.expect(order, "CLOSED")

    def tell(self, title, order, only=None):
        """The order's road: the steps named, or what differs from the plain road."""
        road = order.look()["road"]
        self.orders += 1
        print(f"\n{self.orders}. {title}: {order.no} of {order.customer}, {yuan(order.total)},"
              f" {order.state}")
        named = set()
        for e in road:
            if only and e["step"] not in only:
                continue
            self.steps += 1
            signer = e["by"] + (f" for {e['for']}" if e.get("for") and e["for"] != e["by"] else "")
            outcome = " ".join(x for x in (e["outcome"], e.get("rule")) if x)
            to = f" -> {e['to']}" if e.get("to") and e["to"] != e.get("from") else ""
            what = NAMES.get(e["step"], "") if e["step"] not in named and not only else ""
            named.add(e["step"])
            print(f"   {e['step']:4} {self.clock(e['at'])}  {signer:14} {e['act']:19} "
                  f"{outcome + to:24} {what}".rstrip())
        return road

    # --- the ten ------------------------------------------------------------------------------

    def all_steps(self):
        o = self.order("A", "E2", limit=50_000)
        o.plan(self.lines(o, 20), stated="2000.00")
        o.accept()
        self.expect(o, "WAIT_MA")
        o.sign()
        self.ship_all(o)
        self.finish(o)
        road = self.tell("All 21 steps", o)
        met = {e["step"] for e in road if e["outcome"] == "DONE"}
        missing = [s for s in STEPS if s not in met]
        assert not missing, f"steps that nobody did: {missing}"

    def cut(self):
        o = self.keyed(self.order("B", "S1", limit=50_000, quota={"S1": 12}), 20)
        o.accept()
        self.expect(o, "QUOTA_CHOICE")
        o.cut()
        assert o.total == 12 * 100_00, "12 of 20 are granted"
        o.sign()
        self.ship_all(o)
        self.finish(o)
        self.tell("Cut by quota", o, ("AC", "CC", "MA", "BC7"))

    def transfer(self):
        o = self.keyed(self.order("C", "S2", limit=50_000, quota={"S2": 5, "S1": 40}), 20)
        o.accept()
        self.expect(o, "QUOTA_CHOICE")
        assert o.transfer("S1"), "the area was asked"
        assert o.total == 20 * 100_00, "all of it is granted now"
        o.sign()
        self.ship_all(o)
        self.finish(o)
        self.tell("Quota given by another area", o, ("AC", "CC", "MA", "BC7"))

    def band(self):
        o = self.keyed(self.order("D", "N1", limit=2_000), 24)
        o.accept()
        self.expect(o, "WAIT_MGR")
        o.sign()
        self.ship_all(o)
        self.finish(o)
        self.tell("20 % over the limit, approved by the responsible manager", o,
                  ("CC", "MA", "BC7"))

    def cash(self):
        """Something old is overdue: cash before goods (5-4). Money alone does not release it,
        money that is promised to this order does."""
        o = self.order("E", "C1", limit=50_000)
        batch, yesterday = f"tour-{self.mark}", self.day_before(self.today)
        put = self.office.do
        put(company.FIN_BOOK, "opening.begin", batch=batch, as_of=self.today, rows=1,
            total="300.00")
        put(company.FIN_BOOK, "opening.receivable", batch=batch, customer=o.customer,
            receivable=f"OLD-{o.customer}", amount="300.00", due=yesterday)
        put(company.FIN_BOOK, "opening.close", batch=batch)
        self.keyed(o, 20)
        o.accept()
        self.expect(o, "HOLD_CREDIT")
        receipt = o.receive(2_000_00, f"VOR-{o.no}")
        o.recheck()
        self.expect(o, "HOLD_CREDIT")
        marked = o.earmark(receipt, 2_000_00)
        assert marked["outcome"] == "DONE", "the money is promised to the order"
        o.recheck()
        self.expect(o, "WAIT_MA")
        o.sign()
        self.ship_all(o)
        self.finish(o)
        self.tell("Held for cash before goods, released by an earmarked receipt", o,
                  ("CC", "MA", "BC5", "BC6", "BC7"))

    def tolerance(self):
        o = self.keyed(self.order("F", "SD1", stock=200), 150)
        o.accept()
        o.sign()
        self.expect(o, "WAIT_FUNDS")
        o.earmark(o.receive(5_000_00, f"TEIL-{o.no}"), 5_000_00)
        o.recheck()
        self.expect(o, "WAIT_FUNDS")
        o.sign(tolerance=True)
        self.ship_all(o)
        self.finish(o)
        self.tell("10,000.00 short, the shortfall signed", o, ("CC", "MA", "BC5", "BC7"))

    def special(self):
        o = self.keyed(self.order("G", "E1", limit=1_000), 20)
        o.accept()
        self.expect(o, "HOLD_CREDIT")
        o.apply_st()
        o.grant_st(delegated=True)
        self.ship_all(o)
        self.finish(o)
        road = self.tell("Special treatment, one signature by a secretary", o,
                         ("CC", "ST", "MA", "BC7"))
        assert any(e["step"] == "ST" and e["by"] == company.SSGL and e["for"] == company.DDIR
                   for e in road), "li.na signed for wu"

    def refused(self):
        o = self.keyed(self.order("H", "NE1", limit=50_000), 20)
        o.accept()
        o.refuse("fifteen are enough for the season")
        self.expect(o, "RETURNED")
        o.amend(lambda line: {"qty": "15"})
        self.expect(o, "WAIT_MA")
        o.sign()
        self.ship_all(o)
        self.finish(o)
        self.tell("Refused by the manager, amended and passed", o, ("MA", "QC", "AC", "CC", "BC7"))

    def partial(self):
        o = self.keyed(self.order("I", "SW1", limit=50_000, stock=12), 20)
        o.accept()
        o.sign()
        o.print()
        o.hand_over()
        part, lacks = o.allocate_stock()
        assert lacks and part == 1, "12 go, 8 wait"
        o.ship(part, f"WB{o.no}-1")
        o.confirm(part)
        short = o.missing()
        assert sum(int(r["backorder"]) for r in short) == 8, "8 are on back order"
        self.office.do(company.STO, "stock.receive", product=o.product, warehouse=o.house,
                       qty="8", reason=f"for {o.no}")
        part, lacks = o.allocate_stock()
        assert part == 2 and not lacks, "the rest goes"
        o.ship(part, f"WB{o.no}-2")
        o.confirm(part)
        o.look()
        self.finish(o)
        self.tell("Shipped in two parts, eight on back order between", o,
                  ("SP2", "SP5", "SP7", "BC1", "BC7"))

    def cancelled(self):
        o = self.keyed(self.order("J", "NW1", limit=50_000), 20)
        o.accept()
        o.sign()
        self.expect(o, "FIN_QUEUE")
        o.cancel()
        self.expect(o, "CANCELLED")
        seen = self.office.ask(company.CSR, "customer.show", customer=o.customer)
        assert fen(seen["account"]["reserved"]) == 0, "nothing of the limit is held any more"
        self.tell("Cancelled before printing", o, ("MA", "BG", "OA", ""))

    def go(self):
        for road in (self.all_steps, self.cut, self.transfer, self.band, self.cash,
                     self.tolerance, self.special, self.refused, self.partial, self.cancelled):
            road()


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("--socket", required=True)
    args.add_argument("--token", required=True)
    args = args.parse_args()
    office = Office(args.socket, args.token)
    tour = Tour(office)
    try:
        tour.go()
    except AssertionError as unmet:
        print(f"tour: not as it should be: {unmet}", file=sys.stderr)
        return 1
    broken = [f for f in office.rows(company.FIN_BOOK, "audit.verify") if f["broken"]]
    office.close()
    for fault in broken:
        print("INVARIANT BROKEN:", fault, file=sys.stderr)
    print(f"\ntour: {tour.steps} steps, {tour.orders} orders, "
          f"{'invariants hold' if not broken else str(len(broken)) + ' invariants broken'}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
