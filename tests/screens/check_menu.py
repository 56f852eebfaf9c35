"""What a menu shows as impossible: the flow that the daemon tells, held against what it does."""
import subprocess

from check_linear import Lines
from osb_rig import Failed

USERS = ("su.ssgl", "du.dir", "fin.zhao", "mm.he", "um.sun", "kam.zhou", "sto.wu")
VALUES = {"reason": "r", "memo": "m", "area": "A1", "why": "PAYS_SOON", "grounds": "g",
          "fault": "MISSING", "part": "1", "waybill": "W1", "carrier": "c", "station": "ST1",
          "signer": "s", "received_on": "2026-01-05", "amount": "1.00", "claim": "REPLACE"}
MACHINES = {"ORDER": ("orders", "order"), "NOTE": ("note", "note")}


def flow_of(company):
    session = company.rig.session("li.na")
    rows = session.call("flow.show")["rows"]
    session.close()
    return rows


def check_menu_flow_is_what_was_done(company):
    """Each act of the day was done in a state where flow.show says that it can be."""
    rows = flow_of(company)
    done = company.rig.psql("select distinct op, machine, from_state from (select distinct on"
                            " (command_id, machine) * from event where machine in ('ORDER', 'NOTE',"
                            " 'SHIPMENT') and to_state <> from_state order by command_id, machine, id) e"
                            " where from_state <> '' and outcome = 'DONE'")
    wrong, seen = [], 0
    for line in done.split("\n"):
        op, machine, state = line.split("|")
        asked = [r for r in rows if r["op"] == op and r["machine"] == machine]
        seen += len(asked)
        wrong += [line for r in asked if state not in r["states"]]
    print(f"figure: menus: {seen} pairs of act and state done, as the flow says")
    if wrong or seen < 8:
        raise Failed(f"{seen} seen; done where flow.show has no road: {wrong}")


def check_menu_impossible_is_refused(company):
    """What flow.show leaves out is refused for the state; nothing of it happens."""
    rows, refused, other = flow_of(company), 0, []
    sessions = {user: company.rig.session(user) for user in USERS}
    for machine, (table, param) in MACHINES.items():
        documents = company.rig.psql(f"select distinct on (state) state, no from {table}")
        for state, number in (d.split("|") for d in documents.split("\n") if d):
            for row in rows:
                if row["machine"] != machine or state in row["states"]:
                    continue
                for user, session in sessions.items():
                    given = {param: number}
                    answer = session.command(row["op"], given)
                    # what it needs besides is asked for one by one
                    while answer.get("error") == "PARAMS" and answer.get("field") in VALUES \
                            and answer["field"] not in given:
                        given[answer["field"]] = VALUES[answer["field"]]
                        answer = session.command(row["op"], given)
                    if answer.get("error") not in ("ROLE", "RIGHTS"):
                        break
                if answer.get("code") == "STATE":
                    refused += 1
                elif answer.get("outcome") not in (None, "REFUSED"):
                    raise Failed(f"{row['op']} on {number} ({state}): {answer}")
                else:
                    other.append(f"{row['op']} {state}: {answer.get('error') or answer.get('rule')}")
    for session in sessions.values():
        session.close()
    print(f"figure: menus: {refused} impossible pairs refused for their state, {len(other)} otherwise")
    if refused < 60 or len(other) > refused / 3:
        raise Failed(f"{refused} refused for the state; {other}")


def check_menu_dims_and_says_why(company):
    """An act whose state is another is marked, and choosing it says why instead of a form."""
    session = company.rig.session("li.na")
    number = session.command("order.key", {
        "customer": "C003", "channel": "FAX", "reference": "MENU-1", "approver": "mm.he",
        "verifier": "kam.zhou",
        "approved_at": "2026-01-05T10:00:00+08:00",
        "lines": [{"product": "PX001", "qty": "1"}]})["order"]["no"]
    session.close()
    terminal = company.terminal("li.na")
    terminal.until("My orders")
    terminal.send(f"/{number}\r")
    terminal.until("MENU-1")
    terminal.send("morder.send")
    terminal.until("-")
    terminal.send("\r")
    terminal.until(f"{number} is RECEIVED; order.send needs: APPROVED")
    terminal.send("\x1b")
    terminal.send("\x11")
    terminal.wait()
    terminal.close()
    lines = Lines(company, "li.na")
    lines.talk("My orders>", "/" + number, number, "m", "Search:", "order.send")
    lines.until("order.send: send an approved order to finance (not now)")
    lines.say("1")
    lines.until(f"{number} is RECEIVED; order.send needs: APPROVED")
    lines.leave()


def check_key_card(company):
    """`osb keys card` prints what F1 shows, without a terminal."""
    done = subprocess.run([company.osb, "keys", "card"], capture_output=True, text=True, check=False)
    if done.returncode or not all(t in done.stdout for t in ("F2   Ctrl+S", "F12  Ctrl+C", "Ctrl+Q")):
        raise Failed(f"{done.returncode}: {done.stdout}{done.stderr}")
