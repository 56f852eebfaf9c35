"""What is owed by how late it is (R-154): each bucket on its very borders."""
import datetime

from osb_rig import expect

# Days late, fen; each amount a power of two, so that a sum tells which are in it.
CASES = [(late, 2 ** i) for i, late in
         enumerate((-40, 0, 1, 5, 6, 30, 31, 60, 61, 90, 91, 400))]
BUCKETS = {"CURRENT": (-1000, 0), "1-5": (1, 5), "6-30": (6, 30), "31-60": (31, 60), "61-90": (61, 90),
           ">90": (91, 1000)}


def money(fen):
    return f"{fen // 100}.{fen % 100:02}"


def wanted(cases):
    """Of each bucket its count, amount and share, by adding up what was put in."""
    whole = sum(fen for _, fen in cases)
    rows = []
    for name, (first, last) in BUCKETS.items():
        inside = [fen for late, fen in cases if first <= late <= last]
        tenths = (sum(inside) * 2000 + whole) // (2 * whole) if whole else 0
        rows.append((name, len(inside), money(sum(inside)), f"{tenths // 10}.{tenths % 10}"))
    return rows


def found(answer):
    return [(r["late"], r["items"], r["open"], r["percent"]) for r in answer["rows"]]


def check_ageing(rig):
    """what is open is told by the days that it is late, on the very borders of six buckets, of all and of one
    customer, and the days of a bucket find its rows"""
    rig.start()
    fin, bcr, kam = (rig.session(u) for u in ("fin.zhao", "bai.bcr", "kam.zhou"))
    today = datetime.date.fromisoformat(fin.call("policy.show")["today"])
    expect(found(bcr.call("receivable.ageing")) == wanted([]), "nothing is owed yet")
    for batch, customer, cases in (("old", "C001", CASES), ("more", "C002", [(6, 100000)])):
        steps = [("opening.begin", {"batch": batch, "as_of": "2026-01-01", "rows": str(len(cases)),
                                    "total": money(sum(fen for _, fen in cases))})]
        steps += [("opening.receivable", {"batch": batch, "customer": customer, "receivable": f"{batch}-{i}",
                                          "amount": money(fen), "as_of": "2025-01-01",
                                          "due": str(today - datetime.timedelta(days=late))})
                  for i, (late, fen) in enumerate(cases)]
        for method, params in steps + [("opening.close", {"batch": batch})]:
            answer = fin.command(method, params)
            expect(answer.get("outcome") == "DONE", (method, params, answer))
    for session, params, cases in ((bcr, {}, CASES + [(6, 100000)]), (fin, {"customer": "C001"}, CASES),
                                   (kam, {}, CASES)):  # a manager sees his own customers
        answer = found(session.call("receivable.ageing", params))
        expect(answer == wanted(cases), (params, answer, wanted(cases)))
    for row, (_, items, total, _) in zip(bcr.call("receivable.ageing")["rows"], wanted(CASES + [(6, 100000)])):
        days = {name: row[name] for name in ("due", "due_since") if row[name]}
        rows = bcr.call("receivable.list", {**days, "limit_rows": 100})["rows"]
        fen = sum(int(r["open"].replace(".", "")) for r in rows)
        expect(len(rows) == items and money(fen) == total, (row, rows))
    shown = [(r["late"], r["items"], r["open"], r["percent"])
             for r in fin.call("customer.show", {"customer": "C001"})["ageing"]]
    expect(shown == wanted(CASES), shown)
    for session in (fin, bcr, kam):
        session.close()
    rig.stop()
