/*
 * session.c - bytes in, lines to the door, answers out.
 */
#include "server/shell/session.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/tls.h"
#include "server/shell/door.h"
#include "server/shell/editing.h"
#include "server/shell/login.h"
#include "server/shell/push.h"
#include "server/shell/request.h"

#define NOTICE_ARENA_BYTES (64 * 1024)

struct sessions {
    struct daemon *daemon;
    struct session *first;
    size_t count;
    size_t under_way;
    struct event *sweep; /* once a second: deadlines */
};

/* ---- answers ---- */

static size_t waiting_bytes(const struct session *session)
{
    return evbuffer_get_length(bufferevent_get_output(session->line));
}

void session_send(struct session *session, struct str line)
{
    if (session->gone)
        return;
    if (waiting_bytes(session) + line.n > LIMIT_SEND_BYTES) {
        session_close(session, "does not read");
        return;
    }
    session->sent += line.n;
    bufferevent_write(session->line, line.p, line.n);
}

void session_notify(struct session *session, struct str line)
{
    if (session->gone)
        return;
    if (session->stale || waiting_bytes(session) + line.n > NOTICE_BYTES) {
        session->stale = true;
        return;
    }
    session->daemon->stats.notices++;
    session_send(session, line);
}

void session_look_again(struct session *session)
{
    if (!session->gone)
        bufferevent_trigger(session->line, EV_READ, BEV_TRIG_DEFER_CALLBACKS);
}

/* ---- lines ---- */

static void on_line(struct session *session, struct str line)
{
    struct request *request = request_new(session);
    struct error err = rpc_read_request(line, &request->arena, &request->rpc);

    if (err.code)
        request_fail(request, err);
    else
        door_open(request);
}

static void on_too_long(struct session *session)
{
    struct request *request = request_new(session);

    request_fail(request, refuse_with(ERR_TOO_MUCH, NULL,
                                      str_format(&request->arena, "a line has at most %d bytes",
                                                 LIMIT_LINE_BYTES)));
}

static bool may_read(const struct session *session)
{
    return !session->gone && !session->ending && session->in_flight < LIMIT_IN_FLIGHT &&
           waiting_bytes(session) < LIMIT_ANSWER_BYTES;
}

/* Takes one line at most out of the first contiguous bytes. */
static bool take_some(struct session *session, struct evbuffer *input)
{
    struct evbuffer_iovec piece;
    struct str bytes, line;
    enum wire_event event;

    if (evbuffer_peek(input, -1, NULL, &piece, 1) < 1 || piece.iov_len == 0)
        return false;
    bytes = (struct str){ piece.iov_base, piece.iov_len };
    event = wire_take(&session->wire, &bytes, &line);
    if (event == WIRE_LINE && !str_empty(line))
        on_line(session, line);
    else if (event == WIRE_TOO_LONG)
        on_too_long(session);
    if (!session->gone)
        evbuffer_drain(input, piece.iov_len - bytes.n);
    return true;
}

static void on_read(struct bufferevent *line, void *ctx)
{
    struct session *session = ctx;
    struct evbuffer *input = bufferevent_get_input(line);

    while (may_read(session) && take_some(session, input)) {
    }
    if (session->gone)
        return;
    if (!wire_unfinished(&session->wire))
        session->line_ms = 0;
    else if (session->line_ms == 0)
        session->line_ms = monotonic_ms();
}

/* All that waited has gone out. */
static void on_written(struct bufferevent *line, void *ctx)
{
    struct session *session = ctx;

    if (session->gone)
        return;
    if (session->stale) {
        struct arena arena;

        arena_init(&arena, NOTICE_ARENA_BYTES);
        session->stale = false;
        session->daemon->stats.reloads++;
        session_send(session, rpc_notice_line(&arena, "changed", STR("{\"reload\":true}")));
        arena_release(&arena);
        return;
    }
    if (session->ending && session->in_flight == 0) {
        session_close(session, "ended");
        return;
    }
    if (evbuffer_get_length(bufferevent_get_input(line)) > 0)
        bufferevent_trigger(line, EV_READ, BEV_TRIG_DEFER_CALLBACKS);
}

static void greet(struct session *session);

static void on_event(struct bufferevent *line, short what, void *ctx)
{
    struct session *session = ctx;

    (void)line;
    if (session->gone)
        return;
    if (what & BEV_EVENT_CONNECTED) {
        session->shaking = false;
        greet(session);
        return;
    }
    session_close(session, what & BEV_EVENT_EOF       ? "hung up"
                           : session->shaking         ? "no TLS"
                           : what & BEV_EVENT_TIMEOUT ? "timeout"
                                                      : "broken");
}

/* ---- life ---- */

static void greet(struct session *session)
{
    static const char *const ways[] = { "peer", "password", "token", "demo" };
    const struct daemon *d = session->daemon;
    struct json_out out;
    struct arena arena;

    arena_init(&arena, NOTICE_ARENA_BYTES);
    json_out_init(&out, &arena);
    json_begin_object(&out);
    json_field_int(&out, "protocol", 1);
    json_field_str(&out, "server", STR("osbd " OSB_VERSION));
    json_key(&out, "limits");
    json_begin_object(&out);
    json_field_int(&out, "line_bytes", LIMIT_LINE_BYTES);
    json_field_int(&out, "answer_bytes", LIMIT_ANSWER_BYTES);
    json_field_int(&out, "in_flight", LIMIT_IN_FLIGHT);
    json_end_object(&out);
    json_key(&out, "login");
    json_begin_array(&out);
    for (size_t i = 0; i < COUNT(ways); i++) {
        if (i == 0 && !session->local)
            continue;
        if (i == 3 && !(d->practice && d->settings->demo_token))
            continue;
        json_put_str(&out, str_of(ways[i]));
    }
    json_end_array(&out);
    json_field_bool(&out, "practice", d->practice);
    json_field_int(&out, "zone_min", d->utc_offset_min); /* of the business calendar */
    json_field_bool(&out, "packs", true);
    json_end_object(&out);
    session_send(session, rpc_notice_line(&arena, "greeting", json_text(&out)));
    arena_release(&arena);
}

static struct bufferevent *line_new(struct event_base *base, int fd, struct ssl_st *ssl)
{
    const int options = BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS;

    if (!ssl)
        return bufferevent_socket_new(base, fd, options);
    return bufferevent_openssl_socket_new(base, fd, ssl, BUFFEREVENT_SSL_ACCEPTING, options);
}

struct session *session_new(struct daemon *daemon, int fd, struct ssl_st *ssl, int64_t uid,
                            const char *peer)
{
    struct sessions *all = daemon->sessions;
    struct session *session = calloc(1, sizeof *session);

    if (!session)
        return NULL;
    session->line = line_new(daemon->base, fd, ssl);
    if (!session->line) {
        free(session);
        return NULL;
    }
    session->daemon = daemon;
    session->local = ssl == NULL;
    session->shaking = ssl != NULL;
    session->uid = uid;
    session->since_ms = session->active_ms = session->taken_ms = monotonic_ms();
    snprintf(session->peer, sizeof session->peer, "%s", peer);
    wire_init(&session->wire, LIMIT_LINE_BYTES);
    session->next = all->first;
    if (session->next)
        session->next->link = &session->next;
    session->link = &all->first;
    all->first = session;
    all->count++;
    bufferevent_setcb(session->line, on_read, on_written, on_event, session);
    bufferevent_setwatermark(session->line, EV_READ, 0, LIMIT_LINE_BYTES);
    bufferevent_enable(session->line, EV_READ | EV_WRITE);
    if (!session->shaking)
        greet(session);
    return session;
}

static void on_free(evutil_socket_t fd, short what, void *ctx)
{
    struct session *session = ctx;

    (void)fd;
    (void)what;
    bufferevent_free(session->line);
    wire_release(&session->wire);
    free(session);
}

void session_forget(struct session *session)
{
    editing_forget(session);
    push_unwatch(session);
    session->who = (struct identity){ 0 };
}

void session_close(struct session *session, const char *why)
{
    const struct timeval now = { 0, 0 };

    if (session->gone)
        return;
    session->gone = true;
    log_put(LEVEL_INFO, LOG_EVENT("closed"), LOG_TEXT("peer", str_of(session->peer)),
            LOG_TEXT("user", str_of(session->who.login)), LOG_TEXT("why", str_of(why)));
    session_forget(session);
    requests_orphan(session);
    *session->link = session->next;
    if (session->next)
        session->next->link = session->link;
    session->daemon->sessions->count--;
    bufferevent_disable(session->line, EV_READ | EV_WRITE);
    /* callers up the stack may still look at it */
    if (event_base_once(session->daemon->base, -1, EV_TIMEOUT, on_free, session, &now) != 0)
        abort();
}

static void say_closing(struct session *session, const char *reason, const char *text)
{
    struct json_out out;
    struct arena arena;

    arena_init(&arena, NOTICE_ARENA_BYTES);
    json_out_init(&out, &arena);
    json_begin_object(&out);
    json_field_str(&out, "reason", str_of(reason));
    json_field_str(&out, "text", str_of(text));
    json_end_object(&out);
    session_send(session, rpc_notice_line(&arena, "closing", json_text(&out)));
    arena_release(&arena);
}

void session_end(struct session *session, const char *reason, const char *text)
{
    if (session->gone || session->ending)
        return;
    if (reason)
        say_closing(session, reason, text);
    session->ending = true;
    if (!session->gone && waiting_bytes(session) == 0 && session->in_flight == 0)
        session_close(session, "ended");
}

/* ---- all of them ---- */

/* Why the session must end now, or NULL. */
static const char *overdue(struct session *session, int64_t now)
{
    size_t waiting = waiting_bytes(session);

    if (session->shaking)
        return now - session->since_ms > HANDSHAKE_MS ? "no TLS in time" : NULL;
    if (!session->who.user_id && session->in_flight == 0 && now - session->active_ms > LOGIN_MS)
        return "no log-in in time";
    if (session->line_ms && session->in_flight < LIMIT_IN_FLIGHT &&
        now - session->line_ms > LINE_MS)
        return "no end of line in time";
    if (waiting == 0 || session->sent - waiting != session->taken) {
        session->taken = session->sent - waiting;
        session->taken_ms = now;
    }
    return now - session->taken_ms > READER_MS ? "does not read" : NULL;
}

/* Whoever left his terminal shows again who he is: the token is void, too. */
static void end_idle(struct session *session, int64_t now)
{
    int64_t idle_ms = session->daemon->settings->idle_min * 60000;

    if (!idle_ms || !session->who.user_id || session->in_flight || session->ending ||
        now - session->active_ms < idle_ms)
        return;
    login_revoke(session);
    session_end(session, "idle", "nothing was asked for a long time: log in again");
}

static void on_sweep(evutil_socket_t fd, short what, void *ctx)
{
    struct sessions *sessions = ctx;
    int64_t now = monotonic_ms();
    struct session *next;

    (void)fd;
    (void)what;
    for (struct session *s = sessions->first; s; s = next) {
        const char *why = overdue(s, now);

        next = s->next;
        if (why)
            session_close(s, why);
        else
            end_idle(s, now);
    }
}

struct sessions *sessions_new(struct daemon *daemon)
{
    const struct timeval second = { 1, 0 };
    struct sessions *sessions = calloc(1, sizeof *sessions);

    if (!sessions)
        abort();
    sessions->daemon = daemon;
    sessions->sweep = event_new(daemon->base, -1, EV_PERSIST, on_sweep, sessions);
    if (!sessions->sweep || event_add(sessions->sweep, &second) != 0)
        abort();
    return sessions;
}

void sessions_free(struct sessions *sessions)
{
    if (!sessions)
        return;
    while (sessions->first)
        session_close(sessions->first, "stopping");
    /* the sessions are let go from the loop */
    event_base_loop(sessions->daemon->base, EVLOOP_NONBLOCK);
    event_free(sessions->sweep);
    free(sessions);
}

struct session *sessions_first(const struct sessions *sessions)
{
    return sessions->first;
}

size_t sessions_count(const struct sessions *sessions)
{
    return sessions->count;
}

bool sessions_make_room(struct sessions *sessions)
{
    struct session *oldest = NULL;

    for (struct session *s = sessions->first; s; s = s->next) /* the newest is the first */
        if (!s->who.user_id && s->in_flight == 0)
            oldest = s;
    if (oldest)
        session_close(oldest, "made room");
    return oldest != NULL;
}

size_t sessions_under_way(const struct sessions *sessions)
{
    return sessions->under_way;
}

void sessions_count_request(struct sessions *sessions, int by)
{
    assert(by > 0 || sessions->under_way > 0);
    sessions->under_way += (size_t)by;
}

void sessions_say_closing(struct sessions *sessions)
{
    struct session *next;

    for (struct session *s = sessions->first; s; s = next) {
        next = s->next;
        session_end(s, "stop", "the daemon is stopping");
    }
}
