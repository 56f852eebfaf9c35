/*
 * billing_orders.c - what happens to an order whose money went away.
 *
 * Before the paper is printed the order goes back to where money is waited for; afterwards the
 * paper is stopped until the money is there again, or all three leaders sign that it goes on.
 * Goods that left are a receivable, and nothing can stop those.
 */
#include "server/core/billing.h"
#include "server/core/credit.h"
#include "server/core/note.h"
#include "server/core/signing.h"

/* 5-4 held it, and nothing but its money let it go on: it is judged by its credit again. */
static void hold_again(struct work *w, struct order_row *o)
{
    order_unsigned(w, o);
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
        (void)signatures_end(w, o, KIND_BIT(SIGN_TOLERANCE), 0);
    order_move(w, o, EVENT_BOUNCE, by_hold ? ORDER_HOLD_CREDIT : ORDER_WAIT_FUNDS,
               by_hold ? STEP_CC : STEP_MA, why);
}

/* A note that is stopped already is now stopped for money, too: its leader alone does not let
 * it go on. What was signed after an earlier reversal does not cover this one. */
static void stop_paper(struct work *w, struct order_row *o, struct str why)
{
    for (size_t i = 0; i < w->note.n; i++) {
        struct note_row *n = w->note.v[i];

        if (n->order_id != o->id || !flow_knows(MACHINE_NOTE, n->state, EVENT_STOP) ||
            !note_has_goods(w, n))
            continue;
        if (!n->stopped)
            note_stop(w, n, o, why);
        else
            note_move(w, n, EVENT_STOP, n->state, STEP_SP5, why);
        n->stop_money = true;
        (void)signatures_end(w, o, KIND_BIT(SIGN_RESUME), 0);
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

/* --- credit ---------------------------------------------------------------------------- */

static void lost_credit(struct work *w, struct order_row *o, struct str why)
{
    if (!flow_knows(MACHINE_ORDER, o->state, EVENT_BOUNCE)) {
        stop_paper(w, o, why);
        return;
    }
    order_unsigned(w, o);
    order_basis(w, o, cash_reason_none);
    credit_resettle(w, o, EVENT_BOUNCE, STEP_CC);
}

static bool is_newer(const struct order_row *a, const struct order_row *b)
{
    return a->verdict_id != b->verdict_id ? a->verdict_id > b->verdict_id : a->id > b->id;
}

/* Those that hold something of the limit, the newest verdict first. */
static size_t by_verdict(struct work *w, struct order_row **list)
{
    size_t n = 0;

    for (size_t i = 0; i < w->order.n; i++) {
        struct order_row *o = w->order.v[i];
        size_t at = n;

        if (o->cash_basis || o->reserved.fen == 0)
            continue;
        for (n++; at > 0 && is_newer(o, list[at - 1]); at--)
            list[at] = list[at - 1];
        list[at] = o;
    }
    return n;
}

int64_t orders_lost_credit(struct work *w, bool overdue_rose, struct str why)
{
    struct order_row **list = ARENA_ARRAY(w->arena, w->order.n + 1, struct order_row *);
    size_t n = by_verdict(w, list);
    int64_t touched = 0;

    for (size_t i = 0; i < n; i++) {
        struct credit_worse x = credit_worse_of(w, list[i]);

        if (!BREAKS(RULE_PRINT_BOUNCED, x.bounced || (overdue_rose && x.overdue)))
            continue;
        lost_credit(w, list[i], why);
        touched++;
    }
    return touched;
}
