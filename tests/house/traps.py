#!/usr/bin/env python3
"""docs/TRAPS.md names every trap once, and every test that it or docs/SECURITY.md names exists.

Planted first: a test that nobody wrote, a row without a test, a trap that is left out.
"""
import glob
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TRAPS = [f"T{n:02}" for n in range(1, 57)]


def text(name):
    with open(os.path.join(TOP, name), encoding="utf-8") as f:
        return f.read()


def found(pattern, files):
    return {m for name in glob.glob(files, root_dir=TOP) for m in re.findall(pattern, text(name))}


def known_tests():
    """Every test that a trap may name."""
    tests = {f"unit/{n}" for n in found(r"\bTEST\((\w+)\)", "tests/unit/test_*.c")
             & found(r"static void (\w+)\(void \*\*state\)", "tests/unit/test_*.c")}
    tests |= {f"core/{name}" for name in ("walk", "sim", "kills")
              if glob.glob(f"tests/core/{name}.*", root_dir=TOP)}
    tests |= {f"sql/{n}" for n in found(r"(?m)^\('(I\d\d)',", "tests/sql/plants.sql")
              | found(r"(?m)^\('(\w+)',", "tests/sql/guards.sql")}
    for tier in ("cases", "races", "faults", "screens"):
        tests |= {f"{tier}/{n}" for n in found(r"def (check_\w+)\(", f"tests/{tier}/check_*.py")}
    return tests | {f"cases/{os.path.basename(n)}"
                    for n in glob.glob("tests/cases/*.case", root_dir=TOP)}


def faults(table, known):
    """What is wrong with that text of TRAPS.md."""
    rows = re.findall(r"^\| \[(T\d\d)\]\(RULES\.md#(T\d\d)\) \|.*\| (.*) \|$", table, re.M)
    out = []
    if [r[0] for r in rows] != TRAPS or any(a != b for a, b, _ in rows):
        out.append("the traps are not T01 to T56, each once")
    for trap, _, tests in rows:
        named = re.findall(r"`([^`]+)`", tests)
        out += [f"{trap}: there is no test {n}" for n in named if n not in known]
        if "planned" in tests or not (named or "not yet: " in tests):
            out.append(f"{trap}: neither a test nor a reason")
    return out


def unknown(security, known):
    """Tests that docs/SECURITY.md names and nobody wrote."""
    return [f"SECURITY.md: there is no test {n}"
            for n in re.findall(r"`((?:unit|core|sql|cases|races|faults)/[^`]+)`", security)
            if n not in known]


def main():
    table, known = text("docs/TRAPS.md"), known_tests()
    first = re.search(r"^\| \[T01\].*\n", table, re.M).group(0)
    plants = {
        "a test that nobody wrote": table.replace("`core/walk` |", "`core/planted` |"),
        "a row without a test": table.replace(first, re.sub(r"\| [^|]* \|\n$", "| planned |\n",
                                                            first)),
        "a trap that is left out": table.replace(first, ""),
    }
    before = faults(table, known) + unknown(text("docs/SECURITY.md"), known)
    blind = [name for name, planted in plants.items() if len(faults(planted, known)) <= len(before)]
    if not unknown("`unit/planted`", known):
        blind.append("a test that SECURITY.md made up")
    print("\n".join(before + [f"the checker did not see {name}" for name in blind])
          or f"{len(TRAPS)} traps, {len(known)} tests known")
    failed = bool(before) + len(blind)
    print(f"{2 + len(plants) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
