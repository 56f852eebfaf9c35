/*
 * test_note_slip.c - SP7: slips, and the differences that they claim.
 */
#include "tests/unit/note_tests.h"

static struct world *on_the_road(const char *customer)
{
    struct world *c = note_in_store(memory, customer, GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));

    shipped(c, 1);
    return c;
}

static void differs(struct world *c, int64_t line, int64_t n, enum diff_kind diff)
{
    struct item *i = give_item(c, P_lines);

    i->has_line = i->has_qty = true;
    i->line = line;
    i->qty = qty(n);
    i->diff = diff;
}

static struct work *slip(struct world *c, enum claim_action claim)
{
    give_text(c, P_signer, "Ms Lin");
    if (claim)
        give_number(c, P_remedy, claim);
    return on_part(c, OP_NOTE_CONFIRM, 1, "csr");
}

/* --- a clean slip ------------------------------------------------------------------------ */

static void a_signed_slip_ends_the_shipment(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    does_part(c, OP_NOTE_FEEDBACK, 1, "scr");
    assert_done(slip(c, claim_action_none));
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CONFIRMED);
    assert_str(the_part(c, 1)->signer, "Ms Lin");
    assert_int_equal(the_part(c, 1)->confirmed_on.n, day_of(2026, 3, 4).n);
    assert_int_equal(part_line(c, 1, 1)->received.n, 10);
    assert_true(the_part(c, 1)->accurate);
    assert_int_equal(the_note(c)->state, NOTE_DONE);
    assert_int_equal(the_order(c)->state, ORDER_HANDED_OVER); /* money is open */
    assert_sound(c);
}

static void a_paid_order_closes_with_its_slip(void **state)
{
    struct world *c = on_the_road("C2");

    (void)state;
    confirmed(c, 1);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_true(the_order(c)->closed_at.us > 0);
    assert_sound(c);
}

/* T20, T51: goods by quantity, whatever money says. */
static void an_open_line_keeps_the_order_open(void **state)
{
    struct world *c = note_in_store(memory, "C2", GOODS({ "P1", 10, 0 }, { "P2", 5, -1 }));

    (void)state;
    allocated_of(c, 2, 5);
    issued(c, 1);
    consigned(c, 1);
    confirmed(c, 1);
    assert_int_equal(the_note(c)->state, NOTE_ACCEPTED);
    assert_int_equal(the_order(c)->state, ORDER_HANDED_OVER);
}

static void the_day_of_receipt_lies_between_shipping_and_today(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    world_later(c, 2 * 24 * 60);
    give_day(c, P_received_on, "2026-03-03");
    assert_refused(slip(c, claim_action_none), RULE_RECEIVED_ON);
    give_day(c, P_received_on, "2026-03-07");
    assert_refused(slip(c, claim_action_none), RULE_RECEIVED_ON);
    give_day(c, P_received_on, "2026-03-05");
    assert_done(slip(c, claim_action_none));
}

static void only_his_own_people_register_a_slip(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    give_text(c, P_signer, "Ms Lin");
    assert_refused(on_part(c, OP_NOTE_CONFIRM, 1, "kam2"), RULE_SCOPE);
    give_text(c, P_signer, "Ms Lin");
    assert_done(on_part(c, OP_NOTE_CONFIRM, 1, "kam"));
}

/* --- differences ------------------------------------------------------------------------- */

static void a_difference_is_claimed_and_posts_nothing(void **state)
{
    struct world *c = on_the_road("C1"); /* 100.00 + 500.00 */

    (void)state;
    differs(c, 2, 2, DIFF_SHORT);
    assert_done(slip(c, CLAIM_CREDIT));
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CONFIRMED_DIFF);
    assert_int_equal(the_claim(c)->state, CLAIM_IS_OPEN);
    assert_int_equal(the_claim(c)->amount.fen, 20000);
    assert_int_equal(the_order(c)->claims, 1);
    assert_null(last_paper(c, SERIES_CN));
    assert_int_equal(the_debt(c, 1)->credited.fen, 0);
    assert_int_equal(part_line(c, 1, 2)->returned.n, 0);
    assert_int_equal(messages(c, MESSAGE_DIFFERENCE, ROLE_KAM), 1);
    assert_int_equal(messages(c, MESSAGE_TO_SIGN, ROLE_UM), 1);
    assert_sound(c);
}

static void a_difference_takes_a_claim(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    differs(c, 1, 4, DIFF_SHORT);
    assert_refused(slip(c, claim_action_none), RULE_CLAIM);
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CONSIGNED);
}

static void a_difference_is_within_what_was_shipped(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    differs(c, 1, 11, DIFF_SHORT);
    assert_refused(slip(c, CLAIM_CREDIT), RULE_DIFF_QTY);
    differs(c, 1, 0, DIFF_SHORT);
    assert_refused(slip(c, CLAIM_CREDIT), RULE_DIFF_QTY);
    differs(c, 1, 1, DIFF_LOST); /* a loss on the way is NOTE_LOST */
    assert_refused_code(slip(c, CLAIM_CREDIT), ERR_PARAMS);
    differs(c, 1, 1, DIFF_SHORT);
    differs(c, 1, 1, DIFF_SHORT);
    assert_refused_code(slip(c, CLAIM_CREDIT), ERR_PARAMS);
}

static void a_line_of_another_part_is_no_line_of_this(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));

    (void)state;
    allocated_of(c, 1, 10);
    issued(c, 1);
    consigned(c, 1);
    differs(c, 2, 1, DIFF_SHORT);
    assert_refused_code(slip(c, CLAIM_CREDIT), ERR_PARAMS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_signed_slip_ends_the_shipment),
        TEST(a_paid_order_closes_with_its_slip),
        TEST(an_open_line_keeps_the_order_open),
        TEST(the_day_of_receipt_lies_between_shipping_and_today),
        TEST(only_his_own_people_register_a_slip),
        TEST(a_difference_is_claimed_and_posts_nothing),
        TEST(a_difference_takes_a_claim),
        TEST(a_difference_is_within_what_was_shipped),
        TEST(a_line_of_another_part_is_no_line_of_this),
    };

    return cmocka_run_group_tests_name("note_slip", tests, NULL, NULL);
}
