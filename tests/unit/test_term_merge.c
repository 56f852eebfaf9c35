/* Three versions of a document: what they changed, what both did, what is kept. */
#include "unit.h"

#include "client/term/merge.h"

static struct merge_doc before, mine, theirs;

static int setup(void **state)
{
    before = mine = theirs = (struct merge_doc){ 0 };
    return arena_setup(state);
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, arena_teardown)

static void put(const char *key, const char *was, const char *i, const char *they)
{
    if (was)
        merge_put(&before, str_of(key), str_of(was), memory);
    if (i)
        merge_put(&mine, str_of(key), str_of(i), memory);
    if (they)
        merge_put(&theirs, str_of(key), str_of(they), memory);
}

static void only_what_they_changed_has_a_row(void **state)
{
    struct merge m;

    (void)state;
    put("wanted", "03-09", "03-09", "03-09");
    put("1 qty", "100", "120", "100");
    put("2 qty", "7", "7", "9");
    m = merge_of(&before, &mine, &theirs, memory);
    assert_int_equal(m.count, 1);
    assert_int_equal(m.conflicts, 0);
    assert_str(m.rows[0].key, "2 qty");
    assert_true(m.rows[0].takes_theirs);
    assert_false(m.rows[0].is_conflict);
}

static void a_conflict_stands_first_and_keeps_mine(void **state)
{
    struct merge m;

    (void)state;
    put("wanted", "03-09", "03-09", "03-10");
    put("1 qty", "100", "120", "90");
    m = merge_of(&before, &mine, &theirs, memory);
    assert_int_equal(m.count, 2);
    assert_int_equal(m.conflicts, 1);
    assert_str(m.rows[0].key, "1 qty");
    assert_str(m.rows[0].before, "100");
    assert_str(m.rows[0].mine, "120");
    assert_str(m.rows[0].theirs, "90");
    assert_false(m.rows[0].takes_theirs);
    assert_str(m.rows[1].key, "wanted");
}

static void the_same_change_on_both_sides_is_no_conflict(void **state)
{
    (void)state;
    put("1 qty", "100", "90", "90");
    assert_int_equal(merge_of(&before, &mine, &theirs, memory).count, 0);
}

static void lines_that_came_or_went_count_as_changed(void **state)
{
    struct merge m;

    (void)state;
    put("1 qty", "100", "120", NULL); /* they removed what I changed */
    put("2 qty", "7", NULL, "9");     /* I removed what they changed */
    put("3 qty", NULL, NULL, "4");    /* they added one */
    m = merge_of(&before, &mine, &theirs, memory);
    assert_int_equal(m.count, 3);
    assert_int_equal(m.conflicts, 2);
    assert_str(m.rows[0].theirs, "");
    assert_str(m.rows[1].mine, "");
    assert_str(m.rows[2].key, "3 qty");
    assert_true(m.rows[2].takes_theirs);
}

static void many_values_are_kept_apart(void **state)
{
    (void)state;
    for (int i = 0; i < 500; i++)
        put(str_text(memory, str_format(memory, "%d qty", i)), "1",
            str_text(memory, str_format(memory, "%d", i)), "1");
    assert_str(merge_get(&mine, STR("499 qty")), "499");
    assert_str(merge_get(&mine, STR("0 qty")), "0");
    assert_int_equal(merge_get(&mine, STR("500 qty")).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_what_they_changed_has_a_row),
        TEST(a_conflict_stands_first_and_keeps_mine),
        TEST(the_same_change_on_both_sides_is_no_conflict),
        TEST(lines_that_came_or_went_count_as_changed),
        TEST(many_values_are_kept_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
