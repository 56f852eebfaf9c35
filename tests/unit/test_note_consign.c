/*
 * test_note_consign.c - SP5 and SP6: station, receivable, exact sums over parts, waybill,
 * feedback; and the rest that is closed.
 */
#include "tests/unit/note_tests.h"

static struct work *consign(struct world *c, int64_t part)
{
    give_text(c, P_waybill, "WB1");
    give_text(c, P_carrier, "Swift");
    return on_part(c, OP_NOTE_CONSIGN, part, "scr");
}

static struct customer_row *the_customer(struct world *c)
{
    return world_row(c, TABLE_CUSTOMER, the_order(c)->customer_id);
}

/* --- the receivable ---------------------------------------------------------------------- */

/* T13, I04: the value moves, it is not counted twice. */
static void consignment_leaves_exposure_unchanged(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    allocated(c);
    issued(c, 1);
    assert_int_equal(the_account(c)->reserved.fen, 10000);
    consigned(c, 1);
    assert_int_equal(the_account(c)->reserved.fen, 0);
    assert_int_equal(the_account(c)->shipped.fen, 10000);
    assert_int_equal(the_order(c)->reserved.fen, 0);
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_CONSIGNED);
    assert_sound(c);
}

/* */
static void the_receivable_says_what_for_and_when(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));
    const struct receivable_row *r;

    (void)state;
    shipped(c, 1);
    r = the_debt(c, 1);
    assert_str(r->no, "DN2603-000001/1");
    assert_int_equal(r->kind, DEBT_GOODS);
    assert_int_equal(r->state, RECEIVABLE_OPEN);
    assert_int_equal(r->amount.fen, 10000);
    assert_int_equal(r->open_s.fen, 10000);
    assert_int_equal(r->bcr_id, world_user(c, "ssgl"));
    assert_int_equal(r->basis_day.n, day_of(2026, 3, 4).n);
    assert_int_equal(r->due.n, day_of(2026, 4, 3).n); /* 30 days */
    assert_int_equal(the_part(c, 1)->receivable_id, r->id);
}

static void a_term_from_the_slip_waits_for_the_slip(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    the_customer(c)->due_from = BASIS_SIGN_OFF;
    shipped(c, 1); /* 3 days on the road, 3 for the slip */
    assert_int_equal(the_debt(c, 1)->due.n, day_of(2026, 4, 9).n);
    world_later(c, 2 * 24 * 60);
    give_day(c, P_received_on, "2026-03-05");
    confirmed(c, 1);
    assert_int_equal(the_debt(c, 1)->basis_day.n, day_of(2026, 3, 5).n);
    assert_int_equal(the_debt(c, 1)->due.n, day_of(2026, 4, 4).n);
}

static void goods_that_cost_nothing_owe_nothing(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, 0 }));

    (void)state;
    shipped(c, 1);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    assert_int_equal(the_account(c)->shipped.fen, 0);
    confirmed(c, 1);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_sound(c);
}

/* --- exact sums -------------------------------------------------------------------------- */

static int64_t debts(struct world *c)
{
    int64_t sum = 0;

    for (size_t i = 0; i < c->model.tables[TABLE_RECEIVABLE].n; i++) {
        const struct receivable_row *r = c->model.tables[TABLE_RECEIVABLE].rows[i];

        sum += r->amount.fen;
    }
    return sum;
}

static void the_parts_of_a_line_sum_to_its_amount(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 3, 100 }));

    (void)state;
    for (int64_t part = 1; part <= 3; part++) {
        allocated_of(c, 1, 1);
        issued(c, part);
        consigned(c, part);
    }
    assert_int_equal(the_debt(c, 1)->amount.fen, 33);
    assert_int_equal(the_debt(c, 2)->amount.fen, 34); /* half of 67, rounded up */
    assert_int_equal(the_debt(c, 3)->amount.fen, 33);
    assert_int_equal(the_order(c)->reserved.fen, 0);
    assert_sound(c);
}

/* Whatever is split, put back, issued again and closed: shipped + closed = billed, to the fen.
 */
static void no_fen_is_lost_however_a_line_is_split(void **state)
{
    (void)state;
    for (int64_t amount = 1; amount <= 40; amount += 3) {
        struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 7, amount }));

        allocated_of(c, 1, 2);
        issued(c, 1);
        give_text(c, P_reason, "again");
        does_part(c, OP_NOTE_UNISSUE, 1, "wh");
        allocated_of(c, 1, 1);
        issued(c, 2);
        does_part(c, OP_NOTE_ISSUE, 1, "wh");
        consigned(c, 2);
        consigned(c, 1);
        give_text(c, P_reason, "not wanted");
        give_line(c, 1, NULL, 1, -1);
        does(c, OP_NOTE_SHORT_CLOSE, "csr");
        allocated(c);
        issued(c, 3);
        consigned(c, 3);
        assert_int_equal(part_line(c, 3, 1)->qty.n, 3);
        assert_int_equal(debts(c) + note_line(c, 1)->closed_amount.fen, amount);
        assert_int_equal(the_account(c)->reserved.fen, 0);
        assert_sound(c);
    }
}

/* --- cash basis -------------------------------------------------------------------------- */

static void money_that_waited_pays_at_once(void **state)
{
    struct world *c = note_in_store(memory, "C2", GOODS({ "P1", 10, -1 }));

    (void)state;
    allocated_of(c, 1, 4);
    issued(c, 1);
    consigned(c, 1);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PAID);
    assert_int_equal(the_debt(c, 1)->due.n, the_debt(c, 1)->basis_day.n); /* due at once */
    assert_int_equal(the_order(c)->earmarked.fen, 6000);
    assert_int_equal(the_account(c)->shipped.fen, 0);
    assert_sound(c);
    allocated(c);
    issued(c, 2);
    consigned(c, 2);
    assert_int_equal(the_order(c)->earmarked.fen, 0);
    assert_int_equal(the_account(c)->earmarked.fen, 0);
    assert_sound(c);
}

/* A shortfall of 10.00 was signed: it is a receivable due at once, and no longer than paid. */
static void a_signed_shortfall_becomes_a_receivable(void **state)
{
    struct world *c = note_in_store(memory, "C2", GOODS({ "P1", 10, -1 }));
    struct credit_account_row *a = world_row(c, TABLE_CREDIT_ACCOUNT, the_order(c)->account_id);
    struct order_row *o = world_row(c, TABLE_ORDER, the_order(c)->id);
    struct earmark_row *e = c->model.tables[TABLE_EARMARK].rows[0];
    struct receipt_row *r = c->model.tables[TABLE_RECEIPT].rows[0];

    (void)state;
    e->amount.fen -= 1000; /* as if 10.00 less had come */
    r->earmarked.fen -= 1000;
    r->amount.fen -= 1000;
    o->earmarked.fen -= 1000;
    a->earmarked.fen += 1000;
    o->tolerated = a->shortfall = fen(1000);
    shipped(c, 1);
    assert_int_equal(the_debt(c, 1)->state, RECEIVABLE_PART_PAID);
    assert_int_equal(the_debt(c, 1)->open_s.fen, 1000);
    assert_int_equal(the_account(c)->shortfall.fen, 1000);
    assert_int_equal(the_order(c)->tolerated.fen, 1000);
}

/* --- station and waybill ----------------------------------------------------------------- */

static void goods_go_by_the_orders_station(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));
    const struct work *w;

    (void)state;
    allocated(c);
    issued(c, 1);
    give_text(c, P_station, "ST2");
    w = consign(c, 1);
    assert_refused(w, RULE_STATION);
    assert_int_equal(w->ruling.remedies[0].who, ROLE_CSR);
    give_text(c, P_station, "ST2");
    give_text(c, P_reason, "flood at ST1");
    does_part(c, OP_NOTE_STATION, 1, "csr");
    give_text(c, P_station, "ST2");
    assert_done(consign(c, 1));
    assert_int_equal(the_part(c, 1)->station_ok_by, world_user(c, "csr"));
    assert_true(the_part(c, 1)->accurate);
    assert_int_equal(the_part(c, 1)->expected.n, day_of(2026, 3, 9).n); /* 5 days */
    assert_int_equal(the_part(c, 1)->slip_due.n, day_of(2026, 3, 12).n);
}

static void a_station_must_exist_and_be_in_use(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));
    struct station_row *st = world_row(c, TABLE_STATION, world_id(c, TABLE_STATION, "ST2"));

    (void)state;
    allocated(c);
    st->active = false;
    give_text(c, P_station, "ST2");
    give_text(c, P_reason, "closer");
    assert_refused_code(on_part(c, OP_NOTE_STATION, 1, "csr"), ERR_NOT_FOUND);
}

static void a_shipment_without_station_asks_for_one(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));
    struct note_row *n = world_row(c, TABLE_NOTE, the_note(c)->id);

    (void)state;
    n->station_id = 0;
    allocated(c);
    issued(c, 1);
    assert_refused_code(consign(c, 1), ERR_PARAMS);
}

/* */
static void consignment_ends_the_shipping_clock(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    allocated_of(c, 1, 4);
    issued(c, 1);
    consigned(c, 1);
    assert_int_equal(the_order(c)->due_at.us, the_note(c)->due_at.us); /* 6 are still here */
    shipped(c, 2);
    assert_int_equal(the_order(c)->due_at.us, 0);
    assert_true(the_note(c)->due_at.us > 0); /* what was due is kept */
}

static void only_issued_goods_are_consigned(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    allocated(c);
    assert_refused(consign(c, 1), RULE_FLOW);
}

/* */
static void a_corrected_waybill_keeps_both(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));
    const struct work *w;

    (void)state;
    shipped(c, 1);
    give_text(c, P_waybill, "WB7");
    give_text(c, P_reason, "digits turned");
    w = on_part(c, OP_NOTE_WAYBILL, 1, "scr");
    assert_done(w);
    assert_str(w->event.v[0]->remark, "WB1 (Swift) -> WB7: digits turned");
    assert_str(the_part(c, 1)->waybill, "WB7");
    assert_str(the_part(c, 1)->carrier, "Swift");
    assert_int_equal(messages(c, MESSAGE_SHIPPED, ROLE_CSR), 1);
}

static void feedback_tells_all_three(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    shipped(c, 1);
    does_part(c, OP_NOTE_FEEDBACK, 1, "scr");
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_FED_BACK);
    assert_int_equal(the_part(c, 1)->expected.n, day_of(2026, 3, 7).n); /* transit days */
    assert_int_equal(messages(c, MESSAGE_SHIPPED, ROLE_CSR), 1);
    assert_int_equal(messages(c, MESSAGE_SHIPPED, ROLE_KAM), 1);
    assert_int_equal(messages(c, MESSAGE_SHIPPED, role_none), 1);
}

/* His own days on the way by that station, also where one act issues and consigns. */
static void his_own_days_in_transit_count(void **state)
{
    static const enum op ways[] = { OP_NOTE_CONSIGN, OP_NOTE_SHIP };

    (void)state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

        world_put(c, TABLE_DESTINATION,
                  &(struct destination_row){ .customer_id = the_order(c)->customer_id,
                                             .station_id = the_order(c)->station_id,
                                             .transit_days = 9,
                                             .active = true });
        allocated(c);
        if (ways[i] == OP_NOTE_CONSIGN) {
            issued(c, 1);
        } else {
            does_part(c, OP_NOTE_PICK, 1, "wh");
            does_part(c, OP_NOTE_CHECK, 1, "wh2");
        }
        give_text(c, P_waybill, "WB1");
        give_text(c, P_carrier, "Swift");
        does_part(c, ways[i], 1, "sto");
        assert_int_equal(the_part(c, 1)->expected.n, day_of(2026, 3, 13).n);
    }
}

static void goods_do_not_arrive_before_they_leave(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    shipped(c, 1);
    give_day(c, P_expected, "2026-03-03");
    assert_refused(on_part(c, OP_NOTE_FEEDBACK, 1, "scr"), RULE_EXPECTED);
    give_day(c, P_expected, "2026-03-10");
    does_part(c, OP_NOTE_FEEDBACK, 1, "scr");
    assert_int_equal(the_part(c, 1)->slip_due.n, day_of(2026, 3, 13).n);
}

/* --- short close ------------------------------------------------------------------------- */

static struct work *close_rest(struct world *c)
{
    give_text(c, P_reason, "not made any more");
    give_text(c, P_requester, "kam");
    return on_note(c, OP_NOTE_SHORT_CLOSE, "csr");
}

static void back_ordered(struct world *c, const char *product, int64_t there)
{
    struct stock_row *st = the_stock(c, product);

    give_text(c, P_product, product);
    give_text(c, P_warehouse, "W1");
    give_number(c, P_qty, there - st->on_hand.n);
    give_text(c, P_reason, "count");
    assert_done(world_do(c, OP_STOCK_ADJUST, "sto"));
    allocated(c);
}

static void a_closed_rest_frees_quota_and_limit(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P2", 10, -1 }));

    (void)state;
    back_ordered(c, "P2", 7);
    assert_done(close_rest(c));
    assert_int_equal(note_line(c, 1)->closed.n, 3);
    assert_int_equal(note_line(c, 1)->closed_amount.fen, 30000);
    assert_int_equal(note_line(c, 1)->backorder.n, 0);
    assert_int_equal(the_account(c)->reserved.fen, 70000);
    assert_true(the_order(c)->remainder_closed);
    assert_int_equal(the_order(c)->state, ORDER_HANDED_OVER);
    for (size_t i = 0; i < c->model.tables[TABLE_QUOTA_CELL].n; i++) {
        const struct quota_cell_row *q = c->model.tables[TABLE_QUOTA_CELL].rows[i];

        assert_true(q->used.n == 0 || q->used.n == 7);
    }
    assert_int_equal(messages(c, MESSAGE_CANCELLED, ROLE_KAM), 1);
    assert_int_equal(messages(c, MESSAGE_CANCELLED, role_none), 1);
    assert_sound(c);
}

static void a_closed_rest_of_a_cash_order_frees_its_deposit(void **state)
{
    struct world *c = note_in_store(memory, "C2", GOODS({ "P1", 10, -1 }));

    (void)state;
    back_ordered(c, "P1", 7);
    assert_done(close_rest(c));
    assert_int_equal(the_order(c)->earmarked.fen, 7000);
    assert_int_equal(the_account(c)->deposit.fen, -3000);
    assert_sound(c);
}

static void a_closed_rest_takes_its_shortfall_with_it(void **state)
{
    struct world *c = note_in_store(memory, "C2", GOODS({ "P1", 10, -1 }));
    struct credit_account_row *a = world_row(c, TABLE_CREDIT_ACCOUNT, the_order(c)->account_id);
    struct order_row *o = world_row(c, TABLE_ORDER, the_order(c)->id);

    (void)state;
    o->tolerated = a->shortfall = fen(1000);
    back_ordered(c, "P1", 7);
    assert_done(close_rest(c));
    assert_int_equal(the_order(c)->tolerated.fen, 0);
    assert_int_equal(the_account(c)->shortfall.fen, 0);
}

static void only_what_is_open_is_closed(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    assert_refused(close_rest(c), RULE_NOTHING_OPEN); /* open, but nothing is back-ordered */
    allocated_of(c, 1, 8);
    give_line(c, 1, NULL, 3, -1);
    assert_refused(close_rest(c), RULE_OPEN_QTY);
    give_line(c, 1, NULL, 0, -1);
    assert_refused(close_rest(c), RULE_OPEN_QTY);
    give_line(c, 1, NULL, 2, -1);
    assert_done(close_rest(c));
    assert_int_equal(the_account(c)->reserved.fen, 8000);
    assert_sound(c);
}

static void an_order_of_which_nothing_is_left_closes(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    back_ordered(c, "P1", 0);
    assert_done(close_rest(c));
    assert_int_equal(the_note(c)->state, NOTE_DONE);
    assert_int_equal(the_order(c)->state, ORDER_CLOSED);
    assert_int_equal(the_account(c)->reserved.fen, 0);
    assert_sound(c);
}

static void a_note_not_in_the_store_has_no_rest(void **state)
{
    struct world *c = note_seeded(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    assert_refused(close_rest(c), RULE_FLOW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(consignment_leaves_exposure_unchanged),
        TEST(the_receivable_says_what_for_and_when),
        TEST(a_term_from_the_slip_waits_for_the_slip),
        TEST(goods_that_cost_nothing_owe_nothing),
        TEST(the_parts_of_a_line_sum_to_its_amount),
        TEST(no_fen_is_lost_however_a_line_is_split),
        TEST(money_that_waited_pays_at_once),
        TEST(a_signed_shortfall_becomes_a_receivable),
        TEST(goods_go_by_the_orders_station),
        TEST(a_station_must_exist_and_be_in_use),
        TEST(a_shipment_without_station_asks_for_one),
        TEST(consignment_ends_the_shipping_clock),
        TEST(only_issued_goods_are_consigned),
        TEST(a_corrected_waybill_keeps_both),
        TEST(feedback_tells_all_three),
        TEST(his_own_days_in_transit_count),
        TEST(goods_do_not_arrive_before_they_leave),
        TEST(a_closed_rest_frees_quota_and_limit),
        TEST(a_closed_rest_of_a_cash_order_frees_its_deposit),
        TEST(a_closed_rest_takes_its_shortfall_with_it),
        TEST(only_what_is_open_is_closed),
        TEST(an_order_of_which_nothing_is_left_closes),
        TEST(a_note_not_in_the_store_has_no_rest),
    };

    return cmocka_run_group_tests_name("note_consign", tests, NULL, NULL);
}
