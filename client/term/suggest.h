/*
 * suggest.h - the list under a field while somebody types into it: what fits, best first, with
 * what decides (SCREENS.md 4).
 *
 * One question is under way at a time; what was typed meanwhile is asked for when its answer
 * came. The list never takes keys away from the field but Up and Down, which choose in it.
 */
#ifndef OSB_CLIENT_TERM_SUGGEST_H
#define OSB_CLIENT_TERM_SUGGEST_H

#include "client/term/paint.h"
#include "common/limits.h"
#include "common/rpc.h"

/* Rows that are asked for and rows that are seen. */
#define SUGGEST_ASKED 30
#define SUGGEST_SEEN  6

struct suggest {
    struct rpc_reply reply; /* owned */
    bool loaded;
    char text[LIMIT_NAME * LIMIT_UTF8_BYTES + 1]; /* what the list is for */
    bool waits, stale; /* a question is under way; the text is another one by now */
    size_t at;
};

void suggest_release(struct suggest *suggest);
/* Nothing is typed here any more. */
void suggest_close(struct suggest *suggest);
/* The field's text changed. True: ask for it now. */
bool suggest_typed(struct suggest *suggest, struct str text);
/* The answer, which is taken over. True: ask again, for the text that stands there now. */
bool suggest_answer(struct suggest *suggest, struct rpc_reply *reply);
/* The rows for exactly this text; NULL: not here yet, or none. */
const struct json *suggest_rows(const struct suggest *suggest, struct str text);
/* Moves in the list; false: there is none to move in. */
bool suggest_move(struct suggest *suggest, bool down);
/* The row that Up and Down chose; NULL: nobody chose. */
const struct json *suggest_chosen(const struct suggest *suggest);

/* How well a row fits a text: 0 is its code, mnemonic or bar code; then their beginnings, the
 * name's, anything else. */
unsigned suggest_rank(const struct json *row, struct str text);
/* The row that Enter takes: the best one, NULL when there is none or, *tie, two are as good. */
const struct json *suggest_best(const struct json *rows, struct str text, bool *tie);

/* A box with the list, at `row` or, where there is no room, above `row` - 1. */
void suggest_draw(const struct suggest *suggest, struct paint *paint, struct area screen,
                  size_t row, size_t col, struct arena *arena);

#endif
