/*
 * test_note_allocate.c - SP2: allocation, back orders, delivery only as a whole.
 */
#include "tests/unit/store_tests.h"

#include "server/core/document.h"

static void overdue_since(struct world *c, int64_t amount, struct day due)
{
    struct credit_account_row *a = world_row(c, TABLE_CREDIT_ACCOUNT, the_order(c)->account_id);
    int64_t id = world_put(c, TABLE_RECEIVABLE,
                           &(struct receivable_row){ .no = STR("OP-1"),
                                                     .kind = DEBT_OPENING,
                                                     .account_id = a->id,
                                                     .customer_id = the_order(c)->customer_id,
                                                     .state = RECEIVABLE_OPEN,
                                                     .amount = fen(amount),
                                                     .open_s = fen(amount),
                                                     .basis_day = due,
                                                     .due = due });

    a->shipped.fen += amount;
    a->last_entry_id = world_put(c, TABLE_EXPOSURE,
                                 &(struct exposure_row){ .account_id = a->id,
                                                         .bucket = BUCKET_S,
                                                         .amount = fen(amount),
                                                         .receivable_id = id });
}

/* --- allocation -------------------------------------------------------------------------- */

static void allocation_reserves_what_is_there(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));

    (void)state;
    does(c, OP_NOTE_ALLOCATE, "scr");
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_ALLOCATED);
    assert_int_equal(the_stock(c, "P1")->reserved.n, 10);
    assert_int_equal(the_stock(c, "P1")->on_hand.n, 1000);
    assert_int_equal(note_line(c, 2)->allocated.n, 5);
    assert_int_equal(the_part(c, 1)->due_at.us, the_note(c)->due_at.us);
    assert_sound(c);
}

/* T51: the rest, not what was shipped. */
static void what_is_missing_becomes_a_back_order_of_the_rest(void **state)
{
    struct world *c = one_line(10);
    const struct work *w;

    (void)state;
    stock_is(c, "P1", 7);
    give_day(c, P_promised, "2026-03-20");
    w = on_note(c, OP_NOTE_ALLOCATE, "scr");
    assert_int_equal(w->ruling.outcome, OUTCOME_HELD);
    assert_int_equal(w->ruling.rule, RULE_BACKORDER);
    assert_int_equal(note_line(c, 1)->allocated.n, 7);
    assert_int_equal(note_line(c, 1)->backorder.n, 3);
    assert_int_equal(note_line(c, 1)->promised.n, day_of(2026, 3, 20).n);
    assert_int_equal(messages(c, MESSAGE_BACKORDER, ROLE_CSR), 1);
    assert_sound(c);
}

/* As if it had been keyed so: hash and signatures say the same. */
static void make_whole(struct world *c)
{
    struct order_row *o = world_row(c, TABLE_ORDER, the_order(c)->id);
    const struct model_table *lines = &c->model.tables[TABLE_ORDER_LINE];
    const struct model_table *signatures = &c->model.tables[TABLE_SIGNATURE];
    struct work *w = ARENA_NEW(memory, struct work);

    w->arena = memory;
    for (size_t i = 0; i < lines->n; i++)
        work_load(w, TABLE_ORDER_LINE, lines->rows[i]);
    o->complete = true;
    o->content_hash = order_content_hash(w, o);
    for (size_t i = 0; i < signatures->n; i++)
        ((struct signature_row *)signatures->rows[i])->content_hash = o->content_hash;
}

/* --- the customer takes it only as a whole (R-131) -----------------------------------------
 */

static struct world *whole_order(int64_t n, int64_t m)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", n, -1 }, { "P2", m, -1 }));

    make_whole(c);
    return c;
}

static void a_whole_order_leaves_the_shelves_only_whole(void **state)
{
    struct world *c = whole_order(10, 5);
    const struct work *w;

    (void)state;
    stock_is(c, "P1", 7);
    w = on_note(c, OP_NOTE_ALLOCATE, "scr");
    assert_int_equal(w->ruling.outcome, OUTCOME_HELD);
    assert_int_equal(w->ruling.rule, RULE_COMPLETE_DELIVERY);
    assert_int_equal(w->ruling.remedy_count, 3);
    assert_string_equal(w->ruling.remedies[0].kind, "wait");
    assert_string_equal(w->ruling.remedies[1].kind, "short_close");
    assert_string_equal(w->ruling.remedies[2].kind, "agree_to_part");
    assert_int_equal(the_stock(c, "P1")->reserved.n, 0);
    assert_int_equal(the_stock(c, "P2")->reserved.n, 0);
    assert_int_equal(note_line(c, 1)->backorder.n, 3); /* what is not there is on record */
    assert_int_equal(note_line(c, 2)->backorder.n, 0);
    assert_int_equal(messages(c, MESSAGE_BACKORDER, ROLE_CSR), 1);
    assert_refused(on_note(c, OP_NOTE_ALLOCATE, "scr"), RULE_COMPLETE_DELIVERY);
    assert_int_equal(messages(c, MESSAGE_BACKORDER, ROLE_CSR), 1);
    assert_sound(c);
    assert_done(came_in(c, "P1", 3));
    assert_done(on_note(c, OP_NOTE_ALLOCATE, "scr"));
    assert_int_equal(note_line(c, 1)->allocated.n, 10);
    assert_int_equal(note_line(c, 1)->backorder.n, 0);
    assert_int_equal(note_line(c, 2)->allocated.n, 5);
    assert_sound(c);
}

static void a_part_of_a_whole_order_is_not_asked_for(void **state)
{
    struct world *c = whole_order(10, 5);
    const struct work *w;

    (void)state;
    give_line(c, 1, NULL, 10, -1);
    w = on_note(c, OP_NOTE_ALLOCATE, "scr");
    assert_refused(w, RULE_COMPLETE_DELIVERY);
    assert_string_equal(w->ruling.remedies[0].kind, "short_close"); /* nothing to wait for */
    assert_int_equal(note_line(c, 1)->allocated.n, 0);
}

static void the_customer_agrees_to_a_part(void **state)
{
    struct world *c = whole_order(10, 5);
    const struct work *w;

    (void)state;
    stock_is(c, "P1", 7);
    give_text(c, P_agreed_by, " ");
    assert_int_equal(on_note(c, OP_NOTE_ALLOCATE, "scr")->ruling.rule, RULE_COMPLETE_DELIVERY);
    give_text(c, P_agreed_by, "Ms Lin");
    w = on_note(c, OP_NOTE_ALLOCATE, "scr");
    assert_int_equal(w->ruling.outcome, OUTCOME_HELD);
    assert_int_equal(w->ruling.rule, RULE_BACKORDER);
    assert_int_equal(note_line(c, 1)->allocated.n, 7);
    assert_int_equal(note_line(c, 2)->allocated.n, 5);
    assert_str(w->event.v[w->event.n - 1]->remark, "a part is agreed by Ms Lin");
    assert_sound(c);
}

static void what_is_closed_leaves_a_smaller_whole(void **state)
{
    struct world *c = whole_order(10, 5);

    (void)state;
    stock_is(c, "P1", 7);
    assert_int_equal(on_note(c, OP_NOTE_ALLOCATE, "scr")->ruling.outcome, OUTCOME_HELD);
    give_text(c, P_reason, "customer takes 7");
    give_text(c, P_requester, "Ms Lin");
    does(c, OP_NOTE_SHORT_CLOSE, "csr");
    assert_done(on_note(c, OP_NOTE_ALLOCATE, "scr"));
    assert_int_equal(note_line(c, 1)->allocated.n, 7);
    assert_sound(c);
}

/* --- allocation, on ------------------------------------------------------------------------
 */

static void no_more_is_reserved_than_stands_free(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    stock_is(c, "P1", 7);
    allocated(c);
    assert_int_equal(the_stock(c, "P1")->reserved.n, 7);
    assert_int_equal(part_line(c, 1, 1)->qty.n, 7);
    assert_sound(c);
}

static void unknown_stock_gives_nothing(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    c->model.tables[TABLE_STOCK].n = 0;
    allocated(c);
    assert_null(the_part(c, 1));
    assert_int_equal(note_line(c, 1)->backorder.n, 10);
}

static void goods_that_came_serve_the_back_order(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    stock_is(c, "P1", 7);
    allocated(c);
    assert_done(came_in(c, "P1", 2));
    allocated(c);
    assert_int_equal(part_line(c, 2, 1)->qty.n, 2);
    assert_int_equal(note_line(c, 1)->backorder.n, 1);
    assert_done(came_in(c, "P1", 1));
    does(c, OP_NOTE_ALLOCATE, "scr");
    assert_int_equal(note_line(c, 1)->backorder.n, 0);
    assert_int_equal(note_line(c, 1)->promised.n, 0);
    assert_sound(c);
}

static void asking_again_without_new_goods_is_refused(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    stock_is(c, "P1", 7);
    allocated(c);
    assert_refused(on_note(c, OP_NOTE_ALLOCATE, "scr"), RULE_NO_STOCK);
    give_day(c, P_promised, "2026-03-20"); /* a new promise is news */
    assert_int_equal(on_note(c, OP_NOTE_ALLOCATE, "scr")->ruling.outcome, OUTCOME_HELD);
}

static void a_part_is_taken_by_line(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));

    (void)state;
    allocated_of(c, 2, 3);
    assert_int_equal(note_line(c, 1)->allocated.n, 0);
    assert_int_equal(note_line(c, 2)->allocated.n, 3);
    assert_int_equal(note_line(c, 2)->backorder.n, 0);
    give_line(c, 2, NULL, 3, -1);
    assert_refused(on_note(c, OP_NOTE_ALLOCATE, "scr"), RULE_OPEN_QTY);
    give_line(c, 2, NULL, 1, -1); /* two rows of one line count together */
    give_line(c, 2, NULL, 2, -1);
    assert_refused(on_note(c, OP_NOTE_ALLOCATE, "scr"), RULE_OPEN_QTY);
    assert_sound(c);
}

/* T48. */
static void a_product_on_two_lines_is_named_by_line(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }, { "P1", 5, -1 }));

    (void)state;
    give_line(c, 0, "P1", 3, -1);
    assert_refused_code(on_note(c, OP_NOTE_ALLOCATE, "scr"), ERR_PARAMS);
    give_line(c, 9, NULL, 3, -1);
    assert_refused_code(on_note(c, OP_NOTE_ALLOCATE, "scr"), ERR_PARAMS);
    does(c, OP_NOTE_ALLOCATE, "scr");
    assert_int_equal(the_stock(c, "P1")->reserved.n, 15);
    assert_sound(c);
}

static void nothing_open_is_not_allocated(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    allocated(c);
    assert_refused(on_note(c, OP_NOTE_ALLOCATE, "scr"), RULE_NOTHING_OPEN);
}

static void a_promise_is_not_in_the_past(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    give_day(c, P_promised, "2026-03-03");
    assert_refused(on_note(c, OP_NOTE_ALLOCATE, "scr"), RULE_PROMISED);
}

static void the_warehouse_is_named_where_there_are_several(void **state)
{
    struct world *c = one_line(10);
    struct app_user_row *wh = world_row(c, TABLE_APP_USER, world_user(c, "wh"));

    (void)state;
    world_put(c, TABLE_WAREHOUSE, &(struct warehouse_row){ .code = STR("W2") });
    assert_refused_code(on_note(c, OP_NOTE_ALLOCATE, "scr"), ERR_PARAMS);
    give_text(c, P_warehouse, "W9");
    assert_refused_code(on_note(c, OP_NOTE_ALLOCATE, "scr"), ERR_NOT_FOUND);
    give_text(c, P_warehouse, "W1");
    give_line(c, 1, NULL, 4, -1);
    assert_done(on_note(c, OP_NOTE_ALLOCATE, "scr"));
    wh->warehouse_id = world_id(c, TABLE_WAREHOUSE, "W1"); /* his own is meant */
    assert_done(on_note(c, OP_NOTE_ALLOCATE, "wh"));
    assert_sound(c);
}

/* T15, T31: what was signed is not asked twice. */
static void a_first_allocation_asks_nothing_about_credit(void **state)
{
    struct world *c = one_line(10);

    (void)state;
    overdue_since(c, 5000, day_of(2026, 1, 5));
    world_later(c, 20 * 24 * 60);
    does(c, OP_NOTE_ALLOCATE, "scr");
}

/* So it does where the limit fell, or the money that made room was taken back. */
static void an_old_back_order_meets_credit_that_shrank(void **state)
{
    struct world *c = one_line(10);
    struct order_row *o = world_row(c, TABLE_ORDER, the_order(c)->id);
    struct credit_account_row *a = world_row(c, TABLE_CREDIT_ACCOUNT, the_account(c)->id);

    (void)state;
    stock_is(c, "P1", 7);
    allocated(c);
    world_later(c, 6 * 24 * 60);
    assert_done(came_in(c, "P1", 2));
    o->signed_limit = a->lim;
    a->lim = fen(a->reserved.fen - 1);
    assert_refused(on_note(c, OP_NOTE_ALLOCATE, "scr"), RULE_BACKORDER_CREDIT);
    o->signed_limit = a->lim; /* as it was when he signed */
    a->bounced = fen(5000);
    o->bounce_most = fen(4999);
    assert_refused(on_note(c, OP_NOTE_ALLOCATE, "scr"), RULE_BACKORDER_CREDIT);
    o->signed_excess = fen(1);
    allocated(c);
    assert_int_equal(note_line(c, 1)->allocated.n, 9);
}

static void an_old_back_order_meets_a_new_overdue(void **state)
{
    struct world *c = one_line(10);
    struct order_row *o = world_row(c, TABLE_ORDER, the_order(c)->id);
    const struct work *w;

    (void)state;
    stock_is(c, "P1", 7);
    allocated(c);
    overdue_since(c, 5000, day_of(2026, 3, 5));
    world_later(c, 5 * 24 * 60);
    assert_done(came_in(c, "P1", 1));
    allocated(c); /* not older than sp.rejudge_days */
    world_later(c, 24 * 60);
    assert_done(came_in(c, "P1", 2));
    w = on_note(c, OP_NOTE_ALLOCATE, "scr");
    assert_refused(w, RULE_BACKORDER_CREDIT);
    assert_string_equal(w->ruling.remedies[0].kind, "pay");
    assert_int_equal(w->ruling.remedies[0].what.value, 5000);
    o->signed_overdue = fen(5000); /* signed with open eyes */
    does(c, OP_NOTE_ALLOCATE, "scr");
    assert_int_equal(note_line(c, 1)->judged.n, day_of(2026, 3, 10).n);
}

static void goods_paid_before_are_not_judged_again(void **state)
{
    struct world *c = note_in_store(memory, "C2", GOODS({ "P1", 10, -1 }));

    (void)state;
    stock_is(c, "P1", 7);
    allocated(c);
    overdue_since(c, 5000, day_of(2026, 3, 5));
    world_later(c, 20 * 24 * 60);
    assert_done(came_in(c, "P1", 5));
    does(c, OP_NOTE_ALLOCATE, "scr");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(allocation_reserves_what_is_there),
        TEST(what_is_missing_becomes_a_back_order_of_the_rest),
        TEST(a_whole_order_leaves_the_shelves_only_whole),
        TEST(a_part_of_a_whole_order_is_not_asked_for),
        TEST(the_customer_agrees_to_a_part),
        TEST(what_is_closed_leaves_a_smaller_whole),
        TEST(no_more_is_reserved_than_stands_free),
        TEST(unknown_stock_gives_nothing),
        TEST(goods_that_came_serve_the_back_order),
        TEST(asking_again_without_new_goods_is_refused),
        TEST(a_part_is_taken_by_line),
        TEST(a_product_on_two_lines_is_named_by_line),
        TEST(nothing_open_is_not_allocated),
        TEST(a_promise_is_not_in_the_past),
        TEST(the_warehouse_is_named_where_there_are_several),
        TEST(a_first_allocation_asks_nothing_about_credit),
        TEST(an_old_back_order_meets_credit_that_shrank),
        TEST(an_old_back_order_meets_a_new_overdue),
        TEST(goods_paid_before_are_not_judged_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
