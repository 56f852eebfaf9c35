"""Two years of invoices, lived day by day: they come in as opening documents, fall due, are
disputed and paid (R-106, R-154, R-164, R-165, R-368).

What the daemon says of each day must be what figures.py works out from the file alone. A part of
the file lies here; OSB_DEBTS names the whole one (cmake --build BUILD --target debts_all).
"""
import os
import subprocess
from collections import Counter
from datetime import timedelta

import figures
from osb_rig import Failed, expect, sound

HERE = os.path.dirname(os.path.abspath(__file__))


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02}"


class Sql:
    """One psql for the whole time: a day's move would else cost more than the day."""

    def __init__(self, rig):
        # pylint: disable-next=consider-using-with
        self.process = subprocess.Popen(
            ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", rig.owner], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, cwd="/", **rig.as_owner())

    def ask(self, sql):
        """Its lines."""
        self.process.stdin.write(sql + ";\n\\echo .\n")
        self.process.stdin.flush()
        lines = []
        while (line := self.process.stdout.readline()) != ".\n":
            expect(line, f"psql ended: {sql}")
            lines.append(line.rstrip("\n"))
        return lines

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Office:
    """Everybody who works on debts, over a live daemon; the days."""

    def __init__(self, rig, debts):
        rig.start(["--sweep-seconds", "0"])
        self.rig, self.debts, self.sessions, self.acts = rig, debts, {}, Counter()
        self.sql, self.today = Sql(rig), None
        self.customers = sorted({d.customer for d in debts})
        self.codes = {}

    def session(self, user):
        if user not in self.sessions:
            self.sessions[user] = self.rig.session(user)
        return self.sessions[user]

    def do(self, user, method, /, **params):
        answer = self.session(user).command(method, params)
        if answer.get("outcome") != "DONE":
            raise Failed(f"{self.today} {user} {method} {params}: {answer}")
        self.acts[method] += 1
        return answer

    def look(self, method, /, **params):
        answer = self.session("fin.qian").call(method, params)
        if "error" in answer:
            raise Failed(f"{self.today} {method} {params}: {answer}")
        self.acts["looks"] += 1
        return answer["rows"]

    def customer(self, code):
        self.do("su.ssgl", "customer.put", customer=code, name="Customer " + code,
                mnemonic=code + "X", customer_type="DEALER", customer_state="ACTIVE",
                market="M1", area="A1", manager="um.sun", kam="kam.zhou",
                term_days=str(figures.TERM), station="ST1", ship_to="2 Long Road",
                receiver="Mr Xu", phone="0731-1", contact="Ms Ye",
                invoice_title="Customer " + code, tax_no="TAX" + code, reason="new")

    def morning(self, day):
        """Noon, so that no night falls into what is done on the day."""
        self.sql.ask(f"""update osb.company set business_clock_offset_us = extract(epoch from
            (timestamp '{day} 12:00' - (select utc_offset_min from osb.policy order by id desc
             limit 1) * interval '1 minute') at time zone 'UTC' - clock_timestamp()) * 1000000""")
        self.today = day

    def brought_in(self, debts):
        """What arose today, in a batch of the day."""
        batch = f"debts of {self.today}"
        self.do("fin.zhao", "opening.begin", batch=batch, as_of=str(self.today),
                rows=str(len(debts)), total=yuan(sum(d.fen for d in debts)))
        for d in debts:
            self.do("fin.zhao", "opening.receivable", batch=batch, customer=d.customer,
                    receivable=d.no, amount=yuan(d.fen), due=str(d.due))
        self.do("fin.zhao", "opening.close", batch=batch)

    def disputed(self, debt):
        self.do("bai.bcr", "receivable.dispute", receivable=debt.no, active=True, reason="short")
        if debt.exempt_to:
            self.do("du.dir", "receivable.exempt", receivable=debt.no,
                    valid_to=str(debt.exempt_to), reason="ours to clear up")

    def settled(self, debt):
        if debt.disputed_on:
            self.do("bai.bcr", "receivable.dispute", receivable=debt.no, active=False,
                    reason="cleared up")
        receipt = self.do("fin.zhao", "receipt.record", customer=debt.customer,
                          amount=yuan(debt.fen), pay_method="TRANSFER",
                          bank_ref="B" + debt.no)["made"]["receipt"]
        self.do("fin.qian", "receipt.allocate", receipt=receipt,
                lines=[{"ref": debt.no, "amount": yuan(debt.fen)}])

    def lived(self, day):
        """All that the day has."""
        self.morning(day)
        new = [d for d in self.debts if d.arose == day]
        if new:
            self.brought_in(new)
        for debt in self.debts:
            if debt.disputed_on == day:
                self.disputed(debt)
            if debt.settled == day:
                self.settled(debt)


# --- the same figures on both sides -----------------------------------------------------------

def same(what, said, wanted):
    if said != wanted:
        differ = [x for x in said if x not in wanted][:3], [x for x in wanted if x not in said][:3]
        raise Failed(f"{what}: the daemon has {differ[0]}, and the file {differ[1]}")


def ageing(office, debts, **of):
    """R-154: six buckets, their shares and which due dates they have."""
    day, rows = office.today, figures.ageing(debts, office.today)
    whole = sum(fen for _, _, fen in rows)
    share = [(1000 * fen + whole // 2) // whole if whole else 0 for _, _, fen in rows]
    same(f"{day} ageing {of}",
         [(r["late"], r["items"], r["open"], r["percent"]) for r in
          office.look("receivable.ageing", **of)],
         [(name, items, yuan(fen), f"{tenths // 10}.{tenths % 10}")
          for (name, items, fen), tenths in zip(rows, share)])


def all_open(office):
    """Each open debt: how late, disputed, let off; to whom it has come."""
    day = office.today
    same(f"{day} open debts",
         sorted((r["no"], r["customer"], r["open"], r["due"], r["days_late"], r["disputed"],
                 r.get("exempt_to")) for r in office.look("receivable.list", limit_rows=1000)),
         sorted((d.no, d.customer, yuan(d.fen), str(d.due), d.late(day), d.in_dispute(day),
                 str(d.exempt_to) if d.exempt_to and d.in_dispute(day) else None)
                for d in office.debts if d.open_on(day)))
    same(f"{day} debts that have come to somebody",
         sorted((r["no"], r["escalated"]) for r in
                office.look("receivable.escalated", limit_rows=1000)),
         sorted((d.no, figures.post(d, day)) for d in office.debts if d.overdue(day)))


def collected(office):
    """R-165: what of each customer's debts fell due + 5 in a month and was paid by then, which the
    review of the limits reads."""
    same(f"{office.today} customers' months",
         sorted(office.sql.ask("select c.code, m.month, m.shipped, m.due, m.in_time from"
                               " osb.customer_month m join osb.customer c on c.id = customer_id")),
         sorted("|".join(map(str, (code, month, *sums))) for (code, month), sums in
                figures.by_month(office.debts, office.today).items()))


def everything(office):
    ageing(office, office.debts)
    all_open(office)
    collected(office)


def overdue(office):
    """Of each customer, in the list of the grades; and each one's own ageing."""
    day = office.today
    sums = Counter()
    for d in office.debts:
        sums[d.customer] += d.fen if d.overdue(day) else 0
    same(f"{day} overdue",
         sorted((r["customer"], r["overdue"]) for r in office.look("grade.list", limit_rows=1000)
                if r["customer"] in office.customers),
         sorted((c, yuan(sums[c])) for c in office.customers))
    for customer in office.customers:
        ageing(office, [d for d in office.debts if d.customer == customer], customer=customer)


# --- the review of a quarter ------------------------------------------------------------------

MONEY = ("formula", "shipped", "due", "in_time", "last_quarter", "quarter_before")


def percent(fen, whole):
    hundredths = (20000 * fen + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def wanted_of(debts, customer, quarter):
    """The line of the proposals that the file comes to."""
    want = figures.proposal(debts, customer, quarter)
    growth = abs(want["growth"])
    line = {"account": customer, "grade": want["grade"], "fresh": want["fresh"],
            "cash_first": want["cash_first"],
            "growth": f"{'-' * (want['growth'] < 0)}{growth // 100}.{growth % 100:02}"}
    line.update({name: yuan(want[name]) for name in MONEY})
    if want["due"]:
        line["in_time_pct"] = percent(want["in_time"], want["due"])
    return line | {"limit": line["formula"], "was": "0.00"}


def reviewed(office, quarter):
    """The quarter's first sweep proposed grade and limit of every customer; the grades."""
    rows = {r["account"]: r for r in
            office.look("limit.proposals", quarter=str(quarter), limit_rows=1000)}
    grades = Counter()
    for customer in office.customers:
        want, row = wanted_of(office.debts, customer, quarter), rows.pop(customer, {})
        said = {name: row.get(name) for name in want}
        expect(said == want, f"{quarter} {customer}: {said}, and the file comes to {want}")
        grades[want["grade"]] += 1
    expect(sorted(rows) == ["C001", "C002"], f"{quarter}: also {sorted(rows)}")
    same(f"{quarter} grades",
         sorted((r["customer"], r["grade"]) for r in office.look("grade.list", limit_rows=1000)
                if r["customer"] in office.customers),
         sorted((c, figures.proposal(office.debts, c, quarter)["grade"])
                for c in office.customers))
    return grades


def sweep(office):
    """The first one of the quarter computes the limits, all of them."""
    answer = office.session("root.adm").call("clock.sweep")
    expect(answer.get("ended") and answer["failed"] == answer["refused"] == 0, answer)
    return answer["acts"]


# --- what a wrong figure looks like -----------------------------------------------------------

def missed(what, check, *params):
    try:
        check(*params)
    except Failed:
        return
    raise Failed(f"nobody misses {what}")


def controls(office):
    """A debt that the file does not have, or has otherwise, is found by each comparison."""
    open_ = next(d for d in office.debts if d.open_on(office.today))
    open_.fen += 1
    for check in (all_open, collected):
        missed("a fen", check, office)
    open_.fen -= 1
    open_.due -= timedelta(40)
    missed("a due day", ageing, office, office.debts)
    missed("a due day", overdue, office)
    open_.due += timedelta(40)
    everything(office)


def control_of_review(office, quarter):
    """One payment more in time, or one less."""
    debt = next(d for d in office.debts if figures.months_on(quarter, -12) <= d.due < quarter
                and d.settled < quarter)
    was, debt.settled = debt.settled, debt.due + timedelta(30 if debt.in_time() else 0)
    missed("a payment in time", reviewed, office, quarter)
    debt.settled = was


def check_years(rig):
    """two years of invoices come in, fall due, are disputed and paid day by day: ageing, overdue, what was collected in five days, grades and limits are on each day what the file comes to"""
    debts = figures.read(os.environ.get("OSB_DEBTS") or os.path.join(HERE, "invoices.csv"))
    office, days, grades = Office(rig, debts), figures.days_of(debts), Counter()
    office.morning(days[0])
    for customer in office.customers:
        office.customer(customer)
    quarters = 0
    for day in days:
        office.lived(day)
        everything(office)
        if day.day != 1 and day != days[0]:
            continue
        overdue(office)
        proposed = sweep(office)
        if day.month % 3 != 1:
            expect(proposed == 0, f"{day}: {proposed} acts in a month that begins no quarter")
            continue
        expect(proposed == len(office.customers) + 2, f"{day}: {proposed} proposals")
        grades += reviewed(office, day.replace(day=1))
        quarters += 1
        if quarters == 4:
            controls(office)
            control_of_review(office, day)
    expect(all(grades[g] for g in range(1, 6)), f"not every grade was met: {grades}")
    expect(not any(d.open_on(days[-1]) for d in debts), "something is left open")
    sound(rig)
    office.sql.close()
    rig.stop()
    return f"{len(debts)} debts of {len(office.customers)} customers, {len(days)} days, " \
           f"{quarters} quarters, grades {dict(sorted(grades.items()))}, " \
           f"{sum(office.acts.values())} acts"
