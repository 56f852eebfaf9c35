"""osb --linear: the screens as questions and answers on plain lines."""
import json
import os
import re
import select
import signal
import subprocess
import tempfile
import time

from check_amend import change_meanwhile, lines_of, two_lines
from check_lists import many
from osb_rig import Failed
from run import Terminal


class Lines:
    """osb --linear with its answers typed one by one, each behind the question it is for."""

    def __init__(self, company, user, options=(), **env):
        words = [company.osb, "--socket", company.rig.socket, "--demo", company.rig.token_file,
                 "--user", user, "--linear", *options]
        self.user, self.told, self.read = user, "", 0
        # pylint: disable-next=consider-using-with
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "dumb",
                 "XDG_STATE_HOME": company.state, **env})

    def until(self, text, timeout=20):
        """Waits for a text behind what was waited for so far; gives what came before it."""
        end = time.monotonic() + timeout
        while text not in self.told[self.read:]:
            ready = select.select([self.process.stdout], [], [], 0.2)[0]
            more = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            self.told += more.decode(errors="replace")
            if (ready and not more) or time.monotonic() > end:
                raise Failed(f"{self.user}: {text!r} did not come; told: {self.told[-1500:]}")
        at = self.told.index(text, self.read)
        passed, self.read = self.told[self.read:at], at + len(text)
        return passed

    def say(self, line):
        self.process.stdin.write((line + "\n").encode())
        self.process.stdin.flush()

    def talk(self, *pairs):
        """Question, answer, question, answer ..."""
        for text, line in zip(pairs[::2], pairs[1::2]):
            self.until(text)
            self.say(line)

    def leave(self):
        self.process.stdin.close()
        self.told += self.process.stdout.read().decode(errors="replace")
        code = self.process.wait(20)
        self.process.stdout.close()
        if code != 0:
            raise Failed(f"{self.user}: osb ended with {code}: {self.told[-800:]}")
        if "\x1b" in self.told or re.search(r"[\x00-\x08\x0b-\x1f\x7f]", self.told):
            raise Failed(f"{self.user}: what is told holds control characters: {self.told!r}")


PARTS = ("note.pick", "note.check", "note.issue")  # acts on a part of a note


def find(lines, prompt, number):
    lines.talk(prompt, "/" + number)
    lines.until("/" + number)
    lines.until(number)


def state_of(company, number):
    return company.rig.psql(f"select state from orders where no = '{number}'")


def enter_order(lines, reference, quantity="38"):
    """Keys an order from the list on; gives its number."""
    lines.talk("My orders>", "n", "Customer (needed):", "shht", "Channel (needed):", "x",
               "is expected", "fax", "Ref (needed):", "WRONG", "Approved [mm.he]:", "",
               "at (needed):", ".", "Wanted:", "+5", "Statn", "", "Verified", "<",
               "Statn", "", "Verified", "", "Origin", "", "Contract", "", "Stated", "", "came", "",
               "Whole", "", "Ship to", "", "Remark:", "by --linear",
               "Line 1, product", "px001", "Line 1, quantity:", quantity, "Line 1, price", "",
               "Line 2, product", "px002", "Line 2, quantity:", "2*3", "Line 2, price", "",
               "Line 3, product", "")
    lines.until("3  Ref: WRONG")
    lines.talk("number corrects", "3", "Ref [WRONG]:", reference, "number corrects", "",
               "Enter does it, n goes back:", "")
    lines.until("Recorded as ")
    return lines.until(",")


def check_linear_whole_road(company):
    """One order by lines alone: keyed, accepted, signed, printed, handed over, picked and issued."""
    csr = Lines(company, "li.na")
    number = enter_order(csr, "LIN-1")
    if company.rig.psql(f"select reference from orders where no = '{number}'") != \
            "LIN-1":
        raise Failed("the correction does not count")
    find(csr, "My orders>", number)
    csr.talk("> ", "a", "memo (needed):", "",
             "It is needed.", "as by fax", "csr:", "li.na", "scr:", "shen.scr", "bcr:", "bai.bcr",
             "number corrects", "")
    csr.until("Done.")
    if state_of(company, number) != "WAIT_MA":
        raise Failed(f"{number} is {state_of(company, number)}")
    leader = Lines(company, "du.dir")
    find(leader, "To sign>", number)
    leader.talk("> ", "a")
    figures = leader.until("tolerance:")
    if "exposure before" not in figures or "nobody has signed yet" not in figures:
        raise Failed(f"the signature does not rest on figures: {figures}")
    leader.talk("", "end", "number corrects", "")
    leader.until("Done.")
    leader.leave()
    finance = Lines(company, "fin.zhao")
    find(finance, "To print>", number)
    finance.talk("> ", "a", "printer", "", "number corrects",
                 "")
    finance.until("Done.")
    note = company.rig.psql(f"select n.no from note n join orders o on o.id = n.order_id"
                            f" where o.no = '{number}'")
    finance.leave()
    company.rig.paper_comes_out()
    find(csr, "My orders>", number)
    csr.talk("> ", "a", "", "end", "number corrects", "")
    csr.until("Done.")
    csr.leave()
    for user, act in (("shen.scr", "note.accept"), ("sto.wu", "note.allocate"),
                      ("wh.lin", "note.pick"), ("wh.qi", "note.check"), ("wh.lin", "note.issue")):
        store = Lines(company, user)
        find(store, "> ", note)
        store.talk("> ", "m", "Search:", act, f"1  {act}", "1", "== " + act,
                   "1" if act in PARTS else "end", *(("", "end") if act in PARTS else ()),
                   "number corrects", "")
        store.until("Done.")
        store.leave()
    if company.rig.psql("select s.state from shipment s join note n on n.id = s.note_id"
                        f" where n.no = '{note}'") != "ISSUED":
        raise Failed("the goods are not issued")


def check_linear_refusal_leads_on(company):
    """Over the limit: the ways out are numbered, and the number opens that act's form."""
    csr = Lines(company, "li.na")
    number = enter_order(csr, "LIN-2", "30000")
    find(csr, "My orders>", number)
    csr.talk("> ", "a", "memo (needed):", "m", "csr:",
             "li.na", "scr:", "shen.scr", "bcr:", "bai.bcr", "number corrects", "")
    ways = csr.until("Number, or Enter goes back:")
    way = re.search(r"^(\d+)  apply for special treatment", ways, re.M)
    if "rule" not in ways or "limit" not in ways or not way:
        raise Failed(f"the refusal does not say rule, numbers and ways: {ways}")
    csr.say(way[1])
    csr.until("== st.apply")
    csr.talk(":", "F3", "My orders>", "quit")
    csr.leave()


def check_linear_lists(company):
    """Lists, filter, marks, menu, palette and help, row by row."""
    session = company.rig.session("li.na")
    made = [session.command("order.key", {
        "customer": "C003", "channel": "FAX", "reference": f"LINROW-{i}", "approver": "mm.he", "verifier": "kam.zhou",
        "approved_at": "2026-01-05T10:00:00+08:00",
        "lines": [{"product": "PX001", "qty": "1"}]})["order"]["no"] for i in range(3)]
    session.close()
    lines = Lines(company, "su.ssgl", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    lines.talk("My orders>", "?", "again  reads", "l")
    number = re.search(r"l (\d+)  Orders:", lines.until("Customers:"))[1]
    lines.talk("My orders>", f"l {number}", "== Orders:", "f", "== Orders: what it shows",
               "nonsense", "is expected", "RECEIVED", "step:", "", "customer:", "C003", "market:", "",
               "csr:", "", "mine:", "", "keep as:", "")
    lines.until("== Orders:")
    head = lines.until("Orders>")
    if "state RECEIVED" not in head or "1/" not in head:
        raise Failed(f"the filter does not count: {head}")
    lines.say("")
    if not lines.until("Orders>").strip().startswith("2/"):
        raise Failed(f"Enter does not go to the next row: {lines.told[-400:]}")
    lines.say("-")
    lines.talk("1/", "x", "(marked)", "x", "(marked)", "a", "== order.accept", "by marks",
               "number corrects", "")
    done = lines.until("Number, or Enter goes back:")
    if not re.search(r"^2  SO\d+ (done|held)", done, re.M):
        raise Failed(f"the bulk act does not tell each document: {done}")
    lines.say("")
    lines.talk("Orders>", ":" + made[2], "1  Find " + made[2], "1", made[2], "d")
    if "LINROW-2" not in lines.until("Orders>"):
        raise Failed("the document is not read out")
    lines.say("language")
    lines.talk("4  ", "3", ">", "quit")
    lines.leave()


def check_linear_draft(company):
    """What was typed by lines is kept when the line is hung up, and stands there as defaults."""
    state = tempfile.mkdtemp(prefix="osbstate.")
    first = Lines(company, "li.na", XDG_STATE_HOME=state)
    first.talk("My orders>", "n", "Customer (needed):", "shht", "Channel (needed):", "fax",
               "Ref (needed):", "LIN-DRAFT", "Approved", "")
    first.until("at (needed):")
    first.process.send_signal(signal.SIGHUP)
    if first.process.wait(20) != 6:
        raise Failed(f"SIGHUP ends with {first.process.returncode}")
    second = Lines(company, "li.na", XDG_STATE_HOME=state)
    second.talk("My orders>", "n", "Customer [C003]:", "", "Channel [FAX]:", "",
                "Ref [LIN-DRAFT]:", "F12", "throws away", "F12", "My orders>", "quit")
    second.leave()


def check_linear_left_alone(company):
    """Without a daemon and with nobody to answer it ends by itself."""
    lines = Lines(company, "li.na", options=("--socket", "/nonexistent/socket"))
    lines.process.stdin.close()
    if lines.process.wait(20) != 6:
        raise Failed(f"it ends with {lines.process.returncode}")
    lines.process.stdout.close()


def check_linear_dumb_terminal(company):
    """At a terminal without cursor addressing it works, and sends not one escape sequence."""
    terminal = Terminal(company, "li.na", options=("--linear",), TERM="dumb")
    terminal.until("My orders>")
    terminal.send("m\n")
    terminal.until("Search:")
    terminal.send("\x04")
    if terminal.wait() != 0 or b"\x1b" in terminal.screen:
        raise Failed(f"{terminal.status}: {terminal.screen!r}")
    terminal.close()


def check_linear_conflict(company):
    """Both changed a line: before, mine and theirs in words, one field theirs, one edited, saved."""
    number = two_lines(company, "LIN-BOTH")
    lines = Lines(company, "li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    find(lines, "My orders>", number)
    lines.talk("> ", "m", "Search:", "order.amend", "1  order.amend", "1", "Asked by", "Ms Xu",
               "Wanted", "2026-12-28", "Station", "end", "number corrects", "8", "product", "",
               "quantity", "120", "price", "")
    lines.until("number corrects")
    change_meanwhile(company, number, wanted="2026-12-30", lines=[{"line": 1, "qty": "90"}])
    lines.say("")
    told = lines.until("m, t, e, another number")
    for text in ("was changed by ", "wanted: before 2026-12-24, yours 2026-12-28, theirs 2026-12-30: mine",
                 "before 100, yours 120, theirs 90: mine"):
        if text not in told:
            raise Failed(f"the conflict does not say {text!r}: {told}")
    lines.say(re.search(r"(\d)  wanted", told)[1])
    lines.until("wanted: m, t, e")
    lines.say("t")
    told = lines.until("m, t, e, another number")
    if "theirs 2026-12-30: theirs" not in told:
        raise Failed(f"theirs is not taken: {told}")
    lines.say(re.search(r"(\d)  Line 1", told)[1])
    lines.talk("Line 1 qty: m, t, e", "e", "Line 1, quantity [120]:", "110", "price", "",
               "number corrects", "")
    lines.until("Done.")
    lines.leave()
    if lines_of(company, number) != "PX001 110,PX002 7 2026-12-30":
        raise Failed(lines_of(company, number))


def check_linear_paste_and_keys(company):
    """Rows of a table are looked at before they are lines; a line is deleted, put in, taken back."""
    lines = Lines(company, "li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    lines.talk("My orders>", "n", "Customer (needed):", "shht", "Channel (needed):", "fax",
               "Ref (needed):", "LIN-TABLE", "Approved", "", "at (needed):", ".", "Wanted:", "",
               "Statn", "", "Verified", "", "Origin", "", "Contract", "", "Stated", "", "came", "",
               "Whole", "", "Ship to", "", "Remark:", "",
               "Line 1, product", "px001\t10\r\npx002\tmany\r\npx003\t3\t31.00\r\n",)
    told = lines.until("Enter does it, n goes back:")
    if "2 rows become lines, 1 have faults" not in told or \
            not re.search(r"2  PX002, many: the quantity is no whole number", told, re.I):
        raise Failed(f"the rows are not looked at: {told}")
    lines.talk("", "", "Line 3, product", "px004", "Line 3, quantity", "^K",
               "Line 2, product [PX003]", "^Z", "Line 2, product [PX003]", "", "Line 2, quantity", "",
               "price", "", "Line 3, product [PX004]", "", "Line 3, quantity", "4", "price", "", "Line 4, product", "")
    told = lines.until("number corrects")
    for text in ("Line 1: PX001", ", 10,", "Line 2: PX003", "31.00", "Line 3: PX004"):
        if text not in told:
            raise Failed(f"{text!r} is not among the lines: {told}")
    lines.talk("", "", "Enter does it, n goes back:", "")
    lines.until("Recorded as ")
    made = number = lines.until(",")
    lines.talk("My orders>", "n", "Customer (needed):", "shht", "Channel (needed):", "fax",
               "Ref (needed):", "LIN-COPY", "Approved", "", "at (needed):", ".", "Wanted:", "end",
               "number corrects", "16", "Line 1, product", "F4")
    number = re.search(rf"(\d)  Order {number}", lines.until("Number, or Enter goes back:"))[1]
    lines.talk("", number, "Line 4, product", "")
    if "Line 3: PX004" not in lines.until("number corrects"):
        raise Failed("the last order's lines are not taken")
    lines.talk("", "F12", "throws away", "F12", "My orders>", "quit")
    lines.leave()
    if lines_of(company, made) != "PX001 10,PX003 3,PX004 4":
        raise Failed(lines_of(company, made))


def note_to_pick(company):
    """A note whose goods are reserved."""
    order, = many(company, 1, "LINSCAN", (("du.dir", "order.sign"), ("fin.zhao", "order.print")))
    company.rig.paper_comes_out()
    note = company.rig.psql("select n.no from note n join orders o on o.id = n.order_id"
                            f" where o.no = '{order}'")
    for user, act in (("li.na", "note.hand-over"), ("shen.scr", "note.accept"),
                      ("sto.wu", "note.allocate")):
        session = company.rig.session(user)
        if session.command(act, {"note": note}).get("outcome") != "DONE":
            raise Failed(act)
        session.close()
    return note


def check_linear_scan(company):
    """Notes one after the other by their numbers: what is to be done is read out, F2 does it."""
    note = note_to_pick(company)
    lines = Lines(company, "wh.lin")
    lines.talk("> ", "scan", "Scan a note:", "DN0", "Scan a note:", note)
    told = lines.until("F2: ")
    if note not in told or "PX001" not in told:
        raise Failed(f"the note is not read out: {told}")
    lines.talk("", "F2")
    told = lines.until("Scan a note:")
    if f"{note}  goods picked" not in told:
        raise Failed(f"the act is not told: {told}")
    lines.talk("", "F3", "> ", "quit")
    lines.leave()


def check_linear_tour(company):
    """Who is new in a practice company is offered the tour; it goes on with each answer."""
    state = tempfile.mkdtemp(prefix="osbstate.")
    lines = Lines(company, "li.na", XDG_STATE_HOME=state)
    lines.talk("New here?", "tour", "Tour 1/7", "", "Tour 2/7", "d", "Tour 3/7", "l", "Tour 4/7", "m",
               "Search:", "", "Tour 5/7", ":", "Search", "", "Tour 6/7", "a", "", "F3",
               "Tour 7/7", "?", "The tour is over", "quit")
    lines.leave()
    again = Lines(company, "li.na", XDG_STATE_HOME=state)
    if "New here?" in again.until("My orders>"):
        raise Failed("the tour is offered to whom it was shown")
    again.say("quit")
    again.leave()


def operations():
    """name -> needed parameters, of every query of the catalog."""
    top = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    with open(os.path.join(top, "common", "catalog.def"), encoding="utf-8") as text:
        rows = re.findall(r'^QUERY\(\w+, "([a-z.-]+)", [A-Z_ |]+, "[^"]*",(.*?)\)$', text.read(), re.M | re.S)
    return {name: re.findall(r"R\((\w+)\)", params) for name, params in rows}


# What is data or a name in these answers: codes of acts, names of the policy's parameters, and
# what this company's people typed.
NAMES = r"osbd \w+|[\w.@/:-]*[\w-][.@/:=_][\w.@/:=_-]*|\"[^\"]*\"|[A-Z][\w']*(?: [A-Z]\w*)*"
# Names of parameters, of states; and the paper, whose forms have two languages.
BY_NAME = ("policy.show", "flow.show", "note.form")
TYPED = ("new start limits goods as fax by linear unix std pc true false three osb op a test nor an act"
         " given m WB market area station osbd ms backup drill local Rail kg").split()


def check_nothing_english_in_chinese(company):
    """Every query of the catalog in Chinese: no English words but names and what people typed."""
    given = {"order": company.rig.psql("select min(no) from orders where state = 'HANDED_OVER'"),
             "note": company.rig.psql("select min(no) from note"), "customer": "C003", "product": "PX001"}
    left, asked = [], 0
    for name, needed in operations().items():
        if name in BY_NAME or any(n not in given for n in needed):
            continue
        words = [company.osb, "--socket", company.rig.socket, "--demo", company.rig.token_file]
        values = [w for n in needed for w in ("--" + n, given[n])]
        for user in ("gao.gm", "root.adm", "fin.zhao", "su.ssgl", "shen.scr"):
            done = subprocess.run(
                [*words, "--user", user, *name.split("."), *values], text=True, check=False,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**os.environ, "LANGUAGE": "zh_CN", "LC_ALL": "C.UTF-8", "TZ": "UTC"})
            if done.returncode == 0:
                break
        asked += done.returncode == 0
        for line in done.stdout.splitlines():
            for word in re.findall(r"(?<![\w.-])[a-z]{2,}(?![\w.-])", re.sub(NAMES, " ", line)):
                if word not in TYPED:
                    left.append(f"{name}: {word!r} in {line.strip()[:160]}")
    if left or asked < 45:
        raise Failed(f"{asked} queries asked; English is left:\n" + "\n".join(left[:40]))
    print(f"figure: {asked} queries in Chinese, nothing English left")


MANY = 5000  # rows of the long lists


def plant(company):
    """So many customers, 1 to 5000, and as many orders of 1,000,001.00 to 1,005,000.00."""
    two_lines(company, "LONG")
    company.rig.psql(
        "set session_replication_role = replica;"
        "insert into customer select (jsonb_populate_record(c, jsonb_build_object('id', 1000000 + i,"
        f" 'code', i::text, 'name', 'Long ' || i))).* from customer c, generate_series(1, {MANY}) i"
        " where c.code = 'C003';"
        "insert into orders select (jsonb_populate_record(o, jsonb_build_object('id', 1000000 + i,"
        " 'no', 'SO' || 1000000 + i, 'total', (1000000 + i) * 100, 'reference', 'LONG' || i))).*"
        f" from orders o, generate_series(1, {MANY}) i"
        " where o.id = (select max(id) from orders where state = 'RECEIVED')")


def page_through(session, query, key, **given):
    """All rows, page by page, and how long the slowest page took."""
    rows, slowest, behind = [], 0, {}
    while True:
        began = time.monotonic()
        answer = session.call(query, {"limit_rows": 500, **given, **behind})
        slowest = max(slowest, time.monotonic() - began)
        rows += answer["rows"]
        if not answer["more"]:
            return rows, slowest, answer.get("count")
        behind = {"behind": json.dumps({key: rows[-1][key]})}


def check_long_lists_are_sorted_whole(company):
    """5,000 rows: the daemon orders all of them, pages follow without a gap, a row that went is told."""
    plant(company)
    session = company.rig.session("su.ssgl")
    for query, key, by, ways in (("customer.list", "code", "code", (False, True)),
                                 ("order.list", "no", "total", (True,))):
        for down in ways:
            rows, slowest, count = page_through(session, query, key, sort=by, down=down)
            values = [r[by] for r in rows]
            numbers = [float(v) for v in values if re.fullmatch(r"[0-9.]+", v)]
            if len(rows) != count or len({r[key] for r in rows}) != count or count < MANY:
                raise Failed(f"{query}: {len(rows)} rows, {count} counted")
            if numbers != sorted(numbers, reverse=down) or len(numbers) < MANY:
                raise Failed(f"{query} by {by}: not in order")
            print(f"figure: {query} by {by} of {count} rows, slowest page of 500: {slowest * 1000:.0f} ms")
    plain, slowest, count = page_through(session, "customer.list", "code")
    if len({r["code"] for r in plain}) != MANY + 3 or count != MANY + 3:
        raise Failed(f"customers as they come: {len(plain)} rows of {count}")
    print(f"figure: customer.list as it comes, slowest page of 500: {slowest * 1000:.0f} ms")
    gone = session.call("customer.list", {"behind": '{"code":"NOBODY"}'})
    if gone["rows"] or gone["more"] or gone["lost"] is not True:
        raise Failed(f"the row that went: {gone}")
    for wrong in ("SO12", "[]", "{}"):
        session.send("customer.list", {"behind": wrong})
        if session.answer().get("error", {}).get("message") is None:
            raise Failed(f"{wrong!r} names a row")
    session.close()


def check_long_list_on_the_screen(company):
    """Of 5,000 orders the greatest is first after a sort; further down the next page comes; F5 keeps the row."""
    lines = Lines(company, "su.ssgl")
    number = re.search(r"l (\d+)  Orders:", (lines.say("l"), lines.until("Customers:"))[1])[1]
    lines.talk("My orders>", f"l {number}", "== Orders: 500+ rows", "s", "In which order?")
    column = re.search(r"(\d+)  Amount", lines.until("Number, or"))[1]
    lines.talk("", column, "Orders>", "s", "Number, or", column)  # once more: the greatest first
    told = lines.until("Orders>")
    if "== Orders: 500 of " not in told or "1/500" not in told or "1,005,000.00" not in told:
        raise Failed(f"the greatest is not first: {told}")
    lines.say("500")
    lines.talk("500/500", "")
    lines.until("501/1000")
    told = lines.until("Orders>")
    if "1,004,500.00" not in told:
        raise Failed(f"the next page does not follow: {told}")
    row = re.search(r"Order (SO\d+)", told)[1]
    lines.talk("", "F5", f"501/1000  Order {row}", "again", "== Orders: 1000 of ", "f", "state:", "", "step:", "",
               "customer:", "C003", "market:", "end", "number corrects", "")
    told = lines.until("Orders>")
    if "customer C003" not in told or "1,005,000.00" not in told:
        raise Failed(f"the filter does not keep the order: {told}")
    lines.say("quit")
    lines.leave()
