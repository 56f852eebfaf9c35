/*
 * detail.h - one document whole: an order with its lines, signatures and road, or a customer.
 */
#ifndef OSB_CLIENT_TERM_DETAIL_H
#define OSB_CLIENT_TERM_DETAIL_H

#include "client/term/field.h"
#include "client/term/screens.h"

struct detail {
    struct rpc_reply reply; /* owned: the answer of order.show or customer.show */
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
void detail_draw(struct detail *detail, struct paint *paint, struct area area,
                 struct instant now, struct arena *arena);

#endif
