"""What a file of invoices comes to on any day: who owes what and how late, who paid in time, which
grade and which limit follow. Worked out from the file alone; the daemon has no part in it.

The file's days are those of 2012 to 2014. They come again 28 years later, on the same weekdays,
in months of the same length. Its amounts are some hundred; a thousand times as much makes limits
that do not all round to nothing.
"""
import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

YEARS, TIMES = 28, 1000
BUCKETS = (("CURRENT", 0), ("1-5", 5), ("6-30", 30), ("31-60", 60), ("61-90", 90), (">90", 10**6))
GRADES = ((1, 95, Fraction("1.2")), (2, 90, Fraction(1)), (3, 80, Fraction("0.8")),
          (4, 60, Fraction("0.5")), (5, 0, Fraction(0)))
# Days, days, days, fen.
GRACE, BUFFER, TERM, ROUND = 5, 10, 30, 100000
# So many days behind its due day a disputed debt may be let off: it does not count as overdue.
LET_OFF = 3


def day_of(text):
    day = datetime.strptime(text, "%d/%m/%Y").date()
    return day.replace(year=day.year + YEARS)


def months_on(day, n):
    """The first of a month, n months on."""
    month = day.year * 12 + day.month - 1 + n
    return date(month // 12, month % 12 + 1, 1)


@dataclass
class Debt:
    no: str
    customer: str
    fen: int
    arose: date
    due: date
    settled: date
    disputed_on: date = None  # halfway to its settlement, which ends it
    exempt_to: date = None    # of every other disputed one: it does not count as overdue so long

    def open_on(self, day):
        """In the evening of that day."""
        return self.arose <= day < self.settled

    def late(self, day):
        return max(0, (day - self.due).days)

    def in_dispute(self, day):
        return bool(self.disputed_on) and self.disputed_on <= day < self.settled

    def overdue(self, day):
        """Late, and no leader let it off."""
        exempt = self.exempt_to and self.in_dispute(day) and day <= self.exempt_to
        return self.open_on(day) and self.late(day) > 0 and not exempt

    def in_time(self):
        return self.settled <= self.due + timedelta(GRACE)


def read(path):
    """The file's debts in its order."""
    debts, disputes = [], 0
    with open(path, encoding="utf-8-sig") as text:
        for row in csv.DictReader(line for line in text if not line.startswith("#")):
            debt = Debt(row["invoiceNumber"], row["customerID"],
                        int(Fraction(row["InvoiceAmount"]) * 100 * TIMES),
                        day_of(row["InvoiceDate"]), day_of(row["DueDate"]),
                        day_of(row["SettledDate"]))
            if row["Disputed"] == "Yes":
                disputes += 1
                debt.disputed_on = debt.arose + (debt.settled - debt.arose) // 2
                if disputes % 2:
                    debt.exempt_to = max(debt.due + timedelta(LET_OFF), debt.disputed_on)
            debts.append(debt)
    return debts


def days_of(debts):
    """The days on which a debt arises, is paid or disputed, grows older by a bucket or a post, or
    counts as overdue again; the first of each month between; ascending."""
    days = set()
    for debt in debts:
        days |= {debt.arose, debt.settled, debt.disputed_on or debt.arose}
        days |= {debt.due + timedelta(n) for n in (1, 1 + LET_OFF, 6, 30, 31)
                 if debt.open_on(debt.due + timedelta(n))}
    month, last = months_on(min(days), 1), months_on(max(days), 3)
    while month <= last:
        days.add(month)
        month = months_on(month, 1)
    return sorted(days)


def ageing(debts, day):
    """[(bucket, items, fen)] of what is open."""
    rows, least = [], -10**6
    for name, most in BUCKETS:
        some = [d.fen for d in debts if d.open_on(day) and least < (day - d.due).days <= most]
        rows.append((name, len(some), sum(some)))
        least = most
    return rows


def post(debt, day):
    """To whom a debt has come that is so late."""
    late = debt.late(day)
    return "SLT" if late >= 30 else "MM" if late >= 6 else "KAM/UM"


def by_month(debts, day):
    """{(customer, first of the month): [fen that arose, fell due + 5, were then paid]}"""
    months = {}
    for debt in debts:
        if debt.arose > day:
            continue
        judged = debt.due + timedelta(GRACE)
        months.setdefault((debt.customer, debt.arose.replace(day=1)), [0, 0, 0])[0] += debt.fen
        month = months.setdefault((debt.customer, judged.replace(day=1)), [0, 0, 0])
        month[1] += debt.fen
        month[2] += debt.fen if debt.in_time() and debt.settled <= day else 0
    return months


def proposal(debts, customer, quarter):
    """What the review of a quarter finds of a customer without a limit."""
    def arose(first, last):
        return sum(d.fen for d in debts if d.customer == customer and
                   months_on(quarter, -first) <= d.arose < months_on(quarter, 1 - last))
    judged = [d for d in debts if d.customer == customer and
              months_on(quarter, -12) <= d.due + timedelta(GRACE) < quarter]
    due, in_time = sum(d.fen for d in judged), sum(d.fen for d in judged if d.in_time())
    grade, factor = next((g, f) for g, percent, f in GRADES if in_time * 100 >= due * percent) \
        if due else (3, GRADES[2][2])
    shipped, last, before = arose(6, 1), arose(3, 1), arose(6, 4)
    growth = (last - before) * 10000 // before if before else 0
    half = min(max(Fraction(growth, 20000), Fraction(-10, 100)), Fraction(30, 100))
    limit = Fraction(shipped, 6) * (TERM + BUFFER) / 30 * factor * (1 + half)
    fresh = not arose(999, 1)
    return {"grade": grade, "formula": int(limit / ROUND) * ROUND, "shipped": shipped, "due": due,
            "in_time": in_time, "growth": growth, "last_quarter": last, "quarter_before": before,
            "fresh": fresh, "cash_first": grade == 5 or fresh}
