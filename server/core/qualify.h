/*
 * qualify.h - QC: may the order go to the quota and credit checks at all (R-092 .. R-095)?
 *
 * Every test that fails is a coded reason; all of them are collected, so that the field mends
 * the order once. A failed order is RETURNED, its reasons in order.returned_for.
 */
#ifndef OSB_CORE_QUALIFY_H
#define OSB_CORE_QUALIFY_H

#include "server/core/flow.h"

/* True and a QC step on the order's road; or false, the order returned by `event`, the field
 * and the customer told, and the verdict HELD under the first reason. */
bool order_qualifies(struct work *w, struct order_row *o, enum flow_event event);

#endif
