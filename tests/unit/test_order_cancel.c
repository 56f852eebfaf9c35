/*
 * test_order_cancel.c - cancellation and lapse, state by state.
 */
#include "tests/unit/order_way.h"
#include "tests/world/world.h"

static struct work *cancel(struct world *c, const char *login, const char *requester)
{
    give_text(c, P_order, no);
    give_text(c, P_reason, "customer has enough");
    if (requester)
        give_text(c, P_requester, requester);
    return world_do(c, OP_ORDER_CANCEL, login);
}

static void a_cancelled_order_gives_back_what_it_held_once(void **state)
{
    struct world *c = waiting();
    const struct signature_row *s = signature(c, SIGN_MA);

    (void)state;
    assert_done(cancel(c, "csr", "kam"));
    assert_string_equal(state_of(c, no), "CANCELLED");
    assert_reserved(c, 0);
    assert_int_not_equal(s->void_at.us, 0);
    assert_int_equal(row_count(c, TABLE_EXPOSURE), 2);
    assert_refused(cancel(c, "csr", "kam"), FLOW);
    assert_int_equal(row_count(c, TABLE_EXPOSURE), 2);
}

static size_t cancel_messages(const struct world *c, enum role to)
{
    size_t n = 0;

    for (size_t i = 0; i < row_count(c, TABLE_MESSAGE); i++) {
        const struct message_row *m = row_at(c, TABLE_MESSAGE, i);

        n += m->kind == MESSAGE_CANCELLED && m->to_role == to;
    }
    return n;
}

static void manager_and_customer_are_told_of_a_cancellation(void **state)
{
    struct world *c = waiting();

    (void)state;
    assert_done(cancel(c, "csr", "kam"));
    assert_int_equal(cancel_messages(c, ROLE_KAM), 1);
    assert_int_equal(cancel_messages(c, role_none), 1);
    assert_int_equal(cancel_messages(c, ROLE_FIN), 0);
    c = waiting();
    order(c)->state = ORDER_FIN_QUEUE;
    assert_done(cancel(c, "csr", "kam"));
    assert_int_equal(cancel_messages(c, ROLE_FIN), 1);
}

static void every_state_before_the_paper_can_be_cancelled(void **state)
{
    static const enum order_state states[] = {
        ORDER_RECEIVED,       ORDER_RETURNED,    ORDER_QUOTA_CHOICE, ORDER_WAIT_QUOTA_UM,
        ORDER_WAIT_QUOTA_SLT, ORDER_HOLD_CREDIT, ORDER_WAIT_ST,      ORDER_WAIT_FUNDS,
        ORDER_WAIT_MGR,       ORDER_APPROVED,    ORDER_FIN_QUEUE,    ORDER_VERIFIED,
        ORDER_WAIT_MA,
    };

    (void)state;
    for (size_t i = 0; i < COUNT(states); i++) {
        struct world *c = unreserved(states[i]);

        assert_done(cancel(c, "um", NULL));
        assert_string_equal(state_of(c, no), "CANCELLED");
    }
    assert_refused(cancel(unreserved(ORDER_BILLED), "um", NULL), FLOW);
    assert_refused(cancel(unreserved(ORDER_DRAFT), "um", NULL), FLOW);
}

static void a_secretary_names_who_cancels_but_for_a_double(void **state)
{
    struct world *c = waiting();

    (void)state;
    assert_refused(cancel(c, "csr", NULL), CANCEL_REQUESTER);
    assert_done(cancel(unreserved(ORDER_RECEIVED), "csr", NULL));
}

static void a_cancellation_needs_its_reason(void **state)
{
    struct world *c = waiting();

    (void)state;
    give_text(c, P_order, no);
    give_text(c, P_reason, " ");
    assert_refused(world_do(c, OP_ORDER_CANCEL, "um"), CANCEL_REASON);
}

static void another_areas_manager_cancels_nothing(void **state)
{
    (void)state;
    assert_refused(cancel(waiting(), "um2", NULL), SCOPE);
}

/* --- lapse ------------------------------------------------------------------------------- */

static struct work *lapse(struct world *c)
{
    give_text(c, P_order, no);
    return world_do(c, OP_ORDER_LAPSE, "SYSTEM");
}

static void a_held_order_lapses_after_thirty_days(void **state)
{
    struct world *c = unreserved(ORDER_HOLD_CREDIT);

    (void)state;
    world_later(c, 31 * 24 * 60);
    assert_done(lapse(c));
    assert_string_equal(state_of(c, no), "CANCELLED");
    assert_int_equal(cancel_messages(c, role_none), 1);
}

/* T52: nothing but a hold ends by time, least of all what is over already. */
static void no_other_state_lapses(void **state)
{
    (void)state;
    for (enum order_state s = ORDER_DRAFT; s < order_state_count; s++) {
        struct world *c = unreserved(s);

        world_later(c, 60 * 24 * 60);
        if (s != ORDER_HOLD_CREDIT)
            assert_refused(lapse(c), FLOW);
        assert_true(s == ORDER_HOLD_CREDIT || order(c)->state == s);
    }
}

/* T52: the last day is still the customer's. */
static void on_the_thirtieth_day_it_still_waits(void **state)
{
    struct world *c = unreserved(ORDER_HOLD_CREDIT);
    struct work *w;

    (void)state;
    world_later(c, 30 * 24 * 60);
    w = lapse(c);
    assert_refused(w, HOLD_DAYS);
    assert_int_equal(said(w, "last_day")->value, day_of(2026, 4, 3).n);
}

static void only_held_orders_lapse(void **state)
{
    struct world *c = waiting();

    (void)state;
    world_later(c, 60 * 24 * 60);
    assert_refused(lapse(c), FLOW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_cancelled_order_gives_back_what_it_held_once),
        TEST(manager_and_customer_are_told_of_a_cancellation),
        TEST(every_state_before_the_paper_can_be_cancelled),
        TEST(a_secretary_names_who_cancels_but_for_a_double),
        TEST(a_cancellation_needs_its_reason),
        TEST(another_areas_manager_cancels_nothing),
        TEST(a_held_order_lapses_after_thirty_days),
        TEST(on_the_thirtieth_day_it_still_waits),
        TEST(only_held_orders_lapse),
        TEST(no_other_state_lapses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
