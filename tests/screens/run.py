#!/usr/bin/env python3
"""run.py OSBD OSB [--accept] [NAME...] - keys in, whole screens out, against a live daemon.

A script (*.script, see client/term/script.h) runs in a pseudo-terminal of its own size; its head
says who sits there:
    #: user li.na
    #: size 80x24
    #: keys 72        the budget of the first `count` (SCREENS.md 13)
    #: new yes        never at this terminal before
    #: paper out      what waited for the printer is printed by then
    #: password       logs in by one
    #: english        in no other language
    #: coloured       not in monochrome
    #: sealed yes     so is the log: the sealer came by
Screens that it saves are compared with golden/ (pictures.py). --accept writes the goldens.
The same scripts run in each language, each in a company of its own: a text that a script waits for
is translated.
Checks are functions check_*(company) of check_*.py: their first line is the sentence.
Scripts run in the order of their names in one company, so a day goes on where the last ended; when
it is over, checks go on in copies of that company (parts.py), and the scripts in later/ in itself:
what they book is not in the way of the checks.
"""
import fcntl
import glob
import importlib.util
import os
import pty
import resource
import select
import shutil
import struct
import sys
import tempfile
import termios
import time
import traceback
from types import SimpleNamespace

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cases"))
sys.path.insert(0, HERE)  # in front: the cases have a run.py, too
from emulator import put, tour_was_seen  # noqa: E402
from osb_rig import Failed, Rig, world  # noqa: E402
from pictures import PLAIN, RELAYED, head_of, play  # noqa: E402

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
    """The small company with a daemon, and a terminal program. A copy of `template`, (name of its
    database, folder that clients kept), or founded here; a template itself is at rest."""

    def __init__(self, osbd, osb, template=None):
        self.osb = os.path.abspath(osb)
        self.state = tempfile.mkdtemp(prefix="osbstate.")
        if template:
            shutil.copytree(template[1], self.state, dirs_exist_ok=True)
        self.rig = Rig(os.path.abspath(osbd), template=SimpleNamespace(name=template[0]) if template else None)
        try:
            self.rig.start()
            if not template:
                world(self.rig)
                self.goods()
                time.sleep(0.5)  # what was done so far is told to nobody who logs in later
        except BaseException:
            self.rig.drop()
            raise

    def copy(self):
        """Another database as this one is now, as a template; it is the caller's to drop."""
        self.rig.stop()
        name = self.rig.name + "_kept"
        self.rig.psql(f"create database {name} template {self.rig.name}", self.rig.conninfo)
        state = tempfile.mkdtemp(prefix="osbstate.")
        shutil.copytree(self.state, state, dirs_exist_ok=True)
        return name, state

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


# Checks, each file with a company of its own beside the day of the scripts.
ALONE = ("check_far.py", "check_kiosk.py", "check_linear.py", "check_newcomer.py",
         "check_picture.py", "check_steps.py", "check_trouble.py")
# Measures when all others are done; what it needs for that it prepares beside them.
LAST = "check_budgets.py"


def checks_in(company, path):
    """Name and test of each check of the file."""
    spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, check in list(vars(module).items()):
        if name.startswith("check_"):
            yield (check.__doc__ or name).split("\n")[0], lambda c=check: c(company)


def files(pattern):
    return sorted(glob.glob(os.path.join(HERE, pattern)))


def checks_of_the_day():
    """Files of checks that go on where the scripts ended."""
    names = [os.path.basename(path) for path in files("check_*.py")]
    return [name for name in names if name not in ALONE + (LAST,)]


def jobs_of(company, part, accept, later=False):
    """Name and test of everything that runs in that part: a language's scripts, or files of checks."""
    if later and part not in LANGUAGES:
        return
    if part not in LANGUAGES:
        for name in part.split(","):
            yield from checks_in(company, os.path.join(HERE, name))
        return
    for path in files("later/*.script" if later else "*.script"):
        if part == "en":
            yield os.path.basename(path), lambda p=path: play(company, p, accept)
        elif not set(head_of(path)).intersection({"english"} | ({"coloured"} if part in PLAIN else set())):
            yield (f"{os.path.basename(path)} in {part}",
                   lambda p=path: play(company, p, accept, part))


def processor_seconds():
    """What this program took, what it started and waited for, and what ran inside tmux."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used) + sum(RELAYED)


def is_chosen(name, words):
    return not words or any(w in name for w in words)


def run_part(words, part, accept):
    """A part in a company of its own; counts passed and failed. Beside others it is told where its
    template is, and tells where the company is to be copied from when the scripts are over."""
    results = []
    template = os.environ.get("OSB_SCREENS_TEMPLATE")
    kept = os.environ.get("OSB_SCREENS_KEPT") if part == "en" else None
    company = Company(words[0], words[1], template and template.split(" "))
    try:
        for later in (False, True):
            results += [attempt(name, run) for name, run in jobs_of(company, part, accept, later)
                        if is_chosen(name, words[2:])]
            if kept and not later:
                put(os.path.dirname(kept), os.path.basename(kept), " ".join(company.copy()))
                company.rig.start()
        company.rig.stop()
    finally:
        company.drop()
    if part in LANGUAGES:
        print(f"seconds: {processor_seconds():.1f}")
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
    import parts  # it asks this module what there is to run  # pylint: disable=import-outside-toplevel
    return parts.run_all(words)


if __name__ == "__main__":
    sys.exit(main())
