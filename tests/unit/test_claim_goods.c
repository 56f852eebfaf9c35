/*
 * test_claim_goods.c - what becomes of the goods of an accepted claim, and what the carrier
 * pays for them.
 */
#include "tests/unit/claim_tests.h"

/* --- goods ------------------------------------------------------------------------------- */

static void damaged_goods_come_back_into_quarantine(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    claimed(c, 2, 3, DIFF_DAMAGED, CLAIM_CREDIT);
    assert_done(accept(c, "um"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_ACCEPTED);
    assert_int_equal(last_paper(c, SERIES_RO)->total.fen, -30000);
    assert_int_equal(last_paper(c, SERIES_RO)->reverses_id, 0); /* a part of what left */
    assert_int_equal(the_stock(c, "P2")->quarantine.n, 0);
    assert_sound(c);
    assert_done(receive(c, "wh"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_SETTLED);
    assert_int_equal(the_stock(c, "P2")->quarantine.n, 3);
    assert_int_equal(the_stock(c, "P2")->on_hand.n, 495);
    assert_sound(c);
    assert_refused(receive(c, "wh"), RULE_FLOW);
}

static void what_does_not_come_back_is_written_off_with_a_reason(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    claimed(c, 2, 3, DIFF_DAMAGED, CLAIM_CREDIT);
    assert_done(accept(c, "um"));
    about(c, 2, 4, diff_kind_none);
    assert_refused(receive(c, "um"), RULE_CLAIM_BACK);
    about(c, 2, 2, diff_kind_none);
    assert_refused(receive(c, "um"), RULE_CLAIM_MISSING);
    about(c, 2, 2, diff_kind_none);
    give_text(c, P_reason, "one was thrown away");
    assert_done(receive(c, "um"));
    assert_int_equal(the_stock(c, "P2")->quarantine.n, 2);
    assert_sound(c);
}

/* What is missing the customer keeps for nothing: no store person decides that alone. */
static void a_manager_says_what_is_missing(void **state)
{
    static const char *const others[] = { "wh", "scr", "csr" };
    struct world *c = delivered("C1");
    size_t told;

    (void)state;
    about(c, 2, 3, DIFF_DAMAGED);
    assert_done(record(c, CLAIM_CREDIT, "csr"));
    assert_done(accept(c, "um"));
    for (size_t i = 0; i < COUNT(others); i++) {
        about(c, 2, 0, diff_kind_none);
        give_text(c, P_reason, "all were thrown away");
        assert_refused(receive(c, others[i]), RULE_CLAIM_COUNT);
    }
    assert_refused(receive(c, "um"), RULE_CLAIM_COUNT); /* that all are here says the store */
    assert_int_equal(the_claim(c)->state, CLAIM_IS_ACCEPTED);
    told = messages(c, MESSAGE_DIFFERENCE, ROLE_DDIR);
    about(c, 2, 0, diff_kind_none);
    give_text(c, P_reason, "all were thrown away");
    assert_done(receive(c, "ddir"));
    assert_int_equal(messages(c, MESSAGE_DIFFERENCE, ROLE_DDIR), told + 1);
    assert_int_equal(the_claim(c)->state, CLAIM_IS_SETTLED);
    assert_sound(c);
}

static void goods_that_are_left_there_are_written_off_at_once(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    claimed(c, 2, 3, DIFF_DAMAGED, CLAIM_CREDIT);
    give_number(c, P_goods, GOODS_LEFT);
    assert_done(accept(c, "um"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_SETTLED);
    assert_int_equal(last_paper(c, SERIES_CN)->total.fen, -30000);
    assert_int_equal(the_stock(c, "P2")->quarantine.n, 0);
    assert_int_equal(the_stock(c, "P2")->on_hand.n, 495);
    assert_sound(c);
}

static struct work *out_of_quarantine(struct world *c, enum op op, int64_t n)
{
    give_text(c, P_product, "P2");
    give_text(c, P_warehouse, "W1");
    give_number(c, P_qty, n);
    give_text(c, P_reason, "examined");
    return world_do(c, op, "sto");
}

static void examined_goods_are_sold_again_or_scrapped(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    claimed(c, 2, 3, DIFF_DAMAGED, CLAIM_CREDIT);
    assert_done(accept(c, "um"));
    assert_done(receive(c, "wh"));
    assert_refused(out_of_quarantine(c, OP_STOCK_RELEASE, 4), RULE_QUARANTINE_QTY);
    assert_refused(out_of_quarantine(c, OP_STOCK_RELEASE, 0), RULE_QUARANTINE_QTY);
    assert_done(out_of_quarantine(c, OP_STOCK_RELEASE, 2));
    assert_int_equal(the_stock(c, "P2")->on_hand.n, 497);
    assert_refused(out_of_quarantine(c, OP_STOCK_SCRAP, 2), RULE_QUARANTINE_QTY);
    assert_done(out_of_quarantine(c, OP_STOCK_SCRAP, 1));
    assert_int_equal(the_stock(c, "P2")->quarantine.n, 0);
    assert_int_equal(the_stock(c, "P2")->on_hand.n, 497);
    assert_sound(c);
}

/* --- the carrier ------------------------------------------------------------------------- */

static const struct carrier_claim_row *carriers(const struct world *c)
{
    return c->model.tables[TABLE_CARRIER_CLAIM].rows[0];
}

static struct work *from_carrier(struct world *c, int64_t amount)
{
    give_number(c, P_amount, amount);
    give_number(c, P_cause, DIFF_DAMAGED);
    give_text(c, P_reason, "wet through");
    return on_part(c, OP_CARRIER_CLAIM_RECORD, 1, "scr");
}

static struct work *settle(struct world *c, enum carrier_state to, int64_t amount,
                           const char *login)
{
    give_text(c, P_carrier_claim, str_text(memory, carriers(c)->no));
    give_number(c, P_carrier_state, to);
    if (amount)
        give_number(c, P_amount, amount);
    return world_do(c, OP_CARRIER_CLAIM_SETTLE, login);
}

static void damage_is_claimed_from_the_carrier(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    assert_refused(from_carrier(c, 0), RULE_CARRIER_AMOUNT);
    give_text(c, P_claim, "CL1");
    assert_refused_code(from_carrier(c, 5000), ERR_NOT_FOUND);
    assert_done(from_carrier(c, 5000));
    assert_str(carriers(c)->carrier, "Swift");
    assert_refused_code(settle(c, CARRIER_DROPPED, 0, "scr"), ERR_PARAMS); /* why? */
    assert_refused_code(settle(c, CARRIER_OPEN, 0, "scr"), ERR_PARAMS);
    give_text(c, P_bank_ref, "B7");
    assert_refused(settle(c, CARRIER_PAID, 4000, "scr"), RULE_CARRIER_FIN);
    assert_refused(settle(c, CARRIER_PAID, 4000, "fin"),
                   RULE_CARRIER_FIN); /* by which money? */
    give_text(c, P_bank_ref, "B7");
    assert_refused(settle(c, CARRIER_PAID, 5001, "fin"), RULE_CARRIER_AMOUNT);
    give_text(c, P_bank_ref, "B7");
    assert_done(settle(c, CARRIER_PAID, 4000, "fin"));
    assert_int_equal(carriers(c)->paid.fen, 4000);
    give_text(c, P_reason, "again");
    assert_refused(settle(c, CARRIER_DROPPED, 0, "fin"), RULE_FLOW);
    assert_sound(c);
}

static void a_carrier_is_asked_for_goods_once(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    assert_refused(from_carrier(c, 60001), RULE_CARRIER_SUM);
    assert_done(from_carrier(c, 50000));
    assert_refused(from_carrier(c, 10001), RULE_CARRIER_SUM);
    give_text(c, P_reason, "it was the packing");
    assert_refused(settle(c, CARRIER_DROPPED, 0, "scr"), RULE_CARRIER_OTHER);
    give_text(c, P_reason, "they deny it");
    assert_refused(settle(c, CARRIER_REFUSED, 0, "scr"), RULE_CARRIER_OTHER);
    give_text(c, P_reason, "it was the packing");
    assert_done(settle(c, CARRIER_DROPPED, 0, "csr"));
    assert_done(from_carrier(c, 60000)); /* what was dropped is asked no more */
    assert_sound(c);
}

/* An accepted loss asks for what nobody asked for yet. */
static void a_loss_asks_for_the_rest(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));
    const struct carrier_claim_row *last;

    (void)state;
    shipped(c, 1);
    assert_done(from_carrier(c, 15000));
    give_text(c, P_reason, "sank");
    give_number(c, P_remedy, CLAIM_CREDIT);
    does_part(c, OP_NOTE_LOST, 1, "csr");
    claim_accepted(c);
    last = c->model.tables[TABLE_CARRIER_CLAIM].rows[1];
    assert_int_equal(last->amount.fen, 45000);
    assert_sound(c);
}

static void goods_in_the_house_are_no_carriers(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    allocated(c);
    assert_refused_code(from_carrier(c, 5000), ERR_STATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(damaged_goods_come_back_into_quarantine),
        TEST(what_does_not_come_back_is_written_off_with_a_reason),
        TEST(a_manager_says_what_is_missing),
        TEST(goods_that_are_left_there_are_written_off_at_once),
        TEST(examined_goods_are_sold_again_or_scrapped),
        TEST(damage_is_claimed_from_the_carrier),
        TEST(a_carrier_is_asked_for_goods_once),
        TEST(a_loss_asks_for_the_rest),
        TEST(goods_in_the_house_are_no_carriers),
    };

    return cmocka_run_group_tests_name("claim_goods", tests, NULL, NULL);
}
