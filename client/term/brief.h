/*
 * brief.h - what a signature rests on, on one screen: the order and its version, limit and
 * exposure before and after, what is overdue, why it came here, who has signed (SCREENS.md 3).
 */
#ifndef OSB_CLIENT_TERM_BRIEF_H
#define OSB_CLIENT_TERM_BRIEF_H

#include "client/term/app.h"
#include "client/term/screens.h"
#include "client/term/tell.h"

struct brief {
    struct rpc_reply order, customer; /* owned: answers of order.show and customer.show */
};

/* Does one sign, refuse or apply by these figures? */
bool brief_wanted(enum op op);
/* Asks for both; their answers come to the screen with this tag. */
void brief_ask(struct app *app, struct screen *screen, int tag, const struct hand *hand);
/* Takes an answer over. */
void brief_take(struct brief *brief, struct rpc_reply *reply);
void brief_release(struct brief *brief);
/* The lines that it takes; 0 while nothing has come. */
size_t brief_rows(const struct brief *brief, size_t cols, struct arena *arena);
/* The same lines in words. */
void brief_tell(const struct brief *brief, struct tell *tell);
void brief_draw(const struct brief *brief, struct paint *paint, struct area area,
                struct arena *arena);

#endif
