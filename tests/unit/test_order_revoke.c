/*
 * test_order_revoke.c - a signature is taken back where more are still to come.
 */
#include "tests/unit/road.h"

/* C1's order of 500,000.00 against a limit of 100,000.00, special treatment asked for. */
static struct world *applied(const char **no)
{
    struct world *c = world_new(memory);

    *no = ordered(c, "C1", 50000000, NULL);
    give_number(c, P_why, REASON_ORDER_FAIR);
    assert_came_to(act_for(c, OP_ST_APPLY, "csr", *no, P_grounds, "spring fair"), "DONE");
    return c;
}

/* C1 wants 100 P2 and has quota for 50; the leaders are asked for the rest. */
static struct world *asked(const char **no)
{
    struct world *c = world_new(memory);

    *no = keyed(c, "C1", "P2", 100, -1);
    assert_came_to(accept(c, *no), "HELD QUOTA_SHORT");
    assert_came_to(act_for(c, OP_ORDER_ASK_SLT, "csr", *no, P_reason, "launch"), "DONE");
    return c;
}

/* C2 pays before goods and has paid 45,000.00 of 50,000.00; MA is signed, the money waits. */
static struct world *waits_for_money(const char **no)
{
    struct world *c = world_new(memory);

    paid(c, "C2", 4500000, "R1");
    *no = ordered(c, "C2", 5000000, NULL);
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", *no), "HELD CC_FUNDS");
    assert_state(c, *no, ORDER_WAIT_FUNDS);
    return c;
}

static struct work *revoke(struct world *c, const char *login, const char *no)
{
    return act_for(c, OP_ORDER_REVOKE, login, no, P_reason, "second thoughts");
}

static struct work *grants(struct world *c, const char *login, const char *no, int64_t n)
{
    give_line(c, 1, NULL, n, -1);
    return act(c, OP_ORDER_SIGN_QUOTA, login, no);
}

/* What the leaders are asked for line 1 now. */
static int64_t asks(const struct world *c)
{
    const struct model_table *t = &c->model.tables[TABLE_QUOTA_REQUEST];
    int64_t n = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct quota_request_row *r = t->rows[i];

        n += r->state == REQUEST_OPEN ? r->qty.n : 0;
    }
    return n;
}

/* --- special treatment ------------------------------------------------------------------ */

static void one_of_three_is_taken_back_and_asked_again(void **state)
{
    const char *no;
    struct world *c = applied(&no);

    (void)state;
    act(c, OP_ST_SIGN, "gm", no);
    act(c, OP_ST_SIGN, "dir", no);
    assert_came_to(revoke(c, "ddir", no), "REFUSED REVOKE_OWN");
    assert_came_to(revoke(c, "gm", no), "DONE");
    assert_state(c, no, ORDER_WAIT_ST);
    assert_int_equal(live_signatures(c, no, SIGN_ST), 1);
    assert_came_to(act(c, OP_ST_SIGN, "ddir", no), "DONE");
    assert_state(c, no, ORDER_WAIT_ST);
    assert_came_to(act(c, OP_ST_SIGN, "gm", no), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
}

static void a_delegate_and_his_principal_take_back_what_the_delegate_signed(void **state)
{
    static const char *const who[] = { "ssgl", "ddir" };

    (void)state;
    for (size_t i = 0; i < COUNT(who); i++) {
        const char *no;
        struct world *c = applied(&no);

        away(c, "ddir");
        with_consent(c, "ddir");
        assert_came_to(act(c, OP_ST_SIGN, "ssgl", no), "DONE");
        assert_came_to(revoke(c, "bcr", no), "REFUSED REVOKE_OWN");
        assert_came_to(revoke(c, who[i], no), "DONE");
        assert_int_equal(live_signatures(c, no, SIGN_ST), 0);
        assert_came_to(revoke(c, who[i], no), "REFUSED REVOKE_OWN");
    }
}

static void the_third_signature_is_the_next_act(void **state)
{
    const char *no;
    struct world *c = applied(&no);

    (void)state;
    act(c, OP_ST_SIGN, "gm", no);
    act(c, OP_ST_SIGN, "dir", no);
    act(c, OP_ST_SIGN, "ddir", no);
    assert_came_to(revoke(c, "gm", no), "REFUSED REVOKE_OWN");
    assert_int_equal(live_signatures(c, no, SIGN_ST), 3);
}

/* --- over-quota ------------------------------------------------------------------------- */

static void a_smaller_grant_goes_with_its_signature(void **state)
{
    const char *no;
    struct world *c = asked(&no);

    (void)state;
    assert_came_to(grants(c, "gm", no, 20), "DONE");
    assert_int_equal(asks(c), 20);
    assert_came_to(revoke(c, "gm", no), "DONE");
    assert_state(c, no, ORDER_WAIT_QUOTA_SLT);
    assert_int_equal(live_signatures(c, no, SIGN_QUOTA), 0);
    assert_int_equal(asks(c), 50);
}

static void what_the_one_before_granted_stands_again(void **state)
{
    const char *no;
    struct world *c = asked(&no);

    (void)state;
    grants(c, "gm", no, 40);
    grants(c, "dir", no, 10);
    assert_came_to(revoke(c, "dir", no), "DONE");
    assert_int_equal(asks(c), 40);
    assert_came_to(revoke(c, "gm", no), "DONE");
    assert_int_equal(asks(c), 50);
}

static void who_signed_later_signed_for_no_more(void **state)
{
    const char *no;
    struct world *c = asked(&no);

    (void)state;
    grants(c, "gm", no, 40);
    grants(c, "dir", no, 10);
    assert_came_to(revoke(c, "gm", no), "DONE");
    assert_int_equal(asks(c), 10);
    assert_came_to(revoke(c, "dir", no), "DONE");
    assert_int_equal(asks(c), 50);
    act(c, OP_ORDER_SIGN_QUOTA, "gm", no);
    act(c, OP_ORDER_SIGN_QUOTA, "dir", no);
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "ddir", no), "DONE");
    assert_int_equal(line_at(c, no, 1)->granted.n, 100);
    assert_books_agree(c);
}

static void a_line_that_got_nothing_is_asked_again(void **state)
{
    const char *no;
    struct world *c = asked(&no);

    (void)state;
    grants(c, "gm", no, 0);
    assert_int_equal(asks(c), 0);
    assert_came_to(revoke(c, "gm", no), "DONE");
    assert_int_equal(asks(c), 50);
}

/* --- while the money is waited for ------------------------------------------------------- */

static void ma_is_taken_back_while_the_money_is_waited_for(void **state)
{
    const char *no;
    struct world *c = waits_for_money(&no);

    (void)state;
    assert_came_to(revoke(c, "dir", no), "REFUSED REVOKE_OWN");
    assert_came_to(revoke(c, "ddir", no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_int_equal(live_signatures(c, no, SIGN_MA), 0);
    paid(c, "C2", 500000, "R2");
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "DONE");
    assert_books_agree(c);
}

static void a_delegate_takes_back_the_shortfall_and_ma_stands(void **state)
{
    const char *no;
    struct world *c = waits_for_money(&no);

    (void)state;
    away(c, "ddir");
    with_consent(c, "ddir");
    assert_came_to(act(c, OP_ORDER_SIGN, "ssgl", no), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
    assert_fen(account_of(c, "C2")->shortfall, 500000);
    assert_came_to(revoke(c, "ssgl", no), "DONE");
    assert_state(c, no, ORDER_WAIT_FUNDS);
    assert_int_equal(live_signatures(c, no, SIGN_MA), 1);
    assert_int_equal(live_signatures(c, no, SIGN_TOLERANCE), 0);
    assert_fen(account_of(c, "C2")->shortfall, 0);
    assert_books_agree(c);
}

static void a_shortfall_does_not_stand_without_ma(void **state)
{
    const char *no;
    struct world *c = world_new(memory);

    (void)state;
    paid(c, "C2", 4500000, "R1");
    no = ordered(c, "C2", 5000000, NULL);
    away(c, "ddir");
    with_consent(c, "ddir");
    assert_came_to(act(c, OP_ORDER_SIGN, "ssgl", no), "HELD CC_FUNDS");
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "DONE");
    assert_came_to(revoke(c, "ssgl", no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_int_equal(live_signatures(c, no, SIGN_TOLERANCE), 0);
    assert_fen(account_of(c, "C2")->shortfall, 0);
    assert_books_agree(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_of_three_is_taken_back_and_asked_again),
        TEST(a_delegate_and_his_principal_take_back_what_the_delegate_signed),
        TEST(the_third_signature_is_the_next_act),
        TEST(a_smaller_grant_goes_with_its_signature),
        TEST(what_the_one_before_granted_stands_again),
        TEST(who_signed_later_signed_for_no_more),
        TEST(a_line_that_got_nothing_is_asked_again),
        TEST(ma_is_taken_back_while_the_money_is_waited_for),
        TEST(a_delegate_takes_back_the_shortfall_and_ma_stands),
        TEST(a_shortfall_does_not_stand_without_ma),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
