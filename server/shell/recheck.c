/*
 * recheck.c - commands of the actor SYSTEM.
 */
#include "server/shell/recheck.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "common/limits.h"
#include "common/log.h"
#include "server/db/bind.h"
#include "server/shell/own_command.h"
#include "server/shell/trouble.h"

#define HELD "o.state IN ('HOLD_CREDIT', 'WAIT_ST', 'WAIT_FUNDS')"

static const struct db_statement held_orders = {
    .name = "held_orders",
    .sql = "SELECT o.no FROM orders o WHERE o.account_id = ANY($1::bigint[]) AND " HELD
           " ORDER BY o.arrival, o.id LIMIT 500",
    .params = 1,
};
/* Held orders whose account had something freed since they were last looked at. */
static const struct db_statement freed_orders = {
    .name = "freed_orders",
    .sql = "SELECT o.no FROM orders o WHERE " HELD
           " AND EXISTS (SELECT FROM exposure x WHERE x.account_id = o.account_id"
           " AND x.amount < 0 AND x.id >"
           " (SELECT max(e.id) FROM event e WHERE e.order_id = o.id))"
           " ORDER BY o.arrival, o.id LIMIT 500",
};

struct recheck {
    struct executor *executor;
    struct lane *lane;
    struct db_conn *conn;
    struct arena arena;
};

static void own_done(struct command *command, const struct command_outcome *outcome)
{
    struct own_command *own = command->ctx;

    if (outcome->err.code)
        log_put(LEVEL_WARN, LOG_EVENT("recheck_failed"),
                LOG_TEXT("order", own->args.v[P_order].s),
                LOG_TEXT("error", str_of(error_name(outcome->err.code))));
    own_command_free(own);
}

static struct own_command *own_new(struct str order_no)
{
    struct own_command *own;
    unsigned char random[16];
    char id[] = "system.", hex[sizeof id + 2 * sizeof random];

    randombytes_buf(random, sizeof random);
    memcpy(hex, id, sizeof id - 1);
    sodium_bin2hex(hex + sizeof id - 1, 2 * sizeof random + 1, random, sizeof random);
    own = own_command_new(OP_ORDER_RECHECK, str_of(hex));
    own_command_text(own, P_order, order_no);
    own->command.done = own_done;
    own->command.ctx = own;
    return own;
}

bool recheck_is_known(void)
{
    return operations[OP_ORDER_RECHECK] != NULL;
}

static void recheck_end(struct recheck *r)
{
    executor_let_go(r->executor);
    executor_pass_on(r->executor, r->lane, r->conn);
    arena_release(&r->arena);
    free(r);
}

static void on_orders(const struct db_outcome *outcome, void *ctx)
{
    struct recheck *r = ctx;
    const struct db_result *orders = outcome->results;

    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome)) {
        (void)trouble_of(outcome, "held_orders"); /* the next start finds them */
        recheck_end(r);
        return;
    }
    for (size_t i = 0; i < orders->rows && !executor_closing(r->executor); i++) {
        struct own_command *own = own_new(db_value(orders, i, 0));

        if (r->lane)
            executor_run_first(r->executor, r->lane, &own->command);
        else
            executor_run(r->executor, &own->command);
    }
    recheck_end(r);
}

static void ask(struct recheck *r, const struct db_statement *statement, struct str accounts)
{
    struct db_batch batch;

    db_batch_init(&batch, &r->arena);
    db_batch_add(&batch, statement, &accounts);
    db_batch_sync(&batch);
    db_conn_send(r->conn, &batch, executor_options(r->executor)->load_ms, on_orders, r);
}

static struct recheck *recheck_new(struct executor *executor)
{
    struct recheck *r = calloc(1, sizeof *r);

    if (!r)
        abort();
    r->executor = executor;
    executor_hold(executor);
    arena_init(&r->arena, LIMIT_ARENA_BYTES);
    return r;
}

void recheck_begin(struct executor *executor, const struct work *w, struct lane *lane,
                   struct db_conn *conn)
{
    struct recheck *r = recheck_new(executor);
    struct str *ids = ARENA_ARRAY(&r->arena, w->credit_account.n, struct str);

    for (size_t i = 0; i < w->credit_account.n; i++)
        ids[i] = str_format(&r->arena, "%lld", (long long)w->credit_account.v[i]->id);
    r->lane = lane;
    r->conn = conn;
    ask(r, &held_orders, db_array(&r->arena, ids, w->credit_account.n));
}

/* ---- at start ---- */

static void on_taken(struct db_conn *conn, void *ctx)
{
    struct recheck *r = ctx;

    r->conn = conn;
    if (conn)
        ask(r, &freed_orders, DB_NULL);
    else
        recheck_end(r);
}

void executor_catch_up(struct executor *executor)
{
    struct recheck *r = recheck_new(executor);

    if (!recheck_is_known() || !db_pool_take(executor_options(executor)->pool, on_taken, r))
        recheck_end(r);
}
