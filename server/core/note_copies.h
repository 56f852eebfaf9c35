/*
 * note_copies.h - the register of copies: who holds each copy of a note's papers now.
 *
 * 1 goes to the sales file, 2 to the warehouse, 3 stays with finance, 4 goes to the customer
 * and comes back as his confirmation, 5 goes to the carrier. A reprint is a set of its own:
 * the latest one that came out goes to the store, the others stay with who printed them, and a
 * voided note calls all copies of all sets back. 4 and 5 go with the shipment that leaves
 * first and come back only with that: another part has no paper of the customer's. What was
 * where before is in the note's events.
 */
#ifndef OSB_CORE_NOTE_COPIES_H
#define OSB_CORE_NOTE_COPIES_H

#include "server/core/load.h"
#include "server/core/note.h"

#define COPY_LOADS OWNED(NOTE_COPY, ANY_OF(BY_FACT(note_copy, note_id, NOTE, note, id)))

/* A set of its own, in the hands of who has it printed: finance, or the office for an outbound
 * order. */
void copies_born(struct work *w, const struct note_row *n, enum paper_form form,
                 int64_t copy_no);
/* To the store: the file's copy is filed, finance keeps its own. Needs PRINT_JOB. */
void copies_hand_over(struct work *w, const struct note_row *n);
/* The store has looked at them: this person answers for them, or they go back to the office. */
void copies_accepted(struct work *w, const struct note_row *n);
void copies_refused(struct work *w, const struct note_row *n, int64_t csr_id);
/* With the goods of this shipment: the customer's and the carrier's, if the store has them. */
void copies_consigned(struct work *w, const struct shipping *sp);
/* The customer's of this shipment came back signed, or with goods that he refused. */
void copies_signed(struct work *w, const struct shipment_row *s);
void copies_came_back(struct work *w, const struct shipment_row *s);
void copies_void(struct work *w, const struct note_row *n);

#endif
