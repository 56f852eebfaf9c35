/*
 * history.h - what customers took and how they paid, month by month: the facts of the formula
 * of limits.
 *
 * PostgreSQL answers a load of CUSTOMER_MONTH from its view of that name; here are the same
 * rows from a model's. A customer has a row for each month in which one of these is not
 * nothing:
 *
 *   shipped   debts for goods that left in it (opening ones: that arose in it), less what was
 *             credited of them since
 *   due       debts whose day + HISTORY_GRACE lies in it, less what was credited of them
 *   in_time   of those: paid by money that the house had on that day, whenever it was allocated
 *   bad_debt  what was given up in it of debts that are given up still; a payment that
 * was short by a little is none
 *
 * So every debt is judged once, in the month in which its time is over. History goes with the
 * customer: on another credit account it is the new one's.
 */
#ifndef OSB_CORE_HISTORY_H
#define OSB_CORE_HISTORY_H

#include "server/core/model.h"

/* Calendar days behind a debt's day within which a payment counts as in time. */
#define HISTORY_GRACE 5

/* The rows of CUSTOMER_MONTH, ascending by id, in the arena. */
struct model_table history_rows(const struct model *m, struct arena *arena);

#endif
