/*
 * print_job.h - the outbox of paper: what is to be printed (R-118; decisions, section 4).
 *
 * Posting, numbering, storing the form's bytes and queueing their printing are one transaction;
 * no printer decides anything. A printing is QUEUED, SENT when a seat took it, then PRINTED or
 * FAILED. One that failed, or whose seat died, is queued again by a person, under the next
 * copy number: it may be out already, so it is marked as a reprint. A voided note calls its
 * printings back. Every other document waits in the same queue when somebody asks for paper
 * (document.print): outbound orders of goods are the clerk's, all others finance's. A house
 * whose printer takes nothing from the queue says by print.done, with a remark, where a waiting
 * paper came out.
 */
#ifndef OSB_CORE_PRINT_JOB_H
#define OSB_CORE_PRINT_JOB_H

#include "server/core/work.h"

/* Queues a printing of that copy number for P_printer. */
void print_queue(struct work *w, const struct note_row *n, enum paper_form form,
                 int64_t copy_no);
/* What a void note still had in the queue is not printed any more. Needs PRINT_JOB. */
void print_call_back(struct work *w, const struct note_row *n);

/* The number of the latest set of that form which came out; 0 while none did. */
int64_t print_out(const struct work *w, const struct note_row *n, enum paper_form form);
/* False, and refused with the way out, while the note's papers did not come out: what is not
 * there cannot be handed over. Needs PRINT_JOB. */
NODISCARD bool print_is_out(struct work *w, const struct note_row *n);

#define PRINT_JOB_LOADS OWNED(PRINT_JOB, ANY_OF(BY_FACT(print_job, note_id, NOTE, note, id)))

#endif
