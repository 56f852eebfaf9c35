/*
 * store_tests.h - what the tests of the store start from: a note that came in, goods that come.
 */
#ifndef OSB_TESTS_UNIT_STORE_TESTS_H
#define OSB_TESTS_UNIT_STORE_TESTS_H

#include "tests/unit/note_tests.h"

static inline struct world *one_line(int64_t n)
{
    return note_in_store(memory, "C1", GOODS({ "P1", n, -1 }));
}

static inline void stock_is(struct world *c, const char *product, int64_t n)
{
    give_text(c, P_product, product);
    give_text(c, P_warehouse, "W1");
    give_number(c, P_qty, n - the_stock(c, product)->on_hand.n);
    give_text(c, P_reason, "count");
    assert_done(world_do(c, OP_STOCK_ADJUST, "sto"));
}

static inline struct work *came_in(struct world *c, const char *product, int64_t n)
{
    give_text(c, P_product, product);
    give_text(c, P_warehouse, "W1");
    give_number(c, P_qty, n);
    give_text(c, P_reason, "from the works");
    return world_do(c, OP_STOCK_RECEIVE, "wh");
}

#endif
