/*
 * test_commit.c - commits whose synchronous standby is gone: the row is there, but nobody may
 * be told so.
 *
 * The server then waits inside COMMIT. No timeout of the session ends that; a cancel ends it
 * with the tag COMMIT and a warning, a lost backend and our own deadline without any answer.
 */
#include "tests/db/fixture.h"

#include <stdio.h>

static int standby_gone(void **state)
{
    fixture_up(state);
    beside(*state, "SET synchronous_commit = off");
    beside(*state, "ALTER SYSTEM SET synchronous_standby_names = 'gone'");
    beside(*state, "SELECT pg_reload_conf()");
    return 0;
}

static int standby_forgotten(void **state)
{
    beside(*state, "ALTER SYSTEM RESET synchronous_standby_names");
    beside(*state, "SELECT pg_reload_conf()");
    return fixture_down(state);
}

static bool waits_for_standby(struct fixture *f, int backend)
{
    char sql[120];

    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM pg_stat_activity WHERE pid = %d AND wait_event = 'SyncRep'",
             backend);
    return number_beside(f, sql) == 1;
}

/* Sends transactions until one hangs in its COMMIT (the server's processes learn of the
 * setting one after the other); gives the backend. */
static int hang_in_commit(struct fixture *f, int deadline_ms)
{
    int backend = db_conn_backend(f->conn);

    for (int id = 1;; id++) {
        int before = f->answers;
        char row[12];

        snprintf(row, sizeof row, "%d", id);
        beside(f, "TRUNCATE t.one");
        add(f, "BEGIN", NULL);
        add(f, "SET LOCAL synchronous_commit = on", NULL);
        add(f, "INSERT INTO t.one VALUES ($1, 'x')", row, NULL);
        sync_here(f);
        add(f, "COMMIT", NULL);
        sync_here(f);
        send_batch(f, deadline_ms);
        while (f->answers == before) {
            event_base_loop(f->base, EVLOOP_NONBLOCK);
            if (waits_for_standby(f, backend))
                return backend;
        }
    }
}

enum { COMMIT_PLACE = 3 };

static void assert_unknown_and_visible(struct fixture *f, enum db_fate fate)
{
    assert_int_equal(f->outcome.fate, fate);
    assert_int_equal(db_commit_of(&f->outcome, COMMIT_PLACE), DB_COMMIT_UNKNOWN);
    assert_int_equal(number_beside(f, "SELECT count(*) FROM t.one"), 1);
}

static void strike(struct fixture *f, const char *how, int backend)
{
    char sql[80];
    int before = f->answers;

    snprintf(sql, sizeof sql, "SELECT %s(%d)", how, backend);
    beside(f, sql);
    fixture_wait(f, &f->answers, before + 1);
}

static void end_backend(struct fixture *f, int backend)
{
    char sql[80];

    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%d, 5000)", backend);
    beside(f, sql);
}

static void a_cancelled_wait_is_unknown(void **state)
{
    struct fixture *f = *state;

    strike(f, "pg_cancel_backend", hang_in_commit(f, DEADLINE_MS));
    assert_str(f->outcome.results[COMMIT_PLACE].tag, "COMMIT");
    assert_string_equal(f->outcome.results[COMMIT_PLACE].warning, "01000");
    assert_unknown_and_visible(f, DB_ANSWERED);
}

static void a_terminated_wait_is_unknown(void **state)
{
    struct fixture *f = *state;

    strike(f, "pg_terminate_backend", hang_in_commit(f, DEADLINE_MS));
    assert_unknown_and_visible(f, DB_LOST);
}

static void the_deadline_ends_the_wait_unknown(void **state)
{
    struct fixture *f = *state;
    int backend = hang_in_commit(f, 1000);

    fixture_wait(f, &f->answers, f->answers + 1);
    assert_true(f->outcome.late);
    assert_true(waits_for_standby(f, backend)); /* it was not cancelled */
    end_backend(f, backend);
    assert_unknown_and_visible(f, DB_LOST);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, standby_gone, standby_forgotten)

int test_commit(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_cancelled_wait_is_unknown),
        CASE(a_terminated_wait_is_unknown),
        CASE(the_deadline_ends_the_wait_unknown),
    };

    return cmocka_run_group_tests_name("commit", tests, NULL, NULL);
}
