/*
 * clocks.c - due times of every step.
 */
#include "server/core/clocks.h"

struct instant clock_same_day(const struct work *w, struct instant from)
{
    struct day d = calendar_business_day(&w->calendar, from, (int)w->pol->cutoff_min);

    return calendar_close(&w->calendar, d);
}

struct instant clock_days_after(const struct work *w, struct instant from, int days)
{
    struct day d = calendar_today(&w->calendar, from);

    return calendar_close(&w->calendar, calendar_workday_after(&w->calendar, d, days));
}

struct instant clock_shipping(const struct work *w, struct instant from, int64_t hours)
{
    return calendar_add_hours(&w->calendar, from, (int)hours, w->pol->ship_skip_closed);
}

struct instant clock_order_due(const struct work *w, const struct order_row *o)
{
    const struct instant none = { 0 };

    switch (o->state) {
    case ORDER_RECEIVED: /* told within op.notify_minutes of the paper's arrival */
        return calendar_add_working(&w->calendar, o->arrival, w->pol->notify_minutes);
    case ORDER_QUOTA_CHOICE: /* same-day clocks run from the paper's arrival */
    case ORDER_WAIT_MA:      /* */
    case ORDER_WAIT_MGR:
    case ORDER_APPROVED:
        return clock_same_day(w, o->state_since);
    case ORDER_WAIT_FUNDS: /* the signature part; the money's day is the customer's */
        return clock_same_day(w, o->state_since);
    case ORDER_FIN_QUEUE: /* */
    case ORDER_BILLED:    /* */
        return clock_same_day(w, o->state_since);
    case ORDER_WAIT_QUOTA_SLT: /* second day, as ST */
    case ORDER_WAIT_ST:        /* close of the next working day */
    case ORDER_WAIT_QUOTA_UM:
        return clock_days_after(w, o->state_since, 1);
    case ORDER_HOLD_CREDIT: /* lapses after cc.hold_days */
        return calendar_close(
            &w->calendar,
            day_add(calendar_today(&w->calendar, o->state_since), (int32_t)w->pol->hold_days));
    case ORDER_RETURNED:
        return clock_days_after(w, o->state_since, 1);
    case ORDER_HANDED_OVER:
        return o->ship_due_at;
    case order_state_none:
    case ORDER_DRAFT:
    case ORDER_VERIFIED:
    case ORDER_REJECTED:
    case ORDER_CLOSED:
    case ORDER_CANCELLED:
    case order_state_count:
        break;
    }
    return none;
}
