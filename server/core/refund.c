/*
 * refund.c - BC5: a deposit or an over-payment is paid back to the customer.
 *
 * Two people: one asks, another of finance pays and says by which bank reference. Only free
 * money goes, neither allocated nor promised to an order, and asking takes nothing away: it may
 * still pay a debt or be promised, so all is looked at again when it is paid. From then on it
 * lowers the exposure no more. What is overdue is paid by it first, and what the account owes
 * and holds must fit the limit without it: so no order loses the credit that it passed on.
 */
#include "common/json.h"
#include "server/core/actor.h"
#include "server/core/billing.h"
#include "server/core/checks.h"
#include "server/core/document.h"
#include "server/core/order_common.h"
#include "server/core/order_facts.h"

#define REFUND_ACCOUNT_LOADS                                                                   \
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, RECEIPT, receipt, account_id))),   \
        READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, RECEIPT, receipt, customer_id)))
/* What the account owes, oldest due first. */
#define REFUND_DEBT_LOADS                                                                      \
    READ_FIRST(RECEIVABLE, receivable, due, 1000,                                              \
               ANY_OF(BY_FACT(receivable, account_id, RECEIPT, receipt, account_id)),          \
               ANY_OF(BY_POSITIVE(receivable, open_s), BY_POSITIVE(receivable, open_i)))

static const struct load ask_loads[] = {
    REFUND_ACCOUNT_LOADS,
    REFUND_DEBT_LOADS,
    READ(RECEIPT, ANY_OF(BY_ARG(receipt, no, P_receipt))),
    OWNED(REFUND, ANY_OF(BY_ARG(refund, no, P_receipt))),
    PEOPLE_LOADS,
};

/* The request of the command's receipt that waits, or NULL. */
static struct refund_row *waiting(const struct work *w)
{
    for (size_t i = 0; i < w->refund.n; i++)
        if (w->refund.v[i]->state == REFUND_ASKED &&
            str_eq(w->refund.v[i]->no, w->args->v[P_receipt].s))
            return w->refund.v[i];
    return NULL;
}

/* --- what may go ----------------------------------------------------------------------------
 */

static bool is_free(struct work *w, const struct receipt_row *r, struct money amount)
{
    if (BREAKS(RULE_REFUND_AMOUNT, amount.fen <= 0)) {
        refused_at(w, RULE_REFUND_AMOUNT, "amount", r->no);
        return false;
    }
    if (!BREAKS(RULE_REFUND_FREE, amount.fen > r->free.fen))
        return true;
    say_money(w, "free", r->free);
    say_money(w, "allocated", r->allocated);
    say_money(w, "earmarked", r->earmarked);
    remedy_money(w, "cut_to", "amount", r->free, OP_REFUND_ASK);
    refused_at(w, RULE_REFUND_FREE, "amount", r->no);
    return false;
}

/* Does the account stand without it? */
static bool account_stands(struct work *w, const struct receipt_row *r, struct money amount)
{
    const struct credit_account_row *a = find_credit_account(w, r->account_id);
    struct money after = fen(ledger_exposure(a).fen + amount.fen);

    if (BREAKS(RULE_REFUND_OVERDUE, overdue_of(w).fen > 0)) {
        say_money(w, "overdue", overdue_of(w));
        remedy_plain(w, "allocate", OP_RECEIPT_ALLOCATE);
        refused_at(w, RULE_REFUND_OVERDUE, "receipt", r->no);
        return false;
    }
    if (BREAKS(RULE_REFUND_LIMIT, after.fen > a->lim.fen)) {
        say_money(w, "limit", a->lim);
        say_money(w, "exposure", ledger_exposure(a));
        say_money(w, "amount", amount);
        remedy_plain(w, "allocate", OP_RECEIPT_ALLOCATE);
        refused_at(w, RULE_REFUND_LIMIT, "amount", r->no);
        return false;
    }
    return true;
}

static bool may_go(struct work *w, const struct receipt_row *r, struct money amount)
{
    return receipt_claimed(w, r) && receipt_cleared(w, r) && is_free(w, r, amount) &&
           account_stands(w, r, amount);
}

/* --- asking ---------------------------------------------------------------------------------
 */

static void refund_ask(struct work *w)
{
    const struct receipt_row *r = receipt_at_hand(w);
    const struct customer_row *c = r ? find_customer(w, r->customer_id) : NULL;
    struct money amount = arg_money(w->args, P_amount);
    struct refund_row *f;

    if (!r)
        return;
    if (BREAKS(RULE_REFUND_ASKED, waiting(w) != NULL)) {
        say_money(w, "amount", waiting(w)->amount);
        remedy_who(w, "pay", ROLE_FIN, OP_REFUND_PAY);
        refused_at(w, RULE_REFUND_ASKED, "receipt", r->no);
        return;
    }
    if (!may_go(w, r, amount))
        return;
    f = add_refund(w);
    f->no = r->no;
    f->receipt_id = r->id;
    f->account_id = r->account_id;
    f->customer_id = r->customer_id;
    f->amount = amount;
    f->state = REFUND_ASKED;
    f->reason = w->args->v[P_reason].s;
    f->asked_by = w->actor_id;
    f->asked_at = w->now;
    say_money(w, "amount", amount);
    say_money(w, "free", r->free);
    receipt_step(w, r, r->state, STEP_BC5, f->reason);
    tell_money(w, MESSAGE_ASKED, c, NULL, ROLE_FIN, 0,
               str_format(w->arena, "%.*s: a refund of %.*s waits to be paid", STR_ARG(r->no),
                          STR_ARG(money_text(amount, w->arena))));
    done(w);
}

OPERATION(REFUND_ASK) = { LOADS(ask_loads), .decide = refund_ask };

/* --- paying and dropping --------------------------------------------------------------------
 */

static const struct load pay_loads[] = {
    REFUND_ACCOUNT_LOADS,
    REFUND_DEBT_LOADS,
    OWNED(RECEIPT, ANY_OF(BY_ARG(receipt, no, P_receipt))),
    /* its own, and one that was paid by the same reference */
    OWNED(REFUND, ANY_OF(BY_ARG(refund, no, P_receipt), BY_ARG(refund, bank_ref, P_bank_ref))),
    SERIES_LOCK(RF),
    PEOPLE_LOADS,
};

/* The request that waits; NULL when it was refused. */
static struct refund_row *at_hand(struct work *w)
{
    struct refund_row *f = waiting(w);

    if (!BREAKS(RULE_REFUND_NONE, !f))
        return f;
    remedy_plain(w, "ask", OP_REFUND_ASK);
    refused_at(w, RULE_REFUND_NONE, "receipt", w->args->v[P_receipt].s);
    w->ruling.code = ERR_STATE;
    return NULL;
}

static bool paid_by_another(struct work *w, const struct refund_row *f)
{
    if (!BREAKS(RULE_REFUND_APART, f->asked_by == w->actor_id))
        return true;
    remedy_who(w, "ask", ROLE_FIN, OP_REFUND_PAY);
    refused_at(w, RULE_REFUND_APART, "receipt", f->no);
    w->ruling.code = ERR_RIGHTS;
    return false;
}

static bool payment_ok(struct work *w, const struct receipt_row *r, struct day paid_on)
{
    if (BREAKS(RULE_REFUND_DAY, paid_on.n < r->cleared_on.n || paid_on.n > w->today.n)) {
        say_day(w, "cleared_on", r->cleared_on);
        say_day(w, "today", w->today);
        refused_at(w, RULE_REFUND_DAY, "paid_on", r->no);
        return false;
    }
    for (size_t i = 0; i < w->refund.n; i++) {
        const struct refund_row *f = w->refund.v[i];

        if (BREAKS(RULE_REFUND_TWICE, str_eq(f->bank_ref, w->args->v[P_bank_ref].s))) {
            say_name(w, "receipt", f->no);
            say_money(w, "amount", f->amount);
            refused_at(w, RULE_REFUND_TWICE, "bank_ref", f->bank_ref);
            return false;
        }
    }
    return true;
}

static void decided(struct work *w, struct refund_row *f, enum refund_state state,
                    struct str answer)
{
    f->state = state;
    f->decided_by = w->actor_id;
    f->decided_at = w->now;
    f->answer = answer;
}

static void voucher_post(struct work *w, struct refund_row *f, const struct customer_row *c)
{
    const struct document_row *d;
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "receipt", f->no);
    json_field_str(&out, "customer", c ? c->code : STR(""));
    json_field_str(&out, "name", c ? c->name : STR(""));
    json_field_str(&out, "bank_ref", f->bank_ref);
    json_field_day(&out, "paid_on", f->paid_on);
    json_field_str(&out, "reason", f->reason);
    json_field_str(&out, "words", money_words_zh(f->amount, w->arena));
    json_end_object(&out);
    d = document_post(w, &(struct document_draft){ .series = SERIES_RF,
                                                   .customer_id = f->customer_id,
                                                   .total = fen(-f->amount.fen),
                                                   .body = json_text(&out) });
    f->document_id = d->id;
    say_name(w, "paper", d->number);
}

static void refund_pay(struct work *w)
{
    struct receipt_row *r = receipt_at_hand(w);
    struct refund_row *f = r ? at_hand(w) : NULL;
    const struct customer_row *c = f ? find_customer(w, r->customer_id) : NULL;
    struct day paid_on = w->args->v[P_paid_on].given ? arg_day(w->args, P_paid_on) : w->today;

    if (!f || !paid_by_another(w, f) || !payment_ok(w, r, paid_on) || !may_go(w, r, f->amount))
        return;
    decided(w, f, REFUND_PAID, w->args->v[P_remark].s);
    f->paid_on = paid_on;
    f->bank_ref = w->args->v[P_bank_ref].s;
    ledger_refund(w, r, f->amount);
    voucher_post(w, f, c);
    say_money(w, "amount", f->amount);
    say_money(w, "free", r->free);
    say_money(w, "exposure", ledger_exposure(find_credit_account(w, r->account_id)));
    receipt_step(w, r, r->state, STEP_BC5, f->answer);
    tell_money(w, MESSAGE_MONEY, c, NULL, ROLE_BCR, bcr_of(w, c, NULL),
               str_format(w->arena, "%.*s: %.*s was paid back", STR_ARG(r->no),
                          STR_ARG(money_text(f->amount, w->arena))));
    done(w);
}

OPERATION(REFUND_PAY) = { LOADS(pay_loads), .decide = refund_pay };

static const struct load drop_loads[] = {
    REFUND_ACCOUNT_LOADS,
    READ(RECEIPT, ANY_OF(BY_ARG(receipt, no, P_receipt))),
    OWNED(REFUND, ANY_OF(BY_ARG(refund, no, P_receipt))),
};

/* Also of a receipt that was reversed meanwhile: its request would wait for ever. */
static void refund_drop(struct work *w)
{
    const struct receipt_row *r = ONE(w->receipt);
    struct refund_row *f;

    if (!r) {
        refused_missing(w, "receipt", w->args->v[P_receipt].s);
        return;
    }
    f = at_hand(w);
    if (!f)
        return;
    decided(w, f, REFUND_DROPPED, w->args->v[P_reason].s);
    say_money(w, "amount", f->amount);
    receipt_step(w, r, r->state, STEP_BC5, f->answer);
    done(w);
}

OPERATION(REFUND_DROP) = { LOADS(drop_loads), .decide = refund_drop };
