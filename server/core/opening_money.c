/*
 * opening_money.c - go-live: what customers owed and had paid before.
 *
 * What they were billed for stands in I, goods that left unbilled in S until invoice.opening
 * bills them. Both are receivables without order and shipment, overdue from their own days.
 */
#include "server/core/billing.h"
#include "server/core/opening.h"
#include "server/core/order_common.h"
#include "server/core/order_facts.h"

static const struct load debt_loads[] = {
    OPENING_CUSTOMER,
    READ(RECEIVABLE, ANY_OF(BY_ARG(receivable, no, P_receivable))),
    BATCH_LOCK,
    PEOPLE_LOADS,
};

/* The day it arose: stated, or the batch's, or the due day where that lies before. */
static struct day arose_on(const struct work *w, const struct opening_row *b)
{
    struct day due = arg_day(w->args, P_due);

    if (w->args->v[P_as_of].given)
        return arg_day(w->args, P_as_of);
    return w->args->v[P_due].given && due.n < b->as_of.n ? due : b->as_of;
}

/* Stated, or the customer's term from the day on which it arose. */
static struct day due_on(const struct work *w, const struct customer_row *c, struct day arose)
{
    if (w->args->v[P_due].given)
        return arg_day(w->args, P_due);
    return day_add(arose, c->has_term ? (int32_t)c->term_days : 0);
}

static bool debt_ok(struct work *w, const struct customer_row *c, const struct opening_row *b)
{
    struct day arose = arose_on(w, b);

    if (!opening_amount_ok(w, P_amount))
        return false;
    if (BREAKS(RULE_OPENING_DAYS, due_on(w, c, arose).n < arose.n || arose.n > b->as_of.n)) {
        say_day(w, "batch", b->as_of);
        refused_at(w, RULE_OPENING_DAYS, "as_of", w->args->v[P_receivable].s);
        return false;
    }
    if (BREAKS(RULE_OPENING_TWICE, w->receivable.n > 0)) {
        refused_at(w, RULE_OPENING_TWICE, "receivable", w->args->v[P_receivable].s);
        return false;
    }
    return true;
}

static void debt_opens(struct work *w, bool invoiced)
{
    const struct customer_row *c = customer_of_batch(w);
    struct opening_row *b = ONE(w->opening);
    struct receivable_row *r;

    if (!c || !debt_ok(w, c, b))
        return;
    r = add_receivable(w);
    r->no = w->args->v[P_receivable].s;
    r->kind = DEBT_OPENING;
    r->account_id = c->account_id;
    r->customer_id = c->id;
    r->amount = arg_money(w->args, P_amount);
    r->invoiced_before = invoiced ? r->amount : fen(0);
    r->basis_day = arose_on(w, b);
    r->due = due_on(w, c, r->basis_day);
    r->due_from = c->due_from;
    r->term_days = c->has_term ? c->term_days : 0;
    r->bcr_id = bcr_of(w, c, NULL);
    r->opened_at = w->now;
    r->opening_id = b->id;
    ledger_open(w, r);
    receivable_move(w, r, EVENT_ARISE, RECEIVABLE_OPEN, STEP_BC1, b->kind);
    say_day(w, "due", r->due);
    batch_counts(w, b, r->amount);
    done(w);
}

static void opening_receivable(struct work *w)
{
    debt_opens(w, true);
}

static void opening_shipment(struct work *w)
{
    debt_opens(w, false);
}

OPERATION(OPENING_RECEIVABLE) = { LOADS(debt_loads), .decide = opening_receivable };
OPERATION(OPENING_SHIPMENT) = { LOADS(debt_loads), .decide = opening_shipment };

/* --- what was none -------------------------------------------------------------------- */

static const struct load withdraw_loads[] = {
    RECEIVABLE_ONE_LOADS,
    LOCK(OPENING, ANY_OF(BY_FACT(opening, id, RECEIVABLE, receivable, opening_id))),
};

static bool is_untouched(struct work *w, const struct receivable_row *r)
{
    if (!BREAKS(RULE_OPENING_TOUCHED, r->paid.fen > 0 || r->credited.fen > 0 ||
                                          r->invoiced.fen > r->invoiced_before.fen))
        return true;
    say_money(w, "paid", r->paid);
    say_money(w, "open", receivable_open(r));
    refused_at(w, RULE_OPENING_TOUCHED, "receivable", r->no);
    return false;
}

/* It is credited whole and counts in its batch no more; its number is spent. A closed batch was
 * agreed upon: what is wrong in it is no slip of the import any more. */
static void opening_withdraw(struct work *w)
{
    struct receivable_row *r = ONE(w->receivable);
    struct opening_row *b;

    if (!r) {
        refused_missing(w, "receivable", w->args->v[P_receivable].s);
        return;
    }
    if (BREAKS(RULE_OPENING_ROW, r->opening_id == 0)) {
        refused_at(w, RULE_OPENING_ROW, "receivable", r->no);
        return;
    }
    b = batch_still_open(w);
    if (!b || !is_untouched(w, r))
        return;
    ledger_credit(w, r, receivable_open(r));
    receivable_settle(w, r, EVENT_CREDIT, STEP_BC1, w->args->v[P_reason].s);
    b->rows--;
    b->total.fen -= r->amount.fen;
    say_batch(w, b);
    done(w);
}

OPERATION(OPENING_WITHDRAW) = { LOADS(withdraw_loads), .decide = opening_withdraw,
                                .frees = true };

/* --- deposits ------------------------------------------------------------------------- */

static const struct load deposit_loads[] = {
    OPENING_CUSTOMER,
    READ(RECEIPT, ANY_OF(BY_ARG(receipt, bank_ref, P_bank_ref)),
         ANY_OF(BY_CONST(receipt, state, RECEIPT_OPEN),
                BY_CONST(receipt, state, RECEIPT_TO_CLEAR))),
    BATCH_LOCK,
    SERIES_LOCK(RC),
    PEOPLE_LOADS,
};

static void opening_deposit(struct work *w)
{
    const struct customer_row *c = customer_of_batch(w);
    struct opening_row *b = ONE(w->opening);
    struct receipt_row *r;

    if (!c || !opening_amount_ok(w, P_amount))
        return;
    if (BREAKS(RULE_RECEIPT_TWICE, w->receipt.n > 0)) {
        refused_at(w, RULE_RECEIPT_TWICE, "bank_ref", w->args->v[P_bank_ref].s);
        return;
    }
    r = receipt_born(w, c, PAY_TRANSFER, b->as_of, true);
    receipt_step(w, r, receipt_state_none, STEP_BC5, b->kind);
    batch_counts(w, b, r->amount);
    done(w);
}

OPERATION(OPENING_DEPOSIT) = { LOADS(deposit_loads), .decide = opening_deposit, .frees = true };
