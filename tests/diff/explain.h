/*
 * explain.h - in which rows and columns two models differ, for a person to read.
 */
#ifndef OSB_TESTS_DIFF_EXPLAIN_H
#define OSB_TESTS_DIFF_EXPLAIN_H

#include "server/core/model.h"

/* Prints the first differences: rows that only one side has, columns that are not equal. */
void explain(const struct model *model, const struct model *database);

#endif
