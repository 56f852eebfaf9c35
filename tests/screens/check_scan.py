"""The hand-held of 40x12 cells; paper, the clipboard and the themes of a terminal."""
import base64
import importlib.util
import os
import shutil
import subprocess
import tempfile

import pictures
from osb_rig import Failed  # found by run.py

HERE = os.path.dirname(os.path.abspath(__file__))
_spec = importlib.util.spec_from_file_location("lists", os.path.join(HERE, "check_lists.py"))
lists = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(lists)

KEEP = {}


def check_issue_by_scanner(company):
    """A note is taken over, picked, checked and issued by scanner, 1 key and a scan each."""
    lists.clear(company)
    order, = lists.many(company, 1, "SCAN", (("du.dir", "order.sign"),
                                             ("fin.zhao", "order.print")))
    company.rig.paper_comes_out()
    session = company.rig.session("li.na")
    note = session.call("order.show", {"order": order})["notes"][0]["no"]
    if session.command("note.hand-over", {"note": note}).get("outcome") != "DONE":
        raise Failed("not handed over")
    session.close()
    for user, step, said in (("shen.scr", "note.accept", "storage accepts"),
                             ("sto.wu", "note.allocate", "reserve stock"),
                             ("wh.lin", "note.pick", "goods picked"),
                             ("wh.qi", "note.check", "a second person"),
                             ("wh.lin", "note.issue", "goods issue")):
        script = (f'wait "Scan a note:"\ncount unused\nscan "{note}"\nwait "F2: "\nkeys F2\n'
                  f'count keys\nwait "Scan a note:"\nexpect "{note}  {said}"\nsave-screen last.txt\n')

        def meanwhile(terminal):
            lists.until_saved(terminal, "last.txt")
            with open(os.path.join(terminal.home, "keys"), encoding="utf-8") as text:
                keys = int(text.read())
            if keys > 2:
                raise Failed(f"{step}: {keys} keys, budget 2")
            return keys

        keys = lists.played(company, user, script, meanwhile, (12, 40))
        print(f"figure: {step} by scanner: {keys} key and a scan, budget 2")
    KEEP["note"] = note
    session = company.rig.session("li.na")
    state = session.call("note.show", {"note": note})["shipments"][0]["state"]
    session.close()
    if state != "ISSUED":
        raise Failed(f"the goods are {state}")


def check_two_steps_by_scanner(company):
    """Taken over and allocated by one key and one scan: two steps of the same person are one act."""
    lists.clear(company)
    order, = lists.many(company, 1, "BOTH", (("du.dir", "order.sign"),
                                             ("fin.zhao", "order.print")))
    company.rig.paper_comes_out()
    session = company.rig.session("li.na")
    note = session.call("order.show", {"order": order})["notes"][0]["no"]
    session.command("note.hand-over", {"note": note})
    script = (f'wait "Scan a note:"\ncount unused\nscan "{note}"\nwait "F2: "\nkeys F5\n'
              f'count keys\nwait "{note}  accept the note"\nsave-screen last.txt\n')

    def meanwhile(terminal):
        lists.until_saved(terminal, "last.txt")
        with open(os.path.join(terminal.home, "keys"), encoding="utf-8") as text:
            return int(text.read())

    keys = lists.played(company, "shen.scr", script, meanwhile, (12, 40))
    shown = session.call("note.show", {"note": note})
    session.close()
    if shown["note"]["state"] != "ACCEPTED" or shown["shipments"][0]["state"] != "ALLOCATED":
        raise Failed(f"not both: {shown['note']}")
    if keys > 2:
        raise Failed(f"{keys} keys, budget 2")
    print(f"figure: note.accept and note.allocate by scanner: {keys} key and a scan, budget 2")


def check_consign_by_scanner(company):
    """What a step needs besides is asked one by one; a wrong scan rings once and changes nothing."""
    script = (f'wait "Scan a note:"\nscan "DN0000-000000"\nwait "there is no such document"\n'
              f'scan "{KEEP["note"]}"\nwait "waybill:"\nsave-screen ask.txt\nkeys F2\n'
              'wait "Something is still asked for."\nscan "WB77"\nwait "carrier:"\n'
              f'keys "Rail" Enter\nwait "F2: "\nkeys F2\nwait "{KEEP["note"]}  handed to"\n')

    def meanwhile(terminal):
        lists.until_saved(terminal, "ask.txt")
        with open(os.path.join(terminal.home, "ask.txt"), encoding="utf-8") as text:
            screen = text.read().split("\n")[:-1]
        if len(screen) != 12 or any(pictures.cells(line) != 40 for line in screen):
            raise Failed("a line does not take 40 cells:\n" + "\n".join(screen))
        for part in (KEEP["note"], "SP5", "PX001", "waybill:", "2Do", "3Lists", "12Clear"):
            if part not in "\n".join(screen):
                raise Failed(f"{part!r} is not seen:\n" + "\n".join(screen))

    lists.played(company, "shen.scr", script, meanwhile, (12, 40))


def check_fault_rings(company):
    """A fault on a scan rings one bell; a good one none."""
    terminal = company.terminal("wh.lin", rows=12, cols=40)
    try:
        terminal.until("Scan a note:")
        rung = terminal.screen.count(b"\x07")
        terminal.send("DN0000-000000\r")
        terminal.until("no such document")
        for _ in range(5):
            terminal.pump(0.1)
        if terminal.screen.count(b"\x07") - rung != 1:
            raise Failed("not one bell")
        terminal.send("\x11")
        terminal.wait()
    finally:
        terminal.close()


def check_print(company):
    """'p' asks which paper of the note, shows it and gives it to the print command; a fault changes nothing."""
    script = (f'keys "/{KEEP["note"]}" Enter\nwait "{KEEP["note"]} "\nkeys "p"\n'
              'wait "Which paper?"\nexpect "2  OB"\nkeys Enter\n'
              'wait "Printer:"\nwait "Copies:"\nkeys ^U "false" F2\nwait "Not printed"\n'
              'keys ^U "cat > paper.txt; echo noise" Tab "2,5" F2\nwait "Given to cat"\n'
              'keys "p"\nwait "Which paper?"\nkeys "p"\nwait "Copies: 2,5"\nexpect "cat > paper.txt"\nsave-screen seen\n')

    def meanwhile(terminal):
        lists.until_saved(terminal, "seen")
        if not os.path.exists(os.path.join(terminal.home, "seen")):
            return  # played() says why
        with open(os.path.join(terminal.home, "paper.txt"), encoding="utf-8") as text:
            paper = text.read()
        if paper.count("\n") != 2 * 33 or paper.count("DN") < 2:
            raise Failed(f"paper of {paper.count(chr(10))} lines: {paper[:300]}")

    lists.played(company, "shen.scr", script, meanwhile)


def check_print_on_a4(company):
    """A folder is a printer, Space chooses A4 there: a PDF of the copies, remembered for the next."""
    script = (f'keys "/{KEEP["note"]}" Enter\nwait "{KEEP["note"]} "\nkeys "p"\n'
              'wait "Which paper?"\nkeys "1"\nwait "Printer:"\n'
              'wait "Copies:"\nkeys ^U "mkdir papers" F2\nwait "Given to mkdir"\nkeys "p"\n'
              'wait "Which paper?"\nkeys Enter\nwait "Copies:"\n'
              'keys ^U "./papers" Tab ^U "2,5" Tab Tab Space\nwait "A4 PDF"\nkeys F2\nwait "Given to ./papers"\n'
              'keys "p"\nwait "Which paper?"\nkeys Enter\nwait "A4 PDF"\nexpect "./papers"\nsave-screen seen\n')

    def meanwhile(terminal):
        lists.until_saved(terminal, "seen")
        if not os.path.exists(os.path.join(terminal.home, "seen")):
            return  # played() says why
        name = os.path.join(terminal.home, "papers", f"{KEEP['note']}-look.pdf")
        text = subprocess.run(["pdftotext", "-layout", name, "-"], capture_output=True, text=True,
                              check=True).stdout
        if text.count("\f") != 2 or "2 warehouse" not in text or "5 carrier" not in text:
            raise Failed(text)

    lists.played(company, "shen.scr", script, meanwhile)


def check_copy(company):
    """'y' sends the number to the terminal's clipboard, those of marked rows a line each."""
    order, other = (lists.key_order(company, f"COPY-{i}") for i in range(2))
    script = (f'keys Tab F9 Tab Tab "C001" F2\nwait "{order}"\nkeys "/{order}" Enter\n'
              f'wait ">  {order}"\nkeys "y"\nwait "Copied"\nkeys Space "/{other}" Enter\n'
              f'wait ">  {other}"\nkeys Space "y"\nsave-screen seen\n')
    sent = []

    def meanwhile(terminal):
        lists.until_saved(terminal, "seen")
        while terminal.pump(0.2) and b"]52;c;" not in terminal.screen:
            pass
        sent.append(terminal)

    lists.played(company, "su.ssgl", script, meanwhile)
    for text in (order, f"{order}\n{other}"):
        if base64.b64encode(text.encode()) not in sent[0].screen:
            raise Failed(f"{text!r} was not sent: {sent[0].screen[-800:]!r}")
    for o in (order, other):
        lists.cancel(company, o)


def check_themes(company):
    """Each theme opens; green and high contrast are on black, mono and NO_COLOR have no colour."""
    for options, env, colour in ((("--theme", "green"), {}, b"40m"),
                                 (("--theme", "high-contrast"), {}, b"40m"),
                                 (("--theme", "mono"), {}, None),
                                 (("--theme", "green"), {"NO_COLOR": "1"}, None)):
        terminal = company.terminal("su.ssgl", options=options, **env)
        try:
            terminal.until("Reload")
            terminal.send("\x11")
            terminal.wait()
            has = any(c in terminal.screen for c in (b"[32m", b"[40m", b"[36m", b"[35m"))
            if has != (colour is not None) or (colour and colour not in terminal.screen):
                raise Failed(f"{options} {env}: colours {has}")
        finally:
            terminal.close()


def check_learnt_keys(company):
    """`osb keys` shows what keys send and keeps them; the screens take a key that terminfo lacks."""
    state = tempfile.mkdtemp(prefix="osbstate.")
    learner = company.terminal("su.ssgl", options=("keys",), XDG_STATE_HOME=state)
    names = ("F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 PgUp PgDn Home End Up Down").split()
    try:
        for name in names:
            learner.until(f"Press {name:5}")
            learner.send("\x1b[99~" if name == "F9" else "\r")
        learner.until("1 keys are kept")
        learner.wait()
    finally:
        learner.close()
    if b"^[[99~" not in learner.screen:
        raise Failed("what the key sends was not shown")
    terminal = company.terminal("su.ssgl", XDG_STATE_HOME=state)
    try:
        terminal.until("Reload")
        terminal.send("\x1b[99~")
        terminal.until("keep as")
        terminal.send("\x11")
        terminal.wait()
    finally:
        terminal.close()
        shutil.rmtree(state)
