/*
 * test_order_assign.c - another CSR, SCR or BCR takes an order over.
 */
#include <string.h>

#include "tests/unit/order_way.h"

static struct work *assign(struct world *c, const char *login, enum param place, const char *to)
{
    give_text(c, P_order, no);
    give_text(c, place, to);
    give_text(c, P_reason, "on leave");
    return world_do(c, OP_ORDER_ASSIGN, login);
}

static size_t told(const struct world *c, const char *login)
{
    size_t n = 0;

    for (size_t i = 0; i < row_count(c, TABLE_MESSAGE); i++) {
        const struct message_row *m = row_at(c, TABLE_MESSAGE, i);

        n += m->kind == MESSAGE_ASSIGNED && m->to_user_id == world_user(c, login);
    }
    return n;
}

static void the_leader_gives_an_order_to_another(void **state) /* */
{
    struct world *c = waiting();
    const struct event_row *e;
    int64_t version = order(c)->version;

    (void)state;
    assert_int_equal(order(c)->csr_id, world_user(c, "csr"));
    assert_done(assign(c, "ssgl", P_csr, "bcr"));
    assert_int_equal(order(c)->csr_id, world_user(c, "bcr"));
    assert_string_equal(state_of(c, no), "WAIT_MA");
    assert_int_equal(order(c)->version, version); /* no signature is void for that */
    e = last_row(c, TABLE_EVENT);
    assert_int_equal(e->order_id, order(c)->id);
    assert_int_equal(e->actor_id, world_user(c, "ssgl"));
    assert_non_null(strstr(str_text(memory, e->remark), "csr: "));
    assert_non_null(strstr(str_text(memory, e->remark), " -> "));
    assert_non_null(strstr(str_text(memory, e->remark), "on leave"));
    assert_int_equal(told(c, "csr"), 1);
    assert_int_equal(told(c, "bcr"), 1);
}

static void who_stays_is_not_told(void **state)
{
    struct world *c = waiting();

    (void)state;
    assert_done(assign(c, "ssgl", P_csr, "bcr"));
    assert_int_equal(told(c, "scr"), 0);
    assert_int_equal(told(c, "ssgl"), 0);
}

static void the_place_asks_its_role(void **state)
{
    struct world *c = waiting();

    (void)state;
    assert_refused(assign(c, "ssgl", P_csr, "kam"), SEAT_ROLE);
    assert_int_equal(order(c)->csr_id, world_user(c, "csr"));
}

static void the_same_person_is_no_change(void **state)
{
    struct world *c = waiting();

    (void)state;
    assert_refused(assign(c, "ssgl", P_csr, "csr"), ASSIGN_NOTHING);
}

static void nobody_takes_over_without_a_reason(void **state)
{
    struct world *c = waiting();

    (void)state;
    give_text(c, P_order, no);
    give_text(c, P_csr, "bcr");
    give_text(c, P_reason, " ");
    assert_refused(world_do(c, OP_ORDER_ASSIGN, "ssgl"), ASSIGN_REASON);
}

static void an_order_that_is_not_accepted_has_nobody_yet(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    world_keyed(c, "C1", "P1", 10, &no);
    assert_refused(assign(c, "ssgl", P_csr, "bcr"), ASSIGN_STATE);
}

static void an_order_that_is_over_stays_with_its_people(void **state)
{
    struct world *c = waiting();

    (void)state;
    order(c)->state = ORDER_CLOSED;
    assert_refused(assign(c, "ssgl", P_csr, "bcr"), ASSIGN_STATE);
}

static void an_old_screen_gives_nothing_away(void **state)
{
    struct world *c = waiting();

    (void)state;
    give_number(c, P_version, order(c)->version + 1);
    assert_refused(assign(c, "ssgl", P_csr, "bcr"), VERSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_leader_gives_an_order_to_another),
        TEST(who_stays_is_not_told),
        TEST(the_place_asks_its_role),
        TEST(the_same_person_is_no_change),
        TEST(nobody_takes_over_without_a_reason),
        TEST(an_order_that_is_not_accepted_has_nobody_yet),
        TEST(an_order_that_is_over_stays_with_its_people),
        TEST(an_old_screen_gives_nothing_away),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
