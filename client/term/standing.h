/*
 * standing.h - can an act be tried where its document stands? By the flow that the daemon tells
 * (flow.show); this program knows no state of its own.
 */
#ifndef OSB_CLIENT_TERM_STANDING_H
#define OSB_CLIENT_TERM_STANDING_H

#include "client/term/screens.h"

/* Parts of a note that are looked at. */
#define STANDING_PARTS 12
struct standing {
    char number[4][LIMIT_CODE + 1]; /* of order, note: [enum machine] */
    char state[4][24];              /* "" where nothing is known */
    char parts[STANDING_PARTS][24]; /* states of the note's shipments, or of the one at
                                       hand */
    size_t part_count;
};

/* Of an order.show or note.show; NULL, or another answer: nothing is known. */
void standing_of(const struct json *whole, const struct hand *hand, struct standing *out);
/* False: the flow has no road for it there; *why says so. What is not known is allowed: the
 * daemon decides. */
bool standing_allows(const struct standing *standing, const struct json *flow, enum op op,
                     struct arena *arena, struct str *why);

#endif
