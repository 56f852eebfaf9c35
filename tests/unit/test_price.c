/*
 * test_price.c - prices that were wrong after goods left: what is recorded, and who decides
 * (R-369).
 */
#include "server/core/ledger.h"
#include "tests/unit/price_tests.h"

/* --- recorded ---------------------------------------------------------------------------- */

static void a_correction_posts_nothing_before_it_is_accepted(void **state)
{
    struct world *c = delivered("C1");
    const struct work *w;

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    by_price(c, 2, 11000);
    w = correct(c, "csr");
    assert_done(w);
    assert_int_equal(the_claim(c)->remedy, CLAIM_CORRECT);
    assert_int_equal(the_claim(c)->amount.fen, 5000);
    assert_int_equal(w->claim_line.v[0]->was.fen, 50000);
    assert_int_equal(w->claim_line.v[0]->worth.fen, 55000);
    assert_int_equal(w->claim_line.v[0]->price.fen, 11000);
    assert_int_equal(invoices(c), 1);
    assert_int_equal(the_debt(c, 1)->amount.fen, 60000);
    assert_int_equal(the_order(c)->claims, 1);
    assert_int_equal(messages(c, MESSAGE_TO_SIGN, ROLE_UM), 1);
    assert_sound(c);
}

static void a_correction_names_each_line_once_and_says_what_it_costs(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    by_price(c, 3, 100);
    assert_refused_code(correct(c, "csr"), ERR_PARAMS);
    row(c, 1);
    assert_refused_code(correct(c, "csr"), ERR_PARAMS);
    by_price(c, 1, 900);
    c->args.v[P_lines].items[0].has_amount = true;
    assert_refused_code(correct(c, "csr"), ERR_PARAMS);
    by_price(c, 1, 900);
    c->args.v[P_lines].items[0].has_qty = true;
    c->args.v[P_lines].items[0].qty = qty(4);
    assert_refused_code(correct(c, "csr"), ERR_PARAMS);
    by_price(c, 1, 900);
    by_amount(c, 1, 9000);
    assert_refused_code(correct(c, "csr"), ERR_PARAMS);
    by_price(c, 1, 0);
    assert_refused(correct(c, "csr"), RULE_PRICE_ZERO);
    by_price(c, 1, 1000);
    assert_refused(correct(c, "csr"), RULE_PRICE_SAME);
    by_amount(c, 1, 10000);
    assert_refused(correct(c, "csr"), RULE_PRICE_SAME);
}

static void a_price_goes_up_where_the_customer_agreed(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    by_price(c, 1, 1100);
    give_text(c, P_reason, "the old list was used");
    give_text(c, P_agreed, " ");
    assert_refused(on_part(c, OP_PRICE_CORRECT, 1, "csr"), RULE_PRICE_AGREED);
    by_price(c, 1, 900);
    give_text(c, P_reason, "the old list was used");
    assert_done(on_part(c, OP_PRICE_CORRECT, 1, "csr")); /* nobody minds */
}

static void only_goods_that_a_customer_has_are_priced_anew(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));

    (void)state;
    allocated(c);
    issued(c, 1);
    by_price(c, 1, 900);
    assert_refused(correct(c, "csr"), RULE_PRICE_SHIPPED);
    does_part(c, OP_NOTE_UNISSUE, 1, "wh");
}

/* What came back whole has no price; what is lost may have none. */
static void returned_and_lost_goods_have_no_price(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    claimed(c, 1, 10, DIFF_SHORT, CLAIM_CREDIT);
    claim_accepted(c);
    by_price(c, 1, 900);
    assert_refused(correct(c, "csr"), RULE_PRICE_SHIPPED);
    c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));
    shipped(c, 1);
    give_text(c, P_reason, "sank");
    give_number(c, P_remedy, CLAIM_CREDIT);
    does_part(c, OP_NOTE_LOST, 1, "csr");
    by_price(c, 1, 900);
    assert_refused(correct(c, "csr"), RULE_PRICE_SHIPPED);
}

/* What is lost is claimed whole: a correction is taken back before. */
static void goods_are_not_lost_while_their_price_is_asked(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    shipped(c, 1);
    by_price(c, 1, 1100);
    assert_done(correct(c, "csr"));
    give_text(c, P_reason, "sank");
    give_number(c, P_remedy, CLAIM_CREDIT);
    assert_refused(on_part(c, OP_NOTE_LOST, 1, "csr"), RULE_CLAIM_LINE);
    claim_accepted(c);
    give_text(c, P_reason, "sank");
    give_number(c, P_remedy, CLAIM_CREDIT);
    does_part(c, OP_NOTE_LOST, 1, "csr");
    assert_int_equal(the_claim(c)->amount.fen, 11000); /* what they cost by now */
    claim_accepted(c);
    assert_int_equal(the_account(c)->shipped.fen, 0);
    assert_sound(c);
}

/* The outbound order is taken back as it was; the correction goes with the goods. */
static void refused_goods_take_their_correction_along(void **state)
{
    (void)state;
    for (int invoiced = 0; invoiced < 2; invoiced++) {
        struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

        shipped(c, 1);
        if (invoiced)
            does(c, OP_INVOICE_ISSUE, "fin");
        by_price(c, 1, 1100);
        assert_done(correct(c, "csr"));
        claim_accepted(c);
        give_text(c, P_reason, "not ordered");
        does_part(c, OP_NOTE_REFUSED, 1, "wh2");
        assert_int_equal(last_paper(c, SERIES_RO)->total.fen, -10000);
        if (invoiced)
            assert_int_equal(last_paper(c, SERIES_RI)->total.fen, -11000);
        else
            assert_int_equal(last_paper(c, SERIES_PC)->total.fen, -1000);
        assert_int_equal(the_debt(c, 1)->credited.fen, 11000);
        assert_int_equal(ledger_exposure(the_account(c)).fen, 0);
        assert_sound(c);
    }
}

static void a_line_has_one_open_question(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    claimed(c, 1, 1, DIFF_DAMAGED, CLAIM_CREDIT);
    by_price(c, 1, 900);
    assert_refused(correct(c, "csr"), RULE_CLAIM_LINE);
    by_price(c, 2, 9000);
    assert_done(correct(c, "csr"));
    about(c, 2, 1, DIFF_SHORT);
    assert_refused(record(c, CLAIM_CREDIT, "csr"), RULE_CLAIM_LINE);
}

/* A bargain over damaged goods has no unit price: the amount is said. */
static void a_reduced_line_is_corrected_by_its_amount(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    about(c, 2, 1, DIFF_DAMAGED);
    c->args.v[P_lines].items[0].has_amount = true;
    c->args.v[P_lines].items[0].amount = fen(3000);
    assert_done(record(c, CLAIM_REDUCE, "csr"));
    claim_accepted(c);
    by_price(c, 2, 11000);
    assert_refused(correct(c, "csr"), RULE_PRICE_REDUCED);
    costs(c, 52000);
    assert_int_equal(part_line(c, 1, 2)->raised.fen, 5000);
    assert_int_equal(the_debt(c, 1)->open_s.fen, 62000);
}

/* --- decided ----------------------------------------------------------------------------- */

static void who_recorded_a_correction_does_not_accept_it(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, "um"),
                                       .role = ROLE_CSR,
                                       .valid_from = day_of(2026, 1, 1) });
    by_price(c, 2, 11000);
    assert_done(correct(c, "um"));
    assert_refused(accept(c, "um"), RULE_CLAIM_OWN);
    assert_done(accept(c, "ddir"));
    assert_int_equal(messages(c, MESSAGE_MONEY, ROLE_BCR), 1);
    assert_sound(c);
}

/* More than claim_small, up or down, takes both managers. */
static void a_large_correction_takes_both(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    by_price(c, 2, 20001);
    assert_done(correct(c, "csr"));
    assert_refused(accept(c, "ddir"), RULE_CLAIM_CONSENT);
    assert_done(accept(c, "um"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_CONSENTED);
    assert_int_equal(the_debt(c, 1)->amount.fen, 60000);
    assert_done(accept(c, "ddir"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_SETTLED);
    assert_int_equal(the_debt(c, 1)->amount.fen, 110005);
    assert_sound(c);
}

static void a_claim_is_withdrawn_by_who_recorded_it(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    by_price(c, 2, 20001);
    assert_done(correct(c, "csr"));
    give_text(c, P_reason, "it was right");
    assert_refused(on_claim(c, OP_CLAIM_WITHDRAW, "kam"), RULE_CLAIM_MINE);
    assert_done(accept(c, "um"));
    give_text(c, P_reason, "it was right");
    assert_done(on_claim(c, OP_CLAIM_WITHDRAW, "csr"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_WITHDRAWN);
    assert_int_equal(the_order(c)->claims, 0);
    assert_int_equal(the_debt(c, 1)->amount.fen, 60000);
    assert_sound(c);
    claimed(c, 2, 1, DIFF_SHORT, CLAIM_CREDIT); /* the line is free again */
    give_text(c, P_reason, "he found it");
    assert_done(on_claim(c, OP_CLAIM_WITHDRAW, "csr"));
    assert_refused(accept(c, "um"), RULE_FLOW);
    assert_sound(c);
}

static void goods_reported_lost_by_mistake_go_on(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    shipped(c, 1);
    give_text(c, P_reason, "sank");
    give_number(c, P_remedy, CLAIM_CREDIT);
    does_part(c, OP_NOTE_LOST, 1, "csr");
    give_text(c, P_reason, "it was another ship");
    assert_done(on_claim(c, OP_CLAIM_WITHDRAW, "csr"));
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CONSIGNED);
    assert_sound(c);
}

/* Between record and acceptance the customer sent the goods away. */
static void refused_goods_are_not_priced_anew(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    shipped(c, 1);
    by_price(c, 1, 1100);
    assert_done(correct(c, "csr"));
    give_text(c, P_reason, "not ordered");
    does_part(c, OP_NOTE_REFUSED, 1, "wh2");
    assert_refused(accept(c, "um"), RULE_PRICE_SHIPPED);
    give_text(c, P_reason, "it came back");
    assert_done(on_claim(c, OP_CLAIM_WITHDRAW, "csr"));
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_sound(c);
}

static void a_debt_that_was_given_up_is_not_billed_anew(void **state)
{
    struct world *c = delivered("C1");
    struct receivable_row *r = the_debt(c, 1);

    (void)state;
    by_price(c, 1, 1100);
    assert_done(correct(c, "csr"));
    give_text(c, P_receivable, str_text(memory, r->no));
    give_text(c, P_reason, "bankrupt");
    assert_done(world_do(c, OP_WRITE_OFF_ASK, "fin"));
    give_text(c, P_receivable, str_text(memory, r->no));
    assert_done(world_do(c, OP_WRITE_OFF_SIGN, "ddir"));
    assert_refused(accept(c, "um"), RULE_PRICE_GIVEN_UP);
    by_price(c, 2, 9000);
    assert_refused(correct(c, "csr"), RULE_PRICE_GIVEN_UP);
    assert_sound(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_correction_posts_nothing_before_it_is_accepted),
        TEST(a_correction_names_each_line_once_and_says_what_it_costs),
        TEST(a_price_goes_up_where_the_customer_agreed),
        TEST(only_goods_that_a_customer_has_are_priced_anew),
        TEST(returned_and_lost_goods_have_no_price),
        TEST(goods_are_not_lost_while_their_price_is_asked),
        TEST(refused_goods_take_their_correction_along),
        TEST(a_line_has_one_open_question),
        TEST(a_reduced_line_is_corrected_by_its_amount),
        TEST(who_recorded_a_correction_does_not_accept_it),
        TEST(a_large_correction_takes_both),
        TEST(a_claim_is_withdrawn_by_who_recorded_it),
        TEST(goods_reported_lost_by_mistake_go_on),
        TEST(refused_goods_are_not_priced_anew),
        TEST(a_debt_that_was_given_up_is_not_billed_anew),
    };

    return cmocka_run_group_tests_name("price", tests, NULL, NULL);
}
