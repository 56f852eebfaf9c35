/*
 * test_limit_accept.c - the review of what the formula proposes: who adjusts it, hands it on,
 * accepts or refuses it, alone or by three.
 */
#include "tests/unit/road.h"

#include <string.h>

/* C1's account A1 has a limit of 100,000.00; the formula gives 200,000.00. */
static struct world *reviewed(void)
{
    struct world *c = world_new(memory);

    give_text(c, P_account, "A1");
    assert_came_to(world_do(c, OP_LIMIT_PROPOSE, "SYSTEM"), "DONE");
    ((struct limit_proposal_row *)newest(c, TABLE_LIMIT_PROPOSAL))->formula = fen(20000000);
    ((struct limit_proposal_row *)newest(c, TABLE_LIMIT_PROPOSAL))->lim = fen(20000000);
    ((struct limit_proposal_row *)newest(c, TABLE_LIMIT_PROPOSAL))->fresh = false;
    return c;
}

static struct limit_proposal_row *proposal(const struct world *c)
{
    return newest(c, TABLE_LIMIT_PROPOSAL);
}

static struct work *review_act(struct world *c, enum op op, const char *login,
                               const char *reason)
{
    give_text(c, P_account, "A1");
    if (reason)
        give_text(c, P_reason, reason);
    return world_do(c, op, login);
}

static struct work *adjust(struct world *c, int64_t lim, const char *reason)
{
    give_number(c, P_limit, lim);
    return review_act(c, OP_LIMIT_ADJUST, "ssgl", reason);
}

/* Adjusted, where another limit is wanted, and handed to the leaders. */
static struct world *submitted(int64_t lim)
{
    struct world *c = reviewed();

    if (lim != 20000000)
        assert_came_to(adjust(c, lim, "they will grow"), "DONE");
    assert_came_to(review_act(c, OP_LIMIT_SUBMIT, "ssgl", NULL), "DONE");
    return c;
}

static struct work *review_accept(struct world *c, const char *login)
{
    return review_act(c, OP_LIMIT_ACCEPT, login, NULL);
}

static int64_t in_force(struct world *c)
{
    return account_of(c, "C1")->lim.fen;
}

/* --- the secretaries' leader ----------------------------------------------------------------
 */

static void the_leader_of_secretaries_adjusts_with_a_reason(void **state)
{
    struct world *c = reviewed();

    (void)state;
    assert_came_to(adjust(c, 18000000, "  "), "REFUSED REASON_GIVEN");
    assert_came_to(adjust(c, -1, "less than nothing"), "REFUSED LIMIT_NEGATIVE");
    give_number(c, P_version, 2);
    assert_came_to(adjust(c, 18000000, "they asked"), "REFUSED VERSION");
    give_number(c, P_version, 1);
    assert_came_to(adjust(c, 18000000, "they asked"), "DONE");
    assert_fen(proposal(c)->lim, 18000000);
    assert_fen(proposal(c)->formula, 20000000);
    assert_str(proposal(c)->reason, "they asked");
    assert_int_equal(proposal(c)->adjusted_by, world_user(c, "ssgl"));
    assert_int_equal(in_force(c), 10000000);
}

static void what_was_handed_on_is_adjusted_no_more(void **state)
{
    struct world *c = submitted(20000000);

    (void)state;
    assert_came_to(adjust(c, 18000000, "late"), "REFUSED REVIEW_NONE");
    assert_came_to(review_act(c, OP_LIMIT_SUBMIT, "ssgl", NULL), "REFUSED REVIEW_NONE");
}

static void leaders_accept_what_was_handed_to_them(void **state)
{
    struct world *c = reviewed();

    (void)state;
    assert_came_to(review_accept(c, "ddir"), "REFUSED REVIEW_NOT_SUBMITTED");
    assert_came_to(review_act(c, OP_LIMIT_REJECT, "ddir", "no"),
                   "REFUSED REVIEW_NOT_SUBMITTED");
    assert_came_to(review_act(c, OP_LIMIT_SUBMIT, "ssgl", NULL), "DONE");
    assert_came_to(review_accept(c, "dir"), "REFUSED LIMIT_LEADER"); /* answers for market N */
    assert_came_to(review_accept(c, "ddir"), "DONE");
    assert_int_equal(in_force(c), 20000000);
    assert_int_equal(proposal(c)->state, REVIEW_ACCEPTED);
    assert_int_equal(account_of(c, "C1")->lim_source, LIMIT_BY_FORMULA);
    assert_came_to(review_accept(c, "ddir"), "REFUSED REVIEW_NOT_SUBMITTED");
}

/* --- one or three ---------------------------------------------------------------------------
 */

static void one_leaders_room_is_a_fifth_about_the_formula(void **state)
{
    static const struct {
        int64_t lim;
        const char *what;
    } cases[] = {
        { 24000000, "DONE" }, { 24000001, "HELD LIMIT_THREE" },
        { 16000000, "DONE" }, { 15999999, "HELD LIMIT_THREE" },
        { 10000000, "DONE" }, /* what stands takes one word */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct world *c = submitted(cases[i].lim);

        assert_came_to(review_accept(c, "ddir"), cases[i].what);
        if (!strcmp(cases[i].what, "DONE")) {
            assert_int_equal(in_force(c), cases[i].lim);
            assert_int_equal(account_of(c, "C1")->lim_source, LIMIT_BY_MANUAL);
        }
    }
}

static void over_an_overdue_debt_a_rise_takes_three(void **state)
{
    struct world *c = submitted(20000000);

    (void)state;
    owes(c, "C1", 100, "2026-03-03");
    assert_came_to(review_accept(c, "ddir"), "HELD LIMIT_THREE");
    c = submitted(20000000);
    account_of(c, "C1")->lim = fen(20000001); /* it falls */
    owes(c, "C1", 100, "2026-03-03");
    assert_came_to(review_accept(c, "ddir"), "DONE");
}

static void three_sign_what_the_formula_does_not_give(void **state)
{
    struct world *c = submitted(50000000);
    const struct limit_decision_row *d;

    (void)state;
    assert_came_to(review_accept(c, "ddir"), "HELD LIMIT_THREE"); /* his is the first */
    assert_came_to(review_accept(c, "gm"), "REFUSED LIMIT_WAITS");
    assert_came_to(review_act(c, OP_LIMIT_REJECT, "gm", "no"), "REFUSED LIMIT_WAITS");
    assert_came_to(review_act(c, OP_LIMIT_SIGN, "gm", NULL), "DONE");
    assert_int_equal(proposal(c)->state, REVIEW_SUBMITTED);
    assert_came_to(review_act(c, OP_LIMIT_SIGN, "dir", NULL), "DONE");
    d = newest(c, TABLE_LIMIT_DECISION);
    assert_int_equal(in_force(c), 50000000);
    assert_int_equal(proposal(c)->state, REVIEW_ACCEPTED);
    assert_int_equal(d->proposal_id, proposal(c)->id);
    assert_fen(d->base, 20000000);
    assert_str(d->reason, "they will grow");
}

static void a_leaders_refusal_of_three_ends_the_proposal(void **state)
{
    struct world *c = submitted(50000000);

    (void)state;
    assert_came_to(review_accept(c, "ddir"), "HELD LIMIT_THREE");
    assert_came_to(review_act(c, OP_LIMIT_WITHDRAW, "ddir", "another word"), "DONE");
    assert_int_equal(proposal(c)->state, REVIEW_SUBMITTED); /* it waits for another */
    assert_came_to(review_accept(c, "gm"), "HELD LIMIT_THREE");
    assert_came_to(review_act(c, OP_LIMIT_REFUSE, "dir", "too much"), "DONE");
    assert_int_equal(proposal(c)->state, REVIEW_REFUSED);
    assert_int_equal(in_force(c), 10000000);
}

/* What the formula gave is from now on what one leader's room is counted from. */
static void after_the_review_a_fifth_counts_from_the_formula(void **state)
{
    struct world *c = submitted(22000000);

    (void)state;
    assert_came_to(review_accept(c, "ddir"), "DONE");
    give_number(c, P_limit, 24000001);
    assert_came_to(review_act(c, OP_ACCOUNT_LIMIT, "ddir", "more"), "HELD LIMIT_THREE");
    assert_came_to(review_act(c, OP_LIMIT_WITHDRAW, "ddir", "no"), "DONE");
    give_number(c, P_limit, 24000000);
    assert_came_to(review_act(c, OP_ACCOUNT_LIMIT, "ddir", "more"), "DONE");
}

/* --- refused, announced, cash-first
 * ----------------------------------------------------------- */

static void a_leader_refuses_with_a_reason(void **state)
{
    struct world *c = submitted(20000000);

    (void)state;
    assert_came_to(review_act(c, OP_LIMIT_REJECT, "ddir", " "), "REFUSED REASON_GIVEN");
    assert_came_to(review_act(c, OP_LIMIT_REJECT, "dir", "no"), "REFUSED LIMIT_LEADER");
    assert_came_to(review_act(c, OP_LIMIT_REJECT, "ddir", "not now"), "DONE");
    assert_int_equal(proposal(c)->state, REVIEW_REFUSED);
    assert_str(proposal(c)->answer, "not now");
    assert_int_equal(in_force(c), 10000000);
}

static void it_takes_effect_on_an_announced_day(void **state)
{
    struct world *c = submitted(20000000);

    (void)state;
    give_day(c, P_valid_from, "2026-03-03");
    assert_came_to(review_accept(c, "ddir"), "REFUSED BACKDATED");
    give_day(c, P_valid_from, "2026-03-06");
    assert_came_to(review_accept(c, "ddir"), "DONE");
    assert_int_equal(in_force(c), 10000000);
    assert_fen(account_of(c, "C1")->next_lim, 20000000);
}

static void the_last_grade_pays_first(void **state) /* */
{
    struct world *c = reviewed();

    (void)state;
    proposal(c)->formula = proposal(c)->lim = fen(0);
    proposal(c)->grade = 5;
    proposal(c)->cash_first = true;
    assert_came_to(review_act(c, OP_LIMIT_SUBMIT, "ssgl", NULL), "DONE");
    assert_came_to(review_accept(c, "gm"), "DONE");
    assert_int_equal(in_force(c), 0);
    assert_true(customer_at(c, "C1")->cash_first && customer_at(c, "C3")->cash_first);
    c = reviewed();
    proposal(c)->formula = proposal(c)->lim = fen(0);
    proposal(c)->cash_first = true;
    proposal(c)->grade = 5;
    assert_came_to(adjust(c, 100, "a last chance"), "DONE");
    assert_false(proposal(c)->cash_first);
    assert_came_to(adjust(c, 0, "none after all"), "DONE");
    assert_true(proposal(c)->cash_first);
}

static void an_undecided_proposal_gives_way_to_the_next_quarters(void **state)
{
    struct world *c = submitted(20000000);
    const struct limit_proposal_row *old = proposal(c);

    (void)state;
    world_later(c, INT64_C(28) * 24 * 60);
    assert_came_to(review_act(c, OP_LIMIT_PROPOSE, "ssgl", NULL), "DONE");
    assert_int_equal(old->state, REVIEW_SUPERSEDED);
    assert_came_to(review_accept(c, "ddir"), "REFUSED REVIEW_NOT_SUBMITTED");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_leader_of_secretaries_adjusts_with_a_reason),
        TEST(what_was_handed_on_is_adjusted_no_more),
        TEST(leaders_accept_what_was_handed_to_them),
        TEST(one_leaders_room_is_a_fifth_about_the_formula),
        TEST(over_an_overdue_debt_a_rise_takes_three),
        TEST(three_sign_what_the_formula_does_not_give),
        TEST(a_leaders_refusal_of_three_ends_the_proposal),
        TEST(after_the_review_a_fifth_counts_from_the_formula),
        TEST(a_leader_refuses_with_a_reason),
        TEST(it_takes_effect_on_an_announced_day),
        TEST(the_last_grade_pays_first),
        TEST(an_undecided_proposal_gives_way_to_the_next_quarters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
