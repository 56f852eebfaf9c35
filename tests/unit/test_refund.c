/*
 * test_refund.c - free money is paid back by two people, and no more than the account can
 * spare.
 */
#include "tests/world/money_world.h"

static const struct day april = { 20544 }, past = { 20500 };

static struct work *ask(struct world *c, const char *receipt, int64_t amount, const char *login)
{
    give_text(c, P_receipt, receipt);
    give_number(c, P_amount, amount);
    give_text(c, P_reason, "paid twice");
    return world_do(c, OP_REFUND_ASK, login);
}

static struct work *pay(struct world *c, const char *receipt, const char *bank_ref)
{
    give_text(c, P_receipt, receipt);
    give_text(c, P_bank_ref, bank_ref);
    return world_do(c, OP_REFUND_PAY, "fin2");
}

static struct work *drop(struct world *c, const char *receipt)
{
    give_text(c, P_receipt, receipt);
    give_text(c, P_reason, "he wants goods for it");
    return world_do(c, OP_REFUND_DROP, "fin2");
}

static const struct refund_row *refund(struct world *c, size_t i)
{
    return c->model.tables[TABLE_REFUND].rows[i];
}

static void what_is_paid_back_raises_exposure(void **state) /* */
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C1", 15000, "B1");
    struct work *w;

    (void)state;
    assert_done(ask(c, no, 5000, "fin"));
    assert_fen(account_at(c, "C1")->deposit, -15000);
    assert_int_equal(refund(c, 0)->state, REFUND_ASKED);
    w = pay(c, no, "OUT-1");
    assert_done(w);
    assert_fen(account_at(c, "C1")->deposit, -10000);
    assert_fen(RECEIPT_AT(c, no)->free, 10000);
    assert_fen(RECEIPT_AT(c, no)->refunded, 5000);
    assert_int_equal(refund(c, 0)->state, REFUND_PAID);
    assert_int_equal(refund(c, 0)->paid_on.n, w->today.n);
    assert_str(w->document.v[0]->number, "RF2603-000001");
    assert_fen(w->document.v[0]->total, -5000);
    assert_int_equal(refund(c, 0)->document_id, w->document.v[0]->id);
}

static void who_asked_does_not_pay(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C1", 15000, "B1");

    (void)state;
    assert_done(ask(c, no, 5000, "fin2"));
    assert_refused(pay(c, no, "OUT-1"), REFUND_APART);
    assert_done(drop(c, no));
    assert_done(ask(c, no, 5000, "bcr"));
    assert_done(pay(c, no, "OUT-1"));
}

static void only_free_money_goes(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C2", 15000, "B1");

    (void)state;
    an_order(c, "C2", "O1", ORDER_WAIT_FUNDS, 10000);
    give_text(c, P_receipt, no);
    give_text(c, P_order, "O1");
    give_number(c, P_amount, 10000);
    assert_done(world_do(c, OP_RECEIPT_EARMARK, "fin2"));
    assert_refused(ask(c, no, 0, "fin"), REFUND_AMOUNT);
    assert_refused(ask(c, no, 5001, "fin"), REFUND_FREE);
    assert_done(ask(c, no, 5000, "fin"));
}

static void what_was_allocated_meanwhile_stays(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C1", 15000, "B1");

    (void)state;
    assert_done(ask(c, no, 15000, "fin"));
    sold(c, "C1", "1", 10, april);
    give_text(c, P_receipt, no);
    assert_done(world_do(c, OP_RECEIPT_ALLOCATE, "fin2"));
    assert_refused(pay(c, no, "OUT-1"), REFUND_FREE);
    assert_done(drop(c, no));
    assert_done(ask(c, no, 5000, "fin"));
    assert_done(pay(c, no, "OUT-1"));
}

static void one_request_at_a_time(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C1", 15000, "B1");

    (void)state;
    assert_refused(pay(c, no, "OUT-1"), REFUND_NONE);
    assert_done(ask(c, no, 5000, "fin"));
    assert_refused(ask(c, no, 1000, "fin"), REFUND_ASKED);
    assert_done(pay(c, no, "OUT-1"));
    assert_refused(pay(c, no, "OUT-2"), REFUND_NONE);
    assert_refused(drop(c, no), REFUND_NONE);
}

static void what_is_overdue_is_paid_first(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C1", 15000, "B1");

    (void)state;
    sold(c, "C1", "1", 1, past);
    assert_refused(ask(c, no, 5000, "fin"), REFUND_OVERDUE);
}

static void the_account_stands_without_it(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C1", 15000, "B1");

    (void)state;
    assert_done(ask(c, no, 5000, "fin"));
    account_at(c, "C1")->lim = fen(0);
    sold(c, "C1", "1", 11, april); /* 110.00 owed, 100.00 left */
    assert_refused(pay(c, no, "OUT-1"), REFUND_LIMIT);
    account_at(c, "C1")->lim = fen(1000);
    assert_done(pay(c, no, "OUT-1"));
}

static void paid_on_a_day_that_can_be(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C1", 15000, "B1");
    int64_t today = ask(c, no, 5000, "fin")->today.n;

    (void)state;
    give_number(c, P_paid_on, today + 1);
    assert_refused(pay(c, no, "OUT-1"), REFUND_DAY);
    give_number(c, P_paid_on, today - 1);
    assert_refused(pay(c, no, "OUT-1"), REFUND_DAY);
    give_number(c, P_paid_on, today);
    assert_done(pay(c, no, "OUT-1"));
}

static void a_bank_reference_pays_once(void **state)
{
    struct world *c = world_new(memory);
    const char *one = money_from(c, "C1", 15000, "B1"), *two = money_from(c, "C1", 700, "B2");

    (void)state;
    assert_done(ask(c, one, 5000, "fin"));
    assert_done(ask(c, two, 700, "fin"));
    assert_done(pay(c, one, "OUT-1"));
    assert_refused(pay(c, two, "OUT-1"), REFUND_TWICE);
    assert_done(pay(c, two, "OUT-2"));
}

static void a_refunded_receipt_is_not_reversed(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C1", 15000, "B1");

    (void)state;
    assert_done(ask(c, no, 5000, "fin"));
    assert_done(pay(c, no, "OUT-1"));
    give_text(c, P_receipt, no);
    give_text(c, P_reason, "bounced");
    assert_refused(world_do(c, OP_RECEIPT_REVERSE, "fin"), REFUND_GONE);
}

static void a_request_of_a_reversed_receipt_can_be_dropped(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C1", 15000, "B1");

    (void)state;
    assert_done(ask(c, no, 5000, "fin"));
    give_text(c, P_receipt, no);
    give_text(c, P_reason, "bounced");
    assert_done(world_do(c, OP_RECEIPT_REVERSE, "fin"));
    assert_refused(pay(c, no, "OUT-1"), RECEIPT_GONE);
    assert_done(drop(c, no));
    assert_int_equal(refund(c, 0)->state, REFUND_DROPPED);
    assert_str(refund(c, 0)->answer, "he wants goods for it");
}

static void money_of_the_pool_is_nobodys_to_refund(void **state) /* */
{
    struct world *c = world_new(memory);
    const char *no;
    struct work *w;

    (void)state;
    give_text(c, P_payer, "Huaxin Trading");
    give_number(c, P_amount, 15000);
    give_number(c, P_pay_method, PAY_TRANSFER);
    give_text(c, P_bank_ref, "B1");
    w = world_do(c, OP_RECEIPT_RECORD, "fin");
    assert_done(w);
    no = str_text(c->arena, w->receipt.v[0]->no);
    assert_refused(ask(c, no, 5000, "fin"), UNCLAIMED);
    give_text(c, P_receipt, no);
    give_text(c, P_customer, "C1");
    assert_done(world_do(c, OP_RECEIPT_CLAIM, "fin"));
    assert_done(ask(c, no, 5000, "fin"));
    give_text(c, P_receipt, no);
    give_text(c, P_reason, "not his");
    assert_refused(world_do(c, OP_RECEIPT_UNCLAIM, "fin"), UNCLAIM_USED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_paid_back_raises_exposure),
        TEST(who_asked_does_not_pay),
        TEST(only_free_money_goes),
        TEST(what_was_allocated_meanwhile_stays),
        TEST(one_request_at_a_time),
        TEST(what_is_overdue_is_paid_first),
        TEST(the_account_stands_without_it),
        TEST(paid_on_a_day_that_can_be),
        TEST(a_bank_reference_pays_once),
        TEST(a_refunded_receipt_is_not_reversed),
        TEST(money_of_the_pool_is_nobodys_to_refund),
        TEST(a_request_of_a_reversed_receipt_can_be_dropped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
