/*
 * test_write_off.c - doubt, debts that are given up, money that comes for them even so, and
 * payments that are a little short.
 */
#include "tests/world/money_world.h"

#define DEBT "R-N1-1"

static const struct day april = { 20544 };

static struct work *named(struct world *c, enum op op, const char *who)
{
    give_text(c, P_receivable, DEBT);
    if (op != OP_WRITE_OFF_SIGN)
        give_text(c, P_reason, "bankrupt");
    return world_do(c, op, who);
}

/* C1 owes for n units at 10.00, and finance asks to give that up. */
static struct world *asked(int64_t n)
{
    struct world *c = world_new(memory);

    sold(c, "C1", "1", n, april);
    customer_at(c, "C1")->cash_first = false;
    customer_at(c, "C3")->cash_first = false;
    assert_done(named(c, OP_WRITE_OFF_ASK, "fin"));
    return c;
}

static struct world *written_off(void)
{
    struct world *c = asked(10);

    assert_done(named(c, OP_WRITE_OFF_SIGN, "ddir"));
    return c;
}

static struct work *pays(struct world *c, const char *bank_ref, int64_t amount, bool is_short)
{
    const char *no = money_from(c, "C1", amount, bank_ref);
    struct item *i = give_item(c, P_lines);

    i->ref = STR(DEBT);
    i->has_amount = true;
    i->amount = fen(amount);
    give_text(c, P_receipt, no);
    if (is_short)
        give_number(c, P_short, 1);
    return world_do(c, OP_RECEIPT_ALLOCATE, "fin2");
}

static struct write_off_row *the_write_off(struct world *c)
{
    return c->model.tables[TABLE_WRITE_OFF].rows[0];
}

/* --- doubt ------------------------------------------------------------------------------- */

static void doubt_is_a_mark_with_its_reason(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    sold(c, "C1", "1", 10, april);
    give_number(c, P_active, 1);
    assert_done(named(c, OP_RECEIVABLE_DOUBT, "fin"));
    assert_true(RECEIVABLE_AT(c, DEBT)->doubtful);
    give_number(c, P_active, 1);
    assert_refused(named(c, OP_RECEIVABLE_DOUBT, "fin"), DOUBT_SAME);
    give_number(c, P_active, 0);
    assert_done(named(c, OP_RECEIVABLE_DOUBT, "bcr"));
    assert_false(RECEIVABLE_AT(c, DEBT)->doubtful);
}

/* --- asking and signing ------------------------------------------------------------------ */

static void the_responsible_manager_gives_a_small_debt_up(void **state) /* */
{
    struct world *c = asked(10);
    struct work *w;

    (void)state;
    assert_int_equal(RECEIVABLE_AT(c, DEBT)->state, RECEIVABLE_OPEN);
    w = named(c, OP_WRITE_OFF_SIGN, "ddir");
    assert_done(w);
    assert_int_equal(RECEIVABLE_AT(c, DEBT)->state, RECEIVABLE_WRITTEN_OFF);
    assert_fen(RECEIVABLE_AT(c, DEBT)->written_off, 10000);
    assert_fen(account_at(c, "C1")->shipped, 0);
    assert_int_equal(w->document.v[0]->series, SERIES_WO);
    assert_fen(w->document.v[0]->total, -10000);
    assert_int_equal(the_write_off(c)->state, WRITE_OFF_DONE);
    assert_int_equal(the_write_off(c)->decided_by, world_user(c, "ddir"));
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_CLOSED);
}

static void who_was_given_up_pays_before_goods(void **state) /* */
{
    struct world *c = written_off();

    (void)state;
    assert_true(customer_at(c, "C1")->cash_first);
    assert_true(customer_at(c, "C3")->cash_first); /* the limit was the account's */
}

static void a_large_debt_takes_all_three(void **state) /* */
{
    struct world *c = asked(1001);

    (void)state;
    assert_done(named(c, OP_WRITE_OFF_SIGN, "ddir"));
    assert_int_equal(RECEIVABLE_AT(c, DEBT)->state, RECEIVABLE_OPEN);
    assert_refused(named(c, OP_WRITE_OFF_SIGN, "ddir"), SIGNED_ALREADY);
    assert_done(named(c, OP_WRITE_OFF_SIGN, "gm"));
    assert_int_equal(RECEIVABLE_AT(c, DEBT)->state, RECEIVABLE_OPEN);
    assert_done(named(c, OP_WRITE_OFF_SIGN, "dir"));
    assert_int_equal(RECEIVABLE_AT(c, DEBT)->state, RECEIVABLE_WRITTEN_OFF);
    assert_int_equal(c->model.tables[TABLE_WRITE_OFF_SIGNATURE].n, 3);
}

static void the_amount_decides_who_signs(void **state)
{
    struct world *c = asked(1000);

    (void)state;
    assert_refused(named(c, OP_WRITE_OFF_SIGN, "dir"), SIGNER);
    assert_done(named(c, OP_WRITE_OFF_SIGN, "ddir"));
    assert_int_equal(RECEIVABLE_AT(c, DEBT)->state, RECEIVABLE_WRITTEN_OFF);
}

static void who_asked_does_not_sign(void **state) /* */
{
    struct world *c = asked(10);

    (void)state;
    the_write_off(c)->asked_by = world_user(c, "ddir");
    assert_refused(named(c, OP_WRITE_OFF_SIGN, "ddir"), WRITE_OFF_APART);
}

/* All three have to sign what is large; one of them who asked would be missing for ever. */
static void a_leader_lets_finance_ask(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    sold(c, "C1", "1", 1001, april);
    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, "gm"), .role = ROLE_FIN });
    assert_refused(named(c, OP_WRITE_OFF_ASK, "gm"), WRITE_OFF_APART);
    assert_done(named(c, OP_WRITE_OFF_ASK, "fin"));
}

static void nobody_signs_for_two(void **state) /* I08 */
{
    struct world *c = asked(1001);

    (void)state;
    assert_done(named(c, OP_WRITE_OFF_SIGN, "ddir"));
    ((struct write_off_signature_row *)c->model.tables[TABLE_WRITE_OFF_SIGNATURE].rows[0])
        ->signer_id = world_user(c, "gm");
    assert_refused(named(c, OP_WRITE_OFF_SIGN, "gm"), THREE_PERSONS);
}

static void only_what_is_open_is_asked_for_and_once(void **state)
{
    struct world *c = asked(10);

    (void)state;
    assert_refused(named(c, OP_WRITE_OFF_ASK, "fin2"), WRITE_OFF_ASKED);
    assert_done(named(c, OP_WRITE_OFF_SIGN, "ddir"));
    assert_refused(named(c, OP_WRITE_OFF_ASK, "fin"), WRITE_OFF_NOTHING);
    assert_refused(named(c, OP_WRITE_OFF_SIGN, "ddir"), WRITE_OFF_NONE);
}

static void money_that_lies_free_pays_first(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    sold(c, "C1", "1", 10, april);
    no = money_from(c, "C3", 100, "B1"); /* the same account */
    assert_refused(named(c, OP_WRITE_OFF_ASK, "fin"), WRITE_OFF_MONEY);
    give_text(c, P_receipt, no);
    assert_done(world_do(c, OP_RECEIPT_ALLOCATE, "fin2"));
    assert_done(named(c, OP_WRITE_OFF_ASK, "fin"));
    (void)money_from(c, "C3", 100, "B2");
    assert_refused(named(c, OP_WRITE_OFF_SIGN, "ddir"), WRITE_OFF_MONEY);
}

static void what_was_asked_for_is_what_is_signed(void **state)
{
    struct world *c = asked(10);

    (void)state;
    assert_done(pays(c, "B1", 4000, false));
    assert_refused(named(c, OP_WRITE_OFF_SIGN, "ddir"), WRITE_OFF_CHANGED);
    assert_done(named(c, OP_WRITE_OFF_WITHDRAW, "fin2"));
    assert_done(named(c, OP_WRITE_OFF_ASK, "fin"));
    assert_done(named(c, OP_WRITE_OFF_SIGN, "ddir"));
    assert_fen(RECEIVABLE_AT(c, DEBT)->written_off, 6000);
}

static void a_refused_write_off_leaves_the_debt(void **state)
{
    struct world *c = asked(10);

    (void)state;
    assert_done(named(c, OP_WRITE_OFF_REFUSE, "ddir"));
    assert_int_equal(the_write_off(c)->state, WRITE_OFF_REFUSED);
    assert_fen(account_at(c, "C1")->shipped, 10000);
    assert_refused(named(c, OP_WRITE_OFF_SIGN, "ddir"), WRITE_OFF_NONE);
}

/* --- afterwards -------------------------------------------------------------------------- */

static void money_for_it_lowers_what_was_given_up(void **state)
{
    struct world *c = written_off();
    struct work *w = pays(c, "B1", 6000, false);

    (void)state;
    assert_done(w);
    assert_int_equal(RECEIVABLE_AT(c, DEBT)->state, RECEIVABLE_WRITTEN_OFF);
    assert_fen(RECEIVABLE_AT(c, DEBT)->written_off, 4000);
    assert_fen(RECEIVABLE_AT(c, DEBT)->paid, 6000);
    assert_fen(account_at(c, "C1")->deposit, 0);
    assert_refused(pays(c, "B2", 4001, false), ALLOCATE_OPEN);
    assert_done(pays(c, "B3", 4000, false));
    assert_int_equal(RECEIVABLE_AT(c, DEBT)->state, RECEIVABLE_PAID);
}

static void money_that_bounces_is_owed_again(void **state) /* */
{
    struct world *c = written_off();

    (void)state;
    assert_done(pays(c, "B1", 6000, false));
    give_text(c, P_receipt, "RC2603-000001");
    give_text(c, P_reason, "bounced");
    assert_done(world_do(c, OP_RECEIPT_REVERSE, "fin"));
    assert_int_equal(RECEIVABLE_AT(c, DEBT)->state, RECEIVABLE_OPEN);
    assert_fen(RECEIVABLE_AT(c, DEBT)->open_s, 6000);
    assert_fen(RECEIVABLE_AT(c, DEBT)->written_off, 4000);
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_HANDED_OVER);
}

/* --- a short payment --------------------------------------------------------------------- */

static void what_a_payment_is_short_by_may_go(void **state) /* */
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    sold(c, "C1", "1", 10, april);
    w = pays(c, "B1", 9000, true);
    assert_done(w);
    assert_int_equal(RECEIVABLE_AT(c, DEBT)->state, RECEIVABLE_WRITTEN_OFF);
    assert_true(the_write_off(c)->small);
    assert_fen(RECEIVABLE_AT(c, DEBT)->written_off, 1000);
    assert_fen(account_at(c, "C1")->shipped, 0);
    assert_int_equal(ORDER_AT(c, "O1")->state, ORDER_CLOSED);
    assert_false(customer_at(c, "C1")->cash_first);
}

static void a_payment_is_not_short_while_money_lies_free(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    sold(c, "C1", "1", 10, april);
    (void)money_from(c, "C3", 500, "B0"); /* the same account */
    assert_refused(pays(c, "B1", 9500, true), SHORT_MONEY);
}

static void more_than_the_tolerance_is_no_short_payment(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    sold(c, "C1", "1", 10, april);
    assert_refused(pays(c, "B1", 8999, true), WRITE_OFF_SMALL);
    assert_fen(RECEIVABLE_AT(c, DEBT)->paid, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(doubt_is_a_mark_with_its_reason),
        TEST(the_responsible_manager_gives_a_small_debt_up),
        TEST(who_was_given_up_pays_before_goods),
        TEST(a_large_debt_takes_all_three),
        TEST(the_amount_decides_who_signs),
        TEST(who_asked_does_not_sign),
        TEST(a_leader_lets_finance_ask),
        TEST(nobody_signs_for_two),
        TEST(only_what_is_open_is_asked_for_and_once),
        TEST(money_that_lies_free_pays_first),
        TEST(what_was_asked_for_is_what_is_signed),
        TEST(a_refused_write_off_leaves_the_debt),
        TEST(money_for_it_lowers_what_was_given_up),
        TEST(money_that_bounces_is_owed_again),
        TEST(what_a_payment_is_short_by_may_go),
        TEST(a_payment_is_not_short_while_money_lies_free),
        TEST(more_than_the_tolerance_is_no_short_payment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
