/*
 * test_print_job.c - the queue of printings, two papers, and who holds each copy.
 */
#include "tests/unit/note_tests.h"

#include <string.h>

static struct world *printed(void)
{
    return note_seeded(memory, "C1", GOODS({ "P1", 10, -1 }));
}

static struct print_job_row *the_job(const struct world *c)
{
    const struct model_table *t = &c->model.tables[TABLE_PRINT_JOB];

    return t->rows[t->n - 1];
}

/* A reprint stands in the queue. */
static struct world *queued(void)
{
    struct world *c = printed();

    does(c, OP_NOTE_REPRINT, "fin");
    return c;
}

static const struct work *on_job(struct world *c, enum op op, const char *login)
{
    give_number(c, P_job, the_job(c)->id);
    if (op == OP_PRINT_FAILED)
        give_text(c, P_reason, "out of paper");
    return world_do(c, op, login);
}

static const struct note_copy_row *copy_of_set(const struct world *c, enum paper_form form,
                                               int64_t set, int64_t copy)
{
    const struct model_table *t = &c->model.tables[TABLE_NOTE_COPY];

    for (size_t i = 0; i < t->n; i++) {
        const struct note_copy_row *r = t->rows[i];

        if (r->form == form && r->copy_no == set && r->copy == copy)
            return r;
    }
    return NULL;
}

static const struct note_copy_row *the_copy(const struct world *c, enum paper_form form,
                                            int64_t copy)
{
    return copy_of_set(c, form, 1, copy);
}

static void assert_place(const struct world *c, int64_t copy, enum copy_place place,
                         const char *login, const char *holder)
{
    const struct note_copy_row *r = the_copy(c, PAPER_NOTE, copy);

    assert_non_null(r);
    assert_int_equal(r->place, place);
    assert_int_equal(r->held_by, login ? world_user(c, login) : 0);
    assert_str(r->holder, holder);
}

/* --- the queue --------------------------------------------------------------------------- */

static void a_printing_goes_from_the_queue_to_the_printer(void **state) /* */
{
    struct world *c = queued();
    const struct work *w;

    (void)state;
    assert_int_equal(the_job(c)->state, JOB_QUEUED);
    w = on_job(c, OP_PRINT_TAKE, "fin");
    assert_done(w);
    assert_int_equal(the_job(c)->state, JOB_SENT);
    assert_int_equal(the_job(c)->attempts, 1);
    assert_int_equal(w->print_copy.v[0]->copy_no, 2);
    assert_int_equal(w->print_copy.v[0]->printed_by, world_user(c, "fin"));
    assert_done(on_job(c, OP_PRINT_DONE, "fin"));
    assert_int_equal(the_job(c)->state, JOB_PRINTED);
    assert_sound(c);
}

static void a_printing_is_taken_once(void **state)
{
    struct world *c = queued();

    (void)state;
    assert_done(on_job(c, OP_PRINT_TAKE, "fin"));
    assert_refused(on_job(c, OP_PRINT_TAKE, "fin2"), RULE_PRINT_STATE);
    assert_refused(on_job(c, OP_PRINT_TAKE, "fin"), RULE_PRINT_STATE);
    assert_done(on_job(c, OP_PRINT_DONE, "fin"));
    assert_refused(on_job(c, OP_PRINT_DONE, "fin"), RULE_PRINT_STATE);
    assert_refused(on_job(c, OP_PRINT_AGAIN, "fin"), RULE_PRINT_STATE);
}

static void what_was_not_taken_has_no_outcome(void **state)
{
    struct world *c = queued();

    (void)state;
    assert_refused(on_job(c, OP_PRINT_DONE, "fin"), RULE_PRINT_STATE);
    assert_refused(on_job(c, OP_PRINT_FAILED, "fin"), RULE_PRINT_STATE);
    assert_refused(on_job(c, OP_PRINT_AGAIN, "fin"), RULE_PRINT_STATE);
}

/* A jammed printer loses nothing, and what comes out next says that it may be the second. */
static void a_failed_printing_waits_and_becomes_a_reprint(void **state)
{
    struct world *c = queued();
    const struct work *w;

    (void)state;
    assert_done(on_job(c, OP_PRINT_TAKE, "fin"));
    w = on_job(c, OP_PRINT_FAILED, "fin");
    assert_done(w);
    assert_str(w->event.v[0]->remark, THE_NOTE " not printed, copy 2: out of paper");
    assert_int_equal(the_job(c)->state, JOB_FAILED);
    assert_str(the_job(c)->fault, "out of paper");
    give_text(c, P_printer, "laser");
    assert_done(on_job(c, OP_PRINT_AGAIN, "fin2"));
    assert_int_equal(the_job(c)->state, JOB_QUEUED);
    assert_int_equal(the_job(c)->copy_no, 3);
    assert_str(the_job(c)->printer, "laser");
    assert_int_equal(the_note(c)->copies, 3);
    assert_done(on_job(c, OP_PRINT_TAKE, "fin2"));
    assert_int_equal(the_job(c)->attempts, 2);
    assert_sound(c);
}

/* The seat that took it died: another queues it again, and only then prints it. */
static void a_dead_seats_printing_is_queued_again(void **state)
{
    struct world *c = queued();

    (void)state;
    assert_done(on_job(c, OP_PRINT_TAKE, "fin"));
    assert_refused(on_job(c, OP_PRINT_DONE, "fin2"), RULE_PRINT_TAKER);
    assert_refused(on_job(c, OP_PRINT_FAILED, "fin2"), RULE_PRINT_TAKER);
    assert_done(on_job(c, OP_PRINT_AGAIN, "fin2"));
    assert_int_equal(the_job(c)->copy_no, 3);
    assert_refused(on_job(c, OP_PRINT_DONE, "fin"), RULE_PRINT_STATE);
    assert_done(on_job(c, OP_PRINT_TAKE, "fin2"));
    assert_sound(c);
}

static void a_void_note_is_not_printed_from_the_queue(void **state)
{
    struct world *c = queued();

    (void)state;
    give_number(c, P_way, VOID_MISPRINT);
    give_text(c, P_reason, "torn");
    assert_int_equal(on_note(c, OP_NOTE_VOID, "csr")->ruling.outcome, OUTCOME_HELD);
    give_number(c, P_way, VOID_MISPRINT);
    give_text(c, P_reason, "torn");
    assert_done(on_note(c, OP_NOTE_VOID, "fin"));
    assert_int_equal(the_job(c)->state, JOB_VOID);
    assert_refused(on_job(c, OP_PRINT_TAKE, "fin"), RULE_PRINT_STATE);
    for (int64_t copy = 1; copy <= 5; copy++) { /* of both sets */
        assert_place(c, copy, PLACE_CALLED_BACK, "fin", "");
        assert_int_equal(copy_of_set(c, PAPER_NOTE, 2, copy)->place, PLACE_CALLED_BACK);
    }
    assert_sound(c);
}

static void the_delivery_note_is_printed_by_finance(void **state)
{
    struct world *c = queued();

    (void)state;
    assert_refused(on_job(c, OP_PRINT_TAKE, "csr"), RULE_PRINT_DESK);
    assert_refused(on_job(c, OP_PRINT_TAKE, "clerk"), RULE_PRINT_DESK);
    assert_refused_code(on_job(c, OP_PRINT_TAKE, "wh"), ERR_RIGHTS);
    give_number(c, P_job, 424242);
    assert_refused_code(world_do(c, OP_PRINT_TAKE, "fin"), ERR_NOT_FOUND);
}

/* --- two papers (R-137) ------------------------------------------------------------------ */

/* A note that was printed with the parameter on: the warehouse's copy is of the other paper. */
static struct world *with_two_papers(void)
{
    struct world *c = printed();
    struct model_table *copies = &c->model.tables[TABLE_NOTE_COPY];

    ((struct note_row *)world_row(c, TABLE_NOTE, the_note(c)->id))->two_papers = true;
    memmove(&copies->rows[1], &copies->rows[2], (--copies->n - 1) * sizeof *copies->rows);
    return c;
}

static void one_form_needs_no_outbound_order(void **state)
{
    struct world *c = printed();

    (void)state;
    assert_refused(on_note(c, OP_NOTE_OUTBOUND, "clerk"), RULE_OUTBOUND_ONE);
    does(c, OP_NOTE_HAND_OVER, "csr");
}

static void two_papers_go_to_the_store_together(void **state)
{
    struct world *c = with_two_papers();
    const struct work *w;

    (void)state;
    assert_refused(on_note(c, OP_NOTE_HAND_OVER, "csr"), RULE_OUTBOUND_FIRST);
    w = on_note(c, OP_NOTE_OUTBOUND, "clerk");
    assert_done(w);
    assert_int_equal(w->form.v[0]->form, PAPER_OUTBOUND);
    assert_str(w->form.v[0]->copies, "1,2");
    assert_non_null(strstr(str_text(memory, w->form.v[0]->body), THE_NOTE));
    assert_int_equal(the_job(c)->form, PAPER_OUTBOUND);
    assert_int_equal(the_job(c)->copy_no, 1);
    assert_refused(on_job(c, OP_PRINT_TAKE, "fin"), RULE_PRINT_DESK);
    assert_done(on_job(c, OP_PRINT_TAKE, "clerk"));
    assert_int_equal(the_copy(c, PAPER_OUTBOUND, 2)->place, PLACE_OFFICE);
    assert_refused(on_note(c, OP_NOTE_HAND_OVER, "csr"), RULE_NOTE_UNPRINTED);
    assert_done(on_job(c, OP_PRINT_DONE, "clerk"));
    does(c, OP_NOTE_HAND_OVER, "csr");
    assert_int_equal(the_copy(c, PAPER_OUTBOUND, 1)->place, PLACE_SALES_FILE);
    assert_int_equal(the_copy(c, PAPER_OUTBOUND, 2)->place, PLACE_STORE);
    assert_sound(c);
}

static void an_outbound_order_again_is_a_reprint_of_the_same_form(void **state)
{
    struct world *c = with_two_papers();
    const struct work *w;

    (void)state;
    does(c, OP_NOTE_OUTBOUND, "clerk");
    w = on_note(c, OP_NOTE_OUTBOUND, "csr");
    assert_done(w);
    assert_int_equal(w->form.n, 0);
    assert_int_equal(w->note_copy.n, 2);
    assert_int_equal(copy_of_set(c, PAPER_OUTBOUND, 2, 1)->place, PLACE_OFFICE);
    assert_int_equal(copy_of_set(c, PAPER_OUTBOUND, 2, 2)->held_by, world_user(c, "csr"));
    assert_int_equal(the_job(c)->copy_no, 2);
    assert_int_equal(the_note(c)->copies, 1);
    assert_done(on_job(c, OP_PRINT_TAKE, "csr"));
    assert_done(on_job(c, OP_PRINT_AGAIN, "csr"));
    assert_int_equal(the_note(c)->outbound_copies, 3);
    assert_sound(c);
}

/* --- who holds each copy ----------------------------------------------------------------- */

static void the_copies_go_with_the_note(void **state) /* */
{
    struct world *c = printed();

    (void)state;
    assert_place(c, 4, PLACE_FINANCE, "fin", "");
    does(c, OP_NOTE_HAND_OVER, "csr");
    assert_place(c, 1, PLACE_SALES_FILE, "csr", "");
    assert_place(c, 2, PLACE_STORE, NULL, "");
    assert_place(c, 3, PLACE_FINANCE, "fin", "");
    does(c, OP_NOTE_ACCEPT, "scr");
    assert_place(c, 2, PLACE_STORE, "scr", "");
    shipped(c, 1);
    assert_place(c, 2, PLACE_STORE, "scr", "");
    assert_int_equal(the_copy(c, PAPER_NOTE, 4)->place, PLACE_CUSTOMER);
    assert_int_equal(the_copy(c, PAPER_NOTE, 5)->place, PLACE_CARRIER);
    assert_true(the_copy(c, PAPER_NOTE, 5)->holder.n > 0);
    confirmed(c, 1);
    assert_place(c, 4, PLACE_SALES_FILE, "csr", ""); /* the signed slip is on file */
    assert_sound(c);
}

static void refused_paper_is_in_the_office(void **state)
{
    struct world *c = printed();

    (void)state;
    does(c, OP_NOTE_HAND_OVER, "csr");
    give_number(c, P_fault, FAULT_LINES);
    does(c, OP_NOTE_REFUSE, "scr");
    assert_place(c, 2, PLACE_OFFICE, "csr", "");
    assert_place(c, 1, PLACE_SALES_FILE, "csr", "");
    assert_place(c, 3, PLACE_FINANCE, "fin", "");
    does(c, OP_NOTE_HAND_OVER, "csr");
    assert_place(c, 2, PLACE_STORE, NULL, "");
}

static void the_customers_copy_comes_back_with_the_goods(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    shipped(c, 1);
    give_text(c, P_reason, "nobody there");
    does_part(c, OP_NOTE_REFUSED, 1, "wh");
    assert_int_equal(the_copy(c, PAPER_NOTE, 4)->place, PLACE_STORE);
}

/* What another part's customer says moves no paper that went with the first. */
static void another_part_has_no_copy_of_the_customer(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));

    (void)state;
    allocated_of(c, 1, 4);
    issued(c, 1);
    consigned(c, 1);
    assert_int_equal(the_copy(c, PAPER_NOTE, 4)->shipment_id, the_part(c, 1)->id);
    shipped(c, 2);
    assert_int_equal(the_copy(c, PAPER_NOTE, 4)->shipment_id, the_part(c, 1)->id);
    give_text(c, P_reason, "nobody there");
    does_part(c, OP_NOTE_REFUSED, 2, "wh");
    assert_int_equal(the_copy(c, PAPER_NOTE, 4)->place, PLACE_CUSTOMER);
    assert_sound(c);
    give_text(c, P_reason, "nobody there");
    does_part(c, OP_NOTE_REFUSED, 1, "wh");
    assert_int_equal(the_copy(c, PAPER_NOTE, 4)->place, PLACE_STORE);
    assert_int_equal(the_copy(c, PAPER_NOTE, 4)->shipment_id, 0);
    assert_sound(c);
}

/* --- what did not come out is not handed over (R-137) --------------------------------------
 */

/* As the printer left it: the note's only printing in this state. */
static struct world *with_printing(enum job_state state)
{
    struct world *c = printed();
    struct print_job_row *j = the_job(c);

    j->state = state;
    if (state != JOB_FAILED)
        j->ended_at = (struct instant){ 0 };
    if (state == JOB_QUEUED) {
        j->taken_by = 0;
        j->taken_at = (struct instant){ 0 };
        j->attempts = 0;
        c->model.tables[TABLE_PRINT_COPY].n--;
    }
    return c;
}

static bool offers(const struct work *w, enum op op)
{
    for (size_t i = 0; i < w->ruling.remedy_count; i++)
        if (w->ruling.remedies[i].op == (int)op)
            return true;
    return false;
}

static void what_did_not_come_out_is_not_handed_over(void **state)
{
    static const struct {
        enum job_state state;
        enum op way_out;
    } cases[] = { { JOB_QUEUED, OP_PRINT_TAKE },
                  { JOB_SENT, OP_PRINT_DONE },
                  { JOB_FAILED, OP_PRINT_AGAIN } };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct world *c = with_printing(cases[i].state);
        const struct work *w = on_note(c, OP_NOTE_HAND_OVER, "csr");

        assert_refused(w, RULE_NOTE_UNPRINTED);
        assert_true(offers(w, cases[i].way_out));
        assert_place(c, 2, PLACE_FINANCE, "fin", "");
    }
}

/* Printed before there was a queue, or a register: a reprint is the way out. */
static void a_note_without_printings_is_printed_again_first(void **state)
{
    struct world *c = printed();
    const struct work *w;

    (void)state;
    c->model.tables[TABLE_PRINT_JOB].n = c->model.tables[TABLE_PRINT_COPY].n = 0;
    c->model.tables[TABLE_NOTE_COPY].n = 0;
    w = on_note(c, OP_NOTE_HAND_OVER, "csr");
    assert_refused(w, RULE_NOTE_UNPRINTED);
    assert_true(offers(w, OP_NOTE_REPRINT));
    does(c, OP_NOTE_REPRINT, "fin");
    assert_done(on_job(c, OP_PRINT_TAKE, "fin"));
    assert_done(on_job(c, OP_PRINT_DONE, "fin"));
    does(c, OP_NOTE_HAND_OVER, "csr");
    assert_int_equal(copy_of_set(c, PAPER_NOTE, 2, 2)->place, PLACE_STORE);
}

/* The house whose printer takes nothing from the queue says where the paper came out. */
static void paper_may_come_out_elsewhere(void **state)
{
    struct world *c = with_printing(JOB_QUEUED);
    const struct work *w;

    (void)state;
    give_text(c, P_remark, "  ");
    assert_refused(on_job(c, OP_PRINT_DONE, "fin"), RULE_PRINT_STATE);
    give_text(c, P_remark, "at the copy shop");
    w = on_job(c, OP_PRINT_DONE, "fin2");
    assert_done(w);
    assert_str(w->event.v[0]->remark, THE_NOTE " printed elsewhere, copy 1: at the copy shop");
    assert_int_equal(the_job(c)->state, JOB_PRINTED);
    assert_int_equal(the_job(c)->taken_by, world_user(c, "fin2"));
    assert_int_equal(w->print_copy.n, 1);
    does(c, OP_NOTE_HAND_OVER, "csr");
    assert_sound(c);
}

/* What a seat took is that seat's to say; what failed goes out under the next number. */
static void elsewhere_is_no_way_around_the_taker(void **state)
{
    struct world *c = with_printing(JOB_SENT);

    (void)state;
    give_text(c, P_remark, "at the copy shop");
    assert_refused(on_job(c, OP_PRINT_DONE, "fin2"), RULE_PRINT_TAKER);
    c = with_printing(JOB_FAILED);
    give_text(c, P_remark, "at the copy shop");
    assert_refused(on_job(c, OP_PRINT_DONE, "fin"), RULE_PRINT_STATE);
}

/* The set that came out last goes to the store; the spoilt one stays on the register. */
static void the_set_that_came_out_goes_to_the_store(void **state)
{
    struct world *c = with_printing(JOB_FAILED);

    (void)state;
    assert_done(on_job(c, OP_PRINT_AGAIN, "fin2"));
    assert_int_equal(copy_of_set(c, PAPER_NOTE, 2, 5)->held_by, world_user(c, "fin2"));
    assert_done(on_job(c, OP_PRINT_TAKE, "fin2"));
    assert_done(on_job(c, OP_PRINT_DONE, "fin2"));
    does(c, OP_NOTE_HAND_OVER, "csr");
    assert_place(c, 1, PLACE_FINANCE, "fin", "");
    assert_place(c, 2, PLACE_FINANCE, "fin", "");
    assert_int_equal(copy_of_set(c, PAPER_NOTE, 2, 1)->place, PLACE_SALES_FILE);
    assert_int_equal(copy_of_set(c, PAPER_NOTE, 2, 2)->place, PLACE_STORE);
    assert_int_equal(copy_of_set(c, PAPER_NOTE, 2, 3)->place, PLACE_FINANCE);
    does(c, OP_NOTE_ACCEPT, "scr");
    shipped(c, 1);
    assert_int_equal(copy_of_set(c, PAPER_NOTE, 2, 4)->place, PLACE_CUSTOMER);
    assert_int_equal(copy_of_set(c, PAPER_NOTE, 1, 4)->place, PLACE_FINANCE);
    assert_sound(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_printing_goes_from_the_queue_to_the_printer),
        TEST(a_printing_is_taken_once),
        TEST(what_was_not_taken_has_no_outcome),
        TEST(a_failed_printing_waits_and_becomes_a_reprint),
        TEST(a_dead_seats_printing_is_queued_again),
        TEST(a_void_note_is_not_printed_from_the_queue),
        TEST(the_delivery_note_is_printed_by_finance),
        TEST(one_form_needs_no_outbound_order),
        TEST(two_papers_go_to_the_store_together),
        TEST(an_outbound_order_again_is_a_reprint_of_the_same_form),
        TEST(the_copies_go_with_the_note),
        TEST(refused_paper_is_in_the_office),
        TEST(the_customers_copy_comes_back_with_the_goods),
        TEST(another_part_has_no_copy_of_the_customer),
        TEST(what_did_not_come_out_is_not_handed_over),
        TEST(a_note_without_printings_is_printed_again_first),
        TEST(paper_may_come_out_elsewhere),
        TEST(elsewhere_is_no_way_around_the_taker),
        TEST(the_set_that_came_out_goes_to_the_store),
    };

    return cmocka_run_group_tests_name("print_job", tests, NULL, NULL);
}
