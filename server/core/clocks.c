/*
 * clocks.c - due times of every step.
 */
#include "server/core/clocks.h"

/* clang-format off */
const struct clock_info clocks[clock_count] = {
#define CLOCK(name, machine, state, step, length, department, warn, breach, source, text)      \
    [CLOCK_##name] = { MACHINE_##machine, state, step, LENGTH_##length, DEPT_##department,      \
                       warn, BREACH_##breach, source, text },
#include "server/core/clocks.def"
#undef CLOCK
};
/* clang-format on */

enum clock clock_of(enum machine machine, unsigned state)
{
    for (unsigned c = 1; c < clock_count; c++)
        if (clocks[c].machine == machine && clocks[c].state == state)
            return (enum clock)c;
    return clock_none;
}

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

struct instant clock_notify(const struct work *w, const struct order_row *o)
{
    return calendar_add_working(&w->calendar, o->arrival, w->pol->notify_minutes);
}

struct instant clock_due(const struct work *w, enum clock clock, struct instant from)
{
    switch (clocks[clock].length) {
    case LENGTH_SAME_DAY:
        return clock_same_day(w, from);
    case LENGTH_NEXT_DAY:
        return clock_days_after(w, from, 1);
    case LENGTH_SHIP:
        return clock_shipping(w, from, w->pol->ship_hours);
    case LENGTH_EXPLAIN:
        return clock_shipping(w, from, w->pol->explain_hours);
    case LENGTH_NOTIFY:
    case LENGTH_OP_TARGET:
    case LENGTH_HAND_OVER:
    case LENGTH_HOLD_DAYS:
    case LENGTH_SLIP:
        break;
    }
    assert(!"this clock asks for more than its start");
    return (struct instant){ 0 };
}

struct instant clock_order_due(const struct work *w, const struct order_row *o)
{
    const enum clock clock = clock_of(MACHINE_ORDER, o->state);

    if (o->state == ORDER_HANDED_OVER) /* the note's clock, until nothing is left to ship */
        return o->ship_due_at;
    if (!clock)
        return (struct instant){ 0 };
    switch (clocks[clock].length) {
    case LENGTH_NOTIFY: /* of the paper's arrival, not of the keying */
        return clock_notify(w, o);
    case LENGTH_OP_TARGET:
        return o->op_due_at;
    case LENGTH_HAND_OVER:
        return clock_hand_over(w, o, o->state_since);
    case LENGTH_HOLD_DAYS:
        return calendar_close(
            &w->calendar,
            day_add(calendar_today(&w->calendar, o->state_since), (int32_t)w->pol->hold_days));
    case LENGTH_SAME_DAY:
    case LENGTH_NEXT_DAY:
    case LENGTH_SHIP:
    case LENGTH_EXPLAIN:
    case LENGTH_SLIP:
        break;
    }
    return clock_due(w, clock, o->state_since);
}
