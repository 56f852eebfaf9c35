/*
 * clocks.h - when each step is due, by the one calendar (group I, R-077, R-271 .. R-278).
 */
#ifndef OSB_CORE_CLOCKS_H
#define OSB_CORE_CLOCKS_H

#include "server/core/flow.h"

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
