"""The people who sell, ship, invoice and take back, over a live daemon; each act goes into the
book when the daemon has done it."""
from book import Line, half_up
from osb_rig import Failed

PEOPLE = {"csr": "li.na", "scr": "shen.scr", "bcr": "bai.bcr"}
# From a return's state: who goes on, and how.
ROAD = {"APPLIED": ("um.sun", "return.confirm", "CONFIRMED"),
        "CONFIRMED": ("kam.zhou", "return.verify", "VERIFIED"),
        "TO_EXAMINE": ("song", "return.examine", "VERIFIED"),
        "VERIFIED": ("du.dir", "return.review", "REVIEWED"),
        "REVIEWED": ("li.na", "return.issue", "ISSUED"),
        "ISSUED": ("wh.lin", "return.receive", "RECEIVED"),
        "RECEIVED": ("wh.qi", "return.settle", "SETTLED")}


def yuan(fen):
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


def refused_for(answer):
    """The guard that refused, or the error's name; None where it was done."""
    if "error" in answer:
        return answer["error"]
    return (answer.get("guard") or answer["code"]) if answer["outcome"] == "REFUSED" else None


class House:
    """Sessions of everybody, the book, and what is counted of the answers."""

    def __init__(self, rig, book):
        self.rig, self.book, self.sessions, self.prices, self.acts = rig, book, {}, {}, 0
        self.month = None
        self.do("root.adm", "user.put", user="song", name="Song Wei", active=True)
        self.do("root.adm", "user.role", user="song", role="TECH")

    def ask(self, user, method, /, **params):
        if user not in self.sessions:
            self.sessions[user] = self.rig.session(user)
        self.acts += 1
        return self.sessions[user].command(method, params)

    def do(self, user, method, /, **params):
        """Must be done."""
        answer = self.ask(user, method, **params)
        if answer.get("outcome") not in ("DONE", "HELD"):
            raise Failed(f"{user} {method} {params}: {answer}")
        return answer

    def look(self, user, method, /, **params):
        self.acts += 1
        if user not in self.sessions:
            self.sessions[user] = self.rig.session(user)
        return self.sessions[user].call(method, params)

    def customer(self, code):
        self.do("su.ssgl", "customer.put", customer=code, name="Customer " + code,
                mnemonic=code + "X", customer_type="DEALER", customer_state="ACTIVE",
                market="M1", area="A1", manager="um.sun", kam="kam.zhou", term_days="30",
                station="ST1", ship_to="2 Long Road", receiver="Mr Xu", phone="0731-1",
                contact="Ms Ye", invoice_title="Customer " + code, tax_no="TAX" + code,
                reason="new")
        if self.do("du.dir", "account.limit", account=code, limit="1000000.00",
                   reason="new")["outcome"] == "HELD":
            for leader in ("gao.gm", "dan.ddir"):
                self.do(leader, "limit.sign", account=code)

    def product(self, code, fen, per=1, stocked=100000):
        """`fen` for `per` units."""
        self.do("su.ssgl", "product.put", product=code, name="Goods " + code, spec="std",
                unit="pc", pack="1", tax_bp="1300", product_state="SELLABLE")
        self.do("du.dir", "price.put", product=code, price=yuan(fen), price_per=str(per),
                floor="0.01")
        self.do("sto.wu", "stock.receive", product=code, warehouse="W1", qty=str(stocked),
                reason="start")
        self.prices[code], self.book.stocked[code] = (fen, per), stocked

    def sell(self, customer, reference, goods, consign=True):
        """[(product, units)] leave for the customer; the shipment in the book."""
        lines = [{"product": product, "qty": str(n)} for product, n in goods]
        order = self.do("li.na", "order.key", customer=customer, lines=lines, channel="FAX",
                        reference=reference, approver="mm.he", verifier="um.sun",
                        approved_at="2026-11-01T10:00:00+08:00")["order"]["no"]
        self.do("su.ssgl", "order.accept", order=order, memo="m", **PEOPLE)
        self.do("du.dir", "order.sign", order=order)
        paper = self.do("fin.zhao", "order.print", order=order, printer="LP1")["note"]
        self.do("fin.zhao", "print.done", job=paper["job"], remark="on the office's printer")
        note = paper["no"]
        self.do("li.na", "note.hand-over", note=note)
        self.do("shen.scr", "note.accept", note=note)
        self.do("sto.wu", "note.allocate", note=note, warehouse="W1")
        self.do("wh.lin", "note.pick", note=note, part="1")
        self.do("wh.qi", "note.check", note=note, part="1")
        self.do("wh.qi", "note.issue", note=note, part="1")
        if consign:
            self.do("shen.scr", "note.consign", note=note, part="1", waybill="W", carrier="Rail")
        shipment = self.book.ship(note, order, customer, [
            Line(i, product, n, half_up(self.prices[product][0] * n, self.prices[product][1]))
            for i, (product, n) in enumerate(goods, 1)])
        shipment.consigned = consign
        return shipment

    def invoice(self, shipment):
        if shipment.consigned and not shipment.invoiced and any(
                line.qty > line.came()[0] for line in shipment.lines):
            self.do("fin.zhao", "invoice.issue", note=shipment.note)
            shipment.invoiced = True

    def pay(self, shipment, fen):
        """Money of the customer's for this debt; only of an invoiced one."""
        receipt = self.do("fin.zhao", "receipt.record", customer=shipment.customer,
                          amount=yuan(fen), pay_method="TRANSFER",
                          bank_ref="B" + shipment.note)["made"]["receipt"]
        debt = next(r["no"] for r in self.look("fin.qian", "customer.show",
                                               customer=shipment.customer)["receivables"]
                    if r["order"] == shipment.order)
        self.do("fin.qian", "receipt.allocate", receipt=receipt,
                lines=[{"ref": debt, "amount": yuan(fen)}])
        shipment.paid += fen

    def apply(self, shipment, wanted, why="SURPLUS"):
        """The return, or None when it is refused as the book says."""
        guard = self.book.refusal(shipment, wanted)
        answer = self.ask("kam.zhou", "return.apply", note=shipment.note, part="1",
                          lines=[{"line": k, "qty": str(n)} for k, n in wanted], return_for=why,
                          reason="brought back")
        if guard:
            if refused_for(answer) != guard:
                raise Failed(f"{wanted} of {shipment.note}: {answer} instead of {guard}")
            return None
        back = self.book.apply(shipment, wanted)
        self.amount_is(back, answer, wanted)
        back.no = answer["made"]["goods_return"]
        return back

    def amount_is(self, back, answer, what):
        said = answer.get("numbers", {}).get("amount")
        if answer.get("outcome") != "DONE" or said != yuan(back.amount()):
            raise Failed(f"{back.no} {what}: {answer}, and the book says {yuan(back.amount())}")

    def goes_on(self, back, until="SETTLED"):
        """As far as `until`, by everybody in turn."""
        while back.state != until:
            user, method, state = ROAD[back.state]
            more = {"authenticity": "GENUINE", "reason": "ours"} if method == "return.examine" \
                else {"reason": "sorted"} if method == "return.settle" else {}
            self.do(user, method, goods_return=back.no, **more)
            back.state = state
