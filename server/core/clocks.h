/*
 * clocks.h - when each step is due, by the one calendar (group I, R-077, R-271 .. R-278).
 */
#ifndef OSB_CORE_CLOCKS_H
#define OSB_CORE_CLOCKS_H

#include "server/core/work.h"

/* Closing time of the business day that an instant counts for: the same-day rule with its
 * cut-off (op.cutoff). */
struct instant clock_same_day(const struct work *w, struct instant from);
/* Closing time of the n-th working day after. */
struct instant clock_days_after(const struct work *w, struct instant from, int days);
/* The due time of the state that the order has just entered; none where nothing is due. */
struct instant clock_order_due(const struct work *w, const struct order_row *o);
/* 24 h or 48 h of shipping time from the hand-over (sp.hours_mode calendar; closed days
 * skipped by parameter). */
struct instant clock_shipping(const struct work *w, struct instant from, int64_t hours);

#endif
