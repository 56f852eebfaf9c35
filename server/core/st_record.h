/*
 * st_record.h - the business record that an application for special treatment carries, and the
 * two ways a case ends without the leaders.
 */
#ifndef OSB_CORE_ST_RECORD_H
#define OSB_CORE_ST_RECORD_H

#include "server/core/work.h"

/* Limit and its use, ageing of what is owed, deliveries of the last twelve months, as JSON:
 * what the leaders had before them, kept with the case. Needs the account's receivables. */
struct str st_record(const struct work *w, const struct order_row *o);
/* WAIT_ST back to HOLD_CREDIT: nobody asks any more. */
void st_withdraw(struct work *w, struct order_row *o, struct str reason);
/* The whole amount came in while the leaders thought; the caller moves the order. */
void st_paid(struct work *w, struct order_row *o);

#endif
