#!/usr/bin/env python3
"""Switches one guard off at a time; the unit tests must notice each.

    kills.py BUILD_DIR [--at-least PERCENT] [--every N]

--every N takes each Nth guard only: the sample of the tier `core`.
A guard is killed when some unit test fails without it. Tests that name the guard are run
first, then the others that are linked with the core. Prints what survives, and killed/total.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def programs(build):
    """Unit tests that stand on the core, with the text of their source."""
    found = {}
    for source in sorted((ROOT / "tests/unit").glob("test_*.c")):
        text = source.read_text(encoding="utf-8")
        program = build / "tests" / source.stem
        if program.exists() and re.search(r"server/core|tests/world/|tests/unit/(?!unit\.h)", text):
            found[program] = text
    return found


def fails(program, rule):
    env = dict(os.environ, OSB_RULE_OFF=rule)
    try:
        run = subprocess.run([str(program)], env=env, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return True
    return run.returncode != 0


def killer(rule, tests):
    order = sorted(tests, key=lambda p: "RULE_" + rule not in tests[p])
    for program in order:
        if fails(program, rule):
            return program.name
    return None


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    least = int(sys.argv[sys.argv.index("--at-least") + 1]) if "--at-least" in sys.argv else 95
    tests = programs(build)
    listing = subprocess.run([str(build / "tests/core/print_rules")], check=True,
                             capture_output=True, text=True).stdout
    every = int(sys.argv[sys.argv.index("--every") + 1]) if "--every" in sys.argv else 1
    rules = [line.split("|")[0] for line in listing.splitlines()][::every]
    broken = [p.name for p in tests if fails(p, "NONE_OF_THEM")]
    if broken:
        print("kills: these tests fail with every guard on:", ", ".join(broken))
        return 1
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(lambda rule: killer(rule, tests), rules))
    for rule, program in zip(rules, results):
        if not program:
            print(f"kills: no unit test notices that {rule} is off")
    killed = sum(1 for r in results if r)
    good = killed * 100 >= least * len(rules)
    print(f"kills: {killed} of {len(rules)} guards killed")
    print("1 passed, 0 failed" if good else "0 passed, 1 failed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
