#!/usr/bin/env python3
"""terminal.py PROGRAM [OPTION VALUE] TEXT... - runs it at a terminal until all texts came, then
leaves by Ctrl+Q; ends with 1 when they do not come or the program does not end well."""
import os
import pty
import select
import sys
import time


def main():
    words = sys.argv[1:4] if sys.argv[2].startswith("--") else sys.argv[1:2]
    texts = [t.encode() for t in sys.argv[1 + len(words):]]
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update({"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"})
        os.execv(words[0], words)
    told, left, until = b"", False, time.monotonic() + 60
    while time.monotonic() < until:
        try:
            told += os.read(fd, 65536) if select.select([fd], [], [], 0.2)[0] else b""
        except OSError:
            break
        if not left and all(t in told for t in texts):
            left = os.write(fd, b"\x11") > 0
    if not left:
        os.kill(pid, 15)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if not left or code != 0 or b"goes on running" not in told:
        print(f"{words}: {code}; {told[-1500:]!r}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
