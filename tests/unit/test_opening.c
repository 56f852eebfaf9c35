/*
 * test_opening.c - go-live: opening balances count at once and add up.
 */
#include "tests/world/money_world.h"

static struct work *begin(struct world *c, const char *batch, int64_t rows, int64_t total)
{
    give_text(c, P_batch, batch);
    give_day(c, P_as_of, "2026-03-01");
    give_number(c, P_rows, rows);
    give_number(c, P_total, total);
    return world_do(c, OP_OPENING_BEGIN, "fin");
}

static struct work *close_batch(struct world *c, const char *batch)
{
    give_text(c, P_batch, batch);
    return world_do(c, OP_OPENING_CLOSE, "fin");
}

static struct work *debt(struct world *c, const char *no, int64_t amount, const char *due)
{
    give_text(c, P_batch, "B");
    give_text(c, P_customer, "C1");
    give_text(c, P_receivable, no);
    give_number(c, P_amount, amount);
    give_day(c, P_due, due);
    return world_do(c, OP_OPENING_RECEIVABLE, "fin");
}

/* Goods that left before and were not billed; due NULL: by the customer's term. */
static struct work *sent(struct world *c, const char *no, int64_t amount, const char *due)
{
    give_text(c, P_batch, "B");
    give_text(c, P_customer, "C1");
    give_text(c, P_receivable, no);
    give_number(c, P_amount, amount);
    if (due)
        give_day(c, P_due, due);
    return world_do(c, OP_OPENING_SHIPMENT, "fin");
}

static struct work *bill(struct world *c, const char *no, int64_t tax_bp)
{
    give_text(c, P_receivable, no);
    give_number(c, P_tax_bp, tax_bp);
    return world_do(c, OP_INVOICE_OPENING, "fin");
}

/* rows or total 0: not given. */
static struct work *amend(struct world *c, const char *login, int64_t rows, int64_t total,
                          const char *reason)
{
    give_text(c, P_batch, "B");
    if (rows)
        give_number(c, P_rows, rows);
    if (total)
        give_number(c, P_total, total);
    give_text(c, P_reason, reason);
    return world_do(c, OP_OPENING_AMEND, login);
}

static struct work *deposit(struct world *c, int64_t amount, const char *bank_ref)
{
    give_text(c, P_batch, "B");
    give_text(c, P_customer, "C1");
    give_number(c, P_amount, amount);
    give_text(c, P_bank_ref, bank_ref);
    return world_do(c, OP_OPENING_DEPOSIT, "fin");
}

static struct work *goods(struct world *c, const char *product, int64_t n)
{
    give_text(c, P_batch, "B");
    give_text(c, P_product, product);
    give_text(c, P_warehouse, "W1");
    give_number(c, P_qty, n);
    return world_do(c, OP_OPENING_STOCK, "sto");
}

static void an_opening_debt_counts_from_its_commit(void **state)
{
    struct world *c = world_new(memory);
    const struct receivable_row *r;

    (void)state;
    assert_done(begin(c, "B", 1, 70000));
    assert_done(debt(c, "OLD-1", 70000, "2026-02-15"));
    r = RECEIVABLE_AT(c, "OLD-1");
    assert_int_equal(r->kind, DEBT_OPENING);
    assert_int_equal(r->state, RECEIVABLE_OPEN);
    assert_fen(r->open_s, 0);
    assert_fen(r->open_i, 70000); /* the customer has his invoice */
    assert_fen(r->invoiced, 70000);
    assert_fen(r->invoiced_before, 70000);
    assert_int_equal(r->seq, 1);
    assert_int_equal(r->basis_day.n, day_of(2026, 2, 15).n); /* overdue at go-live */
    assert_int_equal(r->bcr_id, world_user(c, "ssgl"));
    assert_fen(account_at(c, "C1")->invoiced, 70000);
    assert_fen(account_at(c, "C1")->shipped, 0);
}

static void the_first_order_meets_the_opening_debt(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    assert_done(begin(c, "B", 1, 70000));
    assert_done(debt(c, "OLD-1", 70000, "2026-02-15"));
    world_accepted(c, "C1", "P1", 10, &no); /* overdue since before go-live (5-4) */
    assert_int_equal(world_order(c, no)->state, ORDER_HOLD_CREDIT);
}

static void goods_sent_before_wait_for_their_invoice(void **state)
{
    struct world *c = world_new(memory);
    const struct receivable_row *r;

    (void)state;
    assert_done(begin(c, "B", 2, 13560));
    give_day(c, P_as_of, "2026-02-20");
    assert_done(sent(c, "OUT-1", 11300, NULL));
    r = RECEIVABLE_AT(c, "OUT-1");
    assert_int_equal(r->kind, DEBT_OPENING);
    assert_fen(r->open_s, 11300);
    assert_fen(r->invoiced, 0);
    assert_int_equal(r->due.n, day_of(2026, 3, 22).n); /* 30 days */
    assert_fen(account_at(c, "C1")->shipped, 11300);
    assert_done(sent(c, "OUT-2", 2260, "2026-05-01"));
    assert_int_equal(RECEIVABLE_AT(c, "OUT-2")->due.n, day_of(2026, 5, 1).n);
    assert_refused(sent(c, "OUT-2", 1, NULL), OPENING_TWICE);
    assert_refused(sent(c, "OUT-3", 0, NULL), OPENING_AMOUNT);
}

static void goods_sent_before_are_billed_once(void **state)
{
    struct world *c = world_new(memory);
    const struct receivable_row *r;
    struct work *w;

    (void)state;
    assert_done(begin(c, "B", 1, 11300));
    assert_done(sent(c, "OUT-1", 11300, NULL));
    w = bill(c, "OUT-1", 1300);
    assert_done(w);
    assert_fen(w->invoice.v[0]->total, 11300);
    assert_fen(w->invoice.v[0]->tax, 1300);
    assert_fen(w->invoice.v[0]->net, 10000);
    assert_str(w->document.v[0]->number, "IV2603-000001");
    assert_int_equal(w->invoice_line.v[0]->shipment_line_id, 0);
    assert_int_equal(w->invoice_line.v[0]->receivable_id, w->receivable.v[0]->id);
    r = RECEIVABLE_AT(c, "OUT-1");
    assert_fen(r->open_s, 0);
    assert_fen(r->open_i, 11300);
    assert_fen(account_at(c, "C1")->shipped, 0);
    assert_fen(account_at(c, "C1")->invoiced, 11300);
    assert_refused(bill(c, "OUT-1", 1300), OPENING_BILLED);
}

static void only_opening_goods_are_billed_without_a_note(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(begin(c, "B", 2, 20000));
    assert_done(debt(c, "OLD-1", 10000, "2026-04-15"));
    assert_done(sent(c, "OUT-1", 10000, NULL));
    assert_refused(bill(c, "OLD-1", 1300), OPENING_BILLED); /* billed before */
    sold(c, "C1", "1", 10, day_of(2026, 4, 1));
    assert_refused(bill(c, "R-N1-1", 1300), OPENING_BILLED);
    assert_refused(bill(c, "OUT-1", -1), RANGE);
    assert_refused(bill(c, "OUT-1", 10001), RANGE);
    assert_int_equal(bill(c, "OUT-9", 1300)->ruling.code, ERR_NOT_FOUND);
    assert_done(bill(c, "OUT-1", 0));
}

static struct work *withdraw(struct world *c, const char *no)
{
    give_text(c, P_receivable, no);
    give_text(c, P_reason, "it was paid in February");
    return world_do(c, OP_OPENING_WITHDRAW, "fin");
}

static void what_was_no_debt_is_taken_back(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    assert_done(begin(c, "B", 1, 500));
    assert_done(debt(c, "OLD-1", 70000, "2026-02-15"));
    assert_done(sent(c, "OUT-1", 1000, NULL));
    assert_done(debt(c, "OLD-2", 500, "2026-04-15"));
    w = withdraw(c, "OLD-1");
    assert_done(w);
    assert_fen(RECEIVABLE_AT(c, "OLD-1")->credited, 70000);
    assert_int_equal(RECEIVABLE_AT(c, "OLD-1")->state, RECEIVABLE_PAID);
    assert_str(w->event.v[0]->remark, "it was paid in February");
    assert_done(withdraw(c, "OUT-1"));
    assert_fen(account_at(c, "C1")->invoiced, 500);
    assert_fen(account_at(c, "C1")->shipped, 0);
    assert_refused(withdraw(c, "OUT-1"), OPENING_TOUCHED);
    assert_refused(debt(c, "OLD-1", 1, "2026-04-15"), OPENING_TWICE); /* the number is spent */
    assert_done(close_batch(c, "B"));
    assert_refused(withdraw(c, "OLD-2"), OPENING_AGAIN);
}

static void what_something_stands_on_stays(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    assert_done(begin(c, "B", 2, 20000));
    assert_done(debt(c, "OLD-1", 10000, "2026-03-15"));
    assert_done(sent(c, "OUT-1", 10000, NULL));
    assert_done(bill(c, "OUT-1", 1300));
    no = money_from(c, "C1", 100, "K1");
    give_text(c, P_receipt, no);
    assert_done(world_do(c, OP_RECEIPT_ALLOCATE, "fin2"));
    assert_refused(withdraw(c, "OLD-1"), OPENING_TOUCHED);
    assert_refused(withdraw(c, "OUT-1"), OPENING_TOUCHED);
    sold(c, "C1", "1", 10, day_of(2026, 4, 1));
    assert_refused(withdraw(c, "R-N1-1"), OPENING_ROW);
    assert_int_equal(withdraw(c, "OLD-9")->ruling.code, ERR_NOT_FOUND);
}

static void a_term_from_the_invoice_begins_with_it(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    customer_at(c, "C1")->due_from = BASIS_INVOICE;
    assert_done(begin(c, "B", 1, 10000));
    give_day(c, P_as_of, "2026-01-10");
    assert_done(sent(c, "OUT-1", 10000, NULL));
    assert_int_equal(RECEIVABLE_AT(c, "OUT-1")->due.n, day_of(2026, 2, 9).n);
    assert_done(bill(c, "OUT-1", 1300));
    assert_int_equal(RECEIVABLE_AT(c, "OUT-1")->due.n, day_of(2026, 4, 3).n);
}

/* Paid before its invoice, its money lies in S; the invoice then moves nothing. */
static void goods_paid_before_their_invoice_are_still_billed(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    assert_done(begin(c, "B", 1, 10000));
    assert_done(sent(c, "OUT-1", 10000, NULL));
    no = money_from(c, "C1", 10000, "K1");
    give_text(c, P_receipt, no);
    assert_done(world_do(c, OP_RECEIPT_ALLOCATE, "fin2"));
    assert_int_equal(RECEIVABLE_AT(c, "OUT-1")->state, RECEIVABLE_PAID);
    assert_done(bill(c, "OUT-1", 1300));
    assert_fen(RECEIVABLE_AT(c, "OUT-1")->invoiced, 10000);
    assert_fen(account_at(c, "C1")->invoiced, 0);
}

static void an_opening_debt_is_paid_like_any_other(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    assert_done(begin(c, "B", 1, 70000));
    assert_done(debt(c, "OLD-1", 70000, "2026-04-15"));
    no = money_from(c, "C1", 70000, "K1");
    give_text(c, P_receipt, no);
    assert_done(world_do(c, OP_RECEIPT_ALLOCATE, "fin2"));
    assert_int_equal(RECEIVABLE_AT(c, "OLD-1")->state, RECEIVABLE_PAID);
}

static void an_opening_debt_is_possible_and_new(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(begin(c, "B", 1, 70000));
    assert_refused(debt(c, "OLD-1", 0, "2026-04-15"), OPENING_AMOUNT);
    give_day(c, P_as_of, "2026-03-02"); /* after the batch's day */
    assert_refused(debt(c, "OLD-1", 5, "2026-04-15"), OPENING_DAYS);
    give_day(c, P_as_of, "2026-02-02"); /* due before it arose */
    assert_refused(debt(c, "OLD-1", 5, "2026-02-01"), OPENING_DAYS);
    assert_done(debt(c, "OLD-1", 5, "2026-04-15"));
    assert_refused(debt(c, "OLD-1", 5, "2026-04-15"), OPENING_TWICE);
}

static void an_opening_deposit_is_free_money(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    assert_done(begin(c, "B", 1, 500));
    w = deposit(c, 500, "K1");
    assert_done(w);
    assert_true(w->receipt.v[0]->opening);
    assert_int_equal(w->receipt.v[0]->received_on.n, day_of(2026, 3, 1).n);
    assert_fen(account_at(c, "C1")->deposit, -500);
    assert_refused(deposit(c, 500, "K1"), RECEIPT_TWICE);
    assert_refused(deposit(c, -1, "K2"), OPENING_AMOUNT);
}

static void opening_stock_moves_into_the_warehouse(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    assert_done(begin(c, "B", 1, 2500));
    w = goods(c, "P1", 25);
    assert_done(w);
    assert_int_equal(w->stock.v[0]->on_hand.n, 1025);
    assert_int_equal(w->stock_move.v[0]->kind, MOVE_OPENING);
    assert_int_equal(w->stock_move.v[0]->qty.n, 25);
    assert_refused(goods(c, "P1", 0), OPENING_AMOUNT);
    assert_int_equal(goods(c, "PX", 5)->ruling.code, ERR_NOT_FOUND);
    assert_done(close_batch(c, "B")); /* 25 units announced as 25.00 */
}

static void a_batch_closes_only_on_its_control_totals(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(begin(c, "B", 2, 1000));
    assert_done(deposit(c, 600, "K1"));
    assert_refused(close_batch(c, "B"), OPENING_TOTALS);
    assert_done(deposit(c, 300, "K2")); /* two rows, but 9.00 */
    assert_refused(close_batch(c, "B"), OPENING_TOTALS);
    assert_refused(begin(c, "B", 2, 900), OPENING_BEGUN); /* what was announced stays */
    assert_done(deposit(c, 100, "K3"));                   /* 10.00, but three rows */
    assert_refused(close_batch(c, "B"), OPENING_TOTALS);
}

static void a_closed_batch_takes_no_more(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(begin(c, "B", 1, 600));
    assert_done(deposit(c, 600, "K1"));
    assert_done(close_batch(c, "B"));
    assert_refused(deposit(c, 1, "K3"), OPENING_AGAIN);
    assert_refused(close_batch(c, "B"), OPENING_AGAIN);
}

static void a_batch_is_announced_rightly(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_refused(begin(c, "B", 0, 1000), OPENING_CONTROL);
    assert_refused(begin(c, "B", 1, -1), OPENING_CONTROL);
    assert_int_equal(deposit(c, 1, "K3")->ruling.code, ERR_NOT_FOUND);
    give_text(c, P_batch, "B");
    give_day(c, P_as_of, "2026-03-05");
    give_number(c, P_rows, 1);
    give_number(c, P_total, 1);
    assert_refused(world_do(c, OP_OPENING_BEGIN, "adm"), OPENING_DAYS);
}

static void a_wrong_total_is_corrected_on_record(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    assert_done(begin(c, "B", 2, 1000));
    assert_done(deposit(c, 600, "K1"));
    assert_refused(close_batch(c, "B"), OPENING_TOTALS);
    w = amend(c, "fin2", 1, 600, "the second row was paid back");
    assert_done(w);
    assert_int_equal(w->opening.v[0]->control_rows, 1);
    assert_fen(w->opening.v[0]->control_total, 600);
    assert_str(w->event.v[0]->remark, "the second row was paid back");
    assert_str(w->event.v[0]->numbers,
               "{\"rows_announced\":\"2\",\"total_announced\":\"10.00\",\"rows\":\"1\","
               "\"control_rows\":\"1\",\"total\":\"6.00\",\"control_total\":\"6.00\"}");
    assert_done(close_batch(c, "B"));
    assert_refused(amend(c, "fin", 2, 0, "again"), OPENING_AGAIN);
}

static void one_total_is_corrected_alone(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    assert_done(begin(c, "B", 2, 1000));
    w = amend(c, "fin", 3, 0, "miscounted");
    assert_fen(w->opening.v[0]->control_total, 1000);
    w = amend(c, "fin", 0, 900, "misadded");
    assert_int_equal(w->opening.v[0]->control_rows, 3);
    assert_fen(w->opening.v[0]->control_total, 900);
}

static void a_correction_has_its_reason_and_changes_something(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(begin(c, "B", 2, 1000));
    assert_refused(amend(c, "fin", 3, 0, "  "), REASON_GIVEN);
    assert_refused(amend(c, "fin", 2, 1000, "same"), OPENING_SAME);
    assert_refused(amend(c, "fin", -1, 0, "none"), OPENING_CONTROL);
    assert_refused(amend(c, "fin", 0, -1, "below"), OPENING_CONTROL);
}

static void a_batch_is_its_beginners_or_finances(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(begin(c, "B", 1, 600));
    assert_done(deposit(c, 600, "K1"));
    assert_refused(amend(c, "ssgl", 2, 0, "mine"), OPENING_OTHERS);
    give_text(c, P_batch, "B");
    assert_refused(world_do(c, OP_OPENING_CLOSE, "ssgl"), OPENING_OTHERS);
    give_text(c, P_batch, "Q");
    give_day(c, P_as_of, "2026-03-01");
    give_number(c, P_rows, 1);
    give_number(c, P_total, 0);
    assert_done(world_do(c, OP_OPENING_BEGIN, "ssgl"));
    give_text(c, P_batch, "Q");
    give_number(c, P_total, 5);
    give_text(c, P_reason, "counted again");
    assert_done(world_do(c, OP_OPENING_AMEND, "ssgl"));
}

/* So that a table which is sent again can go on. */
static void who_begins_again_learns_what_was_announced(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    assert_done(begin(c, "B", 2, 1000));
    w = begin(c, "B", 2, 900);
    assert_refused(w, OPENING_BEGUN);
    assert_str(verdict_numbers(w), "{\"rows\":\"0\",\"control_rows\":\"2\",\"total\":\"0.00\","
                                   "\"control_total\":\"10.00\",\"as_of\":\"2026-03-01\"}");
    assert_string_equal(w->ruling.remedies[0].kind, "amend");
}

/* Go-live is over for rows and batches; what was begun can still be put right and closed. */
static void no_row_comes_in_once_go_live_is_shut(void **state)
{
    struct world *c = world_new(memory);
    struct policy_row *policy = c->model.tables[TABLE_POLICY].rows[0];

    (void)state;
    assert_done(begin(c, "B", 1, 1000));
    assert_done(debt(c, "AR-1", 1000, "2026-03-20"));
    policy->opening_open = false;
    assert_refused(debt(c, "AR-2", 1000, "2026-03-20"), OPENING_SHUT);
    assert_refused(begin(c, "C", 1, 1000), OPENING_SHUT);
    assert_done(amend(c, "fin", 2, 2000, "one is missing"));
    assert_done(amend(c, "fin", 1, 1000, "none was missing"));
    assert_done(close_batch(c, "B"));
    policy->opening_open = true;
    assert_done(begin(c, "C", 1, 1000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_opening_debt_counts_from_its_commit),
        TEST(the_first_order_meets_the_opening_debt),
        TEST(goods_sent_before_wait_for_their_invoice),
        TEST(goods_sent_before_are_billed_once),
        TEST(only_opening_goods_are_billed_without_a_note),
        TEST(a_term_from_the_invoice_begins_with_it),
        TEST(what_was_no_debt_is_taken_back),
        TEST(what_something_stands_on_stays),
        TEST(goods_paid_before_their_invoice_are_still_billed),
        TEST(an_opening_debt_is_paid_like_any_other),
        TEST(an_opening_debt_is_possible_and_new),
        TEST(an_opening_deposit_is_free_money),
        TEST(opening_stock_moves_into_the_warehouse),
        TEST(a_batch_closes_only_on_its_control_totals),
        TEST(a_closed_batch_takes_no_more),
        TEST(a_batch_is_announced_rightly),
        TEST(a_wrong_total_is_corrected_on_record),
        TEST(one_total_is_corrected_alone),
        TEST(a_correction_has_its_reason_and_changes_something),
        TEST(a_batch_is_its_beginners_or_finances),
        TEST(who_begins_again_learns_what_was_announced),
        TEST(no_row_comes_in_once_go_live_is_shut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
