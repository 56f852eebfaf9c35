/*
 * executor.c - each step of a command as one function that ends by waiting for the next.
 */
#include "server/shell/executor.h"

#include <sodium.h>
#include <stdlib.h>

#include "common/limits.h"
#include "common/log.h"
#include "server/db/bind.h"
#include "server/shell/crash.h"
#include "server/shell/recheck.h"
#include "server/shell/record.h"
#include "server/shell/trouble.h"

struct executor {
    struct executor_options options;
    struct hints hints;
    struct lanes lanes;
    size_t count;
    int64_t turns; /* second batches sent so far */
    bool closing;
};

struct executor *executor_new(const struct executor_options *options)
{
    struct executor *executor = calloc(1, sizeof *executor);

    if (!executor)
        abort();
    executor->options = *options;
    hints_init(&executor->hints);
    lanes_init(&executor->lanes);
    return executor;
}

void executor_free(struct executor *executor)
{
    if (!executor)
        return;
    assert(executor->count == 0);
    lanes_release(&executor->lanes);
    hints_release(&executor->hints);
    free(executor);
}

size_t executor_count(const struct executor *executor)
{
    return executor->count;
}

size_t executor_waiting(const struct executor *executor)
{
    return executor->lanes.waiting;
}

void executor_close(struct executor *executor)
{
    executor->closing = true;
}

void executor_hold(struct executor *executor)
{
    executor->count++;
}

void executor_let_go(struct executor *executor)
{
    executor->count--;
}

bool executor_closing(const struct executor *executor)
{
    return executor->closing;
}

const struct executor_options *executor_options(const struct executor *executor)
{
    return &executor->options;
}

struct lanes *executor_lanes(struct executor *executor)
{
    return &executor->lanes;
}

static void begin(struct command *c);

/* ---- the end ---- */

static void count_outcome(struct command *c)
{
    struct op_stats *s = &c->executor->options.stats->ops[c->op];

    s->reruns += c->reruns;
    if (c->outcome.err.code == ERR_UNKNOWN)
        s->unknown++;
    if (c->outcome.err.code)
        s->failed++;
    else if (c->outcome.again)
        s->again++;
    else if (c->w->ruling.outcome == OUTCOME_DONE)
        s->done++;
    else if (c->w->ruling.outcome == OUTCOME_HELD)
        s->held++;
    else
        s->refused++;
    stats_took(c->executor->options.stats, c->op, c->begun_ms);
}

void executor_pass_on(struct executor *executor, struct lane *lane, struct db_conn *conn)
{
    struct command *next = lane ? lane_leave(&executor->lanes, lane) : NULL;

    if (next)
        next->lane = lane;
    if (next && conn && db_conn_state(conn) == DB_CONN_READY) {
        next->conn = conn;
        conn = NULL;
    }
    if (conn)
        db_pool_give(executor->options.pool, conn);
    if (next)
        begin(next);
}

/* The command's memory is gone behind this. */
static void end(struct command *c)
{
    struct executor *executor = c->executor;
    struct lane *lane = c->lane;
    struct db_conn *conn = c->conn;

    count_outcome(c);
    executor->count--;
    arena_release(&c->scratch);
    c->done(c, &c->outcome);
    executor_pass_on(executor, lane, conn);
}

static void on_rolled_back(const struct db_outcome *outcome, void *ctx)
{
    (void)outcome; /* a connection that would not roll back is replaced by the pool */
    end(ctx);
}

/* Ends a command whose transaction is to be forgotten. */
static void end_rolling_back(struct command *c)
{
    struct db_batch batch;

    if (!c->conn || db_conn_transaction(c->conn) == DB_IDLE) {
        end(c);
        return;
    }
    db_batch_init(&batch, &c->scratch);
    db_batch_add(&batch, &statement_rollback, NULL);
    db_batch_sync(&batch);
    db_conn_send(c->conn, &batch, c->executor->options.load_ms, on_rolled_back, c);
}

static void fail(struct command *c, struct error err)
{
    err.detail = str_dup(c->arena, err.detail);
    c->outcome = (struct command_outcome){ .err = err };
    end_rolling_back(c);
}

/* ---- the second round trip ---- */

static void send_load(struct command *c);

static void run_again(struct command *c, const struct db_outcome *outcome)
{
    if (c->reruns == LIMIT_RERUNS || db_conn_state(c->conn) != DB_CONN_READY) {
        fail(c, outcome ? trouble_of(outcome, catalog[c->op].name) : refuse(ERR_BUSY, NULL));
        return;
    }
    c->reruns++;
    send_load(c);
}

/* The daemon waited so long for its turn that the server took the transaction for given up, on
 * a machine that is overloaded or was stopped. Nothing happened; once more, from the beginning.
 */
static bool ran_idle(struct command *c, const struct db_outcome *outcome)
{
    struct db_conn *conn = c->conn;

    if (!db_ended_idle(outcome) || c->was_idle)
        return false;
    log_put(LEVEL_WARN, LOG_EVENT("idle_ended"), LOG_TEXT("command", c->id),
            LOG_TEXT("op", str_of(catalog[c->op].name)));
    c->was_idle = true;
    c->reruns++;
    c->conn = NULL;
    db_pool_give(c->executor->options.pool, conn);
    begin(c);
    return true;
}

static int64_t newest_event(const struct work *w)
{
    int64_t newest = 0;

    for (size_t i = w->event.loaded; i < w->event.n; i++)
        if (w->event.v[i]->id > newest)
            newest = w->event.v[i]->id;
    return newest;
}

static void succeed(struct command *c)
{
    struct executor *executor = c->executor;
    bool refused = c->w->ruling.outcome == OUTCOME_REFUSED;

    c->outcome.answer = str_dup(c->arena, c->outcome.answer);
    c->outcome.event = refused ? 0 : newest_event(c->w);
    if (!refused) {
        hints_learn(&executor->hints, c->w);
        if (executor->options.watch)
            executor->options.watch(c->w, executor->options.watch_ctx);
        if (operation_frees(c->w) && recheck_is_known() && !executor->closing) {
            recheck_begin(executor, c->w, c->lane, c->conn); /* has lane and connection now */
            c->lane = NULL;
            c->conn = NULL;
        }
    }
    end(c);
}

static void on_stored(const struct db_outcome *outcome, void *ctx)
{
    struct command *c = ctx;

    switch (db_commit_of(outcome, c->store.commit)) {
    case DB_COMMITTED:
        crash_point("after_commit");
        assert(store_batch_met_all(&c->store, outcome));
        record_command(c, outcome);
        succeed(c);
        return;
    case DB_ROLLED_BACK:
        if (trouble_passes(outcome))
            run_again(c, outcome);
        else if (!ran_idle(c, outcome))
            fail(c, trouble_of(outcome, catalog[c->op].name));
        return;
    case DB_COMMIT_UNKNOWN:
        break;
    }
    log_put(LEVEL_ERROR, LOG_EVENT("commit_unknown"), LOG_TEXT("command", c->id),
            LOG_TEXT("op", str_of(catalog[c->op].name)));
    if (db_conn_state(c->conn) == DB_CONN_READY)
        db_conn_close(c->conn);
    fail(c, refuse(ERR_UNKNOWN, NULL));
}

static void judge(struct command *c)
{
    struct executor *executor = c->executor;
    struct work *w = c->w;
    struct effects effects;

    decide(w);
    effects_collect(w, &effects);
    c->outcome = (struct command_outcome){ .answer = verdict_answer(w) };
    store_batch_init(&c->store, executor->options.statements, w, &effects, c->body_sha256,
                     c->outcome.answer);
    if (c->scratch.failed) {
        fail(c, refuse(ERR_NO_MEMORY, NULL));
        return;
    }
    crash_point("before_commit");
    executor->options.stats->batches++;
    c->turn = ++executor->turns;
    db_conn_send(c->conn, &c->store.batch, executor->options.commit_ms, on_stored, c);
}

/* ---- the first round trip ---- */

static void answer_again(struct command *c, const struct stored *stored)
{
    if (stored->actor_id != c->actor_id || !str_eq(stored->op, str_of(catalog[c->op].name)) ||
        !str_eq(stored->body_sha256, c->body_sha256)) {
        fail(c, refuse(ERR_COMMAND_REUSED, "command"));
        return;
    }
    c->outcome = (struct command_outcome){ .answer = str_dup(c->arena, stored->answer),
                                           .event = stored->event,
                                           .again = true };
    end_rolling_back(c);
}

static void on_loaded(const struct db_outcome *outcome, void *ctx)
{
    struct command *c = ctx;
    struct stored stored;
    struct str problem = STR("the command's stored outcome");

    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome)) {
        if (trouble_passes(outcome))
            run_again(c, outcome);
        else
            fail(c, trouble_of(outcome, catalog[c->op].name));
        return;
    }
    crash_point("after_load");
    if (!load_batch_stored(&c->load, outcome, &stored) ||
        !load_batch_take(&c->load, outcome, c->w, &problem)) {
        log_put(LEVEL_ERROR, LOG_EVENT("unreadable_row"), LOG_TEXT("problem", problem));
        fail(c, refuse(ERR_DATABASE, NULL));
        return;
    }
    if (stored.there)
        answer_again(c, &stored);
    else if (load_batch_strayed(c->w))
        run_again(c, NULL);
    else
        judge(c);
}

static void send_load(struct command *c)
{
    struct executor *executor = c->executor;
    bool open = db_conn_transaction(c->conn) != DB_IDLE;

    arena_reset(&c->scratch);
    c->w = ARENA_NEW(&c->scratch, struct work);
    c->w->arena = &c->scratch;
    c->w->op = c->op;
    c->w->args = c->args;
    c->w->command_id = c->id;
    c->w->actor_id = c->actor_id;
    load_batch_init(&c->load, &executor->options.statements->plans[c->op], c->w, open);
    executor->options.stats->batches++;
    db_conn_send(c->conn, &c->load.batch, executor->options.load_ms, on_loaded, c);
}

/* ---- finding the lane ---- */

static void enter_lane(struct command *c, int64_t account_id)
{
    struct executor *executor = c->executor;
    struct db_conn *conn = c->conn;
    struct lane *lane;

    if (account_id == 0) {
        begin(c);
        return;
    }
    lane = lane_of(&executor->lanes, account_id);
    if (lane_waiting(lane) >= LIMIT_LANE) {
        fail(c, refuse(ERR_BUSY, NULL));
        return;
    }
    if (lane_enter(&executor->lanes, lane, c)) {
        c->lane = lane;
        begin(c);
        return;
    }
    c->conn = NULL;
    if (conn)
        db_pool_give(executor->options.pool, conn);
}

static void on_routed(const struct db_outcome *outcome, void *ctx)
{
    struct command *c = ctx;
    int64_t account_id = 0;

    c->routing = false;
    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome)) {
        fail(c, trouble_of(outcome, "route"));
        return;
    }
    if (outcome->results[0].rows && db_read_int(&outcome->results[0], 0, 0, &account_id))
        hints_put(&c->executor->hints, c->route.key, account_id);
    enter_lane(c, account_id);
}

static void send_route(struct command *c)
{
    struct db_batch batch;

    db_batch_init(&batch, &c->scratch);
    db_batch_add(&batch, c->route.ask, &c->route.value);
    db_batch_sync(&batch);
    c->executor->options.stats->routes++;
    db_conn_send(c->conn, &batch, c->executor->options.load_ms, on_routed, c);
}

static struct error no_connection(const struct executor *executor)
{
    struct db_pool_state state = db_pool_state(executor->options.pool);

    return refuse(state.down == state.size ? ERR_RETRY : ERR_BUSY, NULL);
}

static void on_taken(struct db_conn *conn, void *ctx)
{
    struct command *c = ctx;

    c->conn = conn;
    if (!conn)
        fail(c, no_connection(c->executor));
    else if (c->routing)
        send_route(c);
    else
        send_load(c);
}

/* It is this command's turn. */
static void begin(struct command *c)
{
    struct executor *executor = c->executor;

    if (monotonic_ms() - c->begun_ms > executor->options.wait_ms)
        fail(c, refuse(ERR_BUSY, NULL));
    else if (c->conn)
        on_taken(c->conn, c);
    else if (!db_pool_take(executor->options.pool, on_taken, c))
        fail(c, refuse(ERR_BUSY, NULL));
}

static struct str body_hash(const struct command *c)
{
    struct str text = args_text(c->op, c->args, c->arena);
    unsigned char hash[crypto_hash_sha256_BYTES];
    char *hex = arena_alloc(c->arena, 2 * sizeof hash + 1);

    crypto_hash_sha256(hash, (const unsigned char *)text.p, text.n);
    sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
    return str_of(hex);
}

static void prepare(struct executor *executor, struct command *c)
{
    c->executor = executor;
    c->begun_ms = monotonic_ms();
    c->body_sha256 = body_hash(c);
    arena_init(&c->scratch, LIMIT_ARENA_BYTES);
    executor->count++;
}

void executor_run(struct executor *executor, struct command *c)
{
    const struct plan *plan = &executor->options.statements->plans[c->op];
    int64_t account_id = 0;

    prepare(executor, c);
    assert(plan->count > 0);
    if (executor->count > LIMIT_WAITING) {
        fail(c, refuse(ERR_BUSY, NULL));
        return;
    }
    if (plan->has_account)
        c->route = route_of(c->args, c->arena);
    if (c->route.ask)
        account_id = hints_get(&executor->hints, c->route.key);
    c->routing = c->route.ask && account_id == 0;
    if (c->routing)
        begin(c);
    else
        enter_lane(c, account_id);
}

void executor_run_first(struct executor *executor, struct lane *lane, struct command *c)
{
    prepare(executor, c);
    lane_push_front(&executor->lanes, lane, c);
}
