/*
 * price_tests.h - corrections of prices: what both test programs begin with.
 */
#ifndef OSB_TESTS_PRICE_TESTS_H
#define OSB_TESTS_PRICE_TESTS_H

#include "tests/unit/claim_tests.h"

/* Line 1: 10 of P1 for 100.00; line 2: 5 of P2 for 500.00. */

static inline struct item *row(struct world *c, int64_t line)
{
    struct item *i = give_item(c, P_lines);

    i->has_line = true;
    i->line = line;
    return i;
}

static inline void by_price(struct world *c, int64_t line, int64_t price)
{
    struct item *i = row(c, line);

    i->has_price = true;
    i->price = fen(price);
}

static inline void by_amount(struct world *c, int64_t line, int64_t amount)
{
    struct item *i = row(c, line);

    i->has_amount = true;
    i->amount = fen(amount);
}

static inline struct work *correct(struct world *c, const char *login)
{
    give_text(c, P_reason, "the old list was used");
    give_text(c, P_agreed, "his fax of 3 March");
    return on_part(c, OP_PRICE_CORRECT, 1, login);
}

/* Recorded and accepted: line 2 costs `amount`. */
static inline void costs(struct world *c, int64_t amount)
{
    by_amount(c, 2, amount);
    assert_done(correct(c, "csr"));
    claim_accepted(c);
    assert_sound(c);
}

static inline const struct receipt_row *pays(struct world *c, const char *reference,
                                             int64_t amount)
{
    const struct model_table *t = &c->model.tables[TABLE_RECEIPT];
    const struct receipt_row *r;

    give_text(c, P_customer, "C1");
    give_number(c, P_amount, amount);
    give_number(c, P_pay_method, PAY_TRANSFER);
    give_text(c, P_bank_ref, reference);
    assert_done(world_do(c, OP_RECEIPT_RECORD, "fin"));
    r = t->rows[t->n - 1];
    give_text(c, P_receipt, str_text(memory, r->no));
    assert_done(world_do(c, OP_RECEIPT_ALLOCATE, "bcr"));
    return r;
}

static inline size_t invoices(const struct world *c)
{
    return c->model.tables[TABLE_INVOICE].n;
}

/* The newest invoice that is (not) red. */
static inline const struct invoice_row *last_invoice(const struct world *c, bool red)
{
    const struct model_table *t = &c->model.tables[TABLE_INVOICE];

    for (size_t i = t->n; i-- > 0;) {
        const struct invoice_row *v = t->rows[i];

        if ((v->reverses_id != 0) == red)
            return v;
    }
    return NULL;
}

#endif
