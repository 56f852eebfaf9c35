#!/usr/bin/env python3
"""The table of clocks in docs/RULES.md, chapter 14, is what server/core/clocks.def says.

`clocks.py --write` writes it. Planted first: a clock that only one of the two has, another owner,
another consequence, a rule that the chapter does not have.
"""
import re
import sys

from traps import text

LENGTHS = {
    "NOTIFY": "`op.notify_minutes` of working time after the paper's arrival",
    "OP_TARGET": "close of the business day of arrival or release (`op.cutoff`)",
    "HAND_OVER": "the same, or close of the day of printing where that is later",
    "SAME_DAY": "close of the same business day", "NEXT_DAY": "close of the next working day",
    "HOLD_DAYS": "close of the day `cc.hold_days` later", "SHIP": "`sp.ship_hours` after the hand-over",
    "EXPLAIN": "`sp.explain_hours` after the hand-over", "SLIP": "`sp.slip_days` after expected arrival",
}
BREACHES = {"REMIND": "stays on the list", "COUNT": "counted in the problem record",
            "PROBLEM": "problem record", "LAPSE": "the sweep acts"}
DEPARTMENTS = {"SSG": "SSG", "LEADERS": "SLT", "FINANCE": "FIN", "STORE": "STO", "FIELD": "KAM, UM, MM"}
HEAD = "| clock | runs in | what is due | by | owner | marked before | on a miss | rule |\n"


def table(clocks):
    rows = re.findall(r'^CLOCK\((\w+),\s*(\w+),\s*(\w+),\s*\w+,\s*(\w+),\s*(\w+),\s*(\d+),\s*'
                      r'(\w+),\s*"([^"]+)",\s*"([^"]+)"\)', clocks, re.M)
    out = HEAD + "|---" * 8 + "|\n"
    for name, machine, state, length, owner, warn, breach, source, what in rows:
        out += (f"| {name} | {machine.lower()} {re.sub(f'^{machine}_', '', state)} | {what} | "
                f"{LENGTHS[length]} | {DEPARTMENTS[owner]} | {warn + ' min' if warn != '0' else '–'} | "
                f"{BREACHES[breach]} | {source} |\n")
    return out, [r[-2] for r in rows]


def faults(page, clocks):
    want, sources = table(clocks)
    out = [] if want in page else ["RULES.md has not the table of clocks.def: clocks.py --write"]
    return out + [f"no rule {s}" for s in sources if f'id="{s}"' not in page]


def main():
    page, clocks = text("docs/RULES.md"), text("server/core/clocks.def")
    if "--write" in sys.argv:
        old = re.search(re.escape(HEAD) + r"(\|.*\n)*", page)
        with open("docs/RULES.md", "w", encoding="utf-8") as out:
            out.write(page[:old.start()] + table(clocks)[0] + page[old.end():])
        return 0
    first = re.search(r"^CLOCK.*\n", clocks, re.M)[0]
    plants = {
        "a clock that RULES.md has not": clocks + first.replace("(RECEIVED", "(PLANTED"),
        "a clock that clocks.def has not": clocks.replace(first, ""),
        "another owner": clocks.replace(first, first.replace("SSG", "STORE")),
        "another consequence": clocks.replace(first, first.replace("PROBLEM", "REMIND")),
        "a rule that is nowhere": clocks.replace(first, first.replace("R-272", "R-999")),
    }
    before = faults(page, clocks)
    blind = [name for name, c in plants.items() if len(faults(page, c)) <= len(before)]
    print("\n".join(before + [f"the checker did not see {name}" for name in blind])
          or f"{len(table(clocks)[1])} clocks")
    failed = bool(before) + len(blind)
    print(f"{1 + len(plants) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
