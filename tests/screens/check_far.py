"""Drafts that the daemon keeps: another terminal of the same person goes on."""
import os
import signal
import tempfile
import time

from osb_rig import Failed

F2, F6, F7, ENTER = "\x1bOQ", "\x1b[17~", "\x1b[18~", "\r"


def kept(company):
    return company.rig.psql("select count(*) from draft where body <> ''")


def body(company):
    return company.rig.psql("select coalesce(string_agg(body, ' '), '') from draft")


def check_another_terminal_goes_on(company):
    """A terminal is lost with its disk: another one brings the draft from the daemon and sends it."""
    first = company.terminal("su.ssgl", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    first.until("Reload")
    first.send(F6 + "shht" + ENTER + "f" + "FAR-1" + ENTER + ENTER + "." + ENTER)
    first.until("mm.he")
    first.send("px001" + ENTER + "6" + ENTER)
    first.until("Total 75.00")
    first.send("px002" + ENTER)
    first.until("法蘭")
    until = time.monotonic() + 10
    while "px002" not in body(company).lower():
        if time.monotonic() > until:
            raise Failed(f"the daemon keeps {body(company)}")
        first.pump(0.1)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    first.close()
    if kept(company) != "1":
        raise Failed(f"the daemon keeps {kept(company)} drafts")
    second = company.terminal("su.ssgl", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    second.until("Reload")
    second.send(F6)
    second.until("F7 brings it here")
    second.send(F7)
    second.until("FAR-1")
    second.until("002")
    second.until("mm.he")
    second.send(F2)  # the second line has no quantity yet
    second.until("needed")
    second.send("4" + ENTER + F2)
    second.until("Send the order")
    second.send(ENTER)
    second.until("Recorded as")
    second.pump(0.3)
    second.send("\x11")
    second.wait()
    second.close()
    lines = company.rig.psql("select string_agg(l.ordered::text, ',' order by l.line_no) from"
                             " order_line l join orders o on o.id = l.order_id"
                             " where o.reference = 'FAR-1'")
    if lines != "6,4":
        raise Failed(f"the lines are {lines}")
    if kept(company) != "0":
        raise Failed("the daemon still keeps the draft")


def check_drafts_are_bounded_and_private(company):
    """At most twenty a person, small ones; nobody sees another's."""
    session, other = company.rig.session("li.na"), company.rig.session("du.dir")
    for i in range(25):
        answer = session.call("draft.put", {"draft": f"form {i}", "text": f"text {i}"})
        if answer.get("draft") != f"form {i}":
            raise Failed(f"draft.put: {answer}")
    rows = session.call("draft.list")["rows"]
    if len(rows) != 20 or {r["draft"] for r in rows} != {f"form {i}" for i in range(5, 25)}:
        raise Failed(f"{len(rows)} drafts: {rows}")
    session.call("draft.put", {"draft": "form 24", "text": "again"})
    if [r["text"] for r in session.call("draft.list")["rows"] if r["draft"] == "form 24"] != ["again"]:
        raise Failed("the newest text does not count")
    if session.call("draft.put", {"draft": "x", "text": "y" * 2001}).get("error") != "PARAMS":
        raise Failed("a draft may be of any size")
    if other.call("draft.list")["rows"] or other.call("draft.drop", {"draft": "form 24"}) != {"dropped": 0}:
        raise Failed("somebody else's drafts are to be seen")
    for i in range(5, 25):
        if session.call("draft.drop", {"draft": f"form {i}"}) != {"dropped": 1}:
            raise Failed(f"form {i} was not dropped")
    if session.call("draft.list")["rows"]:
        raise Failed("dropped drafts are listed")
    session.close()
    other.close()
