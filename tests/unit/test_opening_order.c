/*
 * test_opening_order.c - go-live: orders that were open before come in as they arrived, and go
 * through this house's own checks.
 */
#include "tests/world/money_world.h"

static void begin(struct world *c, int64_t rows, int64_t total)
{
    give_text(c, P_batch, "ORD");
    give_day(c, P_as_of, "2026-03-03");
    give_number(c, P_rows, rows);
    give_number(c, P_total, total);
    assert_done(world_do(c, OP_OPENING_BEGIN, "ssgl"));
}

/* C1's order of 10 P1 from the end of February, approved the day before. */
static void an_open_order(struct world *c, const char *reference)
{
    give_text(c, P_batch, "ORD");
    give_text(c, P_customer, "C1");
    give_line(c, 0, "P1", 10, -1);
    give_number(c, P_channel, CHANNEL_IMPORT);
    give_text(c, P_reference, reference);
    give_text(c, P_approver, "mm");
    give_text(c, P_verifier, "kam");
    give_time(c, P_approved_at, "2026-02-25T09:00:00+08:00");
    give_time(c, P_arrival, "2026-02-26T10:00:00+08:00");
}

static struct work *taken_over(struct world *c)
{
    return world_do(c, OP_OPENING_ORDER, "csr");
}

static const struct order_row *newest(const struct world *c)
{
    const struct model_table *t = &c->model.tables[TABLE_ORDER];

    return t->rows[t->n - 1];
}

static void it_keeps_its_arrival(void **state)
{
    struct world *c = world_new(memory);
    const struct order_row *o;
    struct work *w;

    (void)state;
    begin(c, 1, 10000);
    an_open_order(c, "FX-1");
    w = taken_over(c);
    assert_done(w);
    o = newest(c);
    assert_int_equal(o->state, ORDER_RECEIVED);
    assert_int_equal((o->keyed_at.us - o->arrival.us) / INSTANT_MINUTE, 6 * 24 * 60);
    assert_int_equal(o->business_day.n, day_of(2026, 2, 26).n);
    assert_int_equal(o->due_at.us, o->arrival.us + 30 * INSTANT_MINUTE);
    assert_fen(o->total, 10000);
    assert_fen(w->opening.v[0]->total, 10000);
    assert_int_equal(w->opening.v[0]->rows, 1);
    assert_str(w->event.v[0]->remark, "ORD: IMPORT FX-1; approved by mm; verified by kam");
}

static void an_old_order_takes_the_quota_of_the_month_of_go_live(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    begin(c, 2, 10000);
    an_open_order(c, "FX-1");
    assert_done(taken_over(c));
    assert_int_equal(newest(c)->quota_month.n, day_of(2026, 3, 1).n);
    an_open_order(c, "FX-2");
    give_time(c, P_arrival, "2026-03-02T10:00:00+08:00"); /* of this month */
    assert_done(taken_over(c));
    assert_int_equal(newest(c)->quota_month.n, day_of(2026, 3, 1).n);
}

static void it_goes_through_the_checks_like_any_other(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    begin(c, 1, 10000);
    an_open_order(c, "FX-1");
    assert_done(taken_over(c));
    no = str_text(memory, newest(c)->no);
    give_text(c, P_order, no);
    give_text(c, P_memo, "open at go-live");
    assert_done(world_do(c, OP_ORDER_ACCEPT, "csr"));
    assert_int_equal(world_order(c, no)->state, ORDER_WAIT_MA);
    assert_fen(account_at(c, "C1")->reserved, 10000);
}

/* The price list begins with go-live, the order arrived before. */
static void it_has_the_first_price_on_file(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    begin(c, 1, 10000);
    an_open_order(c, "FX-1");
    give_time(c, P_approved_at, "2025-12-29T09:00:00+08:00");
    give_time(c, P_arrival, "2025-12-30T10:00:00+08:00");
    assert_done(taken_over(c));
    assert_fen(newest(c)->total, 10000);
    no = str_text(memory, newest(c)->no);
    give_text(c, P_order, no);
    give_text(c, P_memo, "open at go-live");
    assert_done(world_do(c, OP_ORDER_ACCEPT, "csr"));
    assert_int_equal(world_order(c, no)->state, ORDER_WAIT_MA);
}

static void its_day_may_have_passed(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    begin(c, 1, 10000);
    an_open_order(c, "FX-1");
    give_day(c, P_wanted, "2026-02-25");
    assert_refused(taken_over(c), WANTED_PAST); /* before it arrived */
    an_open_order(c, "FX-1");
    give_day(c, P_wanted, "2026-03-01");
    assert_done(taken_over(c));
}

static void it_comes_in_once(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    begin(c, 2, 20000);
    an_open_order(c, "FX-1");
    assert_done(taken_over(c));
    an_open_order(c, "FX-1");
    assert_refused(taken_over(c), OPENING_ORDER);
    an_open_order(c, "FX-1"); /* another customer's paper of that number */
    give_text(c, P_customer, "C2");
    assert_done(taken_over(c));
}

static void a_cancelled_order_may_come_in_again(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    begin(c, 2, 20000);
    an_open_order(c, "FX-1");
    assert_done(taken_over(c));
    give_text(c, P_order, str_text(memory, newest(c)->no));
    give_text(c, P_reason, "keyed with a wrong line");
    give_text(c, P_requester, "kam");
    assert_done(world_do(c, OP_ORDER_CANCEL, "csr"));
    an_open_order(c, "FX-1");
    assert_done(taken_over(c));
}

static void what_arrives_later_is_keyed_like_any_other(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    begin(c, 1, 10000);
    an_open_order(c, "FX-1");
    give_time(c, P_arrival, "2026-03-04T09:00:00+08:00"); /* the batch is of the 3rd */
    assert_refused(taken_over(c), OPENING_ARRIVED);
    an_open_order(c, "FX-1");
    give_time(c, P_arrival, "2026-03-05T09:00:00+08:00");
    assert_refused(taken_over(c), ARRIVAL_LATER);
}

static void the_intake_is_as_strict_as_ever(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    begin(c, 1, 10000);
    an_open_order(c, "FX-1");
    give_text(c, P_approver, "mm2"); /* another market's */
    assert_refused(taken_over(c), ATTEST_APPROVER);
    an_open_order(c, "FX-1");
    c->args.v[P_verifier].given = false;
    assert_refused(taken_over(c), ATTEST_VERIFIED);
    an_open_order(c, " ");
    assert_refused(taken_over(c), ATTESTED);
    an_open_order(c, "FX-1");
    give_text(c, P_batch, "none");
    assert_int_equal(taken_over(c)->ruling.code, ERR_NOT_FOUND);
    an_open_order(c, "FX-1");
    give_text(c, P_customer, "CX");
    assert_int_equal(taken_over(c)->ruling.code, ERR_NOT_FOUND);
}

static void a_closed_batch_takes_no_order(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    begin(c, 1, 10000);
    an_open_order(c, "FX-1");
    assert_done(taken_over(c));
    give_text(c, P_batch, "ORD");
    assert_done(world_do(c, OP_OPENING_CLOSE, "ssgl"));
    an_open_order(c, "FX-2");
    assert_refused(taken_over(c), OPENING_AGAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_keeps_its_arrival),
        TEST(an_old_order_takes_the_quota_of_the_month_of_go_live),
        TEST(it_goes_through_the_checks_like_any_other),
        TEST(it_has_the_first_price_on_file),
        TEST(its_day_may_have_passed),
        TEST(it_comes_in_once),
        TEST(a_cancelled_order_may_come_in_again),
        TEST(what_arrives_later_is_keyed_like_any_other),
        TEST(the_intake_is_as_strict_as_ever),
        TEST(a_closed_batch_takes_no_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
