/*
 * opening_goods.c - go-live: what lies in stock, and what is left of the month's quota.
 */
#include "server/core/master.h"
#include "server/core/opening.h"
#include "server/core/quota_cell.h"

static const struct load stock_loads[] = {
    LOCK(STOCK, ANY_OF(BY_FACT(stock, product_id, PRODUCT, product, id)),
         ANY_OF(BY_FACT(stock, warehouse_id, WAREHOUSE, warehouse, id))),
    BATCH_LOCK,
    READ(PRODUCT, ANY_OF(BY_ARG(product, code, P_product))),
    READ(WAREHOUSE, ANY_OF(BY_ARG(warehouse, code, P_warehouse))),
};

static struct stock_row *stock_at_hand(struct work *w, const struct product_row *p,
                                       const struct warehouse_row *h)
{
    struct stock_row *s = ONE(w->stock);

    if (s)
        return s;
    s = add_stock(w);
    s->product_id = p->id;
    s->warehouse_id = h->id;
    return s;
}

static void stock_enters(struct work *w, struct stock_row *s, const struct opening_row *b)
{
    struct stock_move_row *move = add_stock_move(w);

    s->on_hand.n += w->args->v[P_qty].n;
    move->product_id = s->product_id;
    move->warehouse_id = s->warehouse_id;
    move->kind = MOVE_OPENING;
    move->qty = arg_qty(w->args, P_qty);
    move->reason = b->kind;
    move->made_by = w->actor_id;
    move->at = w->now;
}

static void opening_stock(struct work *w)
{
    struct opening_row *b = batch_at_hand(w);
    const struct product_row *p = ONE(w->product);
    const struct warehouse_row *h = ONE(w->warehouse);
    struct stock_row *s;

    if (!b)
        return;
    if (!p || !h) {
        refused_missing(w, p ? "warehouse" : "product",
                        w->args->v[p ? P_warehouse : P_product].s);
        return;
    }
    if (!opening_amount_ok(w, P_qty))
        return;
    s = stock_at_hand(w, p, h);
    stock_enters(w, s, b);
    say_qty(w, "on_hand", s->on_hand);
    batch_counts(w, b, yuan(w->args->v[P_qty].n));
    master_event(w, s->id, b->kind);
    done(w);
}

OPERATION(OPENING_STOCK) = { LOADS(stock_loads), .decide = opening_stock };

/* --- quota ---------------------------------------------------------------------------- */

static const struct load quota_loads[] = {
    READ(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_code))),
    QUOTA_SUBJECT_LOCK,
    BATCH_LOCK,
    READ(AREA,
         ANY_OF(BY_ARG(area, code, P_code), BY_FACT(area, id, CUSTOMER, customer, area_id))),
    READ(PRODUCT, ANY_OF(BY_ARG(product, code, P_product))),
};

/* A cell is born here with what was allotted and what was used; nothing is allotted twice. */
static bool cell_opens(struct work *w, const struct quota_subject *s, struct qty used)
{
    if (BREAKS(RULE_OPENING_CELL, quota_cell_of(w, s) != NULL)) {
        remedy_plain(w, "set", OP_QUOTA_SET);
        refused_at(w, RULE_OPENING_CELL, "code", w->args->v[P_code].s);
        return false;
    }
    if (!in_range(w, P_used, 0, QTY_MAX))
        return false;
    if (BREAKS(RULE_QUOTA_USED, used.n > s->qty.n)) {
        say_qty(w, "qty", s->qty);
        say_qty(w, "used", used);
        refused_at(w, RULE_QUOTA_USED, "used", w->args->v[P_code].s);
        return false;
    }
    return true;
}

/*
 * What was used before has no order here that it was booked for, so that the cell begins with
 * what is left (I12). Both figures are changes on record. What customers of an area have
 * together is not asked: it was allotted elsewhere, by other rules perhaps.
 */
static void opening_quota(struct work *w)
{
    struct opening_row *b = batch_at_hand(w);
    struct qty used = arg_qty(w->args, P_used);
    struct quota_subject s = { 0 };
    struct quota_cell_row *q;

    if (!b || !quota_subject_read(w, &s) || !cell_opens(w, &s, used))
        return;
    q = quota_cell_born(w, &s);
    quota_cell_changes(w, q, s.qty);
    if (used.n)
        quota_cell_changes(w, q, qty(-used.n));
    say_qty(w, "allotted", s.qty);
    say_qty(w, "used_before", used);
    say_qty(w, "left", q->allotted);
    batch_counts(w, b, yuan(q->allotted.n));
    master_event(w, q->id, b->kind);
    done(w);
}

OPERATION(OPENING_QUOTA) = { LOADS(quota_loads), .decide = opening_quota };
