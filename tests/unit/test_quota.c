/*
 * test_quota.c - AC: the least of all cells, the cut, what is given back (V10, V11).
 */
#include "tests/unit/quota_tests.h"

/* --- the least counts ----------------------------------------------------------------- */

/* */
static void the_area_allows_less_than_the_customer(void **state) /* V10 */
{
    const char *no;
    struct work *w;
    struct world *c = asked(100, &no, &w);

    (void)state;
    assert_came_to(w, "HELD QUOTA_SHORT");
    assert_state(c, no, ORDER_QUOTA_CHOICE);
    assert_int_equal(line_at(c, no, 1)->granted.n, 50);
    assert_int_equal(line_at(c, no, 1)->cut_for, CUT_AREA);
    assert_int_equal(said(w, "cut"), 50);
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->used.n, 0); /* a proposal holds nothing */
    assert_false(world_order(c, no)->quota_held);
    assert_books_agree(c);
}

static void with_forty_transferred_the_customer_is_the_bound(void **state) /* V11 */
{
    const char *no;
    struct work *w;
    struct world *c;

    (void)state;
    c = world_new(memory);
    account_of(c, "C1")->lim = yuan(1000000);
    cell_at(c, HOLDER_AREA, "E1")->allotted = qty(90);
    no = keyed(c, "C1", "P2", 100, -1);
    w = accept(c, no);
    assert_came_to(w, "HELD QUOTA_SHORT");
    assert_int_equal(line_at(c, no, 1)->granted.n, 80);
    assert_int_equal(line_at(c, no, 1)->cut_for, CUT_CUSTOMER);
    assert_int_equal(said(w, "cut"), 20);
}

static void what_fits_is_reserved_on_every_axis(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(50, &no, &w);

    (void)state;
    assert_came_to(w, "DONE");
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->used.n, 50);
    assert_int_equal(cell_at(c, HOLDER_CUSTOMER, "C1")->used.n, 50);
    assert_int_equal(cell_at(c, HOLDER_AREA, "E2")->used.n, 0);
    assert_true(world_order(c, no)->quota_held);
    assert_books_agree(c);
    assert_came_to(accept(c, keyed(c, "C1", "P2", 1, -1)), "HELD QUOTA_SHORT"); /* T44 */
}

static void a_product_without_cells_is_not_controlled_and_a_cell_of_zero_gives_nothing(
    void **state) /* law 8 */
{
    struct world *c = world_new(memory);

    (void)state;
    assert_came_to(accept(c, keyed(c, "C1", "P1", 900, -1)), "DONE");
    new_cell(c, (struct quota_cell_row){ .product_id = world_id(c, TABLE_PRODUCT, "P1"),
                                         .holder = HOLDER_CUSTOMER,
                                         .holder_id = world_id(c, TABLE_CUSTOMER, "C1") });
    assert_came_to(accept(c, keyed(c, "C1", "P1", 1, -1)), "HELD QUOTA_SHORT");
}

static void class_and_everyone_bind_too(void **state) /* */
{
    struct world *c = world_new(memory);
    struct product_row *p = world_row(c, TABLE_PRODUCT, world_id(c, TABLE_PRODUCT, "P1"));
    struct quota_cell_row *class, *everyone;
    const char *no;

    (void)state;
    p->class = STR("A");
    class = new_cell(c, (struct quota_cell_row){ .class = STR("A"),
                                                 .holder = HOLDER_AREA,
                                                 .holder_id = world_id(c, TABLE_AREA, "E1"),
                                                 .allotted = { 30 } });
    everyone =
        new_cell(c, (struct quota_cell_row){
                        .product_id = p->id, .holder = HOLDER_EVERYONE, .allotted = { 20 } });
    no = keyed(c, "C1", "P1", 25, -1);
    assert_came_to(accept(c, no), "HELD QUOTA_SHORT");
    assert_int_equal(line_at(c, no, 1)->granted.n, 20);
    assert_int_equal(line_at(c, no, 1)->cut_for, CUT_EVERYONE);
    everyone->allotted = qty(100);
    no = keyed(c, "C1", "P1", 25, -1);
    assert_came_to(accept(c, no), "DONE");
    assert_int_equal(class->used.n, 25);
    assert_int_equal(everyone->used.n, 25);
    assert_books_agree(c);
}

static void other_months_do_not_bind(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(1, &no, &w);

    (void)state;
    new_cell(c, (struct quota_cell_row){ .month = day_of(2026, 2, 1),
                                         .product_id = world_id(c, TABLE_PRODUCT, "P1"),
                                         .holder = HOLDER_EVERYONE });
    assert_came_to(accept(c, keyed(c, "C1", "P1", 1, -1)), "DONE");
}

static void lines_of_one_order_share_a_cell(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    account_of(c, "C1")->lim = yuan(1000000);
    give_line(c, 0, "P2", 30, -1);
    no = keyed(c, "C1", "P2", 30, -1);
    assert_came_to(accept(c, no), "HELD QUOTA_SHORT");
    assert_int_equal(line_at(c, no, 1)->granted.n, 30);
    assert_int_equal(line_at(c, no, 2)->granted.n, 20);
}

static void a_cut_goes_down_to_whole_packs(void **state)
{
    struct world *c = world_new(memory);
    struct quota_cell_row *cell =
        new_cell(c, (struct quota_cell_row){ .product_id = world_id(c, TABLE_PRODUCT, "P3"),
                                             .holder = HOLDER_AREA,
                                             .holder_id = world_id(c, TABLE_AREA, "E1"),
                                             .allotted = { 17 } });
    const char *no = keyed(c, "C1", "P3", 24, -1);

    (void)state;
    assert_came_to(accept(c, no), "HELD QUOTA_SHORT");
    assert_int_equal(line_at(c, no, 1)->granted.n, 12);
    assert_int_equal(line_at(c, no, 1)->cut_for, CUT_AREA);
    cell->allotted = qty(5);
    no = keyed(c, "C1", "P3", 24, -1);
    assert_came_to(accept(c, no), "HELD QUOTA_SHORT");
    assert_int_equal(line_at(c, no, 1)->granted.n, 0);
    assert_int_equal(line_at(c, no, 1)->cut_for, CUT_PACK);
}

/* --- the cut -------------------------------------------------------------------------- */

static void the_cut_is_taken_counted_again_and_told(void **state) /* */
{
    const char *no;
    struct work *w;
    struct world *c = asked(100, &no, &w);

    (void)state;
    w = act(c, OP_ORDER_CUT, "csr", no);
    assert_came_to(w, "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_fen(world_order(c, no)->total, 50 * 10000);
    assert_fen(world_order(c, no)->reserved, 50 * 10000);
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->used.n, 50);
    assert_int_equal(world_order(c, no)->version, 1); /* the field's approval stands */
    assert_int_equal(messages(c, no, MESSAGE_CUT, world_user(c, "kam")), 1);
    assert_int_equal(messages(c, no, MESSAGE_CUT, 0), 1);
    assert_books_agree(c);
}

static void by_parameter_the_cut_is_taken_at_once(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    policy_at(c)->quota_auto_cut = true;
    no = keyed(c, "C1", "P2", 100, -1);
    assert_came_to(accept(c, no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_int_equal(line_at(c, no, 1)->granted.n, 50);
    assert_int_equal(line_at(c, no, 1)->cut_for, CUT_AREA);
}

static void an_order_of_which_nothing_is_left_is_rejected(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = world_new(memory);

    (void)state;
    cell_at(c, HOLDER_AREA, "E1")->allotted = qty(0);
    no = keyed(c, "C1", "P2", 100, -1);
    accept(c, no);
    w = act(c, OP_ORDER_CUT, "csr", no);
    assert_came_to(w, "HELD QUOTA_NONE");
    assert_state(c, no, ORDER_REJECTED);
    assert_fen(world_order(c, no)->total, 0);
    assert_true(world_order(c, no)->closed_at.us != 0);
    assert_books_agree(c);
}

static void a_cut_that_became_deeper_is_shown_first(void **state)
{
    const char *no, *other;
    struct work *w;
    struct world *c = asked(100, &no, &w);

    (void)state;
    other = keyed(c, "C1", "P2", 20, -1);
    assert_came_to(accept(c, other), "DONE");
    assert_came_to(act(c, OP_ORDER_CUT, "csr", no), "HELD QUOTA_WORSE");
    assert_state(c, no, ORDER_QUOTA_CHOICE);
    assert_int_equal(line_at(c, no, 1)->granted.n, 30);
    assert_came_to(act(c, OP_ORDER_CUT, "csr", no), "DONE");
    assert_books_agree(c);
}

static void cells_that_grew_meanwhile_give_more(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(100, &no, &w);

    (void)state;
    cell_at(c, HOLDER_AREA, "E1")->allotted = qty(70);
    assert_came_to(act(c, OP_ORDER_CUT, "csr", no), "DONE");
    assert_int_equal(line_at(c, no, 1)->granted.n, 70);
}

/* --- what is held is given back exactly once (T47) ------------------------------------ */

static void a_cancelled_order_gives_its_quota_back(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(50, &no, &w);

    (void)state;
    give_text(c, P_reason, "no need");
    give_text(c, P_requester, "um");
    assert_came_to(act(c, OP_ORDER_CANCEL, "csr", no), "DONE");
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->used.n, 0);
    assert_int_equal(cell_at(c, HOLDER_CUSTOMER, "C1")->used.n, 0);
    assert_books_agree(c);
}

static void quota_of_a_customer_who_moved_goes_back_where_it_was_taken(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(50, &no, &w);

    (void)state;
    customer_at(c, "C1")->area_id = world_id(c, TABLE_AREA, "E2");
    give_line(c, 1, NULL, 10, -1);
    give_text(c, P_requester, "um");
    assert_came_to(act(c, OP_ORDER_AMEND, "csr", no), "DONE");
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->used.n, 0);
    assert_int_equal(cell_at(c, HOLDER_AREA, "E2")->used.n, 10);
    assert_int_equal(cell_at(c, HOLDER_CUSTOMER, "C1")->used.n, 10);
    assert_books_agree(c);
}

static void many_amendments_leave_one_booking(void **state)
{
    const char *no;
    struct work *w;
    struct world *c = asked(10, &no, &w);

    (void)state;
    for (int64_t n = 11; n < 20; n++) {
        give_line(c, 1, NULL, n, -1);
        give_text(c, P_requester, "um");
        assert_came_to(act(c, OP_ORDER_AMEND, "csr", no), "DONE");
        assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->used.n, n);
    }
    assert_books_agree(c);
}

static void a_held_order_keeps_its_quota(void **state)
{
    const char *no;
    struct world *c = world_new(memory);

    (void)state;
    account_of(c, "C1")->lim = fen(0);
    no = keyed(c, "C1", "P2", 50, -1);
    assert_came_to(accept(c, no), "HELD CC_LIMIT_ZERO");
    assert_int_equal(cell_at(c, HOLDER_AREA, "E1")->used.n, 50);
    assert_true(world_order(c, no)->quota_held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_area_allows_less_than_the_customer),
        TEST(with_forty_transferred_the_customer_is_the_bound),
        TEST(what_fits_is_reserved_on_every_axis),
        TEST(a_product_without_cells_is_not_controlled_and_a_cell_of_zero_gives_nothing),
        TEST(class_and_everyone_bind_too),
        TEST(other_months_do_not_bind),
        TEST(lines_of_one_order_share_a_cell),
        TEST(a_cut_goes_down_to_whole_packs),
        TEST(the_cut_is_taken_counted_again_and_told),
        TEST(by_parameter_the_cut_is_taken_at_once),
        TEST(an_order_of_which_nothing_is_left_is_rejected),
        TEST(a_cut_that_became_deeper_is_shown_first),
        TEST(cells_that_grew_meanwhile_give_more),
        TEST(a_cancelled_order_gives_its_quota_back),
        TEST(quota_of_a_customer_who_moved_goes_back_where_it_was_taken),
        TEST(many_amendments_leave_one_booking),
        TEST(a_held_order_keeps_its_quota),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
