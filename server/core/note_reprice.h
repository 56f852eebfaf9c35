/*
 * note_reprice.h - what follows when a shipment's prices were corrected (R-369, law 6).
 *
 * No goods move, and no amount as issued is edited: what a line costs more stands beside it in
 * shipment_line.raised, what it costs less in returned_amount, as a claim's reduction does.
 *
 * The debt. One shipment has one receivable, and its amount grows by what was raised: a second
 * debt beside it would have a due day, a state, calls and a dispute of its own about the same
 * goods, and every later claim or return would have to be cut in two. The trace of the growth
 * is the correction's lines and the account's ledger (S, then I). The due day stays: the goods
 * were owed under these terms, at whatever price, and an order that pays before goods owes the
 * rest at once. What was paid beyond the lower debt comes back as free money. A rise may lead
 * beyond the limit: the goods are delivered, so only the next verdict sees it.
 *
 * The papers.
 * - Invoiced: a red invoice takes all that stands of the old one back, and a new one bills the
 *   same goods with the right figures; other lines and shipments on it keep theirs to the fen,
 *   and their debts do not move.
 * - Not yet invoiced: a price correction (PC) of the difference, up or down; the invoice that
 *   comes bills what is right.
 */
#ifndef OSB_CORE_NOTE_REPRICE_H
#define OSB_CORE_NOTE_REPRICE_H

#include "server/core/claim.h"
#include "server/core/note_credit.h"

/* Posts the correction `c` of the shipment in sp. Needs CREDIT_MONEY_LOADS, CREDIT_PAPER_LOADS
 * and the counters RI, IV and PC. */
void note_reprice(struct work *w, const struct shipping *sp, const struct claim_row *c,
                  struct str reason);

#endif
