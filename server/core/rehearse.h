/*
 * rehearse.h - commands tried on copies of the rows, and thrown away: what-if.
 *
 * A rehearsal is a model (model.h) of one credit account's rows. Commands run on it one after
 * the other, with the loads, the rights and the decisions that they have anywhere else, and see
 * what the ones before them did. Nothing is written, and no second set of rules exists: what is
 * answered is what would be decided if the same commands were given at that moment.
 *
 * rehearsal_facts says which rows are copied. It is no command: it holds every row that the
 * rehearsed commands may load, and rehearsal_lacks() proves that no table is missing. Its
 * parameters are P_account and P_customer (always), P_order, P_lines, P_reference, P_receipt,
 * P_station and P_warehouse as far as they are known.
 */
#ifndef OSB_CORE_REHEARSE_H
#define OSB_CORE_REHEARSE_H

#include "server/core/model.h"

extern const struct operation rehearsal_facts;

/* May this command be rehearsed? */
bool rehearsable(enum op op);
/* NULL, or the table that a rehearsable command loads and rehearsal_facts does not. */
const char *rehearsal_lacks(void);

struct rehearsal {
    struct model model;
    struct arena *arena;
    unsigned commands; /* run so far */
    bool failed;       /* no memory was left: nothing of it may be answered */
    bool partial;      /* a ceiling cut the facts: what is beyond it was not seen */
};
/* Copies the facts, which were loaded by rehearsal_facts; facts->now becomes the clock.
 * Everything lives in the arena. */
void rehearsal_begin(struct rehearsal *r, const struct work *facts, struct arena *arena);
/* Runs one command; the verdict is in ->ruling, the work lives in the arena. */
struct work *rehearsal_run(struct rehearsal *r, enum op op, int64_t actor_id,
                           const struct args *args);
/* The checks of that order run again from QC on today's rows, wherever it stands, and nothing
 * of it stays, not even in the rehearsal: what they would say. NULL when there is no such
 * order. */
struct work *rehearsal_judge(struct rehearsal *r, struct str order_no);
/* What the daemon does behind a command that frees something: the account's held orders are
 * judged again, oldest arrival first. Gives the work of the order with that number, or
 * NULL when it was not among them; `freed` counts those that do not wait any more. */
struct work *rehearsal_rechecks(struct rehearsal *r, const struct work *behind,
                                struct str order_no, size_t *freed);
/* The order of that number as it stands in the rehearsal, or NULL. */
const struct order_row *rehearsal_order(const struct rehearsal *r, struct str no);

/* Gives the order another number: what a rehearsal made has none that anybody knows. */
void rehearsal_rename(struct rehearsal *r, int64_t order_id, struct str no);
/* The actor of what the daemon does by itself; 0 when the facts have none. */
int64_t system_user(const struct rehearsal *r);

#endif
