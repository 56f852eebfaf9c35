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
    if (w->pol->hours_mode == HOURS_WORKING)
        return calendar_add_working(&w->calendar, from, hours * 60);
    return calendar_add_hours(&w->calendar, from, (int)hours, w->pol->ship_skip_closed);
}

struct instant clock_hand_over(const struct work *w, const struct order_row *o,
                               struct instant printed)
{
    struct day d = calendar_on_or_after(&w->calendar, calendar_today(&w->calendar, printed));
    struct instant same_day = calendar_close(&w->calendar, d);

    return same_day.us > o->op_due_at.us ? same_day : o->op_due_at;
}

/* Who waits here is not qualified (decisions 1), or has been sent back to the OP. */
static bool clock_held(enum order_state state)
{
    switch (state) {
    case ORDER_RETURNED:
    case ORDER_WAIT_QUOTA_UM:
    case ORDER_WAIT_QUOTA_SLT:
    case ORDER_HOLD_CREDIT:
    case ORDER_WAIT_ST:
    case ORDER_HANDED_OVER:
        return true;
    case order_state_none:
    case ORDER_DRAFT:
    case ORDER_VERIFIED:
    case ORDER_RECEIVED:
    case ORDER_QUOTA_CHOICE:
    case ORDER_WAIT_MA:
    case ORDER_WAIT_MGR:
    case ORDER_WAIT_FUNDS:
    case ORDER_APPROVED:
    case ORDER_FIN_QUEUE:
    case ORDER_BILLED:
    case ORDER_REJECTED:
    case ORDER_CLOSED:
    case ORDER_CANCELLED:
    case order_state_count:
        break;
    }
    return false;
}

bool clock_restarts(enum order_state from, enum order_state to, enum flow_event event)
{
    if (from == ORDER_WAIT_FUNDS && event == EVENT_RECHECK) /* the money came */
        return true;
    return clock_held(from) && !clock_held(to) && to != ORDER_CLOSED && to != ORDER_CANCELLED &&
           to != ORDER_REJECTED;
}

struct instant clock_order_due(const struct work *w, const struct order_row *o)
{
    const struct instant none = { 0 };

    switch (o->state) {
    case ORDER_RECEIVED: /* told within op.notify_minutes of the paper's arrival */
        return calendar_add_working(&w->calendar, o->arrival, w->pol->notify_minutes);
    case ORDER_QUOTA_CHOICE:
    case ORDER_WAIT_MA: /* */
    case ORDER_WAIT_MGR:
    case ORDER_APPROVED:
    case ORDER_WAIT_FUNDS: /* the signature part; the money's day is the customer's */
    case ORDER_FIN_QUEUE:  /* */
        return o->op_due_at;
    case ORDER_BILLED: /* */
        return clock_hand_over(w, o, o->state_since);
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
