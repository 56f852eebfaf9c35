/*
 * test_claim_duty.c - who speaks about a claim where one person holds several posts (R-043,
 * App. 4): duties stay apart, and no claim waits for somebody whom the house has not got.
 */
#include "tests/unit/claim_tests.h"

static const char *const people[] = { "sr", "clerk", "kam2" };
enum { PEOPLE = COUNT(people), UNIT_MANAGER = 0, MARKET_MANAGER, FIRST_LEADER, POSTS = 5 };
/* The posts with a say in customer C1's claims; DDIR answers for him. */
static const enum role posts[POSTS] = { ROLE_UM, ROLE_MM, ROLE_GM, ROLE_DIR, ROLE_DDIR };

/* That post of market E goes to that person, and to nobody else. */
static void sits(struct world *c, enum role post, const char *login)
{
    static const char *const units[] = { "E1", "E" };
    int64_t who = world_user(c, login);
    const struct model_table *t = &c->model.tables[TABLE_ASSIGNMENT];

    for (size_t i = 0; i < t->n; i++) {
        struct assignment_row *a = t->rows[i];

        if (a->role == post && (a->unit_id == world_id(c, TABLE_AREA, units[0]) ||
                                a->unit_id == world_id(c, TABLE_MARKET, units[1])))
            a->user_id = who;
    }
    for (size_t i = 0; i < c->model.tables[TABLE_USER_ROLE].n; i++) {
        struct user_role_row *r = c->model.tables[TABLE_USER_ROLE].rows[i];

        if (r->role == post && (post == ROLE_GM || post == ROLE_DIR || post == ROLE_DDIR))
            r->valid_to = day_of(2026, 1, 31);
    }
    world_put(c, TABLE_USER_ROLE, &(struct user_role_row){ .user_id = who, .role = post });
}

/* A claim of 600.00, recorded by that person or, with NULL, by the secretary. */
static struct world *large_claim(struct arena *arena, const char *recorder)
{
    struct world *c = note_in_store(arena, "C1", GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));

    shipped(c, 1);
    confirmed(c, 1);
    about(c, 1, 10, DIFF_SHORT);
    about(c, 2, 5, DIFF_SHORT);
    assert_done(record(c, CLAIM_CREDIT, "csr"));
    if (recorder)
        ((struct claim_row *)world_row(c, TABLE_CLAIM, the_claim(c)->id))->recorded_by =
            world_user(c, recorder);
    return c;
}

/* --- each in turn ------------------------------------------------------------------------- */

static void who_consented_for_the_area_does_not_accept_as_the_leader(void **state)
{
    struct world *c = large_claim(memory, NULL);

    (void)state;
    sits(c, ROLE_UM, "ddir");
    assert_refused(accept(c, "gm"), RULE_SIGNER);
    assert_done(accept(c, "ddir"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_CONSENTED);
    assert_int_equal(messages(c, MESSAGE_TO_SIGN, ROLE_GM), 1);
    assert_refused(accept(c, "ddir"), RULE_CLAIM_OWN);
    assert_refused(accept(c, "mm"), RULE_SIGNER);
    assert_done(accept(c, "dir")); /* any other leader */
    assert_int_equal(the_claim(c)->state, CLAIM_IS_SETTLED);
    assert_sound(c);
}

static void the_market_consents_where_the_areas_manager_recorded(void **state)
{
    struct world *c = large_claim(memory, "um");

    (void)state;
    assert_refused(accept(c, "um"), RULE_CLAIM_OWN);
    assert_done(accept(c, "mm"));
    assert_done(accept(c, "ddir"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_SETTLED);
    assert_sound(c);
}

static void who_alone_could_accept_leaves_the_consent_to_the_market(void **state)
{
    struct world *c = large_claim(memory, NULL);

    (void)state;
    sits(c, ROLE_UM, "ddir");
    sits(c, ROLE_GM, "ddir");
    sits(c, ROLE_DIR, "ddir");
    assert_refused(accept(c, "ddir"), RULE_CLAIM_CONSENT);
    assert_done(accept(c, "mm"));
    assert_done(accept(c, "ddir"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_SETTLED);
    assert_sound(c);
}

static void a_stand_in_refuses_and_counts_missing_goods_too(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    about(c, 2, 5, DIFF_DAMAGED);
    about(c, 1, 1, DIFF_DAMAGED);
    assert_done(record(c, CLAIM_CREDIT, "csr"));
    sits(c, ROLE_UM, "ddir");
    assert_done(accept(c, "ddir"));
    assert_done(accept(c, "gm"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_ACCEPTED);
    give_item(c, P_lines)->line = 1;
    c->args.v[P_lines].items[0].has_line = c->args.v[P_lines].items[0].has_qty = true;
    give_text(c, P_reason, "he keeps it");
    assert_done(receive(c, "gm"));
    assert_sound(c);
    claimed(c, 1, 9, DIFF_SHORT, CLAIM_CREDIT);
    assert_done(accept(c, "ddir"));
    give_text(c, P_reason, "no");
    assert_done(on_claim(c, OP_CLAIM_REFUSE, "dir"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_REFUSED);
}

/* --- all of them -------------------------------------------------------------------------- */

static bool is_leader_of(const size_t *holder, size_t person)
{
    for (size_t p = FIRST_LEADER; p < POSTS; p++)
        if (holder[p] == person)
            return true;
    return false;
}

/* Are there two people, neither of whom recorded: one who leads, and one with any post? */
static bool could_end(const size_t *holder, size_t recorder)
{
    for (size_t a = 0; a < PEOPLE; a++)
        for (size_t b = 0; b < PEOPLE; b++) {
            bool b_manages = is_leader_of(holder, b) || holder[UNIT_MANAGER] == b ||
                             holder[MARKET_MANAGER] == b;

            if (a != b && a != recorder && b != recorder && is_leader_of(holder, a) &&
                b_manages)
                return true;
        }
    return false;
}

/* Everybody tries until nothing moves. */
static bool comes_to_its_end(struct world *c)
{
    for (size_t turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < PEOPLE; i++)
            (void)accept(c, people[i]);
    assert_sound(c);
    return the_claim(c)->state == CLAIM_IS_SETTLED;
}

static void no_claim_waits_for_somebody_who_is_not_there(void **state)
{
    size_t ends = 0, cannot = 0;

    (void)state;
    for (size_t n = 0; n < 3 * 3 * 3 * 3 * 3; n++)
        for (size_t recorder = 0; recorder <= PEOPLE; recorder++) {
            const char *by = recorder < PEOPLE ? people[recorder] : NULL;
            size_t holder[POSTS], rest = n;
            struct arena arena;
            struct world *c;

            for (size_t p = 0; p < POSTS; p++, rest /= PEOPLE)
                holder[p] = rest % PEOPLE;
            if (holder[FIRST_LEADER] > holder[FIRST_LEADER + 1])
                continue; /* GM and DIR are alike here */
            arena_init(&arena, (size_t)1 << 24);
            c = large_claim(&arena, by);
            for (size_t p = 0; p < POSTS; p++)
                sits(c, posts[p], people[holder[p]]);
            if (comes_to_its_end(c) != could_end(holder, recorder))
                fail_msg("UM %s, MM %s, GM %s, DIR %s, DDIR %s, recorded by %s",
                         people[holder[0]], people[holder[1]], people[holder[2]],
                         people[holder[3]], people[holder[4]], by ? by : "csr");
            ends += could_end(holder, recorder);
            cannot += !could_end(holder, recorder);
            arena_release(&arena);
        }
    assert_true(ends > 400 && cannot > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_consented_for_the_area_does_not_accept_as_the_leader),
        TEST(the_market_consents_where_the_areas_manager_recorded),
        TEST(who_alone_could_accept_leaves_the_consent_to_the_market),
        TEST(a_stand_in_refuses_and_counts_missing_goods_too),
        TEST(no_claim_waits_for_somebody_who_is_not_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
