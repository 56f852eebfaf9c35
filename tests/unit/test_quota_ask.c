/*
 * test_quota_ask.c - AC asked of others: another area's help, the leaders' grant, the month's
 * end.
 */
#include "tests/unit/quota_tests.h"

/* --- another area --------------------------------------------------------------------- */

static struct work *ask_area(struct world *c, const char *no, const char *area)
{
    return act_for(c, OP_ORDER_ASK_TRANSFER, "csr", no, P_area, area);
}

static void an_area_gives_what_helps_when_its_manager_consents(void **state) /* */
{
    const char *no;
    struct work *w;
    struct world *c = asked(100, &no, &w);
    size_t changes = c->model.tables[TABLE_QUOTA_CHANGE].n;
    const struct quota_request_row *r;

    (void)state;
    w = ask_area(c, no, "E2");
    assert_came_to(w, "DONE");
    assert_state(c, no, ORDER_WAIT_QUOTA_UM);
    assert_int_equal(said(w, "asked"), 30); /* the customer's 80 bound: more would not help */
    assert_int_equal(messages(c, no, MESSAGE_ASKED, world_user(c, "um2")), 1);
    w = act(c, OP_ORDER_CONSENT, "um2", no);
    assert_came_to(w, "HELD QUOTA_SHORT");
    assert_state(c, no, ORDER_QUOTA_CHOICE);
    assert_int_equal(line_at(c, no, 1)->granted.n, 80);
    assert_int_equal(line_at(c, no, 1)->cut_for, CUT_CUSTOMER);
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->allotted.n, 80);
    assert_int_equal(cell_at(c, HOLDER_AREA, "E2")->allotted.n, 10);
    r = newest(c, TABLE_QUOTA_REQUEST);
    assert_int_equal(r->state, REQUEST_GIVEN);
    assert_int_equal(r->given.n, 30);
    assert_int_equal(r->decided_by, world_user(c, "um2"));
    assert_int_equal(c->model.tables[TABLE_QUOTA_CHANGE].n, changes + 2);
    assert_books_agree(c);
}

static void a_whole_help_lets_the_checks_run_through(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(70, &no, &w);

    (void)state;
    assert_came_to(ask_area(c, no, "E2"), "DONE");
    assert_came_to(act(c, OP_ORDER_CONSENT, "um2", no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->used.n, 70);
    assert_books_agree(c);
}

static void only_the_giving_area_consents(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(70, &no, &w);

    (void)state;
    ask_area(c, no, "E2");
    assert_came_to(act(c, OP_ORDER_CONSENT, "um", no), "REFUSED SIGNER");
    assert_came_to(act(c, OP_ORDER_CONSENT, "csr", no), "REFUSED SIGNER");
    world_put(c, TABLE_DELEGATION,
              &(struct delegation_row){ .kind = DELEGATION_SUBSTITUTE,
                                        .role = ROLE_UM,
                                        .principal_id = world_user(c, "um2"),
                                        .delegate_id = world_user(c, "um"),
                                        .valid_from = { 1 } });
    assert_came_to(act_for(c, OP_ORDER_CONSENT, "um", no, P_principal, "um2"), "DONE");
}

/* Nothing here asks for two people: who runs both areas moves his own quota. */
static void one_manager_of_both_areas_consents_to_himself(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(70, &no, &w);

    (void)state;
    for (size_t i = 0; i < c->model.tables[TABLE_ASSIGNMENT].n; i++) {
        struct assignment_row *a = c->model.tables[TABLE_ASSIGNMENT].rows[i];

        if (a->unit_id == world_id(c, TABLE_AREA, "E2"))
            a->user_id = world_user(c, "um");
    }
    assert_came_to(ask_area(c, no, "E2"), "DONE");
    assert_came_to(act(c, OP_ORDER_CONSENT, "um", no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
}

static void an_area_without_um_has_its_market_manager(void **state) /* */
{
    const char *no;
    struct work *w;
    struct world *c = asked(70, &no, &w);
    struct model_table *t = &c->model.tables[TABLE_ASSIGNMENT];

    (void)state;
    for (size_t i = 0; i < t->n; i++)
        if (((struct assignment_row *)t->rows[i])->user_id == world_user(c, "um2"))
            ((struct assignment_row *)t->rows[i])->valid_to = day_of(2026, 3, 3);
    assert_came_to(ask_area(c, no, "E2"), "DONE");
    assert_came_to(act(c, OP_ORDER_CONSENT, "mm", no), "DONE");
}

static void an_area_that_nobody_answers_for_cannot_be_asked(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(70, &no, &w);
    struct model_table *t = &c->model.tables[TABLE_ASSIGNMENT];

    (void)state;
    for (size_t i = 0; i < t->n; i++)
        if (((struct assignment_row *)t->rows[i])->role == ROLE_UM ||
            ((struct assignment_row *)t->rows[i])->role == ROLE_MM)
            ((struct assignment_row *)t->rows[i])->valid_to = day_of(2026, 3, 3);
    assert_came_to(ask_area(c, no, "E2"), "REFUSED TRANSFER_NOBODY");
}

static void an_area_asks_not_itself_nor_one_with_nothing(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(70, &no, &w);

    (void)state;
    assert_came_to(ask_area(c, no, "E1"), "REFUSED TRANSFER_SELF");
    assert_came_to(ask_area(c, no, "E9"), "NOT_FOUND");
    cell_at(c, HOLDER_AREA, "E2")->allotted = qty(0);
    assert_came_to(ask_area(c, no, "E2"), "REFUSED TRANSFER_NOTHING");
    assert_state(c, no, ORDER_QUOTA_CHOICE);
}

static void what_was_used_meanwhile_cannot_be_given(void **state)
{
    const char *no, *theirs;
    struct work *w;
    struct world *c = asked(70, &no, &w);

    (void)state;
    ask_area(c, no, "E2");
    theirs = keyed(c, "C3", "P2", 21, -1);
    assert_came_to(accept(c, theirs), "DONE");
    w = act(c, OP_ORDER_CONSENT, "um2", no);
    assert_came_to(w, "REFUSED TRANSFER_UNUSED");
    assert_int_equal(said(w, "asked"), 20);
    assert_int_equal(said(w, "unused"), 19);
    assert_books_agree(c);
}

static void leaders_of_both_markets_hear_of_a_transfer_between_them(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(70, &no, &w);

    (void)state;
    assert_came_to(ask_area(c, no, "N1"), "DONE");
    assert_came_to(act(c, OP_ORDER_CONSENT, "um3", no), "DONE");
    assert_int_equal(messages(c, no, MESSAGE_DECIDED, world_user(c, "dir")), 1);
    assert_int_equal(messages(c, no, MESSAGE_DECIDED, world_user(c, "ddir")), 1);
}

static void a_refused_or_withdrawn_request_returns_to_the_choice(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(70, &no, &w);

    (void)state;
    ask_area(c, no, "E2");
    assert_came_to(act_for(c, OP_ORDER_REFUSE_TRANSFER, "um2", no, P_reason, "needed"), "DONE");
    assert_state(c, no, ORDER_QUOTA_CHOICE);
    assert_int_equal(((const struct quota_request_row *)newest(c, TABLE_QUOTA_REQUEST))->state,
                     REQUEST_REFUSED);
    ask_area(c, no, "E2");
    assert_came_to(act(c, OP_ORDER_WITHDRAW, "csr", no), "DONE");
    assert_state(c, no, ORDER_QUOTA_CHOICE);
    assert_int_equal(((const struct quota_request_row *)newest(c, TABLE_QUOTA_REQUEST))->state,
                     REQUEST_WITHDRAWN);
    assert_int_equal(cell_at(c, HOLDER_AREA, "E2")->allotted.n, 40);
}

/* --- the leaders ---------------------------------------------------------------------- */

static struct world *asked_slt(int64_t n, const char **no)
{
    struct work *w;
    struct world *c = asked(n, no, &w);

    assert_came_to(act_for(c, OP_ORDER_ASK_SLT, "csr", *no, P_reason, "launch"), "DONE");
    assert_state(c, *no, ORDER_WAIT_QUOTA_SLT);
    return c;
}

static void three_leaders_grant_more_than_the_quota(void **state) /* */
{
    const char *no;
    struct world *c = asked_slt(100, &no);

    (void)state;
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "gm", no), "DONE");
    assert_state(c, no, ORDER_WAIT_QUOTA_SLT);
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "dir", no), "DONE");
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->allotted.n, 50);
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "ddir", no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_int_equal(line_at(c, no, 1)->granted.n, 100);
    assert_int_equal(line_at(c, no, 1)->over_quota.n, 50);
    assert_int_equal(line_at(c, no, 1)->cut_for, cut_cause_none);
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->allotted.n, 100);
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->used.n, 100);
    assert_int_equal(cell_at(c, HOLDER_CUSTOMER, "C1")->allotted.n, 100);
    assert_int_equal(((const struct quota_change_row *)newest(c, TABLE_QUOTA_CHANGE))->kind,
                     QCHANGE_GRANT);
    assert_books_agree(c);
}

/* Three leaders granted 50 over the area's 50 and 20 over the customer's 80. */
static struct world *granted(const char **no)
{
    struct world *c = asked_slt(100, no);

    act(c, OP_ORDER_SIGN_QUOTA, "gm", *no);
    act(c, OP_ORDER_SIGN_QUOTA, "dir", *no);
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "ddir", *no), "DONE");
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->allotted.n, 100);
    return c;
}

static void a_grant_ends_with_its_order(void **state) /* */
{
    const char *no;
    struct world *c = granted(&no);

    (void)state;
    give_text(c, P_requester, "um");
    assert_came_to(act_for(c, OP_ORDER_CANCEL, "csr", no, P_reason, "not wanted"), "DONE");
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->allotted.n, 50);
    assert_int_equal(cell_at(c, HOLDER_CUSTOMER, "C1")->allotted.n, 80);
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->used.n, 0);
    assert_books_agree(c);
}

static void a_grant_was_signed_for_the_order_as_it_was(void **state) /* law 5 */
{
    const char *no;
    struct world *c = granted(&no);

    (void)state;
    give_text(c, P_requester, "um");
    give_line(c, 1, NULL, 99, -1);
    assert_came_to(act(c, OP_ORDER_AMEND, "csr", no), "HELD QUOTA_SHORT");
    assert_int_equal(line_at(c, no, 1)->granted.n, 50);
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->allotted.n, 50);
    assert_books_agree(c);
}

static void a_leader_may_grant_a_part_and_the_rest_is_cut(void **state)
{
    const char *no;
    struct world *c = asked_slt(100, &no);

    (void)state;
    act(c, OP_ORDER_SIGN_QUOTA, "gm", no);
    give_line(c, 1, NULL, 51, -1);
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "dir", no), "REFUSED GRANT_MORE");
    give_line(c, 2, NULL, 10, -1);
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "dir", no), "NOT_FOUND");
    give_line(c, 1, NULL, 20, -1);
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "dir", no), "DONE");
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "ddir", no), "DONE");
    assert_int_equal(line_at(c, no, 1)->granted.n, 70);
    assert_int_equal(line_at(c, no, 1)->over_quota.n, 20);
    assert_int_equal(line_at(c, no, 1)->cut_for, CUT_AREA);
    assert_state(c, no, ORDER_WAIT_MA);
    assert_fen(world_order(c, no)->total, 70 * 10000);
    assert_books_agree(c);
}

static void what_was_signed_for_a_line_is_that_lines(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    account_of(c, "C1")->lim = yuan(1000000);
    give_line(c, 0, "P2", 60, -1);
    no = keyed(c, "C1", "P2", 30, -1);
    accept(c, no);
    assert_came_to(act_for(c, OP_ORDER_ASK_SLT, "csr", no, P_reason, "launch"), "DONE");
    give_line(c, 1, NULL, 5, -1);
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "gm", no), "DONE");
    act(c, OP_ORDER_SIGN_QUOTA, "dir", no);
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "ddir", no), "DONE");
    assert_int_equal(line_at(c, no, 1)->granted.n, 55);
    assert_int_equal(line_at(c, no, 1)->over_quota.n, 5);
    assert_int_equal(line_at(c, no, 1)->cut_for, CUT_AREA);
    assert_int_equal(line_at(c, no, 2)->granted.n, 30);
    assert_int_equal(line_at(c, no, 2)->over_quota.n, 30);
    assert_int_equal(line_at(c, no, 2)->cut_for, cut_cause_none);
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->allotted.n, 85);
    assert_books_agree(c);
}

static void one_signature_is_enough_by_parameter(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(100, &no, &w);

    (void)state;
    policy_at(c)->quota_three_sign = false;
    act_for(c, OP_ORDER_ASK_SLT, "csr", no, P_reason, "launch");
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "dir", no), "REFUSED SIGNER");
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "ddir", no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
}

static void nobody_signs_the_over_quota_twice(void **state)
{
    const char *no;
    struct world *c = asked_slt(100, &no);

    (void)state;
    act(c, OP_ORDER_SIGN_QUOTA, "gm", no);
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "gm", no), "REFUSED SIGNED_ALREADY");
    assert_int_equal(live_signatures(c, no, SIGN_QUOTA), 1);
}

static void one_leaders_refusal_ends_it_and_voids_the_others(void **state)
{
    const char *no;
    struct world *c = asked_slt(100, &no);

    (void)state;
    act(c, OP_ORDER_SIGN_QUOTA, "gm", no);
    assert_came_to(act_for(c, OP_ORDER_REFUSE_QUOTA, "dir", no, P_reason, "no"), "DONE");
    assert_state(c, no, ORDER_QUOTA_CHOICE);
    assert_int_equal(live_signatures(c, no, SIGN_QUOTA), 0);
    assert_came_to(act_for(c, OP_ORDER_ASK_SLT, "csr", no, P_reason, "again"), "DONE");
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "gm", no), "DONE");
}

static void leaders_are_not_asked_when_the_quota_is_enough_by_now(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(60, &no, &w);

    (void)state;
    cell_at(c, HOLDER_AREA, "E1")->allotted = qty(60);
    assert_came_to(act_for(c, OP_ORDER_ASK_SLT, "csr", no, P_reason, "x"),
                   "REFUSED QUOTA_ENOUGH");
}

/* --- the month ends ------------------------------------------------------------------- */

static void when_the_month_ends_the_order_chooses_again(void **state) /* */
{
    const char *no;
    struct world *c = asked_slt(100, &no);

    (void)state;
    assert_came_to(act(c, OP_ORDER_QUOTA_MONTH, "csr", no), "REFUSED QUOTA_MONTH_RUNS");
    act(c, OP_ORDER_SIGN_QUOTA, "gm", no);
    new_cell(c, (struct quota_cell_row){ .month = day_of(2026, 4, 1),
                                         .product_id = world_id(c, TABLE_PRODUCT, "P2"),
                                         .holder = HOLDER_AREA,
                                         .holder_id = world_id(c, TABLE_AREA, "E1"),
                                         .allotted = { 90 } });
    world_later(c, 30 * 24 * 60);
    assert_came_to(act(c, OP_ORDER_SIGN_QUOTA, "dir", no), "REFUSED QUOTA_MONTH_OVER");
    assert_came_to(act(c, OP_ORDER_QUOTA_MONTH, "SYSTEM", no), "HELD QUOTA_MONTH_OVER");
    assert_state(c, no, ORDER_QUOTA_CHOICE);
    assert_int_equal(world_order(c, no)->quota_month.n, day_of(2026, 4, 1).n);
    assert_int_equal(line_at(c, no, 1)->granted.n, 90); /* the customer has no cell in April */
    assert_int_equal(live_signatures(c, no, SIGN_QUOTA), 0);
    assert_int_equal(((const struct quota_request_row *)newest(c, TABLE_QUOTA_REQUEST))->state,
                     REQUEST_LAPSED);
    assert_came_to(act(c, OP_ORDER_CUT, "csr", no), "DONE");
    assert_books_agree(c);
}

static void unused_quota_of_an_ended_month_cannot_be_moved(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(70, &no, &w);

    (void)state;
    ask_area(c, no, "E2");
    world_later(c, 30 * 24 * 60);
    assert_came_to(act(c, OP_ORDER_CONSENT, "um2", no), "REFUSED QUOTA_MONTH_OVER");
}

static void nothing_is_cut_from_an_ended_months_quota(void **state) /* */
{
    const char *no;
    struct work *w;
    struct world *c = asked(70, &no, &w);

    (void)state;
    world_later(c, 30 * 24 * 60);
    assert_came_to(act(c, OP_ORDER_CUT, "csr", no), "REFUSED QUOTA_MONTH_OVER");
    assert_state(c, no, ORDER_QUOTA_CHOICE);
    act(c, OP_ORDER_QUOTA_MONTH, "SYSTEM", no);
    assert_came_to(act(c, OP_ORDER_CUT, "csr", no), "DONE");
}

static void each_states_own_operation_decides(void **state)
{
    const char *no;
    struct world *c = asked_slt(100, &no);

    (void)state;
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "REFUSED OTHER_OPERATION");
    assert_came_to(act(c, OP_ST_SIGN, "ddir", no), "REFUSED OTHER_OPERATION");
    assert_came_to(act_for(c, OP_ORDER_REFUSE, "ddir", no, P_reason, "x"),
                   "REFUSED OTHER_OPERATION");
    assert_came_to(act_for(c, OP_ST_REFUSE, "ddir", no, P_reason, "x"),
                   "REFUSED OTHER_OPERATION");
    assert_came_to(act_for(c, OP_ORDER_REFUSE_TRANSFER, "um", no, P_reason, "x"),
                   "REFUSED OTHER_OPERATION");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_area_gives_what_helps_when_its_manager_consents),
        TEST(a_whole_help_lets_the_checks_run_through),
        TEST(only_the_giving_area_consents),
        TEST(one_manager_of_both_areas_consents_to_himself),
        TEST(an_area_without_um_has_its_market_manager),
        TEST(an_area_that_nobody_answers_for_cannot_be_asked),
        TEST(an_area_asks_not_itself_nor_one_with_nothing),
        TEST(what_was_used_meanwhile_cannot_be_given),
        TEST(leaders_of_both_markets_hear_of_a_transfer_between_them),
        TEST(a_refused_or_withdrawn_request_returns_to_the_choice),
        TEST(three_leaders_grant_more_than_the_quota),
        TEST(a_grant_ends_with_its_order),
        TEST(a_grant_was_signed_for_the_order_as_it_was),
        TEST(a_leader_may_grant_a_part_and_the_rest_is_cut),
        TEST(what_was_signed_for_a_line_is_that_lines),
        TEST(one_signature_is_enough_by_parameter),
        TEST(nobody_signs_the_over_quota_twice),
        TEST(one_leaders_refusal_ends_it_and_voids_the_others),
        TEST(leaders_are_not_asked_when_the_quota_is_enough_by_now),
        TEST(when_the_month_ends_the_order_chooses_again),
        TEST(unused_quota_of_an_ended_month_cannot_be_moved),
        TEST(nothing_is_cut_from_an_ended_months_quota),
        TEST(each_states_own_operation_decides),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
