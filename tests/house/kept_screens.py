#!/usr/bin/env python3
"""The kinds of screens of docs/TESTING.md, the sources that draw screens, and the kept screens agree.

Each kind has a family of nine: three languages at three sizes. Planted first: a source that draws a
screen no kind names, a kind without its family, one size of one language that is missing, a file of
no family.
"""
import glob
import os
import re
import sys

from traps import TOP, text

GOLDEN = "tests/screens/golden"
LANGUAGES, SIZES = ("", "zh_CN/", "es/"), ("80x24", "120x40", "40x12")
NO_SCREEN = {"worklist_count.c"}  # whom answers go to, and nothing that is drawn


def table(page):
    """(kind, source, families) of each row, and what is kept besides: once, in English."""
    part = page.split("\n## Kept screens\n", 1)[1].split("\n## ", 1)[0]
    rows = [row.split(" | ") for row in re.findall(r"^\| (.*) \|$", part, re.M)]
    kinds = [(kind, re.findall(r"`([^`]+)`", source), re.findall(r"`([^`]+)`", families))
             for kind, source, families in rows if source != "drawn by"]
    once = re.search(r"^Kept once, in English: (.*?)\.$", part, re.M | re.S)
    return kinds, set(re.findall(r"`([^`]+)`", once[1]))


def family_files(family, scripts):
    """The nine; what stands at the script's own size has no size in its name."""
    script = next((s for s in scripts.values() if f"save-screen {family}.txt" in s), "")
    base = (re.findall(r"^#: size (\S+)", script, re.M) + ["80x24"])[0]
    return {f"{language}{family}{'' if size == base else '.' + size}.txt" for language in LANGUAGES for size in SIZES}


def faults(page, sources, scripts, kept):
    kinds, once = table(page)
    named = {source for _, some, _ in kinds for source in some}
    drawn = {name for name, source in sources.items() if re.search(r"\bconst struct screen_kind \w+ =", source)} - NO_SCREEN
    wanted = set().union(*(family_files(f, scripts) for _, _, some in kinds for f in some))
    out = [f"{kind}: no family of kept screens" for kind, _, families in kinds if not families]
    out += [f"{name} draws a screen that is of no kind" for name in sorted(drawn - named)]
    out += [f"{name} is named and draws no screen" for name in sorted(named - set(sources))]
    out += [f"{name} is not kept" for name in sorted(wanted - kept)]
    rest = {name for name in kept - wanted if not name.startswith("plain/")}
    out += [f"{name} is of no kind" for name in sorted(rest - {f"{o}.txt" for o in once})]
    return out + [f"{name}.txt is not kept once" for name in sorted(once) if f"{name}.txt" not in kept]


def main():
    page = text("docs/TESTING.md")
    sources = {os.path.basename(n): text(n) for n in glob.glob("client/term/*.c", root_dir=TOP)}
    scripts = {n: text(n) for n in glob.glob("tests/screens/**/*.script", root_dir=TOP, recursive=True)}
    top = os.path.join(TOP, GOLDEN)
    kept = {os.path.relpath(os.path.join(at, n), top) for at, _, names in os.walk(top) for n in names}
    row = re.search(r"^\| [^|]* \| [^|]* \| `[\w-]+` \|$", page.split("\n## Kept screens\n", 1)[1], re.M)[0]
    plants = {
        "a source that draws what no kind names": (page, {**sources, "planted.c": "const struct screen_kind kind = {"}, kept),
        "a kind without its family": (page.replace(row, row.rsplit(" | ", 1)[0] + " | none |"), sources, kept),
        "a size of a language that is missing": (page, sources, kept - {"es/13-worklist.40x12.txt"}),
        "a file of no family": (page, sources, kept | {"00-planted.txt"}),
    }
    before = faults(page, sources, scripts, kept)
    blind = [name for name, (p, s, k) in plants.items() if len(faults(p, s, scripts, k)) <= len(before)]
    print("\n".join(before + [f"the checker did not see {name}" for name in blind])
          or f"{len(table(page)[0])} kinds of screens, {len(kept)} kept")
    failed = bool(before) + len(blind)
    print(f"{1 + len(plants) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
