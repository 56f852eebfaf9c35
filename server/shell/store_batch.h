/*
 * store_batch.h - the second round trip: effects, the command's outcome, COMMIT.
 *
 * The effects go out as one statement for each table and kind, rows as arrays; the command row
 * goes with them, so that a resend finds the first answer (law 11). A refusal is stored the
 * same way, with no effects. Effects and COMMIT stand in groups of their own, in one flush:
 * the COMMIT behind a failed effect answers ROLLBACK.
 */
#ifndef OSB_SHELL_STORE_BATCH_H
#define OSB_SHELL_STORE_BATCH_H

#include "server/shell/statements.h"

struct store_batch {
    struct db_batch batch;
    size_t commit; /* its place in the outcome */
    size_t count;  /* of the statements before it that change rows */
    size_t *places;
    int64_t *rows; /* that each must have met */
};

/* body_sha256 and answer are what is stored with the command of w. */
void store_batch_init(struct store_batch *store, const struct statements *statements,
                      struct work *w, const struct effects *effects, struct str body_sha256,
                      struct str answer);

/* Of a committed outcome: did every statement meet just the rows that it was sent? They were
 * locked, so anything else is a fault of the program. */
bool store_batch_met_all(const struct store_batch *store, const struct db_outcome *outcome);

#endif
