/*
 * fixture.c - driving the database floor from a test.
 */
#include "tests/db/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BUDGET ((size_t)256 * 1024 * 1024)

const char *fixture_conninfo(void)
{
    const char *conninfo = getenv("OSB_TEST_PG");

    if (!conninfo) {
        fputs("OSB_TEST_PG is not set: run me through tests/pg/with_cluster.sh\n", stderr);
        exit(77);
    }
    return conninfo;
}

static void on_change(struct db_conn *conn, void *ctx)
{
    struct fixture *f = ctx;

    (void)conn;
    f->changes++;
}

static void expired(evutil_socket_t fd, short what, void *ctx)
{
    (void)fd;
    (void)what;
    *(bool *)ctx = true;
}

void fixture_wait(struct fixture *f, const int *counter, int wanted)
{
    struct timeval patience = { .tv_sec = 10 };
    bool over = false;
    struct event *timer = evtimer_new(f->base, expired, &over);

    event_add(timer, &patience);
    while (*counter < wanted && !over)
        event_base_loop(f->base, EVLOOP_ONCE);
    event_free(timer);
    assert_false(over);
}

void fixture_await_state(struct fixture *f, enum db_conn_state state)
{
    while (db_conn_state(f->conn) != state)
        fixture_wait(f, &f->changes, f->changes + 1);
}

struct db_conn *fixture_connect(struct fixture *f, const struct db_settings *settings)
{
    struct db_conn *conn = db_conn_new(f->base, settings, on_change, f);
    int before = f->changes;

    assert_non_null(conn);
    db_conn_open(conn);
    fixture_wait(f, &f->changes, before + 1);
    return conn;
}

int fixture_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->base = event_base_new();
    arena_init(&f->arena, ARENA_BUDGET);
    f->settings = (struct db_settings){ .conninfo = fixture_conninfo(),
                                        .connect_timeout_ms = 5000,
                                        .lock_timeout_ms = 2000,
                                        .statement_timeout_ms = 30000,
                                        .idle_in_transaction_ms = 5000,
                                        .allow_unsafe = true };
    f->conn = fixture_connect(f, &f->settings);
    f->beside = PQconnectdb(fixture_conninfo());
    assert_int_equal(PQstatus(f->beside), CONNECTION_OK);
    assert_string_equal(db_conn_problem(f->conn), "");
    beside(f, "SET client_min_messages = error; DROP SCHEMA IF EXISTS t CASCADE;"
              "CREATE SCHEMA t; CREATE TABLE t.one (id bigint PRIMARY KEY, word text NOT NULL,"
              " CONSTRAINT short_words CHECK (length(word) < 20))");
    db_batch_init(&f->batch, &f->arena);
    *state = f;
    return 0;
}

int fixture_down(void **state)
{
    struct fixture *f = *state;

    PQfinish(f->beside);
    db_conn_free(f->conn);
    event_base_free(f->base);
    arena_release(&f->arena);
    free(f);
    return 0;
}

size_t add(struct fixture *f, const char *sql, ...)
{
    struct db_statement *statement = ARENA_NEW(&f->arena, struct db_statement);
    struct str values[DB_PARAMS];
    const char *text;
    va_list args;

    statement->sql = sql;
    va_start(args, sql);
    while ((text = va_arg(args, const char *)))
        values[statement->params++] = str_of(text);
    va_end(args);
    return db_batch_add(&f->batch, statement, values);
}

void sync_here(struct fixture *f)
{
    db_batch_sync(&f->batch);
}

static void on_done(const struct db_outcome *outcome, void *ctx)
{
    struct fixture *f = ctx;

    f->outcome = *outcome;
    f->answers++;
}

void send_batch(struct fixture *f, int deadline_ms)
{
    struct db_batch batch = f->batch;

    db_batch_init(&f->batch, &f->arena);
    db_conn_send(f->conn, &batch, deadline_ms, on_done, f);
}

const struct db_outcome *run_within(struct fixture *f, int deadline_ms)
{
    int before = f->answers;

    send_batch(f, deadline_ms);
    assert_int_equal(f->answers, before); /* never from inside the call */
    fixture_wait(f, &f->answers, before + 1);
    return &f->outcome;
}

const struct db_outcome *run(struct fixture *f)
{
    return run_within(f, DEADLINE_MS);
}

void rollback_after(struct fixture *f)
{
    add(f, "ROLLBACK", NULL);
    sync_here(f);
    assert_int_equal(run(f)->transaction, DB_IDLE);
}

void beside(struct fixture *f, const char *sql)
{
    PGresult *result = PQexec(f->beside, sql);
    ExecStatusType status = PQresultStatus(result);

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        fail_msg("%s", PQerrorMessage(f->beside));
    PQclear(result);
}

int64_t number_beside(struct fixture *f, const char *sql)
{
    PGresult *result = PQexec(f->beside, sql);
    int64_t number;

    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s", PQerrorMessage(f->beside));
    assert_int_equal(PQntuples(result), 1);
    number = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return number;
}

void assert_str(struct str value, const char *expected)
{
    assert_int_equal(value.n, strlen(expected));
    assert_memory_equal(value.p ? value.p : "", expected, value.n);
}

void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" does not contain \"%s\"", text, part);
}
