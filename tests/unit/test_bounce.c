/*
 * test_bounce.c - a receipt is reversed: orders that had passed thanks to it are judged again,
 * printed goods stop, and nobody lets them go on alone.
 */
#include "tests/unit/road.h"

static struct work *reversed(struct world *c, const char *receipt)
{
    give_text(c, P_receipt, receipt);
    give_text(c, P_reason, "bounced");
    return world_do(c, OP_RECEIPT_REVERSE, "fin");
}

/* C1 owes his whole limit of 100,000 and has paid it in advance by R1. */
static struct world *paid_up(void)
{
    struct world *c = world_new(memory);

    owes(c, "C1", 10000000, "2026-04-01");
    paid(c, "C1", 10000000, "R1");
    return c;
}

static const char *in_finance(struct world *c, int64_t amount)
{
    const char *no = ordered(c, "C1", amount, NULL);

    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
    return no;
}

static struct note_row *printed(struct world *c, const char *no)
{
    assert_came_to(act(c, OP_ORDER_PRINT, "fin", no), "DONE");
    return newest(c, TABLE_NOTE);
}

static struct work *on_paper(struct world *c, enum op op, const char *login)
{
    const struct note_row *n = newest(c, TABLE_NOTE);

    give_text(c, P_note, str_text(memory, n->no));
    give_text(c, P_reason, "because");
    return world_do(c, op, login);
}

/* --- not yet printed ------------------------------------------------------------------ */

static void a_signed_order_goes_where_the_table_says(void **state)
{
    struct world *c = paid_up();
    const char *no = in_finance(c, 3000000);
    struct work *w = reversed(c, "R1");

    (void)state;
    assert_came_to(w, "DONE");
    assert_int_equal(said(w, "rejudged"), 1);
    assert_state(c, no, ORDER_HOLD_CREDIT);
    assert_int_equal(live_signatures(c, no, SIGN_MA), 0);
    assert_fen(account_of(c, "C1")->reserved, 0);
    assert_int_equal(messages(c, no, MESSAGE_HELD, world_user(c, "um")), 1);
    c = paid_up();
    no = in_finance(c, 1000000);
    assert_came_to(reversed(c, "R1"), "DONE");
    assert_state(c, no, ORDER_WAIT_MGR);
    assert_fen(world_order(c, no)->reserved, 1000000);
    assert_books_agree(c);
}

static void an_unsigned_order_is_not_signed_on_what_is_gone(void **state)
{
    struct world *c = paid_up();
    const char *passed = ordered(c, "C1", 9500000, NULL);
    const char *over = ordered(c, "C1", 1000000, NULL);

    (void)state;
    assert_state(c, passed, ORDER_WAIT_MA);
    assert_state(c, over, ORDER_WAIT_MGR);
    assert_came_to(reversed(c, "R1"), "DONE");
    assert_state(c, passed, ORDER_HOLD_CREDIT);
    assert_state(c, over, ORDER_HOLD_CREDIT);
    assert_books_agree(c);
}

static void money_within_the_room_that_was_left_touches_nothing(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    paid(c, "C1", 5000000, "R1");
    no = in_finance(c, 3000000);
    assert_int_equal(said(reversed(c, "R1"), "rejudged"), 0);
    assert_state(c, no, ORDER_FIN_QUEUE);
    assert_came_to(act(c, OP_ORDER_PRINT, "fin", no), "DONE");
}

/* The older verdict stands on room that was there before the newer took what was left. */
static void the_newest_verdict_falls_first(void **state)
{
    struct world *c = world_new(memory);
    const char *first, *second;

    (void)state;
    paid(c, "C1", 5000000, "R1");
    first = in_finance(c, 9000000);
    second = in_finance(c, 6000000);
    assert_int_equal(said(reversed(c, "R1"), "rejudged"), 1);
    assert_state(c, first, ORDER_FIN_QUEUE);
    assert_state(c, second, ORDER_HOLD_CREDIT);
    assert_came_to(act(c, OP_ORDER_PRINT, "fin", first), "DONE");
}

static void customers_of_one_account_lose_it_together(void **state)
{
    struct world *c = paid_up();
    const char *no = ordered(c, "C3", 3000000, NULL);

    (void)state;
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "DONE");
    assert_came_to(reversed(c, "R1"), "DONE");
    assert_state(c, no, ORDER_HOLD_CREDIT);
}

/* What it paid was due before: no room is missing, but something is overdue now. */
static void a_debt_that_is_overdue_again_holds(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    owes(c, "C1", 500000, "2026-03-02");
    paid(c, "C1", 500000, "R1")->recorded_by = world_user(c, "fin");
    give_text(c, P_receipt, "R1");
    assert_came_to(world_do(c, OP_RECEIPT_ALLOCATE, "fin2"), "DONE");
    no = in_finance(c, 1000000);
    assert_came_to(reversed(c, "R1"), "DONE");
    assert_state(c, no, ORDER_HOLD_CREDIT);
}

static void special_treatment_does_not_outlive_its_facts(void **state)
{
    struct world *c = paid_up();
    const char *no = ordered(c, "C1", 13000000, NULL);

    (void)state;
    assert_state(c, no, ORDER_HOLD_CREDIT);
    give_number(c, P_why, REASON_OTHER);
    act_for(c, OP_ST_APPLY, "csr", no, P_grounds, "a big one");
    act(c, OP_ST_SIGN, "gm", no);
    act(c, OP_ST_SIGN, "dir", no);
    assert_came_to(act(c, OP_ST_SIGN, "ddir", no), "DONE");
    assert_came_to(reversed(c, "R1"), "DONE");
    assert_state(c, no, ORDER_HOLD_CREDIT);
    assert_int_equal(live_signatures(c, no, SIGN_ST), 0);
}

/* --- printed -------------------------------------------------------------------------- */

static void printed_goods_stop_until_the_money_is_back(void **state)
{
    struct world *c = paid_up();
    const char *no = in_finance(c, 3000000);
    struct note_row *n = printed(c, no);

    (void)state;
    assert_came_to(reversed(c, "R1"), "DONE");
    assert_true(n->stopped && n->stop_money);
    assert_state(c, no, ORDER_BILLED);
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "ddir"), "HELD RESUME_MONEY");
    assert_true(n->stopped);
    paid(c, "C1", 10000000, "R2");
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "dir"), "REFUSED SIGNER");
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "ddir"), "DONE");
    assert_false(n->stopped || n->stop_money);
}

static void all_three_let_it_go_on_without_the_money(void **state)
{
    struct world *c = paid_up();
    const char *no = in_finance(c, 3000000);
    struct note_row *n = printed(c, no);

    (void)state;
    reversed(c, "R1");
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "csr"), "REFUSED SIGNER");
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "gm"), "HELD RESUME_MONEY");
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "gm"), "REFUSED SIGNED_ALREADY");
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "dir"), "HELD RESUME_MONEY");
    assert_true(n->stopped);
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "ddir"), "DONE");
    assert_false(n->stopped);
    assert_int_equal(live_signatures(c, no, SIGN_RESUME), 3);
    paid(c, "C1", 4000000, "R2"); /* and what they signed does not cover the next reversal */
    assert_came_to(reversed(c, "R2"), "DONE");
    assert_true(n->stopped);
    assert_int_equal(live_signatures(c, no, SIGN_RESUME), 0);
}

/* Two had signed for a paper that was void then: the next one waits for all three again. */
static void leave_for_a_paper_ends_with_it(void **state)
{
    struct world *c = paid_up();
    const char *no = in_finance(c, 3000000);

    (void)state;
    printed(c, no);
    reversed(c, "R1");
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "gm"), "HELD RESUME_MONEY");
    assert_int_equal(live_signatures(c, no, SIGN_RESUME), 1);
    give_number(c, P_way, VOID_MISPRINT);
    assert_came_to(on_paper(c, OP_NOTE_VOID, "fin"), "HELD VOID_TWO");
    give_number(c, P_way, VOID_MISPRINT);
    assert_came_to(on_paper(c, OP_NOTE_VOID, "csr"), "DONE");
    assert_int_equal(live_signatures(c, no, SIGN_RESUME), 0);
}

/* A stop for another reason does not hide that money went. */
static void a_note_that_rested_already_waits_for_the_money_too(void **state)
{
    struct world *c = paid_up();
    const char *no = in_finance(c, 3000000);
    struct note_row *n = printed(c, no);

    (void)state;
    assert_came_to(on_paper(c, OP_NOTE_STOP, "ddir"), "DONE");
    assert_came_to(reversed(c, "R1"), "DONE");
    assert_true(n->stop_money);
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "ddir"), "HELD RESUME_MONEY");
}

/* Voided as a misprint, the paper would be printed again: the print sees it. */
static void a_new_print_sees_the_reversal(void **state)
{
    struct world *c = paid_up();
    const char *no = in_finance(c, 3000000);

    (void)state;
    printed(c, no);
    reversed(c, "R1");
    give_number(c, P_way, VOID_MISPRINT);
    on_paper(c, OP_NOTE_VOID, "fin");
    give_number(c, P_way, VOID_MISPRINT);
    assert_came_to(on_paper(c, OP_NOTE_VOID, "csr"), "DONE");
    assert_state(c, no, ORDER_FIN_QUEUE);
    assert_false(((const struct note_row *)newest(c, TABLE_NOTE))->stop_money);
    assert_came_to(act(c, OP_ORDER_PRINT, "fin", no), "HELD PRINT_BOUNCED");
    assert_state(c, no, ORDER_HOLD_CREDIT);
}

/* what a leader stopped is not set free by printing it anew. */
static void a_stopped_note_is_not_printed_anew(void **state)
{
    struct world *c = paid_up();
    const char *no = in_finance(c, 100000);

    (void)state;
    printed(c, no);
    assert_came_to(on_paper(c, OP_NOTE_STOP, "ddir"), "DONE");
    give_number(c, P_way, VOID_MISPRINT);
    assert_came_to(on_paper(c, OP_NOTE_VOID, "fin"), "REFUSED VOID_STOPPED");
    give_number(c, P_way, VOID_CHANGE);
    assert_came_to(on_paper(c, OP_NOTE_VOID, "fin"), "HELD VOID_TWO");
}

/* who pays before goods now gets none on an older signature. */
static void a_customer_who_pays_first_now_gets_nothing_on_credit(void **state)
{
    struct world *c = paid_up();
    const char *no = in_finance(c, 100000);

    (void)state;
    ((struct customer_row *)world_row(c, TABLE_CUSTOMER, world_id(c, TABLE_CUSTOMER, "C1")))
        ->cash_first = true;
    assert_came_to(act(c, OP_ORDER_PRINT, "fin", no), "HELD PRINT_CASH");
    assert_state(c, no, ORDER_WAIT_MA);
}

/* --- cash before goods ---------------------------------------------------------------- */

/* 5-4 held it for an overdue; its whole amount was promised to it, and it is printed. */
static const char *paid_in_advance(struct world *c)
{
    const char *no;

    owes(c, "C1", 500000, "2026-03-02");
    no = ordered(c, "C1", 1000000, NULL);
    paid(c, "C1", 1000000, "R1");
    earmark(c, "R1", no, 1000000);
    act(c, OP_ORDER_RECHECK, "SYSTEM", no);
    assert_state(c, no, ORDER_WAIT_MA);
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "DONE");
    printed(c, no);
    return no;
}

static void no_single_signer_ships_what_5_4_held(void **state)
{
    struct world *c = world_new(memory);
    const char *no = paid_in_advance(c);
    const struct note_row *n = newest(c, TABLE_NOTE);

    (void)state;
    assert_came_to(reversed(c, "R1"), "DONE");
    assert_true(n->stopped);
    paid(c, "C1", 1000000, "R2"); /* free money is not its own */
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "ddir"), "HELD RESUME_MONEY");
    earmark(c, "R2", no, 1000000);
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "ddir"), "DONE");
    assert_false(n->stopped);
    assert_books_agree(c);
}

static void a_cash_first_customers_goods_take_the_money_that_is_there(void **state)
{
    struct world *c = world_new(memory);
    const char *no = ordered(c, "C2", 1000000, NULL);
    const struct note_row *n;

    (void)state;
    paid(c, "C2", 1000000, "R1");
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "DONE");
    n = printed(c, no);
    assert_came_to(reversed(c, "R1"), "DONE");
    assert_true(n->stopped);
    paid(c, "C2", 999999, "R2");
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "ddir"), "HELD RESUME_MONEY");
    paid(c, "C2", 1, "R3");
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "ddir"), "DONE");
    assert_fen(world_order(c, no)->earmarked, 1000000);
    assert_false(n->stopped);
    assert_books_agree(c);
}

/* --- who stops ------------------------------------------------------------------------ */

static void only_the_responsible_manager_or_his_secretary_stops(void **state) /* App. 4 */
{
    struct world *c = world_new(memory);
    const char *no = in_finance(c, 1000000);
    const struct note_row *n = printed(c, no);

    (void)state;
    assert_came_to(on_paper(c, OP_NOTE_STOP, "dir"), "REFUSED SIGNER");
    assert_came_to(on_paper(c, OP_NOTE_STOP, "gm"), "REFUSED SIGNER");
    assert_came_to(on_paper(c, OP_NOTE_STOP, "csr"), "REFUSED SIGNER");
    assert_came_to(on_paper(c, OP_NOTE_STOP, "ddir"), "DONE");
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "gm"), "REFUSED SIGNER");
    assert_came_to(on_paper(c, OP_NOTE_RESUME, "ddir"), "DONE");
    away(c, "ddir");
    with_consent(c, "ddir");
    assert_came_to(on_paper(c, OP_NOTE_STOP, "ssgl"), "DONE");
    assert_true(n->stopped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_signed_order_goes_where_the_table_says),
        TEST(an_unsigned_order_is_not_signed_on_what_is_gone),
        TEST(money_within_the_room_that_was_left_touches_nothing),
        TEST(the_newest_verdict_falls_first),
        TEST(customers_of_one_account_lose_it_together),
        TEST(a_debt_that_is_overdue_again_holds),
        TEST(special_treatment_does_not_outlive_its_facts),
        TEST(printed_goods_stop_until_the_money_is_back),
        TEST(all_three_let_it_go_on_without_the_money),
        TEST(leave_for_a_paper_ends_with_it),
        TEST(a_note_that_rested_already_waits_for_the_money_too),
        TEST(a_new_print_sees_the_reversal),
        TEST(a_stopped_note_is_not_printed_anew),
        TEST(a_customer_who_pays_first_now_gets_nothing_on_credit),
        TEST(no_single_signer_ships_what_5_4_held),
        TEST(a_cash_first_customers_goods_take_the_money_that_is_there),
        TEST(only_the_responsible_manager_or_his_secretary_stops),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
