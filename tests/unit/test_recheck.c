/*
 * test_recheck.c - held orders judged again: paid, improved, still waiting.
 */
#include "tests/unit/road.h"

static struct work *recheck(struct world *c, const char *no)
{
    return act(c, OP_ORDER_RECHECK, "SYSTEM", no);
}

/* C1's order of 130,000.00 against a limit of 100,000.00: held by 5-4. */
static struct world *held_order(const char **no)
{
    struct world *c = world_new(memory);

    *no = ordered(c, "C1", 13000000, NULL);
    assert_state(c, *no, ORDER_HOLD_CREDIT);
    return c;
}

/* C2's order of 50,000.00, signed, without money. */
static struct world *without_funds(const char **no)
{
    struct world *c = world_new(memory);

    *no = ordered(c, "C2", 5000000, NULL);
    act(c, OP_ORDER_SIGN, "ddir", *no);
    assert_state(c, *no, ORDER_WAIT_FUNDS);
    return c;
}

/* --- HOLD_CREDIT ---------------------------------------------------------------------- */

static void what_did_not_improve_stays_without_a_trace(void **state)
{
    const char *no;
    struct world *c = held_order(&no);
    struct work *w = recheck(c, no);

    (void)state;
    assert_came_to(w, "HELD CC_FAR_OVER");
    assert_state(c, no, ORDER_HOLD_CREDIT);
    assert_int_equal(c->effects.n, 0);
    assert_int_equal(way_out(w, "pay"), 1000000);
    assert_int_equal(way_out(w, "cut_to"), 12000000);
}

static void the_whole_amount_earmarked_makes_it_cash_before_goods(void **state) /* */
{
    const char *no;
    struct world *c = held_order(&no);

    (void)state;
    owes(c, "C1", 100, "2026-01-01");
    paid(c, "C1", 13000000, "R1");
    earmark(c, "R1", no, 12999999);
    assert_came_to(recheck(c, no), "HELD CC_OVERDUE"); /* one fen short: no tolerance */
    earmark(c, "R1", no, 1);
    assert_came_to(recheck(c, no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_true(world_order(c, no)->cash_basis);
    assert_int_equal(world_order(c, no)->cash_reason, CASH_HELD);
    assert_fen(world_order(c, no)->reserved, 0);
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
    assert_came_to(act(c, OP_ORDER_PRINT, "fin", no), "DONE");
    assert_books_agree(c);
}

static void free_money_brings_it_into_the_managers_band(void **state)
{
    const char *no;
    struct world *c = held_order(&no);

    (void)state;
    paid(c, "C1", 1000000, "R1");
    assert_came_to(recheck(c, no), "DONE CC_OVER");
    assert_state(c, no, ORDER_WAIT_MGR);
    assert_fen(world_order(c, no)->reserved, 13000000);
    assert_books_agree(c);
}

static void money_earmarked_in_part_helps_its_own_order_as_free_money_would(void **state)
{
    const char *no;
    struct world *c = held_order(&no);
    struct work *w;

    (void)state;
    paid(c, "C1", 1000000, "R1");
    earmark(c, "R1", no, 1000000);
    w = recheck(c, no);
    assert_came_to(w, "DONE CC_OVER");
    assert_int_equal(said(w, "exposure"), -1000000);
    assert_fen(world_order(c, no)->earmarked, 0); /* on credit nothing stays promised */
    assert_fen(account_of(c, "C1")->deposit, -1000000);
    assert_fen(((const struct verdict_row *)newest(c, TABLE_VERDICT))->exposure, -1000000);
    assert_books_agree(c);
}

static void a_raised_limit_or_a_paid_debt_lets_it_pass(void **state)
{
    const char *no;
    struct world *c = held_order(&no);
    struct receivable_row *r;

    (void)state;
    account_of(c, "C1")->lim = yuan(130000);
    r = owes(c, "C1", 100, "2026-01-01");
    assert_came_to(recheck(c, no), "HELD CC_OVERDUE");
    r->due = day_of(2026, 3, 4);
    account_of(c, "C1")->lim.fen += 100;
    assert_came_to(recheck(c, no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_fen(world_order(c, no)->reserved, 13000000);
}

static void a_customer_who_pays_before_goods_by_now_goes_on_so(void **state)
{
    const char *no;
    struct world *c = held_order(&no);

    (void)state;
    customer_at(c, "C1")->cash_first = true;
    assert_came_to(recheck(c, no), "DONE CC_FUNDS");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_int_equal(world_order(c, no)->cash_reason, CASH_CUSTOMER);
}

static void no_single_signer_releases_a_held_order(void **state) /* */
{
    const char *no;
    struct world *c = held_order(&no);

    (void)state;
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "REFUSED FLOW");
}

static void an_order_that_lost_its_money_is_judged_on_credit_again(void **state) /* */
{
    const char *no;
    struct world *c = held_order(&no);

    (void)state;
    paid(c, "C1", 13000000, "R1");
    earmark(c, "R1", no, 13000000);
    recheck(c, no);
    give_text(c, P_receipt, "R1");
    give_text(c, P_reason, "promised to another");
    act(c, OP_RECEIPT_RELEASE, "fin", no);
    assert_state(c, no, ORDER_HOLD_CREDIT);
    owes(c, "C1", 100, "2026-01-01");
    assert_came_to(recheck(c, no), "HELD CC_OVERDUE");
    assert_int_equal(c->effects.n, 0);
    ((struct receivable_row *)newest(c, TABLE_RECEIVABLE))->due = day_of(2026, 4, 1);
    assert_came_to(recheck(c, no), "DONE"); /* the money is free and lowers the exposure */
    assert_false(world_order(c, no)->cash_basis);
    assert_fen(world_order(c, no)->reserved, 13000000);
    assert_books_agree(c);
}

/* --- WAIT_ST -------------------------------------------------------------------------- */

static void paid_meanwhile_ends_the_case(void **state)
{
    const char *no;
    struct world *c = held_order(&no);

    (void)state;
    give_number(c, P_why, REASON_GROWTH);
    act_for(c, OP_ST_APPLY, "csr", no, P_grounds, "growing");
    act(c, OP_ST_SIGN, "gm", no);
    paid(c, "C1", 13000000, "R1");
    assert_came_to(recheck(c, no), "HELD ST_PENDING"); /* paid, but not for this order */
    assert_int_equal(c->effects.n, 0);
    earmark(c, "R1", no, 13000000);
    assert_came_to(recheck(c, no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_int_equal(((const struct st_case_row *)newest(c, TABLE_ST_CASE))->state, CASE_PAID);
    assert_int_equal(live_signatures(c, no, SIGN_ST), 0);
    assert_int_equal(world_order(c, no)->cash_reason, CASH_HELD);
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "DONE");
    assert_books_agree(c);
}

/* --- WAIT_FUNDS ----------------------------------------------------------------------- */

static void funds_complete_send_it_on(void **state) /* */
{
    const char *no;
    struct world *c = without_funds(&no);

    (void)state;
    paid(c, "C2", 6000000, "R1");
    assert_came_to(recheck(c, no), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
    assert_fen(world_order(c, no)->earmarked, 5000000);
    assert_fen(account_of(c, "C2")->deposit, -1000000);
    assert_books_agree(c);
}

static void funds_in_part_are_taken_and_it_waits_on(void **state)
{
    const char *no;
    struct world *c = without_funds(&no);
    struct work *w;

    (void)state;
    assert_came_to(recheck(c, no), "HELD CC_FUNDS");
    assert_int_equal(c->effects.n, 0);
    paid(c, "C2", 2000000, "R1");
    w = recheck(c, no);
    assert_came_to(w, "HELD CC_FUNDS");
    assert_state(c, no, ORDER_WAIT_FUNDS);
    assert_fen(world_order(c, no)->earmarked, 2000000);
    assert_int_equal(way_out(w, "pay"), 3000000);
    assert_came_to(recheck(c, no), "HELD CC_FUNDS");
    assert_int_equal(c->effects.n, 0);
    assert_books_agree(c);
}

static void the_oldest_receipt_is_taken_first(void **state)
{
    const char *no;
    struct world *c = without_funds(&no);
    struct receipt_row *young, *old;

    (void)state;
    young = paid(c, "C2", 4000000, "R1");
    old = paid(c, "C2", 4000000, "R2");
    old->received_on = day_of(2026, 3, 1);
    recheck(c, no);
    assert_fen(old->free, 0);
    assert_fen(young->free, 3000000);
}

static void money_of_an_order_that_5_4_switched_is_what_was_promised_to_it(void **state)
{
    const char *no;
    struct world *c = held_order(&no);

    (void)state;
    paid(c, "C1", 13000000, "R1");
    earmark(c, "R1", no, 13000000);
    recheck(c, no);
    robbed(c, "R1", no);
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "HELD CC_FUNDS");
    assert_came_to(recheck(c, no), "HELD CC_FUNDS"); /* the free money pays debts first */
    assert_fen(world_order(c, no)->earmarked, 0);
    earmark(c, "R1", no, 13000000);
    assert_came_to(recheck(c, no), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
    assert_books_agree(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_did_not_improve_stays_without_a_trace),
        TEST(the_whole_amount_earmarked_makes_it_cash_before_goods),
        TEST(free_money_brings_it_into_the_managers_band),
        TEST(money_earmarked_in_part_helps_its_own_order_as_free_money_would),
        TEST(a_raised_limit_or_a_paid_debt_lets_it_pass),
        TEST(a_customer_who_pays_before_goods_by_now_goes_on_so),
        TEST(no_single_signer_releases_a_held_order),
        TEST(an_order_that_lost_its_money_is_judged_on_credit_again),
        TEST(paid_meanwhile_ends_the_case),
        TEST(funds_complete_send_it_on),
        TEST(funds_in_part_are_taken_and_it_waits_on),
        TEST(the_oldest_receipt_is_taken_first),
        TEST(money_of_an_order_that_5_4_switched_is_what_was_promised_to_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
