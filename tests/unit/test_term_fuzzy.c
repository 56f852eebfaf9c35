/* What fits what was typed, and which fits better. */
#include "unit.h"

#include "client/term/fuzzy.h"

static int fits(const char *text, const char *find)
{
    return fuzzy_fits(str_of(text), str_of(find));
}

static void characters_in_their_order_fit(void **state)
{
    (void)state;
    assert_true(fits("order.print", "oprt"));
    assert_true(fits("Orders to check", "OTC"));
    assert_true(fits("上海宏圖貿易", "宏貿"));
    assert_false(fits("order.print", "tnirp"));
    assert_false(fits("order", "orders"));
    assert_false(fits("", "o"));
    assert_false(fits("上海", "下"));
}

static void nothing_typed_fits_all(void **state)
{
    (void)state;
    assert_int_equal(fits("order.print", ""), 1);
    assert_int_equal(fits("", ""), 1);
}

static void beginnings_of_words_and_runs_fit_better(void **state)
{
    static const struct {
        const char *find, *better, *worse;
    } rows[] = {
        { "print", "order.print", "pick a price in time" },
        { "sign", "sign", "order.sign" },
        { "tp", "To print", "stop" },
        { "or", "Orders", "for" },
        { "宏圖", "上海宏圖", "上宏大的圖" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_true(fits(rows[i].better, rows[i].find) > fits(rows[i].worse, rows[i].find));
}

static void the_best_place_counts_not_the_first(void **state)
{
    (void)state;
    assert_int_equal(fits("xaxb ab", "ab"), fits("yyyy ab", "ab"));
}

static void broken_bytes_end_the_text(void **state)
{
    (void)state;
    assert_false(fits("a\xFF"
                      "b",
                      "ab"));
    assert_true(fits("a\xFF"
                     "b",
                     "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_in_their_order_fit),
        cmocka_unit_test(nothing_typed_fits_all),
        cmocka_unit_test(beginnings_of_words_and_runs_fit_better),
        cmocka_unit_test(the_best_place_counts_not_the_first),
        cmocka_unit_test(broken_bytes_end_the_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
