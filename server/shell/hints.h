/*
 * hints.h - which credit account a document or customer belongs to, as last seen.
 *
 * A command names an order, not its account, but waits in the account's lane. The hint is only
 * a hint: the locks decide, and a wrong one costs speed, never correctness.
 */
#ifndef OSB_SHELL_HINTS_H
#define OSB_SHELL_HINTS_H

#include "server/core/work.h"
#include "server/db/sql.h"
#include "server/shell/map.h"

struct hints {
    struct map accounts; /* "o:SO12" -> account id */
};

void hints_init(struct hints *hints);
void hints_release(struct hints *hints);

/* What a command names. statement NULL: nothing that leads to an account. */
struct route {
    const struct db_statement *ask; /* $1 value -> account id, or no row */
    struct str value;
    struct str key; /* in the cache */
};
struct route route_of(const struct args *args, struct arena *arena);

/* The account, or 0. */
int64_t hints_get(const struct hints *hints, struct str key);
void hints_put(struct hints *hints, struct str key, int64_t account_id);
/* Keeps what a command has loaded and made. */
void hints_learn(struct hints *hints, const struct work *w);

#endif
