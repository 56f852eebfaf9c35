#!/usr/bin/env python3
"""using.py [--check] - writes docs/USING.md from the text below, the screens that the tests keep
(tests/screens/golden) and the table of keys (client/term/keys.c). --check says whether it is stale.
"""
import os
import re
import sys
import unicodedata

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GOLDEN = os.path.join(TOP, "tests", "screens", "golden")
# What the tests mask, as it may stand there.
SHOWN = ((r"^([> ] [ ])SO# ", r"\1SO71     "), (r"SO# ", "SO71 "), (r"SO#", "SO71"),
         (r"hh:mm", "14:32"), (r"YYYY-MM-DD", "2026-11-23"), (r"\b(RC|DN|AR|IV|OB)YYMM-", r"\g<1>2611-"),
         (r"left LEFT", "left 2h40"), (r"  LEFT", "  2h40"))

ROLES = (
    ("Secretary (CSR)", "13-worklist",
     """Opens on **My orders**: what waits for you, the most urgent first. F6 keys an order that came by fax, phone or mail; F2 on a received
one accepts it, and the checks run. What they find wrong is a box with numbered ways out. F2 on a printed one hands the note to storage.

Most often: F6 new, F2 next step, `/` and a number, Space and F2 for several at once, F10 for the rest (cancel, amend, ask for quota)."""),
    ("Leader of the sales support group (SSGL)", "9-leader",
     """As a secretary; moreover customers, products and stations (F10 `customer.put`, `product.put`), and giving an order to another of its people
(`order.assign`)."""),
    ("Collection (BCR)", "96-overdue",
     """Opens on **Overdue**; Tab goes on to **This week** and **Not called**. F2 on a receivable logs the call: whom, how, what was promised and until when.
The promise stands in the list from then on. **Calls to make** are the customers with debts whom nobody called this week; **Come to me** shows each
of field and sales leaders the overdue debts that have reached his post."""),
    ("Finance (FIN)", "40-queue",
     """Opens on **To print**: F2 prints the note, ten marked ones in one go (Space, F2). **Printings** shows what waits for the printer and what did not come out: F2 queues it again. Further lists: **To invoice**, **To pay**, **To allocate** (money that a
colleague recorded; you cannot allocate what you recorded). F6 records money that came. `p` prints a paper again: of a receipt its own, of a
note or an order it asks which: note, outbound order, invoice, credit note, price correction, void note."""),
    ("Storage and transport (STO)", "9-storage",
     """Opens on **Handed**: F2 takes a note over. **To reserve** reserves the goods of a note; what is missing becomes back-order with a day. A terminal
smaller than 80x24 opens with one question: scan the note, F2 does its step."""),
    ("Shipment (SCR)", "96-papers",
     """The lists of storage and transport; yours are above all **To consign** and **Feedback**. F2 on an issued shipment asks for waybill and carrier and consigns it; F2 on a
consigned one says when it will arrive. `p` asks which of a note's papers is meant, shows it and prints it:"""),
    ("Warehouse (WH)", "96-scan",
     """Opens on **To pick**: F2 when the goods of a shipment are picked, and another person's F2 when they are checked; then **To issue**. F2 is the whole work. With a scanner
(`scan` behind Ctrl+P, and at once on a hand-held smaller than 80x24) each note is scanned and does its next step; what cannot be done asks, and the last three stand above:"""),
    ("Sales representative and key-account manager (SR, KAM)", "9-kam",
     """**Plans** of your customers: F6 keys one with prices, stock and quota beside its lines, `order.verify` releases it. **Returned** shows what a check sent back, with its reason.
**Due** shows what your customers owe."""),
    ("Area manager (UM)", "53-detail",
     """F11 gives the document under the cursor the whole screen, with lines, signatures and its road (here at a secretary's). Approves a returned order's new version, consents to give quota to another area (**Consents**), and to reductions of the price."""),
    ("Market manager (MM)", "9-mm",
     """Approves verified plans (**Plans**, F2), stands for what was approved by phone, and sees every order of the market."""),
    ("Sales director and deputy (DIR, DDIR)", "31-sign",
     """Opens on **To sign**. F2 shows what a signature rests on: order and version, exposure before and with it, limit, overdue, why it came here,
who has signed. F2 again signs; F10 `order.refuse` refuses with a reason. Mark several with Space and sign them together."""),
    ("General manager (GM)", "9-gm",
     """As the directors, for special treatment and over-quota: each needs signatures of three persons. **Held** shows what waits for credit or money."""),
    ("Sales development manager (SDM)", None,
     """Opens on **My orders**. What a customer gave directly, without a contract, waits for his word: `/` and the number, F10 `order.confirm`, F2; only then
the secretary can accept it. **Orders** and **Customers** show everything that is under way."""),
    ("Clerk of the department (CLERK)", None,
     """Paper is his work. `p` on a note asks which of its papers is meant, takes what waits for the printer, and says again what did not come out. When the customer's signed slip is back: `/` and
the note, F10 `note.confirm` with the differences; what the customer finds later is F10 `claim.record`."""),
    ("Technician (TECH), branch manager (BRM), company leader (LEAD)", None,
     """They look things up: **Orders**, **Customers**, **Messages**, `/` and a number for any document with its whole road. The branch manager sees the customers of his
branch. The leader confirms a customer's direct order as the sales development manager does (F10 `order.confirm`). What is not theirs is not in F10."""),
    ("Administrator (ADM)", "9-admin",
     """Opens on **Health**: what is not well stands first; F2 lets the daemon do now what the day brings. **Users**: roles, failed log-ins, locks, and of each person
roles with their days, substitutes, absences and log-ins; F2 and F10 act on the person of the row, F6 makes a new one. **Sessions**, **Backups** (F2 asks the server for one, F10 for a drill), **Events**. By name, behind
Ctrl+P: **Calendar**, **Substitutes**, **Organisation**, **Parameters** (F2 changes the one under the cursor), **Refused rights**, **Audit**, **Counters**. He keys no orders and signs nothing."""),
)

TEXT = """# Using the screens

This page is made by `docs/using.py` from the screens that the tests keep; edit that file.

`osb` at a terminal opens the screens, `./run.sh` those of the practice company (`./run.sh --as ROLE` for another role). What each setting and mode is for
stands in [CLIENT.md](CLIENT.md). Who cannot see a screen uses `osb --linear`: the same as questions and answers, with a tour of its own (`tour`).

## Your first minutes

Tabs are the lists of each day; the number behind one says how much waits there, and `msg` in the first line how many messages do. Both are asked at log-in and
with F5 (registers, as Customers or Stock, have none). Whatever else you may ask opens by its name behind Ctrl+P (`:` in a list): **Calls**, **Invoices**, **Slips** that are missing, **Prices**, **Products**,
**Stock moves**, **Quota changes**, **Openings** ... **Replenishment**, **History** and **Last orders** are of a customer, **Documents** and **Files** of an order, **Copies** and **Pick list** of a note:
they take the one of the row that you stand on, or ask which.

In the practice company a newcomer is offered a tour of two minutes; nothing there costs anybody anything. `tour` behind Ctrl+P shows it again.

{screen:27-tour}

Six things suffice for the rest of the day:

- The **list** holds what waits for you, the most urgent first. Tab goes to your other lists.
- Below it stands the **document** of the row, and in its last line the **next step**, with who and by when.
- **F2** does that step. It opens a form; nothing is done before F2 there.
- **F10** lists all that you may do here. What is marked with `-` cannot be done in this state; choosing it says why.
- **Why, and what if.** F10 `order.explain` tells why an order stands where it does: each check with its rule, the facts of then beside those of now. F10 `order.whatif`
  asks what would be decided after a payment, another limit, a cut, a signature; F11 asks it of an order while it is typed. Nothing is done by asking.
- **F3** goes back and keeps what was typed. The bottom line shows the keys that count where you are.
- **F1** explains the field under the cursor: what it is, what may be typed, an example, who may, and the number of its rule in
  [RULES.md](RULES.md). F1 again explains the screen, and once more all keys; in a list it begins with the list, in the menu with the act.

## One order, from fax to money

Each of these steps uses only keys that stand in the bottom line, and those that F1 names (the tests walk it exactly so).

**1. Enter.** The secretary presses F6 and types what the fax says. Enter goes from field to field; the customer may be four letters of his name; `.` is now.

{screen:11-entry}

Enter on an empty product ends the lines. F2 submits, the box repeats lines and total, Enter sends.

**2. Check.** F2 on the new order: the memo, who is in charge, F2. The checks run at once; the message line says what came of it.

{screen:20-accept}

An order that does not pass says which rule stopped it, with its numbers and with ways out that can be chosen:

{screen:60-held}

**3. Sign.** The director finds it under *To sign*: F2, look at the figures, F2.

**4. Print.** Finance finds it under *To print*: F2, F2. The note has its number now; the secretary hands it over with F2, F2.

{screen:42-printed}

**5. Issue.** Storage types `/` and the note's number, then F2, F2 for each step: taken over, reserved, picked, checked by a second person, issued; with waybill and
carrier it is consigned, and the receivable arises.

**6. Collect.** Finance: `/` and the note, F10 `invoice.issue`, F2; when the money is there F10 `receipt.record` (F6 does it from finance's own lists), and a colleague allocates it under
*To allocate* with F2, F2.

Whoever sits before it for the first time needs no more than the bottom line and F1: `/Find` finds the order or the note by its number, `2Do` does what the line
*Next* names, `10Menu` shows the rest. A key that is not there does nothing where you are.

## A list that is longer than the screen

A list holds the first 500 rows; `500 rows+` says that there are more. Further down than the last one (Down, F8) the next 500 come. `s`, or a click on a title, puts the **whole** list in
order, not only what is on the screen: the greatest of five thousand orders is the first row then, and the count says `500 of 5000 rows`. F9 filters the whole list, too; F5 brings the
same rows again with the cursor where it was.

## Several at once

Space marks a row, `*` all of them; F2 then does the step of each. A box repeats how many they are and what they come to; above twenty the number is typed.
What came of each stands in a list; Enter on a refused one tells why and opens its ways out.

{screen:93-bulk}

## Rows that are typed beside what they are about

Money that pays several debts, a slip that differs from what was shipped, parameters of policy: the field **lines** (or **settings**) of such a form takes them. F4 in that
field shows all there is as rows. What stands there dim is the value in force, or what would be taken if nothing were stated: of money the oldest debts first. What you type
counts instead; the line below adds it up. F2 takes what was typed into the form, F12 leaves it; nothing is done before F2 in the form.

{screen:97-rows}

## Two people change the same order

Nobody's work is lost. Who saves later sees his own change beside the other one: `m` keeps his value, `t` takes theirs, `e` edits it, F2 saves the result, F12 goes back to
what he typed. What only the other one changed is taken and said so.

{screen:94-conflict}

## What waits for a second person

A parameter is proposed by the administrator and put in force by a leader: **Proposals** behind Ctrl+P (`:proposals` in a list), F2 there. `policy.drop` in F10 turns it down,
with a reason. **Limits** and **Signing of limits** are the same for what a customer may owe.

{screen:98-proposals}

## Goods that come back

A salesperson or secretary stands on the note: F10 `return.apply`, F4 for the rows. From then on everybody whose step is due has the return under **Goods back** (the technical
department under **To examine**): F2 is the step, from the manager's confirmation over the red outbound order to the shelf. **Returns** behind Ctrl+P shows them all. When the
goods are here what was invoiced of them is on a red invoice: finance prints it with `p` on the order.

{roles}
## The key card

Letters count where no field has the cursor. `osb keys card` prints it; `osb keys` shows what the keys of your terminal send and learns those that it lacks. Esc or Alt and then a digit is
F1 to F10, `-` F11, `=` F12.

{keys}

In a list: Space marks a row, Enter gives the document the whole screen, a click on a title sorts. In a field: `12*25` is multiplied, `+5` is in five days, `.` is
today or now, `e` the end of the month; the first letters of a choice are enough.
"""


def cells(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def in_place(line, masked, is_title):
    """The line with the blanks that a masked number took with it, and the corner of a box that the
    mask of a changed row took."""
    if re.match(r"  -.*--\+$", line):
        line = " +" + line[2:]
    if "SO# " in masked and (is_title or line.endswith("|")):
        missing = (80 if is_title else 78) - cells(line)
        line = line.replace("SO71 ", "SO71 " + " " * max(missing, 0), 1)
    return line


def screen(name):
    with open(os.path.join(GOLDEN, name + ".txt"), encoding="utf-8") as text:
        lines = text.read().rstrip("\n").split("\n")
    masked = lines
    for pattern, put in SHOWN:
        lines = [re.sub(pattern, put, line) for line in lines]
    lines = [in_place(line, masked[i], i == 0) for i, line in enumerate(lines)]
    out, blank = [], False
    for line in lines:  # a run of blank rows is one
        if line.strip() or not blank:
            out.append("    " + line if line.strip() else "")
        blank = not line.strip()
    return "\n".join(out)


def keys():
    with open(os.path.join(TOP, "client", "term", "keys.c"), encoding="utf-8") as text:
        rows = re.findall(r'\{ ACT_\w+, (\d+), (0|\'.\'), "((?:[^"\\]|\\.)*)", [^,]*,\s*N_\("([^"]*)"\) \}',
                          text.read())
    lines = ["| key | or | in lists | |", "|---|---|---|---|"]
    for f, control, letters, told in rows:
        cells = (f"F{f}" if f != "0" else "", f"Ctrl+{control[1]}" if control != "0" else "",
                 f"`{letters}`" if letters else "", told)
        lines.append("| " + " | ".join(cells) + " |")
    if len(lines) < 25:
        raise SystemExit("client/term/keys.c is not read any more")
    return "\n".join(lines)


def page():
    roles = "".join(f"## {name}\n\n" + (f"{{screen:{golden}}}\n\n" if golden else "") + f"{told}\n\n"
                    for name, golden, told in ROLES)
    with open(os.path.join(TOP, "common", "enums.def"), encoding="utf-8") as text:
        known = set(re.findall(r"V\(ROLE, (\w+)\)", text.read())) - {"SYSTEM"}
    if known - set(re.findall(r"[A-Z]{2,}", " ".join(name for name, _, _ in ROLES))):
        raise SystemExit("a role has no page")
    text = TEXT.replace("{roles}", roles).replace("{keys}", keys())
    return re.sub(r"\{screen:([\w-]+)\}", lambda m: screen(m[1]), text)


def main():
    path = os.path.join(TOP, "docs", "USING.md")
    now = page()
    if "--check" not in sys.argv:
        with open(path, "w", encoding="utf-8") as out:
            out.write(now)
        return 0
    with open(path, encoding="utf-8") as text:
        stale = text.read() != now
    if stale:
        print("docs/USING.md is stale: run docs/using.py")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
