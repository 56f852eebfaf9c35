/*
 * closing.h - when an order's road ends (R-162, OTR).
 *
 * An order closes when every line is shipped or closed and every shipment has its end (signed,
 * deemed, refused, lost): that is its note's state DONE, counted in quantities (T20); and when
 * no claim and nothing of its receivables is open any more. A part invoice or a share of the
 * money never closes anything (T51).
 */
#ifndef OSB_CORE_CLOSING_H
#define OSB_CORE_CLOSING_H

#include "server/core/flow.h"
#include "server/core/load.h"

/*
 * What the question needs beside the order, in lock order. The receivables may as well be all
 * open ones of the account (RECEIVABLE_LOADS): settled ones do not count. An operation that
 * found the note by its number has it already and takes only the second.
 */
#define CLOSING_NOTE_LOADS OWNED(NOTE, ANY_OF(BY_FACT(note, id, ORDER, order, note_id)))
#define CLOSING_RECEIVABLE_LOADS                                                               \
    OWNED(RECEIVABLE, ANY_OF(BY_FACT(receivable, order_id, ORDER, order, id)))
#define CLOSING_LOADS CLOSING_NOTE_LOADS, CLOSING_RECEIVABLE_LOADS

/* Closes the order with its BC7 event when it is over; true when it was closed. Called after
 * each act that may end it: a slip, a short close, a payment. */
bool order_close_if_done(struct work *w, struct order_row *o);
/* The same without doing it, for a refusal that says what is missing: NULL when nothing is. */
const char *order_unfinished(const struct work *w, const struct order_row *o);

#endif
