"""Printers as the administrator keeps them: which queue, which warehouse's papers, a test page."""
import glob
import os

from check_papers import good, printed_note, program, ship
from osb_rig import Failed


def fake_lp(rig):
    """A print system: each paper is a file named by its queue."""
    path = os.path.join(rig.dir, "lp")
    with open(path, "w", encoding="utf-8") as out:
        out.write(f'#!/bin/sh\n[ "$1" = -d ] && cat >"$(mktemp {rig.dir}/out.$2.XXXXXX)"\n')
    os.chmod(path, 0o755)
    return path


def taken(rig, queue):
    """What came to that queue since the last look."""
    texts = []
    for path in glob.glob(os.path.join(rig.dir, f"out.{queue}.*")):
        with open(path, encoding="utf-8") as text:
            texts.append(text.read())
        os.unlink(path)
    return texts


def put(rig, outcome="DONE", user="root.adm", **values):
    session = rig.session(user)
    answer = session.command("printer.put", values)
    session.close()
    if answer.get("outcome", answer.get("error")) != outcome:
        raise Failed(f"{values}: {answer}")


def documents(rig, number):
    """That paper is queued once more, for no printer in particular."""
    session = rig.session("su.ssgl")
    answer = session.command("document.print", {"number": number})
    session.close()
    if answer.get("outcome") != "DONE":
        raise Failed(f"{number}: {answer}")


def check_printers_serve_their_warehouse(rig):
    """Paper goes to the queue of the seat's printer, that of a warehouse to its own; a test page."""
    rig.start()
    osb = os.path.join(os.path.dirname(rig.osbd), "osb")
    if not os.path.exists(osb):
        return "without osb"
    run, lp = program(rig, osb), fake_lp(rig)
    _, note = printed_note(rig)

    def at(seat, user="su.ssgl"):
        return good(run(user, "print", "run", "--seat", seat, "--print-program", lp), seat)

    put(rig, printer="finance-1", name="beside the window", queue="laser")
    put(rig, printer="store-1", queue="matrix", warehouse="W1")
    put(rig, "REFUSED", printer="bad", queue="-o")
    put(rig, "RIGHTS", user="fin.zhao", printer="mine")
    at("store-1", "fin.zhao")
    if taken(rig, "*"):
        raise Failed("the store's printer took a note of no store")
    at("finance-1", "fin.zhao")
    if len(taken(rig, "laser")) != 1:
        raise Failed("the note did not come to its printer")
    ship(rig, note)
    outbound = rig.psql("select number from document where number like 'OB%' limit 1")
    documents(rig, outbound)
    at("finance-1")
    if taken(rig, "*"):
        raise Failed("paper of the store came out elsewhere")
    at("store-1")
    if [outbound in text for text in taken(rig, "matrix")] != [True]:
        raise Failed("paper of the store did not come out there")
    put(rig, printer="store-1", active=False)
    documents(rig, outbound)
    at("finance-1")
    if len(taken(rig, "laser")) != 1:
        raise Failed("what a printer that is off would have got waits for ever")
    good(run("root.adm", "printer", "test", "finance-1", "--print-program", lp), "a test page")
    page, = taken(rig, "laser")
    if page.count("\n") != 33 or "beside the window" not in page or "圓" not in page:
        raise Failed(page)
    done = good(run("root.adm", "printer", "list", "--tsv"), "list")[1].decode()
    if not all(word in done for word in ("finance-1", "laser", "store-1", "matrix", "W1", "root.adm")):
        raise Failed(done)
    return None
