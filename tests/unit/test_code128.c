/*
 * test_code128.c - the bar code of a document's number.
 */
#include "tests/unit/unit.h"

#include <string.h>

#include "common/code128.h"

static void assert_widths(const char *text, const char *widths)
{
    struct code128 c;

    assert_true(code128_set(str_of(text), &c));
    assert_int_equal(c.count, strlen(widths));
    for (size_t i = 0; i < c.count; i++)
        assert_int_equal(c.widths[i], widths[i] - '0');
}

/* Worked out by hand from the standard's rule: start, values, sum of place times value mod 103.
 */
static void letters_are_set_b(void **state)
{
    (void)state;
    /* B(104) P=48 J=42 C=35: (104 + 48 + 84 + 105) % 103 = 32 */
    assert_widths("PJC", "211214"
                         "313121"
                         "112133"
                         "131321"
                         "232121"
                         "2331112");
}

static void four_digits_are_two_symbols_of_set_c(void **state)
{
    (void)state;
    /* C(105) 26 11: (105 + 26 + 22) % 103 = 50 */
    assert_widths("2611", "211232"
                          "321221"
                          "231212"
                          "231131"
                          "2331112");
}

/* DN, 2611 and '-' in B (four digits in the middle save nothing), then C for 000001. */
static void a_documents_number_changes_sets_once(void **state)
{
    struct code128 c;

    (void)state;
    assert_true(code128_set(STR("DN2611-000001"), &c));
    /* start, 7 in B, switch, 3 in C, check, stop */
    assert_int_equal(c.count, 13 * 6 + 7);
    assert_int_equal(c.modules, 13 * 11 + 13);
}

static void every_symbol_is_eleven_modules(void **state)
{
    struct code128 c;

    (void)state;
    for (char a = ' '; a <= '~'; a++) {
        char text[2] = { a, 0 };
        unsigned sum = 0;

        assert_true(code128_set(str_of(text), &c));
        for (size_t i = 6; i < 12; i++)
            sum += c.widths[i];
        assert_int_equal(sum, 11);
    }
}

static void what_has_no_bars_is_refused(void **state)
{
    struct code128 c;

    (void)state;
    assert_false(code128_set(STR(""), &c));
    assert_false(code128_set(STR("單"), &c));
    assert_false(code128_set(STR("A\n"), &c));
    assert_false(code128_set(STR("123456789012345678901234567890123"), &c));
    assert_true(code128_set(STR("~~~~0000~~~~0000~~~~0000~~~~0000"), &c));
    assert_true(c.count <= CODE128_WIDTHS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(letters_are_set_b),
        TEST(four_digits_are_two_symbols_of_set_c),
        TEST(a_documents_number_changes_sets_once),
        TEST(every_symbol_is_eleven_modules),
        TEST(what_has_no_bars_is_refused),
    };

    return cmocka_run_group_tests_name("code128", tests, NULL, NULL);
}
