/*
 * test_paper_sign.c - go-live: an open order that its leader had signed on paper is not signed
 * again, unless this house's checks ask for more.
 */
#include "tests/world/money_world.h"

/* C1's order, signed there by ddir two days before go-live. */
static void an_open_order(struct world *c, const char *product, int64_t qty)
{
    give_text(c, P_batch, "ORD");
    give_text(c, P_customer, "C1");
    give_line(c, 0, product, qty, -1);
    give_number(c, P_channel, CHANNEL_IMPORT);
    give_text(c, P_reference, "FX-1");
    give_text(c, P_approver, "mm");
    give_text(c, P_verifier, "kam");
    give_time(c, P_approved_at, "2026-02-25T09:00:00+08:00");
    give_time(c, P_arrival, "2026-02-26T10:00:00+08:00");
    give_text(c, P_signed_by, "ddir");
    give_time(c, P_signed_at, "2026-03-02T10:00:00+08:00");
}

static struct work *taken_over(struct world *c)
{
    return world_do(c, OP_OPENING_ORDER, "csr");
}

static struct world *batch(void)
{
    struct world *c = world_new(memory);

    give_text(c, P_batch, "ORD");
    give_day(c, P_as_of, "2026-03-03");
    give_number(c, P_rows, 1);
    give_number(c, P_total, 10000);
    assert_done(world_do(c, OP_OPENING_BEGIN, "ssgl"));
    return c;
}

static const struct order_row *newest(const struct world *c)
{
    const struct model_table *t = &c->model.tables[TABLE_ORDER];

    return t->rows[t->n - 1];
}

static struct work *accepted(struct world *c, const char *by)
{
    give_text(c, P_order, str_text(memory, newest(c)->no));
    give_text(c, P_memo, "open at go-live");
    give_text(c, P_csr, "csr");
    return world_do(c, OP_ORDER_ACCEPT, by);
}

/* The live signature of that kind, or NULL. */
static const struct signature_row *signature(const struct world *c, enum sign_kind kind)
{
    const struct model_table *t = &c->model.tables[TABLE_SIGNATURE];

    for (size_t i = 0; i < t->n; i++) {
        const struct signature_row *s = t->rows[i];

        if (s->kind == kind && !s->void_at.us)
            return s;
    }
    return NULL;
}

static void what_was_signed_on_paper_goes_to_finance(void **state)
{
    struct world *c = batch();
    const struct signature_row *s;

    (void)state;
    an_open_order(c, "P1", 10);
    assert_done(taken_over(c));
    assert_int_equal(newest(c)->state, ORDER_RECEIVED);
    assert_non_null(signature(c, SIGN_PAPER));
    assert_done(accepted(c, "bcr"));
    assert_int_equal(newest(c)->state, ORDER_FIN_QUEUE);
    s = signature(c, SIGN_MA);
    assert_non_null(s);
    assert_int_equal(s->signer_id, world_user(c, "ddir"));
    assert_int_equal(s->role, ROLE_DDIR);
    assert_int_equal(s->attested_by, world_user(c, "csr"));
    assert_int_equal(s->paper_at.us, signature(c, SIGN_PAPER)->paper_at.us);
    assert_null(signature(c, SIGN_CC53));
}

/* Two people: one attests what was signed, another accepts the order by it. */
static void who_attested_it_does_not_accept_by_it(void **state) /* */
{
    struct world *c = batch();

    (void)state;
    an_open_order(c, "P1", 10);
    assert_done(taken_over(c));
    assert_done(accepted(c, "csr"));
    assert_int_equal(newest(c)->state, ORDER_WAIT_MA);
    assert_null(signature(c, SIGN_MA));
}

/* What is signed behind the batch's day is signed here. */
static void a_signature_is_of_before_the_batch(void **state) /* */
{
    struct world *c = batch();

    (void)state;
    an_open_order(c, "P1", 10);
    give_time(c, P_signed_at, "2026-03-04T00:10:00+08:00");
    assert_refused(taken_over(c), PAPER_TIME);
}

static void within_the_band_it_covers_the_excess(void **state)
{
    struct world *c = batch();

    (void)state;
    an_open_order(c, "P1", 11000); /* 110,000.00 of 100,000.00 */
    assert_done(taken_over(c));
    assert_done(accepted(c, "bcr"));
    assert_int_equal(newest(c)->state, ORDER_FIN_QUEUE);
    assert_fen(newest(c)->signed_excess, 1000000);
    assert_non_null(signature(c, SIGN_CC53));
    assert_non_null(signature(c, SIGN_MA));
}

static void beyond_the_band_it_is_held(void **state)
{
    struct world *c = batch();

    (void)state;
    an_open_order(c, "P1", 13000);
    assert_done(taken_over(c));
    assert_int_equal(accepted(c, "bcr")->ruling.rule, RULE_CC_FAR_OVER);
    assert_int_equal(newest(c)->state, ORDER_HOLD_CREDIT);
    assert_null(signature(c, SIGN_MA));
}

static void cash_before_goods_waits_for_its_money(void **state)
{
    struct world *c = batch();
    struct work *w;

    (void)state;
    an_open_order(c, "P1", 10);
    give_text(c, P_customer, "C2");
    assert_done(taken_over(c));
    w = accepted(c, "bcr");
    assert_int_equal(w->ruling.outcome, OUTCOME_HELD);
    assert_int_equal(w->ruling.rule, RULE_CC_FUNDS);
    assert_int_equal(newest(c)->state, ORDER_WAIT_FUNDS);
    assert_true(newest(c)->cash_basis);
    assert_non_null(signature(c, SIGN_MA));
}

static void who_did_not_answer_for_the_customer_then_has_not_signed(void **state)
{
    struct world *c = batch();
    struct work *w;

    (void)state;
    an_open_order(c, "P1", 10);
    give_text(c, P_signed_by, "dir"); /* of the other markets */
    w = taken_over(c);
    assert_done(w);
    assert_int_equal(w->ruling.rule, RULE_PAPER_SIGNER);
    assert_null(signature(c, SIGN_PAPER));
    assert_done(accepted(c, "bcr"));
    assert_int_equal(newest(c)->state, ORDER_WAIT_MA);
}

static void who_acted_in_his_post_has_signed(void **state)
{
    struct world *c = batch();

    (void)state;
    world_put(c, TABLE_DELEGATION,
              &(struct delegation_row){ .kind = DELEGATION_ACTING,
                                        .role = ROLE_DDIR,
                                        .principal_id = world_user(c, "ddir"),
                                        .delegate_id = world_user(c, "mm2"),
                                        .valid_from = { 1 } });
    an_open_order(c, "P1", 10);
    give_text(c, P_signed_by, "mm2");
    assert_done(taken_over(c));
    assert_non_null(signature(c, SIGN_PAPER));
    assert_int_equal(signature(c, SIGN_PAPER)->role, ROLE_DDIR);
}

static void what_the_checks_cut_was_not_signed(void **state)
{
    struct world *c = batch();

    (void)state;
    ((struct policy_row *)c->model.tables[TABLE_POLICY].rows[0])->quota_auto_cut = true;
    an_open_order(c, "P2", 100); /* 50 are left */
    assert_done(taken_over(c));
    assert_int_equal(accepted(c, "bcr")->ruling.rule, RULE_PAPER_CONTENT);
    assert_int_equal(newest(c)->state, ORDER_WAIT_MA);
    assert_null(signature(c, SIGN_MA));
}

static void who_attests_has_not_signed(void **state) /* */
{
    struct world *c = batch();

    (void)state;
    an_open_order(c, "P1", 10);
    give_text(c, P_signed_by, "csr");
    assert_refused(taken_over(c), PAPER_SELF);
    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, "ddir"), .role = ROLE_CSR });
    an_open_order(c, "P1", 10);
    assert_done(taken_over(c));
    assert_int_equal(accepted(c, "ddir")->ruling.rule, RULE_SELF_APPROVAL);
    assert_int_equal(newest(c)->state, ORDER_WAIT_MA); /* he checked it himself */
}

static void a_signature_has_its_time_and_its_person(void **state)
{
    struct world *c = batch();

    (void)state;
    an_open_order(c, "P1", 10);
    give_time(c, P_signed_at, "2026-03-05T10:00:00+08:00");
    assert_refused(taken_over(c), PAPER_TIME);
    an_open_order(c, "P1", 10);
    c->args.v[P_signed_at].given = false;
    assert_refused(taken_over(c), PAPER_TIME);
    an_open_order(c, "P1", 10);
    give_text(c, P_signed_by, "nobody");
    assert_int_equal(taken_over(c)->ruling.code, ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_signed_on_paper_goes_to_finance),
        TEST(who_attested_it_does_not_accept_by_it),
        TEST(a_signature_is_of_before_the_batch),
        TEST(within_the_band_it_covers_the_excess),
        TEST(beyond_the_band_it_is_held),
        TEST(cash_before_goods_waits_for_its_money),
        TEST(who_did_not_answer_for_the_customer_then_has_not_signed),
        TEST(who_acted_in_his_post_has_signed),
        TEST(what_the_checks_cut_was_not_signed),
        TEST(who_attests_has_not_signed),
        TEST(a_signature_has_its_time_and_its_person),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
