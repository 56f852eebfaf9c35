"""An act on many documents under a client that is killed: each is done once."""
import os
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from check_acts import kill, one_order  # noqa: E402
from check_drafts import cancel, leave, seat  # noqa: E402
from osb_rig import Failed  # noqa: E402

F2, ENTER = "\x1bOQ", "\r"


def times_accepted(company, orders):
    """How often each of them was accepted, by commands of their own."""
    told = company.rig.psql("select o.no || ' ' || count(distinct e.command_id) from orders o left join event e on"
                            " e.order_id = o.id and e.op = 'order.accept' group by o.no")
    counted = dict(line.split(" ") for line in told.split("\n"))
    return [int(counted[o]) for o in orders]


def check_bulk_killed_in_the_middle(company):
    """Killed while a few of ten were sent, none is done twice; the rest waits for F2."""
    orders = [one_order(company, f"BULK-{i}") for i in range(10)]
    state = seat()
    first = company.terminal("su.ssgl", XDG_STATE_HOME=state)
    first.until("SO")
    first.send("\x1bOF" + "\x1bOA" * 9 + " " * 10)  # the last ten rows
    first.pump(0.5)
    first.send(F2)
    first.until("10 documents, ")
    first.send("as told\tli.na\tshen.scr\tbai.bcr")
    first.pump(0.5)
    company.rig.process.send_signal(signal.SIGSTOP)
    first.send(F2)
    first.until("sent")
    kill(first)
    company.rig.process.send_signal(signal.SIGCONT)
    second = company.terminal("su.ssgl", XDG_STATE_HOME=state)
    second.until("not sent: the terminal ended before")
    second.until("done, ")
    begun = times_accepted(company, orders)
    if sorted(set(begun)) != [0, 1] or sum(begun) > 4:
        raise Failed(f"accepted {begun} times")
    second.send(F2)
    second.until(" 0 waiting, 0 refused")
    leave(second)
    if times_accepted(company, orders) != [1] * len(orders):
        raise Failed(f"accepted {times_accepted(company, orders)} times")
    if [f for f in os.listdir(os.path.join(state, "osb", "drafts")) if f.startswith("bulk")]:
        raise Failed("its draft is still there")
    for order in orders:
        cancel(company, order)
