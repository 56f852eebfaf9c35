"""Signing for another by keys: with his consent by telephone, shown and printed as X for Y (R-112)."""
import check_lists as lists
from osb_rig import Failed

F2, F10, ENTER, TAB, ESC, CTRL_Q = "\x1bOQ", "\x1b[21~", "\r", "\t", "\x1b", "\x11"
CALLED = "2026-01-05T10:00:00+08:00"


def done(company, login, method, /, **values):
    session = company.rig.session(login)
    answer = session.command(method, values)
    session.close()
    if answer.get("outcome") != "DONE":
        raise Failed(f"{method}: {answer}")
    return answer


def sign(terminal, number, *typed):
    """The form of order.sign on that order; behind `tolerance` these texts, a field each; F2."""
    terminal.until("Reload")
    terminal.send("/" + number + ENTER)
    terminal.until("WAIT_MA")
    terminal.send(F10 + "order.sign" + ENTER)
    terminal.until("nobody has signed yet")
    for text in typed:
        terminal.send(TAB + text)
    terminal.screen = b""
    terminal.send(F2)


def signed(company, number):
    return company.rig.psql("select string_agg(login_of(s.signer_id) || ' for ' || login_of(s.principal_id) || ', '"
                            " || s.consent_by, ';') from signature s join orders o on o.id = s.order_id"
                            f" where o.no = '{number}' and s.kind = 'MA'")


def leave(terminal):
    terminal.send(ESC + CTRL_Q)
    terminal.send(CTRL_Q)
    terminal.wait()
    terminal.close()


def check_signing_for_another(company):
    """A secretary signs for the director by keys: refused without delegation, absence or consent, each said
    in its sentence; then done, and X for Y in the order's detail and on its paper."""
    lists.clear(company)
    number, = lists.many(company, 1, "FOR", ())

    def refused(sentence, *typed):
        terminal = company.terminal("bai.bcr")
        sign(terminal, number, *typed)
        terminal.until(sentence)
        leave(terminal)
        if signed(company, number):
            raise Failed(f"signed in spite of: {sentence}")

    refused("no delegation that is live now", "du.dir")
    done(company, "root.adm", "user.delegate", principal="du.dir", delegate="bai.bcr", kind="SECRETARY", role="DIR")
    refused("only while the principal is marked away", "du.dir")
    done(company, "su.ssgl", "user.away", user="du.dir", said_by="du.dir himself")
    refused("needs the time of the phone consent", "du.dir")
    terminal = company.terminal("bai.bcr")
    sign(terminal, number, "du.dir", CALLED, "bai.bcr called")
    terminal.until("Done.")
    terminal.send("/" + number + ENTER)
    terminal.until("signed MA DIR bai.bcr for du.dir")
    terminal.until("MA   bai.bcr for du.dir DONE")
    leave(terminal)
    if signed(company, number) != "bai.bcr for du.dir, bai.bcr called":
        raise Failed(signed(company, number))
    done(company, "fin.zhao", "order.print", order=number)
    session = company.rig.session("fin.zhao")
    note = session.call("order.show", {"order": number})["notes"][0]["no"]
    paper = session.call("note.form", {"note": note})["text"]
    session.close()
    if "Bai Bcr for Du Dir" not in paper:
        raise Failed(f"not on the paper: {paper[:2400]}")
    company.rig.paper_comes_out()
