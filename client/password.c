/*
 * password.c - asked at the terminal, or read from standard input.
 */
#include "client/password.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "client/words.h"
#include "common/limits.h"

static bool somebody_sits_there(void)
{
    return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static struct str asked(const char *prompt, struct arena *arena)
{
    char *typed = getpass(prompt); /* its buffer is used again */
    struct str copy = str_dup(arena, str_of(typed ? typed : ""));

    if (typed)
        explicit_bzero(typed, strlen(typed));
    return copy;
}

static struct str first_line(struct arena *arena)
{
    char line[LIMIT_PASSWORD * LIMIT_UTF8_BYTES + 2] = "";
    struct str text;

    if (!fgets(line, sizeof(line), stdin))
        return STR("");
    line[strcspn(line, "\r\n")] = '\0';
    text = str_dup(arena, str_of(line));
    explicit_bzero(line, sizeof(line));
    return text;
}

static struct error read_new(struct arena *arena, struct str *out)
{
    if (!somebody_sits_there()) {
        *out = first_line(arena);
        return out->n ? OK
                      : refuse_with(ERR_PARAMS, "new",
                                    str_of(_("give the new password on standard input")));
    }
    *out = asked(_("New password: "), arena);
    if (!str_eq(*out, asked(_("The same once more: "), arena)))
        return refuse_with(ERR_PARAMS, "new", str_of(_("the two are not the same")));
    return OK;
}

struct error password_change(struct session *s, struct arena *arena)
{
    struct str old, fresh = STR("");
    struct rpc_reply reply;
    struct json_out out;
    struct error err;

    if (s->door.password)
        old = str_of(s->door.password);
    else if (somebody_sits_there())
        old = asked(_("Password so far: "), arena);
    else
        return refuse_with(ERR_PARAMS, "password-file",
                           str_of(_("it names the password so far")));
    err = read_new(arena, &fresh);
    if (err.code)
        return err;
    json_out_init(&out, arena);
    json_begin_object(&out);
    json_field_str(&out, "password", old);
    json_field_str(&out, "new", fresh);
    json_end_object(&out);
    err = session_call(s, "session.password", false, json_text(&out), arena, &reply);
    if (err.code)
        return err;
    err = session_error(&reply, arena);
    rpc_reply_release(&reply);
    if (err.code)
        return err;
    if (s->door.password)
        s->door.password = str_text(arena, fresh);
    s->must_choose = false;
    return OK;
}

struct error password_due(struct session *s, struct arena *arena)
{
    if (!s->must_choose)
        return OK;
    if (!somebody_sits_there())
        return refuse_with(ERR_NEW_PASSWORD, NULL, STR("osb password"));
    fprintf(stderr, "osb: %s\n",
            _("this code opens once: choose a password of at least 15 characters"));
    return password_change(s, arena);
}

struct error password_before(struct session_door *door, struct arena *arena, char *token)
{
    struct session s;
    struct error err;

    token[0] = '\0';
    if (!door->password)
        return OK;
    err = session_join(&s, door, arena);
    if (err.code)
        return err.code == ERR_LOGIN ? err : OK;
    err = password_due(&s, arena);
    if (!err.code) {
        memcpy(token, s.token, SESSION_TEXT);
        door->password = s.door.password;
    }
    session_leave(&s);
    return err;
}
