/*
 * test_day.c - dates, leap years, and instants in ISO 8601.
 */
#include "tests/unit/unit.h"

#include <time.h>

#include "common/day.h"

static struct day d(const char *text)
{
    struct day day = { 0 };

    if (!day_parse(str_of(text), &day))
        fail_msg("not a day: %s", text);
    return day;
}

static int64_t us_of(const char *text, int offset_min)
{
    struct instant at = { 0 };

    if (!instant_parse(str_of(text), offset_min, &at))
        fail_msg("not an instant: %s", text);
    return at.us;
}

static void every_day_of_two_centuries_agrees_with_the_system_calendar(void **state)
{
    int32_t end = d("2199-12-31").n;

    (void)state;
    for (int32_t n = d("1990-01-01").n; n <= end; n++) {
        time_t seconds = (time_t)n * 86400;
        struct tm tm;
        int year;
        int month;
        int dom;

        gmtime_r(&seconds, &tm);
        day_split((struct day){ n }, &year, &month, &dom);
        assert_int_equal(year, tm.tm_year + 1900);
        assert_int_equal(month, tm.tm_mon + 1);
        assert_int_equal(dom, tm.tm_mday);
        assert_int_equal(day_of(year, month, dom).n, n);
        assert_int_equal(day_weekday((struct day){ n }), (tm.tm_wday + 6) % 7);
    }
}

static void days_before_1970_and_far_away_split_and_join(void **state)
{
    static const int32_t days[] = { -1, -719468, -719469, -800000, INT32_MIN, INT32_MAX };

    (void)state;
    for (size_t i = 0; i < COUNT(days); i++) {
        int year;
        int month;
        int dom;

        day_split((struct day){ days[i] }, &year, &month, &dom);
        assert_int_equal(day_of(year, month, dom).n, days[i]);
        assert_in_range(day_weekday((struct day){ days[i] }), 0, 6);
    }
    assert_int_equal(day_weekday((struct day){ -1 }), 2); /* a Wednesday */
}

static void the_29th_of_february_exists_in_leap_years_only(void **state)
{
    struct day out = { 42 };

    (void)state;
    assert_true(day_parse(STR("2000-02-29"), &out));
    assert_true(day_parse(STR("2024-02-29"), &out));
    out.n = 42;
    assert_false(day_parse(STR("2100-02-29"), &out));
    assert_false(day_parse(STR("2026-02-29"), &out));
    assert_false(day_parse(STR("2024-02-30"), &out));
    assert_int_equal(out.n, 42);
}

static void only_a_real_date_in_full_iso_form_is_read(void **state)
{
    static const char *const wrong[] = {
        "",           "2026-11-2",   "2026-11-222",      "26-11-22",   "2026/11/22",
        "20261122",   " 2026-11-22", "2026-11-22 ",      "2026-13-01", "2026-00-01",
        "2026-04-31", "2026-01-00",  "2026-01-32",       "1989-12-31", "2200-01-01",
        "-026-11-22", "2026-1a-22",  "2026-11-22T00:00", "+026-11-22",
    };
    struct day out = { 42 };

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(day_parse(str_of(wrong[i]), &out));
    assert_int_equal(out.n, 42);
    assert_str(day_text(d("1990-01-01"), memory), "1990-01-01");
    assert_str(day_text(d("2199-12-31"), memory), "2199-12-31");
}

static void no_day_and_no_instant_are_the_empty_text(void **state)
{
    (void)state;
    assert_str(day_text((struct day){ 0 }, memory), "");
    assert_str(instant_text((struct instant){ 0 }, memory), "");
}

static void months_are_added_across_years_in_both_directions(void **state)
{
    struct day start = day_month_start(d("2024-02-29"));

    (void)state;
    assert_str(day_text(start, memory), "2024-02-01");
    assert_str(day_text(day_add_months(start, 0), memory), "2024-02-01");
    assert_str(day_text(day_add_months(start, 11), memory), "2025-01-01");
    assert_str(day_text(day_add_months(start, -2), memory), "2023-12-01");
    assert_str(day_text(day_add_months(start, -14), memory), "2022-12-01");
    assert_str(day_text(day_add(day_add_months(start, 1), -1), memory), "2024-02-29");
}

static void adding_days_stops_at_the_ends_instead_of_wrapping(void **state)
{
    (void)state;
    assert_int_equal(day_add((struct day){ INT32_MAX }, 1).n, INT32_MAX);
    assert_int_equal(day_add((struct day){ INT32_MIN }, -1).n, INT32_MIN);
    assert_str(day_text(day_add(d("2026-12-31"), 1), memory), "2027-01-01");
}

static void an_instant_is_read_in_every_form_we_meet(void **state)
{
    int64_t at = us_of("2026-11-22T06:05:00Z", 0);

    (void)state;
    assert_int_equal(us_of("2026-11-22T14:05:00+08:00", 0), at);
    assert_int_equal(us_of("2026-11-22 14:05:00+08", 0), at); /* PostgreSQL */
    assert_int_equal(us_of("2026-11-22 14:05", 480), at);
    assert_int_equal(us_of("2026-11-22T06:05Z", 480), at); /* its own zone wins */
    assert_int_equal(us_of("2026-11-22T06:05+00", 480), at);
    assert_int_equal(us_of("2026-11-21T21:35:00-08:30", 0), at);
    assert_int_equal(us_of("2026-11-22T06:05:00.5Z", 0), at + 500000);
    assert_int_equal(us_of("2026-11-22T06:05:00.000001Z", 0), at + 1);
}

static void anything_else_is_no_instant(void **state)
{
    static const char *const wrong[] = {
        "",
        "2026-11-22",
        "2026-11-22T",
        "2026-11-22t06:05Z",
        "2026-11-22T24:00Z",
        "2026-11-22T06:60Z",
        "2026-11-22T06:05:60Z",
        "2026-11-22T06:05:00.Z",
        "2026-11-22T06:05:00.1234567Z",
        "2026-11-22T06:05.5Z",
        "2026-11-22T06:05ZZ",
        "2026-11-22T06:05Z ",
        "2026-11-22T06:05+8",
        "2026-11-22T06:05+16:00",
        "2026-11-22T06:05+08:60",
        "2026-11-22T06:05+0800",
        "2026-11-22T06:05+",
        "2026-11-22T6:05Z",
        "2026-02-30T06:05Z",
        "2026-11-22  06:05Z",
    };
    struct instant out = { 42 };

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(instant_parse(str_of(wrong[i]), 0, &out));
    assert_int_equal(out.us, 42);
}

static void an_instant_is_written_in_utc_with_six_decimals(void **state)
{
    struct instant before_1970 = { -1 };

    (void)state;
    assert_str(instant_text((struct instant){ us_of("2026-11-22T14:05:09.12+08", 0) }, memory),
               "2026-11-22T06:05:09.120000Z");
    assert_str(instant_text(before_1970, memory), "1969-12-31T23:59:59.999999Z");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(every_day_of_two_centuries_agrees_with_the_system_calendar),
        TEST(days_before_1970_and_far_away_split_and_join),
        TEST(the_29th_of_february_exists_in_leap_years_only),
        TEST(only_a_real_date_in_full_iso_form_is_read),
        TEST(no_day_and_no_instant_are_the_empty_text),
        TEST(months_are_added_across_years_in_both_directions),
        TEST(adding_days_stops_at_the_ends_instead_of_wrapping),
        TEST(an_instant_is_read_in_every_form_we_meet),
        TEST(anything_else_is_no_instant),
        TEST(an_instant_is_written_in_utc_with_six_decimals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
