/*
 * test_invoice.c - BC2, and BC3/BC4: what left is billed once, and the customer is called.
 */
#include "tests/world/money_world.h"

static struct work *bill(struct world *c, const char *note)
{
    give_text(c, P_note, note);
    return world_do(c, OP_INVOICE_ISSUE, "fin");
}

static const struct day april = { 20544 }; /* 2026-04-01 */

static void what_left_is_billed_with_its_tax(void **state)
{
    struct world *c = world_new(memory);
    struct receivable_row *r = sold(c, "C1", "1", 113, april);
    struct work *w = bill(c, "N1");
    const struct invoice_row *iv = w->invoice.v[0];
    const struct document_row *d = w->document.v[0];

    (void)state;
    assert_done(w);
    assert_fen(iv->total, 113000);
    assert_fen(iv->tax, 13000); /* 13 per cent inside 1,130.00 */
    assert_fen(iv->net, 100000);
    assert_str(iv->no, "IV2603-000001");
    assert_true(str_eq(d->number, iv->no));
    assert_fen(d->total, 113000);
    assert_int_equal(w->invoice_line.n, 1);
    r = RECEIVABLE_AT(c, "R-N1-1");
    assert_fen(r->open_s, 0);
    assert_fen(r->open_i, 113000);
    assert_int_equal(r->state, RECEIVABLE_OPEN);
    assert_fen(account_at(c, "C1")->invoiced, 113000);
    assert_fen(account_at(c, "C1")->shipped, 0);
}

static void tax_is_rounded_once_a_line_half_up(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    sold(c, "C1", "1", 1, april); /* 10.00: 1.15044 inside */
    w = bill(c, "N1");
    assert_fen(w->invoice.v[0]->tax, 115);
    ((struct product_row *)world_row(c, TABLE_PRODUCT, world_id(c, TABLE_PRODUCT, "P1")))
        ->tax_bp = 6000; /* 10.00: 3.75 exactly */
    sold(c, "C1", "2", 1, april);
    w = bill(c, "N2");
    assert_fen(w->invoice.v[0]->tax, 375);
}

static void nothing_is_billed_twice(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    sold(c, "C1", "1", 10, april);
    assert_done(bill(c, "N1"));
    assert_refused(bill(c, "N1"), INVOICE_NOTHING);
    assert_fen(account_at(c, "C1")->invoiced, 10000);
}

static void what_came_back_is_not_billed(void **state) /* T19 */
{
    struct world *c = world_new(memory);
    struct shipment_line_row *l;
    struct receivable_row *r;
    struct work *w;

    (void)state;
    r = sold(c, "C1", "1", 10, april);
    l = c->model.tables[TABLE_SHIPMENT_LINE].rows[0];
    l->returned = qty(4);
    l->returned_amount = fen(4000);
    r->credited = fen(4000);
    r->open_s = fen(6000);
    account_at(c, "C1")->shipped = fen(6000);
    w = bill(c, "N1");
    assert_done(w);
    assert_fen(w->invoice.v[0]->total, 6000);
    assert_int_equal(w->invoice_line.v[0]->qty.n, 6);
    assert_fen(RECEIVABLE_AT(c, "R-N1-1")->open_s, 0);
    assert_refused(bill(c, "N1"), INVOICE_NOTHING);
}

static void goods_in_the_house_are_not_billed(void **state)
{
    struct world *c = world_new(memory);
    struct shipment_row *s;

    (void)state;
    sold(c, "C1", "1", 10, april);
    s = c->model.tables[TABLE_SHIPMENT].rows[0];
    s->state = SHIPMENT_ISSUED;
    assert_refused(bill(c, "N1"), INVOICE_NOTHING);
    s = c->model.tables[TABLE_SHIPMENT].rows[0];
    s->state = SHIPMENT_REFUSED;
    assert_refused(bill(c, "N1"), INVOICE_NOTHING);
}

static void one_part_is_billed_alone(void **state)
{
    struct world *c = world_new(memory);
    struct order_row *o = an_order(c, "C1", "O1", ORDER_HANDED_OVER, 30000);
    struct note_row *n = a_note(c, o, "N1", NOTE_ACCEPTED, 30);
    struct work *w;

    (void)state;
    left(c, o, n, 1, 10, april);
    left(c, o, n, 2, 20, april);
    give_number(c, P_part, 2);
    w = bill(c, "N1");
    assert_done(w);
    assert_fen(w->invoice.v[0]->total, 20000);
    assert_fen(RECEIVABLE_AT(c, "R-N1-1")->open_s, 10000);
    w = bill(c, "N1"); /* the rest */
    assert_done(w);
    assert_fen(w->invoice.v[0]->total, 10000);
}

static void no_limit_and_no_block_keeps_an_invoice_back(void **state) /* T30 */
{
    struct world *c = world_new(memory);

    (void)state;
    sold(c, "C1", "1", 10, april);
    account_at(c, "C1")->lim = fen(0);
    customer_at(c, "C1")->state = CUST_BLOCKED;
    RECEIVABLE_AT(c, "R-N1-1")->disputed = true;
    assert_done(bill(c, "N1"));
}

static void a_term_from_the_invoice_begins_with_it(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    customer_at(c, "C1")->due_from = BASIS_INVOICE;
    sold(c, "C1", "1", 10, (struct day){ 0 });
    assert_done(bill(c, "N1"));
    assert_str(day_text(RECEIVABLE_AT(c, "R-N1-1")->due, memory), "2026-04-03");
}

/* What the customer's basis and term became after the goods left is for other goods. */
static void a_debt_keeps_the_terms_it_arose_under(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    sold(c, "C1", "1", 10, april);
    customer_at(c, "C1")->due_from = BASIS_INVOICE;
    assert_done(bill(c, "N1"));
    assert_int_equal(RECEIVABLE_AT(c, "R-N1-1")->due.n, april.n);
    sold(c, "C1", "2", 10, april);
    customer_at(c, "C1")->due_from = BASIS_SHIP;
    customer_at(c, "C1")->term_days = 90;
    assert_done(bill(c, "N2"));
    assert_str(day_text(RECEIVABLE_AT(c, "R-N2-1")->due, memory), "2026-04-03");
}

static void prepaid_goods_are_billed_without_raising_what_is_owed(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    sold(c, "C1", "1", 10, april);
    no = money_from(c, "C1", 10000, "B1");
    give_text(c, P_receipt, no);
    assert_done(world_do(c, OP_RECEIPT_ALLOCATE, "fin2"));
    assert_done(bill(c, "N1"));
    assert_int_equal(RECEIVABLE_AT(c, "R-N1-1")->state, RECEIVABLE_PAID);
    assert_fen(account_at(c, "C1")->invoiced, 0);
    assert_fen(account_at(c, "C1")->shipped, 0);
}

static void an_unknown_note_is_missing(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_int_equal(bill(c, "NX")->ruling.code, ERR_NOT_FOUND);
}

/* --- calls ------------------------------------------------------------------------------- */

/* A call about R-N1-1 (100.00 open); the test adds the promise. */
static struct world *to_call(void)
{
    struct world *c = world_new(memory);

    sold(c, "C1", "1", 10, april);
    give_text(c, P_receivable, "R-N1-1");
    give_text(c, P_whom, "Ms Lin");
    give_number(c, P_method, TELL_PHONE);
    return c;
}

static void a_call_leaves_its_log_and_its_promise(void **state) /* */
{
    struct world *c = to_call();
    const struct call_log_row *log;
    struct work *w;

    (void)state;
    give_number(c, P_promised_amount, 5000);
    give_day(c, P_promised, "2026-03-10");
    w = world_do(c, OP_RECEIVABLE_CALL, "bcr");
    assert_done(w);
    log = w->call_log.v[0];
    assert_int_equal(log->step, STEP_BC3);
    assert_fen(log->read_out, 10000);
    assert_fen(log->promised, 5000);
    assert_str(log->remark, "PHONE");
    assert_fen(RECEIVABLE_AT(c, "R-N1-1")->promised, 5000);
    assert_str(day_text(RECEIVABLE_AT(c, "R-N1-1")->promised_on, memory), "2026-03-10");
    assert_int_equal(RECEIVABLE_AT(c, "R-N1-1")->seq, 2);
}

static void a_call_without_promise_keeps_the_old_one(void **state)
{
    struct world *c = to_call();

    (void)state;
    RECEIVABLE_AT(c, "R-N1-1")->promised = fen(700);
    assert_done(world_do(c, OP_RECEIVABLE_CALL, "bcr"));
    assert_fen(RECEIVABLE_AT(c, "R-N1-1")->promised, 700);
}

static void a_promise_is_whole_and_of_this_world(void **state) /* */
{
    struct world *c = to_call();

    (void)state;
    give_number(c, P_promised_amount, 5000);
    assert_refused(world_do(c, OP_RECEIVABLE_CALL, "bcr"), PROMISE_WHOLE);
    c = to_call();
    give_number(c, P_promised_amount, 10001);
    give_day(c, P_promised, "2026-03-10");
    assert_refused(world_do(c, OP_RECEIVABLE_CALL, "bcr"), PROMISE_AMOUNT);
    c = to_call();
    give_number(c, P_promised_amount, 0);
    give_day(c, P_promised, "2026-03-10");
    assert_refused(world_do(c, OP_RECEIVABLE_CALL, "bcr"), PROMISE_AMOUNT);
    c = to_call();
    give_number(c, P_promised_amount, 10000);
    give_day(c, P_promised, "2026-03-03");
    assert_refused(world_do(c, OP_RECEIVABLE_CALL, "bcr"), PROMISE_DAY);
    c = to_call();
    give_number(c, P_promised_amount, 10000);
    give_day(c, P_promised, "2026-03-04");
    assert_done(world_do(c, OP_RECEIVABLE_CALL, "bcr"));
}

static void what_is_paid_is_not_called_about(void **state)
{
    struct world *c = to_call();

    (void)state;
    RECEIVABLE_AT(c, "R-N1-1")->open_s = fen(0);
    assert_refused(world_do(c, OP_RECEIVABLE_CALL, "bcr"), CALL_SETTLED);
}

static void the_field_urges_its_own_customers_only(void **state)
{
    struct world *c = to_call();
    struct work *w;

    (void)state;
    give_number(c, P_promised_amount, 10000);
    give_day(c, P_promised, "2026-03-10");
    w = world_do(c, OP_RECEIVABLE_URGE, "kam");
    assert_done(w);
    assert_int_equal(w->call_log.v[0]->step, STEP_BC4);
    give_text(c, P_receivable, "R-N1-1");
    give_text(c, P_whom, "Ms Lin");
    give_number(c, P_promised_amount, 10000);
    give_day(c, P_promised, "2026-03-10");
    assert_refused(world_do(c, OP_RECEIVABLE_URGE, "kam2"), SCOPE);
}

static void a_dispute_is_a_mark_with_its_reason(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    sold(c, "C1", "1", 10, april);
    give_text(c, P_receivable, "R-N1-1");
    give_number(c, P_active, 1);
    give_text(c, P_reason, "wrong price");
    w = world_do(c, OP_RECEIVABLE_DISPUTE, "bcr");
    assert_done(w);
    assert_true(RECEIVABLE_AT(c, "R-N1-1")->disputed);
    assert_str(w->event.v[0]->remark, "disputed: wrong price");
    give_text(c, P_receivable, "R-N1-1");
    give_number(c, P_active, 1);
    give_text(c, P_reason, "again");
    assert_refused(world_do(c, OP_RECEIVABLE_DISPUTE, "bcr"), DISPUTE_SAME);
}

static struct work *exempt(struct world *c, const char *login, const char *to)
{
    give_text(c, P_receivable, "R-N1-1");
    give_day(c, P_valid_to, to);
    give_text(c, P_reason, "our own delay");
    return world_do(c, OP_RECEIVABLE_EXEMPT, login);
}

static void a_leader_exempts_a_disputed_debt_until_a_day(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    sold(c, "C1", "1", 10, april);
    assert_refused(exempt(c, "ddir", "2026-03-20"), EXEMPT_DISPUTED);
    RECEIVABLE_AT(c, "R-N1-1")->disputed = true;
    assert_refused(exempt(c, "bcr", "2026-03-20"), ACTOR_ROLE);
    assert_refused(exempt(c, "ddir", "2026-03-03"), EXEMPT_DAY);
    assert_refused(exempt(c, "dir", "2026-03-20"), SIGNER); /* answers for other customers */
    assert_done(exempt(c, "ddir", "2026-03-20"));
    assert_int_equal(RECEIVABLE_AT(c, "R-N1-1")->exempt_by, world_user(c, "ddir"));
    assert_str(RECEIVABLE_AT(c, "R-N1-1")->exempt_for, "our own delay");
    give_text(c, P_receivable, "R-N1-1");
    give_number(c, P_active, 0);
    give_text(c, P_reason, "settled");
    assert_done(world_do(c, OP_RECEIVABLE_DISPUTE, "bcr"));
    assert_int_equal(RECEIVABLE_AT(c, "R-N1-1")->exempt_to.n, 0);
    assert_int_equal(RECEIVABLE_AT(c, "R-N1-1")->exempt_by, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_left_is_billed_with_its_tax),
        TEST(tax_is_rounded_once_a_line_half_up),
        TEST(nothing_is_billed_twice),
        TEST(what_came_back_is_not_billed),
        TEST(goods_in_the_house_are_not_billed),
        TEST(one_part_is_billed_alone),
        TEST(no_limit_and_no_block_keeps_an_invoice_back),
        TEST(a_term_from_the_invoice_begins_with_it),
        TEST(a_debt_keeps_the_terms_it_arose_under),
        TEST(prepaid_goods_are_billed_without_raising_what_is_owed),
        TEST(an_unknown_note_is_missing),
        TEST(a_call_leaves_its_log_and_its_promise),
        TEST(a_call_without_promise_keeps_the_old_one),
        TEST(a_promise_is_whole_and_of_this_world),
        TEST(what_is_paid_is_not_called_about),
        TEST(the_field_urges_its_own_customers_only),
        TEST(a_dispute_is_a_mark_with_its_reason),
        TEST(a_leader_exempts_a_disputed_debt_until_a_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
