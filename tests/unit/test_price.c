/*
 * test_price.c - prices that were wrong after goods left: what is recorded, who decides, and
 * the debt and papers that follow, up and down.
 */
#include "server/core/ledger.h"
#include "tests/unit/claim_tests.h"

/* Line 1: 10 of P1 for 100.00; line 2: 5 of P2 for 500.00. */

static struct item *row(struct world *c, int64_t line)
{
    struct item *i = give_item(c, P_lines);

    i->has_line = true;
    i->line = line;
    return i;
}

static void by_price(struct world *c, int64_t line, int64_t price)
{
    struct item *i = row(c, line);

    i->has_price = true;
    i->price = fen(price);
}

static void by_amount(struct world *c, int64_t line, int64_t amount)
{
    struct item *i = row(c, line);

    i->has_amount = true;
    i->amount = fen(amount);
}

static struct work *correct(struct world *c, const char *login)
{
    give_text(c, P_reason, "the old list was used");
    give_text(c, P_agreed, "his fax of 3 March");
    return on_part(c, OP_PRICE_CORRECT, 1, login);
}

/* Recorded and accepted: line 2 costs `amount`. */
static void costs(struct world *c, int64_t amount)
{
    by_amount(c, 2, amount);
    assert_done(correct(c, "csr"));
    claim_accepted(c);
    assert_sound(c);
}

static const struct receipt_row *pays(struct world *c, const char *reference, int64_t amount)
{
    const struct model_table *t = &c->model.tables[TABLE_RECEIPT];
    const struct receipt_row *r;

    give_text(c, P_customer, "C1");
    give_number(c, P_amount, amount);
    give_number(c, P_pay_method, PAY_TRANSFER);
    give_text(c, P_bank_ref, reference);
    assert_done(world_do(c, OP_RECEIPT_RECORD, "fin"));
    r = t->rows[t->n - 1];
    give_text(c, P_receipt, str_text(memory, r->no));
    assert_done(world_do(c, OP_RECEIPT_ALLOCATE, "bcr"));
    return r;
}

static size_t invoices(const struct world *c)
{
    return c->model.tables[TABLE_INVOICE].n;
}

/* The newest invoice that is (not) red. */
static const struct invoice_row *last_invoice(const struct world *c, bool red)
{
    const struct model_table *t = &c->model.tables[TABLE_INVOICE];

    for (size_t i = t->n; i-- > 0;) {
        const struct invoice_row *v = t->rows[i];

        if ((v->reverses_id != 0) == red)
            return v;
    }
    return NULL;
}

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

/* --- posted ------------------------------------------------------------------------------ */

static void before_the_invoice_only_the_debt_is_corrected(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    costs(c, 55000);
    assert_int_equal(the_debt(c, 1)->amount.fen, 65000);
    assert_int_equal(the_account(c)->shipped.fen, 65000);
    assert_int_equal(last_paper(c, SERIES_PC)->total.fen, 5000);
    assert_int_equal(invoices(c), 0);
    costs(c, 45000);
    assert_int_equal(the_debt(c, 1)->amount.fen, 65000);
    assert_int_equal(the_debt(c, 1)->credited.fen, 10000);
    assert_int_equal(the_account(c)->shipped.fen, 55000);
    assert_int_equal(last_paper(c, SERIES_PC)->total.fen, -10000);
    does(c, OP_INVOICE_ISSUE, "fin"); /* bills what is right */
    assert_int_equal(last_invoice(c, false)->total.fen, 55000);
    assert_int_equal(the_account(c)->invoiced.fen, 55000);
    assert_int_equal(the_account(c)->shipped.fen, 0);
    assert_true(the_part(c, 1)->accurate); /* the store did nothing wrong */
    assert_sound(c);
}

static void an_invoice_too_low_is_issued_anew(void **state)
{
    struct world *c = delivered("C1");
    const struct invoice_row *red, *anew;
    struct day due;

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    due = the_debt(c, 1)->due;
    costs(c, 55000);
    red = last_invoice(c, true);
    anew = last_invoice(c, false);
    assert_int_equal(invoices(c), 3);
    assert_int_equal(red->total.fen, -60000);
    assert_int_equal(red->tax.fen, -6902); /* 11.50 + 57.52 */
    assert_int_equal(anew->total.fen, 65000);
    assert_int_equal(anew->tax.fen, 1150 + 6327); /* 550.00 * 13/113 */
    assert_int_equal(anew->replaces_id, red->reverses_id);
    assert_int_equal(last_paper(c, SERIES_RI)->total.fen, -60000);
    assert_int_not_equal(last_paper(c, SERIES_RI)->reverses_id, 0);
    assert_null(last_paper(c, SERIES_PC));
    assert_int_equal(the_debt(c, 1)->amount.fen, 65000);
    assert_int_equal(the_debt(c, 1)->invoiced.fen, 65000);
    assert_int_equal(the_account(c)->invoiced.fen, 65000);
    assert_int_equal(the_account(c)->shipped.fen, 0);
    assert_int_equal(the_debt(c, 1)->due.n, due.n);
    assert_int_equal(the_stock(c, "P2")->quarantine.n, 0);
    assert_int_equal(part_line(c, 1, 2)->amount.fen, 50000); /* as issued, for ever */
    costs(c, 60000); /* and once more, behind the new one */
    assert_int_equal(last_invoice(c, true)->reverses_id, anew->id);
    assert_int_equal(the_account(c)->invoiced.fen, 70000);
}

static void an_invoice_too_high_is_issued_anew(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    costs(c, 40001);
    assert_int_equal(last_invoice(c, true)->total.fen, -60000);
    assert_int_equal(last_invoice(c, false)->total.fen, 50001);
    assert_int_equal(the_debt(c, 1)->amount.fen, 60000);
    assert_int_equal(the_debt(c, 1)->credited.fen, 9999);
    assert_int_equal(the_account(c)->invoiced.fen, 50001);
    assert_int_equal(the_account(c)->shipped.fen, 0);
}

/* Prices that were swapped: one line up, one down, one act. */
static void lines_go_up_and_down_in_one_act(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    pays(c, "B1", 60000);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    by_amount(c, 1, 30000);
    by_amount(c, 2, 30000);
    assert_done(correct(c, "csr"));
    assert_int_equal(the_claim(c)->amount.fen, 40000);
    claim_accepted(c);
    assert_int_equal(the_debt(c, 1)->amount.fen, 80000);
    assert_int_equal(the_debt(c, 1)->credited.fen, 20000);
    assert_int_equal(the_debt(c, 1)->paid.fen, 60000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_int_equal(the_account(c)->deposit.fen, 0);
    assert_sound(c);
}

static void a_paid_debt_is_open_for_what_is_missing(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    pays(c, "B1", 60000);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    costs(c, 55000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PART_PAID);
    assert_int_equal(the_debt(c, 1)->open_i.fen, 5000);
    assert_int_equal(the_order(c)->state, ORDER_HANDED_OVER);
    pays(c, "B2", 5000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_sound(c);
}

static void what_was_paid_too_much_is_free_again(void **state)
{
    struct world *c = delivered("C1");
    const struct receipt_row *from;

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    from = pays(c, "B1", 60000);
    costs(c, 40000);
    assert_int_equal(from->free.fen, 10000);
    assert_int_equal(the_account(c)->deposit.fen, -10000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
}

static void a_part_paid_debt_stays_so_or_is_paid(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    pays(c, "B1", 55000);
    costs(c, 49000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PART_PAID);
    costs(c, 45000);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    assert_int_equal(the_account(c)->deposit.fen, 0);
    costs(c, 44999);
    assert_int_equal(the_account(c)->deposit.fen, -1);
}

/* Goods that a claim made free of charge may cost something after all. */
static void a_line_that_cost_nothing_costs_again(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    shipped(c, 1);
    confirmed(c, 1);
    does(c, OP_INVOICE_ISSUE, "fin");
    about(c, 1, 10, DIFF_PRICE);
    assert_done(record(c, CLAIM_REDUCE, "csr"));
    claim_accepted(c);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    by_price(c, 1, 900);
    assert_done(correct(c, "csr"));
    claim_accepted(c);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_OPEN);
    assert_int_equal(the_account(c)->invoiced.fen, 9000);
    assert_int_equal(last_invoice(c, false)->tax.fen, 1035);
    assert_sound(c);
}

/* The rise is his in full: a claim behind it gives it back, a replacement costs the right
 * price. */
static void claims_behind_a_correction_know_the_right_price(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    costs(c, 55000);
    claimed(c, 2, 1, DIFF_SHORT, CLAIM_REPLACE);
    claim_accepted(c);
    assert_int_equal(the_debt(c, 1)->credited.fen, 11000);
    assert_int_equal(the_account(c)->reserved.fen, 11000);
    shipped(c, 2);
    assert_int_equal(the_debt(c, 2)->amount.fen, 11000);
    assert_sound(c);
    costs(c, 40000); /* four are left of the first part */
    assert_int_equal(the_account(c)->invoiced.fen, 50000);
    assert_int_equal(the_account(c)->shipped.fen, 11000);
}

/* Two shipments on one invoice: the other one's figures and debt stay as they were. */
static void the_other_shipment_of_the_invoice_stays(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));
    size_t entries;

    (void)state;
    allocated_of(c, 1, 10);
    issued(c, 1);
    consigned(c, 1);
    confirmed(c, 1);
    shipped(c, 2);
    confirmed(c, 2);
    does(c, OP_INVOICE_ISSUE, "fin");
    entries = c->model.tables[TABLE_EXPOSURE].n;
    by_price(c, 1, 1100);
    assert_done(correct(c, "csr"));
    claim_accepted(c);
    assert_int_equal(last_invoice(c, true)->total.fen, -60000);
    assert_int_equal(last_invoice(c, false)->total.fen, 61000);
    assert_int_equal(the_debt(c, 1)->open_i.fen, 11000);
    assert_int_equal(the_debt(c, 2)->open_i.fen, 50000);
    for (size_t i = entries; i < c->model.tables[TABLE_EXPOSURE].n; i++) {
        const struct exposure_row *e = c->model.tables[TABLE_EXPOSURE].rows[i];

        assert_int_equal(e->receivable_id, the_debt(c, 1)->id);
    }
    assert_sound(c);
}

/* A part of the old invoice came back before: the red one takes back what still stands. */
static void what_a_red_invoice_took_back_is_not_taken_back_twice(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    claimed(c, 1, 3, DIFF_SHORT, CLAIM_CREDIT);
    claim_accepted(c);
    costs(c, 55000);
    assert_int_equal(last_invoice(c, true)->total.fen, -57000);
    assert_int_equal(last_paper(c, SERIES_RI)->reverses_id, 0);
    assert_int_equal(last_invoice(c, false)->total.fen, 62000);
    assert_int_equal(the_account(c)->invoiced.fen, 62000);
}

/* Money before goods: what is missing is owed at once. */
static void a_cash_customer_owes_the_rest_at_once(void **state)
{
    struct world *c = delivered("C2");

    (void)state;
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    costs(c, 55000);
    assert_int_equal(the_debt(c, 1)->open_s.fen, 5000);
    assert_int_equal(the_debt(c, 1)->due.n, the_debt(c, 1)->basis_day.n);
    assert_int_equal(the_order(c)->state, ORDER_HANDED_OVER);
}

/* Delivered is delivered: a rise may go beyond the limit, and the next order sees it. */
static void a_rise_may_go_beyond_the_limit(void **state)
{
    struct world *c = delivered("C1");
    int64_t lim = the_account(c)->lim.fen;

    (void)state;
    costs(c, lim + 1);
    assert_true(the_account(c)->shipped.fen > lim);
}

/* The rate went up since: the line keeps the one that it was billed with. */
static void a_corrected_line_keeps_its_rate_of_tax(void **state)
{
    struct world *c = delivered("C1");

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    for (size_t i = 0; i < c->model.tables[TABLE_PRODUCT].n; i++)
        ((struct product_row *)c->model.tables[TABLE_PRODUCT].rows[i])->tax_bp = 600;
    costs(c, 100000);
    assert_int_equal(last_invoice(c, false)->tax.fen, 1150 + 2 * 5752);
    assert_int_equal(last_invoice(c, true)->tax.fen, -6902);
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
        TEST(before_the_invoice_only_the_debt_is_corrected),
        TEST(an_invoice_too_low_is_issued_anew),
        TEST(an_invoice_too_high_is_issued_anew),
        TEST(lines_go_up_and_down_in_one_act),
        TEST(a_paid_debt_is_open_for_what_is_missing),
        TEST(what_was_paid_too_much_is_free_again),
        TEST(a_part_paid_debt_stays_so_or_is_paid),
        TEST(a_line_that_cost_nothing_costs_again),
        TEST(claims_behind_a_correction_know_the_right_price),
        TEST(the_other_shipment_of_the_invoice_stays),
        TEST(what_a_red_invoice_took_back_is_not_taken_back_twice),
        TEST(a_cash_customer_owes_the_rest_at_once),
        TEST(a_rise_may_go_beyond_the_limit),
        TEST(a_corrected_line_keeps_its_rate_of_tax),
    };

    return cmocka_run_group_tests_name("price", tests, NULL, NULL);
}
