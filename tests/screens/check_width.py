"""How wide a terminal draws: asked at the start, answered or not."""
import re

from osb_rig import Failed
from run import Terminal

ASKED = "\x1b[2;1H─\x1b[6n\x1b[3;1H·\x1b[6n"


def opened(company, answers, options=(), **env):
    """What came to the screen after these answers; a box is open on it."""
    terminal = Terminal(company, "li.na", options=options, **env)
    if options:
        terminal.until("Reload")
    else:
        terminal.until(ASKED)
        terminal.send(answers)
        terminal.until("Reload")
    asked = ASKED.encode() in terminal.screen
    terminal.send("\x10")
    terminal.until("My orders: orders that wait for me")
    terminal.until("Take")  # the key bar is drawn behind the box
    seen = terminal.screen.decode(errors="replace").replace(ASKED, "")
    terminal.send("\x1b\x11")
    if terminal.wait() != 0:
        raise Failed(f"osb ended with {terminal.status}")
    terminal.close()
    return seen, asked


def check_width_answering_terminal(company):
    """A terminal that draws lines in one cell gets real ones, early or late; a two-cell one ASCII."""
    seen, _ = opened(company, "\x1b[2;2R\x1b[3;2R")
    if not all(sign in seen for sign in "┌┐└┘─│"):
        raise Failed(f"no real lines: {seen[-1500:]!r}")
    seen, _ = opened(company, "\x1b[2;3R\x1b[3;3R")
    if any(sign in seen for sign in "┌─│") or "+-" not in seen:
        raise Failed("lines of two cells are drawn")
    for words, wanted in ((("--boxes", "ascii", "--ambiguous", "one"), "+-"),
                          (("--boxes", "lines", "--ambiguous", "one"), "┌")):
        seen, asked = opened(company, "", words)
        if wanted not in seen or asked:
            raise Failed(f"{words} does not count")


def check_width_silent_terminal(company):
    """A terminal that answers nothing keeps nobody waiting and gets ASCII; a late answer counts."""
    seen, _ = opened(company, "")
    if any(sign in seen for sign in "┌│") or "+-" not in seen:
        raise Failed("lines without an answer")
    terminal = Terminal(company, "li.na")
    terminal.until("Reload")
    keys = "/SO1"
    terminal.send(keys[:2] + "\x1b[2;2R" + keys[2:])  # the late answer in the middle of typing
    terminal.until("─")
    terminal.send("\x1b[3;2R\x1b[2;2R")
    terminal.send("\x1b\x11")
    if terminal.wait() != 0:
        raise Failed(f"osb ended with {terminal.status}")
    if re.search(r"\[2;2R|2R", terminal.screen.decode(errors="replace")):
        raise Failed("the answer was taken for typing")
    terminal.close()


def check_width_two_cell_texts(company):
    """Where a dot or an accent takes two cells, a stand-in of one cell keeps the columns in line."""
    session = company.rig.session("su.ssgl")
    answer = session.command("customer.put", {
        "customer": "CAMB", "name": "Núñez · “Ü” → 1", "customer_type": "DEALER",
        "customer_state": "ACTIVE", "market": "M1", "area": "A1", "manager": "um.sun",
        "kam": "kam.zhou", "term_days": "30", "station": "ST1", "ship_to": "x", "receiver": "y",
        "phone": "1", "contact": "z", "invoice_title": "t", "tax_no": "TAXA", "reason": "new"})
    session.close()
    if answer.get("outcome") != "DONE":
        raise Failed(f"{answer}")
    for answers, wanted in (("\x1b[2;3R\x1b[3;3R", 'Nuñez . "Ü" > 1'),
                            ("\x1b[2;2R\x1b[3;2R", "Núñez · “Ü” → 1")):
        terminal = Terminal(company, "li.na")
        terminal.until(ASKED)
        terminal.send(answers)
        terminal.until("Reload")
        terminal.send("\x10")
        terminal.until("Orders: all orders")
        terminal.send("c CAMB")
        terminal.until(wanted)
        terminal.send("\x1b\x11")
        terminal.wait()
        terminal.close()
