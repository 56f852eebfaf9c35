/*
 * test_money.c - amounts: reading, rounding, percentages, and the words on notes.
 */
#include "tests/unit/unit.h"

#include "common/limits.h"
#include "common/money.h"

static void an_amount_reads_back_as_it_was_written(void **state)
{
    static const char *const amounts[] = { "0.00",    "0.01",     "-0.01",
                                           "1.00",    "1234.50",  "-1234.50",
                                           "9999.99", "-1000.10", "10000000000.00" };
    struct money amount;

    (void)state;
    for (size_t i = 0; i < COUNT(amounts); i++) {
        assert_true(money_parse(str_of(amounts[i]), &amount));
        assert_str(money_text(amount, memory), amounts[i]);
    }
}

static void decimals_may_be_left_out(void **state)
{
    struct money amount;

    (void)state;
    assert_true(money_parse(STR("12"), &amount));
    assert_int_equal(amount.fen, 1200);
    assert_true(money_parse(STR("12.5"), &amount));
    assert_int_equal(amount.fen, 1250);
    assert_true(money_parse(STR("-0.5"), &amount));
    assert_int_equal(amount.fen, -50);
}

static void anything_but_a_plain_amount_is_refused(void **state)
{
    static const char *const wrong[] = { "",      "-",     ".",     ".5",    "1.",  "1.234",
                                         "1,5",   "+1",    " 1",    "1 ",    "1e3", "--1",
                                         "1.-5",  "1.5.0", "01.50", "-0",    "NaN", "-0.00",
                                         "1.\n0", "１.00", "1.5x",  "1 000", "-.5", "-1." };
    struct money amount = fen(42);

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(money_parse(str_of(wrong[i]), &amount));
    assert_int_equal(amount.fen, 42); /* untouched */
}

static void one_fen_beyond_the_greatest_amount_is_refused(void **state)
{
    struct money amount = fen(42);

    (void)state;
    assert_false(money_parse(STR("10000000000.01"), &amount));
    assert_false(money_parse(STR("-10000000000.01"), &amount));
    assert_false(money_parse(STR("10000000001"), &amount));
    assert_false(money_parse(STR("92233720368547758080.00"), &amount));
    assert_int_equal(amount.fen, 42);
    assert_true(money_parse(STR("-10000000000.00"), &amount));
    assert_int_equal(amount.fen, -MONEY_MAX_FEN);
}

static void a_sum_of_the_longest_order_stays_inside_64_bits(void **state)
{
    struct money sum = fen(0);

    (void)state;
    for (int i = 0; i < LIMIT_LINES; i++)
        assert_true(money_add(sum, fen(MONEY_MAX_FEN), &sum));
    assert_int_equal(sum.fen, LIMIT_LINES * MONEY_MAX_FEN);
}

static void an_overflowing_sum_or_difference_is_refused_and_leaves_the_result(void **state)
{
    struct money out = fen(42);

    (void)state;
    assert_false(money_add(fen(INT64_MAX), fen(1), &out));
    assert_false(money_add(fen(INT64_MIN), fen(-1), &out));
    assert_false(money_sub(fen(INT64_MIN), fen(1), &out));
    assert_false(money_sub(fen(0), fen(INT64_MIN), &out));
    assert_int_equal(out.fen, 42);
    assert_true(money_sub(fen(-1), fen(INT64_MIN), &out));
    assert_true(out.fen == INT64_MAX);
}

static int64_t amount_of(int64_t price, int64_t per, int64_t count)
{
    struct money out = fen(-42);

    assert_true(money_of(fen(price), per, qty(count), &out));
    return out.fen;
}

static void half_a_fen_is_rounded_away_from_zero_once(void **state)
{
    (void)state;
    assert_int_equal(amount_of(1999, 1, 3), 5997);
    assert_int_equal(amount_of(1, 2, 1), 1);
    assert_int_equal(amount_of(1, 2, -1), -1);
    assert_int_equal(amount_of(-1, 2, 1), -1);
    assert_int_equal(amount_of(1, 3, 1), 0);
    assert_int_equal(amount_of(2, 3, 1), 1);
    assert_int_equal(amount_of(499, 1000, 1), 0);
    assert_int_equal(amount_of(500, 1000, 1), 1);
    assert_int_equal(amount_of(1250, 100, 3), 38); /* 37.5 */
    assert_int_equal(amount_of(0, 7, 5), 0);
}

static void a_price_times_a_count_beyond_64_bits_is_refused(void **state)
{
    struct money out = fen(42);

    (void)state;
    assert_false(money_of(fen(INT64_MAX), 1, qty(2), &out));
    assert_false(money_of(fen(INT64_MIN), 1, qty(INT64_MIN), &out));
    assert_int_equal(out.fen, 42);
    /* The product needs more than 64 bits, the amount does not. */
    assert_true(amount_of(INT64_MAX, 1000, 1000) == INT64_MAX);
    assert_true(amount_of(INT64_MAX, INT64_MAX, INT64_MAX) == INT64_MAX);
}

static void a_percentage_is_compared_to_the_last_fen(void **state)
{
    (void)state;
    assert_true(money_within_percent(fen(2000000), fen(10000000), 20));
    assert_false(money_within_percent(fen(2000001), fen(10000000), 20));
    assert_true(money_within_percent(fen(33), fen(100), 33));
    assert_false(money_within_percent(fen(1), fen(3), 33));
    assert_true(money_within_percent(fen(1), fen(3), 34));
    assert_true(money_within_percent(fen(0), fen(0), 0));
    assert_false(money_within_percent(fen(1), fen(0), 100));
    assert_true(money_within_percent(fen(INT64_MAX), fen(INT64_MAX), 100));
    assert_false(money_within_percent(fen(INT64_MAX), fen(INT64_MAX - 1), 100));
}

static void the_least_amount_has_a_text_too(void **state)
{
    (void)state;
    assert_str(money_text(fen(INT64_MIN), memory), "-92233720368547758.08");
}

struct spoken {
    int64_t fen;
    const char *words;
};

static void assert_spoken(const struct spoken *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_str(money_words_zh(fen(rows[i].fen), memory), rows[i].words);
}

static void words_close_with_zheng_unless_fen_are_named(void **state)
{
    static const struct spoken rows[] = {
        { 0, "零元整" },       { 100, "壹元整" },       { 1000, "壹拾元整" },
        { 50, "伍角整" },      { 5, "伍分" },           { 55, "伍角伍分" },
        { 120, "壹元贰角整" }, { 123, "壹元贰角叁分" }, { 500, "伍元整" },
        { 700, "柒元整" },     { 900, "玖元整" },       { 1100, "壹拾壹元整" },
        { 2000, "贰拾元整" },
    };

    (void)state;
    assert_spoken(rows, COUNT(rows));
}

/* The examples of the People's Bank's rules for filling in bills (1997), and neighbours. */
static void one_zero_stands_for_any_run_of_zeros_between_digits(void **state)
{
    static const struct spoken rows[] = {
        { 140950, "壹仟肆佰零玖元伍角整" },
        { 600714, "陆仟零柒元壹角肆分" },
        { 168032, "壹仟陆佰捌拾元零叁角贰分" },
        { 10700053, "壹拾万零柒仟元零伍角叁分" },
        { 1640902, "壹万陆仟肆佰零玖元零贰分" },
        { 32504, "叁佰贰拾伍元零肆分" },
        { 101, "壹元零壹分" },
        { 1001, "壹拾元零壹分" },
        { 10001, "壹佰元零壹分" },
        { 1000100, "壹万零壹元整" },
        { 1010100, "壹万零壹佰零壹元整" },
        { 100100, "壹仟零壹元整" },
    };

    (void)state;
    assert_spoken(rows, COUNT(rows));
}

static void empty_groups_of_four_are_not_named(void **state)
{
    static const struct spoken rows[] = {
        { 1000000, "壹万元整" },
        { 10000000, "壹拾万元整" },
        { 100000000, "壹佰万元整" },
        { 1000000000, "壹仟万元整" },
        { 10000000000, "壹亿元整" },
        { 10000000500, "壹亿零伍元整" },
        { 10000500000, "壹亿零伍仟元整" },
        { 10005000000, "壹亿零伍万元整" },
        { 11000000000, "壹亿壹仟万元整" },
        { MONEY_MAX_FEN, "壹佰亿元整" },
        { 100000000000000, "壹万亿元整" },
        { 120000000000000, "壹万贰仟亿元整" },
        { 100000000000100, "壹万亿零壹元整" },
        { 1000000000000000000, "壹亿亿元整" },
    };

    (void)state;
    assert_spoken(rows, COUNT(rows));
}

static void words_of_the_extremes_fit(void **state)
{
    static const struct spoken rows[] = {
        { -12345, "负壹佰贰拾叁元肆角伍分" },
        { INT64_MIN, "负玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万"
                     "柒仟柒佰伍拾捌元零捌分" },
        { 999999999999, "玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分" },
    };

    (void)state;
    assert_spoken(rows, COUNT(rows));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(an_amount_reads_back_as_it_was_written),
        TEST(decimals_may_be_left_out),
        TEST(anything_but_a_plain_amount_is_refused),
        TEST(one_fen_beyond_the_greatest_amount_is_refused),
        TEST(a_sum_of_the_longest_order_stays_inside_64_bits),
        TEST(an_overflowing_sum_or_difference_is_refused_and_leaves_the_result),
        TEST(half_a_fen_is_rounded_away_from_zero_once),
        TEST(a_price_times_a_count_beyond_64_bits_is_refused),
        TEST(a_percentage_is_compared_to_the_last_fen),
        TEST(the_least_amount_has_a_text_too),
        TEST(words_close_with_zheng_unless_fen_are_named),
        TEST(one_zero_stands_for_any_run_of_zeros_between_digits),
        TEST(empty_groups_of_four_are_not_named),
        TEST(words_of_the_extremes_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
