"""A house goes live: everything it had before comes in by tables, through the client (R-368, R-383)."""
import datetime
import json
import os
import subprocess

from osb_rig import Failed, Rig

USERS = """\
user,name,active
gao.gm,Gao,yes
du.dir,Du,yes
dan.ddir,Dan,yes
su.ssgl,Su,yes
li.na,Li Na,yes
bai.bcr,Bai,yes
shen.scr,Shen,yes
sto.wu,Wu,yes
wh.lin,Lin,yes
wh.qi,Qi,yes
fin.zhao,Zhao,yes
fin.qian,Qian,yes
mm.he,He,yes
um.sun,Sun,yes
kam.zhou,Zhou,yes
"""
ROLES = """\
user,role,code
gao.gm,GM,
du.dir,DIR,
dan.ddir,DDIR,
su.ssgl,SSGL,
li.na,CSR,
bai.bcr,BCR,
shen.scr,SCR,
sto.wu,STO,
wh.lin,WH,
wh.qi,WH,
fin.zhao,FIN,
fin.qian,FIN,
mm.he,MM,SOUTH
um.sun,UM,HUNAN
kam.zhou,KAM,
"""
UNITS = """\
code,role,user
SOUTH,MM,mm.he
SOUTH,BCR,bai.bcr
SOUTH,DIR,du.dir
HUNAN,UM,um.sun
"""
CUSTOMERS = """\
customer,name,mnemonic,customer_type,customer_state,market,area,manager,kam,term_days,station,ship_to,receiver,phone,contact,invoice_title,tax_no
G001,Hunan Power,HNP,DEALER,ACTIVE,SOUTH,HUNAN,um.sun,kam.zhou,30,NORTH,1 Long Road,Mr Xu,0731-1,Ms Ye,Hunan Power,91430
G002,Changsha Tools,CST,DEALER,ACTIVE,SOUTH,HUNAN,um.sun,kam.zhou,30,NORTH,2 Long Road,Mr Yu,0731-2,Ms Ma,Changsha Tools,91431
"""
# Of whom, by whom it is imported, the table.
MASTER = (
    ("market", "root.adm", "market,name\nSOUTH,South\n"),
    ("area", "root.adm", "area,name,market\nHUNAN,Hunan,SOUTH\n"),
    ("user", "root.adm", USERS),
    ("role", "root.adm", ROLES),
    ("unit", "root.adm", UNITS),
    ("warehouse", "root.adm", "warehouse,name,scr\nW1,Main store,shen.scr\n"),
    ("station", "su.ssgl", "station,name,phone,transit_days,active\nNORTH,North station,0731-9,3,yes\n"),
    ("product", "su.ssgl", "product,name,spec,unit,pack,tax_bp,product_state\n"
                           "P1,Tube,DN50,pc,1,1300,SELLABLE\nP2,Flange,DN50,pc,1,1300,SELLABLE\n"),
    ("price", "du.dir", "product,price,floor\nP1,10.00,9.00\nP2,25.50,20.00\n"),
    ("customer", "su.ssgl", CUSTOMERS),
    ("account", "du.dir", "account,limit,batch,reason\nG001,5000.00,limits,as before\n"
                          "G002,8000.00,limits,as before\n"),
)


def expect(condition, found):
    if not condition:
        raise Failed(f"not as expected: {found}")


class House:
    """A company of nothing, its daemon, and the client's command line."""

    def __init__(self, osbd):
        self.rig = Rig(osbd)
        self.osb = os.path.join(os.path.dirname(osbd), "osb")
        self.sessions, self.runs = {}, 0
        self.rig.admin("user", "bootstrap", "--login", "root.adm", "--name", "First Administrator")
        self.rig.start()
        self.today = datetime.date.fromisoformat(self.ask("root.adm", "policy.show")["today"])

    def session(self, user):
        if user not in self.sessions:
            self.sessions[user] = self.rig.session(user)
        return self.sessions[user]

    def ask(self, user, query, **params):
        return self.session(user).call(query, params)

    def do(self, user, command, outcome="DONE", **params):
        answer = self.session(user).command(command, params)
        expect(answer.get("outcome") == outcome, (command, params, answer))
        return answer

    def day(self, days=0):
        return (self.today + datetime.timedelta(days=days)).isoformat()

    def osb_run(self, user, *words, status=0):
        """The client, in JSON: the objects that it printed, and what it told on standard error."""
        self.runs += 1
        done = subprocess.run([self.osb, "--socket", self.rig.socket, "--user", user, "--demo",
                               self.rig.token_file, "--json", *words], text=True,
                              capture_output=True, check=False, env={**os.environ, "HOME": "/nowhere"})
        if done.returncode != status:
            raise Failed(f"osb {' '.join(words)}: {done.returncode}: {done.stdout}{done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def table(self, name, text):
        path = os.path.join(self.rig.dir, name + ".csv")
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path

    def master(self, noun, user, text):
        """Twice: the second time nothing is new."""
        path, rows = self.table(noun, text), len(text.splitlines()) - 1
        once = self.osb_run(user, noun, "import", path)[-1]
        expect(once["done"] == rows and once["refused"] == 0, (noun, once))
        again = self.osb_run(user, noun, "import", path)[-1]
        expect(again["done"] == 0 and again["again"] == rows, (noun, again))

    def opening(self, kind, user, path, total, rows, status=0, words=()):
        return self.osb_run(user, "opening", "import", path, "--kind", kind, "--total", total,
                            "--rows", str(rows), "--as-of", self.day(), *words, status=status)

    def opened(self, kind, user, text, total, rows=None):
        """A table whose rows and total agree: closed by the first run, and the second brings
        nothing."""
        path, rows = self.table(kind, text), rows or len(text.splitlines()) - 1
        dry = self.opening(kind, user, path, total, rows, words=("--dry-run",))[-1]
        expect(not dry["sent"] and dry["bad_rows"] == 0, dry)
        once = self.opening(kind, user, path, total, rows)[-1]
        expect(once["done"] == once["commands"] and once["refused"] == 0, (kind, once))
        again = self.opening(kind, user, path, total, rows)[-1]
        expect(again["done"] == 0 and again["again"] == again["commands"], (kind, again))
        expect(self.rig.psql(f"select closed from opening where kind = '{kind}'") == "t", kind)

    def end(self):
        broken = [row for row in self.ask("root.adm", "audit.verify")["rows"] if row["broken"]]
        expect(not broken, broken)
        for session in self.sessions.values():
            session.close()
        self.rig.stop()


def money_comes_in(house):
    """Receivables: a bad row is told and mended, a wrong total refused and amended."""
    head = "customer,receivable,amount,due,as_of\n"
    good = (f"G001,R-1,4800.00,{house.day(20)},{house.day(-10)}\n"
            f"G002,R-2,100.00,{house.day(12)},{house.day(-18)}\n"
            f"G002,R-X,77.00,{house.day(12)},{house.day(-18)}\n")
    path = house.table("receivable", head + good + f"G 03,R-3,20.00,{house.day(5)},\n"
                                                   f"G009,R-4,30.00,{house.day(5)},\n")
    told = house.opening("receivable", "fin.zhao", path, "4950.00", 4, status=8)
    expect((told[0]["line"], told[0]["column"], told[0]["value"]) == (5, 1, "G 03"), told)
    expect("a code holds letters" in told[0]["text"], told)
    expect((told[1]["line"], told[1]["column"]) == (6, 1) and "G009" in told[1]["text"], told)
    expect(told[2]["done"] == 3 and told[2]["refused"] == 1 and told[2]["bad_rows"] == 1, told)
    # the last three rows were no debts: one is in and is taken back, the table is mended; the
    # announced total is wrong now
    house.osb_run("fin.zhao", "opening", "withdraw", "R-X", "--reason", "paid in cash last week")
    house.table("receivable", head + good)
    mended = house.opening("receivable", "fin.zhao", path, "4950.00", 4, status=7)
    expect(mended[0]["again"] == 3 and mended[0]["done"] == 0, mended)
    expect(mended[1]["guard"] == "OPENING_TOTALS", mended)
    expect(mended[1]["numbers"]["total"] == "4900.00", mended)
    other = house.opening("receivable", "fin.zhao", path, "4900.00", 2, status=7)
    expect(other[0]["guard"] == "OPENING_BEGUN" and other[0]["remedies"][0]["op"] == "opening.amend",
           other)
    batch = house.osb_run("fin.zhao", "opening", "list")[0]
    expect((batch["batch"], batch["control_rows"], batch["rows"], batch["control_total"],
            batch["total"], batch["agrees"], batch["closed"])
           == ("receivable", 4, 2, "4950.00", "4900.00", False, False), batch)
    house.osb_run("fin.zhao", "opening", "amend", "receivable", "--rows", "2", "--total", "4900.00",
                  "--reason", "three rows were no debts")
    last = house.opening("receivable", "fin.zhao", path, "4900.00", 2)[-1]
    expect(last["done"] == 0 and last["again"] == 3, last)
    expect(house.rig.psql("select closed from opening where kind = 'receivable'") == "t", last)
    house.opened("shipment", "fin.zhao", "customer,receivable,amount,as_of\n"
                                         f"G002,S-1,113.00,{house.day(-6)}\n", "113.00")
    house.opened("deposit", "fin.zhao", "customer,amount,bank_ref\nG002,50.00,BK-OLD\n", "50.00")


def goods_come_in(house):
    """Stock, what is left of the month's quota, and the open orders."""
    month = house.today.replace(day=1)
    house.opened("stock", "fin.zhao", "product,warehouse,qty\nP1,W1,500\nP2,W1,300\n", "800.00")
    house.opened("quota", "su.ssgl", "month,holder,code,product,qty,used\n"
                                     f"{month},AREA,HUNAN,P1,100,40\n", "60.00")
    paper = f"FX-77,G002,{house.day(-40)} 10:00,{house.day(-40)} 09:00,mm.he,kam.zhou,"
    house.opened("order", "su.ssgl",
                 "document,customer,arrival,approved_at,approver,verifier,product,qty,price\n"
                 f"{paper}P1,50,10.00\n{paper}P2,2,\n", "551.00", rows=1)
    # signed on paper: by whom it had to be, and by another
    head = ("document,customer,arrival,approved_at,approver,verifier,signed_by,signed_at,product,qty,"
            "price\n")
    paper = f"G001,{house.day(-9)} 10:00,{house.day(-9)} 09:00,mm.he,kam.zhou"
    path = house.table("signed", head + f"FX-78,{paper},du.dir,{house.day(-8)} 09:00,P2,4,25.00\n"
                                        f"FX-79,{paper},dan.ddir,{house.day(-8)} 09:00,P2,1,25.00\n")
    once = house.osb_run("su.ssgl", "opening", "import", path, "--kind", "order", "--batch", "signed",
                         "--total", "125.00", "--rows", "2", "--as-of", house.day())[-1]
    expect(once["done"] == 2 and once["refused"] == 0, once)


def bad_line_is_told_where_it_stands(house):
    """A document of several rows is refused whole, at the row and column whose product is not known."""
    paper = f"{house.day(-1)} 10:00,{house.day(-1)} 09:00,mm.he,kam.zhou,FAX,"
    told = house.osb_run("li.na", "order", "import", house.table(
        "plans", "document,customer,arrival,approved_at,approver,verifier,channel,product,qty\n"
                 f"B1,G002,{paper}P1,1\nB2,G002,{paper}P1,1\nB1,G002,{paper}NOPE,1\n"), "--dry-run",
        "--map", "document=document,approved_at=approved-at")
    expect(told[-1]["bad_rows"] == 0, told)
    told = house.osb_run("li.na", "order", "import", os.path.join(house.rig.dir, "plans.csv"), status=8)
    expect((told[0]["line"], told[0]["column"], told[0]["value"]) == (4, 8, "NOPE"), told)
    expect(told[-1]["done"] == 1 and told[-1]["refused"] == 1, told)


def camt(*entries):
    """A bank's statement with credits of (reference, amount, currency)."""
    return ("<?xml version='1.0'?>\n<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'>"
            "<BkToCstmrStmt><Stmt>\n" + "".join(
                f"<Ntry><Amt Ccy='{currency}'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK"
                f"</Cd></Sts><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{ref}</AcctSvcrRef><NtryDtls>"
                "<TxDtls><RltdPties><Dbtr><Pty><Nm>Somebody</Nm></Pty></Dbtr></RltdPties></TxDtls>"
                "</NtryDtls></Ntry>\n" for ref, amount, currency, day in entries) +
            "</Stmt></BkToCstmrStmt></Document>\n")


def bank_files_fill_the_pool(house):
    """A table and a statement of a bank: each line comes in once, whatever file it stands in."""
    text = ("账户明细\n交易日期,借方金额,贷方金额,对方户名,交易流水号\n"
            f"{house.day()},,\"1,250.50\",华信贸易,PK-1\n{house.day()},7.00,,某人,PK-2\n"
            f"{house.day()},,30.00,乙公司,PK-3\n{house.day()},,8.00,乙公司,\n")
    for name, done, again, refused in (("bank", 2, 0, 0), ("bank", 0, 2, 0), ("renamed", 0, 0, 2)):
        told = house.osb_run("fin.zhao", "receipt", "import", house.table(name, text), status=8)
        expect((told[0]["line"], told[0]["column"], told[0]["header"]) == (6, 5, "交易流水号"), told)
        got = told[-1]
        expect((got["rows"], got["bad_rows"], got["done"], got["again"], got["refused"]) ==
               (3, 1, done, again, refused), told)
    told = house.osb_run("fin.zhao", "receipt", "import", house.table("statement", camt(
        ("PK-3", "30.00", "CNY", house.day()), ("PK-4", "40.00", "CNY", house.day()),
        ("PK-5", "5.00", "USD", house.day()))), status=8)
    expect((told[0]["line"], told[0]["header"], told[0]["value"]) == (5, "Ccy", "USD"), told)
    expect((told[-1]["done"], told[-1]["refused"], told[-1]["bad_rows"]) == (1, 1, 1), told)
    rows = house.ask("kam.zhou", "receipt.pool")["rows"]
    expect(sorted((r["bank_ref"], r["amount"]) for r in rows) ==
           [("PK-1", "1250.50"), ("PK-3", "30.00"), ("PK-4", "40.00")], rows)


def first_order_is_held(house):
    """What was owed before go-live counts in the first credit check: 4,800 + 2,000 of 5,000."""
    keyed = house.do("li.na", "order.key", customer="G001", channel="FAX", reference="FX-100",
                     lines=[{"product": "P2", "qty": "80", "price": "25.00"}], approver="mm.he",
                     verifier="kam.zhou",
                     approved_at=f"{house.day()}T00:01")["order"]
    held = house.do("su.ssgl", "order.accept", "HELD", order=keyed["no"], memo="first order",
                    csr="li.na", scr="shen.scr", bcr="bai.bcr")
    expect(held["order"]["state"] == "HOLD_CREDIT" and held["guard"] == "CC_FAR_OVER", held)
    expect(held["numbers"]["exposure"] == "4800.00", held)
    account = house.ask("fin.zhao", "customer.show", customer="G001")["account"]
    expect((account["shipped"], account["invoiced"]) == ("0.00", "4800.00"), account)


def open_order_goes_to_its_end(house):
    """Received when it arrived, judged by this house's checks, shipped, billed and paid."""
    row = house.ask("li.na", "order.list", customer="G002")["rows"][0]
    expect((row["state"], row["arrival"][:10], row["reference"], row["total"])
           == ("RECEIVED", house.day(-40), "FX-77", "551.00"), row)
    no = row["no"]
    house.do("su.ssgl", "order.accept", order=no, memo="open at go-live", csr="li.na",
             scr="shen.scr", bcr="bai.bcr")
    cell = house.ask("li.na", "quota.list", product="P1")["rows"][0]
    expect((cell["allotted"], cell["used"], cell["left"]) == ("60", "50", "10"), cell)
    house.do("du.dir", "order.sign", order=no)
    paper = house.do("fin.zhao", "order.print", order=no)["note"]
    note = paper["no"]
    house.do("fin.zhao", "print.take", job=paper["job"])
    house.do("fin.zhao", "print.done", job=paper["job"])
    for user, act, more in (
            ("li.na", "note.hand-over", {}), ("shen.scr", "note.accept", {}),
            ("sto.wu", "note.allocate", {"warehouse": "W1"}), ("wh.lin", "note.pick", {"part": "1"}),
            ("wh.qi", "note.check", {"part": "1"}), ("sto.wu", "note.issue", {"part": "1"}),
            ("shen.scr", "note.consign", {"part": "1", "waybill": "WB1", "carrier": "Rail"}),
            ("shen.scr", "note.feedback", {"part": "1"}),
            ("li.na", "note.confirm", {"part": "1", "signer": "Mr Yu"}),
            ("fin.zhao", "invoice.issue", {})):
        house.do(user, act, note=note, **more)
    return no


def signed_orders_are_not_signed_again(house):
    """What the responsible leader signed on paper goes to finance; what another signed, to him."""
    rows = {row["reference"]: row["no"] for row in
            house.ask("li.na", "order.list", customer="G001")["rows"]}
    for reference, state in (("FX-78", "FIN_QUEUE"), ("FX-79", "WAIT_MA")):
        answer = house.do("li.na", "order.accept", order=rows[reference], memo="open at go-live",
                          csr="li.na", scr="shen.scr", bcr="bai.bcr")
        expect(answer["order"]["state"] == state, answer)
    signed = [s for s in house.ask("li.na", "order.show", order=rows["FX-78"])["signatures"]
              if s["kind"] == "MA"]
    expect([(s["signer"], s["attested_by"], s["signed_on_paper"][:10]) for s in signed]
           == [("du.dir", "su.ssgl", house.day(-8))], signed)


def goods_of_before_are_billed_and_paid(house, no):
    """The opening shipment gets its invoice; then the customer pays all that he owes."""
    account = house.ask("fin.zhao", "customer.show", customer="G002")["account"]
    expect((account["shipped"], account["invoiced"], account["deposit"])
           == ("113.00", "651.00", "-50.00"), account)
    billed = house.osb_run("fin.zhao", "invoice", "opening", "S-1", "1300")[-1]
    expect((billed["numbers"]["total"], billed["numbers"]["tax"]) == ("113.00", "13.00"), billed)
    again = house.osb_run("fin.zhao", "invoice", "opening", "S-1", "1300", status=7)[-1]
    expect(again["guard"] == "OPENING_BILLED", again)
    receipt = house.do("fin.zhao", "receipt.record", customer="G002", amount="714.00",
                       pay_method="TRANSFER", bank_ref="BK-1")["made"]["receipt"]
    house.do("fin.qian", "receipt.allocate", receipt=receipt)
    deposit = house.ask("fin.zhao", "receipt.list", customer="G002")["rows"][0]["no"]
    house.do("fin.qian", "receipt.allocate", receipt=deposit)
    shown = house.ask("fin.zhao", "customer.show", customer="G002")
    expect(shown["account"]["exposure"] == "0.00" and shown["receivables"] == [], shown)
    expect(house.ask("li.na", "order.show", order=no)["order"]["state"] == "CLOSED", no)


def check_golive(rig):
    """go-live: a company's tables, imported twice by the client; its open order ends closed"""
    house = House(rig.osbd)
    try:
        for noun, user, text in MASTER:
            if noun == "account":  # another than the leader says what they come to
                house.do("su.ssgl", "opening.begin", batch="limits", as_of=house.day(), rows="2",
                         total="13000.00")
            house.master(noun, user, text)
        house.do("su.ssgl", "opening.close", batch="limits")
        money_comes_in(house)
        goods_come_in(house)
        first_order_is_held(house)
        bad_line_is_told_where_it_stands(house)
        bank_files_fill_the_pool(house)
        signed_orders_are_not_signed_again(house)
        goods_of_before_are_billed_and_paid(house, open_order_goes_to_its_end(house))
        house.end()
    finally:
        house.rig.drop()
    return f"{house.runs} runs of osb,"
