"""Scripts played in tmux, and their saved screens compared with golden/.

What a script may say besides (client/term/script.h has the rest):
    save-screen X.txt           a screen, compared at 80x24, 120x40 and 40x12: the terminal is made
                                another size and back, after which screen and cursor are as before
    save-screen X.txt once      at the size of the script only, and compared in English only
    save-screen X.txt unkept    of a kind that is kept elsewhere: only as wide as the screen, nothing cut,
                                and as tmux shows it
    meanwhile NAME              scenes.NAME(company) is done by others
tmux must show what the program meant to draw, cell by cell. Where it does, the program's own lines,
each exactly as wide as the screen, are what is compared: golden/X.txt, X.120x40.txt, X.40x12.txt, in
other languages golden/LANGUAGE/. Times, days, ids and durations are masked.
"""
import os
import re
import shutil
import sys
import tempfile
import time
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "po"))
import update  # noqa: E402
from emulator import Tmux  # noqa: E402
from osb_rig import Failed  # noqa: E402
import scenes  # noqa: E402

SIZES = ("80x24", "120x40", "40x12")
GOLDEN_MOST = 400
# Played in monochrome and as on a terminal that takes two cells for lines and dots; no language
# whose every screen is compared.
PLAIN = {"zh_TW": ("--mono", "--boxes", "ascii", "--ambiguous", "two")}
RELAYED = []  # processor seconds of each client that tmux ran
PLAIN_SCREENS = ("12-confirm", "13-worklist", "23-menu", "53-detail", "31-sign", "60-held")


def goldens():
    """How many screens are kept."""
    return sum(len(names) for _, _, names in os.walk(os.path.join(HERE, "golden")))


def cells(text):
    """Cells that a text takes, counted independently of the program."""
    return sum(0 if unicodedata.combining(c) else
               2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


# A notice of what was done just before the login may come or not: its marks are not compared.
MASKS = [(r" +(\d+ (?:rows?|filas?|行|列))((, |，)(changes|cambios|有变化|有變化)(: |：)F5)?", r"  \1"),
         (r"^(<\w*>)?([> ])[*+]", r"\1\2 "), (r"\bSO\d+ *", "SO# "), (r"\d{4}-\d\d-\d\d \d\d:\d\d", "YYYY-MM-DD hh:mm"), (r"\d{4}-\d\d-\d\d", "YYYY-MM-DD"), (r"\b\d\d-\d\d \d\d:\d\d\b", "hh:mm"),
         (r"\b\d\d:\d\d(:\d\d)?\b", "hh:mm"), (r"\b\d\d:\d?~", "hh:~"), (r"\d+ MiB( / \S+)?", "# MiB"), (r"-?\d+ ms\b", "# ms"),
         (r"\d+ / \d+ *$", "# / #"), (r"(OFFLINE|离线|離線|SIN RED) \d+:\d\d", r"\1 #:##"),
         (r"(SLOW|缓慢|緩慢|LENTO) \d+\.\ds", r"\1 #.#s"), (r"(No answer for|已|desde hace) \d+ (s|秒)", r"\1 # \2"), (r"\b(RC|DN|AR|IV|OB)\d{4}-", r"\1YYMM-"),
         (r"(left|quedan|剩余|剩餘) -?\d+(h\d\d|m|d)", r"\1 LEFT"),
         (r"  +-?\d+(h\d\d|m|d)(?= |$)", lambda m: " " * (len(m.group(0)) - 4) + "LEFT"),
         (r"^([ >] {3,8})\d{5,7} (?=\S)", r"\1###### "), (r"\bproposal \d{5,7}\b", "proposal ######"),
         (r"\|[\d-]+ hh:mm", "|DAY hh:mm"),
         (r"\|\d{0,2}:?\d{1,2}(?= [a-z.]+:| *$)", "|TIME")]  # what a box leaves of it


def masked(line):
    for pattern, put in MASKS:
        line = re.sub(pattern, put, line)
    return line.rstrip()


NEXT = re.compile(r"(Next:|下一步：|Sigue:)")


def settled(screen):
    """The screen without what depends on the hour of the day: where the sentence behind the time
    that is left is broken or cut, and what of it a box leaves."""
    lines = [re.sub(r"^..?(?=[|+])(.*[|+]).{1,4}$", r"  \1", line) for line in screen.split("\n")]
    nexts = []
    for i, line in enumerate(lines):
        found = NEXT.search(line)
        if found:
            at = found.start()
            said, lines[i] = line[at:], line[:at].rstrip()
            for below in range(i + 1, min(i + 5, len(lines))):
                if lines[below][:at].strip(" |") or not lines[below][at:].strip():
                    break
                said += " " + lines[below][at:].strip()
                lines[below] = lines[below][:at].rstrip()
            nexts.append(re.split(r"(?:left|quedan|剩余|剩餘) ", said)[0])
    return "\n".join(lines + nexts)


def alike(lines, others):
    return settled("\n".join(map(masked, lines))) == settled("\n".join(map(masked, others)))


VALUE = re.compile(r"%(?:zu|d|lld|s|\\?\.\\?\*s)")  # also as re.escape() leaves it


# --- scripts ------------------------------------------------------------------------------------

def sentences(language):
    """{English: translation}"""
    path = os.path.join(HERE, "..", "..", "po", f"{language}.po")
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as text:
        return update.read_po(text.read())[1]


def translated(text, known):
    """What stands on the screen for this English: a whole sentence, or how one begins."""
    if text in known:
        return known[text]
    for said, put in known.items():
        if said.startswith(text):
            return put.split("%")[0].rstrip()
    likely = []  # "2 marked" is said as "%zu marked"
    for said, put in known.items():
        found = re.fullmatch(VALUE.sub("(.+)", re.escape(said)), text) if "%" in said else None
        if found:
            values = iter(found.groups())
            likely.append((len(said), VALUE.sub(lambda m, v=values: next(v), put)))
    if likely:
        return max(likely)[1]
    return text


def head_of(path):
    with open(path, encoding="utf-8") as text:
        return dict(re.findall(r"^#: (\w+)(?: (\S+))?$", text.read(), re.M))


def saving(name, base, sizes):
    """Lines of the script that save a screen at these sizes, and what waits for us at each: (file,
    size, whether it is compared in each language)."""
    stem = name.removesuffix(".txt")
    stops = [(f"{stem}.{size}.txt" if size != base else name, size, bool(sizes))
             for size in (base, *sizes)]
    stops += [(f"{stem}.again", base, True)] if sizes else []
    lines = []
    for file, size, _ in stops:
        lines += [f"size {size}", f"save-screen {file}", f"hold {file}"]
    return lines, stops


# What a script calls a document by whose number nobody knows before: the newest of its kind.
NEWEST = {"{order}": "orders", "{note}": "note"}


def script_in(language, path, folder, company):
    """Writes the script as it is played in that language; gives its stops as saving() does, and
    which screens are compared with nothing."""
    known = sentences(language)
    head = head_of(path)
    base = head.get("size", "80x24")
    sizes = [size for size in SIZES if size != base]
    lines, stops, unkept = [], [], set()
    with open(path, encoding="utf-8") as text:
        source = text.read()
    for name in [name for name in NEWEST if name in source]:
        source = source.replace(name, company.rig.psql(f"select no from {NEWEST[name]} order by id desc limit 1"))
    for line in source.split("\n"):
        words = line.split()
        if words[:1] == ["save-screen"]:
            several = not {"once", "unkept"}.intersection(words) and base in SIZES
            more, at = saving(words[1], base, sizes if several else ())
            lines += more
            unkept.update(words[1:2] if "unkept" in words else ())
            stops += at
        elif words[:1] == ["meanwhile"]:
            lines += [f"save-screen {words[1]}.scene", f"hold {words[1]}.scene"]
            stops.append((f"{words[1]}.scene", base, False))
        else:
            lines.append(re.sub(r'^(wait|expect|click) "(.*)"$',
                                lambda m: f'{m[1]} "{translated(m[2], known)}"', line))
    with open(os.path.join(folder, "script"), "w", encoding="utf-8") as out:
        out.write("\n".join(lines))
    return stops, unkept


# --- comparing ----------------------------------------------------------------------------------

def cut_labels(name, lines):
    """Titles of columns, labels of fields and of keys are whole in every language."""
    for number, line in enumerate(lines, 1):
        label = re.search(r"\S*~ ?(?=[\[(>] *\S* *[\])!])", line)
        if label:
            raise Failed(f"{name}:{number}: a label is cut: {line!r}")
    if len(lines) > 20 and "~" in lines[2].split("|")[0] and re.match(r" {3}\S", lines[2]):
        raise Failed(f"{name}:3: the title of a column is cut: {lines[2]!r}")
    for key in re.findall(r"(?:\d+|\^[A-Z])(\S+)", lines[-1]):
        if cells(key) > 6:
            raise Failed(f"{name}: {key!r} in the key bar takes more than 6 cells")


def cut_numbers(name, lines):
    """Money and quantities are whole at every size; what gives way are names."""
    for number, line in enumerate(lines, 1):
        if re.search(r"(?<![\w/.~-])-?(\d+[.,][\d.,]*|(?<=  )\d+)~", line):
            raise Failed(f"{name}:{number}: a number is cut: {line!r}")


def against(golden, name, now, accept):
    """Compares the text with a file."""
    if accept:
        os.makedirs(os.path.dirname(golden), exist_ok=True)
        with open(golden, "w", encoding="utf-8") as out:
            out.write(now)
    if not os.path.exists(golden):
        raise Failed(f"{name} has no golden: look at it, then run with --accept\n{now}")
    with open(golden, encoding="utf-8") as text:
        wanted = text.read()
    if settled(wanted) != settled(now):
        raise Failed(f"{name} is another screen now:\n" + "".join(
            f"  {'-' if a != b else ' '}{a}\n" + (f"  +{b}\n" if a != b else "")
            for a, b in zip(wanted.split("\n"), now.split("\n"))))


def plain(name, terminal, accept):
    """The screen as the terminal shows it without colours and without signs of unsure width."""
    lines = terminal.attributes()
    for number, line in enumerate(lines, 1):
        if re.search(r"<[a-z\d]*\d[a-z\d]*>", line):
            raise Failed(f"{name}:{number}: a colour in monochrome: {line!r}")
        unsure = [c for c in line if unicodedata.east_asian_width(c) == "A"]
        if unsure:
            raise Failed(f"{name}:{number}: may take two cells: {unsure}")
    if name.removesuffix(".txt") in PLAIN_SCREENS:
        against(os.path.join(HERE, "golden", "plain", name), name,
                "\n".join(masked(line) for line in lines) + "\n", accept)


def stood_in(meant, shown):
    """What was meant, with the plain signs that stand for those of unsure width."""
    if len(meant) != len(shown):
        return meant
    return "".join(s if unicodedata.east_asian_width(m) == "A" and s.isascii() else m
                   for m, s in zip(meant, shown))


class Player:
    """A script in tmux, one stop after the other."""

    def __init__(self, company, path, accept, language):
        self.company, self.accept, self.language = company, accept, language
        self.folder = tempfile.mkdtemp(prefix="osbscreen.")
        self.stops, self.unkept = script_in(language, path, self.folder, company)
        head = head_of(path)
        cols, rows = map(int, head.get("size", "80x24").split("x"))
        state = self.folder if "new" in head else company.state
        self.terminal = Tmux(company, head["user"], rows, cols, folder=self.folder,
                             options=("--script", "script", *PLAIN.get(language, ())),
                             is_new="new" in head, secret=scenes.secret_of(company, head["user"])
                             if "password" in head else None, TERM="tmux-256color", LANGUAGE=language,
                             XDG_STATE_HOME=state)
        self.saved = 0
        self.before = None

    def file(self, name):
        return os.path.join(self.folder, name)

    def ended(self):
        return os.path.exists(self.file("status"))

    def stop(self, name, rows):
        """The lines that the program saved there, once tmux shows them; where its cursor is."""
        until = time.monotonic() + 30
        while not os.path.exists(self.file(name)):
            if self.ended():
                raise Failed(f"osb ended: {self.told()}")
            if time.monotonic() > until:
                raise Failed(f"{name} is not saved; the screen is\n" + "\n".join(self.terminal.lines()))
            time.sleep(0.005)
        lines = []
        while len(lines) != rows:
            if time.monotonic() > until:
                raise Failed(f"{name} has {len(lines)} lines instead of {rows}")
            with open(self.file(name), encoding="utf-8", errors="replace") as text:
                lines = text.read().split("\n")[:-1]  # it may be half written yet
        until = time.monotonic() + 5
        while True:
            shown, cursor = self.terminal.seen()
            meant = [line.rstrip() for line in lines]
            if self.language in PLAIN:
                meant = [stood_in(*pair) for pair in zip(meant, shown)]
            if shown == meant:
                return lines, cursor
            if time.monotonic() > until:
                if alike(shown, meant):
                    return lines, cursor  # a minute passed
                raise Failed(f"{name}: tmux shows another screen:\n" + "".join(
                    f"  {a}\n" + (f"  tmux: {b}\n" if a != b else "") for a, b in zip(meant, shown)))
            time.sleep(0.01)

    def told(self):
        with open(self.file("err"), encoding="utf-8", errors="replace") as text:
            return text.read()[-4000:]

    def picture(self, name, size, lines, cursor, everywhere):
        """A saved screen, to be compared everywhere or in English only."""
        cols = int(size.split("x")[0])
        for number, line in enumerate(lines, 1):
            if cells(line) != cols:
                raise Failed(f"{name}:{number}: {cells(line)} cells instead of {cols}: {line!r}")
        if name.endswith(".again"):
            if not alike(lines, self.before[0]) or cursor != self.before[1]:
                raise Failed(f"{name}: after other sizes, cursor {cursor} instead of {self.before[1]}:\n"
                             + "".join(f"  -{a}\n  +{b}\n" for a, b in zip(self.before[0], lines)
                                       if masked(a) != masked(b)))
            return
        if size not in name:
            self.before = lines, cursor
        cut_labels(name, lines)
        cut_numbers(name, lines)
        self.saved += 1
        if name in self.unkept:
            return
        if self.language in PLAIN:
            plain(name, self.terminal, self.accept)
        elif everywhere or self.language == "en":
            against(os.path.join(HERE, "golden", *([self.language] if self.language != "en" else []), name),
                    name, "\n".join(masked(line) for line in lines) + "\n", self.accept)

    def play(self):
        troubles = []
        for at, (name, size, everywhere) in enumerate(self.stops):
            rows = int(size.split("x")[1])
            lines, cursor = self.stop(name, rows)
            try:
                if name.endswith(".scene"):
                    getattr(scenes, name.removesuffix(".scene"))(self.company)
                else:
                    self.picture(name, size, lines, cursor, everywhere)
            except Failed as trouble:  # the rest is looked at, too
                troubles.append(str(trouble))
            following = self.stops[at + 1][1] if at + 1 < len(self.stops) else size
            if following != size:
                self.terminal.resize(*map(int, following.split("x")))
            os.unlink(self.file(name))
        until = time.monotonic() + 60
        while not self.ended():
            if time.monotonic() > until:
                raise Failed("osb does not end; the screen is\n" + "\n".join(self.terminal.lines()))
            time.sleep(0.01)
        with open(self.file("status"), encoding="utf-8") as text:
            status = text.read().strip()
        with open(self.file("seconds"), encoding="utf-8") as text:
            RELAYED.append(float(text.read()))
        if status != "0":
            raise Failed(f"osb ended with {status}: {self.told()}")
        if troubles:
            raise Failed("\n".join(troubles))

    def close(self):
        self.terminal.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def play(company, path, accept, language="en"):
    head = head_of(path)
    if "paper" in head:
        company.rig.paper_comes_out()
    if "sealed" in head:
        company.rig.seal()
    time.sleep(0.1)  # daemons tell of what is done 50 ms later: not of the script before
    player = Player(company, path, accept, language)
    try:
        player.play()
        if "keys" in head:
            with open(player.file("keys"), encoding="utf-8") as text:
                keys = int(text.readline())
            print(f"figure: {os.path.basename(path)}: {keys} keys, budget {head['keys']}")
            if keys > int(head["keys"]):
                raise Failed(f"{keys} keys, budget {head['keys']}")
        return f"{player.saved} screens"
    finally:
        player.close()
