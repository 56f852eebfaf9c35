"""A daemon with a cluster of its own, and the client side of its lines. Standard library only."""
import copy
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOKEN = "a-token-of-the-practice-company"


class Failed(Exception):
    """A test's expectation that was not met."""


def expect(condition, what):
    if not condition:
        raise Failed(str(what))


def plan(reference, customer="C001", qty="1", product="P1"):
    """Parameters of an order.key that passes."""
    return {"customer": customer, "lines": [{"product": product, "qty": str(qty)}],
            "channel": "FAX", "reference": reference, "approver": "mm.he",
            "verifier": "um.sun", "approved_at": "2026-11-01T10:00:00+08:00"}


class Session:
    """One connection. Answers are matched with requests by id; notices are kept aside."""

    def __init__(self, path, timeout=20):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(timeout)
        self.sock.connect(path)
        self.buffer = b""
        self.notices = []
        self.next_id = 1
        self.greeting = self.read()["params"]

    def read(self):
        while b"\n" not in self.buffer:
            more = self.sock.recv(65536)
            if not more:
                raise ConnectionError("the daemon hung up")
            self.buffer += more
        line, self.buffer = self.buffer.split(b"\n", 1)
        return json.loads(line)

    def raw(self, text):
        self.sock.sendall(text.encode() + b"\n")

    def answer(self):
        while True:
            message = self.read()
            if "id" in message:
                return message
            self.notices.append(message)

    def send(self, method, params=None):
        self.next_id += 1
        request = {"jsonrpc": "2.0", "id": self.next_id, "method": method}
        if params is not None:
            request["params"] = params
        self.raw(json.dumps(request, ensure_ascii=False))
        return self.next_id

    def call(self, method, params=None):
        """The result, or {"error": NAME, ...}."""
        wanted = self.send(method, params)
        message = self.answer()
        if message["id"] != wanted:
            raise Failed(f"answer to {message['id']} instead of {wanted}")
        if "error" in message:
            error = message["error"]
            return {"error": error["message"], "code": error["code"], **error.get("data", {})}
        return message["result"]

    def command(self, method, params=None, command=None):
        return self.call(method, {**(params or {}), "command": command or str(uuid.uuid4())})

    def login(self, user):
        answer = self.call("session.login", {"user": user, "demo": TOKEN})
        if "error" in answer:
            raise Failed(f"{user} cannot log in: {answer}")
        return answer

    def notice(self, method, timeout=10):
        """The next notice of that name."""
        until = time.monotonic() + timeout
        while True:
            for i, message in enumerate(self.notices):
                if message["method"] == method:
                    return self.notices.pop(i)["params"]
            if time.monotonic() > until:
                raise Failed(f"no notice {method}")
            self.notices.append(self.read())

    def close(self):
        self.sock.close()


class Rig:
    """Database, company and daemon in a folder of their own."""

    def __init__(self, osbd, practice=True, template=None, conninfo=None):
        self.osbd = osbd
        self.conninfo = conninfo or os.environ["OSB_TEST_PG"]
        self.name = "osb_" + uuid.uuid4().hex[:12]
        self.owner = re.sub(r"dbname=\S+", f"dbname={self.name}", self.conninfo)
        self.app = re.sub(r"user=\S+", "user=osb_app", self.owner)
        # PostgreSQL and the daemon refuse root: both run as the cluster's owner
        self.user = re.search(r"user=(\S+)", self.conninfo).group(1)
        self.uid = pwd.getpwnam(self.user).pw_uid
        self.dir = tempfile.mkdtemp(prefix="osbrig.")
        self.socket = os.path.join(self.dir, "s")
        self.token_file = os.path.join(self.dir, "token")
        with open(self.token_file, "w", encoding="utf-8") as out:
            out.write(TOKEN + "\n")
        os.chmod(self.token_file, 0o600)
        os.chmod(self.dir, 0o755)
        if os.getuid() == 0:
            os.chown(self.dir, self.uid, -1)
            os.chown(self.token_file, self.uid, -1)
        self.process = None
        self.twins = []
        self.template = template
        if template:
            self.psql(f"create database {self.name} template {template.name}", self.conninfo)
            self.psql(f"alter database {self.name} set search_path = osb", self.conninfo)
            return
        self.psql("create database " + self.name, self.conninfo)
        self.admin("migrate")
        self.admin("company", "create", "--name", "Practice", *(["--practice"] if practice else []))

    def as_owner(self):
        return {"user": self.uid, "group": pwd.getpwuid(self.uid).pw_gid, "extra_groups": []} \
            if os.getuid() == 0 else {}

    def options(self):
        return ["--owner-database", self.owner, "--database", self.app, "--socket", self.socket,
                "--seal-database", self.app.replace("user=osb_app", "user=osb_seal"),
                "--demo-token", self.token_file, "--connections", "6", "--unsafe-tests"]

    def admin(self, *words, stdin=None, status=0):
        done = subprocess.run([self.osbd, *self.options(), *words], input=stdin, text=True,
                              capture_output=True, cwd="/", check=False, **self.as_owner())
        if done.returncode != status:
            raise Failed(f"osbd {' '.join(words)}: {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def psql(self, sql, conninfo=None):
        done = subprocess.run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", conninfo or self.owner,
                               "-c", sql], text=True, capture_output=True, cwd="/", check=False,
                              **self.as_owner())
        if done.returncode != 0:
            raise Failed(f"{sql}: {done.stderr}")
        return done.stdout.strip()

    def start(self, options=(), files=None, **environment):
        """With `files`, it may not have more files open than that."""
        self.log = open(os.path.join(self.dir, "log"), "a+", encoding="utf-8")
        words = ["prlimit", f"--nofile={files}"] if files else []
        words += [self.osbd, *self.options(), *options]
        self.process = subprocess.Popen(words, stderr=self.log,
                                        cwd="/", env={**os.environ, **environment},
                                        **self.as_owner())
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise Failed(f"osbd ended at start: {self.log_text()}")
            try:
                Session(self.socket).close()
                return
            except OSError:
                time.sleep(0.01)
        raise Failed("osbd does not serve")

    def twin(self):
        """Another daemon to be, on a socket of its own, over the same database."""
        other = copy.copy(self)
        other.socket = f"{self.socket}{len(self.twins) + 2}"
        other.process = None
        self.twins.append(other)
        return other

    def log_text(self):
        self.log.seek(0)
        return self.log.read()

    def session(self, user=None):
        session = Session(self.socket)
        if user:
            session.login(user)
        return session

    def paper_comes_out(self, user="fin.zhao"):
        """What waits for the printer at that desk is printed."""
        session = self.session(user)
        for job in session.call("print.list", {})["rows"]:
            if job["state"] == "QUEUED" and job["form"] == "NOTE":
                session.command("print.take", {"job": job["job"]})
                session.command("print.done", {"job": job["job"]})
        session.close()

    def seal(self, timeout=20):
        """The sealer runs until every event has its seal."""
        # pylint: disable-next=consider-using-with
        sealer = subprocess.Popen([self.osbd, *self.options(), "seal"], cwd="/",
                                  stderr=subprocess.DEVNULL, **self.as_owner())
        until = time.monotonic() + timeout
        try:
            while count(self, "select (select count(*) from event) - (select count(*) from event_seal)"):
                if time.monotonic() > until:
                    raise Failed("there are events without a seal")
                time.sleep(0.1)
        finally:
            sealer.terminate()
            sealer.wait()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, timeout=30):
        """Orderly; the status must be 0 (a sanitizer's complaint is not)."""
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(timeout) != 0:
            raise Failed(f"osbd ended with {self.process.returncode}: {self.log_text()}")

    def drop(self):
        for rig in (self, *self.twins):
            if rig.process and rig.process.poll() is None:
                rig.kill()
        self.psql(f"drop database {self.name} with (force)", self.conninfo)
        shutil.rmtree(self.dir)


def count(rig, sql):
    return int(rig.psql(sql))


def sound(rig):
    """Every invariant, through the daemon."""
    session = rig.session("root.adm")
    for row in session.call("audit.verify")["rows"]:
        if row["broken"] != 0:
            raise Failed(f"{row['invariant']} {row['text']}: {row['broken']} rows, {row['first']}")
    session.close()


def world(rig):
    """A small company: everybody who is needed, two customers, three products, stock."""
    code = rig.admin("user", "bootstrap", "--login", "root.adm", "--name", "First Administrator")
    adm = rig.session("root.adm")
    done = []

    def do(session, method, **params):
        answer = session.command(method, {k.rstrip("_"): v for k, v in params.items()})
        if answer.get("outcome") != "DONE":
            raise Failed(f"{method} {params}: {answer}")
        done.append(method)
        return answer

    people = {"gao.gm": "GM", "du.dir": "DIR", "dan.ddir": "DDIR", "su.ssgl": "SSGL",
              "li.na": "CSR", "bai.bcr": "BCR", "shen.scr": "SCR", "sto.wu": "STO",
              "wh.lin": "WH", "wh.qi": "WH", "fin.zhao": "FIN", "fin.qian": "FIN",
              "mm.he": "MM", "um.sun": "UM", "kam.zhou": "KAM", "kam.wang": "KAM"}
    for login, role in people.items():
        do(adm, "user.put", user=login, name=login.replace(".", " ").title(), active=True)
    do(adm, "market.put", market="M1", name="First market")
    do(adm, "area.put", area="A1", name="First area", market="M1")
    for login, role in people.items():
        do(adm, "user.role", user=login, role=role,
           **({"code": "M1"} if role == "MM" else {"code": "A1"} if role == "UM" else {}))
    for code_, role, user in (("M1", "MM", "mm.he"), ("M1", "BCR", "bai.bcr"),
                              ("M1", "DIR", "du.dir"), ("A1", "UM", "um.sun")):
        do(adm, "unit.assign", code=code_, role=role, user=user)
    do(adm, "warehouse.put", warehouse="W1", name="Main store", scr="shen.scr")
    ssgl = rig.session("su.ssgl")
    do(ssgl, "station.put", station="ST1", name="North station", transit_days="3", active=True)
    for customer, name, kam in (("C001", "Hunan Power Supply", "kam.zhou"),
                                ("C002", "Changsha Tools", "kam.wang")):
        do(ssgl, "customer.put", customer=customer, name=name, mnemonic=customer + "X",
           customer_type="DEALER", customer_state="ACTIVE", market="M1", area="A1",
           manager="um.sun", kam=kam, term_days="30", station="ST1", ship_to="1 Long Road",
           receiver="Mr Xu", phone="0731-1", contact="Ms Ye", invoice_title=name,
           tax_no="TAX" + customer, reason="new")
    director = rig.session("du.dir")
    for product, price in (("P1", "10.00"), ("P2", "25.50"), ("P3", "100.00")):
        do(ssgl, "product.put", product=product, name="Product " + product, spec="std",
           unit="pc", pack="1", tax_bp="1300", product_state="SELLABLE")
        do(director, "price.put", product=product, price=price, floor="1.00")
    # first limits, as at go-live: one leader's word, in a batch that another began
    do(ssgl, "opening.begin", batch="limits", as_of="2026-01-01", rows="2", total="101000.00")
    for account, limit in (("C001", "100000.00"), ("C002", "1000.00")):
        do(director, "account.limit", account=account, limit=limit, batch="limits", reason="start")
    do(ssgl, "opening.close", batch="limits")
    store = rig.session("sto.wu")
    for product in ("P1", "P2", "P3"):
        do(store, "stock.receive", product=product, warehouse="W1", qty="100000", reason="start")
    for session in (adm, ssgl, director, store):
        session.close()
    return {"code": code.rsplit(": ", 1)[1].strip(), "commands": len(done)}
