#!/usr/bin/env python3
"""checks.py OSBD FILE [NAME...] - the checks of one file against a live daemon.

A check is a function check_*(rig): its first line is the sentence that it proves. It raises
when the sentence does not hold; what it gives back is shown with its time. Each has a database
of its own, copied from one small company. Names choose checks by words of their sentences.
"""
import importlib.util
import os
import sys
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from osb_rig import Failed, Rig, sound, world  # noqa: E402


def jobs_of(path):
    """Sentence and function of each check; modules beside the file may be imported by it."""
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [((value.__doc__ or name).split("\n")[0], value)
            for name, value in vars(module).items() if name.startswith("check_")]


def attempt(osbd, template, name, run):
    """Runs one check on a copy of the company; True when it passed."""
    began = time.monotonic()
    rig = Rig(osbd, template=template)
    try:
        detail = run(rig)
        print(f"ok   {name} ({detail or ''}{' ' if detail else ''}{time.monotonic() - began:.1f} s)",
              flush=True)
        return True
    except Exception as problem:  # pylint: disable=broad-except
        print(f"FAIL {name}: {problem}")
        if not isinstance(problem, Failed):
            traceback.print_exc()
        if rig.process:
            print("".join("    | " + line + "\n" for line in rig.log_text().splitlines()[-12:]))
        return False
    finally:
        rig.drop()


def run_jobs(osbd, jobs, wanted=()):
    """Each (sentence, function) on its own copy; 0 when all passed."""
    template = Rig(os.path.abspath(osbd))
    passed = failed = 0
    try:
        template.start()
        template.world = world(template)
        sound(template)
        template.stop()
        for name, run in jobs:
            if wanted and not any(w in name for w in wanted):
                continue
            good = attempt(template.osbd, template, name, run)
            passed, failed = passed + good, failed + (not good)
    finally:
        template.drop()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        print(__doc__)
        sys.exit(2)
    sys.exit(run_jobs(sys.argv[1], jobs_of(sys.argv[2]), sys.argv[3:]))
