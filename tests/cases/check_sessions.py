"""Sessions: ways in, tokens, passwords, limits of the line, pushes, TLS, what is refused at start."""
import base64
import json
import os
import socket
import ssl
import time
import zlib

from osb_rig import TOKEN, Failed, Session, count, expect, plan


def check_greeting(rig):
    """the daemon greets with protocol, limits and ways in"""
    rig.start()
    s = rig.session()
    expect(s.greeting == {"protocol": 1, "server": s.greeting["server"],
                          "limits": {"line_bytes": 65536, "answer_bytes": 1048576, "in_flight": 8},
                          "login": ["peer", "password", "token", "demo"], "practice": True,
                          "zone_min": 480, "packs": True},
           s.greeting)
    rig.stop()


def check_peer(rig):
    """a system user is whom he is mapped to, and root is nobody"""
    uid = os.getuid()
    rig.start()
    s = rig.session()
    answer = s.call("session.login")
    expect(answer.get("error") == "LOGIN", answer)
    if uid == 0:  # the database itself refuses to map root
        try:
            rig.psql("insert into peer_login (uid, user_id) select 0, id from app_user where login = 'li.na'")
            raise Failed("root was mapped")
        except Failed as problem:
            expect("peer_login_not_root" in str(problem), problem)
    else:
        rig.admin("user", "peer", "--login", "li.na", "--uid", str(uid))
        expect(s.call("session.login")["user"] == "li.na", "peer")
        rig.admin("user", "peer", "--login", "fin.zhao", "--uid", str(uid))
        answer = s.call("session.login")
        expect(answer.get("error") == "LOGIN" and "li.na" in answer["detail"], answer)
        expect(s.call("session.login", {"user": "fin.zhao"})["roles"] == ["FIN"], "peer with user")
    rig.stop()


def check_tokens(rig):
    """a token lets its holder in once and is exchanged; a log-out ends it"""
    rig.start()
    s = rig.session()
    first = s.login("li.na")["token"]
    t = rig.session()
    second = t.call("session.resume", {"token": first})
    expect(second["user"] == "li.na" and second["token"] != first, second)
    expect(rig.session().call("session.resume", {"token": first}).get("error") == "LOGIN", "spent")
    expect(t.call("session.logout") == {}, "log-out")
    try:
        t.answer()
        raise Failed("the connection stayed")
    except ConnectionError:
        pass
    time.sleep(0.2)
    expect(rig.session().call("session.resume", {"token": second["token"]}).get("error") == "LOGIN",
           "a token behind the log-out")
    stored = rig.psql("select string_agg(sha256, ' ') from session_token")
    expect(first not in stored and second["token"] not in stored, "a token lies in the database")
    rig.stop()


def check_logged_out(rig):
    """an administrator sees who is logged in and ends all of a person's sessions; his tokens are void"""
    rig.start()
    adm, one, two = rig.session(), rig.session(), rig.session()
    stranger = rig.session()
    adm.login("root.adm")
    token = one.login("li.na")["token"]
    spare = two.login("li.na")["token"]
    rows = adm.call("admin.sessions", {"user": "li.na"})["rows"]
    expect(len(rows) == 2 and "CSR" in rows[0]["roles"] and rows[0]["line"] == "local" and
           all(r["idle_s"] in range(0, 30) and r["since"][:2] == "20" for r in rows), rows)
    every = adm.call("admin.sessions")["rows"]
    expect(sorted(r["login"] for r in every) == ["", "li.na", "li.na", "root.adm"], every)
    expect(len(adm.call("admin.sessions", {"limit_rows": 1})["rows"]) == 1, "one row")
    expect(adm.call("admin.sessions", {"limit_rows": 1})["more"] is True, "more")
    expect(one.call("admin.sessions").get("error") == "RIGHTS", "a secretary looks")
    expect(one.command("user.log-out", {"user": "root.adm", "reason": "x"}).get("error") == "RIGHTS", "a secretary ends")
    two.close()  # a token that lies in a file, with no session
    done = adm.command("user.log-out", {"user": "li.na", "reason": "lost laptop"})
    expect(done["outcome"] == "DONE", done)
    expect(one.notice("closing")["reason"] == "ended", "it is told why")
    for old in (token, spare):
        expect(rig.session().call("session.resume", {"token": old}).get("error") == "LOGIN", "a void token")
    expect([r["login"] for r in adm.call("admin.sessions", {"user": "li.na"})["rows"]] == [], "still there")
    again = rig.session()
    token = again.login("li.na")["token"]
    expect(rig.session().call("session.resume", {"token": token}).get("user") == "li.na", "the next day's token")
    expect(count(rig, "select count(*) from command where op = 'user.log-out' and outcome = 'DONE'") == 1,
           "it is on record")
    expect(stranger.greeting, "the stranger")
    rig.stop()


def check_packed(rig):
    """long answers go packed to who asks for it, short ones and the log-in's never; what they say is the same"""
    rig.start()
    plain, packed = rig.session(), rig.session()
    plain.login("li.na")
    answer = packed.call("session.login", {"user": "li.na", "demo": TOKEN, "pack": True})
    expect(answer["user"] == "li.na", answer)
    wanted = packed.send("flow.show")
    line = b""
    while not line.endswith(b"\n"):
        line += packed.sock.recv(65536)
    expect(line[:1] == b"z", line[:40])
    opened = zlib.decompress(base64.b64decode(line[1:-1], validate=True))
    told = json.loads(opened)
    expect(told["id"] == wanted and told["result"] == plain.call("flow.show"), "another answer")
    expect(len(line) * 3 < len(opened), (len(line), len(opened)))
    expect("event" in packed.call("session.watch"), "a short one is plain")
    expect(packed.call("session.resume", {"token": answer["token"], "pack": False})["user"] == "li.na", "resume")
    expect(packed.call("flow.show") == told["result"], "plain again")
    expect(packed.call("session.login", {"user": "li.na", "demo": TOKEN, "pack": "yes"})["error"] == "PARAMS",
           "a text for a flag")
    rig.stop()


def check_passwords(rig):
    """passwords: the right one, the wrong one, the wait behind three, nobody's takes as long"""
    rig.admin("password", "set", "--login", "li.na", stdin="short\n", status=2)
    rig.admin("password", "set", "--login", "li.na", stdin="a long enough password\n")
    rig.start()
    s = rig.session()
    good = {"user": "li.na", "password": "a long enough password"}
    bad = {"user": "li.na", "password": "a long enough guess ..."}
    expect(s.call("session.login", good)["user"] == "li.na", "right password")
    began = time.monotonic()
    known = s.call("session.login", bad)
    took = time.monotonic() - began
    began = time.monotonic()
    unknown = s.call("session.login", {**bad, "user": "no.body"})
    took_unknown = time.monotonic() - began
    expect(known == unknown and known["error"] == "LOGIN", (known, unknown))
    expect(took >= 0.4 and took_unknown >= 0.4, (took, took_unknown))
    s.call("session.login", bad)
    s.call("session.login", bad)
    expect(s.call("session.login", good).get("error") == "LOGIN", "the third failure costs a wait")
    expect(count(rig, "select failures from credential join app_user u on u.id = user_id"
                 " where u.login = 'li.na'") == 3, "while it waits nothing is counted")
    time.sleep(1.1)
    expect(s.call("session.login", good).get("user") == "li.na", "behind the wait")
    expect(count(rig, "select failures from credential join app_user u on u.id = user_id"
                 " where u.login = 'li.na'") == 0, "success forgives")
    rig.psql("update credential set failures = 100")
    expect(s.call("session.login", good).get("error") == "LOGIN", "a hundred in a row")
    expect("a long enough" not in rig.log_text(), "a password lies in the log")
    rig.stop()


def check_first_administrator(rig):
    """the first administrator gets a one-time code that opens; there is no second first one"""
    answer = rig.admin("user", "bootstrap", "--login", "other.adm", status=1)
    expect("administrator already" in answer, answer)
    expect(count(rig, "select count(*) from app_user where login = 'other.adm'") == 0, "a user")
    rig.psql("update app_user set active = false where login = 'root.adm'")
    answer = rig.admin("user", "bootstrap", "--login", "other.adm", "--name", "Other")
    code = answer.rsplit(": ", 1)[1].strip()
    rig.start()
    who = rig.session().call("session.login", {"user": "other.adm", "password": code})
    expect(who.get("roles") == ["ADM"] and who.get("must_change") is True, who)
    rig.psql("update credential set changed_at = changed_at - interval '25 hours'")
    answer = rig.session().call("session.login", {"user": "other.adm", "password": code})
    expect(answer.get("error") == "LOGIN", "a one-time code of yesterday")
    rig.stop()


def check_new_password(rig):
    """a person chooses a new password with the old one, and his other sessions lose their tokens"""
    rig.admin("password", "set", "--login", "li.na", stdin="a long enough password\n")
    rig.start()
    s, other = rig.session(), rig.session()
    s.call("session.login", {"user": "li.na", "password": "a long enough password"})
    token = other.login("li.na")["token"]
    own = s.call("session.login", {"user": "li.na", "password": "a long enough password"})["token"]
    for params, error in (({"password": "a long enough password", "new": "short"}, "PARAMS"),
                          ({"new": "another password, as long"}, "PARAMS"),
                          ({"password": "not the password at all", "new": "another password, as long"}, "LOGIN")):
        answer = s.call("session.password", params)
        expect(answer.get("error") == error, (params, answer))
    answer = s.call("session.password", {"password": "a long enough password",
                                         "new": "another password, as long"})
    expect(answer == {}, answer)
    t = rig.session()
    expect(t.call("session.resume", {"token": token}).get("error") == "LOGIN", "another's token")
    expect(t.call("session.login", {"user": "li.na", "password": "a long enough password"})
           .get("error") == "LOGIN", "the old password")
    expect(t.call("session.login", {"user": "li.na", "password": "another password, as long"})
           .get("user") == "li.na", "the new password")
    expect(t.call("session.resume", {"token": own}).get("user") == "li.na", "his own token")
    rig.stop()


def check_line_limits(rig):
    """a line that is too long is refused and skipped; a burst is answered whole and in bounds"""
    rig.start()
    s = rig.session("li.na")
    s.raw("x" * 70000)
    expect(s.answer()["error"]["message"] == "TOO_MUCH", "too long")
    ids = [s.send("policy.show") for _ in range(300)]
    got = [s.answer()["id"] for _ in ids]
    expect(sorted(got) == ids, "every request of a burst has its answer")
    whole = json.dumps({"jsonrpc": "2.0", "id": 9, "method": "policy.show"}).encode() + b"\n"
    for cut in range(1, len(whole)):
        s.sock.sendall(whole[:cut])
        time.sleep(0.001)
        s.sock.sendall(whole[cut:])
        expect(s.answer()["id"] == 9, f"cut at {cut}")
    rig.stop()


def check_pushes(rig):
    """who watches is told of what changes, a field person only of his customers"""
    rig.start()
    watching, own, other = rig.session("su.ssgl"), rig.session("kam.zhou"), rig.session("kam.wang")
    first = watching.call("session.watch", {})
    expect(first["event"] > 0, first)
    own.call("session.watch", {})
    other.call("session.watch", {})
    keyed = rig.session("li.na").command("order.key", plan("push"))
    for s in (watching, own):
        events = s.notice("changed")["events"]
        expect([e["order"] for e in events if e["machine"] == "ORDER"] == [keyed["order"]["no"]], events)
        expect(events[-1]["event"] == keyed["event"] and events[-1]["by"] == "li.na", events)
    other.sock.settimeout(0.3)
    try:
        other.read()
        raise Failed("another's customer was told")
    except OSError:
        pass
    late = rig.session("su.ssgl")
    late.call("session.watch", {"after": first["event"]})
    expect(late.notice("changed") == {"reload": True}, "missed events")
    only = rig.session("su.ssgl")
    only.call("session.watch", {"orders": ["SO1"]})
    rig.session("li.na").command("order.key", plan("push2"))
    only.sock.settimeout(0.3)
    try:
        only.read()
        raise Failed("another order was told")
    except OSError:
        pass
    rig.stop()


def check_role_ends(rig):
    """a role that ends is gone with the next request"""
    rig.start()
    s, adm = rig.session("li.na"), rig.session("root.adm")
    expect("error" not in s.call("user.list", {}), "before")
    adm.command("user.put", {"user": "li.na", "active": False})
    answer = {}
    until = time.monotonic() + 5
    try:
        while "error" not in answer and time.monotonic() < until:
            answer = s.command("order.key", plan("ended"))
            if answer.get("outcome") == "REFUSED":
                break
    except (ConnectionError, OSError):
        answer = {"error": "closed"}
    expect(answer.get("error") or answer.get("code") == "RIGHTS", answer)
    expect(count(rig, "select count(*) from orders where reference = 'ended'") == 0, "an order")
    rig.stop()


def check_held_orders(rig):
    """what frees credit lets SYSTEM judge held orders again, the oldest first"""
    rig.start()
    s = rig.session("li.na")
    held = []
    for i, qty in enumerate(("400", "700", "200")):
        keyed = s.command("order.key", plan(f"held-{i}", "C002", qty))
        accepted = s.command("order.accept", {"order": keyed["order"]["no"], "memo": "m",
                                              "csr": "li.na", "scr": "shen.scr", "bcr": "bai.bcr"})
        expect(accepted["order"]["state"] == "HOLD_CREDIT", accepted)
        held.append(accepted["order"]["no"])
    answer = rig.session("du.dir").command("account.limit",
                                           {"account": "C002", "limit": "6500.00", "reason": "r"})
    expect(answer["outcome"] == "HELD", answer)
    for leader in ("gao.gm", "dan.ddir"):  # more than a fifth takes all three
        answer = rig.session(leader).command("limit.sign", {"account": "C002"})
        expect(answer["outcome"] == "DONE", answer)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        states = rig.psql("select string_agg(state, ' ' order by id) from orders")
        if states == "WAIT_MA HOLD_CREDIT WAIT_MA":
            break
        time.sleep(0.02)
    expect(states == "WAIT_MA HOLD_CREDIT WAIT_MA", states)
    asked = rig.psql("select string_agg(o.no, ' ' order by c.recorded_at) from command c"
                     " join orders o on o.id = c.order_id where c.op = 'order.recheck'")
    expect(asked.split() == held, asked)
    expect(count(rig, "select count(*) from event where op = 'order.recheck' and actor_id <> 1")
           == 0, "another actor")
    rig.stop()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def check_tls(rig):
    """over TCP only TLS 1.3, with a certificate of the house, and without peer log-in"""
    folder = os.path.join(rig.dir, "tls")
    os.mkdir(folder)
    os.chown(folder, rig.uid, -1) if os.getuid() == 0 else None
    rig.admin("cert", "--dir", folder, "--host", "localhost", "--host", "127.0.0.1")
    port = free_port()
    rig.start(["--listen", f"127.0.0.1:{port}", "--cert", folder + "/osbd.pem", "--key",
               folder + "/osbd.key"])
    context = ssl.create_default_context(cafile=folder + "/ca.pem")

    class Secure(Session):
        def __init__(self):  # pylint: disable=super-init-not-called
            self.sock = context.wrap_socket(socket.create_connection(("127.0.0.1", port)),
                                            server_hostname="localhost")
            self.buffer, self.notices, self.next_id = b"", [], 1
            self.greeting = self.read()["params"]

    s = Secure()
    expect(s.sock.version() == "TLSv1.3", s.sock.version())
    expect("peer" not in s.greeting["login"], s.greeting)
    expect(s.call("session.login").get("error") == "LOGIN", "no peer over TCP")
    s.login("li.na")
    expect(s.call("policy.show")["id"] == 1, "a query over TLS")
    old = ssl.create_default_context(cafile=folder + "/ca.pem")
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    try:
        old.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost")
        raise Failed("TLS 1.2 was accepted")
    except OSError:
        pass
    plain = socket.create_connection(("127.0.0.1", port))
    plain.sendall(b"GET / HTTP/1.0\r\n\r\n")
    plain.settimeout(7)
    try:
        while plain.recv(4096):
            pass
    except ConnectionError:
        pass
    silent = socket.create_connection(("127.0.0.1", port))
    silent.settimeout(8)
    began = time.monotonic()
    expect(silent.recv(1) == b"", "a half handshake stays")
    expect(time.monotonic() - began < 7.5, "a half handshake stays long")
    rig.stop()


def check_start_refused(rig):
    """no start without certificate, with another's socket, or with a database that may lose work"""
    answer = rig.admin("--listen", "127.0.0.1:1", "run", status=1)
    expect("certificate" in answer, answer)
    rig.start()
    answer = rig.admin("run", status=1)
    expect("another daemon" in answer, answer)
    rig.stop()
    if rig.psql("show fsync") == "off":
        options = rig.options
        rig.options = lambda: [o for o in options() if o != "--unsafe-tests"]
        answer = rig.admin("run", status=1)
        rig.options = options
        expect("fsync is off" in answer, answer)
    rig.psql("delete from osb_meta.migration where number = (select max(number) from osb_meta.migration)")
    answer = rig.admin("run", status=1)
    expect("osbd migrate" in answer, answer)
