"""A line between daemon and PostgreSQL that is cut or goes dead at a chosen byte."""
import os
import re
import socket
import tempfile
import threading

DOWN, UP = "down", "up"  # towards the daemon, towards the server


class Line:
    """Listens where the daemon looks for its database, and passes on what it may."""

    def __init__(self, conninfo):
        self.server = re.search(r"host=(\S+)", conninfo).group(1) + "/.s.PGSQL.5432"
        self.folder = tempfile.mkdtemp(prefix="osbline.")
        os.chmod(self.folder, 0o755)
        self.path = self.folder + "/.s.PGSQL.5432"
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(self.path)
        os.chmod(self.path, 0o777)
        self.listener.listen()
        self.guard, self.passed, self.trap = threading.Lock(), {DOWN: 0, UP: 0}, None
        threading.Thread(target=self.accept, daemon=True).start()

    def conninfo(self, conninfo):
        return re.sub(r"host=\S+", "host=" + self.folder, conninfo)

    def set(self, way, after, dead=False):
        """From now on that many bytes pass that way; then the line is cut, or dead: it
        swallows everything. Happens once. 0 bytes: what is sent next."""
        with self.guard:
            self.passed = {DOWN: 0, UP: 0}
            self.trap = (way, after, dead)

    def count(self):
        """Begins to count; the trap, if any, is off."""
        with self.guard:
            self.passed, self.trap = {DOWN: 0, UP: 0}, None

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                far.connect(self.server)
            except OSError:
                near.close()
                continue
            state = {"dead": False}
            for way, source, sink in ((UP, near, far), (DOWN, far, near)):
                threading.Thread(target=self.pump, args=(way, source, sink, state),
                                 daemon=True).start()

    def allowed(self, way, data, state):
        """How much of it passes, and whether that is all for ever."""
        with self.guard:
            if self.trap and self.trap[0] == way:
                room = self.trap[1] - self.passed[way]
                if room < len(data):
                    dead, self.trap = self.trap[2], None
                    state["dead"] = dead
                    return max(room, 0), not dead
            self.passed[way] += len(data)
            return len(data), False

    def pump(self, way, source, sink, state):
        try:
            while True:
                data = source.recv(65536)
                if not data:
                    break
                if state["dead"]:
                    continue
                n, ends = self.allowed(way, data, state)
                sink.sendall(data[:n])
                if ends:
                    break
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.listener.close()
        os.unlink(self.path)
        os.rmdir(self.folder)
