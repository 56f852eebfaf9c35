/*
 * day.h - business days and instants.
 *
 * A day is a date of the business calendar without a zone; an instant is a point of real
 * time in microseconds since 1970-01-01T00:00Z. Zero means "none" for both.
 */
#ifndef OSB_COMMON_DAY_H
#define OSB_COMMON_DAY_H

#include "common/str.h"

struct day {
    int32_t n; /* days since 1970-01-01 (proleptic Gregorian) */
};
struct instant {
    int64_t us;
};

#define INSTANT_SECOND INT64_C(1000000)
#define INSTANT_MINUTE (60 * INSTANT_SECOND)
#define INSTANT_HOUR   (60 * INSTANT_MINUTE)
#define INSTANT_DAY    (24 * INSTANT_HOUR)

/* A day of the month beyond its end runs on into the next. month is 1..12. */
struct day day_of(int year, int month, int dom);
void day_split(struct day d, int *year, int *month, int *dom);
/* ISO "2026-11-22", a real date between 1990 and 2199; nothing else. */
NODISCARD bool day_parse(struct str text, struct day *out);
/* "2026-11-22", or "" for none. */
struct str day_text(struct day d, struct arena *arena);
/* 0 Monday .. 6 Sunday. */
int day_weekday(struct day d);
struct day day_add(struct day d, int32_t days);
struct day day_month_start(struct day d);
struct day day_add_months(struct day month_start, int months);

/* ISO 8601 with 'T' or blank, optional seconds and up to six decimals, and 'Z', "+08:00" or
 * "+08" (PostgreSQL's way); a text without zone is read at utc_offset_min. */
NODISCARD bool instant_parse(struct str text, int utc_offset_min, struct instant *out);
/* Room for any instant's text. */
#define INSTANT_TEXT_BYTES 40
/* The same as instant_text, terminated, without an arena. */
void instant_print(struct instant at, char out[INSTANT_TEXT_BYTES]);
/* "2026-11-22T14:05:09.123456Z" (UTC, always six decimals), or "" for none. */
struct str instant_text(struct instant at, struct arena *arena);

#endif
