"""Everybody at once: random commands over few accounts, through two daemons."""
import random
import threading
import time
import uuid

from bout import AGAIN, Bout
from company import MONTH, PEOPLE, limit, put_customer
from osb_rig import Failed, Rig, count, expect, plan, sound

PRODUCTS = ("P1", "P2", "P3")
CUSTOMERS = ("C001", "C002", "C005", "C006", "C007", "C008")


class Board:
    """What the players know of: orders by what can be done next, notes, receipts."""

    def __init__(self):
        self.guard, self.papers = threading.Lock(), {}

    def put(self, kind, no):
        with self.guard:
            self.papers.setdefault(kind, []).append(no)

    def draw(self, dice, kind, keep=False):
        """One of that kind; mostly several players hold the same."""
        with self.guard:
            there = self.papers.get(kind)
            if not there:
                return None
            i = dice.randrange(len(there))
            return there[i] if keep or dice.random() < 0.5 else there.pop(i)


def order_key(dice, _):
    lines = [{"product": p, "qty": str(dice.randint(1, 40))}
             for p in dice.sample(PRODUCTS, dice.randint(2, 3))]
    return "order.key", {**plan("mixed", dice.choice(CUSTOMERS)), "lines": lines}


def on(method, kind, user, **params):
    """A move with a paper of that kind."""
    def move(dice, board):
        no = board.draw(dice, kind)
        return no and (method, {"order" if kind.startswith("order") else
                                kind if kind in ("receipt", "job") else "note": no, **params})
    return user, move


def stock_receive(dice, _):
    return "stock.receive", {"product": dice.choice(PRODUCTS), "warehouse": "W1",
                             "qty": str(dice.randint(1, 50)), "reason": "more"}


def quota_set(dice, _):
    return "quota.set", {"month": MONTH, "holder": "AREA", "code": "A1",
                         "product": dice.choice(PRODUCTS), "qty": str(dice.randint(5000, 9000))}


def account_limit(dice, _):
    return "account.limit", {"account": dice.choice(CUSTOMERS), "reason": "moved",
                             "limit": f"{dice.randint(1, 80)}00.00"}


def receipt_record(dice, _):
    return "receipt.record", {"customer": dice.choice(CUSTOMERS), "pay_method": "TRANSFER",
                              "amount": f"{dice.randint(1, 900)}.00",
                              "bank_ref": uuid.uuid4().hex[:20]}


MOVES = [
    ("li.na", order_key), ("li.na", order_key), ("su.ssgl", order_key),
    on("order.accept", "order", "su.ssgl", memo="m", **PEOPLE),
    on("order.accept", "order", "su.ssgl", memo="m", **PEOPLE),
    on("order.sign", "order-judged", "du.dir"), on("order.sign", "order-judged", "du.dir"),
    on("order.cancel", "order-judged", "li.na", reason="r", requester="Mr Xu"),
    on("order.amend", "order-judged", "su.ssgl", requester="Mr Xu",
       lines=[{"product": "P1", "qty": "7"}]),
    on("order.print", "order-signed", "fin.zhao"), on("order.print", "order-signed", "fin.qian"),
    on("print.done", "job", "fin.zhao", remark="here"),
    on("print.done", "job", "fin.qian", remark="there"),
    on("note.hand-over", "printed", "li.na"), on("note.accept", "handed", "shen.scr"),
    on("note.allocate", "accepted", "sto.wu", warehouse="W1"),
    on("note.allocate", "accepted", "wh.lin", warehouse="W1"),
    on("note.drop", "allocated", "wh.qi", part="1", reason="r"),
    on("note.short-close", "accepted", "li.na", reason="r", requester="Mr Xu"),
    ("wh.lin", stock_receive), ("du.dir", quota_set), ("du.dir", account_limit),
    ("fin.zhao", receipt_record), on("receipt.allocate", "receipt", "fin.qian"),
    on("receipt.reverse", "receipt", "fin.zhao", reason="r"),
]
# What a paper is good for behind each act.
NEXT = {"order.key": "order", "order.accept": "order-judged", "order.amend": "order-judged",
        "order.sign": "order-signed", "order.print": "job", "print.done": "printed", "note.hand-over": "handed",
        "note.accept": "accepted", "note.allocate": "allocated", "note.drop": "accepted",
        "receipt.record": "receipt"}


class Player(threading.Thread):
    """Random moves at one daemon until the time is over."""

    def __init__(self, bout, board, seed, until):
        super().__init__()
        self.bout, self.board, self.dice, self.until = bout, board, random.Random(seed), until
        self.daemon_at, self.seed, self.problem = seed % 2, seed, None
        self.outcomes, self.sessions = {}, {}

    def count(self, what):
        self.outcomes[what] = self.outcomes.get(what, 0) + 1

    def learn(self, method, answer):
        kind = NEXT.get(method)
        if not kind or answer["outcome"] == "REFUSED":
            return
        paper = "receipt" if kind == "receipt" else "order" if kind.startswith("order") else "note"
        if paper == "receipt":
            self.board.put(kind, answer["made"]["receipt"])
        elif kind == "job" and paper in answer:
            self.board.put(kind, answer[paper]["job"])
        elif paper in answer:  # a note that is held back has no number yet
            self.board.put(kind, answer[paper]["no"])

    def run(self):
        try:
            while time.monotonic() < self.until:
                user, move = self.dice.choice(MOVES)
                act = move(self.dice, self.board)
                if not act:
                    continue
                if user not in self.sessions:
                    self.sessions[user] = self.bout.daemons[self.daemon_at].session(user)
                command = str(uuid.uuid4())
                answer = self.sessions[user].command(*act, command)
                while answer.get("error") in AGAIN:
                    self.count(answer["error"])
                    answer = self.sessions[user].command(*act, command)
                if "error" in answer:
                    raise Failed(f"{act}: {answer}")
                self.count(answer["outcome"])
                self.learn(act[0], answer)
        except Exception as problem:  # pylint: disable=broad-except
            self.problem = problem
        finally:
            for session in self.sessions.values():
                session.close()


def deadlocks(rig):
    return count(rig, f"select deadlocks from pg_stat_database where datname = '{rig.name}'")


def play(bout, seconds, players):
    """All outcomes, counted."""
    limit(bout, "C002", "80000.00")
    for code in CUSTOMERS[2:]:
        put_customer(bout, code)
    for product in PRODUCTS:
        bout.do("du.dir", "quota.set", month=MONTH, holder="AREA", code="A1", product=product,
                qty="9000")
    board, until = Board(), time.monotonic() + seconds
    threads = [Player(bout, board, n, until) for n in range(players)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for t in threads:
        if t.problem:
            raise t.problem
    total = {}
    for t in threads:
        for what, n in t.outcomes.items():
            total[what] = total.get(what, 0) + n
    return total


def check_mixed(rig):
    """sixteen sessions with random commands over six accounts: no deadlock, every truth holds"""
    bout = Bout(rig)
    total = play(bout, 6, 16)
    again, locked = bout.reruns(), deadlocks(rig)
    sound(rig)
    bout.end()
    expect(locked == 0, f"{locked} deadlocks")
    expect(total.get("DONE", 0) > 200 and total.get("HELD") and total.get("REFUSED"), total)
    told = ", ".join(f"{n} {what}" for what, n in sorted(total.items()))
    print(f"figure: random commands by 16 sessions for 6 s: {told}; {again} run again inside the"
          f" daemons, {locked} deadlocks", flush=True)


def check_deadlocks_are_seen(rig):
    """locks taken in the other order by one of two daemons: the deadlocks are there to be counted"""
    other = Rig(rig.osbd, template=rig.template)
    try:
        # found at once instead of after a second of standing still
        other.psql(f"alter role osb_app in database {other.name} set deadlock_timeout = '20ms'")
        bout = Bout(other, environment=({}, {"OSB_LOCK_DOWN": "1"}))
        try:
            total = play(bout, 3, 16)
        except Failed as problem:
            total = {str(problem)[:80]: 1}
        locked = deadlocks(other)
        expect(locked > 0, f"no deadlock in {total}")
        print(f"figure: with locks in the other order at one daemon: {locked} deadlocks", flush=True)
    finally:
        other.drop()
