#!/usr/bin/env python3
"""run.py OSBD OSB [--accept] [NAME...] - keys in, whole screens out, against a live daemon.

A script (*.script, see client/term/script.h) runs in a pseudo-terminal of its own size; its head
says who sits there:
    #: user li.na
    #: size 80x24
    #: keys 72        the budget of the first `count` (SCREENS.md 13)
    #: new yes        never at this terminal before
    #: paper out      what waited for the printer is printed by then
Screens that it saves are compared with golden/ (pictures.py). --accept writes the goldens.
The same scripts run in each language, each in a company of its own: a text that a script waits for
is translated.
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

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cases"))
sys.path.insert(0, HERE)  # in front: the cases have a run.py, too
from emulator import tour_was_seen  # noqa: E402
from osb_rig import Failed, Rig, world  # noqa: E402
from pictures import GOLDEN_MOST, goldens, play  # noqa: E402

LANGUAGES = ("en", "zh_CN", "zh_TW", "es")


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
# Measures when all others are done; what it needs for that it prepares beside them.
LAST = "check_budgets.py"
PARTS = LANGUAGES + ALONE + (LAST,)


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
    if part in ALONE + (LAST,):
        yield from checks_in(company, os.path.join(HERE, part))
        return
    for path in sorted(glob.glob(os.path.join(HERE, "*.script"))):
        if part == "en":
            yield os.path.basename(path), lambda p=path: play(company, p, accept)
        elif "#: english" not in open(path, encoding="utf-8").read():
            yield (f"{os.path.basename(path)} in {part}",
                   lambda p=path: play(company, p, accept, part))
    for path in sorted(glob.glob(os.path.join(HERE, "check_*.py"))) if part == "en" else ():
        if os.path.basename(path) not in ALONE + (LAST,):
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
    done = os.path.join(tempfile.mkdtemp(prefix="osbscreens."), "done")
    passed = failed = 0
    table = []
    running = [subprocess.Popen([sys.executable, *sys.argv, f"--part={part}"],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                env={**os.environ, "OSB_SCREENS_DONE": done})
               for part in PARTS]
    for part, process in zip(PARTS, running):
        if part == LAST:
            with open(done, "w", encoding="utf-8"):
                pass
        told = process.communicate()[0]
        counted = re.findall(r"^(\d+) passed, (\d+) failed$", told, re.M)
        passed += int(counted[-1][0]) if counted else 0
        failed += int(counted[-1][1]) if counted else 1
        table += re.findall(r"^budget: (.*) \| (.*) \| (.*) \| (.*)$", told, re.M)
        print(re.sub(r"^(\d+ passed, \d+ failed|budget: .*)\n", "", told, flags=re.M), end="",
              flush=True)
    for name, measured, unit, most in [("budgets", "measured", "", "at most"), *table]:
        print(f"figure: {name:<55}{measured:>9} {unit:<2}{most:>9} {unit}")
    print(f"figure: {goldens()} screens are kept, at most {GOLDEN_MOST}")
    if goldens() > GOLDEN_MOST:
        failed += 1
    shutil.rmtree(os.path.dirname(done))
    os.unlink(os.path.join(tempfile.gettempdir(), f"osbscreens.{os.getpid()}"))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
