/*
 * test_claim.c - claims: recorded, consented to, accepted or refused; their papers and money
 * (R-014, R-140).
 */
#include "tests/unit/claim_tests.h"

/* 100.00 of the line is to go: small. */
static void bargained(struct world *c, int64_t amount)
{
    about(c, 2, 1, DIFF_PRICE);
    c->args.v[P_lines].items[0].has_amount = true;
    c->args.v[P_lines].items[0].amount = fen(amount);
    assert_done(record(c, CLAIM_REDUCE, "csr"));
}

/* The receivable is paid whole by a receipt of its amount. */
static const struct receipt_row *paid(struct world *c)
{
    const struct receipt_row *r;

    give_text(c, P_customer, "C1");
    give_number(c, P_amount, the_debt(c, 1)->amount.fen);
    give_number(c, P_pay_method, PAY_TRANSFER);
    give_text(c, P_bank_ref, "B1");
    assert_done(world_do(c, OP_RECEIPT_RECORD, "fin"));
    r = c->model.tables[TABLE_RECEIPT].rows[0];
    give_text(c, P_receipt, str_text(memory, r->no));
    assert_done(world_do(c, OP_RECEIPT_ALLOCATE, "bcr"));
    return r;
}

/* --- recorded ---------------------------------------------------------------------------- */

static void a_claim_is_about_goods_that_are_there(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    about(c, 1, 11, DIFF_DAMAGED);
    assert_refused(record(c, CLAIM_CREDIT, "csr"), RULE_DIFF_QTY);
    about(c, 1, 0, DIFF_DAMAGED);
    assert_refused(record(c, CLAIM_CREDIT, "csr"), RULE_DIFF_QTY);
    about(c, 1, 1, DIFF_LOST); /* a loss on the way is note.lost */
    assert_refused_code(record(c, CLAIM_CREDIT, "csr"), ERR_PARAMS);
    about(c, 1, 1, DIFF_PRICE);
    assert_refused_code(record(c, CLAIM_CREDIT, "csr"), ERR_PARAMS);
    about(c, 1, 1, DIFF_SHORT);
    assert_refused(record(c, CLAIM_CREDIT, "kam2"), RULE_SCOPE);
    claimed(c, 1, 4, DIFF_SHORT, CLAIM_CREDIT);
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CONFIRMED_DIFF);
    claim_accepted(c);
    about(c, 1, 7, DIFF_DAMAGED); /* six are left */
    assert_refused(record(c, CLAIM_CREDIT, "csr"), RULE_DIFF_QTY);
    about(c, 1, 6, DIFF_DAMAGED);
    assert_done(record(c, CLAIM_CREDIT, "kam"));
    assert_int_equal(the_claim(c)->amount.fen, 6000);
    assert_sound(c);
}

static void a_line_has_one_undecided_claim(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    claimed(c, 1, 1, DIFF_DAMAGED, CLAIM_CREDIT);
    about(c, 1, 1, DIFF_DAMAGED);
    assert_refused(record(c, CLAIM_CREDIT, "csr"), RULE_CLAIM_LINE);
    claimed(c, 2, 1, DIFF_DAMAGED, CLAIM_CREDIT);
    assert_int_equal(the_order(c)->claims, 2);
}

static void a_reduction_is_at_most_what_the_line_is_worth(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    bargained(c, 30000);
    claim_accepted(c);
    for (int64_t more = 1; more >= 0; more--) {
        const struct work *w;

        about(c, 2, 1, DIFF_PRICE);
        c->args.v[P_lines].items[0].has_amount = true;
        c->args.v[P_lines].items[0].amount = fen(20000 + more);
        w = record(c, CLAIM_REDUCE, "csr");
        if (more)
            assert_refused(w, RULE_REDUCTION);
        else
            assert_done(w);
    }
    about(c, 1, 1, DIFF_PRICE);
    c->args.v[P_lines].items[0].has_amount = true;
    assert_refused(record(c, CLAIM_REDUCE, "csr"), RULE_REDUCTION);
}

/* --- decided ----------------------------------------------------------------------------- */

static void who_recorded_does_not_decide(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, "um"),
                                       .role = ROLE_KAM,
                                       .valid_from = day_of(2026, 1, 1) });
    about(c, 2, 1, DIFF_SHORT);
    assert_done(record(c, CLAIM_CREDIT, "um")); /* a KAM as well */
    assert_refused(accept(c, "um"), RULE_CLAIM_OWN);
    give_text(c, P_reason, "no");
    assert_refused(on_claim(c, OP_CLAIM_REFUSE, "um"), RULE_CLAIM_OWN);
    assert_refused(accept(c, "um2"), RULE_SCOPE);
    assert_refused(accept(c, "csr"), RULE_SIGNER);
    assert_refused(accept(c, "gm"), RULE_SIGNER);
    assert_done(accept(c, "ddir"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_SETTLED);
}

static void a_small_claim_takes_one_manager(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    claimed(c, 2, 5, DIFF_SHORT, CLAIM_CREDIT); /* exactly 500.00 */
    assert_done(accept(c, "um"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_SETTLED);
    assert_int_equal(the_debt(c, 1)->credited.fen, 50000);
    assert_sound(c);
}

/* What one manager accepted about the shipment counts with what comes next. */
static void slices_of_a_large_claim_are_large(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    claimed(c, 2, 4, DIFF_SHORT, CLAIM_CREDIT);
    assert_done(accept(c, "um"));
    assert_int_equal(the_debt(c, 1)->credited.fen, 40000);
    claimed(c, 1, 10, DIFF_SHORT, CLAIM_CREDIT); /* 500.00 in all */
    assert_done(accept(c, "um"));
    assert_int_equal(the_debt(c, 1)->credited.fen, 50000);
    claimed(c, 2, 1, DIFF_SHORT, CLAIM_CREDIT);
    assert_refused(accept(c, "ddir"), RULE_CLAIM_CONSENT);
    assert_done(accept(c, "um"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_CONSENTED);
    assert_int_equal(the_debt(c, 1)->credited.fen, 50000);
    assert_done(accept(c, "ddir"));
    assert_int_equal(the_debt(c, 1)->credited.fen, 60000);
    assert_sound(c);
}

/* It is his post that counts, not that he keeps an account or runs an area besides. */
static void a_leader_of_the_field_decides_as_a_leader(void **state)
{
    static const enum role besides[] = { ROLE_UM, ROLE_MM, ROLE_KAM };

    (void)state;
    for (size_t i = 0; i < COUNT(besides); i++)
        for (int refuses = 0; refuses < 2; refuses++) {
            struct world *c = delivered("C1");

            world_put(c, TABLE_USER_ROLE,
                      &(struct user_role_row){ .user_id = world_user(c, "ddir"),
                                               .role = besides[i],
                                               .valid_from = day_of(2026, 1, 1) });
            about(c, 1, 10, DIFF_SHORT);
            about(c, 2, 5, DIFF_SHORT);
            assert_done(record(c, CLAIM_CREDIT, "csr"));
            assert_refused(accept(c, "ddir"), RULE_CLAIM_CONSENT);
            assert_done(accept(c, "um"));
            if (refuses)
                give_text(c, P_reason, "no");
            assert_done(on_claim(c, refuses ? OP_CLAIM_REFUSE : OP_CLAIM_ACCEPT, "ddir"));
            assert_int_equal(the_claim(c)->state,
                             refuses ? CLAIM_IS_REFUSED : CLAIM_IS_SETTLED);
            assert_sound(c);
        }
}

/* App. 4: the area's manager consents, the responsible manager accepts, then it is posted. */
static void a_large_claim_takes_both(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    about(c, 1, 10, DIFF_SHORT);
    about(c, 2, 5, DIFF_SHORT);
    assert_done(record(c, CLAIM_CREDIT, "csr"));
    assert_refused(accept(c, "ddir"), RULE_CLAIM_CONSENT);
    assert_done(accept(c, "um"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_CONSENTED);
    assert_int_equal(the_debt(c, 1)->credited.fen, 0);
    assert_int_equal(messages(c, MESSAGE_TO_SIGN, ROLE_DDIR), 1);
    assert_sound(c);
    assert_refused(accept(c, "um"), RULE_CLAIM_OWN);
    assert_done(accept(c, "ddir"));
    assert_int_equal(the_debt(c, 1)->credited.fen, 60000);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED); /* nothing is owed any more */
    assert_sound(c);
    assert_refused(accept(c, "ddir"), RULE_FLOW);
}

static void a_refused_claim_leaves_everything_as_it_was(void **state)
{
    struct world *c = delivered("C2"); /* paid before: only the claim keeps it open */

    (void)state;
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    claimed(c, 2, 2, DIFF_DAMAGED, CLAIM_REPLACE);
    give_text(c, P_reason, "their own fault");
    assert_done(on_claim(c, OP_CLAIM_REFUSE, "ddir"));
    assert_int_equal(the_claim(c)->state, CLAIM_IS_REFUSED);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_int_equal(the_order(c)->claims, 0);
    assert_int_equal(the_debt(c, 1)->credited.fen, 0);
    assert_true(the_part(c, 1)->accurate);
    assert_sound(c);
    about(c, 2, 2, DIFF_DAMAGED); /* and the line may be claimed again */
    assert_done(record(c, CLAIM_REPLACE, "csr"));
}

/* --- posted ------------------------------------------------------------------------------ */

static void missing_goods_lower_the_debt_by_a_credit_note(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    claimed(c, 2, 2, DIFF_SHORT, CLAIM_CREDIT);
    claim_accepted(c);
    assert_false(the_part(c, 1)->accurate);
    assert_int_equal(last_paper(c, SERIES_CN)->total.fen, -20000);
    assert_int_equal(the_debt(c, 1)->open_s.fen, 40000);
    assert_int_equal(the_account(c)->shipped.fen, 40000);
    assert_int_equal(part_line(c, 1, 2)->returned.n, 2);
    assert_int_equal(part_line(c, 1, 2)->received.n, 3);
    assert_int_equal(part_line(c, 1, 1)->received.n, 10);
    assert_int_equal(the_stock(c, "P2")->quarantine.n, 0);
    assert_int_equal(the_note(c)->state, NOTE_DONE); /* not sent again */
    assert_sound(c);
}

static void replaced_goods_are_open_and_reserved_again(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    claimed(c, 2, 2, DIFF_SHORT, CLAIM_REPLACE);
    claim_accepted(c);
    assert_int_equal(note_line(c, 2)->issued.n, 3);
    assert_int_equal(note_line(c, 2)->backorder.n, 2);
    assert_int_equal(the_account(c)->shipped.fen, 40000);
    assert_int_equal(the_account(c)->reserved.fen, 20000);
    assert_int_equal(the_note(c)->state, NOTE_ACCEPTED);
    assert_true(the_order(c)->due_at.us > c->model.now.us);
    assert_sound(c);
    shipped(c, 2);
    assert_int_equal(the_debt(c, 2)->amount.fen, 20000);
    assert_int_equal(the_account(c)->reserved.fen, 0);
    confirmed(c, 2);
    assert_int_equal(the_note(c)->state, NOTE_DONE);
    assert_sound(c);
}

static void a_reduction_leaves_the_goods(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    bargained(c, 1234);
    claim_accepted(c);
    assert_int_equal(the_debt(c, 1)->credited.fen, 1234);
    assert_int_equal(part_line(c, 1, 2)->returned.n, 0);
    assert_int_equal(part_line(c, 1, 2)->received.n, 5);
    assert_sound(c);
}

static void money_for_credited_goods_is_free_again(void **state)
{
    struct world *c = delivered("C1");
    const struct receipt_row *from = paid(c);

    (void)state;
    claimed(c, 2, 2, DIFF_SHORT, CLAIM_CREDIT);
    claim_accepted(c);
    assert_int_equal(from->free.fen, 20000);
    assert_int_equal(from->allocated.fen, 40000);
    assert_int_equal(the_debt(c, 1)->paid.fen, 40000);
    assert_int_equal(the_account(c)->deposit.fen, -20000);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_sound(c);
}

/* I16: what was invoiced comes back by a red invoice, the rest by a credit note. */
static void invoiced_goods_come_back_by_a_red_invoice(void **state)
{
    struct world *c = delivered("C1");
    const struct work *w;

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    claimed(c, 2, 2, DIFF_SHORT, CLAIM_CREDIT);
    w = accept(c, "um");
    assert_done(w);
    assert_null(last_paper(c, SERIES_CN));
    assert_int_equal(last_paper(c, SERIES_RI)->total.fen, -20000);
    assert_int_equal(w->invoice.v[1]->total.fen, -20000);
    assert_int_equal(w->invoice.v[1]->tax.fen, -2301); /* 200.00 * 13/113 */
    assert_int_equal(w->invoice.v[1]->net.fen, -17699);
    assert_int_equal(w->invoice.v[1]->reverses_id, w->invoice.v[0]->id);
    assert_int_equal(part_line(c, 1, 2)->invoiced.n, 3);
    assert_int_equal(part_line(c, 1, 2)->invoiced_amount.fen, 30000);
    assert_int_equal(the_debt(c, 1)->open_i.fen, 40000);
    assert_int_equal(the_debt(c, 1)->open_s.fen, 0);
    assert_sound(c);
}

static void a_whole_red_invoice_reverses_its_document(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    shipped(c, 1);
    does(c, OP_INVOICE_ISSUE, "fin");
    give_text(c, P_reason, "sank");
    give_number(c, P_remedy, CLAIM_CREDIT);
    does_part(c, OP_NOTE_LOST, 1, "csr");
    claim_accepted(c);
    assert_int_equal(last_paper(c, SERIES_RI)->reverses_id, last_paper(c, SERIES_IV)->id);
    assert_int_equal(the_account(c)->invoiced.fen, 0);
    assert_sound(c);
}

/* --- a closed order ---------------------------------------------------------------------- */

static void an_accepted_claim_opens_a_closed_order(void **state)
{
    struct world *c = delivered("C2");

    (void)state;
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    claimed(c, 2, 2, DIFF_WRONG, CLAIM_REPLACE);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED); /* a word opens nothing */
    claim_accepted(c);
    assert_int_equal(the_order(c)->state, ORDER_HANDED_OVER);
    assert_int_equal(the_order(c)->closed_at.us, 0);
    assert_int_equal(the_note(c)->state, NOTE_ACCEPTED);
    assert_int_equal(the_order(c)->earmarked.fen, 20000); /* the money waits for the goods */
    assert_int_equal(the_account(c)->deposit.fen, 0);
    assert_sound(c);
    shipped(c, 2);
    assert_int_equal(the_debt(c, 2)->state, RECEIVABLE_PAID);
    confirmed(c, 2);
    assert_int_equal(the_order(c)->state, ORDER_HANDED_OVER); /* the wrong ones are to come */
    assert_done(receive(c, "wh"));
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_sound(c);
}

static void an_order_with_a_claim_does_not_close(void **state)
{
    struct world *c = note_in_store(memory, "C2", GOODS({ "P1", 10, -1 }));

    (void)state;
    shipped(c, 1);
    about(c, 1, 1, DIFF_SHORT);
    give_number(c, P_remedy, CLAIM_CREDIT);
    give_text(c, P_signer, "Ms Lin");
    does_part(c, OP_NOTE_CONFIRM, 1, "csr");
    assert_int_equal(the_note(c)->state, NOTE_DONE);
    assert_int_equal(the_order(c)->state, ORDER_HANDED_OVER);
    give_text(c, P_order, str_text(memory, the_order(c)->no));
    assert_refused(world_do(c, OP_ORDER_CLOSE, "csr"), RULE_CLOSE_NOT_DONE);
    give_text(c, P_reason, "signed in error");
    assert_done(on_claim(c, OP_CLAIM_REFUSE, "um"));
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_sound(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_claim_is_about_goods_that_are_there),
        TEST(a_line_has_one_undecided_claim),
        TEST(a_reduction_is_at_most_what_the_line_is_worth),
        TEST(who_recorded_does_not_decide),
        TEST(a_small_claim_takes_one_manager),
        TEST(slices_of_a_large_claim_are_large),
        TEST(a_leader_of_the_field_decides_as_a_leader),
        TEST(a_large_claim_takes_both),
        TEST(a_refused_claim_leaves_everything_as_it_was),
        TEST(missing_goods_lower_the_debt_by_a_credit_note),
        TEST(replaced_goods_are_open_and_reserved_again),
        TEST(a_reduction_leaves_the_goods),
        TEST(money_for_credited_goods_is_free_again),
        TEST(invoiced_goods_come_back_by_a_red_invoice),
        TEST(a_whole_red_invoice_reverses_its_document),
        TEST(an_accepted_claim_opens_a_closed_order),
        TEST(an_order_with_a_claim_does_not_close),
    };

    return cmocka_run_group_tests_name("claim", tests, NULL, NULL);
}
