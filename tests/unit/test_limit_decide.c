/*
 * test_limit_decide.c - who sets a credit limit: one leader within his room, three beyond it
 * and the batch of first limits at go-live.
 */
#include "tests/unit/road.h"

static struct work *limit(struct world *c, const char *login, int64_t lim)
{
    give_text(c, P_account, "A1");
    give_number(c, P_limit, lim);
    give_text(c, P_reason, "they grow");
    return world_do(c, OP_ACCOUNT_LIMIT, login);
}

static struct work *sign(struct world *c, const char *login)
{
    give_text(c, P_account, "A1");
    return world_do(c, OP_LIMIT_SIGN, login);
}

static struct work *ends(struct world *c, enum op op, const char *login)
{
    give_text(c, P_account, "A1");
    give_text(c, P_reason, "no");
    return world_do(c, op, login);
}

static int64_t in_force(struct world *c)
{
    return account_of(c, "C1")->lim.fen;
}

static const struct limit_decision_row *last(const struct world *c)
{
    return newest(c, TABLE_LIMIT_DECISION);
}

/* --- one leader --------------------------------------------------------------------------- */

static void one_leader_lowers_as_far_as_he_likes(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    owes(c, "C1", 100, "2026-03-01"); /* overdue: that lowers nothing */
    assert_came_to(limit(c, "ddir", 1), "DONE");
    assert_int_equal(in_force(c), 1);
    assert_int_equal(last(c)->state, LIMIT_IS_IN_FORCE);
    assert_false(last(c)->three);
    assert_str(last(c)->reason, "they grow");
    assert_int_equal(last(c)->proposed_by, world_user(c, "ddir"));
}

static void one_leader_raises_by_a_fifth(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_came_to(limit(c, "ddir", 12000001), "HELD LIMIT_THREE"); /* of 100,000.00 */
    assert_int_equal(in_force(c), 10000000);
    assert_came_to(ends(c, OP_LIMIT_WITHDRAW, "ddir"), "DONE");
    assert_came_to(limit(c, "ddir", 12000000), "DONE");
    assert_int_equal(in_force(c), 12000000);
}

/* What one raised he does not raise again: a fifth is counted from where he began. */
static void steps_of_a_fifth_are_not_steps(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_came_to(limit(c, "ddir", 11000000), "DONE");
    assert_came_to(limit(c, "gm", 12000000), "DONE");
    assert_came_to(limit(c, "ddir", 12000001), "HELD LIMIT_THREE");
    assert_came_to(ends(c, OP_LIMIT_REFUSE, "dir"), "DONE");
    assert_came_to(limit(c, "gm", 11000000), "DONE"); /* down and up again: no wider room */
    assert_came_to(limit(c, "gm", 12000001), "HELD LIMIT_THREE");
    assert_came_to(ends(c, OP_LIMIT_WITHDRAW, "gm"), "DONE");
    assert_came_to(limit(c, "gm", 12000000), "DONE");
    assert_came_to(limit(c, "gm", 12000000), "DONE"); /* the same again makes none */
    assert_came_to(limit(c, "gm", 12000001), "HELD LIMIT_THREE");
    assert_came_to(ends(c, OP_LIMIT_WITHDRAW, "gm"), "DONE");
    assert_came_to(limit(c, "gm", 9000000), "DONE"); /* below it all: it counts from here */
    assert_came_to(limit(c, "gm", 10800001), "HELD LIMIT_THREE");
    assert_came_to(ends(c, OP_LIMIT_WITHDRAW, "gm"), "DONE");
    assert_came_to(limit(c, "gm", 10800000), "DONE");
}

static void over_an_overdue_debt_nobody_raises_alone(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    owes(c, "C1", 100, "2026-03-04"); /* due today */
    assert_came_to(limit(c, "ddir", 10000001), "DONE");
    c = world_new(memory);
    owes(c, "C1", 100, "2026-03-03");
    assert_came_to(limit(c, "ddir", 10000001), "HELD LIMIT_THREE");
}

static void the_room_is_a_parameter(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    policy_at(c)->limit_pct = 0;
    assert_came_to(limit(c, "ddir", 10000001), "HELD LIMIT_THREE");
    assert_came_to(ends(c, OP_LIMIT_WITHDRAW, "ddir"), "DONE");
    policy_at(c)->limit_pct = 100;
    assert_came_to(limit(c, "ddir", 20000000), "DONE");
}

/* --- three -------------------------------------------------------------------------------- */

static void three_leaders_raise_it_as_far_as_they_sign(void **state)
{
    struct world *c = world_new(memory);
    const struct customer_change_row *h;

    (void)state;
    assert_came_to(limit(c, "ddir", 50000000), "HELD LIMIT_THREE"); /* his is the first */
    assert_int_equal(last(c)->state, LIMIT_IS_PROPOSED);
    assert_came_to(sign(c, "ddir"), "REFUSED SIGNED_ALREADY");
    assert_came_to(sign(c, "csr"), "REFUSED SIGNER");
    assert_came_to(sign(c, "gm"), "DONE");
    assert_int_equal(in_force(c), 10000000);
    assert_came_to(sign(c, "dir"), "DONE");
    assert_int_equal(in_force(c), 50000000);
    assert_int_equal(last(c)->state, LIMIT_IS_IN_FORCE);
    assert_true(last(c)->three);
    assert_int_equal(c->model.tables[TABLE_LIMIT_SIGNATURE].n, 3);
    h = newest(c, TABLE_CUSTOMER_CHANGE); /* the reason is the proposal's */
    assert_int_equal(h->fact, FACT_LIMIT);
    assert_str(h->becomes, "500000.00");
    assert_str(h->reason, "they grow");
    assert_came_to(sign(c, "gm"), "REFUSED LIMIT_NONE");
    assert_came_to(limit(c, "ddir", 60000000), "DONE"); /* a fifth of what they signed */
}

static void a_secretary_signs_for_one_who_is_away(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    limit(c, "ddir", 50000000);
    with_consent(c, "gm");
    assert_came_to(sign(c, "csr"), "REFUSED PRINCIPAL_HERE");
    away(c, "gm");
    with_consent(c, "gm");
    assert_came_to(sign(c, "csr"), "DONE");
    world_put(c, TABLE_DELEGATION,
              &(struct delegation_row){ .kind = DELEGATION_SECRETARY,
                                        .role = ROLE_DIR,
                                        .principal_id = world_user(c, "dir"),
                                        .delegate_id = world_user(c, "csr"),
                                        .valid_from = { 1 } });
    away(c, "dir");
    with_consent(c, "dir");
    assert_came_to(sign(c, "csr"), "REFUSED THREE_PERSONS");
}

static void one_limit_waits_at_a_time_and_for_what_it_was(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    limit(c, "ddir", 50000000);
    assert_came_to(limit(c, "gm", 60000000), "REFUSED LIMIT_WAITS");
    assert_came_to(limit(c, "gm", 9000000), "DONE"); /* lower never waits */
    assert_came_to(sign(c, "gm"), "REFUSED LIMIT_MOVED");
    assert_came_to(ends(c, OP_LIMIT_WITHDRAW, "gm"), "REFUSED LIMIT_OWN");
    assert_came_to(ends(c, OP_LIMIT_WITHDRAW, "ddir"), "DONE");
    assert_int_equal(last(c)->state, LIMIT_IS_IN_FORCE);
    assert_came_to(limit(c, "gm", 60000000), "HELD LIMIT_THREE");
}

static void one_leaders_refusal_ends_it(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    limit(c, "ddir", 50000000);
    sign(c, "gm");
    assert_came_to(ends(c, OP_LIMIT_REFUSE, "csr"), "REFUSED SIGNER");
    assert_came_to(ends(c, OP_LIMIT_REFUSE, "dir"), "DONE");
    assert_int_equal(last(c)->state, LIMIT_IS_REFUSED);
    assert_int_equal(last(c)->decided_by, world_user(c, "dir"));
    assert_int_equal(in_force(c), 10000000);
    assert_came_to(ends(c, OP_LIMIT_REFUSE, "dir"), "REFUSED LIMIT_NONE");
}

static void an_announced_limit_that_is_signed_late_begins_today(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_day(c, P_valid_from, "2026-03-06");
    assert_came_to(limit(c, "ddir", 50000000), "HELD LIMIT_THREE");
    assert_came_to(sign(c, "gm"), "DONE");
    world_later(c, INT64_C(5) * 24 * 60);
    assert_came_to(sign(c, "dir"), "DONE");
    assert_int_equal(in_force(c), 50000000);
    assert_int_equal(last(c)->valid_from.n, day_of(2026, 3, 9).n);
    give_day(c, P_valid_from, "2026-03-12");
    assert_came_to(limit(c, "ddir", 90000000), "HELD LIMIT_THREE");
    sign(c, "gm");
    assert_came_to(sign(c, "dir"), "DONE");
    assert_int_equal(in_force(c), 50000000);
    assert_int_equal(account_of(c, "C1")->next_lim.fen, 90000000);
    assert_int_equal(account_of(c, "C1")->next_lim_from.n, day_of(2026, 3, 12).n);
}

/* --- until a day (R-167) ------------------------------------------------------------------ */

static struct work *until(struct world *c, const char *login, int64_t lim, const char *day)
{
    give_day(c, P_valid_to, day);
    return limit(c, login, lim);
}

static void a_limit_raised_until_a_day_goes_back_by_itself(void **state)
{
    struct world *c = world_new(memory);
    const struct credit_account_row *a;

    (void)state;
    assert_came_to(until(c, "ddir", 12000000, "2026-03-06"), "DONE"); /* today is the 4th */
    a = account_of(c, "C1");
    assert_int_equal(a->lim.fen, 12000000);
    assert_int_equal(a->lim_to.n, day_of(2026, 3, 6).n);
    assert_int_equal(a->next_lim.fen, 10000000);
    assert_int_equal(last(c)->valid_to.n, day_of(2026, 3, 6).n);
    assert_str(((const struct customer_change_row *)newest(c, TABLE_CUSTOMER_CHANGE))->becomes,
               "100000.00"); /* the history tells both, and the sweep of that day knows */
    world_later(c, INT64_C(2) * 24 * 60);
    assert_came_to(limit(c, "ddir", 12000001), "HELD LIMIT_THREE"); /* its last day */
    assert_came_to(ends(c, OP_LIMIT_WITHDRAW, "ddir"), "DONE");
    assert_int_equal(in_force(c), 12000000);
    world_later(c, INT64_C(1) * 24 * 60);
    assert_came_to(limit(c, "ddir", 12000001), "HELD LIMIT_THREE");
    a = account_of(c, "C1");
    assert_int_equal(a->lim.fen, 10000000);
    assert_int_equal(a->lim_to.n, 0);
    assert_int_equal(a->next_lim_from.n, 0);
}

/* The longer one goes back to what stood before the first, and its room begins there. */
static void a_limit_until_a_day_is_extended_and_made_to_stay(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_came_to(until(c, "ddir", 11000000, "2026-03-06"), "DONE");
    assert_came_to(until(c, "ddir", 12000001, "2026-03-16"), "HELD LIMIT_THREE");
    assert_came_to(ends(c, OP_LIMIT_WITHDRAW, "ddir"), "DONE");
    assert_came_to(until(c, "ddir", 12000000, "2026-03-16"), "DONE");
    assert_int_equal(account_of(c, "C1")->next_lim.fen, 10000000);
    assert_came_to(until(c, "ddir", 11000000, "2026-03-10"), "DONE"); /* less, and shorter */
    assert_came_to(limit(c, "ddir", 11500000), "DONE");
    assert_int_equal(in_force(c), 11500000);
    assert_int_equal(account_of(c, "C1")->lim_to.n, 0);
    assert_int_equal(account_of(c, "C1")->next_lim_from.n, 0);
}

static void a_limit_until_a_day_begins_today_and_is_a_rise(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_came_to(until(c, "ddir", 11000000, "2026-03-03"), "REFUSED LIMIT_UNTIL");
    assert_came_to(until(c, "ddir", 10000000, "2026-03-10"), "REFUSED LIMIT_UNTIL");
    give_day(c, P_valid_from, "2026-03-05");
    assert_came_to(until(c, "ddir", 11000000, "2026-03-10"), "REFUSED LIMIT_UNTIL");
    give_day(c, P_valid_from, "2026-03-11");
    assert_came_to(limit(c, "ddir", 10500000), "DONE");
    assert_came_to(until(c, "ddir", 10200000, "2026-03-10"), "REFUSED LIMIT_UNTIL");
    assert_came_to(until(c, "ddir", 11000000, "2026-03-09"), "REFUSED LIMIT_UNTIL");
    assert_came_to(until(c, "ddir", 11000000, "2026-03-10"), "DONE");
    assert_int_equal(account_of(c, "C1")->next_lim.fen, 10500000);
    give_text(c, P_customer, "C9");
    assert_came_to(world_do(c, OP_CUSTOMER_PUT, "ssgl"), "DONE");
    give_text(c, P_account, "C9"); /* nothing to go back to */
    give_number(c, P_limit, 100);
    give_text(c, P_reason, "a fair");
    give_day(c, P_valid_to, "2026-03-10");
    assert_came_to(world_do(c, OP_ACCOUNT_LIMIT, "gm"), "REFUSED LIMIT_UNTIL");
}

/* What follows begins behind the last day at the latest, else the rise would not end. */
static void what_is_announced_does_not_put_the_end_off(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_came_to(until(c, "ddir", 12000000, "2026-03-06"), "DONE");
    give_day(c, P_valid_from, "2026-03-08");
    assert_came_to(limit(c, "ddir", 9000000), "REFUSED LIMIT_ENDS");
    give_day(c, P_valid_from, "2026-03-07");
    assert_came_to(limit(c, "ddir", 9000000), "DONE");
    assert_int_equal(account_of(c, "C1")->next_lim.fen, 9000000);
    assert_int_equal(account_of(c, "C1")->lim_to.n, day_of(2026, 3, 6).n);
}

static void what_is_signed_behind_its_last_day_is_not_taken(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_came_to(until(c, "ddir", 50000000, "2026-03-06"), "HELD LIMIT_THREE");
    assert_came_to(sign(c, "gm"), "DONE");
    world_later(c, INT64_C(3) * 24 * 60);
    assert_came_to(sign(c, "dir"), "REFUSED LIMIT_UNTIL");
    assert_came_to(ends(c, OP_LIMIT_WITHDRAW, "ddir"), "DONE");
    assert_came_to(until(c, "ddir", 50000000, "2026-03-10"), "HELD LIMIT_THREE");
    assert_came_to(sign(c, "gm"), "DONE");
    assert_came_to(sign(c, "dir"), "DONE");
    assert_int_equal(account_of(c, "C1")->lim_to.n, day_of(2026, 3, 10).n);
}

/* R-167, T43: what is out stays out, the next order meets it. */
static void a_limit_below_the_exposure_meets_the_next_order(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    account_of(c, "C1")->invoiced = fen(9000000);
    assert_came_to(limit(c, "ddir", 1000000), "DONE");
    assert_int_equal(in_force(c), 1000000);
    assert_int_equal(account_of(c, "C1")->invoiced.fen, 9000000);
}

/* --- go-live ------------------------------------------------------------------------------ */

static struct work *first_of_batch(struct world *c, const char *login, const char *batch)
{
    give_text(c, P_account, "C9");
    give_number(c, P_limit, 500000);
    give_text(c, P_reason, "as before");
    give_text(c, P_batch, batch);
    return world_do(c, OP_ACCOUNT_LIMIT, login);
}

static struct work *begun(struct world *c, const char *login, const char *batch)
{
    give_text(c, P_batch, batch);
    give_day(c, P_as_of, "2026-03-01");
    give_number(c, P_rows, 1);
    give_number(c, P_total, 500000);
    return world_do(c, OP_OPENING_BEGIN, login);
}

static void first_limits_come_in_a_batch_that_another_began(void **state)
{
    struct world *c = world_new(memory);
    const struct opening_row *b;

    (void)state;
    give_text(c, P_customer, "C9");
    assert_came_to(world_do(c, OP_CUSTOMER_PUT, "ssgl"), "DONE");
    assert_came_to(first_of_batch(c, "dir", "limits"), "NOT_FOUND");
    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, "dir"), .role = ROLE_FIN });
    assert_came_to(begun(c, "dir", "his own"), "DONE");
    assert_came_to(first_of_batch(c, "dir", "his own"), "REFUSED LIMIT_BATCH");
    assert_came_to(begun(c, "ssgl", "limits"), "DONE");
    assert_came_to(first_of_batch(c, "dir", "limits"), "DONE");
    assert_int_equal(account_of(c, "C9")->lim.fen, 500000);
    assert_true(customer_at(c, "C9")->has_limit);
    b = newest(c, TABLE_OPENING);
    assert_int_equal(b->rows, 1);
    assert_int_equal(b->total.fen, 500000);
    assert_int_equal(last(c)->opening_id, b->id);
    assert_came_to(first_of_batch(c, "dir", "limits"), "REFUSED LIMIT_BATCH");
    give_text(c, P_batch, "limits");
    assert_came_to(world_do(c, OP_OPENING_CLOSE, "ssgl"), "DONE");
    give_text(c, P_account, "C9");
    give_number(c, P_limit, 600000);
    give_text(c, P_reason, "a fifth more");
    assert_came_to(world_do(c, OP_ACCOUNT_LIMIT, "dir"), "DONE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_leader_lowers_as_far_as_he_likes),
        TEST(one_leader_raises_by_a_fifth),
        TEST(steps_of_a_fifth_are_not_steps),
        TEST(over_an_overdue_debt_nobody_raises_alone),
        TEST(the_room_is_a_parameter),
        TEST(three_leaders_raise_it_as_far_as_they_sign),
        TEST(a_secretary_signs_for_one_who_is_away),
        TEST(one_limit_waits_at_a_time_and_for_what_it_was),
        TEST(one_leaders_refusal_ends_it),
        TEST(an_announced_limit_that_is_signed_late_begins_today),
        TEST(a_limit_raised_until_a_day_goes_back_by_itself),
        TEST(a_limit_until_a_day_is_extended_and_made_to_stay),
        TEST(a_limit_until_a_day_begins_today_and_is_a_rise),
        TEST(what_is_announced_does_not_put_the_end_off),
        TEST(what_is_signed_behind_its_last_day_is_not_taken),
        TEST(a_limit_below_the_exposure_meets_the_next_order),
        TEST(first_limits_come_in_a_batch_that_another_began),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
