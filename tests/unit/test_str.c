/*
 * test_str.c - runs of bytes and whole numbers.
 */
#include "tests/unit/unit.h"

#include <string.h>

#include "common/error.h"
#include "common/qty.h"

static void texts_are_ordered_by_bytes_and_then_by_length(void **state)
{
    (void)state;
    assert_true(str_cmp(STR("a"), STR("b")) < 0);
    assert_true(str_cmp(STR("ab"), STR("a")) > 0);
    assert_true(str_cmp(STR(""), STR("a")) < 0);
    assert_int_equal(str_cmp(STR("ab"), STR("ab")), 0);
    assert_true(str_cmp(STR("z"), STR("中")) < 0); /* bytes are unsigned */
}

static void empty_texts_are_equal_whether_null_or_not(void **state)
{
    (void)state;
    assert_true(str_eq(str_of(NULL), STR("")));
    assert_true(str_empty(str_of(NULL)));
    assert_false(str_eq(STR("a"), STR("")));
    assert_false(str_eq(STR("a\0b"), STR("a\0c")));
}

static void trimming_takes_blanks_and_tabs_at_both_ends_only(void **state)
{
    (void)state;
    assert_str(str_trim(STR(" \t a b\t ")), "a b");
    assert_str(str_trim(STR(" \t ")), "");
    assert_str(str_trim(STR("")), "");
    assert_str(str_trim(STR("\na")), "\na");
}

static void a_copy_is_terminated_and_its_own(void **state)
{
    char source[] = "note 17 and more";
    struct str copy = str_dup(memory, (struct str){ source, 7 });

    (void)state;
    source[0] = 'X';
    assert_int_equal(copy.n, 7);
    assert_string_equal(copy.p, "note 17");
    assert_string_equal(str_text(memory, str_of(NULL)), "");
}

static void formatted_text_may_be_longer_than_the_short_buffer(void **state)
{
    (void)state;
    for (int n = 250; n < 260; n++) {
        struct str text = str_format(memory, "%0*d", n, 7);

        assert_int_equal(text.n, n);
        assert_int_equal(strlen(text.p), n);
        assert_int_equal(text.p[n - 1], '7');
    }
    assert_str(str_format(memory, "%s", ""), "");
}

static void a_number_is_a_minus_and_digits_and_nothing_else(void **state)
{
    static const char *const wrong[] = { "",   "-",   "--1",  "+1",  " 1",
                                         "1 ", "1.0", "1e3",  "0x1", "007",
                                         "-0", "-01", "1\n2", "１",  "1,000" };
    int64_t n = 42;

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(str_int(str_of(wrong[i]), &n));
    assert_false(str_int(STR("1\0"), &n));
    assert_int_equal(n, 42); /* untouched */
    assert_true(str_int(STR("0"), &n));
    assert_int_equal(n, 0);
    assert_true(str_int(STR("-907"), &n));
    assert_int_equal(n, -907);
}

static void a_number_reaches_the_ends_of_64_bits_and_not_beyond(void **state)
{
    int64_t n = 0;

    (void)state;
    assert_true(str_int(STR("9223372036854775807"), &n));
    assert_true(n == INT64_MAX);
    assert_true(str_int(STR("-9223372036854775808"), &n));
    assert_true(n == INT64_MIN);
    assert_false(str_int(STR("9223372036854775808"), &n));
    assert_false(str_int(STR("-9223372036854775809"), &n));
    assert_false(str_int(STR("100000000000000000000000000"), &n));
}

static void a_quantity_ends_at_its_maximum_on_both_sides(void **state)
{
    struct qty q = qty(42);

    (void)state;
    assert_true(qty_parse(STR("1000000000"), &q));
    assert_int_equal(q.n, QTY_MAX);
    assert_true(qty_parse(STR("-1000000000"), &q));
    assert_str(qty_text(q, memory), "-1000000000");
    q = qty(42);
    assert_false(qty_parse(STR("1000000001"), &q));
    assert_false(qty_parse(STR("-1000000001"), &q));
    assert_false(qty_parse(STR("0012"), &q)); /* a code in the wrong field */
    assert_false(qty_parse(STR("1.5"), &q));
    assert_int_equal(q.n, 42);
}

static void every_error_has_a_name_a_sentence_and_a_code_of_its_own(void **state)
{
    (void)state;
    for (int a = 1; a < ERR_COUNT; a++) {
        assert_true(error_name((enum error_code)a)[0]);
        assert_true(error_sentence((enum error_code)a)[0]);
        assert_int_not_equal(error_wire((enum error_code)a), 0);
        for (int b = 1; b < a; b++)
            assert_int_not_equal(error_wire((enum error_code)a),
                                 error_wire((enum error_code)b));
    }
    assert_int_equal(error_wire(ERR_NONE), 0);
}

static void an_error_carries_its_field_and_detail(void **state)
{
    struct error err = refuse_with(ERR_PARAMS, "due", STR("found 30 February"));

    (void)state;
    assert_int_equal(err.code, ERR_PARAMS);
    assert_string_equal(err.field, "due");
    assert_str(err.detail, "found 30 February");
    assert_true(str_empty(refuse(ERR_BUSY, NULL).detail));
    assert_int_equal(OK.code, ERR_NONE);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(texts_are_ordered_by_bytes_and_then_by_length),
        TEST(empty_texts_are_equal_whether_null_or_not),
        TEST(trimming_takes_blanks_and_tabs_at_both_ends_only),
        TEST(a_copy_is_terminated_and_its_own),
        TEST(formatted_text_may_be_longer_than_the_short_buffer),
        TEST(a_number_is_a_minus_and_digits_and_nothing_else),
        TEST(a_number_reaches_the_ends_of_64_bits_and_not_beyond),
        TEST(a_quantity_ends_at_its_maximum_on_both_sides),
        TEST(every_error_has_a_name_a_sentence_and_a_code_of_its_own),
        TEST(an_error_carries_its_field_and_detail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
