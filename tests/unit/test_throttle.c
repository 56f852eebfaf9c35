/*
 * test_throttle.c - guesses from one address are slowed, and nobody else is.
 */
#include "tests/unit/unit.h"

#include "server/shell/throttle.h"

#define HERE STR("10.1.2.3:4711")

static int64_t now = 1000000;

static struct throttle_turn guess(struct throttle *t, struct str peer, const char *user)
{
    return throttle_ask(t, peer, str_of(user), now);
}

/* Guesses of nobody, each when its turn has come; the wait of the last. */
static int64_t guesses(struct throttle *t, struct str peer, int count)
{
    int64_t wait = 0;

    for (int i = 0; i < count; i++) {
        struct throttle_turn turn = guess(t, peer, "no.body");

        assert_false(turn.full);
        wait = turn.wait_ms;
        now += wait;
    }
    return wait;
}

static void the_first_failures_cost_nothing(void **state)
{
    struct throttle *t = throttle_new();

    (void)state;
    assert_int_equal(guesses(t, HERE, THROTTLE_FREE), 0);
    assert_int_equal(guess(t, HERE, "no.body").wait_ms, THROTTLE_GAP_MS);
    throttle_free(t);
}

static void the_gap_grows_slowly_up_to_its_end(void **state)
{
    struct throttle *t = throttle_new();
    int64_t longest = 0;

    (void)state;
    guesses(t, HERE, THROTTLE_FREE);
    for (int i = 0; i < THROTTLE_STEP; i++)
        assert_int_equal(guesses(t, HERE, 1), THROTTLE_GAP_MS);
    assert_int_equal(guesses(t, HERE, 1), 2 * THROTTLE_GAP_MS);
    for (int i = 0; i < 100; i++) {
        int64_t wait = guesses(t, HERE, 1);

        assert_true(wait >= longest || wait == THROTTLE_MOST_GAP_MS);
        longest = wait > longest ? wait : longest;
    }
    assert_int_equal(longest, THROTTLE_MOST_GAP_MS);
    throttle_free(t);
}

/* At once, they wait one behind the other, and no longer than a client waits. */
static void guesses_at_once_are_checked_one_after_another(void **state)
{
    struct throttle *t = throttle_new();
    int64_t before = 0;
    int full = 0;

    (void)state;
    guesses(t, HERE, THROTTLE_FREE);
    for (int i = 0; i < 1000; i++) {
        struct throttle_turn turn = guess(t, HERE, "no.body");

        full += turn.full;
        assert_true(turn.full || (turn.wait_ms > before && turn.wait_ms <= THROTTLE_WAIT_MS));
        before = turn.full ? before : turn.wait_ms;
    }
    assert_true(full > 950);
    throttle_free(t);
}

static void who_came_in_before_is_known_there_and_only_there(void **state)
{
    struct throttle *t = throttle_new();
    struct throttle_turn turn = guess(t, HERE, "li.na");

    (void)state;
    assert_false(turn.known);
    throttle_passed(t, &turn, now);
    guesses(t, HERE, THROTTLE_FREE + 5);
    turn = guess(t, STR("10.1.2.3:999"), "li.na");
    assert_true(turn.known);
    assert_false(guess(t, HERE, "li.no").known);
    assert_false(guess(t, STR("10.1.2.4:999"), "li.na").known);
    for (int i = 0; i < 100; i++) { /* his wrong ones take nobody's turn, and are slow, too */
        turn = guess(t, HERE, "li.na");
        assert_true(turn.known && (turn.full || turn.wait_ms > 0));
    }
    throttle_free(t);
}

static void an_address_is_a_house_not_a_port(void **state)
{
    static const char *const same[] = { "[2001:db8::1]:1", "[2001:db8::2:3]:4",
                                        "2001:db8::ffff:9" };
    struct throttle *t = throttle_new();

    (void)state;
    for (int i = 0; i < THROTTLE_FREE + 3; i++) {
        (void)guess(t, str_of(same[i % 3]), "no.body");
    }
    assert_true(guess(t, str_of(same[0]), "no.body").wait_ms > 0);
    assert_int_equal(guess(t, STR("[2001:db8:0:1::1]:1"), "no.body").wait_ms, 0);
    assert_int_equal(guess(t, STR("unix uid=1000"), "no.body").wait_ms, 0);
    guesses(t, STR("unix uid=1000"), THROTTLE_FREE);
    assert_true(guess(t, STR("unix uid=1000"), "no.body").wait_ms > 0);
    assert_int_equal(guess(t, STR("unix uid=1001"), "no.body").wait_ms, 0);
    throttle_free(t);
}

static void time_forgives_and_success_does_not(void **state)
{
    struct throttle *t = throttle_new();
    struct throttle_turn turn;

    (void)state;
    guesses(t, HERE, THROTTLE_FREE + 5);
    turn = guess(t, HERE, "li.na");
    now += turn.wait_ms;
    throttle_passed(t, &turn, now);
    assert_true(guess(t, HERE, "no.body").wait_ms > 0);
    now += 7 * THROTTLE_FORGIVE_MS;
    assert_int_equal(guess(t, HERE, "no.body").wait_ms, 0);
    throttle_free(t);
}

/* The table is small on purpose: what many addresses push out is who behaved best. */
static void a_hundred_thousand_addresses_hide_no_guesser(void **state)
{
    struct throttle *t = throttle_new();

    (void)state;
    guesses(t, HERE, THROTTLE_FREE + 10);
    for (int i = 0; i < 100000; i++)
        (void)guess(t,
                    str_format(memory, "10.%d.%d.%d:1", 4 + i / 65536, i / 256 % 256, i % 256),
                    "no.body");
    assert_true(guess(t, HERE, "no.body").wait_ms > 0);
    throttle_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_failures_cost_nothing),
        TEST(the_gap_grows_slowly_up_to_its_end),
        TEST(guesses_at_once_are_checked_one_after_another),
        TEST(who_came_in_before_is_known_there_and_only_there),
        TEST(an_address_is_a_house_not_a_port),
        TEST(time_forgives_and_success_does_not),
        TEST(a_hundred_thousand_addresses_hide_no_guesser),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
