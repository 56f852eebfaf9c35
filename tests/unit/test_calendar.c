/*
 * test_calendar.c - working days and working time.
 *
 * The example: Monday to Friday 8:30-17:30 in China; closed from 1 to 7 October 2026, open on
 * Saturday 10 October to make up for it.
 */
#include "tests/unit/unit.h"

#include "common/calendar.h"

#define OCTOBER(n)                                                                             \
    {                                                                                          \
        { 20727 + (n)-1 }, false                                                               \
    } /* 20727 is 2026-10-01 */

static const struct calendar_day exceptions[] = {
    OCTOBER(1), OCTOBER(2), OCTOBER(3), OCTOBER(4),
    OCTOBER(5), OCTOBER(6), OCTOBER(7), { { 20736 }, true }, /* Saturday the 10th */
};
static const struct calendar china = {
    .utc_offset_min = 480,
    .weekdays = 0x1f,
    .open_min = 510,
    .close_min = 1050,
    .days = exceptions,
    .day_count = COUNT(exceptions),
};

static struct day d(const char *text)
{
    struct day day = { 0 };

    if (!day_parse(str_of(text), &day))
        fail_msg("not a day: %s", text);
    return day;
}

/* An instant in local time. */
static struct instant at(const char *text)
{
    struct instant instant = { 0 };

    if (!instant_parse(str_of(text), china.utc_offset_min, &instant))
        fail_msg("not an instant: %s", text);
    return instant;
}

#define assert_day(actual, expected)                                                           \
    assert_string_equal(str_text(memory, day_text((actual), memory)), (expected))
#define assert_at(actual, expected)                                                            \
    assert_string_equal(str_text(memory, instant_text((actual), memory)),                      \
                        str_text(memory, instant_text(at(expected), memory)))

static void the_exceptions_stand_on_the_days_they_name(void **state)
{
    (void)state;
    assert_day(exceptions[0].day, "2026-10-01");
    assert_day(exceptions[7].day, "2026-10-10");
    assert_true(calendar_sound(&china));
}

static void a_calendar_that_would_never_open_is_not_sound(void **state)
{
    const struct calendar_day twice[] = { { { 20727 }, true }, { { 20727 }, false } };
    struct calendar c;

    (void)state;
    c = china, c.weekdays = 0;
    assert_false(calendar_sound(&c));
    c = china, c.weekdays = 0x80;
    assert_false(calendar_sound(&c));
    c = china, c.close_min = c.open_min;
    assert_false(calendar_sound(&c));
    c = china, c.close_min = 24 * 60 + 1;
    assert_false(calendar_sound(&c));
    c = china, c.open_min = -1;
    assert_false(calendar_sound(&c));
    c = china, c.utc_offset_min = 16 * 60;
    assert_false(calendar_sound(&c));
    c = china, c.days = twice, c.day_count = COUNT(twice);
    assert_false(calendar_sound(&c));
}

static void the_date_changes_at_local_midnight(void **state)
{
    struct instant before = { at("2026-11-23 00:00:00").us - 1 };

    (void)state;
    assert_day(calendar_today(&china, before), "2026-11-22");
    assert_int_equal(calendar_minute(&china, before), 23 * 60 + 59);
    assert_day(calendar_today(&china, at("2026-11-23 00:00:00")), "2026-11-23");
    assert_int_equal(calendar_minute(&china, at("2026-11-23 00:00:59")), 0);
    assert_day(calendar_today(&china, (struct instant){ -9 * INSTANT_HOUR }), "1969-12-31");
}

static void closing_is_an_instant_in_local_time(void **state)
{
    (void)state;
    assert_at(calendar_close(&china, d("2026-11-23")), "2026-11-23T09:30:00Z");
    assert_at(calendar_at(&china, d("2026-11-23"), 0), "2026-11-22T16:00:00Z");
}

/* */
static void weekends_and_holidays_are_closed_and_extra_days_are_open(void **state)
{
    (void)state;
    assert_true(calendar_works(&china, d("2026-09-30")));
    assert_false(calendar_works(&china, d("2026-10-01")));
    assert_false(calendar_works(&china, d("2026-10-07")));
    assert_true(calendar_works(&china, d("2026-10-08")));
    assert_true(calendar_works(&china, d("2026-10-10")));
    assert_false(calendar_works(&china, d("2026-10-11")));
    assert_false(calendar_works(&china, d("2026-10-17")));
}

static void working_days_are_counted_over_holidays_in_both_directions(void **state)
{
    (void)state;
    assert_day(calendar_on_or_after(&china, d("2026-10-03")), "2026-10-08");
    assert_day(calendar_on_or_after(&china, d("2026-10-08")), "2026-10-08");
    assert_day(calendar_workday_after(&china, d("2026-10-03"), 0), "2026-10-08");
    assert_day(calendar_workday_after(&china, d("2026-10-03"), 1), "2026-10-08");
    assert_day(calendar_workday_after(&china, d("2026-09-30"), 1), "2026-10-08");
    assert_day(calendar_workday_after(&china, d("2026-09-30"), 3), "2026-10-10");
    assert_day(calendar_workday_after(&china, d("2026-09-30"), 4), "2026-10-12");
    assert_day(calendar_workday_before(&china, d("2026-10-12"), 1), "2026-10-10");
    assert_day(calendar_workday_before(&china, d("2026-10-12"), 4), "2026-09-30");
    assert_day(calendar_workday_before(&china, d("2026-10-05"), 0), "2026-09-30");
    assert_day(calendar_workday_before(&china, d("2026-10-08"), 0), "2026-10-08");
}

static void an_arrival_at_the_cut_off_is_in_time_and_a_moment_later_is_not(void **state)
{
    const int cutoff = 15 * 60;

    (void)state;
    assert_day(calendar_business_day(&china, at("2026-11-23 15:00:00"), cutoff), "2026-11-23");
    assert_day(calendar_business_day(&china, at("2026-11-23 15:00:00.000001"), cutoff),
               "2026-11-24");
    assert_day(calendar_business_day(&china, at("2026-11-23 00:00"), cutoff), "2026-11-23");
}

static void an_arrival_on_a_closed_day_counts_for_the_next_working_day(void **state)
{
    const int cutoff = 15 * 60;

    (void)state;
    assert_day(calendar_business_day(&china, at("2026-11-21 09:00"), cutoff), "2026-11-23");
    assert_day(calendar_business_day(&china, at("2026-11-22 23:00"), cutoff), "2026-11-23");
    assert_day(calendar_business_day(&china, at("2026-11-27 15:01"), cutoff), "2026-11-30");
    assert_day(calendar_business_day(&china, at("2026-09-30 16:00"), cutoff), "2026-10-08");
    assert_day(calendar_business_day(&china, at("2026-10-09 16:00"), cutoff), "2026-10-10");
}

static void working_time_stands_still_at_night_and_on_closed_days(void **state)
{
    (void)state;
    assert_at(calendar_add_working(&china, at("2026-11-23 10:00"), 30), "2026-11-23 10:30");
    assert_at(calendar_add_working(&china, at("2026-11-23 17:15"), 30), "2026-11-24 08:45");
    assert_at(calendar_add_working(&china, at("2026-11-27 17:15"), 30), "2026-11-30 08:45");
    assert_at(calendar_add_working(&china, at("2026-09-30 17:20"), 20), "2026-10-08 08:40");
    assert_at(calendar_add_working(&china, at("2026-11-23 06:00"), 30), "2026-11-23 09:00");
    assert_at(calendar_add_working(&china, at("2026-11-23 20:00"), 30), "2026-11-24 09:00");
    assert_at(calendar_add_working(&china, at("2026-10-03 12:00"), 30), "2026-10-08 09:00");
    assert_at(calendar_add_working(&china, at("2026-11-23 10:00:00.5"), 30),
              "2026-11-23 10:30:00.5");
}

static void working_time_that_ends_with_the_day_ends_at_closing(void **state)
{
    (void)state;
    assert_at(calendar_add_working(&china, at("2026-11-23 17:00"), 30), "2026-11-23 17:30");
    assert_at(calendar_add_working(&china, at("2026-11-23 08:30"), 540), "2026-11-23 17:30");
    assert_at(calendar_add_working(&china, at("2026-11-23 08:30"), 1080), "2026-11-24 17:30");
    assert_at(calendar_add_working(&china, at("2026-11-23 08:30"), 541), "2026-11-24 08:31");
}

static void no_working_time_moves_nothing(void **state)
{
    (void)state;
    assert_at(calendar_add_working(&china, at("2026-11-22 20:00"), 0), "2026-11-22 20:00");
    assert_at(calendar_add_working(&china, at("2026-11-22 20:00"), -5), "2026-11-22 20:00");
}

static int64_t between(const char *a, const char *b)
{
    return calendar_working_between(&china, at(a), at(b));
}

static void working_minutes_leave_out_nights_weekends_and_holidays(void **state)
{
    (void)state;
    assert_int_equal(between("2026-11-23 10:00", "2026-11-23 10:30"), 30);
    assert_int_equal(between("2026-11-23 10:00", "2026-11-23 10:30:59.999999"), 30);
    assert_int_equal(between("2026-11-23 17:00", "2026-11-24 09:00"), 60);
    assert_int_equal(between("2026-11-27 17:00", "2026-11-30 09:00"), 60);
    assert_int_equal(between("2026-09-30 17:00", "2026-10-08 09:00"), 60);
    assert_int_equal(between("2026-10-09 17:30", "2026-10-12 08:30"), 540); /* the extra day */
    assert_int_equal(between("2026-11-23 00:00", "2026-11-24 00:00"), 540);
    assert_int_equal(between("2026-11-21 00:00", "2026-11-22 23:00"), 0);
    assert_int_equal(between("2026-11-23 18:00", "2026-11-24 08:00"), 0);
}

static void an_end_before_the_start_gives_no_working_time(void **state)
{
    (void)state;
    assert_int_equal(between("2026-11-24 10:00", "2026-11-23 10:00"), 0);
    assert_int_equal(between("2026-11-23 10:00", "2026-11-23 10:00"), 0);
}

static void adding_and_measuring_agree_from_every_hour_of_a_month(void **state)
{
    struct instant from = at("2026-09-20 00:07");

    (void)state;
    for (int hour = 0; hour < 31 * 24; hour++, from.us += INSTANT_HOUR) {
        for (int64_t minutes = 1; minutes < 4000; minutes += 173) {
            struct instant due = calendar_add_working(&china, from, minutes);

            assert_int_equal(calendar_working_between(&china, from, due), minutes);
            due.us -= INSTANT_MINUTE;
            assert_int_equal(calendar_working_between(&china, from, due), minutes - 1);
        }
    }
}

static void counting_by_weeks_agrees_with_counting_day_by_day(void **state)
{
    struct instant from = at("2026-09-16 00:00");
    int64_t walked = 0;

    (void)state;
    for (int n = 0; n < 800; n++) {
        struct instant to = { from.us + n * INSTANT_DAY };

        assert_int_equal(calendar_working_between(&china, from, to), walked);
        walked += calendar_works(&china, calendar_today(&china, to)) ? 540 : 0;
    }
}

static void hours_run_on_over_closed_days_unless_these_are_skipped(void **state)
{
    struct instant friday = at("2026-11-27 16:00");

    (void)state;
    assert_at(calendar_add_hours(&china, friday, 24, false), "2026-11-28 16:00");
    assert_at(calendar_add_hours(&china, friday, 24, true), "2026-11-30 16:00");
    assert_at(calendar_add_hours(&china, friday, 8, true), "2026-11-28 00:00");
    assert_at(calendar_add_hours(&china, friday, 9, true), "2026-11-30 01:00");
    assert_at(calendar_add_hours(&china, at("2026-11-28 16:00"), 24, true), "2026-12-01 00:00");
    assert_at(calendar_add_hours(&china, at("2026-09-30 12:00"), 24, true), "2026-10-08 12:00");
    assert_at(calendar_add_hours(&china, friday, 0, true), "2026-11-27 16:00");
}

static void a_calendar_closed_for_ever_gives_the_day_itself(void **state)
{
    struct calendar closed = china;

    (void)state;
    closed.weekdays = 0;
    closed.day_count = 0;
    assert_day(calendar_on_or_after(&closed, d("2026-11-23")), "2026-11-23");
    assert_day(calendar_workday_after(&closed, d("2026-11-23"), 2), "2026-11-25");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(the_exceptions_stand_on_the_days_they_name),
        TEST(a_calendar_that_would_never_open_is_not_sound),
        TEST(the_date_changes_at_local_midnight),
        TEST(closing_is_an_instant_in_local_time),
        TEST(weekends_and_holidays_are_closed_and_extra_days_are_open),
        TEST(working_days_are_counted_over_holidays_in_both_directions),
        TEST(an_arrival_at_the_cut_off_is_in_time_and_a_moment_later_is_not),
        TEST(an_arrival_on_a_closed_day_counts_for_the_next_working_day),
        TEST(working_time_stands_still_at_night_and_on_closed_days),
        TEST(working_time_that_ends_with_the_day_ends_at_closing),
        TEST(no_working_time_moves_nothing),
        TEST(working_minutes_leave_out_nights_weekends_and_holidays),
        TEST(an_end_before_the_start_gives_no_working_time),
        TEST(adding_and_measuring_agree_from_every_hour_of_a_month),
        TEST(counting_by_weeks_agrees_with_counting_day_by_day),
        TEST(hours_run_on_over_closed_days_unless_these_are_skipped),
        TEST(a_calendar_closed_for_ever_gives_the_day_itself),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
