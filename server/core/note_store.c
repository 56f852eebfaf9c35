/*
 * note_store.c - in the store: picked, checked by a second person, issued, put back (SP3, SP4:
 *
 */
#include "server/core/document.h"
#include "server/core/note.h"

static const struct load hand_loads[] = { NOTE_LOADS, SHIPMENT_LOADS };

static void note_pick(struct work *w)
{
    struct shipping sp;

    if (!shipping_part(w, EVENT_PICK, &sp) || !shipping_may_go(w, sp.n))
        return;
    sp.s->picked_by = w->actor_id;
    shipment_move(w, sp.s, EVENT_PICK, SHIPMENT_PICKED, STEP_SP3, STR(""));
    done(w);
}
OPERATION(NOTE_PICK) = { LOADS(hand_loads), .decide = note_pick };

/* sp.second_person: who picked does not check, at least from an amount on. */
static void note_check(struct work *w)
{
    struct shipping sp;

    if (!shipping_part(w, EVENT_CHECK, &sp) || !shipping_may_go(w, sp.n))
        return;
    if (BREAKS(RULE_SECOND_PERSON, w->pol->second_person &&
                                       sp.n->total.fen >= w->pol->second_person_from.fen &&
                                       sp.s->picked_by == w->actor_id)) {
        say_money(w, "total", sp.n->total);
        say_money(w, "from", w->pol->second_person_from);
        remedy_who(w, "ask", ROLE_WH, OP_NOTE_CHECK);
        refused(w, RULE_SECOND_PERSON);
        return;
    }
    sp.s->checked_by = w->actor_id;
    shipment_move(w, sp.s, EVENT_CHECK, SHIPMENT_CHECKED, STEP_SP3, STR(""));
    done(w);
}
OPERATION(NOTE_CHECK) = { LOADS(hand_loads), .decide = note_check };

/* --- goods issue ------------------------------------------------------------------------ */

static bool issue_fits(struct work *w, const struct note_line_row *l,
                       const struct stock_row *st, const struct shipment_line_row *sl)
{
    if (BREAKS(RULE_ISSUE_QTY, l->issued.n + l->closed.n + sl->qty.n > l->qty.n)) {
        say_count(w, "line", line_no_of(w, l->order_line_id));
        say_qty(w, "billed", l->qty);
        say_qty(w, "issued", l->issued);
        say_qty(w, "closed", l->closed);
        refused(w, RULE_ISSUE_QTY);
        return false;
    }
    if (BREAKS(RULE_STOCK_NEGATIVE, st->on_hand.n < sl->qty.n)) { /* T44 */
        say_count(w, "line", line_no_of(w, l->order_line_id));
        say_qty(w, "on_hand", st->on_hand);
        say_qty(w, "needed", sl->qty);
        remedy_plain(w, "drop", OP_NOTE_DROP);
        refused(w, RULE_STOCK_NEGATIVE);
        return false;
    }
    return true;
}

/* The line's share is taken before it counts as issued: the last unit takes the rest. */
static bool line_issue(struct work *w, const struct shipment_row *s,
                       struct shipment_line_row *sl)
{
    struct note_line_row *l = find_note_line(w, sl->note_line_id);
    struct stock_row *st = stock_of(w, sl->product_id, s->warehouse_id);

    assert(l && st);
    if (!issue_fits(w, l, st, sl))
        return false;
    sl->amount =
        share_of(note_line_rest(w, l), qty(l->qty.n - l->closed.n - l->issued.n), sl->qty);
    sl->issued = true;
    l->allocated.n -= sl->qty.n;
    l->issued.n += sl->qty.n;
    st->reserved.n -= sl->qty.n;
    stock_book(w, st, MOVE_ISSUE, qty(-sl->qty.n), sl->id, STR(""));
    return true;
}

static struct money amount_of(const struct work *w, const struct shipment_row *s)
{
    struct money sum = fen(0);

    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, s, l));)
        sum.fen += l->amount.fen;
    return sum;
}

static const struct load issue_loads[] = {
    NOTE_LOADS, SHIPMENT_LOADS, SHIPMENT_STOCK_LOADS, COUNTER_LOADS(OB), NOTE_PRODUCT_LOADS,
};

/* SP4: copy 2 of the outbound order is posted; stock goes down in the same act. */
static void note_issue(struct work *w)
{
    struct document_row *d;
    struct shipping sp;

    if (!shipping_part(w, EVENT_ISSUE, &sp) || !shipping_may_go(w, sp.n))
        return;
    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, sp.s, l));)
        if (!line_issue(w, sp.s, l))
            return;
    d = document_post(w, &(struct document_draft){ .series = SERIES_OB,
                                                   .order_id = sp.o->id,
                                                   .customer_id = sp.c->id,
                                                   .total = amount_of(w, sp.s),
                                                   .body = shipment_paper(w, &sp, STR("")) });
    sp.s->document_id = d->id;
    sp.s->outbound_no = d->number;
    note_void_forget(sp.n); /* who lets the goods go lets the note stand */
    sp.s->issued_by = w->actor_id;
    sp.s->issued_at = w->now;
    shipment_move(w, sp.s, EVENT_ISSUE, SHIPMENT_ISSUED, STEP_SP4, d->number);
    done(w);
}
OPERATION(NOTE_ISSUE) = { LOADS(issue_loads), .decide = note_issue };

static const struct load unissue_loads[] = {
    NOTE_LOADS, SHIPMENT_LOADS, SHIPMENT_STOCK_LOADS, COUNTER_LOADS(RO), NOTE_PRODUCT_LOADS,
};

static void line_unissue(struct work *w, const struct shipment_row *s,
                         struct shipment_line_row *sl, struct str reason)
{
    struct note_line_row *l = find_note_line(w, sl->note_line_id);
    struct stock_row *st = stock_of(w, sl->product_id, s->warehouse_id);

    assert(l && st);
    stock_book(w, st, MOVE_UNISSUE, sl->qty, sl->id, reason);
    st->reserved.n += sl->qty.n;
    l->issued.n -= sl->qty.n;
    l->allocated.n += sl->qty.n;
    sl->issued = false;
    sl->amount = fen(0);
}

/* Before the carrier has them, issued goods come back by a red outbound order; the shipment
 * is as checked again, its next issue has a new number (law 6). */
static void note_unissue(struct work *w)
{
    struct str reason = w->args->v[P_reason].s;
    struct document_row *d;
    struct shipping sp;

    if (!shipping_part(w, EVENT_UNISSUE, &sp))
        return;
    d = document_post(w, &(struct document_draft){ .series = SERIES_RO,
                                                   .order_id = sp.o->id,
                                                   .customer_id = sp.c->id,
                                                   .reverses_id = sp.s->document_id,
                                                   .total = fen(-amount_of(w, sp.s).fen),
                                                   .body = shipment_paper(w, &sp, reason) });
    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, sp.s, l));)
        line_unissue(w, sp.s, l, reason);
    sp.s->document_id = 0;
    sp.s->outbound_no = STR("");
    sp.s->issued_by = 0;
    sp.s->issued_at = (struct instant){ 0 };
    shipment_move(w, sp.s, EVENT_UNISSUE, SHIPMENT_CHECKED, STEP_SP4,
                  str_format(w->arena, "%.*s: %.*s", STR_ARG(d->number), STR_ARG(reason)));
    done(w);
}
OPERATION(NOTE_UNISSUE) = { LOADS(unissue_loads), .decide = note_unissue };

static const struct load drop_loads[] = { NOTE_LOADS, SHIPMENT_LOADS, SHIPMENT_STOCK_LOADS };

/* Put-back: the quantities are open again and free for whoever asks first. */
void shipment_put_back(struct work *w, struct shipment_row *s, struct str reason)
{
    for (struct shipment_line_row *sl = NULL; (sl = shipment_next(w, s, sl));) {
        struct note_line_row *l = find_note_line(w, sl->note_line_id);
        struct stock_row *st = stock_of(w, sl->product_id, s->warehouse_id);

        assert(l && st);
        st->reserved.n -= sl->qty.n;
        l->allocated.n -= sl->qty.n;
    }
    shipment_move(w, s, EVENT_DROP, SHIPMENT_VOIDED, STEP_SP2, reason);
}

static void note_drop(struct work *w)
{
    struct shipping sp;

    if (!shipping_part(w, EVENT_DROP, &sp))
        return;
    shipment_put_back(w, sp.s, w->args->v[P_reason].s);
    done(w);
}
OPERATION(NOTE_DROP) = { LOADS(drop_loads), .decide = note_drop };
