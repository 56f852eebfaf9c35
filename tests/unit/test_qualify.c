/*
 * test_qualify.c - QC: each test of products, amounts and generation alone returns an order.
 */
#include "tests/unit/road.h"

/* A good paper, keyed and not yet accepted. */
static struct world *good(const char **no)
{
    struct world *c = world_new(memory);

    *no = keyed(c, "C1", "P1", 10, -1);
    return c;
}

/* Accepting it returns it for just this reason. */
static void assert_returned(struct world *c, const char *no, const char *text)
{
    struct work *w = accept(c, no);

    assert_came_to(w, text);
    assert_state(c, no, ORDER_RETURNED);
    assert_int_equal(said(w, "reasons"), 1);
    assert_fen(world_order(c, no)->reserved, 0);
    assert_false(world_order(c, no)->quota_held);
    assert_true(world_order(c, no)->returned_for.n > 0);
}

static void a_good_paper_qualifies(void **state)
{
    const char *no;
    struct world *c = good(&no);

    (void)state;
    assert_came_to(accept(c, no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_str(world_order(c, no)->returned_for, "");
}

/* --- products ------------------------------------------------------------------------- */

static void a_stopped_product_is_not_sold(void **state)
{
    const char *no;
    struct world *c = good(&no);

    (void)state;
    ((struct product_row *)world_row(c, TABLE_PRODUCT, world_id(c, TABLE_PRODUCT, "P1")))
        ->state = PRODUCT_STOPPED;
    assert_returned(c, no, "HELD QC_PRODUCT");
}

static void half_a_pack_is_not_sold(void **state)
{
    struct world *c = world_new(memory);
    const char *no = keyed(c, "C1", "P3", 7, -1);

    (void)state;
    assert_returned(c, no, "HELD QC_PACK");
    no = keyed(c, "C1", "P3", 12, -1);
    assert_came_to(accept(c, no), "DONE");
}

/* --- amounts -------------------------------------------------------------------------- */

static void nothing_is_given_away(void **state)
{
    struct world *c = world_new(memory);
    const char *no = keyed(c, "C1", "P1", 10, 0);

    (void)state;
    assert_returned(c, no, "HELD QC_PRICE");
}

static void a_price_must_be_in_the_list_on_the_day_of_arrival(void **state)
{
    const char *no;
    struct world *c = good(&no);

    (void)state;
    price_at(c, "P1")->valid_to = day_of(2026, 3, 3);
    assert_returned(c, no, "HELD QC_LIST");
    no = keyed(c, "C1", "P3", 6, -1);
    price_at(c, "P3")->valid_to = day_of(2026, 3, 4);
    world_later(c, 24 * 60); /* accepted a day later: the paper arrived in time */
    assert_came_to(accept(c, no), "DONE");
}

static void a_price_below_the_floor_needs_permission(void **state) /* */
{
    struct world *c = world_new(memory);
    const char *no = keyed(c, "C1", "P1", 10, 899); /* floor 9.00 */

    (void)state;
    assert_returned(c, no, "HELD QC_FLOOR");
    no = keyed(c, "C1", "P1", 10, 900);
    assert_came_to(accept(c, no), "DONE");
}

static struct price_permission_row *permit(struct world *c, int64_t price)
{
    int64_t id = world_put(
        c, TABLE_PRICE_PERMISSION,
        &(struct price_permission_row){ .customer_id = world_id(c, TABLE_CUSTOMER, "C1"),
                                        .product_id = world_id(c, TABLE_PRODUCT, "P1"),
                                        .price = fen(price),
                                        .given_by = world_user(c, "ddir"),
                                        .given_at = { 1 },
                                        .valid_to = day_of(2026, 3, 4),
                                        .reason = STR("fair") });

    return world_row(c, TABLE_PRICE_PERMISSION, id);
}

static void a_permission_given_before_lets_a_low_price_pass(void **state)
{
    struct world *c = world_new(memory);
    struct price_permission_row *p = permit(c, 850);

    (void)state;
    assert_came_to(accept(c, keyed(c, "C1", "P1", 10, 850)), "DONE");
    assert_came_to(accept(c, keyed(c, "C1", "P1", 10, 849)), "HELD QC_FLOOR");
    assert_came_to(accept(c, keyed(c, "C4", "P1", 10, 850)), "HELD QC_FLOOR"); /* not his */
    p->valid_to = day_of(2026, 3, 3);
    assert_came_to(accept(c, keyed(c, "C1", "P1", 10, 850)), "HELD QC_FLOOR");
    p->valid_to = (struct day){ 0 };
    p->given_at = (struct instant){ INT64_MAX };
    assert_came_to(accept(c, keyed(c, "C1", "P1", 10, 850)), "HELD QC_FLOOR");
}

static void a_list_price_without_floor_is_its_own(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    price_at(c, "P1")->floor = fen(0);
    assert_came_to(accept(c, keyed(c, "C1", "P1", 10, 999)), "HELD QC_FLOOR");
    assert_came_to(accept(c, keyed(c, "C1", "P1", 10, 1000)), "DONE");
}

static void floors_are_compared_per_unit(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    no = keyed(c, "C1", "P1", 10, 900);
    price_at(c, "P1")->price_per = 100; /* 10.00 per hundred: the line's 9.00 each is dear */
    assert_came_to(accept(c, no), "DONE");
    no = keyed(c, "C1", "P1", 1000, 900);
    price_at(c, "P1")->price_per = 1; /* now the line's 9.00 is for a hundred */
    assert_came_to(accept(c, no), "HELD QC_FLOOR");
}

static void the_stated_amount_must_be_the_sum(void **state)
{
    struct world *c = world_new(memory);
    const char *no;
    struct work *w;

    (void)state;
    give_number(c, P_stated, 10001);
    no = keyed(c, "C1", "P1", 10, -1);
    w = accept(c, no);
    assert_came_to(w, "HELD QC_STATED");
    assert_int_equal(said(w, "stated"), 10001);
    assert_int_equal(said(w, "computed"), 10000);
    give_number(c, P_stated, 10000);
    assert_came_to(accept(c, keyed(c, "C1", "P1", 10, -1)), "DONE");
}

/* --- generation ----------------------------------------------------------------------- */

/* The same order as if it had come over a terminal, unsigned. */
static void from_a_terminal(struct world *c, const char *no)
{
    struct order_row *o = order_at(c, no);

    o->channel = CHANNEL_TERMINAL;
    o->verified_by = world_user(c, "kam");
    o->approved_by = world_user(c, "mm");
}

static void a_plan_must_be_verified(void **state)
{
    const char *no;
    struct world *c = good(&no);

    (void)state;
    from_a_terminal(c, no);
    order_at(c, no)->verified_by = 0;
    assert_returned(c, no, "HELD QC_VERIFIED");
}

static void a_plan_must_be_approved(void **state)
{
    const char *no;
    struct world *c = good(&no);

    (void)state;
    from_a_terminal(c, no);
    order_at(c, no)->approved_by = 0;
    assert_returned(c, no, "HELD QC_APPROVED");
}

static void a_paper_without_attestation_is_a_plan_without_approval(void **state)
{
    const char *no;
    struct world *c = good(&no);
    struct work *w;

    (void)state;
    order_at(c, no)->attested_by = STR("");
    w = accept(c, no);
    assert_came_to(w, "HELD QC_VERIFIED");
    assert_int_equal(said(w, "reasons"), 2);
    good(&no);
    c = good(&no);
    order_at(c, no)->reference = STR("");
    assert_came_to(accept(c, no), "HELD QC_VERIFIED");
}

static void a_direct_order_must_be_confirmed(void **state) /* */
{
    const char *no;
    struct world *c = good(&no);

    (void)state;
    order_at(c, no)->origin = ORIGIN_CUSTOMER;
    order_at(c, no)->state = ORDER_RETURNED; /* it lost its signature on the road */
    assert_came_to(act(c, OP_ORDER_RESUBMIT, "um", no), "HELD QC_CONFIRMED");
    c = good(&no);
    order_at(c, no)->origin = ORIGIN_CUSTOMER;
    order_at(c, no)->contract = STR("K-1");
    assert_came_to(accept(c, no), "DONE");
    c = good(&no);
    order_at(c, no)->origin = ORIGIN_CUSTOMER;
    assert_came_to(act(c, OP_ORDER_CONFIRM, "gm", no), "DONE");
    assert_came_to(accept(c, no), "DONE");
}

static void the_header_must_be_complete(void **state)
{
    const char *no;
    struct world *c = good(&no);

    (void)state;
    order_at(c, no)->ship_to = STR("  ");
    assert_returned(c, no, "HELD QC_HEADER");
    c = good(&no);
    order_at(c, no)->station_id = 0;
    assert_returned(c, no, "HELD QC_HEADER");
}

/* --- the customer --------------------------------------------------------------------- */

static void the_customer_must_be_active(void **state)
{
    const char *no;
    struct world *c = good(&no);

    (void)state;
    customer_at(c, "C1")->state = CUST_BLOCKED;
    assert_returned(c, no, "HELD QC_CUSTOMER");
}

static void no_limit_set_is_not_limit_zero(void **state) /* law 8, R-046 */
{
    const char *no;
    struct world *c = good(&no);

    (void)state;
    customer_at(c, "C1")->has_limit = false;
    assert_returned(c, no, "HELD QC_LIMIT");
    customer_at(c, "C1")->cash_first = true; /* a limit or cash: one of them must be */
    assert_came_to(accept(c, keyed(c, "C1", "P1", 1, -1)), "DONE CC_FUNDS");
}

static void the_customer_needs_a_payment_term(void **state)
{
    const char *no;
    struct world *c = good(&no);

    (void)state;
    customer_at(c, "C1")->has_term = false;
    assert_returned(c, no, "HELD QC_TERM");
}

static void the_customer_needs_a_field_manager(void **state)
{
    const char *no;
    struct world *c = good(&no);

    (void)state;
    customer_at(c, "C1")->manager_id = 0;
    assert_returned(c, no, "HELD QC_MANAGER");
}

static void the_customer_needs_a_sales_leader(void **state)
{
    const char *no;
    struct world *c = good(&no);
    struct model_table *t = &c->model.tables[TABLE_ASSIGNMENT];

    (void)state;
    for (size_t i = 0; i < t->n; i++)
        if (((struct assignment_row *)t->rows[i])->role == ROLE_DDIR)
            ((struct assignment_row *)t->rows[i])->valid_to = day_of(2026, 3, 3);
    assert_returned(c, no, "HELD QC_LEADER");
}

/* --- together ------------------------------------------------------------------------- */

static void all_reasons_are_given_at_once_and_people_are_told(void **state) /* */
{
    struct world *c = world_new(memory);
    const char *no = keyed(c, "C1", "P3", 7, 1);
    struct work *w;

    (void)state;
    customer_at(c, "C1")->has_term = false;
    w = accept(c, no);
    assert_came_to(w, "HELD QC_PACK");
    assert_int_equal(said(w, "reasons"), 3);
    assert_str(world_order(c, no)->returned_for,
               "QC 2 line 1: the quantity is not whole packs; "
               "QC 5 line 1: the price is below the floor and nobody permitted it; "
               "QC 13: the customer has no payment term");
    assert_int_equal(messages(c, no, MESSAGE_RETURNED, world_user(c, "kam")), 1);
    assert_int_equal(messages(c, no, MESSAGE_RETURNED, world_user(c, "mm")), 1);
    assert_int_equal(messages(c, no, MESSAGE_RETURNED, 0), 1); /* the customer */
}

static void a_mended_order_passes(void **state)
{
    struct world *c = world_new(memory);
    const char *no = keyed(c, "C1", "P3", 7, -1);

    (void)state;
    assert_came_to(accept(c, no), "HELD QC_PACK");
    give_line(c, 1, NULL, 12, -1);
    assert_came_to(act(c, OP_ORDER_AMEND, "um", no), "DONE");
    assert_came_to(act(c, OP_ORDER_RESUBMIT, "um", no), "DONE");
    assert_state(c, no, ORDER_WAIT_MA);
    assert_str(world_order(c, no)->returned_for, "");
}

static void the_area_managers_signature_stands_for_verification_and_approval(void **state)
{
    const char *no;
    struct world *c = good(&no);

    (void)state;
    order_at(c, no)->attested_by = STR("");
    assert_came_to(accept(c, no), "HELD QC_VERIFIED");
    assert_came_to(act(c, OP_ORDER_RESUBMIT, "um", no), "HELD QC_VERIFIED");
    give_line(c, 1, NULL, 12, -1);
    assert_came_to(act(c, OP_ORDER_AMEND, "um", no), "DONE"); /* */
    assert_came_to(act(c, OP_ORDER_RESUBMIT, "um", no), "DONE");
}

static void a_returned_order_holds_nothing(void **state)
{
    struct world *c = world_new(memory);
    const char *no = keyed(c, "C1", "P3", 7, -1);

    (void)state;
    paid(c, "C1", 700, "R1");
    earmark(c, "R1", no, 700);
    assert_came_to(accept(c, no), "HELD QC_PACK");
    assert_fen(world_order(c, no)->earmarked, 0);
    assert_books_agree(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_good_paper_qualifies),
        TEST(a_stopped_product_is_not_sold),
        TEST(half_a_pack_is_not_sold),
        TEST(nothing_is_given_away),
        TEST(a_price_must_be_in_the_list_on_the_day_of_arrival),
        TEST(a_price_below_the_floor_needs_permission),
        TEST(a_permission_given_before_lets_a_low_price_pass),
        TEST(a_list_price_without_floor_is_its_own),
        TEST(floors_are_compared_per_unit),
        TEST(the_stated_amount_must_be_the_sum),
        TEST(a_plan_must_be_verified),
        TEST(a_plan_must_be_approved),
        TEST(a_paper_without_attestation_is_a_plan_without_approval),
        TEST(a_direct_order_must_be_confirmed),
        TEST(the_header_must_be_complete),
        TEST(the_customer_must_be_active),
        TEST(no_limit_set_is_not_limit_zero),
        TEST(the_customer_needs_a_payment_term),
        TEST(the_customer_needs_a_field_manager),
        TEST(the_customer_needs_a_sales_leader),
        TEST(all_reasons_are_given_at_once_and_people_are_told),
        TEST(a_mended_order_passes),
        TEST(the_area_managers_signature_stands_for_verification_and_approval),
        TEST(a_returned_order_holds_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
