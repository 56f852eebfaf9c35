/*
 * test_sale.c - to whom a product is sold, and by which stations a customer takes goods.
 */
#include <string.h>

#include "tests/unit/road.h"

static struct work *restrict_p1(struct world *c, enum sale_way way, enum param subject,
                                const char *code)
{
    give_text(c, P_product, "P1");
    give_number(c, P_sale_way, way);
    give_text(c, P_reason, "the maker's wish");
    if (code)
        give_text(c, subject, code);
    return world_do(c, OP_PRODUCT_RESTRICT, "ssgl");
}

static const char *accepted(struct world *c, const char *customer)
{
    const char *no = keyed(c, customer, "P1", 10, -1);

    return came_to(accept(c, no));
}

/* --- restrictions (R-092) ------------------------------------------------------------------
 */

static void what_is_sold_only_in_an_area_comes_back_for_others(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_came_to(restrict_p1(c, SALE_ONLY, P_area, "E2"), "DONE");
    assert_string_equal(accepted(c, "C1"), "HELD QC_SALE");
    assert_string_equal(accepted(c, "C3"), "DONE");
    assert_came_to(restrict_p1(c, SALE_ONLY, P_customer, "C1"), "DONE");
    assert_string_equal(accepted(c, "C1"), "DONE"); /* one of several is enough */
}

static void who_is_excluded_gets_none(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_came_to(restrict_p1(c, SALE_ONLY, P_market, "E"), "DONE");
    assert_came_to(restrict_p1(c, SALE_NEVER, P_area, "E1"), "DONE");
    assert_string_equal(accepted(c, "C1"), "HELD QC_SALE");
    assert_string_equal(accepted(c, "C3"), "DONE");
    assert_came_to(restrict_p1(c, SALE_NEVER, P_area, "E1"), "DONE"); /* said again */
    give_number(c, P_active, 0);
    assert_came_to(restrict_p1(c, SALE_NEVER, P_area, "E1"), "DONE");
    assert_string_equal(accepted(c, "C1"), "DONE");
    give_number(c, P_active, 0);
    assert_came_to(restrict_p1(c, SALE_NEVER, P_area, "E1"), "REFUSED SALE_NONE");
    assert_int_equal(c->model.tables[TABLE_SALE_RULE].n, 2);
}

/* */
static void a_kind_of_customers_may_be_meant(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;
    const char *no;

    (void)state;
    customer_at(c, "C1")->type = CUSTOMER_DEALER;
    give_number(c, P_customer_type, CUSTOMER_DEALER);
    assert_came_to(restrict_p1(c, SALE_NEVER, P_area, NULL), "DONE");
    no = keyed(c, "C1", "P1", 10, -1);
    w = accept(c, no);
    assert_came_to(w, "HELD QC_SALE");
    assert_int_equal(w->ruling.remedies[0].op, OP_PRODUCT_RESTRICT);
    assert_str(w->ruling.numbers[0].text, "P1");
}

static void a_restriction_names_exactly_one(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_came_to(restrict_p1(c, SALE_ONLY, P_area, NULL), "REFUSED SALE_SUBJECT");
    give_text(c, P_market, "E");
    assert_came_to(restrict_p1(c, SALE_ONLY, P_area, "E1"), "REFUSED SALE_SUBJECT");
    assert_came_to(restrict_p1(c, SALE_ONLY, P_area, "X"), "NOT_FOUND");
}

/* --- stations (R-052) ----------------------------------------------------------------------
 */

static void a_station(struct world *c, const char *code)
{
    world_put(
        c, TABLE_STATION,
        &(struct station_row){
            .code = str_of(code), .name = str_of(code), .transit_days = 9, .active = true });
}

static struct work *takes_by(struct world *c, const char *station)
{
    give_text(c, P_customer, "C1");
    give_text(c, P_station, station);
    return world_do(c, OP_CUSTOMER_STATION, "ssgl");
}

static struct work *keyed_by(struct world *c, const char *station)
{
    give_text(c, P_customer, "C1");
    give_line(c, 0, "P1", 10, -1);
    give_number(c, P_channel, CHANNEL_FAX);
    give_text(c, P_reference, "FX-1");
    give_text(c, P_approver, "mm");
    give_text(c, P_verifier, "kam");
    give_number(c, P_approved_at, c->model.now.us - INSTANT_HOUR);
    if (station)
        give_text(c, P_station, station);
    return world_do(c, OP_ORDER_KEY, "csr");
}

static void an_order_goes_by_one_of_the_customers_stations(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    a_station(c, "ST7");
    w = keyed_by(c, "ST7");
    assert_came_to(w, "REFUSED STATION_OTHERS");
    assert_int_equal(w->ruling.remedies[0].op, OP_CUSTOMER_STATION);
    give_text(c, P_ship_to, "3 River Lane");
    give_number(c, P_transport, BY_RAIL);
    give_text(c, P_unloading, "no lorry above 5 t");
    give_number(c, P_transit_days, 2);
    assert_came_to(takes_by(c, "ST7"), "DONE");
    w = keyed_by(c, "ST7");
    assert_came_to(w, "DONE");
    assert_str(w->order.v[w->order.n - 1]->ship_to, "3 River Lane");
    w = keyed_by(c, NULL);
    assert_str(w->order.v[w->order.n - 1]->ship_to, "12 Harbour Road");
    assert_int_equal(w->order.v[w->order.n - 1]->station_id, world_id(c, TABLE_STATION, "ST1"));
    give_number(c, P_active, 0);
    assert_came_to(takes_by(c, "ST7"), "DONE");
    assert_came_to(keyed_by(c, "ST7"), "REFUSED STATION_OTHERS");
}

static void the_first_station_is_the_default(void **state)
{
    struct world *c = world_new(memory);
    struct customer_row *c1 = customer_at(c, "C1");

    (void)state;
    c1->station_id = 0;
    a_station(c, "ST7");
    assert_came_to(takes_by(c, "ST7"), "DONE");
    assert_int_equal(customer_at(c, "C1")->station_id, world_id(c, TABLE_STATION, "ST7"));
    assert_came_to(takes_by(c, "ST1"), "DONE");
    assert_int_equal(customer_at(c, "C1")->station_id, world_id(c, TABLE_STATION, "ST7"));
    give_number(c, P_transit_days, -1);
    assert_came_to(takes_by(c, "ST1"), "REFUSED RANGE");
    assert_came_to(takes_by(c, "ST99"), "NOT_FOUND");
}

/* The paper says how goods reach him by that station. */
static void the_note_says_how_goods_reach_him(void **state) /* */
{
    struct world *c = world_new(memory);
    const struct document_row *d;
    const struct form_row *f;
    const char *no, *paper;

    (void)state;
    give_text(c, P_receiver, "Mr Gao");
    give_number(c, P_transport, BY_RAIL);
    give_text(c, P_unloading, "no lorry above 5 t");
    give_number(c, P_transit_days, 2);
    assert_came_to(takes_by(c, "ST1"), "DONE");
    no = keyed(c, "C1", "P1", 10, -1);
    assert_came_to(accept(c, no), "DONE");
    act(c, OP_ORDER_SIGN, "ddir", no);
    assert_came_to(act(c, OP_ORDER_PRINT, "fin", no), "DONE");
    d = c->model.tables[TABLE_DOCUMENT].rows[c->model.tables[TABLE_DOCUMENT].n - 1];
    paper = str_text(memory, d->body);
    assert_non_null(strstr(paper, "\"receiver\":\"Mr Gao\""));
    assert_non_null(strstr(paper, "\"transport\":\"RAIL\""));
    assert_non_null(strstr(paper, "\"unloading\":\"no lorry above 5 t\""));
    assert_non_null(strstr(paper, "\"transit_days\":2"));
    f = c->model.tables[TABLE_FORM].rows[c->model.tables[TABLE_FORM].n - 1];
    paper = str_text(memory, f->body);
    assert_non_null(strstr(paper, "Receiver Mr Gao"));
    assert_non_null(
        strstr(paper, "Transport RAIL  在途 in transit 2 days  no lorry above 5 t\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_sold_only_in_an_area_comes_back_for_others),
        TEST(who_is_excluded_gets_none),
        TEST(a_kind_of_customers_may_be_meant),
        TEST(a_restriction_names_exactly_one),
        TEST(an_order_goes_by_one_of_the_customers_stations),
        TEST(the_first_station_is_the_default),
        TEST(the_note_says_how_goods_reach_him),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
