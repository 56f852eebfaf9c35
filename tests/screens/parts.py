"""The parts of the tier beside each other, each in a company of its own: copies of one.

Terminals wait more than they work, so more parts run than there are processors, but not all at once:
a daemon that waits for its turn is a slow one, and PostgreSQL has connections for a few. When the day
of the English scripts is over its company is copied for the checks that go on where it ended."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import run
from pictures import GOLDEN_MOST, goldens

AT_ONCE = 5  # parts
GROUPS = 3  # of the day's checks
# What playing and comparing all kept screens may take: processor seconds of the daemons, the clients,
# the tests and what they start, without the database and tmux. Seconds on the wall are those of the
# machine's other work, too; on two processors that wait for nobody they are fewer than these.
SECONDS_MOST = 90


class Part:
    """A process that runs a part; its output goes to a file."""

    def __init__(self, folder, name, **env):
        self.name = name
        self.began = time.monotonic()
        self.told = os.path.join(folder, f"told.{name.split(',')[0]}")
        with open(self.told, "w", encoding="utf-8") as out:
            # pylint: disable-next=consider-using-with
            self.process = subprocess.Popen([sys.executable, *sys.argv, f"--part={name}"], stdout=out,
                                            stderr=subprocess.STDOUT, env={**os.environ, **env})

    def has_ended(self):
        return self.process.poll() is not None

    def output(self):
        with open(self.told, encoding="utf-8", errors="replace") as text:
            return text.read()


class Tier:
    """What is to run, what runs, and what came of it."""

    def __init__(self, words, folder):
        self.words, self.folder = words, folder
        self.running, self.waiting = [], []
        self.passed = self.failed = self.seconds = 0
        self.budgets = []
        self.templates = []

    def has_work(self, part):
        return any(run.is_chosen(name, self.words[2:]) for later in (False, True)
                   for name, _ in run.jobs_of(None, part, False, later))

    def add(self, part, template):
        if self.has_work(part):
            self.waiting.append((part, template))

    def start(self, part, template):
        self.running.append(Part(self.folder, part, OSB_SCREENS_TEMPLATE=" ".join(template),
                                 OSB_SCREENS_KEPT=os.path.join(self.folder, "kept"),
                                 OSB_SCREENS_DONE=os.path.join(self.folder, "done")))

    def ended(self, part):
        told = part.output()
        counted = re.findall(r"^(\d+) passed, (\d+) failed$", told, re.M)
        self.passed += int(counted[-1][0]) if counted else 0
        self.failed += int(counted[-1][1]) if counted else 1
        self.budgets += re.findall(r"^budget: (.*) \| (.*) \| (.*) \| (.*)$", told, re.M)
        self.seconds += sum(map(float, re.findall(r"^seconds: (.*)$", told, re.M)))
        print(re.sub(r"^(\d+ passed, \d+ failed|budget: .*|seconds: .*)\n", "", told, flags=re.M) +
              f"part {part.name}: {time.monotonic() - part.began:.0f} s", flush=True)

    def checks_of_the_day(self, template):
        names = run.checks_of_the_day()
        for i in range(GROUPS):
            self.add(",".join(names[i * len(names) // GROUPS:(i + 1) * len(names) // GROUPS]), template)

    def look(self):
        """Starts what has room, tells of what ended."""
        kept = os.path.join(self.folder, "kept")
        if os.path.exists(kept):
            with open(kept, encoding="utf-8") as text:
                self.templates.append(text.read().split(" "))
            os.unlink(kept)
            self.checks_of_the_day(self.templates[-1])
        for part in [p for p in self.running if p.has_ended()]:
            self.running.remove(part)
            self.ended(part)
        while self.waiting and len(self.running) < AT_ONCE:
            self.start(*self.waiting.pop(0))
        if not self.waiting and [p.name for p in self.running] == [run.LAST]:
            with open(os.path.join(self.folder, "done"), "w", encoding="utf-8"):
                pass

    def run(self):
        company = run.Company(self.words[0], self.words[1])
        self.templates.append(company.copy())
        company.drop()
        first = self.templates[0]
        for part in (run.LAST, *run.LANGUAGES, *run.ALONE):
            self.add(part, first)
        if not self.has_work("en"):  # checks alone: of a day that nobody lived
            self.checks_of_the_day(first)
        while self.running or self.waiting:
            self.look()
            time.sleep(0.05)
        for name, state in self.templates:
            company.rig.psql(f"drop database {name}", company.rig.conninfo)
            shutil.rmtree(state)


def run_all(words):
    """The whole tier, or what the words choose of it."""
    folder = tempfile.mkdtemp(prefix="osbscreens.")
    began = time.monotonic()
    tier = Tier(words, folder)
    tier.run()
    shutil.rmtree(folder)
    for name, measured, unit, most in [("budgets", "measured", "", "at most"), *tier.budgets]:
        print(f"figure: {name:<55}{measured:>9} {unit:<2}{most:>9} {unit}")
    print(f"figure: {goldens()} screens are kept, at most {GOLDEN_MOST}")
    print(f"figure: playing them takes {tier.seconds:.0f} processor seconds, at most {SECONDS_MOST}")
    print(f"figure: the whole tier took {time.monotonic() - began:.0f} s")
    failed = tier.failed + (goldens() > GOLDEN_MOST) + (tier.seconds > SECONDS_MOST)
    print(f"{tier.passed} passed, {failed} failed")
    return 1 if failed or not tier.passed else 0
