/*
 * test_note_failed.c - deliveries without a slip: deemed, refused, lost.
 */
#include "tests/unit/note_tests.h"

static struct world *on_the_road(const char *customer)
{
    struct world *c = note_in_store(memory, customer, GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));

    shipped(c, 1);
    return c;
}

static const struct carrier_claim_row *the_carriers(const struct world *c)
{
    return c->model.tables[TABLE_CARRIER_CLAIM].rows[0];
}

/* --- no slip ----------------------------------------------------------------------------- */

static void a_missing_slip_is_deemed_after_its_days(void **state)
{
    struct world *c = on_the_road("C1"); /* slip due on the 10th, 30 days on */

    (void)state;
    world_later(c, 36 * 24 * 60);
    assert_refused(on_part(c, OP_NOTE_DEEM, 1, "SYSTEM"), RULE_DEEM_EARLY);
    world_later(c, 24 * 60);
    does_part(c, OP_NOTE_DEEM, 1, "SYSTEM");
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CONFIRMED);
    assert_true(the_part(c, 1)->deemed);
    assert_int_equal(part_line(c, 1, 1)->received.n, 10);
    assert_int_equal(the_note(c)->state, NOTE_DONE);
    assert_sound(c);
}

/* --- refused and lost -------------------------------------------------------------------- */

static void refused_goods_come_back_whole(void **state)
{
    struct world *c = on_the_road("C1");
    int64_t paper = the_part(c, 1)->document_id;

    (void)state;
    give_text(c, P_reason, "nobody ordered this");
    does_part(c, OP_NOTE_REFUSED, 1, "wh");
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_REFUSED);
    assert_int_equal(the_stock(c, "P1")->on_hand.n, 990);
    assert_int_equal(the_stock(c, "P1")->quarantine.n, 10); /* nobody examined them yet */
    assert_int_equal(last_paper(c, SERIES_RO)->reverses_id, paper);
    assert_int_equal(last_paper(c, SERIES_RO)->total.fen, -60000);
    assert_int_equal(the_debt(c, 1)->credited.fen, 60000);
    assert_int_equal(the_account(c)->shipped.fen, 0);
    assert_int_equal(the_note(c)->state, NOTE_DONE);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_sound(c);
}

static void the_store_says_that_goods_are_back(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    give_text(c, P_reason, "nobody ordered this");
    assert_refused_code(on_part(c, OP_NOTE_REFUSED, 1, "csr"), ERR_RIGHTS);
    give_text(c, P_reason, "nobody ordered this");
    assert_refused(on_part(c, OP_NOTE_REFUSED, 1, "scr"), RULE_REFUSED_OWN); /* consigned it */
    assert_int_equal(the_debt(c, 1)->credited.fen, 0);
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CONSIGNED);
    give_text(c, P_reason, "nobody ordered this");
    assert_done(on_part(c, OP_NOTE_REFUSED, 1, "wh"));
}

static void refused_goods_that_were_paid_give_the_money_back(void **state)
{
    struct world *c = on_the_road("C2");

    (void)state;
    give_text(c, P_reason, "broken seal");
    does_part(c, OP_NOTE_REFUSED, 1, "wh2");
    assert_int_equal(the_account(c)->deposit.fen, -60000);
    assert_int_equal(the_account(c)->earmarked.fen, 0);
    assert_sound(c);
}

static void lost_goods_are_not_paid_and_not_in_stock(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    give_text(c, P_reason, "sank");
    give_number(c, P_remedy, CLAIM_CREDIT);
    does_part(c, OP_NOTE_LOST, 1, "scr");
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_LOST);
    assert_int_equal(the_account(c)->shipped.fen, 60000); /* reported is not accepted */
    assert_sound(c);
    claim_accepted(c);
    assert_int_equal(last_paper(c, SERIES_CN)->total.fen, -60000);
    assert_int_equal(the_account(c)->shipped.fen, 0);
    assert_int_equal(the_stock(c, "P1")->on_hand.n, 990);
    assert_int_equal(the_carriers(c)->amount.fen, 60000);
    assert_int_equal(the_carriers(c)->cause, DIFF_LOST);
    assert_int_equal(the_stock(c, "P1")->quarantine.n, 0); /* came back, written off */
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_sound(c);
}

static void lost_goods_can_be_sent_again(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    give_text(c, P_reason, "sank");
    give_number(c, P_remedy, CLAIM_REPLACE);
    does_part(c, OP_NOTE_LOST, 1, "csr");
    claim_accepted(c);
    assert_int_equal(the_account(c)->reserved.fen, 60000);
    assert_int_equal(note_line(c, 1)->backorder.n, 10);
    shipped(c, 2);
    assert_int_equal(the_debt(c, 2)->amount.fen, 60000);
    confirmed(c, 2);
    assert_int_equal(the_note(c)->state, NOTE_DONE);
    assert_sound(c);
}

static void goods_that_were_not_lost_go_on(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    for (int told = 0; told < 2; told++) {
        if (told)
            does_part(c, OP_NOTE_FEEDBACK, 1, "scr");
        give_text(c, P_reason, "nobody knows where");
        give_number(c, P_remedy, CLAIM_CREDIT);
        does_part(c, OP_NOTE_LOST, 1, "scr");
        give_text(c, P_reason, "the carrier found them");
        assert_done(on_claim(c, OP_CLAIM_REFUSE, "ddir"));
        assert_int_equal(the_part(c, 1)->state, told ? SHIPMENT_FED_BACK : SHIPMENT_CONSIGNED);
        assert_int_equal(the_order(c)->claims, 0);
        assert_sound(c);
    }
    confirmed(c, 1);
    assert_int_equal(the_account(c)->shipped.fen, 60000);
}

/* The rest of the note was done while a part was looked for. */
static void a_note_goes_on_with_goods_that_were_found(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));

    (void)state;
    allocated_of(c, 1, 10);
    issued(c, 1);
    consigned(c, 1);
    give_text(c, P_reason, "nobody knows where");
    give_number(c, P_remedy, CLAIM_CREDIT);
    does_part(c, OP_NOTE_LOST, 1, "scr");
    shipped(c, 2);
    confirmed(c, 2);
    assert_int_equal(the_note(c)->state, NOTE_DONE);
    give_text(c, P_reason, "found");
    assert_done(on_claim(c, OP_CLAIM_REFUSE, "um"));
    assert_int_equal(the_note(c)->state, NOTE_ACCEPTED);
    assert_sound(c);
    confirmed(c, 1);
    assert_int_equal(the_note(c)->state, NOTE_DONE);
    assert_sound(c);
}

static void lost_goods_are_not_cheaper(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    give_text(c, P_reason, "sank");
    give_number(c, P_remedy, CLAIM_REDUCE);
    assert_refused_code(on_part(c, OP_NOTE_LOST, 1, "csr"), ERR_PARAMS);
}

static void what_is_confirmed_is_neither_refused_nor_lost(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    confirmed(c, 1);
    give_text(c, P_reason, "late");
    assert_refused(on_part(c, OP_NOTE_REFUSED, 1, "wh"), RULE_FLOW);
    give_text(c, P_reason, "late");
    give_number(c, P_remedy, CLAIM_CREDIT);
    assert_refused(on_part(c, OP_NOTE_LOST, 1, "csr"), RULE_FLOW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_missing_slip_is_deemed_after_its_days),
        TEST(refused_goods_come_back_whole),
        TEST(the_store_says_that_goods_are_back),
        TEST(refused_goods_that_were_paid_give_the_money_back),
        TEST(lost_goods_are_not_paid_and_not_in_stock),
        TEST(lost_goods_can_be_sent_again),
        TEST(goods_that_were_not_lost_go_on),
        TEST(a_note_goes_on_with_goods_that_were_found),
        TEST(lost_goods_are_not_cheaper),
        TEST(what_is_confirmed_is_neither_refused_nor_lost),
    };

    return cmocka_run_group_tests_name("note_failed", tests, NULL, NULL);
}
