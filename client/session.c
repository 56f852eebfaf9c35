/*
 * session.c - requests out, answers in, and what is open sent again after a lost connection.
 */
#include "client/session.h"

#include <stdlib.h>
#include <string.h>

#include "client/session_join.h"

/* Pauses before trying again: 0.1 s doubled up to 2 s; people wait behind it. */
#define PAUSE_FIRST_MS 100
#define PAUSE_MOST_MS  2000

struct error session_error(const struct rpc_reply *reply, struct arena *arena)
{
    enum error_code code = ERR_INTERNAL;
    struct error err;
    struct str text;

    if (reply->kind != RPC_ERROR)
        return OK;
    for (int i = 1; i < ERR_COUNT; i++)
        if (str_eq(str_of(error_name((enum error_code)i)), reply->name))
            code = (enum error_code)i;
    err = refuse(code, NULL);
    if (json_str(json_member(reply->body, "field"), &text))
        err.field = str_text(arena, text);
    if (json_str(json_member(reply->body, "detail"), &text))
        err.detail = str_dup(arena, text);
    return err;
}

struct error session_join(struct session *s, const struct session_door *door,
                          struct arena *arena)
{
    *s = (struct session){ .door = *door, .link = { .fd = -1 }, .in_flight = SESSION_OPEN };
    return session_enter(s, link_clock() + door->timeout_ms, arena);
}

static void forget(struct session_open *open)
{
    free((void *)(uintptr_t)open->line.p);
    *open = (struct session_open){ 0 };
}

void session_leave(struct session *s)
{
    link_close(&s->link);
    for (size_t i = 0; i < SESSION_OPEN; i++)
        forget(&s->open[i]);
    memset(s->token, 0, sizeof(s->token));
    s->joined = false;
}

size_t session_waiting(const struct session *s)
{
    size_t n = 0;

    for (size_t i = 0; i < SESSION_OPEN; i++)
        n += s->open[i].id != 0;
    return n;
}

bool session_has_room(const struct session *s)
{
    return (int64_t)session_waiting(s) < s->in_flight;
}

/* --- sending ----------------------------------------------------------------------------- */

static void send_open(struct session *s, struct session_open *open, struct arena *arena)
{
    struct error err;

    if (!s->joined)
        return;
    open->sent = true;
    err = link_send(&s->link, open->line, link_clock() + s->door.timeout_ms, arena);
    if (err.code) { /* session_take finds it closed and makes it again */
        link_close(&s->link);
        s->joined = false;
    }
}

struct error session_put(struct session *s, const char *method, bool is_command,
                         struct str params, struct arena *arena, int64_t *id)
{
    const struct rpc_id number = { .kind = RPC_ID_INT, .n = ++s->last_id };
    struct str line = rpc_request_line(arena, number, method, params);
    struct session_open *open = NULL;
    char *copy;

    assert(session_has_room(s));
    if (line.n > (size_t)s->line_bytes)
        return refuse_with(ERR_TOO_MUCH, NULL,
                           str_format(arena, "%zu bytes; the daemon takes lines of %lld",
                                      line.n, (long long)s->line_bytes));
    copy = malloc(line.n);
    if (!copy)
        abort();
    memcpy(copy, line.p, line.n);
    for (size_t i = 0; i < SESSION_OPEN && !open; i++)
        if (!s->open[i].id)
            open = &s->open[i];
    if (!session_waiting(s))
        s->since = link_clock();
    *open = (struct session_open){ number.n, is_command, false, { copy, line.n } };
    *id = number.n;
    send_open(s, open, arena);
    return OK;
}

/* --- receiving --------------------------------------------------------------------------- */

static struct session_open *find_open(struct session *s, int64_t id)
{
    for (size_t i = 0; i < SESSION_OPEN; i++)
        if (id && s->open[i].id == id)
            return &s->open[i];
    return NULL;
}

/* Trouble that sending again may cure. */
static bool passes(enum error_code code)
{
    return code == ERR_UNKNOWN || code == ERR_RETRY || code == ERR_BUSY ||
           code == ERR_CLOSING || code == ERR_CONNECTION;
}

static struct error gave_up(const struct session *s, struct error last)
{
    for (size_t i = 0; i < SESSION_OPEN; i++)
        if (s->open[i].id && s->open[i].is_command && s->open[i].sent)
            return refuse_with(ERR_UNKNOWN, NULL, last.detail);
    return last;
}

static void pause_a_little(struct session *s, int64_t until)
{
    int64_t pause = PAUSE_FIRST_MS << (s->troubles < 5 ? s->troubles : 5);
    int64_t wake = link_clock() + (pause < PAUSE_MOST_MS ? pause : PAUSE_MOST_MS);

    s->troubles++;
    link_rest(wake < until ? wake : until);
}

/* Gets in again and sends all that is open. */
static struct error rejoin(struct session *s, int64_t until, struct arena *arena)
{
    int64_t soon = link_clock() + s->door.timeout_ms;
    struct error err = session_enter(s, soon < until ? soon : until, arena);

    for (size_t i = 0; !err.code && i < SESSION_OPEN; i++)
        if (s->open[i].id)
            send_open(s, &s->open[i], arena);
    return err;
}

/* One answer, or the trouble that came instead. */
static struct error take_once(struct session *s, int64_t until, struct arena *arena,
                              struct rpc_reply *out)
{
    struct session_open *open;
    struct error err = s->joined ? OK : rejoin(s, until, arena);

    if (!err.code)
        err = session_await(s, 0, until, arena, out);
    if (err.code) {
        link_close(&s->link);
        s->joined = false;
        return err;
    }
    open = find_open(s, out->id.n);
    err = session_error(out, arena);
    if (!open || (err.code && passes(err.code))) {
        rpc_reply_release(out);
        if (open) {
            pause_a_little(s, until);
            send_open(s, open, arena);
        }
        return open ? err : refuse(ERR_NONE, NULL);
    }
    forget(open);
    return OK;
}

struct error session_take(struct session *s, struct arena *arena, struct rpc_reply *out)
{
    struct error last = refuse_with(ERR_CONNECTION, NULL, STR("nothing was asked"));

    while (session_waiting(s)) {
        size_t waiting = session_waiting(s);
        int64_t until = s->since + s->door.patience_ms;
        struct error err = take_once(s, until, arena, out);

        if (!err.code && session_waiting(s) < waiting) {
            s->since = link_clock();
            s->troubles = 0;
            return OK;
        }
        if (err.code && !passes(err.code))
            return gave_up(s, err);
        if (err.code)
            last = err;
        if (link_stop_asked() || link_clock() >= until)
            return gave_up(s, last);
        if (!s->joined)
            pause_a_little(s, until);
    }
    return last;
}

struct error session_call(struct session *s, const char *method, bool is_command,
                          struct str params, struct arena *arena, struct rpc_reply *out)
{
    int64_t id;
    struct error err = session_put(s, method, is_command, params, arena, &id);

    return err.code ? err : session_take(s, arena, out);
}

struct error session_listen(struct session *s, int64_t until, struct arena *arena)
{
    struct rpc_reply stray;
    struct error err = session_await(s, 0, until, arena, &stray);

    if (!err.code)
        rpc_reply_release(&stray);
    else if (link_stop_asked() || link_clock() >= until)
        err = OK;
    else {
        link_close(&s->link);
        s->joined = false;
    }
    return err;
}
