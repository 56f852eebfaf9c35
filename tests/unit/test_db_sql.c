/*
 * test_db_sql.c - what the database floor decides without a database.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "server/db/bind.h"
#include "server/db/db_target.h"
#include "server/db/sql.h"

static enum db_commit judged(enum db_fate fate, struct db_result commit)
{
    struct db_outcome outcome = { .fate = fate, .results = &commit, .count = 1 };

    return db_commit_of(&outcome, 0);
}

static struct db_result tagged(const char *tag, const char *warning)
{
    struct db_result result = { .status = DB_DONE, .tag = str_of(tag) };

    strcpy(result.warning, warning);
    return result;
}

static struct db_result failed(const char *sqlstate)
{
    struct db_result result = { .status = DB_FAILED };

    strcpy(result.error.sqlstate, sqlstate);
    return result;
}

/* The session was ended with that code before COMMIT was answered. */
static enum db_commit lost_by(const char *sqlstate)
{
    struct db_result unanswered = { 0 };
    struct db_outcome outcome = { .fate = DB_LOST, .results = &unanswered, .count = 1 };

    strcpy(outcome.why.sqlstate, sqlstate);
    return db_commit_of(&outcome, 0);
}

static void a_session_that_ended_idle_committed_nothing(void **state)
{
    (void)state;
    assert_int_equal(lost_by("25P03"), DB_ROLLED_BACK);
    assert_int_equal(lost_by("57P01"), DB_COMMIT_UNKNOWN);
    assert_int_equal(lost_by(""), DB_COMMIT_UNKNOWN);
}

static void only_the_plain_tag_commit_is_success(void **state)
{
    (void)state;
    assert_int_equal(judged(DB_ANSWERED, tagged("COMMIT", "")), DB_COMMITTED);
    assert_int_equal(judged(DB_ANSWERED, tagged("ROLLBACK", "")), DB_ROLLED_BACK);
    assert_int_equal(judged(DB_ANSWERED, tagged("COMMIT", "01000")), DB_COMMIT_UNKNOWN);
    assert_int_equal(judged(DB_ANSWERED, tagged("COMMIT", "57P01")), DB_COMMIT_UNKNOWN);
    assert_int_equal(judged(DB_ANSWERED, tagged("SELECT 1", "")), DB_COMMIT_UNKNOWN);
}

static void a_lost_commit_is_unknown_and_an_unsent_one_is_not(void **state)
{
    (void)state;
    assert_int_equal(judged(DB_LOST, tagged("COMMIT", "")), DB_COMMIT_UNKNOWN);
    assert_int_equal(judged(DB_LOST, (struct db_result){ 0 }), DB_COMMIT_UNKNOWN);
    assert_int_equal(judged(DB_UNSENT, (struct db_result){ 0 }), DB_ROLLED_BACK);
}

static void only_errors_before_the_commit_record_are_rollbacks(void **state)
{
    static const char *const certain[] = { "23503", "23505", "40001", "40P01", "P0001" };
    static const char *const doubtful[] = { "53100", "57014", "57P01", "58030", "XX000", "" };

    (void)state;
    for (size_t i = 0; i < COUNT(certain); i++)
        assert_int_equal(judged(DB_ANSWERED, failed(certain[i])), DB_ROLLED_BACK);
    for (size_t i = 0; i < COUNT(doubtful); i++)
        assert_int_equal(judged(DB_ANSWERED, failed(doubtful[i])), DB_COMMIT_UNKNOWN);
}

static void values_are_copied_and_terminated(void **state)
{
    static const struct db_statement two = { "two", "SELECT $1, $2", 2 };
    char text[] = "abcdef";
    struct db_batch batch;
    struct arena arena;

    (void)state;
    arena_init(&arena, 65536);
    db_batch_init(&batch, &arena);
    assert_int_equal(db_batch_add(&batch, &two, (struct str[]){ { text, 3 }, DB_NULL }), 0);
    db_batch_sync(&batch);
    assert_int_equal(db_batch_add(&batch, &two, (struct str[]){ STR(""), STR("x") }), 1);
    text[0] = 'Z';
    assert_string_equal(batch.steps[0].values[0], "abc");
    assert_null(batch.steps[0].values[1]);
    assert_string_equal(batch.steps[2].values[0], "");
    assert_false(batch.spoiled);
    db_batch_add(&batch, &two, (struct str[]){ STR("a\0b"), DB_NULL });
    assert_true(batch.spoiled);
    arena_release(&arena);
}

static void a_batch_grows(void **state)
{
    static const struct db_statement one = { "one", "SELECT $1", 1 };
    struct db_batch batch;
    struct arena arena;

    (void)state;
    arena_init(&arena, 1024 * 1024);
    db_batch_init(&batch, &arena);
    for (size_t i = 0; i < 500; i++) {
        struct str value = str_format(&arena, "%zu", i);

        assert_int_equal(db_batch_add(&batch, &one, &value), i);
    }
    for (size_t i = 0; i < 500; i++)
        assert_string_equal(batch.steps[i].values[0], str_format(&arena, "%zu", i).p);
    arena_release(&arena);
}

static void host_lists_are_turned(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, 65536);
    assert_string_equal(db_list_turned("a,b,c", 0, &arena), "a,b,c");
    assert_string_equal(db_list_turned("a,b,c", 1, &arena), "b,c,a");
    assert_string_equal(db_list_turned("a,b,c", 5, &arena), "c,a,b");
    assert_string_equal(db_list_turned("a", 7, &arena), "a");
    assert_string_equal(db_list_turned("a,,", 1, &arena), ",,a");
    arena_release(&arena);
}

static bool needs_lookup(const char *conninfo)
{
    struct db_target target;
    struct arena arena;
    struct str problem;
    bool needs;

    arena_init(&arena, 65536);
    assert_true(db_target_init(&target, conninfo, &arena, &problem));
    needs = db_target_needs_lookup(&target);
    db_target_release(&target);
    arena_release(&arena);
    return needs;
}

static void host_names_are_told_from_addresses(void **state)
{
    (void)state;
    assert_false(needs_lookup("dbname=osb"));
    assert_false(needs_lookup("host=/run/postgresql"));
    assert_false(needs_lookup("host=10.0.0.1,::1"));
    assert_false(needs_lookup("host=db.example hostaddr=10.0.0.1"));
    assert_true(needs_lookup("host=10.0.0.1,db.example"));
    assert_true(needs_lookup("postgresql://db.example/osb"));
}

static void an_unreadable_conninfo_says_so(void **state)
{
    struct db_target target;
    struct arena arena;
    struct str problem = { 0 };

    (void)state;
    arena_init(&arena, 65536);
    assert_false(db_target_init(&target, "colour=red", &arena, &problem));
    assert_non_null(strstr(problem.p, "colour"));
    arena_release(&arena);
}

static void arrays_are_quoted(void **state)
{
    const struct str values[] = { STR("plain"), STR(""), DB_NULL, STR("NULL"),
                                  STR("a \"b\\ {c},d") };
    struct arena arena;

    (void)state;
    arena_init(&arena, 65536);
    assert_string_equal(db_array(&arena, values, 0).p, "{}");
    assert_string_equal(db_array(&arena, values, COUNT(values)).p,
                        "{\"plain\",\"\",NULL,\"NULL\",\"a \\\"b\\\\ {c},d\"}");
    arena_release(&arena);
}

static void values_are_read_strictly(void **state)
{
    const struct str values[] = { STR("-12"), STR("t"), DB_NULL, STR("1x") };
    struct db_result r = { .rows = 1, .columns = COUNT(values), .values = values };
    int64_t n = 0;
    bool yes = false;

    (void)state;
    assert_true(db_read_int(&r, 0, 0, &n));
    assert_int_equal(n, -12);
    assert_false(db_read_int(&r, 0, 2, &n));
    assert_false(db_read_int(&r, 0, 3, &n));
    assert_true(db_read_bool(&r, 0, 1, &yes));
    assert_true(yes);
    assert_false(db_read_bool(&r, 0, 2, &yes));
    assert_false(db_read_bool(&r, 0, 0, &yes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_that_ended_idle_committed_nothing),
        cmocka_unit_test(only_the_plain_tag_commit_is_success),
        cmocka_unit_test(a_lost_commit_is_unknown_and_an_unsent_one_is_not),
        cmocka_unit_test(only_errors_before_the_commit_record_are_rollbacks),
        cmocka_unit_test(values_are_copied_and_terminated),
        cmocka_unit_test(a_batch_grows),
        cmocka_unit_test(host_lists_are_turned),
        cmocka_unit_test(host_names_are_told_from_addresses),
        cmocka_unit_test(an_unreadable_conninfo_says_so),
        cmocka_unit_test(arrays_are_quoted),
        cmocka_unit_test(values_are_read_strictly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
