/*
 * test_file_put.c - files with what they belong to; two steps of the store as one act; shelves.
 */
#include "tests/unit/note_tests.h"

static const struct work *filed(struct world *c, const char *login)
{
    give_text(c, P_sha256, THE_FILE);
    give_text(c, P_name, "slip.pdf");
    return world_do(c, OP_FILE_PUT, login);
}

static const struct file_link_row *the_link(const struct world *c)
{
    const struct model_table *t = &c->model.tables[TABLE_FILE_LINK];

    return t->rows[t->n - 1];
}

static struct world *shipped_note(void)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    shipped(c, 1);
    return c;
}

/* --- files (R-385) ----------------------------------------------------------------------- */

static void a_slip_is_filed_with_its_shipment(void **state)
{
    struct world *c = shipped_note();

    (void)state;
    give_text(c, P_note, THE_NOTE);
    give_number(c, P_part, 1);
    assert_done(filed(c, "clerk"));
    assert_int_equal(the_link(c)->note_id, the_note(c)->id);
    assert_int_equal(the_link(c)->order_id, the_order(c)->id);
    assert_int_equal(the_link(c)->customer_id, the_order(c)->customer_id);
    assert_int_equal(the_link(c)->shipment_id, the_part(c, 1)->id);
    assert_str(the_link(c)->name, "slip.pdf");
}

static void a_file_belongs_to_one_thing(void **state)
{
    struct world *c = shipped_note();

    (void)state;
    assert_refused(filed(c, "clerk"), RULE_FILE_TARGET);
    give_text(c, P_note, THE_NOTE);
    give_text(c, P_customer, "C1");
    assert_refused(filed(c, "clerk"), RULE_FILE_TARGET);
    give_text(c, P_customer, "C1");
    give_number(c, P_part, 1);
    assert_refused(filed(c, "clerk"), RULE_FILE_TARGET);
    give_text(c, P_customer, "C1");
    assert_done(filed(c, "clerk"));
    assert_int_equal(the_link(c)->order_id, 0);
}

static void a_file_is_filed_once_in_a_place_and_in_many_places(void **state)
{
    struct world *c = shipped_note();

    (void)state;
    give_text(c, P_note, THE_NOTE);
    assert_done(filed(c, "clerk"));
    give_text(c, P_note, THE_NOTE);
    assert_refused(filed(c, "csr"), RULE_FILE_TWICE);
    give_text(c, P_order, str_text(memory, the_order(c)->no));
    assert_done(filed(c, "csr"));
}

static void a_file_that_is_too_large_is_refused(void **state)
{
    struct world *c = shipped_note();

    (void)state;
    ((struct policy_row *)c->model.tables[TABLE_POLICY].rows[0])->file_bytes = 4;
    give_text(c, P_note, THE_NOTE);
    assert_refused(filed(c, "clerk"), RULE_FILE_SIZE);
}

static void what_is_not_there_is_not_found(void **state)
{
    struct world *c = shipped_note();

    (void)state;
    give_text(c, P_note, "DN2603-000099");
    assert_refused_code(filed(c, "clerk"), ERR_NOT_FOUND);
    give_text(c, P_note, THE_NOTE);
    give_number(c, P_part, 7);
    assert_refused_code(filed(c, "clerk"), ERR_NOT_FOUND);
    give_text(c, P_note, THE_NOTE);
    give_text(c, P_sha256, "00");
    give_text(c, P_name, "slip.pdf");
    assert_refused_code(world_do(c, OP_FILE_PUT, "clerk"), ERR_NOT_FOUND);
    give_text(c, P_note, THE_NOTE);
    assert_refused(filed(c, "kam2"), RULE_SCOPE);
}

/* --- one act of two steps (decisions, 1) ------------------------------------------------- */

static struct world *handed(void)
{
    struct world *c = note_seeded(memory, "C1", GOODS({ "P1", 10, -1 }));

    does(c, OP_NOTE_HAND_OVER, "csr");
    return c;
}

static void a_note_is_received_and_allocated_in_one_act(void **state)
{
    struct world *c = handed();
    const struct work *w = on_note(c, OP_NOTE_RECEIVE, "scr");

    (void)state;
    assert_done(w);
    assert_int_equal(the_note(c)->state, NOTE_ACCEPTED);
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_ALLOCATED);
    assert_true(w->event.n >= 3); /* accepted, allocated, and the shipment's birth */
    assert_sound(c);
}

static void where_the_second_step_is_refused_the_first_did_not_happen(void **state)
{
    struct world *c = handed();

    (void)state;
    give_text(c, P_warehouse, "W99");
    assert_refused_code(on_note(c, OP_NOTE_RECEIVE, "scr"), ERR_NOT_FOUND);
    assert_int_equal(the_note(c)->state, NOTE_HANDED);
    does(c, OP_NOTE_RECEIVE, "scr");
    assert_refused(on_note(c, OP_NOTE_RECEIVE, "scr"), RULE_FLOW);
    assert_sound(c);
}

static void one_person_picks_and_checks_only_where_no_second_is_asked_for(void **state)
{
    struct world *c = handed();

    (void)state;
    does(c, OP_NOTE_RECEIVE, "scr");
    assert_refused(on_part(c, OP_NOTE_PICK_CHECK, 1, "wh"), RULE_SECOND_PERSON);
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_ALLOCATED);
    ((struct policy_row *)c->model.tables[TABLE_POLICY].rows[0])->second_person = false;
    does_part(c, OP_NOTE_PICK_CHECK, 1, "wh");
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CHECKED);
    assert_sound(c);
}

static void goods_are_issued_and_consigned_in_one_act(void **state)
{
    struct world *c = handed();

    (void)state;
    does(c, OP_NOTE_RECEIVE, "scr");
    does_part(c, OP_NOTE_PICK, 1, "wh");
    does_part(c, OP_NOTE_CHECK, 1, "wh2");
    give_text(c, P_waybill, "WB1");
    give_text(c, P_carrier, "Rail");
    give_text(c, P_station, "ST2");
    assert_refused(on_part(c, OP_NOTE_SHIP, 1, "sto"), RULE_STATION);
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CHECKED);
    assert_null(last_paper(c, SERIES_OB));
    give_text(c, P_waybill, "WB1");
    give_text(c, P_carrier, "Rail");
    does_part(c, OP_NOTE_SHIP, 1, "sto");
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CONSIGNED);
    assert_non_null(last_paper(c, SERIES_OB));
    assert_non_null(the_debt(c, 1));
    assert_sound(c);
}

/* --- shelves (R-132) --------------------------------------------------------------------- */

static void where_a_product_lies_is_data(void **state)
{
    struct world *c = handed();

    (void)state;
    give_text(c, P_product, "P1");
    give_text(c, P_warehouse, "W1");
    give_text(c, P_location, "A-03-2");
    assert_done(world_do(c, OP_STOCK_PLACE, "wh"));
    assert_str(the_stock(c, "P1")->location, "A-03-2");
    assert_sound(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_slip_is_filed_with_its_shipment),
        TEST(a_file_belongs_to_one_thing),
        TEST(a_file_is_filed_once_in_a_place_and_in_many_places),
        TEST(a_file_that_is_too_large_is_refused),
        TEST(what_is_not_there_is_not_found),
        TEST(a_note_is_received_and_allocated_in_one_act),
        TEST(where_the_second_step_is_refused_the_first_did_not_happen),
        TEST(one_person_picks_and_checks_only_where_no_second_is_asked_for),
        TEST(goods_are_issued_and_consigned_in_one_act),
        TEST(where_a_product_lies_is_data),
    };

    return cmocka_run_group_tests_name("file_put", tests, NULL, NULL);
}
