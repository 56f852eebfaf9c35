"""What a menu shows as impossible: the flow that the daemon tells, held against what it does."""
import subprocess

from check_linear import Lines
from osb_rig import Failed

USERS = ("su.ssgl", "du.dir", "fin.zhao", "mm.he", "um.sun", "kam.zhou", "sto.wu")
VALUES = {"reason": "r", "memo": "m", "area": "A1", "why": "PAYS_SOON", "grounds": "g",
          "fault": "MISSING", "part": "1", "waybill": "W1", "carrier": "c", "station": "ST1",
          "signer": "s", "received_on": "2026-01-05", "amount": "1.00", "claim": "REPLACE",
          "valid_to": "2027-01-01", "tax_bp": "1300", "whom": "w", "method": "PHONE", "qty": "1", "limit": "1.00",
          "cause": "LOST", "agreed": "a", "promised": "2027-01-01", "promised_amount": "1.00"}
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
        wrong += [line for r in asked if state not in r.get("states", [state])]
    print(f"figure: menus: {seen} pairs of act and state done, as the flow says")
    if wrong or seen < 8:
        raise Failed(f"{seen} seen; done where flow.show has no road: {wrong}")


def tried(sessions, op, given):
    """The answer to whoever may; what the act needs besides is asked for one by one."""
    answer = {}
    for session in sessions.values():
        given = dict(given)
        answer = session.command(op, given)
        while answer.get("error") == "PARAMS" and answer.get("field") in VALUES \
                and answer["field"] not in given:
            given[answer["field"]] = VALUES[answer["field"]]
            answer = session.command(op, given)
        if answer.get("error") not in ("ROLE", "RIGHTS"):
            break
    return answer


def check_menu_impossible_is_refused(company):
    """What flow.show leaves out is refused for the state; nothing of it happens."""
    rows, refused, other = flow_of(company), 0, []
    sessions = {user: company.rig.session(user) for user in USERS}
    for machine, (table, param) in MACHINES.items():
        documents = company.rig.psql(f"select distinct on (state) state, no from {table}")
        for state, number in (d.split("|") for d in documents.split("\n") if d):
            for row in rows:
                if row["machine"] != machine or state in row.get("states", [state]):
                    continue
                answer = tried(sessions, row["op"], {param: number})
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


# Lists, what of a row names it for an act, and the subject of flow.show that a row is.
LISTS = (("RECEIVABLE", "receivable.list", {}, {"no": "receivable"}),
         ("RECEIPT", "receipt.list", {"customer": "C001"}, {"no": "receipt"}),
         ("WRITE_OFF", "write-off.list", {}, {"receivable": "receivable"}),
         ("LIMIT", "limit.list", {}, {"account": "account"}),
         ("PROPOSAL", "policy.list", {}, {"proposal": "proposal"}),
         ("STOCK", "stock.list", {}, {"product": "product", "warehouse": "warehouse"}),
         ("CLAIM", "claim.list", {}, {"claim": "claim"}),
         ("CARRIER", "carrier-claim.list", {}, {"carrier_claim": "carrier_claim"}))


def decided(company):
    """A receipt that was reversed, a limit, a proposal and a write-off that were refused."""
    fin, director, general, admin = (company.rig.session(u) for u in
                                     ("fin.zhao", "du.dir", "gao.gm", "root.adm"))

    def do(session, op, **given):
        answer = session.command(op, given)
        if answer.get("outcome") not in ("DONE", "HELD"):
            raise Failed(f"{op} {given}: {answer}")
        return answer

    do(fin, "receipt.record", customer="C001", amount="7.00", pay_method="TRANSFER", bank_ref="MENU-7")
    number = company.rig.psql("select no from receipt where bank_ref = 'MENU-7'")
    do(fin, "receipt.reverse", receipt=number, reason="not ours")
    limit = company.rig.psql("select trim_scale(lim * 3 / 100.0) from credit_account where code = 'C003'")
    do(director, "account.limit", account="C003", limit=limit, reason="more")
    do(director, "limit.withdraw", account="C003", reason="no more")
    do(admin, "policy.set", settings=[{"name": "over_pct", "value": "19"}], reason="less")
    do(general, "policy.drop", proposal=general.call("policy.list")["rows"][0]["proposal"], reason="no")
    do(fin, "opening.begin", batch="menu", as_of="2026-01-01", rows="1", total="9.00")
    do(fin, "opening.receivable", batch="menu", customer="C001", receivable="MENU-9", amount="9.00",
       due="2027-06-30")
    debt = "MENU-9"
    do(fin, "write-off.ask", receivable=debt, reason="gone")
    do(director, "write-off.refuse", receivable=debt, reason="not yet")
    for session in (fin, director, general, admin):
        session.close()


def there(value):
    return bool(str(value).strip("0.,")) if isinstance(value, str) else bool(value)


def lacks(need, row):
    """Is the row without what the act needs? What it does not tell is not known."""
    if "states" in need:
        return bool(row.get("state")) and row["state"] not in need["states"]
    return need["member"] in row and there(row[need["member"]]) != need["has"]


def check_menu_impossible_of_rows_is_refused(company):
    """Of money, limits, proposals, stock and claims: where a row's own members say that an act cannot be, it is refused."""
    decided(company)
    rows, seen, wrong, done = flow_of(company), set(), [], 0
    sessions = {user: company.rig.session(user) for user in (*USERS, "gao.gm", "root.adm")}
    sessions["li.na"] = company.rig.session("li.na")
    order = sessions["li.na"].command("order.key", {
        "customer": "C001", "channel": "FAX", "reference": "MENU-2", "approver": "mm.he", "verifier": "um.sun",
        "approved_at": "2026-01-05T10:00:00+08:00", "lines": [{"product": "PX001", "qty": "1"}]})["order"]["no"]
    for subject, query, params, names in LISTS:
        for row in sessions["du.dir"].call(query, params)["rows"]:
            for need in rows:
                sort = (need["op"], need.get("member"), row.get("state"))
                if need["machine"] != subject or sort in seen or not lacks(need, row):
                    continue
                seen.add(sort)
                given = {param: row[name] for name, param in names.items()}
                if need["op"] in ("receipt.earmark", "receipt.release"):
                    given["order"] = order
                answer = tried(sessions, need["op"], given)
                if answer.get("outcome") == "REFUSED" or answer.get("error") in ("NO_RECORD", "NOT_FOUND"):
                    done += 1
                else:
                    wrong.append(f"{need['op']} {row}: {answer}")
    for session in sessions.values():
        session.close()
    subjects = {need["machine"] for need in rows for sort in seen if sort[0] == need["op"]}
    print(f"figure: menus: {done} impossible acts on {len(subjects)} kinds of rows refused")
    if wrong or done < 15 or not {"RECEIVABLE", "RECEIPT", "WRITE_OFF", "LIMIT", "PROPOSAL", "STOCK"} <= subjects:
        raise Failed(f"{done} refused of {subjects}; {wrong}")


def check_hand_over_waits_for_the_paper(company):
    """A note that has not come out of the printer is finance's: no list and no menu lets it be handed over."""
    session = company.rig.session("li.na")
    order, note = company.rig.psql(
        "select o.no || ' ' || n.no from note n join orders o on o.id = n.order_id join print_job j on j.note_id = n.id"
        " where n.state = 'PRINTED' and j.state = 'QUEUED' order by n.id limit 1").split(" ")
    waits = session.call("order.show", {"order": order})
    shown = session.call("note.show", {"note": note})["note"]
    if (waits["next"]["act"], waits["next"]["who"]) != ("print.take", "FIN") or shown["to_print"] != "NOTE":
        raise Failed(f"{waits['next']} {shown}")
    if [r for r in session.call("order.list", {"mine": True})["rows"] if r["no"] == order]:
        raise Failed("it is still the secretary's")
    if session.command("note.hand-over", {"note": note}).get("rule") != "BG 14":
        raise Failed("the daemon lets it go")
    lines = Lines(company, "li.na")
    lines.talk("My orders>", "/" + order, order, "m", "Search:", "note.hand-over")
    lines.until("not now")
    lines.say("1")
    lines.until("note.hand-over waits for its end")
    lines.leave()
    company.rig.paper_comes_out()
    waits = session.call("order.show", {"order": order})
    if (waits["next"]["act"], waits["next"]["who"]) != ("note.hand-over", "li.na"):
        raise Failed(f"the paper is out, and next is {waits['next']}")
    session.close()


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
    terminal.until("SO")  # the list is there
    terminal.send(f"/{number}\rmorder.send\r")  # typed ahead
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
