/*
 * fixture.h - what the tests of the database floor share: an event loop, an arena, one
 * connection that is driven step by step, and a plain libpq session beside it.
 *
 * The cluster comes from tests/pg/with_cluster.sh through OSB_TEST_PG; it runs with fsync
 * off, so settings allow that except where a test is about it.
 */
#ifndef OSB_TESTS_DB_FIXTURE_H
#define OSB_TESTS_DB_FIXTURE_H

#include "server/db/db_conn.h"

/* cmocka wants these first */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <event2/event.h>
#include <libpq-fe.h>

#define DEADLINE_MS 10000

struct fixture {
    struct event_base *base;
    struct arena arena;
    struct db_settings settings;
    struct db_conn *conn;
    PGconn *beside; /* another session, blocking */
    struct db_batch batch;
    struct db_outcome outcome; /* of the last run */
    int answers;               /* outcomes so far */
    int changes;               /* calls of the watch */
};

/* cmocka's setup and teardown; *state becomes a fixture with a ready connection. */
int fixture_up(void **state);
int fixture_down(void **state);

const char *fixture_conninfo(void);
/* Turns the loop until *counter reaches `wanted`; fails the test after ten seconds. */
void fixture_wait(struct fixture *f, const int *counter, int wanted);
/* Turns the loop until the connection is in the state. */
void fixture_await_state(struct fixture *f, enum db_conn_state state);
/* A connection with these settings that stopped trying: ready, or down for a reason. */
struct db_conn *fixture_connect(struct fixture *f, const struct db_settings *settings);

/* Batches: add(f, "sql", values...) up to NULL; the statements have no names. */
size_t add(struct fixture *f, const char *sql, ...) __attribute__((sentinel));
void sync_here(struct fixture *f);
void rollback_after(struct fixture *f);
/* Sends what was added and waits for the outcome; the next batch begins empty. */
const struct db_outcome *run(struct fixture *f);
const struct db_outcome *run_within(struct fixture *f, int deadline_ms);
void send_batch(struct fixture *f, int deadline_ms);
/* A statement in the session beside; the test fails when it does. */
void beside(struct fixture *f, const char *sql);
/* Its one value as a number. */
int64_t number_beside(struct fixture *f, const char *sql);

void assert_str(struct str value, const char *expected);
void assert_contains(const char *text, const char *part);

int test_batch(void);
int test_conn(void);
int test_commit(void);
int test_pool(void);
int test_migrate(void);

#endif
