/*
 * walk_bounds.c - where the walk turns back: beyond a start's bounds the same things come
 * again.
 */
#include "tests/core/walk_parts.h"

static size_t arrivals(const struct model *m)
{
    size_t n = 0;

    for (size_t i = 0; i < m->tables[TABLE_STOCK_MOVE].n; i++)
        n += ((const struct stock_move_row *)m->tables[TABLE_STOCK_MOVE].rows[i])->kind ==
             MOVE_IN;
    return n;
}

static size_t voided(const struct model *m)
{
    size_t n = 0;

    for (size_t i = 0; i < m->tables[TABLE_SHIPMENT].n; i++)
        n += ((const struct shipment_row *)m->tables[TABLE_SHIPMENT].rows[i])->state ==
             SHIPMENT_VOIDED;
    return n;
}

static size_t reversed(const struct model *m)
{
    size_t n = 0;

    for (size_t i = 0; i < m->tables[TABLE_RECEIPT].n; i++)
        n += ((const struct receipt_row *)m->tables[TABLE_RECEIPT].rows[i])->state ==
             RECEIPT_REVERSED;
    return n;
}

bool start_beyond(const struct start *s, const struct model *m)
{
    const struct order_row *o = walk_last(m, TABLE_ORDER);
    const struct note_row *n = walk_last(m, TABLE_NOTE);

    return (size_t)o->version > s->most.versions || m->tables[TABLE_NOTE].n > s->most.notes ||
           m->tables[TABLE_SHIPMENT].n > s->most.shipments + voided(m) || voided(m) > 1 ||
           m->tables[TABLE_ST_CASE].n > s->most.cases || reversed(m) > s->most.reversed ||
           m->tables[TABLE_WRITE_OFF].n > 2 || m->tables[TABLE_REFUND].n > 1 ||
           arrivals(m) > 1 ||
           m->tables[TABLE_CLAIM].n + m->tables[TABLE_GOODS_RETURN].n > s->most.claims ||
           (n && (size_t)n->copies > s->most.copies);
}
