/*
 * test_order_attest.c - OG: who may have verified and approved a paper.
 */
#include "tests/unit/a_paper.h"

/* --- the right persons (R-094) ---------------------------------------------------------- */

static struct work *attested(struct world *c, const char *approver, const char *verifier)
{
    a_fax(c);
    give_text(c, P_approver, approver);
    if (verifier)
        give_text(c, P_verifier, verifier);
    return world_do(c, OP_ORDER_KEY, "csr");
}

/* `delegate` stands in for `principal` from then until then. */
static struct delegation_row *stands_in(struct world *c, const char *principal,
                                        const char *delegate, enum role role, const char *from,
                                        const char *to)
{
    struct delegation_row d = { .kind = DELEGATION_SUBSTITUTE,
                                .role = role,
                                .principal_id = world_user(c, principal),
                                .delegate_id = world_user(c, delegate) };

    assert_true(instant_parse(str_of(from), 480, &d.valid_from));
    assert_true(instant_parse(str_of(to), 480, &d.valid_to));
    return world_row(c, TABLE_DELEGATION, world_put(c, TABLE_DELEGATION, &d));
}

static void a_paper_is_approved_by_the_manager_of_the_customers_market(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    w = attested(c, "mm2", NULL); /* of another market */
    assert_refused(w, ATTEST_APPROVER);
    assert_string_equal(w->ruling.field, "approver");
    assert_str(w->ruling.detail, "mm2");
    assert_str(said(w, "who")->text, "mm");
    assert_int_equal(w->ruling.remedies[0].who, ROLE_MM);
    assert_refused(attested(c, "um", NULL), ATTEST_APPROVER);
    assert_refused(attested(c, "Mr Nobody", NULL), ATTEST_APPROVER);
    assert_refused(attested(c, "SYSTEM", NULL), ATTEST_APPROVER);
    assert_done(attested(c, "mm", NULL));
}

static void the_managers_substitute_approves_while_he_stands_in(void **state)
{
    struct world *c = world_new(memory);
    struct delegation_row *d;

    (void)state;
    d = stands_in(c, "mm", "um2", ROLE_MM, "2026-03-04T09:00:00+08:00",
                  "2026-03-04T09:00:01+08:00");
    assert_done(attested(c, "um2", NULL));
    assert_done(attested(c, "mm", NULL)); /* he himself as well */
    d->valid_from.us += INSTANT_SECOND;   /* not yet */
    d->valid_to.us += INSTANT_SECOND;
    assert_refused(attested(c, "um2", NULL), ATTEST_APPROVER);
    d->valid_from.us -= 2 * INSTANT_SECOND; /* not any more */
    d->valid_to.us = d->valid_from.us + INSTANT_SECOND;
    assert_refused(attested(c, "um2", NULL), ATTEST_APPROVER);
    d->valid_to.us += INSTANT_HOUR;
    assert_done(attested(c, "um2", NULL));
    d->revoked_at = d->valid_from;
    assert_refused(attested(c, "um2", NULL), ATTEST_APPROVER);
    d->revoked_at = (struct instant){ 0 };
    d->role = ROLE_UM; /* for another of his posts */
    assert_refused(attested(c, "um2", NULL), ATTEST_APPROVER);
    d->role = ROLE_MM;
    d->kind = DELEGATION_SECRETARY;
    assert_refused(attested(c, "um2", NULL), ATTEST_APPROVER);
}

static void the_manager_is_who_held_the_market_on_the_day_of_approval(void **state)
{
    struct world *c = world_new(memory);
    struct assignment_row later = { .unit_id = world_id(c, TABLE_MARKET, "E"),
                                    .role = ROLE_MM,
                                    .user_id = world_user(c, "mm2"),
                                    .valid_from = day_of(2026, 3, 4) };

    (void)state;
    world_put(c, TABLE_ASSIGNMENT, &later);
    assert_done(attested(c, "mm2", NULL));
    a_fax(c);
    give_time(c, P_approved_at, "2026-03-03T23:59:59+08:00");
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    a_fax(c);
    give_text(c, P_approver, "mm2");
    give_time(c, P_approved_at, "2026-03-03T23:59:59+08:00");
    assert_refused(world_do(c, OP_ORDER_KEY, "csr"), ATTEST_APPROVER);
}

static void before_the_first_manager_on_file_he_counts(void **state)
{
    struct world *c = world_new(memory);
    struct model_table *t = &c->model.tables[TABLE_ASSIGNMENT];

    (void)state;
    for (size_t i = 0; i < t->n; i++)
        ((struct assignment_row *)t->rows[i])->valid_from = day_of(2026, 3, 5);
    assert_done(attested(c, "mm", NULL));
    assert_refused(attested(c, "mm2", NULL), ATTEST_APPROVER);
}

static void a_market_without_manager_approves_nothing(void **state)
{
    struct world *c = world_new(memory);
    struct model_table *t = &c->model.tables[TABLE_ASSIGNMENT];
    struct work *w;

    (void)state;
    for (size_t i = 0; i < t->n; i++)
        if (((struct assignment_row *)t->rows[i])->role == ROLE_MM)
            ((struct assignment_row *)t->rows[i])->valid_to = day_of(2026, 3, 3);
    w = attested(c, "mm", NULL);
    assert_refused(w, ATTEST_APPROVER);
    for (size_t i = 0; i < w->ruling.number_count; i++) /* nobody to name */
        assert_string_not_equal(w->ruling.numbers[i].name, "who");
    assert_string_equal(w->ruling.remedies[0].kind, "appoint");
}

static void a_paper_is_verified_by_the_customers_own_manager(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    w = attested(c, "mm", "kam2");
    assert_refused(w, ATTEST_VERIFIER);
    assert_string_equal(w->ruling.field, "verifier");
    assert_str(said(w, "who")->text, "kam");
    assert_refused(attested(c, "mm", "Ms Nobody"), ATTEST_VERIFIER);
    assert_done(attested(c, "mm", "kam"));
    assert_done(attested(c, "mm", "um")); /* his responsible manager */
    stands_in(c, "kam", "kam2", ROLE_KAM, "2026-03-04T08:00:00+08:00",
              "2026-03-05T08:00:00+08:00");
    assert_done(attested(c, "mm", "kam2"));
    stands_in(c, "um", "um3", ROLE_UM, "2026-03-04T08:00:00+08:00",
              "2026-03-05T08:00:00+08:00");
    assert_done(attested(c, "mm", "um3"));
}

static void a_paper_is_verified_and_approved_by_two_persons(void **state)
{
    struct world *c = world_new(memory);
    struct customer_row *who = world_row(c, TABLE_CUSTOMER, world_id(c, TABLE_CUSTOMER, "C1"));

    (void)state;
    who->manager_id = world_user(c, "mm");
    assert_refused(attested(c, "mm", "mm"), VERIFY_APPROVE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_paper_is_approved_by_the_manager_of_the_customers_market),
        TEST(the_managers_substitute_approves_while_he_stands_in),
        TEST(the_manager_is_who_held_the_market_on_the_day_of_approval),
        TEST(before_the_first_manager_on_file_he_counts),
        TEST(a_market_without_manager_approves_nothing),
        TEST(a_paper_is_verified_by_the_customers_own_manager),
        TEST(a_paper_is_verified_and_approved_by_two_persons),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
