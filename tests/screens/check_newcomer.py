"""The path of somebody who knows no key but those that the bar and F1 show (docs/USING.md)."""
import time

from emulator import Tmux
from osb_rig import Failed


class Newcomer:
    """Presses a key only while it stands in the key bar, or F1 named it."""
    opened = []

    def __init__(self, company, user):
        self.screen, self.user, self.known = Tmux(company, user), user, ""
        self.opened.append(self.screen)
        self.screen.until("Reload")
        self.keys = 0

    def press(self, label):
        """The key of the bar with that label."""
        bar = self.screen.lines()[-1].split()
        keys = [word[:-len(label)] for word in bar if word.endswith(label)]
        if not keys:
            raise Failed(f"{self.user}: {label} is not in the key bar: {bar}")
        self.screen.send(keys[0] if keys[0] == "/" else f"F{keys[0]}")
        self.keys += 1

    def learn(self):
        """F1, once more for the keys, whose lines are read; then back."""
        self.press("Help")
        self.screen.until("In front of a row")
        self.press("More")
        self.screen.until("Help on all keys")
        self.known = "\n".join(self.screen.lines())
        self.screen.send("NPage")
        self.press("Back")
        self.screen.until("Reload")

    def type(self, *fields):
        for text in fields:
            if text:
                self.screen.send("-l", text)
            self.screen.send("Enter")

    def until(self, text):
        self.screen.until(text)

    def find(self, number):
        self.press("Find")
        self.type(number)
        self.until("Next:")

    def do(self, *fields, wait=None):
        """The next step by its key; fields one after the other, then the key once more."""
        self.press("Do")
        self.until(wait or "12Cancel")
        for text in fields:
            if text:
                self.screen.send("-l", text)
            self.screen.send("Tab")
        self.press("Do")
        self.until("Done.")

    def act(self, name, *fields, choice=()):
        """One of the menu's acts."""
        self.press("Menu")
        self.until("What can be done here")
        self.type(name)
        self.until(f"─ {name} ─")
        for text in fields:
            if text:
                self.screen.send("-l", text)
            if text not in choice:  # a choice goes on by itself
                self.screen.send("Tab")
        self.press("Do")
        self.until("Done.")

    def leave(self):
        self.screen.close()


def step(company, user, number, *fields):
    who = Newcomer(company, user)
    who.find(number)
    who.do(*fields)
    who.leave()


def check_newcomer_path(company):
    """Enter, check, sign, print, issue and collect one order with the key bar and F1 alone."""
    try:
        return walk(company)
    finally:
        for screen in Newcomer.opened:  # harmless on those that were left
            screen.close()


def walk(company):
    """From the fax to the money."""
    began = time.monotonic()
    clerk = Newcomer(company, "li.na")
    clerk.learn()
    clerk.press("New")
    clerk.until("Submit")
    clerk.type("shht")
    clerk.until("mm.he")  # who approves is proposed, once the customer is known
    clerk.screen.send("-l", "f")
    clerk.type("NEWCOMER", "", ".", "px001", "40", "")
    clerk.until("F2 sends the order")
    clerk.press("Submit")
    clerk.until("Send the order?")
    clerk.type("")
    clerk.until("Recorded as")
    number = company.rig.psql("select no from orders where reference = 'NEWCOMER'")
    clerk.do("by fax", "li.na", "shen.scr", "bai.bcr", wait="memo")
    for user in ("du.dir", "fin.zhao"):  # sign, print: both open on what waits for them
        who = Newcomer(company, user)
        who.until(number)
        who.do()
        who.leave()
    company.rig.paper_comes_out()
    note = company.rig.psql("select n.no from note n join orders o on o.id = n.order_id"
                            f" where o.no = '{number}'")
    clerk.find(number)
    clerk.do()
    clerk.leave()
    step(company, "shen.scr", note)                        # storage takes it over
    step(company, "sto.wu", note)                          # reserves
    step(company, "wh.lin", note)                          # picks
    step(company, "wh.qi", note)                           # checks
    step(company, "wh.lin", note)                          # issues
    step(company, "shen.scr", note, "WB1", "Rail")         # hands to the carrier
    books = Newcomer(company, "fin.zhao")
    books.find(note)
    books.act("invoice.issue")
    books.act("receipt.record", "C003", "500", "t", "NEWBANK", choice=("t",))
    books.leave()
    second = Newcomer(company, "fin.qian")
    second.learn()
    if "Ctrl+P" not in second.known or "go to a list" not in second.known:
        raise Failed("F1 does not say how to go to another list")
    second.screen.send("C-p")
    second.type("to allocate")
    second.until("500.00")
    second.do()
    second.leave()
    owed = company.rig.psql("select r.state || ' ' || (r.open_s + r.open_i) from receivable r join orders o"
                            f" on o.id = r.order_id where o.no = '{number}'")
    if not owed.endswith(" 0"):
        raise Failed(f"the receivable is {owed}")
    return f"{time.monotonic() - began:.0f} s from the fax to the money"
