/*
 * order_close.c - BC7: an order ends when all is shipped, confirmed and paid. It begins
 * again when a claim is accepted later (claim_decide.c) or money is taken back.
 */
#include "server/core/actor.h"
#include "server/core/billing.h"
#include "server/core/closing.h"
#include "server/core/order_common.h"
#include "server/core/order_facts.h"

static const struct load close_loads[] = { ORDER_LOADS, CLOSING_LOADS };

static struct order_row *order_or_missing(struct work *w)
{
    struct order_row *o = ONE(w->order);

    if (!o)
        refused_missing(w, "order", w->args->v[P_order].s);
    return o;
}

static void order_close(struct work *w)
{
    struct order_row *o = order_or_missing(w);
    struct money open = fen(0);

    if (!o || !flow_ready(w, MACHINE_ORDER, o->state, o->no, EVENT_CLOSE))
        return;
    for (size_t i = 0; i < w->receivable.n; i++)
        open.fen += receivable_open(w->receivable.v[i]).fen;
    say_money(w, "open", open);
    if (BREAKS(RULE_CLOSE_NOT_DONE, !order_close_if_done(w, o))) {
        refused_at(w, RULE_CLOSE_NOT_DONE, "order", str_of(order_unfinished(w, o)));
        w->ruling.code = ERR_STATE;
        return;
    }
    done(w);
}

OPERATION(ORDER_CLOSE) = { LOADS(close_loads), .decide = order_close };
