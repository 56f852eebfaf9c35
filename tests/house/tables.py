#!/usr/bin/env python3
"""docs/DATA.md names every table, those of rules in the lock order; docs/ARCHITECTURE.md names
every package that is built with.

Planted first: a table that nobody described, two that changed places, a package without a reason.
"""
import glob
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# Debian's name of a package, and what people call it
CALLED = {"build-essential": "C compiler", "libicu-dev": "ICU", "libpq-dev": "libpq",
          "postgresql": "PostgreSQL", "pkg-config": "pkg-config", "python3": "Python 3",
          "ninja-build": "Ninja", "libssl-dev": "OpenSSL", "libclang-rt-14-dev": "its runtime", "zlib1g-dev": "zlib",
          "libcairo2-dev": "cairo", "libpango1.0-dev": "Pango", "fonts-wqy-microhei": "WenQuanYi",
          "poppler-utils": "poppler", "zbar-tools": "zbar"}


def text(name):
    with open(os.path.join(TOP, name), encoding="utf-8") as f:
        return f.read()


def parameters_of(rules):
    """Names in the first column of the rule book's table of parameters."""
    table = rules.split("## 19. Parameters")[1].split("*Not built yet*")[0]
    return set(re.findall(r"`(\w+)`", " ".join(re.findall(r"(?m)^\| (`.*?) \|", table))))


def settable(tables):
    """Parameters of the program: columns of the policy that a version may set."""
    columns = tables.split("#define POLICY_COLUMNS")[1].split("#define ")[0]
    return set(re.findall(r"[CE]\(T, \w+, (\w+)\)", columns)) - {"id", "valid_from", "made_by"}


def faults(data, architecture, made, locked, packages):
    """What the two documents lack."""
    listed = data.split("## Every table")[1].split("\n## ")[0]
    rows = re.findall(r"`(\w+)`", "\n".join(re.findall(r"(?m)^\| (`.*?) \|", listed)))
    named = set(re.findall(r"`(\w+)`", listed))
    out = [f"DATA.md does not describe the table {t}" for t in sorted(made - named)]
    if [r for r in rows if r in locked] != [t for t in locked if t in rows]:
        out.append("DATA.md has not the lock order of tables.def")
    for package in packages:
        word = CALLED.get(package, re.sub(r"^lib|-dev$", "", package))
        if word.lower() not in architecture.lower():
            out.append(f"ARCHITECTURE.md does not say why {package} is in")
    return out


def main():
    data, architecture = text("docs/DATA.md"), text("docs/ARCHITECTURE.md")
    made = {t for name in glob.glob("sql/migrations/*.sql", root_dir=TOP)
            for t in re.findall(r"(?m)^create table (\w+)", text(name))}
    made -= {t for name in glob.glob("sql/migrations/*.sql", root_dir=TOP)
             for t in re.findall(r"(?m)^drop table (\w+)", text(name))}
    locked = re.findall(r'(?m)^TABLE\(\w+, \w+, "(\w+)"', text("server/core/tables.def"))
    packages = re.findall(r"(?m)^([a-z][\w.+-]+)", text("cmake/packages.txt"))
    whole = (data, architecture, made, locked, packages)
    swapped = [locked[1], locked[0]] + locked[2:]
    controls = {
        "a new table": faults(data, architecture, made | {"planted"}, locked, packages),
        "another order": faults(data, architecture, made, swapped, packages),
        "a new package": faults(data, architecture, made, locked, packages + ["libplanted-dev"]),
    }
    known, told = settable(text("server/core/tables.def")), parameters_of(text("docs/RULES.md"))
    found = faults(*whole) + [f"RULES.md and the policy do not both have the parameter {p}"
                              for p in sorted(known ^ told)]
    found += [f"the checker did not see {n}" for n, f in controls.items()
                              if len(f) <= len(faults(*whole))]
    print("\n".join(found) or f"{len(made)} tables and {len(packages)} packages are described")
    failed = len(found)
    print(f"{max(0, 1 + len(controls) - failed)} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
