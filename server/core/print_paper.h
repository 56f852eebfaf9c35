/*
 * print_paper.h - the delivery note (送貨單) of an order: document, form, note, lines, and the
 * first printing in the queue, in one act.
 */
#ifndef OSB_CORE_PRINT_PAPER_H
#define OSB_CORE_PRINT_PAPER_H

#include "server/core/document.h"
#include "server/core/flow.h"
#include "server/core/load.h"

#define NOTE_STATION_LOADS                                                                     \
    READ(STATION, ANY_OF(BY_FACT(station, id, ORDER, order, station_id))), DESTINATION_LOADS
/* Everybody whose name the paper bears. */
#define SIGNER_LOADS                                                                           \
    READ(APP_USER,                                                                             \
         ANY_OF(BY_ACTOR(app_user, id), BY_FACT(app_user, id, USER_ROLE, user_role, user_id),  \
                BY_FACT(app_user, id, DELEGATION, delegation, principal_id),                   \
                BY_FACT(app_user, id, SIGNATURE, signature, signer_id),                        \
                BY_FACT(app_user, id, SIGNATURE, signature, principal_id)))

/* Posts the document in series DN with its form, makes the note with its lines and copies,
 * queues its printing, and names it in the order. Needs PRODUCT, STATION, SIGNATURE with the
 * signers' APP_USER, COUNTER locked. */
void note_print(struct work *w, struct order_row *o);
/* The form of the note's outbound order, and its copies. Needs the same, and the note's
 * DOCUMENT instead of a counter. */
void outbound_form(struct work *w, const struct order_row *o, const struct note_row *n);
/* A note that was printed before forms were kept gets its form from its rows: what is printed
 * of it now, always marked as a reprint. Nothing where it has one. Needs FORM as well. */
void note_form_kept(struct work *w, const struct order_row *o, const struct note_row *n);

#endif
