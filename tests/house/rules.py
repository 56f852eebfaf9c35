#!/usr/bin/env python3
"""Every rule that help names stands in docs/RULES.md. Planted first: one that does not."""
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def text(name):
    with open(os.path.join(TOP, name), encoding="utf-8") as f:
        return f.read()


def missing(table, book):
    named = {rule for rules in re.findall(r'_RULE\(\w+, "(R-[^"]*)"\)', table)
             for rule in rules.split(", ")}
    return sorted(named - set(re.findall(r'id="(R-\d+)"', book))), len(named)


def main():
    table, book = text("common/catalog_rules.def"), text("docs/RULES.md")
    if missing(table + 'OP_RULE(X, "R-091, R-999")', book)[0] != ["R-999"]:
        print("a planted rule that nobody wrote was not found")
        return 1
    found, count = missing(table, book)
    for rule in found:
        print(f"common/catalog_rules.def: {rule} does not stand in docs/RULES.md")
    print(f"{count} rules are named by help, {len(found)} of them missing")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
