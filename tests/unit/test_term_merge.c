/* Three versions of a document: what they changed, what both did, what is kept. */
#include "unit.h"

#include "client/term/amend.h"

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

/* Of 100 pieces 30 are shipped, 20 picked and 10 allocated; of the others nothing is open. */
static void of_a_rest_only_what_is_open_is_changed(void **state)
{
    static const char order[] =
        "{\"order\":{\"wanted\":\"2026-12-24\",\"complete\":true},\"lines\":["
        "{\"line\":1,\"product\":\"PX001\",\"ordered\":\"100\",\"price\":\"2.00\"},"
        "{\"line\":2,\"product\":\"PX002\",\"ordered\":\"7\",\"price\":\"3.00\"}]}";
    static const char note[] =
        "{\"lines\":[{\"line\":1,\"qty\":\"100\",\"allocated\":\"30\",\"issued\":\"30\",\"closed\":\"0\"},"
        "{\"line\":2,\"qty\":\"7\",\"allocated\":\"0\",\"issued\":\"7\",\"closed\":\"0\"}],"
        "\"shipments\":[{\"part\":1,\"state\":\"CONSIGNED\"},{\"part\":2,\"state\":\"PICKED\"},"
        "{\"part\":3,\"state\":\"ALLOCATED\"}],\"shipment_lines\":[{\"part\":1,\"line\":1,\"qty\":\"30\"},"
        "{\"part\":2,\"line\":1,\"qty\":\"20\"},{\"part\":3,\"line\":1,\"qty\":\"10\"}]}";
    struct json_doc shown, its_note;
    struct merge_doc all, rest;

    (void)state;
    assert_int_equal(json_parse(str_of(order), memory, &shown).code, ERR_NONE);
    assert_int_equal(json_parse(str_of(note), memory, &its_note).code, ERR_NONE);
    amend_read(shown.root, NULL, &all, memory);
    assert_str(merge_get(&all, STR("1 qty")), "100");
    assert_str(merge_get(&all, STR("2 product")), "PX002");
    assert_str(merge_get(&all, STR("complete")), "yes");
    amend_read(shown.root, its_note.root, &rest, memory);
    assert_str(merge_get(&rest, STR("1 qty")), "50");
    assert_str(merge_get(&rest, STR("2 product")), "");
    json_release(&shown);
    json_release(&its_note);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_what_they_changed_has_a_row),
        TEST(a_conflict_stands_first_and_keeps_mine),
        TEST(the_same_change_on_both_sides_is_no_conflict),
        TEST(lines_that_came_or_went_count_as_changed),
        TEST(many_values_are_kept_apart),
        TEST(of_a_rest_only_what_is_open_is_changed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
