/*
 * daemon.c - putting the parts together, signals, drain.
 */
#include "server/shell/daemon.h"

#include <event2/event.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>

#include "common/limits.h"
#include "common/log.h"
#include "server/shell/hasher.h"
#include "server/shell/listen.h"
#include "server/shell/login.h"
#include "server/shell/push.h"
#include "server/shell/queries.h"
#include "server/shell/refusals.h"
#include "server/shell/setup.h"
#include "server/shell/sweep.h"
#include "server/shell/throttle.h"

#define DRAIN_MS 15000
#define LOOK_MS  20 /* between looks whether the drain is done */

struct running {
    struct daemon daemon;
    struct listeners *listeners;
    struct event *signals[4];
    struct event *draining;
    int64_t drain_until_ms;
    bool served; /* a connection was ready once */
    struct error err;
};

static void stop_with(struct running *r, struct error err)
{
    r->err = err;
    event_base_loopbreak(r->daemon.base);
}

/* ---- the end ---- */

static void on_draining(evutil_socket_t fd, short what, void *ctx)
{
    struct running *r = ctx;
    bool idle = executor_count(r->daemon.executor) == 0 &&
                sessions_under_way(r->daemon.sessions) == 0 &&
                sessions_count(r->daemon.sessions) == 0;

    (void)fd;
    (void)what;
    if (!idle && monotonic_ms() < r->drain_until_ms)
        return;
    log_put(LEVEL_INFO, LOG_EVENT("drained"), LOG_INT("clean", idle));
    event_base_loopbreak(r->daemon.base);
}

static void on_stop(evutil_socket_t number, short what, void *ctx)
{
    const struct timeval look = { 0, LOOK_MS * 1000 };
    struct running *r = ctx;

    (void)what;
    if (r->daemon.closing)
        return;
    log_put(LEVEL_INFO, LOG_EVENT("stopping"), LOG_INT("signal", number),
            LOG_INT("commands", (int64_t)executor_count(r->daemon.executor)));
    r->daemon.closing = true;
    r->drain_until_ms = monotonic_ms() + DRAIN_MS;
    listeners_free(r->listeners);
    r->listeners = NULL;
    executor_close(r->daemon.executor);
    sweep_close(r->daemon.sweep);
    refusals_close(r->daemon.refusals);
    sessions_say_closing(r->daemon.sessions);
    event_add(r->draining, &look);
}

static void on_reopen(evutil_socket_t number, short what, void *ctx)
{
    struct running *r = ctx;
    struct error err = log_reopen();

    (void)number;
    (void)what;
    if (err.code)
        log_put(LEVEL_ERROR, LOG_EVENT("log"), LOG_TEXT("problem", err.detail));
    if (r->listeners)
        listeners_renew(r->listeners);
}

/* ---- what commands change for the shell ---- */

static void on_committed(const struct work *w, void *ctx)
{
    struct daemon *d = ctx;
    enum param changed = w->op == OP_USER_DELEGATE ? P_delegate : P_user; /* whose roles */

    push_committed(w, d);
    if (w->policy.n > w->policy.loaded) {
        const struct policy_row *p = w->policy.v[w->policy.loaded];

        if (p->valid_from.n <= w->today.n)
            d->utc_offset_min = (int)p->utc_offset_min;
        sweep_look(d->sweep); /* new parameters are for who is held, too */
    }
    if (w->op == OP_USER_ROLE || w->op == OP_USER_PUT || w->op == OP_USER_DELEGATE)
        for (size_t i = 0; i < w->app_user.n; i++)
            if (w->app_user.v[i]->id != w->actor_id &&
                str_eq(w->app_user.v[i]->login, w->args->v[changed].s))
                login_changed(d, w->app_user.v[i]->id);
    if (w->op == OP_USER_LOG_OUT)
        for (size_t i = 0; i < w->app_user.n; i++)
            if (str_eq(w->app_user.v[i]->login, w->args->v[P_user].s))
                login_end_all(d, w->app_user.v[i]->id);
}

/* ---- the beginning ---- */

/* The doors open when the database serves, and never when it must not be used. */
static void on_pool(struct db_pool *pool, void *ctx)
{
    struct running *r = ctx;
    struct db_pool_state state = db_pool_state(pool);
    struct error err;

    if (r->served || r->daemon.closing)
        return;
    if (state.unfit) {
        stop_with(r, refuse_with(ERR_CONFIG, "database",
                                 str_dup(r->daemon.arena, str_of(state.problem))));
        return;
    }
    if (state.idle == 0)
        return;
    r->served = true;
    err = listeners_new(&r->daemon, r->daemon.arena, &r->listeners);
    if (err.code) {
        stop_with(r, err);
        return;
    }
    log_put(LEVEL_INFO, LOG_EVENT("serving"), LOG_TEXT("company", str_of(r->daemon.company)),
            LOG_INT("practice", r->daemon.practice));
    executor_catch_up(r->daemon.executor);
    sweep_look(r->daemon.sweep);
}

static struct db_settings database_of(const struct settings *settings)
{
    return (struct db_settings){ .conninfo = settings->database,
                                 .search_path = "osb",
                                 .application = "osbd",
                                 .connect_timeout_ms = 5000,
                                 .lock_timeout_ms = (int)settings->lock_ms,
                                 .statement_timeout_ms = (int)settings->statement_ms,
                                 .idle_in_transaction_ms = 2000,
                                 .allow_unsafe = settings->unsafe_tests };
}

static struct error pool_make(struct running *r, const struct db_settings *database)
{
    struct daemon *d = &r->daemon;
    const struct settings *settings = d->settings;
    const struct db_pool_options options = {
        .settings = *database,
        .size = (size_t)settings->connections,
        .waiting_max = LIMIT_WAITING,
        .wait_ms = (int)settings->wait_ms,
    };
    struct str problem;

    d->pool = db_pool_new(d->base, &options, on_pool, r, d->arena, &problem);
    return d->pool ? OK : refuse_with(ERR_CONFIG, "database", problem);
}

static struct error signals_make(struct running *r)
{
    struct event_base *base = r->daemon.base;

    r->signals[0] = evsignal_new(base, SIGTERM, on_stop, r);
    r->signals[1] = evsignal_new(base, SIGINT, on_stop, r);
    r->signals[2] = evsignal_new(base, SIGHUP, on_reopen, r);
    r->draining = event_new(base, -1, EV_PERSIST, on_draining, r);
    for (size_t i = 0; i < COUNT(r->signals) && r->signals[i]; i++)
        if (event_add(r->signals[i], NULL) != 0)
            return refuse(ERR_INTERNAL, NULL);
    return r->draining ? OK : refuse(ERR_NO_MEMORY, NULL);
}

static struct error parts_make(struct running *r)
{
    struct daemon *d = &r->daemon;
    const struct db_settings database = database_of(d->settings);
    struct executor_options options = {
        .stats = &d->stats,
        /* the server gives up first, and says why */
        .load_ms = (int)(d->settings->statement_ms + d->settings->statement_ms / 4),
        .commit_ms = (int)d->settings->commit_ms,
        .wait_ms = (int)d->settings->wait_ms,
        .watch = on_committed,
        .watch_ctx = d,
    };
    struct str problem;
    struct error err;

    d->queries = queries_new(d->arena, &problem);
    if (!d->queries)
        return refuse_with(ERR_INTERNAL, NULL, problem);
    d->hasher = hasher_new(d->base);
    if (!d->hasher)
        return refuse_with(ERR_INTERNAL, NULL, STR("no thread for passwords"));
    d->throttle = throttle_new();
    d->refusals = refusals_new(d);
    d->sessions = sessions_new(d);
    d->push = push_new(d);
    err = pool_make(r, &database);
    if (err.code)
        return err;
    options.pool = d->pool;
    options.statements = statements_new(d->arena);
    d->executor = executor_new(&options);
    d->sweep = sweep_new(d, &database);
    return signals_make(r);
}

static void parts_free(struct running *r)
{
    struct daemon *d = &r->daemon;

    listeners_free(r->listeners);
    sessions_free(d->sessions);
    hasher_free(d->hasher);
    throttle_free(d->throttle);
    refusals_free(d->refusals);
    push_free(d->push);
    sweep_free(d->sweep);
    db_pool_free(d->pool);
    executor_free(d->executor);
    for (size_t i = 0; i < COUNT(r->signals); i++)
        if (r->signals[i])
            event_free(r->signals[i]);
    if (r->draining)
        event_free(r->draining);
    event_base_free(d->base);
}

struct error daemon_run(const struct settings *settings, struct arena *arena)
{
    struct running r = { .daemon = { .settings = settings, .arena = arena } };
    struct error err;

    if (sodium_init() < 0)
        return refuse_with(ERR_INTERNAL, NULL, STR("libsodium does not start"));
    err = setup_look(&r.daemon, arena);
    if (err.code)
        return err;
    (void)signal(SIGPIPE, SIG_IGN);
    stats_init(&r.daemon.stats);
    r.daemon.base = event_base_new();
    if (!r.daemon.base)
        return refuse(ERR_NO_MEMORY, NULL);
    err = parts_make(&r);
    if (!err.code) {
        event_base_dispatch(r.daemon.base);
        err = r.err;
    }
    if (r.daemon.executor && executor_count(r.daemon.executor) > 0)
        exit(1); /* commands that would not end: their outcome is in the database, or not */
    parts_free(&r);
    return err;
}
