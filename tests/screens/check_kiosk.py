"""osb --kiosk behind a real sshd of its own, with the settings that docs/RUNNING.md names."""
import os
import pwd
import re
import signal
import socket
import subprocess
import tempfile
import time

from osb_rig import Failed
from run import Terminal, tour_was_seen

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SSHD = "/usr/sbin/sshd"


def fragment():
    """The Match block of the manual, as it stands there."""
    with open(os.path.join(TOP, "docs", "RUNNING.md"), encoding="utf-8") as text:
        block = re.search(r"^    # /etc/ssh/sshd_config.d/osb-kiosk.conf\n((?:    .*\n)+)", text.read(),
                          re.M)
    if not block:
        raise Failed("docs/RUNNING.md has no settings for sshd any more")
    return block[1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Sshd:
    """An sshd on loopback, for the account that owns the database. It is unprivileged where the
    tests are; root's tests run it as root, because only he may give a terminal away."""

    def __init__(self, company):
        self.company, self.user = company, company.rig.user
        self.dir = tempfile.mkdtemp(prefix="osbsshd.")
        self.state = os.path.join(self.dir, "state")
        self.port = free_port()
        os.makedirs(self.state)
        tour_was_seen(self.state)
        for name in ("host", "me"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.path(name)],
                           check=True)
        forced = (f"{company.osb} --kiosk --socket {company.rig.socket} --demo"
                  f" {company.rig.token_file} --user li.na --state {self.state}")
        block = fragment().replace("Match Group osb-kiosk", "Match all")
        block = re.sub(r"ForceCommand .*", f"ForceCommand {forced}", block)
        with open(self.path("config"), "w", encoding="utf-8") as out:
            out.write(f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.path('host')}\n"
                      f"AuthorizedKeysFile {self.path('me')}.pub\nPidFile none\n"
                      # an account without a password counts as locked where PAM does not judge it
                      f"UsePAM {'yes' if os.getuid() == 0 else 'no'}\nStrictModes no\n"
                      "PasswordAuthentication no\nSubsystem sftp internal-sftp\n" + block)
        if os.getuid() == 0:
            os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
            uid = pwd.getpwnam(self.user).pw_uid
            for path in (self.dir, self.state, os.path.join(self.state, "osb")):
                os.chown(path, uid, -1)
        # pylint: disable-next=consider-using-with
        self.process = subprocess.Popen([SSHD, "-D", "-e", "-f", self.path("config")],
                                        stderr=open(self.path("log"), "w", encoding="utf-8"),
                                        cwd="/")
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    raise Failed("sshd: " + open(self.path("log"), encoding="utf-8").read()) from None
                time.sleep(0.05)

    def path(self, name):
        return os.path.join(self.dir, name)

    def words(self, *more):
        return ["/usr/bin/ssh", "-F", "/dev/null", "-p", str(self.port), "-i", self.path("me"),
                "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                "-o", "LogLevel=ERROR", "-o", "BatchMode=yes", *more]

    def run(self, *more, **env):
        return subprocess.run(self.words(*more), stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=20, check=False, env={**os.environ, **env})

    def terminal(self, *command, options=("-t",), **env):
        return Terminal(self.company, self.user, is_new=True,
                        words=self.words(*options, f"{self.user}@127.0.0.1", *command), **env)

    def close(self):
        self.process.terminate()
        self.process.wait(10)


def with_sshd(test):
    def check(company):
        server = Sshd(company)
        try:
            return test(server)
        finally:
            server.close()
    check.__doc__ = test.__doc__
    return check


def leave(terminal):
    terminal.send("\x11")
    if terminal.wait() != 0:
        raise Failed(f"the session ended with {terminal.status}: {terminal.screen[-400:]!r}")
    terminal.close()


@with_sshd
def check_kiosk_by_ssh(server):
    """A kiosk by SSH: one session each, and what was typed outlives the line."""
    first = server.terminal()
    first.until("Reload")
    first.send("\x0e" + "shht\rf" + "KIOSK-1\r")
    first.until("mm.he")
    second = server.terminal()
    if second.wait() == 0 or b"another terminal already" not in second.screen:
        raise Failed(f"a second session opened: {second.screen[-400:]!r}")
    second.close()
    os.kill(first.pid, signal.SIGKILL)  # the line is gone, without a word
    first.wait()
    first.close()
    until = time.monotonic() + 10
    while True:  # until the server knew it
        third = server.terminal()
        try:
            third.until("Reload", timeout=3)
            break
        except Failed:
            if time.monotonic() > until:
                raise
            third.close()
    third.send("\x0e")
    third.until("KIOSK-1")
    leave(third)


@with_sshd
def check_kiosk_hostile_commands(server):
    """Commands, subsystems and a terminal-less login get no shell: the kiosk, or a refusal."""
    broken = server.path("state/broken")
    host = f"{server.user}@127.0.0.1"
    for words in ((host, "sh"), (host, f"touch {broken}"), ("-s", host, "sftp"),
                  (host, "--", "-c", f"touch {broken}"), ("-T", host)):
        done = server.run(*words)
        told = "needs a terminal" in done.stderr or words[0] == "-s"  # a subsystem tells nobody
        if done.returncode != 2 or done.stdout or not told:
            raise Failed(f"{words}: {done.returncode} {done.stdout!r} {done.stderr!r}")
    for command in ("sh", f"sh -c 'touch {broken}'", f"; touch {broken}", f"$(touch {broken})",
                    f"osb keys; touch {broken}"):
        terminal = server.terminal(command)
        terminal.until("Reload")
        terminal.send("\x1a\x1c\x03")  # suspend, quit, interrupt: keys of the screens, or nothing
        leave(terminal)
    if os.path.exists(broken):
        raise Failed("a command of the person's was run")


@with_sshd
def check_kiosk_forwarding(server):
    """No port, no socket and no agent is forwarded, either way."""
    host = f"{server.user}@127.0.0.1"
    target = server.company.rig.socket
    reached = server.run("-W", f"127.0.0.1:{server.port}", host)
    if reached.returncode == 0 or "SSH-2.0" in reached.stdout:
        raise Failed(f"a port was reached: {reached.stdout!r}")
    for words in (("-R", f"{free_port()}:127.0.0.1:{server.port}"),
                  ("-R", f"{server.path('up')}:{target}")):
        done = server.run("-N", "-o", "ExitOnForwardFailure=yes", *words, host)
        if done.returncode != 255:
            raise Failed(f"{words}: {done.returncode} {done.stderr!r}")
    port = free_port()
    # pylint: disable-next=consider-using-with
    tunnel = subprocess.Popen(server.words("-N", "-L", f"127.0.0.1:{port}:{target}", host))
    try:
        until, greeted = time.monotonic() + 10, None
        while greeted is None and time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", port), 1) as near:
                    near.settimeout(5)
                    greeted = near.recv(100)
            except ConnectionRefusedError:
                time.sleep(0.05)
                if tunnel.poll() is not None:
                    raise Failed(f"the log-in itself failed: {tunnel.returncode}") from None
            except ConnectionResetError:
                greeted = b""
        if greeted is None or tunnel.poll() is not None:
            raise Failed("the tunnel did not open its end here")
        if greeted:
            raise Failed(f"the daemon's socket was reached through a tunnel: {greeted!r}")
    finally:
        tunnel.kill()
        tunnel.wait()


def check_kiosk_environment_and_printers(company):
    """A hostile environment is left at the door; paper goes to named queues, by no shell."""
    folder = tempfile.mkdtemp(prefix="osbkiosk.")
    queue, state, broken = (os.path.join(folder, n) for n in ("queue", "state", "broken"))
    os.makedirs(state)
    tour_was_seen(state)
    printer = os.path.join(folder, "lp")
    with open(printer, "w", encoding="utf-8") as out:
        out.write(f"#!/bin/sh\n(echo \"$@\"; /usr/bin/env; /bin/cat) >{queue}\n")
    os.chmod(printer, 0o755)
    words = [company.osb, "--kiosk", "--socket", company.rig.socket, "--demo",
             company.rig.token_file, "--user", "li.na", "--state", state, "--printers",
             "laser, matrix", "--print-program", printer]
    terminal = Terminal(company, "li.na", words=words, is_new=True, OSB_SOCKET="/nowhere",
                        OSB_LOCALEDIR=folder, TERMINFO=folder, HOME=folder, LANGUAGE="../../es",
                        SSH_ORIGINAL_COMMAND="sh", EDITOR="vi", SHELL="/bin/bash", IFS="x",
                        LD_LIBRARY_PATH=folder, ENV=folder, PATH=folder,
                        XDG_CONFIG_HOME=folder, XDG_STATE_HOME=folder)
    terminal.until("Reload")
    terminal.send("p")
    terminal.until("laser")
    terminal.send("\x15sh -c 'touch " + broken + "'\x1bOQ")
    terminal.until("The printers here are")
    terminal.send("\x15mat\x1bOQ")
    terminal.until("Given to matrix")
    leave(terminal)
    with open(queue, encoding="utf-8") as text:
        told = text.read()
    if not told.startswith("-d matrix\n") or "My orders" not in told:
        raise Failed(f"the paper is another: {told[:300]}")
    names = set(re.findall(r"^([A-Z_]+)=", told.split("OSB ")[0], re.M)) - {"PWD", "_", "SHLVL",
                                                                           "OLDPWD"}
    if not names <= {"TERM", "LANG", "LC_ALL", "PATH", "HOME", "XDG_STATE_HOME", "LINES", "COLUMNS"} or \
            os.path.exists(broken) or f"\nHOME={folder}\n" in told:
        raise Failed(f"what was handed on: {sorted(names)}")


def check_kiosk_takes_no_words(company):
    """Commands, scripts and a login without a terminal are refused before anything is read."""
    for words, text in ((["order", "list"], "no commands"), (["--script", "/etc/passwd"], "no commands"),
                        (["keys"], "no commands"), ([], "needs a terminal"),
                        (["--linear"], "needs a terminal")):
        done = subprocess.run([company.osb, "--kiosk", *words], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, check=False)
        if done.returncode != 2 or text not in done.stderr:
            raise Failed(f"{words}: {done.returncode} {done.stderr!r}")
