/*
 * truths.h - the invariants I02 .. I19 (docs/RULES.md) on the model in memory.
 */
#ifndef OSB_TESTS_TRUTHS_H
#define OSB_TESTS_TRUTHS_H

#include "server/core/model.h"

/* What is wrong with the whole world, or NULL. Every row is counted again. */
const char *truths_broken(const struct model *m, struct arena *arena);
/* The same for what one command touched: accounts, orders, cells, stock rows. The command's
 * work says how the rows were that it loaded. */
const char *truths_broken_by(const struct model *m, const struct effects *e,
                             const struct work *w, struct arena *arena);

#endif
