#!/usr/bin/env python3
"""Fills a practice company for load tests, through the daemon's own doors.

    seed.py SOCKET TOKEN_FILE ADMINISTRATOR [--customers N] [--products N]

Four markets of one area each; N customers L0001.. (default 1000), customer k in market
(k - 1) mod 4 + 1, and one more, the hot one: each with a credit account of its own that no order
exhausts. N products P0001.. (default 500) with ample stock in warehouse W1; every fifth is
controlled by an ample quota of each area. Logins load.ROLE.1 to .4 for csr, fin, sto, wha
(picks), whb (checks) and bcr (K answers for market K); load.dir.1 signs for all. The database then belongs
to osb_load.
"""
import argparse
import datetime
import json
import socket
import sys

MARKETS = 4
IN_FLIGHT = 8  # what the daemon allows a session


class Session:
    """Sends commands and keeps several under way; each answer must be DONE."""

    def __init__(self, path, token, user):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(path)
        self.lines = self.sock.makefile("rb")
        self.user = user
        self.sent = 0
        self.waiting = {}
        self.lines.readline()  # the greeting
        self.send("session.login", {"user": user, "demo": token})
        if "result" not in self.take():
            sys.exit(f"seed.py: {user} cannot log in")

    def send(self, method, params):
        self.sent += 1
        self.waiting[self.sent] = (method, params)
        self.sock.sendall(json.dumps({"jsonrpc": "2.0", "id": self.sent, "method": method,
                                      "params": params}).encode() + b"\n")

    def take(self):
        while True:
            answer = json.loads(self.lines.readline())
            if "id" in answer:
                self.waiting.pop(answer["id"])
                return answer

    def settle(self, most=0):
        while len(self.waiting) > most:
            answer = self.take()
            if answer.get("result", {}).get("outcome") != "DONE":
                sys.exit(f"seed.py: {self.user}: {answer}")

    def do(self, method, **params):
        """Comes back before the answer does: what follows must not need it."""
        self.settle(IN_FLIGHT - 1)
        name = f"seed-{self.user}-{self.sent}"
        self.send(method, {**params, "command": name})

    def now(self, method, **params):
        self.do(method, **params)
        self.settle()


def people(adm):
    roles = {"csr": "CSR", "fin": "FIN", "sto": "STO", "wha": "WH", "whb": "WH",
             "bcr": "BCR", "mm": "MM", "um": "UM", "kam": "KAM"}
    everybody = {f"load.{short}.{k}": (role, k) for short, role in roles.items()
                 for k in range(1, MARKETS + 1)}
    everybody |= {"load.gm.1": ("GM", 1), "load.dir.1": ("DIR", 1), "load.ddir.1": ("DDIR", 1), "load.ssgl.1": ("SSGL", 1),
                  "load.scr.1": ("SCR", 1)}
    for login in everybody:
        adm.do("user.put", user=login, name=login, active=True)
    for k in range(1, MARKETS + 1):
        adm.do("market.put", market=f"M{k}", name=f"Market {k}")
    adm.settle()
    for k in range(1, MARKETS + 1):
        adm.do("area.put", area=f"A{k}", name=f"Area {k}", market=f"M{k}")
    adm.settle()
    for login, (role, k) in everybody.items():
        scope = {"MM": {"code": f"M{k}"}, "UM": {"code": f"A{k}"}}.get(role, {})
        adm.do("user.role", user=login, role=role, **scope)
    adm.settle()
    for k in range(1, MARKETS + 1):
        for code, role in ((f"M{k}", "MM"), (f"M{k}", "BCR"), (f"M{k}", "DIR"), (f"A{k}", "UM")):
            adm.do("unit.assign", code=code, role=role, user=f"load.{role.lower()}.{1 if role == 'DIR' else k}")
    adm.now("warehouse.put", warehouse="W1", name="Main store", scr="load.scr.1")


def customers(ssgl, director, count):
    ssgl.now("station.put", station="ST1", name="North station", transit_days="3", active=True)
    for k in range(1, count + 2):
        market = (k - 1) % MARKETS + 1
        ssgl.do("customer.put", customer=f"L{k:04}", name=f"Customer {k}", mnemonic=f"L{k}",
                customer_type="DEALER", customer_state="ACTIVE", market=f"M{market}",
                area=f"A{market}", manager=f"load.um.{market}", kam=f"load.kam.{market}",
                term_days="30", station="ST1", ship_to=f"{k} Long Road", receiver="Mr Xu",
                phone="0731-1", contact="Ms Ye", invoice_title=f"Customer {k}",
                tax_no=f"TAX{k}", reason="load test")
    ssgl.settle()
    for first in range(1, count + 2, 10):  # ten a batch: a total is an amount, too
        some = range(first, min(first + 10, count + 2))
        ssgl.now("opening.begin", batch=f"limits-{first}", as_of="2026-01-01", rows=str(len(some)),
                 total=f"{len(some) * 900000000}.00")
        for k in some:
            director.do("account.limit", account=f"L{k:04}", limit="900000000.00", batch=f"limits-{first}",
                        reason="load test")
        director.settle()
        ssgl.now("opening.close", batch=f"limits-{first}")


def products(ssgl, director, store, count):
    month = datetime.date.today().replace(day=1)
    months = (month, (month + datetime.timedelta(days=32)).replace(day=1))
    for k in range(1, count + 1):
        ssgl.do("product.put", product=f"P{k:04}", name=f"Product {k}", spec="std", unit="pc",
                pack="1", tax_bp="1300", product_state="SELLABLE")
    ssgl.settle()
    for k in range(1, count + 1):
        director.do("price.put", product=f"P{k:04}", price=f"{10 + k % 90}.50", floor="1.00")
        store.do("stock.receive", product=f"P{k:04}", warehouse="W1", qty="100000000",
                 reason="load test")
    for k in range(5, count + 1, 5):
        for market in range(1, MARKETS + 1):
            for day in months:
                director.do("quota.set", month=day.isoformat(), holder="AREA",
                            code=f"A{market}", product=f"P{k:04}", qty="100000000")
    director.settle()
    store.settle()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("socket")
    parser.add_argument("token_file")
    parser.add_argument("administrator")
    parser.add_argument("--customers", type=int, default=1000)
    parser.add_argument("--products", type=int, default=500)
    args = parser.parse_args()
    with open(args.token_file, encoding="utf-8") as file:
        token = file.readline().strip()

    def session(user):
        return Session(args.socket, token, user)

    people(session(args.administrator))
    ssgl, director = session("load.ssgl.1"), session("load.dir.1")
    customers(ssgl, director, args.customers)
    products(ssgl, director, session("load.sto.1"), args.products)


if __name__ == "__main__":
    main()
