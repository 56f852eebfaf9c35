/*
 * test_master_quota.c - quota cells are set by who may, within what the area has.
 */
#include "tests/world/money_world.h"

static struct work *set(struct world *c, const char *login, enum holder holder,
                        const char *code, int64_t n)
{
    if (!c->args.v[P_month].given)
        give_day(c, P_month, "2026-03-01");
    if (!c->args.v[P_class].given)
        give_text(c, P_product, "P2");
    give_number(c, P_holder, holder);
    if (code)
        give_text(c, P_code, code);
    give_number(c, P_qty, n);
    return world_do(c, OP_QUOTA_SET, login);
}

static const struct quota_cell_row *cell_at(struct world *c, enum holder holder, int64_t id)
{
    const struct model_table *t = &c->model.tables[TABLE_QUOTA_CELL];

    for (size_t i = 0; i < t->n; i++) {
        const struct quota_cell_row *q = t->rows[i];

        if (q->holder == holder && q->holder_id == id && q->month.n == day_of(2026, 3, 1).n)
            return q;
    }
    return NULL;
}

/* The area's cell of E1 as the world has it (50), with C1's 80 taken down to 30. */
static struct world *sound_world(void)
{
    struct world *c = world_new(memory);
    const struct quota_cell_row *q =
        cell_at(c, HOLDER_CUSTOMER, world_id(c, TABLE_CUSTOMER, "C1"));

    ((struct quota_cell_row *)world_row(c, TABLE_QUOTA_CELL, q->id))->allotted = qty(30);
    return c;
}

static void a_leader_sets_an_area_and_the_change_is_logged(void **state)
{
    struct world *c = sound_world();
    struct work *w = set(c, "dir", HOLDER_AREA, "E1", 60);

    (void)state;
    assert_done(w);
    assert_int_equal(cell_at(c, HOLDER_AREA, world_id(c, TABLE_AREA, "E1"))->allotted.n, 60);
    assert_int_equal(w->quota_change.v[0]->kind, QCHANGE_SET);
    assert_int_equal(w->quota_change.v[0]->qty.n, 10);
    assert_int_equal(w->as.role, ROLE_DIR);
    w = set(c, "dir", HOLDER_EVERYONE, NULL, 5); /* a new cell */
    assert_done(w);
    assert_int_equal(cell_at(c, HOLDER_EVERYONE, 0)->allotted.n, 5);
}

static void a_manager_splits_his_area_and_no_more(void **state) /* */
{
    struct world *c = sound_world();

    (void)state;
    assert_done(set(c, "um", HOLDER_CUSTOMER, "C2", 20)); /* 30 + 20 of 50 */
    assert_refused(set(c, "um", HOLDER_CUSTOMER, "C2", 21), QUOTA_SUM);
    assert_done(set(c, "um", HOLDER_CUSTOMER, "C1", 10));
    assert_done(set(c, "um", HOLDER_CUSTOMER, "C2", 40));
    assert_refused(set(c, "dir", HOLDER_AREA, "E1", 49), QUOTA_SUM);
}

static void a_manager_splits_only_his_own(void **state)
{
    struct world *c = sound_world();

    (void)state;
    assert_refused(set(c, "um2", HOLDER_CUSTOMER, "C1", 1), QUOTA_RIGHT);
    assert_refused(set(c, "um", HOLDER_AREA, "E1", 40), QUOTA_RIGHT);
    assert_refused(set(c, "um", HOLDER_EVERYONE, NULL, 40), QUOTA_RIGHT);
    assert_done(set(c, "um2", HOLDER_CUSTOMER, "C3", 40));
}

static void without_an_area_cell_there_is_nothing_to_split(void **state)
{
    struct world *c = sound_world();

    (void)state;
    give_day(c, P_month, "2026-04-01");
    assert_refused(set(c, "um", HOLDER_CUSTOMER, "C1", 1), QUOTA_NO_AREA);
    give_day(c, P_month, "2026-04-01");
    assert_done(set(c, "dir", HOLDER_CUSTOMER, "C1", 1)); /* a leader may */
}

static void what_is_used_stays_allotted(void **state)
{
    struct world *c = sound_world();
    const struct quota_cell_row *q =
        cell_at(c, HOLDER_CUSTOMER, world_id(c, TABLE_CUSTOMER, "C1"));

    (void)state;
    ((struct quota_cell_row *)world_row(c, TABLE_QUOTA_CELL, q->id))->used = qty(12);
    assert_refused(set(c, "um", HOLDER_CUSTOMER, "C1", 11), QUOTA_USED);
    assert_done(set(c, "um", HOLDER_CUSTOMER, "C1", 12));
}

static void month_subject_and_holder_are_named_rightly(void **state)
{
    struct world *c = sound_world();

    (void)state;
    give_day(c, P_month, "2026-03-02");
    assert_refused(set(c, "dir", HOLDER_AREA, "E1", 60), QUOTA_MONTH);
    give_day(c, P_month, "2026-02-01");
    assert_refused(set(c, "dir", HOLDER_AREA, "E1", 60), QUOTA_OVER);
    give_text(c, P_product, "P2");
    give_text(c, P_class, "X");
    assert_refused(set(c, "dir", HOLDER_AREA, "E1", 60), QUOTA_SUBJECT);
    assert_refused(set(c, "dir", HOLDER_AREA, NULL, 60), QUOTA_HOLDER);
    assert_refused(set(c, "dir", HOLDER_EVERYONE, "E1", 60), QUOTA_HOLDER);
    assert_refused(set(c, "dir", HOLDER_AREA, "E1", -1), RANGE);
    assert_int_equal(set(c, "dir", HOLDER_AREA, "EX", 1)->ruling.code, ERR_NOT_FOUND);
    give_text(c, P_class, "X");
    assert_done(set(c, "dir", HOLDER_AREA, "E1", 60)); /* a class has cells of its own */
    assert_int_equal(cell_at(c, HOLDER_AREA, world_id(c, TABLE_AREA, "E1"))->allotted.n, 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_leader_sets_an_area_and_the_change_is_logged),
        TEST(a_manager_splits_his_area_and_no_more),
        TEST(a_manager_splits_only_his_own),
        TEST(without_an_area_cell_there_is_nothing_to_split),
        TEST(what_is_used_stays_allotted),
        TEST(month_subject_and_holder_are_named_rightly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
