#!/usr/bin/env python3
"""docs/ROADS.md and server/core/flow.def have the same roads, and every test it names exists.

Planted first: a road that only one of the two has, one that leads elsewhere, a test that nobody
wrote, a row without a test, a row that is "not yet" though it is there.
"""
import re
import sys

from traps import known_tests, text

MACHINES = ("ORDER", "NOTE", "SHIPMENT", "CLAIM", "RETURN", "CARRIER", "RECEIVABLE", "PROBLEM")
BIRTH = "–"


def unfolded(flow):
    """flow.def with its own macros put in where they are used."""
    flow = re.sub(r"/\*.*?\*/", "", flow, flags=re.S).replace("\\\n", " ")
    macros = re.findall(r"^#define (\w+)\(from, EVENT\)(.*)$", flow, re.M)
    flow = re.sub(r"^#.*$", "", flow, flags=re.M)
    for name, body in reversed(macros):  # each uses those before it
        flow = re.sub(rf"\b{name}\((\w+), (\w+)\)", lambda use, body=body: re.sub(
            r"\b(from|EVENT)\b", lambda m: use[1] if m[1] == "from" else use[2], body), flow)
    return flow


def roads(flow):
    """(machine, from, event, to), states without their machine's name."""
    def short(machine, state):
        return BIRTH if state.endswith("_none") else re.sub(rf"^{machine}_(IS_)?", "", state)
    rows = re.findall(r"FLOW\((\w+),\s*(\w+),\s*(\w+),\s*(\w+)\)", unfolded(flow))
    return {(m, short(m, a), event, short(m, b)) for m, a, event, b in rows}


def tables(page):
    """Each row of the machines' tables: machine, from, event, to, test."""
    for part in re.split(r"^## ", page, flags=re.M)[1:]:
        machine = part.split("\n", 1)[0]
        for row in re.findall(r"^\| (.*) \|$", part, re.M) if machine in MACHINES else ():
            cells = row.split(" | ")
            if cells[0] != "from":
                yield machine, *cells[:3], cells[-1]


def ends(page, to):
    """The states of a "to": *checks* and its like are said on the page itself."""
    for word in to.split(", "):
        stops = re.search(rf"^\| {re.escape(word)} \| (.*) \|$", page, re.M)
        yield from ends(page, stops[1]) if word.startswith("*") and stops else [word]


def faults(page, flow, known):
    """What is wrong with that text of ROADS.md beside that text of flow.def."""
    have, said, out = roads(flow), set(), []
    for machine, starts, event, to, test in tables(page):
        rows = {(machine, a, event, b) for a in starts.split(", ") for b in ends(page, to)}
        if not test.startswith("not yet: "):
            out += [f"twice: {' '.join(r)}" for r in sorted(rows & said)]
            said |= rows
        elif rows & have:
            out.append(f"{machine} {starts} {event}: no longer \"not yet\"")
    out += [f"flow.def has it, ROADS.md has not: {' '.join(r)}" for r in sorted(have - said)]
    out += [f"ROADS.md has it, flow.def has not: {' '.join(r)}" for r in sorted(said - have)]
    for row in re.findall(r"^\| (.*) \|$", page.split("\n## ", 1)[1], re.M):
        cells = row.split(" | ")
        named = re.findall(r"`([^`]+)`", cells[-1])
        if cells[-1] == "test" or cells[-1].startswith("not yet: "):
            continue
        out += [f"{cells[0]}: there is no test {n}" for n in named if n not in known]
        if not named:
            out.append(f"{cells[0]}: neither a test nor a reason")
    return out


def main():
    page, flow, known = text("docs/ROADS.md"), text("server/core/flow.def"), known_tests()
    first = re.search(r"^\| – \| PLAN .*\n", page, re.M)[0]
    plan = re.search(r"^FLOW\(ORDER, \w+, PLAN,.*\n", flow, re.M)[0]
    plants = {
        "a road that is not in flow.def": (page, flow.replace(plan, "")),
        "a road that is not in ROADS.md": (page.replace(first, ""), flow),
        "a road that leads elsewhere": (page.replace(first, first.replace("DRAFT", "VERIFIED")),
                                        flow),
        "a stop of the checks that is left out": (page.replace("REJECTED, WAIT_MA", "WAIT_MA"),
                                                  flow),
        "a test that nobody wrote": (page.replace("`core/walk` |", "`core/planted` |"), flow),
        "a row without a test": (page.replace(first, re.sub(r"\| [^|]* \|\n$", "| planned |\n",
                                                            first)), flow),
        "a road that is there by now": (page + first.join(("\n## ORDER\n\n", "")).replace(
            first, re.sub(r"\| [^|]* \|\n$", "| not yet: planted |\n", first)), flow),
    }
    before = faults(page, flow, known)
    blind = [name for name, (p, f) in plants.items() if len(faults(p, f, known)) <= len(before)]
    print("\n".join(before + [f"the checker did not see {name}" for name in blind])
          or f"{len(roads(flow))} roads, {len(known)} tests known")
    failed = bool(before) + len(blind)
    print(f"{1 + len(plants) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
