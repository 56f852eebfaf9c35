/*
 * test_credit.c - CC: the decision table to the fen (V01 .. V09, V14), its facts, and what the
 * order holds afterwards.
 */
#include "tests/unit/road.h"

#include "server/core/checks.h"

/* A credit customer with a limit of 100,000.00 who owes `exposure`, and an order. */
static struct work *judged(int64_t exposure, int64_t amount, struct world **company,
                           const char **no)
{
    struct world *c = world_new(memory);
    struct work *w;

    if (exposure)
        owes(c, "C1", exposure, "2026-04-01");
    *no = ordered(c, "C1", amount, &w);
    *company = c;
    return w;
}

/* --- the worked examples -------------------------------------------------------------- */

static void exactly_the_limit_passes(void **state) /* V01 */
{
    struct world *c;
    const char *no;
    struct work *w = judged(6000000, 4000000, &c, &no);

    (void)state;
    assert_came_to(w, "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_fen(world_order(c, no)->reserved, 4000000);
    assert_fen(account_of(c, "C1")->reserved, 4000000);
    assert_books_agree(c);
}

static void one_fen_over_the_limit_asks_the_manager(void **state) /* V02 */
{
    struct world *c;
    const char *no;
    struct work *w = judged(6000000, 4000001, &c, &no);

    (void)state;
    assert_came_to(w, "DONE CC_OVER");
    assert_state(c, no, ORDER_WAIT_MGR);
    assert_int_equal(said(w, "excess"), 1);
    assert_int_equal(said(w, "excess_pct"), 1); /* rounded up: never shown as nothing */
    assert_fen(world_order(c, no)->reserved, 4000001);
}

static void exactly_twenty_percent_over_asks_the_manager(void **state) /* V03 */
{
    struct world *c;
    const char *no;
    struct work *w = judged(9000000, 3000000, &c, &no);

    (void)state;
    assert_came_to(w, "DONE CC_OVER");
    assert_state(c, no, ORDER_WAIT_MGR);
    assert_int_equal(said(w, "excess"), 2000000);
}

static void one_fen_beyond_twenty_percent_is_held(void **state) /* V04 */
{
    struct world *c;
    const char *no;
    struct work *w = judged(9000000, 3000001, &c, &no);

    (void)state;
    assert_came_to(w, "HELD CC_FAR_OVER");
    assert_state(c, no, ORDER_HOLD_CREDIT);
    assert_fen(world_order(c, no)->reserved, 0);
    assert_int_equal(way_out(w, "pay"), 1);
    assert_int_equal(way_out(w, "cut_to"), 3000000);
    assert_int_equal(way_out(w, "cash_first"), 3000001);
    assert_true(way_out(w, "apply_st") >= 0);
    assert_books_agree(c);
}

/* */
static void one_fen_overdue_since_yesterday_holds(void **state) /* V05 */
{
    struct world *c = world_new(memory);
    struct work *w;
    const char *no;

    (void)state;
    owes(c, "C1", 1, "2026-03-03");
    no = ordered(c, "C1", 100000, &w);
    assert_came_to(w, "HELD CC_OVERDUE");
    assert_state(c, no, ORDER_HOLD_CREDIT);
    assert_int_equal(way_out(w, "pay_overdue"), 1);
    assert_int_equal(messages(c, no, MESSAGE_HELD, world_user(c, "um")), 1);
}

static void limit_zero_allows_nothing(void **state) /* V06, T34 */
{
    struct world *c = world_new(memory);
    struct work *w;
    const char *no;

    (void)state;
    account_of(c, "C1")->lim = fen(0);
    price_at(c, "P1")->floor = fen(1);
    no = ordered(c, "C1", 1, &w);
    assert_came_to(w, "HELD CC_LIMIT_ZERO");
    assert_state(c, no, ORDER_HOLD_CREDIT);
}

static void limit_zero_holds_even_where_a_deposit_would_cover(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    account_of(c, "C1")->lim = fen(0);
    paid(c, "C1", 1000000, "R1");
    ordered(c, "C1", 500000, &w);
    assert_came_to(w, "HELD CC_LIMIT_ZERO");
}

static struct credit_facts cash(int64_t funds)
{
    return (struct credit_facts){ .cash_basis = true,
                                  .amount = yuan(50000),
                                  .overdue = yuan(1),
                                  .funds = fen(funds),
                                  .tolerance = yuan(10000),
                                  .over_pct = 20 };
}

/* */
static void a_cash_first_customer_with_the_money_passes_though_overdue(void **state) /* V07 */
{
    struct credit_facts f = cash(5000000);
    struct world *c = world_new(memory);
    struct work *w;
    const char *no;

    (void)state;
    assert_int_equal(credit_judge(&f).result, CREDIT_PASS);
    paid(c, "C2", 5000000, "R1");
    owes(c, "C2", 100, "2026-01-01");
    no = ordered(c, "C2", 5000000, &w);
    assert_came_to(w, "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_fen(world_order(c, no)->reserved, 0); /* cash basis takes deposit, not limit */
    act(c, OP_ORDER_SIGN, "ddir", no);
    assert_state(c, no, ORDER_FIN_QUEUE);
    assert_fen(world_order(c, no)->earmarked, 5000000);
    assert_books_agree(c);
}

static void a_shortfall_of_ten_thousand_may_be_signed(void **state) /* V08 */
{
    struct credit_facts f = cash(4000000);
    struct world *c = world_new(memory);
    struct work *w;
    const char *no;

    (void)state;
    assert_int_equal(credit_judge(&f).result, CREDIT_CASH);
    assert_fen(credit_judge(&f).shortfall, 1000000);
    paid(c, "C2", 4000000, "R1");
    no = ordered(c, "C2", 5000000, &w);
    assert_came_to(w, "DONE CC_FUNDS");
    assert_int_equal(way_out(w, "sign_tolerance"), 1000000);
    give_number(c, P_tolerance, true);
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
    assert_fen(world_order(c, no)->tolerated, 1000000);
    assert_fen(account_of(c, "C2")->shortfall, 1000000);
    assert_int_equal(live_signatures(c, no, SIGN_TOLERANCE), 1);
    assert_books_agree(c);
}

static void a_shortfall_of_one_fen_more_waits_for_money(void **state) /* V09 */
{
    struct world *c = world_new(memory);
    struct work *w;
    const char *no;

    (void)state;
    paid(c, "C2", 3999999, "R1");
    no = ordered(c, "C2", 5000000, &w);
    assert_came_to(w, "DONE CC_FUNDS");
    assert_int_equal(way_out(w, "sign_tolerance"), -1);
    give_number(c, P_tolerance, true);
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "HELD TOLERANCE_OVER");
    assert_state(c, no, ORDER_WAIT_FUNDS);
    assert_fen(account_of(c, "C2")->shortfall, 0);
}

static void two_orders_never_both_take_the_last_of_the_limit(void **state) /* V14, T16 */
{
    struct world *c;
    const char *first, *second;
    struct work *w = judged(6000000, 3000000, &c, &first);

    (void)state;
    assert_came_to(w, "DONE");
    second = ordered(c, "C1", 3000000, &w);
    assert_came_to(w, "DONE CC_OVER");
    assert_int_equal(said(w, "exposure"), 9000000);
    assert_int_equal(said(w, "excess"), 2000000);
    assert_state(c, first, ORDER_WAIT_MA);
    assert_state(c, second, ORDER_WAIT_MGR);
}

/* --- facts ------------------------------------------------------------------------------ */

static void due_today_is_not_overdue(void **state) /* T40 */
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    owes(c, "C1", 100, "2026-03-04");
    ordered(c, "C1", 1000, &w);
    assert_came_to(w, "DONE");
    assert_int_equal(said(w, "overdue"), 0);
}

static void grace_days_put_overdue_off(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    policy_at(c)->grace_days = 2;
    owes(c, "C1", 100, "2026-03-02");
    ordered(c, "C1", 1000, &w);
    assert_came_to(w, "DONE");
    owes(c, "C1", 100, "2026-03-01");
    ordered(c, "C1", 1000, &w);
    assert_came_to(w, "HELD CC_OVERDUE");
}

static void a_debt_without_a_due_day_is_not_overdue(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    owes(c, "C1", 100, NULL);
    ordered(c, "C1", 1000, &w);
    assert_came_to(w, "DONE");
}

static void members_of_a_group_share_one_limit(void **state) /* T35, T36 */
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    ordered(c, "C1", 10000000, &w);
    assert_came_to(w, "DONE");
    ordered(c, "C3", 1000, &w);
    assert_came_to(w, "DONE CC_OVER");
    assert_int_equal(said(w, "exposure"), 10000000);
}

static void money_promised_to_one_order_gives_no_room_to_another(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;
    const char *held;

    (void)state;
    paid(c, "C1", 5000000, "R1");
    ordered(c, "C1", 15000000, &w); /* 100,000 limit + 50,000 paid in: exactly all */
    assert_came_to(w, "DONE");
    c = world_new(memory);
    held = ordered(c, "C1", 20000000, &w);
    assert_came_to(w, "HELD CC_FAR_OVER");
    paid(c, "C1", 5000000, "R1");
    earmark(c, "R1", held, 5000000);
    ordered(c, "C1", 10000001, &w);
    assert_came_to(w, "DONE CC_OVER"); /* the 50,000 are the other order's */
    assert_books_agree(c);
}

static void money_promised_before_the_checks_counts_in_them(void **state)
{
    struct world *c = world_new(memory);
    const char *no = keyed(c, "C1", "P1", 1, 13000000);

    (void)state;
    owes(c, "C1", 100, "2026-01-01");
    paid(c, "C1", 13000000, "R1");
    earmark(c, "R1", no, 13000000);
    assert_came_to(accept(c, no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_int_equal(world_order(c, no)->cash_reason, CASH_HELD);
    assert_fen(world_order(c, no)->reserved, 0);
    assert_books_agree(c);
    c = world_new(memory);
    no = keyed(c, "C1", "P1", 1, 13000000);
    paid(c, "C1", 2000000, "R1");
    earmark(c, "R1", no, 2000000);
    assert_came_to(accept(c, no), "DONE CC_OVER"); /* 10,000.00 over, and on credit then */
    assert_fen(world_order(c, no)->earmarked, 0);
    assert_books_agree(c);
}

static void a_cut_frees_what_was_promised_beyond_it(void **state)
{
    struct world *c = world_new(memory);
    const char *no = keyed(c, "C2", "P2", 100, -1);

    (void)state;
    paid(c, "C2", 100000000, "R1");
    earmark(c, "R1", no, 100 * 10000);
    policy_at(c)->quota_auto_cut = true;
    assert_came_to(accept(c, no), "DONE");
    assert_fen(world_order(c, no)->total, 50 * 10000);
    assert_fen(world_order(c, no)->earmarked, 50 * 10000);
    assert_books_agree(c);
}

static void a_held_order_does_not_stop_the_customers_small_ones(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    ordered(c, "C1", 50000000, &w);
    assert_came_to(w, "HELD CC_FAR_OVER");
    ordered(c, "C1", 10000000, &w);
    assert_came_to(w, "DONE");
}

static void a_new_run_of_the_checks_counts_the_order_once(void **state) /* T02, T13 */
{
    struct world *c = world_new(memory);
    const char *no = ordered(c, "C1", 9000000, NULL);
    struct work *w;

    (void)state;
    give_line(c, 1, NULL, 1, 10000000);
    give_text(c, P_requester, "um");
    w = act(c, OP_ORDER_AMEND, "csr", no);
    assert_came_to(w, "DONE");
    assert_int_equal(said(w, "exposure"), 0);
    assert_fen(account_of(c, "C1")->reserved, 10000000);
    assert_books_agree(c);
}

/* --- what is kept ----------------------------------------------------------------------- */

static void the_verdict_names_its_place_in_the_ledger(void **state) /* I05 */
{
    struct world *c;
    const char *no;
    const struct verdict_row *v;
    const struct exposure_row *e;

    (void)state;
    judged(6000000, 4000001, &c, &no);
    v = newest(c, TABLE_VERDICT);
    e = newest(c, TABLE_EXPOSURE);
    assert_int_equal(world_order(c, no)->verdict_id, v->id);
    assert_int_equal(v->entry_id, e->id);
    assert_true(v->seen_id != 0 && v->seen_id < v->entry_id);
    assert_int_equal(e->bucket, BUCKET_R);
    assert_fen(v->exposure, 6000000);
    assert_fen(v->lim, 10000000);
    assert_fen(v->amount, 4000001);
    assert_int_equal(v->result, CREDIT_MANAGER);
    assert_int_equal(v->policy_id, policy_at(c)->id);
}

static void the_responsible_manager_is_told_the_same_day(void **state) /* */
{
    struct world *c;
    const char *no;
    const struct message_row *m;

    (void)state;
    judged(0, 1000, &c, &no);
    assert_int_equal(messages(c, no, MESSAGE_TO_SIGN, world_user(c, "ddir")), 1);
    m = newest(c, TABLE_MESSAGE);
    assert_str(instant_text(m->due_at, memory), "2026-03-04T09:30:00.000000Z"); /* 17:30 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(exactly_the_limit_passes),
        TEST(one_fen_over_the_limit_asks_the_manager),
        TEST(exactly_twenty_percent_over_asks_the_manager),
        TEST(one_fen_beyond_twenty_percent_is_held),
        TEST(one_fen_overdue_since_yesterday_holds),
        TEST(limit_zero_allows_nothing),
        TEST(limit_zero_holds_even_where_a_deposit_would_cover),
        TEST(a_cash_first_customer_with_the_money_passes_though_overdue),
        TEST(a_shortfall_of_ten_thousand_may_be_signed),
        TEST(a_shortfall_of_one_fen_more_waits_for_money),
        TEST(two_orders_never_both_take_the_last_of_the_limit),
        TEST(due_today_is_not_overdue),
        TEST(grace_days_put_overdue_off),
        TEST(a_debt_without_a_due_day_is_not_overdue),
        TEST(members_of_a_group_share_one_limit),
        TEST(money_promised_to_one_order_gives_no_room_to_another),
        TEST(money_promised_before_the_checks_counts_in_them),
        TEST(a_cut_frees_what_was_promised_beyond_it),
        TEST(a_held_order_does_not_stop_the_customers_small_ones),
        TEST(a_new_run_of_the_checks_counts_the_order_once),
        TEST(the_verdict_names_its_place_in_the_ledger),
        TEST(the_responsible_manager_is_told_the_same_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
