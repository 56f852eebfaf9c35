/*
 * test_clocks.c - when each step of an order is due, and that its history keeps it.
 */
#include "server/core/clocks.h"
#include "server/core/note.h"
#include "tests/unit/road.h"

/* Closing time of the world's Wednesday and Thursday, 17:30 in Shanghai. */
#define WEDNESDAY "2026-03-04T09:30:00.000000Z"
#define THURSDAY  "2026-03-05T09:30:00.000000Z"
#define FRIDAY    "2026-03-06T09:30:00.000000Z"

#define assert_due(at, text)                                                                   \
    assert_string_equal(str_text(memory, instant_text((at), memory)), text)

static struct order_row due_of(const struct world *c, const char *no)
{
    return *world_order(c, no);
}

/* Keyed that many minutes after ten o'clock, accepted twenty minutes later. */
static struct world *accepted_late(int64_t minutes, const char **no)
{
    struct world *c = world_new(memory);

    world_later(c, minutes);
    *no = keyed(c, "C1", "P1", 10, -1);
    world_later(c, 20);
    accept(c, *no);
    assert_state(c, *no, ORDER_WAIT_MA);
    return c;
}

/* The last event of that document. */
static const struct event_row *last_event(const struct world *c, enum machine machine)
{
    const struct model_table *t = &c->model.tables[TABLE_EVENT];

    for (size_t i = t->n; i-- > 0;)
        if (((const struct event_row *)t->rows[i])->machine == machine)
            return t->rows[i];
    fail_msg("no such event");
    return NULL;
}

static const struct event_row *first_event(const struct world *c)
{
    return c->model.tables[TABLE_EVENT].rows[0];
}

/* --- the OP target ------------------------------------------------------------------------ */

/* */
static void what_arrived_in_time_stays_due_that_day(void **state) /* */
{
    const char *no;
    struct world *c = accepted_late(290, &no); /* 14:50, the signature asked at 15:10 */

    (void)state;
    assert_due(due_of(c, no).due_at, WEDNESDAY);
    assert_due(due_of(c, no).op_due_at, WEDNESDAY);
    act(c, OP_ORDER_SIGN, "ddir", no);
    assert_state(c, no, ORDER_FIN_QUEUE);
    assert_due(due_of(c, no).due_at, WEDNESDAY);
    act(c, OP_ORDER_PRINT, "fin", no);
    assert_state(c, no, ORDER_BILLED);
    assert_due(due_of(c, no).due_at, WEDNESDAY);
    assert_due(((const struct note_row *)newest(c, TABLE_NOTE))->due_at, WEDNESDAY);
}

static void what_arrived_later_is_due_the_next_working_day(void **state)
{
    const char *no;
    struct world *c = accepted_late(301, &no); /* 15:01 */

    (void)state;
    assert_due(due_of(c, no).due_at, THURSDAY);
    act(c, OP_ORDER_SIGN, "ddir", no);
    act(c, OP_ORDER_PRINT, "fin", no);
    assert_due(due_of(c, no).due_at, THURSDAY);
}

static void a_note_printed_late_is_due_on_the_day_of_its_printing(void **state) /* */
{
    const char *no;
    struct world *c = accepted_late(0, &no);

    (void)state;
    act(c, OP_ORDER_SIGN, "ddir", no);
    world_later(c, INT64_C(24) * 60 + 360); /* the next day, 16:20: no cut-off here */
    act(c, OP_ORDER_PRINT, "fin", no);
    assert_due(due_of(c, no).due_at, THURSDAY);
    assert_due(due_of(c, no).op_due_at, WEDNESDAY); /* which is missed */
}

static void a_held_order_counts_from_its_release(void **state) /* */
{
    const char *no;
    struct world *c = accepted_late(0, &no);

    (void)state;
    give_text(c, P_reason, "wrong station");
    assert_came_to(act(c, OP_ORDER_REFUSE, "ddir", no), "DONE");
    assert_state(c, no, ORDER_RETURNED);
    assert_due(due_of(c, no).op_due_at, WEDNESDAY);
    world_later(c, INT64_C(24) * 60 + 360);
    give_line(c, 1, "P1", 9, -1);
    act(c, OP_ORDER_AMEND, "um", no);
    act(c, OP_ORDER_RESUBMIT, "kam", no);
    assert_state(c, no, ORDER_WAIT_MA);
    assert_due(due_of(c, no).op_due_at, FRIDAY); /* Thursday 16:20 is after the cut-off */
    assert_due(due_of(c, no).due_at, FRIDAY);
}

/* --- the history -------------------------------------------------------------------------- */

static void the_history_keeps_when_each_step_was_due(void **state) /* */
{
    const char *no;
    struct world *c = accepted_late(0, &no);
    const struct note_row *n;

    (void)state;
    assert_due(last_event(c, MACHINE_ORDER)->due_at, WEDNESDAY);
    assert_int_equal(first_event(c)->due_at.us, due_of(c, no).arrival.us + 30 * INSTANT_MINUTE);
    act(c, OP_ORDER_SIGN, "ddir", no);
    act(c, OP_ORDER_PRINT, "fin", no);
    n = newest(c, TABLE_NOTE);
    assert_int_equal(last_event(c, MACHINE_NOTE)->due_at.us, n->due_at.us);
    paper_came_out(c);
    give_text(c, P_note, str_text(memory, n->no));
    world_do(c, OP_NOTE_HAND_OVER, "csr");
    n = newest(c, TABLE_NOTE);
    assert_int_equal(last_event(c, MACHINE_NOTE)->due_at.us,
                     n->handed_at.us + 24 * 60 * INSTANT_MINUTE);
    assert_int_equal(last_event(c, MACHINE_ORDER)->due_at.us, n->due_at.us);
}

/* --- shipping ------------------------------------------------------------------------------
 */

/* A command of Saturday 7 March 2026, noon: its calendar and its parameters. */
static struct work *on_saturday(enum hours_mode mode, bool skip_closed)
{
    struct world *c = world_new(memory);

    policy_at(c)->hours_mode = mode;
    policy_at(c)->ship_skip_closed = skip_closed;
    world_later(c, 3 * 24 * 60 + 120);
    give_text(c, P_customer, "C1");
    give_text(c, P_phone, "555");
    return world_do(c, OP_CUSTOMER_PUT, "ssgl");
}

static void hours_of_the_clock_leave_out_closed_days_by_parameter(void **state) /* */
{
    struct work *w = on_saturday(HOURS_CALENDAR, true);

    (void)state;
    assert_due(clock_shipping(w, w->now, 24), "2026-03-09T04:00:00.000000Z");
    w = on_saturday(HOURS_CALENDAR, false);
    assert_due(clock_shipping(w, w->now, 24), "2026-03-08T04:00:00.000000Z");
}

/* Nine hours a day, 8:30 to 17:30: five and a half are left of Saturday. */
static void hours_of_work_are_counted_while_the_house_is_open(void **state) /* sp.hours_mode */
{
    struct work *w = on_saturday(HOURS_WORKING, true);

    (void)state;
    assert_due(clock_shipping(w, w->now, 5), "2026-03-07T09:00:00.000000Z");
    assert_due(clock_shipping(w, w->now, 24), "2026-03-11T01:00:00.000000Z");
}

/* What a stopped note had left of its time, it has left when it goes on. */
static void a_pause_gives_back_hours_of_its_kind(void **state) /* */
{
    struct work *w = on_saturday(HOURS_WORKING, true);
    struct instant due = clock_shipping(w, w->now, 8);
    struct instant tuesday = { w->now.us + 3 * INSTANT_DAY };

    (void)state;
    assert_due(due, "2026-03-09T03:00:00.000000Z");
    assert_due(due_after_pause(w, due, w->now, tuesday), "2026-03-11T03:00:00.000000Z");
}

/* Every clock has its row; no two run in one state but the two of a note that is handed over.
 */
/* */
static void every_clock_is_listed_with_its_owner(void **state) /* */
{
    (void)state;
    for (unsigned i = 1; i < clock_count; i++) {
        const struct clock_info *k = &clocks[i];

        assert_true(k->machine && k->state && k->step && k->department && k->source);
        assert_string_not_equal(k->text, "");
        if (i != CLOCK_EXPLAIN)
            assert_int_equal(clock_of(k->machine, k->state), i);
    }
    assert_int_equal(clock_of(MACHINE_ORDER, ORDER_CLOSED), clock_none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_arrived_in_time_stays_due_that_day),
        TEST(what_arrived_later_is_due_the_next_working_day),
        TEST(a_note_printed_late_is_due_on_the_day_of_its_printing),
        TEST(a_held_order_counts_from_its_release),
        TEST(the_history_keeps_when_each_step_was_due),
        TEST(hours_of_the_clock_leave_out_closed_days_by_parameter),
        TEST(hours_of_work_are_counted_while_the_house_is_open),
        TEST(every_clock_is_listed_with_its_owner),
        TEST(a_pause_gives_back_hours_of_its_kind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
