"""A quarter begins: a limit is proposed for every account, once, whatever breaks in between."""
import os
import random
import subprocess
import time

from check_clock import begin, move, swept, wait_for
from osb_rig import Failed, count, expect

HISTORY = os.path.join(os.path.dirname(__file__), "..", "load", "history.sql")
CUSTOMERS = 60
# What the formula's inputs come to, debt by debt, asked without the daemon's view.
DEBTS = """select r.customer_id, r.basis_day, r.due + 5, r.amount, case when m.cleared_on <= r.due + 5
    then a.amount else 0 end, r.written_off, c.term_days from osb.receivable r join osb.customer c on c.id = r.customer_id
    left join osb.allocation a on a.receivable_id = r.id left join osb.receipt m on m.id = a.receipt_id
    where c.code like 'Q%' order by 1"""
PROPOSED = """select a.id, p.shipped, p.growth, p.term_days, p.due, p.in_time, p.bad_debt > 0, p.grade,
    p.fresh, p.formula, p.lim from osb.limit_proposal p join osb.credit_account a on a.id = p.account_id
    where a.code like 'Q%' order by 1"""


def fill(rig, quarter):
    """Accounts with two years of history, written past the rules."""
    with open(HISTORY, encoding="utf-8") as script:
        done = subprocess.run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-v", f"customers={CUSTOMERS}",
                               "-v", f"quarter={quarter}", "-v", "codes=Q", rig.owner], stdin=script,
                              text=True, capture_output=True, cwd="/", check=False, **rig.as_owner())
    if done.returncode:
        raise Failed(done.stderr)


def month(day, quarter):
    """How many months before the quarter, 1 for the last; day and quarter as in '2027-01-01'."""
    def whole(d):
        return int(d[:4]) * 12 + int(d[5:7])
    return whole(quarter) - whole(day)


def by_hand(debts, quarter):
    """R-164 and R-165, in a few lines of another language."""
    left, judged = [(month(d[1], quarter), d) for d in debts], [d for d in debts if 1 <= month(d[2], quarter) <= 12]

    def shipped(first, last):
        return sum(int(d[3]) for m, d in left if first <= m <= last)
    total, last, before = shipped(1, 6), shipped(1, 3), shipped(4, 6)
    growth = (last - before) * 10000 // before if before else 0
    due, in_time = sum(int(d[3]) for d in judged), sum(int(d[4]) for d in judged)
    bad = any(int(d[5]) for d in debts)  # given up within the year, by the way they were made
    grade = 5 if bad else 3 if not due else next(
        (g for g, share in enumerate((95, 90, 80, 60), 1) if in_time * 100 >= due * share), 5)
    term, factor = int(debts[0][6]), (120, 100, 80, 50, 0)[grade - 1]
    kg = 20000 + min(max(growth, -2000), 6000)
    formula = total * (term + 10) * factor * kg // (6 * 30 * 100 * 20000 * 100000) * 100000
    fresh = not shipped(1, 999)
    return [total, growth, term, due, in_time, "t" if bad else "f", grade, "t" if fresh else "f", formula,
            1000000 if fresh and grade < 5 else formula]


def check_quarter(rig):
    """killed in the middle of a quarter's proposals again and again: each is there once and is what the formula gives"""
    dice = random.Random(7)
    rig.start(["--sweep-seconds", "1"])
    wait_for("the first sweep", lambda: swept(rig))
    rig.stop()
    expect(count(rig, "select count(*) from osb.limit_proposal") == 0, "a company's first quarter has none")
    quarter = rig.psql("select (date_trunc('quarter', osb.business_today()) + interval '3 months')::date")
    fill(rig, quarter)
    accounts = count(rig, "select count(distinct account_id) from osb.customer where account_id is not null")
    move(rig, count(rig, f"select date '{quarter}' - osb.business_today()"))
    for point in ("after_commit", "before_commit", "after_load", "after_commit"):
        begin(rig, OSB_CRASH_AT=point)
        rig.process.wait(20)
    kills = 0
    while count(rig, "select count(*) from osb.limit_proposal") < accounts and kills < 12:
        begin(rig)
        time.sleep(dice.uniform(0.05, 0.4))
        rig.kill()
        kills += 1
    begin(rig)
    wait_for("the end of the sweep", lambda: swept(rig))
    expect(rig.psql("select count(*) || ' ' || count(distinct account_id) from osb.limit_proposal")
           == f"{accounts} {accounts}", "not once for each account")
    expect(count(rig, "select count(*) from osb.event where op = 'limit.propose' and actor_id = 1") == accounts,
           "acts are missing or doubled")
    expect(rig.psql("select acts >= " + str(accounts) + " and refused + failed = 0 from osb.sweep"
                    " order by no desc limit 1") == "t", rig.psql("select * from osb.sweep"))
    debts = {}
    for line in rig.psql(DEBTS).split("\n"):
        debts.setdefault(line.split("|")[0], []).append(line.split("|"))
    wrong = [line for line in rig.psql(PROPOSED).split("\n")
             if line.split("|")[1:] != [str(x) for x in by_hand(debts[line.split("|")[0]], quarter)]]
    expect(len(debts) == CUSTOMERS and not wrong, f"{len(wrong)} differ, first: {wrong[:1]} "
           f"{wrong and by_hand(debts[wrong[0].split('|')[0]], quarter)}")
    grades = rig.psql("select string_agg(g || ': ' || n, ', ' order by g) from (select grade g, count(*) n"
                      " from osb.limit_proposal group by grade) x")
    rig.stop()
    move(rig, count(rig, f"select date '{quarter}' - osb.business_today()")
         + count(rig, "select business_clock_offset_us / 86400000000 from osb.company") + 1)
    begin(rig)
    wait_for("the next day's sweep", lambda: swept(rig))
    expect(count(rig, "select count(*) from osb.limit_proposal") == accounts, "proposed again on the next day")
    rig.stop()
    print(f"figure: review: {accounts} limits proposed once each through {4 + kills} kills; grades {grades}",
          flush=True)
