/*
 * test_order_author.c - who wrote what an order says does not sign it himself, whoever
 * wrote after him.
 */
#include "tests/unit/road.h"

/* The leader who answers for C1 helps out among the secretaries, or in the field. */
static struct world *helping(enum role role)
{
    struct world *c = world_new(memory);

    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, "ddir"), .role = role });
    return c;
}

static struct work *amend(struct world *c, const char *login, const char *no, int64_t n)
{
    give_line(c, 1, NULL, n, -1);
    give_text(c, P_requester, "um");
    return act(c, OP_ORDER_AMEND, login, no);
}

static void an_earlier_amender_does_not_sign(void **state)
{
    struct world *c = helping(ROLE_CSR);
    const char *no = keyed(c, "C1", "P1", 10, -1);

    (void)state;
    assert_came_to(amend(c, "ddir", no, 20), "DONE");
    assert_came_to(amend(c, "csr", no, 30), "DONE");
    assert_came_to(accept(c, no), "DONE");
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "REFUSED SELF_APPROVAL");
    assert_state(c, no, ORDER_WAIT_MA);
}

static void an_amender_who_signs_for_another_is_shown(void **state)
{
    struct world *c = world_new(memory);
    const char *no = keyed(c, "C1", "P1", 10, -1);

    (void)state;
    amend(c, "ssgl", no, 20);
    amend(c, "csr", no, 30);
    assert_came_to(accept(c, no), "DONE");
    away(c, "ddir");
    with_consent(c, "ddir");
    assert_came_to(act(c, OP_ORDER_SIGN, "ssgl", no), "DONE");
    assert_true(((const struct signature_row *)newest(c, TABLE_SIGNATURE))->flagged);
}

static void who_took_the_cut_does_not_sign(void **state)
{
    struct world *c = helping(ROLE_CSR);
    const char *no = keyed(c, "C1", "P2", 100, -1);

    (void)state;
    assert_came_to(accept(c, no), "HELD QUOTA_SHORT");
    assert_came_to(act(c, OP_ORDER_CUT, "ddir", no), "DONE");
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "REFUSED SELF_APPROVAL");
}

static void who_submitted_it_again_does_not_sign(void **state)
{
    struct world *c = helping(ROLE_MM);
    const char *no = keyed(c, "C1", "P1", 10, -1);

    (void)state;
    accept(c, no);
    assert_came_to(act_for(c, OP_ORDER_REFUSE, "ddir", no, P_reason, "too much"), "DONE");
    assert_came_to(amend(c, "um", no, 5), "DONE");
    assert_came_to(act(c, OP_ORDER_RESUBMIT, "ddir", no), "DONE");
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "REFUSED SELF_APPROVAL");
}

static void what_he_wrote_elsewhere_does_not_count(void **state)
{
    struct world *c = helping(ROLE_CSR);
    const char *other = keyed(c, "C1", "P1", 10, -1);
    const char *no = keyed(c, "C1", "P1", 10, -1);

    (void)state;
    amend(c, "ddir", other, 20);
    accept(c, no);
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "DONE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_earlier_amender_does_not_sign),
        TEST(an_amender_who_signs_for_another_is_shown),
        TEST(who_took_the_cut_does_not_sign),
        TEST(who_submitted_it_again_does_not_sign),
        TEST(what_he_wrote_elsewhere_does_not_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
