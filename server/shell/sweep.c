/*
 * sweep.c - when to sweep, the one lock, and what is told of it.
 */
#include "server/shell/sweep.h"

#include <event2/event.h>
#include <stdlib.h>
#include <time.h>

#include "common/limits.h"
#include "common/log.h"
#include "server/db/bind.h"
#include "server/shell/ask.h"
#include "server/shell/login.h"
#include "server/shell/request.h"
#include "server/shell/sweep_acts.h"
#include "server/shell/sweep_late.h"
#include "server/shell/trouble.h"

#define ASK_MS        8000
#define PATIENCE_S    10   /* of who asked: a long sweep goes on behind his answer */
#define SOON_FIRST_MS 1000 /* after what was broken off; doubles up to the look's own pace */

/* The parameters in force on the business day. */
#define IN_FORCE                                                                               \
    " FROM policy p WHERE p.valid_from <= business_today()"                                    \
    " ORDER BY p.valid_from DESC, p.id DESC LIMIT 1"

/* clang-format off */
/* Asked once a minute: has the day had its sweep, under the parameters in force, and has no clock
 * run out since? */
static const struct db_statement look = {
    .name = "sweep_look",
    .sql = "WITH span AS MATERIALIZED (SELECT business_now() AS upto, coalesce((SELECT"
           " least(s.looked_to, business_now()) FROM sweep s WHERE s.ended_at IS NOT NULL"
           " ORDER BY s.no DESC LIMIT 1), '-infinity') - " SWEEP_SLACK " AS since),"
           SWEEP_CLOCKS
#include "server/core/clocks.def"
           SWEEP_CLOCKS_END
           " SELECT business_today(), p.utc_offset_min, coalesce((SELECT s.day = business_today()"
           " AND s.policy_id = p.id AND s.ended_at IS NOT NULL"
           " FROM sweep s ORDER BY s.no DESC LIMIT 1), false),"
           " EXISTS (" SWEEP_LATE_ORDERS ") OR EXISTS (" SWEEP_LATE_NOTES ")" IN_FORCE,
};
/* clang-format on */
static const struct db_statement lock = {
    .name = "sweep_lock",
    .sql = "SELECT pg_try_advisory_lock(20471, 4)",
};
/* The day's sweep that was broken off goes on; another begins unless the day has had its own
 * ($1: in any case). */
static const struct db_statement begin = {
    .name = "sweep_begin",
    .sql = "WITH today AS (SELECT business_today() AS day, p.id AS policy_id" IN_FORCE "),"
           " last AS (SELECT * FROM sweep ORDER BY no DESC LIMIT 1)"
           " INSERT INTO sweep (no, day, policy_id, looked_to)"
           " SELECT coalesce((SELECT no FROM last), 0) + 1, t.day, t.policy_id, business_now()"
           " FROM today t WHERE NOT EXISTS (SELECT FROM last l WHERE l.day = t.day"
           " AND l.policy_id = t.policy_id AND (l.ended_at IS NULL OR NOT $1::boolean))",
    .params = 1,
};
static const struct db_statement begun = {
    .name = "sweep_begun",
    .sql =
        "SELECT no, day FROM sweep WHERE ended_at IS NULL AND no = (SELECT max(no) FROM sweep)",
};
/* $2 and $3: from what its commands' ids begin with to the next such text. */
#define ITS_COMMANDS                                                                           \
    " FROM command c WHERE c.id LIKE 'clock/%' AND c.id ~>=~ $2 AND c.id ~<~ $3"
static const struct db_statement refusals = {
    .name = "sweep_refused",
    .sql = "SELECT c.id, c.rule" ITS_COMMANDS " AND c.outcome = 'REFUSED' AND $1::bigint > 0"
           " ORDER BY c.id LIMIT 20",
    .params = 3,
};
/* An act left an event; what may stay as it was left none. */
static const struct db_statement finish = {
    .name = "sweep_end",
    .sql = "WITH c AS (SELECT c.outcome <> 'REFUSED' AND EXISTS (SELECT FROM event e"
           " WHERE e.command_id = c.id) AS acted, c.outcome = 'REFUSED' AS refused" ITS_COMMANDS
           ")"
           " UPDATE sweep SET ended_at = clock_timestamp(), failed = $4::bigint,"
           " acts = (SELECT count(*) FROM c WHERE acted),"
           " held = (SELECT count(*) FROM c WHERE NOT acted AND NOT refused),"
           " refused = (SELECT count(*) FROM c WHERE c.refused)"
           " WHERE no = $1::bigint RETURNING acts, held, refused",
    .params = 4,
};

/* Somebody who asked for a sweep. */
struct asker {
    struct asker *next;
    struct request *request;
};

struct sweep {
    struct daemon *daemon;
    struct db_settings database;
    struct event *timer;
    struct event *patience;
    int look_ms; /* 0: never */
    int soon_ms; /* until the next try; 0: nothing is left over */
    bool looking, closing;
    bool late;             /* the last look saw a clock that ran out */
    struct str day;        /* as the last look saw it */
    struct asker *waiting; /* for a sweep to begin */
    /* --- of the sweep under way --- */
    struct db_conn *conn; /* NULL: none is */
    bool asked;           /* a statement was sent: db_conn's watcher has no more to say */
    struct arena arena;
    struct asker *asking; /* are answered at its end */
    struct sweep_acts *acts;
    int64_t begun_us, no, failed;
    struct str its_day;
};

static void take(struct sweep *s);

/* ---- time ---- */

static int64_t now_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * INSTANT_SECOND + now.tv_nsec / 1000;
}

static void wait_ms(struct sweep *s, int ms)
{
    struct timeval after = { .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };

    if (!s->closing && s->look_ms && event_add(s->timer, &after) != 0)
        abort();
}

/* ---- the end of a sweep ---- */

static void tell(struct asker **askers, struct error err, struct str answer)
{
    while (*askers) {
        struct request *request = (*askers)->request;

        *askers = (*askers)->next; /* it lies in the request's memory */
        if (err.code)
            request_fail(request, err);
        else
            request_answer(request, str_dup(&request->arena, answer));
    }
}

static void on_patience(evutil_socket_t fd, short what, void *ctx)
{
    struct sweep *s = ctx;
    struct json_out out;

    (void)fd;
    (void)what;
    json_out_init(&out, &s->arena);
    json_begin_object(&out);
    json_field_str(&out, "day", s->its_day);
    json_field_bool(&out, "ended", false);
    json_end_object(&out);
    tell(&s->asking, OK, json_text(&out));
}

/* Whatever it waited for: the connection goes, and with it the lock. */
static void end(struct sweep *s, struct error err, struct str answer)
{
    db_conn_free(s->conn);
    s->conn = NULL;
    s->acts = NULL;
    event_del(s->patience);
    tell(&s->asking, err, answer);
    arena_release(&s->arena);
    executor_let_go(s->daemon->executor);
    if (!err.code)
        s->soon_ms = 0;
    else
        s->soon_ms = s->soon_ms ? 2 * s->soon_ms : SOON_FIRST_MS;
    if (s->soon_ms > s->look_ms)
        s->soon_ms = s->look_ms;
    wait_ms(s, s->soon_ms ? s->soon_ms : s->look_ms);
    if (s->waiting && !s->closing)
        take(s);
}

static bool went_wrong(struct sweep *s, const struct db_outcome *outcome,
                       const struct db_statement *doing)
{
    if (outcome->fate == DB_ANSWERED && !db_first_failure(outcome))
        return false;
    end(s, trouble_of(outcome, doing->name), STR(""));
    return true;
}

static void log_refused(const struct db_result *r)
{
    for (size_t i = 0; i < r->rows; i++)
        log_put(LEVEL_WARN, LOG_EVENT("sweep_refused"), LOG_TEXT("command", db_value(r, i, 0)),
                LOG_TEXT("rule", db_value(r, i, 1)));
}

static void on_finished(const struct db_outcome *outcome, void *ctx)
{
    static const char *const names[] = { "acts", "held", "refused" };
    struct sweep *s = ctx;
    const struct db_result *row = &outcome->results[1];
    int64_t n[COUNT(names)] = { 0 };
    struct json_out out;

    if (went_wrong(s, outcome, &finish))
        return;
    log_refused(&outcome->results[0]);
    json_out_init(&out, &s->arena);
    json_begin_object(&out);
    json_field_str(&out, "day", s->its_day);
    for (size_t i = 0; i < COUNT(names); i++)
        if (row->rows == 1 && db_read_int(row, 0, i, &n[i]))
            json_field_int(&out, names[i], n[i]);
    json_field_int(&out, "failed", s->failed);
    json_field_bool(&out, "ended", true);
    json_end_object(&out);
    log_put(s->failed ? LEVEL_ERROR : LEVEL_INFO, LOG_EVENT("sweep"),
            LOG_TEXT("day", s->its_day), LOG_INT("no", s->no), LOG_INT("acts", n[0]),
            LOG_INT("held", n[1]), LOG_INT("refused", n[2]), LOG_INT("failed", s->failed),
            LOG_INT("took_us", now_us() - s->begun_us));
    end(s, OK, json_text(&out));
}

static void on_acted(const struct sweep_tally *tally, void *ctx)
{
    struct sweep *s = ctx;
    struct db_batch batch;
    struct str values[4], prefix = sweep_prefix(s->no, s->its_day, &s->arena);

    s->acts = NULL;
    if (!tally->whole) {
        end(s, refuse(s->closing ? ERR_CLOSING : ERR_RETRY, NULL), STR(""));
        return;
    }
    s->failed = tally->failed;
    values[0] = str_format(&s->arena, "%lld", (long long)s->no);
    values[1] = prefix;
    values[2] = str_format(&s->arena, "%.*s%c", (int)prefix.n - 1, prefix.p, '/' + 1);
    values[3] = str_format(&s->arena, "%lld", (long long)s->failed);
    db_batch_init(&batch, &s->arena);
    db_batch_add(&batch, &refusals, values);
    db_batch_add(&batch, &finish, values);
    db_batch_sync(&batch);
    db_conn_send(s->conn, &batch, ASK_MS, on_finished, s);
}

/* ---- its beginning ---- */

static void on_begun(const struct db_outcome *outcome, void *ctx)
{
    struct sweep *s = ctx;
    const struct db_result *row = &outcome->results[1];

    if (went_wrong(s, outcome, &begin))
        return;
    if (s->closing || row->rows == 0 ||
        !db_read_int(row, 0, 0, &s->no)) { /* another daemon's sweep has just ended */
        end(s, s->closing ? refuse(ERR_CLOSING, NULL) : OK, STR("{\"ended\":true}"));
        return;
    }
    s->its_day = str_dup(&s->arena, db_value(row, 0, 1));
    s->acts = sweep_acts_begin(s->daemon->executor, s->conn, s->no, s->its_day, on_acted, s);
}

static void on_locked(const struct db_outcome *outcome, void *ctx)
{
    struct sweep *s = ctx;
    const struct str asked_for = s->asking || s->late ? STR("t") : STR("f");
    struct db_batch batch;
    bool mine = false;

    if (went_wrong(s, outcome, &lock))
        return;
    if (!db_read_bool(outcome->results, 0, 0, &mine) || !mine) {
        log_put(LEVEL_INFO, LOG_EVENT("sweep_elsewhere"));
        end(s, refuse_with(ERR_BUSY, NULL, STR("another daemon sweeps")), STR(""));
        return;
    }
    db_batch_init(&batch, &s->arena);
    db_batch_add(&batch, &begin, &asked_for);
    db_batch_add(&batch, &begun, NULL);
    db_batch_sync(&batch);
    db_conn_send(s->conn, &batch, ASK_MS, on_begun, s);
}

static void on_connection(struct db_conn *conn, void *ctx)
{
    struct sweep *s = ctx;
    struct db_batch batch;

    if (s->asked || db_conn_state(conn) == DB_CONN_CONNECTING)
        return; /* what was sent is answered, be it that the connection is lost */
    if (db_conn_state(conn) != DB_CONN_READY) {
        end(s, refuse(ERR_RETRY, NULL), STR(""));
        return;
    }
    s->asked = true;
    db_batch_init(&batch, &s->arena);
    db_batch_add(&batch, &lock, NULL);
    db_batch_sync(&batch);
    db_conn_send(conn, &batch, ASK_MS, on_locked, s);
}

static void take(struct sweep *s)
{
    const struct timeval patience = { .tv_sec = PATIENCE_S };

    if (s->conn || s->closing)
        return;
    s->conn = db_conn_new(s->daemon->base, &s->database, on_connection, s);
    if (!s->conn)
        abort();
    arena_init(&s->arena, LIMIT_ARENA_BYTES);
    s->asked = false;
    s->its_day = STR("");
    s->asking = s->waiting;
    s->waiting = NULL;
    s->begun_us = now_us();
    executor_hold(s->daemon->executor); /* a stop waits for it */
    if (event_add(s->patience, &patience) != 0)
        abort();
    db_conn_open(s->conn);
}

/* ---- looking ---- */

struct looking {
    struct arena arena;
    struct sweep *sweep;
};

/* A role or a vacant post may have begun or ended with the day. Decisions read them as facts;
 * the sessions' own check at the door is renewed here. */
static void day_changed(struct sweep *s, struct str day)
{
    if (s->day.n && !str_eq(s->day, day))
        for (struct session *one = sessions_first(s->daemon->sessions); one; one = one->next)
            if (one->who.user_id)
                login_changed(s->daemon, one->who.user_id);
    if (!str_eq(s->day, day))
        s->day = str_dup(s->daemon->arena, day);
}

static void on_looked(const struct db_outcome *outcome, void *ctx)
{
    struct looking *l = ctx;
    struct sweep *s = l->sweep;
    const struct db_result *row = outcome->results;
    int64_t from_utc = 0;
    bool swept = true;

    s->looking = false;
    executor_let_go(s->daemon->executor);
    wait_ms(s, s->look_ms);
    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome) || row->rows != 1 ||
        !db_read_int(row, 0, 1, &from_utc) || !db_read_bool(row, 0, 2, &swept) ||
        !db_read_bool(row, 0, 3, &s->late)) {
        (void)trouble_of(outcome, look.name);
    } else if (!s->closing) {
        day_changed(s, db_value(row, 0, 0));
        s->daemon->utc_offset_min = (int)from_utc;
        if (!swept || s->late)
            take(s);
    }
    arena_release(&l->arena);
    free(l);
}

void sweep_look(struct sweep *s)
{
    struct looking *l;
    struct db_batch batch;

    if (s->looking || s->conn || s->closing || !s->look_ms)
        return;
    l = calloc(1, sizeof *l);
    if (!l)
        abort();
    arena_init(&l->arena, LIMIT_ARENA_BYTES);
    l->sweep = s;
    s->looking = true;
    executor_hold(s->daemon->executor);
    db_batch_init(&batch, &l->arena);
    db_batch_add(&batch, &look, NULL);
    db_batch_sync(&batch);
    if (ask(s->daemon->pool, &batch, ASK_MS, on_looked, l))
        return;
    s->looking = false;
    executor_let_go(s->daemon->executor);
    arena_release(&l->arena);
    free(l);
    wait_ms(s, s->look_ms);
}

static void on_time(evutil_socket_t fd, short what, void *ctx)
{
    (void)fd;
    (void)what;
    sweep_look(ctx);
}

void sweep_answer(struct request *request)
{
    struct sweep *s = request->session->daemon->sweep;
    struct asker *asker = ARENA_NEW(&request->arena, struct asker);

    asker->request = request;
    asker->next = s->waiting;
    s->waiting = asker;
    take(s);
}

/* ---- life ---- */

struct sweep *sweep_new(struct daemon *daemon, const struct db_settings *database)
{
    struct sweep *s = calloc(1, sizeof *s);

    if (!s)
        abort();
    s->daemon = daemon;
    s->database = *database;
    s->look_ms = (int)daemon->settings->sweep_s * 1000;
    s->timer = evtimer_new(daemon->base, on_time, s);
    s->patience = evtimer_new(daemon->base, on_patience, s);
    if (!s->timer || !s->patience)
        abort();
    return s;
}

void sweep_close(struct sweep *s)
{
    s->closing = true;
    event_del(s->timer);
    tell(&s->waiting, refuse(ERR_CLOSING, NULL), STR("")); /* else the stop waits for them */
    if (s->acts)
        sweep_acts_stop(s->acts);
}

void sweep_free(struct sweep *s)
{
    if (!s)
        return;
    assert(!s->conn && !s->looking);
    event_free(s->timer);
    event_free(s->patience);
    free(s);
}
