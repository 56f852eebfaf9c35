/*
 * note_paper.c - the note as paper: another copy, its way to the store;
 * the outbound order keeps who issued it.
 */
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/note.h"
#include "server/core/note_copies.h"
#include "server/core/order_common.h"
#include "server/core/print_job.h"
#include "server/core/print_paper.h"

/* --- copies ----------------------------------------------------------------------------- */

/* All that the paper says. */
#define PAPER_LOADS                                                                            \
    NOTE_LOADS, SIGNATURE_LOADS, NOTE_PRODUCT_LOADS, NOTE_STATION_LOADS, SIGNER_LOADS,         \
        READ(DOCUMENT, ANY_OF(BY_FACT(document, id, NOTE, note, document_id)))

static const struct load reprint_loads[] = {
    PAPER_LOADS,
    READ(FORM, ANY_OF(BY_FACT(form, document_id, NOTE, note, document_id))),
};

/* Each printing after the first says "copy n": two papers can be told apart. */
static void note_reprint(struct work *w)
{
    struct shipping sp;

    if (!shipping_note(w, EVENT_REPRINT, &sp))
        return;
    note_form_kept(w, sp.o, sp.n);
    print_queue(w, sp.n, PAPER_NOTE, ++sp.n->copies);
    copies_born(w, sp.n, PAPER_NOTE, sp.n->copies);
    say_count(w, "copy", sp.n->copies);
    note_move(w, sp.n, EVENT_REPRINT, sp.n->state, STEP_BG,
              str_format(w->arena, "copy %lld", (long long)sp.n->copies));
    done(w);
}
OPERATION(NOTE_REPRINT) = { LOADS(reprint_loads), .decide = note_reprint };

static const struct load outbound_loads[] = { PAPER_LOADS };

/* Two papers: the outbound order (銷售出庫單) is printed by the secretaries or the clerk. MA is
 * its approval. It says what the note says, under the same number. */
static void note_outbound(struct work *w)
{
    struct shipping sp;

    if (!shipping_note(w, EVENT_REPRINT, &sp))
        return;
    if (BREAKS(RULE_OUTBOUND_ONE, !sp.n->two_papers)) {
        remedy_who(w, "reprint", ROLE_FIN, OP_NOTE_REPRINT);
        refused(w, RULE_OUTBOUND_ONE);
        return;
    }
    if (++sp.n->outbound_copies == 1)
        outbound_form(w, sp.o, sp.n);
    print_queue(w, sp.n, PAPER_OUTBOUND, sp.n->outbound_copies);
    copies_born(w, sp.n, PAPER_OUTBOUND, sp.n->outbound_copies);
    say_count(w, "copy", sp.n->outbound_copies);
    note_move(
        w, sp.n, EVENT_REPRINT, sp.n->state, STEP_BG,
        str_format(w->arena, "outbound order, copy %lld", (long long)sp.n->outbound_copies));
    done(w);
}
OPERATION(NOTE_OUTBOUND) = { LOADS(outbound_loads), .decide = note_outbound };

/* --- to storage-transport --------------------------------------------------------------- */

static const struct load paper_loads[] = { NOTE_LOADS, COPY_LOADS };
static const struct load over_loads[] = {
    NOTE_LOADS,
    COPY_LOADS,
    READ(PRINT_JOB, ANY_OF(BY_FACT(print_job, note_id, NOTE, note, id))),
};

/* What the store gets has come out of a printer. The hand-over starts the clocks of SP:
 * 24 h to ship, 48 h until an explanation is owed. */
static void note_hand_over(struct work *w)
{
    struct shipping sp;

    if (!shipping_note(w, EVENT_HAND_OVER, &sp) || !shipping_may_go(w, sp.n) ||
        !flow_ready(w, MACHINE_ORDER, sp.o->state, sp.o->no, EVENT_HAND_OVER))
        return;
    if (BREAKS(RULE_OUTBOUND_FIRST, sp.n->two_papers && sp.n->outbound_copies == 0)) {
        remedy_plain(w, "print_outbound", OP_NOTE_OUTBOUND);
        refused(w, RULE_OUTBOUND_FIRST);
        return;
    }
    if (!print_is_out(w, sp.n))
        return;
    sp.n->handed_at = w->now;
    sp.n->handed_by = w->actor_id;
    sp.n->paused_us = 0;
    sp.n->refused_for = STR("");
    sp.n->refused_as = note_fault_none;
    note_void_forget(sp.n); /* who hands it over lets it go on */
    sp.n->due_at = clock_due(w, CLOCK_SHIP, w->now);
    sp.n->explain_at = clock_due(w, CLOCK_EXPLAIN, w->now);
    sp.o->ship_due_at = sp.n->due_at;
    copies_hand_over(w, sp.n);
    note_move(w, sp.n, EVENT_HAND_OVER, NOTE_HANDED, STEP_BG, STR(""));
    order_move(w, sp.o, EVENT_HAND_OVER, ORDER_HANDED_OVER, STEP_BG, STR(""));
    done(w);
}
OPERATION(NOTE_HAND_OVER) = { LOADS(over_loads), .decide = note_hand_over };

/* SP1. Paper may be taken in while the note is stopped; goods may not move. */
static void note_accept(struct work *w)
{
    struct shipping sp;

    if (!shipping_note(w, EVENT_ACCEPT_NOTE, &sp))
        return;
    sp.n->accepted_at = w->now;
    sp.n->accepted_by = w->actor_id;
    copies_accepted(w, sp.n);
    note_move(w, sp.n, EVENT_ACCEPT_NOTE, NOTE_ACCEPTED, STEP_SP1, STR(""));
    done(w);
}
OPERATION(NOTE_ACCEPT) = { LOADS(paper_loads), .decide = note_accept };

/* Incomplete paper goes back to the secretaries; its clocks start again when it is handed
 * over again. */
static void note_refuse(struct work *w)
{
    enum note_fault fault = (enum note_fault)w->args->v[P_fault].n;
    struct str words = str_trim(w->args->v[P_reason].s);
    struct str reason = str_format(w->arena, "%s%s%.*s", enum_name(ENUM_note_fault, fault),
                                   str_empty(words) ? "" : ": ", STR_ARG(words));
    struct shipping sp;

    if (!shipping_note(w, EVENT_REFUSE_NOTE, &sp) ||
        !flow_ready(w, MACHINE_ORDER, sp.o->state, sp.o->no, EVENT_REFUSE_NOTE))
        return;
    if (BREAKS(RULE_FAULT_WORDS, fault == FAULT_OTHER && text_blank(words))) {
        refused_at(w, RULE_FAULT_WORDS, "reason", STR(""));
        return;
    }
    sp.n->refused_as = fault;
    sp.n->refused_for = words;
    sp.n->due_at = sp.n->explain_at = sp.o->ship_due_at = (struct instant){ 0 };
    copies_refused(w, sp.n, sp.o->csr_id);
    note_move(w, sp.n, EVENT_REFUSE_NOTE, NOTE_PRINTED, STEP_SP1, reason);
    order_move(w, sp.o, EVENT_REFUSE_NOTE, ORDER_BILLED, STEP_SP1, reason);
    tell_csr(
        w, MESSAGE_RETURNED, sp.o,
        str_format(w->arena, "storage refused %.*s: %.*s", STR_ARG(sp.n->no), STR_ARG(reason)));
    done(w);
}
OPERATION(NOTE_REFUSE) = { LOADS(paper_loads), .decide = note_refuse };
