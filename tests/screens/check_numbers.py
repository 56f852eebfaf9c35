"""Money and quantities on every list of several roles, at every size."""
import glob
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)  # in front: the cases have a run.py, too
import pictures  # noqa: E402
from osb_rig import Failed  # noqa: E402

SIZES = ((24, 80), (30, 100), (40, 120), (50, 160), (12, 40), (20, 60))
USERS = ("su.ssgl", "fin.zhao", "du.dir", "wh.lin")
LISTS = 14


def screens_of(company, user, rows, cols):
    """Every list of the user, with its first row whole: {name: lines}"""
    steps = "".join(f"keys Tab\nsave-screen list{i}.txt\nkeys Enter\nsave-screen whole{i}.txt\n"
                    "keys Enter\n" for i in range(LISTS))
    script = os.path.join(company.state, "numbers.script")
    with open(script, "w", encoding="utf-8") as out:
        out.write(("keys F3\n" if (rows, user) == (12, "wh.lin") else "") + steps)
    terminal = company.terminal(user, rows=rows, cols=cols, script=script)
    seen = {}
    try:
        if terminal.wait():
            raise Failed(f"{user} {cols}x{rows}: osb ended with {terminal.status}: "
                         + terminal.screen[-1200:].decode(errors="replace"))
        for path in glob.glob(os.path.join(terminal.home, "*.txt")):
            with open(path, encoding="utf-8") as text:
                seen[os.path.basename(path)] = text.read().split("\n")[:-1]
    finally:
        terminal.close()
    return seen


def check_numbers_are_never_cut(company):
    """Every list and document of four roles at six sizes: no number is cut, and no line is too long."""
    try:
        pictures.cut_numbers("planted", ["  PX001 ~  1,2~"])
    except Failed:
        pass
    else:
        raise Failed("a planted cut number was not found")
    looked = 0
    for user in USERS:
        for rows, cols in SIZES:
            for name, lines in screens_of(company, user, rows, cols).items():
                pictures.cut_numbers(f"{user} {cols}x{rows} {name}", lines)
                if any(pictures.cells(line) != cols for line in lines):
                    raise Failed(f"{user} {cols}x{rows} {name}: a line is not {cols} cells")
                looked += 1
    return f"{looked} screens"
