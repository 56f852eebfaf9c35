/*
 * db_conn.h - one connection to PostgreSQL on the event loop, in pipeline mode.
 *
 * A connection carries one batch at a time; its answer comes through a callback. Nothing
 * here blocks (but see db_target.h about host names) and nothing retries: what was lost is
 * reported as lost, and the owner decides.
 *
 * Life: db_conn_new() makes it, down. db_conn_open() makes it connecting and, when the
 * session is set and the server is found fit, ready. It goes down by itself when the server
 * hangs up, a deadline passes, or the server is not fit. It never reconnects by itself: a
 * transaction that its owner believes open must not silently become a fresh session.
 */
#ifndef OSB_SERVER_DB_DB_CONN_H
#define OSB_SERVER_DB_DB_CONN_H

#include "server/db/sql.h"

struct event_base;
struct db_conn;

/* Texts are not copied and must outlive the connection. Times are milliseconds; 0 in the
 * three session timeouts means no limit. */
struct db_settings {
    const char *conninfo;
    const char *search_path; /* NULL: the server's */
    const char *application; /* shown in pg_stat_activity; NULL: "osbd" */
    int connect_timeout_ms;  /* from the first packet to ready; > 0 */
    int lock_timeout_ms;
    int statement_timeout_ms;
    int idle_in_transaction_ms; /* frees the locks of a daemon that froze */
    bool allow_unsafe;          /* tests only: serve without fsync and the like */
};

enum db_conn_state {
    DB_CONN_DOWN,
    DB_CONN_CONNECTING, /* or waiting to: each failed attempt waits longer, up to a second */
    DB_CONN_READY,
    DB_CONN_BUSY
};

/* Called when the connection became ready or went down. */
typedef void db_conn_watch(struct db_conn *conn, void *ctx);
/* The outcome and what it points to live in the batch's arena. */
typedef void db_done(const struct db_outcome *outcome, void *ctx);

/* NULL: out of memory, or a conninfo that cannot be read (check it with db_target_init). */
struct db_conn *db_conn_new(struct event_base *base, const struct db_settings *settings,
                            db_conn_watch *watch, void *ctx);
/* A batch in flight is dropped and its callback not called. */
void db_conn_free(struct db_conn *conn);
/* Begins to connect, unless it is not down. */
void db_conn_open(struct db_conn *conn);
/* Hangs up a connection that carries no batch. */
void db_conn_close(struct db_conn *conn);

/*
 * Sends a whole batch in one go, on a connection without one. The callback comes exactly
 * once, never from inside this call, and may send the next batch or give the connection
 * away. When the last answer has not come after deadline_ms (> 0), the connection is dropped
 * and the batch is DB_LOST. A connection that is down answers DB_UNSENT.
 */
void db_conn_send(struct db_conn *conn, const struct db_batch *batch, int deadline_ms,
                  db_done *done, void *ctx);

enum db_conn_state db_conn_state(const struct db_conn *conn);
/* Transaction left open by the last batch; DB_IDLE when down. */
enum db_transaction db_conn_transaction(const struct db_conn *conn);
/* Should be replaced before it serves again: its prepared statements no longer fit. */
bool db_conn_worn(const struct db_conn *conn);
/* Why it is down, for a log line; "" when all is well. */
const char *db_conn_problem(const struct db_conn *conn);
/* The server answered, but must not be used: see db_session.h. */
bool db_conn_unfit(const struct db_conn *conn);
/* Process id of the backend, 0 when down. */
int db_conn_backend(const struct db_conn *conn);

#endif
