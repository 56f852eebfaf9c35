/*
 * calendar.h - the one business calendar: zone, weekdays, opening hours, closed and extra days.
 *
 * Every due time of the house is computed here. Working time is what lies
 * between opening and closing on working days; a pause or a night never counts.
 */
#ifndef OSB_COMMON_CALENDAR_H
#define OSB_COMMON_CALENDAR_H

#include "common/day.h"

struct calendar_day { /* an exception to the weekday rule */
    struct day day;
    bool open; /* false: a holiday; true: an extra working day */
};
struct calendar {
    int utc_offset_min;              /* +480 for China */
    unsigned weekdays;               /* bit 0 Monday .. bit 6 Sunday */
    int open_min;                    /* minutes after local midnight, e.g. 510 */
    int close_min;                   /* e.g. 1050; > open_min */
    const struct calendar_day *days; /* ascending by day; belongs to the caller */
    size_t day_count;
};

/* The values lie in their ranges and the exceptions ascend. The functions below rely on it;
 * whoever loads a calendar asks. */
bool calendar_sound(const struct calendar *c);
/* The local date of an instant. */
struct day calendar_today(const struct calendar *c, struct instant at);
/* Minutes after local midnight. */
int calendar_minute(const struct calendar *c, struct instant at);
struct instant calendar_at(const struct calendar *c, struct day d, int minute);
bool calendar_works(const struct calendar *c, struct day d);
/* The first working day that is not before d; d itself when 400 days hold none. */
struct day calendar_on_or_after(const struct calendar *c, struct day d);
/* The n-th working day after d (0: the first that is not before d), or before d (0: the last
 * that is not after d). */
struct day calendar_workday_after(const struct calendar *c, struct day d, int n);
struct day calendar_workday_before(const struct calendar *c, struct day d, int n);
/* Closing time of d. */
struct instant calendar_close(const struct calendar *c, struct day d);
/* Where `minutes` of working time after `from` end: at closing rather than at the next
 * opening. No minutes give `from`. */
struct instant calendar_add_working(const struct calendar *c, struct instant from,
                                    int64_t minutes);
/* Whole working minutes from a to b (0 when b <= a). */
int64_t calendar_working_between(const struct calendar *c, struct instant a, struct instant b);
/* The business day that an arrival counts for: later than the cut-off (minutes after
 * midnight; the cut-off itself is in time) or on a closed day counts for the next working
 * day (op.cutoff). */
struct day calendar_business_day(const struct calendar *c, struct instant at, int cutoff_min);
/* `hours` of calendar time after `from`; with skip_closed closed days do not
 * count from midnight to midnight. */
struct instant calendar_add_hours(const struct calendar *c, struct instant from, int hours,
                                  bool skip_closed);

#endif
