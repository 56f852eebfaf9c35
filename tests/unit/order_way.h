/*
 * order_way.h - an order on its way, for tests that change or end it.
 */
#ifndef OSB_TESTS_ORDER_WAY_H
#define OSB_TESTS_ORDER_WAY_H

#include "tests/unit/outcome.h"

/* The number of the test's order. */
static const char *no;

/* An order of C1, 10 P1, accepted: WAIT_MA with 100.00 reserved. */
static inline struct world *waiting(void)
{
    struct world *c = world_new(memory);

    assert_done(world_accepted(c, "C1", "P1", 10, &no));
    return c;
}

static inline struct order_row *order(struct world *c)
{
    return world_row(c, TABLE_ORDER, world_order(c, no)->id);
}

static inline struct credit_account_row *account(struct world *c)
{
    return world_row(c, TABLE_CREDIT_ACCOUNT, world_id(c, TABLE_CREDIT_ACCOUNT, "A1"));
}

/* The same order put into a state, holding nothing of the limit. */
static inline struct world *unreserved(enum order_state state)
{
    struct world *c = world_new(memory);

    world_keyed(c, "C1", "P1", 10, &no);
    order(c)->state = state;
    order(c)->state_since = c->model.now;
    return c;
}

/* A live signature under the order's version. */
static inline const struct signature_row *signature(struct world *c, enum sign_kind kind)
{
    int64_t id = world_put(c, TABLE_SIGNATURE,
                           &(struct signature_row){ .order_id = order(c)->id,
                                                    .version = order(c)->version,
                                                    .kind = kind,
                                                    .role = ROLE_DDIR,
                                                    .signer_id = world_user(c, "ddir"),
                                                    .principal_id = world_user(c, "ddir"),
                                                    .at = c->model.now });

    return model_find(&c->model, TABLE_SIGNATURE, id);
}

/* R is what the orders hold, and the ledger says the same. */
static inline void assert_reserved(struct world *c, int64_t fen_expected)
{
    int64_t sum = 0;

    for (size_t i = 0; i < row_count(c, TABLE_EXPOSURE); i++) {
        const struct exposure_row *e = row_at(c, TABLE_EXPOSURE, i);

        if (e->bucket == BUCKET_R)
            sum += e->amount.fen;
    }
    assert_int_equal(sum, fen_expected);
    assert_int_equal(account(c)->reserved.fen, fen_expected);
    assert_int_equal(order(c)->reserved.fen, fen_expected);
}

#endif
