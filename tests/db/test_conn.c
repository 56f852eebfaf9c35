/*
 * test_conn.c - one connection: its session, its losses, and servers that are not fit.
 */
#include "tests/db/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void terminate(struct fixture *f)
{
    char sql[80];

    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%d, 5000)",
             db_conn_backend(f->conn));
    beside(f, sql);
}

static void a_lost_backend_is_reported_and_replaced(void **state)
{
    struct fixture *f = *state;
    const struct db_outcome *o;
    int first = db_conn_backend(f->conn);
    size_t at;

    add(f, "BEGIN", NULL);
    add(f, "SELECT pg_sleep(30)", NULL);
    sync_here(f);
    at = add(f, "COMMIT", NULL);
    sync_here(f);
    send_batch(f, DEADLINE_MS);
    terminate(f);
    fixture_wait(f, &f->answers, 1);
    o = &f->outcome;
    assert_int_equal(o->fate, DB_LOST);
    assert_false(o->late);
    assert_string_equal(o->why.sqlstate, "57P01");
    assert_contains(o->why.message.p, "terminating connection");
    assert_int_equal(o->results[at].status, DB_UNANSWERED);
    assert_int_equal(db_commit_of(o, at), DB_COMMIT_UNKNOWN);
    assert_int_equal(db_conn_state(f->conn), DB_CONN_DOWN);

    db_conn_open(f->conn);
    fixture_await_state(f, DB_CONN_READY);
    assert_int_not_equal(db_conn_backend(f->conn), first);
    add(f, "SELECT 1", NULL);
    sync_here(f);
    assert_int_equal(run(f)->fate, DB_ANSWERED);
}

static void an_idle_connection_notices_its_end(void **state)
{
    struct fixture *f = *state;

    terminate(f);
    fixture_await_state(f, DB_CONN_DOWN);
    assert_contains(db_conn_problem(f->conn), "terminating connection");
}

static void a_connection_that_is_down_sends_nothing(void **state)
{
    struct fixture *f = *state;
    const struct db_outcome *o;
    size_t at;

    db_conn_close(f->conn);
    at = add(f, "COMMIT", NULL);
    sync_here(f);
    o = run(f);
    assert_int_equal(o->fate, DB_UNSENT);
    assert_int_equal(db_commit_of(o, at), DB_ROLLED_BACK);
}

static void the_deadline_drops_the_connection(void **state)
{
    struct fixture *f = *state;
    const struct db_outcome *o;
    int backend = db_conn_backend(f->conn);
    char sql[100];

    add(f, "SELECT pg_sleep(30)", NULL);
    sync_here(f);
    o = run_within(f, 100);
    assert_int_equal(o->fate, DB_LOST);
    assert_true(o->late);
    assert_contains(o->why.message.p, "deadline");
    assert_int_equal(db_conn_state(f->conn), DB_CONN_DOWN);
    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%d, 5000)", backend);
    beside(f, sql); /* not cancelled: it slept on until now */
}

static void the_session_is_set(void **state)
{
    struct fixture *f = *state;
    struct db_settings settings = f->settings;
    const struct db_result *r;

    settings.search_path = "t, public";
    settings.lock_timeout_ms = 1234;
    db_conn_free(f->conn);
    f->conn = fixture_connect(f, &settings);
    add(f,
        "SELECT current_setting('lock_timeout'), current_setting('TimeZone'),"
        " current_setting('search_path'), current_setting('application_name'),"
        " current_setting('client_encoding'),"
        " current_setting('idle_in_transaction_session_timeout')",
        NULL);
    sync_here(f);
    r = &run(f)->results[0];
    assert_str(db_value(r, 0, 0), "1234ms");
    assert_str(db_value(r, 0, 1), "UTC");
    assert_str(db_value(r, 0, 2), "t, public");
    assert_str(db_value(r, 0, 3), "osbd");
    assert_str(db_value(r, 0, 4), "UTF8");
    assert_str(db_value(r, 0, 5), "5s");
    db_conn_free(f->conn);
    f->conn = fixture_connect(f, &f->settings);
}

/* Connects to the database `name` of the cluster; it must be refused for the problem. */
static void assert_unfit(struct fixture *f, const char *name, bool allow_unsafe,
                         const char *problem)
{
    struct db_settings settings = f->settings;
    char conninfo[400];
    struct db_conn *conn;

    snprintf(conninfo, sizeof conninfo, "%s dbname=%s", fixture_conninfo(), name);
    settings.conninfo = conninfo;
    settings.allow_unsafe = allow_unsafe;
    conn = fixture_connect(f, &settings);
    assert_int_equal(db_conn_state(conn), DB_CONN_DOWN);
    assert_true(db_conn_unfit(conn));
    assert_contains(db_conn_problem(conn), problem);
    db_conn_free(conn);
}

static void a_server_that_forgets_is_refused(void **state)
{
    assert_unfit(*state, "postgres", false, "fsync is off");
}

static void a_locale_without_letters_is_refused(void **state)
{
    struct fixture *f = *state;

    beside(f, "DROP DATABASE IF EXISTS plain");
    beside(f, "CREATE DATABASE plain LOCALE 'C' TEMPLATE template0");
    assert_unfit(f, "plain", true, "locale is C");
    beside(f, "DROP DATABASE plain");
}

static void an_encoding_other_than_utf8_is_refused(void **state)
{
    struct fixture *f = *state;

    beside(f, "DROP DATABASE IF EXISTS ascii");
    beside(f, "CREATE DATABASE ascii LOCALE 'C' ENCODING 'SQL_ASCII' TEMPLATE template0");
    assert_unfit(f, "ascii", true, "SQL_ASCII, it must be UTF8");
    beside(f, "DROP DATABASE ascii");
}

static void an_absent_server_is_a_problem_not_a_crash(void **state)
{
    struct fixture *f = *state;
    struct db_settings settings = f->settings;
    struct db_conn *conn;

    settings.conninfo = "host=/nowhere dbname=none";
    conn = fixture_connect(f, &settings);
    assert_int_equal(db_conn_state(conn), DB_CONN_DOWN);
    assert_false(db_conn_unfit(conn));
    assert_contains(db_conn_problem(conn), "/nowhere");
    db_conn_free(conn);
}

/* A socket where connections are taken into the queue and never answered. */
static int silent_server(const char *dir)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(at.sun_path, sizeof at.sun_path, "%s/.s.PGSQL.5432", dir);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(fd, 5), 0);
    return fd;
}

/* The first host never answers; the second attempt begins with the other. */
static void a_silent_host_does_not_hide_the_other(void **state)
{
    struct fixture *f = *state;
    struct db_settings settings = f->settings;
    char dir[] = "/tmp/osbsilent.XXXXXX";
    char path[64];
    char conninfo[500];
    int fd;

    assert_non_null(mkdtemp(dir));
    fd = silent_server(dir);
    snprintf(conninfo, sizeof conninfo, "host=%s,%s user=%s dbname=postgres", dir,
             PQhost(f->beside), PQuser(f->beside));
    settings.conninfo = conninfo;
    settings.connect_timeout_ms = 200;
    db_conn_free(f->conn);
    f->conn = fixture_connect(f, &settings);
    assert_int_equal(db_conn_state(f->conn), DB_CONN_DOWN);
    assert_contains(db_conn_problem(f->conn), "no connection in time");
    settings.connect_timeout_ms = 5000;
    db_conn_open(f->conn);
    fixture_await_state(f, DB_CONN_READY);
    db_conn_free(f->conn);
    f->conn = NULL;
    close(fd);
    snprintf(path, sizeof path, "%s/.s.PGSQL.5432", dir);
    unlink(path);
    rmdir(dir);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int test_conn(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_lost_backend_is_reported_and_replaced),
        CASE(an_idle_connection_notices_its_end),
        CASE(a_connection_that_is_down_sends_nothing),
        CASE(the_deadline_drops_the_connection),
        CASE(the_session_is_set),
        CASE(a_server_that_forgets_is_refused),
        CASE(a_locale_without_letters_is_refused),
        CASE(an_encoding_other_than_utf8_is_refused),
        CASE(an_absent_server_is_a_problem_not_a_crash),
        CASE(a_silent_host_does_not_hide_the_other),
    };

    return cmocka_run_group_tests_name("db_conn", tests, NULL, NULL);
}
