/*
 * test_note_slip.c - SP7: slips, differences, red papers and the money that comes back.
 */
#include "tests/unit/note_tests.h"

#include "server/core/ledger.h"

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

/* Consented to and approved, up to the whole. */
static void reducible(struct world *c)
{
    struct shipment_row *s = world_row(c, TABLE_SHIPMENT, the_part(c, 1)->id);

    s->reduction = the_debt(c, 1)->amount;
    s->reduce_um = world_user(c, "um");
    s->reduce_by = world_user(c, "ddir");
}

static struct work *reduce(struct world *c, const char *login, int64_t amount)
{
    give_number(c, P_amount, amount);
    give_text(c, P_reason, "scratched");
    return on_part(c, OP_NOTE_REDUCE, 1, login);
}

static struct work *slip(struct world *c, enum claim_action claim)
{
    give_text(c, P_signer, "Ms Lin");
    if (claim)
        give_number(c, P_claim, claim);
    return on_part(c, OP_NOTE_CONFIRM, 1, "csr");
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

/* All of the part is on an invoice. */
static void invoiced(struct world *c)
{
    does(c, OP_INVOICE_ISSUE, "fin");
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

static void credited_goods_lower_the_debt_by_a_credit_note(void **state)
{
    struct world *c = on_the_road("C1"); /* 100.00 + 500.00 */

    (void)state;
    differs(c, 2, 2, DIFF_SHORT);
    assert_done(slip(c, CLAIM_CREDIT));
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CONFIRMED_DIFF);
    assert_false(the_part(c, 1)->accurate);
    assert_int_equal(last_paper(c, SERIES_CN)->total.fen, -20000);
    assert_int_equal(the_debt(c, 1)->credited.fen, 20000);
    assert_int_equal(the_debt(c, 1)->open_s.fen, 40000);
    assert_int_equal(the_account(c)->shipped.fen, 40000);
    assert_int_equal(part_line(c, 1, 2)->returned.n, 2);
    assert_int_equal(part_line(c, 1, 2)->received.n, 3);
    assert_int_equal(part_line(c, 1, 1)->received.n, 10);
    assert_int_equal(the_note(c)->state, NOTE_DONE); /* not sent again */
    assert_int_equal(messages(c, MESSAGE_DIFFERENCE, ROLE_KAM), 1);
    assert_sound(c);
}

static void replaced_goods_are_open_and_reserved_again(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    differs(c, 2, 2, DIFF_DAMAGED);
    assert_done(slip(c, CLAIM_REPLACE));
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
    struct world *c = on_the_road("C1");

    (void)state;
    reducible(c);
    differs(c, 1, 4, DIFF_DAMAGED);
    c->args.v[P_lines].items[0].has_amount = true;
    c->args.v[P_lines].items[0].amount = fen(1234);
    assert_done(slip(c, CLAIM_REDUCE));
    assert_int_equal(the_debt(c, 1)->credited.fen, 1234);
    assert_int_equal(part_line(c, 1, 1)->returned.n, 0);
    assert_int_equal(part_line(c, 1, 1)->received.n, 10);
    assert_int_equal(the_note(c)->state, NOTE_DONE);
    assert_sound(c);
}

static void a_reduction_is_at_most_the_lines_amount(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    reducible(c);
    for (int64_t more = 1; more >= 0; more--) {
        const struct work *w;

        differs(c, 1, 4, DIFF_DAMAGED);
        c->args.v[P_lines].items[0].has_amount = true;
        c->args.v[P_lines].items[0].amount = fen(10000 + more);
        w = slip(c, CLAIM_REDUCE);
        if (more)
            assert_refused(w, RULE_REDUCTION);
        else
            assert_done(w);
    }
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

/* --- paid and invoiced ------------------------------------------------------------------- */

static void money_for_credited_goods_is_free_again(void **state)
{
    struct world *c = on_the_road("C1");
    const struct receipt_row *from = paid(c);

    (void)state;
    assert_sound(c);
    differs(c, 2, 2, DIFF_SHORT);
    assert_done(slip(c, CLAIM_CREDIT));
    assert_int_equal(from->free.fen, 20000);
    assert_int_equal(from->allocated.fen, 40000);
    assert_int_equal(the_debt(c, 1)->paid.fen, 40000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    assert_int_equal(the_account(c)->deposit.fen, -20000);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_sound(c);
}

static void money_for_replaced_goods_waits_for_them(void **state)
{
    struct world *c = on_the_road("C2");

    (void)state;
    differs(c, 2, 2, DIFF_WRONG);
    assert_done(slip(c, CLAIM_REPLACE));
    assert_int_equal(the_order(c)->earmarked.fen, 20000);
    assert_int_equal(the_account(c)->deposit.fen, 0);
    assert_sound(c);
    shipped(c, 2);
    assert_int_equal(the_debt(c, 2)->state, RECEIVABLE_PAID);
    confirmed(c, 2);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_sound(c);
}

/* I16: what was invoiced comes back by a red invoice, the rest by a credit note. */
static void invoiced_goods_come_back_by_a_red_invoice(void **state)
{
    struct world *c = on_the_road("C1");
    const struct work *w;

    (void)state;
    invoiced(c);
    assert_sound(c);
    differs(c, 2, 2, DIFF_SHORT);
    w = slip(c, CLAIM_CREDIT);
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
    struct world *c = on_the_road("C1");

    (void)state;
    invoiced(c);
    give_text(c, P_reason, "sank");
    give_number(c, P_claim, CLAIM_CREDIT);
    does_part(c, OP_NOTE_LOST, 1, "csr");
    assert_int_equal(last_paper(c, SERIES_RI)->reverses_id, last_paper(c, SERIES_IV)->id);
    assert_int_equal(the_account(c)->invoiced.fen, 0);
    assert_sound(c);
}

/* App. 4: the area's manager consents, the responsible manager approves, then it is posted. */
static void nobody_reduces_a_price_alone(void **state)
{
    struct world *c = on_the_road("C1");

    (void)state;
    differs(c, 1, 1, DIFF_DAMAGED);
    assert_refused(slip(c, CLAIM_REDUCE), RULE_REDUCE_APPROVED);
    assert_refused(reduce(c, "um", 0), RULE_REDUCTION);
    assert_refused(reduce(c, "um", the_debt(c, 1)->amount.fen + 1), RULE_REDUCTION);
    assert_refused(reduce(c, "um2", 1000), RULE_SCOPE);
    assert_refused(reduce(c, "ddir", 1000), RULE_REDUCE_CONSENT);
    assert_done(reduce(c, "um", 1000));
    differs(c, 1, 1, DIFF_DAMAGED);
    assert_refused(slip(c, CLAIM_REDUCE), RULE_REDUCE_APPROVED);
    assert_refused(reduce(c, "gm", 1000), RULE_SIGNER);
    assert_refused(reduce(c, "csr", 1000), RULE_SIGNER);
    assert_refused(reduce(c, "ddir", 1001), RULE_REDUCE_CONSENT);
    assert_done(reduce(c, "ddir", 999));
    differs(c, 1, 1, DIFF_DAMAGED); /* the unit's share is 10.00 */
    assert_refused(slip(c, CLAIM_REDUCE), RULE_REDUCE_APPROVED);
    assert_done(reduce(c, "um", 1000)); /* begins anew */
    differs(c, 1, 1, DIFF_DAMAGED);
    assert_refused(slip(c, CLAIM_REDUCE), RULE_REDUCE_APPROVED);
    assert_done(reduce(c, "ddir", 1000));
    differs(c, 1, 1, DIFF_DAMAGED);
    assert_done(slip(c, CLAIM_REDUCE));
    assert_int_equal(the_debt(c, 1)->credited.fen, 1000);
    assert_sound(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nobody_reduces_a_price_alone),
        TEST(a_signed_slip_ends_the_shipment),
        TEST(a_paid_order_closes_with_its_slip),
        TEST(an_open_line_keeps_the_order_open),
        TEST(the_day_of_receipt_lies_between_shipping_and_today),
        TEST(only_his_own_people_register_a_slip),
        TEST(credited_goods_lower_the_debt_by_a_credit_note),
        TEST(replaced_goods_are_open_and_reserved_again),
        TEST(a_reduction_leaves_the_goods),
        TEST(a_reduction_is_at_most_the_lines_amount),
        TEST(a_difference_takes_a_claim),
        TEST(a_difference_is_within_what_was_shipped),
        TEST(a_line_of_another_part_is_no_line_of_this),
        TEST(money_for_credited_goods_is_free_again),
        TEST(money_for_replaced_goods_waits_for_them),
        TEST(invoiced_goods_come_back_by_a_red_invoice),
        TEST(a_whole_red_invoice_reverses_its_document),
    };

    return cmocka_run_group_tests_name("note_slip", tests, NULL, NULL);
}
