/*
 * test_receipt_pool.c - R-151: money that nobody knows whose it is waits in the pool, and one
 * claims it.
 */
#include "tests/world/money_world.h"

/* 800.00 of a payer whom finance does not know. */
static struct work *into_the_pool(struct world *c, const char *ref, const char *payer)
{
    give_number(c, P_amount, 80000);
    give_number(c, P_pay_method, PAY_TRANSFER);
    give_text(c, P_bank_ref, ref);
    if (payer)
        give_text(c, P_payer, payer);
    return world_do(c, OP_RECEIPT_RECORD, "fin");
}

static const char *in_the_pool(struct world *c, const char *ref)
{
    struct work *w = into_the_pool(c, ref, "Huaxin Trading");

    assert_done(w);
    return str_text(c->arena, w->receipt.v[w->receipt.n - 1]->no);
}

static struct work *claim(struct world *c, const char *receipt, const char *customer,
                          const char *login)
{
    give_text(c, P_receipt, receipt);
    give_text(c, P_customer, customer);
    return world_do(c, OP_RECEIPT_CLAIM, login);
}

static struct work *allocate(struct world *c, const char *receipt)
{
    give_text(c, P_receipt, receipt);
    return world_do(c, OP_RECEIPT_ALLOCATE, "fin2");
}

static struct work *reverse(struct world *c, const char *receipt)
{
    give_text(c, P_receipt, receipt);
    give_text(c, P_reason, "recorded twice");
    return world_do(c, OP_RECEIPT_REVERSE, "fin");
}

static void money_without_a_customer_is_in_no_account(void **state)
{
    struct world *c = world_new(memory);
    const char *no = in_the_pool(c, "IN-1");
    const struct receipt_row *r = RECEIPT_AT(c, no);

    (void)state;
    assert_int_equal(r->state, RECEIPT_OPEN);
    assert_int_equal(r->account_id, 0);
    assert_int_equal(r->customer_id, 0);
    assert_fen(r->free, 80000);
    assert_str(r->payer, "Huaxin Trading");
    assert_int_equal(c->model.tables[TABLE_EXPOSURE].n, 0);
}

static void it_names_who_paid(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_refused(into_the_pool(c, "IN-1", NULL), POOL_PAYER);
}

static void a_cheque_has_its_customer(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_number(c, P_amount, 80000);
    give_number(c, P_pay_method, PAY_CHEQUE);
    give_text(c, P_bank_ref, "CH-1");
    give_text(c, P_drawer, "Huaxin Trading");
    give_text(c, P_payer, "Huaxin Trading");
    assert_refused(world_do(c, OP_RECEIPT_RECORD, "fin"), POOL_PAPER);
}

static void the_same_bank_line_comes_in_once(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    (void)in_the_pool(c, "IN-1");
    assert_refused(into_the_pool(c, "IN-1", "somebody"), RECEIPT_TWICE);
}

static void claimed_it_is_the_customers_free_money(void **state)
{
    struct world *c = world_new(memory);
    const char *no = in_the_pool(c, "IN-1");
    const struct receipt_row *r = RECEIPT_AT(c, no);
    struct work *w = claim(c, no, "C2", "bcr");

    (void)state;
    assert_done(w);
    r = RECEIPT_AT(c, no);
    assert_int_equal(r->customer_id, world_id(c, TABLE_CUSTOMER, "C2"));
    assert_true(r->account_id != 0);
    assert_fen(r->free, 80000);
    assert_int_equal(c->model.tables[TABLE_EXPOSURE].n, 1);
    assert_true(operation_frees(w));
}

static void two_cannot_claim_the_same(void **state)
{
    struct world *c = world_new(memory);
    const char *no = in_the_pool(c, "IN-1");

    (void)state;
    assert_done(claim(c, no, "C2", "bcr"));
    assert_refused(claim(c, no, "C4", "bcr"), CLAIMED_ALREADY);
    assert_refused(claim(c, no, "C2", "bcr"), CLAIMED_ALREADY);
}

static void a_salesperson_claims_only_for_customers_of_his(void **state)
{
    struct world *c = world_new(memory);
    const char *no = in_the_pool(c, "IN-1");

    (void)state;
    assert_refused(claim(c, no, "C1", "kam2"), SCOPE);
    assert_done(claim(c, no, "C1", "kam"));
}

static void nothing_is_paid_or_promised_of_what_nobody_claimed(void **state)
{
    struct world *c = world_new(memory);
    const char *no = in_the_pool(c, "IN-1"), *order;

    (void)state;
    assert_refused(allocate(c, no), UNCLAIMED);
    (void)world_accepted(c, "C2", "P1", 10, &order);
    give_text(c, P_receipt, no);
    give_text(c, P_order, order);
    give_number(c, P_amount, 100);
    assert_refused(world_do(c, OP_RECEIPT_EARMARK, "fin2"), UNCLAIMED);
}

static void what_was_recorded_wrongly_leaves_the_pool(void **state)
{
    struct world *c = world_new(memory);
    const char *no = in_the_pool(c, "IN-1");

    (void)state;
    assert_done(reverse(c, no));
    assert_int_equal(RECEIPT_AT(c, no)->state, RECEIPT_REVERSED);
    assert_fen(RECEIPT_AT(c, no)->free, 0);
    assert_int_equal(c->model.tables[TABLE_EXPOSURE].n, 0);
    assert_refused(claim(c, no, "C2", "bcr"), RECEIPT_GONE);
    assert_done(into_the_pool(c, "IN-1", "Huaxin Trading"));
}

static struct work *unclaim(struct world *c, const char *receipt, const char *login)
{
    give_text(c, P_receipt, receipt);
    give_text(c, P_reason, "not his");
    return world_do(c, OP_RECEIPT_UNCLAIM, login);
}

static void a_wrong_claim_goes_back_into_the_pool(void **state)
{
    struct world *c = world_new(memory);
    const char *no = in_the_pool(c, "IN-1");

    (void)state;
    assert_done(claim(c, no, "C2", "bcr"));
    assert_fen(account_at(c, "C2")->deposit, -80000);
    assert_done(unclaim(c, no, "bcr"));
    assert_int_equal(RECEIPT_AT(c, no)->account_id, 0);
    assert_int_equal(RECEIPT_AT(c, no)->claimed_by, 0);
    assert_fen(RECEIPT_AT(c, no)->free, 80000);
    assert_fen(account_at(c, "C2")->deposit, 0);
    assert_done(claim(c, no, "C4", "bcr"));
    assert_fen(account_at(c, "C4")->deposit, -80000);
}

static void only_what_was_claimed_goes_back(void **state)
{
    struct world *c = world_new(memory);
    const char *no = in_the_pool(c, "IN-1");

    (void)state;
    assert_refused(unclaim(c, no, "fin"), UNCLAIM_NONE);
    assert_refused(unclaim(c, money_from(c, "C2", 500, "B1"), "fin"), UNCLAIM_NONE);
}

static void a_claim_is_taken_back_by_who_made_it_or_finance(void **state)
{
    struct world *c = world_new(memory);
    const char *no = in_the_pool(c, "IN-1");

    (void)state;
    assert_done(claim(c, no, "C1", "kam"));
    assert_refused(unclaim(c, no, "bcr"), UNCLAIM_WHO);
    assert_done(unclaim(c, no, "fin2"));
}

static void money_that_was_promised_once_does_not_go_back(void **state)
{
    struct world *c = world_new(memory);
    const char *no = in_the_pool(c, "IN-1");

    (void)state;
    an_order(c, "C2", "O1", ORDER_WAIT_FUNDS, 50000);
    assert_done(claim(c, no, "C2", "bcr"));
    give_text(c, P_receipt, no);
    give_text(c, P_order, "O1");
    give_number(c, P_amount, 100);
    assert_done(world_do(c, OP_RECEIPT_EARMARK, "fin2"));
    assert_refused(unclaim(c, no, "bcr"), UNCLAIM_USED);
    give_text(c, P_receipt, no);
    give_text(c, P_order, "O1");
    give_text(c, P_reason, "another order");
    assert_done(world_do(c, OP_RECEIPT_RELEASE, "fin2"));
    assert_refused(unclaim(c, no, "bcr"), UNCLAIM_USED);
}

static void a_used_claim_is_mended_by_a_reversal(void **state)
{
    struct world *c = world_new(memory);
    const char *no = in_the_pool(c, "IN-1");

    (void)state;
    assert_done(claim(c, no, "C2", "bcr"));
    assert_done(reverse(c, no));
    no = in_the_pool(c, "IN-1");
    assert_done(claim(c, no, "C4", "bcr"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(money_without_a_customer_is_in_no_account),
        TEST(it_names_who_paid),
        TEST(a_cheque_has_its_customer),
        TEST(the_same_bank_line_comes_in_once),
        TEST(claimed_it_is_the_customers_free_money),
        TEST(two_cannot_claim_the_same),
        TEST(a_salesperson_claims_only_for_customers_of_his),
        TEST(nothing_is_paid_or_promised_of_what_nobody_claimed),
        TEST(what_was_recorded_wrongly_leaves_the_pool),
        TEST(a_wrong_claim_goes_back_into_the_pool),
        TEST(only_what_was_claimed_goes_back),
        TEST(a_claim_is_taken_back_by_who_made_it_or_finance),
        TEST(money_that_was_promised_once_does_not_go_back),
        TEST(a_used_claim_is_mended_by_a_reversal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
