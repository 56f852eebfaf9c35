/*
 * test_receipt.c - BC5 and BC6: money comes in, is promised, and pays the oldest debt first.
 */
#include "tests/world/money_world.h"

static const struct day february = { 20500 }, march = { 20520 }, april = { 20544 };

static struct work *record(struct world *c, const char *customer, int64_t amount,
                           const char *bank_ref)
{
    give_text(c, P_customer, customer);
    give_number(c, P_amount, amount);
    give_number(c, P_pay_method, PAY_TRANSFER);
    give_text(c, P_bank_ref, bank_ref);
    return world_do(c, OP_RECEIPT_RECORD, "fin");
}

static struct work *earmark(struct world *c, const char *receipt, const char *order,
                            int64_t amount)
{
    give_text(c, P_receipt, receipt);
    give_text(c, P_order, order);
    give_number(c, P_amount, amount);
    return world_do(c, OP_RECEIPT_EARMARK, "fin2");
}

static struct work *release(struct world *c, const char *receipt, const char *order)
{
    give_text(c, P_receipt, receipt);
    give_text(c, P_order, order);
    give_text(c, P_reason, "other order first");
    return world_do(c, OP_RECEIPT_RELEASE, "fin");
}

static struct work *allocate(struct world *c, const char *receipt)
{
    give_text(c, P_receipt, receipt);
    return world_do(c, OP_RECEIPT_ALLOCATE, "fin2");
}

static void stated(struct world *c, const char *receivable, int64_t amount)
{
    struct item *row = give_item(c, P_lines);

    row->ref = str_of(receivable);
    row->has_amount = true;
    row->amount = fen(amount);
}

/* --- record ------------------------------------------------------------------------------ */

static void money_lowers_exposure_at_once(void **state)
{
    struct world *c = world_new(memory);
    const struct receipt_row *r;
    struct work *w;

    (void)state;
    sold(c, "C1", "1", 100, april);
    w = record(c, "C1", 30000, "B1");
    assert_done(w);
    r = RECEIPT_AT(c, "RC2603-000001");
    assert_non_null(r);
    assert_fen(r->free, 30000);
    assert_fen(account_at(c, "C1")->deposit, -30000);
    assert_int_equal(w->message.n, 1); /* the BCR of the market is told */
    assert_int_equal(w->message.v[0]->to_user_id, world_user(c, "ssgl"));
    assert_str(w->event.v[0]->to_state, "OPEN");
}

static void money_of_a_blocked_customer_is_taken(void **state) /* T28 */
{
    struct world *c = world_new(memory);

    (void)state;
    account_at(c, "C1")->lim = fen(0);
    customer_at(c, "C1")->state = CUST_BLOCKED;
    assert_done(record(c, "C1", 1, "B1"));
}

static void a_bank_reference_is_recorded_once(void **state) /* T46 */
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(record(c, "C1", 30000, "B1"));
    assert_refused(record(c, "C4", 500, "B1"), RECEIPT_TWICE);
    assert_fen(account_at(c, "C4")->deposit, 0);
}

static void a_receipt_is_of_something_and_not_of_tomorrow(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_refused(record(c, "C1", 0, "B1"), RECEIPT_AMOUNT);
    assert_refused(record(c, "C1", -5, "B1"), RECEIPT_AMOUNT);
    give_day(c, P_received_on, "2026-03-05");
    assert_refused(record(c, "C1", 5, "B1"), RECEIPT_DAY);
    give_day(c, P_received_on, "2026-03-04");
    assert_done(record(c, "C1", 5, "B1"));
}

static void money_of_long_ago_takes_a_remark_and_of_a_year_ago_is_none(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_day(c, P_received_on, "2026-01-02"); /* 61 days before today */
    assert_refused(record(c, "C1", 5, "B1"), RECEIPT_OLD);
    give_day(c, P_received_on, "2026-01-03");
    assert_done(record(c, "C1", 5, "B1"));
    give_day(c, P_received_on, "2026-01-02");
    give_text(c, P_remark, "the bank's statement came late");
    assert_done(record(c, "C1", 5, "B2"));
    give_day(c, P_received_on, "1990-01-01");
    give_text(c, P_remark, "the bank's statement came late");
    assert_refused(record(c, "C1", 5, "B3"), RECEIPT_OLD);
}

/* --- earmark ----------------------------------------------------------------------------- */

static void earmarked_money_serves_its_order_alone(void **state) /* T23 */
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C2", 30000, "B1");
    struct work *w;

    (void)state;
    an_order(c, "C2", "O1", ORDER_WAIT_FUNDS, 50000);
    w = earmark(c, no, "O1", 20000);
    assert_done(w);
    assert_fen(RECEIPT_AT(c, no)->free, 10000);
    assert_fen(RECEIPT_AT(c, no)->earmarked, 20000);
    assert_fen(ORDER_AT(c, "O1")->earmarked, 20000);
    assert_fen(account_at(c, "C2")->deposit, -10000);
    assert_fen(account_at(c, "C2")->earmarked, -20000);
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_WAIT_FUNDS);
}

static void an_earmark_fits_the_receipt_and_the_need(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C2", 30000, "B1");

    (void)state;
    an_order(c, "C2", "O1", ORDER_WAIT_FUNDS, 50000);
    an_order(c, "C2", "O2", ORDER_WAIT_FUNDS, 20000);
    assert_refused(earmark(c, no, "O1", 30001), EARMARK_FREE);
    assert_refused(earmark(c, no, "O2", 20001), EARMARK_NEED);
    assert_refused(earmark(c, no, "O1", 0), EARMARK_AMOUNT);
    assert_done(earmark(c, no, "O2", 20000));
    assert_refused(earmark(c, no, "O2", 1), EARMARK_NEED);
}

/* The earmark pays by itself when the goods leave: it is half of the allocation. */
static void who_recorded_a_receipt_does_not_promise_it(void **state) /* */
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C2", 30000, "B1");

    (void)state;
    an_order(c, "C2", "O1", ORDER_WAIT_FUNDS, 50000);
    give_text(c, P_receipt, no);
    give_text(c, P_order, "O1");
    give_number(c, P_amount, 100);
    assert_refused(world_do(c, OP_RECEIPT_EARMARK, "fin"), EARMARK_APART);
    ((struct policy_row *)c->model.tables[TABLE_POLICY].rows[0])->receipt_apart = false;
    give_text(c, P_receipt, no);
    give_text(c, P_order, "O1");
    give_number(c, P_amount, 100);
    assert_done(world_do(c, OP_RECEIPT_EARMARK, "fin"));
}

static void an_earmark_stays_in_its_account(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C2", 30000, "B1");

    (void)state;
    an_order(c, "C4", "O1", ORDER_HOLD_CREDIT, 50000);
    assert_refused(earmark(c, no, "O1", 100), EARMARK_ACCOUNT);
    assert_int_equal(earmark(c, no, "OX", 100)->ruling.code, ERR_NOT_FOUND);
    assert_int_equal(earmark(c, "RX", "O1", 100)->ruling.code, ERR_NOT_FOUND);
}

static void only_an_order_that_waits_takes_money(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C2", 30000, "B1");

    (void)state;
    an_order(c, "C2", "O1", ORDER_FIN_QUEUE, 50000);
    an_order(c, "C2", "O2", ORDER_CANCELLED, 50000);
    an_order(c, "C2", "O3", ORDER_WAIT_MA, 50000);
    an_order(c, "C2", "O4", ORDER_WAIT_MA, 50000)->cash_basis = false;
    an_order(c, "C2", "O5", ORDER_WAIT_ST, 50000);
    assert_refused(earmark(c, no, "O1", 100), EARMARK_STATE);
    assert_refused(earmark(c, no, "O2", 100), EARMARK_STATE);
    assert_done(earmark(c, no, "O3", 100));
    assert_refused(earmark(c, no, "O4", 100), EARMARK_STATE);
    assert_done(earmark(c, no, "O5", 100));
}

static void released_money_is_free_again(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C2", 30000, "B1");

    (void)state;
    an_order(c, "C2", "O1", ORDER_WAIT_FUNDS, 50000);
    assert_done(earmark(c, no, "O1", 20000));
    assert_done(release(c, no, "O1"));
    assert_fen(RECEIPT_AT(c, no)->free, 30000);
    assert_fen(ORDER_AT(c, "O1")->earmarked, 0);
    assert_fen(account_at(c, "C2")->earmarked, 0);
    assert_refused(release(c, no, "O1"), RELEASE_NONE);
}

static void money_that_was_signed_on_is_not_released(void **state) /* law 5 */
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C2", 50000, "B1");

    (void)state;
    an_order(c, "C2", "O1", ORDER_WAIT_FUNDS, 50000);
    assert_done(earmark(c, no, "O1", 50000));
    ORDER_AT(c, "O1")->state = ORDER_APPROVED;
    assert_refused(release(c, no, "O1"), RELEASE_SIGNED);
}

static void an_order_held_by_5_4_is_held_again_without_its_money(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C2", 50000, "B1");
    struct order_row *o = an_order(c, "C2", "O1", ORDER_HOLD_CREDIT, 50000);

    (void)state;
    o->cash_reason = CASH_HELD;
    assert_done(earmark(c, no, "O1", 50000));
    ORDER_AT(c, "O1")->state = ORDER_WAIT_MA;
    assert_done(release(c, no, "O1"));
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_HOLD_CREDIT);
}

/* --- allocate ---------------------------------------------------------------------------- */

static void the_oldest_due_is_paid_first_and_the_rest_stays(void **state) /* */
{
    struct world *c = world_new(memory);
    const char *no;
    struct work *w;

    (void)state;
    sold(c, "C1", "new", 10, april);
    sold(c, "C1", "old", 10, february);
    sold(c, "C3", "mid", 10, march); /* the same account */
    no = money_from(c, "C1", 15000, "B1");
    w = allocate(c, no);
    assert_done(w);
    assert_int_equal(RECEIVABLE_AT(c, "R-Nold-1")->state, RECEIVABLE_PAID);
    assert_int_equal(RECEIVABLE_AT(c, "R-Nmid-1")->state, RECEIVABLE_PART_PAID);
    assert_fen(RECEIVABLE_AT(c, "R-Nmid-1")->open_s, 5000);
    assert_int_equal(RECEIVABLE_AT(c, "R-Nnew-1")->state, RECEIVABLE_OPEN);
    assert_int_equal(w->allocation.n, 2);
    assert_fen(account_at(c, "C1")->deposit, 0);
    assert_fen(account_at(c, "C1")->shipped, 15000);
}

static void what_is_over_stays_a_deposit(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    sold(c, "C1", "1", 10, april);
    no = money_from(c, "C1", 15000, "B1");
    assert_done(allocate(c, no));
    assert_fen(RECEIPT_AT(c, no)->free, 5000);
    assert_fen(RECEIPT_AT(c, no)->allocated, 10000);
    assert_fen(account_at(c, "C1")->deposit, -5000);
    assert_refused(allocate(c, no), ALLOCATE_NO_DEBT);
}

static void a_customer_may_state_what_he_pays(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    sold(c, "C1", "new", 10, april);
    sold(c, "C1", "old", 10, february);
    no = money_from(c, "C1", 15000, "B1");
    stated(c, "R-Nnew-1", 10000);
    stated(c, "R-Nold-1", 2000);
    assert_done(allocate(c, no));
    assert_int_equal(RECEIVABLE_AT(c, "R-Nnew-1")->state, RECEIVABLE_PAID);
    assert_fen(RECEIVABLE_AT(c, "R-Nold-1")->open_s, 8000);
    assert_fen(RECEIPT_AT(c, no)->free, 3000);
}

static void no_more_than_is_open_or_free_is_allocated(void **state) /* T21, T47 */
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    sold(c, "C1", "1", 10, april);
    sold(c, "C4", "2", 10, april);
    no = money_from(c, "C1", 15000, "B1");
    stated(c, "R-N1-1", 10001);
    assert_refused(allocate(c, no), ALLOCATE_OPEN);
    stated(c, "R-N1-1", 6000); /* what remains is asked row by row */
    stated(c, "R-N1-1", 6000);
    assert_refused(allocate(c, no), ALLOCATE_OPEN);
    stated(c, "R-N1-1", 0);
    assert_refused(allocate(c, no), ALLOCATE_AMOUNT);
    stated(c, "R-N2-1", 100); /* another account's */
    assert_int_equal(allocate(c, no)->ruling.code, ERR_NOT_FOUND);
    assert_fen(RECEIVABLE_AT(c, "R-N1-1")->open_s, 10000);
    sold(c, "C1", "3", 100, april);
    stated(c, "R-N3-1", 15001);
    assert_refused(allocate(c, no), ALLOCATE_FREE);
}

static void a_receipt_without_free_money_is_spent(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    sold(c, "C1", "1", 10, april);
    no = money_from(c, "C1", 5000, "B1");
    assert_done(allocate(c, no));
    assert_refused(allocate(c, no), ALLOCATE_EMPTY);
}

static void who_recorded_does_not_allocate(void **state)
{
    struct world *c = world_new(memory);
    struct policy_row *p = c->model.tables[TABLE_POLICY].rows[0];
    const char *no;

    (void)state;
    sold(c, "C1", "1", 10, april);
    no = money_from(c, "C1", 5000, "B1");
    give_text(c, P_receipt, no);
    assert_refused(world_do(c, OP_RECEIPT_ALLOCATE, "fin"), ALLOCATE_APART);
    p->receipt_apart = false;
    give_text(c, P_receipt, no);
    assert_done(world_do(c, OP_RECEIPT_ALLOCATE, "fin"));
}

static void a_paid_shortfall_makes_room_for_the_next(void **state) /* */
{
    struct world *c = world_new(memory);
    const char *no;
    struct work *w;

    (void)state;
    sold(c, "C2", "1", 100, march); /* 1,000.00, of which 400.00 were tolerated */
    ORDER_AT(c, "O1")->tolerated = fen(40000);
    account_at(c, "C2")->shortfall = fen(40000);
    no = money_from(c, "C2", 30000, "B1");
    w = allocate(c, no);
    assert_done(w);
    assert_fen(w->allocation.v[0]->shortfall, 30000);
    assert_fen(account_at(c, "C2")->shortfall, 10000);
    no = money_from(c, "C2", 70000, "B2");
    assert_done(allocate(c, no));
    assert_fen(account_at(c, "C2")->shortfall, 0);
    assert_fen(ORDER_AT(c, "O1")->tolerated, 0);
}

/* --- the end of an order ----------------------------------------------------------------- */

/* */
static void an_order_closes_with_its_last_money(void **state) /* */
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    sold(c, "C1", "1", 10, april);
    no = money_from(c, "C1", 9999, "B1");
    assert_done(allocate(c, no));
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_HANDED_OVER);
    give_text(c, P_order, "O1");
    assert_refused(world_do(c, OP_ORDER_CLOSE, "csr"), CLOSE_NOT_DONE);
    no = money_from(c, "C1", 1, "B2");
    assert_done(allocate(c, no));
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_CLOSED);
    assert_true(ORDER_AT(c, "O1")->closed_at.us > 0);
}

static void a_paid_order_with_goods_under_way_stays_open(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    sold(c, "C1", "1", 10, april);
    NOTE_AT(c, "N1")->state = NOTE_ACCEPTED;
    no = money_from(c, "C1", 10000, "B1");
    assert_done(allocate(c, no));
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_HANDED_OVER);
    NOTE_AT(c, "N1")->state = NOTE_DONE;
    give_text(c, P_order, "O1");
    assert_done(world_do(c, OP_ORDER_CLOSE, "csr"));
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_CLOSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(money_lowers_exposure_at_once),
        TEST(money_of_a_blocked_customer_is_taken),
        TEST(a_bank_reference_is_recorded_once),
        TEST(a_receipt_is_of_something_and_not_of_tomorrow),
        TEST(money_of_long_ago_takes_a_remark_and_of_a_year_ago_is_none),
        TEST(earmarked_money_serves_its_order_alone),
        TEST(an_earmark_fits_the_receipt_and_the_need),
        TEST(who_recorded_a_receipt_does_not_promise_it),
        TEST(an_earmark_stays_in_its_account),
        TEST(only_an_order_that_waits_takes_money),
        TEST(released_money_is_free_again),
        TEST(money_that_was_signed_on_is_not_released),
        TEST(an_order_held_by_5_4_is_held_again_without_its_money),
        TEST(the_oldest_due_is_paid_first_and_the_rest_stays),
        TEST(what_is_over_stays_a_deposit),
        TEST(a_customer_may_state_what_he_pays),
        TEST(no_more_than_is_open_or_free_is_allocated),
        TEST(a_receipt_without_free_money_is_spent),
        TEST(who_recorded_does_not_allocate),
        TEST(a_paid_shortfall_makes_room_for_the_next),
        TEST(an_order_closes_with_its_last_money),
        TEST(a_paid_order_with_goods_under_way_stays_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
