/*
 * test_order_rest.c - what a note has not shipped is changed and goes on as an order of its own
 * (R-122, R-138).
 */
#include <string.h>

#include "tests/core/truths.h"
#include "tests/unit/road.h"

#define assert_sound(c)                                                                        \
    do {                                                                                       \
        const char *broken = truths_broken(&(c)->model, memory);                               \
                                                                                               \
        assert_string_equal(broken ? broken : "sound", "sound");                               \
    } while (0)

/* The numbers of the test's order and its note. */
static const char *no, *note;

static struct work *on_note(struct world *c, enum op op, const char *login)
{
    give_text(c, P_note, note);
    return world_do(c, op, login);
}

static void part_done(struct world *c, enum op op, const char *login)
{
    give_number(c, P_part, 1);
    if (op == OP_NOTE_CONSIGN) {
        give_text(c, P_waybill, "WB1");
        give_text(c, P_carrier, "Rail");
    }
    assert_came_to(on_note(c, op, login), "DONE");
}

/* The order's note is with the store: 10 P1 at 10.00 and 12 P3 at 1.00, of which 6 are there.
 */
static struct world *with_store(const char *customer)
{
    struct world *c = world_new(memory);
    struct work *w;

    if (!strcmp(customer, "C2"))
        paid(c, "C2", 11200, "R1");
    give_line(c, 0, "P3", 12, -1);
    no = keyed(c, customer, "P1", 10, -1);
    accept(c, no);
    act(c, OP_ORDER_SIGN, "ddir", no);
    w = act(c, OP_ORDER_PRINT, "fin", no);
    assert_came_to(w, "DONE");
    note = str_text(memory, w->note.v[0]->no);
    paper_came_out(c);
    assert_came_to(on_note(c, OP_NOTE_HAND_OVER, "csr"), "DONE");
    assert_came_to(on_note(c, OP_NOTE_ACCEPT, "wh"), "DONE");
    return c;
}

/* What is there left with the carrier; 6 P3 are back-ordered. */
static struct world *shipped(const char *customer)
{
    struct world *c = with_store(customer);

    assert_came_to(on_note(c, OP_NOTE_ALLOCATE, "wh"), "HELD BACKORDER");
    part_done(c, OP_NOTE_PICK, "wh");
    part_done(c, OP_NOTE_CHECK, "wh2");
    part_done(c, OP_NOTE_ISSUE, "wh");
    part_done(c, OP_NOTE_CONSIGN, "scr");
    return c;
}

/* The line of 12 P3: it is keyed first. */
#define REST_LINE 1

static struct work *change(struct world *c)
{
    give_text(c, P_requester, "um");
    return act(c, OP_ORDER_AMEND_REST, "csr", no);
}

static struct work *change_to(struct world *c, int64_t n)
{
    give_line(c, REST_LINE, NULL, n, -1);
    return change(c);
}

static const struct order_row *rest_of(const struct world *c)
{
    const struct order_row *rest = newest(c, TABLE_ORDER);

    assert_int_equal(rest->follows_id, world_order(c, no)->id);
    return rest;
}

/* --- what it becomes ---------------------------------------------------------------------- */

static void the_rest_is_a_new_version_with_a_road_of_its_own(void **state)
{
    struct world *c = shipped("C1");
    const struct order_row *rest;

    (void)state;
    world_later(c, 60);
    assert_came_to(change_to(c, 18), "DONE");
    rest = rest_of(c);
    assert_int_equal(rest->state, ORDER_WAIT_MA);
    assert_int_equal(rest->version, 2);
    assert_int_equal(rest->arrival.us, world_order(c, no)->arrival.us);
    assert_fen(rest->total, 1800);
    assert_fen(rest->reserved, 1800);
    assert_int_equal(live_signatures(c, str_text(memory, rest->no), SIGN_MA), 0);
    assert_state(c, no, ORDER_HANDED_OVER);
    assert_int_equal(world_order(c, no)->version, 1);
    assert_int_equal(live_signatures(c, no, SIGN_MA), 1);
    assert_fen(world_order(c, no)->reserved, 0);
    assert_fen(account_of(c, "C1")->reserved, 1800);
    assert_fen(account_of(c, "C1")->shipped, 10600);
    assert_sound(c);
}

static void it_is_signed_printed_and_shipped_by_its_own_note(void **state)
{
    const char *rest;
    struct world *c = shipped("C1");
    struct work *w;

    (void)state;
    change_to(c, 18);
    rest = str_text(memory, rest_of(c)->no);
    assert_came_to(act(c, OP_ORDER_PRINT, "fin", rest), "REFUSED FLOW");
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", rest), "DONE");
    w = act(c, OP_ORDER_PRINT, "fin", rest);
    assert_came_to(w, "DONE");
    assert_string_not_equal(str_text(memory, w->note.v[0]->no), note);
    assert_fen(w->note.v[0]->total, 1800);
    assert_sound(c);
}

static void each_closes_for_itself(void **state)
{
    struct world *c = shipped("C1");

    (void)state;
    change_to(c, 18);
    give_text(c, P_signer, "Mr Xu");
    part_done(c, OP_NOTE_CONFIRM, "csr");
    assert_int_equal(((const struct note_row *)model_find(&c->model, TABLE_NOTE,
                                                          world_order(c, no)->note_id))
                         ->state,
                     NOTE_DONE);
    give_text(c, P_customer, "C1");
    give_number(c, P_amount, 10600);
    give_number(c, P_pay_method, PAY_TRANSFER);
    assert_came_to(world_do(c, OP_RECEIPT_RECORD, "fin"), "DONE");
    give_text(c, P_receipt,
              str_text(memory, ((struct receipt_row *)newest(c, TABLE_RECEIPT))->no));
    assert_came_to(world_do(c, OP_RECEIPT_ALLOCATE, "fin2"), "DONE");
    assert_state(c, no, ORDER_CLOSED);
    assert_int_equal(rest_of(c)->state, ORDER_WAIT_MA);
    assert_sound(c);
}

static void the_rest_of_a_rest_is_changed_again(void **state)
{
    const char *rest;
    struct world *c = shipped("C1");
    struct work *w;

    (void)state;
    change_to(c, 18);
    rest = str_text(memory, rest_of(c)->no);
    act(c, OP_ORDER_SIGN, "ddir", rest);
    w = act(c, OP_ORDER_PRINT, "fin", rest);
    note = str_text(memory, w->note.v[0]->no);
    paper_came_out(c);
    on_note(c, OP_NOTE_HAND_OVER, "csr");
    on_note(c, OP_NOTE_ACCEPT, "wh");
    give_text(c, P_product, "P3");
    give_text(c, P_warehouse, "W1");
    give_number(c, P_qty, 6);
    assert_came_to(world_do(c, OP_STOCK_RECEIVE, "wh"), "DONE");
    on_note(c, OP_NOTE_ALLOCATE, "wh");
    part_done(c, OP_NOTE_PICK, "wh");
    no = rest;
    assert_came_to(change_to(c, 6), "DONE");
    assert_int_equal(rest_of(c)->version, 3);
    assert_fen(rest_of(c)->total, 600);
    assert_sound(c);
}

/* --- what may change ------------------------------------------------------------------------
 */

static void less_is_given_up_and_more_is_judged(void **state)
{
    struct world *c = shipped("C1");

    (void)state;
    assert_came_to(change_to(c, 12000000), "HELD CC_FAR_OVER");
    assert_int_equal(rest_of(c)->state, ORDER_HOLD_CREDIT);
    assert_fen(account_of(c, "C1")->reserved, 0);
    assert_sound(c);
}

static void a_price_below_the_floor_fails_qc(void **state)
{
    struct world *c = shipped("C1");

    (void)state;
    give_line(c, REST_LINE, NULL, 6, 1);
    assert_came_to(change(c), "HELD QC_FLOOR");
    assert_int_equal(rest_of(c)->state, ORDER_RETURNED);
    assert_fen(account_of(c, "C1")->reserved, 0);
    assert_sound(c);
}

static void another_product_takes_the_place(void **state)
{
    struct world *c = shipped("C1");

    (void)state;
    give_line(c, REST_LINE, NULL, 0, -1);
    give_line(c, 0, "P2", 5, -1);
    assert_came_to(change(c), "DONE");
    assert_fen(rest_of(c)->total, 50000);
    assert_true(rest_of(c)->quota_held);
    assert_sound(c);
}

static void another_station_takes_all_that_is_open(void **state)
{
    struct world *c = with_store("C1");

    (void)state;
    give_line(c, 2, NULL, 4, -1);
    assert_came_to(on_note(c, OP_NOTE_ALLOCATE, "wh"), "DONE");
    part_done(c, OP_NOTE_PICK, "wh"); /* 4 P1 are off the shelf */
    give_text(c, P_station, "ST2");
    assert_came_to(change(c), "DONE");
    assert_int_equal(rest_of(c)->station_id, world_id(c, TABLE_STATION, "ST2"));
    assert_fen(rest_of(c)->total, 6 * 1000 + 12 * 100);
    assert_fen(world_order(c, no)->reserved, 4000);
    assert_sound(c);
}

static void what_is_only_allocated_goes_back(void **state)
{
    struct world *c = with_store("C1");
    const struct stock_row *st;

    (void)state;
    assert_came_to(on_note(c, OP_NOTE_ALLOCATE, "wh"), "HELD BACKORDER");
    assert_came_to(change_to(c, 6), "DONE");
    st = c->model.tables[TABLE_STOCK].rows[0];
    assert_int_equal(st->reserved.n, 0);
    assert_fen(rest_of(c)->total, 600);
    assert_came_to(on_note(c, OP_NOTE_ALLOCATE, "wh"), "DONE"); /* the other line, again */
    assert_sound(c);
}

/* --- money and quota, once at every moment
 * ---------------------------------------------------- */

static void a_deposit_goes_along(void **state)
{
    struct world *c = shipped("C2");

    (void)state;
    assert_came_to(change_to(c, 12), "DONE CC_FUNDS");
    assert_fen(rest_of(c)->earmarked, 600);
    assert_fen(world_order(c, no)->earmarked, 0);
    assert_true(rest_of(c)->cash_basis);
    assert_books_agree(c);
}

static void money_beyond_the_rest_is_free(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    c = with_store("C2");
    give_line(c, 2, NULL, 5, -1);
    assert_came_to(on_note(c, OP_NOTE_ALLOCATE, "wh"), "DONE");
    part_done(c, OP_NOTE_PICK, "wh");
    assert_came_to(change_to(c, 6), "DONE");
    assert_fen(rest_of(c)->earmarked, 600);
    assert_fen(world_order(c, no)->earmarked, 10000);
    assert_fen(account_of(c, "C2")->deposit, -600);
    assert_books_agree(c);
}

/* It is promised to the rest, however long quota is asked: nobody has to promise it again. */
static void a_deposit_waits_for_quota_with_the_rest(void **state)
{
    const char *rest;
    struct world *c = shipped("C2");

    (void)state;
    world_cell(c, (struct quota_cell_row){ .month = day_of(2026, 3, 1),
                                           .product_id = world_id(c, TABLE_PRODUCT, "P3"),
                                           .holder = HOLDER_AREA,
                                           .holder_id = world_id(c, TABLE_AREA, "E1"),
                                           .allotted = qty(6) });
    assert_came_to(change_to(c, 12), "HELD QUOTA_SHORT");
    rest = str_text(memory, rest_of(c)->no);
    assert_state(c, rest, ORDER_QUOTA_CHOICE);
    assert_fen(rest_of(c)->earmarked, 600);
    assert_fen(account_of(c, "C2")->deposit, 0);
    assert_books_agree(c);
    give_text(c, P_reason, "promised");
    assert_came_to(act(c, OP_ORDER_ASK_SLT, "csr", rest), "DONE");
    assert_fen(rest_of(c)->earmarked, 600);
    assert_came_to(act(c, OP_ORDER_WITHDRAW, "csr", rest), "DONE");
    assert_came_to(act(c, OP_ORDER_CUT, "csr", rest), "DONE");
    assert_state(c, rest, ORDER_WAIT_MA);
    assert_fen(rest_of(c)->earmarked, 600);
    assert_books_agree(c);
}

/* What is cut to nothing gives its money back. */
static void a_rest_without_quota_frees_its_deposit(void **state)
{
    const char *rest;
    struct world *c = shipped("C2");

    (void)state;
    world_cell(c, (struct quota_cell_row){ .month = day_of(2026, 3, 1),
                                           .product_id = world_id(c, TABLE_PRODUCT, "P3"),
                                           .holder = HOLDER_AREA,
                                           .holder_id = world_id(c, TABLE_AREA, "E1") });
    assert_came_to(change_to(c, 12), "HELD QUOTA_SHORT");
    rest = str_text(memory, rest_of(c)->no);
    assert_fen(rest_of(c)->earmarked, 600);
    assert_fen(rest_of(c)->total, 0);
    assert_came_to(act(c, OP_ORDER_CUT, "csr", rest), "HELD QUOTA_NONE");
    assert_fen(rest_of(c)->earmarked, 0);
    assert_fen(account_of(c, "C2")->deposit, -600);
    assert_books_agree(c);
}

/* --- who, and what stands against it
 * ----------------------------------------------------------- */

static void the_authors_of_the_first_do_not_sign_the_rest(void **state)
{
    const char *rest;
    struct world *c = shipped("C1");

    (void)state;
    world_put(c, TABLE_AUTHOR,
              &(struct author_row){ .order_id = world_order(c, no)->id,
                                    .version = 1,
                                    .user_id = world_user(c, "ddir"),
                                    .at = c->model.now });
    change_to(c, 18);
    rest = str_text(memory, rest_of(c)->no);
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", rest), "REFUSED SELF_APPROVAL");
}

static void somebody_asks_for_it(void **state)
{
    struct world *c = shipped("C1");

    (void)state;
    give_line(c, REST_LINE, NULL, 18, -1);
    give_text(c, P_requester, " ");
    assert_came_to(act(c, OP_ORDER_AMEND_REST, "csr", no), "REFUSED AMEND_REQUESTER");
}

static void nothing_changes_for_nothing(void **state)
{
    struct world *c = shipped("C1");

    (void)state;
    assert_came_to(change_to(c, 6), "REFUSED AMEND_NOTHING");
    assert_came_to(change(c), "REFUSED AMEND_NOTHING");
    assert_int_equal(c->model.tables[TABLE_ORDER].n, 1);
}

static void what_left_is_changed_no_more(void **state)
{
    struct world *c = shipped("C1");

    (void)state;
    give_line(c, 2, NULL, 5, -1);
    assert_came_to(change(c), "REFUSED OPEN_QTY");
    change_to(c, 18);
    give_text(c, P_station, "ST2");
    assert_came_to(change(c), "REFUSED NOTHING_OPEN");
}

static void a_note_of_which_nothing_is_left_is_voided_instead(void **state)
{
    struct world *c = with_store("C1");

    (void)state;
    give_text(c, P_station, "ST2");
    assert_came_to(change(c), "REFUSED REST_WHOLE");
    assert_came_to(change_to(c, 0), "REFUSED LINES_NONE");
}

static void a_note_that_is_being_voided_is_left_alone(void **state)
{
    struct world *c = with_store("C1");
    static const char *const who[] = { "csr", "fin" };

    (void)state;
    for (size_t i = 0; i < COUNT(who); i++) {
        give_number(c, P_way, VOID_CANCEL);
        give_text(c, P_reason, "not wanted");
        on_note(c, OP_NOTE_VOID, who[i]);
    }
    assert_came_to(change_to(c, 6), "REFUSED VOID_AGREED");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_rest_is_a_new_version_with_a_road_of_its_own),
        TEST(it_is_signed_printed_and_shipped_by_its_own_note),
        TEST(each_closes_for_itself),
        TEST(the_rest_of_a_rest_is_changed_again),
        TEST(less_is_given_up_and_more_is_judged),
        TEST(a_price_below_the_floor_fails_qc),
        TEST(another_product_takes_the_place),
        TEST(another_station_takes_all_that_is_open),
        TEST(what_is_only_allocated_goes_back),
        TEST(a_deposit_goes_along),
        TEST(money_beyond_the_rest_is_free),
        TEST(a_deposit_waits_for_quota_with_the_rest),
        TEST(a_rest_without_quota_frees_its_deposit),
        TEST(the_authors_of_the_first_do_not_sign_the_rest),
        TEST(somebody_asks_for_it),
        TEST(nothing_changes_for_nothing),
        TEST(what_left_is_changed_no_more),
        TEST(a_note_of_which_nothing_is_left_is_voided_instead),
        TEST(a_note_that_is_being_voided_is_left_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
