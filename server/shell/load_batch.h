/*
 * load_batch.h - the first of a command's two round trips: lock, read, look at the clock.
 *
 * One batch: BEGIN, the plan's SELECTs in lock order, the stored outcome of this command id,
 * then the business clock and the id block, read behind the locks. (A command that was sent
 * twice at once is found here by whoever got the lock second.)
 */
#ifndef OSB_SHELL_LOAD_BATCH_H
#define OSB_SHELL_LOAD_BATCH_H

#include "server/shell/statements.h"

struct load_batch {
    struct db_batch batch;
    const struct plan *plan;
    size_t first_select, found, clock; /* places in the outcome */
};

/* Fills the batch for w->op, w->args, w->actor_id, w->command_id. rollback_first: the
 * connection is still inside a transaction of an earlier try. */
void load_batch_init(struct load_batch *load, const struct plan *plan, const struct work *w,
                     bool rollback_first);

/* The same for a rehearsal's facts, without locks: the connection is inside a transaction that
 * reads only, and the batch ends it. load_batch_take() reads it too. */
void load_batch_look(struct load_batch *load, const struct plan *plan,
                     const struct operation *op, const struct work *w);

/* The stored outcome of the same command id. */
struct stored {
    bool there;
    struct str op, body_sha256, answer;
    int64_t actor_id;
    int64_t event; /* the newest it wrote, or 0 */
};

/* Both read an outcome without failures. False: a value is not what this program knows, and
 * *problem says which. */
NODISCARD bool load_batch_stored(const struct load_batch *load,
                                 const struct db_outcome *outcome, struct stored *out);
/* Puts the rows, the time and the id block into w. */
NODISCARD bool load_batch_take(const struct load_batch *load, const struct db_outcome *outcome,
                               struct work *w, struct str *problem);

/* Does an order that was loaded to be changed belong to a credit account that was not locked?
 * Its customer's account changed between the two statements: the load must be run again. */
bool load_batch_strayed(const struct work *w);

#endif
