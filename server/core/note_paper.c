/*
 * note_paper.c - the note as paper: another copy, its reversal, its way to the store (R-118,
 *
 */
#include "common/json.h"
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/document.h"
#include "server/core/note.h"

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

/* --- voiding ---------------------------------------------------------------------------- */

/* Quota is released on the cells that it was taken from, whatever month they are of. */
static const struct load void_loads[] = {
    NOTE_LOADS,
    RECEIPT_LOADS,
    EARMARK_LOADS,
    SIGNATURE_LOADS,
    CASE_LOADS,
    REQUEST_LOADS,
    LOCK(QUOTA_CELL, ANY_OF(BY_FACT(quota_cell, id, QUOTA_ENTRY, quota_entry, cell_id))),
    COUNTER_LOADS(VN),
    QUOTA_ENTRY_LOADS,
};

struct void_road {
    enum flow_event event;
    enum order_state to;
    enum message_kind kind;
    const char *words;
};

static struct void_road void_road_of(enum void_way way)
{
    switch (way) {
    case VOID_MISPRINT:
        return (struct void_road){ EVENT_VOID_MISPRINT, ORDER_FIN_QUEUE, message_kind_none,
                                   "misprint" };
    case VOID_CHANGE:
        return (struct void_road){ EVENT_VOID_CHANGE, ORDER_RETURNED, MESSAGE_RETURNED,
                                   "to be changed" };
    case VOID_CANCEL:
        return (struct void_road){ EVENT_VOID_CANCEL, ORDER_CANCELLED, MESSAGE_CANCELLED,
                                   "cancelled" };
    case void_way_none:
    case void_way_count:
        break;
    }
    return (struct void_road){ 0 };
}

static void void_document(struct work *w, const struct shipping *sp, struct str reason)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "voids", sp->n->no);
    json_field_str(&out, "order", sp->o->no);
    json_field_str(&out, "customer", sp->c->code);
    json_field_str(&out, "reason", reason);
    json_end_object(&out);
    (void)document_post(w, &(struct document_draft){ .series = SERIES_VN,
                                                     .order_id = sp->o->id,
                                                     .customer_id = sp->c->id,
                                                     .reverses_id = sp->n->document_id,
                                                     .total = fen(-sp->n->total.fen),
                                                     .body = json_text(&out) });
}

/* a printed note that goods have not left on is not edited but reversed (law 6). What
 * the order holds stays held only where the same order is printed again. */
static void note_void(struct work *w)
{
    struct void_road road = void_road_of((enum void_way)w->args->v[P_way].n);
    struct str reason = w->args->v[P_reason].s;
    struct shipping sp;

    if (!road.words) {
        refused_error(w, ERR_PARAMS, "way", STR("misprint, change or cancel"));
        return;
    }
    if (!shipping_note(w, road.event, &sp) ||
        !flow_ready(w, MACHINE_ORDER, sp.o->state, sp.o->no, road.event))
        return;
    void_document(w, &sp, reason);
    note_move(w, sp.n, road.event, NOTE_VOID, STEP_BG, reason);
    sp.n->stopped = false;
    sp.o->note_id = 0;
    if (road.event != EVENT_VOID_MISPRINT)
        order_release_all(w, sp.o);
    if (road.event == EVENT_VOID_CHANGE)
        sp.o->returned_for = reason;
    order_move(w, sp.o, road.event, road.to, STEP_BG, reason);
    if (road.kind) {
        struct str body = str_format(w->arena, "%.*s was voided (%s): %.*s", STR_ARG(sp.n->no),
                                     road.words, STR_ARG(reason));

        tell_kam(w, road.kind, &sp, body);
        tell_csr(w, road.kind, sp.o, body);
    }
    done(w);
}
OPERATION(NOTE_VOID) = { LOADS(void_loads), .decide = note_void, .frees = true };

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
    struct str reason = w->args->v[P_reason].s;
    struct shipping sp;

    if (!shipping_note(w, EVENT_REFUSE_NOTE, &sp) ||
        !flow_ready(w, MACHINE_ORDER, sp.o->state, sp.o->no, EVENT_REFUSE_NOTE))
        return;
    sp.n->refused_for = reason;
    sp.n->due_at = sp.n->explain_at = sp.o->ship_due_at = (struct instant){ 0 };
    note_move(w, sp.n, EVENT_REFUSE_NOTE, NOTE_PRINTED, STEP_SP1, reason);
    order_move(w, sp.o, EVENT_REFUSE_NOTE, ORDER_BILLED, STEP_SP1, reason);
    tell_csr(
        w, MESSAGE_RETURNED, sp.o,
        str_format(w->arena, "storage refused %.*s: %.*s", STR_ARG(sp.n->no), STR_ARG(reason)));
    done(w);
}
OPERATION(NOTE_REFUSE) = { LOADS(paper_loads), .decide = note_refuse };
