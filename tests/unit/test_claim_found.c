/*
 * test_claim_found.c - lost goods that turn up behind the acceptance of their loss.
 */
#include "tests/unit/claim_tests.h"

/* 10 of P1 for 100.00 and 5 of P2 for 500.00 are lost, and somebody accepted that. */
static struct world *lost(enum claim_action remedy)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));

    shipped(c, 1);
    give_text(c, P_reason, "the boat sank");
    give_number(c, P_remedy, remedy);
    does_part(c, OP_NOTE_LOST, 1, "csr");
    claim_accepted(c);
    assert_int_equal(the_claim(c)->state, CLAIM_IS_SETTLED);
    return c;
}

static struct work *found(struct world *c, int64_t line, int64_t n, const char *login)
{
    about(c, line, n, diff_kind_none);
    give_text(c, P_reason, "washed ashore");
    return on_claim(c, OP_CLAIM_FOUND, login);
}

static struct work *closed(struct world *c, enum carrier_state to, const char *login)
{
    give_number(c, P_carrier_state, to);
    give_text(c, P_reason, "he brought them");
    return on_claim(c, OP_CLAIM_CLOSE_FOUND, login);
}

static const struct carrier_claim_row *of_carrier(const struct world *c, size_t from_last)
{
    const struct model_table *t = &c->model.tables[TABLE_CARRIER_CLAIM];

    return t->rows[t->n - 1 - from_last];
}

static void found_goods_are_the_houses_and_the_customer_keeps_his_credit(void **state)
{
    struct world *c = lost(CLAIM_CREDIT);
    int64_t credited = the_debt(c, 1)->credited.fen;
    size_t told = messages(c, MESSAGE_TO_SIGN, ROLE_DDIR);

    (void)state;
    assert_int_equal(credited, 60000);
    assert_int_equal(the_stock(c, "P2")->quarantine.n, 0);
    assert_done(found(c, 2, 5, "wh"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_FOUND);
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_LOST);
    assert_int_equal(the_stock(c, "P2")->quarantine.n, 5);
    assert_int_equal(the_stock(c, "P2")->on_hand.n, 495);
    assert_int_equal(the_debt(c, 1)->credited.fen, credited);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_int_equal(messages(c, MESSAGE_TO_SIGN, ROLE_DDIR), told + 1);
    assert_sound(c);
    assert_done(closed(c, CARRIER_DROPPED, "um"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_SETTLED);
    assert_int_equal(the_debt(c, 1)->credited.fen, credited);
    assert_sound(c);
}

static void the_carrier_is_asked_for_what_is_still_missing(void **state)
{
    struct world *c = lost(CLAIM_CREDIT);

    (void)state;
    assert_int_equal(of_carrier(c, 0)->amount.fen, 60000);
    assert_done(found(c, 2, 2, "wh"));
    assert_done(found(c, 1, 5, "scr")); /* and more turn up */
    assert_done(closed(c, CARRIER_DROPPED, "um"));
    assert_int_equal(of_carrier(c, 1)->state, CARRIER_DROPPED);
    assert_int_equal(of_carrier(c, 0)->state, CARRIER_OPEN);
    assert_int_equal(of_carrier(c, 0)->amount.fen, 35000); /* 3 of P2, 5 of P1 */
    assert_sound(c);
    assert_done(found(c, 1, 5, "wh"));
    assert_done(closed(c, CARRIER_OPEN, "mm")); /* they are spoilt: he pays for them */
    assert_int_equal(of_carrier(c, 0)->state, CARRIER_OPEN);
    assert_int_equal(of_carrier(c, 0)->amount.fen, 35000);
    assert_int_equal(the_claim(c)->state, CLAIM_IS_SETTLED);
    assert_sound(c);
}

static void no_more_is_found_than_was_lost(void **state)
{
    struct world *c = lost(CLAIM_REPLACE);

    (void)state;
    assert_refused(found(c, 2, 6, "wh"), RULE_CLAIM_FOUND);
    assert_refused(found(c, 2, 0, "wh"), RULE_CLAIM_FOUND);
    assert_done(found(c, 2, 4, "wh"));
    assert_refused(found(c, 2, 2, "wh"), RULE_CLAIM_FOUND);
    assert_done(found(c, 2, 1, "wh"));
    assert_refused(found(c, 2, 1, "wh"), RULE_CLAIM_FOUND);
    assert_refused(found(c, 1, 1, "csr"), RULE_ACTOR_ROLE); /* the store has them */
    assert_sound(c);
}

static void only_an_accepted_loss_is_found(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    claimed(c, 1, 2, DIFF_SHORT, CLAIM_CREDIT);
    assert_refused(found(c, 1, 1, "wh"), RULE_FLOW);
    claim_accepted(c);
    assert_refused(found(c, 1, 1, "wh"), RULE_CLAIM_NOT_LOST);
    assert_refused(closed(c, CARRIER_DROPPED, "um"), RULE_FLOW);
}

static void who_accepted_the_loss_does_not_decide_about_what_was_found(void **state)
{
    struct world *c = lost(CLAIM_CREDIT);

    (void)state;
    assert_int_equal(the_claim(c)->decided_by, world_user(c, "ddir"));
    assert_done(found(c, 2, 5, "wh"));
    assert_refused(closed(c, CARRIER_DROPPED, "ddir"), RULE_CLAIM_FOUND_OTHER);
    assert_refused(closed(c, CARRIER_PAID, "um"), RULE_NONE);
    assert_refused(closed(c, CARRIER_DROPPED, "um2"), RULE_SCOPE);
    assert_done(closed(c, CARRIER_DROPPED, "gm")); /* any other leader, the market's manager */
}

/* Who claimed them from the carrier does not drop that: not as a manager either. */
static void who_asked_the_carrier_does_not_drop_it(void **state)
{
    struct world *c = lost(CLAIM_CREDIT);

    (void)state;
    ((struct carrier_claim_row *)world_row(c, TABLE_CARRIER_CLAIM, of_carrier(c, 0)->id))
        ->recorded_by = world_user(c, "um");
    assert_done(found(c, 2, 5, "wh"));
    assert_refused(closed(c, CARRIER_DROPPED, "um"), RULE_CARRIER_OTHER);
    assert_done(closed(c, CARRIER_OPEN, "um"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(found_goods_are_the_houses_and_the_customer_keeps_his_credit),
        TEST(the_carrier_is_asked_for_what_is_still_missing),
        TEST(no_more_is_found_than_was_lost),
        TEST(only_an_accepted_loss_is_found),
        TEST(who_accepted_the_loss_does_not_decide_about_what_was_found),
        TEST(who_asked_the_carrier_does_not_drop_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
