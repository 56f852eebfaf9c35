#!/usr/bin/env python3
"""Every sentence of a rule, an error or a label of the client is translated, and po/ is fresh.

Planted first, in a copy: a rule that nobody translated, a label that po/ does not know, and a
translation that was taken away.
"""
import os
import re
import shutil
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "po"))
import update  # noqa: E402


def spoil(top, name, change):
    path = os.path.join(top, name)
    with open(path, encoding="utf-8") as f:
        content = f.read()
    spoilt = change(content)
    if spoilt == content:
        sys.exit(f"{name}: there was nothing to spoil")
    with open(path, "w", encoding="utf-8") as f:
        f.write(spoilt)


def planted(name, change, expected):
    """A fault of that wording is found in a copy that was fresh before."""
    with tempfile.TemporaryDirectory() as top:
        for folder in ("po", "client", "common", "server/core"):
            shutil.copytree(os.path.join(TOP, folder), os.path.join(top, folder))
        os.mkdir(os.path.join(top, "sql"))
        shutil.copy(os.path.join(TOP, "sql/invariants.sql"), os.path.join(top, "sql"))
        for stale, (content, _) in update.fresh(top).items():
            with open(os.path.join(top, stale), "w", encoding="utf-8") as f:
                f.write(content)
        before = update.faults(top)
        spoil(top, name, change)
        return any(re.search(expected, f) for f in update.faults(top) if f not in before)


def main():
    controls = {
        "a rule without words": planted(
            "server/core/rules.def",
            lambda s: s + 'RULE(PLANTED, "X 1", "R-000", "a planted sentence")\n',
            'no translation of "a planted sentence"'),
        "a label without words": planted(
            "client/show_table.c", lambda s: s + 'const char *x(void) { return _("planted"); }\n',
            'no translation of "planted"'),
        "an empty translation": planted(
            "po/es.po", lambda s: re.sub(r'(msgid "this document is outside.*"\nmsgstr) ".*"',
                                         r'\1 ""', s), "es.po: no translation of"),
        "a stale template": planted(
            "po/osb.pot", lambda s: s.replace("a rule refuses this", "a rule refused this"),
            "osb.pot is stale"),
    }
    faults = update.faults(TOP)
    blind = [name for name, seen in controls.items() if not seen]
    print("\n".join(faults + [f"the checker did not see {name}" for name in blind])
          or f"{len(update.collect(TOP))} sentences")
    failed = bool(faults) + len(blind)
    print(f"{1 + len(controls) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
