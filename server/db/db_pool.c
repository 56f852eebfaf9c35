/*
 * db_pool.c - the line of takers and the connections behind it.
 *
 * The first free connection is taken, not the one that rested longest: under light load a
 * few connections do all the work and keep their plans and caches warm.
 */
#include "server/db/db_pool.h"

#include "common/log.h"
#include "server/db/db_target.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct member {
    struct db_conn *conn;
    bool taken;
    bool ready; /* as last heard */
};

struct taker {
    db_taken *taken;
    void *ctx;
    int64_t until_ms;
};

struct db_pool {
    struct db_pool_options options;
    db_pool_watch *watch;
    void *watch_ctx;
    struct member *members;
    struct taker *line; /* a ring of line_room */
    size_t line_room;
    size_t line_head;
    size_t line_count;
    struct event *serving;  /* made active when a taker and a connection may meet */
    struct event *patience; /* until the first taker has waited too long */
    uint64_t served;
    uint64_t timed_out;
    uint64_t turned_away;
    uint64_t lost;
    char told[256]; /* the last problem that was logged; "" once a connection was ready */
};

static int64_t monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct member *member_of(struct db_pool *pool, const struct db_conn *conn)
{
    struct member *m = pool->members;

    while (m->conn != conn) {
        m++;
        assert(m < pool->members + pool->options.size);
    }
    return m;
}

static bool is_idle(const struct member *m)
{
    return !m->taken && db_conn_state(m->conn) == DB_CONN_READY;
}

static size_t idle_count(const struct db_pool *pool)
{
    size_t idle = 0;

    for (size_t i = 0; i < pool->options.size; i++)
        idle += is_idle(&pool->members[i]);
    return idle;
}

static struct member *first_idle(struct db_pool *pool)
{
    for (size_t i = 0; i < pool->options.size; i++) {
        if (is_idle(&pool->members[i]))
            return &pool->members[i];
    }
    return NULL;
}

/* ---- the line ---- */

static struct taker line_pop(struct db_pool *pool)
{
    struct taker first = pool->line[pool->line_head];

    pool->line_head = (pool->line_head + 1) % pool->line_room;
    pool->line_count--;
    return first;
}

/* All wait equally long, so the first in line runs out of patience first. */
static void watch_patience(struct db_pool *pool)
{
    struct timeval after = { 0 };
    int64_t left_ms;

    if (pool->line_count == 0) {
        event_del(pool->patience);
        return;
    }
    left_ms = pool->line[pool->line_head].until_ms - monotonic_ms();
    if (left_ms < 0)
        left_ms = 0;
    after.tv_sec = left_ms / 1000;
    after.tv_usec = left_ms % 1000 * 1000;
    if (event_add(pool->patience, &after) != 0)
        abort();
}

static void serve_soon(struct db_pool *pool)
{
    if (pool->line_count > 0)
        event_active(pool->serving, EV_TIMEOUT, 0);
}

static void on_serving(evutil_socket_t fd, short what, void *ctx)
{
    struct db_pool *pool = ctx;
    struct member *m;

    (void)fd;
    (void)what;
    while (pool->line_count > 0 && (m = first_idle(pool))) {
        struct taker taker = line_pop(pool);

        m->taken = true;
        pool->served++;
        taker.taken(m->conn, taker.ctx);
    }
    watch_patience(pool);
}

static void on_patience(evutil_socket_t fd, short what, void *ctx)
{
    struct db_pool *pool = ctx;
    int64_t now_ms = monotonic_ms();

    (void)fd;
    (void)what;
    while (pool->line_count > 0 && pool->line[pool->line_head].until_ms <= now_ms) {
        struct taker taker = line_pop(pool);

        pool->timed_out++;
        taker.taken(NULL, taker.ctx);
    }
    watch_patience(pool);
}

/* ---- the connections ---- */

/* One line when trouble begins or changes, one when it ends; not one for each attempt of each
 * connection. */
static void log_change(struct db_pool *pool, const struct db_conn *conn, bool ready)
{
    const char *problem = ready ? "" : db_conn_problem(conn);

    if (strncmp(pool->told, problem, sizeof pool->told) == 0)
        return;
    snprintf(pool->told, sizeof pool->told, "%s", problem);
    if (ready)
        log_put(LEVEL_INFO, LOG_EVENT("database_back"),
                LOG_INT("backend", db_conn_backend(conn)));
    else
        log_put(LEVEL_WARN, LOG_EVENT(db_conn_unfit(conn) ? "database_unfit" : "database_away"),
                LOG_TEXT("problem", str_of(problem)));
}

static void on_change(struct db_conn *conn, void *ctx)
{
    struct db_pool *pool = ctx;
    struct member *m = member_of(pool, conn);
    bool ready = db_conn_state(conn) == DB_CONN_READY;

    pool->lost += m->ready && !ready;
    m->ready = ready;
    log_change(pool, conn, ready);
    if (ready)
        serve_soon(pool);
    else if (!m->taken)
        db_conn_open(conn);
    if (pool->watch)
        pool->watch(pool, pool->watch_ctx);
}

static bool members_new(struct db_pool *pool, struct event_base *base)
{
    size_t size = pool->options.size;

    pool->line_room = pool->options.waiting_max + size;
    pool->members = calloc(size, sizeof *pool->members);
    pool->line = calloc(pool->line_room, sizeof *pool->line);
    pool->serving = evtimer_new(base, on_serving, pool);
    pool->patience = evtimer_new(base, on_patience, pool);
    if (!pool->members || !pool->line || !pool->serving || !pool->patience)
        return false;
    for (size_t i = 0; i < size; i++) {
        pool->members[i].conn = db_conn_new(base, &pool->options.settings, on_change, pool);
        if (!pool->members[i].conn)
            return false;
    }
    return true;
}

static bool conninfo_is_readable(const char *conninfo, struct arena *arena, struct str *problem)
{
    struct db_target target;

    if (!db_target_init(&target, conninfo, arena, problem))
        return false;
    db_target_release(&target);
    return true;
}

struct db_pool *db_pool_new(struct event_base *base, const struct db_pool_options *options,
                            db_pool_watch *watch, void *ctx, struct arena *arena,
                            struct str *problem)
{
    struct db_pool *pool;

    assert(options->size > 0 && options->wait_ms > 0);
    if (!conninfo_is_readable(options->settings.conninfo, arena, problem))
        return NULL;
    pool = calloc(1, sizeof *pool);
    if (pool) {
        *pool = (struct db_pool){ .options = *options, .watch = watch, .watch_ctx = ctx };
        if (members_new(pool, base)) {
            for (size_t i = 0; i < options->size; i++)
                db_conn_open(pool->members[i].conn);
            return pool;
        }
    }
    *problem = STR("no memory for the connections");
    db_pool_free(pool);
    return NULL;
}

void db_pool_free(struct db_pool *pool)
{
    if (!pool)
        return;
    while (pool->line_count > 0) {
        struct taker taker = line_pop(pool);

        taker.taken(NULL, taker.ctx);
    }
    for (size_t i = 0; pool->members && i < pool->options.size; i++)
        db_conn_free(pool->members[i].conn);
    if (pool->serving)
        event_free(pool->serving);
    if (pool->patience)
        event_free(pool->patience);
    free(pool->members);
    free(pool->line);
    free(pool);
}

/* ---- taking and giving ---- */

bool db_pool_take(struct db_pool *pool, db_taken *taken, void *ctx)
{
    size_t last = (pool->line_head + pool->line_count) % pool->line_room;

    /* those whom an idle connection is about to serve do not count as waiting */
    if (pool->line_count >= pool->options.waiting_max + idle_count(pool)) {
        pool->turned_away++;
        return false;
    }
    pool->line[last] = (struct taker){ taken, ctx, monotonic_ms() + pool->options.wait_ms };
    pool->line_count++;
    if (pool->line_count == 1)
        watch_patience(pool);
    serve_soon(pool);
    return true;
}

void db_pool_give(struct db_pool *pool, struct db_conn *conn)
{
    struct member *m = member_of(pool, conn);

    assert(m->taken && db_conn_state(conn) != DB_CONN_BUSY);
    m->taken = false;
    if (db_conn_worn(conn) || db_conn_transaction(conn) != DB_IDLE) {
        db_conn_close(conn); /* its locks go with it */
        m->ready = false;
        pool->lost++;
    }
    if (db_conn_state(conn) == DB_CONN_DOWN)
        db_conn_open(conn);
    else
        serve_soon(pool);
}

static const char *problem_of(const struct db_pool *pool)
{
    const char *problem = "";

    for (size_t i = 0; !problem[0] && i < pool->options.size; i++)
        problem = db_conn_problem(pool->members[i].conn);
    return problem;
}

struct db_pool_state db_pool_state(const struct db_pool *pool)
{
    struct db_pool_state state = { .size = pool->options.size,
                                   .waiting = pool->line_count,
                                   .served = pool->served,
                                   .timed_out = pool->timed_out,
                                   .turned_away = pool->turned_away,
                                   .lost = pool->lost,
                                   .problem = problem_of(pool) };

    for (size_t i = 0; i < state.size; i++) {
        const struct member *m = &pool->members[i];

        state.taken += m->taken;
        state.idle += is_idle(m);
        state.unfit = state.unfit || db_conn_unfit(m->conn);
    }
    state.down = state.size - state.idle - state.taken;
    state.unfit = state.unfit && state.idle + state.taken == 0;
    return state;
}
