/*
 * test_note_paper.c - the note as paper: copies, reversal, hand-over, SP1, stop and resume.
 */
#include "tests/unit/note_tests.h"

#include <string.h>

static struct world *printed(void)
{
    return note_seeded(memory, "C1", GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));
}

static struct instant later_by(struct instant at, int64_t hours)
{
    return (struct instant){ at.us + hours * INSTANT_HOUR };
}

static const struct work *void_by(struct world *c, const char *login, enum void_way way)
{
    give_number(c, P_way, way);
    give_text(c, P_reason, "wrong station");
    return on_note(c, OP_NOTE_VOID, login);
}

/* Asked for by the secretary, confirmed by finance. */
static void voided(struct world *c, enum void_way way)
{
    assert_int_equal(void_by(c, "csr", way)->ruling.outcome, OUTCOME_HELD);
    assert_done(void_by(c, "fin", way));
}

/* --- copies ------------------------------------------------------------------------------ */

static void each_printing_is_the_next_copy(void **state)
{
    struct world *c = printed();
    const struct work *w;

    (void)state;
    give_text(c, P_printer, "laser");
    w = on_note(c, OP_NOTE_REPRINT, "fin");
    assert_done(w);
    assert_int_equal(w->print_job.v[0]->copy_no, 2);
    assert_str(w->print_job.v[0]->printer, "laser");
    w = on_note(c, OP_NOTE_REPRINT, "fin2");
    assert_int_equal(w->print_job.v[0]->copy_no, 3);
    assert_int_equal(the_note(c)->copies, 3);
    assert_str(w->event.v[0]->remark, "copy 3");
    assert_sound(c);
}

/* Printed before forms were kept: its form is set from its rows, once. */
static void a_note_of_old_is_printed_again_from_its_rows(void **state)
{
    struct world *c = printed();
    const struct work *w;

    (void)state;
    c->model.tables[TABLE_FORM].n = 0;
    w = on_note(c, OP_NOTE_REPRINT, "fin");
    assert_done(w);
    assert_int_equal(w->form.n, 1);
    assert_str(w->form.v[0]->copies, "1,2,3,4,5");
    assert_non_null(strstr(str_text(memory, w->form.v[0]->body), "No. " THE_NOTE));
    assert_non_null(strstr(str_text(memory, w->form.v[0]->body), "  1 P1 "));
    assert_int_equal(w->print_job.v[0]->copy_no, 2); /* so it is marked */
    w = on_note(c, OP_NOTE_REPRINT, "fin");
    assert_done(w);
    assert_int_equal(w->form.n, w->form.loaded);
    assert_sound(c);
}

static void a_void_note_is_not_printed_again(void **state)
{
    struct world *c = printed();

    (void)state;
    voided(c, VOID_MISPRINT);
    assert_refused(on_note(c, OP_NOTE_REPRINT, "fin"), RULE_FLOW);
}

static void an_unknown_note_is_not_found(void **state)
{
    struct world *c = printed();

    (void)state;
    give_text(c, P_note, "DN2603-000099");
    assert_refused_code(world_do(c, OP_NOTE_REPRINT, "fin"), ERR_NOT_FOUND);
}

/* --- voiding ----------------------------------------------------------------------------- */

static void a_void_paper_is_the_exact_negative_of_its_note(void **state)
{
    struct world *c = printed();
    const struct document_row *d;

    (void)state;
    voided(c, VOID_MISPRINT);
    d = last_paper(c, SERIES_VN);
    assert_int_equal(d->total.fen, -the_note(c)->total.fen);
    assert_int_equal(d->reverses_id, the_note(c)->document_id);
    assert_str(d->number, "VN2603-000001");
    assert_int_equal(the_note(c)->state, NOTE_VOID);
    assert_sound(c);
}

static void a_misprint_keeps_what_the_order_holds(void **state)
{
    struct world *c = printed();

    (void)state;
    voided(c, VOID_MISPRINT);
    assert_int_equal(the_order(c)->state, ORDER_FIN_QUEUE);
    assert_int_equal(the_order(c)->note_id, 0);
    assert_int_equal(the_order(c)->reserved.fen, the_order(c)->total.fen);
    assert_sound(c);
}

static void a_note_voided_for_change_frees_all_and_returns_the_order(void **state)
{
    struct world *c = printed();

    (void)state;
    voided(c, VOID_CHANGE);
    assert_int_equal(the_order(c)->state, ORDER_RETURNED);
    assert_str(the_order(c)->returned_for, "wrong station");
    assert_int_equal(the_order(c)->reserved.fen, 0);
    assert_int_equal(the_account(c)->reserved.fen, 0);
    assert_int_equal(messages(c, MESSAGE_RETURNED, ROLE_KAM), 1);
    assert_int_equal(messages(c, MESSAGE_RETURNED, ROLE_CSR), 1);
    assert_sound(c);
}

static void a_cancelled_cash_order_gets_its_deposit_back(void **state)
{
    struct world *c = note_seeded(memory, "C2", GOODS({ "P1", 10, -1 }));

    (void)state;
    voided(c, VOID_CANCEL);
    assert_int_equal(the_order(c)->state, ORDER_CANCELLED);
    assert_int_equal(the_account(c)->earmarked.fen, 0);
    assert_int_equal(the_account(c)->deposit.fen, -10000);
    assert_int_equal(messages(c, MESSAGE_CANCELLED, ROLE_KAM), 1);
    assert_sound(c);
}

/* two persons of two departments, whoever speaks first. */
static void one_side_asks_and_the_note_stands(void **state)
{
    struct world *c = printed();
    const struct work *w;

    (void)state;
    w = void_by(c, "fin", VOID_CANCEL);
    assert_int_equal(w->ruling.outcome, OUTCOME_HELD);
    assert_int_equal(w->ruling.rule, RULE_VOID_TWO);
    assert_int_equal(w->ruling.remedies[0].who, ROLE_CSR);
    assert_int_equal(the_note(c)->state, NOTE_PRINTED);
    assert_int_equal(the_note(c)->void_asked_by, world_user(c, "fin"));
    assert_int_equal(the_note(c)->void_way, VOID_CANCEL);
    assert_int_equal(the_order(c)->state, ORDER_BILLED);
    assert_int_equal(messages(c, MESSAGE_TO_SIGN, ROLE_CSR), 1);
    assert_int_equal(void_by(c, "fin", VOID_CANCEL)->ruling.outcome, OUTCOME_HELD);
    assert_int_equal(void_by(c, "fin2", VOID_CANCEL)->ruling.outcome, OUTCOME_HELD);
    assert_int_equal(the_note(c)->state, NOTE_PRINTED);
    assert_done(void_by(c, "bcr", VOID_CANCEL));
    assert_int_equal(the_note(c)->state, NOTE_VOID);
    assert_sound(c);
}

static void who_has_both_roles_still_needs_the_other_person(void **state)
{
    struct world *c = printed();

    (void)state;
    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, "fin"), .role = ROLE_CSR });
    assert_int_equal(void_by(c, "fin", VOID_CANCEL)->ruling.outcome, OUTCOME_HELD);
    assert_int_equal(void_by(c, "fin", VOID_CANCEL)->ruling.outcome, OUTCOME_HELD);
    assert_int_equal(the_note(c)->state, NOTE_PRINTED);
}

static void both_mean_the_same_way(void **state)
{
    struct world *c = printed();
    const struct work *w;

    (void)state;
    assert_int_equal(void_by(c, "csr", VOID_CHANGE)->ruling.outcome, OUTCOME_HELD);
    assert_int_equal(messages(c, MESSAGE_TO_SIGN, ROLE_FIN), 1);
    assert_refused(void_by(c, "fin", VOID_CANCEL), RULE_VOID_WAY);
    assert_int_equal(void_by(c, "csr", VOID_CANCEL)->ruling.outcome, OUTCOME_HELD); /* well */
    w = void_by(c, "fin", VOID_CANCEL);
    assert_done(w);
    assert_int_equal(w->as.role, ROLE_FIN);
    assert_int_equal(the_order(c)->state, ORDER_CANCELLED);
}

static void the_reversal_names_both_and_their_reasons(void **state)
{
    struct world *c = printed();
    const char *paper;

    (void)state;
    assert_int_equal(void_by(c, "csr", VOID_MISPRINT)->ruling.outcome, OUTCOME_HELD);
    give_number(c, P_way, VOID_MISPRINT);
    give_text(c, P_reason, "paper torn");
    assert_done(on_note(c, OP_NOTE_VOID, "fin2"));
    paper = str_text(memory, last_paper(c, SERIES_VN)->body);
    assert_non_null(strstr(paper, "\"reason\":\"wrong station; paper torn\""));
    assert_non_null(strstr(paper, "\"asked_by\":\"csr\""));
    assert_non_null(strstr(paper, "\"confirmed_by\":\"fin2\""));
}

static void handing_it_over_forgets_the_asking(void **state)
{
    struct world *c = printed();

    (void)state;
    assert_int_equal(void_by(c, "fin", VOID_CANCEL)->ruling.outcome, OUTCOME_HELD);
    does(c, OP_NOTE_HAND_OVER, "csr");
    assert_int_equal(the_note(c)->void_asked_by, 0);
    give_number(c, P_fault, FAULT_SIGNATURE);
    does(c, OP_NOTE_REFUSE, "scr");
    assert_int_equal(void_by(c, "csr", VOID_CANCEL)->ruling.outcome, OUTCOME_HELD);
}

static void a_note_in_the_store_is_not_voided(void **state)
{
    struct world *c = printed();

    (void)state;
    does(c, OP_NOTE_HAND_OVER, "csr");
    give_number(c, P_way, VOID_CANCEL);
    give_text(c, P_reason, "too late");
    assert_refused(on_note(c, OP_NOTE_VOID, "fin"), RULE_FLOW);
    assert_int_equal(the_note(c)->state, NOTE_HANDED);
}

/* --- to the store ------------------------------------------------------------------------ */

static void hand_over_starts_both_clocks(void **state)
{
    struct world *c = printed();
    struct instant at = c->model.now;

    (void)state;
    does(c, OP_NOTE_HAND_OVER, "csr");
    assert_int_equal(the_note(c)->state, NOTE_HANDED);
    assert_int_equal(the_order(c)->state, ORDER_HANDED_OVER);
    assert_int_equal(the_note(c)->due_at.us, later_by(at, 24).us);
    assert_int_equal(the_note(c)->explain_at.us, later_by(at, 48).us);
    assert_int_equal(the_order(c)->due_at.us, later_by(at, 24).us);
    assert_sound(c);
}

static void a_closed_sunday_does_not_count(void **state)
{
    struct world *c = printed();
    struct instant at;

    (void)state;
    world_later(c, 3 * 24 * 60); /* Saturday 10:00 */
    at = c->model.now;
    does(c, OP_NOTE_HAND_OVER, "csr");
    assert_int_equal(the_note(c)->due_at.us, later_by(at, 48).us);
}

static void storage_accepts_what_was_handed_over(void **state)
{
    struct world *c = printed();

    (void)state;
    assert_refused(on_note(c, OP_NOTE_ACCEPT, "scr"), RULE_FLOW);
    does(c, OP_NOTE_HAND_OVER, "csr");
    does(c, OP_NOTE_ACCEPT, "scr");
    assert_int_equal(the_note(c)->state, NOTE_ACCEPTED);
    assert_int_equal(the_note(c)->accepted_by, world_user(c, "scr"));
    assert_sound(c);
}

static void another_fault_is_said_in_words(void **state) /* */
{
    struct world *c = printed();

    (void)state;
    does(c, OP_NOTE_HAND_OVER, "csr");
    give_number(c, P_fault, FAULT_OTHER);
    give_text(c, P_reason, "  ");
    assert_refused(on_note(c, OP_NOTE_REFUSE, "scr"), RULE_FAULT_WORDS);
    assert_int_equal(the_note(c)->state, NOTE_HANDED);
    give_number(c, P_fault, FAULT_OTHER);
    give_text(c, P_reason, "two notes in one cover");
    does(c, OP_NOTE_REFUSE, "scr");
    assert_int_equal(the_note(c)->refused_as, FAULT_OTHER);
}

static void refused_paper_goes_back_and_its_clock_with_it(void **state)
{
    struct world *c = printed();

    (void)state;
    does(c, OP_NOTE_HAND_OVER, "csr");
    give_number(c, P_fault, FAULT_ADDRESS);
    give_text(c, P_reason, "no receiver");
    does(c, OP_NOTE_REFUSE, "scr");
    assert_int_equal(the_note(c)->state, NOTE_PRINTED);
    assert_int_equal(the_order(c)->state, ORDER_BILLED);
    assert_int_equal(the_note(c)->due_at.us, 0);
    assert_int_equal(the_note(c)->refused_as, FAULT_ADDRESS);
    assert_str(the_note(c)->refused_for, "no receiver");
    assert_int_equal(messages(c, MESSAGE_RETURNED, ROLE_CSR), 1);
    does(c, OP_NOTE_HAND_OVER, "csr");
    assert_str(the_note(c)->refused_for, "");
    assert_sound(c);
}

/* --- stop -------------------------------------------------------------------------------- */

static void stopped(struct world *c)
{
    give_text(c, P_reason, "new overdue");
    does(c, OP_NOTE_STOP, "ddir");
}

static void a_stopped_note_is_not_handed_over(void **state)
{
    struct world *c = printed();

    (void)state;
    stopped(c);
    assert_refused(on_note(c, OP_NOTE_HAND_OVER, "csr"), RULE_NOTE_STOPPED);
    assert_int_equal(messages(c, MESSAGE_STOPPED, ROLE_SCR), 1);
    assert_int_equal(messages(c, MESSAGE_STOPPED, ROLE_CSR), 1);
}

static void no_goods_move_while_a_note_is_stopped(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    allocated_of(c, 1, 4);
    allocated_of(c, 1, 3);
    issued(c, 2);
    stopped(c);
    assert_refused(on_note(c, OP_NOTE_ALLOCATE, "scr"), RULE_NOTE_STOPPED);
    assert_refused(on_part(c, OP_NOTE_PICK, 1, "wh"), RULE_NOTE_STOPPED);
    give_text(c, P_waybill, "WB1");
    give_text(c, P_carrier, "Swift");
    assert_refused(on_part(c, OP_NOTE_CONSIGN, 2, "scr"), RULE_NOTE_STOPPED);
    does(c, OP_NOTE_RESUME, "ddir");
    does_part(c, OP_NOTE_PICK, 1, "wh");
    stopped(c);
    assert_refused(on_part(c, OP_NOTE_CHECK, 1, "wh2"), RULE_NOTE_STOPPED);
    does(c, OP_NOTE_RESUME, "ddir");
    does_part(c, OP_NOTE_CHECK, 1, "wh2");
    stopped(c);
    assert_refused(on_part(c, OP_NOTE_ISSUE, 1, "wh"), RULE_NOTE_STOPPED);
    give_text(c, P_reason, "wait");
    does_part(c, OP_NOTE_UNISSUE, 2, "wh"); /* backwards is free */
    assert_sound(c);
}

static void a_pause_moves_the_due_times(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));
    struct instant due = the_note(c)->due_at, explain = the_note(c)->explain_at;
    int64_t pause;

    (void)state;
    allocated(c);
    pause = -c->model.now.us;
    stopped(c);
    world_later(c, 5 * 60);
    pause += c->model.now.us;
    does(c, OP_NOTE_RESUME, "ddir");
    assert_int_equal(the_note(c)->paused_us, pause);
    assert_int_equal(the_note(c)->due_at.us, due.us + pause);
    assert_int_equal(the_note(c)->explain_at.us, explain.us + pause);
    assert_int_equal(the_part(c, 1)->due_at.us, due.us + pause);
    assert_int_equal(the_order(c)->due_at.us, due.us + pause);
    assert_false(the_note(c)->stopped);
}

/* Saturday 10:00 to Monday 10:00: the Sunday is neither in the limit nor in the pause. */
static void a_pause_over_a_sunday_adds_no_sunday(void **state)
{
    struct world *c = printed();
    int64_t left;

    (void)state;
    world_later(c, 3 * 24 * 60);
    does(c, OP_NOTE_HAND_OVER, "csr");
    left = 24 * INSTANT_HOUR - INSTANT_SECOND;
    stopped(c);
    c->model.now.us += 48 * INSTANT_HOUR - INSTANT_SECOND;
    does(c, OP_NOTE_RESUME, "ddir");
    assert_int_equal(the_note(c)->paused_us, 24 * INSTANT_HOUR);
    assert_int_equal(the_note(c)->due_at.us, c->model.now.us - INSTANT_SECOND + left);
}

static void a_missed_due_time_stays_missed(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));
    struct instant due = the_note(c)->due_at;

    (void)state;
    world_later(c, 30 * 60);
    stopped(c);
    world_later(c, 60);
    does(c, OP_NOTE_RESUME, "ddir");
    assert_int_equal(the_note(c)->due_at.us, due.us);
}

static void a_note_is_stopped_once(void **state)
{
    struct world *c = printed();

    (void)state;
    assert_refused(on_note(c, OP_NOTE_RESUME, "ddir"), RULE_NOT_STOPPED);
    stopped(c);
    give_text(c, P_reason, "again");
    assert_refused(on_note(c, OP_NOTE_STOP, "ddir"), RULE_STOPPED_ALREADY);
}

static void what_has_left_is_not_stopped(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    allocated(c);
    issued(c, 1);
    stopped(c); /* issued goods are still in the house */
    does(c, OP_NOTE_RESUME, "ddir");
    consigned(c, 1);
    give_text(c, P_reason, "late");
    assert_refused(on_note(c, OP_NOTE_STOP, "ddir"), RULE_NOTHING_TO_STOP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_printing_is_the_next_copy),
        TEST(a_note_of_old_is_printed_again_from_its_rows),
        TEST(a_void_note_is_not_printed_again),
        TEST(an_unknown_note_is_not_found),
        TEST(a_void_paper_is_the_exact_negative_of_its_note),
        TEST(a_misprint_keeps_what_the_order_holds),
        TEST(one_side_asks_and_the_note_stands),
        TEST(who_has_both_roles_still_needs_the_other_person),
        TEST(both_mean_the_same_way),
        TEST(the_reversal_names_both_and_their_reasons),
        TEST(handing_it_over_forgets_the_asking),
        TEST(a_note_voided_for_change_frees_all_and_returns_the_order),
        TEST(a_cancelled_cash_order_gets_its_deposit_back),
        TEST(a_note_in_the_store_is_not_voided),
        TEST(hand_over_starts_both_clocks),
        TEST(a_closed_sunday_does_not_count),
        TEST(storage_accepts_what_was_handed_over),
        TEST(another_fault_is_said_in_words),
        TEST(refused_paper_goes_back_and_its_clock_with_it),
        TEST(a_stopped_note_is_not_handed_over),
        TEST(no_goods_move_while_a_note_is_stopped),
        TEST(a_pause_moves_the_due_times),
        TEST(a_pause_over_a_sunday_adds_no_sunday),
        TEST(a_missed_due_time_stays_missed),
        TEST(a_note_is_stopped_once),
        TEST(what_has_left_is_not_stopped),
    };

    return cmocka_run_group_tests_name("note_paper", tests, NULL, NULL);
}
