/*
 * billing_orders.c - what happens to an order whose money went away.
 *
 * Before the paper is printed the order goes back to where money is waited for; afterwards the
 * paper is stopped until a sales leader lets it go on. Goods that left are a receivable, and
 * nothing can stop those.
 */
#include "server/core/billing.h"
#include "server/core/credit.h"
#include "server/core/note.h"

/* What the signers accepted rested on the money that is gone. */
static void void_signatures(struct work *w, const struct order_row *o, bool all)
{
    for (size_t i = 0; i < w->signature.n; i++) {
        struct signature_row *s = w->signature.v[i];
        bool about_money =
            s->kind == SIGN_TOLERANCE || (all && (s->kind == SIGN_MA || s->kind == SIGN_CC53));

        if (s->order_id == o->id && s->void_at.us == 0 && about_money)
            s->void_at = w->now;
    }
}

/* 5-4 held it, and nothing but its money let it go on: it is judged by its credit again. */
static void hold_again(struct work *w, struct order_row *o)
{
    void_signatures(w, o, true);
    o->signed_excess = o->signed_overdue = o->signed_limit = fen(0);
    o->signed_at = o->granted_at = (struct instant){ 0 };
    order_basis(w, o, cash_reason_none);
}

static void send_back(struct work *w, struct order_row *o, struct str why)
{
    bool by_hold = o->cash_reason == CASH_HELD; /* needs its whole amount, no tolerance */

    /* a shortfall was tolerated beside money that is no longer there */
    order_tolerate(w, o, fen(0));
    if (by_hold)
        hold_again(w, o);
    else
        void_signatures(w, o, false);
    order_move(w, o, EVENT_BOUNCE, by_hold ? ORDER_HOLD_CREDIT : ORDER_WAIT_FUNDS,
               by_hold ? STEP_CC : STEP_MA, why);
}

static void stop_paper(struct work *w, struct order_row *o, struct str why)
{
    for (size_t i = 0; i < w->note.n; i++) {
        struct note_row *n = w->note.v[i];

        if (n->order_id == o->id && !n->stopped &&
            flow_knows(MACHINE_NOTE, n->state, EVENT_STOP) && note_has_goods(w, n))
            note_stop(w, n, o, why);
    }
}

void order_lost_funds(struct work *w, struct order_row *o, struct str why)
{
    switch (o->state) {
    case ORDER_WAIT_MA: /* a cash-first customer's goods wait after MA anyway */
        if (o->cash_basis && o->cash_reason == CASH_HELD)
            send_back(w, o, why);
        return;
    case ORDER_APPROVED:
    case ORDER_FIN_QUEUE:
        if (o->cash_basis)
            send_back(w, o, why);
        return;
    case ORDER_BILLED:
    case ORDER_HANDED_OVER:
        stop_paper(w, o, why);
        return;
    case order_state_none:
    case ORDER_DRAFT:
    case ORDER_VERIFIED:
    case ORDER_RECEIVED:
    case ORDER_RETURNED:
    case ORDER_QUOTA_CHOICE:
    case ORDER_WAIT_QUOTA_UM:
    case ORDER_WAIT_QUOTA_SLT:
    case ORDER_REJECTED:
    case ORDER_WAIT_MGR:
    case ORDER_HOLD_CREDIT:
    case ORDER_WAIT_ST:
    case ORDER_WAIT_FUNDS: /* one that 5-4 held never waits here: signed, it is paid */
    case ORDER_CLOSED:
    case ORDER_CANCELLED:
    case order_state_count:
        return;
    }
}
