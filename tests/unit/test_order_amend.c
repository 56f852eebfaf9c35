/*
 * test_order_amend.c - amendment and resubmission, state by state.
 */
#include "tests/unit/order_way.h"
#include "tests/world/world.h"

/* Line 1 becomes n pieces. */
static struct work *amend(struct world *c, const char *login, const char *requester, int64_t n)
{
    give_text(c, P_order, no);
    give_line(c, 1, "", n, -1);
    if (requester)
        give_text(c, P_requester, requester);
    return world_do(c, OP_ORDER_AMEND, login);
}

static const struct event_row *event_with(const struct world *c, const char *remark)
{
    for (size_t i = 0; i < row_count(c, TABLE_EVENT); i++) {
        const struct event_row *e = row_at(c, TABLE_EVENT, i);

        if (str_eq(e->remark, str_of(remark)))
            return e;
    }
    return NULL;
}

/* --- to the state's own re-entry -----------------------------------------------------------
 */

static void a_verified_plan_that_changes_is_a_draft_again(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_text(c, P_customer, "C1");
    give_line(c, 0, "P1", 10, -1);
    assert_done(world_do(c, OP_ORDER_PLAN, "kam"));
    no = "SO1";
    give_text(c, P_order, no);
    assert_done(world_do(c, OP_ORDER_VERIFY, "kam"));
    assert_done(amend(c, "um", NULL, 12));
    assert_string_equal(state_of(c, no), "DRAFT");
    assert_int_equal(order(c)->verified_by, 0);
    assert_int_not_equal(
        ((const struct signature_row *)last_row(c, TABLE_SIGNATURE))->void_at.us, 0);
}

static void a_received_order_stays_received(void **state)
{
    struct world *c = unreserved(ORDER_RECEIVED);

    (void)state;
    assert_done(amend(c, "csr", "kam", 12));
    assert_string_equal(state_of(c, no), "RECEIVED");
    assert_int_equal(order(c)->total.fen, 12000);
    assert_int_equal(order(c)->version, 2);
    assert_non_null(event_with(c, "line 1 10 x 10.00 -> 12 x 10.00; asked by kam"));
}

static void a_signable_order_goes_through_the_checks_anew(void **state)
{
    struct world *c = waiting();
    const struct signature_row *s = signature(c, SIGN_MA);
    struct str hash = order(c)->content_hash;

    (void)state;
    assert_reserved(c, 10000);
    assert_done(amend(c, "csr", "um", 12));
    assert_string_equal(state_of(c, no), "WAIT_MA");
    assert_reserved(c, 12000);
    assert_int_equal(order(c)->version, 2);
    assert_false(str_eq(order(c)->content_hash, hash));
    assert_int_not_equal(s->void_at.us, 0); /* law 5 */
}

static void the_wish_for_one_delivery_is_part_of_what_is_signed(void **state)
{
    struct world *c = unreserved(ORDER_RECEIVED);
    struct str before = order(c)->content_hash;

    (void)state;
    assert_false(order(c)->complete);
    give_text(c, P_order, no);
    give_text(c, P_requester, "kam");
    give_number(c, P_complete, true);
    assert_done(world_do(c, OP_ORDER_AMEND, "csr"));
    assert_true(order(c)->complete);
    assert_int_equal(order(c)->version, 2);
    assert_false(str_eq(order(c)->content_hash, before));
    assert_non_null(event_with(c, "complete: no -> yes; asked by kam"));
    give_text(c, P_order, no);
    give_text(c, P_requester, "kam");
    give_number(c, P_complete, true);
    assert_refused(world_do(c, OP_ORDER_AMEND, "csr"), AMEND_NOTHING);
}

/* T02, T03: the amended amount is judged, not the one that passed before. */
static void a_quantity_raised_after_release_meets_the_limit(void **state)
{
    struct world *c = waiting();

    (void)state;
    assert_held(amend(c, "csr", "um", 13000));
    assert_string_equal(state_of(c, no), "HOLD_CREDIT");
    assert_reserved(c, 0);
}

static void a_reduction_is_judged_by_the_reduced_amount(void **state)
{
    struct world *c = unreserved(ORDER_RECEIVED);

    (void)state;
    order(c)->state = ORDER_QUOTA_CHOICE;
    assert_held(amend(c, "csr", "um", 13000));
    order(c)->state = ORDER_QUOTA_CHOICE;
    assert_done(amend(c, "csr", "um", 5));
    assert_string_equal(state_of(c, no), "WAIT_MA");
    assert_reserved(c, 5000);
}

/* T02: a product that comes in by an amendment is asked for its quota like any other. */
static void a_new_lines_product_meets_its_quota(void **state)
{
    struct world *c = waiting();

    (void)state;
    give_text(c, P_order, no);
    give_text(c, P_requester, "um");
    give_line(c, 0, "P2", 51, -1); /* area E1 has 50 */
    assert_held(world_do(c, OP_ORDER_AMEND, "csr"));
    assert_string_equal(state_of(c, no), "QUOTA_CHOICE");
}

/* T05: an amendment does not carry the earlier approval into finance's queue. */
static void an_order_in_finances_queue_goes_back_to_its_signer(void **state)
{
    struct world *c = waiting();

    (void)state;
    signature(c, SIGN_MA);
    order(c)->state = ORDER_FIN_QUEUE;
    order(c)->signed_at = c->model.now;
    order(c)->signed_excess = fen(5);
    assert_done(amend(c, "csr", "um", 12));
    assert_string_equal(state_of(c, no), "WAIT_MA");
    assert_reserved(c, 12000);
    assert_int_equal(order(c)->signed_at.us, 0);
    assert_int_equal(order(c)->signed_excess.fen, 0);
}

static void every_state_before_the_paper_goes_to_the_checks(void **state)
{
    static const enum order_state states[] = { ORDER_QUOTA_CHOICE, ORDER_WAIT_QUOTA_UM,
                                               ORDER_WAIT_QUOTA_SLT, ORDER_WAIT_FUNDS };

    (void)state;
    for (size_t i = 0; i < COUNT(states); i++) {
        struct world *c = unreserved(states[i]);

        assert_done(amend(c, "csr", "um", 12));
        assert_string_equal(state_of(c, no), "WAIT_MA");
        assert_reserved(c, 12000);
    }
}

static void signable_states_release_before_they_are_checked(void **state)
{
    static const enum order_state states[] = { ORDER_WAIT_MA, ORDER_WAIT_MGR, ORDER_APPROVED };

    (void)state;
    for (size_t i = 0; i < COUNT(states); i++) {
        struct world *c = waiting();

        order(c)->state = states[i];
        assert_done(amend(c, "csr", "um", 12));
        assert_reserved(c, 12000);
    }
}

static void a_held_order_that_changes_is_returned(void **state)
{
    struct world *c = unreserved(ORDER_HOLD_CREDIT);

    (void)state;
    assert_done(amend(c, "um", NULL, 5));
    assert_string_equal(state_of(c, no), "RETURNED");
    assert_reserved(c, 0);
}

/* T11: what was granted to one version is not granted to the next. */
static void a_special_treatment_ends_with_the_version(void **state)
{
    struct world *c = unreserved(ORDER_WAIT_ST);
    const struct st_case_row *open, *passed, *refused;
    struct st_case_row row = { .order_id = order(c)->id, .version = 1, .state = CASE_OPEN };
    const struct signature_row *s = signature(c, SIGN_ST);

    (void)state;
    open = model_find(&c->model, TABLE_ST_CASE, world_put(c, TABLE_ST_CASE, &row));
    row.state = CASE_PASSED;
    passed = model_find(&c->model, TABLE_ST_CASE, world_put(c, TABLE_ST_CASE, &row));
    row.state = CASE_REFUSED;
    refused = model_find(&c->model, TABLE_ST_CASE, world_put(c, TABLE_ST_CASE, &row));
    order(c)->granted_at = c->model.now;
    assert_done(amend(c, "csr", "um", 5));
    assert_string_equal(state_of(c, no), "RETURNED");
    assert_int_equal(open->state, CASE_VOID);
    assert_int_equal(passed->state, CASE_VOID);
    assert_int_equal(refused->state, CASE_REFUSED);
    assert_int_equal(order(c)->granted_at.us, 0);
    assert_int_not_equal(s->void_at.us, 0);
}

static void an_open_quota_request_is_withdrawn(void **state)
{
    struct world *c = unreserved(ORDER_WAIT_QUOTA_UM);
    struct quota_request_row row = { .order_id = order(c)->id,
                                     .kind = ASK_TRANSFER,
                                     .state = REQUEST_OPEN };
    const struct quota_request_row *r;

    (void)state;
    r = model_find(&c->model, TABLE_QUOTA_REQUEST, world_put(c, TABLE_QUOTA_REQUEST, &row));
    assert_done(amend(c, "csr", "um", 5));
    assert_int_equal(r->state, REQUEST_WITHDRAWN);
    assert_int_equal(r->decided_by, world_user(c, "csr"));
}

static void a_printed_order_is_not_amended(void **state)
{
    static const enum order_state states[] = { ORDER_BILLED, ORDER_HANDED_OVER, ORDER_CLOSED,
                                               ORDER_CANCELLED, ORDER_REJECTED };

    (void)state;
    for (size_t i = 0; i < COUNT(states); i++)
        assert_refused(amend(unreserved(states[i]), "csr", "um", 5), FLOW);
}

static void an_amendment_from_an_old_screen_is_refused(void **state)
{
    struct world *c = waiting();

    (void)state;
    give_number(c, P_version, 7);
    assert_refused(amend(c, "csr", "um", 5), VERSION);
}

/* --- whose word it is ----------------------------------------------------------------------
 */

static void a_secretary_names_who_asked(void **state)
{
    struct world *c = waiting();

    (void)state;
    assert_refused(amend(c, "csr", NULL, 12), AMEND_REQUESTER);
    assert_refused(amend(c, "csr", " ", 12), AMEND_REQUESTER);
    assert_refused(amend(unreserved(ORDER_RETURNED), "csr", NULL, 12), AMEND_REQUESTER);
}

static void on_its_way_the_field_does_not_change_an_order(void **state)
{
    struct world *c = waiting();

    (void)state;
    assert_refused(amend(c, "um", NULL, 12), AMEND_FIELD);
    assert_refused(amend(c, "kam", "um", 12), AMEND_FIELD);
    assert_refused(amend(unreserved(ORDER_RECEIVED), "mm", NULL, 12), AMEND_FIELD);
}

static void field_managers_change_a_returned_order(void **state)
{
    static const char *const people[] = { "um", "kam", "mm" };

    (void)state;
    for (size_t i = 0; i < COUNT(people); i++) {
        struct world *c = unreserved(ORDER_RETURNED);

        assert_done(amend(c, people[i], NULL, 5));
        assert_string_equal(state_of(c, no), "RETURNED");
    }
}

static void another_areas_manager_changes_nothing(void **state)
{
    (void)state;
    assert_refused(amend(unreserved(ORDER_RETURNED), "um2", NULL, 5), SCOPE);
}

static void the_area_managers_amendment_stands_for_the_plans_approval(void **state)
{
    struct world *c = unreserved(ORDER_RETURNED);
    size_t before = row_count(c, TABLE_SIGNATURE);

    (void)state;
    assert_done(amend(c, "um", NULL, 5));
    assert_str(order(c)->attested_by, "mm");
    assert_int_equal(order(c)->approved_by, 0);
    assert_int_equal(row_count(c, TABLE_SIGNATURE), before + 2);
    assert_int_equal(((const struct signature_row *)last_row(c, TABLE_SIGNATURE))->version, 2);
}

static void a_key_account_managers_amendment_does_not(void **state)
{
    struct world *c = unreserved(ORDER_RETURNED);

    (void)state;
    assert_done(amend(c, "kam", NULL, 5));
    assert_int_equal(order(c)->approved_by, 0);
    assert_int_equal(row_count(c, TABLE_SIGNATURE), 0);
}

static void a_representative_changes_only_drafts_of_his_own(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, "sr"),
                                       .role = ROLE_SR,
                                       .unit_id = world_id(c, TABLE_AREA, "E1") });
    give_text(c, P_customer, "C1");
    give_line(c, 0, "P1", 10, -1);
    assert_done(world_do(c, OP_ORDER_PLAN, "sr"));
    no = "SO1";
    assert_done(amend(c, "sr", NULL, 11));
    order(c)->keyed_by = world_user(c, "kam");
    assert_refused(amend(c, "sr", NULL, 12), DRAFT_OF_OTHERS);
    order(c)->keyed_by = world_user(c, "sr");
    order(c)->state = ORDER_VERIFIED;
    assert_refused(amend(c, "sr", NULL, 12), AMEND_FIELD);
}

/* --- resubmit ------------------------------------------------------------------------------
 */

static void a_returned_order_is_checked_again_with_its_first_arrival(void **state)
{
    struct world *c = unreserved(ORDER_RETURNED);
    int64_t arrival = order(c)->arrival.us;

    (void)state;
    order(c)->returned_for = STR("QC 1");
    world_later(c, 24 * 60);
    give_text(c, P_order, no);
    assert_done(world_do(c, OP_ORDER_RESUBMIT, "um"));
    assert_string_equal(state_of(c, no), "WAIT_MA");
    assert_int_equal(order(c)->arrival.us, arrival);
    assert_str(order(c)->returned_for, "");
    assert_reserved(c, 10000);
}

static struct work *resubmit(struct world *c)
{
    give_text(c, P_order, no);
    return world_do(c, OP_ORDER_RESUBMIT, "um");
}

static void what_a_manager_refused_is_amended_first(void **state) /* */
{
    struct world *c = waiting();

    (void)state;
    give_text(c, P_order, no);
    give_text(c, P_reason, "not like this");
    assert_done(world_do(c, OP_ORDER_REFUSE, "ddir"));
    assert_refused(resubmit(c), RESUBMIT_SAME);
    assert_done(amend(c, "um", NULL, 5));
    assert_done(resubmit(c));
    assert_string_equal(state_of(c, no), "WAIT_MA");
}

static void nobodys_approval_covers_what_a_key_account_manager_changed(void **state) /* */
{
    struct world *c = unreserved(ORDER_RETURNED);
    struct work *w;

    (void)state;
    assert_done(amend(c, "kam", NULL, 90));
    w = resubmit(c);
    assert_held(w);
    assert_int_equal(w->ruling.rule, RULE_QC_AMENDED);
    assert_string_equal(state_of(c, no), "RETURNED");
    give_text(c, P_order, no);
    assert_done(world_do(c, OP_ORDER_APPROVE, "mm"));
    assert_string_equal(state_of(c, no), "RETURNED");
    give_text(c, P_order, no);
    assert_refused(world_do(c, OP_ORDER_APPROVE, "mm"), APPROVED_ALREADY);
    assert_done(resubmit(c));
    assert_string_equal(state_of(c, no), "WAIT_MA");
}

static void nobody_approves_his_own_amendment(void **state) /* */
{
    struct world *c = unreserved(ORDER_RETURNED);

    (void)state;
    assert_done(amend(c, "kam", NULL, 90));
    order(c)->changed_by = world_user(c, "mm");
    give_text(c, P_order, no);
    assert_refused(world_do(c, OP_ORDER_APPROVE, "mm"), VERIFY_APPROVE);
}

static void who_changed_an_order_does_not_sign_it(void **state) /* */
{
    struct world *c = unreserved(ORDER_RETURNED);

    (void)state;
    assert_done(amend(c, "mm", NULL, 5));
    assert_int_equal(order(c)->changed_by, world_user(c, "mm"));
    assert_done(resubmit(c));
    order(c)->changed_by = world_user(c, "ddir");
    give_text(c, P_order, no);
    assert_refused(world_do(c, OP_ORDER_SIGN, "ddir"), SELF_APPROVAL);
}

static void only_a_returned_order_is_resubmitted(void **state)
{
    struct world *c = waiting();

    (void)state;
    give_text(c, P_order, no);
    assert_refused(world_do(c, OP_ORDER_RESUBMIT, "um"), FLOW);
    order(c)->state = ORDER_RETURNED;
    give_text(c, P_order, no);
    assert_refused(world_do(c, OP_ORDER_RESUBMIT, "um2"), SCOPE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_verified_plan_that_changes_is_a_draft_again),
        TEST(what_a_manager_refused_is_amended_first),
        TEST(nobodys_approval_covers_what_a_key_account_manager_changed),
        TEST(nobody_approves_his_own_amendment),
        TEST(who_changed_an_order_does_not_sign_it),
        TEST(a_received_order_stays_received),
        TEST(the_wish_for_one_delivery_is_part_of_what_is_signed),
        TEST(a_signable_order_goes_through_the_checks_anew),
        TEST(a_quantity_raised_after_release_meets_the_limit),
        TEST(a_reduction_is_judged_by_the_reduced_amount),
        TEST(a_new_lines_product_meets_its_quota),
        TEST(an_order_in_finances_queue_goes_back_to_its_signer),
        TEST(every_state_before_the_paper_goes_to_the_checks),
        TEST(signable_states_release_before_they_are_checked),
        TEST(a_held_order_that_changes_is_returned),
        TEST(a_special_treatment_ends_with_the_version),
        TEST(an_open_quota_request_is_withdrawn),
        TEST(a_printed_order_is_not_amended),
        TEST(an_amendment_from_an_old_screen_is_refused),
        TEST(a_secretary_names_who_asked),
        TEST(on_its_way_the_field_does_not_change_an_order),
        TEST(field_managers_change_a_returned_order),
        TEST(another_areas_manager_changes_nothing),
        TEST(the_area_managers_amendment_stands_for_the_plans_approval),
        TEST(a_key_account_managers_amendment_does_not),
        TEST(a_representative_changes_only_drafts_of_his_own),
        TEST(a_returned_order_is_checked_again_with_its_first_arrival),
        TEST(only_a_returned_order_is_resubmitted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
