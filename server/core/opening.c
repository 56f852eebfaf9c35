/*
 * opening.c - go-live: opening balances, in batches with control totals.
 *
 * A batch announces how many rows it will have and what they add up to; it closes only when
 * both agree; what was announced stays as it is. Each row counts in credit checks from its own
 * commit on. In a batch of stock the total is that of the units ("1234.00" is 1,234 units).
 */
#include "server/core/billing.h"
#include "server/core/master.h"
#include "server/core/order_facts.h"

#define BATCH_LOCK LOCK(OPENING, ANY_OF(BY_ARG(opening, kind, P_batch)))
#define ACCOUNT_OF_CUSTOMER                                                                    \
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, CUSTOMER, customer, account_id))), \
        READ(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_customer)))

static const struct load batch_loads[] = { BATCH_LOCK };

static struct opening_row *batch_at_hand(struct work *w)
{
    struct opening_row *b = ONE(w->opening);

    if (!b) {
        refused_missing(w, "batch", w->args->v[P_batch].s);
        return NULL;
    }
    if (BREAKS(RULE_OPENING_AGAIN, b->closed)) {
        refused_at(w, RULE_OPENING_AGAIN, "batch", b->kind);
        w->ruling.code = ERR_STATE;
        return NULL;
    }
    return b;
}

static void say_batch(struct work *w, const struct opening_row *b)
{
    say_count(w, "rows", b->rows);
    say_count(w, "control_rows", b->control_rows);
    say_money(w, "total", b->total);
    say_money(w, "control_total", b->control_total);
}

static void batch_counts(struct work *w, struct opening_row *b, struct money amount)
{
    b->rows++;
    b->total.fen += amount.fen;
    say_batch(w, b);
}

static void opening_begin(struct work *w)
{
    struct opening_row *b;
    struct day as_of = arg_day(w->args, P_as_of);

    if (BREAKS(RULE_OPENING_BEGUN, w->opening.n > 0)) {
        refused_at(w, RULE_OPENING_BEGUN, "batch", w->args->v[P_batch].s);
        return;
    }
    if (BREAKS(RULE_OPENING_CONTROL, w->args->v[P_rows].n <= 0 || w->args->v[P_total].n <= 0)) {
        refused_at(w, RULE_OPENING_CONTROL, w->args->v[P_rows].n <= 0 ? "rows" : "total",
                   STR(""));
        return;
    }
    if (BREAKS(RULE_OPENING_DAYS, as_of.n > w->today.n)) {
        say_day(w, "today", w->today);
        refused_at(w, RULE_OPENING_DAYS, "as_of", STR(""));
        return;
    }
    b = add_opening(w);
    b->kind = w->args->v[P_batch].s;
    b->made_by = w->actor_id;
    b->at = w->now;
    b->as_of = as_of;
    b->control_rows = w->args->v[P_rows].n;
    b->control_total = arg_money(w->args, P_total);
    say_batch(w, b);
    master_event(w, b->id, b->kind);
    done(w);
}

OPERATION(OPENING_BEGIN) = { LOADS(batch_loads), .decide = opening_begin };

/* --- rows ---------------------------------------------------------------------------- */

/* The batch and the customer with his account; NULL when refused. */
static const struct customer_row *customer_of_batch(struct work *w)
{
    const struct customer_row *c = ONE(w->customer);

    if (!batch_at_hand(w))
        return NULL;
    if (c && ONE(w->credit_account))
        return c;
    refused_missing(w, "customer", w->args->v[P_customer].s);
    return NULL;
}

static bool amount_ok(struct work *w, enum param p)
{
    if (!BREAKS(RULE_OPENING_AMOUNT, w->args->v[p].n <= 0))
        return true;
    refused_at(w, RULE_OPENING_AMOUNT, params[p].name, STR(""));
    return false;
}

static const struct load receivable_loads[] = {
    ACCOUNT_OF_CUSTOMER,
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
    return due.n < b->as_of.n ? due : b->as_of;
}

static bool receivable_ok(struct work *w, const struct opening_row *b)
{
    struct day arose = arose_on(w, b);

    if (!amount_ok(w, P_amount))
        return false;
    if (BREAKS(RULE_OPENING_DAYS,
               arg_day(w->args, P_due).n < arose.n || arose.n > b->as_of.n)) {
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

static void opening_receivable(struct work *w)
{
    const struct customer_row *c = customer_of_batch(w);
    struct opening_row *b = ONE(w->opening);
    struct receivable_row *r;

    if (!c || !receivable_ok(w, b))
        return;
    r = add_receivable(w);
    r->no = w->args->v[P_receivable].s;
    r->kind = DEBT_OPENING;
    r->account_id = c->account_id;
    r->customer_id = c->id;
    r->amount = arg_money(w->args, P_amount);
    r->basis_day = arose_on(w, b);
    r->due = arg_day(w->args, P_due);
    r->bcr_id = bcr_of(w, c, NULL);
    r->opened_at = w->now;
    ledger_open(w, r);
    receivable_move(w, r, EVENT_ARISE, RECEIVABLE_OPEN, STEP_BC1, b->kind);
    batch_counts(w, b, r->amount);
    done(w);
}

OPERATION(OPENING_RECEIVABLE) = { LOADS(receivable_loads), .decide = opening_receivable };

static const struct load deposit_loads[] = {
    ACCOUNT_OF_CUSTOMER,
    READ(RECEIPT, ANY_OF(BY_ARG(receipt, bank_ref, P_bank_ref)),
         ANY_OF(BY_CONST(receipt, state, RECEIPT_OPEN))),
    BATCH_LOCK,
    SERIES_LOCK(RC),
    PEOPLE_LOADS,
};

static void opening_deposit(struct work *w)
{
    const struct customer_row *c = customer_of_batch(w);
    struct opening_row *b = ONE(w->opening);
    struct receipt_row *r;

    if (!c || !amount_ok(w, P_amount))
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

static const struct load stock_loads[] = {
    LOCK(STOCK, ANY_OF(BY_FACT(stock, product_id, PRODUCT, product, id)),
         ANY_OF(BY_FACT(stock, warehouse_id, WAREHOUSE, warehouse, id))),
    BATCH_LOCK,
    READ(PRODUCT, ANY_OF(BY_ARG(product, code, P_product))),
    READ(WAREHOUSE, ANY_OF(BY_ARG(warehouse, code, P_warehouse))),
};

static struct stock_row *stock_at_hand(struct work *w, const struct product_row *p,
                                       const struct warehouse_row *h)
{
    struct stock_row *s = ONE(w->stock);

    if (s)
        return s;
    s = add_stock(w);
    s->product_id = p->id;
    s->warehouse_id = h->id;
    return s;
}

static void stock_enters(struct work *w, struct stock_row *s, const struct opening_row *b)
{
    struct stock_move_row *move = add_stock_move(w);

    s->on_hand.n += w->args->v[P_qty].n;
    move->product_id = s->product_id;
    move->warehouse_id = s->warehouse_id;
    move->kind = MOVE_OPENING;
    move->qty = arg_qty(w->args, P_qty);
    move->reason = b->kind;
    move->made_by = w->actor_id;
    move->at = w->now;
}

static void opening_stock(struct work *w)
{
    struct opening_row *b = batch_at_hand(w);
    const struct product_row *p = ONE(w->product);
    const struct warehouse_row *h = ONE(w->warehouse);
    struct stock_row *s;

    if (!b)
        return;
    if (!p || !h) {
        refused_missing(w, p ? "warehouse" : "product",
                        w->args->v[p ? P_warehouse : P_product].s);
        return;
    }
    if (!amount_ok(w, P_qty))
        return;
    s = stock_at_hand(w, p, h);
    stock_enters(w, s, b);
    say_qty(w, "on_hand", s->on_hand);
    batch_counts(w, b, yuan(w->args->v[P_qty].n));
    master_event(w, s->id, b->kind);
    done(w);
}

OPERATION(OPENING_STOCK) = { LOADS(stock_loads), .decide = opening_stock };

static void opening_close(struct work *w)
{
    struct opening_row *b = batch_at_hand(w);

    if (!b)
        return;
    say_batch(w, b);
    if (BREAKS(RULE_OPENING_TOTALS,
               b->rows != b->control_rows || b->total.fen != b->control_total.fen)) {
        refused_at(w, RULE_OPENING_TOTALS, "batch", b->kind);
        return;
    }
    b->closed = true;
    master_event(w, b->id, b->kind);
    done(w);
}

OPERATION(OPENING_CLOSE) = { LOADS(batch_loads), .decide = opening_close };
