/*
 * invoice.h - what the invoice of a note and that of goods from before go-live share (BC2).
 */
#ifndef OSB_CORE_INVOICE_H
#define OSB_CORE_INVOICE_H

#include "common/json.h"
#include "server/core/work.h"

/* An invoice of nothing yet, to the customer's title and tax number; `c` may be NULL. */
struct invoice_row *invoice_born(struct work *w, const struct customer_row *c,
                                 int64_t account_id);
/* A term that counts from the invoice begins with the first one, if it counted so when
 * the debt arose. Goes before ledger_invoice(). */
void invoice_moves_due(const struct work *w, struct receivable_row *r);
/* Has it left, and not come back whole? Its lines then say what may be billed. */
bool shipment_delivered(enum shipment_state state);
/* The member `lines` of its paper: those that this command gave it. */
void invoice_lines(struct json_out *out, const struct work *w, const struct invoice_row *iv);
/* The members that every invoice's paper has: to whom, and the sums. Its lines are in. */
void invoice_head(struct json_out *out, const struct work *w, const struct invoice_row *iv);
/* Posts the IV document (its counter is locked) and writes number and time into the invoice. */
void invoice_post(struct work *w, struct invoice_row *iv, int64_t order_id, struct str paper);

#endif
