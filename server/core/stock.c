/*
 * stock.c - goods into the store, counts and corrections: never below what is reserved;
 * and what came back, out of quarantine when it was examined.
 */
#include "server/core/flow.h"
#include "server/core/load.h"
#include "server/core/note.h"

static const struct load stock_loads[] = {
    LOCK(STOCK, ANY_OF(BY_FACT(stock, product_id, PRODUCT, product, id)),
         ANY_OF(BY_FACT(stock, warehouse_id, WAREHOUSE, warehouse, id))),
    READ(PRODUCT, ANY_OF(BY_ARG(product, code, P_product))),
    READ(WAREHOUSE, ANY_OF(BY_ARG(warehouse, code, P_warehouse))),
};

/* The stock of P_product in P_warehouse; a product that was never there gets its row with the
 * first goods. (Of two first ones at once the table's unique key refuses the second, which the
 * executor then runs again: now the row is there.) */
static struct stock_row *stock_named(struct work *w, bool may_begin)
{
    const struct product_row *p = ONE(w->product);
    const struct warehouse_row *house = ONE(w->warehouse);
    struct stock_row *st = ONE(w->stock);

    if (!p)
        refused_missing(w, "product", w->args->v[P_product].s);
    else if (!house)
        refused_missing(w, "warehouse", w->args->v[P_warehouse].s);
    if (!p || !house)
        return NULL;
    if (!st && may_begin) {
        st = add_stock(w);
        st->product_id = p->id;
        st->warehouse_id = house->id;
    }
    return st;
}

static void stock_done(struct work *w, struct stock_row *st, enum move_kind kind)
{
    stock_book(w, st, kind, arg_qty(w->args, P_qty), 0, w->args->v[P_reason].s);
    say_qty(w, "on_hand", st->on_hand);
    say_qty(w, "reserved", st->reserved);
    plain_event(w, MACHINE_MASTER, st->id, step_none, w->args->v[P_reason].s);
    done(w);
}

static void stock_receive(struct work *w)
{
    struct stock_row *st = stock_named(w, true);

    if (!st)
        return;
    if (BREAKS(RULE_RECEIVE_QTY, arg_qty(w->args, P_qty).n <= 0)) {
        say_qty(w, "qty", arg_qty(w->args, P_qty));
        refused(w, RULE_RECEIVE_QTY);
        return;
    }
    stock_done(w, st, MOVE_IN);
}
OPERATION(STOCK_RECEIVE) = { LOADS(stock_loads), .decide = stock_receive };

/* A count may take away what lies free, not what stands reserved for a shipment: put that
 * back first. */
static void stock_adjust(struct work *w)
{
    struct qty by = arg_qty(w->args, P_qty);
    struct stock_row *st = stock_named(w, by.n > 0);

    if (!st) {
        if (w->ruling.outcome != OUTCOME_REFUSED)
            refused_missing(w, "product", w->args->v[P_product].s);
        return;
    }
    if (BREAKS(RULE_STOCK_RESERVED, by.n == 0 || st->on_hand.n + by.n < st->reserved.n)) {
        say_qty(w, "on_hand", st->on_hand);
        say_qty(w, "reserved", st->reserved);
        say_qty(w, "by", by);
        remedy_plain(w, "drop", OP_NOTE_DROP);
        refused(w, RULE_STOCK_RESERVED);
        return;
    }
    stock_done(w, st, MOVE_ADJUST);
}
OPERATION(STOCK_ADJUST) = { LOADS(stock_loads), .decide = stock_adjust };

/* --- quarantine ----------------------------------------------------------------------------
 */

/* The stock row when so much lies in quarantine; else NULL, and refused. */
static struct stock_row *quarantined(struct work *w)
{
    struct qty q = arg_qty(w->args, P_qty);
    struct stock_row *st = stock_named(w, false);

    if (!st) {
        if (w->ruling.outcome != OUTCOME_REFUSED)
            refused_missing(w, "product", w->args->v[P_product].s);
        return NULL;
    }
    if (!BREAKS(RULE_QUARANTINE_QTY, q.n <= 0 || q.n > st->quarantine.n))
        return st;
    say_qty(w, "quarantine", st->quarantine);
    say_qty(w, "qty", q);
    refused(w, RULE_QUARANTINE_QTY);
    return NULL;
}

static void stock_release(struct work *w)
{
    struct str reason = w->args->v[P_reason].s;
    struct qty q = arg_qty(w->args, P_qty);
    struct stock_row *st = quarantined(w);

    if (!st)
        return;
    stock_quarantine(w, st, MOVE_RELEASE, qty(-q.n), 0, reason);
    stock_done(w, st, MOVE_RELEASE);
}
OPERATION(STOCK_RELEASE) = { LOADS(stock_loads), .decide = stock_release };

static void stock_scrap(struct work *w)
{
    struct str reason = w->args->v[P_reason].s;
    struct qty q = arg_qty(w->args, P_qty);
    struct stock_row *st = quarantined(w);

    if (!st)
        return;
    stock_quarantine(w, st, MOVE_WRITE_OFF, qty(-q.n), 0, reason);
    say_qty(w, "quarantine", st->quarantine);
    plain_event(w, MACHINE_MASTER, st->id, step_none, reason);
    done(w);
}
OPERATION(STOCK_SCRAP) = { LOADS(stock_loads), .decide = stock_scrap };

/* where it lies is data; pick lists go along the shelves. */
static void stock_place(struct work *w)
{
    struct stock_row *st = stock_named(w, true);

    if (!st)
        return;
    st->location = w->args->v[P_location].s;
    plain_event(w, MACHINE_MASTER, st->id, step_none, st->location);
    done(w);
}
OPERATION(STOCK_PLACE) = { LOADS(stock_loads), .decide = stock_place };
