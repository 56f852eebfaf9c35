/*
 * opening.h - the batch that every opening row belongs to.
 *
 * A batch announces how many rows it will have and what they add up to; it closes only when
 * both agree. What was announced can be corrected while the batch is open, on record. Each
 * row counts from its own commit on: the first credit check sees it.
 *
 * The total is money. Of stock it is that of the units ("1234.00" is 1,234 units), of quota
 * that of the units which are left, of orders that of the orders.
 */
#ifndef OSB_CORE_OPENING_H
#define OSB_CORE_OPENING_H

#include "server/core/load.h"

#define BATCH_LOCK LOCK(OPENING, ANY_OF(BY_ARG(opening, kind, P_batch)))
/* The customer of the row and his account. */
#define OPENING_CUSTOMER                                                                       \
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, CUSTOMER, customer, account_id))), \
        READ(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_customer)))

/* The command's batch, not yet closed; NULL when it was refused. Go-live may be shut: what is
 * there is still corrected, taken back out and closed. */
struct opening_row *batch_still_open(struct work *w);
/* The same for a row that comes in: go-live is not shut (parameter opening_open). */
struct opening_row *batch_at_hand(struct work *w);
/* Announced and taken so far, as numbers of the verdict. */
void say_batch(struct work *w, const struct opening_row *b);
/* One row more, of that amount. */
void batch_counts(struct work *w, struct opening_row *b, struct money amount);
/* The batch is open and the customer there, with his account; NULL when refused. */
const struct customer_row *customer_of_batch(struct work *w);
/* The parameter is above zero; else refused. */
NODISCARD bool opening_amount_ok(struct work *w, enum param p);

#endif
