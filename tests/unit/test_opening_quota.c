/*
 * test_opening_quota.c - go-live: the month's quota, with what was used of it before.
 */
#include "tests/world/money_world.h"

static void begin(struct world *c)
{
    give_text(c, P_batch, "Q");
    give_day(c, P_as_of, "2026-03-01");
    give_number(c, P_rows, 1);
    give_number(c, P_total, 70000);
    assert_done(world_do(c, OP_OPENING_BEGIN, "ssgl"));
}

/* P1 for area E1 in March, unless another month or class is given. */
static struct work *cell(struct world *c, int64_t allotted, int64_t used)
{
    give_text(c, P_batch, "Q");
    if (!c->args.v[P_month].given)
        give_day(c, P_month, "2026-03-01");
    if (!c->args.v[P_class].given)
        give_text(c, P_product, "P1");
    if (!c->args.v[P_holder].given) {
        give_number(c, P_holder, HOLDER_AREA);
        give_text(c, P_code, "E1");
    }
    give_number(c, P_qty, allotted);
    give_number(c, P_used, used);
    return world_do(c, OP_OPENING_QUOTA, "ssgl");
}

static void a_cell_begins_with_what_is_left(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;
    const struct quota_cell_row *q;

    (void)state;
    begin(c);
    w = cell(c, 1000, 300);
    assert_done(w);
    q = w->quota_cell.v[w->quota_cell.n - 1];
    assert_int_equal(q->product_id, world_id(c, TABLE_PRODUCT, "P1"));
    assert_int_equal(q->holder_id, world_id(c, TABLE_AREA, "E1"));
    assert_int_equal(q->allotted.n, 700);
    assert_int_equal(q->used.n, 0);
    assert_int_equal(w->quota_change.n, 2); /* both figures are on record */
    assert_int_equal(w->quota_change.v[0]->kind, QCHANGE_SET);
    assert_int_equal(w->quota_change.v[0]->qty.n, 1000);
    assert_int_equal(w->quota_change.v[1]->kind, QCHANGE_SET);
    assert_int_equal(w->quota_change.v[1]->qty.n, -300);
    assert_fen(w->opening.v[0]->total, 70000); /* 700 units */
    give_text(c, P_batch, "Q");
    assert_done(world_do(c, OP_OPENING_CLOSE, "ssgl"));
}

static void what_is_left_binds_the_first_order(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    begin(c);
    assert_done(cell(c, 1000, 995));
    world_accepted(c, "C1", "P1", 6, &no);
    assert_int_equal(world_order(c, no)->state, ORDER_QUOTA_CHOICE);
    world_accepted(c, "C1", "P1", 5, &no);
    assert_int_equal(world_order(c, no)->state, ORDER_WAIT_MA);
}

static void a_used_up_cell_allows_nothing(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    begin(c);
    assert_done(cell(c, 50, 50));
    world_accepted(c, "C1", "P1", 1, &no);
    assert_int_equal(world_order(c, no)->state, ORDER_QUOTA_CHOICE);
}

/* It was allotted elsewhere: a customer may have had more than his area. */
static void the_area_is_not_asked(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    begin(c);
    assert_done(cell(c, 10, 0));
    give_number(c, P_holder, HOLDER_CUSTOMER);
    give_text(c, P_code, "C1");
    assert_done(cell(c, 100, 0));
    give_number(c, P_holder, HOLDER_EVERYONE);
    give_text(c, P_class, "TUBE");
    assert_done(cell(c, 100, 40));
}

static void a_cell_is_opened_once_and_within_reason(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    begin(c);
    assert_refused(cell(c, 100, 101), QUOTA_USED);
    assert_refused(cell(c, 100, -1), RANGE);
    assert_refused(cell(c, -1, 0), RANGE);
    give_day(c, P_month, "2026-02-01");
    assert_refused(cell(c, 100, 0), QUOTA_OVER);
    assert_done(cell(c, 100, 0));
    assert_refused(cell(c, 100, 0), OPENING_CELL);
}

static void a_cell_is_of_an_open_batch(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_int_equal(cell(c, 100, 0)->ruling.code, ERR_NOT_FOUND);
    begin(c);
    assert_done(cell(c, 700, 0));
    give_text(c, P_batch, "Q");
    assert_done(world_do(c, OP_OPENING_CLOSE, "fin"));
    give_day(c, P_month, "2026-04-01");
    assert_refused(cell(c, 100, 0), OPENING_AGAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_cell_begins_with_what_is_left),         TEST(what_is_left_binds_the_first_order),
        TEST(a_used_up_cell_allows_nothing),           TEST(the_area_is_not_asked),
        TEST(a_cell_is_opened_once_and_within_reason), TEST(a_cell_is_of_an_open_batch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
