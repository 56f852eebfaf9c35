/*
 * test_batch.c - batches: rows, errors, commits, prepared statements.
 */
#include "tests/db/fixture.h"

#include "server/db/bind.h"

#include <stdlib.h>
#include <string.h>

static const struct db_statement begin = { "begin", "BEGIN", 0 };
static const struct db_statement commit = { "commit", "COMMIT", 0 };
static const struct db_statement put = { "put", "INSERT INTO t.one VALUES ($1, $2)", 2 };
static const struct db_statement get = { "get", "SELECT word, id FROM t.one WHERE id = $1", 1 };
static const struct db_statement wrong = { "wrong", "SELECT nothing FROM nowhere", 0 };

static size_t add_put(struct fixture *f, const char *id, const char *word)
{
    return db_batch_add(&f->batch, &put, (struct str[]){ str_of(id), str_of(word) });
}

static void a_batch_brings_rows_back(void **state)
{
    struct fixture *f = *state;
    size_t numbers = add(f, "SELECT n, nullif(n, 2), '' FROM generate_series(1, 3) n", NULL);
    size_t echo = add(f, "SELECT $1::text, $2::text", "中文 ñ", "x", NULL);
    const struct db_outcome *o;
    const struct db_result *r;

    sync_here(f);
    o = run(f);
    assert_int_equal(o->fate, DB_ANSWERED);
    assert_int_equal(o->count, 2);
    r = &o->results[numbers];
    assert_int_equal(r->status, DB_DONE);
    assert_str(r->tag, "SELECT 3");
    assert_int_equal(r->affected, 3);
    assert_int_equal(r->rows, 3);
    assert_int_equal(r->columns, 3);
    assert_str(db_value(r, 2, 0), "3");
    assert_true(db_is_null(db_value(r, 1, 1)));
    assert_false(db_is_null(db_value(r, 1, 2)));
    assert_int_equal(db_value(r, 1, 2).n, 0);
    assert_str(db_value(&o->results[echo], 0, 0), "中文 ñ");
}

static void null_and_empty_parameters_differ(void **state)
{
    static const struct db_statement ask = { NULL, "SELECT $1::text IS NULL, $2::text = ''",
                                             2 };
    struct fixture *f = *state;
    const struct db_outcome *o;

    db_batch_add(&f->batch, &ask, (struct str[]){ DB_NULL, STR("") });
    sync_here(f);
    o = run(f);
    assert_str(db_value(&o->results[0], 0, 0), "t");
    assert_str(db_value(&o->results[0], 0, 1), "t");
}

/* What goes in as one array parameter comes out as rows, byte by byte. */
static void arrays_travel_unchanged(void **state)
{
    static const struct db_statement rows = { "rows", "SELECT unnest($1::text[])", 1 };
    const struct str values[] = { STR("plain"), STR(""),       DB_NULL,
                                  STR("NULL"),  STR("中\n\t"), STR("a \"b\\ {c},d'") };
    struct fixture *f = *state;
    struct str array = db_array(&f->arena, values, COUNT(values));
    const struct db_result *r;

    db_batch_add(&f->batch, &rows, &array);
    sync_here(f);
    r = &run(f)->results[0];
    assert_int_equal(r->rows, COUNT(values));
    for (size_t i = 0; i < COUNT(values); i++) {
        assert_int_equal(db_is_null(db_value(r, i, 0)), db_is_null(values[i]));
        assert_true(str_eq(db_value(r, i, 0), values[i]));
    }
}

/* The two batches of a command, twice, so that the second finds everything prepared. */
static void load_and_store_commit(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < 2; i++) {
        const char *id = i ? "2" : "1";
        const struct db_outcome *o;
        size_t at;

        db_batch_add(&f->batch, &begin, NULL);
        at = db_batch_add(&f->batch, &get, (struct str[]){ str_of(id) });
        sync_here(f);
        o = run(f);
        assert_int_equal(o->results[at].rows, 0);
        assert_int_equal(o->transaction, DB_OPEN);

        add_put(f, id, "word");
        sync_here(f);
        at = db_batch_add(&f->batch, &commit, NULL);
        sync_here(f);
        o = run(f);
        assert_null(db_first_failure(o));
        assert_int_equal(db_commit_of(o, at), DB_COMMITTED);
        assert_int_equal(o->transaction, DB_IDLE);
    }
    assert_int_equal(number_beside(f, "SELECT count(*) FROM t.one"), 2);
}

static void a_failed_effect_turns_commit_into_rollback(void **state)
{
    struct fixture *f = *state;
    const struct db_outcome *o;
    const struct db_result *failed;
    size_t last;
    size_t at;

    db_batch_add(&f->batch, &begin, NULL);
    add_put(f, "1", "fine");
    add_put(f, "2", "a word that is far too long");
    last = add_put(f, "3", "skipped");
    sync_here(f);
    at = db_batch_add(&f->batch, &commit, NULL);
    sync_here(f);
    o = run(f);
    failed = db_first_failure(o);
    assert_non_null(failed);
    assert_string_equal(failed->error.sqlstate, "23514");
    assert_str(failed->error.constraint, "short_words");
    assert_str(failed->error.table, "one");
    assert_int_equal(o->results[last].status, DB_SKIPPED);
    assert_int_equal(o->results[at].status, DB_DONE);
    assert_str(o->results[at].tag, "ROLLBACK");
    assert_int_equal(db_commit_of(o, at), DB_ROLLED_BACK);
    assert_int_equal(o->transaction, DB_IDLE);
    assert_int_equal(number_beside(f, "SELECT count(*) FROM t.one"), 0);
    assert_int_equal(db_conn_state(f->conn), DB_CONN_READY);
}

/* With one sync only, the COMMIT is skipped too and the transaction stays broken. */
static void a_skipped_commit_leaves_a_broken_transaction(void **state)
{
    struct fixture *f = *state;
    const struct db_outcome *o;
    size_t at;

    db_batch_add(&f->batch, &begin, NULL);
    add(f, "SELECT 1/0", NULL);
    at = db_batch_add(&f->batch, &commit, NULL);
    sync_here(f);
    o = run(f);
    assert_int_equal(db_commit_of(o, at), DB_ROLLED_BACK);
    assert_int_equal(o->transaction, DB_BROKEN);
    rollback_after(f);
}

/* A preparation that fails is the statement's own failure, and what was not prepared is
 * prepared the next time. */
static void a_statement_that_cannot_be_prepared_fails_each_time(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < 2; i++) {
        const struct db_outcome *o;
        size_t bad = db_batch_add(&f->batch, &wrong, NULL);
        size_t skipped = add_put(f, "1", "never");

        sync_here(f);
        o = run(f);
        assert_int_equal(o->results[bad].status, DB_FAILED);
        assert_string_equal(o->results[bad].error.sqlstate, "42P01");
        assert_int_equal(o->results[skipped].status, DB_SKIPPED);
    }
    add_put(f, "1", "now");
    sync_here(f);
    assert_null(db_first_failure(run(f)));
    assert_false(db_conn_worn(f->conn));
}

static void a_guarded_update_that_matches_nothing_is_no_error(void **state)
{
    struct fixture *f = *state;
    const struct db_outcome *o;
    size_t at;

    db_batch_add(&f->batch, &begin, NULL);
    add(f, "UPDATE t.one SET word = 'x' WHERE id = 7", NULL);
    sync_here(f);
    at = db_batch_add(&f->batch, &commit, NULL);
    sync_here(f);
    o = run(f);
    assert_int_equal(o->results[1].status, DB_DONE);
    assert_int_equal(o->results[1].affected, 0);
    assert_int_equal(db_commit_of(o, at), DB_COMMITTED);
}

static void deferred_constraints_fail_at_commit(void **state)
{
    struct fixture *f = *state;
    const struct db_outcome *o;
    size_t at;

    beside(f, "CREATE TABLE t.two (id bigint REFERENCES t.one DEFERRABLE INITIALLY DEFERRED)");
    db_batch_add(&f->batch, &begin, NULL);
    add(f, "INSERT INTO t.two VALUES (5)", NULL);
    sync_here(f);
    at = db_batch_add(&f->batch, &commit, NULL);
    sync_here(f);
    o = run(f);
    assert_int_equal(o->results[at].status, DB_FAILED);
    assert_string_equal(o->results[at].error.sqlstate, "23503");
    assert_int_equal(db_commit_of(o, at), DB_ROLLED_BACK);
    assert_int_equal(o->transaction, DB_IDLE);
}

/* Without BEGIN the group commits at its sync; the failure belongs to its last statement. */
static void an_implicit_commit_that_fails_is_reported(void **state)
{
    struct fixture *f = *state;
    const struct db_outcome *o;

    beside(f, "CREATE TABLE t.two (id bigint REFERENCES t.one DEFERRABLE INITIALLY DEFERRED)");
    add(f, "INSERT INTO t.two VALUES (5)", NULL);
    sync_here(f);
    add(f, "SELECT 1", NULL);
    sync_here(f);
    o = run(f);
    assert_int_equal(o->fate, DB_ANSWERED);
    assert_int_equal(o->results[0].status, DB_FAILED);
    assert_string_equal(o->results[0].error.sqlstate, "23503");
    assert_int_equal(o->results[1].status, DB_DONE);
}

static void a_commit_that_warns_is_unknown(void **state)
{
    struct fixture *f = *state;
    const struct db_outcome *o;
    size_t at;

    beside(f, "CREATE FUNCTION t.warn() RETURNS trigger LANGUAGE plpgsql AS"
              " 'BEGIN RAISE WARNING ''committed locally''; RETURN NULL; END';"
              "CREATE CONSTRAINT TRIGGER w AFTER INSERT ON t.one DEFERRABLE INITIALLY DEFERRED"
              " FOR EACH ROW EXECUTE FUNCTION t.warn()");
    db_batch_add(&f->batch, &begin, NULL);
    add_put(f, "1", "x");
    sync_here(f);
    at = db_batch_add(&f->batch, &commit, NULL);
    sync_here(f);
    o = run(f);
    assert_str(o->results[at].tag, "COMMIT");
    assert_string_equal(o->results[at].warning, "01000");
    assert_string_equal(o->results[at - 1].warning, "");
    assert_int_equal(db_commit_of(o, at), DB_COMMIT_UNKNOWN);
}

static void a_warning_of_an_effect_does_not_touch_the_commit(void **state)
{
    struct fixture *f = *state;
    const struct db_outcome *o;
    size_t at;

    db_batch_add(&f->batch, &begin, NULL);
    add(f, "DO $$ BEGIN RAISE NOTICE 'mild'; END $$", NULL);
    add(f, "DO $$ BEGIN RAISE WARNING 'loud'; END $$", NULL);
    sync_here(f);
    at = db_batch_add(&f->batch, &commit, NULL);
    sync_here(f);
    o = run(f);
    assert_string_equal(o->results[1].warning, "");
    assert_string_equal(o->results[2].warning, "01000");
    assert_int_equal(db_commit_of(o, at), DB_COMMITTED);
}

/* The tag is COMMIT, but nothing was in a transaction. */
static void a_commit_outside_of_a_transaction_is_unknown(void **state)
{
    struct fixture *f = *state;
    const struct db_outcome *o;
    size_t at = db_batch_add(&f->batch, &commit, NULL);

    sync_here(f);
    o = run(f);
    assert_str(o->results[at].tag, "COMMIT");
    assert_string_equal(o->results[at].warning, "25P01");
    assert_int_equal(db_commit_of(o, at), DB_COMMIT_UNKNOWN);
}

static void ten_thousand_rows_arrive_whole(void **state)
{
    struct fixture *f = *state;
    size_t at = add(f, "SELECT n, repeat('x', 200) FROM generate_series(1, 10000) n", NULL);
    const struct db_result *r;

    sync_here(f);
    r = &run(f)->results[at];
    assert_int_equal(r->rows, 10000);
    for (size_t row = 0; row < r->rows; row++) {
        int64_t n = 0;

        assert_true(str_int(db_value(r, row, 0), &n));
        assert_int_equal(n, (int64_t)row + 1);
        assert_int_equal(db_value(r, row, 1).n, 200);
    }
}

/* More than both socket buffers hold, in both directions at once: a program that only wrote
 * would wait for a server that only waits for it to read. */
static void a_flood_both_ways_does_not_lock_up(void **state)
{
    static const struct db_statement echo = { "echo", "SELECT repeat($1, 2)", 1 };
    enum { TIMES = 60, BYTES = 100000 };
    struct fixture *f = *state;
    const struct db_outcome *o;
    char *text = malloc(BYTES);

    memset(text, 'y', BYTES);
    for (int i = 0; i < TIMES; i++)
        db_batch_add(&f->batch, &echo, (struct str[]){ { text, BYTES } });
    sync_here(f);
    o = run(f);
    assert_null(db_first_failure(o));
    for (size_t i = 0; i < TIMES; i++)
        assert_int_equal(db_value(&o->results[i], 0, 0).n, 2 * BYTES);
    free(text);
}

static void a_value_with_a_nul_byte_is_not_cut(void **state)
{
    struct fixture *f = *state;
    const struct db_outcome *o;

    db_batch_add(&f->batch, &put, (struct str[]){ STR("1"), STR("ab\0cd") });
    sync_here(f);
    o = run(f);
    assert_int_equal(o->fate, DB_UNSENT);
    assert_contains(o->why.message.p, "NUL");
    assert_int_equal(db_conn_state(f->conn), DB_CONN_READY);
}

static void locks_are_not_awaited_for_ever(void **state)
{
    struct fixture *f = *state;
    const struct db_outcome *o;

    beside(f, "INSERT INTO t.one VALUES (1, 'x')");
    beside(f, "BEGIN; SELECT * FROM t.one FOR UPDATE");
    add(f, "SET lock_timeout = '50ms'", NULL);
    sync_here(f);
    add(f, "SELECT * FROM t.one FOR UPDATE", NULL);
    sync_here(f);
    o = run(f);
    assert_string_equal(db_first_failure(o)->error.sqlstate, "55P03");
    beside(f, "ROLLBACK");
}

/* A plan that no longer fits its table marks the connection for replacement. */
static void a_changed_table_wears_the_connection_out(void **state)
{
    static const struct db_statement all = { "all", "SELECT * FROM t.one", 0 };
    struct fixture *f = *state;

    db_batch_add(&f->batch, &all, NULL);
    sync_here(f);
    assert_null(db_first_failure(run(f)));
    assert_false(db_conn_worn(f->conn));
    beside(f, "ALTER TABLE t.one ADD more text");
    db_batch_add(&f->batch, &all, NULL);
    sync_here(f);
    assert_non_null(db_first_failure(run(f)));
    assert_true(db_conn_worn(f->conn));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int test_batch(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_batch_brings_rows_back),
        CASE(null_and_empty_parameters_differ),
        CASE(arrays_travel_unchanged),
        CASE(load_and_store_commit),
        CASE(a_failed_effect_turns_commit_into_rollback),
        CASE(a_skipped_commit_leaves_a_broken_transaction),
        CASE(a_statement_that_cannot_be_prepared_fails_each_time),
        CASE(a_guarded_update_that_matches_nothing_is_no_error),
        CASE(deferred_constraints_fail_at_commit),
        CASE(an_implicit_commit_that_fails_is_reported),
        CASE(a_commit_that_warns_is_unknown),
        CASE(a_warning_of_an_effect_does_not_touch_the_commit),
        CASE(a_commit_outside_of_a_transaction_is_unknown),
        CASE(ten_thousand_rows_arrive_whole),
        CASE(a_flood_both_ways_does_not_lock_up),
        CASE(a_value_with_a_nul_byte_is_not_cut),
        CASE(locks_are_not_awaited_for_ever),
        CASE(a_changed_table_wears_the_connection_out),
    };

    return cmocka_run_group_tests_name("db_batch", tests, NULL, NULL);
}
