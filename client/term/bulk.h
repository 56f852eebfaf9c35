/*
 * bulk.h - one act on many documents: a box that repeats the numbers, then a list of what was
 * done, what was refused and why (SCREENS.md 7).
 *
 * Each document is a command of its own with an id of its own; a few are under way at a time.
 * What was refused can be tried again, as a new command; what was sent and never answered is
 * asked for as the same one. The ids are on disk before the commands are on their way: a
 * terminal that is killed asks for the same ones at the next log-in.
 */
#ifndef OSB_CLIENT_TERM_BULK_H
#define OSB_CLIENT_TERM_BULK_H

#include "client/term/draft.h"
#include "client/term/screens.h"

/* Above this many the count is typed. */
#define BULK_TYPED 20
#define BULK_MOST  500

struct bulk_item {
    struct hand hand;
    char no[LIMIT_CODE + 1]; /* as people know it */
    struct money amount;
    bool has_amount;
};
/* The box. The items are copied; at most BULK_MOST. `left_out`: marked rows whose next step is
 * another one. */
struct screen *bulk_new(struct app *app, enum op op, const struct bulk_item *items,
                        size_t count, size_t left_out);
/* The list of one that a terminal was killed in, as its draft says, which it takes over: what
 * may have been sent is asked for under the same ids, the rest is sent when F2 says so. NULL:
 * it is no such draft. */
struct screen *bulk_resume(struct app *app, struct draft *draft, const struct json *state);

#endif
