/*
 * test_limit.c - the formula of a credit limit (R-164, R-165; V15).
 */
#include "tests/unit/unit.h"

#include "server/core/limit.h"

static struct limit_facts good_customer(void)
{
    return (struct limit_facts){
        .monthly = yuan(100000), .term_days = 30, .grade = 2, .growth = 1000
    };
}

static int64_t proposed(const struct limit_facts *f)
{
    struct money out = { -1 };

    assert_true(limit_propose(&limit_terms_house, f, &out));
    return out.fen;
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
    f.monthly = fen(10000000 + 71428); /* 140,999.99 */
    assert_int_equal(proposed(&f), 14000000);
    f.monthly = fen(10000000 + 71429); /* 141,000.00 and a bit */
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
    struct limit_terms fine = limit_terms_house;
    struct limit_facts f = good_customer();

    (void)state;
    fine.round_to = fen(1000); /* 10 yuan: an odd growth shows */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct money out;

        f.growth = cases[i].growth;
        assert_true(limit_propose(&fine, &f, &out));
        assert_int_equal(out.fen, cases[i].limit * 1000);
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
    f.monthly = fen(-1);
    assert_int_equal(proposed(&f), 0);
}

static void a_limit_beyond_what_the_house_can_hold_is_none(void **state)
{
    struct limit_facts f = good_customer();
    struct money out = { 7 };

    (void)state;
    f.monthly = fen(MONEY_MAX_FEN);
    f.term_days = INT64_MAX;
    assert_false(limit_propose(&limit_terms_house, &f, &out));
    assert_int_equal(out.fen, 7);
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
        assert_int_equal(limit_grade(&limit_terms_house, fen(cases[i].paid), fen(10000), false),
                         cases[i].grade);
    assert_int_equal(limit_grade(&limit_terms_house, fen(10000), fen(10000), true), 5);
    assert_int_equal(limit_grade(&limit_terms_house, fen(0), fen(0), false), 3);
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
        TEST(a_limit_beyond_what_the_house_can_hold_is_none),
        TEST(the_grade_follows_what_was_paid_in_time),
        TEST(growth_is_rounded_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
