#!/usr/bin/env python3
"""run.py OSBD OSB [--accept] [NAME...] - keys in, whole screens out, against a live daemon.

A script (*.script, see client/term/script.h) runs in a pseudo-terminal of its own size; its head
says who sits there:
    #: user li.na
    #: size 80x24
    #: keys 72        the budget of the first `count` (SCREENS.md 13)
    #: new yes        never at this terminal before
    #: paper out      what waited for the printer is printed by then
Screens that it saves are compared with golden/NAME; each line must take exactly the width of the
screen. Times, days, ids and durations are masked. --accept writes the goldens.
The same scripts run in each language, each in a company of its own: a text that a script waits for
is translated, and the screens are compared with golden/LANGUAGE/NAME.
Checks are functions check_*(company) of check_*.py: their first line is the sentence.
Scripts run in the order of their names in one company, so a day goes on where the last ended.
"""
import fcntl
import glob
import importlib.util
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
import traceback
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cases"))
sys.path.insert(0, os.path.join(HERE, "..", "..", "po"))
sys.path.insert(0, HERE)  # in front: the cases have a run.py, too
import update  # noqa: E402
from osb_rig import Failed, Rig, world  # noqa: E402

LANGUAGES = ("en", "zh_CN", "zh_TW", "es")


def cells(text):
    """Cells that a text takes, counted independently of the program."""
    return sum(0 if unicodedata.combining(c) else
               2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


# A notice of what was done just before the login may come or not: its marks are not compared.
MASKS = [(r" +(\d+ rows?)(, changes: F5)?", r"  \1"), (r"^([> ])[*+]", r"\1 "), (r"\bSO\d+ *", "SO# "), (r"\d{4}-\d\d-\d\d \d\d:\d\d", "YYYY-MM-DD hh:mm"), (r"\d{4}-\d\d-\d\d", "YYYY-MM-DD"), (r"\b\d\d-\d\d \d\d:\d\d\b", "hh:mm"),
         (r"\b\d\d:\d\d(:\d\d)?\b", "hh:mm"), (r"\d+ MiB( / \S+)?", "# MiB"), (r"-?\d+ ms\b", "# ms"), (r"\d+ / \d+$", "# / #"), (r"\b(RC|DN|AR|IV|OB)\d{4}-", r"\1YYMM-"),
         (r"(left|quedan|剩余|剩餘) -?\d+(h\d\d|m|d)", r"\1 LEFT"),
         (r"  +-?\d+(h\d\d|m|d)(?= |$)", lambda m: " " * (len(m.group(0)) - 4) + "LEFT")]


def sentences(language):
    """{English: translation}"""
    path = os.path.join(HERE, "..", "..", "po", f"{language}.po")
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as text:
        return update.read_po(text.read())[1]


def translated(text, known):
    """What stands on the screen for this English: a whole sentence, or how one begins."""
    if text in known:
        return known[text]
    for said, put in known.items():
        if said.startswith(text):
            return put.split("%")[0].rstrip()
    return text


def script_in(language, path, folder):
    """The script with the texts that it waits for in that language."""
    known = sentences(language)
    with open(path, encoding="utf-8") as text:
        lines = [re.sub(r'^(wait|expect) "(.*)"$',
                        lambda m: f'{m[1]} "{translated(m[2], known)}"', line)
                 for line in text.read().split("\n")]
    put = os.path.join(folder, "script")
    with open(put, "w", encoding="utf-8") as out:
        out.write("\n".join(lines))
    return put


def masked(line):
    for pattern, put in MASKS:
        line = re.sub(pattern, put, line)
    return line.rstrip()


def tour_was_seen(state):
    """Who is new here is offered the tour; with this he has seen it."""
    os.makedirs(os.path.join(state, "osb"), exist_ok=True)
    with open(os.path.join(state, "osb", "tour"), "w", encoding="utf-8") as seen:
        seen.write("done\n")


class Terminal:
    """osb in a pseudo-terminal."""

    def __init__(self, company, user, rows=24, cols=80, script=None, options=(),
                 secret=None, is_new=False, words=None, **env):
        if not is_new:
            tour_was_seen(env.get("XDG_STATE_HOME", company.state))
        self.home = tempfile.mkdtemp(prefix="osbscreen.")
        self.bytes = 0
        self.screen = b""
        door = ["--password-file", secret] if secret else ["--demo", company.rig.token_file]
        words = words or [company.osb, "--socket", company.rig.socket, *door, "--user", user,
                          *options]
        if script:
            words += ["--script", script]
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(self.home)
            os.environ.update({"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC",
                               "XDG_STATE_HOME": company.state, **env})
            os.execv(words[0], words)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        self.status = None

    def pump(self, seconds):
        """Reads what comes; False when the program ended."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            more = os.read(self.fd, 65536)
        except OSError:
            return False
        self.bytes += len(more)
        self.screen += more
        return bool(more)

    def wait(self, timeout=60):
        until = time.monotonic() + timeout
        while self.pump(0.2):
            if time.monotonic() > until:
                os.kill(self.pid, 9)
                os.waitpid(self.pid, 0)
                raise Failed(f"osb does not end; last bytes {self.screen[-1800:]!r}")
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status

    def until(self, text, timeout=20):
        """Waits until these bytes came."""
        end = time.monotonic() + timeout
        while text.encode() not in self.screen:
            if not self.pump(0.2) or time.monotonic() > end:
                raise Failed(f"{text!r} did not come; last bytes {self.screen[-1800:]!r}")

    def send(self, text):
        os.write(self.fd, text.encode())

    def close(self):
        os.close(self.fd)
        shutil.rmtree(self.home, ignore_errors=True)


class Company:
    """The small company with a daemon, and a terminal program."""

    def __init__(self, osbd, osb):
        self.osb = os.path.abspath(osb)
        # The database's roles belong to the cluster: companies are founded one by one.
        with open(os.path.join(tempfile.gettempdir(), f"osbscreens.{os.getppid()}"), "w",
                  encoding="utf-8") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            self.rig = Rig(os.path.abspath(osbd))
        self.state = tempfile.mkdtemp(prefix="osbstate.")
        self.rig.start()
        world(self.rig)
        self.goods()
        time.sleep(0.5)  # what was done so far is told to nobody who logs in later

    def terminal(self, user, **env):
        return Terminal(self, user, **env)

    def goods(self):
        """Five products with codes of five characters, a customer known by four letters."""
        ssgl, director, store = (self.rig.session(u) for u in ("su.ssgl", "du.dir", "sto.wu"))
        steps = [(ssgl, "customer.put", {"customer": "C003", "name": "上海宏圖貿易有限公司",
                                         "mnemonic": "SHHT", "customer_type": "DEALER",
                                         "customer_state": "ACTIVE", "market": "M1", "area": "A1",
                                         "manager": "um.sun", "kam": "kam.zhou",
                                         "term_days": "30", "station": "ST1",
                                         "ship_to": "浦東倉", "receiver": "Mr Xu", "phone": "1",
                                         "contact": "Ms Ye", "invoice_title": "上海宏圖",
                                         "tax_no": "TAX3", "reason": "new"})]
        for i, name in enumerate(("不鏽鋼管 25mm", "法蘭 DN50", "墊片 DN50", "Válvula 3/4",
                                  "Bolt M8"), 1):
            code = f"PX00{i}"
            steps += [(ssgl, "product.put", {"product": code, "name": name, "spec": "std",
                                             "unit": "pc", "pack": "1", "tax_bp": "1300",
                                             "product_state": "SELLABLE"}),
                      (director, "price.put", {"product": code, "price": f"{i}2.50",
                                               "floor": "1.00"}),
                      (store, "stock.receive", {"product": code, "warehouse": "W1",
                                                "qty": "100000", "reason": "start"})]
        steps += [(ssgl, "opening.begin", {"batch": "goods", "as_of": "2026-01-01", "rows": "1",
                                           "total": "200000.00"}),
                  (director, "account.limit", {"account": "C003", "limit": "200000.00",
                                               "batch": "goods", "reason": "start"}),
                  (ssgl, "opening.close", {"batch": "goods"})]
        for session, method, values in steps:
            answer = session.command(method, values)
            if answer.get("outcome") != "DONE":
                raise Failed(f"{method} {values}: {answer}")
        for session in (ssgl, director, store):
            session.close()

    def drop(self):
        self.rig.stop()
        self.rig.drop()
        shutil.rmtree(self.state)


def head_of(path):
    with open(path, encoding="utf-8") as text:
        return dict(re.findall(r"^#: (\w+) (\S+)", text.read(), re.M))


def cut_labels(name, lines):
    """Titles of columns, labels of fields and of keys are whole in every language."""
    for number, line in enumerate(lines, 1):
        label = re.search(r"\S*~ ?(?=[\[(>] *\S* *[\])!])", line)
        if label:
            raise Failed(f"{name}:{number}: a label is cut: {line!r}")
    if len(lines) > 20 and "~" in lines[2].split("|")[0] and re.match(r" {3}\S", lines[2]):
        raise Failed(f"{name}:3: the title of a column is cut: {lines[2]!r}")
    for key in re.findall(r"(?:\d+|\^[A-Z])(\S+)", lines[-1]):
        if cells(key) > 6:
            raise Failed(f"{name}: {key!r} in the key bar takes more than 6 cells")


def cut_numbers(name, lines):
    """Money and quantities are whole at every size; what gives way are names."""
    for number, line in enumerate(lines, 1):
        if re.search(r"(?<![\w/.~-])-?(\d+[.,][\d.,]*|(?<=  )\d+)~", line):
            raise Failed(f"{name}:{number}: a number is cut: {line!r}")


def settled(screen):
    """How much of a sentence fits behind the time that is left depends on the hour of the day."""
    screen = re.sub(r"((?:left|quedan|剩余|剩餘) LEFT.{10}).*", r"\1", screen)
    return re.sub(r"(--\+).{1,2}~$", r"\1", screen, flags=re.M)  # what of it a box leaves


def compare(path, name, cols, accept, language):
    with open(path, encoding="utf-8") as text:
        lines = text.read().split("\n")[:-1]
    for number, line in enumerate(lines, 1):
        if cells(line) != cols:
            raise Failed(f"{name}:{number}: {cells(line)} cells instead of {cols}: {line!r}")
    cut_labels(name, lines)
    cut_numbers(name, lines)
    now = "\n".join(masked(line) for line in lines) + "\n"
    golden = os.path.join(HERE, "golden", *([language] if language != "en" else []), name)
    if accept:
        os.makedirs(os.path.dirname(golden), exist_ok=True)
        with open(golden, "w", encoding="utf-8") as out:
            out.write(now)
    if not os.path.exists(golden):
        raise Failed(f"{name} has no golden: look at it, then run with --accept\n{now}")
    with open(golden, encoding="utf-8") as text:
        wanted = text.read()
    if settled(wanted) != settled(now):
        raise Failed(f"{name} is another screen now:\n" + "".join(
            f"  {'-' if a != b else ' '}{a}\n" + (f"  +{b}\n" if a != b else "")
            for a, b in zip(wanted.split("\n"), now.split("\n"))))


def play(company, path, accept, language="en"):
    head = head_of(path)
    cols, rows = map(int, head.get("size", "80x24").split("x"))
    folder = tempfile.mkdtemp(prefix="osbscript.")
    if "paper" in head:
        company.rig.paper_comes_out()
    time.sleep(0.1)  # daemons tell of what is done 50 ms later: not of the script before
    terminal = Terminal(company, head["user"], rows, cols,
                        script=script_in(language, path, folder), LANGUAGE=language,
                        **({"is_new": True, "XDG_STATE_HOME": folder} if "new" in head else {}))
    try:
        status = terminal.wait()
        if status != 0:
            tail = re.sub(rb"\x1b[\[\]()][0-9;?]*[A-Za-z]?", b"", terminal.screen[-2600:])
            raise Failed(f"osb ended with {status}: {tail.decode(errors='replace')}")
        screens = sorted(glob.glob(os.path.join(terminal.home, "*.txt")))
        for screen in screens:
            compare(screen, os.path.basename(screen), cols, accept, language)
        counted = os.path.join(terminal.home, "keys")
        if "keys" in head:
            with open(counted, encoding="utf-8") as text:
                keys = int(text.readline())
            print(f"figure: {os.path.basename(path)}: {keys} keys, budget {head['keys']}")
            if keys > int(head["keys"]):
                raise Failed(f"{keys} keys, budget {head['keys']}")
        return f"{len(screens)} screens, {terminal.bytes} bytes"
    finally:
        terminal.close()
        shutil.rmtree(folder)


def attempt(name, run):
    began = time.monotonic()
    try:
        detail = run()
        print(f"ok   {name} ({detail or ''}{' ' if detail else ''}{time.monotonic() - began:.1f} s)")
        return True
    except Exception as problem:  # pylint: disable=broad-except
        print(f"FAIL {name}: {problem}")
        if not isinstance(problem, Failed):
            traceback.print_exc()
        return False


# Checks that mostly wait, each file with a company of its own beside the day of the scripts.
ALONE = ("check_far.py", "check_kiosk.py", "check_linear.py", "check_newcomer.py",
         "check_picture.py", "check_steps.py", "check_trouble.py")
PARTS = LANGUAGES + ALONE


def checks_in(company, path):
    """Name and test of each check of the file."""
    spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, check in list(vars(module).items()):
        if name.startswith("check_"):
            yield (check.__doc__ or name).split("\n")[0], lambda c=check: c(company)


def jobs_of(company, part, accept):
    """Name and test of everything that runs in that part."""
    if part in ALONE:
        yield from checks_in(company, os.path.join(HERE, part))
        return
    for path in sorted(glob.glob(os.path.join(HERE, "*.script"))):
        if part == "en":
            yield os.path.basename(path), lambda p=path: play(company, p, accept)
        elif "#: english" not in open(path, encoding="utf-8").read():
            yield (f"{os.path.basename(path)} in {part}",
                   lambda p=path: play(company, p, accept, part))
    for path in sorted(glob.glob(os.path.join(HERE, "check_*.py"))) if part == "en" else ():
        if os.path.basename(path) not in ALONE:
            yield from checks_in(company, path)


def run_part(words, part, accept):
    """A part in a company of its own; counts passed and failed."""
    results = []
    company = Company(words[0], words[1])
    try:
        for name, run in jobs_of(company, part, accept):
            if not words[2:] or any(w in name for w in words[2:]):
                results.append(attempt(name, run))
    finally:
        company.drop()
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


def main():
    words = [w for w in sys.argv[1:] if not w.startswith("--")]
    if len(words) < 2:
        print(__doc__)
        return 2
    chosen = [w.split("=")[1] for w in sys.argv if w.startswith("--part=")]
    if chosen:
        return run_part(words, chosen[0], "--accept" in sys.argv)
    # Terminals wait more than they work: the parts run beside each other.
    passed = failed = 0
    running = [subprocess.Popen([sys.executable, *sys.argv, f"--part={part}"],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
               for part in PARTS]
    for process in running:
        told = process.communicate()[0]
        counted = re.findall(r"^(\d+) passed, (\d+) failed$", told, re.M)
        passed += int(counted[-1][0]) if counted else 0
        failed += int(counted[-1][1]) if counted else 1
        print(re.sub(r"^\d+ passed, \d+ failed\n", "", told, flags=re.M), end="", flush=True)
    os.unlink(os.path.join(tempfile.gettempdir(), f"osbscreens.{os.getpid()}"))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
