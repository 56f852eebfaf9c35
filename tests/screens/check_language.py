"""The language of the screens: changed while they run, kept for the next time."""
import tempfile

CTRL_V, CTRL_Q = "\x16", "\x11"
F4, F6, F12, ENTER, DOWN = "\x1bOS", "\x1b[17~", "\x1b[24~", "\r", "\x1b[B"


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


def check_choices_in_the_language_of_the_reader(company):
    """A choice shows its word and takes it; F4 shows all words; what is none is said on leaving."""
    terminal = company.terminal("li.na", XDG_STATE_HOME=tempfile.mkdtemp(prefix="osbstate."),
                                options=("--language", "zh_CN"))
    terminal.until("我的订单")
    terminal.send(F6)
    terminal.until("渠道")
    terminal.send("C003" + ENTER)
    terminal.until("海")
    terminal.send("电")
    terminal.until("电话")
    terminal.send("\x1b[Z")  # back to it
    terminal.send(F4)
    terminal.until("电话  PHONE")
    terminal.send(DOWN * 9 + ENTER)
    terminal.until("导入")
    terminal.send("\x15" + "咖啡" + ENTER)
    terminal.until("渠道: 应为下列之一")
    terminal.send(F12 + F12)
    terminal.send(CTRL_Q)
    terminal.wait()
    terminal.close()
