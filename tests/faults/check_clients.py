"""Clients that do not read, do not write, or come all at once."""
import json
import socket
import time

from osb_rig import TOKEN, Failed, expect, plan

READERS, READER_KB = 8, 3072  # a session's buffers, and what a sanitizer adds to them
LOGIN = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "session.login",
                    "params": {"user": "li.na", "demo": TOKEN}}).encode() + b"\n"


def deaf(rig):
    """Somebody who sends and never reads."""
    s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    s.connect(rig.socket)
    s.settimeout(0.2)
    s.sendall(LOGIN)
    return s


def resident_kb(rig):
    with open(f"/proc/{rig.process.pid}/status", encoding="ascii") as text:
        return int(next(line for line in text if line.startswith("VmRSS")).split()[1])


def check_deaf_readers(rig):
    """who does not read is kept waiting in bounded memory, and nobody else is held up"""
    # (a sanitizer's store of freed memory is not the daemon's)
    rig.start(ASAN_OPTIONS="quarantine_size_mb=1")
    other = rig.session("li.na")
    ask = b'{"jsonrpc":"2.0","id":1,"method":"event.list","params":{}}\n' * 100
    answer_kb = len(json.dumps(other.call("event.list", {}))) / 1024
    before, crowd, sent = resident_kb(rig), [], 0
    for _ in range(READERS):
        s, mine = deaf(rig), 0
        crowd.append(s)
        try:
            while mine < 20000:
                s.sendall(ask)
                mine += 100
        except OSError:
            pass
        expect(mine < 20000, "requests were taken without end")
        sent += mine
    other.call("policy.show")
    grown = resident_kb(rig) - before
    expect(sent * answer_kb > 2 * READERS * READER_KB, "too little was asked for to tell")
    expect(grown < READERS * READER_KB, f"grown by {grown} KB")
    began = time.monotonic()
    other.call("policy.show")
    expect(time.monotonic() - began < 1, "another was held up")
    for s in crowd:
        s.close()
    rig.stop()
    print(f"figure: {READERS} deaf readers asked for {sent * answer_kb / 1024:.0f} MB of answers: the"
          f" daemon grew by {grown} KB")


def check_slow_writer(rig):
    """half a line and no more: closed after its time, and nobody else is held up"""
    rig.start()
    slow = []
    for _ in range(50):
        s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        s.connect(rig.socket)
        s.settimeout(30)
        s.sendall(LOGIN[:20])
        slow.append(s)
    worker, longest = rig.session("li.na"), 0.0
    began = time.monotonic()
    for i in range(100):
        at = time.monotonic()
        expect(worker.command("order.key", plan(f"beside-{i}")).get("outcome") == "DONE", "beside")
        longest = max(longest, time.monotonic() - at)
    expect(longest < 1, f"another waited {longest:.1f} s")
    for s in slow:
        while s.recv(65536):
            pass
        s.close()
    took = time.monotonic() - began
    expect(took < 20, f"closed after {took:.0f} s")
    rig.stop()
    print(f"figure: 50 half lines closed within {took:.1f} s; the longest answer beside them"
          f" took {longest * 1000:.0f} ms")


def check_no_descriptors(rig):
    """more come than the daemon may have files: who is in works on, and later all may come"""
    rig.start(files=64)
    worker = rig.session("li.na")
    crowd = []
    for _ in range(100):
        s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        s.settimeout(5)
        s.connect(rig.socket)
        crowd.append(s)
    for i in range(20):
        expect(worker.command("order.key", plan(f"in-{i}")).get("outcome") == "DONE", "who is in")
    for s in crowd:
        s.close()
    end = time.monotonic() + 10
    while True:
        try:
            rig.session("su.ssgl").close()
            break
        except (OSError, Failed):
            expect(time.monotonic() < end, "nobody may come any more")
            time.sleep(0.05)
    rig.stop()
