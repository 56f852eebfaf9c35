"""The language of the screens: changed while they run, kept for the next time."""
import tempfile

CTRL_V, CTRL_Q = "\x16", "\x11"


def check_language_changes_and_stays(company):
    """Ctrl+V changes the language on the spot; the next osb of that person begins in it."""
    state = tempfile.mkdtemp(prefix="osbstate.")
    first = company.terminal("li.na", XDG_STATE_HOME=state)
    first.until("Reload")
    first.send(CTRL_V)
    first.until("Español")
    first.send("2")
    first.until("刷新")
    first.send(CTRL_V + "4")
    first.until("Recarg")
    first.send(CTRL_Q)
    first.wait()
    first.close()
    second = company.terminal("li.na", XDG_STATE_HOME=state)
    second.until("Recarg")
    second.send(CTRL_Q)
    second.wait()
    second.close()
    third = company.terminal("li.na", XDG_STATE_HOME=state, options=("--language", "zh_TW"))
    third.until("我的訂單")
    third.send(CTRL_Q)
    third.wait()
    third.close()
