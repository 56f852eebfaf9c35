"""The budgets of SCREENS.md 13 in seconds and bytes, measured while nothing else of the tier runs.

Each figure is a line "budget: NAME | MEASURED | UNIT | AT MOST"; run.py makes one table of them at
the end of the tier. A time is one of many tries (the slowest of 100 keys does not count, nor the
slowest of ten starts), without what other programs had of the processors meanwhile (stopwatch.py);
bytes are counted as they come. What is above its budget fails: nothing is tried again until it
fits."""
import fcntl
import os
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

from check_lists import key_order
from line import Line
from osb_rig import Failed
from run import settle
from stopwatch import TAKEN_OFF, Stopwatch, of_threads

F6, F8, ENTER, TAB, DOWN, REPAINT, QUIT = "\x1b[17~", "\x1b[19~", "\r", "\t", "\x1bOB", "\x0c", "\x11"
FAR_RATE, FAR_TRIP = 8000, 0.6  # bytes a second each way; seconds there and back
KEPT = {}


def budget(name, measured, unit, most):
    print(f"budget: {name} | {measured:g} | {unit} | {most:g}", flush=True)
    if measured > most:
        raise Failed(f"{name}: {measured:g} {unit}, at most {most:g}")


def most_of(values, share):
    """The value that this share of them does not exceed."""
    return sorted(values)[int(len(values) * share) - 1]


def begin(company, user="li.na", **kinds):
    return company.terminal(user, XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."), **kinds)


def at_work(company, **kinds):
    terminal = begin(company, **kinds)
    terminal.until("Reload")
    settle(terminal)
    return terminal


def leave(terminal):
    terminal.send(QUIT)
    terminal.wait()
    terminal.close()


def check_a_quiet_minute_begins(company):
    """A hundred orders, and a terminal that nobody touches from now on."""
    for i in range(100):  # as many rows as the list asks for
        key_order(company, f"FAR-{i}")
    time.sleep(0.5)
    quiet = at_work(company, user="su.ssgl")
    settle(quiet, 1)
    before = quiet.bytes

    def listen():
        until = time.monotonic() + 60
        while time.monotonic() < until:
            quiet.pump(max(0.0, until - time.monotonic()))  # nothing stirs while others are timed
        KEPT["quiet"] = quiet.bytes - before

    KEPT["listener"] = threading.Thread(target=listen)
    KEPT["listener"].start()
    KEPT["terminal"] = quiet


def check_b_others_are_done(company):
    """The other parts of the tier have ended: from here on the machine is ours."""
    del company
    go = os.environ.get("OSB_SCREENS_DONE")
    while go and not os.path.exists(go):
        time.sleep(0.1)


def check_c_the_stopwatch_is_fair(company):
    """It counts what one sleeps and computes, and not what three others take of the same processor."""
    del company
    ours, watch = os.sched_getaffinity(0), Stopwatch()
    watch.start()
    time.sleep(0.05)
    slept = watch.seconds(os.getpid())
    os.sched_setaffinity(0, {min(ours)})
    # pylint: disable-next=consider-using-with
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(3)]
    try:
        time.sleep(0.1)
        watch.start()
        began, used = time.monotonic(), time.process_time()
        while time.process_time() - used < 0.1:
            pass
        took, computed = time.monotonic() - began, watch.seconds(os.getpid())
    finally:
        os.sched_setaffinity(0, ours)
        for other in others:
            other.kill()
            other.wait()
    if slept < 0.05 or computed < 0.1:
        raise Failed(f"a sleep of 50 ms is {slept:.3f} s, 100 ms of work are {computed:.3f} s")
    if of_threads(os.getpid(), 1) and computed > 0.15:
        raise Failed(f"100 ms of work among others are {computed:.3f} s, on the wall {took:.3f} s")
    return f"{1000 * took:.0f} ms on the wall, {1000 * computed:.0f} ms of its own"


def check_key_to_echo(company):
    """From a key to the first byte of its echo, 300 keys in a field: 99 of 100."""
    terminal, watch = at_work(company), Stopwatch()
    terminal.send(F6 + "shht" + ENTER + "f")
    settle(terminal)
    took = []
    for i in range(300):
        before = terminal.bytes
        watch.start(terminal.pid)
        terminal.send("\x7f" if i % 20 > 9 else "abcdefghij"[i % 10])
        while terminal.bytes == before:
            terminal.pump(1)
        took.append(watch.seconds(terminal.pid) * 1000)
        settle(terminal, 0.005)
    leave(terminal)
    budget("key to echo, 99 %", round(most_of(took, 0.99), 1), "ms", 16)


def check_resize(company):
    """From a new size to the last sign of the screen drawn anew, a list and its detail: the ninth of ten."""
    terminal, watch, took = at_work(company), Stopwatch(), []
    bytes_of(terminal, TAB)
    for i in range(10):
        terminal.screen = b""
        watch.start(terminal.pid)
        fcntl.ioctl(terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", *((24, 80) if i % 2 else (40, 120)), 0, 0))
        terminal.until("Quit")  # the end of the key bar, in the last line
        took.append(watch.seconds(terminal.pid) * 1000)
        settle(terminal, 0.1)
    leave(terminal)
    budget("resize to the whole screen", round(most_of(took, 0.9)), "ms", 50)


def started(company, watch, text, then=None, options=()):
    """Milliseconds of a start until these texts are there; the terminal is left."""
    watch.start()
    terminal = begin(company, options=options)
    took = []
    for wanted in filter(None, (text, then)):
        terminal.until(wanted)
        took.append(watch.seconds(terminal.pid) * 1000)
    leave(terminal)
    return took


def check_start(company):
    """From the start of the program to the first paint, and to the list: the ninth of ten starts."""
    watch = Stopwatch(company.rig)
    first, whole = zip(*(started(company, watch, "OSB", "Reload") for _ in range(10)))
    budget("start to first paint", round(most_of(first, 0.9)), "ms", 100)
    budget("start with login, no way to the daemon", round(most_of(whole, 0.9)), "ms", 300)
    line = Line(company.rig.socket, trip=0.2)
    whole = [started(company, watch, "rows", options=("--socket", line.path))[0] for _ in range(5)]
    line.close()
    budget("start with login and list, 3 trips of 200 ms", round(most_of(whole, 0.8)), "ms", 900)


def check_lookup(company):
    """From the last key of a mnemonic to the list under the field, over a LAN: the ninth of ten."""
    line, watch, took = Line(company.rig.socket, trip=0.002), Stopwatch(company.rig), []
    for _ in range(10):
        terminal = begin(company, options=("--socket", line.path))
        terminal.until("Reload")
        terminal.send(F6)
        settle(terminal, 0.2)
        terminal.send("shh")
        terminal.screen = b""
        watch.start(terminal.pid)
        terminal.send("t")
        terminal.until("上海宏圖")
        took.append(watch.seconds(terminal.pid) * 1000)
        leave(terminal)
    line.close()
    budget("lookup after the last key, LAN", round(most_of(took, 0.9)), "ms", 100)


def bytes_of(terminal, keys):
    terminal.send(keys)
    return settle(terminal)


def check_bytes(company):
    """Bytes on the terminal's line: echo, cursor bar, page, screens."""
    terminal = at_work(company)
    bytes_of(terminal, TAB)
    bars = [bytes_of(terminal, DOWN) for _ in range(8)]
    page = bytes_of(terminal, F8)
    screen = bytes_of(terminal, REPAINT)
    bytes_of(terminal, F6 + "shht" + ENTER + "f")
    bytes_of(terminal, "E")
    echo = max(bytes_of(terminal, key) for key in "cho")
    terminal.send("\x03\x03")
    leave(terminal)
    big = at_work(company, rows=50, cols=160)
    bytes_of(big, TAB)
    large = bytes_of(big, REPAINT)
    leave(big)
    budget("echo of a key", echo, "B", 32)
    budget("cursor bar, with the document below", max(bars), "B", 400)
    budget("next page", page, "B", 2000)
    budget("screen 80x24", screen, "B", 4000)
    budget("screen 160x50", large, "B", 10000)


def check_whole_screen_by_the_terminals_line(company):
    """A whole 80x24 screen, its bytes over 64 kbit/s with 600 ms there and back."""
    terminal, watch = at_work(company), Stopwatch()
    bytes_of(terminal, TAB)
    watch.start(terminal.pid)
    terminal.send(REPAINT)
    free_at, quiet = 0.0, time.monotonic()
    while time.monotonic() - quiet < 0.4:
        seen = terminal.bytes
        terminal.pump(0.02)
        if terminal.bytes > seen:  # leaves half a trip after the key did, at the line's rate
            free_at = max(free_at, watch.seconds(terminal.pid) + FAR_TRIP / 2) + \
                (terminal.bytes - seen) / FAR_RATE
            quiet = time.monotonic()
    leave(terminal)
    budget("whole screen at 64 kbit/s + 600 ms, terminal's line", round(free_at + FAR_TRIP / 2, 2), "s", 1.2)


def list_over_a_slow_line(company, options):
    """Seconds from the key to the list's first row, and to the document below it, over the daemon's line; bytes of
    the list."""
    line, watch = Line(company.rig.socket, rate=FAR_RATE, trip=FAR_TRIP), Stopwatch(company.rig)
    terminal = begin(company, options=("--socket", line.path, *options))
    terminal.until("Reload", 60)
    settle(terminal, 3)
    before, terminal.screen = line.bytes["down"], b""
    watch.start(terminal.pid)
    terminal.send(TAB)
    terminal.until("SO", 30)
    took, sent = watch.seconds(terminal.pid), line.bytes["down"] - before
    terminal.until(" channel ", 30)  # of the document
    whole = watch.seconds(terminal.pid)
    leave(terminal)
    line.close()
    return took, whole, sent


def check_whole_screen_by_the_daemons_line(company):
    """A list of 100 orders, its JSON over 64 kbit/s with 600 ms there and back."""
    took, whole, sent = list_over_a_slow_line(company, ("--pack",))
    print(f"figure: list of 100 orders, packed: {sent} bytes;"
          f" the document below its first row is there after {whole:.2f} s")
    budget("list of 100 at 64 kbit/s + 600 ms, daemon's line", round(took, 2), "s", 1.2)


def check_z_the_quiet_minute_ends(company):
    """What came to the terminal that nobody touched for a minute."""
    del company
    KEPT["listener"].join()
    leave(KEPT["terminal"])
    budget("quiet screen, a minute", KEPT["quiet"], "B", 200)
    print(f"figure: other programs had {sum(TAKEN_OFF):.1f} s of what these took: not counted")
