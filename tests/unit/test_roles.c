/*
 * test_roles.c - who may call what: every operation, every role, decided behind the door (law
 * 3).
 *
 * The session refuses by the same list before anything is loaded; here the daemon's decision is
 * asked, with roles as facts of its own transaction.
 */
#include "tests/unit/outcome.h"

#include <stdio.h>
#include <string.h>

#define PLENTY ((size_t)1 << 28)

/* What somebody who holds that one role gets when he calls the operation without anything. */
static const char *answer_to(enum op op, enum role role)
{
    static char name[64];
    struct arena arena = { 0 };
    struct world *c;
    int64_t someone;

    arena_init(&arena, PLENTY);
    c = world_new(&arena);
    someone = world_put(c, TABLE_APP_USER,
                        &(struct app_user_row){
                            .login = STR("someone"), .name = STR("Some One"), .active = true });
    if (role)
        (void)world_put(c, TABLE_USER_ROLE,
                        &(struct user_role_row){ .user_id = someone, .role = role });
    (void)snprintf(name, sizeof(name), "%s", outcome_of(world_do(c, op, "someone")));
    arena_release(&arena);
    return name;
}

/* T08: a right that only a screen guards is no right. */
/* */
static void every_operation_refuses_every_foreign_role(void **state)
{
    size_t tried = 0;

    (void)state;
    for (enum op op = 0; op < OP_COUNT; op++) {
        if (catalog[op].is_query)
            continue;
        assert_int_not_equal(catalog[op].roles, 0); /* nothing is changed by just anyone */
        for (enum role role = role_none; role < role_count; role++) {
            if (role && role_covers(role) & catalog[op].roles)
                continue;
            if (strcmp(answer_to(op, role), "ACTOR_ROLE"))
                fail_msg("%s by %s: %s", catalog[op].name, enum_name(ENUM_role, role),
                         answer_to(op, role));
            tried++;
        }
    }
    print_message("figure: %zu pairs of operation and foreign role refused\n", tried);
    assert_true(tried > OP_COUNT);
}

/* Positive control: the same question, asked by who may, is not answered so. */
static void a_role_that_may_is_asked_something_else(void **state)
{
    (void)state;
    assert_string_equal(answer_to(OP_ORDER_CANCEL, ROLE_CSR), "NOT_FOUND");
    assert_string_equal(answer_to(OP_ORDER_PRINT, ROLE_FIN), "NOT_FOUND");
}

static void who_is_switched_off_may_nothing(void **state)
{
    struct world *c = world_new(memory);
    struct app_user_row *u = world_row(c, TABLE_APP_USER, world_user(c, "csr"));

    (void)state;
    assert_missing(world_do(c, OP_ORDER_CANCEL, "csr"));
    u->active = false;
    assert_refused(world_do(c, OP_ORDER_CANCEL, "csr"), ACTOR_INACTIVE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_is_switched_off_may_nothing),
        TEST(every_operation_refuses_every_foreign_role),
        TEST(a_role_that_may_is_asked_something_else),
    };

    return cmocka_run_group_tests_name("roles", tests, NULL, NULL);
}
