/*
 * test_pool.c - taking, waiting, giving back, and what a broken connection does to a pool.
 */
#include "tests/db/fixture.h"

#include "server/db/db_pool.h"

#include <stdio.h>
#include <string.h>

enum { POOL_SIZE = 3, WAITING_MAX = 2 };

/* One who takes; the order of being served is remembered. */
struct taker {
    struct pooled *p;
    struct db_conn *conn;
    int place; /* 1 for the first who was answered */
};

struct pooled {
    struct fixture *f;
    struct db_pool *pool;
    struct taker takers[8];
    int answered;
    int changes;
    struct db_outcome outcome;
    int outcomes;
};

static void on_taken(struct db_conn *conn, void *ctx)
{
    struct taker *taker = ctx;

    taker->conn = conn;
    taker->place = ++taker->p->answered;
}

static void on_pool_change(struct db_pool *pool, void *ctx)
{
    (void)pool;
    ((struct pooled *)ctx)->changes++;
}

static void await_idle(struct pooled *p, size_t idle)
{
    while (db_pool_state(p->pool).idle < idle)
        fixture_wait(p->f, &p->changes, p->changes + 1);
}

static struct pooled *pool_up(void **state, struct pooled *p, const char *conninfo, int wait_ms)
{
    struct db_pool_options options = { .size = POOL_SIZE,
                                       .waiting_max = WAITING_MAX,
                                       .wait_ms = wait_ms };
    struct str problem = { 0 };

    *p = (struct pooled){ .f = *state };
    options.settings = p->f->settings;
    options.settings.conninfo = conninfo;
    p->pool = db_pool_new(p->f->base, &options, on_pool_change, p, &p->f->arena, &problem);
    assert_non_null(p->pool);
    for (size_t i = 0; i < COUNT(p->takers); i++)
        p->takers[i].p = p;
    return p;
}

static bool take(struct pooled *p, int taker)
{
    return db_pool_take(p->pool, on_taken, &p->takers[taker]);
}

static void give(struct pooled *p, int taker)
{
    db_pool_give(p->pool, p->takers[taker].conn);
    p->takers[taker].conn = NULL;
}

static void on_outcome(const struct db_outcome *outcome, void *ctx)
{
    struct pooled *p = ctx;

    p->outcome = *outcome;
    p->outcomes++;
}

/* One statement on a taken connection. */
static const struct db_outcome *ask(struct pooled *p, int taker, const char *sql)
{
    struct db_statement *statement = ARENA_NEW(&p->f->arena, struct db_statement);
    struct db_batch batch;

    statement->sql = sql;
    db_batch_init(&batch, &p->f->arena);
    db_batch_add(&batch, statement, NULL);
    db_batch_sync(&batch);
    db_conn_send(p->takers[taker].conn, &batch, DEADLINE_MS, on_outcome, p);
    fixture_wait(p->f, &p->outcomes, p->outcomes + 1);
    return &p->outcome;
}

static void first_come_first_served(void **state)
{
    struct pooled p;
    struct db_pool_state s;

    pool_up(state, &p, fixture_conninfo(), 5000);
    await_idle(&p, POOL_SIZE);
    for (int i = 0; i < POOL_SIZE + WAITING_MAX; i++)
        assert_true(take(&p, i));
    assert_int_equal(p.answered, 0); /* never from inside the call */
    fixture_wait(p.f, &p.answered, POOL_SIZE);
    s = db_pool_state(p.pool);
    assert_int_equal(s.taken, POOL_SIZE);
    assert_int_equal(s.waiting, WAITING_MAX);
    give(&p, 1);
    fixture_wait(p.f, &p.answered, POOL_SIZE + 1);
    give(&p, 0);
    fixture_wait(p.f, &p.answered, POOL_SIZE + 2);
    for (int i = 0; i < POOL_SIZE + WAITING_MAX; i++)
        assert_int_equal(p.takers[i].place, i + 1);
    db_pool_free(p.pool);
}

static void the_line_is_bounded(void **state)
{
    struct pooled p;

    pool_up(state, &p, fixture_conninfo(), 5000);
    await_idle(&p, POOL_SIZE);
    for (int i = 0; i < POOL_SIZE; i++)
        assert_true(take(&p, i));
    fixture_wait(p.f, &p.answered, POOL_SIZE);
    assert_true(take(&p, 3));
    assert_true(take(&p, 4));
    assert_false(take(&p, 5));
    assert_int_equal(db_pool_state(p.pool).turned_away, 1);
    give(&p, 0);
    fixture_wait(p.f, &p.answered, POOL_SIZE + 1);
    assert_true(take(&p, 5));
    db_pool_free(p.pool); /* who waits is told */
    assert_int_equal(p.answered, POOL_SIZE + 3);
    assert_null(p.takers[5].conn);
}

static void nobody_waits_for_ever(void **state)
{
    struct pooled p;

    pool_up(state, &p, fixture_conninfo(), 50);
    await_idle(&p, POOL_SIZE);
    for (int i = 0; i <= POOL_SIZE; i++)
        assert_true(take(&p, i));
    fixture_wait(p.f, &p.answered, POOL_SIZE + 1);
    assert_null(p.takers[POOL_SIZE].conn);
    assert_int_equal(db_pool_state(p.pool).timed_out, 1);
    assert_int_equal(db_pool_state(p.pool).waiting, 0);
    db_pool_free(p.pool);
}

static void a_pool_without_a_server_answers(void **state)
{
    struct pooled p;

    pool_up(state, &p, "host=/nowhere dbname=none", 100);
    assert_true(take(&p, 0));
    fixture_wait(p.f, &p.answered, 1);
    assert_null(p.takers[0].conn);
    assert_int_equal(db_pool_state(p.pool).down, POOL_SIZE);
    assert_false(db_pool_state(p.pool).unfit);
    assert_contains(db_pool_state(p.pool).problem, "/nowhere");
    db_pool_free(p.pool);
}

static void a_server_that_must_not_be_used_is_told(void **state)
{
    struct fixture *f = *state;
    struct pooled p;

    f->settings.allow_unsafe = false;
    pool_up(state, &p, fixture_conninfo(), 5000);
    while (!db_pool_state(p.pool).unfit)
        fixture_wait(f, &p.changes, p.changes + 1);
    assert_contains(db_pool_state(p.pool).problem, "fsync is off");
    assert_int_equal(db_pool_state(p.pool).idle, 0);
    db_pool_free(p.pool);
}

static void killed_connections_are_replaced(void **state)
{
    struct pooled p;

    pool_up(state, &p, fixture_conninfo(), 5000);
    await_idle(&p, POOL_SIZE);
    beside(p.f, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE application_name = 'osbd' AND pid <> pg_backend_pid()");
    while (db_pool_state(p.pool).lost < POOL_SIZE)
        fixture_wait(p.f, &p.changes, p.changes + 1);
    await_idle(&p, POOL_SIZE);
    assert_true(take(&p, 0));
    fixture_wait(p.f, &p.answered, 1);
    assert_int_equal(ask(&p, 0, "SELECT 1")->fate, DB_ANSWERED);
    db_pool_free(p.pool);
}

/* While someone holds it, a lost connection stays down: what he sends next must not run in
 * a fresh session, outside of the transaction that he believes open. */
static void a_taken_connection_is_not_replaced_under_the_hand(void **state)
{
    struct pooled p;
    char sql[80];

    pool_up(state, &p, fixture_conninfo(), 5000);
    await_idle(&p, POOL_SIZE);
    assert_true(take(&p, 0));
    fixture_wait(p.f, &p.answered, 1);
    assert_int_equal(ask(&p, 0, "BEGIN")->transaction, DB_OPEN);
    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%d, 5000)",
             db_conn_backend(p.takers[0].conn));
    beside(p.f, sql);
    while (db_pool_state(p.pool).lost < 1)
        fixture_wait(p.f, &p.changes, p.changes + 1);
    assert_int_equal(ask(&p, 0, "INSERT INTO t.one VALUES (1, 'x')")->fate, DB_UNSENT);
    assert_int_equal(number_beside(p.f, "SELECT count(*) FROM t.one"), 0);
    give(&p, 0);
    await_idle(&p, POOL_SIZE);
    db_pool_free(p.pool);
}

static void an_open_transaction_does_not_come_back(void **state)
{
    struct pooled p;
    int backend;

    pool_up(state, &p, fixture_conninfo(), 5000);
    await_idle(&p, POOL_SIZE);
    assert_true(take(&p, 0));
    fixture_wait(p.f, &p.answered, 1);
    ask(&p, 0, "BEGIN");
    backend = db_conn_backend(p.takers[0].conn);
    give(&p, 0);
    await_idle(&p, POOL_SIZE);
    for (int i = 1; i <= POOL_SIZE; i++)
        assert_true(take(&p, i));
    fixture_wait(p.f, &p.answered, 1 + POOL_SIZE);
    for (int i = 1; i <= POOL_SIZE; i++)
        assert_int_not_equal(db_conn_backend(p.takers[i].conn), backend);
    db_pool_free(p.pool);
}

static void an_unreadable_conninfo_makes_no_pool(void **state)
{
    struct fixture *f = *state;
    struct db_pool_options options = { .size = 1, .wait_ms = 1 };
    struct str problem = { 0 };

    options.settings = f->settings;
    options.settings.conninfo = "colour=red";
    assert_null(db_pool_new(f->base, &options, NULL, NULL, &f->arena, &problem));
    assert_contains(problem.p, "colour");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int test_pool(void)
{
    const struct CMUnitTest tests[] = {
        CASE(first_come_first_served),
        CASE(the_line_is_bounded),
        CASE(nobody_waits_for_ever),
        CASE(a_pool_without_a_server_answers),
        CASE(a_server_that_must_not_be_used_is_told),
        CASE(killed_connections_are_replaced),
        CASE(a_taken_connection_is_not_replaced_under_the_hand),
        CASE(an_open_transaction_does_not_come_back),
        CASE(an_unreadable_conninfo_makes_no_pool),
    };

    return cmocka_run_group_tests_name("db_pool", tests, NULL, NULL);
}
