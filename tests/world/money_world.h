/*
 * money_world.h - shipped goods and money in the small company, for tests of billing.
 *
 * Rows are put in as the shipment leaves them, buckets of the account included, so that these
 * tests stand on their own feet.
 */
#ifndef OSB_TESTS_MONEY_WORLD_H
#define OSB_TESTS_MONEY_WORLD_H

#include "tests/unit/unit.h"
#include "tests/world/world.h"

#define assert_done(w)               assert_int_equal((w)->ruling.outcome, OUTCOME_DONE)
#define assert_refused(w, R)         assert_string_equal(refusal_of(w), #R)
#define assert_fen(actual, expected) assert_int_equal((actual).fen, (expected))

/* The name of the guard that refused; the outcome when none did. */
static inline const char *refusal_of(const struct work *w)
{
    if (w->ruling.outcome != OUTCOME_REFUSED)
        return enum_name(ENUM_outcome, w->ruling.outcome);
    return rules[w->ruling.rule].name;
}

static inline struct customer_row *customer_at(struct world *c, const char *code)
{
    return world_row(c, TABLE_CUSTOMER, world_id(c, TABLE_CUSTOMER, code));
}

static inline struct credit_account_row *account_at(struct world *c, const char *customer)
{
    return world_row(c, TABLE_CREDIT_ACCOUNT, customer_at(c, customer)->account_id);
}

/* The row of that table whose text column says so, for reading. */
#define ROW_BY(c, TABLE_ID, type, column, text)                                                \
    ((struct type##_row *)row_by((c), TABLE_ID, offsetof(struct type##_row, column), (text)))
static inline void *row_by(struct world *c, enum table table, size_t at, const char *text)
{
    const struct model_table *t = &c->model.tables[table];

    for (size_t i = 0; i < t->n; i++) {
        const struct str *s = (const struct str *)((const char *)t->rows[i] + at);

        if (str_eq(*s, str_of(text)))
            return t->rows[i];
    }
    return NULL;
}
#define RECEIVABLE_AT(c, no_) ROW_BY(c, TABLE_RECEIVABLE, receivable, no, no_)
#define RECEIPT_AT(c, no_)    ROW_BY(c, TABLE_RECEIPT, receipt, no, no_)
#define ORDER_AT(c, no_)      ROW_BY(c, TABLE_ORDER, order, no, no_)
#define NOTE_AT(c, no_)       ROW_BY(c, TABLE_NOTE, note, no, no_)

/* An order of that customer in that state, total in fen. */
static inline struct order_row *an_order(struct world *c, const char *customer, const char *no,
                                         enum order_state state, int64_t total)
{
    const struct customer_row *who = customer_at(c, customer);
    int64_t id =
        world_put(c, TABLE_ORDER,
                  &(struct order_row){ .no = str_of(no),
                                       .state = state,
                                       .version = 1,
                                       .customer_id = who->id,
                                       .account_id = who->account_id,
                                       .total = fen(total),
                                       .cash_basis = who->cash_first,
                                       .cash_reason = who->cash_first ? CASH_CUSTOMER : 0,
                                       .csr_id = world_user(c, "csr"),
                                       .bcr_id = world_user(c, "bcr"),
                                       .arrival = c->model.now,
                                       .state_since = c->model.now,
                                       .seq = 5 });

    return world_row(c, TABLE_ORDER, id);
}

/* A note of the order for `n` units of P1 at 10.00, nothing shipped yet. */
static inline struct note_row *a_note(struct world *c, struct order_row *o, const char *no,
                                      enum note_state state, int64_t n)
{
    int64_t id = world_put(c, TABLE_NOTE,
                           &(struct note_row){ .no = str_of(no),
                                               .order_id = o->id,
                                               .account_id = o->account_id,
                                               .order_version = 1,
                                               .state = state,
                                               .total = fen(n * 1000),
                                               .seq = 3 });

    world_put(c, TABLE_NOTE_LINE,
              &(struct note_line_row){ .note_id = id,
                                       .product_id = world_id(c, TABLE_PRODUCT, "P1"),
                                       .qty = qty(n) });
    o->note_id = id;
    return world_row(c, TABLE_NOTE, id);
}

static inline const struct customer_row *find_customer_in(struct world *c, int64_t id)
{
    return world_row(c, TABLE_CUSTOMER, id);
}

/* Part `part` of the note left with `n` units of P1, due that day: S up. The receivable. */
static inline struct receivable_row *left(struct world *c, struct order_row *o,
                                          struct note_row *note, int64_t part, int64_t n,
                                          struct day due)
{
    struct shipment_row *s;
    int64_t shipment, receivable;

    shipment = world_put(c, TABLE_SHIPMENT,
                         &(struct shipment_row){ .note_id = note->id,
                                                 .order_id = o->id,
                                                 .account_id = o->account_id,
                                                 .part = part,
                                                 .state = SHIPMENT_CONSIGNED });
    world_put(c, TABLE_SHIPMENT_LINE,
              &(struct shipment_line_row){ .shipment_id = shipment,
                                           .product_id = world_id(c, TABLE_PRODUCT, "P1"),
                                           .qty = qty(n),
                                           .amount = fen(n * 1000),
                                           .issued = true });
    receivable = world_put(
        c, TABLE_RECEIVABLE,
        &(struct receivable_row){
            .no = str_format(c->arena, "R-%.*s-%lld", STR_ARG(note->no), (long long)part),
            .kind = DEBT_GOODS,
            .account_id = o->account_id,
            .customer_id = o->customer_id,
            .order_id = o->id,
            .shipment_id = shipment,
            .state = RECEIVABLE_OPEN,
            .due_from = find_customer_in(c, o->customer_id)->due_from,
            .term_days = find_customer_in(c, o->customer_id)->term_days,
            .amount = fen(n * 1000),
            .open_s = fen(n * 1000),
            .due = due,
            .seq = 1 });
    s = world_row(c, TABLE_SHIPMENT, shipment);
    s->receivable_id = receivable;
    ((struct credit_account_row *)world_row(c, TABLE_CREDIT_ACCOUNT, o->account_id))
        ->shipped.fen += n * 1000;
    return world_row(c, TABLE_RECEIVABLE, receivable);
}

/* Order and note of that customer, `n` units of P1 gone in one part, all done but money.
 * Numbers: order "O<tag>", note "N<tag>", receivable "R-N<tag>-1". */
static inline struct receivable_row *sold(struct world *c, const char *customer,
                                          const char *tag, int64_t n, struct day due)
{
    const char *no = str_text(c->arena, str_format(c->arena, "O%s", tag));
    const char *paper = str_text(c->arena, str_format(c->arena, "N%s", tag));
    struct order_row *o = an_order(c, customer, no, ORDER_HANDED_OVER, n * 1000);
    struct note_row *note = a_note(c, o, paper, NOTE_DONE, n);

    return left(c, o, note, 1, n, due);
}

/* Money from that customer, recorded by fin; the receipt's number. */
static inline const char *money_from(struct world *c, const char *customer, int64_t amount,
                                     const char *bank_ref)
{
    struct work *w;

    give_text(c, P_customer, customer);
    give_number(c, P_amount, amount);
    give_number(c, P_pay_method, PAY_TRANSFER);
    give_text(c, P_bank_ref, bank_ref);
    w = world_do(c, OP_RECEIPT_RECORD, "fin");
    assert_done(w);
    return str_text(c->arena, w->receipt.v[w->receipt.n - 1]->no);
}

#endif
