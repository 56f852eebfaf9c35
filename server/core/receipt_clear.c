/*
 * receipt_clear.c - BC5: a cheque, an acceptance bill or a bank draft becomes money.
 *
 * Recorded, it is only registered: no allocation, no promise, no credit and no order's funds
 * stand on it. When the bank has paid, finance clears it, another person than who recorded it,
 * and everything follows that a transfer brings at once. One that the bank refuses is reversed
 * (receipt_reverse.c), which then has no effect on the ledger.
 */
#include "server/core/billing.h"
#include "server/core/order_common.h"
#include "server/core/order_facts.h"

bool is_paper(enum pay_method method)
{
    switch (method) {
    case PAY_CHEQUE:
    case PAY_DRAFT:
    case PAY_ACCEPTANCE:
        return true;
    case pay_method_none:
    case PAY_TRANSFER:
    case PAY_CASH:
    case pay_method_count:
        break;
    }
    return false;
}

bool receipt_cleared(struct work *w, const struct receipt_row *r)
{
    if (!BREAKS(RULE_NOT_CLEARED, r->state == RECEIPT_TO_CLEAR))
        return true;
    say_day(w, "maturity", r->maturity);
    remedy_plain(w, "clear", OP_RECEIPT_CLEAR);
    refused_at(w, RULE_NOT_CLEARED, "receipt", r->no);
    w->ruling.code = ERR_STATE;
    return false;
}

static const struct load clear_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, RECEIPT, receipt, account_id))),
    READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, RECEIPT, receipt, customer_id))),
    OWNED(RECEIPT, ANY_OF(BY_ARG(receipt, no, P_receipt))),
    PEOPLE_LOADS,
};

static bool clear_ok(struct work *w, const struct receipt_row *r, struct day cleared_on)
{
    if (BREAKS(RULE_CLEAR_AGAIN, r->state != RECEIPT_TO_CLEAR)) {
        say_day(w, "cleared_on", r->cleared_on);
        refused_at(w, RULE_CLEAR_AGAIN, "receipt", r->no);
        w->ruling.code = ERR_STATE;
        return false;
    }
    if (BREAKS(RULE_CLEAR_APART, w->pol->receipt_apart && r->recorded_by == w->actor_id)) {
        remedy_who(w, "ask", ROLE_FIN, OP_RECEIPT_CLEAR);
        refused_at(w, RULE_CLEAR_APART, "receipt", user_name(w, r->recorded_by));
        w->ruling.code = ERR_RIGHTS;
        return false;
    }
    if (BREAKS(RULE_CLEAR_DAY, cleared_on.n < r->received_on.n || cleared_on.n > w->today.n)) {
        say_day(w, "received_on", r->received_on);
        say_day(w, "today", w->today);
        refused_at(w, RULE_CLEAR_DAY, "cleared_on", r->no);
        return false;
    }
    if (BREAKS(RULE_CLEAR_EARLY,
               r->maturity.n && cleared_on.n < r->maturity.n && !w->args->v[P_remark].s.n)) {
        say_day(w, "maturity", r->maturity);
        refused_at(w, RULE_CLEAR_EARLY, "remark", r->no);
        return false;
    }
    return true;
}

static void receipt_clear(struct work *w)
{
    struct receipt_row *r = receipt_at_hand(w);
    const struct customer_row *c = r ? find_customer(w, r->customer_id) : NULL;
    struct day cleared_on =
        w->args->v[P_cleared_on].given ? arg_day(w->args, P_cleared_on) : w->today;

    if (!r || !clear_ok(w, r, cleared_on))
        return;
    r->state = RECEIPT_OPEN;
    r->cleared_on = cleared_on;
    r->cleared_by = w->actor_id;
    ledger_receive(w, r);
    say_money(w, "amount", r->amount);
    say_money(w, "exposure", ledger_exposure(find_credit_account(w, r->account_id)));
    receipt_step(w, r, RECEIPT_TO_CLEAR, STEP_BC5, w->args->v[P_remark].s);
    tell_money(w, MESSAGE_MONEY, c, NULL, ROLE_BCR, bcr_of(w, c, NULL),
               str_format(w->arena, "%.*s: %.*s cleared", STR_ARG(r->no),
                          STR_ARG(money_text(r->amount, w->arena))));
    done(w);
}

OPERATION(RECEIPT_CLEAR) = { LOADS(clear_loads), .decide = receipt_clear, .frees = true };
