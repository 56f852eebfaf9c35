/*
 * choice.h - a box of lines of which one is taken: what its files share. For choice*.c only.
 */
#ifndef OSB_CLIENT_TERM_CHOICE_H
#define OSB_CLIENT_TERM_CHOICE_H

#include "client/term/field.h"
#include "client/term/screens.h"
#include "client/term/standing.h"

#define CHOICE_MOST OP_COUNT
struct choice {
    struct screen screen;
    struct hand hand;
    struct rpc_reply reply; /* of a verdict; owned */
    bool is_verdict;
    size_t reason_top;        /* of a verdict: lines of the reason above what is shown */
    int next;                 /* of a menu: what comes first; -1: nothing does */
    struct standing standing; /* of a menu: where the document is */
    struct field find;        /* a menu is narrowed by typing */
    int ops[CHOICE_MOST];     /* of each line; -1: it leads nowhere */
    size_t count, at, top;
};

/* --- choice_ways.c: of a verdict --- */

/* Somebody else is to be asked: to do it here again would only be refused again. */
bool choice_asks_others(const struct choice *c, size_t i);
/* An act that I may do; what is another's, or no act at all, is only said. */
bool choice_is_mine(const struct app *app, const struct choice *c, size_t i);
struct str choice_way(const struct choice *c, size_t i, struct arena *arena);
/* Up or down to the next way that is mine. */
void choice_go_mine(const struct app *app, struct choice *c, bool down);
void choice_draw_verdict(struct app *app, struct choice *c, struct area in);
/* The reason a few lines on or back, where it is longer than its room. */
void choice_scroll_reason(struct choice *c, bool down);
/* The reason and the numbers in words. */
void choice_tell_reason(const struct choice *c, struct tell *t);

#endif
