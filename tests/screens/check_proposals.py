"""Parameters that wait for a second person, in the terminal."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from check_drafts import leave, seat  # noqa: E402
from osb_rig import Failed  # noqa: E402

F2, ENTER, PALETTE = "\x1bOQ", "\r", "\x10"


def proposed(company, value):
    """A proposal of the administrator's about the managers' band; its number."""
    session = company.rig.session("root.adm")
    answer = session.command("policy.set", {"settings": [{"name": "over_pct", "value": value}],
                                            "reason": f"to {value}"})
    rows = session.call("policy.list")["rows"]
    session.close()
    if answer.get("outcome") not in ("DONE", "HELD") or rows[0]["state"] != "PROPOSED":
        raise Failed(f"{answer} {rows}")
    return str(rows[0]["proposal"])


def state(company, number):
    return company.rig.psql(f"select state from policy_change where id = {number}")


def to_list(terminal):
    terminal.until("Reload")
    terminal.send(PALETTE + "Proposals")
    terminal.until("wait for a second person")
    terminal.send(ENTER)
    terminal.until("PROPOSED")


def check_proposal_is_confirmed_with_one_key(company):
    """A leader finds in a list what the administrator proposed about the parameters: F2 puts it in force."""
    number = proposed(company, "19")
    terminal = company.terminal("gao.gm", XDG_STATE_HOME=seat())
    to_list(terminal)
    terminal.send(F2)
    terminal.until("proposal " + number)
    terminal.send(F2)
    terminal.until("Done.")
    leave(terminal)
    if state(company, number) != "IN_FORCE":
        raise Failed(f"it is {state(company, number)}")


def check_proposal_is_dropped_from_the_menu(company):
    """The administrator sees it too, and F2 says that it is not his; dropping asks a reason alone."""
    number = proposed(company, "18")
    terminal = company.terminal("root.adm", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    to_list(terminal)
    terminal.send(F2)
    terminal.until("is not yours; F10 shows yours")
    terminal.send("mpolicy.drop" + ENTER)
    terminal.until("proposal " + number)
    terminal.send("not needed" + F2)
    terminal.until("Do it?")
    terminal.send(F2)
    terminal.until("Done.")
    leave(terminal)
    if state(company, number) != "DROPPED":
        raise Failed(f"it is {state(company, number)}")
