/*
 * truths_quota.c - quota cells against their entries and changes, lines against their cells.
 */
#include "tests/core/truths_parts.h"

/* I12 of a cell: its use is its entries, its allotment is what was set, given and taken. */
void cell_holds(struct truths *t, const struct quota_cell_row *c)
{
    int64_t used = 0, allotted = 0;

    EACH(t, TABLE_QUOTA_CHANGE, quota_change_row, e)
    {
        bool moved = e->kind == QCHANGE_TRANSFER_OUT || e->kind == QCHANGE_TRANSFER_IN;

        if (e->cell_id != c->id)
            continue;
        allotted += e->kind == QCHANGE_TRANSFER_OUT ? -e->qty.n : e->qty.n;
        must(t, moved == (e->other_cell_id != 0), "I12 a transfer with one end", e->id);
    }
    must(t, allotted == c->allotted.n, "I12 a quota cell is not its changes", c->id);
    EACH(t, TABLE_QUOTA_ENTRY, quota_entry_row, e)
    {
        if (e->cell_id == c->id)
            used += e->qty.n;
    }
    must(t, used == c->used.n && used >= 0 && used <= c->allotted.n,
         "I12 a quota cell is not its entries, or over", c->id);
}

void change_holds(struct truths *t, const struct quota_change_row *e)
{
    must(t, model_find(t->m, TABLE_QUOTA_CELL, e->cell_id) != NULL,
         "I12 a change of no quota cell", e->id);
}

static int64_t booked_in(const struct truths *t, const struct quota_cell_row *c,
                         const struct order_line_row *l)
{
    int64_t sum = 0;

    EACH(t, TABLE_QUOTA_ENTRY, quota_entry_row, e)
    {
        if (e->cell_id == c->id && e->order_line_id == l->id)
            sum += e->qty.n;
    }
    return sum;
}

static int64_t returned_of(const struct truths *t, const struct order_line_row *l)
{
    int64_t sum = 0;

    EACH(t, TABLE_SHIPMENT_LINE, shipment_line_row, s)
    {
        if (s->order_line_id == l->id)
            sum += s->returned.n;
    }
    return sum;
}

/* I12 of a line: in each cell that has anything booked for it stands what it took and did not
 * give back; nothing stands of an order that holds no quota. */
void line_quota(struct truths *t, const struct order_row *o, const struct order_line_row *l)
{
    int64_t most = l->granted.n - l->closed.n, least = most - returned_of(t, l);

    EACH(t, TABLE_QUOTA_CELL, quota_cell_row, c)
    {
        int64_t n = booked_in(t, c, l);

        if (o->quota_held && !l->removed && c->month.n == o->quota_month.n)
            must(t, n == 0 || (n >= least && n <= most),
                 "I12 a line has too much or too little quota", l->id);
        else
            must(t, n == 0, "I12 a line holds quota that it must not", l->id);
    }
}

static bool binds(const struct truths *t, const struct order_row *o,
                  const struct order_line_row *l, const struct quota_cell_row *c)
{
    const struct product_row *p = model_find(t->m, TABLE_PRODUCT, l->product_id);
    const struct customer_row *who = model_find(t->m, TABLE_CUSTOMER, o->customer_id);
    bool product =
        c->product_id ? c->product_id == p->id : c->class.n > 0 && str_eq(c->class, p->class);

    return product && c->month.n == o->quota_month.n &&
           (c->holder == HOLDER_EVERYONE ||
            (c->holder == HOLDER_AREA && c->holder_id == who->area_id) ||
            (c->holder == HOLDER_CUSTOMER && c->holder_id == who->id));
}

/* Asked when the command booked: the line stands in all cells that bind it, wholly. */
void booking_holds(struct truths *t, const struct quota_entry_row *e)
{
    const struct order_line_row *l = model_find(t->m, TABLE_ORDER_LINE, e->order_line_id);
    const struct order_row *o = l ? model_find(t->m, TABLE_ORDER, l->order_id) : NULL;

    must(t, o != NULL && o->id == e->order_id, "I12 a booking of no line", e->id);
    if (!o || e->qty.n < 0 || !o->quota_held || l->removed)
        return;
    EACH(t, TABLE_QUOTA_CELL, quota_cell_row, c)
    {
        if (binds(t, o, l, c))
            must(t, booked_in(t, c, l) == l->granted.n, "I12 a cell that binds has no booking",
                 l->id);
    }
}
