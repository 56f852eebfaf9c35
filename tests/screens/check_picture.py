"""What another program sees: tmux as an independent terminal, hostile texts, sizes that change."""
import fcntl
import os
import struct
import tempfile
import termios

from emulator import Tmux
from osb_rig import Failed
from pictures import cells

F6, ENTER, REPAINT = "\x1b[17~", "\r", "\x0c"

# Escapes, bidirectional controls and zero-width characters are refused at the door; what passes
# it, and what a database from elsewhere may hold, must leave the screen whole.
HOSTILE = ["\x1b[2J\x1b]0;owned\x07 Clear", "‮evil‭ \u2066right\u2069 to left",
           "zero\u200bwidth\u200djoin\ufeff", "𠀀𠮷𪚥 四字節", "é" + "\u0301" * 12 + " marks", "ＷＩＤＥ　ｆｕｌｌ",
           "👩‍👩‍👧‍👦 family 🇨🇳", "\x9b31m C1 \x85 next", "tab\there", "­soft\u2028line"]


def hostile_names(company):
    """Some orders whose customers have such names, put into the database behind the daemon's back."""
    names = []
    session = company.rig.session("li.na")
    chief = company.rig.session("su.ssgl")
    for i, name in enumerate(HOSTILE):
        code = f"H{i:03}"
        done = chief.command("customer.put", {
            "customer": code, "name": f"Plain {i}", "mnemonic": code, "customer_type": "DEALER",
            "customer_state": "ACTIVE", "market": "M1", "area": "A1", "manager": "um.sun",
            "kam": "kam.zhou", "term_days": "30", "station": "ST1", "ship_to": "x", "receiver": "x",
            "phone": "1", "contact": "x", "invoice_title": "x", "tax_no": f"T{i}", "reason": "new"})
        if done.get("outcome") != "DONE":
            raise Failed(f"customer.put: {done}")
        for method, values in (("customer.put", {"customer": code, "name": name}),):
            answer = chief.command(method, values)
            names.append((name, answer.get("outcome", answer.get("error"))))
        session.command("order.key", {
            "customer": code, "channel": "FAX", "reference": f"HOST-{i}", "approver": "mm.he", "verifier": "kam.zhou",
            "approved_at": "2026-01-05T10:00:00+08:00", "lines": [{"product": "PX001", "qty": "1"}]})
    session.close()
    chief.close()
    return names


def check_another_program_sees_whole_lines(company):
    """tmux, parsing on its own, sees the same screen as osb: rule, title and key bar in their places."""
    seen = Tmux(company, "li.na")
    try:
        seen.until("Reload")
        seen.send("F6")
        seen.send("-l", "shht")
        seen.send("Enter")
        seen.until("上海宏圖")
        for number, line in enumerate(seen.lines(), 1):
            if cells(line) > seen.cols:
                raise Failed(f"line {number} takes {cells(line)} cells: {line!r}")
        if not seen.lines()[0].startswith("OSB practice  Orders > New"):
            raise Failed(f"line 1 is {seen.lines()[0]!r}")
        if "1Help 2Submit" not in seen.lines()[-1]:
            raise Failed(f"the last line is {seen.lines()[-1]!r}")
    finally:
        seen.close()


def check_hostile_names(company):
    """Names with escapes, bidirectional and zero-width characters and rare ideographs: refused at the
    door or shown, and the screen stays whole."""
    told = hostile_names(company)
    if sum(answer != "DONE" for _, answer in told) < 5:
        raise Failed(f"the door let them in: {told}")
    seen = Tmux(company, "li.na", rows=40, cols=100)
    try:
        seen.until("Reload")
        seen.send("Tab")
        seen.until("Plain 0")
        lines = seen.lines()
        if "\x1b" in "".join(lines) or any(cells(line) > 100 for line in lines):
            raise Failed("\n".join(lines))
        if seen.call("display-message", "-p", "#{pane_title}").strip().startswith("owned"):
            raise Failed("a customer's name set the title of the window")
        amounts = {cells(line[:line.index("12.50")]) for line in lines[3:15] if "12.50" in line}
        if len(amounts) > 1:
            raise Failed("columns do not line up:\n" + "\n".join(lines))
    finally:
        seen.close()
    return f"{sum(answer != 'DONE' for _, answer in told)} of {len(told)} refused at the door"


def check_resize_storm(company):
    """Sixty sizes in a second, too small ones among them: the form is there with its text."""
    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload")
    terminal.send(F6 + "shht" + ENTER + "f" + "STORM")
    terminal.until("STORM")
    for i in range(60):
        rows, cols = (24, 80) if i == 59 else (5 + i * 7 % 60, 20 + i * 37 % 200)
        fcntl.ioctl(terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        terminal.send("x")
        terminal.pump(0.015)
    terminal.screen = b""
    terminal.send(REPAINT)
    terminal.until("xxxxxxxxxx")
    terminal.until("Submit")
    terminal.send("\x18\x11")
    if terminal.wait() != 0:
        raise Failed(f"osb ended with {terminal.status}")
    terminal.close()


def check_ten_thousand_pasted_rows(company):
    """10,000 pasted rows: a preview that says how many have no room, and a whole screen."""
    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload")
    terminal.send(F6 + "shht" + ENTER + "f" + "PASTE10" + ENTER + ENTER + "." + ENTER)
    terminal.until("0 lines")
    terminal.screen = b""
    rows = "".join(f"PX00{i % 5 + 1}\t{i + 1}\n" for i in range(10000))
    data = ("\x1b[200~" + rows.replace("\n", "\r") + "\x1b[201~").encode()
    while data:
        data = data[os.write(terminal.fd, data[:4096]):]
        terminal.pump(0)
    terminal.until("200 rows become lines")
    terminal.until("9800 have no room")
    terminal.send(ENTER)
    terminal.until("200 lines")
    terminal.send("\x18\x11")
    terminal.wait()
    terminal.close()
