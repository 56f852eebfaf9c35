/*
 * ask.c - take, send, give back.
 */
#include "server/shell/ask.h"

struct asking {
    struct db_pool *pool;
    struct db_batch batch;
    int deadline_ms;
    struct db_conn *conn;
    asked *done;
    void *ctx;
};

static void on_done(const struct db_outcome *outcome, void *ctx)
{
    struct asking *a = ctx;

    db_pool_give(a->pool, a->conn);
    a->done(outcome, a->ctx);
}

static void on_taken(struct db_conn *conn, void *ctx)
{
    struct asking *a = ctx;
    struct db_outcome none = { .fate = DB_UNSENT };

    a->conn = conn;
    if (conn) {
        db_conn_send(conn, &a->batch, a->deadline_ms, on_done, a);
        return;
    }
    none.why.message = STR("no connection in time");
    a->done(&none, a->ctx);
}

bool ask(struct db_pool *pool, const struct db_batch *batch, int deadline_ms, asked *done,
         void *ctx)
{
    struct asking *a = ARENA_NEW(batch->arena, struct asking);

    *a = (struct asking){ pool, *batch, deadline_ms, NULL, done, ctx };
    return db_pool_take(pool, on_taken, a);
}
