/*
 * quota_tests.h - what the tests of quotas start from: cells, and an order that asks them.
 */
#ifndef OSB_TESTS_UNIT_QUOTA_TESTS_H
#define OSB_TESTS_UNIT_QUOTA_TESTS_H

#include "tests/unit/road.h"

static inline struct quota_cell_row *cell_at(struct world *c, enum holder holder,
                                             const char *code)
{
    const struct model_table *t = &c->model.tables[TABLE_QUOTA_CELL];
    int64_t id = holder == HOLDER_AREA ? world_id(c, TABLE_AREA, code)
                                       : world_id(c, TABLE_CUSTOMER, code);

    for (size_t i = 0; i < t->n; i++) {
        struct quota_cell_row *cell = t->rows[i];

        if (cell->holder == holder && cell->holder_id == id)
            return cell;
    }
    return NULL;
}

static inline struct quota_cell_row *new_cell(struct world *c, struct quota_cell_row cell)
{
    if (!cell.month.n)
        cell.month = day_of(2026, 3, 1);
    return world_row(c, TABLE_QUOTA_CELL, world_put(c, TABLE_QUOTA_CELL, &cell));
}

/* C1 orders n of P2 (customer 80, area E1 50, E2 40); the account can pay for it. */
static inline struct world *asked(int64_t n, const char **no, struct work **checks)
{
    struct world *c = world_new(memory);

    account_of(c, "C1")->lim = yuan(1000000);
    *no = keyed(c, "C1", "P2", n, -1);
    *checks = accept(c, *no);
    return c;
}

#endif
