/*
 * test_print.c - BG: the delivery note, and what the print asks again.
 */
#include <string.h>

#include "tests/unit/road.h"

#include "server/core/document.h"

/* C1's order of 110,000.00 against 100,000.00, signed under 5-3, with finance. */
static struct world *with_finance(const char **no)
{
    struct world *c = world_new(memory);

    *no = ordered(c, "C1", 11000000, NULL);
    act(c, OP_ORDER_SIGN, "ddir", *no);
    assert_state(c, *no, ORDER_FIN_QUEUE);
    return c;
}

/* C2's order of 50,000.00, 5,000.00 of it a signed shortfall. */
static struct world *tolerated(const char **no)
{
    struct world *c = world_new(memory);

    paid(c, "C2", 4500000, "R1");
    *no = ordered(c, "C2", 5000000, NULL);
    give_number(c, P_tolerance, true);
    act(c, OP_ORDER_SIGN, "ddir", *no);
    assert_state(c, *no, ORDER_FIN_QUEUE);
    return c;
}

/* An order of 500,000.00 granted by special treatment. */
static struct world *granted(const char **no)
{
    struct world *c = world_new(memory);

    *no = ordered(c, "C1", 50000000, NULL);
    give_number(c, P_why, REASON_ORDER_FAIR);
    act_for(c, OP_ST_APPLY, "csr", *no, P_grounds, "fair");
    act(c, OP_ST_SIGN, "gm", *no);
    act(c, OP_ST_SIGN, "dir", *no);
    act(c, OP_ST_SIGN, "ddir", *no);
    assert_state(c, *no, ORDER_FIN_QUEUE);
    return c;
}

static struct work *print(struct world *c, const char *no)
{
    return act(c, OP_ORDER_PRINT, "fin", no);
}

/* --- the paper ------------------------------------------------------------------------ */

static void the_note_is_numbered_complete_and_never_changed(void **state) /* R-118, law 6 */
{
    const char *no;
    struct world *c = with_finance(&no);
    const struct document_row *d;
    const struct note_row *n;
    const struct note_line_row *l;
    const struct print_job_row *job;
    const struct form_row *form;

    (void)state;
    give_text(c, P_printer, "LP1");
    assert_came_to(print(c, no), "DONE");
    assert_state(c, no, ORDER_BILLED);
    d = newest(c, TABLE_DOCUMENT);
    n = newest(c, TABLE_NOTE);
    l = newest(c, TABLE_NOTE_LINE);
    job = newest(c, TABLE_PRINT_JOB);
    form = newest(c, TABLE_FORM);
    assert_str(d->number, "DN2603-000001");
    assert_str(n->no, "DN2603-000001");
    assert_str(d->sha256, str_text(memory, sha256_hex(d->body, memory)));
    assert_fen(d->total, 11000000);
    assert_int_equal(n->state, NOTE_PRINTED);
    assert_int_equal(n->document_id, d->id);
    assert_int_equal(world_order(c, no)->note_id, n->id);
    assert_int_equal(n->order_version, 1);
    assert_int_equal(l->qty.n, 1);
    assert_int_equal(job->state, JOB_QUEUED); /* in the same act; no printer decides */
    assert_int_equal(job->copy_no, 1);
    assert_int_equal(job->note_id, n->id);
    assert_str(job->printer, "LP1");
    assert_int_equal(form->document_id, d->id);
    assert_str(form->copies, "1,2,3,4,5");
    assert_str(form->sha256, str_text(memory, sha256_hex(form->body, memory)));
    assert_non_null(strstr(str_text(memory, form->body), "DN2603-000001"));
    assert_str(instant_text(n->due_at, memory), "2026-03-04T09:30:00.000000Z");
    assert_fen(world_order(c, no)->reserved, 11000000); /* until it is consigned */
    assert_books_agree(c);
}

static void the_note_says_everything(void **state)
{
    const char *no;
    struct world *c = world_new(memory);
    const char *body;

    (void)state;
    give_line(c, 0, "P3", 12, -1);
    no = keyed(c, "C1", "P1", 3, 1234);
    accept(c, no);
    away(c, "ddir");
    with_consent(c, "ddir");
    act(c, OP_ORDER_SIGN, "ssgl", no);
    assert_came_to(print(c, no), "DONE");
    body = str_text(memory, ((const struct document_row *)newest(c, TABLE_DOCUMENT))->body);
    assert_non_null(strstr(body, "\"customer\":\"C1\""));
    assert_non_null(strstr(body, "\"ship_to\":\"12 Harbour Road\""));
    assert_non_null(strstr(body, "\"receiver\":\"Ms Lin\""));
    assert_non_null(strstr(body, "\"station\":\"ST1\""));
    assert_non_null(strstr(body, "\"basis\":\"credit\""));
    assert_non_null(strstr(body, "\"product\":\"P1\""));
    assert_non_null(strstr(body, "\"qty\":\"3\",\"price\":\"12.34\",\"price_per\":1,"
                                 "\"amount\":\"37.02\""));
    assert_non_null(strstr(body, "\"words\":\"肆拾玖元零贰分\""));
    assert_non_null(strstr(body, "\"kind\":\"MA\",\"role\":\"DDIR\",\"by\":\"ssgl for ddir\""));
    assert_non_null(strstr(body, "\"printed_by\":\"fin\""));
}

static void a_line_that_quota_cut_wholly_is_not_on_the_paper(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    policy_at(c)->quota_auto_cut = true;
    ((struct quota_cell_row *)c->model.tables[TABLE_QUOTA_CELL].rows[0])->allotted = qty(0);
    give_line(c, 0, "P2", 5, -1);
    no = keyed(c, "C1", "P1", 3, -1);
    accept(c, no);
    act(c, OP_ORDER_SIGN, "ddir", no);
    assert_came_to(print(c, no), "DONE");
    assert_int_equal(c->model.tables[TABLE_NOTE_LINE].n, 1);
    assert_fen(((const struct note_row *)newest(c, TABLE_NOTE))->total, 3000);
}

static void notes_are_numbered_without_gap(void **state)
{
    const char *no;
    struct world *c = with_finance(&no);
    const char *second;

    (void)state;
    second = ordered(c, "C4", 100000, NULL);
    act(c, OP_ORDER_SIGN, "dir", second);
    print(c, no);
    assert_came_to(print(c, no), "REFUSED FLOW"); /* a paper is printed once */
    print(c, second);
    assert_str(((const struct note_row *)newest(c, TABLE_NOTE))->no, "DN2603-000002");
}

/* --- no paper without MA -------------------------------------------------------------- */

static void finance_prints_nothing_without_ma(void **state) /* */
{
    const char *no;
    struct world *c = with_finance(&no);
    struct model_table *t = &c->model.tables[TABLE_SIGNATURE];

    (void)state;
    for (size_t i = 0; i < t->n; i++)
        if (((struct signature_row *)t->rows[i])->kind == SIGN_MA)
            ((struct signature_row *)t->rows[i])->void_at = c->model.now;
    assert_came_to(print(c, no), "REFUSED PRINT_MA");
    assert_int_equal(c->model.tables[TABLE_DOCUMENT].n, 0);
}

static void ma_on_other_content_is_none(void **state) /* law 5, T06 */
{
    const char *no;
    struct world *c = with_finance(&no);

    (void)state;
    line_at(c, no, 1)->price.fen--;
    assert_came_to(print(c, no), "REFUSED PRINT_MA");
}

/* --- what was signed is not asked twice (T31) ----------------------------------------- */

static void a_signed_excess_is_not_asked_twice(void **state)
{
    const char *no;
    struct world *c = with_finance(&no);

    (void)state;
    assert_came_to(print(c, no), "DONE");
}

static void others_who_reserved_later_do_not_stop_it(void **state)
{
    struct world *c = world_new(memory);
    const char *first = ordered(c, "C1", 10000000, NULL);
    const char *second = ordered(c, "C1", 2000000, NULL);

    (void)state;
    act(c, OP_ORDER_SIGN, "ddir", second);
    act(c, OP_ORDER_SIGN, "ddir", first);
    assert_came_to(print(c, first), "DONE");
}

static void a_signed_overdue_and_a_signed_shortfall_are_not_asked_twice(void **state)
{
    const char *no;
    struct world *c = world_new(memory);

    (void)state;
    owes(c, "C1", 500, "2026-03-01");
    no = ordered(c, "C1", 1000000, NULL);
    give_number(c, P_why, REASON_OTHER);
    act_for(c, OP_ST_APPLY, "csr", no, P_grounds, "a slip");
    act(c, OP_ST_SIGN, "gm", no);
    act(c, OP_ST_SIGN, "dir", no);
    act(c, OP_ST_SIGN, "ddir", no);
    assert_came_to(print(c, no), "DONE");
    c = tolerated(&no);
    assert_came_to(print(c, no), "DONE");
    assert_fen(world_order(c, no)->tolerated, 500000);
}

static void a_lowered_limit_that_still_covers_stops_nothing(void **state)
{
    const char *no;
    struct world *c = world_new(memory);

    (void)state;
    no = ordered(c, "C1", 1000000, NULL);
    act(c, OP_ORDER_SIGN, "ddir", no);
    account_of(c, "C1")->lim = yuan(10000);
    assert_came_to(print(c, no), "DONE");
}

/* --- what became worse ---------------------------------------------------------------- */

static void a_new_overdue_holds_it(void **state)
{
    const char *no;
    struct world *c = with_finance(&no);
    struct work *w;

    (void)state;
    owes(c, "C1", 1, "2026-03-03");
    w = print(c, no);
    assert_came_to(w, "HELD PRINT_OVERDUE");
    assert_state(c, no, ORDER_HOLD_CREDIT);
    assert_int_equal(said(w, "signed_overdue"), 0);
    assert_int_equal(said(w, "overdue"), 1);
    assert_int_equal(live_signatures(c, no, SIGN_MA), 0);
    assert_int_equal(live_signatures(c, no, SIGN_CC53), 0);
    assert_fen(account_of(c, "C1")->reserved, 0);
    assert_int_equal(c->model.tables[TABLE_DOCUMENT].n, 0);
    assert_books_agree(c);
}

static void an_overdue_since_the_check_is_not_covered_by_a_later_signature(void **state)
{
    struct world *c = world_new(memory);
    const char *no = ordered(c, "C1", 1000000, NULL);

    (void)state;
    owes(c, "C1", 1, "2026-03-03");
    act(c, OP_ORDER_SIGN, "ddir", no); /* he signs what CC saw: nothing overdue */
    assert_came_to(print(c, no), "HELD PRINT_OVERDUE");
}

static void a_lowered_limit_goes_where_the_table_says(void **state)
{
    const char *no;
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    no = ordered(c, "C1", 1200000, NULL);
    act(c, OP_ORDER_SIGN, "ddir", no);
    account_of(c, "C1")->lim = yuan(10000);
    w = print(c, no);
    assert_came_to(w, "HELD PRINT_LIMIT");
    assert_int_equal(said(w, "signed_limit"), 10000000);
    assert_int_equal(said(w, "excess"), 200000);
    assert_state(c, no, ORDER_WAIT_MGR);
    assert_fen(world_order(c, no)->reserved, 1200000);
    assert_came_to(act(c, OP_ORDER_SIGN, "ddir", no), "DONE");
    account_of(c, "C1")->lim = fen(999999);
    assert_came_to(print(c, no), "HELD PRINT_LIMIT");
    assert_state(c, no, ORDER_HOLD_CREDIT);
    assert_books_agree(c);
}

static void money_that_is_gone_makes_the_goods_wait_again(void **state)
{
    const char *no;
    struct world *c = tolerated(&no);
    struct work *w;

    (void)state;
    robbed(c, "R1", no);
    ((struct receipt_row *)newest(c, TABLE_RECEIPT))->state = RECEIPT_REVERSED;
    w = print(c, no);
    assert_came_to(w, "HELD PRINT_FUNDS");
    assert_int_equal(said(w, "shortfall"), 5000000);
    assert_state(c, no, ORDER_WAIT_FUNDS);
    assert_int_equal(live_signatures(c, no, SIGN_MA), 1); /* MA stands: it is the money */
}

static void money_that_came_meanwhile_shrinks_the_shortfall(void **state)
{
    const char *no;
    struct world *c = tolerated(&no);

    (void)state;
    paid(c, "C2", 200000, "R2");
    assert_came_to(print(c, no), "DONE");
    assert_fen(world_order(c, no)->tolerated, 300000);
    assert_fen(account_of(c, "C2")->shortfall, 300000);
    assert_books_agree(c);
}

static void a_grant_of_long_ago_is_signed_again(void **state) /* */
{
    const char *no;
    struct world *c = granted(&no);
    struct work *w;

    (void)state;
    world_later(c, 10 * 24 * 60);
    assert_came_to(print(c, no), "DONE"); /* the tenth day is still good */
    c = granted(&no);
    world_later(c, 11 * 24 * 60);
    w = print(c, no);
    assert_came_to(w, "HELD PRINT_GRANT");
    assert_state(c, no, ORDER_HOLD_CREDIT);
    assert_int_equal(live_signatures(c, no, SIGN_ST), 0);
    assert_int_equal(((const struct st_case_row *)newest(c, TABLE_ST_CASE))->state, CASE_VOID);
    assert_fen(account_of(c, "C1")->reserved, 0);
    assert_books_agree(c);
}

static void an_order_that_5_4_switched_and_lost_its_money_is_judged_by_the_table(void **state)
{
    struct world *c = world_new(memory);
    const char *no = ordered(c, "C1", 13000000, NULL);

    (void)state;
    paid(c, "C1", 13000000, "R1");
    earmark(c, "R1", no, 13000000);
    act(c, OP_ORDER_RECHECK, "SYSTEM", no);
    act(c, OP_ORDER_SIGN, "ddir", no);
    assert_state(c, no, ORDER_FIN_QUEUE);
    robbed(c, "R1", no);
    assert_came_to(print(c, no), "HELD PRINT_FUNDS"); /* free money now lowers exposure */
    assert_state(c, no, ORDER_WAIT_MA);
    assert_false(world_order(c, no)->cash_basis);
    assert_fen(world_order(c, no)->reserved, 13000000);
    assert_books_agree(c);
}

/* --- finance refuses ------------------------------------------------------------------ */

static void finance_sends_an_order_back_with_its_reason(void **state)
{
    const char *no;
    struct world *c = with_finance(&no);

    (void)state;
    assert_came_to(act_for(c, OP_ORDER_REJECT, "fin", no, P_reason, "wrong title"), "DONE");
    assert_state(c, no, ORDER_RETURNED);
    assert_fen(account_of(c, "C1")->reserved, 0);
    assert_int_equal(live_signatures(c, no, SIGN_MA), 0);
    assert_int_equal(messages(c, no, MESSAGE_RETURNED, world_user(c, "csr")), 1);
    assert_books_agree(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_note_is_numbered_complete_and_never_changed),
        TEST(the_note_says_everything),
        TEST(a_line_that_quota_cut_wholly_is_not_on_the_paper),
        TEST(notes_are_numbered_without_gap),
        TEST(finance_prints_nothing_without_ma),
        TEST(ma_on_other_content_is_none),
        TEST(a_signed_excess_is_not_asked_twice),
        TEST(others_who_reserved_later_do_not_stop_it),
        TEST(a_signed_overdue_and_a_signed_shortfall_are_not_asked_twice),
        TEST(a_lowered_limit_that_still_covers_stops_nothing),
        TEST(a_new_overdue_holds_it),
        TEST(an_overdue_since_the_check_is_not_covered_by_a_later_signature),
        TEST(a_lowered_limit_goes_where_the_table_says),
        TEST(money_that_is_gone_makes_the_goods_wait_again),
        TEST(money_that_came_meanwhile_shrinks_the_shortfall),
        TEST(a_grant_of_long_ago_is_signed_again),
        TEST(an_order_that_5_4_switched_and_lost_its_money_is_judged_by_the_table),
        TEST(finance_sends_an_order_back_with_its_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
