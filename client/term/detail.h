/*
 * detail.h - one document whole: an order with its lines, signatures and road, a note, a
 * customer, or an object that has no drawing of its own.
 */
#ifndef OSB_CLIENT_TERM_DETAIL_H
#define OSB_CLIENT_TERM_DETAIL_H

#include "client/term/field.h"
#include "client/term/screens.h"

struct detail {
    struct rpc_reply reply; /* owned: the answer of order.show, note.show, customer.show */
    bool loaded;
    size_t top;   /* first line that is drawn */
    size_t lines; /* at the last drawing */
};

void detail_release(struct detail *detail);
/* Takes the answer over. */
void detail_load(struct detail *detail, struct rpc_reply *reply);
/* A text of a part: detail_text(d, "next", "act"). */
struct str detail_text(const struct detail *detail, const char *part, const char *member);
/* What an act on it needs: order, version, note, part, receivable. */
void detail_hand(const struct detail *detail, struct hand *hand);
void detail_key(struct detail *detail, const struct key *key);
/* What is too long goes on in the next line: no number is ever cut. without_past: the road, or
 * what is owed, is drawn elsewhere. */
void detail_draw(struct detail *detail, struct paint *paint, struct area area,
                 bool without_past, struct arena *arena);
/* A row that has no document behind it: all its members, from the line d->top on. */
void detail_draw_row(struct detail *detail, const struct json *row, struct paint *paint,
                     struct area area, struct arena *arena);
/* Is it a customer who owes something? */
bool detail_has_ageing(const struct detail *detail);
/* What happened, of a customer what he owes: the third pane of a big screen. */
void detail_draw_past(const struct detail *detail, struct paint *paint, struct area area,
                      struct arena *arena);

#endif
