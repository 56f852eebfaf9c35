/*
 * brief.h - what an act rests on, in its form. Every act on a document begins with that
 * document's first line: whose it is, its amount and state, quantities where goods move, the
 * open amount where money does (SCREENS.md 7). A signature has all on one screen: the order and
 * its version, limit and exposure before and after, what is overdue, why it came here, who has
 * signed (SCREENS.md 3).
 */
#ifndef OSB_CLIENT_TERM_BRIEF_H
#define OSB_CLIENT_TERM_BRIEF_H

#include "client/term/app.h"
#include "client/term/screens.h"
#include "client/term/tell.h"

struct brief {
    enum op op;
    struct hand hand;
    /* owned: answers of order.show, customer.show, note.show and of lists */
    struct rpc_reply order, customer, note, receivables, receipts, claims, proposals;
    size_t top; /* lines that are scrolled away */
};

/* Does one sign, refuse or apply by these figures? */
bool brief_wanted(enum op op);
/* Asks for all that the act wants; the answers come to the screen with this tag. */
void brief_ask(struct app *app, struct screen *screen, int tag, enum op op,
               const struct hand *hand, struct brief *brief);
/* Takes an answer over. */
void brief_take(struct brief *brief, struct rpc_reply *reply);
void brief_release(struct brief *brief);
/* The lines that it takes; 0 while nothing has come. */
size_t brief_rows(const struct brief *brief, size_t cols, struct arena *arena);
/* The first of them; "" while nothing has come. */
struct str brief_head(const struct brief *brief, struct arena *arena);
/* The same lines in words. */
void brief_tell(const struct brief *brief, struct tell *tell);
/* From brief->top on, which is kept inside. What is to be said of the lines that do not fit;
 * "" when all are seen. */
struct str brief_draw(struct brief *brief, struct paint *paint, struct area area,
                      struct arena *arena);
/* A page down or up. */
void brief_scroll(struct brief *brief, bool down);

/* --- brief_first.c, for brief.c only --- */

typedef void brief_put(void *context, enum look look, struct str text);
void brief_first_ask(struct app *app, struct screen *screen, int tag, enum op op,
                     const struct hand *hand);
void brief_first_lines(const struct brief *brief, struct arena *arena, brief_put *to,
                       void *context);

/* --- brief_limit.c, for brief_first.c only: what a proposed limit was computed from --- */

bool brief_limit_wanted(enum op op);
void brief_limit_lines(const struct brief *brief, struct arena *arena, brief_put *to,
                       void *context);

#endif
