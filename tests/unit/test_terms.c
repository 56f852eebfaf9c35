/*
 * test_terms.c - what is decided about a customer: from which day on, by whom, and its history.
 */
#include "tests/unit/road.h"

static struct work *put(struct world *c, const char *login)
{
    give_text(c, P_customer, "C1");
    give_text(c, P_reason, "agreed");
    return world_do(c, OP_CUSTOMER_PUT, login);
}

static struct work *limit(struct world *c, const char *login, int64_t lim)
{
    give_text(c, P_account, "A1");
    give_number(c, P_limit, lim);
    give_text(c, P_reason, "review");
    return world_do(c, OP_ACCOUNT_LIMIT, login);
}

static void days_pass(struct world *c, int days)
{
    world_later(c, days * INT64_C(24) * 60);
}

/* The newest row of the history. */
static const struct customer_change_row *kept(const struct world *c)
{
    const struct model_table *t = &c->model.tables[TABLE_CUSTOMER_CHANGE];

    assert_true(t->n > 0);
    return t->rows[t->n - 1];
}

static void assert_kept(const struct world *c, enum customer_fact fact, const char *was,
                        const char *becomes, const char *from)
{
    const struct customer_change_row *h = kept(c);

    assert_string_equal(enum_name(ENUM_customer_fact, h->fact),
                        enum_name(ENUM_customer_fact, fact));
    assert_str(h->was, was);
    assert_str(h->becomes, becomes);
    assert_str(day_text(h->valid_from, memory), from);
    assert_true(h->reason.n > 0);
    assert_true(h->made_by > 0);
}

/* --- from a day on ------------------------------------------------------------------------ */

/* */
static void an_announced_term_acts_from_its_day(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    give_number(c, P_term_days, 60);
    give_day(c, P_valid_from, "2026-03-06");
    assert_came_to(put(c, "ssgl"), "DONE");
    assert_int_equal(customer_at(c, "C1")->term_days, 30);
    assert_kept(c, FACT_TERM, "30", "60", "2026-03-06");
    days_pass(c, 1);
    give_text(c, P_phone, "555");
    assert_came_to(put(c, "ssgl"), "DONE");
    assert_int_equal(customer_at(c, "C1")->term_days, 30);
    days_pass(c, 1);
    give_text(c, P_phone, "556");
    assert_came_to(put(c, "ssgl"), "DONE");
    assert_int_equal(customer_at(c, "C1")->term_days, 60);
    assert_int_equal(customer_at(c, "C1")->next_term_from.n, 0);
}

/* */
static void an_announced_limit_acts_in_the_first_check_of_its_day(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    give_day(c, P_valid_from, "2026-03-05");
    assert_came_to(limit(c, "ddir", 1000000), "DONE");
    assert_fen(account_of(c, "C1")->lim, 10000000);
    assert_kept(c, FACT_LIMIT, "100000.00", "10000.00", "2026-03-05");
    no = ordered(c, "C1", 2000000, NULL);
    assert_state(c, no, ORDER_WAIT_MA);
    act_for(c, OP_ORDER_CANCEL, "csr", no, P_reason, "not wanted");
    days_pass(c, 1);
    no = ordered(c, "C1", 2000000, NULL);
    assert_state(c, no, ORDER_HOLD_CREDIT);
    assert_fen(account_of(c, "C1")->lim, 1000000); /* kept by who held the row */
    assert_int_equal(account_of(c, "C1")->next_lim_from.n, 0);
}

/* Orders only read the customer: they see what is in force and write nothing of it. */
static void an_announced_cash_first_is_seen_without_an_act(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    give_number(c, P_cash_first, 1);
    give_day(c, P_valid_from, "2026-03-05");
    assert_came_to(put(c, "ssgl"), "DONE");
    no = ordered(c, "C1", 1000, NULL);
    assert_false(world_order(c, no)->cash_basis);
    days_pass(c, 1);
    no = ordered(c, "C1", 1000, NULL);
    assert_true(world_order(c, no)->cash_basis);
    assert_false(customer_at(c, "C1")->cash_first);
    assert_int_not_equal(customer_at(c, "C1")->next_cash_from.n, 0);
}

static void a_change_of_today_takes_back_what_was_announced(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_text(c, P_manager, "mm");
    give_day(c, P_valid_from, "2026-03-09");
    assert_came_to(put(c, "ssgl"), "DONE");
    assert_int_equal(customer_at(c, "C1")->next_manager_id, world_user(c, "mm"));
    assert_kept(c, FACT_MANAGER, "um", "mm", "2026-03-09");
    give_text(c, P_manager, "um");
    assert_came_to(put(c, "ssgl"), "DONE");
    assert_kept(c, FACT_MANAGER, "mm", "um", "2026-03-04");
    days_pass(c, 7);
    give_text(c, P_phone, "555");
    assert_came_to(put(c, "ssgl"), "DONE");
    assert_int_equal(customer_at(c, "C1")->manager_id, world_user(c, "um"));
}

static void a_first_limit_is_announced_with_the_credit_it_gives(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    give_text(c, P_customer, "C9");
    assert_came_to(world_do(c, OP_CUSTOMER_PUT, "ssgl"), "DONE");
    give_text(c, P_account, "C9");
    give_number(c, P_limit, 500000);
    give_text(c, P_reason, "first year");
    give_day(c, P_valid_from, "2026-03-05");
    assert_came_to(world_do(c, OP_ACCOUNT_LIMIT, "dir"), "HELD LIMIT_THREE");
    assert_came_to(world_limit_signed(c, "C9", "gm", "ddir"), "DONE");
    assert_true(customer_at(c, "C9")->cash_first);
    days_pass(c, 1);
    give_text(c, P_customer, "C9");
    give_text(c, P_phone, "555");
    assert_came_to(world_do(c, OP_CUSTOMER_PUT, "ssgl"), "DONE");
    assert_false(customer_at(c, "C9")->cash_first);
    assert_true(customer_at(c, "C9")->has_limit);
    assert_fen(account_of(c, "C9")->lim, 500000);
}

static void only_what_may_wait_is_announced(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_text(c, P_phone, "555");
    give_day(c, P_valid_from, "2026-03-09");
    assert_came_to(put(c, "ssgl"), "REFUSED ANNOUNCED");
    give_text(c, P_customer, "C9");
    give_day(c, P_valid_from, "2026-03-09");
    assert_came_to(world_do(c, OP_CUSTOMER_PUT, "ssgl"), "REFUSED ANNOUNCED");
    give_number(c, P_term_days, 60);
    give_day(c, P_valid_from, "2026-03-03");
    assert_came_to(put(c, "ssgl"), "REFUSED BACKDATED");
}

/* --- by whom -------------------------------------------------------------------------------
 */

static void only_a_leader_gives_credit(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    customer_at(c, "C1")->cash_first = true;
    give_number(c, P_cash_first, 0);
    assert_came_to(put(c, "ssgl"), "REFUSED CREDIT_LEADER");
    give_number(c, P_cash_first, 0);
    assert_came_to(put(c, "ddir"), "DONE");
    assert_false(customer_at(c, "C1")->cash_first);
    assert_kept(c, FACT_CASH_FIRST, "true", "false", "2026-03-04");
    give_number(c, P_cash_first, 1);
    assert_came_to(put(c, "ssgl"), "DONE");
    customer_at(c, "C1")->cash_first = false; /* announced by a leader: not hers to take back */
    customer_at(c, "C1")->next_cash_first = true;
    customer_at(c, "C1")->next_cash_from = day_of(2026, 4, 1);
    give_number(c, P_cash_first, 0);
    assert_came_to(put(c, "ssgl"), "REFUSED CREDIT_LEADER");
}

static void the_leader_who_answers_sets_the_limit(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    assert_came_to(limit(c, "dir", 5000), "REFUSED LIMIT_LEADER");
    assert_came_to(limit(c, "ddir", 5000), "DONE");
    assert_came_to(limit(c, "gm", 6000), "DONE");
    assert_kept(c, FACT_LIMIT, "50.00", "60.00", "2026-03-04");
}

/* --- the history ---------------------------------------------------------------------------
 */

static void a_new_customers_history_begins_with_what_he_was_given(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_text(c, P_customer, "C9");
    give_number(c, P_term_days, 30);
    give_text(c, P_manager, "um");
    give_text(c, P_reason, "opened at the fair");
    assert_came_to(world_do(c, OP_CUSTOMER_PUT, "ssgl"), "DONE");
    for (size_t i = 0; i < c->model.tables[TABLE_CUSTOMER_CHANGE].n; i++) {
        const struct customer_change_row *h = c->model.tables[TABLE_CUSTOMER_CHANGE].rows[i];

        assert_str(h->was, "");
        assert_str(h->reason, "opened at the fair");
    }
    assert_true(c->model.tables[TABLE_CUSTOMER_CHANGE].n >= 5);
}

static void a_leader_of_his_own_stands_in_the_history(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    give_text(c, P_code, "C1");
    give_number(c, P_role, ROLE_DIR);
    give_text(c, P_user, "dir");
    give_text(c, P_reason, "he knows the house");
    assert_came_to(world_do(c, OP_UNIT_ASSIGN, "ddir"), "DONE");
    assert_kept(c, FACT_LEADER, "", "dir", "2026-03-04");
}

/* --- R-106 -----------------------------------------------------------------------------------
 */

static void an_exempt_debt_counts_again_when_its_day_is_over(void **state)
{
    struct world *c = world_new(memory);
    struct receivable_row *r = owes(c, "C1", 100, "2026-03-01");
    const char *no;

    (void)state;
    r->disputed = true;
    no = ordered(c, "C1", 1000, NULL);
    assert_state(c, no, ORDER_HOLD_CREDIT); /* disputed or not */
    r->exempt_to = day_of(2026, 3, 5);
    assert_came_to(act(c, OP_ORDER_RECHECK, "SYSTEM", no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    days_pass(c, 1);
    assert_state(c, ordered(c, "C1", 1000, NULL), ORDER_WAIT_MA);
    days_pass(c, 1);
    assert_state(c, ordered(c, "C1", 1000, NULL), ORDER_HOLD_CREDIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_announced_term_acts_from_its_day),
        TEST(an_announced_limit_acts_in_the_first_check_of_its_day),
        TEST(an_announced_cash_first_is_seen_without_an_act),
        TEST(a_change_of_today_takes_back_what_was_announced),
        TEST(a_first_limit_is_announced_with_the_credit_it_gives),
        TEST(only_what_may_wait_is_announced),
        TEST(only_a_leader_gives_credit),
        TEST(the_leader_who_answers_sets_the_limit),
        TEST(a_new_customers_history_begins_with_what_he_was_given),
        TEST(a_leader_of_his_own_stands_in_the_history),
        TEST(an_exempt_debt_counts_again_when_its_day_is_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
