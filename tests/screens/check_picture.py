"""What another program sees: tmux as an independent terminal, hostile texts, sizes that change."""
import fcntl
import json
import os
import re
import struct
import subprocess
import tempfile
import termios

from check_linear import Lines
from emulator import Tmux
from osb_rig import Failed
from pictures import cells

F6, ENTER, REPAINT = "\x1b[17~", "\r", "\x0c"

# Escapes, bidirectional controls and zero-width characters are refused at the door; what passes
# it, and what a database from elsewhere may hold, must leave the screen whole.
HOSTILE = ["\x1b[2J\x1b]0;owned\x07 Clear", "‮evil‭ \u2066right\u2069 to left",
           "zero\u200bwidth\u200djoin\ufeff", "𠀀𠮷𪚥 四字節", "é" + "\u0301" * 12 + " marks", "ＷＩＤＥ　ｆｕｌｌ",
           "👩‍👩‍👧‍👦 family 🇨🇳", "\x9b31m C1 \x85 next", "tab\there", "­soft\u2028line"]


CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


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


def check_planted_names(company):
    """The same names, planted in the database behind the daemon's back, as a restore from elsewhere may: list,
    detail, lines and batch output stay whole, and no terminal is controlled."""
    planted = [*HOSTILE[:8], "two\nlines\r\x1b[31mred", "\u202eevil\x07 C1 \x9d0;owned\x9c"]
    company.rig.psql("alter domain osb.line_text drop constraint line_text_check; " + " ".join(
        f"update osb.customer set name = '{name}' where code = 'H{i:03}';"
        for i, name in enumerate(planted)))
    orders = company.rig.psql("select o.no from orders o join customer c on c.id = o.customer_id"
                              " where c.code like 'H0%' order by c.code").split()
    seen = Tmux(company, "li.na", rows=40, cols=100)
    try:
        seen.until("Reload")
        seen.send("Tab")
        seen.until("owned")
        whole(seen.lines(), 100)
        for order in orders:
            seen.send("-l", "/" + order)
            seen.send("Enter")
            seen.until(order + " ")
            whole(seen.lines(), 100)
        if "owned" in seen.call("display-message", "-p", "#{pane_title}"):
            raise Failed("a customer's name set the title of the window")
    finally:
        seen.close()
    lines = Lines(company, "li.na")
    for order in orders:
        lines.talk("> ", "/" + order)
        lines.until(order)
    lines.leave()
    whole(lines.told.split("\n"))
    names = []
    for words in (("customer", "list", "--find", "H0"), ("customer", "show", "H001"), ("order", "show", orders[0])):
        for form in ((), ("--tsv",), ("--json",)):
            done = subprocess.run([company.osb, "--socket", company.rig.socket, "--demo", company.rig.token_file,
                                   "--user", "li.na", *words, *form], capture_output=True, check=True,
                                  env={**os.environ, "LC_ALL": "C.UTF-8"})
            out = done.stdout.decode()
            whole(out.replace("\t", " ").rstrip("\n").split("\n"))
            if form == ("--json",):
                names += [json.loads(row).get("name") for row in out.splitlines()]
            if form == ("--tsv",) and words[1] == "list" and len({r.count("\t") for r in out.splitlines()}) > 1:
                raise Failed(f"rows of other lengths: {out!r}")
    if names[:len(planted)] != planted:
        raise Failed(f"JSON tells other names: {names}")


def whole(lines, cols=None):
    """Nothing in them controls a terminal or turns its text; none is wider than the screen."""
    for line in lines:
        if CONTROLS.search(line) or (cols and cells(line) > cols):
            raise Failed(f"{line!r}")


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
