"""A paper that did not come out: it waits among the printings, says why, and is sent again."""
from check_lists import played
from check_money import do
from osb_rig import Failed


def jammed_note(company):
    """A note whose printer took the paper and spoilt it."""
    order = do(company, "li.na", "order.key", customer="C003", channel="FAX", reference="JAM", approver="mm.he",
               verifier="kam.zhou", approved_at="2026-01-05T10:00:00+08:00",
               lines=[{"product": "PX001", "qty": "2"}])["order"]["no"]
    do(company, "su.ssgl", "order.accept", order=order, memo="m", csr="li.na", scr="shen.scr", bcr="bai.bcr")
    do(company, "du.dir", "order.sign", order=order)
    note = do(company, "fin.zhao", "order.print", order=order, printer="LP1")["note"]["no"]
    session = company.rig.session("fin.zhao")
    job = session.call("print.list", {"note": note})["rows"][0]["job"]
    session.close()
    do(company, "fin.zhao", "print.take", job=job)
    do(company, "fin.zhao", "print.failed", job=job, reason="paper jam at the door")
    return order, note, job


def check_failed_paper_is_sent_again(company):
    """A printing that failed waits among the printings with its fault, the order says so and what is next, and
    F2 sends it again."""
    order, note, job = jammed_note(company)
    played(company, "fin.zhao", 'wait "Reload"\nkeys ^P "Printings" Enter\nwait "FAILED"\n'
           f'expect "{note}"\nexpect "paper jam at the door"\n'
           f'keys "/{order}" Enter\nwait "Paper NOTE: FAILED"\nexpect "paper jam at the door"\n'
           'expect "Next: queue a printing again"\nkeys F3\nwait "FAILED"\n'
           'keys F2\nwait "queue a printing again"\nkeys F2\nwait "Done."\nwait "QUEUED"\n',
           lambda terminal: None, size=(40, 120))
    state = company.rig.psql(f"select state || ' ' || copy_no from print_job where id = {job}")
    if state != "QUEUED 2":
        raise Failed(f"the printing of {note} is {state}")


def check_receipt_and_its_reversal_are_printed(company):
    """`p` on a receipt shows its paper and prints it; that of its reversal is red, and the second printing a
    reprint."""
    made, _ = [do(company, "fin.zhao", "receipt.record", customer="C003", amount="12.00", pay_method="TRANSFER",
                  bank_ref=f"PAPER-{i}")["made"]["receipt"] for i in (1, 2)]
    opened = 'wait "Reload"\nkeys ^P "Money" Enter\nwait "RC"\nkeys "p"\nwait "Printer:"\nwait "Receipt"\n'
    played(company, "fin.zhao", f'{opened}expect "PAPER-"\nkeys ^U "cat > rc.txt" F2\nwait "Given to cat"\n',
           lambda terminal: None)
    reversed_by = do(company, "fin.zhao", "receipt.reverse", receipt=made, reason="bounced")
    red = company.rig.psql("select number from document where series = 'RR' order by id desc limit 1")
    if not red:
        raise Failed(f"no reversal: {reversed_by}")
    for copy in (1, 2):
        played(company, "fin.zhao", f'{opened}keys Tab Tab ^U "{red}" Enter\n'
               'wait "Red receipt"\nexpect "bounced"\nkeys F2\nwait "Given to cat"\n', lambda terminal: None)
        said = company.rig.psql("select j.copy_no || ' ' || j.state from print_job j join document d on"
                                f" d.id = j.document_id where d.number = '{red}' order by j.id desc limit 1")
        if said != f"{copy} PRINTED":
            raise Failed(f"printing {copy} of {red}: {said}")
