"""A bad line between a terminal and the daemon: cut, deaf, slow, and its bytes counted."""
import os
import select
import socket
import tempfile
import threading
import time
from collections import deque


class Line:
    """Passes bytes between a unix socket of its own and the daemon's. rate: bytes a second each way;
    trip: seconds there and back."""

    def __init__(self, target, rate=None, trip=0.0):
        self.target, self.rate, self.trip = target, rate, trip
        self.path = os.path.join(tempfile.mkdtemp(prefix="osbline."), "s")
        self.down = self.deaf = False
        self.bytes = {"up": 0, "down": 0}
        self.pairs = []
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(self.path)
        self.listener.listen(8)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return  # close()
            if self.down:
                near.close()
                continue
            far = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                far.connect(self.target)
            except OSError:
                near.close()
                continue
            self.pairs.append((near, far))
            for way, source, sink in (("up", near, far), ("down", far, near)):
                threading.Thread(target=self.carry, args=(way, source, sink), daemon=True).start()

    def carry(self, way, source, sink):
        """Each piece arrives half a trip later, and not faster than the rate."""
        waiting, free_at = deque(), 0.0
        try:
            while True:
                now = time.monotonic()
                pause = max(0.0, waiting[0][0] - now) if waiting else None
                if select.select([source], [], [], pause)[0]:
                    piece = source.recv(1024 if self.rate else 65536)
                    if not piece:
                        break
                    self.bytes[way] += len(piece)
                    if way == "down" and self.deaf:
                        continue
                    now = time.monotonic()
                    free_at = max(free_at, now) + (len(piece) / self.rate if self.rate else 0)
                    waiting.append((free_at + self.trip / 2, piece))
                while waiting and waiting[0][0] <= time.monotonic():
                    sink.sendall(waiting.popleft()[1])
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        """Every connection is gone, now."""
        pairs, self.pairs = self.pairs, []
        for pair in pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.cut()
        self.listener.close()
