/*
 * test_order_accept.c - OA: memo, people, the duty to tell, and the attempts to.
 */
#include "tests/unit/outcome.h"
#include "tests/world/world.h"

static const char *no;

static struct world *received(void)
{
    struct world *c = world_new(memory);

    world_keyed(c, "C1", "P1", 10, &no);
    return c;
}

static struct work *accept(struct world *c)
{
    give_text(c, P_order, no);
    give_text(c, P_memo, "call before noon");
    return world_do(c, OP_ORDER_ACCEPT, "csr");
}

/* The n-th message of that kind about the order, from 0. */
static const struct message_row *message(const struct world *c, enum message_kind kind,
                                         size_t n)
{
    for (size_t i = 0; i < row_count(c, TABLE_MESSAGE); i++) {
        const struct message_row *m = row_at(c, TABLE_MESSAGE, i);

        if (m->kind == kind && n-- == 0)
            return m;
    }
    return NULL;
}

/* --- accept ------------------------------------------------------------------------------ */

static void an_accepted_order_has_memo_and_three_people(void **state)
{
    struct world *c = received();
    const struct order_row *o;

    (void)state;
    assert_done(accept(c));
    o = world_order(c, no);
    assert_str(o->memo, "call before noon");
    assert_int_equal(o->csr_id, world_user(c, "csr"));
    assert_int_equal(o->scr_id, world_user(c, "scr"));
    assert_int_equal(o->bcr_id, world_user(c, "ssgl")); /* market E */
    assert_int_equal(o->checked_by, world_user(c, "csr"));
}

static void the_checks_run_at_once(void **state)
{
    struct world *c = received();

    (void)state;
    assert_done(accept(c));
    assert_string_equal(state_of(c, no), "WAIT_MA");
    assert_int_equal(world_order(c, no)->reserved.fen, 10000);
}

static void acceptance_leaves_its_own_event(void **state)
{
    struct world *c = received();
    bool found = false;

    (void)state;
    assert_done(accept(c));
    for (size_t i = 0; i < row_count(c, TABLE_EVENT); i++) {
        const struct event_row *e = row_at(c, TABLE_EVENT, i);

        found |= e->step == STEP_OA && str_eq(e->remark, STR("call before noon"));
    }
    assert_true(found);
}

static void an_order_is_not_accepted_without_memo(void **state)
{
    struct world *c = received();

    (void)state;
    give_text(c, P_order, no);
    give_text(c, P_memo, " \t\n");
    assert_refused(world_do(c, OP_ORDER_ACCEPT, "csr"), MEMO);
    assert_string_equal(state_of(c, no), "RECEIVED");
}

static void given_people_override_the_houses_rules(void **state)
{
    struct world *c = received();

    (void)state;
    give_text(c, P_csr, "ssgl");
    give_text(c, P_scr, "sto");
    give_text(c, P_bcr, "bcr");
    assert_done(accept(c));
    assert_int_equal(world_order(c, no)->csr_id, world_user(c, "ssgl"));
    assert_int_equal(world_order(c, no)->scr_id, world_user(c, "sto"));
    assert_int_equal(world_order(c, no)->bcr_id, world_user(c, "bcr"));
}

static void a_person_without_the_role_is_refused(void **state)
{
    struct world *c = received();
    struct work *w;

    (void)state;
    give_text(c, P_csr, "scr");
    w = accept(c);
    assert_refused(w, SEAT_ROLE);
    assert_string_equal(w->ruling.field, "csr");
    give_text(c, P_scr, "csr");
    assert_refused(accept(c), SEAT_ROLE);
    give_text(c, P_scr, "wh"); /* keeps the store, and follows no order */
    assert_refused(accept(c), SEAT_ROLE);
    give_text(c, P_bcr, "csr");
    assert_refused(accept(c), SEAT_ROLE);
}

static void a_role_that_ended_yesterday_is_none(void **state)
{
    struct world *c = received();

    (void)state;
    for (size_t i = 0; i < row_count(c, TABLE_USER_ROLE); i++) {
        struct user_role_row *r =
            world_row(c, TABLE_USER_ROLE, row_id(row_at(c, TABLE_USER_ROLE, i)));

        if (r->user_id == world_user(c, "sto"))
            r->valid_to = day_of(2026, 3, 3);
    }
    give_text(c, P_scr, "sto");
    assert_refused(accept(c), SEAT_ROLE);
}

static void an_unknown_or_inactive_person_is_missing(void **state)
{
    struct world *c = received();
    struct app_user_row *bcr = world_row(c, TABLE_APP_USER, world_user(c, "bcr"));

    (void)state;
    give_text(c, P_csr, "nobody");
    assert_missing(accept(c));
    bcr->active = false;
    give_text(c, P_bcr, "bcr");
    assert_missing(accept(c));
}

static void no_place_may_stay_empty(void **state)
{
    struct world *c = received();
    struct work *w;
    struct warehouse_row *house =
        world_row(c, TABLE_WAREHOUSE, world_id(c, TABLE_WAREHOUSE, "W1"));

    (void)state;
    house->scr_id = 0;
    w = accept(c);
    assert_refused(w, SEAT_EMPTY);
    assert_string_equal(w->ruling.field, "scr");
}

static void only_what_was_received_is_accepted(void **state)
{
    struct world *c = received();

    (void)state;
    assert_done(accept(c));
    assert_refused(accept(c), FLOW);
}

static void an_acceptance_from_an_old_screen_is_refused(void **state)
{
    struct world *c = received();

    (void)state;
    give_number(c, P_version, 2);
    assert_refused(accept(c), VERSION);
}

/* --- telling ----------------------------------------------------------------------------- */

/* */
static void market_and_customer_are_to_be_told_in_thirty_minutes(void **state)
{
    struct world *c = received();
    const struct message_row *market, *customer;

    (void)state;
    world_later(c, 10);
    assert_done(accept(c));
    market = message(c, MESSAGE_RECEIVED, 1); /* after the copy of the area manager */
    customer = message(c, MESSAGE_RECEIVED, 2);
    assert_int_equal(market->to_role, ROLE_MM);
    assert_int_equal(market->to_user_id, world_user(c, "mm"));
    assert_int_equal(market->due_at.us, world_order(c, no)->arrival.us + 30 * INSTANT_MINUTE);
    assert_int_equal(customer->to_role, role_none);
    assert_int_equal(customer->customer_id, world_id(c, TABLE_CUSTOMER, "C1"));
    assert_int_equal(customer->due_at.us, market->due_at.us);
}

static void the_thirty_minutes_are_working_time(void **state)
{
    struct world *c = world_new(memory);
    struct instant due;

    (void)state;
    give_time(c, P_arrival, "2026-03-03T21:00:00+08:00");
    world_keyed(c, "C1", "P1", 10, &no);
    assert_done(accept(c));
    assert_true(instant_parse(STR("2026-03-04T09:00:00+08:00"), 480, &due));
    assert_int_equal(message(c, MESSAGE_RECEIVED, 1)->due_at.us, due.us);
}

static struct work *tell(struct world *c, enum tell_result result)
{
    give_number(c, P_message, message(c, MESSAGE_RECEIVED, 2)->id);
    give_text(c, P_whom, "Ms Lin");
    give_number(c, P_method, TELL_PHONE);
    give_number(c, P_result, result);
    return world_do(c, OP_ORDER_TELL, "csr");
}

static void an_attempt_without_answer_is_logged_and_the_duty_stays(void **state)
{
    struct world *c = received();
    const struct telling_row *t;

    (void)state;
    assert_done(accept(c));
    assert_done(tell(c, TOLD_NO_ANSWER));
    assert_done(tell(c, TOLD_WRONG_NUMBER));
    t = last_row(c, TABLE_TELLING);
    assert_int_equal(row_count(c, TABLE_TELLING), 2);
    assert_int_equal(t->told_by, world_user(c, "csr"));
    assert_int_equal(t->method, TELL_PHONE);
    assert_int_equal(t->result, TOLD_WRONG_NUMBER);
    assert_int_equal(message(c, MESSAGE_RECEIVED, 2)->done_at.us, 0);
}

static void who_is_reached_first_ends_the_duty(void **state)
{
    struct world *c = received();
    int64_t first;

    (void)state;
    assert_done(accept(c));
    assert_done(tell(c, TOLD_REACHED));
    first = message(c, MESSAGE_RECEIVED, 2)->done_at.us;
    assert_int_equal(first,
                     ((const struct telling_row *)last_row(c, TABLE_TELLING))->told_at.us);
    assert_int_equal(message(c, MESSAGE_RECEIVED, 1)->done_at.us, 0);
    assert_done(tell(c, TOLD_REACHED));
    assert_int_equal(message(c, MESSAGE_RECEIVED, 2)->done_at.us, first);
}

static void a_call_may_be_logged_later_with_its_time(void **state)
{
    struct world *c = received();
    int64_t at = world_order(c, no)->arrival.us + 5 * INSTANT_MINUTE;

    (void)state;
    world_later(c, 60);
    assert_done(accept(c));
    give_number(c, P_at, at);
    assert_done(tell(c, TOLD_REACHED));
    assert_int_equal(((const struct telling_row *)last_row(c, TABLE_TELLING))->told_at.us, at);
    assert_int_equal(message(c, MESSAGE_RECEIVED, 2)->done_at.us,
                     message(c, MESSAGE_RECEIVED, 2)->at.us);
}

static void nobody_was_told_later_than_now(void **state)
{
    struct world *c = received();

    (void)state;
    assert_done(accept(c));
    give_number(c, P_at, c->model.now.us + 1);
    assert_refused(tell(c, TOLD_REACHED), TOLD_WHEN);
}

static void nobody_was_told_before_the_order_arrived(void **state)
{
    struct world *c = received();

    (void)state;
    assert_done(accept(c));
    give_number(c, P_at, world_order(c, no)->arrival.us - 1);
    assert_refused(tell(c, TOLD_REACHED), TOLD_WHEN);
    assert_int_equal(row_count(c, TABLE_TELLING), 0);
}

static void a_message_that_is_not_there_is_missing(void **state)
{
    struct world *c = received();

    (void)state;
    give_number(c, P_message, 5);
    give_text(c, P_whom, "Ms Lin");
    give_number(c, P_method, TELL_PHONE);
    give_number(c, P_result, TOLD_REACHED);
    assert_missing(world_do(c, OP_ORDER_TELL, "csr"));
}

static void others_do_not_tell_about_anothers_customer(void **state)
{
    struct world *c = received();

    (void)state;
    assert_done(accept(c));
    give_number(c, P_message, message(c, MESSAGE_RECEIVED, 2)->id);
    give_text(c, P_whom, "Ms Lin");
    give_number(c, P_method, TELL_PHONE);
    give_number(c, P_result, TOLD_REACHED);
    assert_refused(world_do(c, OP_ORDER_TELL, "kam2"), SCOPE);
}

/* --- the discussion ------------------------------------------------------------------------
 */

static struct work *say(struct world *c, const char *text, const char *login)
{
    give_text(c, P_order, no);
    give_text(c, P_text, text);
    return world_do(c, OP_ST_SAY, login);
}

/* */
static void what_is_said_joins_the_orders_thread(void **state)
{
    struct world *c = received();
    const struct thread_row *t;
    int64_t case_id;

    (void)state;
    assert_done(say(c, "the fair needs it", "mm"));
    t = last_row(c, TABLE_THREAD);
    assert_str(t->body, "the fair needs it");
    assert_int_equal(t->author_id, world_user(c, "mm"));
    assert_int_equal(t->order_id, world_order(c, no)->id);
    assert_int_equal(t->case_id, 0);
    case_id = world_put(c, TABLE_ST_CASE,
                        &(struct st_case_row){ .order_id = t->order_id, .state = CASE_OPEN });
    assert_done(say(c, "agreed", "gm"));
    assert_int_equal(((const struct thread_row *)last_row(c, TABLE_THREAD))->case_id, case_id);
}

static void silence_is_not_stored(void **state)
{
    struct world *c = received();

    (void)state;
    assert_refused(say(c, " \n", "mm"), SAY_NOTHING);
}

static void strangers_do_not_join(void **state)
{
    struct world *c = received();

    (void)state;
    assert_refused(say(c, "hello", "kam2"), SCOPE);
    no = "SO99";
    assert_missing(say(c, "hello", "mm"));
}

static void a_file_comes_with_its_hash(void **state)
{
    struct world *c = received();
    static const char hash[] =
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    (void)state;
    give_text(c, P_file, "fair.pdf");
    assert_refused(say(c, "see the file", "mm"), FILE_HASH);
    give_text(c, P_file, "fair.pdf");
    give_text(c, P_sha256, "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef");
    assert_refused(say(c, "see the file", "mm"), FILE_HASH);
    give_text(c, P_sha256, hash);
    assert_refused(say(c, "see the file", "mm"), FILE_HASH);
    give_text(c, P_file, "fair.pdf");
    give_text(c, P_sha256, hash);
    assert_done(say(c, "see the file", "mm"));
    assert_str(((const struct thread_row *)last_row(c, TABLE_THREAD))->file_sha256, hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_accepted_order_has_memo_and_three_people),
        TEST(the_checks_run_at_once),
        TEST(acceptance_leaves_its_own_event),
        TEST(an_order_is_not_accepted_without_memo),
        TEST(given_people_override_the_houses_rules),
        TEST(a_person_without_the_role_is_refused),
        TEST(a_role_that_ended_yesterday_is_none),
        TEST(an_unknown_or_inactive_person_is_missing),
        TEST(no_place_may_stay_empty),
        TEST(only_what_was_received_is_accepted),
        TEST(an_acceptance_from_an_old_screen_is_refused),
        TEST(market_and_customer_are_to_be_told_in_thirty_minutes),
        TEST(the_thirty_minutes_are_working_time),
        TEST(an_attempt_without_answer_is_logged_and_the_duty_stays),
        TEST(who_is_reached_first_ends_the_duty),
        TEST(a_call_may_be_logged_later_with_its_time),
        TEST(nobody_was_told_later_than_now),
        TEST(nobody_was_told_before_the_order_arrived),
        TEST(a_message_that_is_not_there_is_missing),
        TEST(others_do_not_tell_about_anothers_customer),
        TEST(what_is_said_joins_the_orders_thread),
        TEST(silence_is_not_stored),
        TEST(strangers_do_not_join),
        TEST(a_file_comes_with_its_hash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
