/*
 * db_pool.h - a few connections shared by all requests.
 *
 * Who needs one takes it, waits in line when none is free, and gives it back. A connection
 * that broke, was given back inside a transaction, or has worn out is replaced behind the
 * line; who waits is served by another. Waiting is bounded in number and in time, so that a
 * database that is away turns into an answer instead of a queue.
 */
#ifndef OSB_SERVER_DB_DB_POOL_H
#define OSB_SERVER_DB_DB_POOL_H

#include "server/db/db_conn.h"

struct db_pool;

struct db_pool_options {
    struct db_settings settings; /* texts are not copied */
    size_t size;                 /* connections, at least one */
    size_t waiting_max;          /* takers in line, those served at once not counted */
    int wait_ms;                 /* the longest anyone waits; > 0 */
};

/* A connection for the taker, or NULL: the wait was too long, or the pool is let go. */
typedef void db_taken(struct db_conn *conn, void *ctx);
/* A connection became ready or went down: look at db_pool_state(). */
typedef void db_pool_watch(struct db_pool *pool, void *ctx);

/* Starts connecting. NULL with *problem (static or arena text): conninfo unreadable, or no
 * memory. watch may be NULL. */
struct db_pool *db_pool_new(struct event_base *base, const struct db_pool_options *options,
                            db_pool_watch *watch, void *ctx, struct arena *arena,
                            struct str *problem);
/* Who waits gets NULL; batches in flight are dropped without their callbacks. */
void db_pool_free(struct db_pool *pool);

/* First come, first served; the callback comes from the loop, never from inside this call.
 * False: the line is full, and the callback will not come. */
NODISCARD bool db_pool_take(struct db_pool *pool, db_taken *taken, void *ctx);
/* Gives a connection back that carries no batch. */
void db_pool_give(struct db_pool *pool, struct db_conn *conn);

/* For the health screen. size = idle + taken + down. */
struct db_pool_state {
    size_t size;
    size_t idle;
    size_t taken;
    size_t down;        /* or connecting */
    size_t waiting;     /* takers */
    bool unfit;         /* a server answered that must not be used, and no connection serves */
    uint64_t served;    /* takes that got a connection */
    uint64_t timed_out; /* takes that waited too long */
    uint64_t turned_away; /* takes that found the line full */
    uint64_t lost;        /* connections that went down after they had been ready */
    const char *problem;  /* of a connection that is down, or ""; valid until the loop runs */
};
struct db_pool_state db_pool_state(const struct db_pool *pool);

#endif
