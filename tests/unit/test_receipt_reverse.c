/*
 * test_receipt_reverse.c - a receipt bounces: what it paid is owed, what it carried stops.
 */
#include "tests/world/money_world.h"

static const struct day april = { 20544 };

static struct work *reverse(struct world *c, const char *receipt)
{
    give_text(c, P_receipt, receipt);
    give_text(c, P_reason, "bounced");
    return world_do(c, OP_RECEIPT_REVERSE, "fin");
}

static void allocate(struct world *c, const char *receipt)
{
    give_text(c, P_receipt, receipt);
    assert_done(world_do(c, OP_RECEIPT_ALLOCATE, "fin2"));
}

/* An order in the state, with all its money earmarked from one receipt; the receipt. */
static const char *funded(struct world *c, enum order_state state, enum cash_reason reason)
{
    const char *no = money_from(c, "C2", 10000, "B1");
    struct order_row *o = an_order(c, "C2", "O1", ORDER_WAIT_FUNDS, 10000);

    o->cash_reason = reason;
    give_text(c, P_receipt, no);
    give_text(c, P_order, "O1");
    give_number(c, P_amount, 10000);
    assert_done(world_do(c, OP_RECEIPT_EARMARK, "fin2"));
    ORDER_AT(c, "O1")->state = state;
    return no;
}

static int64_t signed_for(struct world *c, enum sign_kind kind)
{
    return world_put(c, TABLE_SIGNATURE,
                     &(struct signature_row){ .order_id = ORDER_AT(c, "O1")->id,
                                              .version = 1,
                                              .kind = kind,
                                              .role = ROLE_DDIR,
                                              .signer_id = world_user(c, "ddir"),
                                              .at = c->model.now });
}

static bool is_void(struct world *c, int64_t signature)
{
    return ((struct signature_row *)world_row(c, TABLE_SIGNATURE, signature))->void_at.us > 0;
}

static void the_paper_is_the_exact_negative(void **state) /* law 6 */
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C1", 15000, "B1");
    struct work *w = reverse(c, no);
    const struct document_row *d = w->document.v[0];

    (void)state;
    assert_done(w);
    assert_str(d->number, "RR2603-000001");
    assert_fen(d->total, -15000);
    assert_int_equal(d->reverses_id, RECEIPT_AT(c, no)->document_id);
    assert_int_equal(RECEIPT_AT(c, no)->state, RECEIPT_REVERSED);
    assert_str(RECEIPT_AT(c, no)->reversed_for, "bounced");
    assert_fen(RECEIPT_AT(c, no)->free, 0);
    assert_fen(account_at(c, "C1")->deposit, 0);
}

static void a_reversed_receipt_is_over(void **state)
{
    struct world *c = world_new(memory);
    const char *no = money_from(c, "C1", 15000, "B1");

    (void)state;
    sold(c, "C1", "1", 10, april);
    assert_done(reverse(c, no));
    assert_refused(reverse(c, no), RECEIPT_GONE);
    give_text(c, P_receipt, no);
    assert_refused(world_do(c, OP_RECEIPT_ALLOCATE, "fin2"), RECEIPT_GONE);
    no = money_from(c, "C1", 15000, "B1"); /* the reference may come again */
    allocate(c, no);
}

static void what_it_paid_is_owed_again(void **state) /* */
{
    struct world *c = world_new(memory);
    const char *no, *other;
    struct work *w;

    (void)state;
    sold(c, "C1", "1", 10, april);
    other = money_from(c, "C1", 4000, "B0");
    allocate(c, other);
    no = money_from(c, "C1", 6000, "B1");
    allocate(c, no);
    assert_int_equal(RECEIVABLE_AT(c, "R-N1-1")->state, RECEIVABLE_PAID);
    w = reverse(c, no);
    assert_done(w);
    assert_int_equal(RECEIVABLE_AT(c, "R-N1-1")->state, RECEIVABLE_PART_PAID);
    assert_fen(RECEIVABLE_AT(c, "R-N1-1")->open_s, 6000);
    assert_fen(RECEIVABLE_AT(c, "R-N1-1")->paid, 4000);
    assert_fen(account_at(c, "C1")->shipped, 6000);
    assert_done(reverse(c, other));
    assert_int_equal(RECEIVABLE_AT(c, "R-N1-1")->state, RECEIVABLE_OPEN);
}

static void a_closed_order_opens_again(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    sold(c, "C1", "1", 10, april);
    no = money_from(c, "C1", 10000, "B1");
    allocate(c, no);
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_CLOSED);
    assert_done(reverse(c, no));
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_HANDED_OVER);
    assert_int_equal(ORDER_AT(c, "O1")->closed_at.us, 0);
}

static void a_settled_shortfall_is_open_again(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    sold(c, "C2", "1", 10, april);
    ORDER_AT(c, "O1")->tolerated = fen(3000);
    account_at(c, "C2")->shortfall = fen(3000);
    no = money_from(c, "C2", 10000, "B1");
    allocate(c, no);
    assert_fen(account_at(c, "C2")->shortfall, 0);
    assert_done(reverse(c, no));
    assert_fen(account_at(c, "C2")->shortfall, 3000);
    assert_fen(ORDER_AT(c, "O1")->tolerated, 3000);
}

static void a_signed_order_of_a_cash_customer_waits_for_funds_again(void **state)
{
    struct world *c = world_new(memory);
    const char *no = funded(c, ORDER_FIN_QUEUE, CASH_CUSTOMER);
    int64_t ma = signed_for(c, SIGN_MA), tolerance = signed_for(c, SIGN_TOLERANCE);

    (void)state;
    ORDER_AT(c, "O1")->tolerated = fen(500);
    account_at(c, "C2")->shortfall = fen(500);
    assert_done(reverse(c, no));
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_WAIT_FUNDS);
    assert_fen(ORDER_AT(c, "O1")->earmarked, 0);
    assert_fen(account_at(c, "C2")->shortfall, 0);
    assert_fen(account_at(c, "C2")->earmarked, 0);
    assert_false(is_void(c, ma)); /* the order was approved; its money is missing */
    assert_true(is_void(c, tolerance));
}

static void an_order_held_by_5_4_is_held_again(void **state)
{
    struct world *c = world_new(memory);
    const char *no = funded(c, ORDER_APPROVED, CASH_HELD);
    int64_t ma = signed_for(c, SIGN_MA), verified = signed_for(c, SIGN_VERIFY);

    (void)state;
    assert_done(reverse(c, no));
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_HOLD_CREDIT);
    assert_false(ORDER_AT(c, "O1")->cash_basis); /* judged by credit again */
    assert_true(is_void(c, ma));
    assert_false(is_void(c, verified));
}

static void an_unsigned_order_goes_on_waiting(void **state)
{
    struct world *c = world_new(memory);
    const char *no = funded(c, ORDER_WAIT_MA, CASH_CUSTOMER);

    (void)state;
    assert_done(reverse(c, no));
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_WAIT_MA);
    assert_fen(ORDER_AT(c, "O1")->earmarked, 0);
}

static void printed_paper_whose_goods_are_here_is_stopped(void **state)
{
    struct world *c = world_new(memory);
    const char *no = funded(c, ORDER_HANDED_OVER, CASH_CUSTOMER);
    struct work *w;

    (void)state;
    a_note(c, ORDER_AT(c, "O1"), "N1", NOTE_ACCEPTED, 10);
    w = reverse(c, no);
    assert_done(w);
    assert_true(NOTE_AT(c, "N1")->stopped);
    assert_int_equal(NOTE_AT(c, "N1")->stopped_by, world_user(c, "fin"));
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_HANDED_OVER);
    assert_int_equal(w->message.n, 3); /* storage, CSR, BCR */
    assert_int_equal(w->message.v[0]->kind, MESSAGE_STOPPED);
}

static void paper_whose_goods_left_is_not_stopped(void **state)
{
    struct world *c = world_new(memory);
    const char *no = funded(c, ORDER_HANDED_OVER, CASH_CUSTOMER);
    struct note_line_row *l;

    (void)state;
    a_note(c, ORDER_AT(c, "O1"), "N1", NOTE_ACCEPTED, 10);
    l = c->model.tables[TABLE_NOTE_LINE].rows[0];
    l->issued = qty(10);
    assert_done(reverse(c, no));
    assert_false(NOTE_AT(c, "N1")->stopped);
}

static void issued_goods_that_are_not_handed_over_are_stopped(void **state)
{
    struct world *c = world_new(memory);
    const char *no = funded(c, ORDER_HANDED_OVER, CASH_CUSTOMER);
    struct note_line_row *l;
    struct note_row *n;

    (void)state;
    n = a_note(c, ORDER_AT(c, "O1"), "N1", NOTE_ACCEPTED, 10);
    world_put(c, TABLE_SHIPMENT,
              &(struct shipment_row){ .note_id = n->id, .part = 1, .state = SHIPMENT_ISSUED });
    l = c->model.tables[TABLE_NOTE_LINE].rows[0];
    l->issued = qty(10);
    assert_done(reverse(c, no));
    assert_true(NOTE_AT(c, "N1")->stopped);
}

static void no_more_goods_follow_a_bounced_payment_of_a_cash_order(void **state)
{
    struct world *c = world_new(memory);
    struct order_row *o = an_order(c, "C2", "O1", ORDER_HANDED_OVER, 30000);
    struct note_row *n = a_note(c, o, "N1", NOTE_ACCEPTED, 30);
    const char *no;

    (void)state;
    left(c, o, n, 1, 10, april);
    no = money_from(c, "C2", 10000, "B1");
    allocate(c, no);
    assert_done(reverse(c, no));
    assert_true(NOTE_AT(c, "N1")->stopped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_paper_is_the_exact_negative),
        TEST(a_reversed_receipt_is_over),
        TEST(what_it_paid_is_owed_again),
        TEST(a_closed_order_opens_again),
        TEST(a_settled_shortfall_is_open_again),
        TEST(a_signed_order_of_a_cash_customer_waits_for_funds_again),
        TEST(an_order_held_by_5_4_is_held_again),
        TEST(an_unsigned_order_goes_on_waiting),
        TEST(printed_paper_whose_goods_are_here_is_stopped),
        TEST(paper_whose_goods_left_is_not_stopped),
        TEST(issued_goods_that_are_not_handed_over_are_stopped),
        TEST(no_more_goods_follow_a_bounced_payment_of_a_cash_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
