/*
 * test_receipt_clear.c - R-152: a cheque, bill or draft is no money before the bank paid it.
 */
#include "tests/world/money_world.h"

static struct work *record(struct world *c, enum pay_method method, int64_t amount,
                           const char *number)
{
    give_text(c, P_customer, "C2");
    give_number(c, P_amount, amount);
    give_number(c, P_pay_method, method);
    give_text(c, P_bank_ref, number);
    return world_do(c, OP_RECEIPT_RECORD, "fin");
}

/* A bill of C2, recorded by fin today, 2026-03-04, which matures on 2026-03-20. */
static const char *a_bill(struct world *c, int64_t amount, const char *number)
{
    struct work *w;

    give_text(c, P_drawer, "Huaxin Trading");
    give_day(c, P_maturity, "2026-03-20");
    give_text(c, P_brought_by, "the key-account manager");
    w = record(c, PAY_ACCEPTANCE, amount, number);
    assert_done(w);
    return str_text(c->arena, w->receipt.v[w->receipt.n - 1]->no);
}

static struct work *clear_it(struct world *c, const char *receipt, const char *login)
{
    give_text(c, P_receipt, receipt);
    return world_do(c, OP_RECEIPT_CLEAR, login);
}

static const char *cleared(struct world *c, int64_t amount, const char *number)
{
    const char *no = a_bill(c, amount, number);

    give_text(c, P_remark, "discounted at the bank");
    assert_done(clear_it(c, no, "fin2"));
    return no;
}

static struct work *allocate(struct world *c, const char *receipt)
{
    give_text(c, P_receipt, receipt);
    return world_do(c, OP_RECEIPT_ALLOCATE, "fin2");
}

static struct work *earmark(struct world *c, const char *receipt, const char *order)
{
    give_text(c, P_receipt, receipt);
    give_text(c, P_order, order);
    give_number(c, P_amount, 100);
    return world_do(c, OP_RECEIPT_EARMARK, "fin2");
}

static struct work *reverse(struct world *c, const char *receipt)
{
    give_text(c, P_receipt, receipt);
    give_text(c, P_reason, "bounced");
    return world_do(c, OP_RECEIPT_REVERSE, "fin");
}

/* --- registered -----------------------------------------------------------------------------
 */

static void a_bill_is_registered_and_counts_for_nothing(void **state)
{
    struct world *c = world_new(memory);
    const char *no = a_bill(c, 50000, "AB-1");
    const struct receipt_row *r = RECEIPT_AT(c, no);

    (void)state;
    assert_int_equal(r->state, RECEIPT_TO_CLEAR);
    assert_fen(r->amount, 50000);
    assert_fen(r->free, 0);
    assert_str(r->drawer, "Huaxin Trading");
    assert_str(r->brought_by, "the key-account manager");
    assert_int_equal(r->cleared_on.n, 0);
    assert_fen(account_at(c, "C2")->deposit, 0);
    assert_int_equal(c->model.tables[TABLE_EXPOSURE].n, 0);
}

static void money_that_is_there_counts_at_once(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(record(c, PAY_CASH, 50000, "B1"));
    assert_done(record(c, PAY_TRANSFER, 50000, "B2"));
    assert_fen(account_at(c, "C2")->deposit, -100000);
    assert_int_equal(RECEIPT_AT(c, "RC2603-000001")->cleared_on.n,
                     RECEIPT_AT(c, "RC2603-000001")->received_on.n);
}

static void paper_names_its_drawer_and_a_bill_its_maturity(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_refused(record(c, PAY_CHEQUE, 5, "Q-1"), PAPER_DRAWER);
    give_text(c, P_drawer, "Huaxin Trading");
    assert_done(record(c, PAY_CHEQUE, 5, "Q-1")); /* paid when it is shown */
    give_text(c, P_drawer, "Huaxin Trading");
    assert_done(record(c, PAY_DRAFT, 5, "Q-2"));
    give_text(c, P_drawer, "Huaxin Trading");
    assert_refused(record(c, PAY_ACCEPTANCE, 5, "Q-3"), PAPER_MATURITY);
    give_day(c, P_maturity, "2026-03-20");
    assert_refused(record(c, PAY_TRANSFER, 5, "Q-3"), PAPER_ONLY);
    give_text(c, P_drawer, "Huaxin Trading");
    assert_refused(record(c, PAY_CASH, 5, "Q-3"), PAPER_ONLY);
}

static void a_number_is_registered_once_until_its_paper_bounces(void **state) /* T46 */
{
    struct world *c = world_new(memory);
    const char *no = a_bill(c, 50000, "AB-1");

    (void)state;
    assert_refused(record(c, PAY_TRANSFER, 50000, "AB-1"), RECEIPT_TWICE);
    assert_done(reverse(c, no));
    assert_done(record(c, PAY_TRANSFER, 50000, "AB-1"));
}

static void nothing_is_paid_or_promised_with_it(void **state)
{
    struct world *c = world_new(memory);
    const char *no = a_bill(c, 50000, "AB-1");

    (void)state;
    sold(c, "C2", "1", 10, day_of(2026, 4, 1));
    an_order(c, "C2", "O9", ORDER_WAIT_FUNDS, 50000);
    assert_refused(allocate(c, no), NOT_CLEARED);
    assert_refused(earmark(c, no, "O9"), NOT_CLEARED);
    assert_fen(account_at(c, "C2")->deposit, 0);
    give_text(c, P_remark, "discounted at the bank");
    assert_done(clear_it(c, no, "fin2"));
    assert_done(earmark(c, no, "O9"));
    assert_done(allocate(c, no));
}

/* --- cleared --------------------------------------------------------------------------------
 */

static void cleared_it_is_money_like_any_other(void **state)
{
    struct world *c = world_new(memory);
    const char *no = cleared(c, 50000, "AB-1");
    const struct receipt_row *r = RECEIPT_AT(c, no);

    (void)state;
    assert_int_equal(r->state, RECEIPT_OPEN);
    assert_fen(r->free, 50000);
    assert_int_equal(r->cleared_on.n, day_of(2026, 3, 4).n);
    assert_int_equal(r->cleared_by, world_user(c, "fin2"));
    assert_fen(account_at(c, "C2")->deposit, -50000);
    assert_refused(clear_it(c, no, "fin2"), CLEAR_AGAIN);
}

static void who_recorded_it_does_not_clear_it(void **state) /* */
{
    struct world *c = world_new(memory);
    const char *no = a_bill(c, 50000, "AB-1");

    (void)state;
    give_text(c, P_remark, "discounted at the bank");
    assert_refused(clear_it(c, no, "fin"), CLEAR_APART);
    ((struct policy_row *)c->model.tables[TABLE_POLICY].rows[0])->receipt_apart = false;
    give_text(c, P_remark, "discounted at the bank");
    assert_done(clear_it(c, no, "fin"));
}

static void it_clears_between_its_receipt_and_today(void **state)
{
    struct world *c = world_new(memory);
    const char *no = a_bill(c, 50000, "AB-1");

    (void)state;
    give_text(c, P_remark, "discounted at the bank");
    give_day(c, P_cleared_on, "2026-03-05");
    assert_refused(clear_it(c, no, "fin2"), CLEAR_DAY);
    give_text(c, P_remark, "discounted at the bank");
    give_day(c, P_cleared_on, "2026-03-03");
    assert_refused(clear_it(c, no, "fin2"), CLEAR_DAY);
}

static void before_its_maturity_a_remark_says_why(void **state)
{
    struct world *c = world_new(memory);
    const char *no = a_bill(c, 50000, "AB-1");

    (void)state;
    c->model.now.us += 15 * INSTANT_DAY; /* 2026-03-19 */
    assert_refused(clear_it(c, no, "fin2"), CLEAR_EARLY);
    c->model.now.us += INSTANT_DAY;
    give_day(c, P_cleared_on, "2026-03-19");
    assert_refused(clear_it(c, no, "fin2"), CLEAR_EARLY);
    assert_done(clear_it(c, no, "fin2"));
}

/* --- bounced --------------------------------------------------------------------------------
 */

static void one_that_bounces_before_ends_without_a_trace_in_the_ledger(void **state) /* */
{
    struct world *c = world_new(memory);
    const char *no = a_bill(c, 50000, "AB-1");
    struct work *w = reverse(c, no);

    (void)state;
    assert_done(w);
    assert_int_equal(RECEIPT_AT(c, no)->state, RECEIPT_REVERSED);
    assert_int_equal(w->exposure.n, 0);
    assert_int_equal(w->document.n, 1); /* the register takes its number back all the same */
    assert_fen(account_at(c, "C2")->bounced, 0);
    assert_refused(clear_it(c, no, "fin2"), RECEIPT_GONE);
}

static void one_that_bounces_afterwards_takes_its_money_along(void **state)
{
    struct world *c = world_new(memory);
    const char *no = cleared(c, 50000, "AB-1");

    (void)state;
    assert_done(reverse(c, no));
    assert_fen(account_at(c, "C2")->deposit, 0);
    assert_fen(account_at(c, "C2")->bounced, 50000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_bill_is_registered_and_counts_for_nothing),
        TEST(money_that_is_there_counts_at_once),
        TEST(paper_names_its_drawer_and_a_bill_its_maturity),
        TEST(a_number_is_registered_once_until_its_paper_bounces),
        TEST(nothing_is_paid_or_promised_with_it),
        TEST(cleared_it_is_money_like_any_other),
        TEST(who_recorded_it_does_not_clear_it),
        TEST(it_clears_between_its_receipt_and_today),
        TEST(before_its_maturity_a_remark_says_why),
        TEST(one_that_bounces_before_ends_without_a_trace_in_the_ledger),
        TEST(one_that_bounces_afterwards_takes_its_money_along),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
