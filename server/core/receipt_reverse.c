/*
 * receipt_reverse.c - a receipt bounced, or was recorded wrongly; a claim was.
 *
 * Another document, its exact negative, takes it back (law 6). What it paid is owed again, what
 * it was promised to is missing: both follow in the same act, so that no order goes on by
 * money that is not there. Paper that did not clear ends alone: nothing stood on it.
 * A wrong claim of money of which nothing is used leaves the account in the same way, though
 * the receipt stays, and waits in the pool again.
 */
#include "common/json.h"
#include "server/core/billing.h"
#include "server/core/credit.h"
#include "server/core/document.h"
#include "server/core/order_common.h"
#include "server/core/order_facts.h"

static const struct load reverse_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, RECEIPT, receipt, account_id))),
    READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, RECEIPT, receipt, customer_id),
                          BY_FACT(customer, id, ORDER, order, customer_id))),
    /* its own, and all that hold something of the account's limit */
    OWNED(ORDER, ANY_OF(BY_FACT(order, account_id, RECEIPT, receipt, account_id)),
          ANY_OF(BY_POSITIVE(order, reserved), BY_FACT(order, id, EARMARK, earmark, order_id),
                 BY_FACT(order, id, RECEIVABLE, receivable, order_id))),
    UNFUNDED_NOTES,
    /* what it paid, and what is open */
    OWNED_FIRST(RECEIVABLE, receivable, due, 1000,
                ANY_OF(BY_FACT(receivable, account_id, RECEIPT, receipt, account_id)),
                ANY_OF(BY_POSITIVE(receivable, open_s), BY_POSITIVE(receivable, open_i),
                       BY_FACT(receivable, id, ALLOCATION, allocation, receivable_id))),
    /* by itself as well: one in the pool is under no account's lock */
    LOCK(RECEIPT, ANY_OF(BY_ARG(receipt, no, P_receipt))),
    OWNED(EARMARK, ANY_OF(BY_FACT(earmark, receipt_id, RECEIPT, receipt, id))),
    READ(REFUND, ANY_OF(BY_FACT(refund, receipt_id, RECEIPT, receipt, id))),
    UNFUNDED_SIGNATURES,
    CASE_LOADS,
    SERIES_LOCK(RR),
    READ(ALLOCATION, ANY_OF(BY_FACT(allocation, receipt_id, RECEIPT, receipt, id))),
    PEOPLE_LOADS,
};

static bool is_taken_back(const struct work *w, const struct allocation_row *a)
{
    for (size_t i = 0; i < w->allocation.n; i++)
        if (w->allocation.v[i]->reverses_id == a->id)
            return true;
    return false;
}

/* A closed order whose money is owed again is open again. */
static void reopen(struct work *w, struct order_row *o, struct str why)
{
    if (o->state != ORDER_CLOSED)
        return;
    order_move(w, o, EVENT_REOPEN, ORDER_HANDED_OVER, STEP_BC7, why);
    o->closed_at = (struct instant){ 0 };
}

static void take_back(struct work *w, struct receipt_row *r, const struct allocation_row *a,
                      struct str why)
{
    struct receivable_row *d = find_receivable(w, a->receivable_id);
    struct order_row *o = find_order(w, d->order_id);
    struct credit_account_row *account = find_credit_account(w, r->account_id);

    ledger_unallocate(w, a, r, d);
    receivable_settle(w, d, EVENT_BOUNCE, STEP_BC6, why);
    if (!o)
        return;
    if (a->shortfall.fen > 0) { /* the tolerated shortfall is open again */
        o->tolerated.fen += a->shortfall.fen;
        account->shortfall.fen += a->shortfall.fen;
        w->allocation.v[w->allocation.n - 1]->shortfall = fen(-a->shortfall.fen);
    }
    reopen(w, o, why);
    if (o->cash_basis) /* no more goods of his leave on money that bounced */
        order_lost_funds(w, o, why);
}

static int64_t take_all_back(struct work *w, struct receipt_row *r, struct str why)
{
    size_t loaded = w->allocation.n; /* those that are added here are the reversals */
    int64_t count = 0;

    for (size_t i = 0; i < loaded; i++) {
        const struct allocation_row *a = w->allocation.v[i];

        if (a->reverses_id || is_taken_back(w, a))
            continue;
        take_back(w, r, a, why);
        count++;
    }
    return count;
}

static int64_t unearmark_all(struct work *w, struct str why)
{
    int64_t orders = 0;

    for (size_t i = 0; i < w->earmark.loaded; i++) {
        struct earmark_row *e = w->earmark.v[i];
        struct order_row *o = find_order(w, e->order_id);

        if (e->amount.fen == 0)
            continue;
        ledger_unearmark(w, e, o, e->amount);
        order_lost_funds(w, o, why);
        orders++;
    }
    return orders;
}

static void post_reversal(struct work *w, struct receipt_row *r, const struct customer_row *c)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "receipt", r->no);
    json_field_str(&out, "customer", c ? c->code : STR(""));
    json_field_str(&out, "bank_ref", r->bank_ref);
    json_field_day(&out, "received_on", r->received_on);
    json_field_str(&out, "reason", w->args->v[P_reason].s);
    json_end_object(&out);
    document_post(w, &(struct document_draft){ .series = SERIES_RR,
                                               .customer_id = r->customer_id,
                                               .reverses_id = r->document_id,
                                               .total = fen(-r->amount.fen),
                                               .body = json_text(&out) });
}

/* The money leaves; what the account's exposure rose by is remembered beside it, so that the
 * print, too, sees what a verdict had counted on. How many orders lost the credit they had. */
static int64_t money_gone(struct work *w, struct receipt_row *r, struct money exposure,
                          struct money overdue, struct str why)
{
    struct credit_account_row *a = find_credit_account(w, r->account_id);
    int64_t rose;

    if (r->state == RECEIPT_TO_CLEAR)
        return 0;
    ledger_unreceive(w, r);
    rose = ledger_exposure(a).fen - exposure.fen;
    if (rose > 0)
        a->bounced.fen += rose;
    return orders_lost_credit(w, overdue_of(w).fen > overdue.fen, why);
}

/* Recorded wrongly, and nobody claimed it: nothing stands on it. */
static void pool_reverse(struct work *w, struct receipt_row *r)
{
    say_money(w, "amount", r->amount);
    post_reversal(w, r, NULL);
    w->frees_nothing = true;
    r->state = RECEIPT_REVERSED;
    r->free = fen(0);
    r->reversed_for = w->args->v[P_reason].s;
    receipt_step(w, r, RECEIPT_OPEN, STEP_BC5, r->reversed_for);
    done(w);
}

/* What left the house is not there to be taken back: the customer owes it by another paper. */
static bool nothing_refunded(struct work *w, const struct receipt_row *r)
{
    if (!BREAKS(RULE_REFUND_GONE, r->refunded.fen > 0))
        return true;
    say_money(w, "refunded", r->refunded);
    refused_at(w, RULE_REFUND_GONE, "receipt", r->no);
    w->ruling.code = ERR_STATE;
    return false;
}

static void receipt_reverse(struct work *w)
{
    struct receipt_row *r = receipt_at_hand(w);
    const struct customer_row *c = r ? find_customer(w, r->customer_id) : NULL;
    enum receipt_state from = r ? r->state : receipt_state_none;
    struct money exposure, overdue = overdue_of(w);
    struct str why;

    if (!r || !nothing_refunded(w, r))
        return;
    if (!r->account_id) {
        pool_reverse(w, r);
        return;
    }
    exposure = ledger_exposure(find_credit_account(w, r->account_id));
    why = str_format(w->arena, "%.*s reversed: %.*s", STR_ARG(r->no),
                     STR_ARG(w->args->v[P_reason].s));
    say_money(w, "amount", r->amount);
    say_money(w, "was_allocated", r->allocated);
    say_money(w, "was_earmarked", r->earmarked);
    say_count(w, "receivables", take_all_back(w, r, why));
    say_count(w, "orders", unearmark_all(w, why));
    say_count(w, "rejudged", money_gone(w, r, exposure, overdue, why));
    post_reversal(w, r, c);
    r->state = RECEIPT_REVERSED;
    r->reversed_for = w->args->v[P_reason].s;
    say_money(w, "exposure", ledger_exposure(find_credit_account(w, r->account_id)));
    receipt_step(w, r, from, STEP_BC5, r->reversed_for);
    tell_money(w, MESSAGE_MONEY, c, NULL, ROLE_BCR, bcr_of(w, c, NULL), why);
    done(w);
}

OPERATION(RECEIPT_REVERSE) = { LOADS(reverse_loads), .decide = receipt_reverse, .frees = true };

/* --- a wrong claim ------------------------------------------------------------------------ */

static bool unclaim_ok(struct work *w, const struct receipt_row *r)
{
    if (BREAKS(RULE_UNCLAIM_NONE, !r->claimed_by)) {
        remedy_plain(w, r->account_id ? "reverse" : "claim",
                     r->account_id ? OP_RECEIPT_REVERSE : OP_RECEIPT_CLAIM);
        refused_at(w, RULE_UNCLAIM_NONE, "receipt", r->no);
        w->ruling.code = ERR_STATE;
        return false;
    }
    if (BREAKS(RULE_UNCLAIM_WHO,
               r->claimed_by != w->actor_id && !(w->roles & ROLE_BIT(ROLE_FIN)))) {
        remedy_who(w, "ask", ROLE_FIN, OP_RECEIPT_UNCLAIM);
        refused_at(w, RULE_UNCLAIM_WHO, "receipt", user_name(w, r->claimed_by));
        w->ruling.code = ERR_RIGHTS;
        return false;
    }
    /* what was taken back counts too: its rows name the account that they were made in */
    if (BREAKS(RULE_UNCLAIM_USED, w->allocation.n || w->earmark.n || w->refund.n)) {
        say_money(w, "allocated", r->allocated);
        say_money(w, "earmarked", r->earmarked);
        remedy_plain(w, "reverse", OP_RECEIPT_REVERSE);
        refused_at(w, RULE_UNCLAIM_USED, "receipt", r->no);
        w->ruling.code = ERR_STATE;
        return false;
    }
    return true;
}

static void receipt_unclaim(struct work *w)
{
    struct receipt_row *r = receipt_at_hand(w);
    const struct customer_row *c = r ? find_customer(w, r->customer_id) : NULL;
    struct str reason = w->args->v[P_reason].s, why;
    struct money exposure, overdue = overdue_of(w);

    if (!r || !unclaim_ok(w, r))
        return;
    exposure = ledger_exposure(find_credit_account(w, r->account_id));
    why = str_format(w->arena, "%.*s unclaimed: %.*s", STR_ARG(r->no), STR_ARG(reason));
    say_money(w, "amount", r->amount);
    say_count(w, "rejudged", money_gone(w, r, exposure, overdue, why));
    say_money(w, "exposure", ledger_exposure(find_credit_account(w, r->account_id)));
    tell_money(w, MESSAGE_MONEY, c, NULL, ROLE_BCR, bcr_of(w, c, NULL), why);
    r->free = r->amount;
    r->account_id = r->customer_id = r->claimed_by = 0;
    r->claimed_at = (struct instant){ 0 };
    receipt_step(w, r, r->state, STEP_BC5,
                 str_format(w->arena, "%.*s: %.*s", STR_ARG(c->code), STR_ARG(reason)));
    done(w);
}

OPERATION(RECEIPT_UNCLAIM) = { LOADS(reverse_loads), .decide = receipt_unclaim };
