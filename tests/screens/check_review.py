"""The quarter's limits in the terminal: the secretaries' leader hands them on, a leader decides."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from check_drafts import leave  # noqa: E402
from osb_rig import Failed  # noqa: E402

F2, F10, ENTER, ESC = "\x1bOQ", "\x1b[21~", "\r", "\x1b"
ACCOUNTS = ("C001", "C002", "C003")


def proposed(company):
    session = company.rig.session("su.ssgl")
    for account in ACCOUNTS:
        answer = session.command("limit.propose", {"account": account})
        if answer.get("outcome") != "DONE":
            raise Failed(f"{account}: {answer}")
    session.close()


def states(company):
    told = company.rig.psql("select a.code || ' ' || p.state from limit_proposal p join credit_account a"
                            " on a.id = p.account_id order by 1")
    return dict(line.split(" ") for line in told.split("\n"))


def at_list(company, login, title, about):
    terminal = company.terminal(login, XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."), rows=40, cols=120)
    terminal.until("Reload")
    terminal.send("\x10" + title)
    terminal.until(about)
    terminal.send(ENTER)
    terminal.until("C003")
    return terminal


def check_quarter_is_handed_on_and_decided(company):
    """The leader of the secretaries adjusts a limit, reads its formula and hands the quarter on; a leader refuses
    one with a reason and accepts those that he marks."""
    proposed(company)
    terminal = at_list(company, "su.ssgl", "Quarter", "that the formula proposes: to adjust")
    terminal.send(F10 + "limit.adjust" + ENTER)
    terminal.until("S x (T + b)/30 x Kc x Kg = ")
    terminal.until("exposure now ")
    terminal.send("110000" + ENTER + "they will grow" + F2)
    terminal.until("Done.")
    terminal.send("*" + F2)
    terminal.until("3 documents, ")
    terminal.send(F2)
    terminal.until("3 done, ")
    leave(terminal)
    if set(states(company).values()) != {"SUBMITTED"}:
        raise Failed(states(company))
    terminal = at_list(company, "du.dir", "To review", "handed to the leaders")
    terminal.send(F10 + "limit.reject" + ENTER)
    terminal.until("adjusted by su.ssgl: they will grow")
    terminal.send("not this quarter" + F2)
    terminal.until("Do it?")
    terminal.screen = b""
    terminal.send(F2)
    terminal.until("Done.")
    terminal.send("*" + F2)
    terminal.until("documents, ")
    terminal.send(F2)
    terminal.until("done, ")
    leave(terminal)
    if states(company) != {"C001": "REFUSED", "C002": "ACCEPTED", "C003": "ACCEPTED"}:
        raise Failed(states(company))
