/*
 * test_order_key.c - OG: papers keyed by the secretaries.
 */
#include "tests/unit/a_paper.h"

/* --- papers -------------------------------------------------------------------------- */

static void a_keyed_fax_is_received_with_its_approval_attested(void **state)
{
    struct world *c = world_new(memory);
    const struct order_row *o;
    const struct event_row *e;

    (void)state;
    a_fax(c);
    give_text(c, P_verifier, "kam");
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    o = last_order(c);
    e = last_row(c, TABLE_EVENT);
    assert_int_equal(o->state, ORDER_RECEIVED);
    assert_int_equal(o->channel, CHANNEL_FAX);
    assert_str(o->reference, "FX-100");
    assert_str(o->attested_by, "mm");
    assert_int_equal(o->approved_at.us, o->arrival.us - INSTANT_HOUR);
    assert_int_equal(o->arrival.us, o->keyed_at.us);
    assert_string_equal(day_said(o->business_day), "2026-03-04");
    assert_string_equal(day_said(o->quota_month), "2026-03-01");
    assert_str(e->remark, "FAX FX-100; approved by mm; verified by kam");
}

static void the_clocks_run_from_the_papers_arrival(void **state)
{
    struct world *c = world_new(memory);
    const struct order_row *o;

    (void)state;
    a_fax(c);
    give_time(c, P_arrival, "2026-03-04T09:10:00+08:00");
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    o = last_order(c);
    assert_int_equal(o->keyed_at.us - o->arrival.us, 50 * INSTANT_MINUTE);
    assert_int_equal(o->due_at.us, o->arrival.us + 30 * INSTANT_MINUTE);
}

static void what_comes_at_the_cut_off_counts_today(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_fax(c);
    give_time(c, P_arrival, "2026-03-03T15:00:00+08:00");
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    assert_string_equal(day_said(last_order(c)->business_day), "2026-03-03");
}

static void what_comes_after_the_cut_off_counts_tomorrow(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_fax(c);
    give_time(c, P_arrival, "2026-03-03T15:00:01+08:00");
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    assert_string_equal(day_said(last_order(c)->business_day), "2026-03-04");
}

static void the_quota_month_is_that_of_the_business_day(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    /* Saturday, the month's last day, after the cut-off: Monday is in March */
    a_fax(c);
    give_time(c, P_arrival, "2026-02-28T16:00:00+08:00");
    give_text(c, P_remark, "found under the machine");
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    assert_string_equal(day_said(last_order(c)->quota_month), "2026-03-01");
    a_fax(c);
    give_time(c, P_arrival, "2026-02-28T14:00:00+08:00");
    give_text(c, P_remark, "found under the machine");
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    assert_string_equal(day_said(last_order(c)->quota_month), "2026-02-01");
}

static void no_paper_arrives_later_than_now(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_fax(c);
    give_time(c, P_arrival, "2026-03-04T10:00:01+08:00");
    assert_refused(world_do(c, OP_ORDER_KEY, "csr"), ARRIVAL_LATER);
}

static void an_arrival_before_the_previous_business_day_needs_a_remark(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_fax(c);
    give_time(c, P_arrival, "2026-03-02T23:59:59+08:00");
    assert_refused(world_do(c, OP_ORDER_KEY, "csr"), ARRIVAL_OLD);
    a_fax(c);
    give_time(c, P_arrival, "2026-03-02T23:59:59+08:00");
    give_text(c, P_remark, " ");
    assert_refused(world_do(c, OP_ORDER_KEY, "csr"), ARRIVAL_OLD);
}

static void an_arrival_on_the_previous_business_day_needs_none(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_fax(c);
    give_time(c, P_arrival, "2026-03-03T00:00:00+08:00");
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
}

static void a_paper_does_not_come_by_terminal(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_fax(c);
    give_number(c, P_channel, CHANNEL_TERMINAL);
    assert_refused(world_do(c, OP_ORDER_KEY, "csr"), PAPER_CHANNEL);
}

static void a_paper_names_reference_and_approver(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    a_fax(c);
    give_text(c, P_reference, " ");
    w = world_do(c, OP_ORDER_KEY, "csr");
    assert_refused(w, ATTESTED);
    assert_string_equal(w->ruling.field, "reference");
    a_fax(c);
    give_text(c, P_approver, "\t");
    w = world_do(c, OP_ORDER_KEY, "csr");
    assert_refused(w, ATTESTED);
    assert_string_equal(w->ruling.field, "approver");
}

static void a_paper_cannot_have_been_approved_later_than_now(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_fax(c);
    give_time(c, P_approved_at, "2026-03-04T10:00:01+08:00");
    assert_refused(world_do(c, OP_ORDER_KEY, "csr"), APPROVED_LATER);
}

/* --- orders that the customer gave directly -------------------------------------------- */

static void sales_manager(struct world *c, const char *last_day)
{
    struct user_role_row role = { .role = ROLE_SDM };

    role.user_id = world_put(
        c, TABLE_APP_USER,
        &(struct app_user_row){ .login = STR("sdm"), .name = STR("sdm"), .active = true });
    if (last_day)
        assert_true(day_parse(str_of(last_day), &role.valid_to));
    world_put(c, TABLE_USER_ROLE, &role);
}

/* An order that the customer phoned himself: nobody of the field verified it. */
static void direct(struct world *c)
{
    a_fax(c);
    c->args.v[P_verifier].given = false;
    give_number(c, P_origin, ORIGIN_CUSTOMER);
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
}

static struct work *to_order(struct world *c, enum op op, const char *login)
{
    give_text(c, P_order, str_text(memory, last_order(c)->no));
    if (op == OP_ORDER_ACCEPT)
        give_text(c, P_memo, "as agreed");
    return world_do(c, op, login);
}

/* */
static void a_direct_order_waits_for_its_confirmation(void **state) /* */
{
    struct world *c = world_new(memory);
    const struct message_row *m;

    (void)state;
    direct(c);
    m = last_row(c, TABLE_MESSAGE);
    assert_int_equal(m->kind, MESSAGE_TO_SIGN);
    assert_int_equal(m->to_role, ROLE_SDM);
    assert_refused(to_order(c, OP_ORDER_ACCEPT, "csr"), DIRECT_CONFIRMED);
    assert_refused(to_order(c, OP_ORDER_CONFIRM, "csr"), ACTOR_ROLE);
    assert_refused(to_order(c, OP_ORDER_CONFIRM, "mm"), ACTOR_ROLE);
    assert_int_equal(last_order(c)->state, ORDER_RECEIVED);
}

static void the_sales_manager_confirms_it_himself(void **state)
{
    struct world *c = world_new(memory);
    const struct signature_row *s;

    (void)state;
    sales_manager(c, NULL);
    direct(c);
    assert_done(to_order(c, OP_ORDER_CONFIRM, "sdm"));
    s = last_row(c, TABLE_SIGNATURE);
    assert_int_equal(s->kind, SIGN_CONFIRM);
    assert_int_equal(s->role, ROLE_SDM);
    assert_int_equal(s->signer_id, world_user(c, "sdm"));
    assert_str(last_order(c)->confirmed_by, "sdm");
    assert_refused(to_order(c, OP_ORDER_CONFIRM, "gm"), SIGNED_ALREADY);
    assert_done(to_order(c, OP_ORDER_ACCEPT, "csr"));
    assert_int_equal(last_order(c)->state, ORDER_WAIT_MA);
}

static void every_sales_leader_confirms_a_direct_order(void **state)
{
    static const char *const leaders[] = { "gm", "dir", "ddir" };
    struct world *c = world_new(memory);

    (void)state;
    for (size_t i = 0; i < COUNT(leaders); i++) {
        direct(c);
        assert_done(to_order(c, OP_ORDER_CONFIRM, leaders[i]));
    }
}

static void who_keyed_it_does_not_confirm_it(void **state) /* */
{
    struct world *c = world_new(memory);
    struct user_role_row too = { .role = ROLE_SDM, .user_id = world_user(c, "csr") };

    (void)state;
    world_put(c, TABLE_USER_ROLE, &too);
    direct(c);
    assert_refused(to_order(c, OP_ORDER_CONFIRM, "csr"), SELF_APPROVAL);
}

/* Law 5: a signature is for a version. */
static void a_change_takes_a_new_confirmation(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    direct(c);
    assert_done(to_order(c, OP_ORDER_CONFIRM, "gm"));
    give_text(c, P_ship_to, "Gate 3");
    give_text(c, P_requester, "Ms Lin");
    assert_done(to_order(c, OP_ORDER_AMEND, "csr"));
    assert_refused(to_order(c, OP_ORDER_ACCEPT, "csr"), DIRECT_CONFIRMED);
}

static void a_sales_manager_of_yesterday_confirms_nothing(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    sales_manager(c, "2026-03-03");
    direct(c);
    assert_refused(to_order(c, OP_ORDER_CONFIRM, "sdm"), ACTOR_ROLE);
}

static void what_stands_on_a_contract_or_a_plan_is_not_confirmed(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_fax(c);
    give_number(c, P_origin, ORIGIN_CUSTOMER);
    give_text(c, P_contract, "K-7");
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    assert_refused(to_order(c, OP_ORDER_CONFIRM, "gm"), CONFIRM_NOTHING);
    assert_done(to_order(c, OP_ORDER_ACCEPT, "csr"));
}

static void a_plan_from_the_field_names_who_verified_it(void **state) /* */
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    a_fax(c);
    give_text(c, P_verifier, " ");
    assert_int_equal(world_do(c, OP_ORDER_KEY, "csr")->ruling.outcome, OUTCOME_REFUSED);
    a_fax(c);
    c->args.v[P_verifier].given = false;
    w = world_do(c, OP_ORDER_KEY, "csr");
    assert_refused(w, ATTEST_VERIFIED);
    assert_string_equal(w->ruling.field, "verifier");
}

static void a_faxed_plan_needs_no_confirmation(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_fax(c);
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    assert_str(last_order(c)->confirmed_by, "");
}

/* --- one fax keyed twice ---------------------------------------------------------------- */

static bool warned(const struct work *w)
{
    for (size_t i = 0; i < w->ruling.number_count; i++)
        if (str_eq(str_of(w->ruling.numbers[i].name), STR("same_reference")))
            return true;
    return false;
}

static void the_same_fax_again_is_warned_of_and_keyed(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    a_fax(c);
    w = world_do(c, OP_ORDER_KEY, "csr");
    assert_false(warned(w));
    a_fax(c);
    w = world_do(c, OP_ORDER_KEY, "bcr");
    assert_done(w);
    assert_int_equal(said(w, "same_reference")->value, 1);
    assert_str(said(w, "keyed_before")->text, "SO1");
}

static void another_channel_reference_or_customer_is_no_double(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_fax(c);
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    a_fax(c);
    give_number(c, P_channel, CHANNEL_MAIL);
    assert_false(warned(world_do(c, OP_ORDER_KEY, "csr")));
    a_fax(c);
    give_text(c, P_reference, "FX-101");
    assert_false(warned(world_do(c, OP_ORDER_KEY, "csr")));
    a_fax(c);
    give_text(c, P_customer, "C3");
    assert_false(warned(world_do(c, OP_ORDER_KEY, "csr")));
}

static void a_reference_may_be_used_again_after_thirty_days(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_fax(c);
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    world_later(c, 30 * 24 * 60 - 1);
    a_fax(c);
    assert_true(warned(world_do(c, OP_ORDER_KEY, "csr")));
    world_later(c, 30 * 24 * 60);
    a_fax(c);
    assert_false(warned(world_do(c, OP_ORDER_KEY, "csr")));
}

static void a_cancelled_order_is_no_double(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_fax(c);
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    give_text(c, P_order, "SO1");
    give_text(c, P_reason, "keyed for the wrong customer");
    assert_done(world_do(c, OP_ORDER_CANCEL, "csr"));
    a_fax(c);
    assert_false(warned(world_do(c, OP_ORDER_KEY, "csr")));
}

static void the_area_manager_gets_his_copy(void **state) /* */
{
    struct world *c = world_new(memory);
    const struct message_row *m;

    (void)state;
    a_fax(c);
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    assert_int_equal(row_count(c, TABLE_MESSAGE), 1);
    m = last_row(c, TABLE_MESSAGE);
    assert_int_equal(m->kind, MESSAGE_RECEIVED);
    assert_int_equal(m->to_role, ROLE_UM);
    assert_int_equal(m->to_user_id, world_user(c, "um"));
    assert_int_equal(m->order_id, last_order(c)->id);
}

static void only_secretaries_key_papers(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_fax(c);
    assert_refused(world_do(c, OP_ORDER_KEY, "kam"), ACTOR_ROLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_keyed_fax_is_received_with_its_approval_attested),
        TEST(the_clocks_run_from_the_papers_arrival),
        TEST(what_comes_at_the_cut_off_counts_today),
        TEST(what_comes_after_the_cut_off_counts_tomorrow),
        TEST(the_quota_month_is_that_of_the_business_day),
        TEST(no_paper_arrives_later_than_now),
        TEST(an_arrival_before_the_previous_business_day_needs_a_remark),
        TEST(an_arrival_on_the_previous_business_day_needs_none),
        TEST(a_paper_does_not_come_by_terminal),
        TEST(a_paper_names_reference_and_approver),
        TEST(a_paper_cannot_have_been_approved_later_than_now),
        TEST(a_direct_order_waits_for_its_confirmation),
        TEST(the_sales_manager_confirms_it_himself),
        TEST(every_sales_leader_confirms_a_direct_order),
        TEST(a_sales_manager_of_yesterday_confirms_nothing),
        TEST(who_keyed_it_does_not_confirm_it),
        TEST(a_change_takes_a_new_confirmation),
        TEST(what_stands_on_a_contract_or_a_plan_is_not_confirmed),
        TEST(a_plan_from_the_field_names_who_verified_it),
        TEST(a_faxed_plan_needs_no_confirmation),
        TEST(the_same_fax_again_is_warned_of_and_keyed),
        TEST(another_channel_reference_or_customer_is_no_double),
        TEST(a_reference_may_be_used_again_after_thirty_days),
        TEST(a_cancelled_order_is_no_double),
        TEST(the_area_manager_gets_his_copy),
        TEST(only_secretaries_key_papers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
