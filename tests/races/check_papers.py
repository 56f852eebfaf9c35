"""Two people at one paper: the second finds that it is done, or that it is another by now."""
from bout import EVENT_ONCE, database_refused, done, prove
from company import accepted, billed, judged, printed, signed

SIDES = ("first", "second")


def either(bout, most, prepare, one, other):
    """Of the two commands on what prepare() made, just one may be done."""
    for i in range(most):
        paper = prepare(bout, i)
        answers = bout.pair(*((user, method, {**params, **paper})
                              for user, method, params in (one, other)))
        harm, got = database_refused(answers), [done(a) for a in answers]
        if not harm and sorted(got) != [False, True]:
            harm = f"{one[1]} and {other[1]}: {[a.get('outcome') for a in answers]}"
        if not harm and answers[got.index(False)].get("outcome") != "REFUSED":
            harm = f"the loser was told {answers[got.index(False)]}"
        yield SIDES[got.index(True) if any(got) else 0], harm


def race(rig, name, prepare, one, other, without=(EVENT_ONCE,)):
    prove(rig, name, lambda bout, most: either(bout, most, prepare, one, other), 12, SIDES,
          ["credit_account"], without)


def amendment(qty):
    return {"version": "1", "requester": "Mr Xu", "lines": [{"product": "P2", "qty": qty}]}


def check_amend_twice(rig):
    """two secretaries change one order that both saw: the second is told that it is another now"""
    race(rig, "amended by two", lambda bout, i: {"order": judged(bout, f"{i}")},
         ("li.na", "order.amend", amendment("2")), ("su.ssgl", "order.amend", amendment("3")))


def check_print_twice(rig):
    """an order that two print at once has one delivery note"""
    race(rig, "printed by two", lambda bout, i: {"order": signed(bout, f"{i}")},
         ("fin.zhao", "order.print", {"printer": "LP1"}),
         ("fin.qian", "order.print", {"printer": "LP2"}))


def owed(bout, i):
    """Goods that left and are not invoiced."""
    return {"note": billed(bout, f"{i}", invoice=False)}


def check_invoice_twice(rig):
    """goods that two invoice at once are billed once"""
    race(rig, "invoiced by two", owed, ("fin.zhao", "invoice.issue", {}),
         ("fin.qian", "invoice.issue", {}))


def ready(bout, i):
    """A shipment that may leave."""
    note = accepted(bout, f"{i}")
    bout.do("sto.wu", "note.allocate", note=note, warehouse="W1")
    bout.do("wh.lin", "note.pick", note=note, part="1")
    bout.do("wh.qi", "note.check", note=note, part="1")
    return {"note": note, "part": "1"}


def check_issue_drop(rig):
    """goods leave or go back to the shelf, never both"""
    race(rig, "issue against put-back", ready, ("sto.wu", "note.issue", {}),
         ("wh.lin", "note.drop", {"reason": "r"}))


def check_reject_print(rig):
    """finance prints an order or sends it back, never both"""
    race(rig, "print against reject", lambda bout, i: {"order": signed(bout, f"{i}")},
         ("fin.zhao", "order.print", {"printer": "LP1"}),
         ("fin.qian", "order.reject", {"reason": "r"}))


def check_hand_over_void(rig):
    """a note is handed over or void, never both"""
    def prepare(bout, i):
        note = printed(bout, f"{i}")
        # the first of the two who void it
        bout.do("fin.zhao", "note.void", note=note, way="CANCEL", reason="r")
        return {"note": note}
    race(rig, "hand-over against void", prepare, ("li.na", "note.hand-over", {}),
         ("su.ssgl", "note.void", {"way": "CANCEL", "reason": "r"}))


def check_return_twice(rig):
    """all of a line that two bring back at once comes back once"""
    want = {"part": "1", "lines": [{"line": 1, "qty": "1"}], "return_for": "SURPLUS", "reason": "r"}
    race(rig, "brought back by two", owed, ("li.na", "return.apply", want),
         ("su.ssgl", "return.apply", want), without=())


def coming(bout, i):
    """The same goods, on their way back by a red outbound order."""
    paper = owed(bout, i)
    back = bout.do("li.na", "return.apply", part="1", lines=[{"line": 1, "qty": "1"}],
                   return_for="SURPLUS", reason="r", **paper)["made"]["goods_return"]
    for user, method in (("um.sun", "return.confirm"), ("li.na", "return.verify"),
                         ("du.dir", "return.review"), ("li.na", "return.issue")):
        bout.do(user, method, goods_return=back)
    return paper, {"goods_return": back}


def received_and_invoiced(bout, most):
    """Both are done, in either order: what came back is not billed, or stands on a red invoice."""
    for i in range(most):
        paper, back = coming(bout, i)
        answers = bout.pair(("wh.lin", "return.receive", back), ("fin.zhao", "invoice.issue", paper))
        harm = database_refused(answers)
        red = "red_invoice" in answers[0].get("numbers", {})
        if not harm and not done(answers[0]):
            harm = f"return.receive: {answers[0]}"
        if not harm and done(answers[1]) != red:
            harm = f"invoice.issue: {answers[1]}, return.receive: {answers[0]}"
        yield SIDES[red], harm


def check_return_invoice(rig):
    """goods come back while they are invoiced: they are not billed, or a red invoice says so"""
    prove(rig, "return against invoice", received_and_invoiced, 12, SIDES, ["credit_account"])
