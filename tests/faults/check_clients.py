"""Clients that do not read, do not write, or come all at once."""
import json
import socket
import time

from osb_rig import TOKEN, expect


def check_deaf_reader(rig):
    """who does not read is closed, and nobody else is held up"""
    rig.start()
    deaf = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.connect(rig.socket)
    ask = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "session.login",
                      "params": {"user": "li.na", "demo": TOKEN}}).encode() + b"\n"
    deaf.sendall(ask)
    deaf.settimeout(2)
    sent = 0
    try:
        while sent < 20000:
            deaf.sendall(b'{"jsonrpc":"2.0","id":1,"method":"user.list","params":{}}\n' * 100)
            sent += 100
    except OSError:
        pass
    expect(sent < 20000, "requests were taken without end")
    other = rig.session("li.na")
    began = time.monotonic()
    other.call("policy.show")
    expect(time.monotonic() - began < 1, "another was held up")
    deaf.close()
    rig.stop()
    return f"stopped behind {sent} requests,"
