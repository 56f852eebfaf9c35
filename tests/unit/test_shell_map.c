/* test_shell_map.c - the shell's hash table against a plain list, and its lanes. */
#include <stdlib.h>
#include <string.h>

#include "server/shell/executor.h"
#include "server/shell/map.h"
#include "tests/unit/unit.h"

#define KEYS 500

static uint32_t dice(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static void what_is_put_is_found_and_what_is_taken_is_gone(void **state)
{
    struct map map;
    char *values[KEYS] = { 0 }; /* the plain list */
    uint32_t seed = 7;
    size_t count = 0;

    (void)state;
    map_init(&map);
    for (int round = 0; round < 50000; round++) {
        int64_t key = dice(&seed) % KEYS;
        char *value = (char *)&values[key] + 1;

        if (dice(&seed) % 2) {
            count += values[key] == NULL;
            values[key] = value;
            map_put(&map, map_key(&key), value);
        } else {
            count -= values[key] != NULL;
            assert_ptr_equal(map_take(&map, map_key(&key)), values[key]);
            values[key] = NULL;
        }
        assert_int_equal(map.count, count);
    }
    for (int64_t key = 0; key < KEYS; key++)
        assert_ptr_equal(map_get(&map, map_key(&key)), values[key]);
    map_release(&map);
    assert_null(map_get(&map, STR("x")));
}

static void a_key_is_its_bytes_and_a_later_value_stands(void **state)
{
    struct map map;
    int one, two;

    (void)state;
    map_init(&map);
    map_put(&map, STR("o:SO1"), &one);
    map_put(&map, STR("o:SO10"), &two);
    assert_ptr_equal(map_get(&map, STR("o:SO1")), &one);
    map_put(&map, STR("o:SO1"), &two);
    assert_ptr_equal(map_get(&map, STR("o:SO1")), &two);
    assert_null(map_get(&map, STR("n:SO1")));
    assert_int_equal(map.count, 2);
    map_release(&map);
}

static void a_lane_has_one_command_under_way_and_the_others_in_line(void **state)
{
    struct command *c = ARENA_ARRAY(memory, 4, struct command);
    struct lanes lanes;
    struct lane *lane;

    (void)state;
    lanes_init(&lanes);
    lane = lane_of(&lanes, 42);
    assert_true(lane_enter(&lanes, lane, &c[0]));
    assert_ptr_equal(lane_of(&lanes, 42), lane);
    assert_false(lane_enter(&lanes, lane, &c[1]));
    assert_false(lane_enter(&lanes, lane, &c[2]));
    assert_int_equal(lane_waiting(lane), 2);
    assert_ptr_equal(lane_leave(&lanes, lane), &c[1]);
    assert_ptr_equal(lane_leave(&lanes, lane), &c[2]);
    assert_int_equal(lanes.waiting, 0);
    assert_null(lane_leave(&lanes, lane)); /* and the lane is gone */
    assert_int_equal(lanes.by_account.count, 0);
    lanes_release(&lanes);
}

static void what_is_put_in_front_keeps_its_own_order(void **state)
{
    struct command *c = ARENA_ARRAY(memory, 5, struct command);
    struct lanes lanes;
    struct lane *lane;

    (void)state;
    lanes_init(&lanes);
    lane = lane_of(&lanes, 1);
    assert_true(lane_enter(&lanes, lane, &c[0]));
    assert_false(lane_enter(&lanes, lane, &c[1]));
    lane_push_front(&lanes, lane, &c[2]);
    lane_push_front(&lanes, lane, &c[3]);
    assert_ptr_equal(lane_leave(&lanes, lane), &c[2]);
    lane_push_front(&lanes, lane, &c[4]); /* behind those that were put in front earlier */
    assert_ptr_equal(lane_leave(&lanes, lane), &c[3]);
    assert_ptr_equal(lane_leave(&lanes, lane), &c[4]);
    assert_ptr_equal(lane_leave(&lanes, lane), &c[1]);
    assert_false(lane_enter(&lanes, lane, &c[0]));
    assert_ptr_equal(lane_leave(&lanes, lane), &c[0]);
    assert_null(lane_leave(&lanes, lane));
    lanes_release(&lanes);
}

static void a_command_is_routed_by_the_document_that_tells_most(void **state)
{
    struct args *args = ARENA_NEW(memory, struct args);
    struct route route = route_of(args, memory);

    (void)state;
    assert_null(route.ask);
    args->v[P_customer] = (struct arg){ .given = true, .s = STR("C1") };
    route = route_of(args, memory);
    assert_str(route.key, "c:C1");
    args->v[P_order] = (struct arg){ .given = true, .s = STR("SO1") };
    route = route_of(args, memory);
    assert_str(route.key, "o:SO1");
    assert_str(route.value, "SO1");
    assert_string_equal(route.ask->name, "route_order");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_put_is_found_and_what_is_taken_is_gone),
        TEST(a_key_is_its_bytes_and_a_later_value_stands),
        TEST(a_lane_has_one_command_under_way_and_the_others_in_line),
        TEST(what_is_put_in_front_keeps_its_own_order),
        TEST(a_command_is_routed_by_the_document_that_tells_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
