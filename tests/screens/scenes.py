"""What others do while a script stands at a screen: `meanwhile NAME` calls NAME(company)."""
import os
import signal
import time

from osb_rig import Failed

FIRST, SECOND = "my first own password", "my second own password"


def command(company, login, method, **params):
    session = company.rig.session(login)
    answer = session.command(method, params)
    session.close()
    if answer.get("outcome") not in ("DONE", "HELD"):
        raise Failed(f"{method}: {answer}")
    return answer


def special_treatment(company, reference="SPECIAL", signed=("dan.ddir",)):
    """An order far beyond the limit of C002, for which special treatment is asked; one has signed."""
    order = command(company, "li.na", "order.key", customer="C002", channel="FAX", reference=reference,
                    approver="mm.he", verifier="kam.wang", approved_at="2026-01-05T10:00:00+08:00",
                    lines=[{"product": "PX003", "qty": "500"}])["order"]["no"]
    command(company, "li.na", "order.accept", order=order, memo="a branch opens", csr="li.na",
            scr="shen.scr", bcr="bai.bcr")
    command(company, "li.na", "st.apply", order=order, why="GROWTH", grounds="a branch opens in spring")
    command(company, "um.sun", "st.say", order=order, text="it is rented since June")
    for login in signed:
        command(company, login, "st.sign", order=order)


def another_special_treatment(company):
    """One more, and nobody has signed yet."""
    special_treatment(company, "SPECIAL-2", ())


def order_comes_back(company):
    """A leader returns an order to the field."""
    order = command(company, "li.na", "order.key", customer="C003", channel="FAX", reference="BACK",
                    approver="mm.he", verifier="kam.zhou", approved_at="2026-01-05T10:00:00+08:00",
                    lines=[{"product": "PX001", "qty": "3"}])["order"]["no"]
    command(company, "su.ssgl", "order.accept", order=order, memo="m", csr="li.na", scr="shen.scr", bcr="bai.bcr")
    command(company, "du.dir", "order.refuse", order=order, reason="they wait for the new price")


def paper(company):
    """What waits for the printer comes out."""
    company.rig.paper_comes_out()


def old_debts(company):
    """Two debts of before go-live, long due, and money that came for them."""
    def day(ago):  # as many days late on any day
        return company.rig.psql(f"select business_today() - {ago}")
    command(company, "fin.zhao", "opening.begin", batch="old", as_of=day(200), rows="2", total="3000.00")
    for no, amount, due in (("AR-OLD-1", "1000.00", day(100)), ("AR-OLD-2", "2000.00", day(50))):
        command(company, "fin.zhao", "opening.receivable", batch="old", customer="C001", receivable=no,
                amount=amount, due=due)
    command(company, "fin.zhao", "receipt.record", customer="C001", amount="1500.00", pay_method="TRANSFER",
            bank_ref="B-OLD-1")


def proposals(company):
    """The administrator proposes a narrower band of the managers."""
    command(company, "root.adm", "policy.set", settings=[{"name": "over_pct", "value": "19"}], reason="fewer exceptions")


def three_to_sign(company):
    """Three orders wait for the director's signature, and no others."""
    from check_lists import clear, many  # these ask run.py  # pylint: disable=import-outside-toplevel
    clear(company)
    many(company, 3, "BULK")


def one_is_cancelled(company):
    """The first of the three, while the director looks at them."""
    order = company.rig.psql("select no from orders where reference = 'BULK-0'")
    command(company, "su.ssgl", "order.cancel", order=order, reason="keyed twice", requester="Mr Xu")


def order_of_two_lines(company):
    """The newest order, which its secretary is about to change."""
    from check_amend import two_lines  # pylint: disable=import-outside-toplevel
    two_lines(company, "BOTH")


def they_change_it(company):
    """A leader changes a quantity that the secretary is changing, another one, and the day."""
    from check_amend import change_meanwhile  # pylint: disable=import-outside-toplevel
    order = company.rig.psql("select no from orders where reference = 'BOTH'")
    change_meanwhile(company, order, wanted="2026-12-30", lines=[{"line": 1, "qty": "90"}, {"line": 2, "qty": "9"}])


def goods_go_out(company):
    """The note that was handed over is picked, checked and issued."""
    note = company.rig.psql("select no from note where state = 'HANDED' order by id limit 1")
    for login, method, params in (("shen.scr", "note.accept", {}), ("sto.wu", "note.allocate", {"warehouse": "W1"}),
                                  ("wh.lin", "note.pick", {"part": "1"}), ("wh.qi", "note.check", {"part": "1"}),
                                  ("wh.lin", "note.issue", {"part": "1"})):
        command(company, login, method, note=note, **params)


# --- the line, the daemon, the database, the log-in ---------------------------------------------

def daemon_is_killed(company):
    company.rig.kill()


def daemon_hangs(company):
    company.rig.process.send_signal(signal.SIGSTOP)


def two_seconds_pass(_):
    time.sleep(2.2)


def daemon_goes_on(company):
    company.rig.process.send_signal(signal.SIGCONT)


def database_takes_no_changes(company):
    """As a standby does, and the daemon starts anew over it."""
    company.rig.kill()
    company.rig.psql(f"alter database {company.rig.name} set default_transaction_read_only = on")
    company.rig.start()


def secret_of(company, login):
    """A file with the password of somebody who logs in by one."""
    company.rig.admin("password", "set", "--login", login, stdin=FIRST + "\n")
    path = os.path.join(company.rig.dir, "secret")
    with open(path, "w", encoding="utf-8") as out:
        out.write(FIRST + "\n")
    os.chmod(path, 0o600)
    return path


def login_ends(company):
    """The database takes changes again; his password is another one, and his session is over."""
    company.rig.kill()
    company.rig.psql(f"alter database {company.rig.name} reset default_transaction_read_only", company.rig.conninfo)
    company.rig.admin("password", "set", "--login", "li.na", stdin=SECOND + "\n")
    company.rig.psql("update session_token set revoked_at = clock_timestamp() where revoked_at is null")
    company.rig.start()
