/*
 * note_copies.h - the register of copies: who holds each copy of a note's papers now.
 *
 * 1 goes to the sales file, 2 to the warehouse, 3 stays with finance, 4 goes to the customer
 * and comes back as his confirmation, 5 goes to the carrier. The copies move with the note's
 * own acts; a voided note calls all of them back. What was where before is in the note's
 * events.
 */
#ifndef OSB_CORE_NOTE_COPIES_H
#define OSB_CORE_NOTE_COPIES_H

#include "server/core/load.h"

#define COPY_LOADS OWNED(NOTE_COPY, ANY_OF(BY_FACT(note_copy, note_id, NOTE, note, id)))

/* A fresh set, in the hands of who printed it: finance, or the office for an outbound order. */
void copies_born(struct work *w, const struct note_row *n, enum paper_form form, unsigned set);
/* To the store: the file's copy is filed, finance keeps its own. */
void copies_hand_over(struct work *w, const struct note_row *n);
/* The store has looked at them: this person answers for them, or they go back to the office. */
void copies_accepted(struct work *w, const struct note_row *n);
void copies_refused(struct work *w, const struct note_row *n, int64_t csr_id);
/* With the goods: the customer's and the carrier's. */
void copies_consigned(struct work *w, const struct note_row *n, struct str customer,
                      struct str carrier);
/* The customer's came back signed, or with goods that he refused. */
void copies_signed(struct work *w, const struct note_row *n);
void copies_came_back(struct work *w, const struct note_row *n);
void copies_void(struct work *w, const struct note_row *n);

#endif
