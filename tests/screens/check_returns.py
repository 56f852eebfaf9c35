"""Goods that come back, by keys alone: each role finds the return in its own list, does its step, and finance
prints the red invoice."""
from check_lists import played
from check_money import do
from check_rows import shipped
from osb_rig import Failed

OPENED = 'wait "Reload"\nkeys ^P "Goods back" Enter\nwait "Goods back"\n'
# Who, and behind his own row what he types; where the return then stands. F2 opens the step, F2 does it.
STEPS = (
    ("um.sun", "the area's manager confirms", 'wait "remark"\nkeys F2\n', "CONFIRMED"),
    ("li.na", "name, specification and quantity", 'wait "remark"\nkeys F2\n', "TO_EXAMINE"),
    ("song", "the technical department says", 'wait "GENUINE, FAULTY"\nkeys "genuine" "ours" F2\n', "VERIFIED"),
    ("du.dir", "the responsible manager reviews", 'wait "remark"\nkeys F2\n', "REVIEWED"),
    ("li.na", "issue the red outbound order", 'wait "remark"\nkeys F2\n', "ISSUED"),
    ("wh.lin", "the goods of the red outbound order are here", 'wait "remark"\nkeys F2\n', "RECEIVED"),
    ("wh.lin", "what came back is sorted", 'wait "reason"\nkeys "all good" F2\n', "SETTLED"),
)


def state_of(company, note):
    return company.rig.psql("select r.state from goods_return r join note n on n.id = r.note_id"
                            f" where n.no = '{note}'")


def applied(company, note):
    """The secretary applies for the customer, from the note."""
    played(company, "li.na", f'wait "Reload"\nkeys "/{note}" Enter\nwait "{note} "\nkeys F10 "return.apply" Enter\n'
           'wait "return for"\nkeys F4\nwait "Shipped"\nkeys "3" Enter F2\nwait "PX001"\n'
           'keys Tab "doubt" "another box" F2\nwait "Done."\n', lambda terminal: None)


def check_return_by_keys_through_all_roles(company):
    """A return from the customer's word to the red invoice, each step by the keys of whose it is."""
    note = shipped(company, "BACK-1")
    do(company, "li.na", "note.confirm", note=note, part="1", signer="Mr Xu")
    do(company, "fin.zhao", "invoice.issue", note=note)
    session = company.rig.session("root.adm")
    session.command("user.put", {"user": "song", "name": "Song Wei", "active": True})
    session.command("user.role", {"user": "song", "role": "TECH"})
    session.close()
    applied(company, note)
    said = company.rig.psql("select r.state || ' ' || r.why || ' ' || r.reason from goods_return r join note n on"
                            f" n.id = r.note_id where n.no = '{note}'")
    if said != "APPLIED DOUBT another box":
        raise Failed(f"applied for: {said}")
    for user, says, keys, state in STEPS:
        opened = 'wait "To examine"\n' if user == "song" else OPENED  # the technical department's first list
        played(company, user, f'{opened}wait "RT"\nwait "Next: {says}"\nkeys F2\n{keys}wait "Done."\n',
               lambda terminal: None, size=(40, 120))
        if state_of(company, note) != state:
            raise Failed(f"behind {user}: {state_of(company, note)} instead of {state}")
    order = company.rig.psql(f"select o.no from orders o join note n on n.order_id = o.id where n.no = '{note}'")
    played(company, "fin.zhao", f'wait "Reload"\nkeys "/{order}" Enter\nwait "Road"\nkeys "p"\nwait "Which paper?"\n'
           'expect "4  RO"\nexpect "5  RI"\nkeys "5"\nwait "Red invoice"\nkeys ^U "cat > red.txt" F2\n'
           'wait "Given to cat"\n', lambda terminal: None, size=(40, 120))
    printed = company.rig.psql("select d.series || ' ' || money_text(d.total) || ' ' || j.state from print_job j"
                               " join document d on d.id = j.document_id order by j.id desc limit 1")
    if printed != "RI -37.50 PRINTED":
        raise Failed(f"finance printed {printed}")
