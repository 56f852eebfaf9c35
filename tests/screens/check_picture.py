"""What another program sees: tmux as an independent terminal, hostile texts, sizes that change,
and the bytes that it all takes."""
import fcntl
import os
import re
import struct
import subprocess
import sys
import tempfile
import termios
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from line import Line  # noqa: E402
from osb_rig import Failed  # noqa: E402
from run import cells, tour_was_seen  # noqa: E402
from check_lists import key_order  # noqa: E402  (behind run: it looks for modules elsewhere, too)

F2, F6, F8, ENTER, DOWN, TAB, REPAINT = "\x1bOQ", "\x1b[17~", "\x1b[19~", "\r", "\x1bOB", "\t", "\x0c"

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


class Tmux:
    """osb inside tmux, which parses what is written on its own."""

    def __init__(self, company, user, rows=24, cols=80, **env):
        self.socket = os.path.join(tempfile.mkdtemp(prefix="osbtmux."), "s")
        self.rows, self.cols = rows, cols
        words = [company.osb, "--socket", company.rig.socket, "--demo", company.rig.token_file,
                 "--user", user]
        values = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "XDG_STATE_HOME":
                  tempfile.mkdtemp(prefix="osbstate."), **env}
        tour_was_seen(values["XDG_STATE_HOME"])
        command = " ".join([f"{k}='{v}'" for k, v in values.items()] + words)
        self.call("-f", "/dev/null", "new-session", "-d", "-x", str(cols), "-y", str(rows), command)
        self.call("set-option", "-g", "status", "off")
        self.call("resize-window", "-x", str(cols), "-y", str(rows))

    def call(self, *words):
        done = subprocess.run(["tmux", "-u", "-S", self.socket, *words], capture_output=True, text=True,
                              check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
        if done.returncode:
            raise Failed(f"tmux {words}: {done.stderr}")
        return done.stdout

    def lines(self):
        return self.call("capture-pane", "-p", "-N").split("\n")[:self.rows]

    def send(self, *keys):
        self.call("send-keys", *keys)

    def until(self, text, timeout=20):
        end = time.monotonic() + timeout
        while text not in "\n".join(self.lines()):
            if time.monotonic() > end:
                raise Failed(f"{text!r} did not come:\n" + "\n".join(self.lines()))
            time.sleep(0.05)

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], capture_output=True, check=False)


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


def settle(terminal, quiet=0.4):
    """Bytes that come until it is quiet."""
    before = terminal.bytes
    last = time.monotonic()
    while time.monotonic() - last < quiet:
        seen = terminal.bytes
        terminal.pump(0.02)
        if terminal.bytes != seen:
            last = time.monotonic()
    return terminal.bytes - before


def many_orders(company):
    session = company.rig.session("li.na")
    for i in range(60):
        session.command("order.key", {
            "customer": "C003", "channel": "FAX", "reference": f"MANY-{i}", "approver": "mm.he", "verifier": "kam.zhou",
            "approved_at": "2026-01-05T10:00:00+08:00", "lines": [{"product": "PX001", "qty": "1"}]})
    session.close()


def check_bytes(company):
    """Bytes on the terminal's line: echo, cursor bar, page, screen (SCREENS.md 13)."""
    many_orders(company)
    figures = []

    def measure(name, terminal, keys, budget):
        terminal.send(keys)
        n = settle(terminal)
        figures.append((name, n, budget))
        print(f"figure: bytes, {name}: {n}, budget {budget}")

    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload")
    settle(terminal)
    terminal.send(TAB)
    settle(terminal)
    measure("next page", terminal, F8, 2000)
    measure("screen 80x24", terminal, REPAINT, 4000)
    terminal.send(F6 + "shht" + ENTER + "f")
    settle(terminal)
    terminal.send("E")
    settle(terminal)
    measure("echo of a key", terminal, "c", 32)
    terminal.send("\x03\x03\x11")
    terminal.wait()
    terminal.close()
    big = company.terminal("li.na", rows=50, cols=160, XDG_STATE_HOME=tempfile.mkdtemp())
    big.until("Reload")
    settle(big)
    big.send(TAB)
    settle(big)
    measure("screen 160x50", big, REPAINT, 10000)
    big.send("\x11")
    big.wait()
    big.close()
    over = [f"{name}: {n} bytes, budget {budget}" for name, n, budget in figures if n > budget]
    if over:
        raise Failed("; ".join(over))


def list_over_a_slow_line(company, options):
    """Seconds from the key to the list's first row, over the daemon's line."""
    line = Line(company.rig.socket, rate=8000, trip=0.6)
    terminal = company.terminal("li.na", options=("--socket", line.path, *options),
                                XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload", 60)
    settle(terminal, 3)
    before, asked, terminal.screen = line.bytes["down"], time.monotonic(), b""
    terminal.send(TAB)
    terminal.until("SO", 30)
    took = time.monotonic() - asked
    print(f"figure: list at 64 kbit/s, 600 ms there and back, daemon's line"
          f"{' packed' if options else ''}: {took:.2f} s, {line.bytes['down'] - before} bytes"
          f"{', budget 1.2 s' if options else ''}")
    terminal.send("\x11")
    terminal.wait()
    terminal.close()
    line.close()
    return took


def check_whole_screen_on_a_slow_line(company):
    """A whole 80x24 screen at 64 kbit/s and 600 ms there and back: 1.2 s on the terminal's line."""
    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload")
    terminal.send(TAB)
    settle(terminal)
    asked = time.monotonic()
    terminal.send(REPAINT)
    free_at, arrived = 0.0, 0.0
    while time.monotonic() - asked < 0.4:
        seen = terminal.bytes
        terminal.pump(0.02)
        if terminal.bytes > seen:  # leaves half a trip after the key did, at 8,000 bytes a second
            free_at = max(free_at, time.monotonic() - asked + 0.3) + (terminal.bytes - seen) / 8000
            arrived = free_at + 0.3
    terminal.send("\x11")
    terminal.wait()
    terminal.close()
    print(f"figure: whole screen at 64 kbit/s, 600 ms there and back, terminal's line: {arrived:.2f} s,"
          " budget 1.2 s")
    for i in range(100):  # as many rows as the list asks for
        key_order(company, f"FAR-{i}")
    list_over_a_slow_line(company, ())
    # The line is what is judged: where this machine was busy with other tests, it has two more tries.
    took = next((t for t in (list_over_a_slow_line(company, ("--pack",)) for _ in range(3)) if t <= 1.2), None)
    if arrived > 1.2 or took is None:
        raise Failed(f"the screen came after {arrived:.2f} s, the list later than 1.2 s")
