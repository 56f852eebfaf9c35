/*
 * outcome.h - what a command came to, as one assertion.
 */
#ifndef OSB_TESTS_OUTCOME_H
#define OSB_TESTS_OUTCOME_H

#include "tests/unit/unit.h"

#include "server/core/verdict.h"
#include "tests/world/world.h"

/* The guard that refused, by name, so that a failing test says which other one did. */
static inline const char *outcome_of(const struct work *w)
{
    return w->ruling.outcome == OUTCOME_REFUSED
               ? w->ruling.rule ? rules[w->ruling.rule].name : error_name(w->ruling.code)
               : enum_name(ENUM_outcome, w->ruling.outcome);
}

#define assert_done(w)          assert_string_equal(outcome_of(w), "DONE")
#define assert_held(w)          assert_string_equal(outcome_of(w), "HELD")
#define assert_refused(w, RULE) assert_string_equal(outcome_of(w), #RULE)
/* Refused because there is no such row. */
#define assert_missing(w) assert_string_equal(outcome_of(w), "NOT_FOUND")

/* The number of that name in the verdict; fails when it was not said. */
static inline const struct number *said(const struct work *w, const char *name)
{
    for (size_t i = 0; i < w->ruling.number_count; i++)
        if (str_eq(str_of(w->ruling.numbers[i].name), str_of(name)))
            return &w->ruling.numbers[i];
    fail_msg("the verdict says no %s", name);
    return NULL;
}

/* The state of an order, as text. */
static inline const char *state_of(const struct world *c, const char *no)
{
    return enum_name(ENUM_order_state, world_order(c, no)->state);
}

/* The n-th row (from 0) of the model's table, or NULL. */
static inline const void *row_at(const struct world *c, enum table table, size_t n)
{
    return n < c->model.tables[table].n ? c->model.tables[table].rows[n] : NULL;
}

static inline size_t row_count(const struct world *c, enum table table)
{
    return c->model.tables[table].n;
}

/* The row that was inserted last. */
static inline const void *last_row(const struct world *c, enum table table)
{
    return row_at(c, table, row_count(c, table) - 1);
}

#endif
