/*
 * test_return_quota.c - what comes back gives quota back, in the month that it is of.
 */
#include "tests/unit/return_tests.h"

static const struct quota_cell_row *cell_of(const struct world *c, enum holder holder)
{
    const struct model_table *t = &c->model.tables[TABLE_QUOTA_CELL];

    for (size_t i = 0; i < t->n; i++) {
        const struct quota_cell_row *cell = t->rows[i];

        if (cell->holder == holder && cell->used.n + cell->allotted.n > 0 &&
            cell->month.n == day_of(2026, 3, 1).n &&
            (holder != HOLDER_AREA || cell->holder_id == world_id(c, TABLE_AREA, "E1")))
            return cell;
    }
    return NULL;
}

static void assert_used(const struct world *c, int64_t n)
{
    assert_int_equal(cell_of(c, HOLDER_CUSTOMER)->used.n, n);
    assert_int_equal(cell_of(c, HOLDER_AREA)->used.n, n);
    assert_sound(c);
}

static void what_comes_back_in_its_month_may_be_ordered_again(void **state)
{
    struct world *c = delivered("C1"); /* 5 of P2, which is short */

    (void)state;
    assert_used(c, 5);
    applied(c, 2, 3, WHY_SURPLUS);
    return_reaches(c, RETURN_IS_ISSUED);
    assert_used(c, 5); /* not before the goods are here */
    return_reaches(c, RETURN_IS_RECEIVED);
    assert_used(c, 2);
    return_reaches(c, RETURN_IS_SETTLED);
    applied(c, 2, 2, WHY_SURPLUS);
    return_reaches(c, RETURN_IS_SETTLED);
    assert_used(c, 0);
}

static void quota_of_a_month_that_is_over_stays_used(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    applied(c, 2, 3, WHY_SURPLUS);
    return_reaches(c, RETURN_IS_ISSUED);
    world_later(c, (int64_t)31 * 24 * 60);
    return_reaches(c, RETURN_IS_RECEIVED);
    assert_used(c, 5);
}

static void the_parameter_keeps_quota_used(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    ((struct policy_row *)c->model.tables[TABLE_POLICY].rows[0])->quota_restore = false;
    applied(c, 2, 3, WHY_SURPLUS);
    return_reaches(c, RETURN_IS_RECEIVED);
    assert_used(c, 5);
}

/* Of goods that no quota covers nothing was taken. */
static void what_took_no_quota_gives_none(void **state)
{
    struct world *c = delivered("C1");
    size_t before = c->model.tables[TABLE_QUOTA_ENTRY].n;

    (void)state;
    applied(c, 1, 10, WHY_SURPLUS);
    return_reaches(c, RETURN_IS_SETTLED);
    assert_int_equal(c->model.tables[TABLE_QUOTA_ENTRY].n, before);
    assert_used(c, 5);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(what_comes_back_in_its_month_may_be_ordered_again),
        TEST(quota_of_a_month_that_is_over_stays_used),
        TEST(the_parameter_keeps_quota_used),
        TEST(what_took_no_quota_gives_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
