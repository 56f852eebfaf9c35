/*
 * print_paper.h - the delivery note (送貨單) of an order: document, note, lines, first copy.
 */
#ifndef OSB_CORE_PRINT_PAPER_H
#define OSB_CORE_PRINT_PAPER_H

#include "server/core/document.h"
#include "server/core/flow.h"

/* Posts the document in series DN, makes the note with its lines and copy 1, and names it in
 * the order. Needs PRODUCT, STATION, SIGNATURE with the signers' APP_USER, COUNTER locked. */
void note_print(struct work *w, struct order_row *o);

#endif
