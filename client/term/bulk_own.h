/*
 * bulk_own.h - one act on many documents: what its files share. For bulk*.c only.
 */
#ifndef OSB_CLIENT_TERM_BULK_OWN_H
#define OSB_CLIENT_TERM_BULK_OWN_H

#include "client/term/bulk.h"
#include "client/term/draft.h"
#include "client/term/sheet.h"

#define BULK_COLS  72 /* of its box */
#define BULK_LABEL 18 /* cells of a label in it */

enum fate { FATE_WAITS, FATE_SENT, FATE_DONE, FATE_HELD, FATE_REFUSED };
struct job {
    struct bulk_item item;
    enum fate fate;
    bool is_begun;          /* its id is on disk: it may have been sent */
    char id[40];            /* of its command */
    char text[200];         /* the state it has now, or why not */
    struct rpc_reply reply; /* of a verdict with ways out; owned */
};
struct bulk {
    struct screen screen;
    enum op op;
    struct job *jobs; /* heap */
    size_t count, left_out;
    struct sheet sheet; /* what the act needs besides, once for all */
    struct field typed; /* the count, above BULK_TYPED */
    bool runs, in_count;
    size_t at, top;
    struct draft draft; /* what was sent under which id, until all of it was answered */
};

static inline size_t bulk_fated(const struct bulk *b, enum fate fate)
{
    size_t n = 0;

    for (size_t i = 0; i < b->count; i++)
        n += b->jobs[i].fate == fate;
    return n;
}

/* Every one was answered. */
static inline bool bulk_is_over(const struct bulk *b)
{
    return b->runs && !bulk_fated(b, FATE_WAITS) && !bulk_fated(b, FATE_SENT);
}

/* --- bulk_keep.c: on disk, so that a terminal that is killed asks for the same commands --- */

/* The draft of this act, opened when it begins. */
void bulk_keep_open(struct app *app, struct bulk *bulk);
/* The jobs as they are: before any of them is sent. */
void bulk_keep(struct app *app, struct bulk *bulk);
/* The list goes; its draft stays while a job was sent and not answered. */
void bulk_keep_close(struct bulk *bulk);
/* What a kept state says of the documents, */
void bulk_items_read(const struct json *jobs, struct bulk_item *out);
/* and of the jobs: those that may have been sent wait to be asked for under the same id, those
 * that were not stand as refused. */
void bulk_keep_read(struct bulk *bulk, const struct json *state);

/* --- bulk_look.c: the box that asks, and the list of what came of it -------------------------
 */

void bulk_draw(struct app *app, struct screen *s);
/* The same in words, for who hears the screen. */
void bulk_tell(struct app *app, struct screen *s, struct tell *t);

#endif
