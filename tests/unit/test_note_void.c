/*
 * test_note_void.c - a note in the store is voided by three: finance, a secretary, and who has
 * the paper and the goods.
 */
#include <string.h>

#include "tests/unit/note_tests.h"

static const struct work *void_by(struct world *c, const char *login, enum void_way way)
{
    give_number(c, P_way, way);
    give_text(c, P_reason, "wrong station");
    return on_note(c, OP_NOTE_VOID, login);
}

static const struct work *kept_by(struct world *c, const char *login)
{
    give_text(c, P_reason, "loaded already");
    return on_note(c, OP_NOTE_KEEP, login);
}

/* C1's ten of P1, accepted by the store. */
static struct world *in_store(void)
{
    return note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));
}

/* Finance and a secretary want it void; the store has not answered. */
static void agreed(struct world *c, enum void_way way)
{
    assert_int_equal(void_by(c, "csr", way)->ruling.rule, RULE_VOID_TWO);
    assert_int_equal(void_by(c, "fin", way)->ruling.rule, RULE_VOID_STORE);
    assert_int_equal(the_note(c)->state, NOTE_ACCEPTED);
}

static void voided(struct world *c, enum void_way way)
{
    agreed(c, way);
    assert_done(void_by(c, "wh", way));
    assert_int_equal(the_note(c)->state, NOTE_VOID);
    assert_sound(c);
}

/* --- who --------------------------------------------------------------------------------- */

static void the_store_is_asked_behind_the_two_and_gives_it_back(void **state)
{
    struct world *c = in_store();
    const struct work *w;

    (void)state;
    agreed(c, VOID_CHANGE);
    assert_int_equal(messages(c, MESSAGE_TO_SIGN, ROLE_SCR), 1);
    assert_int_equal(the_note(c)->void_agreed_by, world_user(c, "fin"));
    w = void_by(c, "wh", VOID_CHANGE);
    assert_done(w);
    assert_non_null(strstr(last_paper(c, SERIES_VN)->body.p, "\"given_back_by\":\"wh\""));
    assert_non_null(strstr(last_paper(c, SERIES_VN)->body.p, "\"copies\":1"));
    assert_int_equal(the_order(c)->state, ORDER_RETURNED);
    assert_sound(c);
}

static void the_store_does_not_begin_it(void **state)
{
    struct world *c = in_store();

    (void)state;
    assert_refused(void_by(c, "wh", VOID_CANCEL), RULE_VOID_STORE);
    void_by(c, "csr", VOID_CANCEL);
    assert_refused(void_by(c, "wh", VOID_CANCEL), RULE_VOID_STORE);
    assert_int_equal(the_note(c)->state, NOTE_ACCEPTED);
}

static void a_printed_note_does_not_need_the_store(void **state)
{
    struct world *c = note_seeded(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    assert_refused(void_by(c, "wh", VOID_CANCEL), RULE_VOID_STORE);
    void_by(c, "csr", VOID_CANCEL);
    assert_done(void_by(c, "fin", VOID_CANCEL));
}

static void the_third_is_another_person(void **state)
{
    struct world *c = in_store();

    (void)state;
    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, "fin"), .role = ROLE_WH });
    agreed(c, VOID_CANCEL);
    assert_refused(void_by(c, "fin", VOID_CANCEL), RULE_VOID_STORE);
    assert_refused(void_by(c, "bcr", VOID_CANCEL), RULE_VOID_STORE);
    assert_done(void_by(c, "scr", VOID_CANCEL));
}

static void the_store_gives_back_for_what_was_agreed(void **state)
{
    struct world *c = in_store();

    (void)state;
    agreed(c, VOID_CANCEL);
    assert_refused(void_by(c, "wh", VOID_MISPRINT), RULE_VOID_WAY);
    assert_int_equal(the_note(c)->state, NOTE_ACCEPTED);
}

/* --- what becomes of goods and order ------------------------------------------------------ */

static void picked_goods_go_back_and_are_picked_anew(void **state)
{
    struct world *c = in_store();

    (void)state;
    allocated_of(c, 1, 6);
    does_part(c, OP_NOTE_PICK, 1, "wh");
    does_part(c, OP_NOTE_CHECK, 1, "wh2");
    allocated_of(c, 1, 3);
    voided(c, VOID_MISPRINT);
    assert_int_equal(the_stock(c, "P1")->reserved.n, 0);
    assert_int_equal(the_part(c, 1)->state, SHIPMENT_VOIDED);
    assert_int_equal(the_part(c, 2)->state, SHIPMENT_VOIDED);
    assert_int_equal(the_order(c)->state, ORDER_FIN_QUEUE);
    assert_int_equal(the_order(c)->reserved.fen, the_order(c)->total.fen);
    assert_int_equal(the_order(c)->ship_due_at.us, 0);
}

static void a_cancelled_order_holds_nothing(void **state)
{
    struct world *c = in_store();

    (void)state;
    allocated(c);
    voided(c, VOID_CANCEL);
    assert_int_equal(the_order(c)->state, ORDER_CANCELLED);
    assert_int_equal(the_order(c)->reserved.fen, 0);
    assert_int_equal(the_stock(c, "P1")->reserved.n, 0);
    assert_int_equal(messages(c, MESSAGE_CANCELLED, ROLE_KAM), 1);
}

static void a_deposit_is_free_again(void **state)
{
    struct world *c = note_in_store(memory, "C2", GOODS({ "P1", 10, -1 }));

    (void)state;
    allocated_of(c, 1, 4);
    voided(c, VOID_CANCEL);
    assert_int_equal(the_account(c)->earmarked.fen, 0);
    assert_int_equal(the_account(c)->deposit.fen, -10000);
}

static void what_was_closed_stays_given_up(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }, { "P2", 4, -1 }));
    struct item *item;

    (void)state;
    for (int64_t line = 1; line <= 2; line++) {
        item = give_item(c, P_lines);
        item->line = line;
        item->has_line = item->has_qty = true;
        item->qty = qty(4);
    }
    give_text(c, P_reason, "not wanted");
    assert_done(on_note(c, OP_NOTE_SHORT_CLOSE, "csr"));
    voided(c, VOID_CHANGE);
    assert_int_equal(the_order(c)->version, 2);
    assert_int_equal(the_order(c)->approved_version, 2);
    assert_int_equal(the_order(c)->total.fen, 6000);
    assert_int_equal(
        ((struct order_line_row *)c->model.tables[TABLE_ORDER_LINE].rows[0])->ordered.n, 6);
    assert_true(((struct order_line_row *)c->model.tables[TABLE_ORDER_LINE].rows[1])->removed);
}

static void a_cancelled_order_forgets_what_was_closed(void **state)
{
    struct world *c = in_store();

    (void)state;
    give_line(c, 1, NULL, 4, -1);
    give_text(c, P_reason, "not wanted");
    assert_done(on_note(c, OP_NOTE_SHORT_CLOSE, "csr"));
    assert_refused(void_by(c, "csr", VOID_MISPRINT), RULE_VOID_CLOSED);
    voided(c, VOID_CANCEL);
}

/* --- what stands against it ----------------------------------------------------------------
 */

static void issued_goods_are_no_longer_voided(void **state)
{
    struct world *c = in_store();

    (void)state;
    allocated_of(c, 1, 4);
    issued(c, 1);
    assert_refused(void_by(c, "csr", VOID_CANCEL), RULE_VOID_ISSUED);
    give_text(c, P_reason, "back");
    does_part(c, OP_NOTE_UNISSUE, 1, "wh");
    voided(c, VOID_CANCEL);
}

static void goods_stay_where_they_are_while_it_is_agreed(void **state)
{
    struct world *c = in_store();

    (void)state;
    allocated_of(c, 1, 4);
    void_by(c, "csr", VOID_CANCEL);
    does_part(c, OP_NOTE_PICK, 1, "wh"); /* asked is not agreed */
    void_by(c, "fin", VOID_CANCEL);
    assert_refused(on_part(c, OP_NOTE_CHECK, 1, "wh2"), RULE_VOID_AGREED);
    assert_refused(on_note(c, OP_NOTE_ALLOCATE, "wh"), RULE_VOID_AGREED);
    assert_done(kept_by(c, "wh"));
    does_part(c, OP_NOTE_CHECK, 1, "wh2");
}

static void what_leaves_lets_the_note_stand(void **state)
{
    struct world *c = in_store();

    (void)state;
    allocated_of(c, 1, 4);
    void_by(c, "csr", VOID_CANCEL);
    issued(c, 1);
    assert_int_equal(the_note(c)->void_asked_by, 0);
}

/* --- or not ---------------------------------------------------------------------------------
 */

static void any_side_says_that_it_stands(void **state)
{
    static const char *const sides[] = { "csr", "fin2", "scr" };
    struct world *c = in_store();

    (void)state;
    for (size_t i = 0; i < COUNT(sides); i++) {
        agreed(c, VOID_CHANGE);
        assert_done(kept_by(c, sides[i]));
        assert_int_equal(the_note(c)->void_asked_by, 0);
        assert_int_equal(the_note(c)->void_agreed_by, 0);
        assert_int_equal(the_note(c)->void_way, void_way_none);
    }
    assert_int_equal(messages(c, MESSAGE_DECIDED, ROLE_CSR), 3);
    assert_refused(void_by(c, "wh", VOID_CHANGE), RULE_VOID_STORE);
    assert_sound(c);
}

static void there_must_be_something_to_drop(void **state)
{
    struct world *c = in_store();

    (void)state;
    assert_refused(kept_by(c, "csr"), RULE_VOID_NOT_ASKED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_store_is_asked_behind_the_two_and_gives_it_back),
        TEST(the_store_does_not_begin_it),
        TEST(a_printed_note_does_not_need_the_store),
        TEST(the_third_is_another_person),
        TEST(the_store_gives_back_for_what_was_agreed),
        TEST(picked_goods_go_back_and_are_picked_anew),
        TEST(a_cancelled_order_holds_nothing),
        TEST(a_deposit_is_free_again),
        TEST(what_was_closed_stays_given_up),
        TEST(a_cancelled_order_forgets_what_was_closed),
        TEST(issued_goods_are_no_longer_voided),
        TEST(goods_stay_where_they_are_while_it_is_agreed),
        TEST(what_leaves_lets_the_note_stand),
        TEST(any_side_says_that_it_stands),
        TEST(there_must_be_something_to_drop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
