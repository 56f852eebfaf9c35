"""Paper by the batch client: PDF, folders, printers that fail, and a machine without osb-pdf."""
import os
import re
import shutil
import subprocess
import unicodedata

from osb_rig import Failed, plan


def printed_note(rig):
    """An order up to the note that waits for its printer; its number."""
    sales, lead, leader, finance = (rig.session(u) for u in ("li.na", "su.ssgl", "du.dir", "fin.zhao"))
    order = sales.command("order.key", plan("PDF-1", qty="40"))["order"]["no"]
    lead.command("order.accept", {"order": order, "memo": "as by fax", "csr": "li.na",
                                  "scr": "shen.scr", "bcr": "bai.bcr"})
    leader.command("order.sign", {"order": order})
    done = finance.command("order.print", {"order": order})
    for session in (sales, lead, leader, finance):
        session.close()
    if done.get("outcome") != "DONE":
        raise Failed(done)
    return order, done["note"]["no"]


def ship(rig, note):
    """Handed over, picked, issued, consigned."""
    rig.paper_comes_out()
    for user, act, more in (("li.na", "note.hand-over", {}), ("shen.scr", "note.accept", {}),
                            ("sto.wu", "note.allocate", {"warehouse": "W1"}),
                            ("wh.lin", "note.pick", {"part": 1}), ("wh.qi", "note.check", {"part": 1}),
                            ("wh.qi", "note.issue", {"part": 1}),
                            ("shen.scr", "note.consign", {"part": 1, "waybill": "W1", "carrier": "Rail"})):
        session = rig.session(user)
        done = session.command(act, {"note": note, **more})
        session.close()
        if done.get("outcome") != "DONE":
            raise Failed(f"{act}: {done}")


def program(rig, osb):
    """run(user, *words) -> status, standard output, standard error."""
    def run(user, *words):
        done = subprocess.run([osb, "--socket", rig.socket, "--demo", rig.token_file, "--user", user, *words],
                              capture_output=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
        return done.returncode, done.stdout, done.stderr.decode()
    return run


def text_of(path):
    with open(path, "rb") as pdf:
        return subprocess.run(["pdftotext", "-layout", "-", "-"], stdin=pdf, capture_output=True,
                              check=True).stdout.decode()


def good(done, what):
    if done[0]:
        raise Failed(f"{what}: {done}")
    return done


def states(rig):
    session = rig.session("fin.zhao")
    rows = session.call("print.list", {})["rows"]
    session.close()
    return [(r["note"], r["state"], r["copy"]) for r in rows]


def check_a_fault_of_the_printer_leaves_the_note_to_print(rig):
    """A printer that fails, or no osb-pdf, undoes nothing: the paper waits, and comes as copy n."""
    rig.start()
    osb = os.path.join(os.path.dirname(rig.osbd), "osb")
    if not os.path.exists(osb):
        return "without osb"
    _, note = printed_note(rig)
    folder, alone = os.path.join(rig.dir, "papers"), os.path.join(rig.dir, "alone")
    os.mkdir(folder)
    os.mkdir(alone)
    shutil.copy(osb, alone)
    if program(rig, osb)("fin.zhao", "print", "run", "--printer", "false")[0] == 0 or \
            states(rig) != [(note, "FAILED", 1)]:
        raise Failed(f"behind a faulty printer: {states(rig)}")
    again(rig)
    done = program(rig, os.path.join(alone, "osb"))("fin.zhao", "print", "run", "--pdf", folder)
    if done[0] == 0 or "osb-pdf" not in done[2] or states(rig) != [(note, "FAILED", 2)] or os.listdir(folder):
        raise Failed(f"without osb-pdf: {done} {states(rig)}")
    again(rig)
    good(program(rig, osb)("fin.zhao", "print", "run", "--paper", "a4", "--printer", folder), "a folder")
    if states(rig) or os.listdir(folder) != [f"{note}-copy3.pdf"]:
        raise Failed(f"{states(rig)} {os.listdir(folder)}")
    text = text_of(os.path.join(folder, f"{note}-copy3.pdf"))
    if text.count("*** REPRINT 補印 copy 3 ***") != 5 or text.count("\f") != 5:
        raise Failed(text)
    return None


def again(rig):
    session = rig.session("fin.zhao")
    session.command("print.again", {"job": session.call("print.list", {})["rows"][0]["job"]})
    session.close()


def check_pdf_of_notes_and_documents(rig):
    """note form --pdf and document form: to look at only; document print with print run is paper."""
    rig.start()
    osb = os.path.join(os.path.dirname(rig.osbd), "osb")
    if not os.path.exists(osb):
        return "without osb"
    run, (order, note) = program(rig, osb), printed_note(rig)
    pdf, folder = os.path.join(rig.dir, "note.pdf"), os.path.join(rig.dir, "papers")
    os.mkdir(folder)
    good(run("fin.zhao", "note", "form", note, "--pdf", pdf, "--copies", "2", "--prices", "with"), "note form")
    text = text_of(pdf)
    if "to look at only" not in text or "400.00" not in text or text.count("\f") != 1:
        raise Failed(text)
    if run("fin.zhao", "print", "run", "--pdf", pdf)[0] != 2:
        raise Failed("one file for what comes one after the other")
    if run("fin.zhao", "note", "form", note, "--pdf", "/nowhere/x.pdf")[0] == 0:
        raise Failed("a file that cannot be")
    ship(rig, note)
    good(run("fin.zhao", "invoice", "issue", note), "invoice")
    session = rig.session("fin.zhao")
    numbers = {r["series"]: r["number"] for r in session.call("document.list", {"order": order})["rows"]}
    session.close()
    done = good(run("fin.zhao", "document", "form", numbers["IV"]), "document form")
    lines = done[1].decode().rstrip("\n").split("\n")
    wide = [x for x in lines if sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in x) > 80]
    if len(done[1].split(b"\n")) != 3 * 33 + 1 or wide or f"*{numbers['IV']}*" not in done[1].decode():
        raise Failed(f"{len(lines)} lines, too wide: {wide}\n{done[1].decode()}")
    if not re.search(r"400\.00 +46\.02", done[1].decode()) or "肆佰元整" not in done[1].decode():
        raise Failed(done[1].decode())
    good(run("fin.zhao", "document", "print", numbers["IV"]), "document print")
    good(run("li.na", "document", "print", numbers["OB"]), "document print")
    good(run("fin.zhao", "print", "run", "--pdf", folder), "print run")
    return found(folder, numbers, states(rig))


def found(folder, numbers, left):
    """Finance's own were printed; what is the clerk's waits for him."""
    if os.listdir(folder) != [f"{numbers['IV']}.pdf"] or left != [(numbers["OB"], "QUEUED", 1)]:
        raise Failed(f"{os.listdir(folder)} {left}")
    text = text_of(os.path.join(folder, f"{numbers['IV']}.pdf"))
    if text.count("\f") != 3 or "look at" in text or "Invoice" not in text:
        raise Failed(text)
    return None
