/*
 * day.c - the Gregorian calendar, and instants in ISO 8601.
 */
#include "common/day.h"

#include <stdio.h>

/* Years are counted from March, so that the leap day is the year's last; an era is the 400
 * years after which the calendar repeats. */
#define ERA_YEARS   400
#define ERA_DAYS    146097
#define EPOCH_SHIFT 719468 /* days from 0000-03-01 to 1970-01-01 */

static int32_t clamp_day(int64_t n)
{
    return n > INT32_MAX ? INT32_MAX : n < INT32_MIN ? INT32_MIN : (int32_t)n;
}

struct day day_of(int year, int month, int dom)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = floor_div(y, ERA_YEARS);
    int64_t of_era = y - era * ERA_YEARS;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dom - 1;
    int64_t n = era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year;

    assert(month >= 1 && month <= 12);
    return (struct day){ clamp_day(n - EPOCH_SHIFT) };
}

void day_split(struct day d, int *year, int *month, int *dom)
{
    int64_t n = (int64_t)d.n + EPOCH_SHIFT;
    int64_t era = floor_div(n, ERA_DAYS);
    int64_t of_era = n - era * ERA_DAYS;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
    int64_t march_month = (5 * of_year + 2) / 153;

    *dom = (int)(of_year - (153 * march_month + 2) / 5 + 1);
    *month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
    *year = (int)(y + era * ERA_YEARS + (*month <= 2));
}

/* Takes exactly `count` digits from the front of the text. */
static bool take_digits(struct str *text, size_t count, int *out)
{
    int value = 0;

    if (text->n < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        int digit = text->p[i] - '0';

        if (digit < 0 || digit > 9)
            return false;
        value = value * 10 + digit;
    }
    text->p += count;
    text->n -= count;
    *out = value;
    return true;
}

static bool take_char(struct str *text, char c)
{
    if (!text->n || text->p[0] != c)
        return false;
    text->p++;
    text->n--;
    return true;
}

static bool take_day(struct str *text, struct day *out)
{
    int year;
    int month;
    int dom;
    int real_month;
    int real_dom;
    struct day d;

    if (!take_digits(text, 4, &year) || !take_char(text, '-') ||
        !take_digits(text, 2, &month) || !take_char(text, '-') || !take_digits(text, 2, &dom))
        return false;
    if (year < 1990 || year > 2199 || month < 1 || month > 12)
        return false;
    d = day_of(year, month, dom);
    day_split(d, &year, &real_month, &real_dom);
    if (real_month != month || real_dom != dom) /* no 30 February, no day 0 */
        return false;
    *out = d;
    return true;
}

bool day_parse(struct str text, struct day *out)
{
    struct day d;

    if (!take_day(&text, &d) || text.n)
        return false;
    *out = d;
    return true;
}

struct str day_text(struct day d, struct arena *arena)
{
    int year;
    int month;
    int dom;

    if (!d.n)
        return STR("");
    day_split(d, &year, &month, &dom);
    return str_format(arena, "%04d-%02d-%02d", year, month, dom);
}

int day_weekday(struct day d)
{
    int64_t since_monday = (int64_t)d.n + 3; /* 1970-01-01 was a Thursday */

    return (int)(since_monday - floor_div(since_monday, 7) * 7);
}

struct day day_add(struct day d, int32_t days)
{
    return (struct day){ clamp_day((int64_t)d.n + days) };
}

struct day day_month_start(struct day d)
{
    int year;
    int month;
    int dom;

    day_split(d, &year, &month, &dom);
    return day_of(year, month, 1);
}

struct day day_add_months(struct day month_start, int months)
{
    int year;
    int month;
    int dom;
    int64_t count;

    day_split(month_start, &year, &month, &dom);
    count = (int64_t)year * 12 + (month - 1) + months;
    year = (int)floor_div(count, 12);
    return day_of(year, (int)(count - (int64_t)year * 12) + 1, 1);
}

/* "14:05", "14:05:09", "14:05:09.123456": microseconds after midnight. */
static bool take_time(struct str *text, int64_t *out)
{
    int hour;
    int minute;
    int second = 0;
    int64_t us = 0;

    if (!take_digits(text, 2, &hour) || !take_char(text, ':') ||
        !take_digits(text, 2, &minute) || hour > 23 || minute > 59)
        return false;
    if (take_char(text, ':')) {
        if (!take_digits(text, 2, &second) || second > 59)
            return false;
        if (take_char(text, '.')) {
            int64_t place = INSTANT_SECOND / 10;
            int digit;

            if (!take_digits(text, 1, &digit))
                return false;
            do {
                us += digit * place;
                place /= 10;
            } while (place && take_digits(text, 1, &digit));
        }
    }
    *out = hour * INSTANT_HOUR + minute * INSTANT_MINUTE + second * INSTANT_SECOND + us;
    return true;
}

/* "Z", "+08:00", "+08" (as PostgreSQL writes whole hours) or nothing: minutes ahead of UTC. */
static bool take_zone(struct str *text, int *offset_min)
{
    bool west;
    int hours;
    int minutes = 0;

    if (!text->n || take_char(text, 'Z')) {
        return true;
    }
    west = take_char(text, '-');
    if ((!west && !take_char(text, '+')) || !take_digits(text, 2, &hours) || hours > 15)
        return false;
    if (take_char(text, ':') && (!take_digits(text, 2, &minutes) || minutes > 59))
        return false;
    minutes += hours * 60;
    *offset_min = west ? -minutes : minutes;
    return true;
}

bool instant_parse(struct str text, int utc_offset_min, struct instant *out)
{
    struct day d;
    int64_t us;
    int offset_min;

    if (!take_day(&text, &d) || (!take_char(&text, 'T') && !take_char(&text, ' ')) ||
        !take_time(&text, &us))
        return false;
    offset_min = text.n ? 0 : utc_offset_min;
    if (!take_zone(&text, &offset_min) || text.n)
        return false;
    out->us = d.n * INSTANT_DAY + us - offset_min * INSTANT_MINUTE;
    return true;
}

void instant_print(struct instant at, char out[INSTANT_TEXT_BYTES])
{
    int64_t days = floor_div(at.us, INSTANT_DAY);
    int64_t us = at.us - days * INSTANT_DAY;
    int year;
    int month;
    int dom;

    out[0] = '\0';
    if (!at.us)
        return;
    day_split((struct day){ (int32_t)days }, &year, &month, &dom);
    snprintf(out, INSTANT_TEXT_BYTES, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", year, month, dom,
             (int)(us / INSTANT_HOUR), (int)(us % INSTANT_HOUR / INSTANT_MINUTE),
             (int)(us % INSTANT_MINUTE / INSTANT_SECOND), (int)(us % INSTANT_SECOND));
}

struct str instant_text(struct instant at, struct arena *arena)
{
    char text[INSTANT_TEXT_BYTES];

    instant_print(at, text);
    return str_dup(arena, str_of(text));
}
