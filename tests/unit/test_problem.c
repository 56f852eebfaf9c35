/*
 * test_problem.c - problem records: what opens them, and their way to the end.
 */
#include "server/core/clocks.h"
#include "tests/unit/road.h"

#define DAY_MIN (INT64_C(24) * 60)

#define assert_done(w) assert_int_equal((w)->ruling.outcome, OUTCOME_DONE)
#define assert_refused(w, rule_id)                                                             \
    do {                                                                                       \
        const struct work *refused_work = (w);                                                 \
        assert_int_equal(refused_work->ruling.outcome, OUTCOME_REFUSED);                       \
        assert_int_equal(refused_work->ruling.rule, rule_id);                                  \
    } while (0)

static struct problem_row *record(const struct world *c)
{
    return newest(c, TABLE_PROBLEM);
}

static size_t breaches(const struct world *c)
{
    return c->model.tables[TABLE_PROBLEM_BREACH].n;
}

static struct work *judged(struct world *c, const char *no)
{
    give_text(c, P_order, no);
    return world_do(c, OP_PROBLEM_BREACH, "SYSTEM");
}

static struct work *judged_note(struct world *c)
{
    give_text(c, P_note,
              str_text(memory, ((const struct note_row *)newest(c, TABLE_NOTE))->no));
    return world_do(c, OP_PROBLEM_BREACH, "SYSTEM");
}

static struct work *on_record(struct world *c, enum op op, const char *login)
{
    give_text(c, P_problem, str_text(memory, record(c)->no));
    return world_do(c, op, login);
}

static struct work *explained(struct world *c, const char *login)
{
    give_number(c, P_problem_cause, BECAUSE_PEOPLE);
    give_text(c, P_text, "two of us were away");
    return on_record(c, OP_PROBLEM_EXPLAIN, login);
}

static struct work *reviewed(struct world *c, const char *login)
{
    give_text(c, P_remark, "seen");
    return on_record(c, OP_PROBLEM_REVIEW, login);
}

static struct work *acted(struct world *c, const char *login, int days)
{
    give_text(c, P_action, "a third person learns it");
    give_text(c, P_user, "csr");
    give_number(c, P_due, c->model.now.us / INSTANT_DAY + days);
    return on_record(c, OP_PROBLEM_ACTION, login);
}

static struct work *closed(struct world *c, const char *login)
{
    give_text(c, P_remark, "it did not come again");
    return on_record(c, OP_PROBLEM_CLOSE, login);
}

/* Waits for a signature since twenty past ten on Wednesday. */
static struct world *waiting(const char **no)
{
    struct world *c = world_new(memory);

    *no = keyed(c, "C1", "P1", 10, -1);
    world_later(c, 20);
    accept(c, *no);
    assert_state(c, *no, ORDER_WAIT_MA);
    return c;
}

static void the_step_that_crossed_the_target_answers(void **state) /* R-274, decisions 1 */
{
    const char *no;
    struct world *c = waiting(&no);

    (void)state;
    assert_refused(judged(c, no), RULE_PROBLEM_NOTHING); /* nothing is late yet */
    assert_int_equal(c->model.tables[TABLE_PROBLEM].n, 0);
    world_later(c, DAY_MIN);
    act(c, OP_ORDER_SIGN, "ddir", no); /* too late; what follows did not lose the time */
    world_later(c, 60);
    assert_done(judged(c, no));
    assert_int_equal(breaches(c), 1);
    assert_int_equal(record(c)->state, PROBLEM_OPEN);
    assert_int_equal(record(c)->department, DEPT_LEADERS);
    assert_true(record(c)->explain_due.us > c->model.now.us); /* the next working day */
    assert_true(record(c)->explain_due.us < c->model.now.us + 2 * DAY_MIN * INSTANT_MINUTE);
    assert_int_equal(
        ((const struct problem_breach_row *)newest(c, TABLE_PROBLEM_BREACH))->clock, CLOCK_MA);
    assert_refused(judged(c, no), RULE_PROBLEM_NOTHING); /* once */
    assert_int_equal(breaches(c), 1);
    assert_int_equal(c->model.tables[TABLE_PROBLEM].n, 1);
}

static void a_paper_that_lay_is_late_when_it_is_keyed(void **state) /* */
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    give_number(c, P_arrival, c->model.now.us - 60 * INSTANT_MINUTE);
    no = keyed(c, "C1", "P1", 10, -1);
    assert_done(judged(c, no));
    assert_int_equal(breaches(c), 1);
    assert_int_equal(record(c)->department, DEPT_SSG);
    assert_int_equal(record(c)->step, STEP_OA);
}

static void what_is_missed_later_joins_the_record_and_opens_it_again(void **state)
{
    const char *no;
    struct world *c = waiting(&no);

    (void)state;
    world_later(c, 30);
    assert_refused(judged(c, no), RULE_PROBLEM_NOTHING);
    assert_int_equal(c->model.tables[TABLE_PROBLEM].n, 0);
    world_later(c, DAY_MIN);
    assert_done(judged(c, no));
    assert_done(explained(c, "ddir"));
    act(c, OP_ORDER_SIGN, "ddir", no);
    act(c, OP_ORDER_PRINT, "fin", no);
    world_later(c, 2 * DAY_MIN); /* the note lies where it was printed */
    assert_done(judged(c, no));
    assert_int_equal(c->model.tables[TABLE_PROBLEM].n, 1);
    assert_int_equal(breaches(c), 2);
    assert_int_equal(record(c)->state, PROBLEM_OPEN);
    assert_int_equal(record(c)->department, DEPT_LEADERS); /* who lost it first */
}

static void goods_that_stay_two_days_open_the_notes_record(void **state) /* */
{
    const char *no;
    struct world *c = waiting(&no);

    (void)state;
    act(c, OP_ORDER_SIGN, "ddir", no);
    act(c, OP_ORDER_PRINT, "fin", no);
    paper_came_out(c);
    give_text(c, P_note,
              str_text(memory, ((const struct note_row *)newest(c, TABLE_NOTE))->no));
    assert_done(world_do(c, OP_NOTE_HAND_OVER, "csr"));
    world_later(c, 25 * 60);
    assert_refused(judged_note(c),
                   RULE_PROBLEM_NOTHING); /* a day is counted, and opens nothing */
    assert_int_equal(c->model.tables[TABLE_PROBLEM].n, 0);
    world_later(c, DAY_MIN);
    assert_done(judged_note(c));
    assert_int_equal(breaches(c), 2);
    assert_true(record(c)->note_id != 0);
    assert_int_equal(record(c)->department, DEPT_STORE);
    assert_refused(judged(c, no),
                   RULE_PROBLEM_NOTHING); /* the order's own steps were in time */
    assert_int_equal(c->model.tables[TABLE_PROBLEM].n, 1);
    assert_done(explained(c, "sto"));
    assert_done(reviewed(c, "ddir"));
    assert_done(acted(c, "ssgl", 1));
    assert_refused(closed(c, "ssgl"), RULE_PROBLEM_RUNNING); /* they are still here */
}

static void a_record_goes_its_way_to_the_end(void **state) /* */
{
    const char *no;
    struct world *c = waiting(&no);

    (void)state;
    world_later(c, DAY_MIN);
    assert_done(judged(c, no));
    assert_refused(reviewed(c, "dir"), RULE_FLOW);
    assert_refused(explained(c, "csr"), RULE_PROBLEM_DEPARTMENT);
    assert_done(explained(c, "ddir"));
    assert_refused(reviewed(c, "ddir"), RULE_PROBLEM_OWN);
    assert_done(reviewed(c, "dir"));
    assert_refused(acted(c, "ssgl", -1), RULE_PROBLEM_DUE);
    assert_done(acted(c, "ssgl", 0));
    assert_refused(closed(c, "ssgl"), RULE_PROBLEM_RUNNING); /* it is still not signed */
    act(c, OP_ORDER_SIGN, "ddir", no);
    assert_int_equal(closed(c, "csr")->ruling.code, ERR_RIGHTS);
    assert_done(closed(c, "ssgl"));
    assert_int_equal(record(c)->state, PROBLEM_CLOSED);
}

static struct work *raised(struct world *c, const char *no)
{
    give_text(c, P_order, no);
    give_number(c, P_department, DEPT_FINANCE);
    give_text(c, P_reason, "the wrong station was printed");
    return world_do(c, OP_PROBLEM_OPEN, "csr");
}

static void people_open_one_too_and_only_one(void **state) /* */
{
    const char *no;
    struct world *c = waiting(&no);

    (void)state;
    assert_refused(world_do(c, OP_PROBLEM_BREACH, "csr"), RULE_PROBLEM_ONE);
    assert_done(raised(c, no));
    assert_refused(raised(c, no), RULE_PROBLEM_THERE);
    assert_done(explained(c, "fin"));
    assert_done(reviewed(c, "dir"));
    assert_done(acted(c, "dir", 3));
    assert_done(closed(c, "ssgl"));
    assert_done(raised(c, no));
    assert_int_equal(c->model.tables[TABLE_PROBLEM].n, 1);
    assert_int_equal(record(c)->state, PROBLEM_OPEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_step_that_crossed_the_target_answers),
        TEST(a_paper_that_lay_is_late_when_it_is_keyed),
        TEST(what_is_missed_later_joins_the_record_and_opens_it_again),
        TEST(goods_that_stay_two_days_open_the_notes_record),
        TEST(a_record_goes_its_way_to_the_end),
        TEST(people_open_one_too_and_only_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
