"""Days of those who sign and approve: from the log-in to what is done, by the keys that the screen names."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from osb_rig import Failed  # noqa: E402
from scenes import command  # noqa: E402

F2, F10, PG_UP, PG_DN, ENTER, CTRL_Q = "\x1bOQ", "\x1b[21~", "\x1b[5~", "\x1b[6~", "\r", "\x11"


def keyed(company, reference, customer, product, qty):
    """An order of this customer that was accepted; its number."""
    order = command(company, "li.na", "order.key", customer=customer, channel="FAX", reference=reference,
                    approver="mm.he", verifier="kam.zhou" if customer == "C001" else "kam.wang",
                    approved_at="2026-01-05T10:00:00+08:00",
                    lines=[{"product": product, "qty": qty}])["order"]["no"]
    command(company, "li.na", "order.accept", order=order, memo="m", csr="li.na", scr="shen.scr",
            bcr="bai.bcr")
    return order


def state(company, order):
    return company.rig.psql(f"select state from orders where no = '{order}'")


def done_from_the_list(company, login, order, shown, keys=(F2,), wanted=None, further=None):
    """He logs in, finds the order, reads `shown` in the box of the next step, and does it."""
    terminal = company.terminal(login, XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload")
    terminal.send("/" + order + ENTER)
    terminal.until(order)
    terminal.until("(F2)")
    terminal.screen = b""
    terminal.send(F2)
    terminal.until(shown)
    if further:
        terminal.until("PgDn: ")
        terminal.send(PG_DN * 3)
        terminal.until(further)
        terminal.screen = b""
        terminal.send(PG_UP * 3)
        terminal.until("PgDn: ")
    for key in keys:
        terminal.send(key)
    terminal.until("Done.")
    terminal.send(CTRL_Q)
    if terminal.wait() != 0:
        raise Failed(f"osb ended with {terminal.status}")
    terminal.close()
    if wanted and state(company, order) not in wanted:
        raise Failed(f"{order} is {state(company, order)}, not one of {wanted}")


def check_a_plan_is_verified_and_approved(company):
    """The field manager verifies his plan, the market manager approves it: F2 from their lists."""
    order = command(company, "kam.zhou", "order.plan", customer="C001",
                    lines=[{"product": "PX001", "qty": "4"}])["order"]["no"]
    done_from_the_list(company, "kam.zhou", order, "Hunan Power Supply", wanted=("VERIFIED",))
    done_from_the_list(company, "mm.he", order, "Hunan Power Supply", wanted=("RECEIVED",))


def check_a_returned_order_is_sent_again(company):
    """The area manager finds what a leader returned, reads why, amends it, and sends it to the checks again."""
    order = keyed(company, "DAY-BACK", "C001", "PX001", "3")
    command(company, "du.dir", "order.refuse", order=order, reason="they wait for the new price")
    terminal = company.terminal("um.sun", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Returned")
    terminal.send("/" + order + ENTER)
    terminal.until("they wait for the new price")
    terminal.screen = b""
    terminal.send(F10 + "order.amend" + ENTER)
    terminal.until("Total 37.50")
    terminal.send("Ms Ye" + ENTER + "\t\t" + "30.00" + ENTER)
    terminal.send(F2)
    terminal.until("Done.")
    terminal.send(CTRL_Q)
    terminal.wait()
    terminal.close()
    done_from_the_list(company, "um.sun", order, "Hunan Power Supply", wanted=("WAIT_MA",))
    if company.rig.psql(f"select total from orders where no = '{order}'") != "9000":
        raise Failed("the new price is not there")


def check_three_leaders_sign_special_treatment(company):
    """Each leader signs a special treatment on one screen with limit, order, grounds and who has signed."""
    order = keyed(company, "DAY-ST", "C002", "PX003", "500")
    if state(company, order) != "HOLD_CREDIT":
        raise Failed(f"{order} is {state(company, order)}")
    command(company, "li.na", "st.apply", order=order, why="GROWTH", grounds="a branch opens in spring")
    command(company, "um.sun", "st.say", order=order, text="it is rented since June")
    done_from_the_list(company, "gao.gm", order, "a branch opens in spring", wanted=("WAIT_ST",))
    done_from_the_list(company, "dan.ddir", order, "gao.gm", wanted=("WAIT_ST",))
    done_from_the_list(company, "du.dir", order, "dan.ddir", further="it is rented since June",
                       wanted=("APPROVED", "FIN_QUEUE"))
