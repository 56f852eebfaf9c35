/*
 * test_order_plan.c - OG: plans keyed in the field as drafts.
 */
#include "tests/unit/a_paper.h"

/* A good plan of C1: 10 P1 at the list price. */
static void a_plan(struct world *c)
{
    give_text(c, P_customer, "C1");
    give_line(c, 0, "P1", 10, -1);
}

static void a_plan_is_a_draft_with_its_lines_priced(void **state)
{
    struct world *c = world_new(memory);
    const struct order_row *o;
    const struct event_row *e;

    (void)state;
    a_plan(c);
    assert_done(world_do(c, OP_ORDER_PLAN, "kam"));
    o = last_order(c);
    e = last_row(c, TABLE_EVENT);
    assert_int_equal(o->state, ORDER_DRAFT);
    assert_int_equal(o->version, 1);
    assert_int_equal(o->total.fen, 10000);
    assert_int_equal(o->origin, ORIGIN_PLAN);
    assert_int_equal(o->keyed_by, world_user(c, "kam"));
    assert_int_equal(o->arrival.us, 0);
    assert_int_equal(o->content_hash.n, 64);
    assert_str(o->ship_to, "12 Harbour Road");
    assert_int_equal(o->station_id, world_id(c, TABLE_STATION, "ST1"));
    assert_str(e->to_state, "DRAFT");
    assert_str(e->from_state, "");
}

static void orders_have_different_short_numbers(void **state)
{
    struct world *c = world_new(memory);
    struct str first;

    (void)state;
    a_plan(c);
    assert_done(world_do(c, OP_ORDER_PLAN, "kam"));
    first = last_order(c)->no;
    a_plan(c);
    assert_done(world_do(c, OP_ORDER_PLAN, "kam"));
    assert_str(first, "SO1");
    assert_str(last_order(c)->no, "SO2");
}

static void a_plan_takes_the_header_that_is_given(void **state)
{
    struct world *c = world_new(memory);
    const struct order_row *o;

    (void)state;
    a_plan(c);
    give_text(c, P_station, "ST2");
    give_text(c, P_ship_to, "Gate 3");
    give_day(c, P_wanted, "2026-03-04");
    give_number(c, P_stated, 10000);
    give_number(c, P_origin, ORIGIN_CONTRACT);
    give_text(c, P_contract, "K-7");
    assert_done(world_do(c, OP_ORDER_PLAN, "kam"));
    o = last_order(c);
    assert_int_equal(o->station_id, world_id(c, TABLE_STATION, "ST2"));
    assert_str(o->ship_to, "Gate 3");
    assert_string_equal(day_said(o->wanted), "2026-03-04");
    assert_true(o->has_stated);
    assert_int_equal(o->stated_total.fen, 10000);
    assert_str(o->contract, "K-7");
}

static void a_plan_for_anothers_customer_is_refused(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_plan(c);
    assert_refused(world_do(c, OP_ORDER_PLAN, "kam2"), SCOPE);
    assert_int_equal(row_count(c, TABLE_ORDER), 0);
}

static void a_plan_for_nobody_is_refused(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_plan(c);
    give_text(c, P_customer, "C99");
    assert_missing(world_do(c, OP_ORDER_PLAN, "kam"));
}

static void a_customer_without_credit_account_cannot_order(void **state)
{
    struct world *c = world_new(memory);
    struct customer_row *customer =
        world_row(c, TABLE_CUSTOMER, world_id(c, TABLE_CUSTOMER, "C1"));

    (void)state;
    customer->account_id = 0;
    a_plan(c);
    assert_refused(world_do(c, OP_ORDER_PLAN, "kam"), NO_ACCOUNT);
}

static void what_the_customer_gave_directly_is_no_plan(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_plan(c);
    give_number(c, P_origin, ORIGIN_CUSTOMER);
    assert_refused(world_do(c, OP_ORDER_PLAN, "kam"), DIRECT_IS_KEYED);
}

static void goods_against_a_contract_need_its_number(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_plan(c);
    give_number(c, P_origin, ORIGIN_CONTRACT);
    give_text(c, P_contract, "  ");
    assert_refused(world_do(c, OP_ORDER_PLAN, "kam"), CONTRACT_MISSING);
}

static void a_closed_station_is_refused(void **state)
{
    struct world *c = world_new(memory);
    struct station_row *s = world_row(c, TABLE_STATION, world_id(c, TABLE_STATION, "ST2"));

    (void)state;
    s->active = false;
    a_plan(c);
    give_text(c, P_station, "ST2");
    assert_refused(world_do(c, OP_ORDER_PLAN, "kam"), STATION_CLOSED);
}

static void an_unknown_station_is_refused(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    a_plan(c);
    give_text(c, P_station, "ST9");
    w = world_do(c, OP_ORDER_PLAN, "kam");
    assert_missing(w);
    assert_string_equal(w->ruling.field, "station");
}

static void goods_cannot_be_wanted_yesterday(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    a_plan(c);
    give_day(c, P_wanted, "2026-03-03");
    assert_refused(world_do(c, OP_ORDER_PLAN, "kam"), WANTED_PAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_plan_is_a_draft_with_its_lines_priced),
        TEST(orders_have_different_short_numbers),
        TEST(a_plan_takes_the_header_that_is_given),
        TEST(a_plan_for_anothers_customer_is_refused),
        TEST(a_plan_for_nobody_is_refused),
        TEST(a_customer_without_credit_account_cannot_order),
        TEST(what_the_customer_gave_directly_is_no_plan),
        TEST(goods_against_a_contract_need_its_number),
        TEST(a_closed_station_is_refused),
        TEST(an_unknown_station_is_refused),
        TEST(goods_cannot_be_wanted_yesterday),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
