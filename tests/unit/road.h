/*
 * road.h - an order on the road from acceptance to print, for tests of checks and signatures.
 *
 * The company is that of tests/world; each act is the real command. What a command came to is
 * one text: "DONE", "DONE CC_OVER", "HELD CC_OVERDUE", "REFUSED SIGNER", "NOT_FOUND".
 */
#ifndef OSB_TESTS_ROAD_H
#define OSB_TESTS_ROAD_H

#include "tests/unit/unit.h"

#include "common/calendar.h"
#include "server/core/verdict.h"
#include "tests/world/world.h"

static inline const char *came_to(const struct work *w)
{
    const struct verdict *v = &w->ruling;
    const char *rule = v->rule ? rules[v->rule].name : "";

    if (v->outcome == OUTCOME_REFUSED && !v->rule)
        return error_name(v->code);
    return str_text(memory, str_format(memory, "%s%s%s", enum_name(ENUM_outcome, v->outcome),
                                       v->rule ? " " : "", rule));
}

#define assert_came_to(w, text) assert_string_equal(came_to(w), text)
#define assert_state(c, no, expected)                                                          \
    assert_string_equal(enum_name(ENUM_order_state, world_order((c), (no))->state),            \
                        enum_name(ENUM_order_state, (expected)))
#define assert_fen(actual, expected) assert_int_equal((actual).fen, (expected))

/* --- the company, spoiled in one thing --------------------------------------------------- */

static inline struct credit_account_row *account_of(struct world *c, const char *customer)
{
    const struct customer_row *row =
        world_row(c, TABLE_CUSTOMER, world_id(c, TABLE_CUSTOMER, customer));

    return world_row(c, TABLE_CREDIT_ACCOUNT, row->account_id);
}

static inline struct customer_row *customer_at(struct world *c, const char *code)
{
    return world_row(c, TABLE_CUSTOMER, world_id(c, TABLE_CUSTOMER, code));
}

/* The parameters in force; a test may change them. */
static inline struct policy_row *policy_at(struct world *c)
{
    return c->model.tables[TABLE_POLICY].rows[0];
}

static inline struct order_row *order_at(struct world *c, const char *no)
{
    return world_row(c, TABLE_ORDER, world_order(c, no)->id);
}

/* The list price of a product, the only one there is. */
static inline struct price_row *price_at(struct world *c, const char *product)
{
    const struct model_table *t = &c->model.tables[TABLE_PRICE];
    int64_t id = world_id(c, TABLE_PRODUCT, product);

    for (size_t i = 0; i < t->n; i++)
        if (((struct price_row *)t->rows[i])->product_id == id)
            return t->rows[i];
    return NULL;
}

/* The order's n-th line, from 1. */
static inline struct order_line_row *line_at(struct world *c, const char *no, int64_t line_no)
{
    const struct model_table *t = &c->model.tables[TABLE_ORDER_LINE];
    int64_t id = world_order(c, no)->id;

    for (size_t i = 0; i < t->n; i++) {
        struct order_line_row *l = t->rows[i];

        if (l->order_id == id && l->line_no == line_no)
            return l;
    }
    fail_msg("no line %d", (int)line_no);
    return NULL;
}

/* An invoiced debt of the customer: bucket I and its ledger entry agree. */
static inline struct receivable_row *owes(struct world *c, const char *customer, int64_t amount,
                                          const char *due)
{
    struct credit_account_row *a = account_of(c, customer);
    struct day day = { 0 };
    int64_t id;

    if (due && !day_parse(str_of(due), &day))
        fail_msg("no such day");
    id = world_put(
        c, TABLE_RECEIVABLE,
        &(struct receivable_row){ .no = STR("AR1"),
                                  .kind = DEBT_GOODS,
                                  .account_id = a->id,
                                  .customer_id = world_id(c, TABLE_CUSTOMER, customer),
                                  .state = RECEIVABLE_OPEN,
                                  .amount = fen(amount),
                                  .invoiced = fen(amount),
                                  .open_i = fen(amount),
                                  .basis_day = day_of(2026, 2, 2),
                                  .due = day });
    a->invoiced.fen += amount;
    a->last_entry_id = world_put(c, TABLE_EXPOSURE,
                                 &(struct exposure_row){ .account_id = a->id,
                                                         .bucket = BUCKET_I,
                                                         .amount = fen(amount),
                                                         .receivable_id = id,
                                                         .at = { 1 } });
    return world_row(c, TABLE_RECEIVABLE, id);
}

/* Money that came in and is free, under its own ledger entry. */
static inline struct receipt_row *paid(struct world *c, const char *customer, int64_t amount,
                                       const char *no)
{
    struct credit_account_row *a = account_of(c, customer);
    int64_t id =
        world_put(c, TABLE_RECEIPT,
                  &(struct receipt_row){ .no = str_of(no),
                                         .account_id = a->id,
                                         .customer_id = world_id(c, TABLE_CUSTOMER, customer),
                                         .state = RECEIPT_OPEN,
                                         .method = PAY_TRANSFER,
                                         .bank_ref = str_of(no),
                                         .received_on = day_of(2026, 3, 3),
                                         .cleared_on = day_of(2026, 3, 3),
                                         .amount = fen(amount),
                                         .free = fen(amount) });

    a->deposit.fen -= amount;
    a->last_entry_id = world_put(c, TABLE_EXPOSURE,
                                 &(struct exposure_row){ .account_id = a->id,
                                                         .bucket = BUCKET_D,
                                                         .amount = fen(-amount),
                                                         .receipt_id = id,
                                                         .at = { 1 } });
    return world_row(c, TABLE_RECEIPT, id);
}

/* --- acts -------------------------------------------------------------------------------- */

/* Keyed from a fax by csr: one line at that price; price_fen < 0 takes the list's. */
static inline const char *keyed(struct world *c, const char *customer, const char *product,
                                int64_t n, int64_t price_fen)
{
    struct work *w;

    give_text(c, P_customer, customer);
    give_line(c, 0, product, n, price_fen);
    give_number(c, P_channel, CHANNEL_FAX);
    give_text(c, P_reference, str_text(memory, str_format(memory, "FX-%u", c->commands)));
    give_text(c, P_approver, world_approver(c, customer));
    give_text(c, P_verifier, "kam");
    give_number(c, P_approved_at, c->model.now.us - INSTANT_HOUR);
    w = world_do(c, OP_ORDER_KEY, "csr");
    assert_came_to(w, "DONE");
    return str_text(memory, w->order.v[w->order.n - 1]->no);
}

/* An act on that order; further parameters are given before. */
static inline struct work *act(struct world *c, enum op op, const char *login, const char *no)
{
    give_text(c, P_order, no);
    return world_do(c, op, login);
}

static inline struct work *accept(struct world *c, const char *no)
{
    give_text(c, P_memo, "as agreed");
    return act(c, OP_ORDER_ACCEPT, "csr", no);
}

static inline struct work *act_for(struct world *c, enum op op, const char *login,
                                   const char *no, enum param p, const char *text)
{
    give_text(c, p, text);
    return act(c, op, login, no);
}

/* A paper of one line worth that amount, accepted: the checks have run. */
static inline const char *ordered(struct world *c, const char *customer, int64_t amount,
                                  struct work **checks)
{
    const char *no = keyed(c, customer, "P1", 1, amount);
    struct work *w = accept(c, no);

    if (checks)
        *checks = w;
    return no;
}

static inline void earmark(struct world *c, const char *receipt, const char *no, int64_t amount)
{
    give_text(c, P_receipt, receipt);
    give_number(c, P_amount, amount);
    assert_came_to(act(c, OP_RECEIPT_EARMARK, "fin2", no), "DONE");
}

/* The money promised to an order that 5-4 switched to cash is taken away, and the order stays
 * where it is, whatever road led there. */
static inline void robbed(struct world *c, const char *receipt, const char *no)
{
    struct order_row *o = order_at(c, no);
    enum order_state state = o->state;
    enum cash_reason reason = o->cash_reason;

    o->state = ORDER_WAIT_FUNDS;
    o->cash_reason = CASH_CUSTOMER;
    give_text(c, P_receipt, receipt);
    give_text(c, P_reason, "elsewhere");
    assert_came_to(act(c, OP_RECEIPT_RELEASE, "fin", no), "DONE");
    o->state = state;
    o->cash_reason = reason;
}

/* A leader is on a trip, and his secretary has phoned him. */
static inline void away(struct world *c, const char *login)
{
    world_put(c, TABLE_AWAY,
              &(struct away_row){ .user_id = world_user(c, login), .away_from = { 1 } });
}

static inline void with_consent(struct world *c, const char *principal)
{
    give_text(c, P_principal, principal);
    give_number(c, P_consent_at, c->model.now.us - INSTANT_MINUTE);
    give_text(c, P_consent_by, "ssgl");
}

/* --- what is on record ------------------------------------------------------------------- */

/* Live signatures of that kind on the order. */
static inline size_t live_signatures(const struct world *c, const char *no, enum sign_kind kind)
{
    const struct model_table *t = &c->model.tables[TABLE_SIGNATURE];
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct signature_row *s = t->rows[i];

        n += s->order_id == world_order(c, no)->id && s->kind == kind && s->void_at.us == 0;
    }
    return n;
}

/* The newest row of a table; NULL when it is empty. */
static inline void *newest(const struct world *c, enum table table)
{
    const struct model_table *t = &c->model.tables[table];

    return t->n ? t->rows[t->n - 1] : NULL;
}

/* Messages of that kind to a user (0: the customer) about the order. */
static inline size_t messages(const struct world *c, const char *no, enum message_kind kind,
                              int64_t user_id)
{
    const struct model_table *t = &c->model.tables[TABLE_MESSAGE];
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct message_row *m = t->rows[i];

        n += m->order_id == world_order(c, no)->id && m->kind == kind &&
             m->to_user_id == user_id;
    }
    return n;
}

/* The number of that name in the verdict, or -1. */
static inline int64_t said(const struct work *w, const char *name)
{
    for (size_t i = 0; i < w->ruling.number_count; i++)
        if (str_eq(str_of(w->ruling.numbers[i].name), str_of(name)))
            return w->ruling.numbers[i].value;
    return -1;
}

/* The amount of the way out of that kind, or -1. */
static inline int64_t way_out(const struct work *w, const char *kind)
{
    for (size_t i = 0; i < w->ruling.remedy_count; i++)
        if (str_eq(str_of(w->ruling.remedies[i].kind), str_of(kind)))
            return w->ruling.remedies[i].what.value;
    return -1;
}

/* The buckets are the sums of their ledgers, order by order (I03, I04 for what is not shipped);
 * quota cells likewise (I12). */
static inline void assert_books_agree(const struct world *c)
{
    const struct model_table *accounts = &c->model.tables[TABLE_CREDIT_ACCOUNT];
    const struct model_table *entries = &c->model.tables[TABLE_EXPOSURE];
    const struct model_table *orders = &c->model.tables[TABLE_ORDER];
    const struct model_table *cells = &c->model.tables[TABLE_QUOTA_CELL];
    const struct model_table *bookings = &c->model.tables[TABLE_QUOTA_ENTRY];

    for (size_t i = 0; i < accounts->n; i++) {
        const struct credit_account_row *a = accounts->rows[i];
        int64_t sum[bucket_count] = { 0 };
        int64_t shortfall = 0;

        for (size_t k = 0; k < entries->n; k++) {
            const struct exposure_row *e = entries->rows[k];

            if (e->account_id == a->id)
                sum[e->bucket] += e->amount.fen;
        }
        assert_fen(a->reserved, sum[BUCKET_R]);
        assert_fen(a->shipped, sum[BUCKET_S]);
        assert_fen(a->invoiced, sum[BUCKET_I]);
        assert_fen(a->deposit, sum[BUCKET_D]);
        assert_fen(a->earmarked, sum[BUCKET_E]);
        for (size_t k = 0; k < orders->n; k++) {
            const struct order_row *o = orders->rows[k];

            if (o->account_id != a->id)
                continue;
            sum[BUCKET_R] -= o->reserved.fen;
            sum[BUCKET_E] += o->earmarked.fen;
            shortfall += o->tolerated.fen;
        }
        assert_int_equal(sum[BUCKET_R], 0);
        assert_int_equal(sum[BUCKET_E], 0);
        assert_fen(a->shortfall, shortfall);
    }
    for (size_t i = 0; i < cells->n; i++) {
        const struct quota_cell_row *cell = cells->rows[i];
        int64_t used = 0;

        for (size_t k = 0; k < bookings->n; k++)
            if (((const struct quota_entry_row *)bookings->rows[k])->cell_id == cell->id)
                used += ((const struct quota_entry_row *)bookings->rows[k])->qty.n;
        assert_int_equal(cell->used.n, used);
        assert_true(used >= 0 && used <= cell->allotted.n);
    }
}

#endif
