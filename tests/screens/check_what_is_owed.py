"""What is owed by how late it is, as numbers with bars, and the rows behind a bar."""
import datetime

from check_lists import played
from osb_rig import Failed

TODAY = "policy.show"


def owing(company):
    """A customer of his own who owes three times: not yet due, five days late, and six."""
    chief, finance = company.rig.session("su.ssgl"), company.rig.session("fin.zhao")
    today = datetime.date.fromisoformat(finance.call(TODAY)["today"])
    debts = (("OWE-0", -3, "600.00"), ("OWE-5", 5, "300.00"), ("OWE-6", 6, "100.00"))
    steps = [(chief, "customer.put", {
        "customer": "C077", "name": "Late Payers", "mnemonic": "LATE", "customer_type": "DEALER",
        "customer_state": "ACTIVE", "market": "M1", "area": "A1", "manager": "um.sun", "kam": "kam.zhou",
        "term_days": "30", "station": "ST1", "ship_to": "x", "receiver": "x", "phone": "1", "contact": "x",
        "invoice_title": "x", "tax_no": "T77", "reason": "new"}),
             (finance, "opening.begin", {"batch": "owed", "as_of": "2026-01-01", "rows": "3", "total": "1000.00"})]
    steps += [(finance, "opening.receivable", {
        "batch": "owed", "customer": "C077", "receivable": number, "amount": amount, "as_of": "2025-01-01",
        "due": str(today - datetime.timedelta(days=late))}) for number, late, amount in debts]
    for session, method, values in steps + [(finance, "opening.close", {"batch": "owed"})]:
        answer = session.command(method, values)
        if answer.get("outcome") != "DONE":
            raise Failed(f"{method} {values}: {answer}")
    chief.close()
    finance.close()


def check_rows_behind_a_bar(company):
    """A chart of what is owed stands on its figures; Enter opens the receivables behind a bar, F3 comes back,
    and a customer's own chart stands beside them from 120 columns on."""
    owing(company)
    played(company, "bai.bcr", 'wait "Reload"\nkeys ^P "Ageing" Enter\nwait "of the whole"\n'
           'keys F9 "C077" F2\nwait "60.0"\n'
           'expect "600.00     60.0 ##############################.................... "\n'
           'expect "300.00     30.0 ###############..................................."\n'
           'keys Down Enter\nwait "OWE-5"\nexpect "1 row"\nexpect "OWE-5"\n'
           'expect "1-5              300.00  30.0 %"\nexpect "Days late, amount, share"\n'
           'keys F3\nwait "of the whole"\nkeys Down Enter\nwait "OWE-6"\nexpect "1 row"\n',
           lambda terminal: None, size=(40, 120))
