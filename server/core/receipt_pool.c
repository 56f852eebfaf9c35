/*
 * receipt_pool.c - BC5: whose money it is that the bank reported.
 *
 * Finance records or imports what came in; where the customer is not known it waits in the
 * pool, in no account. BCR or salesperson claims it for a customer of theirs: from then on it
 * is that customer's free money, as if it had been recorded for him. Two cannot claim the same,
 * because the receipt is locked by itself. A wrong claim is taken back as long as nothing of
 * the money is used (receipt_reverse.c); of money that is, the receipt is reversed.
 */
#include "server/core/actor.h"
#include "server/core/billing.h"
#include "server/core/order_common.h"
#include "server/core/order_facts.h"

bool receipt_claimed(struct work *w, const struct receipt_row *r)
{
    if (!BREAKS(RULE_UNCLAIMED, !r->account_id))
        return true;
    say_name(w, "payer", r->payer);
    remedy_plain(w, "claim", OP_RECEIPT_CLAIM);
    refused_at(w, RULE_UNCLAIMED, "receipt", r->no);
    w->ruling.code = ERR_STATE;
    return false;
}

static const struct load claim_loads[] = {
    /* the receipt's, too: who claims what another has claimed meanwhile sees whole rows */
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, CUSTOMER, customer, account_id),
                                BY_FACT(credit_account, id, RECEIPT, receipt, account_id))),
    READ(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_customer))),
    LOCK(RECEIPT, ANY_OF(BY_ARG(receipt, no, P_receipt))),
    PEOPLE_LOADS,
};

static void receipt_claim(struct work *w)
{
    struct receipt_row *r = receipt_at_hand(w);
    const struct customer_row *c = ONE(w->customer);
    const struct credit_account_row *a = c ? find_credit_account(w, c->account_id) : NULL;

    if (!r)
        return;
    if (!c || !a) {
        refused_missing(w, "customer", w->args->v[P_customer].s);
        return;
    }
    if (BREAKS(RULE_CLAIMED_ALREADY, r->account_id)) {
        say_money(w, "amount", r->amount);
        refused_at(w, RULE_CLAIMED_ALREADY, "receipt", r->no);
        w->ruling.code = ERR_STATE;
        return;
    }
    if (!actor_in_scope(w, c))
        return;
    r->account_id = c->account_id;
    r->customer_id = c->id;
    r->claimed_by = w->actor_id;
    r->claimed_at = w->now;
    ledger_receive(w, r);
    say_money(w, "amount", r->amount);
    say_money(w, "exposure", ledger_exposure(a));
    receipt_step(
        w, r, r->state, STEP_BC5,
        str_format(w->arena, "%.*s: %.*s", STR_ARG(c->code), STR_ARG(w->args->v[P_remark].s)));
    tell_money(w, MESSAGE_MONEY, c, NULL, ROLE_BCR, bcr_of(w, c, NULL),
               str_format(w->arena, "%.*s: %.*s received from %.*s%s", STR_ARG(r->no),
                          STR_ARG(money_text(r->amount, w->arena)), STR_ARG(c->name), ""));
    done(w);
}

OPERATION(RECEIPT_CLAIM) = { LOADS(claim_loads), .decide = receipt_claim, .frees = true };
