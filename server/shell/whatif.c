/*
 * whatif.c - find whose it is, load, decide, forget.
 */
#include "server/shell/whatif.h"

#include "server/core/explain.h"
#include "server/core/whatif.h"
#include "server/db/bind.h"
#include "server/shell/daemon.h"
#include "server/shell/load_batch.h"
#include "server/shell/queries.h"
#include "server/shell/request.h"
#include "server/shell/trouble.h"

#define ASK_MS 15000

/* $1 order, $2 customer, $3 sees all, $4 asker -> customer and account */
static const struct db_statement whose = {
    .name = "whatif_whose",
    .sql = "SELECT c.code, a.code FROM customer c LEFT JOIN orders o ON o.customer_id = c.id"
           " AND o.no = $1 JOIN credit_account a ON a.id = coalesce(o.account_id, c.account_id)"
           " WHERE CASE WHEN $1::text IS NULL THEN c.code = $2 ELSE o.id IS NOT NULL END"
           " AND ($3::boolean OR c.id IN (SELECT customers_of($4::bigint)))",
    .params = 4,
};

struct question {
    struct request *request;
    struct db_pool *pool;
    const struct statements *statements;
    const struct queries *queries;
    struct db_conn *conn;
    struct work *facts;
    struct args args; /* the request's, with customer and account */
    struct load_batch load;
    size_t whose, then;
    struct str stored; /* of order.explain: what was seen then */
    struct error err;
};

static void give_back(struct question *q)
{
    db_pool_give(q->pool, q->conn);
    q->conn = NULL;
}

static void on_rolled_back(const struct db_outcome *outcome, void *ctx)
{
    struct question *q = ctx;

    (void)outcome; /* a connection that would not roll back is replaced by the pool */
    give_back(q);
    request_fail(q->request, q->err);
}

static void fail(struct question *q, struct error err)
{
    struct db_batch batch;

    q->err = err;
    if (db_conn_state(q->conn) != DB_CONN_READY || db_conn_transaction(q->conn) == DB_IDLE) {
        give_back(q);
        request_fail(q->request, err);
        return;
    }
    db_batch_init(&batch, &q->request->arena);
    db_batch_add(&batch, &statement_rollback, NULL);
    db_batch_sync(&batch);
    db_conn_send(q->conn, &batch, ASK_MS, on_rolled_back, q);
}

static void count_done(struct request *request)
{
    struct stats *stats;

    if (!request->session)
        return;
    stats = &request->session->daemon->stats;
    stats->ops[request->op].done++;
    stats_took(stats, request->op, request->begun_ms);
}

static void on_facts(const struct db_outcome *outcome, void *ctx)
{
    struct question *q = ctx;
    struct request *request = q->request;
    struct str answer, problem;

    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome)) {
        fail(q, trouble_of(outcome, catalog[request->op].name));
        return;
    }
    if (!load_batch_take(&q->load, outcome, q->facts, &problem)) {
        fail(q, refuse_with(ERR_DATABASE, NULL, problem));
        return;
    }
    give_back(q);
    answer = request->op == OP_ORDER_EXPLAIN
                 ? explain_answer(q->facts, q->stored, &request->arena)
                 : whatif_answer(q->facts, &request->arena);
    if (answer.n == 0) {
        request_fail(request, refuse(ERR_TOO_MUCH, NULL));
        return;
    }
    count_done(request);
    request_answer(request, answer);
}

static void send_facts(struct question *q)
{
    struct work *w = ARENA_NEW(&q->request->arena, struct work);

    w->arena = &q->request->arena;
    w->op = q->request->op;
    w->args = &q->args;
    w->actor_id = q->request->command.actor_id;
    q->facts = w;
    load_batch_look(&q->load, &q->statements->facts, &rehearsal_facts, w);
    db_conn_send(q->conn, &q->load.batch, ASK_MS, on_facts, q);
}

static void on_whose(const struct db_outcome *outcome, void *ctx)
{
    struct question *q = ctx;
    struct arena *arena = &q->request->arena;
    const struct db_result *r;

    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome)) {
        fail(q, trouble_of(outcome, catalog[q->request->op].name));
        return;
    }
    r = &outcome->results[q->whose];
    if (r->rows != 1) {
        fail(q, refuse(ERR_NOT_FOUND, q->args.v[P_order].given ? "order" : "customer"));
        return;
    }
    q->args.v[P_customer] =
        (struct arg){ .given = true, .s = str_dup(arena, db_value(r, 0, 0)) };
    q->args.v[P_account] =
        (struct arg){ .given = true, .s = str_dup(arena, db_value(r, 0, 1)) };
    if (q->request->op == OP_ORDER_EXPLAIN)
        q->stored = str_dup(arena, db_value(&outcome->results[q->then], 0, 0));
    send_facts(q);
}

static struct str text_or_null(const struct arg *a)
{
    return a->given ? a->s : DB_NULL;
}

static void on_taken(struct db_conn *conn, void *ctx)
{
    struct question *q = ctx;
    struct request *request = q->request;
    struct db_batch batch;
    struct str values[4];

    if (!conn || !request->session) {
        if (conn)
            db_pool_give(q->pool, conn);
        request_fail(request, refuse(ERR_BUSY, NULL));
        return;
    }
    q->conn = conn;
    request->command.actor_id = request->session->who.user_id;
    values[0] = text_or_null(&q->args.v[P_order]);
    values[1] = text_or_null(&q->args.v[P_customer]);
    values[2] = request->session->who.sees_all ? STR("t") : STR("f");
    values[3] = str_format(&request->arena, "%lld", (long long)request->session->who.user_id);
    db_batch_init(&batch, &request->arena);
    db_batch_add(&batch, &statement_look_begin, NULL);
    db_batch_add(&batch, &statement_keep_plans, NULL);
    q->whose = db_batch_add(&batch, &whose, values);
    if (request->op == OP_ORDER_EXPLAIN)
        q->then = queries_add(q->queries, request, &batch);
    db_batch_sync(&batch);
    db_conn_send(conn, &batch, ASK_MS, on_whose, q);
}

/* An order, or a customer with lines. */
static const char *missing(const struct args *args)
{
    if (args->v[P_order].given)
        return NULL;
    return !args->v[P_customer].given ? "customer" : !args->v[P_lines].given ? "lines" : NULL;
}

void whatif_run(struct request *request)
{
    struct daemon *d = request->session->daemon;
    struct question *q = ARENA_NEW(&request->arena, struct question);
    const char *lacks = missing(&request->args);

    if (lacks) {
        request_fail(request,
                     refuse_with(ERR_PARAMS, lacks, STR("an order, or a customer with lines")));
        return;
    }
    q->request = request;
    q->pool = d->pool;
    q->statements = executor_options(d->executor)->statements;
    q->queries = d->queries;
    q->args = request->args;
    if (!db_pool_take(d->pool, on_taken, q))
        request_fail(request, refuse(ERR_BUSY, NULL));
}
