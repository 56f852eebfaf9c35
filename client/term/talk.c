/*
 * talk.c - questions out, answers in, nothing waited for.
 */
#include "client/term/talk.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/session_join.h"
#include "client/term/talk_dial.h"
#include "client/words.h"

#define PAUSE_MOST_S 30
#define BUSY_MS      500

/* --- life -------------------------------------------------------------------------------- */

static void dial(struct talk *t)
{
    t->dial = talk_dial_new(&t->who.door, t->wake[1]);
    t->state = TALK_DIALING;
    if (!t->dial) {
        t->state = TALK_AWAY;
        t->retry_at = link_clock() + 1000;
    }
}

void talk_init(struct talk *t, const struct session_door *door)
{
    *t = (struct talk){ .who = { .door = *door, .link = { .fd = -1 } },
                        .lost_at = link_clock() };
    if (pipe2(t->wake, O_CLOEXEC | O_NONBLOCK))
        abort();
    dial(t);
}

static void open_free(struct talk_open *o)
{
    free((void *)(uintptr_t)o->line.p);
    *o = (struct talk_open){ 0 };
}

void talk_release(struct talk *t)
{
    if (t->dial)
        talk_dial_leave(t->dial);
    for (size_t i = 0; i < TALK_OPEN; i++)
        open_free(&t->open[i]);
    link_close(&t->who.link);
    close(t->wake[0]);
    close(t->wake[1]);
    free(t->out);
    *t = (struct talk){ .who = { .link = { .fd = -1 } }, .wake = { -1, -1 } };
}

/* 1, 2, 4 ... 30 s, and up to a quarter less, so that a whole office does not come at once. */
static int64_t pause_ms(unsigned troubles)
{
    int64_t s = troubles < 5 ? INT64_C(1) << troubles : PAUSE_MOST_S;

    return s * 1000 - link_clock() % 97 * s * 250 / 97;
}

/* The connection is gone; what is open goes again later. */
static void lose(struct talk *t, struct error why)
{
    (void)snprintf(t->trouble_text, sizeof(t->trouble_text), "%.*s", STR_ARG(why.detail));
    t->trouble = refuse_with(why.code, NULL, str_of(t->trouble_text));
    link_close(&t->who.link);
    t->out_n = 0;
    t->login_id = t->watch_id = 0;
    if (!t->lost_at)
        t->lost_at = link_clock();
    t->state = why.code == ERR_LOGIN || why.code == ERR_NEW_PASSWORD ? TALK_REFUSED : TALK_AWAY;
    t->retry_at = link_clock() + pause_ms(t->troubles++);
}

void talk_try(struct talk *t)
{
    if (t->state == TALK_AWAY || t->state == TALK_REFUSED) {
        t->troubles = 0;
        dial(t);
    }
}

/* --- out --------------------------------------------------------------------------------- */

static void put_out(struct talk *t, struct str line)
{
    if (t->out_n + line.n > t->out_room) {
        size_t room = (t->out_n + line.n) * 2;
        char *grown = realloc(t->out, room);

        if (!grown)
            abort();
        t->out = grown;
        t->out_room = room;
    }
    memcpy(t->out + t->out_n, line.p, line.n);
    t->out_n += line.n;
    t->lines++;
    t->bytes += (int64_t)line.n;
}

static void push_out(struct talk *t)
{
    while (t->out_n) {
        long n = link_push(&t->who.link, (struct str){ t->out, t->out_n });

        if (n < 0)
            lose(t, refuse_with(ERR_CONNECTION, NULL, STR(N_("the connection was lost"))));
        if (n <= 0)
            return;
        memmove(t->out, t->out + n, t->out_n - (size_t)n);
        t->out_n -= (size_t)n;
    }
}

static int64_t ask_plain(struct talk *t, const char *method, struct str params,
                         struct arena *arena)
{
    const struct rpc_id id = { .kind = RPC_ID_INT, .n = ++t->who.last_id };

    put_out(t, rpc_request_line(arena, id, method, params));
    return id.n;
}

/* Sends what may go, oldest first: the daemon takes in_flight requests at once. */
static void send_open(struct talk *t)
{
    int64_t flying = t->watch_id != 0;

    if (t->state != TALK_READY)
        return;
    for (size_t i = 0; i < TALK_OPEN; i++)
        flying += t->open[i].id && t->open[i].sent;
    while (flying < t->who.in_flight) {
        struct talk_open *next = NULL;

        for (size_t i = 0; i < TALK_OPEN; i++) {
            struct talk_open *o = &t->open[i];

            if (o->id && !o->sent && o->send_at <= link_clock() && (!next || o->id < next->id))
                next = o;
        }
        if (!next)
            break;
        next->sent = true;
        put_out(t, next->line);
        flying++;
    }
    push_out(t);
}

bool talk_ask(struct talk *t, void *owner, int tag, const char *method, bool is_command,
              struct str params, struct arena *arena)
{
    const struct rpc_id id = { .kind = RPC_ID_INT, .n = ++t->who.last_id };
    struct str line = rpc_request_line(arena, id, method, params);
    struct talk_open *o = NULL;
    char *copy;

    for (size_t i = 0; i < TALK_OPEN && !o; i++)
        if (!t->open[i].id)
            o = &t->open[i];
    if (!o || (t->who.line_bytes && line.n > (size_t)t->who.line_bytes))
        return false;
    copy = malloc(line.n);
    if (!copy)
        abort();
    memcpy(copy, line.p, line.n);
    *o = (struct talk_open){ .id = id.n,
                             .is_command = is_command,
                             .owner = owner,
                             .tag = tag,
                             .since = link_clock(),
                             .line = { copy, line.n } };
    send_open(t);
    return true;
}

void talk_forget(struct talk *t, const void *owner)
{
    for (size_t i = 0; i < TALK_OPEN; i++)
        if (t->open[i].owner == owner) {
            t->open[i].owner = NULL;
            if (!t->open[i].is_command && !t->open[i].sent)
                open_free(&t->open[i]);
        }
}

bool talk_waits(const struct talk *t, const void *owner)
{
    for (size_t i = 0; i < TALK_OPEN; i++)
        if (t->open[i].id && (!owner || t->open[i].owner == owner))
            return true;
    return false;
}

size_t talk_waiting(const struct talk *t, const void *owner)
{
    size_t n = 0;

    for (size_t i = 0; i < TALK_OPEN; i++)
        n += t->open[i].id && t->open[i].owner == owner;
    return n;
}

int64_t talk_slow_ms(const struct talk *t)
{
    int64_t now = link_clock(), most = 0;

    for (size_t i = 0; i < TALK_OPEN; i++)
        if (t->open[i].id && now - t->open[i].since > most)
            most = now - t->open[i].since;
    return most;
}

/* --- waiting ----------------------------------------------------------------------------- */

size_t talk_poll(const struct talk *t, struct pollfd out[2])
{
    size_t n = 0;

    out[n++] = (struct pollfd){ .fd = t->wake[0], .events = POLLIN };
    if (t->who.link.fd >= 0 && t->state != TALK_DIALING)
        out[n++] = (struct pollfd){ .fd = t->who.link.fd,
                                    .events = (short)(POLLIN | (t->out_n ? POLLOUT : 0)) };
    return n;
}

int64_t talk_due(const struct talk *t)
{
    int64_t due = INT64_MAX;

    if (t->state == TALK_AWAY)
        return t->retry_at;
    if (t->state == TALK_GREETING || t->state == TALK_LOGIN)
        return t->deadline;
    for (size_t i = 0; i < TALK_OPEN && t->state == TALK_READY; i++)
        if (t->open[i].id && !t->open[i].sent && t->open[i].send_at > 0 &&
            t->open[i].send_at < due)
            due = t->open[i].send_at;
    return due;
}

/* --- in ---------------------------------------------------------------------------------- */

static void log_in(struct talk *t, bool resume, struct arena *arena)
{
    t->login_id = ask_plain(t, resume ? "session.resume" : "session.login",
                            session_login_params(&t->who, resume, arena), arena);
    t->state = TALK_LOGIN;
    push_out(t);
}

static void watch(struct talk *t, struct arena *arena)
{
    struct str params = STR("");

    if (t->event)
        params = str_format(arena, "{\"after\":%lld}", (long long)t->event);
    t->watch_id = ask_plain(t, "session.watch", params, arena);
}

static void on_login(struct talk *t, const struct rpc_reply *reply, struct arena *arena)
{
    struct error err = session_error(reply, arena);

    if (err.code == ERR_LOGIN && t->who.token[0]) { /* the token is too old: the long way */
        t->who.token[0] = '\0';
        log_in(t, false, arena);
    } else if (err.code) {
        lose(t, err);
    } else {
        session_known(&t->who, reply->body);
        if (t->who.must_choose) { /* somebody gave him a new code meanwhile */
            lose(t, refuse_with(ERR_NEW_PASSWORD, NULL, STR("osb password")));
            return;
        }
        t->state = TALK_READY;
        t->troubles = 0;
        t->lost_at = 0;
        for (size_t i = 0; i < TALK_OPEN; i++)
            t->open[i].sent = false;
        watch(t, arena);
        send_open(t);
    }
}

static void on_watch(struct talk *t, const struct rpc_reply *reply)
{
    int64_t event;

    t->watch_id = 0;
    if (reply->kind == RPC_RESULT && json_int(json_member(reply->body, "event"), &event) &&
        event > t->event)
        t->event = event;
    send_open(t);
}

/* The daemon wants it again, later: the same line, so the same command. */
static bool passes(enum error_code code)
{
    return code == ERR_UNKNOWN || code == ERR_RETRY || code == ERR_BUSY || code == ERR_CLOSING;
}

static enum talk_news on_answer(struct talk *t, struct talk_said *said, struct arena *arena)
{
    struct rpc_reply *reply = &said->reply;
    enum error_code code = session_error(reply, arena).code;

    for (size_t i = 0; i < TALK_OPEN; i++) {
        struct talk_open *o = &t->open[i];

        if (!o->id || reply->id.kind != RPC_ID_INT || o->id != reply->id.n)
            continue;
        if (passes(code)) {
            o->sent = false;
            o->send_at = link_clock() + BUSY_MS;
            break;
        }
        said->owner = o->owner;
        said->tag = o->tag;
        said->is_command = o->is_command;
        open_free(o);
        send_open(t);
        if (said->owner || said->is_command)
            return TALK_ANSWER;
        break;
    }
    rpc_reply_release(reply);
    return TALK_NOTHING;
}

static void note_event(struct talk *t, const struct json *told)
{
    int64_t event;

    for (const struct json *e = json_first(json_member(told, "events")); e; e = json_next(e))
        if (json_int(json_member(e, "event"), &event) && event > t->event)
            t->event = event;
}

/* One line of the daemon. */
static enum talk_news hear(struct talk *t, struct str line, struct arena *arena,
                           struct talk_said *said)
{
    struct rpc_reply *reply = &said->reply;
    bool is_notice;

    t->lines++;
    t->bytes += (int64_t)line.n + 1;
    if (rpc_read_reply(line, arena, reply).code) {
        lose(t, refuse_with(ERR_CONNECTION, NULL, STR(N_("what answers there is no osbd"))));
        return TALK_STATE;
    }
    is_notice = reply->kind == RPC_NOTICE;
    if (is_notice && str_eq(reply->name, STR("closing"))) {
        rpc_reply_release(reply);
        lose(t, refuse_with(ERR_CLOSING, NULL, STR(N_("the daemon is stopping"))));
        return TALK_STATE;
    }
    if (t->state == TALK_GREETING) {
        struct error err = is_notice && str_eq(reply->name, STR("greeting"))
                               ? session_greeted(&t->who, reply->body, arena)
                               : session_error(reply, arena);

        rpc_reply_release(reply);
        if (err.code)
            lose(t, err);
        else
            log_in(t, t->who.token[0] != '\0', arena);
        return TALK_STATE;
    }
    if (!is_notice && reply->id.n == t->login_id && t->state == TALK_LOGIN) {
        on_login(t, reply, arena);
        rpc_reply_release(reply);
        return TALK_STATE;
    }
    if (!is_notice && t->watch_id && reply->id.n == t->watch_id) {
        on_watch(t, reply);
        rpc_reply_release(reply);
        return TALK_NOTHING;
    }
    if (is_notice) {
        note_event(t, reply->body);
        return TALK_NOTICE;
    }
    return on_answer(t, said, arena);
}

/* The thread is done. */
static enum talk_news dialled(struct talk *t)
{
    char byte, text[256];
    struct error err;

    if (read(t->wake[0], &byte, 1) != 1)
        return TALK_NOTHING;
    err = talk_dial_take(t->dial, &t->who.link, text, sizeof(text));
    t->dial = NULL;
    if (err.code) {
        lose(t, err);
    } else {
        t->state = TALK_GREETING;
        t->deadline = link_clock() + t->who.door.timeout_ms;
    }
    return TALK_STATE;
}

/* What is due by the clock. */
static enum talk_news late(struct talk *t)
{
    if (t->state == TALK_AWAY && link_clock() >= t->retry_at) {
        dial(t);
        return TALK_STATE;
    }
    if ((t->state == TALK_GREETING || t->state == TALK_LOGIN) && link_clock() >= t->deadline) {
        lose(t, refuse_with(ERR_CONNECTION, NULL, STR(N_("no answer in time"))));
        return TALK_STATE;
    }
    send_open(t);
    return TALK_NOTHING;
}

enum talk_news talk_step(struct talk *t, struct arena *arena, struct talk_said *said)
{
    *said = (struct talk_said){ 0 };
    if (t->state == TALK_DIALING)
        return dialled(t);
    if (t->state == TALK_AWAY || t->state == TALK_REFUSED)
        return late(t);
    push_out(t);
    while (t->state == TALK_GREETING || t->state == TALK_LOGIN || t->state == TALK_READY) {
        struct str line;
        enum link_event event = link_line(&t->who.link, link_clock(), &line);
        enum talk_news news;

        if (event == LINK_LATE || event == LINK_STOPPED)
            return late(t);
        if (event == LINK_GONE) {
            lose(t, refuse_with(ERR_CONNECTION, NULL,
                                STR(N_("the daemon closed the connection"))));
            return TALK_STATE;
        }
        news = hear(t, line, arena, said);
        if (news != TALK_NOTHING)
            return news;
    }
    return TALK_STATE;
}
