/*
 * test_limit.c - the formula of a credit limit (R-164, R-165; V15).
 */
#include "tests/unit/unit.h"

#include "server/core/limit.h"

static const struct limit_terms house = {
    .buffer_days = 10,
    .grade_percent = { 95, 90, 80, 60, 0 },
    .grade_factor = { 120, 100, 80, 50, 0 },
    .least_h = -1000,
    .most_h = 3000,
    .round_to = { 100000 },
};

static struct limit_facts good_customer(void)
{
    return (struct limit_facts){
        .shipped = yuan(600000), .months = 6, .term_days = 30, .grade = 2, .growth = 1000
    };
}

static int64_t proposed(const struct limit_facts *f)
{
    return limit_formula(&house, f).fen;
}

static void a_hundred_thousand_a_month_grown_by_ten_percent_gives_140000(void **state) /* V15 */
{
    struct limit_facts f = good_customer();

    (void)state;
    assert_int_equal(proposed(&f), 14000000);
}

static void the_limit_goes_down_to_whole_thousands(void **state)
{
    struct limit_facts f = good_customer();

    (void)state;
    f.shipped = fen(60000000 + 428571); /* 140,999.99 */
    assert_int_equal(proposed(&f), 14000000);
    f.shipped = fen(60000000 + 428572); /* 141,000.00 and a bit: S is not rounded */
    assert_int_equal(proposed(&f), 14100000);
}

static void growth_is_halved_and_held_within_its_bounds(void **state)
{
    static const struct {
        int64_t growth, limit;
    } cases[] = {
        { 0, 13333 },     { 1, 13334 },     { 6000, 17333 },  { 6001, 17333 },
        { 90000, 17333 }, { -2000, 12000 }, { -2001, 12000 }, { -9999, 12000 },
    };
    struct limit_terms fine = house;
    struct limit_facts f = good_customer();

    (void)state;
    fine.round_to = fen(1000); /* 10 yuan: an odd growth shows */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        f.growth = cases[i].growth;
        assert_int_equal(limit_formula(&fine, &f).fen, cases[i].limit * 1000);
    }
}

static void each_grade_has_its_factor_and_the_last_gets_nothing(void **state)
{
    static const int64_t limits[] = { 16000000, 13300000, 10600000, 6600000, 0 };
    struct limit_facts f = good_customer();

    (void)state;
    f.growth = 0;
    for (f.grade = 1; f.grade <= LIMIT_GRADES; f.grade++)
        assert_int_equal(proposed(&f), limits[f.grade - 1]);
}

static void who_sent_back_more_than_he_took_gets_nothing(void **state)
{
    struct limit_facts f = good_customer();

    (void)state;
    f.shipped = fen(-1);
    assert_int_equal(proposed(&f), 0);
}

static void no_limit_is_beyond_what_the_house_can_hold(void **state)
{
    struct limit_facts f = good_customer();

    (void)state;
    f.shipped = fen(MONEY_MAX_FEN);
    f.term_days = INT64_MAX;
    assert_int_equal(proposed(&f), MONEY_MAX_FEN - MONEY_MAX_FEN % 100000);
}

static void the_grade_follows_what_was_paid_in_time(void **state)
{
    static const struct {
        int64_t paid, grade;
    } cases[] = {
        { 10000, 1 }, { 9500, 1 }, { 9499, 2 }, { 9000, 2 }, { 8999, 3 },
        { 8000, 3 },  { 7999, 4 }, { 6000, 4 }, { 5999, 5 }, { 0, 5 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(limit_grade(&house, fen(cases[i].paid), fen(10000), false),
                         cases[i].grade);
    assert_int_equal(limit_grade(&house, fen(10000), fen(10000), true), 5);
    assert_int_equal(limit_grade(&house, fen(0), fen(0), false), 3);
}

static void growth_is_rounded_down(void **state)
{
    (void)state;
    assert_int_equal(limit_growth(yuan(110), yuan(100)), 1000);
    assert_int_equal(limit_growth(yuan(3), yuan(7)), -5715);
    assert_int_equal(limit_growth(yuan(8), yuan(7)), 1428);
    assert_int_equal(limit_growth(yuan(50), yuan(0)), 0);
    assert_int_equal(limit_growth(fen(MONEY_MAX_FEN), fen(1)), 1000000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_hundred_thousand_a_month_grown_by_ten_percent_gives_140000),
        TEST(the_limit_goes_down_to_whole_thousands),
        TEST(growth_is_halved_and_held_within_its_bounds),
        TEST(each_grade_has_its_factor_and_the_last_gets_nothing),
        TEST(who_sent_back_more_than_he_took_gets_nothing),
        TEST(no_limit_is_beyond_what_the_house_can_hold),
        TEST(the_grade_follows_what_was_paid_in_time),
        TEST(growth_is_rounded_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
