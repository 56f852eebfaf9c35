"""Quota: who used what, why an order was cut to what it got, and what a cut would come to."""
from osb_rig import expect


def check_quota_is_accounted_for(rig):
    """each order that takes of a month's quota is named, a cut is foretold and explained, a cancel gives back"""
    rig.start()
    leader, csr = rig.session("dan.ddir"), rig.session("li.na")
    month = rig.psql("select date_trunc('month', business_today())::date").strip()
    done = leader.command("quota.set", {"month": month, "holder": "EVERYONE", "product": "P1", "qty": "50"})
    expect(done.get("outcome") == "DONE", done)
    key = {"customer": "C001", "lines": [{"product": "P1", "qty": "80"}], "channel": "FAX", "reference": "Q-1",
           "approver": "mm.he", "verifier": "kam.zhou", "approved_at": "2026-01-05T10:00:00+08:00"}
    told = csr.call("order.whatif", {"customer": "C001", "lines": key["lines"], "cut": True})
    expect(told.get("after") == "WAIT_MA", told)
    no = csr.command("order.key", key)["order"]["no"]
    held = csr.command("order.accept", {"order": no, "memo": "m", "csr": "li.na", "scr": "shen.scr", "bcr": "bai.bcr"})
    expect(held["order"]["state"] == "QUOTA_CHOICE", held)
    cut = csr.command("order.cut", {"order": no})
    expect(cut["order"]["state"] == "WAIT_MA" and cut["numbers"] == told["numbers"], (cut, told))
    rows = csr.call("quota.use", {})["rows"]
    expect([(r["order"], r["used"], r["allotted"], r["left"]) for r in rows] == [(no, "50", "50", "0")], rows)
    facts = {f["fact"]: f for f in csr.call("order.explain", {"order": no})["facts"] if f["step"] == "AC"}
    expect((facts["allotted"]["then"], facts["used"]["then"], facts["used"]["now"]) == ("50", "0", "0"), facts)
    gone = csr.command("order.cancel", {"order": no, "reason": "not wanted", "requester": "Ms Ye"})
    expect(gone.get("outcome") == "DONE", gone)
    expect(csr.call("quota.use", {})["rows"] == [], "a cancelled order still holds quota")
    rig.stop()
