/*
 * test_note_store.c - SP3 and SP4: second person, issue and put-back; what comes into the
 * store.
 */
#include "tests/unit/store_tests.h"

/* --- picking and checking ---------------------------------------------------------------- */

static void who_picked_does_not_check(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    allocated(c);
    assert_refused(on_part(c, OP_NOTE_CHECK, 1, "wh"), RULE_FLOW);
    does_part(c, OP_NOTE_PICK, 1, "wh");
    assert_refused(on_part(c, OP_NOTE_CHECK, 1, "wh"), RULE_SECOND_PERSON);
    does_part(c, OP_NOTE_CHECK, 1, "wh2");
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CHECKED);
    assert_int_equal(the_part(c, 1)->picked_by, world_user(c, "wh"));
    assert_int_equal(the_part(c, 1)->checked_by, world_user(c, "wh2"));
}

static void a_small_note_needs_no_second_person(void **state)
{
    struct world *c = one_line(10); /* 100.00 */
    struct policy_row *p = c->model.tables[TABLE_POLICY].rows[0];

    (void)state;
    allocated(c);
    does_part(c, OP_NOTE_PICK, 1, "wh");
    p->second_person_from = fen(10000);
    assert_refused(on_part(c, OP_NOTE_CHECK, 1, "wh"), RULE_SECOND_PERSON);
    p->second_person_from = fen(10001);
    does_part(c, OP_NOTE_CHECK, 1, "wh");
}

static void a_small_store_needs_no_second_person(void **state)
{
    struct world *c = one_line(10);
    struct policy_row *p = c->model.tables[TABLE_POLICY].rows[0];

    (void)state;
    p->second_person = false;
    allocated(c);
    does_part(c, OP_NOTE_PICK, 1, "wh");
    does_part(c, OP_NOTE_CHECK, 1, "wh");
}

/* --- issue ------------------------------------------------------------------------------- */

static void issue_takes_goods_out_of_stock_with_its_paper(void **state)
{
    struct world *c = one_line(10);
    const struct document_row *d;

    (void)state;
    allocated(c);
    issued(c, 1);
    d = last_paper(c, SERIES_OB);
    assert_int_equal(d->total.fen, 10000);
    assert_str(the_part(c, 1)->outbound_no, "OB2603-000001");
    assert_int_equal(the_stock(c, "P1")->on_hand.n, 990);
    assert_int_equal(the_stock(c, "P1")->reserved.n, 0);
    assert_int_equal(note_line(c, 1)->issued.n, 10);
    assert_int_equal(note_line(c, 1)->allocated.n, 0);
    assert_true(part_line(c, 1, 1)->issued);
    assert_int_equal(the_account(c)->reserved.fen, 10000); /* nothing has left */
    assert_sound(c);
}

static void stock_never_falls_below_zero(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    allocated(c);
    does_part(c, OP_NOTE_PICK, 1, "wh");
    does_part(c, OP_NOTE_CHECK, 1, "wh2");
    the_stock(c, "P1")->on_hand = qty(9); /* behind the program's back */
    assert_refused(on_part(c, OP_NOTE_ISSUE, 1, "wh"), RULE_STOCK_NEGATIVE);
}

static void no_more_is_issued_than_billed(void **state)
{
    struct world *c = one_line(10);
    struct note_line_row *l;

    (void)state;
    allocated(c);
    does_part(c, OP_NOTE_PICK, 1, "wh");
    does_part(c, OP_NOTE_CHECK, 1, "wh2");
    l = world_row(c, TABLE_NOTE_LINE, note_line(c, 1)->id);
    l->issued = qty(1);
    assert_refused(on_part(c, OP_NOTE_ISSUE, 1, "wh"), RULE_ISSUE_QTY);
}

static void issued_goods_come_back_by_the_exact_negative(void **state)
{
    struct world *c = one_line(10);
    int64_t paper;

    (void)state;
    allocated(c);
    issued(c, 1);
    paper = the_part(c, 1)->document_id;
    give_text(c, P_reason, "wrong pallet");
    does_part(c, OP_NOTE_UNISSUE, 1, "wh");
    assert_int_equal(last_paper(c, SERIES_RO)->reverses_id, paper);
    assert_int_equal(last_paper(c, SERIES_RO)->total.fen, -10000);
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CHECKED);
    assert_int_equal(the_stock(c, "P1")->on_hand.n, 1000);
    assert_int_equal(the_stock(c, "P1")->reserved.n, 10);
    assert_int_equal(note_line(c, 1)->issued.n, 0);
    assert_sound(c);
    does_part(c, OP_NOTE_ISSUE, 1, "wh");
    assert_str(the_part(c, 1)->outbound_no, "OB2603-000002");
    assert_int_equal(last_paper(c, SERIES_OB)->total.fen, 10000);
    assert_sound(c);
}

static void a_put_back_shipment_opens_its_quantities(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    allocated_of(c, 1, 6);
    does_part(c, OP_NOTE_PICK, 1, "wh");
    give_text(c, P_reason, "all at once");
    does_part(c, OP_NOTE_DROP, 1, "wh");
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_VOIDED);
    assert_int_equal(the_stock(c, "P1")->reserved.n, 0);
    assert_int_equal(note_line(c, 1)->allocated.n, 0);
    does(c, OP_NOTE_ALLOCATE, "scr");
    assert_int_equal(part_line(c, 2, 1)->qty.n, 10);
    assert_sound(c);
}

static void issued_goods_are_not_dropped(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    allocated(c);
    issued(c, 1);
    give_text(c, P_reason, "no");
    assert_refused(on_part(c, OP_NOTE_DROP, 1, "wh"), RULE_FLOW);
    give_text(c, P_reason, "no");
    assert_refused_code(on_part(c, OP_NOTE_DROP, 7, "wh"), ERR_NOT_FOUND);
}

/* --- goods in and counts ----------------------------------------------------------------- */

static void received_goods_are_stock(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    assert_done(came_in(c, "P3", 12));
    assert_int_equal(the_stock(c, "P3")->on_hand.n, 18);
    assert_refused(came_in(c, "P3", 0), RULE_RECEIVE_QTY);
    assert_refused(came_in(c, "P3", -1), RULE_RECEIVE_QTY);
    assert_refused_code(came_in(c, "P9", 1), ERR_NOT_FOUND);
    assert_sound(c);
}

static void the_first_goods_of_a_product_begin_its_stock(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    world_put(c, TABLE_WAREHOUSE, &(struct warehouse_row){ .code = STR("W2") });
    give_text(c, P_product, "P1");
    give_text(c, P_warehouse, "W2");
    give_number(c, P_qty, -1);
    give_text(c, P_reason, "count");
    assert_refused_code(world_do(c, OP_STOCK_ADJUST, "sto"), ERR_NOT_FOUND);
    give_text(c, P_product, "P1");
    give_text(c, P_warehouse, "W2");
    give_number(c, P_qty, 5);
    give_text(c, P_reason, "first");
    assert_done(world_do(c, OP_STOCK_RECEIVE, "wh"));
    assert_sound(c);
}

static void a_count_leaves_what_is_reserved(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    allocated(c);
    stock_is(c, "P1", 10);
    give_text(c, P_product, "P1");
    give_text(c, P_warehouse, "W1");
    give_number(c, P_qty, -1);
    give_text(c, P_reason, "count");
    assert_refused(world_do(c, OP_STOCK_ADJUST, "sto"), RULE_STOCK_RESERVED);
    give_text(c, P_product, "P1");
    give_text(c, P_warehouse, "W1");
    give_number(c, P_qty, 0);
    give_text(c, P_reason, "count");
    assert_refused(world_do(c, OP_STOCK_ADJUST, "sto"), RULE_STOCK_RESERVED);
    assert_sound(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_picked_does_not_check),
        TEST(a_small_note_needs_no_second_person),
        TEST(a_small_store_needs_no_second_person),
        TEST(issue_takes_goods_out_of_stock_with_its_paper),
        TEST(stock_never_falls_below_zero),
        TEST(no_more_is_issued_than_billed),
        TEST(issued_goods_come_back_by_the_exact_negative),
        TEST(a_put_back_shipment_opens_its_quantities),
        TEST(issued_goods_are_not_dropped),
        TEST(received_goods_are_stock),
        TEST(the_first_goods_of_a_product_begin_its_stock),
        TEST(a_count_leaves_what_is_reserved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
