"""Who may call what: every operation of the catalog by a holder of every role, over the wire."""
import os
import re

from osb_rig import TOP, count, expect, sound


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


def check_parameters_take_two(rig):
    """what bounds money is put in force by another person, and what does not at once by one"""
    rig.start()
    adm, gm, csr = rig.session("root.adm"), rig.session("gao.gm"), rig.session("li.na")

    def in_force(name):
        return csr.call("policy.show")[name]

    def change(name, value, outcome):
        answer = adm.command("policy.set", {"settings": [{"name": name, "value": value}],
                                            "reason": "as the leaders met"})
        expect(answer.get("outcome") == outcome, (name, value, answer))
        return answer

    with open(os.path.join(TOP, "server/core/tables.def"), encoding="utf-8") as source:
        columns = source.read().split("#define POLICY_COLUMNS")[1].split("#define")[0]
    shown = csr.call("policy.show")
    for name in re.findall(r"MONEY, (\w+)\)", columns):
        expect(re.fullmatch(r"[0-9]+\.[0-9]{2}", str(shown[name])), (name, shown[name]))
    change("two_papers", "yes", "DONE")
    expect(in_force("two_papers") is True, "printing waits")
    held = change("over_pct", "90", "HELD")
    expect(held["guard"] == "POLICY_SECOND" and in_force("over_pct") == 20, held)
    proposal = held["numbers"]["proposal"]
    expect(adm.command("policy.confirm", {"proposal": proposal}).get("error"), "confirmed by himself")
    row = gm.call("policy.list")["rows"][0]
    expect(row["state"] == "PROPOSED" and row["settings"] == "over_pct=90" and
           row["made_by"] == "root.adm" and row["reason"] == "as the leaders met" and
           not row["outdated"] and str(row["proposal"]) == str(proposal), row)
    expect("error" in csr.call("policy.list"), "a secretary reads proposals")
    answer = gm.command("policy.confirm", {"proposal": proposal})
    expect(answer["outcome"] == "DONE" and in_force("over_pct") == 90, answer)
    expect(in_force("confirmed_by") == "gao.gm" and in_force("made_by") == "root.adm", row)
    first = change("tolerance", "5.00", "HELD")["numbers"]["proposal"]
    change("two_papers", "no", "DONE")
    expect(gm.call("policy.list")["rows"][0]["outdated"], "a proposal on a version that is past")
    late = gm.command("policy.confirm", {"proposal": first})
    expect(late.get("guard") == "POLICY_MOVED", late)
    expect(adm.command("policy.drop", {"proposal": first, "reason": "anew"})["outcome"] == "DONE",
           "withdrawn")
    wide = adm.command("policy.set", {"settings": [{"name": "over_pct", "value": "101"}],
                                      "reason": "x"})
    expect("100" in str(wide), wide)
    expect(in_force("tolerance") == "10000.00" and in_force("over_pct") == 90, "dropped")
    sound(rig)
    begin = {"batch": "late", "as_of": "2026-01-01", "rows": "1", "total": "1.00"}
    shut = change("opening_open", "no", "HELD")["numbers"]["proposal"]
    expect(gm.command("policy.confirm", {"proposal": shut})["outcome"] == "DONE", "go-live is shut")
    refused = rig.session("fin.zhao").command("opening.begin", begin)
    expect(refused.get("guard") == "OPENING_SHUT", refused)
    again = change("opening_open", "yes", "HELD")["numbers"]["proposal"]
    expect(rig.session("fin.zhao").command("opening.begin", begin).get("guard") == "OPENING_SHUT",
           "opened by one")
    expect(gm.command("policy.confirm", {"proposal": again})["outcome"] == "DONE", "opened by two")
    expect(rig.session("fin.zhao").command("opening.begin", begin)["outcome"] == "DONE", "open")
    sound(rig)
    rig.stop()
