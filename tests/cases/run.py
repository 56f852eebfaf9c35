#!/usr/bin/env python3
"""run.py OSBD [NAME...] - case files and checks against a live daemon.

A case file (*.case) is a talk over the unix socket:
    # a comment
    = a sentence: what the lines below prove
    @li.na                        who speaks from here on (logged in by the practice token)
    > order.key {"customer":..}   a request; a command gets a fresh id unless it names one
    < {"outcome":"DONE","order":{"no":"$no"}}
                                  what the answer must hold: members that are not named may be
                                  there; "*" is anything, "$no" is remembered and, from then on,
                                  stands for what it was; [..., "..."] allows further elements
    >> {"raw":"line"}             a line as it stands
    ! sql                         a statement, as owner of the database
Checks are functions check_*(rig) of check_*.py: their first line is the sentence.
Each file and each check has a database of its own, copied from one small company.
"""
import glob
import json
import os
import re
import sys
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from checks import jobs_of, run_jobs  # noqa: E402
from osb_rig import Failed, sound  # noqa: E402

COMMANDS = set()


def load_catalog():
    """Names of commands, from the one list."""
    path = os.path.join(HERE, "..", "..", "common", "catalog.def")
    with open(path, encoding="utf-8") as text:
        COMMANDS.update(re.findall(r'COMMAND\(\w+, "([a-z.-]+)"', text.read()))


def fill(value, names):
    """The value with remembered names put in."""
    if isinstance(value, str):
        return re.sub(r"\$(\w+)", lambda m: str(names.get(m[1], m[0])), value)
    if isinstance(value, list):
        return [fill(v, names) for v in value]
    if isinstance(value, dict):
        return {k: fill(v, names) for k, v in value.items()}
    return value


def differs(wanted, got, names, where="answer"):
    """None, or where the answer is not as wanted."""
    if wanted == "*":
        return None
    if isinstance(wanted, str) and re.fullmatch(r"\$\w+", wanted):
        name = wanted[1:]
        if name not in names:
            names[name] = got
            return None
        return None if names[name] == got else f"{where}: {got!r} is not {names[name]!r}"
    if isinstance(wanted, dict) and isinstance(got, dict):
        for key, value in wanted.items():
            if key not in got:
                return f"{where}.{key} is missing"
            problem = differs(value, got[key], names, f"{where}.{key}")
            if problem:
                return problem
        return None
    if isinstance(wanted, list) and isinstance(got, list):
        open_end = bool(wanted) and wanted[-1] == "..."
        items = wanted[:-1] if open_end else wanted
        if len(got) < len(items) or (len(got) > len(items) and not open_end):
            return f"{where} has {len(got)} elements instead of {len(items)}"
        for i, item in enumerate(items):
            problem = differs(item, got[i], names, f"{where}[{i}]")
            if problem:
                return problem
        return None
    wanted = fill(wanted, names)
    return None if wanted == got else f"{where}: {got!r} is not {wanted!r}"


class Talk:
    """One case file being played."""

    def __init__(self, rig):
        self.rig, self.names, self.sessions = rig, {}, {}
        self.session, self.answer, self.sentence, self.lines = None, None, "", 0

    def speak(self, user):
        if user not in self.sessions:
            self.sessions[user] = self.rig.session(None if user == "nobody" else user)
        self.session = self.sessions[user]

    def line(self, text):
        if text.startswith("="):
            self.sentence = text[1:].strip()
        elif text.startswith("@"):
            self.speak(text[1:].strip())
        elif text.startswith(">>"):
            self.session.raw(text[2:].strip())
            self.answer = self.session.answer()
        elif text.startswith(">"):
            method, _, params = text[1:].strip().partition(" ")
            params = fill(json.loads(params), self.names) if params else None
            if method in COMMANDS and "command" not in (params or {}):
                params = {**(params or {}), "command": str(uuid.uuid4())}
            self.answer = self.session.call(method, params)
        elif text.startswith("<"):
            self.lines += 1
            problem = differs(json.loads(text[1:]), self.answer, self.names)
            if problem:
                raise Failed(f"{self.sentence}: {problem}\n    got {json.dumps(self.answer, ensure_ascii=False)}")
        elif text.startswith("!"):
            self.rig.psql(fill(text[1:].strip(), self.names))
        else:
            raise Failed(f"what is this line: {text}")


def play(rig, path):
    talk = Talk(rig)
    rig.start()
    with open(path, encoding="utf-8") as text:
        for number, line in enumerate(text, 1):
            if line.strip() and not line.startswith("#"):
                try:
                    talk.line(line.strip())
                except Exception as problem:
                    raise Failed(f"{os.path.basename(path)}:{number}: {problem}") from problem
    for session in talk.sessions.values():
        session.close()
    sound(rig)
    rig.stop()
    return talk.lines


def main():
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    load_catalog()
    jobs = [(os.path.basename(p)[:-5], lambda rig, p=p: f"{play(rig, p)} answers")
            for p in sorted(glob.glob(os.path.join(HERE, "*.case")))]
    for path in sorted(glob.glob(os.path.join(HERE, "check_*.py"))):
        jobs += jobs_of(path)
    return run_jobs(sys.argv[1], jobs, sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
