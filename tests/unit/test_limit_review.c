/*
 * test_limit_review.c - what the formula proposes for an account, from what its customers took
 * and how they paid (R-163 .. R-167).
 */
#include "tests/unit/road.h"

#define QUARTER "2026-01-01" /* of the company's 4 March */

static struct day day(const char *iso)
{
    struct day d = { 0 };

    if (!day_parse(str_of(iso), &d))
        fail_msg("no such day");
    return d;
}

/* Noon of the day in Shanghai. */
static struct instant noon(const char *iso)
{
    return (struct instant){ (int64_t)day(iso).n * 24 * INSTANT_HOUR + 4 * INSTANT_HOUR };
}

/* Goods that left on that day, to be paid by `due`; from now on the newest debt. */
static struct receivable_row *took(struct world *c, const char *customer, int64_t amount,
                                   const char *left, const char *due)
{
    struct receivable_row *r = owes(c, customer, amount, due);

    r->opened_at = noon(left);
    return r;
}

/* The debt is paid in part by money that the house had on that day. */
static void paid_by(struct world *c, const struct receivable_row *r, int64_t amount,
                    const char *on)
{
    const struct receipt_row *p = paid(c, "C1", amount, "RC1");

    ((struct receipt_row *)world_row(c, TABLE_RECEIPT, p->id))->received_on = day(on);
    ((struct receipt_row *)world_row(c, TABLE_RECEIPT, p->id))->cleared_on = day(on);
    world_put(c, TABLE_ALLOCATION,
              &(struct allocation_row){ .receipt_id = p->id,
                                        .receivable_id = r->id,
                                        .amount = fen(amount),
                                        .at = noon("2026-03-03") });
}

static struct work *propose(struct world *c, const char *account, const char *login)
{
    give_text(c, P_account, account);
    return world_do(c, OP_LIMIT_PROPOSE, login);
}

/* What is proposed for C1's account. */
static const struct limit_proposal_row *proposed(struct world *c)
{
    assert_came_to(propose(c, "A1", "SYSTEM"), "DONE");
    return newest(c, TABLE_LIMIT_PROPOSAL);
}

/* Once more, as if nobody had asked. */
static const struct limit_proposal_row *proposed_again(struct world *c)
{
    c->model.tables[TABLE_LIMIT_PROPOSAL].n = 0;
    return proposed(c);
}

/* --- what counts -------------------------------------------------------------------------- */

static void the_formula_reads_six_closed_months(void **state)
{
    struct world *c = world_new(memory);
    const struct limit_proposal_row *p;

    (void)state;
    took(c, "C1", 99900000, "2025-06-30", NULL);
    took(c, "C1", 10000000, "2025-07-01", NULL);
    took(c, "C1", 20000000, "2025-09-30", NULL);
    took(c, "C1", 33000000, "2025-12-31", NULL);
    took(c, "C1", 99900000, "2026-01-01", NULL);
    p = proposed(c);
    assert_fen(p->shipped, 63000000);
    assert_int_equal(p->months, 6);
    assert_fen(p->last_quarter, 33000000);
    assert_fen(p->quarter_before, 30000000);
    assert_int_equal(p->growth, 1000);
    assert_int_equal(p->term_days, 30);
    assert_int_equal(p->grade, 3); /* nothing was due */
    assert_int_equal(p->grade_factor, 80);
    /* 105,000 x 40 / 30 x 0.8 x 1.05 = 117,600 */
    assert_fen(p->formula, 11700000);
    assert_fen(p->lim, 11700000);
    assert_fen(p->was, 10000000);
    assert_int_equal(p->quarter.n, day(QUARTER).n);
    assert_false(p->fresh || p->cash_first);
    assert_int_equal(p->policy_id, policy_at(c)->id);
    assert_fen(account_of(c, "C1")->lim, 10000000); /* a proposal is no limit */
}

static void credited_goods_were_not_taken(void **state)
{
    struct world *c = world_new(memory);
    struct receivable_row *r;

    (void)state;
    r = took(c, "C1", 60000000, "2025-12-10", "2025-12-20");
    r->credited = fen(6000000);
    paid_by(c, r, 54000000, "2025-12-20");
    assert_fen(proposed(c)->shipped, 54000000);
    assert_fen(proposed_again(c)->due, 54000000);
}

static void a_payment_is_in_time_until_five_days_behind_the_day(void **state)
{
    struct world *c = world_new(memory);
    const struct limit_proposal_row *p;

    (void)state;
    paid_by(c, took(c, "C1", 700, "2025-10-01", "2025-10-31"), 700, "2025-11-05");
    paid_by(c, took(c, "C1", 100, "2025-10-01", "2025-10-31"), 100, "2025-11-06");
    took(c, "C1", 200, "2025-10-01", "2025-10-31");
    p = proposed(c);
    assert_fen(p->due, 1000);
    assert_fen(p->in_time, 700);
    assert_int_equal(p->grade, 4);
}

static void a_debt_is_judged_in_the_quarter_in_which_its_five_days_end(void **state)
{
    struct world *c = world_new(memory);
    const struct limit_proposal_row *p;

    (void)state;
    took(c, "C1", 1, "2024-11-01", "2024-12-26");    /* judged on 31 December 2024: too old */
    took(c, "C1", 20, "2024-11-01", "2024-12-27");   /* 1 January 2025 */
    took(c, "C1", 300, "2025-11-01", "2025-12-26");  /* 31 December 2025 */
    took(c, "C1", 4000, "2025-11-01", "2025-12-27"); /* of the running quarter */
    p = proposed(c);
    assert_fen(p->due, 320);
    assert_int_equal(p->grade, 5);
}

static void money_that_was_taken_back_paid_nothing(void **state)
{
    struct world *c = world_new(memory);
    struct receivable_row *r = took(c, "C1", 1000, "2025-10-01", "2025-10-31");
    struct allocation_row back;

    (void)state;
    paid_by(c, r, 1000, "2025-10-31");
    back = *(const struct allocation_row *)newest(c, TABLE_ALLOCATION);
    back.reverses_id = back.id;
    back.amount = fen(-1000);
    world_put(c, TABLE_ALLOCATION, &back);
    assert_fen(proposed(c)->in_time, 0);
}

static void write_off(struct world *c, const struct receivable_row *r, bool small)
{
    world_put(c, TABLE_WRITE_OFF,
              &(struct write_off_row){ .receivable_id = r->id,
                                       .account_id = r->account_id,
                                       .amount = fen(100),
                                       .state = WRITE_OFF_DONE,
                                       .small = small,
                                       .decided_at = noon("2025-12-31") });
}

static void a_bad_debt_gives_the_last_grade_and_asks_for_money_first(void **state)
{
    struct world *c = world_new(memory);
    const struct limit_proposal_row *p;
    struct receivable_row *r;

    (void)state;
    r = took(c, "C1", 100000000, "2025-10-01", "2025-10-31");
    paid_by(c, r, 99999900, "2025-10-31");
    r->written_off = fen(100);
    write_off(c, r, true); /* short by a little */
    p = proposed(c);
    assert_int_equal(p->grade, 1);
    assert_true(p->formula.fen > 0 && !p->cash_first);
    c = world_new(memory);
    r = took(c, "C1", 100000000, "2025-10-01", "2025-10-31");
    paid_by(c, r, 99999900, "2025-10-31");
    write_off(c, r, false); /* and paid since: nothing is given up */
    assert_int_equal(proposed(c)->grade, 1);
    c = world_new(memory);
    r = took(c, "C1", 100000000, "2025-10-01", "2025-10-31");
    paid_by(c, r, 99999900, "2025-10-31");
    r->written_off = fen(100);
    write_off(c, r, false);
    p = proposed(c);
    assert_int_equal(p->grade, 5);
    assert_fen(p->bad_debt, 100);
    assert_fen(p->formula, 0);
    assert_true(p->cash_first);
}

static void opening_debts_count_from_the_day_they_arose(void **state)
{
    struct world *c = world_new(memory);
    struct receivable_row *r = took(c, "C1", 60000000, "2026-02-01", NULL);

    (void)state;
    r->kind = DEBT_OPENING;
    r->basis_day = day("2025-12-15");
    assert_fen(proposed(c)->shipped, 60000000);
}

/* --- whose -------------------------------------------------------------------------------- */

static void a_group_is_one_account_with_its_shortest_term(void **state)
{
    struct world *c = world_new(memory);
    const struct limit_proposal_row *p;

    (void)state;
    took(c, "C1", 30000000, "2025-12-01", NULL);
    took(c, "C3", 30000000, "2025-12-01", NULL);
    took(c, "C4", 70000000, "2025-12-01", NULL); /* of another account */
    customer_at(c, "C3")->term_days = 20;
    p = proposed(c);
    assert_fen(p->shipped, 60000000);
    assert_int_equal(p->term_days, 20);
    customer_at(c, "C3")->has_term = false;
    assert_int_equal(proposed_again(c)->term_days, 30);
}

static void who_took_nothing_yet_keeps_what_the_leaders_set(void **state) /* */
{
    struct world *c = world_new(memory);
    const struct limit_proposal_row *p = proposed(c);

    (void)state;
    assert_true(p->fresh && !p->cash_first);
    assert_fen(p->formula, 0);
    assert_fen(p->lim, 10000000);
    assert_came_to(propose(c, "A2", "SYSTEM"), "DONE"); /* pays first, limit 0 */
    p = newest(c, TABLE_LIMIT_PROPOSAL);
    assert_true(p->fresh && p->cash_first);
    assert_fen(p->lim, 0);
}

/* --- once --------------------------------------------------------------------------------- */

static void an_account_has_one_proposal_in_a_quarter(void **state)
{
    struct world *c = world_new(memory);
    const struct limit_proposal_row *old;

    (void)state;
    assert_came_to(propose(c, "A9", "ssgl"), "NOT_FOUND");
    assert_came_to(propose(c, "A1", "csr"), "REFUSED ACTOR_ROLE");
    old = proposed(c);
    assert_came_to(propose(c, "A1", "ssgl"), "REFUSED REVIEW_MADE");
    world_later(c, INT64_C(27) * 24 * 60); /* 31 March */
    assert_came_to(propose(c, "A1", "ssgl"), "REFUSED REVIEW_MADE");
    world_later(c, INT64_C(24) * 60);
    assert_came_to(propose(c, "A1", "ssgl"), "DONE");
    assert_int_equal(old->state, REVIEW_SUPERSEDED); /* nobody had decided it */
    assert_int_equal(
        ((const struct limit_proposal_row *)newest(c, TABLE_LIMIT_PROPOSAL))->quarter.n,
        day("2026-04-01").n);
}

static void every_coefficient_is_a_parameter(void **state)
{
    struct world *c = world_new(memory);
    struct policy_row *pol = policy_at(c);
    const struct limit_proposal_row *p;

    (void)state;
    paid_by(c, took(c, "C1", 30000000, "2025-12-01", "2025-12-20"), 15000000, "2025-12-20");
    pol->limit_months = 3;
    pol->buffer_days = 0;
    pol->grade_4_pct = 50;
    pol->grade_4_factor = 70;
    pol->growth_most_pct = 0;
    pol->limit_round = yuan(100);
    p = proposed(c);
    assert_int_equal(p->months, 3);
    assert_int_equal(p->grade, 4);
    assert_fen(p->formula, 7000000); /* 100,000 x 30 / 30 x 0.7 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_formula_reads_six_closed_months),
        TEST(credited_goods_were_not_taken),
        TEST(a_payment_is_in_time_until_five_days_behind_the_day),
        TEST(a_debt_is_judged_in_the_quarter_in_which_its_five_days_end),
        TEST(money_that_was_taken_back_paid_nothing),
        TEST(a_bad_debt_gives_the_last_grade_and_asks_for_money_first),
        TEST(opening_debts_count_from_the_day_they_arose),
        TEST(a_group_is_one_account_with_its_shortest_term),
        TEST(who_took_nothing_yet_keeps_what_the_leaders_set),
        TEST(an_account_has_one_proposal_in_a_quarter),
        TEST(every_coefficient_is_a_parameter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
