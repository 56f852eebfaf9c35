/*
 * recheck.c - a waiting order is judged again when money came, a limit rose, another order went
 * (R-105 .. R-107).
 *
 * SYSTEM gives the command behind each operation that frees something, once at the daemon's
 * start, and on the day when an announced limit or other parameters come into force
 * (server/shell/sweep.h): one an order, oldest arrival first; what does not fit stays and is
 * explained, without a trace on its road. No order passes here by more than the decision table
 * of docs/RULES.md, 5.2, gives.
 */
#include "server/core/credit.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"
#include "server/core/signing.h"
#include "server/core/st_record.h"

/* By CC, on the customer's own basis: what held the order before is behind it. */
static void goes_on(struct work *w, struct order_row *o)
{
    order_basis(w, o, customer_basis(w, o));
    credit_settle(w, o, EVENT_RECHECK, STEP_CC);
}

static void recheck_hold(struct work *w, struct order_row *o)
{
    struct order_row on_credit = *o; /* judged without touching it: it may have to stay */
    struct credit_facts f;
    struct credit_view v;

    on_credit.cash_basis = false;
    f = credit_facts_of(w, &on_credit);
    v = credit_judge(&f);
    if (v.result != CREDIT_HOLD || order_wholly_earmarked(o) || customer_basis(w, o)) {
        goes_on(w, o);
        return;
    }
    credit_say(w, o, &f, &v);
    held(w, v.rule);
}

static void recheck_st(struct work *w, struct order_row *o)
{
    if (BREAKS(RULE_ST_PENDING, !order_wholly_earmarked(o))) { /* silence never grants */
        say_money(w, "earmarked", o->earmarked);
        remedy_money(w, "cash_first", "earmark", fen(o->total.fen - o->earmarked.fen),
                     OP_RECEIPT_EARMARK);
        remedy_plain(w, "sign", OP_ST_SIGN);
        held(w, RULE_ST_PENDING);
        return;
    }
    st_paid(w, o);
    goes_on(w, o);
}

/* Signed, and waiting for money: free receipts are taken, oldest first. A shortfall that was
 * signed for shrinks with them. */
static void recheck_funds(struct work *w, struct order_row *o)
{
    struct money before = o->earmarked;
    struct money missing = order_missing(w, o);

    say_money(w, "order", o->total);
    say_money(w, "earmarked", o->earmarked);
    if (BREAKS(RULE_CC_FUNDS, missing.fen > o->tolerated.fen)) {
        say_money(w, "shortfall", missing);
        remedy_money(w, "pay", "pay", missing, OP_RECEIPT_RECORD);
        remedy_plain(w, "sign_tolerance", OP_ORDER_SIGN);
        remedy_plain(w, "apply_st", OP_ST_APPLY);
        if (o->earmarked.fen != before.fen) /* money came: that is a step of its road */
            order_step(w, o, STEP_CC, OUTCOME_HELD, RULE_CC_FUNDS, STR("funds in part"));
        held(w, RULE_CC_FUNDS);
        return;
    }
    order_tolerate(w, o, missing);
    order_approved(w, o, EVENT_RECHECK, STEP_CC, STR("funds complete"));
    tell_duty(w, MESSAGE_DECIDED, o, secretary_duty(o), told_promptly(w),
              str_format(w->arena, "%.*s is paid and goes to finance", STR_ARG(o->no)));
    done(w);
}

static void order_recheck(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_RECHECK);

    if (!o)
        return;
    if (o->state == ORDER_WAIT_FUNDS)
        recheck_funds(w, o);
    else if (o->state == ORDER_WAIT_ST)
        recheck_st(w, o);
    else
        recheck_hold(w, o);
}

static const struct load recheck_loads[] = {
    ORDER_LOADS,     RECEIVABLE_LOADS(READ_FIRST),
    RECEIPT_LOADS,   EARMARK_LOADS,
    SIGNATURE_LOADS, CASE_LOADS,
    PEOPLE_LOADS,
};
OPERATION(ORDER_RECHECK) = { LOADS(recheck_loads), .decide = order_recheck };
