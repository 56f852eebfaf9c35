/*
 * quota_ask.h - requests for more quota: what both kinds, an area's and the leaders', share.
 */
#ifndef OSB_CORE_QUOTA_ASK_H
#define OSB_CORE_QUOTA_ASK_H

#include "server/core/work.h"

/* The order's quota month is not over: unused quota of a month that ended can neither be moved
 * nor raised. Refuses RULE_QUOTA_MONTH_OVER. */
NODISCARD bool quota_month_runs(struct work *w, const struct order_row *o);
/* Every open request of the order ends in that state, decided by the actor's principal. */
void requests_end(struct work *w, const struct order_row *o, enum request_state state,
                  struct str reason);
/* A leader's signature for over-quota was taken back, and what it had lowered goes with
 * it: as before it where another stands, as first asked where none does. A lesser amount that
 * another signed after it stays, he signed for no more. */
void requests_restored(struct work *w, const struct order_row *o,
                       const struct signature_row *ended);
/* A cell's allotment changed by n for this order: its line in the cell's history. */
void quota_change_note(struct work *w, const struct order_row *o, enum quota_change_kind kind,
                       const struct quota_cell_row *cell, int64_t other_id, int64_t n);

#endif
