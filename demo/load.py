#!/usr/bin/env python3
"""Loads the demo company into a practice company, through the same doors as everybody.

    demo/load.py --socket PATH --token FILE --osb PROGRAM

Each person does what is his: the administrator keeps users and organisation, the leader of the
secretaries customers and goods, the sales directors limits, prices and quota, the store its
stock, finance the old debts. Tables go in by `osb ... import`. It may be stopped at any time
and run again: what is there is not loaded twice.
"""
import argparse
import csv
import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from decimal import Decimal

import company
from link import DoorError, Office, Refused

HERE = os.path.dirname(os.path.abspath(__file__))


def table(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


class Loader:
    def __init__(self, office, osb):
        self.office, self.osb = office, osb

    def put(self, user, method, key, /, **params):
        """A command whose id says what it makes: sent again, it is answered, not done. A
        refusal is an answer, too; what an earlier run was refused is tried under the next id."""
        for attempt in range(1, 100):
            mark = f"demo{attempt if attempt > 1 else ''}-{method}-{key}"
            result = self.office.attempt(user, method, mark[:64], **params)
            if result["outcome"] != "REFUSED":
                return
            if not result.get("again"):
                raise Refused(method, params, result)

    def imported(self, user, noun, rows, *options):
        """Rows through the client's import, which knows what it has imported before."""
        with tempfile.TemporaryDirectory() as folder:
            name = os.path.join(folder, noun + ".csv")
            with open(name, "w", encoding="utf-8", newline="") as f:
                out = csv.DictWriter(f, rows[0].keys())
                out.writeheader()
                out.writerows(rows)
            done = subprocess.run(
                [self.osb, "--socket", self.office.path, "--demo", self.office.token_file,
                 "--user", user, noun, "import", name, *options], check=False,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(f"import of {noun} ended with {done.returncode}:\n"
                     f"{done.stdout[-2000:]}{done.stderr[-2000:]}")


def people(load):
    """Accounts, organisation, then roles in it, then who answers and who signs for whom."""
    for login, (name, role, _) in company.PEOPLE.items():
        load.put(company.ADMIN, "user.put", login, user=login, name=name)
    for market, (name, _, _) in company.MARKETS.items():
        load.put(company.ADMIN, "market.put", market, market=market, name=name)
    for area, (market, city, latin, _, _) in company.AREAS.items():
        load.put(company.ADMIN, "area.put", area, area=area, market=market,
                 name=f"{city} {latin}")
    for login, (_, role, unit) in company.PEOPLE.items():
        load.put(company.ADMIN, "user.role", login, user=login, role=role, code=unit)
    for login, role in company.MORE_ROLES:
        load.put(company.ADMIN, "user.role", f"{login}-{role}", user=login, role=role)
    for market, (_, role, bcr) in company.MARKETS.items():
        for role, login in ((role, company.leader(market)), ("BCR", bcr),
                            ("MM", company.mm(market))):
            load.put(company.ADMIN, "unit.assign", f"{market}-{role}", code=market, role=role,
                     user=login)
    for area in company.AREAS:
        load.put(company.ADMIN, "unit.assign", f"{area}-UM", code=area, role="UM",
                 user=company.um(area))
    for principal, delegate, role in company.SECRETARIES:
        load.put(company.ADMIN, "user.delegate", delegate, principal=principal,
                 delegate=delegate, kind="SECRETARY", role=role)


def places(load):
    for area, (_, city, latin, prefix, days) in company.AREAS.items():
        load.put(company.SSGL, "station.put", area, station=company.station(area),
                 name=f"{city}托运站 {latin}", phone=f"{prefix}-55500000", transit_days=days)
    for house, (name, scr, keepers) in company.WAREHOUSES.items():
        load.put(company.ADMIN, "warehouse.put", house, warehouse=house, name=name, scr=scr)
        for login in (scr, *keepers):
            load.put(company.ADMIN, "user.put", f"{login}-{house}", user=login, warehouse=house)


def customers(load):
    rows = table("customers.csv")
    load.imported(company.SSGL, "customer", [{k: v for k, v in r.items() if k != "account"}
                                             for r in rows])
    market = {r["customer"]: r["market"] for r in rows}
    limits = table("limits.csv")
    # as at go-live: a leader's word for each, in a batch whose totals another announced
    load.put(company.SSGL, "opening.begin", "limits", batch="limits", as_of="2026-01-01",
             rows=str(len(limits)), total=str(sum(Decimal(r["limit"]) for r in limits)))
    for r in limits:
        load.put(company.leader(market[r["account"]]), "account.limit", r["account"],
                 batch="limits", **r)
    load.put(company.SSGL, "opening.close", "limits", batch="limits")


def goods(load):
    load.imported(company.SSGL, "product", table("products.csv"))
    load.imported(company.DIR, "price", table("prices.csv"))
    load.imported(company.STO, "stock", [r | {"reason": "first filling"}
                                         for r in table("stock.csv")])


def quota(load, today):
    """The cells of this month; a demo that runs on into the next month gets that month's."""
    month = today.replace(day=1).isoformat()
    load.imported(company.DDIR, "quota", [{"month": month} | r for r in table("quota.csv")])


def fen(text):
    return int(text.replace(".", ""))


def debts(load, today):
    """What was owed before go-live comes in as an opening batch with its control totals; an
    opened batch keeps its dates, so a later run leaves it alone."""
    rows = table("debts.csv")
    total = sum(fen(r["amount"]) for r in rows)
    try:
        load.put(company.FIN_BOOK, "opening.begin", "debts", batch="debts",
                 as_of=today.isoformat(), rows=len(rows), total=f"{total // 100}.{total % 100:02d}")
    except DoorError as trouble:
        if trouble.code == "COMMAND_REUSED":      # begun on another day
            return
        raise
    for r in rows:
        due = today - timedelta(days=int(r["days_overdue"]))
        load.put(company.FIN_BOOK, "opening.receivable", r["receivable"], batch="debts",
                 customer=r["customer"], receivable=r["receivable"], amount=r["amount"],
                 due=due.isoformat())
    load.put(company.FIN_BOOK, "opening.close", "debts", batch="debts")


def orders(load, today):
    """The faxes. They were approved today: whoever approves must have his post by then. What
    was keyed on an earlier day says another day, and is left out by its reference."""
    rows = table("orders.csv")
    there = {r["reference"] for customer in {r["customer"] for r in rows}
             for r in load.office.rows(company.CSR, "order.list", customer=customer,
                                       limit_rows=500)}
    rows = [r | {"approved_at": f"{today}T00:00"} for r in rows if r["document"] not in there]
    if rows:
        load.imported(company.CSR, "order", rows)


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--socket", "--token", "--osb"):
        args.add_argument(name, required=True)
    args = args.parse_args()
    office = Office(args.socket, args.token)
    load = Loader(office, args.osb)
    today = date.fromisoformat(office.ask(company.ADMIN, "policy.show")["today"])
    for what, part in (("people", people), ("places", places), ("goods", goods),
                       ("customers", customers), ("quota", lambda l: quota(l, today)),
                       ("old debts", lambda l: debts(l, today)), ("orders", lambda l: orders(l, today))):
        print(f"loading {what} ...", flush=True)
        part(load)
    office.close()


if __name__ == "__main__":
    main()
