"""Who may call what: every operation of the catalog by a holder of every role, over the wire."""
import os
import re

from osb_rig import TOP, count, expect


def groups():
    """GROUP_ -> set of roles, from common/catalog_roles.h."""
    found = {"ANYONE_": None}
    with open(os.path.join(TOP, "common", "catalog_roles.h"), encoding="utf-8") as text:
        joined = text.read().replace("\\\n", " ")
    for name, value in re.findall(r"#define (\w+_)\s+(.+)", joined):
        if name == "ANYONE_":
            continue
        roles = set(re.findall(r"ROLE_BIT\(ROLE_(\w+)\)", value))
        for other in re.findall(r"\b([A-Z]+_)\b", value):
            roles |= found.get(other) or set()
        found[name] = roles
    return found


def operations():
    """name -> set of roles, or None for everybody."""
    known = groups()
    with open(os.path.join(TOP, "common", "catalog.def"), encoding="utf-8") as text:
        rows = re.findall(r'(?:COMMAND|QUERY)\(\w+, "([a-z.-]+)", ([A-Z_ |]+), "', text.read())
    out = {}
    for name, words in rows:
        parts = [known[w] for w in re.findall(r"[A-Z]+_", words)]
        out[name] = None if parts == [None] else set().union(*parts)
    return out


def check_rights(rig):
    """each role may call just the operations that name it or a role that it covers"""
    covers = {}
    for line in rig.psql("select role || ' ' || covers from role_cover").splitlines():
        role, covered = line.split()
        covers.setdefault(role, set()).add(covered)
    people = {"gao.gm": "GM", "du.dir": "DIR", "dan.ddir": "DDIR", "su.ssgl": "SSGL",
              "li.na": "CSR", "bai.bcr": "BCR", "shen.scr": "SCR", "sto.wu": "STO",
              "wh.lin": "WH", "fin.zhao": "FIN", "mm.he": "MM", "um.sun": "UM",
              "kam.zhou": "KAM", "root.adm": "ADM"}
    calls = refused = 0
    catalog = operations()
    expect(len(catalog) > 100, len(catalog))
    commands = count(rig, "select count(*) from command")
    rig.start()
    for login, role in people.items():
        session = rig.session(login)
        for name, roles in catalog.items():
            # a parameter that none has: whoever may call is told so, and nothing is done
            answer = session.call(name, {"nothing-takes-this": "1"})
            wanted = "PARAMS" if roles is None or roles & covers[role] else "RIGHTS"
            expect(answer.get("error") == wanted, (login, name, answer))
            calls, refused = calls + 1, refused + (wanted == "RIGHTS")
        session.close()
    expect(count(rig, "select count(*) from command") == commands, "something was done")
    rig.stop()
    return f"{calls} calls, {refused} refused,"
