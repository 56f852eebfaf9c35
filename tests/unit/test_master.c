/*
 * test_master.c - customers, limits, products and prices.
 */
#include "tests/world/money_world.h"

/* --- customers --------------------------------------------------------------------------- */

static struct work *put_customer(struct world *c, const char *code)
{
    give_text(c, P_customer, code);
    return world_do(c, OP_CUSTOMER_PUT, "ssgl");
}

/* The four determinations of a new customer of market E, and his activation. */
static void whole(struct world *c)
{
    give_text(c, P_name, "Seaside");
    give_text(c, P_market, "E");
    give_text(c, P_area, "E1");
    give_text(c, P_manager, "um");
    give_text(c, P_kam, "kam");
    give_number(c, P_term_days, 30);
    give_number(c, P_customer_state, CUST_ACTIVE);
}

static void a_new_customer_pays_first_and_has_no_limit(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    give_text(c, P_name, "Seaside");
    assert_done(put_customer(c, "C9"));
    assert_int_equal(customer_at(c, "C9")->state, CUST_NEW);
    assert_true(customer_at(c, "C9")->cash_first);
    assert_false(customer_at(c, "C9")->has_limit);
    assert_fen(account_at(c, "C9")->lim, 0);
    assert_int_equal(account_at(c, "C9")->lim_source, limit_source_none);
    assert_int_equal(customer_at(c, "C9")->version, 1);
}

static void each_customers_term_counts_from_its_own_basis(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(put_customer(c, "C9"));
    assert_int_equal(customer_at(c, "C9")->due_from, BASIS_SHIP);
    give_number(c, P_due_from, BASIS_SIGN_OFF);
    give_text(c, P_reason, "as his contract says");
    assert_done(put_customer(c, "C1"));
    assert_int_equal(customer_at(c, "C1")->due_from, BASIS_SIGN_OFF);
    give_number(c, P_due_from, BASIS_INVOICE);
    assert_refused(put_customer(c, "C1"), REASON_GIVEN);
    assert_int_equal(customer_at(c, "C1")->due_from, BASIS_SIGN_OFF);
}

static void the_leaders_first_limit_makes_a_credit_customer(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(put_customer(c, "C9"));
    give_number(c, P_cash_first, 0);
    assert_refused(put_customer(c, "C9"), CUSTOMER_LIMIT);
    give_text(c, P_account, "C9");
    give_number(c, P_limit, 500000);
    give_text(c, P_reason, "first year");
    assert_refused(world_do(c, OP_ACCOUNT_LIMIT, "dir"), HELD); /* all three sign it */
    assert_true(customer_at(c, "C9")->cash_first);
    assert_done(world_limit_signed(c, "C9", "ddir", "gm"));
    assert_true(customer_at(c, "C9")->has_limit);
    assert_false(customer_at(c, "C9")->cash_first);
    assert_fen(account_at(c, "C9")->lim, 500000);
    give_number(c, P_cash_first, 1);
    assert_done(put_customer(c, "C9"));
    assert_true(customer_at(c, "C9")->cash_first);
}

static void an_active_customer_has_all_four(void **state) /* */
{
    static const enum param four[] = { P_term_days, P_manager, P_market };
    struct world *c = world_new(memory);

    (void)state;
    for (size_t i = 0; i < COUNT(four); i++) {
        whole(c);
        c->args.v[four[i]].given = false;
        if (four[i] == P_market)
            c->args.v[P_area].given = false;
        assert_refused(put_customer(c, "C9"), CUSTOMER_WHOLE);
    }
    whole(c);
    assert_done(put_customer(c, "C9"));
    assert_int_equal(customer_at(c, "C9")->state, CUST_ACTIVE);
    assert_int_equal(customer_at(c, "C9")->kam_id, world_user(c, "kam"));
}

static void what_was_recorded_of_a_customer_can_be_emptied(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    whole(c);
    give_text(c, P_tax_no, "91310000");
    assert_done(put_customer(c, "C9"));
    assert_str(customer_at(c, "C9")->tax_no, "91310000");
    give_text(c, P_tax_no, "");
    give_text(c, P_kam, "");
    give_text(c, P_reason, "he left");
    assert_done(put_customer(c, "C9"));
    assert_str(customer_at(c, "C9")->tax_no, "");
    assert_int_equal(customer_at(c, "C9")->kam_id, 0);
    assert_str(customer_at(c, "C9")->name, "Seaside");
}

static void a_group_shares_one_account(void **state) /* T36 */
{
    struct world *c = world_new(memory);

    (void)state;
    give_text(c, P_account, "A1");
    assert_done(put_customer(c, "C9"));
    assert_int_equal(customer_at(c, "C9")->account_id, customer_at(c, "C1")->account_id);
    assert_true(customer_at(c, "C9")->has_limit);
    assert_int_equal(put_customer(c, "A1")->ruling.code, ERR_PARAMS); /* not by chance */
    give_text(c, P_account, "AX");
    assert_int_equal(put_customer(c, "C10")->ruling.code, ERR_NOT_FOUND);
}

static void an_account_with_something_running_is_not_left(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    an_order(c, "C4", "O1", ORDER_RECEIVED, 1000);
    give_text(c, P_account, "A1");
    give_text(c, P_reason, "joins the group");
    assert_refused(put_customer(c, "C4"), ACCOUNT_IN_USE);
    ORDER_AT(c, "O1")->state = ORDER_CANCELLED;
    no = money_from(c, "C4", 100, "B1");
    give_text(c, P_account, "A1");
    give_text(c, P_reason, "joins the group");
    assert_refused(put_customer(c, "C4"), ACCOUNT_IN_USE);
    give_text(c, P_receipt, no);
    give_text(c, P_reason, "bounced");
    assert_done(world_do(c, OP_RECEIPT_REVERSE, "fin"));
    give_text(c, P_account, "A1");
    give_text(c, P_reason, "joins the group");
    assert_done(put_customer(c, "C4"));
}

static void places_and_people_fit(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_text(c, P_market, "E");
    give_text(c, P_area, "N1");
    assert_refused(put_customer(c, "C9"), CUSTOMER_AREA);
    give_text(c, P_manager, "fin");
    assert_refused(put_customer(c, "C9"), CUSTOMER_MANAGER);
    give_text(c, P_manager, "nobody");
    assert_int_equal(put_customer(c, "C9")->ruling.code, ERR_NOT_FOUND);
    give_text(c, P_market, "X");
    assert_int_equal(put_customer(c, "C9")->ruling.code, ERR_NOT_FOUND);
    give_text(c, P_area, "X");
    assert_int_equal(put_customer(c, "C9")->ruling.code, ERR_NOT_FOUND);
    give_text(c, P_station, "X");
    assert_int_equal(put_customer(c, "C9")->ruling.code, ERR_NOT_FOUND);
    give_number(c, P_term_days, -1);
    assert_refused(put_customer(c, "C9"), RANGE);
}

static void a_weighty_change_gives_its_reason_and_its_version(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_number(c, P_term_days, 60);
    assert_refused(put_customer(c, "C1"), REASON_GIVEN);
    give_text(c, P_phone, "555");
    assert_done(put_customer(c, "C1"));
    assert_int_equal(customer_at(c, "C1")->version, 2);
    give_number(c, P_term_days, 60);
    give_text(c, P_reason, "agreed in March");
    give_number(c, P_version, 1);
    assert_refused(put_customer(c, "C1"), VERSION);
    give_number(c, P_term_days, 60);
    give_text(c, P_reason, "agreed in March");
    give_number(c, P_version, 2);
    assert_done(put_customer(c, "C1"));
    assert_int_equal(customer_at(c, "C1")->term_days, 60);
}

/* --- the limit --------------------------------------------------------------------------- */

static struct work *limit(struct world *c, const char *account, int64_t lim)
{
    give_text(c, P_account, account);
    give_number(c, P_limit, lim);
    give_text(c, P_reason, "review");
    return world_do(c, OP_ACCOUNT_LIMIT, "ddir");
}

static void a_limit_may_fall_below_what_is_used(void **state) /* T43 */
{
    struct world *c = world_new(memory);

    (void)state;
    sold(c, "C1", "1", 1000, (struct day){ 20544 });
    assert_done(limit(c, "A1", 500));
    assert_fen(account_at(c, "C1")->lim, 500);
    assert_int_equal(account_at(c, "C1")->version, 2);
    assert_int_equal(account_at(c, "C1")->lim_from.n, day_of(2026, 3, 4).n);
}

static void a_limit_is_zero_or_more(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_refused(limit(c, "A1", -1), LIMIT_NEGATIVE);
    assert_done(limit(c, "A1", 0));
    assert_true(customer_at(c, "C1")->has_limit); /* limit 0 is not "none set" (law 8) */
    give_number(c, P_version, 1);
    assert_refused(limit(c, "A1", 5), VERSION);
    assert_int_equal(limit(c, "AX", 5)->ruling.code, ERR_NOT_FOUND);
}

/* --- products ---------------------------------------------------------------------------- */

static struct work *put_product(struct world *c, const char *code)
{
    give_text(c, P_product, code);
    return world_do(c, OP_PRODUCT_PUT, "ssgl");
}

static struct product_row *product_at(struct world *c, const char *code)
{
    return world_row(c, TABLE_PRODUCT, world_id(c, TABLE_PRODUCT, code));
}

/* */
static void a_new_product_says_what_it_is(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_text(c, P_name, "Pump");
    give_text(c, P_unit, "pc");
    assert_refused(put_product(c, "P9"), PRODUCT_WHOLE);
    give_text(c, P_name, "Pump");
    give_text(c, P_unit, "pc");
    give_number(c, P_tax_bp, 1300);
    assert_done(put_product(c, "P9"));
    assert_int_equal(product_at(c, "P9")->pack.n, 1);
    assert_int_equal(product_at(c, "P9")->state, PRODUCT_SELLABLE);
    give_number(c, P_product_state, PRODUCT_STOPPED);
    assert_done(put_product(c, "P9"));
    assert_int_equal(product_at(c, "P9")->state, PRODUCT_STOPPED);
    assert_str(product_at(c, "P9")->name, "Pump");
    give_number(c, P_version, 1);
    assert_refused(put_product(c, "P9"), VERSION);
}

static void pack_and_tax_are_possible_and_the_unit_stays(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_number(c, P_pack, 0);
    assert_refused(put_product(c, "P1"), RANGE);
    give_number(c, P_tax_bp, 10001);
    assert_refused(put_product(c, "P1"), RANGE);
    give_text(c, P_unit, "box");
    assert_refused(put_product(c, "P1"), PRODUCT_UNIT);
    give_text(c, P_unit, "pc");
    assert_done(put_product(c, "P1"));
}

/* --- prices ------------------------------------------------------------------------------ */

static struct work *put_price(struct world *c, int64_t price, const char *from)
{
    give_text(c, P_product, "P1");
    give_number(c, P_price, price);
    if (from)
        give_day(c, P_valid_from, from);
    return world_do(c, OP_PRICE_PUT, "dir");
}

/* Everyone's price of P1 on that day; 0 when there is none, -1 when there are two. */
static int64_t price_on(struct world *c, struct day on)
{
    const struct model_table *t = &c->model.tables[TABLE_PRICE];
    int64_t found = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct price_row *p = t->rows[i];

        if (p->product_id == world_id(c, TABLE_PRODUCT, "P1") && !p->customer_id &&
            !p->customer_type && p->valid_from.n <= on.n &&
            (!p->valid_to.n || on.n <= p->valid_to.n))
            found = found ? -1 : p->price.fen;
    }
    return found;
}

static void a_new_price_closes_the_one_before(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(put_price(c, 1200, "2026-04-01"));
    assert_int_equal(price_on(c, day_of(2026, 3, 31)), 1000);
    assert_int_equal(price_on(c, day_of(2026, 4, 1)), 1200);
    assert_done(put_price(c, 1250, "2026-04-01")); /* the same day: replaced */
    assert_int_equal(price_on(c, day_of(2026, 4, 1)), 1250);
    assert_done(put_price(c, 1100, NULL)); /* from today, up to the later one */
    assert_int_equal(price_on(c, day_of(2026, 3, 3)), 1000);
    assert_int_equal(price_on(c, day_of(2026, 3, 4)), 1100);
    assert_int_equal(price_on(c, day_of(2026, 3, 31)), 1100);
    assert_int_equal(price_on(c, day_of(2026, 4, 1)), 1250);
}

static void a_price_for_a_while_gives_way_to_the_old_one(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_day(c, P_valid_to, "2026-03-20");
    assert_done(put_price(c, 800, "2026-03-10"));
    assert_int_equal(price_on(c, day_of(2026, 3, 9)), 1000);
    assert_int_equal(price_on(c, day_of(2026, 3, 10)), 800);
    assert_int_equal(price_on(c, day_of(2026, 3, 20)), 800);
    assert_int_equal(price_on(c, day_of(2026, 3, 21)), 1000);
}

static void two_prices_never_share_a_day(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(put_price(c, 1200, "2026-04-01"));
    give_day(c, P_valid_to, "2026-04-10");
    assert_refused(put_price(c, 1100, "2026-03-10"), PRICE_OVERLAP);
    give_text(c, P_customer, "C1"); /* a customer's own price stands beside */
    give_day(c, P_valid_to, "2026-04-10");
    assert_done(put_price(c, 900, "2026-03-10"));
    assert_int_equal(price_on(c, day_of(2026, 3, 10)), 1000);
}

static void a_price_is_possible(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_refused(put_price(c, 1200, "2026-03-03"), BACKDATED);
    assert_refused(put_price(c, -1, NULL), RANGE);
    give_number(c, P_price_per, 0);
    assert_refused(put_price(c, 1200, NULL), RANGE);
    give_number(c, P_floor, 1201);
    assert_refused(put_price(c, 1200, NULL), PRICE_FLOOR);
    give_day(c, P_valid_to, "2026-03-03");
    assert_refused(put_price(c, 1200, NULL), PRICE_DAYS);
    give_text(c, P_customer, "C1");
    give_number(c, P_customer_type, CUSTOMER_DEALER);
    assert_refused(put_price(c, 1200, NULL), PRICE_SCOPE);
    give_text(c, P_customer, "CX");
    assert_int_equal(put_price(c, 1200, NULL)->ruling.code, ERR_NOT_FOUND);
}

static void a_permission_names_customer_price_and_end(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    give_text(c, P_product, "P1");
    give_text(c, P_customer, "C1");
    give_number(c, P_price, 700);
    give_day(c, P_valid_to, "2026-03-04");
    give_text(c, P_reason, "tender");
    w = world_do(c, OP_PRICE_PERMIT, "ddir");
    assert_done(w);
    assert_fen(w->price_permission.v[0]->price, 700);
    assert_int_equal(w->price_permission.v[0]->given_by, world_user(c, "ddir"));
    give_text(c, P_product, "P1");
    give_text(c, P_customer, "C1");
    give_number(c, P_price, 700);
    give_day(c, P_valid_to, "2026-03-03");
    give_text(c, P_reason, "tender");
    assert_refused(world_do(c, OP_PRICE_PERMIT, "ddir"), PRICE_DAYS);
}

static void stations_and_warehouses_are_kept(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    give_text(c, P_station, "ST1");
    give_number(c, P_active, 0);
    assert_done(world_do(c, OP_STATION_PUT, "sto"));
    give_text(c, P_station, "ST9");
    give_number(c, P_transit_days, 4);
    w = world_do(c, OP_STATION_PUT, "ssgl");
    assert_done(w);
    assert_true(w->station.v[0]->active);
    give_text(c, P_warehouse, "W9");
    give_text(c, P_scr, "scr");
    w = world_do(c, OP_WAREHOUSE_PUT, "adm");
    assert_done(w);
    assert_int_equal(w->warehouse.v[0]->scr_id, world_user(c, "scr"));
}

static void printers_have_a_queue_and_perhaps_a_warehouse(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    give_text(c, P_printer, "finance-1");
    w = world_do(c, OP_PRINTER_PUT, "adm");
    assert_done(w);
    assert_true(w->printer.v[0]->active);
    assert_true(str_eq(w->printer.v[0]->queue, STR("finance-1")));
    give_text(c, P_printer, "finance-1");
    give_text(c, P_queue, "Laser_2.a");
    give_text(c, P_warehouse, "W1");
    give_number(c, P_active, 0);
    w = world_do(c, OP_PRINTER_PUT, "adm");
    assert_done(w);
    assert_int_equal(w->printer.v[0]->warehouse_id, world_id(c, TABLE_WAREHOUSE, "W1"));
    assert_false(w->printer.v[0]->active);
    give_text(c, P_printer, "finance-1");
    give_text(c, P_warehouse, "W8");
    w = world_do(c, OP_PRINTER_PUT, "adm");
    assert_int_equal(w->ruling.outcome, OUTCOME_REFUSED);
    give_text(c, P_printer, "finance-1");
    give_text(c, P_warehouse, "");
    w = world_do(c, OP_PRINTER_PUT, "adm");
    assert_done(w);
    assert_int_equal(w->printer.v[0]->warehouse_id, 0);
}

/* What stands in the row becomes a word of a command line, at every seat. */
static void a_queue_is_no_option_and_no_command(void **state)
{
    static const char *const bad[] = { "-draw", "a;b", "a/b", "$x", "\xe5\x8d\xb0" };

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct world *c = world_new(memory);

        give_text(c, P_printer, "lp");
        give_text(c, P_queue, bad[i]);
        assert_refused(world_do(c, OP_PRINTER_PUT, "adm"), PRINTER_QUEUE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_customer_pays_first_and_has_no_limit),
        TEST(each_customers_term_counts_from_its_own_basis),
        TEST(the_leaders_first_limit_makes_a_credit_customer),
        TEST(an_active_customer_has_all_four),
        TEST(what_was_recorded_of_a_customer_can_be_emptied),
        TEST(a_group_shares_one_account),
        TEST(an_account_with_something_running_is_not_left),
        TEST(places_and_people_fit),
        TEST(a_weighty_change_gives_its_reason_and_its_version),
        TEST(a_limit_may_fall_below_what_is_used),
        TEST(a_limit_is_zero_or_more),
        TEST(a_new_product_says_what_it_is),
        TEST(pack_and_tax_are_possible_and_the_unit_stays),
        TEST(a_new_price_closes_the_one_before),
        TEST(a_price_for_a_while_gives_way_to_the_old_one),
        TEST(two_prices_never_share_a_day),
        TEST(a_price_is_possible),
        TEST(a_permission_names_customer_price_and_end),
        TEST(stations_and_warehouses_are_kept),
        TEST(printers_have_a_queue_and_perhaps_a_warehouse),
        TEST(a_queue_is_no_option_and_no_command),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
