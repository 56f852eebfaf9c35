/*
 * truths_returns.c - returns: what came back was applied for, confirmed, verified and reviewed,
 * by different people, on a paper of its own, to the unit and the fen (I10, I15, I16).
 */
#include "tests/core/truths_parts.h"

static bool is_here(const struct goods_return_row *r)
{
    return r->state == RETURN_IS_RECEIVED || r->state == RETURN_IS_SETTLED;
}

static bool is_dropped(const struct goods_return_row *r)
{
    return r->state == RETURN_IS_REFUSED || r->state == RETURN_IS_WITHDRAWN;
}

void line_brought_back(struct truths *t, const struct shipment_line_row *l, int64_t *returned,
                       int64_t *amount)
{
    int64_t coming = 0, sum = 0;

    EACH(t, TABLE_GOODS_RETURN_LINE, goods_return_line_row, x)
    {
        const struct goods_return_row *r =
            x->shipment_line_id == l->id ? model_find(t->m, TABLE_GOODS_RETURN, x->return_id)
                                         : NULL;

        if (!r || is_dropped(r))
            continue;
        *returned += is_here(r) ? x->accepted.n : 0;
        *amount += is_here(r) ? x->amount.fen : 0;
        coming += is_here(r) ? 0 : x->accepted.n;
        sum += is_here(r) ? 0 : x->amount.fen;
    }
    must(t, l->returned.n + coming <= l->qty.n, "I16 more comes back than was shipped", l->id);
    must(t, sum >= 0 && sum <= l->amount.fen + l->raised.fen - l->returned_amount.fen,
         "I16 more is to be credited than the line is worth", l->id);
}

static void return_line_holds(struct truths *t, const struct goods_return_row *r,
                              const struct goods_return_line_row *x)
{
    const struct shipment_line_row *l =
        model_find(t->m, TABLE_SHIPMENT_LINE, x->shipment_line_id);
    bool sorted = r->state == RETURN_IS_SETTLED;

    must(t, l && l->shipment_id == r->shipment_id && l->product_id == x->product_id,
         "I16 a return of another shipment's line", x->id);
    must(t, x->qty.n > 0 && x->accepted.n >= 0 && x->accepted.n <= x->qty.n,
         "I16 more is accepted than was applied for", x->id);
    must(t, x->amount.fen >= 0 && (x->accepted.n > 0 || x->amount.fen == 0),
         "I16 nothing comes back and costs something", x->id);
    must(t, x->good.n >= 0 && x->scrap.n >= 0, "I14 less than nothing was sorted", x->id);
    must(t, x->good.n + x->scrap.n == (sorted ? x->accepted.n : 0),
         "I14 what was sorted is not what came", x->id);
    must(t, !r->examined_by == !x->authenticity, "goods examined by nobody", x->id);
    must(t, x->authenticity != FOUND_TO_BE_NOT_GENUINE || x->accepted.n == 0,
         "goods of another's making were taken back", x->id);
}

/* Each step's person, as far as the return came. */
static void by_whom(struct truths *t, const struct goods_return_row *r)
{
    bool ends = r->state == RETURN_IS_SETTLED || is_dropped(r);

    must(t, r->applied_by && (ends || r->state == RETURN_IS_APPLIED || r->confirmed_by),
         "a return confirmed by nobody", r->id);
    must(t, !r->confirmed_by || r->confirmed_by != r->applied_by,
         "I10 a return confirmed by who applied for it", r->id);
    must(t,
         !r->reviewed_by ||
             (r->reviewed_by != r->applied_by && r->reviewed_by != r->confirmed_by),
         "I10 a return reviewed by who had spoken", r->id);
    must(t, is_dropped(r) || r->state < RETURN_IS_VERIFIED || r->verified_by,
         "a return verified by nobody", r->id);
    must(t,
         is_dropped(r) || r->state < RETURN_IS_VERIFIED ||
             (r->why != WHY_QUALITY && r->why != WHY_DOUBT) || r->examined_by,
         "doubtful goods examined by nobody", r->id);
    must(t, is_dropped(r) || r->state < RETURN_IS_REVIEWED || r->reviewed_by,
         "a return reviewed by nobody", r->id);
    must(t, is_here(r) == (r->received_by != 0), "goods received by nobody", r->id);
    must(t, ends == (r->ended_by != 0) && ends == (r->ended_at.us != 0),
         "a return that does not know its end", r->id);
}

/* a red outbound order of exactly its amount, from when it was issued. */
static void red_order_holds(struct truths *t, const struct goods_return_row *r)
{
    const struct document_row *d =
        r->document_id ? model_find(t->m, TABLE_DOCUMENT, r->document_id) : NULL;
    bool reversed = false;

    must(t,
         (is_dropped(r) || r->state < RETURN_IS_ISSUED || d) && !r->issued_by == !d &&
             (d || !r->document_id),
         "I18 a return without its red order", r->id);
    if (!d)
        return;
    must(t, d->series == SERIES_RO && d->total.fen == -r->amount.fen && !d->reverses_id,
         "I19 a red order is not its return", r->id);
    EACH(t, TABLE_DOCUMENT, document_row, x)
    {
        reversed |= x->reverses_id == d->id;
    }
    must(t, reversed == is_dropped(r), "I19 a red order stands, or does not, by mistake",
         r->id);
}

/* where each line was named, what stays is what was found. */
static void verified_as_said(struct truths *t, const struct goods_return_row *r,
                             int64_t accepted, int64_t count)
{
    const struct arg *lines = &t->w->args->v[P_lines];
    int64_t said = 0;

    for (size_t i = 0; i < lines->item_count; i++)
        said += lines->items[i].qty.n;
    must(t, (int64_t)lines->item_count != count || said == accepted,
         "what comes back is not what was verified", r->id);
}

static bool just_received(const struct truths *t, const struct goods_return_row *r)
{
    return t->w && t->w->op == OP_RETURN_RECEIVE && t->w->ruling.outcome == OUTCOME_DONE &&
           t->w->goods_return.n > 0 && t->w->goods_return.v[0]->id == r->id;
}

static int64_t booked_by(const struct truths *t, const struct quota_cell_row *c,
                         const struct goods_return_line_row *x, bool now)
{
    const struct shipment_line_row *l =
        model_find(t->m, TABLE_SHIPMENT_LINE, x->shipment_line_id);
    int64_t sum = 0;

    for (size_t i = now ? t->w->quota_entry.loaded : 0; l && i < t->w->quota_entry.n; i++) {
        const struct quota_entry_row *e = t->w->quota_entry.v[i];

        if (e->cell_id == c->id && e->order_line_id == l->order_line_id)
            sum += e->qty.n;
    }
    return sum;
}

/* what just came back gave its units back to each cell that it is booked on, in their
 * month, where the house wants it so. */
static void quota_comes_back(struct truths *t, const struct goods_return_row *r,
                             const struct goods_return_line_row *x)
{
    const struct order_row *o = model_find(t->m, TABLE_ORDER, r->order_id);
    bool back = t->w->pol->quota_restore && o->quota_month.n == day_month_start(t->w->today).n;

    EACH(t, TABLE_QUOTA_CELL, quota_cell_row, c)
    {
        int64_t gave = -booked_by(t, c, x, true), before = booked_by(t, c, x, false) + gave;
        int64_t most = x->accepted.n < before ? x->accepted.n : before;

        must(t, gave == (back ? most : 0), "I12 a return gave back another quota", x->id);
    }
}

void goods_return_holds(struct truths *t, const struct goods_return_row *r)
{
    const struct shipment_row *s = model_find(t->m, TABLE_SHIPMENT, r->shipment_id);
    int64_t amount = 0, accepted = 0, lines = 0;

    EACH(t, TABLE_GOODS_RETURN_LINE, goods_return_line_row, x)
    {
        if (x->return_id != r->id)
            continue;
        lines++;
        amount += x->amount.fen;
        accepted += x->accepted.n;
        return_line_holds(t, r, x);
        if (just_received(t, r))
            quota_comes_back(t, r, x);
    }
    must(t, lines > 0 && amount == r->amount.fen, "I16 a return is not its lines", r->id);
    must(t, accepted > 0 || is_dropped(r), "a return of nothing", r->id);
    must(t,
         s && s->note_id == r->note_id && s->order_id == r->order_id &&
             s->account_id == r->account_id && s->consigned_at.us,
         "I16 a return of goods that did not leave", r->id);
    must(t, is_dropped(r) || (s && s->state != SHIPMENT_REFUSED && s->state != SHIPMENT_LOST),
         "I16 a return of goods that nobody has", r->id);
    if (t->w && t->w->op == OP_RETURN_VERIFY)
        verified_as_said(t, r, accepted, lines);
    by_whom(t, r);
    red_order_holds(t, r);
    road_holds(t, MACHINE_RETURN, r->id, r->state, r->seq);
}
