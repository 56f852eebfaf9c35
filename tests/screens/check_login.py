"""Log-ins that end under a form, and a database that takes no changes."""
import os
import tempfile

from osb_rig import Failed

F2, F6, ENTER = "\x1bOQ", "\x1b[17~", "\r"
FIRST, SECOND = "my first own password", "my second own password"


def check_password_is_asked_over_the_form(company):
    """The log-in ends under the form: a wrong password is asked again, then the form comes back whole."""
    company.rig.admin("password", "set", "--login", "li.na", stdin=FIRST + "\n")
    secret = os.path.join(company.rig.dir, "secret")
    with open(secret, "w", encoding="utf-8") as out:
        out.write(FIRST + "\n")
    os.chmod(secret, 0o600)
    terminal = company.terminal("li.na", secret=secret,
                                XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload")
    terminal.send(F6 + "shht" + ENTER + "f" + "LOGIN-1" + ENTER + "mm.he" + ENTER + "." + ENTER +
                  "px001" + ENTER + "3" + ENTER)
    terminal.until("Total 37.50")
    company.rig.admin("password", "set", "--login", "li.na", stdin=SECOND + "\n")
    company.rig.psql("update session_token set revoked_at = clock_timestamp()"
                     " where revoked_at is null")
    company.rig.kill()
    company.rig.start()
    terminal.until("Log in again", 60)
    terminal.screen = b""
    terminal.send("not this one" + ENTER)
    terminal.until("Log in again", 30)
    if b"not this" in terminal.screen:
        raise Failed("the password is to be seen")
    terminal.send(SECOND + ENTER)
    terminal.until("ONLINE", 30)
    terminal.send(F2)
    terminal.until("Send the order")
    terminal.send(ENTER)
    terminal.until("Recorded as")
    terminal.send("\x11")
    terminal.wait()
    terminal.close()
    if company.rig.psql("select count(*) from orders where reference = 'LOGIN-1'") != "1":
        raise Failed("the order is not there")


def check_read_only_is_said(company):
    """A database that takes no changes: READ ONLY stands in line 1, what was sent goes later."""
    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."))
    terminal.until("Reload")
    terminal.send(F6 + "shht" + ENTER + "f" + "RO-1" + ENTER + ENTER + "." + ENTER +
                  "px001" + ENTER + "3" + ENTER)
    terminal.until("Total 37.50")
    company.rig.psql(f"alter database {company.rig.name} set default_transaction_read_only = on")
    try:
        company.rig.kill()
        company.rig.start()
        terminal.send(F2)
        terminal.until("Send the order")
        terminal.send(ENTER)
        terminal.until("READ ONLY", 30)
    finally:
        company.rig.psql(f"alter database {company.rig.name} reset default_transaction_read_only",
                         company.rig.conninfo)
    company.rig.kill()
    company.rig.start()
    terminal.send("\x12")  # Ctrl+R: connect now
    terminal.until("Recorded as", 60)
    terminal.send("\x11")
    terminal.wait()
    terminal.close()
