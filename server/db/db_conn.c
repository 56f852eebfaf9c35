/*
 * db_conn.c - a connection's life on the event loop.
 *
 * Every callback of the owner is the last thing a function does: it may free the connection.
 */
#include "server/db/db_conn.h"

#include "server/db/db_dial.h"
#include "server/db/db_flight.h"
#include "server/db/db_result.h"
#include "server/db/db_session.h"
#include "server/db/db_target.h"

#include <event2/event.h>
#include <event2/util.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SESSION_BUDGET ((size_t)1024 * 1024)
#define BACKOFF_MIN_MS 50
#define BACKOFF_MAX_MS 1000

struct db_conn {
    struct event_base *base;
    const struct db_settings *settings;
    db_conn_watch *watch;
    void *watch_ctx;

    struct db_target target;
    struct db_dial dial;
    PGconn *pg; /* NULL when down or waiting */
    struct event *readable;
    struct event *writable;
    struct event *timer;  /* backoff, then connect timeout; the batch's deadline when busy */
    struct event *unsent; /* answers a batch that could not be sent */

    enum db_conn_state state;
    unsigned attempts; /* since the connection was last ready, this one included */
    unsigned turn;     /* which host comes first */
    bool unfit;
    bool worn;
    bool halved;    /* a batch could not be queued whole: nothing that comes can complete it */
    bool explained; /* the server itself said why it hangs up: problem holds it */
    char problem[256];

    struct arena session; /* lives as long as the session */
    struct db_prepared prepared;
    struct db_flight flight;
    db_done *done;
    void *done_ctx;
    struct arena *unsent_arena;
    const char *unsent_reason;
};

/* ---- events ---- */

static void set_timer(struct db_conn *conn, int ms)
{
    struct timeval after = { .tv_sec = ms / 1000, .tv_usec = (ms % 1000) * 1000 };

    if (event_add(conn->timer, &after) != 0)
        abort();
}

static void say_problem(struct db_conn *conn, struct str text)
{
    snprintf(conn->problem, sizeof conn->problem, "%.*s", STR_ARG(str_trim(text)));
    conn->problem[strcspn(conn->problem, "\n")] = '\0'; /* libpq ends lines; one is enough */
}

/* The events leave the socket before libpq closes it (see db_dial_stop). */
static void hang_up(struct db_conn *conn)
{
    db_dial_stop(&conn->dial);
    event_del(conn->readable);
    event_del(conn->writable);
    event_del(conn->timer);
    PQfinish(conn->pg);
    conn->pg = NULL;
    conn->state = DB_CONN_DOWN;
    conn->worn = false;
    conn->halved = false;
    conn->prepared = (struct db_prepared){ .arena = &conn->session };
    arena_reset(&conn->session);
}

/* ---- the end of a batch, and of a connection ---- */

static void deliver(struct db_conn *conn, const struct db_outcome *outcome)
{
    db_done *done = conn->done;

    conn->done = NULL;
    if (done)
        done(outcome, conn->done_ctx);
}

static struct db_error reason_of(const struct db_conn *conn)
{
    struct db_error why = conn->flight.ending;

    why.message = str_dup(conn->flight.batch.arena, str_of(conn->problem));
    return why;
}

/* The connection ended, or its time did. conn->problem says why. */
static void lose(struct db_conn *conn, bool late)
{
    bool carried = conn->state == DB_CONN_BUSY;

    if (conn->state == DB_CONN_CONNECTING)
        conn->turn++;
    hang_up(conn);
    conn->watch(conn, conn->watch_ctx);
    if (carried) {
        deliver(conn, &(struct db_outcome){ .fate = DB_LOST,
                                            .late = late,
                                            .why = reason_of(conn),
                                            .results = conn->flight.results,
                                            .count = conn->flight.batch.statements });
    }
}

static void lose_with_reason(struct db_conn *conn, const char *reason)
{
    say_problem(conn, str_of(reason));
    lose(conn, false);
}

/* What the server said last is a better reason than libpq's "closed unexpectedly". */
static void lose_connection(struct db_conn *conn)
{
    struct str why = str_of(PQerrorMessage(conn->pg));

    if (conn->state == DB_CONN_BUSY && conn->flight.ending.sqlstate[0])
        say_problem(conn, conn->flight.ending.message);
    else if (!conn->explained)
        say_problem(conn, str_empty(why) ? STR("the connection broke") : why);
    lose(conn, false);
}

static void become_ready(struct db_conn *conn)
{
    conn->state = DB_CONN_READY;
    conn->attempts = 0;
    conn->unfit = false;
    conn->problem[0] = '\0';
    conn->watch(conn, conn->watch_ctx);
}

/* The session's first answer decides whether the server is used. */
static void greeted(struct db_conn *conn)
{
    const struct db_result *answer = &conn->flight.results[0];
    struct str unfit = answer->status == DB_DONE
                           ? db_session_judge(answer, conn->settings, &conn->session)
                           : answer->error.message;

    event_del(conn->timer);
    if (!str_empty(unfit)) {
        conn->unfit = answer->status == DB_DONE;
        say_problem(conn, unfit);
        lose(conn, false);
        return;
    }
    become_ready(conn);
}

static void landed(struct db_conn *conn)
{
    struct db_outcome outcome = { .fate = DB_ANSWERED,
                                  .transaction = db_conn_transaction(conn),
                                  .results = conn->flight.results,
                                  .count = conn->flight.batch.statements };

    if (conn->state == DB_CONN_CONNECTING) {
        greeted(conn);
        return;
    }
    event_del(conn->timer);
    conn->worn = conn->worn || conn->flight.worn;
    conn->state = DB_CONN_READY;
    deliver(conn, &outcome);
}

/* ---- reading and writing ---- */

static bool flush(struct db_conn *conn)
{
    int left = PQflush(conn->pg);

    if (left > 0 && event_add(conn->writable, NULL) != 0)
        abort();
    return left >= 0;
}

/* Whatever was buffered is taken first, even on a connection that just broke: a COMMIT whose
 * answer arrived was a COMMIT. Then the loop stops: PQgetResult() would wait for more. */
static void take_answers(struct db_conn *conn, bool sound)
{
    enum db_progress progress = DB_UNDER_WAY;

    if (conn->state == DB_CONN_READY)
        (void)PQisBusy(conn->pg); /* lets libpq hand out notices of an idle connection */
    else
        progress = db_flight_take(&conn->flight, &conn->prepared, conn->pg);
    if (progress == DB_LANDED)
        landed(conn);
    else if (progress == DB_ASTRAY)
        lose_with_reason(conn, "an answer that does not fit the question");
    else if (progress == DB_CUT || !sound || PQstatus(conn->pg) == CONNECTION_BAD)
        lose_connection(conn);
}

static void on_readable(evutil_socket_t fd, short what, void *ctx)
{
    struct db_conn *conn = ctx;
    bool sound = PQconsumeInput(conn->pg);

    (void)fd;
    (void)what;
    take_answers(conn, sound && !conn->halved && flush(conn));
}

static void on_writable(evutil_socket_t fd, short what, void *ctx)
{
    struct db_conn *conn = ctx;

    (void)fd;
    (void)what;
    if (!flush(conn))
        take_answers(conn, false);
}

static void on_notice(void *ctx, const PGresult *notice)
{
    struct db_conn *conn = ctx;

    if (db_error_ends_session(notice)) {
        say_problem(conn, str_of(PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY)));
        conn->explained = true;
        if (conn->state == DB_CONN_BUSY)
            conn->flight.ending = db_error_take(notice, conn->flight.batch.arena);
    } else if (conn->state == DB_CONN_BUSY)
        db_flight_notice(&conn->flight, notice);
}

static bool launch(struct db_conn *conn, const struct db_batch *batch)
{
    return db_flight_send(&conn->flight, batch, &conn->prepared, conn->pg) && flush(conn);
}

/* ---- connecting ---- */

static void introduce(struct db_conn *conn)
{
    struct db_batch batch;

    event_assign(conn->readable, conn->base, PQsocket(conn->pg), EV_READ | EV_PERSIST,
                 on_readable, conn);
    event_assign(conn->writable, conn->base, PQsocket(conn->pg), EV_WRITE, on_writable, conn);
    if (event_add(conn->readable, NULL) != 0)
        abort(); /* the loop itself is out of memory */
    db_batch_init(&batch, &conn->session);
    db_session_ask(&batch, conn->settings);
    if (PQsetnonblocking(conn->pg, 1) != 0 || !PQenterPipelineMode(conn->pg) ||
        !launch(conn, &batch))
        lose_connection(conn);
}

static void on_dialled(bool connected, void *ctx)
{
    struct db_conn *conn = ctx;

    if (connected)
        introduce(conn);
    else
        lose_connection(conn);
}

static void start_connecting(struct db_conn *conn)
{
    conn->explained = false;
    set_timer(conn, conn->settings->connect_timeout_ms);
    conn->pg = db_target_start(&conn->target, conn->turn);
    if (conn->pg)
        PQsetNoticeReceiver(conn->pg, on_notice, conn);
    db_dial_start(&conn->dial, conn->pg);
}

static void on_timer(evutil_socket_t fd, short what, void *ctx)
{
    struct db_conn *conn = ctx;

    (void)fd;
    (void)what;
    if (conn->state == DB_CONN_CONNECTING && !conn->pg) {
        start_connecting(conn);
        return;
    }
    say_problem(conn, conn->state == DB_CONN_BUSY ? STR("no answer before the deadline")
                                                  : STR("no connection in time"));
    lose(conn, true);
}

/* 0, then 50, 100, 200 .. 1000 ms, each up to half longer: a pool must not knock in step. */
static int backoff_ms(unsigned attempts)
{
    int ms = BACKOFF_MIN_MS;
    unsigned char random;

    if (attempts == 0)
        return 0;
    while (--attempts > 0 && ms < BACKOFF_MAX_MS)
        ms *= 2;
    evutil_secure_rng_get_bytes(&random, sizeof random);
    return (ms < BACKOFF_MAX_MS ? ms : BACKOFF_MAX_MS) + ms * random / 512;
}

/* ---- what the owner calls ---- */

static void on_unsent(evutil_socket_t fd, short what, void *ctx)
{
    struct db_conn *conn = ctx;

    (void)fd;
    (void)what;
    deliver(conn, &(struct db_outcome){ .fate = DB_UNSENT,
                                        .why.message = str_dup(conn->unsent_arena,
                                                               str_of(conn->unsent_reason)) });
}

struct db_conn *db_conn_new(struct event_base *base, const struct db_settings *settings,
                            db_conn_watch *watch, void *ctx)
{
    struct db_conn *conn = calloc(1, sizeof *conn);
    struct arena arena;
    struct str problem;
    bool usable;

    if (!conn)
        return NULL;
    *conn = (struct db_conn){ .base = base, .settings = settings, .watch = watch };
    conn->watch_ctx = ctx;
    arena_init(&conn->session, SESSION_BUDGET);
    conn->prepared.arena = &conn->session;
    arena_init(&arena, SESSION_BUDGET);
    usable = db_target_init(&conn->target, settings->conninfo, &arena, &problem);
    arena_release(&arena);
    usable = db_dial_init(&conn->dial, base, on_dialled, conn) && usable;
    conn->readable = event_new(base, -1, 0, on_readable, conn);
    conn->writable = event_new(base, -1, 0, on_writable, conn);
    conn->timer = evtimer_new(base, on_timer, conn);
    conn->unsent = evtimer_new(base, on_unsent, conn);
    if (usable && conn->readable && conn->writable && conn->timer && conn->unsent)
        return conn;
    db_conn_free(conn);
    return NULL;
}

static void event_release(struct event *event)
{
    if (event)
        event_free(event);
}

void db_conn_free(struct db_conn *conn)
{
    if (!conn)
        return;
    db_dial_release(&conn->dial); /* all events before libpq closes the socket */
    event_release(conn->readable);
    event_release(conn->writable);
    event_release(conn->timer);
    event_release(conn->unsent);
    PQfinish(conn->pg);
    db_target_release(&conn->target);
    arena_release(&conn->session);
    free(conn);
}

void db_conn_open(struct db_conn *conn)
{
    if (conn->state != DB_CONN_DOWN)
        return;
    conn->state = DB_CONN_CONNECTING;
    set_timer(conn, backoff_ms(conn->attempts++));
}

void db_conn_close(struct db_conn *conn)
{
    assert(conn->state != DB_CONN_BUSY);
    hang_up(conn);
}

static void answer_unsent(struct db_conn *conn, const struct db_batch *batch)
{
    conn->unsent_arena = batch->arena;
    conn->unsent_reason = batch->spoiled ? "a value holds a NUL byte" : "not connected";
    event_active(conn->unsent, EV_TIMEOUT, 0);
}

void db_conn_send(struct db_conn *conn, const struct db_batch *batch, int deadline_ms,
                  db_done *done, void *ctx)
{
    assert(!conn->done && deadline_ms > 0);
    conn->done = done;
    conn->done_ctx = ctx;
    if (conn->state != DB_CONN_READY || batch->spoiled) {
        answer_unsent(conn, batch);
        return;
    }
    conn->state = DB_CONN_BUSY;
    set_timer(conn, deadline_ms);
    if (!launch(conn, batch)) { /* part of it may have left: the loop reports the loss */
        conn->halved = true;
        event_active(conn->readable, EV_READ, 0);
    }
}

enum db_conn_state db_conn_state(const struct db_conn *conn)
{
    return conn->state;
}

enum db_transaction db_conn_transaction(const struct db_conn *conn)
{
    switch (conn->pg ? PQtransactionStatus(conn->pg) : PQTRANS_IDLE) {
    case PQTRANS_INTRANS:
        return DB_OPEN;
    case PQTRANS_INERROR:
        return DB_BROKEN;
    case PQTRANS_IDLE:
    case PQTRANS_ACTIVE:
    case PQTRANS_UNKNOWN:
        break;
    }
    return DB_IDLE;
}

bool db_conn_worn(const struct db_conn *conn)
{
    return conn->worn;
}

const char *db_conn_problem(const struct db_conn *conn)
{
    return conn->problem;
}

bool db_conn_unfit(const struct db_conn *conn)
{
    return conn->unfit;
}

int db_conn_backend(const struct db_conn *conn)
{
    return conn->pg ? PQbackendPID(conn->pg) : 0;
}
