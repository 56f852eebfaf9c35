"""A session with the daemon: JSON-RPC lines over its unix socket (docs/PROTOCOL.md).

Commands are sent with an id of ours. When the answer does not come, or says that it is not
known, the same line is sent again over a new connection until it is: that is always safe.
"""
import itertools
import json
import socket
import time
import uuid

SEND_AGAIN = {"UNKNOWN", "RETRY", "BUSY", "CLOSING"}
PATIENCE_S = 30


class DoorError(Exception):
    """The daemon did not judge the request: parameters, rights, or the house is in trouble."""

    def __init__(self, method, error):
        data = error.get("data") or {}
        super().__init__(f"{method}: {error['message']} {data.get('field') or ''} "
                         f"{data.get('detail') or ''}".strip())
        self.code, self.field = error["message"], data.get("field")


class Refused(Exception):
    """A rule refused a command that the script needs done."""

    def __init__(self, method, params, result):
        numbers = ", ".join(f"{k} {v}" for k, v in (result.get("numbers") or {}).items())
        super().__init__(f"{method} {params}: {result.get('rule')} {result.get('text')} "
                         f"{result.get('detail') or ''} [{numbers}]")
        self.result = result


class Session:
    def __init__(self, path, user, token):
        self.path, self.user, self.token = path, user, token
        self.ids = itertools.count(1)
        self.sock = self.lines = None

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(60)
        self.sock.connect(self.path)
        self.lines = self.sock.makefile("r", encoding="utf-8", newline="\n")
        greeting = json.loads(self.lines.readline())["params"]
        assert greeting["protocol"] == 1, "the daemon speaks another protocol"
        self.exchange("session.login", {"user": self.user, "demo": self.token})

    def close(self):
        for thing in (self.lines, self.sock):
            if thing:
                thing.close()
        self.sock = self.lines = None

    def exchange(self, method, params):
        number = next(self.ids)
        line = json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params},
                          ensure_ascii=False, separators=(",", ":"))
        self.sock.sendall(line.encode() + b"\n")
        for text in self.lines:
            answer = json.loads(text)
            if answer.get("id") == number:
                if "error" in answer:
                    raise DoorError(method, answer["error"])
                return answer["result"]
        raise ConnectionError(f"{method}: the connection ended before the answer")

    def call(self, method, params):
        """A request until it is answered; whoever calls makes sure that it may be repeated."""
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                if not self.sock:
                    self.connect()
                return self.exchange(method, params)
            except DoorError as trouble:
                if trouble.code not in SEND_AGAIN or time.monotonic() > until:
                    raise
            except OSError:
                if time.monotonic() > until:
                    raise
            self.close()
            time.sleep(0.2)


class Office:
    """Everybody's sessions, opened as they are needed."""

    def __init__(self, path, token_file):
        with open(token_file, encoding="utf-8") as f:
            self.token = f.read().strip()
        self.path, self.token_file, self.sessions, self.commands = path, token_file, {}, 0

    def session(self, user):
        if user not in self.sessions:
            self.sessions[user] = Session(self.path, user, self.token)
        return self.sessions[user]

    def ask(self, user, method, /, **params):
        return self.session(user).call(method, params)

    def rows(self, user, method, /, **params):
        return self.ask(user, method, **params)["rows"]

    def attempt(self, user, method, command=None, /, **params):
        """The result of a command, whatever it is. `from` is a word of Python: say from_."""
        params = {k.rstrip("_"): v for k, v in params.items() if v is not None}
        self.commands += 1
        return self.session(user).call(method, params | {"command": command or str(uuid.uuid4())})

    def do(self, user, method, command=None, /, **params):
        """The same, for what must not be refused."""
        result = self.attempt(user, method, command, **params)
        if result["outcome"] == "REFUSED":
            raise Refused(method, params, result)
        return result

    def close(self):
        for s in self.sessions.values():
            s.close()
