/*
 * test_order_lines.c - lines and prices of an order.
 */
#include "tests/unit/outcome.h"
#include "tests/world/world.h"

#include "common/limits.h"

static struct work *plan(struct world *c)
{
    give_text(c, P_customer, "C1");
    return world_do(c, OP_ORDER_PLAN, "kam");
}

static const struct order_line_row *last_line(const struct world *c)
{
    return last_row(c, TABLE_ORDER_LINE);
}

/* One more price of P1, valid from the first of March. */
static struct price_row *price_of_p1(struct world *c, int64_t price)
{
    struct price_row row = { .product_id = world_id(c, TABLE_PRODUCT, "P1"),
                             .price = fen(price),
                             .price_per = 1,
                             .valid_from = day_of(2026, 3, 1) };

    return world_row(c, TABLE_PRICE, world_put(c, TABLE_PRICE, &row));
}

static int64_t price_taken(struct world *c)
{
    give_line(c, 0, "P1", 1, -1);
    assert_done(plan(c));
    return last_line(c)->price.fen;
}

static void lines_are_numbered_granted_and_summed(void **state)
{
    struct world *c = world_new(memory);
    const struct order_line_row *l;

    (void)state;
    give_line(c, 0, "P1", 3, -1);
    give_line(c, 0, "P2", 2, 12345);
    assert_done(plan(c));
    l = last_line(c);
    assert_int_equal(l->line_no, 2);
    assert_int_equal(l->ordered.n, 2);
    assert_int_equal(l->granted.n, 2);
    assert_int_equal(l->amount.fen, 24690);
    assert_int_equal(((const struct order_row *)last_row(c, TABLE_ORDER))->total.fen,
                     24690 + 3000);
}

static void an_amount_is_rounded_half_up_once(void **state)
{
    struct world *c = world_new(memory);
    struct price_row *p = price_of_p1(c, 1);

    (void)state;
    p->price_per = 2;
    give_line(c, 0, "P1", 3, -1);
    assert_done(plan(c));
    assert_int_equal(last_line(c)->amount.fen, 2);
}

static void the_latest_valid_price_counts(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_int_equal(price_taken(c), 1000);
    price_of_p1(c, 900);
    assert_int_equal(price_taken(c), 900);
}

static void a_price_of_tomorrow_or_yesterday_does_not_count(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    price_of_p1(c, 900)->valid_from = day_of(2026, 3, 5);
    price_of_p1(c, 800)->valid_to = day_of(2026, 3, 3);
    assert_int_equal(price_taken(c), 1000);
}

static void a_price_counts_on_its_first_and_last_day(void **state)
{
    struct world *c = world_new(memory);
    struct price_row *p = price_of_p1(c, 900);

    (void)state;
    p->valid_from = day_of(2026, 3, 4);
    p->valid_to = day_of(2026, 3, 4);
    assert_int_equal(price_taken(c), 900);
}

static void the_types_price_goes_before_everyones(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    price_of_p1(c, 700)->customer_type = CUSTOMER_DEALER; /* C1 is a distributor */
    assert_int_equal(price_taken(c), 1000);
    price_of_p1(c, 900)->customer_type = CUSTOMER_DISTRIBUTOR;
    price_of_p1(c, 950);
    assert_int_equal(price_taken(c), 900);
}

static void the_customers_price_goes_before_his_types(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    price_of_p1(c, 600)->customer_id = world_id(c, TABLE_CUSTOMER, "C3");
    assert_int_equal(price_taken(c), 1000);
    price_of_p1(c, 1100)->customer_id = world_id(c, TABLE_CUSTOMER, "C1");
    price_of_p1(c, 900)->customer_type = CUSTOMER_DISTRIBUTOR;
    assert_int_equal(price_taken(c), 1100);
}

static void the_price_is_that_of_the_day_the_paper_arrived(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    price_of_p1(c, 900)->valid_from = day_of(2026, 3, 4);
    give_text(c, P_customer, "C1");
    give_line(c, 0, "P1", 1, -1);
    give_number(c, P_channel, CHANNEL_FAX);
    give_text(c, P_reference, "FX-1");
    give_text(c, P_approver, "mm");
    give_text(c, P_verifier, "kam");
    give_time(c, P_approved_at, "2026-03-03T09:00:00+08:00");
    give_time(c, P_arrival, "2026-03-03T23:00:00+08:00");
    assert_done(world_do(c, OP_ORDER_KEY, "csr"));
    assert_int_equal(last_line(c)->price.fen, 1000);
}

static void a_price_given_counts_per_the_lists_units(void **state)
{
    struct world *c = world_new(memory);
    struct price_row *p = price_of_p1(c, 900);

    (void)state;
    p->price_per = 100;
    give_line(c, 0, "P1", 50, 800);
    assert_done(plan(c));
    assert_int_equal(last_line(c)->price_per, 100);
    assert_int_equal(last_line(c)->amount.fen, 400);
}

static void no_price_at_all_is_refused(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    for (size_t i = 0; i < row_count(c, TABLE_PRICE); i++)
        ((struct price_row *)world_row(c, TABLE_PRICE, row_id(row_at(c, TABLE_PRICE, i))))
            ->valid_from = day_of(2027, 1, 1);
    give_line(c, 0, "P1", 1, -1);
    assert_refused(plan(c), LINE_NO_PRICE);
    give_line(c, 0, "P1", 1, 1000);
    assert_done(plan(c));
}

static void an_unknown_product_is_refused(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    give_line(c, 0, "P9", 1, -1);
    w = plan(c);
    assert_missing(w);
    assert_string_equal(w->ruling.field, "lines");
}

static void a_quantity_must_be_above_zero(void **state)
{
    struct world *c = world_new(memory);
    struct item *item;

    (void)state;
    give_line(c, 0, "P1", 0, -1);
    assert_refused(plan(c), LINE_QTY);
    give_line(c, 0, "P1", -1, -1);
    assert_refused(plan(c), LINE_QTY);
    item = give_item(c, P_lines);
    item->product = STR("P1");
    assert_refused(plan(c), LINE_QTY);
}

static void a_price_cannot_be_negative(void **state)
{
    struct world *c = world_new(memory);
    struct item *item = give_item(c, P_lines);

    (void)state;
    *item = (struct item){
        .product = STR("P1"), .has_qty = true, .qty = { 1 }, .has_price = true, .price = { -1 }
    };
    assert_refused(plan(c), LINE_PRICE);
}

static void an_amount_beyond_the_house_is_refused(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_line(c, 0, "P1", 1, MONEY_MAX_FEN);
    assert_done(plan(c));
    give_line(c, 0, "P1", 2, MONEY_MAX_FEN / 2 + 1);
    assert_refused(plan(c), LINE_AMOUNT);
}

static void an_order_without_lines_is_refused(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_refused(plan(c), LINES_NONE);
}

/* --- amended lines ----------------------------------------------------------------------- */

/* A draft of C1: 10 P1 and 1 P2. */
static const char *draft(struct world *c)
{
    give_line(c, 0, "P1", 10, -1);
    give_line(c, 0, "P2", 1, -1);
    assert_done(plan(c));
    return "SO1";
}

static struct work *amend(struct world *c)
{
    give_text(c, P_order, "SO1");
    return world_do(c, OP_ORDER_AMEND, "kam");
}

static const struct order_line_row *line(const struct world *c, size_t n)
{
    return row_at(c, TABLE_ORDER_LINE, n - 1);
}

static void a_line_changes_by_its_number(void **state)
{
    struct world *c = world_new(memory);
    const struct event_row *e;

    (void)state;
    draft(c);
    give_line(c, 1, "", 12, 950);
    assert_done(amend(c));
    e = last_row(c, TABLE_EVENT);
    assert_int_equal(line(c, 1)->ordered.n, 12);
    assert_int_equal(line(c, 1)->granted.n, 12);
    assert_int_equal(line(c, 1)->amount.fen, 11400);
    assert_int_equal(world_order(c, "SO1")->total.fen, 21400);
    assert_int_equal(world_order(c, "SO1")->version, 2);
    assert_str(e->remark, "line 1 10 x 10.00 -> 12 x 9.50");
    assert_str(e->numbers,
               "{\"total_before\":\"200.00\",\"total\":\"214.00\",\"version\":\"2\"}");
}

static void quantity_zero_removes_a_line_that_stays_on_file(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    draft(c);
    give_line(c, 1, "", 0, -1);
    assert_done(amend(c));
    assert_true(line(c, 1)->removed);
    assert_int_equal(line(c, 1)->ordered.n, 10);
    assert_int_equal(line(c, 1)->granted.n, 0);
    assert_int_equal(line(c, 1)->amount.fen, 0);
    assert_int_equal(world_order(c, "SO1")->total.fen, 10000);
    give_line(c, 1, "", 5, -1);
    assert_missing(amend(c));
}

static void a_line_without_number_is_new(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    draft(c);
    give_line(c, 0, "P3", 6, -1);
    assert_done(amend(c));
    assert_int_equal(line(c, 3)->line_no, 3);
    assert_int_equal(world_order(c, "SO1")->total.fen, 20600);
}

static void a_removed_lines_number_is_not_used_again(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    draft(c);
    give_line(c, 2, "", 0, -1);
    assert_done(amend(c));
    give_line(c, 0, "P3", 6, -1);
    assert_done(amend(c));
    assert_int_equal(line(c, 3)->line_no, 3);
}

static void a_line_keeps_its_product(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    draft(c);
    give_line(c, 1, "P1", 11, -1);
    assert_done(amend(c));
    give_line(c, 1, "P2", 11, -1);
    assert_refused(amend(c), LINE_PRODUCT);
}

static void an_unknown_line_is_refused(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    draft(c);
    give_line(c, 7, "", 1, -1);
    assert_missing(amend(c));
}

static void an_amended_line_obeys_the_rules_of_a_new_one(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    draft(c);
    give_line(c, 1, "", -3, -1);
    assert_refused(amend(c), LINE_QTY);
    give_line(c, 1, "", 2, MONEY_MAX_FEN);
    assert_refused(amend(c), LINE_AMOUNT);
    assert_int_equal(line(c, 1)->ordered.n, 10);
}

static void not_every_line_can_be_removed(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    draft(c);
    give_line(c, 1, "", 0, -1);
    give_line(c, 2, "", 0, -1);
    assert_refused(amend(c), LINES_NONE);
}

static void an_order_has_at_most_as_many_lines_as_a_document(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    for (int i = 0; i < LIMIT_LINES; i++)
        give_line(c, 0, "P1", 1, -1);
    assert_done(plan(c));
    give_line(c, 0, "P1", 1, -1);
    assert_refused(amend(c), LINES_MANY);
    give_line(c, 1, "", 0, -1);
    give_line(c, 0, "P1", 1, -1);
    assert_done(amend(c));
}

static void what_quota_had_cut_is_asked_again(void **state)
{
    struct world *c = world_new(memory);
    struct order_line_row *l;

    (void)state;
    draft(c);
    l = world_row(c, TABLE_ORDER_LINE, line(c, 2)->id);
    l->ordered = qty(60);
    l->granted = qty(50);
    l->cut_for = CUT_AREA;
    give_line(c, 1, "", 11, -1);
    assert_done(amend(c));
    assert_int_equal(line(c, 2)->granted.n, 60);
    assert_int_equal(line(c, 2)->cut_for, cut_cause_none);
}

static void the_stated_sum_of_other_lines_is_dropped(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_number(c, P_stated, 20000);
    draft(c);
    give_text(c, P_ship_to, "Gate 3");
    assert_done(amend(c));
    assert_true(world_order(c, "SO1")->has_stated);
    give_line(c, 1, "", 11, -1);
    assert_done(amend(c));
    assert_false(world_order(c, "SO1")->has_stated);
    give_number(c, P_stated, 22000);
    give_line(c, 1, "", 12, -1);
    assert_done(amend(c));
    assert_int_equal(world_order(c, "SO1")->stated_total.fen, 22000);
    assert_true(world_order(c, "SO1")->has_stated);
}

static void an_amendment_that_changes_nothing_is_refused(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    draft(c);
    give_line(c, 1, "P1", 10, 1000);
    give_text(c, P_ship_to, "12 Harbour Road");
    give_text(c, P_station, "ST1");
    assert_refused(amend(c), AMEND_NOTHING);
    assert_int_equal(world_order(c, "SO1")->version, 1);
}

static void the_header_changes_too(void **state)
{
    struct world *c = world_new(memory);
    const struct event_row *e;

    (void)state;
    draft(c);
    give_text(c, P_station, "ST2");
    give_text(c, P_ship_to, "Gate 3");
    give_day(c, P_wanted, "2026-03-09");
    give_number(c, P_stated, 20000);
    assert_done(amend(c));
    e = last_row(c, TABLE_EVENT);
    assert_str(e->remark, "station: ST1 -> ST2; wanted:  -> 2026-03-09; stated:  -> 200.00; "
                          "ship_to: 12 Harbour Road -> Gate 3");
    give_day(c, P_wanted, "2026-03-03");
    assert_refused(amend(c), WANTED_PAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lines_are_numbered_granted_and_summed),
        TEST(an_amount_is_rounded_half_up_once),
        TEST(the_latest_valid_price_counts),
        TEST(a_price_of_tomorrow_or_yesterday_does_not_count),
        TEST(a_price_counts_on_its_first_and_last_day),
        TEST(the_types_price_goes_before_everyones),
        TEST(the_customers_price_goes_before_his_types),
        TEST(the_price_is_that_of_the_day_the_paper_arrived),
        TEST(a_price_given_counts_per_the_lists_units),
        TEST(no_price_at_all_is_refused),
        TEST(an_unknown_product_is_refused),
        TEST(a_quantity_must_be_above_zero),
        TEST(a_price_cannot_be_negative),
        TEST(an_amount_beyond_the_house_is_refused),
        TEST(an_order_without_lines_is_refused),
        TEST(a_line_changes_by_its_number),
        TEST(quantity_zero_removes_a_line_that_stays_on_file),
        TEST(a_line_without_number_is_new),
        TEST(a_removed_lines_number_is_not_used_again),
        TEST(a_line_keeps_its_product),
        TEST(an_unknown_line_is_refused),
        TEST(an_amended_line_obeys_the_rules_of_a_new_one),
        TEST(not_every_line_can_be_removed),
        TEST(an_order_has_at_most_as_many_lines_as_a_document),
        TEST(what_quota_had_cut_is_asked_again),
        TEST(the_stated_sum_of_other_lines_is_dropped),
        TEST(an_amendment_that_changes_nothing_is_refused),
        TEST(the_header_changes_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
