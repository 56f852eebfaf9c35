/*
 * test_order_sign.c - MA: who signs, what it covers, refusing and taking back.
 */
#include "tests/unit/road.h"

/* C1 (market E, DDIR answers) with an order that waits for MA. */
static struct world *waiting(const char **no)
{
    struct world *c = world_new(memory);

    *no = ordered(c, "C1", 1000000, NULL);
    assert_state(c, *no, ORDER_WAIT_MA);
    return c;
}

/* The same, 10,000.00 over the limit: 5-3. */
static struct world *over(const char **no)
{
    struct world *c = world_new(memory);

    *no = ordered(c, "C1", 11000000, NULL);
    assert_state(c, *no, ORDER_WAIT_MGR);
    return c;
}

/* C2 pays before goods and has so much of 50,000.00. */
static struct world *short_of_money(int64_t funds, const char **no)
{
    struct world *c = world_new(memory);

    if (funds)
        paid(c, "C2", funds, "R1");
    *no = ordered(c, "C2", 5000000, NULL);
    return c;
}

static struct work *sign(struct world *c, const char *login, const char *no)
{
    return act(c, OP_ORDER_SIGN, login, no);
}

static struct work *sign_tolerance(struct world *c, const char *no)
{
    give_number(c, P_tolerance, true);
    return sign(c, "ddir", no);
}

/* --- who ------------------------------------------------------------------------------ */

static void the_responsible_leader_signs_and_it_goes_to_finance(void **state) /* */
{
    const char *no;
    struct world *c = waiting(&no);
    const struct signature_row *s;

    (void)state;
    assert_came_to(sign(c, "ddir", no), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
    s = newest(c, TABLE_SIGNATURE);
    assert_int_equal(s->kind, SIGN_MA);
    assert_int_equal(s->role, ROLE_DDIR);
    assert_int_equal(s->signer_id, world_user(c, "ddir"));
    assert_int_equal(s->principal_id, s->signer_id);
    assert_int_equal(s->version, world_order(c, no)->version);
    assert_true(str_eq(s->content_hash, world_order(c, no)->content_hash));
    assert_fen(world_order(c, no)->reserved, 1000000);
    assert_books_agree(c);
}

static void without_auto_send_it_waits_for_the_secretary(void **state)
{
    const char *no;
    struct world *c = waiting(&no);

    (void)state;
    policy_at(c)->auto_send = false;
    sign(c, "ddir", no);
    assert_state(c, no, ORDER_APPROVED);
    assert_came_to(act(c, OP_ORDER_SEND, "csr", no), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
}

/* */
static void another_leader_does_not_sign(void **state)
{
    const char *no;
    struct world *c = waiting(&no);

    (void)state;
    assert_came_to(sign(c, "dir", no), "REFUSED SIGNER");
    assert_came_to(sign(c, "gm", no), "REFUSED SIGNER");
    assert_came_to(sign(c, "csr", no), "REFUSED SIGNER");
    assert_state(c, no, ORDER_WAIT_MA);
}

static void
the_secretary_signs_only_while_he_is_away_and_has_consented(void **state) /* */
{
    const char *no;
    struct world *c = waiting(&no);
    const struct signature_row *s;

    (void)state;
    with_consent(c, "ddir");
    assert_came_to(sign(c, "ssgl", no), "REFUSED PRINCIPAL_HERE");
    away(c, "ddir");
    give_text(c, P_principal, "ddir");
    assert_came_to(sign(c, "ssgl", no), "REFUSED DELEGATE_CONSENT");
    with_consent(c, "ddir");
    assert_came_to(sign(c, "bcr", no), "REFUSED DELEGATION");
    with_consent(c, "ddir");
    assert_came_to(sign(c, "ssgl", no), "DONE");
    s = newest(c, TABLE_SIGNATURE);
    assert_int_equal(s->signer_id, world_user(c, "ssgl"));
    assert_int_equal(s->principal_id, world_user(c, "ddir"));
    assert_true(s->delegation_id != 0 && s->consent_at.us != 0);
    assert_str(s->consent_by, "ssgl");
    assert_false(s->flagged);
}

static void a_delegate_who_checked_the_order_is_shown_as_such(void **state) /* */
{
    const char *no;
    struct world *c = waiting(&no);

    (void)state;
    order_at(c, no)->checked_by = world_user(c, "ssgl");
    away(c, "ddir");
    with_consent(c, "ddir");
    assert_came_to(sign(c, "ssgl", no), "DONE");
    assert_true(((const struct signature_row *)newest(c, TABLE_SIGNATURE))->flagged);
}

static void who_checked_the_order_does_not_sign_it_himself(void **state) /* */
{
    const char *no;
    struct world *c = waiting(&no);

    (void)state;
    order_at(c, no)->checked_by = world_user(c, "ddir");
    assert_came_to(sign(c, "ddir", no), "REFUSED SELF_APPROVAL");
}

static void another_leader_signs_what_the_responsible_one_wrote(void **state) /* */
{
    static const char *const others[] = { "gm", "dir" };

    (void)state;
    for (size_t i = 0; i < COUNT(others); i++) {
        const char *no;
        struct world *c = waiting(&no);

        order_at(c, no)->keyed_by = world_user(c, "ddir");
        assert_came_to(sign(c, "mm", no), "REFUSED ACTOR_ROLE");
        assert_came_to(sign(c, others[i], no), "DONE");
        assert_state(c, no, ORDER_FIN_QUEUE);
    }
}

/* Who wrote it, too, is no help. */
static void a_leader_who_wrote_it_too_does_not_sign_in_his_stead(void **state)
{
    const char *no;
    struct world *c = waiting(&no);

    (void)state;
    order_at(c, no)->keyed_by = world_user(c, "ddir");
    order_at(c, no)->checked_by = world_user(c, "gm");
    assert_came_to(sign(c, "gm", no), "REFUSED SELF_APPROVAL");
    assert_came_to(sign(c, "dir", no), "DONE");
}

static void a_stale_screen_does_not_sign(void **state) /* */
{
    const char *no;
    struct world *c = waiting(&no);

    (void)state;
    give_number(c, P_version, 7);
    assert_came_to(sign(c, "ddir", no), "REFUSED VERSION");
}

/* --- 5-3 ------------------------------------------------------------------------------ */

static void one_act_writes_both_records(void **state) /* */
{
    const char *no;
    struct world *c = over(&no);

    (void)state;
    assert_came_to(sign(c, "ddir", no), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
    assert_int_equal(live_signatures(c, no, SIGN_CC53), 1);
    assert_int_equal(live_signatures(c, no, SIGN_MA), 1);
    assert_fen(world_order(c, no)->signed_excess, 1000000);
    assert_fen(world_order(c, no)->signed_limit, 10000000);
}

static void a_refusal_returns_the_order_and_names_the_excess(void **state) /* */
{
    const char *no;
    struct world *c = over(&no);
    struct work *w = act_for(c, OP_ORDER_REFUSE, "ddir", no, P_reason, "too much");

    (void)state;
    assert_came_to(w, "DONE");
    assert_int_equal(said(w, "excess"), 1000000);
    assert_state(c, no, ORDER_RETURNED);
    assert_fen(account_of(c, "C1")->reserved, 0);
    assert_str(world_order(c, no)->returned_for, "too much");
    assert_int_equal(messages(c, no, MESSAGE_RETURNED, world_user(c, "um")), 1);
    assert_str(
        ((const struct message_row *)newest(c, TABLE_MESSAGE))->body,
        str_text(
            memory,
            str_format(memory, "%s was not signed (10000.00 over the limit): too much", no)));
    assert_books_agree(c);
}

static void only_the_responsible_leader_refuses(void **state)
{
    const char *no;
    struct world *c = over(&no);

    (void)state;
    assert_came_to(act_for(c, OP_ORDER_REFUSE, "dir", no, P_reason, "x"), "REFUSED SIGNER");
}

/* --- cash basis ----------------------------------------------------------------------- */

static void ma_may_be_signed_at_once_and_the_goods_wait(void **state) /* */
{
    const char *no;
    struct world *c = short_of_money(2000000, &no);
    struct work *w = sign(c, "ddir", no);

    (void)state;
    assert_came_to(w, "HELD CC_FUNDS");
    assert_state(c, no, ORDER_WAIT_FUNDS);
    assert_int_equal(live_signatures(c, no, SIGN_MA), 1);
    assert_fen(world_order(c, no)->earmarked, 2000000);
    assert_int_equal(way_out(w, "pay"), 3000000);
    assert_books_agree(c);
}

static void
a_signature_alone_tolerates_nothing(void **state) /* a signed act of its own */
{
    const char *no;
    struct world *c = short_of_money(4999999, &no);

    (void)state;
    assert_came_to(sign(c, "ddir", no), "HELD CC_FUNDS");
    assert_fen(account_of(c, "C2")->shortfall, 0);
    assert_came_to(sign_tolerance(c, no), "DONE"); /* later, from WAIT_FUNDS */
    assert_state(c, no, ORDER_FIN_QUEUE);
    assert_fen(world_order(c, no)->tolerated, 1);
    assert_int_equal(live_signatures(c, no, SIGN_TOLERANCE), 1);
    assert_books_agree(c);
}

static void open_shortfalls_together_stay_within_the_tolerance(void **state) /* */
{
    const char *no, *second;
    struct world *c = short_of_money(4400000, &no);
    struct work *w;

    (void)state;
    assert_came_to(sign_tolerance(c, no), "DONE"); /* 6,000.00 open */
    second = ordered(c, "C2", 400001, NULL);
    assert_came_to(sign_tolerance(c, second), "HELD TOLERANCE_OVER");
    w = sign_tolerance(c, second);
    assert_came_to(w, "REFUSED TOLERANCE_OVER");
    assert_int_equal(said(w, "tolerance"), 400000);
    second = ordered(c, "C2", 400000, NULL);
    assert_came_to(sign_tolerance(c, second), "DONE");
    assert_fen(account_of(c, "C2")->shortfall, 1000000);
    assert_books_agree(c);
}

static void an_order_that_5_4_switched_to_cash_has_no_tolerance(void **state) /* */
{
    struct world *c = world_new(memory);
    const char *no = ordered(c, "C1", 50000000, NULL);
    struct receipt_row *r = paid(c, "C1", 50000000, "R1");

    (void)state;
    assert_state(c, no, ORDER_HOLD_CREDIT);
    earmark(c, "R1", no, 50000000);
    assert_came_to(act(c, OP_ORDER_RECHECK, "SYSTEM", no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    robbed(c, "R1", no);
    assert_fen(r->free, 50000000);
    earmark(c, "R1", no, 49999999);
    assert_came_to(sign_tolerance(c, no), "HELD TOLERANCE_HELD");
    assert_state(c, no, ORDER_WAIT_FUNDS);
    assert_fen(world_order(c, no)->earmarked, 49999999); /* free money is not taken for it */
    assert_came_to(sign_tolerance(c, no), "REFUSED TOLERANCE_HELD");
    assert_books_agree(c);
}

static void a_cancelled_order_closes_its_shortfall(void **state)
{
    const char *no;
    struct world *c = short_of_money(4500000, &no);

    (void)state;
    sign_tolerance(c, no);
    give_text(c, P_reason, "x");
    give_text(c, P_requester, "um");
    assert_came_to(act(c, OP_ORDER_CANCEL, "csr", no), "DONE");
    assert_fen(account_of(c, "C2")->shortfall, 0);
    assert_fen(account_of(c, "C2")->deposit, -4500000);
    assert_books_agree(c);
}

/* --- taking back ---------------------------------------------------------------------- */

static void a_signer_takes_his_signature_back_before_the_print(void **state) /* */
{
    const char *no;
    struct world *c = waiting(&no);

    (void)state;
    sign(c, "ddir", no);
    assert_came_to(act(c, OP_ORDER_REVOKE, "dir", no), "REFUSED REVOKE_OWN");
    assert_came_to(act(c, OP_ORDER_REVOKE, "ddir", no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_int_equal(live_signatures(c, no, SIGN_MA), 0);
    assert_fen(world_order(c, no)->reserved, 1000000);
    assert_came_to(sign(c, "ddir", no), "DONE");
}

static void an_excess_taken_back_waits_for_5_3_again(void **state)
{
    const char *no;
    struct world *c = over(&no);

    (void)state;
    sign(c, "ddir", no);
    assert_came_to(act(c, OP_ORDER_REVOKE, "ddir", no), "DONE");
    assert_state(c, no, ORDER_WAIT_MGR);
    assert_int_equal(live_signatures(c, no, SIGN_CC53), 0);
}

static void a_shortfall_taken_back_is_open_no_more(void **state)
{
    const char *no;
    struct world *c = short_of_money(4500000, &no);

    (void)state;
    sign_tolerance(c, no);
    assert_came_to(act(c, OP_ORDER_REVOKE, "ddir", no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_fen(account_of(c, "C2")->shortfall, 0);
    assert_int_equal(live_signatures(c, no, SIGN_TOLERANCE), 0);
    assert_books_agree(c);
}

static void a_principal_takes_back_what_was_signed_for_him(void **state)
{
    const char *no;
    struct world *c = waiting(&no);

    (void)state;
    away(c, "ddir");
    with_consent(c, "ddir");
    sign(c, "ssgl", no);
    assert_came_to(act(c, OP_ORDER_REVOKE, "ddir", no), "DONE");
}

/* --- what a signature binds ----------------------------------------------------------- */

static void a_change_after_signing_voids_and_checks_again(void **state) /* law 5, T02, T11 */
{
    const char *no;
    struct world *c = over(&no);
    struct work *w;

    (void)state;
    sign(c, "ddir", no);
    give_line(c, 1, NULL, 1, 13000000);
    give_text(c, P_requester, "um");
    w = act(c, OP_ORDER_AMEND, "csr", no);
    assert_came_to(w, "HELD CC_FAR_OVER");
    assert_state(c, no, ORDER_HOLD_CREDIT);
    assert_int_equal(live_signatures(c, no, SIGN_MA), 0);
    assert_int_equal(live_signatures(c, no, SIGN_CC53), 0);
    assert_fen(account_of(c, "C1")->reserved, 0);
    assert_books_agree(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_responsible_leader_signs_and_it_goes_to_finance),
        TEST(without_auto_send_it_waits_for_the_secretary),
        TEST(another_leader_does_not_sign),
        TEST(the_secretary_signs_only_while_he_is_away_and_has_consented),
        TEST(a_delegate_who_checked_the_order_is_shown_as_such),
        TEST(who_checked_the_order_does_not_sign_it_himself),
        TEST(another_leader_signs_what_the_responsible_one_wrote),
        TEST(a_leader_who_wrote_it_too_does_not_sign_in_his_stead),
        TEST(a_stale_screen_does_not_sign),
        TEST(one_act_writes_both_records),
        TEST(a_refusal_returns_the_order_and_names_the_excess),
        TEST(only_the_responsible_leader_refuses),
        TEST(ma_may_be_signed_at_once_and_the_goods_wait),
        TEST(a_signature_alone_tolerates_nothing),
        TEST(open_shortfalls_together_stay_within_the_tolerance),
        TEST(an_order_that_5_4_switched_to_cash_has_no_tolerance),
        TEST(a_cancelled_order_closes_its_shortfall),
        TEST(a_signer_takes_his_signature_back_before_the_print),
        TEST(an_excess_taken_back_waits_for_5_3_again),
        TEST(a_shortfall_taken_back_is_open_no_more),
        TEST(a_principal_takes_back_what_was_signed_for_him),
        TEST(a_change_after_signing_voids_and_checks_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
