"""The smallest screen, 40x12: what has no room can be read all the same."""
from emulator import Tmux
from scenes import command


def check_reason_is_read_whole_at_40x12(company):
    """Why an order waits: at 40x12 F8 shows the figures for which the sentence left no room, F7 goes back."""
    order = command(company, "li.na", "order.key", customer="C002", channel="FAX", reference="SMALL",
                    approver="mm.he", verifier="kam.wang", approved_at="2026-01-05T10:00:00+08:00",
                    lines=[{"product": "PX003", "qty": "500"}])["order"]["no"]
    terminal = Tmux(company, "li.na", rows=12, cols=40)
    terminal.until("Help")
    terminal.send("-l", "/" + order)
    terminal.send("Enter")
    terminal.until(order)
    terminal.send("F2")
    terminal.until("memo")
    terminal.send("-l", "m")
    terminal.send("F2")
    terminal.until("F7, F8: lines 1 to")
    terminal.send("F8")
    terminal.send("F8")
    terminal.until("overdue")
    terminal.send("F7")
    terminal.send("F7")
    terminal.until("the order exceeds the limit")
    terminal.close()
