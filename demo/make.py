#!/usr/bin/env python3
"""Makes the demo company's files from the "Online Retail" data set.

    demo/make.py RAW [FOLDER]

RAW is the file as it comes: semicolons, decimal commas, a byte-order mark, one line of an
invoice a row. README.md says where it is from and by which rules its lines become orders; this
program prints how many lines each rule met. Running it again writes the same bytes.
"""
import csv
import os
import sys
from collections import Counter, OrderedDict, defaultdict

import company

YUAN_PER_POUND = 10          # a round rate; amounts stay exact to the fen
UK_AREAS = ["N1", "N2", "C1", "C2", "SD1", "SD2", "E1", "E2", "S1", "S2"]
AREA_OF_COUNTRY = {
    "Germany": "NE1", "EIRE": "NE2", "France": "NW1",
    "Lithuania": "NW2", "Norway": "NW2", "Poland": "NW2", "Switzerland": "NW2",
    "Belgium": "SW1", "Italy": "SW1", "Netherlands": "SW1", "Portugal": "SW1", "Spain": "SW1",
    "Australia": "SW2", "Japan": "SW2",
}
FREIGHT_CODES = {"POST", "C2"}                     # carriage: goes with the consignment
NOT_GOODS = {"D", "M", "DOT", "BANK CHARGES"}      # discounts, manual entries, fees
CONTROLLED = ["22632", "85123A", "22865"]   # have a quota in each area
SHORT_STOCK = ["22086", "84029E", "22423"]
FLOOR_PCT = 75               # of the list price; below it the qualification check refuses

counts = Counter()


# --- reading ----------------------------------------------------------------------------------

def fen(pounds):
    """"2,55" pounds -> fen, exactly."""
    whole, _, cents = pounds.strip().partition(",")
    assert len(cents) <= 3, pounds
    thousandths = int(whole) * 1000 + int((cents + "000")[:3])
    assert thousandths % 10 == 0, f"{pounds}: a tenth of a penny"
    return thousandths // 10 * YUAN_PER_POUND


def yuan(n):
    return f"{n // 100}.{n % 100:02d}"


def documents(path):
    """Invoices in the file's order: number -> rows."""
    found = OrderedDict()
    with open(path, encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f, delimiter=";"):
            counts["lines in the file"] += 1
            found.setdefault(row["InvoiceNo"].strip(), []).append({
                "code": row["StockCode"].strip().upper(), "text": row["Description"].strip(),
                "qty": int(row["Quantity"]), "fen": fen(row["UnitPrice"]),
                "customer": row["CustomerID"].strip(), "country": row["Country"].strip(),
                "day": "-".join(reversed([p.zfill(2) for p in
                                          row["InvoiceDate"].split()[0].split("/")])),
                "time": row["InvoiceDate"].split()[1],
            })
    counts["documents in the file"] = len(found)
    return found


def order_of(number, rows):
    """The order that a document becomes, or None; equal goods at equal prices are one line."""
    lines, freight = OrderedDict(), 0
    for r in rows:
        if r["code"] in FREIGHT_CODES:
            counts["carriage lines, now freight of the consignment"] += 1
            freight += r["qty"] * r["fen"]
        elif r["code"] in NOT_GOODS or not r["code"][:5].isdigit():
            counts["lines that are no goods (D, M, DOT, BANK CHARGES), left out"] += 1
        else:
            key = (r["code"], r["fen"])
            if key in lines:
                counts["repeated lines, added to the first of their kind"] += 1
            if r["fen"] == 0:
                counts["lines at price 0, kept: the qualification check must refuse them"] += 1
            lines[key] = lines.get(key, 0) + r["qty"]
    if not lines:
        counts["documents without goods, left out"] += 1
        return None
    counts["order lines"] += len(lines)
    first = rows[0]
    return {"reference": number, "customer": first["customer"], "country": first["country"],
            "day": first["day"], "time": first["time"], "freight": freight,
            "lines": [(code, qty, price) for (code, price), qty in lines.items()],
            "total": sum(qty * price for (_, price), qty in lines.items())}


def orders_and_cancellations(docs):
    orders, cancellations = [], []
    for number, rows in docs.items():
        if not rows[0]["customer"]:
            counts["documents without customer, left out"] += 1
            counts["lines of documents without customer, left out"] += len(rows)
        elif number.startswith("C"):
            counts["cancellation documents"] += 1
            cancellations.append((number, rows))
        else:
            order = order_of(number, rows)
            if order:
                orders.append(order)
    counts["orders"] = len(orders)
    return orders, cancellations


# --- who and what -------------------------------------------------------------------------------

def area_of(customer, country):
    if country == "United Kingdom":
        return UK_AREAS[int(customer) % 10]
    return AREA_OF_COUNTRY[country]


def customers_of(orders):
    kinds = ["礼品行", "商贸公司", "百货店", "家居馆", "工艺品店", "文具行", "批发部"]
    types = ["DISTRIBUTOR", "WHOLESALER", "DEALER"]
    found = OrderedDict()
    for o in orders:
        if o["customer"] in found:
            continue
        code, area = o["customer"], area_of(o["customer"], o["country"])
        market, city, latin, prefix, _ = company.AREAS[area]
        n = int(code)
        found[code] = {
            "customer": code, "name": f"{city}{kinds[n % len(kinds)]}{code}",
            "mnemonic": f"{latin.replace(chr(39), '')[:2].upper()}{code}",
            "customer_type": types[n % len(types)], "customer_state": "ACTIVE", "account": "",
            "market": market, "area": area, "manager": company.um(area),
            "kam": company.kam(area), "term_days": [30, 30, 45, 60][n % 4],
            "station": company.station(area), "ship_to": f"{city}市工业路{n % 900 + 1}号",
            "receiver": f"{city}收货处", "phone": f"{prefix}-5550{n % 10000:04d}",
            "contact": "采购部", "invoice_title": f"{city}{kinds[n % len(kinds)]}{code}",
            "tax_no": f"91{n:06d}MA{n * 7919 % 100000000:08d}",
        }
    return found


def products_of(docs, orders):
    """Goods that orders name: name and list price are those most often met."""
    names, prices, wanted = defaultdict(Counter), defaultdict(Counter), set()
    for o in orders:
        wanted |= {code for code, _, _ in o["lines"]}
        for code, qty, price in o["lines"]:
            prices[code][price] += 1 if price else 0
    for rows in docs.values():
        for r in rows:
            if r["text"] and r["text"] != "?" and r["text"].upper() == r["text"]:
                names[r["code"]][" ".join(r["text"].split())] += 1
    found = OrderedDict()
    for code in sorted(wanted):
        name = min(names[code], key=lambda t: (-names[code][t], t), default=code)
        price = max(prices[code], key=lambda p: (prices[code][p], p), default=0)
        found[code] = {"product": code, "name": name.replace('"', "''"), "unit": "pc", "pack": 1,
                       "class": "B" if code[-1].isalpha() else "A", "tax_bp": 1300,
                       "price": price, "floor": price * FLOOR_PCT // 100}
    counts["customers"] = len({o["customer"] for o in orders})
    counts["products"] = len(found)
    return found


# --- what people will decide --------------------------------------------------------------------

def plays(orders):
    """Gives each order its part: the customer's credit class and what people decide."""
    by_customer = defaultdict(list)
    for o in orders:
        by_customer[o["customer"]].append(o)
        o.update(door="fax", quota="", credit="pass", choice="", end="", slip="signed", pay="full")
    cut = quota_cells(orders)
    plain = [o for o in orders if not any(other["cut"] or below_floor(other)
                                          for other in by_customer[o["customer"]])]
    big = [o for o in plain if o["total"] > 10_000_00 and len(by_customer[o["customer"]]) <= 2]
    small = [o for o in plain if 500_00 <= o["total"] <= 9_000_00
             and len(by_customer[o["customer"]]) == 1]

    def take(pool, step, most, credit, choices):
        """Every step-th of the pool, at most so many, and strikes them from the pools."""
        some = pool[::step][:most]
        for i, o in enumerate(some):
            for other in by_customer[o["customer"]]:     # a customer is cash-first as a whole
                other["credit"], other["choice"] = "cash-ready", ""
            o["credit"], o["choice"] = credit, choices[i % len(choices)]
        for p in (big, small):
            p[:] = [o for o in p if o not in some]

    take(big, 1, 16, "cash-wait", ["later", "tolerance", "later", "st", "later", "cancel",
                                   "tolerance", "later"])
    take(small, 3, 20, "cash-short", ["tolerance", "tolerance", "later"])
    take(small, 3, 22, "cash-ready", [""])
    take(small, 3, 26, "manager", ["sign", "sign", "sign", "refuse"])
    take(small, 2, 28, "hold", ["pay", "st", "amend", "pay", "cancel", "st-refused"])
    take(small, 2, 24, "overdue", ["settle", "pay", "settle", "st", "cancel"])
    rest = [o for o in small if o["credit"] == "pass"]
    for i, o in enumerate(rest):
        o["end"] = {1: "cancel-early", 4: "cancel-signed", 7: "ma-refused", 9: "void"}.get(
            i % 10 if i < 80 else -1, "")
    slips(orders)
    for i, o in enumerate(o for o in orders if o["credit"] == "pass" and not o["end"]):
        o["door"] = "field" if i % 6 == 5 else "fax"
        o["pay"] = {3: "two", 7: "bounce", 11: "two"}.get(i % 23, "full")
    choices = ["cut", "transfer", "cut", "slt", "cut", "transfer-refused"]
    for i, o in enumerate(o for o in orders if o["cut"]):
        o["quota"] = choices[i % len(choices)]
    return cut


def below_floor(order):
    return any(price * 100 < products[code]["price"] * FLOOR_PCT for code, _, price in order["lines"])


def quota_cells(orders):
    """Area cells for a few goods that fall short of what the area's customers order, and room
    elsewhere that can be transferred; two customers whose own cell is 0. Marks the orders that
    the cells will cut when they are taken in the file's order."""
    demand, cells = Counter(), OrderedDict()
    for o in orders:
        o["cut"] = False
        for code, qty, _ in o["lines"]:
            if code in CONTROLLED:
                demand[code, area_of(o["customer"], o["country"])] += qty
    for code in CONTROLLED:
        for area in company.AREAS:
            cells[code, area] = demand[code, area] * 4 // 5 if area in UK_AREAS else 400
    used, zero = Counter(), []
    for o in orders:
        area = area_of(o["customer"], o["country"])
        if len(o["lines"]) == 1 and len(zero) < 2 and o["lines"][0][0] not in CONTROLLED:
            zero.append(o)
            o["cut"] = True
        for code, qty, _ in o["lines"]:
            if code in CONTROLLED:
                granted = min(qty, cells[code, area] - used[code, area])
                used[code, area] += granted
                o["cut"] |= granted < qty
    rows = [{"holder": "AREA", "code": area, "product": code, "qty": n}
            for (code, area), n in cells.items()]
    rows += [{"holder": "CUSTOMER", "code": o["customer"], "product": o["lines"][0][0], "qty": 0}
             for o in zero]
    for o in zero:
        o["quota"] = "all-cut"
    return rows


def slips(orders):
    """How the customer's slip comes back: a few short, damaged, refused or lost."""
    shipped = [o for o in orders if o["end"] == "" and o["choice"] not in ("cancel",)]
    for i, o in enumerate(shipped):
        o["slip"] = {5: "short", 17: "damaged", 29: "refused", 41: "lost"}.get(i % 50, "signed")


def returned(orders, cancellations):
    """A cancellation that an earlier sale to the customer covers is a difference on its slip;
    the others have nothing in the file that they could reverse."""
    taken = Counter()
    for number, lines in cancellations:
        for r in lines:
            sale = next((o for o in reversed(orders) if o["customer"] == r["customer"]
                         and int(o["reference"]) < int(number[1:]) and o["end"] == ""
                         and o["choice"] != "cancel"
                         and any(code == r["code"] and
                                 qty >= taken[o["reference"], code] - r["qty"]
                                 for code, qty, _ in o["lines"])), None)
            counts["cancellation lines"] += 1
            if sale:
                counts["cancellation lines that a sale covers: a difference on its slip"] += 1
                sale["slip"] = "signed"
                taken[sale["reference"], r["code"]] -= r["qty"]
            else:
                counts["cancellation lines without a sale in the file, left out"] += 1
    return [{"reference": reference, "product": code, "qty": n}
            for (reference, code), n in taken.items() if n]


# --- limits, stock, old debts -------------------------------------------------------------------

def limits_of(orders):
    by_customer = defaultdict(list)
    for o in orders:
        by_customer[o["customer"]].append(o)
    rows = []
    for code, some in by_customer.items():
        total, credit = sum(o["total"] for o in some), some[0]["credit"]
        if credit.startswith("cash"):
            continue
        limit = {"manager": total * 100 // 110, "hold": total * 100 // 170}.get(
            credit, total * 13 // 10 + 5_000_00)
        step = 100 if credit in ("manager", "hold") else 1_000_00
        rows.append({"account": code, "limit": yuan(max(1, limit // step) * step),
                     "reason": "grade of the last half-year"})
    return rows


def stock_of(orders):
    """Enough of everything in the warehouse that serves the market, but for a few goods."""
    demand = Counter()
    for o in orders:
        market = company.AREAS[area_of(o["customer"], o["country"])][0]
        for code, qty, _ in o["lines"]:
            demand[code, company.WAREHOUSE_OF[market]] += qty
    return [{"product": code, "warehouse": house,
             "qty": n * 9 // 10 if code in SHORT_STOCK else n + 24}
            for (code, house), n in sorted(demand.items())]


def debts_of(orders):
    """What the customers of the class "overdue" have owed since before go-live."""
    rows = [o for o in orders if o["credit"] == "overdue"]
    return [{"customer": o["customer"], "receivable": f"OLD-{o['customer']}",
             "amount": yuan(max(100_00, o["total"] // 3)), "days_overdue": 10 + 7 * (i % 9)}
            for i, o in enumerate(rows)]


# --- writing ------------------------------------------------------------------------------------

def write(folder, name, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, rows[0].keys(), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def order_rows(orders, door):
    for o in orders:
        if o["door"] != door:
            continue
        area = area_of(o["customer"], o["country"])
        market = company.AREAS[area][0]
        for i, (code, qty, price) in enumerate(o["lines"]):
            yield {"document": o["reference"], "customer": o["customer"],
                   "channel": "PHONE" if int(o["reference"]) % 7 == 0 else "FAX",
                   "approver": company.mm(market), "verifier": company.kam(area),
                   "stated": yuan(o["total"]), "product": code, "qty": qty, "price": yuan(price)}


def main():
    global products
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = sys.argv[2] if len(sys.argv) == 3 else os.path.dirname(os.path.abspath(__file__))
    docs = documents(sys.argv[1])
    orders, cancellations = orders_and_cancellations(docs)
    products = products_of(docs, orders)
    cells = plays(orders)
    back = returned(orders, cancellations)
    write(folder, "customers.csv", list(customers_of(orders).values()))
    write(folder, "products.csv", [{k: v for k, v in p.items() if k not in ("price", "floor")}
                                   for p in products.values()])
    write(folder, "prices.csv", [{"product": p["product"], "price": yuan(p["price"]),
                                  "floor": yuan(p["floor"])} for p in products.values()])
    write(folder, "stock.csv", stock_of(orders))
    write(folder, "quota.csv", cells)
    write(folder, "limits.csv", limits_of(orders))
    write(folder, "debts.csv", debts_of(orders))
    write(folder, "orders.csv", list(order_rows(orders, "fax")))
    write(folder, "plans.csv", list(order_rows(orders, "field")))
    write(folder, "returned.csv", back)
    write(folder, "script.csv", [{k: o[k] for k in ("reference", "customer", "day", "door",
                                                    "credit", "quota", "choice", "end", "slip", "pay")}
                                 | {"freight": yuan(o["freight"])} for o in orders])
    for what, n in counts.items():
        print(f"{n:6}  {what}")
    print("parts:", dict(Counter(o["credit"] for o in orders)),
          dict(Counter(o["quota"] for o in orders if o["quota"])),
          dict(Counter(o["end"] for o in orders if o["end"])),
          dict(Counter(o["slip"] for o in orders)), "below the floor:",
          sum(below_floor(o) for o in orders))


products = {}

if __name__ == "__main__":
    main()
