/*
 * test_price_papers.c - the debt, the red and the new invoice of a corrected price, up and down
 * (R-369).
 */
#include "tests/unit/price_tests.h"

#include <string.h>

/* --- posted ------------------------------------------------------------------------------ */

static void before_the_invoice_only_the_debt_is_corrected(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    costs(c, 55000);
    assert_int_equal(the_debt(c, 1)->amount.fen, 65000);
    assert_int_equal(the_account(c)->shipped.fen, 65000);
    assert_int_equal(last_paper(c, SERIES_PC)->total.fen, 5000);
    assert_int_equal(invoices(c), 0);
    costs(c, 45000);
    assert_int_equal(the_debt(c, 1)->amount.fen, 65000);
    assert_int_equal(the_debt(c, 1)->credited.fen, 10000);
    assert_int_equal(the_account(c)->shipped.fen, 55000);
    assert_int_equal(last_paper(c, SERIES_PC)->total.fen, -10000);
    assert_non_null(strstr(last_paper(c, SERIES_PC)->body.p,
                           "\"amount\":\"-100.00\",\"tax_bp\":1300,\"tax\":\"-11.50\","
                           "\"was\":\"550.00\",\"worth\":\"450.00\"}]"));
    does(c, OP_INVOICE_ISSUE, "fin"); /* bills what is right */
    assert_int_equal(last_invoice(c, false)->total.fen, 55000);
    assert_int_equal(the_account(c)->invoiced.fen, 55000);
    assert_int_equal(the_account(c)->shipped.fen, 0);
    assert_true(the_part(c, 1)->accurate); /* the store did nothing wrong */
    assert_sound(c);
}

static void an_invoice_too_low_is_issued_anew(void **state)
{
    struct world *c = delivered("C1");
    const struct invoice_row *red, *anew;
    struct day due;

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    due = the_debt(c, 1)->due;
    costs(c, 55000);
    red = last_invoice(c, true);
    anew = last_invoice(c, false);
    assert_int_equal(invoices(c), 3);
    assert_int_equal(red->total.fen, -60000);
    assert_int_equal(red->tax.fen, -6902); /* 11.50 + 57.52 */
    assert_int_equal(anew->total.fen, 65000);
    assert_int_equal(anew->tax.fen, 1150 + 6327); /* 550.00 * 13/113 */
    assert_int_equal(anew->replaces_id, red->reverses_id);
    assert_int_equal(last_paper(c, SERIES_RI)->total.fen, -60000);
    assert_int_not_equal(last_paper(c, SERIES_RI)->reverses_id, 0);
    assert_null(last_paper(c, SERIES_PC));
    assert_int_equal(the_debt(c, 1)->amount.fen, 65000);
    assert_int_equal(the_debt(c, 1)->invoiced.fen, 65000);
    assert_int_equal(the_account(c)->invoiced.fen, 65000);
    assert_int_equal(the_account(c)->shipped.fen, 0);
    assert_int_equal(the_debt(c, 1)->due.n, due.n);
    assert_int_equal(the_stock(c, "P2")->quarantine.n, 0);
    assert_int_equal(part_line(c, 1, 2)->amount.fen, 50000); /* as issued, for ever */
    costs(c, 60000); /* and once more, behind the new one */
    assert_int_equal(last_invoice(c, true)->reverses_id, anew->id);
    assert_int_equal(the_account(c)->invoiced.fen, 70000);
}

static void an_invoice_too_high_is_issued_anew(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    costs(c, 40001);
    assert_int_equal(last_invoice(c, true)->total.fen, -60000);
    assert_int_equal(last_invoice(c, false)->total.fen, 50001);
    assert_int_equal(the_debt(c, 1)->amount.fen, 60000);
    assert_int_equal(the_debt(c, 1)->credited.fen, 9999);
    assert_int_equal(the_account(c)->invoiced.fen, 50001);
    assert_int_equal(the_account(c)->shipped.fen, 0);
}

/* Prices that were swapped: one line up, one down, one act. */
static void lines_go_up_and_down_in_one_act(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    pays(c, "B1", 60000);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    by_amount(c, 1, 30000);
    by_amount(c, 2, 30000);
    assert_done(correct(c, "csr"));
    assert_int_equal(the_claim(c)->amount.fen, 40000);
    claim_accepted(c);
    assert_int_equal(the_debt(c, 1)->amount.fen, 80000);
    assert_int_equal(the_debt(c, 1)->credited.fen, 20000);
    assert_int_equal(the_debt(c, 1)->paid.fen, 60000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_int_equal(the_account(c)->deposit.fen, 0);
    assert_sound(c);
}

static void a_paid_debt_is_open_for_what_is_missing(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    pays(c, "B1", 60000);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    costs(c, 55000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PART_PAID);
    assert_int_equal(the_debt(c, 1)->open_i.fen, 5000);
    assert_int_equal(the_order(c)->state, ORDER_HANDED_OVER);
    pays(c, "B2", 5000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_sound(c);
}

static void what_was_paid_too_much_is_free_again(void **state)
{
    struct world *c = delivered("C1");
    const struct receipt_row *from;

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    from = pays(c, "B1", 60000);
    costs(c, 40000);
    assert_int_equal(from->free.fen, 10000);
    assert_int_equal(the_account(c)->deposit.fen, -10000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
}

static void a_part_paid_debt_stays_so_or_is_paid(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    pays(c, "B1", 55000);
    costs(c, 49000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PART_PAID);
    costs(c, 45000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    assert_int_equal(the_account(c)->deposit.fen, 0);
    costs(c, 44999);
    assert_int_equal(the_account(c)->deposit.fen, -1);
}

/* Goods that a claim made free of charge may cost something after all. */
static void a_line_that_cost_nothing_costs_again(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    shipped(c, 1);
    confirmed(c, 1);
    does(c, OP_INVOICE_ISSUE, "fin");
    about(c, 1, 10, DIFF_PRICE);
    assert_done(record(c, CLAIM_REDUCE, "csr"));
    claim_accepted(c);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    by_price(c, 1, 900);
    assert_done(correct(c, "csr"));
    claim_accepted(c);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_OPEN);
    assert_int_equal(the_account(c)->invoiced.fen, 9000);
    assert_int_equal(last_invoice(c, false)->tax.fen, 1035);
    assert_sound(c);
}

/* The rise is his in full: a claim behind it gives it back, a replacement costs the right
 * price. */
static void claims_behind_a_correction_know_the_right_price(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    costs(c, 55000);
    claimed(c, 2, 1, DIFF_SHORT, CLAIM_REPLACE);
    claim_accepted(c);
    assert_int_equal(the_debt(c, 1)->credited.fen, 11000);
    assert_int_equal(the_account(c)->reserved.fen, 11000);
    shipped(c, 2);
    assert_int_equal(the_debt(c, 2)->amount.fen, 11000);
    assert_sound(c);
    costs(c, 40000); /* four are left of the first part */
    assert_int_equal(the_account(c)->invoiced.fen, 50000);
    assert_int_equal(the_account(c)->shipped.fen, 11000);
}

/* Two shipments on one invoice: the other one's figures and debt stay as they were. */
static void the_other_shipment_of_the_invoice_stays(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));
    size_t entries;

    (void)state;
    allocated_of(c, 1, 10);
    issued(c, 1);
    consigned(c, 1);
    confirmed(c, 1);
    shipped(c, 2);
    confirmed(c, 2);
    does(c, OP_INVOICE_ISSUE, "fin");
    entries = c->model.tables[TABLE_EXPOSURE].n;
    by_price(c, 1, 1100);
    assert_done(correct(c, "csr"));
    claim_accepted(c);
    assert_int_equal(last_invoice(c, true)->total.fen, -60000);
    assert_int_equal(last_invoice(c, false)->total.fen, 61000);
    assert_int_equal(the_debt(c, 1)->open_i.fen, 11000);
    assert_int_equal(the_debt(c, 2)->open_i.fen, 50000);
    for (size_t i = entries; i < c->model.tables[TABLE_EXPOSURE].n; i++) {
        const struct exposure_row *e = c->model.tables[TABLE_EXPOSURE].rows[i];

        assert_int_equal(e->receivable_id, the_debt(c, 1)->id);
    }
    assert_sound(c);
}

/* A part of the old invoice came back before: the red one takes back what still stands. */
static void what_a_red_invoice_took_back_is_not_taken_back_twice(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    claimed(c, 1, 3, DIFF_SHORT, CLAIM_CREDIT);
    claim_accepted(c);
    costs(c, 55000);
    assert_int_equal(last_invoice(c, true)->total.fen, -57000);
    assert_int_equal(last_paper(c, SERIES_RI)->reverses_id, 0);
    assert_int_equal(last_invoice(c, false)->total.fen, 62000);
    assert_int_equal(the_account(c)->invoiced.fen, 62000);
}

/* Money before goods: what is missing is owed at once. */
static void a_cash_customer_owes_the_rest_at_once(void **state)
{
    struct world *c = delivered("C2");

    (void)state;
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    costs(c, 55000);
    assert_int_equal(the_debt(c, 1)->open_s.fen, 5000);
    assert_int_equal(the_debt(c, 1)->due.n, the_debt(c, 1)->basis_day.n);
    assert_int_equal(the_order(c)->state, ORDER_HANDED_OVER);
}

/* Delivered is delivered: a rise may go beyond the limit, and the next order sees it. */
static void a_rise_may_go_beyond_the_limit(void **state)
{
    struct world *c = delivered("C1");
    int64_t lim = the_account(c)->lim.fen;

    (void)state;
    costs(c, lim + 1);
    assert_true(the_account(c)->shipped.fen > lim);
}

/* The rate went up since: the line keeps the one that it was billed with. */
static void a_corrected_line_keeps_its_rate_of_tax(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    for (size_t i = 0; i < c->model.tables[TABLE_PRODUCT].n; i++)
        ((struct product_row *)c->model.tables[TABLE_PRODUCT].rows[i])->tax_bp = 600;
    costs(c, 100000);
    assert_int_equal(last_invoice(c, false)->tax.fen, 1150 + 2 * 5752);
    assert_int_equal(last_invoice(c, true)->tax.fen, -6902);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(before_the_invoice_only_the_debt_is_corrected),
        TEST(an_invoice_too_low_is_issued_anew),
        TEST(an_invoice_too_high_is_issued_anew),
        TEST(lines_go_up_and_down_in_one_act),
        TEST(a_paid_debt_is_open_for_what_is_missing),
        TEST(what_was_paid_too_much_is_free_again),
        TEST(a_part_paid_debt_stays_so_or_is_paid),
        TEST(a_line_that_cost_nothing_costs_again),
        TEST(claims_behind_a_correction_know_the_right_price),
        TEST(the_other_shipment_of_the_invoice_stays),
        TEST(what_a_red_invoice_took_back_is_not_taken_back_twice),
        TEST(a_cash_customer_owes_the_rest_at_once),
        TEST(a_rise_may_go_beyond_the_limit),
        TEST(a_corrected_line_keeps_its_rate_of_tax),
    };

    return cmocka_run_group_tests_name("price papers", tests, NULL, NULL);
}
