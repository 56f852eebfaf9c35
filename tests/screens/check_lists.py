"""What others do while a list is open, and what a real terminal's mouse sends."""
import os
import tempfile

from osb_rig import Failed


def played(company, user, text, meanwhile, size=(24, 80)):
    """Plays a script; `meanwhile` is done once its terminal is in."""
    with tempfile.NamedTemporaryFile("w", suffix=".script", delete=False) as script:
        script.write(text)
    terminal = company.terminal(user, rows=size[0], cols=size[1], script=script.name)
    try:
        detail = meanwhile(terminal)
        if terminal.wait() != 0:
            raise Failed(f"osb ended with {terminal.status}: "
                         + terminal.screen[-2600:].decode(errors="replace"))
        return detail
    finally:
        terminal.close()
        os.unlink(script.name)


def until_saved(terminal, name):
    """Until the script wrote that file, or ended."""
    while not os.path.exists(os.path.join(terminal.home, name)):
        if not terminal.pump(0.1):
            return


def key_order(company, reference):
    session = company.rig.session("li.na")
    answer = session.command("order.key", {
        "customer": "C001", "lines": [{"product": "PX001", "qty": "1"}], "channel": "FAX",
        "reference": reference, "approver": "mm.he", "verifier": "kam.zhou",
        "approved_at": "2026-11-01T10:00:00+08:00"})
    session.close()
    return answer["order"]["no"]


def cancel(company, order):
    session = company.rig.session("li.na")
    answer = session.command("order.cancel", {"order": order, "reason": "a test",
                                              "requester": "Mr Xu"})
    session.close()
    if answer.get("outcome") != "DONE":
        raise Failed(str(answer))


def check_a_row_that_left(company):
    """A row that a colleague finished stays in its place as x until F5; a new one waits."""
    order = key_order(company, "X-1")
    script = (f'keys Tab\nwait "{order}"\nkeys "/{order}" Enter\nwait ">  {order}"\n'
              f'save-screen seen\nwait ">x {order}"\nwait ": F5"\nkeys F5\n'
              'wait "rows"\nkeys Up\n')
    made = []

    def meanwhile(terminal):
        until_saved(terminal, "seen")
        cancel(company, order)
        made.append(key_order(company, "X-2"))
        return order

    played(company, "su.ssgl", script, meanwhile)
    cancel(company, made[0])


def check_mouse_bytes(company):
    """What a terminal sends for a press, a release, a drag and the wheel; none becomes text."""
    script = 'wait "practice  Orders"\nwait "Number of an order"\nwait "note:          "\n'

    def meanwhile(terminal):
        terminal.until("Reload")
        # the tab "Orders" begins in column 13: press, let go, a drag with the button down
        terminal.send("\x1b[<0;14;2M\x1b[<0;14;2m\x1b[<32;20;9M")
        terminal.send("\x1b[<65;10;5M\x1b[<64;10;5M\x1b[<2;10;5M")
        terminal.send("/")
        terminal.send("\x1b[<35;1;1M")
        return ""

    played(company, "su.ssgl", script, meanwhile)


def check_no_mouse(company):
    """--no-mouse leaves the mouse to the terminal; otherwise it is asked for and given back."""
    for options, wanted in (((), True), (("--no-mouse",), False)):
        terminal = company.terminal("su.ssgl", options=options)
        try:
            terminal.until("Reload")
            terminal.send("\x11")
            if terminal.wait() != 0:
                raise Failed("osb did not end well")
            if (b"\x1b[?1000;1006h" in terminal.screen) != wanted:
                raise Failed(f"{options}: mouse asked for: {not wanted}")
            if wanted and terminal.screen.rindex(b"\x1b[?1006;1000l") < \
                    terminal.screen.rindex(b"\x1b[?1000;1006h"):
                raise Failed("the mouse was not given back")
        finally:
            terminal.close()


def clear(company):
    """Nothing waits for a signature or for paper: what other checks left there is cancelled."""
    session = company.rig.session("li.na")
    for state in ("WAIT_MA", "FIN_QUEUE"):
        for row in session.call("order.list", {"state": state})["rows"]:
            session.command("order.cancel", {"order": row["no"], "reason": "a test",
                                             "requester": "Mr Xu"})
    session.close()


def many(company, count, reference, users=()):
    """Orders that were accepted and wait for a signature; signed by `users`' doing."""
    orders = []
    session = company.rig.session("li.na")
    for i in range(count):
        order = key_order(company, f"{reference}-{i}")
        answer = session.command("order.accept", {"order": order, "memo": "m", "csr": "li.na",
                                                  "scr": "shen.scr", "bcr": "bai.bcr"})
        if answer.get("outcome") != "DONE":
            raise Failed(str(answer))
        orders.append(order)
    session.close()
    for user, method in users:
        session = company.rig.session(user)
        for order in orders:
            answer = session.command(method, {"order": order})
            if answer.get("outcome") != "DONE":
                raise Failed(str(answer))
        session.close()
    return orders


def states(company, orders):
    session = company.rig.session("su.ssgl")
    found = {session.call("order.show", {"order": o})["order"]["state"] for o in orders}
    session.close()
    return found


def counted(company, user, script, budget, name):
    """The keys that a script pressed, at most its budget."""
    keys = []

    def meanwhile(terminal):
        place = os.path.join(terminal.home, "keys")
        until_saved(terminal, "keys")
        if os.path.exists(place):
            with open(place, encoding="utf-8") as text:
                keys.append(int(text.read() or "0"))

    played(company, user, script, meanwhile)
    if not keys:
        raise Failed("no keys were counted")
    print(f"figure: {name}: {keys[0]} keys, budget {budget}")
    if keys[0] > budget:
        raise Failed(f"{keys[0]} keys, budget {budget}")


def check_ten_signatures(company):
    """Ten marked orders are signed with 13 keys, each by a command of its own."""
    clear(company)
    orders = many(company, 10, "TEN")
    counted(company, "du.dir", 'wait "10 rows"\nkeys Space Space Space Space Space Space Space '
            'Space Space Space\nexpect "10 marked"\nkeys F2\nexpect "10 documents, 125.00 in all?"'
            '\nkeys F2\nwait "10 done, 0 waiting, 0 refused."\nkeys Enter\ncount keys\n'
            'wait "0 rows"\n', 13, "ten marked signatures")
    if states(company, orders) != {"FIN_QUEUE"}:
        raise Failed(f"states {states(company, orders)}")


def check_ten_prints(company):
    """Ten marked notes are printed with 12 keys; the orders are those just signed."""
    counted(company, "fin.zhao", 'wait "10 rows"\nkeys Space Space Space Space Space Space Space '
            'Space Space Space F2 F2\ncount keys\nwait "10 done"\nkeys F3\n', 12,
            "ten notes printed")


def check_bulk_refused(company):
    """What is refused in a bulk act says why, opens its ways out and can be tried again."""
    clear(company)
    orders = many(company, 21, "BULK")
    chosen = orders[0]

    def meanwhile(terminal):
        until_saved(terminal, "seen")
        cancel(company, chosen)

    # above twenty the count is typed; a wrong one does nothing
    script = ('wait "21 rows"\nkeys "*" F2\nexpect "how many are they"\nkeys "20" F2\n'
              'expect "Type how many there are, 21"\nsave-screen seen\n'
              f'wait ">x {chosen}"\nkeys ^U "21" F2\n'
              'wait "20 done, 0 waiting, 1 refused."\nsave-screen refused\n'
              'keys F2\nwait "20 done, 0 waiting, 1 refused."\nkeys F3\n')
    played(company, "du.dir", script, meanwhile)
    done = states(company, [o for o in orders if o != chosen])
    if done != {"FIN_QUEUE"} or states(company, [chosen]) != {"CANCELLED"}:
        raise Failed(f"{done}")


def check_where_is_order(company):
    """Where is order X: at most 8 keys, from any list."""
    order = key_order(company, "WHERE")
    counted(company, "kam.zhou", f'keys "/{order}" Enter\ncount keys\nwait "{order} "\n'
            'wait "Next: accept a received order"\n', 8, "where is order X")
    cancel(company, order)
