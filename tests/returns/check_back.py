"""Cancellations of the retail data set, and returns made at random, to their last effects (R-177
to R-183).

A part of the data set lies here; OSB_RETAIL names the whole file, OSB_RETURNS how many returns
are made (cmake --build BUILD --target returns_all).
"""
import csv
import os
import random

from book import Book, Return
from house import House, refused_for, yuan
from osb_rig import Failed, expect, sound

HERE = os.path.dirname(os.path.abspath(__file__))


def month(rig):
    """Which began: quota is of a month, and a night may fall into the run."""
    return rig.psql("select date_trunc('month', business_today())::date").strip()


def figures(house):
    """The daemon's are the book's: accounts, stock, quota, returns under way."""
    book = house.book
    for code, sums in book.accounts().items():
        said = house.look("fin.zhao", "customer.show", customer=code)["account"]
        names = ("reserved", "shipped", "invoiced", "deposit")
        want = [yuan(f) for f in (*sums[:3], -sums[3])]
        expect([said[n] for n in names] == want, f"{code}: {said}, and the book says {want}")
    for product, (good, kept) in book.stock().items():
        row = house.look("sto.wu", "stock.list", product=product)["rows"][0]
        expect((row["on_hand"], row["reserved"], row["quarantine"]) == (str(good), "0", str(kept)),
               f"{product}: {row}, and the book says {good} and {kept}")
    cells = {row["product"]: row["used"] for row in
             house.look("dan.ddir", "quota.list")["rows"]}
    for product, used in book.quota().items() if house.month == month(house.rig) else ():
        expect(cells.get(product, str(used)) == str(used),
               f"quota of {product}: {cells.get(product)}, and the book says {used}")
    sales = {row["customer"]: row["sales"] for row in
             house.look("su.ssgl", "sales.list", limit_rows=1000)["rows"]}
    if house.month == month(house.rig):
        want = {code: yuan(fen) for code, fen in book.sales().items()}
        expect(sales == want, f"sales of the month: {sales}, and the book says {want}")
    open_ = {row["goods_return"]: row["state"] for row in
             house.look("su.ssgl", "return.list")["rows"]}
    want = {back.no: back.state for back in book.returns
            if back.state not in ("SETTLED", "REFUSED", "WITHDRAWN")}
    expect(open_ == want, f"open returns: {open_}, and the book says {want}")


def settled(house):
    """The figures agree and every invariant holds; and one unit or yuan more is missed."""
    figures(house)
    sound(house.rig)
    product, customer = next(iter(house.book.stocked)), house.book.shipments[0].customer
    for user, method, params in (
            ("sto.wu", "stock.adjust", {"product": product, "warehouse": "W1", "qty": "1",
                                        "reason": "a control"}),
            ("fin.zhao", "receipt.record", {"customer": customer, "amount": "1.00",
                                            "pay_method": "TRANSFER", "bank_ref": "control"})):
        house.do(user, method, **params)
        try:
            figures(house)
        except Failed:
            house.book.stocked[product] += method == "stock.adjust"
            continue
        raise Failed(f"nobody misses what {method} changed")


# --- the retail file ----------------------------------------------------------------------

def retail():
    """Rows (document, product, units, fen, customer), in the file's order."""
    path = os.environ.get("OSB_RETAIL") or os.path.join(HERE, "retail.csv")
    with open(path, encoding="utf-8-sig") as text:
        rows = csv.DictReader((line for line in text if not line.startswith("#")), delimiter=";")
        return [(r["InvoiceNo"], r["StockCode"].upper(), int(r["Quantity"]),
                 round(float(r["UnitPrice"].replace(",", ".")) * 100), r["CustomerID"])
                for r in rows]


def sales_before(rows):
    """{document: (customer, [(product, units)])} of customers who cancel something later, and
    the prices met."""
    cancel = {r[4]: i for i, r in enumerate(rows) if r[0].startswith("C")}
    sales, prices = {}, {}
    for i, (document, product, units, fen, customer) in enumerate(rows):
        goods = product[0].isdigit() and units > 0 and fen > 0
        if not customer or document.startswith("C") or i > cancel.get(customer, -1) or not goods:
            continue
        prices.setdefault(product, fen)
        lines = sales.setdefault(document, (customer, {}))[1]
        lines[product] = lines.get(product, 0) + units
    return sales, prices


def cancelled(house, shipped, row):
    """One line: a return of the earlier shipment that covers it, or refused with its reason."""
    document, product, units, _, customer = row
    had = [s for s in shipped.values() if s.customer == customer]
    for s in had:
        for line in s.lines:
            if line.product == product and line.left()[0] >= -units:
                house.goes_on(house.apply(s, [(line.number, -units)]))
                return "accepted"
    # he has nothing of it: his last shipment is not of it, or there was none
    note = had[-1].note if had else document[1:]
    answer = house.ask("kam.zhou", "return.apply", note=note, part="1", return_for="OTHER",
                       lines=[{"product": product, "qty": str(-units)}], reason=document)
    wanted = "PARAMS" if had else "NOT_FOUND"
    if refused_for(answer) != wanted:
        raise Failed(f"{row}: {answer} instead of {wanted}")
    return wanted


def check_cancellations(rig):
    """what the retail file cancels is returned where an earlier sale covers it, and refused with its reason elsewhere"""
    rig.start()
    house, rows = House(rig, Book()), retail()
    house.month = month(rig)
    sales, prices = sales_before(rows)
    for product, fen in prices.items():
        house.product(product, fen)
    for customer in dict.fromkeys(c for c, _ in sales.values()):
        house.customer(customer)
    shipped, ends = {}, {}
    for row in rows:
        document = row[0]
        if document in sales and document not in shipped:
            customer, lines = sales[document]
            shipped[document] = house.sell(customer, document, list(lines.items()))
        elif document.startswith("C"):
            end = cancelled(house, shipped, row)
            ends[end] = ends.get(end, 0) + 1
    expect(ends.get("accepted") == 10 and sum(ends.values()) == 100, ends)
    settled(house)
    rig.stop()
    return f"{ends['accepted']} returned, {ends['PARAMS']} not of that shipment, " \
           f"{ends['NOT_FOUND']} of none; {house.acts} acts"


# --- returns at random ----------------------------------------------------------------------

class Chance:
    """Sales and returns as they come: what is asked, how far it goes, how it ends."""

    def __init__(self, house, seed):
        self.house, self.dice, self.ends = house, random.Random(seed), {}
        self.shipments = []

    def some(self, *weights):
        """An index, by weight."""
        return self.dice.choices(range(len(weights)), weights)[0]

    def sale(self, k):
        goods = [(f"G{n}", self.dice.randint(3, 60)) for n in self.dice.sample(range(6), 4)]
        s = self.house.sell(f"K{k % 4}", f"S{k}", goods, consign=k % 8 != 7)
        if k % 8 == 5:
            self.house.do("li.na", "note.confirm", note=s.note, part="1", signer="Mr Xu")
            self.house.do("li.na", "claim.record", note=s.note, part="1", remedy="CREDIT",
                          lines=[{"line": 1, "qty": "1", "diff": "DAMAGED"}], reason="wet")
            s.lines[0].claimed = True
        self.shipments.append(s)

    def wanted(self, s):
        """[(line, units)], mostly of what is left."""
        kind = self.some(70, 10, 6, 6, 4, 4)
        left = {line.number: line.left()[0] for line in s.lines}
        some = self.dice.sample(sorted(left), self.dice.randint(1, 2))
        if kind == 1:  # all of a line, or one more
            return [(k, left[k] + self.dice.randint(0, 1)) for k in some]
        if kind == 2:
            return [(k, 0) for k in some]
        if kind == 3:
            return [(some[0], 1), (9, 1)]
        if kind == 4:
            return [(some[0], 1), (some[0], 1)]
        if kind == 5:
            return []
        return [(k, self.dice.randint(1, max(1, left[k] // 3))) for k in some]

    def money(self, s):
        """Meanwhile it may be invoiced, and paid in part or whole."""
        if self.some(3, 1):
            self.house.invoice(s)
            if s.invoiced and not s.paid and self.some(1, 1) and s.worth():
                self.house.pay(s, self.dice.choice((s.worth(), max(1, s.worth() // 3))))

    def fewer(self, back):
        """Verified: of the first line there are fewer."""
        line = next(iter(back.lines))
        units = self.dice.randint(1, back.lines[line][0])
        back.fewer(line, units)
        self.house.amount_is(back, self.house.ask(
            "kam.zhou", "return.verify", goods_return=back.no,
            lines=[{"line": line.number, "qty": str(units)}]), "verified")

    def examined(self, back):
        """Not genuine: the first line, or all; what is left comes back."""
        some = self.some(1, 1, 1)
        foreign = [] if some == 0 else list(back.lines)[:1] if some == 1 else list(back.lines)
        for line in foreign:
            back.fewer(line, 0)
        lines = {"lines": [{"line": line.number} for line in foreign]} if foreign else {}
        self.house.amount_is(back, self.house.ask(
            "song", "return.examine", goods_return=back.no, reason="seen",
            authenticity="NOT_GENUINE" if foreign else "FAULTY", **lines), "examined")
        back.state = "VERIFIED" if back.amount() or any(n for n, _ in back.lines.values()) \
            else "REFUSED"

    def sorted_out(self, back):
        """Some of the first line is scrap."""
        line = next(line for line, (n, _) in back.lines.items() if n)
        back.good[line] = self.dice.randint(0, back.lines[line][0])
        self.house.do("wh.qi", "return.settle", goods_return=back.no, reason="sorted",
                      lines=[{"line": line.number, "qty": str(back.good[line])}])
        back.state = "SETTLED"

    def dropped(self, back):
        """Refused by who decides, or taken back; False where the state knows neither."""
        refuser = {"APPLIED": "um.sun", "VERIFIED": "du.dir"}.get(back.state)
        if back.state in Return.OVER:
            return False
        if refuser and self.some(1, 1):
            self.house.do(refuser, "return.refuse", goods_return=back.no, reason="no")
            back.state = "REFUSED"
        else:
            self.house.do("kam.zhou", "return.withdraw", goods_return=back.no, reason="kept")
            back.state = "WITHDRAWN"
        return True

    def goes(self, back, examined):
        """One step, by chance a turn."""
        if back.state == "CONFIRMED":
            if self.some(2, 1):
                self.fewer(back)
            else:
                self.house.do("kam.zhou", "return.verify", goods_return=back.no)
            back.state = "TO_EXAMINE" if examined else "VERIFIED"
        elif back.state == "TO_EXAMINE":
            self.examined(back)
        elif back.state == "RECEIVED" and self.some(1, 1):
            self.sorted_out(back)
        else:
            self.house.goes_on(back, {"APPLIED": "CONFIRMED", "VERIFIED": "REVIEWED",
                                      "REVIEWED": "ISSUED", "ISSUED": "RECEIVED",
                                      "RECEIVED": "SETTLED"}[back.state])

    def one(self):
        """A return is asked for; what becomes of it."""
        s = self.dice.choice(self.shipments)
        wanted = self.wanted(s)
        why = self.dice.choice(("SURPLUS", "WRONG", "OTHER", "QUALITY", "DOUBT"))
        guard = self.house.book.refusal(s, wanted)
        back = self.house.apply(s, wanted, why)
        if not back:
            return guard
        while back.state not in ("SETTLED", "REFUSED", "WITHDRAWN"):
            self.money(s)
            turn = self.some(88, 5, 7)
            if turn == 1:
                return "left " + back.state  # under way: its units are spoken for
            if turn == 2 and self.dropped(back):
                break
            self.goes(back, why in ("QUALITY", "DOUBT"))
        return back.state


def check_generated(rig):
    """returns made at random are accepted or refused as a book says that is kept without the daemon, and so end exposure, quota and stock"""
    rig.start()
    most = int(os.environ.get("OSB_RETURNS", "100"))
    house = House(rig, Book())
    # some prices are for several units: shares of a line are rounded
    for n in range(6):
        house.product(f"G{n}", 1000 + 37 * n, per=(1, 3, 7)[n % 3])
    house.month = month(rig)
    for n in range(3):
        house.do("dan.ddir", "quota.set", month=house.month, holder="EVERYONE", product=f"G{n}",
                 qty="50000")
    for k in range(4):
        house.customer(f"K{k}")
    chance = Chance(house, 7)
    for k in range(max(8, most // 12)):
        chance.sale(k)
    for _ in range(most):
        end = chance.one()
        chance.ends[end] = chance.ends.get(end, 0) + 1
    settled(house)
    rig.stop()
    for end in ("SETTLED", "REFUSED", "WITHDRAWN", "RETURN_QTY", "RETURN_SHIPPED", "PARAMS"):
        expect(chance.ends.get(end), f"no return came to {end}: {chance.ends}")
    return f"{most} returns: " + ", ".join(f"{n} {end}" for end, n in
                                           sorted(chance.ends.items())) + f"; {house.acts} acts"
