/*
 * truths_goods.c - notes, shipments and stock: nothing ships twice, nothing is billed twice.
 */
#include "tests/core/truths_parts.h"

/* Has it left stock (and not been put back)? */
static bool is_out(enum shipment_state state)
{
    switch (state) {
    case SHIPMENT_ISSUED:
    case SHIPMENT_CONSIGNED:
    case SHIPMENT_FED_BACK:
    case SHIPMENT_CONFIRMED:
    case SHIPMENT_CONFIRMED_DIFF:
    case SHIPMENT_REFUSED:
    case SHIPMENT_LOST:
        return true;
    case shipment_state_none:
    case SHIPMENT_ALLOCATED:
    case SHIPMENT_PICKED:
    case SHIPMENT_CHECKED:
    case SHIPMENT_VOIDED:
    case shipment_state_count:
        break;
    }
    return false;
}

static bool holds_stock(enum shipment_state state)
{
    return state == SHIPMENT_ALLOCATED || state == SHIPMENT_PICKED || state == SHIPMENT_CHECKED;
}

static bool is_over(enum shipment_state state)
{
    return state == SHIPMENT_CONFIRMED || state == SHIPMENT_CONFIRMED_DIFF ||
           state == SHIPMENT_REFUSED || state == SHIPMENT_LOST || state == SHIPMENT_VOIDED;
}

/* --- stock (I14) ----------------------------------------------------------------------------
 */

/* What leaves is below zero, what comes above; a shipment's goods name their line. */
static bool fits_its_kind(const struct stock_move_row *v)
{
    switch (v->kind) {
    case MOVE_OPENING:
    case MOVE_IN:
        return v->qty.n > 0 && !v->shipment_line_id;
    case MOVE_ADJUST:
        return !v->shipment_line_id;
    case MOVE_ISSUE:
        return v->qty.n < 0 && v->shipment_line_id;
    case MOVE_UNISSUE:
        return v->qty.n > 0 && v->shipment_line_id && !v->quarantine;
    case MOVE_RETURN:
        return v->qty.n > 0 && v->shipment_line_id;
    case MOVE_RELEASE:
        return v->quarantine == (v->qty.n < 0) && !v->shipment_line_id && v->reason.n;
    case MOVE_FOUND:
        return v->qty.n > 0 && v->quarantine && v->shipment_line_id && v->reason.n;
    case MOVE_WRITE_OFF:
        return v->qty.n < 0 && v->quarantine && v->reason.n;
    case move_kind_none:
    case move_kind_count:
        break;
    }
    return false;
}

void stock_holds(struct truths *t, const struct stock_row *s)
{
    int64_t moved = 0, back = 0, promised = 0;

    EACH(t, TABLE_STOCK_MOVE, stock_move_row, v)
    {
        if (v->product_id != s->product_id || v->warehouse_id != s->warehouse_id)
            continue;
        moved += v->quarantine ? 0 : v->qty.n;
        back += v->quarantine ? v->qty.n : 0;
        must(t, fits_its_kind(v), "I14 a movement is not of its kind", v->id);
    }
    EACH(t, TABLE_SHIPMENT_LINE, shipment_line_row, l)
    {
        const struct shipment_row *h = l->product_id == s->product_id
                                           ? model_find(t->m, TABLE_SHIPMENT, l->shipment_id)
                                           : NULL;

        if (h && h->warehouse_id == s->warehouse_id && holds_stock(h->state))
            promised += l->qty.n;
    }
    must(t, moved == s->on_hand.n && s->on_hand.n >= 0, "I14 stock is not its moves", s->id);
    must(t, back == s->quarantine.n && back >= 0, "I14 quarantine is not its moves", s->id);
    must(t, promised == s->reserved.n && s->reserved.n <= s->on_hand.n,
         "I14 reserved stock is not what shipments hold", s->id);
}

/* --- notes (I15) ----------------------------------------------------------------------------
 */

static int64_t short_closes(const struct truths *t, const struct note_line_row *n)
{
    int64_t times = 0;

    EACH(t, TABLE_EVENT, event_row, e)
    {
        times += e->entity_id == n->note_id && (str_eq(e->op, STR("note.short-close")) ||
                                                str_eq(e->op, STR("order.amend-rest")));
    }
    return times;
}

/* How many claims on the line were posted, and what of it was made cheaper by them: goods that
 * are sent again cost what those cost that they stand for. */
static int64_t claims_on(const struct truths *t, const struct shipment_line_row *l,
                         int64_t *cheaper)
{
    int64_t n = 0;

    EACH(t, TABLE_CLAIM_LINE, claim_line_row, x)
    {
        const struct claim_row *c =
            x->shipment_line_id == l->id ? model_find(t->m, TABLE_CLAIM, x->claim_id) : NULL;

        if (!c || c->state < CLAIM_IS_ACCEPTED || c->state == CLAIM_IS_REFUSED ||
            c->state == CLAIM_IS_WITHDRAWN)
            continue;
        n++;
        *cheaper += c->remedy == CLAIM_REDUCE || x->worth.fen < x->was.fen ? x->amount.fen : 0;
    }
    return n;
}

/* I13: what is given up takes its share of the line's amount. Each share before it, and its
 * own, is rounded: of a shipment when it takes its part, and when goods give it back. */
static void closed_costs(struct truths *t, const struct note_line_row *n)
{
    const struct order_line_row *l = model_find(t->m, TABLE_ORDER_LINE, n->order_line_id);
    const struct note_row *note = model_find(t->m, TABLE_NOTE, n->note_id);
    int64_t rounded = n->closed.n ? short_closes(t, n) : 0, cheaper = 0, dearer = 0, off;

    /* behind a void note the line may have been changed */
    if (!l || l->price_per <= 0 || !note || note->state == NOTE_VOID)
        return;
    EACH(t, TABLE_SHIPMENT_LINE, shipment_line_row, s)
    {
        if (!n->closed.n || s->note_line_id != n->id)
            continue;
        rounded += 2 + 2 * claims_on(t, s, &cheaper);
        dearer += s->raised.fen;
    }
    off = n->closed_amount.fen * l->price_per - n->closed.n * l->price.fen;
    must(t,
         off <= (rounded + dearer) * l->price_per && -off <= (rounded + cheaper) * l->price_per,
         "I13 what is closed is not its share of the line", n->id);
}

/* Allocated is what shipments hold, issued what left and is not to be sent again. */
static void note_line_holds(struct truths *t, const struct note_line_row *n)
{
    int64_t allocated = 0, issued = 0;

    EACH(t, TABLE_SHIPMENT_LINE, shipment_line_row, l)
    {
        const struct shipment_row *s =
            l->note_line_id == n->id ? model_find(t->m, TABLE_SHIPMENT, l->shipment_id) : NULL;

        if (!s)
            continue;
        must(t,
             s->note_id == n->note_id && l->order_line_id == n->order_line_id &&
                 l->product_id == n->product_id,
             "I15 a shipment's line belongs elsewhere", l->id);
        allocated += holds_stock(s->state) ? l->qty.n : 0;
        issued += is_out(s->state) ? l->qty.n : 0;
        issued -= l->replaced.n;
    }
    must(t, allocated == n->allocated.n, "I15 allocated is not what shipments hold", n->id);
    must(t, issued == n->issued.n, "I15 issued is not what left", n->id);
    must(t,
         n->closed.n >= 0 && n->backorder.n >= 0 &&
             allocated + issued + n->closed.n + n->backorder.n <= n->qty.n,
         "I15 more leaves than the note says", n->id);
    closed_costs(t, n);
}

/* Each granted line of the order stands on its live note, once and wholly. */
static void note_is_whole(struct truths *t, const struct note_row *n)
{
    EACH(t, TABLE_ORDER_LINE, order_line_row, l)
    {
        int64_t noted = 0;

        if (l->order_id != n->order_id || l->removed)
            continue;
        EACH(t, TABLE_NOTE_LINE, note_line_row, x)
        {
            if (x->note_id == n->id && x->order_line_id == l->id)
                noted += x->product_id == l->product_id ? x->qty.n : INT32_MIN;
        }
        must(t, noted == l->granted.n, "I15 a note is not its order's lines", n->id);
    }
}

void note_holds(struct truths *t, const struct note_row *n)
{
    const struct order_row *o = model_find(t->m, TABLE_ORDER, n->order_id);
    bool done = true;

    if (n->state != NOTE_VOID)
        note_is_whole(t, n);
    paper_holds(t, n->document_id, SERIES_DN, n->no, n->total, n->id);
    paper_of_note_holds(t, n);
    must(t, o && o->account_id == n->account_id, "I04 a note of another account", n->id);

    EACH(t, TABLE_NOTE_LINE, note_line_row, l)
    {
        if (l->note_id != n->id)
            continue;
        note_line_holds(t, l);
        done = done && l->issued.n + l->closed.n == l->qty.n;
    }
    EACH(t, TABLE_SHIPMENT, shipment_row, s)
    {
        if (s->note_id == n->id)
            done = done && is_over(s->state);
    }
    must(t, n->state != NOTE_DONE || done, "I15 a note is done with goods to come", n->id);
    must(t, o && (n->state == NOTE_VOID || o->note_id == n->id), "I15 a second live note",
         n->id);
    must(t, o && (n->state == NOTE_VOID || n->total.fen == o->total.fen),
         "I13 a note's total is not its order's", n->id);
    road_holds(t, MACHINE_NOTE, n->id, n->state, n->seq);
}

/* --- shipments (I15, I16) -------------------------------------------------------------------
 */

/* One movement out for each line that left. */
static void line_moved(struct truths *t, const struct shipment_row *s,
                       const struct shipment_line_row *l)
{
    int64_t out = 0;

    EACH(t, TABLE_STOCK_MOVE, stock_move_row, v)
    {
        if (v->shipment_line_id != l->id)
            continue;
        out += v->kind == MOVE_ISSUE || v->kind == MOVE_UNISSUE ? v->qty.n : 0;
    }
    must(t, l->issued == is_out(s->state), "I15 a line does not know whether it left", l->id);
    must(t, out == (l->issued ? -l->qty.n : 0), "I15 a line did not move stock once", l->id);
}

static void line_billed(struct truths *t, const struct shipment_line_row *l)
{
    int64_t n = 0, amount = 0;

    EACH(t, TABLE_INVOICE_LINE, invoice_line_row, v)
    {
        if (v->shipment_line_id != l->id)
            continue;
        n += v->qty.n;
        amount += v->amount.fen;
    }
    must(t, n == l->invoiced.n && amount == l->invoiced_amount.fen && n >= 0,
         "I16 invoiced is not the invoice lines", l->id);
    must(t, l->returned.n >= 0 && l->invoiced.n + l->returned.n <= l->qty.n,
         "I16 invoiced and returned are more than was shipped", l->id);
    must(t, l->invoiced_amount.fen + l->returned_amount.fen <= l->amount.fen + l->raised.fen,
         "I16 more is billed and credited than was shipped", l->id);
    must(t, l->issued || (!l->invoiced.n && !l->returned.n && !l->amount.fen && !l->raised.fen),
         "I16 billed but not issued", l->id);
}

/* The receivable arises with consignment, for the whole shipment, and is credited by what
 * came back or was made cheaper; a corrected price adds to it. */
static void debt_of_shipment(struct truths *t, const struct shipment_row *s, int64_t amount,
                             int64_t credited)
{
    const struct receivable_row *d =
        s->receivable_id ? model_find(t->m, TABLE_RECEIVABLE, s->receivable_id) : NULL;
    bool gone = is_out(s->state) && s->state != SHIPMENT_ISSUED;

    must(t, gone == (d != NULL), "I04 a consignment and its receivable", s->id);
    if (!d)
        return;
    must(t, d->shipment_id == s->id && d->order_id == s->order_id && d->amount.fen == amount,
         "I04 a receivable is not its shipment's", d->id);
    must(t, d->credited.fen == credited, "I04 a receivable was not credited what came back",
         d->id);
}

void shipment_holds(struct truths *t, const struct shipment_row *s)
{
    const struct order_row *o = model_find(t->m, TABLE_ORDER, s->order_id);
    int64_t amount = 0, raised = 0, credited = 0, part = 0;

    EACH(t, TABLE_SHIPMENT_LINE, shipment_line_row, l)
    {
        if (l->shipment_id != s->id)
            continue;
        amount += l->amount.fen;
        raised += l->raised.fen;
        credited += l->returned_amount.fen;
        line_moved(t, s, l);
        line_billed(t, l);
        line_claimed(t, s, l);
    }
    debt_of_shipment(t, s, amount + raised, credited);
    if (is_out(s->state))
        paper_holds(t, s->document_id, SERIES_OB, s->outbound_no, fen(amount), s->id);
    must(t, o && o->account_id == s->account_id, "I04 a shipment of another account", s->id);
    must(t, (s->document_id != 0) == (s->outbound_no.n != 0),
         "I18 an outbound number without its paper, or a paper without its number", s->id);
    EACH(t, TABLE_SHIPMENT, shipment_row, x)
    {
        part += x->note_id == s->note_id && x->id <= s->id;
    }
    must(t, s->part == part, "I15 the parts of a note do not run 1 to n", s->id);
    road_holds(t, MACHINE_SHIPMENT, s->id, s->state, s->seq);
}
