/*
 * clocks.h - when each step is due, by the one calendar (group I, R-077, R-271 .. R-281).
 *
 * clocks.def lists every clock: where it runs, how long, whose it is and what happens when it
 * runs out. Every due time that is stored comes from here.
 */
#ifndef OSB_CORE_CLOCKS_H
#define OSB_CORE_CLOCKS_H

#include "server/core/flow.h"

/* How the due time of a clock is computed. */
enum clock_length {
    LENGTH_NOTIFY,    /* op.notify_minutes of working time after the paper's arrival */
    LENGTH_OP_TARGET, /* the order's op_due_at */
    LENGTH_HAND_OVER, /* clock_hand_over() */
    LENGTH_SAME_DAY,  /* clock_same_day() */
    LENGTH_NEXT_DAY,  /* close of the next working day */
    LENGTH_HOLD_DAYS, /* close of the day cc.hold_days later */
    LENGTH_SHIP,      /* sp.ship_hours after the hand-over: clock_shipping() */
    LENGTH_EXPLAIN,   /* sp.explain_hours after it */
    LENGTH_SLIP,      /* close of the day on which the slip is due back */
};
enum clock_breach { BREACH_REMIND, BREACH_COUNT, BREACH_PROBLEM, BREACH_LAPSE };
struct clock_info {
    enum machine machine;
    unsigned state; /* in which it runs */
    enum step step;
    enum clock_length length;
    enum department department;
    int warn_min; /* before the due time */
    enum clock_breach breach;
    const char *source, *text; /* "R-272"; what is due */
};
/* Indexed by enum clock; [0] is empty. */
extern const struct clock_info clocks[clock_count];
/* The clock that runs in that state; clock_none where nothing is due. */
enum clock clock_of(enum machine machine, unsigned state);
/* The due time of a clock of LENGTH_SAME_DAY, NEXT_DAY, SHIP or EXPLAIN that starts then. */
struct instant clock_due(const struct work *w, enum clock clock, struct instant from);
/* Told by then: the time of R-272 after the paper's arrival. */
struct instant clock_notify(const struct work *w, const struct order_row *o);

/* Closing time of the business day that an instant counts for: the same-day rule with its
 * cut-off (op.cutoff). */
struct instant clock_same_day(const struct work *w, struct instant from);
/* Closing time of the n-th working day after. */
struct instant clock_days_after(const struct work *w, struct instant from, int days);
/*
 * The OP target of an order (order.op_due_at, R-121, R-273) is the closing time of the business
 * day that its paper's arrival counts for: the cut-off is asked once, of the arrival, and the
 * signature, the printing and the hand-over are due by that one time. An order that was held
 * counts from its release, as if it arrived then: clock_restarts says of a move whether it is
 * a release. What waits only for a signature or for the choice of quota was never held.
 */
bool clock_restarts(enum order_state from, enum order_state to, enum flow_event event);
/* The note is due with storage-transport by the OP target, and where that is over, on the day
 * of its printing. */
struct instant clock_hand_over(const struct work *w, const struct order_row *o,
                               struct instant printed);
/* The due time of the state that the order has just entered; none where nothing is due. */
struct instant clock_order_due(const struct work *w, const struct order_row *o);
/* 24 h or 48 h of shipping time from the hand-over. By sp.hours_mode these are
 * hours of the clock, closed days left out where sp.skip_closed is on, or hours of work. */
struct instant clock_shipping(const struct work *w, struct instant from, int64_t hours);

#endif
