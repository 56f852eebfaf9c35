"""The door: one-time codes, guessed passwords, refusals that the administrator finds again."""
import os
import pty
import resource
import select
import socket
import subprocess
import time

from osb_rig import count, expect, plan

OWN = "a password of my very own"


def wait_for(look, how_many):
    """What look() gives, once it is that many: rows are written behind the answers."""
    until = time.monotonic() + 10
    while len(look()) < how_many and time.monotonic() < until:
        time.sleep(0.02)
    return look()


def osb(rig, *words, stdin="", **environment):
    """The batch client: its exit code and what it said."""
    done = subprocess.run([os.path.join(os.path.dirname(rig.osbd), "osb"), "--socket", rig.socket,
                           *words], input=stdin, text=True, capture_output=True, check=False,
                          cwd=rig.dir, env={**os.environ, "LC_ALL": "C", "HOME": rig.dir,
                                            **environment})
    return done.returncode, done.stdout + done.stderr


def secret(rig, text):
    path = os.path.join(rig.dir, "secret")
    with open(path, "w", encoding="utf-8") as out:
        out.write(text + "\n")
    os.chmod(path, 0o600)
    return path


def check_one_time_code(rig):
    """who came in by a one-time code may choose a password and log out, and nothing else"""
    code = rig.admin("password", "code", "--login", "li.na").rsplit(": ", 1)[1].strip()
    rig.start()
    s = rig.session()
    who = s.call("session.login", {"user": "li.na", "password": code})
    expect(who.get("must_change") is True, who)
    for method, params in (("order.list", {}), ("session.watch", {}), ("policy.show", None),
                           ("order.key", {}), ("no.such", {})):
        answer = s.call(method, params)
        expect(answer.get("error") == "NEW_PASSWORD" and "session.password" in answer["detail"],
               (method, answer))
    t = rig.session()
    who = t.call("session.resume", {"token": who["token"]})
    expect(who.get("must_change") is True, who)
    expect(t.call("order.list", {}).get("error") == "NEW_PASSWORD", "a resumed session goes on")
    changed = "o" + who["token"][1:]
    expect(rig.session().call("session.resume", {"token": changed}).get("error") == "LOGIN",
           "a token that was changed")
    expect(rig.session("li.na").call("order.list", {}).get("error") is None,
           "another way in needs no password")
    expect(t.call("session.password", {"password": code, "new": "汉字太短了吧"}).get("field") == "new",
           "characters are counted, not bytes")
    expect(t.call("session.password", {"password": code, "new": OWN}) == {}, "chosen")
    for session in (t, s):
        expect("rows" in session.call("order.list", {}), "behind the choice")
    u = rig.session()
    expect(u.call("session.login", {"user": "li.na", "password": code}).get("error") == "LOGIN",
           "the code opens twice")
    who = u.call("session.login", {"user": "li.na", "password": OWN})
    expect("must_change" not in who and "rows" in u.call("order.list", {}), who)
    rig.stop()


def check_osb_asks_for_a_password(rig):
    """osb names the way to a password, and takes it from standard input where no terminal is"""
    code = rig.admin("password", "code", "--login", "li.na").rsplit(": ", 1)[1].strip()
    rig.start()
    who = ("--user", "li.na", "--password-file", secret(rig, code))
    status, said = osb(rig, *who, "order", "list")
    expect(status == 4 and "osb password" in said, (status, said))
    status, said = osb(rig, *who, "order", "list", LC_ALL="C.UTF-8", LANGUAGE="zh_CN")
    expect(status == 4 and "请先自己选定密码" in said, (status, said))
    status, said = osb(rig, *who, "password", stdin="short\n")
    expect(status == 2 and "at least 15" in said, (status, said))
    status, said = osb(rig, *who, "password")
    expect(status == 2 and "standard input" in said, (status, said))
    status, said = osb(rig, *who, "password", stdin=OWN + "\n")
    expect(status == 0, (status, said))
    secret(rig, OWN)
    status, said = osb(rig, *who, "order", "list")
    expect(status == 0, (status, said))
    rig.stop()


def at_terminal(rig, words, script):
    """osb at a pseudo-terminal: each text of the script is awaited, then its answer typed."""
    osb_path = os.path.join(os.path.dirname(rig.osbd), "osb")
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(rig.dir)
        os.execve(osb_path, [osb_path, "--socket", rig.socket, *words],
                  {"LC_ALL": "C.UTF-8", "LANGUAGE": "C", "TERM": "xterm", "HOME": rig.dir})
    said, until = "", time.monotonic() + 20
    script = list(script)
    while time.monotonic() < until:
        if script and script[0][0] in said:
            said = said.split(script[0][0], 1)[1]
            os.write(fd, script.pop(0)[1].encode())
        if not select.select([fd], [], [], 0.1)[0]:
            continue
        try:
            more = os.read(fd, 65536)
        except OSError:
            break
        said += more.decode(errors="replace")
    os.close(fd)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    expect(not script, (script, said))
    return status, said


def check_terminals_ask_for_a_password(rig):
    """at a terminal, osb and its screens ask for a password of one's own, and go on with it"""
    rig.start()
    for words, behind in ((["who"], ("Li Na", "")), ([], ("li.na", "\x11"))):
        code = rig.admin("password", "code", "--login", "li.na").rsplit(": ", 1)[1].strip()
        who = ["--user", "li.na", "--password-file", secret(rig, code)]
        status, said = at_terminal(rig, who + words, [("New password: ", "short\n"),
                                                      ("once more: ", "short\n")])
        expect(status == 2 and "at least 15" in said, (status, said))
        status, said = at_terminal(rig, who + words, [("New password: ", OWN + "\n"),
                                                      ("once more: ", "another one, long\n")])
        expect(status == 2 and "not the same" in said, (status, said))
        status, said = at_terminal(rig, who + words, [("New password: ", OWN + "\n"),
                                                      ("once more: ", OWN + "\n"), behind])
        expect(status == 0 and OWN not in said, (status, said))
    rig.stop()


def guesses(rig, how_many, at_once=6):
    """That many wrong passwords of as many people, some at once; all are refused."""
    done = 0
    while done < how_many:
        sessions = [rig.session() for _ in range(at_once)]
        for s in sessions:
            done += 1
            s.send("session.login", {"user": f"no.body{done}", "password": "guessed, but not well"})
        for s in sessions:
            expect(s.answer()["error"]["message"] == "LOGIN", "a guess")
            s.close()


def check_refusals_are_found_again(rig):
    """the administrator finds who tried what on which document, and nobody fills the disk with it"""
    rig.start()
    adm, kam, csr = rig.session("root.adm"), rig.session("kam.zhou"), rig.session("li.na")
    csr.command("order.key", plan("tried", "C002"))
    foreign = rig.psql("select no from orders where reference = 'tried'")
    expect(kam.command("order.sign", {"order": foreign}).get("error") == "RIGHTS", "at the door")
    answer = kam.command("order.cancel", {"order": foreign, "reason": "mine it is not"})
    expect(answer.get("code") == "SCOPE", answer)
    rows = wait_for(lambda: adm.call("audit.refusals", {"user": "kam.zhou"})["rows"], 2)
    expect([(r["act"], r["what"], r["code"], r["times"]) for r in rows] ==
           [("order.cancel", "order " + foreign, "SCOPE", 1),
            ("order.sign", "order " + foreign, "RIGHTS", 1)], rows)
    expect(rows[1]["roles"].split()[0] == "KAM" and rows[1]["peer"].startswith("unix uid="), rows)
    expect(kam.call("audit.refusals", {}).get("error") == "RIGHTS", "who is asked about asks")
    # a name that is none is not kept; a thousand are counted
    for i in range(1000):
        csr.send("receipt.record", {"customer": "no such\u0007name" if i < 10 else f"C{i}"})
    for i in range(1000):
        expect(csr.answer()["error"]["message"] == "RIGHTS", i)
    rig.stop()
    rows = rig.psql("select times || ' ' || what from refusal r join app_user u on u.id = r.user_id"
                    " where u.login = 'li.na' order by r.id").splitlines()
    singles = [r for r in rows if r.startswith("1 ")]
    expect(len(singles) == 20 and len(rows) < 32, rows)
    expect(sum(int(r.split()[0]) for r in rows) == 1000, "the rows do not say how many")
    expect(singles.count("1 ") == 10 and "1 customer C10" in singles, rows)
    return f"{len(rows)} rows for 1000 refusals,"


def check_guesses_from_one_address(rig):
    """guesses at many accounts from one address wait longer and longer; who is known there does not"""
    for login in ("li.na", "fin.zhao"):
        rig.admin("password", "set", "--login", login, stdin=OWN + "\n")
    rig.start()

    def enter(user, password=OWN):
        began = time.monotonic()
        answer = rig.session().call("session.login", {"user": user, "password": password})
        return answer.get("error"), time.monotonic() - began

    expect(enter("li.na")[0] is None, "before")
    guesses(rig, 24)
    slowed = rig.session("root.adm").call("admin.health")["logins_slowed"]
    expect(slowed >= 3, slowed)
    error, took = enter("li.na")
    expect(error is None and took < 2, ("who is known waits", error, took))
    error, took = enter("fin.zhao")
    expect(error is None and took >= 0.25, ("a stranger's right password waits and opens", error, took))
    error, took = enter("fin.zhao")
    expect(error is None and took < 2, ("he is known now", error, took))
    # so many at once that a stranger would wait too long: refused like any wrong password
    sessions = [rig.session() for _ in range(60)]
    for i, s in enumerate(sessions):
        s.send("session.login", {"user": f"no.body{i}", "password": "guessed, but not well"})
    began = time.monotonic()
    error, took = enter("li.na")
    expect(error is None and took < 5, ("the flood shuts out who is known", error, took))
    refused = [s.answer()["error"] for s in sessions]
    expect(all(r["message"] == "LOGIN" for r in refused), refused)
    expect(len({r["data"]["detail"] for r in refused}) == 1, "the answers differ")
    expect(time.monotonic() - began < 15, "a flood is kept waiting")
    other = rig.session("li.na")
    began = time.monotonic()
    other.call("policy.show")
    expect(time.monotonic() - began < 1, "the loop stands still")
    expect(count(rig, "select coalesce(sum(failures), 0) from credential") == 0, "an account was charged")
    rig.stop()
    return f"{slowed} slowed,"


def check_start_says_what_is_wrong(rig):
    """osbd that cannot begin says in one line which setting, what was found and what to do"""
    config = os.path.join(rig.dir, "osbd.conf")
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    port = taken.getsockname()[1]
    rig.admin("cert", "--dir", rig.dir, "--host", "localhost")
    tls = ["--cert", rig.dir + "/osbd.pem", "--key", rig.dir + "/osbd.key"]
    for text, words, parts, status in (
            ("", ["--database", "host=/nowhere user=osb_app dbname=x", "check"],
             ("database:", "/nowhere", "Is the server running"), 1),
            ("", ["--database", rig.app.replace(rig.name, "no_such"), "check"],
             ("database:", "no_such", "createdb"), 1),
            ("", ["--socket", "/nowhere/s", "run"], ("socket", "/nowhere/s", "make it"), 1),
            ("", ["--listen", f"127.0.0.1:{port}", *tls, "run"],
             ("listen", str(port), "another program"), 1),
            ("", ["--listen", "127.0.0.1:99999", *tls, "run"], ("listen", "99999", "65535"), 1),
            ("", ["--listen", "127.0.0.1:1", *tls[2:], "--cert", "/nowhere/c", "run"],
             ("certificate", "/nowhere/c", "No such file"), 1),
            ("conections = 3\n", ["run"], (":1:", "'conections'", "did you mean connections"), 1),
            ("connections = 0\n", ["run"], (":1:", "connections", "from 1 to 200"), 1),
            ("", ["--log", "/nowhere/log", "run"], ("/nowhere/log", "No such file"), 1),
            ("", ["company", "create", "--name", "Second"], ("company already",), 1),
            ("", ["check", "--database", "x"], ("--database stands in front of the command",), 2),
            ("", ["user"], ("user bootstrap, user peer",), 2)):
        with open(config, "w", encoding="utf-8") as out:
            out.write(text)
        said = rig.admin("--config", config, *words, status=status).strip()
        last = said.splitlines()[-1]  # what was opened before is in the log
        expect(last.startswith("osbd: ") and all(p in last for p in parts), (words, said))
    taken.close()


def check_idle_connections_shut_nobody_out(rig):
    """connections on which nobody logs in make room for those who do, and never take it from them"""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    rig.start()
    working = rig.session("fin.zhao")
    idle = []
    for _ in range(1100):
        s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        s.connect(rig.socket)
        s.recv(1)  # it was accepted, and greeted
        idle.append(s)
    began = time.monotonic()
    expect("rows" in rig.session("li.na").call("order.list", {}), "shut out")
    expect(time.monotonic() - began < 5, "kept waiting")
    expect("rows" in working.call("order.list", {}), "turned out")
    sessions = rig.session("root.adm").call("admin.health")["sessions"]
    expect(900 < sessions <= 1000, sessions)
    for s in idle:
        s.close()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    rig.stop()
    return f"{sessions} sessions,"
