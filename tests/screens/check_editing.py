"""Who has a document open: two terminals, and what one sees of the other's forms."""
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from check_acts import kill, one_order, to_form  # noqa: E402
from check_amend import to_form as to_amend, two_lines  # noqa: E402
from check_drafts import cancel, leave, seat  # noqa: E402
from check_linear import Lines  # noqa: E402
from check_picture import Tmux  # noqa: E402
from osb_rig import Failed  # noqa: E402

F3, ENTER = "\x1bOR", "\r"


def name_of(company, login):
    return company.rig.psql(f"select name from app_user where login = '{login}'")


def mark_of(tmux, number):
    """The mark of that document's row, as another terminal program shows it."""
    rows = [line for line in tmux.lines() if number in line[:12]]
    return rows[0][1] if rows else None


def comes(tmux, text, number, mark):
    until = time.monotonic() + 15
    while time.monotonic() < until:
        if mark_of(tmux, number) == mark and text in "\n".join(tmux.lines()):
            return
        time.sleep(0.1)
    raise Failed(f"no {mark!r} and {text!r}:\n" + "\n".join(tmux.lines()))


def goes(tmux, number):
    until = time.monotonic() + 15
    while time.monotonic() < until:
        if mark_of(tmux, number) != "@" and "is editing" not in "\n".join(tmux.lines()):
            return
        time.sleep(0.1)
    raise Failed("the mark stays:\n" + "\n".join(tmux.lines()))


def check_editing_is_seen_and_ends(company):
    """Who amends an order is named at a colleague's, with '@' on its row, until he leaves, or is killed."""
    number = two_lines(company, "EDIT-1")
    sentence = f"{name_of(company, 'su.ssgl')} is editing {number} since "
    watcher = Tmux(company, "li.na")
    watcher.until("SO")  # the list
    watcher.send("-l", "/" + number)
    watcher.send("Enter")
    watcher.until(">")
    editor = company.terminal("su.ssgl", XDG_STATE_HOME=seat())
    to_amend(company, editor, number)
    comes(watcher, sentence, number, "@")
    editor.send(F3)  # the form closes
    goes(watcher, number)
    leave(editor)
    editor = to_form(company, number, XDG_STATE_HOME=seat())
    comes(watcher, sentence, number, "@")
    kill(editor)  # its session goes away
    goes(watcher, number)
    watcher.close()
    cancel(company, number)


def check_editing_is_told_at_log_in_and_in_forms(company):
    """Who comes later is told too: in the list, before a form is opened over it, and line by line."""
    number = one_order(company, "EDIT-2")
    editor = to_form(company, number, XDG_STATE_HOME=seat())
    editor.pump(1.5)
    sentence = f"{name_of(company, 'su.ssgl')} is editing {number} since "
    late = company.terminal("li.na", XDG_STATE_HOME=seat())
    late.until("Reload")
    late.send("/" + number + ENTER)
    late.until(sentence)
    leave(late)
    lines = Lines(company, "li.na")
    lines.talk("My orders>", "/" + number)
    lines.until(sentence)
    lines.leave()
    leave(editor)
    cancel(company, number)


def check_editing_is_bounded(company):
    """Only numbers of documents are told of, few of them, and to nobody who may not see the customer."""
    editor, colleague, own, other = (company.rig.session(u) for u in ("su.ssgl", "li.na", "kam.zhou", "kam.wang"))
    number = one_order(company, "EDIT-3")
    for session in (colleague, own, other):
        session.call("session.watch", {})
        if session.call("session.edit", {"on": []}):
            raise Failed("session.edit answers something")
    for wrong in ({}, {"on": "SO1"}, {"on": [1]}, {"on": ["a b"]}, {"on": ["SO1"] * 5}):
        if editor.call("session.edit", wrong).get("error") != "PARAMS":
            raise Failed(f"taken: {wrong}")
    editor.call("session.edit", {"on": [number]})
    told = colleague.notice("editing")
    if told["on"] != [number] or told["by"] != "su.ssgl" or own.notice("editing") != told:
        raise Failed(f"told {told}")
    late = company.rig.session("li.na")
    late.call("session.edit", {"on": []})
    if late.notice("editing") != told:
        raise Failed("who comes later is not told")
    editor.close()
    if colleague.notice("editing") != {**told, "on": []} or own.notice("editing")["on"]:
        raise Failed("the end is not told")
    other.call("policy.show")
    if [n for n in other.notices if n["method"] == "editing"]:
        raise Failed("another's customer was told")
    for session in (colleague, own, other, late):
        session.close()
    cancel(company, number)
