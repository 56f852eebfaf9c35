/* Bars of signs, and the gauge of a limit. */
#include "unit.h"

#include <locale.h>

#include "client/term/bars.h"

static int setup(void **state)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    return arena_setup(state);
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, arena_teardown)

static void a_bar_tells_never_more_than_there_is(void **state)
{
    static const struct {
        int64_t amount, whole;
        const char *bar;
    } bars[] = {
        { 0, 100, ".........." },
        { 1, 100, "#........." },
        { 19, 100, "#........." },
        { 20, 100, "##........" },
        { 60, 100, "######...." },
        { 99, 100, "#########." },
        { 100, 100, "##########" },
        { 101, 100, "##########" },
        { -5, 100, ".........." },
        { 5, 0, ".........." },
        { INT64_MAX / 2, INT64_MAX, "####......" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(bars); i++)
        assert_str(bars_fill(bars[i].amount, bars[i].whole, 10, memory), bars[i].bar);
    assert_str(bars_fill(1, 2, 0, memory), "");
}

static void the_gauge_gives_way_before_the_numbers(void **state)
{
    static const struct {
        size_t cells;
        const char *text;
    } lines[] = {
        { 80, "limit 200,000.00  used 120,000.00  [######....]" },
        { 47, "limit 200,000.00  used 120,000.00  [######....]" },
        { 46, "limit 200,000.00  used 120,000.00  [#####....]" },
        { 42, "limit 200,000.00  used 120,000.00  [###..]" },
        { 41, "limit 200,000.00  used 120,000.00" },
        { 10, "limit 200,000.00  used 120,000.00" },
    };
    bool over;

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        assert_str(bars_gauge(yuan(200000), yuan(120000), lines[i].cells, memory, &over),
                   lines[i].text);
        assert_false(over);
    }
}

static void what_is_over_the_limit_is_said(void **state)
{
    bool over = false;

    (void)state;
    assert_str(bars_gauge(yuan(1000), yuan(1234), 80, memory, &over),
               "limit 1,000.00  used 1,234.00  over by 234.00  [##########]");
    assert_true(over);
    assert_str(bars_gauge(yuan(1000), yuan(1000), 80, memory, &over),
               "limit 1,000.00  used 1,000.00  [##########]");
    assert_false(over);
}

static void bars_of_one_scale_stand_behind_their_numbers(void **state)
{
    (void)state;
    assert_str(bars_line(STR("31-60"), STR("1,204,500.00"), STR("18.2"), 56, memory),
               "31-60      1,204,500.00  18.2 %  ####...................");
    assert_str(bars_line(STR(">90"), STR("5.00"), STR("100.0"), 43, memory),
               ">90                5.00 100.0 %  ##########");
    assert_str(bars_line(STR(">90"), STR("5.00"), STR("100.0"), 37, memory),
               ">90                5.00 100.0 %");
    assert_str(bars_line(STR("1-5"), STR("123,456,789,012.00"), STR("0.1"), 46, memory),
               "1-5      123,456,789,012.00   0.1 %  #........");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_bar_tells_never_more_than_there_is),
        TEST(the_gauge_gives_way_before_the_numbers),
        TEST(what_is_over_the_limit_is_said),
        TEST(bars_of_one_scale_stand_behind_their_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
