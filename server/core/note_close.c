/*
 * note_close.c - giving up what is not in stock: quota, limit and deposit are freed (R-138,
 * decisions 2 Shipment).
 */
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/ledger.h"
#include "server/core/note.h"
#include "server/core/quota.h"

/* Quota goes back to the cells that it was booked on, whatever month they are of. */
static const struct load close_loads[] = {
    NOTE_LOADS,
    SHIPMENT_LOADS,
    OWNED(RECEIVABLE, ANY_OF(BY_FACT(receivable, order_id, ORDER, order, id))),
    OWNED(RECEIPT, ANY_OF(BY_FACT(receipt, id, EARMARK, earmark, receipt_id))),
    EARMARK_LOADS,
    QUOTA_BACK_LOADS,
    NOTE_PRODUCT_LOADS,
    QUOTA_ENTRY_LOADS,
};

/* The closed units take their share of what the line still has to give; R goes down by it. */
struct money note_line_close(struct work *w, struct order_row *o, struct note_line_row *l,
                             struct qty q)
{
    struct order_line_row *ol = find_order_line(w, l->order_line_id);
    struct money share =
        share_of(note_line_rest(w, l), qty(l->qty.n - l->closed.n - l->issued.n), q);

    l->closed.n += q.n;
    l->closed_amount.fen += share.fen;
    l->backorder.n -= q.n < l->backorder.n ? q.n : l->backorder.n;
    ol->closed.n += q.n;
    quota_give_back(w, o, ol, q);
    ledger_release(w, o, share.fen < o->reserved.fen ? share : o->reserved);
    return share;
}

/* A named line gives up what it has open, or less; without names all back orders go. */
static bool close_asked(struct work *w, const struct item *item, const struct note_line_row *l,
                        struct qty *out)
{
    struct qty open = note_line_open(l);

    *out = item->has_qty ? item->qty : open;
    if (!BREAKS(RULE_OPEN_QTY, out->n <= 0 || out->n > open.n))
        return true;
    say_count(w, "line", line_no_of(w, l->order_line_id));
    say_qty(w, "open", open);
    say_qty(w, "asked", *out);
    refused(w, RULE_OPEN_QTY);
    return false;
}

static bool lines_close(struct work *w, const struct shipping *sp, struct money *freed)
{
    const struct arg *lines = &w->args->v[P_lines];
    bool any = false;

    for (size_t i = 0; lines->given && i < lines->item_count; i++) {
        struct note_line_row *l = note_line_of(w, &lines->items[i]);
        struct qty q;

        if (!l || !close_asked(w, &lines->items[i], l, &q))
            return false;
        freed->fen += note_line_close(w, sp->o, l, q).fen;
        any = true;
    }
    for (size_t i = 0; !lines->given && i < w->note_line.n; i++) {
        struct note_line_row *l = w->note_line.v[i];

        if (l->backorder.n == 0)
            continue;
        freed->fen += note_line_close(w, sp->o, l, l->backorder).fen;
        any = true;
    }
    if (BREAKS(RULE_NOTHING_OPEN, !any)) {
        refused(w, RULE_NOTHING_OPEN);
        return false;
    }
    return true;
}

bool note_nothing_open(const struct work *w)
{
    for (size_t i = 0; i < w->note_line.n; i++)
        if (note_line_open(w->note_line.v[i]).n > 0)
            return false;
    return true;
}

static void note_short_close(struct work *w)
{
    struct str who = w->args->v[P_requester].s;
    struct str reason = w->args->v[P_reason].s;
    struct money freed = fen(0);
    struct shipping sp;
    struct str words;

    if (!shipping_note(w, EVENT_SHORT_CLOSE, &sp) ||
        !flow_ready(w, MACHINE_ORDER, sp.o->state, sp.o->no, EVENT_SHORT_CLOSE) ||
        !lines_close(w, &sp, &freed))
        return;
    if (who.n)
        reason = str_format(w->arena, "%.*s (asked by %.*s)", STR_ARG(reason), STR_ARG(who));
    note_free_surplus(w, sp.n, sp.o);
    sp.o->remainder_closed = note_nothing_open(w);
    say_money(w, "freed", freed);
    note_move(w, sp.n, EVENT_SHORT_CLOSE, sp.n->state, STEP_SP2, reason);
    if (!note_has_goods(w, sp.n))
        sp.o->ship_due_at = (struct instant){ 0 };
    order_move(w, sp.o, EVENT_SHORT_CLOSE, sp.o->state, STEP_SP2, reason);
    words = str_format(w->arena, "%.*s: the rest is closed: %.*s", STR_ARG(sp.n->no),
                       STR_ARG(reason));
    tell_kam(w, MESSAGE_CANCELLED, &sp, words);
    tell_customer(w, MESSAGE_CANCELLED, sp.o, clock_same_day(w, w->now), words);
    note_finish(w, &sp);
    done(w);
}
OPERATION(NOTE_SHORT_CLOSE) = { LOADS(close_loads), .decide = note_short_close, .frees = true };
