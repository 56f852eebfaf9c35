/*
 * test_st.c - ST: applying, three signatures by three persons, refusal, withdrawal (V12, V13).
 */
#include <string.h>

#include "tests/unit/road.h"

/* C1's order of 500,000.00 against a limit of 100,000.00: held. */
static struct world *held_order(const char **no)
{
    struct world *c = world_new(memory);

    *no = ordered(c, "C1", 50000000, NULL);
    assert_state(c, *no, ORDER_HOLD_CREDIT);
    return c;
}

static struct work *apply(struct world *c, const char *no, const char *grounds)
{
    give_number(c, P_why, REASON_ORDER_FAIR);
    return act_for(c, OP_ST_APPLY, "csr", no, P_grounds, grounds);
}

static struct world *applied(const char **no)
{
    struct world *c = held_order(no);

    assert_came_to(apply(c, *no, "spring fair"), "DONE");
    assert_state(c, *no, ORDER_WAIT_ST);
    return c;
}

static struct work *sign(struct world *c, const char *login, const char *no)
{
    return act(c, OP_ST_SIGN, login, no);
}

/* --- applying ------------------------------------------------------------------------- */

static void the_case_is_due_at_the_close_of_the_next_working_day(void **state) /* */
{
    const char *no;
    struct world *c = applied(&no);
    const struct st_case_row *k = newest(c, TABLE_ST_CASE);

    (void)state;
    assert_str(instant_text(k->due_at, memory), "2026-03-05T09:30:00.000000Z");
    assert_str(instant_text(k->strict_due_at, memory), "2026-03-04T16:00:00.000000Z");
    assert_int_equal(k->state, CASE_OPEN);
    assert_int_equal(k->version, 1);
    assert_fen(account_of(c, "C1")->reserved, 0); /* nothing before the grant */
    assert_int_equal(messages(c, no, MESSAGE_TO_SIGN, world_user(c, "gm")), 1);
    assert_int_equal(messages(c, no, MESSAGE_TO_SIGN, world_user(c, "dir")), 1);
    assert_int_equal(messages(c, no, MESSAGE_TO_SIGN, world_user(c, "ddir")), 1);
}

static void grounds_are_compulsory(void **state) /* */
{
    const char *no;
    struct world *c = held_order(&no);

    (void)state;
    assert_came_to(apply(c, no, "  "), "REFUSED ST_GROUNDS");
    assert_state(c, no, ORDER_HOLD_CREDIT);
}

static void the_business_record_goes_with_it(void **state) /* */
{
    const char *no;
    struct world *c = held_order(&no);
    struct receivable_row *sold;
    const struct st_case_row *k;

    (void)state;
    sold = owes(c, "C1", 700000, "2026-02-20");
    sold->basis_day = day_of(2026, 2, 2);
    apply(c, no, "spring fair");
    k = newest(c, TABLE_ST_CASE);
    assert_non_null(strstr(k->record.p, "\"order\":\"500000.00\""));
    assert_non_null(strstr(k->record.p, "\"limit\":\"100000.00\""));
    assert_non_null(strstr(k->record.p, "\"overdue\":\"7000.00\""));
    assert_non_null(strstr(k->record.p, "\"excess\":\"407000.00\""));
    assert_non_null(strstr(k->record.p, "\"late_1_30\":\"7000.00\""));
    assert_non_null(strstr(
        k->record.p, "{\"month\":\"2026-02-01\",\"amount\":\"7000.00\",\"deliveries\":1}"));
}

/* The account's earlier orders, each once, by what credit said of it last. */
static void the_record_counts_the_accounts_earlier_orders(void **state)
{
    struct verdict_row past = { .order_id = 9001, .result = CREDIT_MANAGER, .version = 1 };
    const char *no;
    struct world *c = held_order(&no);
    const struct st_case_row *k;

    (void)state;
    past.account_id = world_order(c, no)->account_id;
    past.amount = yuan(300);
    past.at.us = c->model.now.us - 100 * INSTANT_DAY;
    world_put(c, TABLE_VERDICT, &past);
    past.result = CREDIT_PASS; /* judged again */
    world_put(c, TABLE_VERDICT, &past);
    past.order_id = 9002;
    past.amount = yuan(200);
    world_put(c, TABLE_VERDICT, &past);
    past.order_id = 9003; /* over a year ago */
    past.at.us = c->model.now.us - 400 * INSTANT_DAY;
    world_put(c, TABLE_VERDICT, &past);
    past.order_id = 9004; /* of another account */
    past.at = c->model.now;
    past.account_id++;
    world_put(c, TABLE_VERDICT, &past);
    apply(c, no, "spring fair");
    k = newest(c, TABLE_ST_CASE);
    assert_non_null(strstr(k->record.p,
                           "\"orders\":{\"PASS\":{\"orders\":2,\"amount\":\"500.00\"},"
                           "\"MANAGER\":{\"orders\":0,\"amount\":\"0.00\"},"
                           "\"HOLD\":{\"orders\":0,\"amount\":\"0.00\"}"));
}

/* --- three signatures ----------------------------------------------------------------- */

/* */
static void three_leaders_grant_it_and_one_of_them_is_ma(void **state) /* */
{
    const char *no;
    struct world *c = applied(&no);
    const struct order_row *o;

    (void)state;
    assert_came_to(sign(c, "gm", no), "DONE");
    assert_came_to(sign(c, "dir", no), "DONE");
    assert_state(c, no, ORDER_WAIT_ST);
    assert_fen(account_of(c, "C1")->reserved, 0);
    assert_came_to(sign(c, "ddir", no), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
    o = world_order(c, no);
    assert_fen(o->reserved, 50000000);
    assert_true(o->granted_at.us != 0);
    assert_fen(o->signed_excess, 40000000);
    assert_int_equal(live_signatures(c, no, SIGN_ST), 3);
    assert_int_equal(live_signatures(c, no, SIGN_MA), 1);
    assert_int_equal(((const struct signature_row *)newest(c, TABLE_SIGNATURE))->principal_id,
                     world_user(c, "ddir")); /* his market: his MA */
    assert_int_equal(((const struct st_case_row *)newest(c, TABLE_ST_CASE))->state,
                     CASE_PASSED);
    assert_fen(account_of(c, "C1")->lim, 10000000); /* the limit stays what it is */
    assert_int_equal(messages(c, no, MESSAGE_DECIDED, world_user(c, "um")), 1);
    assert_int_equal(messages(c, no, MESSAGE_DECIDED, 0), 1);
    assert_books_agree(c);
}

static void a_secretary_signs_for_an_absent_leader(void **state) /* V12 */
{
    const char *no;
    struct world *c = applied(&no);
    const struct signature_row *ma;

    (void)state;
    sign(c, "gm", no);
    sign(c, "dir", no);
    away(c, "ddir");
    with_consent(c, "ddir");
    assert_came_to(sign(c, "ssgl", no), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
    ma = newest(c, TABLE_SIGNATURE);
    assert_int_equal(ma->kind, SIGN_MA);
    assert_int_equal(ma->signer_id, world_user(c, "ssgl"));
    assert_int_equal(ma->principal_id, world_user(c, "ddir"));
    assert_str(ma->consent_by, "ssgl");
}

/* Each who signed once, both names where it was for another, and its day; the tax inside. */
static void the_note_names_each_signer_once(void **state) /* */
{
    const char *no, *text, *at;
    struct world *c = applied(&no);

    (void)state;
    sign(c, "gm", no);
    sign(c, "dir", no);
    away(c, "ddir");
    with_consent(c, "ddir");
    sign(c, "ssgl", no);
    assert_came_to(act(c, OP_ORDER_PRINT, "fin", no), "DONE");
    text = str_text(memory, ((const struct form_row *)newest(c, TABLE_FORM))->body);
    at = strstr(text, "Signed");
    assert_non_null(at);
    assert_non_null(strstr(at, "DDIR ssgl for ddir 03-04"));
    assert_null(strstr(strstr(at, "DDIR ssgl") + 4, "DDIR ssgl") < strstr(at, "Printed by")
                    ? strstr(strstr(at, "DDIR ssgl") + 4, "DDIR ssgl")
                    : NULL);
    assert_non_null(strstr(text, "Tax 13% 57,522.12")); /* 500,000.00 * 13 / 113 */
}

static void the_third_refuses_and_it_is_held_again(void **state) /* V13 */
{
    const char *no;
    struct world *c = applied(&no);
    const struct st_case_row *k = newest(c, TABLE_ST_CASE);

    (void)state;
    sign(c, "gm", no);
    sign(c, "dir", no);
    assert_came_to(act_for(c, OP_ST_REFUSE, "ddir", no, P_reason, "no"), "DONE");
    assert_state(c, no, ORDER_HOLD_CREDIT);
    assert_int_equal(k->state, CASE_REFUSED);
    assert_int_equal(k->refused_by, world_user(c, "ddir"));
    assert_int_equal(live_signatures(c, no, SIGN_ST), 0);
    assert_fen(account_of(c, "C1")->reserved, 0);
    assert_int_equal(messages(c, no, MESSAGE_DECIDED, world_user(c, "um")), 1);
}

static void a_post_signs_once(void **state)
{
    const char *no;
    struct world *c = applied(&no);

    (void)state;
    sign(c, "gm", no);
    assert_came_to(sign(c, "gm", no), "REFUSED SIGNED_ALREADY");
    away(c, "gm");
    with_consent(c, "gm");
    assert_came_to(sign(c, "csr", no), "REFUSED SIGNED_ALREADY");
    assert_int_equal(live_signatures(c, no, SIGN_ST), 1);
}

static void three_signatures_are_three_persons(void **state) /* I08 */
{
    const char *no;
    struct world *c = applied(&no);

    (void)state;
    world_put(c, TABLE_DELEGATION,
              &(struct delegation_row){ .kind = DELEGATION_SECRETARY,
                                        .role = ROLE_DIR,
                                        .principal_id = world_user(c, "dir"),
                                        .delegate_id = world_user(c, "ssgl"),
                                        .valid_from = { 1 } });
    away(c, "dir");
    away(c, "ddir");
    with_consent(c, "ddir");
    assert_came_to(sign(c, "ssgl", no), "DONE");
    with_consent(c, "dir");
    assert_came_to(sign(c, "ssgl", no), "REFUSED THREE_PERSONS");
}

static void who_checked_it_does_not_sign_it(void **state)
{
    const char *no;
    struct world *c = applied(&no);

    (void)state;
    order_at(c, no)->keyed_by = world_user(c, "gm");
    assert_came_to(sign(c, "gm", no), "REFUSED SELF_APPROVAL");
}

static void nobody_else_signs_or_refuses(void **state)
{
    const char *no;
    struct world *c = applied(&no);

    (void)state;
    assert_came_to(sign(c, "csr", no), "REFUSED SIGNER");
    assert_came_to(act_for(c, OP_ST_REFUSE, "ssgl", no, P_reason, "x"), "REFUSED SIGNER");
    assert_came_to(sign(c, "um", no), "REFUSED ACTOR_ROLE");
}

/* --- again, never --------------------------------------------------------------------- */

static void asking_again_takes_new_grounds(void **state) /* */
{
    const char *no;
    struct world *c = applied(&no);

    (void)state;
    sign(c, "dir", no);
    act_for(c, OP_ST_REFUSE, "gm", no, P_reason, "no");
    assert_came_to(apply(c, no, " spring fair "), "REFUSED ST_NEW_GROUNDS");
    assert_came_to(apply(c, no, "the fair is twice as large"), "DONE");
    assert_came_to(sign(c, "dir", no), "DONE"); /* what he signed before is void */
    assert_int_equal(live_signatures(c, no, SIGN_ST), 1);
}

static void a_withdrawn_case_may_come_again_as_it_was(void **state) /* */
{
    const char *no;
    struct world *c = applied(&no);

    (void)state;
    sign(c, "gm", no);
    assert_came_to(act(c, OP_ORDER_WITHDRAW, "csr", no), "DONE");
    assert_state(c, no, ORDER_HOLD_CREDIT);
    assert_int_equal(((const struct st_case_row *)newest(c, TABLE_ST_CASE))->state,
                     CASE_WITHDRAWN);
    assert_int_equal(live_signatures(c, no, SIGN_ST), 0);
    assert_came_to(apply(c, no, "spring fair"), "DONE");
}

static void silence_never_grants(void **state) /* */
{
    const char *no;
    struct world *c = applied(&no);

    (void)state;
    sign(c, "gm", no);
    sign(c, "dir", no);
    world_later(c, 5 * 24 * 60);
    assert_came_to(act(c, OP_ORDER_RECHECK, "SYSTEM", no), "HELD ST_PENDING");
    assert_state(c, no, ORDER_WAIT_ST);
    assert_came_to(sign(c, "ddir", no), "DONE"); /* late, and still theirs to decide */
}

static void an_amended_order_leaves_its_case(void **state) /* law 5 */
{
    const char *no;
    struct world *c = applied(&no);

    (void)state;
    sign(c, "gm", no);
    give_line(c, 1, NULL, 1, 1000000);
    give_text(c, P_requester, "um");
    assert_came_to(act(c, OP_ORDER_AMEND, "csr", no), "DONE");
    assert_state(c, no, ORDER_RETURNED);
    assert_int_equal(live_signatures(c, no, SIGN_ST), 0);
    assert_int_equal(((const struct st_case_row *)newest(c, TABLE_ST_CASE))->state, CASE_VOID);
}

/* --- from WAIT_FUNDS ------------------------------------------------------------------ */

static void a_grant_to_a_cash_first_customer_goes_on_credit(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    paid(c, "C2", 1000000, "R1");
    no = ordered(c, "C2", 5000000, NULL);
    act(c, OP_ORDER_SIGN, "ddir", no);
    assert_state(c, no, ORDER_WAIT_FUNDS);
    assert_came_to(apply(c, no, "spring fair"), "DONE");
    assert_int_equal(live_signatures(c, no, SIGN_MA), 0); /* that was for goods paid before */
    sign(c, "gm", no);
    sign(c, "dir", no);
    assert_came_to(sign(c, "ddir", no), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
    assert_false(world_order(c, no)->cash_basis);
    assert_fen(world_order(c, no)->reserved, 5000000);
    assert_fen(world_order(c, no)->earmarked, 0);
    assert_fen(account_of(c, "C2")->deposit, -1000000);
    assert_int_equal(live_signatures(c, no, SIGN_MA), 1);
    assert_books_agree(c);
}

static void a_granted_ma_taken_back_is_signed_again(void **state)
{
    const char *no;
    struct world *c = applied(&no);

    (void)state;
    sign(c, "gm", no);
    sign(c, "dir", no);
    sign(c, "ddir", no);
    assert_came_to(act(c, OP_ORDER_REVOKE, "ddir", no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "DONE");
    assert_fen(world_order(c, no)->signed_excess, 40000000);
    assert_came_to(act(c, OP_ORDER_PRINT, "fin", no), "DONE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_note_names_each_signer_once),
        TEST(the_case_is_due_at_the_close_of_the_next_working_day),
        TEST(grounds_are_compulsory),
        TEST(the_business_record_goes_with_it),
        TEST(the_record_counts_the_accounts_earlier_orders),
        TEST(three_leaders_grant_it_and_one_of_them_is_ma),
        TEST(a_secretary_signs_for_an_absent_leader),
        TEST(the_third_refuses_and_it_is_held_again),
        TEST(a_post_signs_once),
        TEST(three_signatures_are_three_persons),
        TEST(who_checked_it_does_not_sign_it),
        TEST(nobody_else_signs_or_refuses),
        TEST(asking_again_takes_new_grounds),
        TEST(a_withdrawn_case_may_come_again_as_it_was),
        TEST(silence_never_grants),
        TEST(an_amended_order_leaves_its_case),
        TEST(a_grant_to_a_cash_first_customer_goes_on_credit),
        TEST(a_granted_ma_taken_back_is_signed_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
