/*
 * calendar.c - working days and working time.
 *
 * Nothing here walks day by day over a span that the caller chose freely: working days are
 * counted by weeks and corrected by the exceptions inside the span.
 */
#include "common/calendar.h"

/* Beyond any run of closed days that a real company has. */
#define SEARCH_DAYS 400

bool calendar_sound(const struct calendar *c)
{
    if (c->utc_offset_min < -15 * 60 || c->utc_offset_min > 15 * 60)
        return false;
    if (c->weekdays == 0 || c->weekdays > 0x7f)
        return false;
    if (c->open_min < 0 || c->open_min >= c->close_min || c->close_min > 24 * 60)
        return false;
    for (size_t i = 1; i < c->day_count; i++) {
        if (c->days[i - 1].day.n >= c->days[i].day.n)
            return false;
    }
    return true;
}

/* Microseconds of local time since 1970-01-01, local midnight. */
static int64_t local_us(const struct calendar *c, struct instant at)
{
    return at.us + c->utc_offset_min * INSTANT_MINUTE;
}

static struct instant instant_of(const struct calendar *c, struct day d, int64_t us)
{
    return (struct instant){ d.n * INSTANT_DAY + us - c->utc_offset_min * INSTANT_MINUTE };
}

struct day calendar_today(const struct calendar *c, struct instant at)
{
    return (struct day){ (int32_t)floor_div(local_us(c, at), INSTANT_DAY) };
}

/* Microseconds after local midnight. */
static int64_t us_of_day(const struct calendar *c, struct instant at)
{
    int64_t local = local_us(c, at);

    return local - floor_div(local, INSTANT_DAY) * INSTANT_DAY;
}

int calendar_minute(const struct calendar *c, struct instant at)
{
    return (int)(us_of_day(c, at) / INSTANT_MINUTE);
}

struct instant calendar_at(const struct calendar *c, struct day d, int minute)
{
    return instant_of(c, d, minute * INSTANT_MINUTE);
}

static bool weekday_works(const struct calendar *c, struct day d)
{
    return c->weekdays >> day_weekday(d) & 1;
}

/* Index of the first exception that is not before d. */
static size_t exception_at(const struct calendar *c, struct day d)
{
    size_t low = 0;
    size_t high = c->day_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (c->days[middle].day.n < d.n)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool calendar_works(const struct calendar *c, struct day d)
{
    size_t i = exception_at(c, d);

    if (i < c->day_count && c->days[i].day.n == d.n)
        return c->days[i].open;
    return weekday_works(c, d);
}

/* The first working day from d on, forwards (step 1) or backwards (step -1); d itself when
 * none is near. */
static struct day nearest(const struct calendar *c, struct day d, int step)
{
    struct day at = d;

    for (int i = 0; i < SEARCH_DAYS; i++, at = day_add(at, step)) {
        if (calendar_works(c, at))
            return at;
    }
    return d;
}

struct day calendar_on_or_after(const struct calendar *c, struct day d)
{
    return nearest(c, d, 1);
}

struct day calendar_workday_after(const struct calendar *c, struct day d, int n)
{
    if (n <= 0)
        return nearest(c, d, 1);
    while (n-- > 0)
        d = nearest(c, day_add(d, 1), 1);
    return d;
}

struct day calendar_workday_before(const struct calendar *c, struct day d, int n)
{
    if (n <= 0)
        return nearest(c, d, -1);
    while (n-- > 0)
        d = nearest(c, day_add(d, -1), -1);
    return d;
}

struct instant calendar_close(const struct calendar *c, struct day d)
{
    return calendar_at(c, d, c->close_min);
}

/* Working microseconds of a full working day. */
static int64_t day_length(const struct calendar *c)
{
    assert(c->open_min < c->close_min);
    return (c->close_min - c->open_min) * INSTANT_MINUTE;
}

/* Working microseconds of at's day that lie before it. */
static int64_t worked_today(const struct calendar *c, struct instant at)
{
    int64_t worked = us_of_day(c, at) - c->open_min * INSTANT_MINUTE;

    if (worked <= 0 || !calendar_works(c, calendar_today(c, at)))
        return 0;
    return worked < day_length(c) ? worked : day_length(c);
}

/* Working days from a on and before b; a <= b. */
static int64_t workdays_between(const struct calendar *c, struct day a, struct day b)
{
    int64_t days = (int64_t)b.n - a.n;
    int64_t count = days / 7 * __builtin_popcount(c->weekdays & 0x7f);

    for (int32_t i = 0; i < days % 7; i++)
        count += weekday_works(c, day_add(a, i));
    for (size_t i = exception_at(c, a); i < c->day_count && c->days[i].day.n < b.n; i++)
        count += c->days[i].open - weekday_works(c, c->days[i].day);
    return count;
}

int64_t calendar_working_between(const struct calendar *c, struct instant a, struct instant b)
{
    int64_t days;

    if (b.us <= a.us)
        return 0;
    days = workdays_between(c, calendar_today(c, a), calendar_today(c, b));
    return (days * day_length(c) + worked_today(c, b) - worked_today(c, a)) / INSTANT_MINUTE;
}

struct instant calendar_add_working(const struct calendar *c, struct instant from,
                                    int64_t minutes)
{
    struct day d = calendar_today(c, from);
    int64_t left; /* counted from the opening of d */

    if (minutes <= 0)
        return from;
    left = minutes * INSTANT_MINUTE + worked_today(c, from);
    d = nearest(c, d, 1);
    for (; left > day_length(c); left -= day_length(c))
        d = nearest(c, day_add(d, 1), 1);
    return instant_of(c, d, c->open_min * INSTANT_MINUTE + left);
}

struct day calendar_business_day(const struct calendar *c, struct instant at, int cutoff_min)
{
    struct day d = calendar_today(c, at);

    if (us_of_day(c, at) > cutoff_min * INSTANT_MINUTE)
        d = day_add(d, 1);
    return nearest(c, d, 1);
}

struct instant calendar_add_hours(const struct calendar *c, struct instant from, int hours,
                                  bool skip_closed)
{
    struct day d = calendar_today(c, from);
    int64_t left = hours * INSTANT_HOUR; /* counted from the midnight that opens d */

    if (!skip_closed || hours <= 0)
        return (struct instant){ from.us + left };
    if (calendar_works(c, d))
        left += us_of_day(c, from);
    d = nearest(c, d, 1);
    for (; left > INSTANT_DAY; left -= INSTANT_DAY)
        d = nearest(c, day_add(d, 1), 1);
    return instant_of(c, d, left);
}
