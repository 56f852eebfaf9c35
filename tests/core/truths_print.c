/*
 * truths_print.c - the outbox of paper and the register of copies.
 */
#include "common/paper.h"
#include "server/core/document.h"
#include "server/core/form_note.h"
#include "tests/core/truths_parts.h"

void form_holds(struct truths *t, const struct form_row *f)
{
    const struct document_row *d = model_find(t->m, TABLE_DOCUMENT, f->document_id);

    must(t, d && d->series == SERIES_DN, "a form of no note", f->id);
    must(t, str_eq(f->sha256, sha256_hex(f->body, t->arena)), "a form was changed", f->id);
}

/* One form of each paper that was printed. */
static void forms_hold(struct truths *t, const struct note_row *n)
{
    int64_t notes = 0, outbounds = 0;

    EACH(t, TABLE_FORM, form_row, f)
    {
        notes += f->document_id == n->document_id && f->form == PAPER_NOTE;
        outbounds += f->document_id == n->document_id && f->form == PAPER_OUTBOUND;
    }
    must(t, notes == 1 && outbounds == (n->outbound_copies > 0), "a note's forms are not there",
         n->id);
    must(t, n->two_papers || n->outbound_copies == 0, "an outbound order of one form", n->id);
}

/* Each copy is in one place; those of a void note were called back. */
static void copy_holds(struct truths *t, const struct note_row *n,
                       const struct note_copy_row *c)
{
    const struct shipment_row *s = model_find(t->m, TABLE_SHIPMENT, c->shipment_id);

    must(t, c->place != copy_place_none, "a copy is nowhere", c->id);
    must(t, (n->state == NOTE_VOID) == (c->place == PLACE_CALLED_BACK),
         "a copy of a void note is about", c->id);
    must(t, (c->place != PLACE_CUSTOMER && c->place != PLACE_CARRIER) || s,
         "a copy left without goods", c->id);
    must(t, !s || (s->note_id == n->id && s->consigned_at.us),
         "a copy went with goods that are here", c->id);
    must(t, c->place != PLACE_CUSTOMER || (s && s->state != SHIPMENT_REFUSED),
         "a copy is with the customer who refused its goods", c->id);
}

/* A set is all copies of the form, each once. */
static void set_holds(struct truths *t, const struct note_row *n, enum paper_form form,
                      int64_t copy_no)
{
    unsigned seen = 0;

    EACH(t, TABLE_NOTE_COPY, note_copy_row, c)
    {
        if (c->note_id != n->id || c->form != form || c->copy_no != copy_no)
            continue;
        must(t, !(seen & (1u << (c->copy - 1))), "a copy in two places", c->id);
        seen |= 1u << (c->copy - 1);
    }
    must(t, seen == form_copies(form, n->two_papers), "a copy is lost", n->id);
}

static void copies_hold(struct truths *t, const struct note_row *n)
{
    int64_t out = 0;

    EACH(t, TABLE_NOTE_COPY, note_copy_row, c)
    {
        if (c->note_id != n->id)
            continue;
        copy_holds(t, n, c);
        must(t,
             c->copy_no >= 1 &&
                 c->copy_no <= (c->form == PAPER_OUTBOUND ? n->outbound_copies : n->copies),
             "a copy of no printing", c->id);
    }
    for (int64_t i = 1; i <= n->copies; i++)
        set_holds(t, n, PAPER_NOTE, i);
    for (int64_t i = 1; i <= n->outbound_copies; i++)
        set_holds(t, n, PAPER_OUTBOUND, i);
    EACH(t, TABLE_PRINT_JOB, print_job_row, j)
    {
        out |= j->note_id == n->id && j->state == JOB_PRINTED ? 1 << (j->form == PAPER_OUTBOUND)
                                                              : 0;
    }
    must(t, n->state == NOTE_PRINTED || n->state == NOTE_VOID || out == (n->two_papers ? 3 : 1),
         "a note went to the store that was not printed", n->id);
}

static void job_holds(struct truths *t, const struct note_row *n, const struct print_job_row *j)
{
    bool taken = j->taken_by != 0, ended = j->ended_at.us != 0;

    must(t,
         j->copy_no >= 1 &&
             j->copy_no <= (j->form == PAPER_OUTBOUND ? n->outbound_copies : n->copies),
         "a printing of no number", j->id);
    must(t, j->order_id == n->order_id, "a printing of another order", j->id);
    must(t, j->state != JOB_QUEUED || !taken, "a printing waits and was taken", j->id);
    must(t, taken || j->state == JOB_QUEUED || j->state == JOB_VOID, "nobody took a printing",
         j->id);
    must(t,
         ended == (j->state == JOB_PRINTED || j->state == JOB_FAILED || j->state == JOB_VOID),
         "a printing's end is not known", j->id);
    must(t, n->state != NOTE_VOID || j->state == JOB_VOID || j->state == JOB_PRINTED,
         "a void note waits for the printer", j->id);
}

/* Each taking of a printing is on record, and each number was queued: once at first, and once
 * more for each taking that is over and was not the last word. */
static void printings_hold(struct truths *t, const struct note_row *n)
{
    int64_t taken = 0, printed = 0, queued = 0;

    EACH(t, TABLE_PRINT_JOB, print_job_row, j)
    {
        if (j->note_id != n->id)
            continue;
        job_holds(t, n, j);
        taken += j->attempts;
        queued += 1 + j->attempts - (j->taken_by != 0);
    }
    EACH(t, TABLE_PRINT_COPY, print_copy_row, c)
    {
        if (c->document_id != n->document_id)
            continue;
        printed++;
        must(t,
             c->copy_no >= 1 &&
                 c->copy_no <= (c->form == PAPER_OUTBOUND ? n->outbound_copies : n->copies),
             "a paper of no number", c->id);
    }
    must(t, taken == printed, "a paper is not on record", n->id);
    must(t, queued == n->copies + n->outbound_copies, "a printing is lost", n->id);
}

void paper_of_note_holds(struct truths *t, const struct note_row *n)
{
    forms_hold(t, n);
    copies_hold(t, n);
    printings_hold(t, n);
}
