"""Orders that meet: one limit, one quota, one signature, one paper."""
from bout import EVENT_ONCE, database_refused, done, prove
from company import MONTH, accept, cancel, judged, key, limit, printed, put_customer, signed, state

SIDES = ("first", "second")


def credit(bout, most):
    """Two orders over the last 40,000 of a limit: 30,000 each (the loser is just 20 % over), or
    10 more, which is too much for a manager. C003 shares the account of C001."""
    put_customer(bout, "C003", account="C001")
    judged(bout, "base", "C001", 6000)
    for i in range(most):
        qty, loser = (3001, "HOLD_CREDIT") if i % 2 else (3000, "WAIT_MGR")
        one = key(bout, f"{i}-1", "C001", qty)
        other = key(bout, f"{i}-2", ("C001", "C003")[i // 2 % 2], qty)
        answers = bout.pair(accept(one), accept(other), same_daemon=i // 4 % 2 == 0)
        states = [state(a) for a in answers]
        harm = database_refused(answers)
        if not harm and sorted(states) != sorted(["WAIT_MA", loser]):
            harm = f"limit 100000, used 60000, two of {qty * 10}: {states}"
        first = states.index("WAIT_MA") if "WAIT_MA" in states else 0
        yield SIDES[first], harm
        cancel(bout, *((other, one) if first == 0 else (one, other)))


def check_credit(rig):
    """of two orders over the last of one limit one passes, also of two customers, also through two daemons"""
    prove(rig, "credit (V14)", credit, 24, SIDES, ["credit_account"])


def quota(bout, most):
    """60 and 60 out of an area's 100, for two customers with accounts of their own."""
    limit(bout, "C002", "100000.00")
    bout.do("du.dir", "quota.set", month=MONTH, holder="AREA", code="A1", product="P2", qty="100")
    for i in range(most):
        one, other = key(bout, f"{i}-1", "C001", 60, "P2"), key(bout, f"{i}-2", "C002", 60, "P2")
        answers = bout.pair(accept(one), accept(other))
        states = [state(a) for a in answers]
        harm = database_refused(answers)
        if not harm and sorted(states) != ["QUOTA_CHOICE", "WAIT_MA"]:
            harm = f"100 left, two of 60: {states}"
        yield SIDES[states.index("WAIT_MA") if "WAIT_MA" in states else 0], harm
        cancel(bout, one, other)


def check_quota(rig):
    """of two orders over the last of one quota cell one gets it"""
    prove(rig, "last of a quota", quota, 16, SIDES, ["quota_cell"])


def transfer(bout, most):
    """A2 gives 30 of its 50 to an order of A1, while an order of A2 wants 30 of them too."""
    bout.do("root.adm", "user.put", user="um.tao", name="Um Tao", active=True)
    bout.do("root.adm", "area.put", area="A2", name="Second area", market="M1")
    bout.do("root.adm", "user.role", user="um.tao", role="UM", code="A2")
    bout.do("root.adm", "unit.assign", code="A2", role="UM", user="um.tao")
    put_customer(bout, "C004", area="A2", manager="um.tao")
    for i in range(most):
        for area, qty in (("A1", "10"), ("A2", "50")):
            bout.do("du.dir", "quota.set", month=MONTH, holder="AREA", code=area, product="P3",
                    qty=qty)
        asking = key(bout, f"{i}-1", "C001", 40, "P3")
        other = key(bout, f"{i}-2", "C004", 30, "P3", verifier="um.tao")
        bout.do(*accept(asking)[:2], **accept(asking)[2])
        bout.do("li.na", "order.ask-transfer", order=asking, area="A2")
        answers = bout.pair(("um.tao", "order.consent", {"order": asking}), accept(other))
        given, taken = (state(a) == "WAIT_MA" for a in answers)
        harm = database_refused(answers)
        if not harm and given == taken:
            harm = f"50 left, 30 given and 30 taken: {[state(a) for a in answers]}"
        if not harm and bout.rig.psql("set search_path = osb; select sum(allotted) from quota_cell"
                                      " where allotted > 0") != "60":
            harm = "a transfer made or lost quota"
        yield "given" if given else "taken", harm
        cancel(bout, asking, other)


def check_transfer(rig):
    """quota that one area gives to another is not taken by an order as well"""
    prove(rig, "quota transfer against order", transfer, 12, ("given", "taken"),
          ["quota_cell"])


def amend_sign(bout, most):
    """Both name version 1: after the amendment there is no signature for what it made."""
    for i in range(most):
        no = judged(bout, f"{i}")
        sign, amend = bout.pair(
            ("du.dir", "order.sign", {"order": no, "version": "1"}),
            ("su.ssgl", "order.amend", {"order": no, "version": "1", "requester": "Mr Xu",
                                        "lines": [{"product": "P2", "qty": "3"}]}))
        harm = database_refused((sign, amend))
        now = bout.rig.psql(f"""set search_path = osb; select o.state || ' ' || o.version || ' ' ||
            (select count(*) from signature s where s.order_id = o.id and s.void_at is null)
            from orders o where no = '{no}'""")
        if not harm and (not done(amend) or now != "WAIT_MA 2 0"):
            harm = f"signed {sign.get('outcome')}, amended {amend.get('outcome')}: {now}"
        yield "signed first" if done(sign) else "amended first", harm
        cancel(bout, no)


def check_amend_sign(rig):
    """an order that is amended while it is signed is not left signed"""
    prove(rig, "amend against sign", amend_sign, 16, ("signed first", "amended first"),
          ["credit_account"], [EVENT_ONCE])


def cancel_print(bout, most):
    for i in range(most):
        no = signed(bout, f"{i}")
        answers = bout.pair(("fin.zhao", "order.print", {"order": no, "printer": "LP1"}),
                            ("li.na", "order.cancel", {"order": no, "reason": "r",
                                                       "requester": "Mr Xu"}))
        paper, off = (done(a) for a in answers)
        harm = database_refused(answers)
        if not harm and paper == off:
            harm = f"printed {paper}, cancelled {off}"
        yield "printed" if paper else "cancelled", harm


def check_cancel_print(rig):
    """an order is printed or cancelled, never both"""
    prove(rig, "cancel against print", cancel_print, 16, ("printed", "cancelled"),
          ["credit_account"], [EVENT_ONCE])


def stop_hand_over(bout, most):
    """A stop before the hand-over keeps the note; behind it both are done, in that order."""
    for i in range(most):
        note = printed(bout, f"{i}")
        over, stop = bout.pair(("li.na", "note.hand-over", {"note": note}),
                               ("du.dir", "note.stop", {"note": note, "reason": "r"}))
        harm = database_refused((over, stop))
        now = bout.rig.psql(f"select state || ' ' || stopped from osb.note where no = '{note}'")
        if not harm and (not done(stop) or done(over) and over["event"] > stop["event"]
                         or now != ("HANDED true" if done(over) else "PRINTED true")):
            harm = f"handed over {over}, stopped {stop}: {now}"
        yield "handed over first" if done(over) else "stopped first", harm


def check_stop_hand_over(rig):
    """what is stopped is not handed over behind the stop"""
    prove(rig, "stop against hand-over", stop_hand_over, 14,
          ("handed over first", "stopped first"), ["credit_account"], [EVENT_ONCE])
