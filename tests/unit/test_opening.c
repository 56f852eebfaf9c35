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
    assert_fen(r->open_s, 70000);
    assert_int_equal(r->seq, 1);
    assert_int_equal(r->basis_day.n, day_of(2026, 2, 15).n); /* overdue at go-live */
    assert_int_equal(r->bcr_id, world_user(c, "ssgl"));
    assert_fen(account_at(c, "C1")->shipped, 70000);
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
    assert_refused(begin(c, "B", 1, 0), OPENING_CONTROL);
    assert_int_equal(deposit(c, 1, "K3")->ruling.code, ERR_NOT_FOUND);
    give_text(c, P_batch, "B");
    give_day(c, P_as_of, "2026-03-05");
    give_number(c, P_rows, 1);
    give_number(c, P_total, 1);
    assert_refused(world_do(c, OP_OPENING_BEGIN, "adm"), OPENING_DAYS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_opening_debt_counts_from_its_commit),
        TEST(an_opening_debt_is_paid_like_any_other),
        TEST(an_opening_debt_is_possible_and_new),
        TEST(an_opening_deposit_is_free_money),
        TEST(opening_stock_moves_into_the_warehouse),
        TEST(a_batch_closes_only_on_its_control_totals),
        TEST(a_closed_batch_takes_no_more),
        TEST(a_batch_is_announced_rightly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
