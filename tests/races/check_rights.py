"""A right that ends while it is used."""
import datetime

from bout import database_refused, done, prove
from company import judged

LENT = {"principal": "du.dir", "delegate": "bai.bcr", "kind": "SECRETARY", "role": "DIR"}
ENDED = "drop trigger {} on {}"


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def late(bout):
    """Signatures later than the delegation's end, or than the leader's return."""
    return bout.rig.psql("""set search_path = osb; select count(*) from signature s
        join delegation d on d.id = s.delegation_id where s.at >= d.revoked_at or not exists (
            select from away w where w.user_id = d.principal_id and w.away_from <= s.at
            and coalesce(w.away_to, 'infinity') > s.at)""")


def last_moment(bout, most, end):
    """A secretary signs for her leader just when end() says that she may no longer."""
    for i in range(most):
        no = judged(bout, f"{i}")
        if i == 0 or "delegate" in end[1]:
            bout.do("root.adm", "user.delegate", **LENT)
        if i == 0 or "away" in end[1]:
            bout.do("su.ssgl", "user.away", user="du.dir", said_by="Ms Ye")
        at = now()
        answers = bout.pair(("bai.bcr", "order.sign", {"order": no, "principal": "du.dir",
                                                       "consent_at": at,
                                                       "consent_by": "su.ssgl"}),
                            (end[0], end[1], {**end[2], "to": at}))
        harm = database_refused(answers)
        if not harm and (not done(answers[1]) or late(bout) != "0"):
            harm = f"{late(bout)} signed late; {[a.get('outcome', a) for a in answers]}"
        yield "signed first" if done(answers[0]) else "ended first", harm


def race(rig, name, end, trigger):
    prove(rig, name, lambda bout, most: last_moment(bout, most, end), 16,
          ("signed first", "ended first"), without=[ENDED.format(*trigger)])


def check_delegation_ends(rig):
    """nobody signs for another behind the end of the delegation"""
    race(rig, "signature against the delegation's end", ("root.adm", "user.delegate", LENT),
         ("delegation_lives", "event"))


def check_leader_returns(rig):
    """no secretary signs for a leader who is back"""
    race(rig, "signature against the leader's return", ("su.ssgl", "user.away",
                                                        {"user": "du.dir", "said_by": "Ms Ye"}),
         ("absence_lives", "signature"))
