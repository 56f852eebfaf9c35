/*
 * test_goods_return.c - goods that a customer brings back: who says what, how many, and what
 * follows when they are here (R-176 .. R-183).
 */
#include "tests/unit/return_tests.h"

static struct work *examine(struct world *c, enum authenticity found)
{
    give_number(c, P_authenticity, found);
    return on_return(c, OP_RETURN_EXAMINE, "tech");
}

static const struct goods_return_line_row *return_line(const struct world *c, size_t i)
{
    return c->model.tables[TABLE_GOODS_RETURN_LINE].rows[i];
}

static void invoiced(struct world *c)
{
    assert_done(on_note(c, OP_INVOICE_ISSUE, "fin"));
}

static void paid(struct world *c)
{
    give_text(c, P_customer, "C1");
    give_number(c, P_amount, the_debt(c, 1)->amount.fen);
    give_number(c, P_pay_method, PAY_TRANSFER);
    give_text(c, P_bank_ref, "B1");
    assert_done(world_do(c, OP_RECEIPT_RECORD, "fin"));
    give_text(
        c, P_receipt,
        str_text(memory,
                 ((const struct receipt_row *)c->model.tables[TABLE_RECEIPT].rows[0])->no));
    assert_done(world_do(c, OP_RECEIPT_ALLOCATE, "bcr"));
}

/* --- applied for ------------------------------------------------------------------------- */

static void goods_that_a_customer_has_are_returned(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    allocated(c);
    bring(c, 1, 1);
    assert_refused(apply_for(c, WHY_SURPLUS, "kam"), RULE_RETURN_SHIPPED);
    issued(c, 1);
    bring(c, 1, 1);
    assert_refused(apply_for(c, WHY_SURPLUS, "kam"), RULE_RETURN_SHIPPED);
    consigned(c, 1);
    bring(c, 1, 1);
    assert_done(apply_for(c, WHY_SURPLUS, "kam"));
    assert_int_equal(the_return(c)->amount.fen, 1000);
    assert_sound(c);
}

static void no_more_comes_back_than_was_shipped(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    assert_refused(apply_for(c, WHY_SURPLUS, "kam"), RULE_RETURN_QTY); /* of no line */
    bring(c, 1, 0);
    assert_refused(apply_for(c, WHY_SURPLUS, "kam"), RULE_RETURN_QTY);
    bring(c, 1, 11);
    assert_refused(apply_for(c, WHY_SURPLUS, "kam"), RULE_RETURN_QTY);
    bring(c, 1, 1);
    bring(c, 1, 1);
    assert_refused_code(apply_for(c, WHY_SURPLUS, "kam"), ERR_PARAMS);
    bring(c, 1, 1);
    assert_refused(apply_for(c, WHY_SURPLUS, "kam2"), RULE_SCOPE);
    applied(c, 1, 6, WHY_SURPLUS);
    bring(c, 1, 5); /* those under way count */
    assert_refused(apply_for(c, WHY_SURPLUS, "kam"), RULE_RETURN_QTY);
    return_reaches(c, RETURN_IS_SETTLED);
    bring(c, 1, 5); /* and those that came */
    assert_refused(apply_for(c, WHY_SURPLUS, "kam"), RULE_RETURN_QTY);
    applied(c, 1, 4, WHY_SURPLUS);
    assert_done(on_return(c, OP_RETURN_WITHDRAW, "kam"));
    applied(c, 1, 4, WHY_SURPLUS); /* those taken back do not */
    assert_sound(c);
}

static void a_line_is_decided_about_once_at_a_time(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    claimed(c, 1, 1, DIFF_DAMAGED, CLAIM_CREDIT);
    bring(c, 1, 1);
    assert_refused(apply_for(c, WHY_SURPLUS, "kam"), RULE_CLAIM_LINE);
    applied(c, 2, 1, WHY_SURPLUS);
    about(c, 2, 1, DIFF_DAMAGED);
    assert_refused(record(c, CLAIM_CREDIT, "csr"), RULE_RETURN_OPEN);
    bring(c, 2, 1);
    c->args.v[P_lines].items[0].has_qty = false;
    c->args.v[P_lines].items[0].has_price = true;
    c->args.v[P_lines].items[0].price = fen(9000);
    give_text(c, P_reason, "wrong");
    assert_refused(on_part(c, OP_PRICE_CORRECT, 1, "csr"), RULE_RETURN_OPEN);
    return_reaches(c, RETURN_IS_RECEIVED);
    claimed(c, 2, 1, DIFF_DAMAGED, CLAIM_CREDIT);
}

static void a_shipment_with_returns_is_neither_refused_nor_lost(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    allocated(c);
    issued(c, 1);
    consigned(c, 1);
    applied(c, 1, 1, WHY_SURPLUS);
    give_text(c, P_reason, "not there");
    assert_refused(on_part(c, OP_NOTE_REFUSED, 1, "wh"), RULE_RETURN_OPEN);
    give_text(c, P_reason, "not there");
    give_number(c, P_remedy, WISH_CREDIT);
    assert_refused(on_part(c, OP_NOTE_LOST, 1, "csr"), RULE_RETURN_OPEN);
    assert_done(on_return(c, OP_RETURN_WITHDRAW, "kam"));
    give_text(c, P_reason, "not there");
    assert_done(on_part(c, OP_NOTE_REFUSED, 1, "wh"));
    assert_sound(c);
}

/* --- decided ----------------------------------------------------------------------------- */

static void three_people_apply_confirm_and_review(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, "um"),
                                       .role = ROLE_KAM,
                                       .valid_from = day_of(2026, 1, 1) });
    bring(c, 1, 1);
    assert_done(apply_for(c, WHY_SURPLUS, "um")); /* a KAM as well */
    assert_refused(on_return(c, OP_RETURN_CONFIRM, "um"), RULE_RETURN_OWN);
    assert_refused(on_return(c, OP_RETURN_REFUSE, "um"), RULE_RETURN_OWN);
    assert_done(on_return(c, OP_RETURN_CONFIRM, "mm")); /* in his stead */
    assert_done(on_return(c, OP_RETURN_VERIFY, "kam"));
    assert_refused(on_return(c, OP_RETURN_REVIEW, "um"), RULE_SIGNER);
    assert_done(on_return(c, OP_RETURN_REVIEW, "ddir"));
    assert_sound(c);
}

static void each_step_has_its_people(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    applied(c, 1, 2, WHY_SURPLUS);
    assert_refused(on_return(c, OP_RETURN_CONFIRM, "csr"), RULE_SIGNER);
    assert_refused(on_return(c, OP_RETURN_CONFIRM, "um2"), RULE_SCOPE);
    assert_refused_code(on_return(c, OP_RETURN_VERIFY, "kam"), ERR_STATE);
    assert_done(on_return(c, OP_RETURN_CONFIRM, "um"));
    assert_refused_code(on_return(c, OP_RETURN_REVIEW, "ddir"), ERR_STATE);
    assert_done(on_return(c, OP_RETURN_VERIFY, "kam"));
    assert_refused_code(on_return(c, OP_RETURN_ISSUE, "csr"), ERR_STATE);
    assert_done(on_return(c, OP_RETURN_REVIEW, "ddir"));
    assert_refused_code(on_return(c, OP_RETURN_RECEIVE, "wh"), ERR_STATE);
    assert_done(on_return(c, OP_RETURN_ISSUE, "clerk"));
    assert_refused_code(on_return(c, OP_RETURN_RECEIVE, "csr"), ERR_RIGHTS);
    assert_done(on_return(c, OP_RETURN_RECEIVE, "wh"));
    assert_done(on_return(c, OP_RETURN_SETTLE, "wh"));
    assert_refused_code(on_return(c, OP_RETURN_WITHDRAW, "kam"), ERR_STATE);
    assert_sound(c);
}

static void either_manager_refuses_in_his_turn(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    applied(c, 1, 2, WHY_SURPLUS);
    assert_refused(on_return(c, OP_RETURN_REFUSE, "ddir"), RULE_SIGNER);
    assert_done(on_return(c, OP_RETURN_REFUSE, "um"));
    applied(c, 1, 2, WHY_SURPLUS);
    return_reaches(c, RETURN_IS_VERIFIED);
    assert_refused(on_return(c, OP_RETURN_REFUSE, "um"), RULE_SIGNER);
    assert_done(on_return(c, OP_RETURN_REFUSE, "ddir"));
    assert_int_equal(the_debt(c, 1)->credited.fen, 0);
    assert_sound(c);
}

static void fewer_are_verified_and_never_none(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    bring(c, 1, 4);
    bring(c, 2, 2);
    assert_done(apply_for(c, WHY_SURPLUS, "kam"));
    return_reaches(c, RETURN_IS_CONFIRMED);
    bring(c, 1, 5);
    assert_refused(on_return(c, OP_RETURN_VERIFY, "kam"), RULE_RETURN_VERIFIED);
    bring(c, 1, 0);
    bring(c, 2, 0);
    assert_refused(on_return(c, OP_RETURN_VERIFY, "kam"), RULE_RETURN_VERIFIED);
    bring(c, 3, 1);
    assert_refused_code(on_return(c, OP_RETURN_VERIFY, "kam"), ERR_PARAMS);
    bring(c, 1, 3);
    bring(c, 2, 0);
    assert_done(on_return(c, OP_RETURN_VERIFY, "kam"));
    assert_int_equal(the_return(c)->amount.fen, 3000);
    assert_int_equal(return_line(c, 0)->accepted.n, 3);
    assert_int_equal(return_line(c, 1)->accepted.n, 0);
    return_reaches(c, RETURN_IS_RECEIVED);
    assert_int_equal(part_line(c, 1, 2)->returned.n, 0);
    assert_sound(c);
}

static void doubtful_goods_are_examined(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    bring(c, 1, 4);
    bring(c, 2, 2);
    assert_done(apply_for(c, WHY_DOUBT, "kam"));
    return_reaches(c, RETURN_IS_TO_EXAMINE);
    assert_int_equal(messages(c, MESSAGE_TO_SIGN, ROLE_TECH), 1);
    bring(c, 2, 2);
    assert_done(examine(c, FOUND_TO_BE_NOT_GENUINE));
    assert_int_equal(the_return(c)->state, RETURN_IS_VERIFIED);
    assert_int_equal(the_return(c)->amount.fen, 4000);
    assert_int_equal(return_line(c, 0)->authenticity, FOUND_TO_BE_GENUINE);
    applied(c, 2, 1, WHY_QUALITY);
    return_reaches(c, RETURN_IS_TO_EXAMINE);
    assert_done(examine(c, FOUND_TO_BE_NOT_GENUINE));
    assert_int_equal(the_return(c)->state, RETURN_IS_REFUSED);
    applied(c, 2, 1, WHY_QUALITY);
    return_reaches(c, RETURN_IS_TO_EXAMINE);
    assert_done(examine(c, FOUND_TO_BE_FAULTY));
    return_reaches(c, RETURN_IS_SETTLED);
    assert_sound(c);
}

static void who_applied_takes_it_back(void **state)
{
    struct world *c = delivered("C1");
    const struct document_row *d;

    (void)state;
    applied(c, 1, 2, WHY_SURPLUS);
    assert_refused(on_return(c, OP_RETURN_WITHDRAW, "csr"), RULE_RETURN_MINE);
    return_reaches(c, RETURN_IS_ISSUED);
    d = last_paper(c, SERIES_RO);
    assert_int_equal(d->total.fen, -2000);
    assert_done(on_return(c, OP_RETURN_WITHDRAW, "ssgl")); /* other goods came */
    assert_int_equal(last_paper(c, SERIES_RO)->reverses_id, d->id);
    assert_int_equal(last_paper(c, SERIES_RO)->total.fen, 2000);
    assert_sound(c);
}

/* --- the goods are here ------------------------------------------------------------------ */

static void nothing_moves_before_the_goods_are_here(void **state)
{
    struct world *c = delivered("C1");
    int64_t shipped = the_account(c)->shipped.fen;

    (void)state;
    applied(c, 2, 2, WHY_SURPLUS);
    return_reaches(c, RETURN_IS_ISSUED);
    assert_int_equal(the_account(c)->shipped.fen, shipped);
    assert_int_equal(the_stock(c, "P2")->quarantine.n, 0);
    assert_int_equal(part_line(c, 1, 2)->returned.n, 0);
    return_reaches(c, RETURN_IS_RECEIVED);
    assert_int_equal(the_account(c)->shipped.fen, shipped - 20000);
    assert_int_equal(the_debt(c, 1)->credited.fen, 20000);
    assert_int_equal(the_stock(c, "P2")->quarantine.n, 2);
    assert_int_equal(part_line(c, 1, 2)->returned.n, 2);
    assert_true(the_part(c, 1)->accurate);
    assert_null(last_paper(c, SERIES_CN));
    assert_null(last_paper(c, SERIES_RI));
    assert_sound(c);
}

static void what_was_invoiced_goes_onto_a_red_invoice(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    applied(c, 2, 2, WHY_SURPLUS);
    return_reaches(c, RETURN_IS_ISSUED);
    invoiced(c); /* meanwhile */
    return_reaches(c, RETURN_IS_RECEIVED);
    assert_int_equal(last_paper(c, SERIES_RI)->total.fen, -20000);
    assert_int_equal(part_line(c, 1, 2)->invoiced.n, 3);
    assert_int_equal(the_account(c)->invoiced.fen, 40000);
    assert_sound(c);
}

static void what_was_paid_is_free_money_again(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    invoiced(c);
    paid(c);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    applied(c, 2, 2, WHY_QUALITY);
    return_reaches(c, RETURN_IS_RECEIVED);
    assert_int_equal(the_account(c)->deposit.fen, -20000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_sound(c);
}

static void a_return_of_all_that_is_owed_closes_the_order(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    bring(c, 1, 10);
    bring(c, 2, 5);
    assert_done(apply_for(c, WHY_SURPLUS, "kam"));
    return_reaches(c, RETURN_IS_RECEIVED);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_int_equal(the_account(c)->shipped.fen, 0);
    assert_sound(c);
}

/* Three units for 10.00 come back one by one: the last takes what is left. */
static void shares_of_a_line_sum_to_its_amount(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 3, 1000 }));

    (void)state;
    shipped(c, 1);
    confirmed(c, 1);
    applied(c, 1, 1, WHY_SURPLUS);
    assert_int_equal(the_return(c)->amount.fen, 333);
    applied(c, 1, 1, WHY_SURPLUS);
    assert_int_equal(the_return(c)->amount.fen, 334);
    return_reaches(c, RETURN_IS_SETTLED);
    applied(c, 1, 1, WHY_SURPLUS);
    assert_int_equal(the_return(c)->amount.fen, 333);
    return_reaches(c, RETURN_IS_SETTLED);
    assert_int_equal(the_debt(c, 1)->credited.fen, 667);
    assert_sound(c);
}

static void a_cash_customer_gets_free_money(void **state)
{
    struct world *c = delivered("C2");

    (void)state;
    applied(c, 2, 2, WHY_SURPLUS);
    return_reaches(c, RETURN_IS_SETTLED);
    assert_int_equal(the_account(c)->deposit.fen, -20000);
    assert_sound(c);
}

/* --- sorted ------------------------------------------------------------------------------ */

static void what_came_is_good_or_scrap(void **state)
{
    struct world *c = delivered("C1");
    int64_t on_hand = the_stock(c, "P1")->on_hand.n;

    (void)state;
    applied(c, 1, 5, WHY_SURPLUS);
    return_reaches(c, RETURN_IS_RECEIVED);
    bring(c, 1, 6);
    assert_refused(on_return(c, OP_RETURN_SETTLE, "wh"), RULE_RETURN_GOOD);
    bring(c, 1, 3);
    assert_done(on_return(c, OP_RETURN_SETTLE, "wh"));
    assert_int_equal(the_stock(c, "P1")->on_hand.n, on_hand + 3);
    assert_int_equal(the_stock(c, "P1")->quarantine.n, 0);
    assert_int_equal(return_line(c, 0)->good.n, 3);
    assert_int_equal(return_line(c, 0)->scrap.n, 2);
    assert_sound(c);
}

static void what_left_quarantine_is_not_sorted_again(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    applied(c, 1, 5, WHY_SURPLUS);
    return_reaches(c, RETURN_IS_RECEIVED);
    give_text(c, P_product, "P1");
    give_text(c, P_warehouse, "W1");
    give_number(c, P_qty, 1);
    give_text(c, P_reason, "by hand");
    assert_done(world_do(c, OP_STOCK_SCRAP, "sto"));
    assert_refused(on_return(c, OP_RETURN_SETTLE, "wh"), RULE_QUARANTINE_QTY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(goods_that_a_customer_has_are_returned),
        TEST(no_more_comes_back_than_was_shipped),
        TEST(a_line_is_decided_about_once_at_a_time),
        TEST(a_shipment_with_returns_is_neither_refused_nor_lost),
        TEST(three_people_apply_confirm_and_review),
        TEST(each_step_has_its_people),
        TEST(either_manager_refuses_in_his_turn),
        TEST(fewer_are_verified_and_never_none),
        TEST(doubtful_goods_are_examined),
        TEST(who_applied_takes_it_back),
        TEST(nothing_moves_before_the_goods_are_here),
        TEST(what_was_invoiced_goes_onto_a_red_invoice),
        TEST(what_was_paid_is_free_money_again),
        TEST(a_return_of_all_that_is_owed_closes_the_order),
        TEST(shares_of_a_line_sum_to_its_amount),
        TEST(a_cash_customer_gets_free_money),
        TEST(what_came_is_good_or_scrap),
        TEST(what_left_quarantine_is_not_sorted_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
