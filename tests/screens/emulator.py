"""tmux as a terminal that is not ours: osb runs in it, and what it shows is asked of it.

As a program: emulator.py NEAR WORD... runs these words behind a pseudo-terminal of their own and
puts its name into the file NEAR/tty. tmux tells a program of a new size when it thinks fit, once
in 250 ms and sizes that are past, too; this one is told by us alone."""
import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
import tty

if __name__ != "__main__":
    from osb_rig import Failed

# What tmux draws as lines the program keeps as their stand-ins of ASCII.
LINES = str.maketrans("─│┌┐└┘├┤┬┴┼", "-|+++++++++")


def tour_was_seen(state):
    """Who is new here is offered the tour; with this he has seen it."""
    os.makedirs(os.path.join(state, "osb"), exist_ok=True)
    with open(os.path.join(state, "osb", "tour"), "w", encoding="utf-8") as seen:
        seen.write("done\n")


class Tmux:
    """osb inside tmux, which parses what is written on its own.

    folder: where osb starts; its standard error and its exit status (files err, status) are put
    there. is_new: the tour is offered."""

    def __init__(self, company, user, rows=24, cols=80, options=(), folder=None, is_new=False,
                 secret=None, **env):
        self.place = tempfile.mkdtemp(prefix="osbtmux.")
        self.socket = os.path.join(self.place, "s")
        self.rows, self.cols = rows, cols
        self.folder = folder
        door = ["--password-file", secret] if secret else ["--demo", company.rig.token_file]
        words = [company.osb, "--socket", company.rig.socket, *door, "--user", user, *options]
        values = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "XDG_STATE_HOME":
                  tempfile.mkdtemp(prefix="osbstate."), **env}
        if not is_new:
            tour_was_seen(values["XDG_STATE_HOME"])
        command = " ".join([f"{k}='{v}'" for k, v in values.items()] +
                           ([sys.executable, "-IS", os.path.abspath(__file__), folder] if folder else []) +
                           words)
        self.call("-f", "/dev/null", "new-session", "-d", "-x", str(cols), "-y", str(rows), command,
                  ";", "set-option", "-g", "status", "off",
                  ";", "resize-window", "-x", str(cols), "-y", str(rows))

    def call(self, *words):
        done = subprocess.run(["tmux", "-u", "-S", self.socket, *words], capture_output=True, text=True,
                              check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
        if done.returncode:
            raise Failed(f"tmux {words}: {done.stderr}")
        return done.stdout

    def lines(self, *options):
        return self.call("capture-pane", "-p", "-N", *options).split("\n")[:self.rows]

    def seen(self):
        """(lines without the blanks at their ends, drawn lines as ASCII; row and column of the cursor)"""
        told = self.call("capture-pane", "-p", ";", "display-message", "-p",
                         "#{cursor_y} #{cursor_x}").split("\n")
        return [line.rstrip().translate(LINES) for line in told[:self.rows]], told[self.rows]

    def attributes(self):
        """The lines with <b> <u> <r> where bold, underlined, reverse begins and <> where it ends;
        anything else by its number: <31> is red. Bold blanks are blanks."""
        names, now, lines = {"1": "b", "2": "dim", "4": "u", "7": "r"}, "", []
        for line in self.lines("-e"):
            put, shown = "", ""
            for code, sign in re.findall(r"\x1b\[([\d;]*)m|([^\x0e\x0f])", line):
                if not sign:
                    for number in code.split(";"):
                        plain = number in ("", "0", "39", "49")
                        now = now if number in ("39", "49") else "" if plain else now + names.get(number, number)
                    continue
                looks = shown if sign == " " and {now, shown} <= {"", "b"} else now
                put += (f"<{looks}>" if looks != shown else "") + sign
                shown = looks
            lines.append(re.sub(r"[ <>]+$", "", put) if not now.strip("b") else put.rstrip())
        return lines

    def resize(self, cols, rows):
        """Only with a folder."""
        self.rows, self.cols = rows, cols
        self.call("resize-window", "-x", str(cols), "-y", str(rows))
        with open(os.path.join(self.folder, "tty"), encoding="utf-8") as name:
            line = os.open(name.read(), os.O_RDWR | os.O_NOCTTY)
        fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        os.close(line)

    def send(self, *keys):
        self.call("send-keys", *keys)

    def until(self, text, timeout=20):
        end = time.monotonic() + timeout
        while text not in "\n".join(self.lines()):
            if time.monotonic() > end:
                raise Failed(f"{text!r} did not come:\n" + "\n".join(self.lines()))
            time.sleep(0.05)

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], capture_output=True, check=False)
        shutil.rmtree(self.place, ignore_errors=True)


def put(folder, name, text):
    """A file that is whole as soon as it is there."""
    with open(os.path.join(folder, name + ".new"), "w", encoding="utf-8") as out:
        out.write(text)
    os.rename(os.path.join(folder, name + ".new"), os.path.join(folder, name))


def relay(folder, words):
    """Bytes both ways between this terminal and the program's; the files tty, err, status and seconds, those of the processor."""
    size = fcntl.ioctl(0, termios.TIOCGWINSZ, b"\0" * 8)
    tty.setraw(0)
    begin, go = os.pipe()
    pid, near = pty.fork()
    if pid == 0:
        os.read(begin, 1)
        os.chdir(folder)
        put(folder, "tty", os.ttyname(0))
        os.dup2(os.open("err", os.O_WRONLY | os.O_CREAT, 0o600), 2)
        os.execv(words[0], words)
    fcntl.ioctl(near, termios.TIOCSWINSZ, size)
    os.write(go, b"!")
    while True:
        for source in select.select([0, near], [], [])[0]:
            try:
                more = os.read(source, 65536)
            except OSError:
                more = b""
            if not more:
                status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                times = os.times()
                put(folder, "seconds", str(sum(times[:4])))
                put(folder, "status", str(status))
                return
            while more:
                more = more[os.write(near if source == 0 else 1, more):]


if __name__ == "__main__":
    relay(sys.argv[1], sys.argv[2:])
