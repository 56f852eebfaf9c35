/*
 * test_load.c - loads as data: the lock order, and the SELECT they become.
 */
#include "tests/unit/unit.h"

#include "server/core/load.h"
#include "tests/world/world.h"

static void a_row_survives_the_round_trip_through_text(void **state)
{
    struct order_row a = { .id = 7,
                           .no = STR("SO7"),
                           .state = ORDER_WAIT_MA,
                           .total = fen(-5),
                           .business_day = day_of(2026, 3, 4) },
                     b = { 0 };
    const struct table_info *t = &tables[TABLE_ORDER];

    (void)state;
    for (size_t i = 0; i < t->column_count; i++) {
        struct str value;
        bool there = row_value(&a, &t->columns[i], memory, &value);

        if (t->columns[i].kind == COLUMN_DAY && there)
            value = str_format(memory, "%d", a.business_day.n);
        assert_true(row_set(&b, &t->columns[i], value, !there, memory));
    }
    assert_true(row_same(t, &a, &b));
}

static void the_small_company_can_be_copied_and_dumped(void **state)
{
    struct world *c = world_new(memory);
    struct model other;

    (void)state;
    model_copy(&c->model, memory, &other);
    assert_true(str_eq(model_dump(&c->model, memory), model_dump(&other, memory)));
}

/* The global lock order (T45): one order for everyone, so that nobody waits in a ring. */
static void every_operation_locks_in_the_one_order(void **state)
{
    const char *fault = load_check(memory);

    (void)state;
    if (fault)
        fail_msg("%s", fault);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_operation_locks_in_the_one_order),
        TEST(a_row_survives_the_round_trip_through_text),
        TEST(the_small_company_can_be_copied_and_dumped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
