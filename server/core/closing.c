/*
 * closing.c - the end of an order: goods settled by quantity, money by balance.
 */
#include "server/core/closing.h"

static bool owes(const struct work *w, const struct order_row *o)
{
    for (size_t i = 0; i < w->receivable.n; i++) {
        const struct receivable_row *r = w->receivable.v[i];

        if (r->order_id == o->id && r->open_s.fen + r->open_i.fen > 0)
            return true;
    }
    return w->receivable.cut; /* more than was read: nobody can say that all is paid */
}

const char *order_unfinished(const struct work *w, const struct order_row *o)
{
    const struct note_row *n = o->note_id ? find_note(w, o->note_id) : NULL;

    if (o->state != ORDER_HANDED_OVER)
        return "its note is not with storage-transport";
    if (!n || n->state != NOTE_DONE)
        return "goods are to be shipped, closed or signed for";
    if (o->claims > 0)
        return "a claim is open";
    if (owes(w, o))
        return "money is open";
    return NULL;
}

bool order_close_if_done(struct work *w, struct order_row *o)
{
    if (order_unfinished(w, o))
        return false;
    order_move(w, o, EVENT_CLOSE, ORDER_CLOSED, STEP_BC7, STR(""));
    o->closed_at = w->now;
    return true;
}
