/*
 * return_tests.h - goods that a customer brings back: what the test programs begin with.
 */
#ifndef OSB_TESTS_RETURN_TESTS_H
#define OSB_TESTS_RETURN_TESTS_H

#include "tests/unit/claim_tests.h"

static inline void bring(struct world *c, int64_t line, int64_t n)
{
    struct item *i = give_item(c, P_lines);

    i->has_line = i->has_qty = true;
    i->line = line;
    i->qty = qty(n);
}

static inline struct work *apply_for(struct world *c, enum return_why why, const char *login)
{
    give_number(c, P_return_for, why);
    give_text(c, P_reason, "too many of them");
    return on_part(c, OP_RETURN_APPLY, 1, login);
}

static inline void applied(struct world *c, int64_t line, int64_t n, enum return_why why)
{
    bring(c, line, n);
    assert_done(apply_for(c, why, "kam"));
}

#endif
