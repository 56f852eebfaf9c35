"""What the daemon answers is called something in each language."""
import os
import re

from osb_rig import Failed, TOP
from pictures import sentences

# By which documents a query is asked that must have one.
HANDS = {"order": "select no from orders order by id desc limit 12", "note": "select no from note order by id desc limit 4",
         "customer": "select code from customer", "user": "select login from app_user where id > 1 order by id limit 4",
         "problem": "select no from problem limit 4"}
WHO = ("du.dir", "root.adm", "fin.zhao", "su.ssgl", "wh.lin")
NOT_ASKED = {"file.get", "file.piece", "print.form", "document.form", "draft.put", "draft.drop", "clock.sweep", "admin.backup",
             "admin.drill", "flow.show", "order.whatif", "printer.test"}
# Members by which programs go on, and what stands on paper: no screen says their names.
UNSAID = {"for", "guard", "HOLD", "id", "made", "op", "PASS", "remedies", "source", "words"}


def queries():
    """(operation, parameters that it must have)"""
    with open(os.path.join(TOP, "common", "catalog.def"), encoding="utf-8") as text:
        rows = re.findall(r'^QUERY\(\w+, "([\w.-]+)",[^"]*"[^"]*",\s*(.*?)\)\s*$', text.read(), re.M | re.S)
    return [(name, re.findall(r"\bR\((\w+)\)", params)) for name, params in rows if name not in NOT_ASKED]


def members(answer):
    """Names of all that it holds."""
    if isinstance(answer, list):
        return set().union(*map(members, answer))
    return set(answer).union(*map(members, answer.values())) if isinstance(answer, dict) else set()


def answered(sessions, operation, params):
    """The answer to whoever may ask."""
    for session in sessions:
        answer = session.call(operation, params)
        if "error" not in answer:
            return answer
    raise Failed(f"{operation} {params}: {answer}")


def check_members_are_translated(company):
    """Each member of what the queries answer about the day has a name in each language."""
    sessions = [company.rig.session(login) for login in WHO]
    found, asked = set(), 0
    for operation, needs in queries():
        hands = company.rig.psql(HANDS[needs[0]]).split("\n") if needs else [None]
        for hand in hands if hands != [""] else []:
            found |= members(answered(sessions, operation, {needs[0]: hand} if needs else {}))
            asked += 1
    for session in sessions:
        session.close()
    print(f"figure: {len(found)} names of members in {asked} answers")
    unknown = [f"{language}: {name}" for language in ("es", "zh_CN", "zh_TW")
               for known in [sentences(language)]
               for name in sorted(found - UNSAID) if not known.get(name.replace("_", " "))]
    if unknown or asked < 50:
        raise Failed(f"{asked} asked; without a name: {unknown}")
