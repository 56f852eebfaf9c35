/*
 * walk_money.c - receipts that the walk's acts are about, and what such an act takes.
 */
#include "tests/core/walk_parts.h"

/* What the account owes and has not paid yet. */
static int64_t owed(const struct model *m)
{
    int64_t sum = 0;

    for (size_t i = 0; i < m->tables[TABLE_RECEIVABLE].n; i++) {
        const struct receivable_row *d = m->tables[TABLE_RECEIVABLE].rows[i];

        sum += d->open_s.fen + d->open_i.fen;
    }
    for (size_t i = 0; i < m->tables[TABLE_RECEIPT].n; i++)
        sum -= ((const struct receipt_row *)m->tables[TABLE_RECEIPT].rows[i])->free.fen;
    return sum > 0 ? sum : 0;
}

/* On the plain road money comes when it is owed, each time with a bank reference of its own;
 * other money always has the same. */
bool walk_receipt_args(struct world *c, const struct act *a, const struct order_row *o)
{
    int64_t amount = a->n == ALL_MONEY ? owed(&c->model) : a->n;

    if (amount == 0)
        return false;
    give_text(c, P_customer,
              o->account_id == world_id(c, TABLE_CREDIT_ACCOUNT, "A1") ? "C1" : "C2");
    give_number(c, P_amount, amount);
    give_number(c, P_pay_method, a->stretches & BILL ? PAY_ACCEPTANCE : PAY_TRANSFER);
    if (a->stretches & BILL) {
        give_text(c, P_drawer, "a bank");
        give_number(c, P_maturity, c->model.now.us / INSTANT_DAY + 30);
    }
    give_text(c, P_bank_ref,
              a->text ? a->text
                      : str_text(c->arena, str_format(c->arena, "B%zu",
                                                      c->model.tables[TABLE_RECEIPT].n)));
    return true;
}

static bool refund_waits(const struct model *m, const struct receipt_row *r)
{
    const struct refund_row *f = walk_last(m, TABLE_REFUND);

    return f && f->receipt_id == r->id && f->state == REFUND_ASKED;
}

/* The receipt that the act could be about: free, earmarked, uncleared money, not reversed;
 * the newest when there is none such. */
const struct receipt_row *walk_receipt_of(const struct model *m, enum op op)
{
    const struct receipt_row *found = walk_last(m, TABLE_RECEIPT);

    for (size_t i = 0; i < m->tables[TABLE_RECEIPT].n; i++) {
        const struct receipt_row *r = m->tables[TABLE_RECEIPT].rows[i];

        if (op == OP_RECEIPT_RELEASE                      ? r->earmarked.fen > 0
            : op == OP_RECEIPT_REVERSE                    ? r->state != RECEIPT_REVERSED
            : op == OP_RECEIPT_CLEAR                      ? r->state == RECEIPT_TO_CLEAR
            : op == OP_REFUND_PAY || op == OP_REFUND_DROP ? refund_waits(m, r)
                                                          : r->free.fen > 0)
            found = r;
    }
    return found;
}

/* Money for the debt that was given up. */
bool walk_recovery_args(struct world *c, const struct receipt_row *r)
{
    const struct receivable_row *d = walk_last(&c->model, TABLE_RECEIVABLE);
    struct item *item;

    if (!r || !d || d->state != RECEIVABLE_WRITTEN_OFF)
        return false;
    item = give_item(c, P_lines);
    item->ref = d->no;
    item->has_amount = true;
    item->amount = r->free.fen < d->written_off.fen ? r->free : d->written_off;
    return true;
}
