/*
 * test_order_approve.c - OG: a draft verified, approved, sent back, discarded.
 */
#include "tests/unit/outcome.h"
#include "tests/world/world.h"

static const char *const NO = "SO1";

static void planned_by(struct world *c, const char *login)
{
    give_text(c, P_customer, "C1");
    give_line(c, 0, "P1", 10, -1);
    assert_done(world_do(c, OP_ORDER_PLAN, login));
}

static struct work *act(struct world *c, enum op op, const char *login)
{
    give_text(c, P_order, NO);
    return world_do(c, op, login);
}

static void verified(struct world *c)
{
    planned_by(c, "kam");
    assert_done(act(c, OP_ORDER_VERIFY, "kam"));
}

static struct customer_row *customer(struct world *c)
{
    return world_row(c, TABLE_CUSTOMER, world_id(c, TABLE_CUSTOMER, "C1"));
}

static void substitute(struct world *c, const char *principal, const char *delegate,
                       enum role role)
{
    world_put(c, TABLE_DELEGATION,
              &(struct delegation_row){ .kind = DELEGATION_SUBSTITUTE,
                                        .role = role,
                                        .principal_id = world_user(c, principal),
                                        .delegate_id = world_user(c, delegate),
                                        .valid_from = { 1 } });
}

/* --- verify ------------------------------------------------------------------------------ */

/* */
static void the_customers_manager_verifies(void **state)
{
    struct world *c = world_new(memory);
    const struct signature_row *s;

    (void)state;
    verified(c);
    s = last_row(c, TABLE_SIGNATURE);
    assert_string_equal(state_of(c, NO), "VERIFIED");
    assert_int_equal(world_order(c, NO)->verified_by, world_user(c, "kam"));
    assert_int_not_equal(world_order(c, NO)->verified_at.us, 0);
    assert_int_equal(s->kind, SIGN_VERIFY);
    assert_int_equal(s->version, 1);
    assert_str(s->content_hash, str_text(memory, world_order(c, NO)->content_hash));
}

static void another_manager_does_not_verify(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    planned_by(c, "kam");
    assert_refused(act(c, OP_ORDER_VERIFY, "um"), SIGNER);
}

static void where_no_kam_is_the_responsible_manager_verifies(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    customer(c)->kam_id = 0;
    planned_by(c, "um");
    assert_done(act(c, OP_ORDER_VERIFY, "um"));
}

static void a_substitute_verifies_in_his_name(void **state)
{
    struct world *c = world_new(memory);
    const struct event_row *e;

    (void)state;
    substitute(c, "kam", "kam2", ROLE_KAM);
    planned_by(c, "kam");
    assert_done(act(c, OP_ORDER_VERIFY, "kam2"));
    e = last_row(c, TABLE_EVENT);
    assert_int_equal(e->actor_id, world_user(c, "kam2"));
    assert_int_equal(e->principal_id, world_user(c, "kam"));
}

static void what_is_verified_is_not_verified_again(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    verified(c);
    w = act(c, OP_ORDER_VERIFY, "kam");
    assert_refused(w, FLOW);
    assert_int_equal(w->ruling.code, ERR_STATE);
}

static void a_screen_that_is_old_verifies_nothing(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    planned_by(c, "kam");
    give_number(c, P_version, 1);
    give_text(c, P_order, NO);
    give_line(c, 1, "", 11, -1);
    assert_done(world_do(c, OP_ORDER_AMEND, "kam"));
    give_number(c, P_version, 1);
    w = act(c, OP_ORDER_VERIFY, "kam");
    assert_refused(w, VERSION);
    assert_int_equal(w->ruling.code, ERR_VERSION);
    assert_int_equal(said(w, "version_now")->value, 2);
    give_number(c, P_version, 2);
    assert_done(act(c, OP_ORDER_VERIFY, "kam"));
}

static void an_order_that_is_not_there_is_missing(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_missing(act(c, OP_ORDER_VERIFY, "kam"));
}

/* --- approve ----------------------------------------------------------------------------- */

/* */
static void the_market_manager_approves_and_transmits(void **state)
{
    struct world *c = world_new(memory);
    const struct order_row *o;
    const struct message_row *m;

    (void)state;
    verified(c);
    assert_done(act(c, OP_ORDER_APPROVE, "mm"));
    o = world_order(c, NO);
    m = last_row(c, TABLE_MESSAGE);
    assert_int_equal(o->state, ORDER_RECEIVED);
    assert_int_equal(o->approved_by, world_user(c, "mm"));
    assert_int_equal(o->arrival.us, o->approved_at.us);
    assert_int_equal(o->business_day.n, day_of(2026, 3, 4).n);
    assert_int_equal(o->quota_month.n, day_of(2026, 3, 1).n);
    assert_int_equal(m->to_user_id, world_user(c, "um"));
    assert_int_equal(((const struct signature_row *)last_row(c, TABLE_SIGNATURE))->kind,
                     SIGN_APPROVE);
}

static void another_markets_manager_does_not_approve(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    verified(c);
    assert_refused(act(c, OP_ORDER_APPROVE, "mm2"), SCOPE);
    assert_refused(act(c, OP_ORDER_APPROVE, "um"), SIGNER);
}

static void a_substitute_of_the_market_manager_approves(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    substitute(c, "mm", "um", ROLE_MM);
    verified(c);
    assert_done(act(c, OP_ORDER_APPROVE, "um"));
    assert_int_equal(world_order(c, NO)->approved_by, world_user(c, "um"));
}

static void who_verified_does_not_approve(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    customer(c)->kam_id = world_user(c, "mm");
    planned_by(c, "mm");
    assert_done(act(c, OP_ORDER_VERIFY, "mm"));
    assert_refused(act(c, OP_ORDER_APPROVE, "mm"), VERIFY_APPROVE);
    substitute(c, "mm", "um", ROLE_MM);
    assert_done(act(c, OP_ORDER_APPROVE, "um"));
}

static void a_draft_is_not_approved_unverified(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    planned_by(c, "kam");
    assert_refused(act(c, OP_ORDER_APPROVE, "mm"), FLOW);
}

/* --- send back, discard ------------------------------------------------------------------ */

static void the_market_manager_sends_back_with_a_reason(void **state)
{
    struct world *c = world_new(memory);
    const struct message_row *m;
    const struct signature_row *s;

    (void)state;
    verified(c);
    give_text(c, P_reason, "too much P1");
    assert_done(act(c, OP_ORDER_SEND_BACK, "mm"));
    m = last_row(c, TABLE_MESSAGE);
    s = last_row(c, TABLE_SIGNATURE);
    assert_string_equal(state_of(c, NO), "DRAFT");
    assert_int_equal(world_order(c, NO)->verified_by, 0);
    assert_str(world_order(c, NO)->returned_for, "too much P1");
    assert_int_equal(m->kind, MESSAGE_RETURNED);
    assert_int_equal(m->to_user_id, world_user(c, "kam"));
    assert_int_not_equal(s->void_at.us, 0);
}

static void only_the_market_manager_sends_back(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    verified(c);
    give_text(c, P_reason, "no");
    assert_refused(act(c, OP_ORDER_SEND_BACK, "um"), SIGNER);
}

static void a_draft_is_discarded(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    planned_by(c, "kam");
    assert_done(act(c, OP_ORDER_DISCARD, "um"));
    assert_string_equal(state_of(c, NO), "CANCELLED");
    assert_refused(act(c, OP_ORDER_VERIFY, "kam"), FLOW);
}

static void a_verified_plan_is_not_discarded(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    verified(c);
    assert_refused(act(c, OP_ORDER_DISCARD, "kam"), FLOW);
}

static void a_representative_in_the_area(struct world *c)
{
    struct user_role_row role = { .user_id = world_user(c, "sr"),
                                  .role = ROLE_SR,
                                  .unit_id = world_id(c, TABLE_AREA, "E1") };

    world_put(c, TABLE_USER_ROLE, &role);
}

static void a_representative_discards_only_his_own_draft(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_representative_in_the_area(c);
    planned_by(c, "kam");
    assert_refused(act(c, OP_ORDER_DISCARD, "sr"), DRAFT_OF_OTHERS);
    c = world_new(memory);
    a_representative_in_the_area(c);
    planned_by(c, "sr");
    assert_done(act(c, OP_ORDER_DISCARD, "sr"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_customers_manager_verifies),
        TEST(another_manager_does_not_verify),
        TEST(where_no_kam_is_the_responsible_manager_verifies),
        TEST(a_substitute_verifies_in_his_name),
        TEST(what_is_verified_is_not_verified_again),
        TEST(a_screen_that_is_old_verifies_nothing),
        TEST(an_order_that_is_not_there_is_missing),
        TEST(the_market_manager_approves_and_transmits),
        TEST(another_markets_manager_does_not_approve),
        TEST(a_substitute_of_the_market_manager_approves),
        TEST(who_verified_does_not_approve),
        TEST(a_draft_is_not_approved_unverified),
        TEST(the_market_manager_sends_back_with_a_reason),
        TEST(only_the_market_manager_sends_back),
        TEST(a_draft_is_discarded),
        TEST(a_verified_plan_is_not_discarded),
        TEST(a_representative_discards_only_his_own_draft),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
