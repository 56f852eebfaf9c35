/*
 * note_paper.c - the note as paper: another copy, its way to the store.
 */
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/note.h"
#include "server/core/order_common.h"

/* --- copies ----------------------------------------------------------------------------- */

static const struct load reprint_loads[] = { NOTE_LOADS };

/* Each printing after the first says "copy n": two papers can be told apart. */
static void note_reprint(struct work *w)
{
    struct shipping sp;
    struct print_copy_row *copy;

    if (!shipping_note(w, EVENT_REPRINT, &sp))
        return;
    copy = add_print_copy(w);
    copy->document_id = sp.n->document_id;
    copy->copy_no = ++sp.n->copies;
    copy->at = w->now;
    copy->printed_by = w->actor_id;
    copy->printer = w->args->v[P_printer].s;
    say_count(w, "copy", copy->copy_no);
    note_move(w, sp.n, EVENT_REPRINT, sp.n->state, STEP_BG,
              str_format(w->arena, "copy %lld", (long long)copy->copy_no));
    done(w);
}
OPERATION(NOTE_REPRINT) = { LOADS(reprint_loads), .decide = note_reprint };

/* --- to storage-transport --------------------------------------------------------------- */

static const struct load paper_loads[] = { NOTE_LOADS };

/* The hand-over starts the clocks of SP: 24 h to ship, 48 h until an explanation is owed
 * (R-120, R-127, R-129). */
static void note_hand_over(struct work *w)
{
    struct shipping sp;

    if (!shipping_note(w, EVENT_HAND_OVER, &sp) || !shipping_may_go(w, sp.n) ||
        !flow_ready(w, MACHINE_ORDER, sp.o->state, sp.o->no, EVENT_HAND_OVER))
        return;
    sp.n->handed_at = w->now;
    sp.n->handed_by = w->actor_id;
    sp.n->paused_us = 0;
    sp.n->refused_for = STR("");
    sp.n->refused_as = note_fault_none;
    note_void_forget(sp.n); /* who hands it over lets it go on */
    sp.n->due_at = clock_shipping(w, w->now, w->pol->ship_hours);
    sp.n->explain_at = clock_shipping(w, w->now, w->pol->explain_hours);
    sp.o->ship_due_at = sp.n->due_at;
    note_move(w, sp.n, EVENT_HAND_OVER, NOTE_HANDED, STEP_BG, STR(""));
    order_move(w, sp.o, EVENT_HAND_OVER, ORDER_HANDED_OVER, STEP_BG, STR(""));
    done(w);
}
OPERATION(NOTE_HAND_OVER) = { LOADS(paper_loads), .decide = note_hand_over };

/* SP1. Paper may be taken in while the note is stopped; goods may not move. */
static void note_accept(struct work *w)
{
    struct shipping sp;

    if (!shipping_note(w, EVENT_ACCEPT_NOTE, &sp))
        return;
    sp.n->accepted_at = w->now;
    sp.n->accepted_by = w->actor_id;
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
    note_move(w, sp.n, EVENT_REFUSE_NOTE, NOTE_PRINTED, STEP_SP1, reason);
    order_move(w, sp.o, EVENT_REFUSE_NOTE, ORDER_BILLED, STEP_SP1, reason);
    tell_csr(
        w, MESSAGE_RETURNED, sp.o,
        str_format(w->arena, "storage refused %.*s: %.*s", STR_ARG(sp.n->no), STR_ARG(reason)));
    done(w);
}
OPERATION(NOTE_REFUSE) = { LOADS(paper_loads), .decide = note_refuse };
