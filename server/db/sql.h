/*
 * sql.h - what goes to the database in one round trip, and what came back.
 *
 * A batch is a list of prepared statements with their values, cut into groups by syncs.
 * PostgreSQL skips the rest of a group behind an error and goes on after the sync, so
 * "effects; SYNC; COMMIT; SYNC" always gets an answer to its COMMIT: the tag is COMMIT when
 * all effects were taken and ROLLBACK when one failed. Only db_commit_of() tells which.
 *
 * A value is text. A struct str whose p is NULL is SQL's NULL, both ways; an empty text has
 * a p. Whatever a batch and its outcome hold lives in the arena given to db_batch_init().
 */
#ifndef OSB_SERVER_DB_SQL_H
#define OSB_SERVER_DB_SQL_H

#include "common/str.h"

/* A statement of the program, prepared at first use on each connection and known there by
 * its address: it must outlive every connection, and names must be unique. A statement
 * without a name is parsed anew each time. */
struct db_statement {
    const char *name;
    const char *sql;
    int params; /* $1 .. $params, at most DB_PARAMS */
};

#define DB_PARAMS 100

struct db_step;

struct db_batch {
    struct arena *arena;
    struct db_step *steps;
    size_t step_count;
    size_t step_room;
    size_t statements; /* steps that are not syncs */
    bool spoiled;      /* a value cannot be sent; db_conn_send() answers DB_UNSENT */
};

struct db_step {
    const struct db_statement *statement; /* NULL: a sync */
    const char *const *values;            /* terminated; NULL entries are SQL's NULL */
};

void db_batch_init(struct db_batch *batch, struct arena *arena);
/* Adds a statement with its params values, which are copied; gives its place in
 * db_outcome.results. A value that contains a NUL byte spoils the batch. */
size_t db_batch_add(struct db_batch *batch, const struct db_statement *statement,
                    const struct str *values);
/* Ends a group. A batch must end with a sync. */
void db_batch_sync(struct db_batch *batch);

#define DB_NULL ((struct str){ NULL, 0 })
static inline bool db_is_null(struct str value)
{
    return value.p == NULL;
}

/* What the database (or libpq, with an empty sqlstate) says about a failure. */
struct db_error {
    char sqlstate[6]; /* "23505" */
    struct str message;
    struct str detail; /* may show values of the row: for the log, not for a person */
    struct str constraint;
    struct str table;
    struct str column;
};

enum db_status {
    DB_UNANSWERED, /* the connection ended before */
    DB_DONE,
    DB_FAILED,
    DB_SKIPPED /* an earlier statement of the group failed */
};

struct db_result {
    enum db_status status;
    struct str tag;   /* "SELECT 3", "UPDATE 0", "COMMIT" */
    int64_t affected; /* rows read or changed; 0 where the tag has no count */
    size_t rows;
    size_t columns;
    const struct str *values; /* rows x columns */
    char warning[6];          /* sqlstate of the first WARNING while it ran, or "" */
    struct db_error error;    /* of DB_FAILED */
};

/* The value, or DB_NULL. */
static inline struct str db_value(const struct db_result *result, size_t row, size_t column)
{
    assert(row < result->rows && column < result->columns);
    return result->values[row * result->columns + column];
}

enum db_fate {
    DB_ANSWERED, /* the last sync came; each result speaks for itself */
    DB_LOST,     /* connection or patience ended: what ran is not known */
    DB_UNSENT    /* nothing left the program */
};

enum db_transaction { DB_IDLE, DB_OPEN, DB_BROKEN /* only ROLLBACK helps */ };

struct db_outcome {
    enum db_fate fate;
    bool late;                       /* DB_LOST because the deadline passed */
    struct db_error why;             /* of DB_LOST and DB_UNSENT */
    enum db_transaction transaction; /* left behind by a DB_ANSWERED batch */
    const struct db_result *results; /* one a statement, in the order they were added */
    size_t count;
};

/* The first failed statement, or NULL. */
const struct db_result *db_first_failure(const struct db_outcome *outcome);

/* Did the server end the session because its transaction stood idle too long (25P03)? It says
 * so only inside a transaction that awaits its next statement: that one is rolled back, and
 * nothing sent behind it was begun. */
bool db_ended_idle(const struct db_outcome *outcome);

enum db_commit { DB_COMMITTED, DB_ROLLED_BACK, DB_COMMIT_UNKNOWN };

/* What became of the COMMIT at results[place]. Committed is said only for the tag COMMIT
 * without any warning: a synchronous standby that is gone makes a COMMIT that warns 01000 or
 * 57P01, and a COMMIT outside of a transaction warns as well. Rolled back is said only where
 * it is certain; an I/O error during COMMIT is not (the row may be there after recovery).
 * Unknown means: the client asks again with the same command id. */
enum db_commit db_commit_of(const struct db_outcome *outcome, size_t place);

#endif
