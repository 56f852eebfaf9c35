"""What people do with an order, act by act, through the daemon; drive.py and tour.py share it.

An Act knows one order and whose turn it is: the customer's market gives the leader who signs,
the area its managers, the market its warehouse. Nothing here decides for the daemon: every
state is read from its answers.
"""
import time
from datetime import datetime, timedelta

import company
from link import Refused


def fen(text):
    sign = -1 if text.startswith("-") else 1
    whole, _, cents = text.lstrip("-").partition(".")
    return sign * (int(whole) * 100 + int((cents + "00")[:2]))


def yuan(n):
    return f"{'-' if n < 0 else ''}{abs(n) // 100}.{abs(n) % 100:02d}"


def later(instant, seconds):
    """An ISO time of the daemon, so many seconds on."""
    at = datetime.fromisoformat(instant.replace("Z", "+00:00")) + timedelta(seconds=seconds)
    return at.isoformat()


class Order:
    def __init__(self, office, customer, area, no=None):
        self.office, self.customer, self.area, self.no = office, customer, area, no
        self.market = company.AREAS[area][0]
        self.state = self.note = self.total = None
        self.house = company.WAREHOUSE_OF[self.market]
        _, self.scr, (self.keeper, self.checker) = company.WAREHOUSES[self.house]
        self.leader, self.mm = company.leader(self.market), company.mm(self.market)
        self.um, self.kam = company.um(area), company.kam(area)
        self.bcr = company.MARKETS[self.market][2]

    # --- talking to the daemon ------------------------------------------------------------

    def keep(self, result):
        """What an answer says about the order."""
        seen = result.get("order")
        if seen and (self.no is None or seen["no"] == self.no):
            self.no, self.state, self.total = seen["no"], seen["state"], fen(seen["total"])
        return result

    def do(self, user, method, /, **params):
        return self.keep(self.office.do(user, method, **params))

    def attempt(self, user, method, /, **params):
        return self.keep(self.office.attempt(user, method, **params))

    def once(self, user, method, guard):
        """What may have been done before a script was stopped: then its guard says so."""
        result = self.attempt(user, method, order=self.no)
        if result["outcome"] == "REFUSED" and result.get("guard") != guard:
            raise Refused(method, self.no, result)

    def look(self):
        """The whole road, as everybody may see it."""
        found = self.office.ask(company.CSR, "order.show", order=self.no)
        self.state, self.total = found["order"]["state"], fen(found["order"]["total"])
        return found

    # --- order generation and acceptance --------------------------------------------------

    def plan(self, lines, stated=None, command=None):
        """A plan from the field: keyed, verified and approved at two desks."""
        self.keep(self.office.do(self.kam, "order.plan", command, customer=self.customer,
                                 lines=lines, stated=stated))
        self.look()  # sent again, the command answers what was then
        if self.state == "DRAFT":
            self.do(self.kam, "order.verify", order=self.no)
        if self.state == "VERIFIED":
            self.do(self.mm, "order.approve", order=self.no, remark="as the market's plan")

    def key(self, lines, reference, today, stated=None):
        """A fax, keyed by the secretary, who attests what she reads on it."""
        self.do(company.CSR, "order.key", customer=self.customer, lines=lines, stated=stated,
                channel="FAX", reference=reference, approver=self.mm, verifier=self.kam,
                approved_at=f"{today}T00:00:00+08:00")

    def accept(self, memo="goods as listed"):
        return self.do(company.CSR, "order.accept", order=self.no, memo=memo)

    def tell(self, whom):
        """The market and the customer are told within half an hour."""
        for m in self.office.rows(company.CSR, "message.list", order=self.no):
            if m["kind"] == "RECEIVED" and not m.get("done"):
                self.do(company.CSR, "order.tell", message=m["message"], whom=whom, method="PHONE",
                        result="REACHED")

    def cancel(self, reason="the customer thought better of it"):
        self.do(company.CSR, "order.cancel", order=self.no, reason=reason, requester=self.um)

    # --- quota ----------------------------------------------------------------------------

    def cut(self):
        return self.do(company.CSR, "order.cut", order=self.no)

    def transfer(self, giver, consent=True):
        asked = self.attempt(company.CSR, "order.ask-transfer", order=self.no, area=giver,
                             remark="their month is quiet")
        if asked["outcome"] == "REFUSED":
            return False
        if consent:
            self.do(company.um(giver), "order.consent", order=self.no)
        else:
            self.do(company.um(giver), "order.refuse-transfer", order=self.no,
                    reason="needed here before the month ends")
        return True

    def over_quota(self):
        self.do(company.CSR, "order.ask-slt", order=self.no, reason="an opening in the city")
        self.grant_quota()

    def grant_quota(self):
        for leader in (company.GM, company.DIR, company.DDIR):
            if self.state == "WAIT_QUOTA_SLT":
                self.once(leader, "order.sign-quota", "SIGNED_ALREADY")

    # --- signatures -----------------------------------------------------------------------

    def sign(self, tolerance=None):
        return self.do(self.leader, "order.sign", order=self.no, tolerance=tolerance)

    def refuse(self, reason="look at the quantities again"):
        self.do(self.leader, "order.refuse", order=self.no, reason=reason)

    def apply_st(self, grounds="the city's order fair", why="ORDER_FAIR"):
        self.do(company.BCR2, "st.apply", order=self.no, why=why, grounds=grounds)
        self.do(self.um, "st.say", order=self.no, text="They pay late but they pay.")

    def grant_st(self, delegated=False):
        """All three sign; the deputy director may be on a trip, and his secretary sign for him."""
        for leader in (company.GM, company.DIR) + (() if delegated else (company.DDIR,)):
            self.once(leader, "st.sign", "SIGNED_ALREADY")
        if not delegated:
            return
        gone = self.office.do(company.BCR2, "user.away", user=company.DDIR,
                              said_by="his own call from the station")
        since = gone["numbers"]["from"]
        self.do(company.SSGL, "st.sign", order=self.no, principal=company.DDIR,
                consent_at=since, consent_by=company.SSGL, remark="agreed by telephone")
        self.office.do(company.BCR2, "user.away", user=company.DDIR, to=later(since, 0.001),
                       said_by="back at his desk")

    def refuse_st(self):
        self.do(company.GM, "st.sign", order=self.no)
        self.do(company.DIR, "st.refuse", order=self.no, reason="not before they pay")

    # --- amendment ------------------------------------------------------------------------

    def amend(self, change):
        """The area's manager changes lines of a returned order; `change` is called with each
        line and gives what is new in it, or nothing. The customer's stated total follows."""
        found = self.look()
        lines, total = [], 0
        for line in found["lines"]:
            new = change(line) or {}
            qty, price = int(new.get("qty", line["ordered"])), fen(new.get("price", line["price"]))
            total += qty * price
            if new:
                lines.append({"line": int(line["line"])} | new)
        self.do(self.um, "order.amend", order=self.no, lines=lines, stated=yuan(total),
                remark="agreed with the customer")
        if self.state == "RETURNED":
            self.do(self.um, "order.resubmit", order=self.no)

    # --- money ----------------------------------------------------------------------------

    def receive(self, amount, reference, method="TRANSFER"):
        """Finance records what came; whoever records neither clears nor allocates. The bank's
        reference is the command's id as well: recorded again, it is the same receipt."""
        if method == "CHEQUE":
            receipt = self.office.do(company.FIN_BOOK, "receipt.record", "bank-" + reference.replace("/", "."),
                                     customer=self.customer, amount=yuan(amount), pay_method=method,
                                     bank_ref=reference, drawer="采购部")["made"]["receipt"]
            self.office.do(company.FIN_PRINT, "receipt.clear", receipt=receipt)
            return receipt
        return self.office.do(company.FIN_BOOK, "receipt.record", "bank-" + reference.replace("/", "."),
                              customer=self.customer, amount=yuan(amount), pay_method=method,
                              bank_ref=reference)["made"]["receipt"]

    def earmark(self, receipt, amount):
        return self.office.attempt(self.bcr, "receipt.earmark", receipt=receipt, order=self.no,
                                   amount=yuan(amount))

    def recheck(self):
        """Held orders are judged again by themselves when money comes; who cannot wait asks."""
        self.attempt(company.BCR2, "order.recheck", order=self.no)
        self.look()

    def pay_before_goods(self, reference):
        receipt = self.receive(self.total, reference)
        self.earmark(receipt, self.total)
        self.recheck()

    def receivables(self):
        return [r for r in self.look()["receivables"] if fen(r["open"]) > 0]

    def collect(self, parts=1, bounce=False):
        """BC3 to BC7: the notice, the promise, the money, what it pays."""
        for r in self.receivables():
            self.office.do(self.bcr, "receivable.call", receivable=r["no"], whom="采购部",
                           method="PHONE", remark="balance read out")
            self.office.do(self.um, "receivable.urge", receivable=r["no"], whom="采购部",
                           promised_amount=r["open"], promised=r["due"], remark="will be paid")
            due = fen(r["open"])
            if bounce:
                receipt = self.receive(due, f"{r['no']}-CH-{due}", "CHEQUE")
                self.allocate(receipt, r["no"], due)
                self.office.do(company.FIN_BOOK, "receipt.reverse", receipt=receipt,
                               reason="the cheque came back")
            for part in range(parts):
                amount = due // parts if part < parts - 1 else due - due // parts * (parts - 1)
                if amount:
                    self.allocate(self.receive(amount, f"{r['no']}-{part}-{amount}"),
                                  r["no"], amount)
        self.look()
        if self.state == "HANDED_OVER":
            self.attempt(company.CSR, "order.close", order=self.no)

    def allocate(self, receipt, receivable, amount):
        self.office.do(self.bcr, "receipt.allocate", receipt=receipt,
                       lines=[{"ref": receivable, "amount": yuan(amount)}])

    # --- paper and goods ------------------------------------------------------------------

    def print(self):
        """True when the note is printed; finance's print judges worse facts again."""
        result = self.do(company.FIN_PRINT, "order.print", order=self.no)
        note = result.get("note") or {}
        self.note = note.get("no")
        if "job" in note:
            self.do(company.FIN_PRINT, "print.take", job=note["job"])
            self.do(company.FIN_PRINT, "print.done", job=note["job"])
        return self.state == "BILLED"

    def void(self, way, reason):
        """The secretary asks, finance confirms: a printed note takes two."""
        self.do(company.CSR, "note.void", note=self.note, way=way, reason=reason)
        self.do(company.FIN_PRINT, "note.void", note=self.note, way=way, reason=reason)

    def hand_over(self, first_refused=False):
        self.do(company.CSR, "note.hand-over", note=self.note)
        if first_refused:
            self.do(self.scr, "note.refuse", note=self.note, fault="STATION",
                    reason="the station cannot be read")
            self.do(company.CSR, "note.hand-over", note=self.note)
        self.do(self.scr, "note.accept", note=self.note)

    def allocate_stock(self, promised=None):
        """The shipment's number, or None where nothing was there; and whether something lacks."""
        result = self.attempt(self.scr, "note.allocate", note=self.note, warehouse=self.house,
                              promised=promised)
        if result["outcome"] == "REFUSED":
            return None, True
        made = result["note"].get("shipment") == "ALLOCATED"
        return result["note"].get("part") if made else None, result["outcome"] == "HELD"

    def missing(self):
        """What the note has on back order: rows of the list that everybody may see."""
        return [r for r in self.office.rows(company.CSR, "backorder.list", customer=self.customer)
                if r["note"] == self.note]

    def ship(self, part, waybill, freight=None, state="ALLOCATED"):
        """SP3 to SP6, from where the shipment stands."""
        acts = [("ALLOCATED", self.keeper, "note.pick", {}),
                ("PICKED", self.checker, "note.check", {}),
                ("CHECKED", self.keeper, "note.issue", {}),
                ("ISSUED", self.scr, "note.consign", {"waybill": waybill, "carrier": "顺达货运",
                 "packages": 1, "weight": 12000, "freight": freight}),
                ("CONSIGNED", self.scr, "note.feedback", {})]
        first = [a[0] for a in acts].index(state) if state != "FED_BACK" else len(acts)
        for _, who, act, more in acts[first:]:
            self.do(who, act, note=self.note, part=part, **more)

    def confirm(self, part, lines=None, remedy=None):
        return self.do(company.CSR, "note.confirm", note=self.note, part=part, signer="王经理",
                       lines=lines, remedy=remedy,
                       remark="as the slip says" if lines else None)

    def decide_claims(self):
        """The area's manager consents or accepts, the leader accepts, the keeper takes goods back."""
        act = {"OPEN": (self.um, "claim.accept"), "CONSENTED": (self.leader, "claim.accept"),
               "ACCEPTED": (self.keeper, "claim.receive")}
        while open_ones := [c for c in self.office.rows(company.CSR, "claim.list", order=self.no)
                            if c["state"] in act]:
            who, method = act[open_ones[0]["state"]]
            self.do(who, method, claim=open_ones[0]["claim"])

    def invoice(self):
        self.do(company.FIN_PRINT, "invoice.issue", note=self.note)


def wait_until(what, seconds=10):
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            raise TimeoutError("it did not come to pass")
        time.sleep(0.02)


__all__ = ["Order", "Refused", "fen", "yuan", "later", "wait_until"]
