/*
 * claim_price.h - a shipment was priced wrong, too high or too low.
 *
 * The secretaries record which lines should cost what: by the right price, or by the right
 * amount. From then on it goes the road of a claim, because it asks the same question - what
 * do delivered goods cost? - and so the same managers answer it, on the same list, and the
 * order waits for them in the same way. Who recorded it decides nothing.
 *
 * Nothing can be corrected twice. A line has one undecided claim or correction at a time, so
 * between record and acceptance only a refused delivery can change it, and then the goods
 * have no price any more. What is said is not a difference but what the kept units cost
 * in the end, so saying it again changes nothing and is refused. A customer who complains of a
 * price may still claim; a correction behind his claim starts from what that left.
 *
 * What follows is in note_reprice.h. A price is corrected shipment by shipment: what of the
 * order is still to leave costs what the order says, and is changed there (order.amend-rest).
 */
#ifndef OSB_CORE_CLAIM_PRICE_H
#define OSB_CORE_CLAIM_PRICE_H

#include "server/core/claim.h"

/* May the prices of the shipment be corrected: asked when it is recorded, and again when it is
 * accepted. Else the refusal is said. Needs the order's receivables. */
NODISCARD bool price_may_change(struct work *w, const struct shipping *sp);

#endif
