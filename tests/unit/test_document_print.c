/*
 * test_document_print.c - invoices and outbound orders of goods in the queue of printings, and
 * the lines that their red papers name.
 */
#include "tests/unit/claim_tests.h"

#include <string.h>

static const struct work *print(struct world *c, struct str number, const char *login)
{
    give_text(c, P_number, str_text(memory, number));
    return world_do(c, OP_DOCUMENT_PRINT, login);
}

static struct print_job_row *job_of(const struct world *c)
{
    const struct model_table *t = &c->model.tables[TABLE_PRINT_JOB];

    return t->rows[t->n - 1];
}

static const struct work *on_job(struct world *c, enum op op, const char *login)
{
    give_number(c, P_job, job_of(c)->id);
    if (op == OP_PRINT_FAILED)
        give_text(c, P_reason, "out of paper");
    return world_do(c, op, login);
}

static struct world *invoiced(void)
{
    struct world *c = delivered("C1");

    does(c, OP_INVOICE_ISSUE, "fin");
    return c;
}

static void an_invoice_is_queued_taken_and_printed(void **state)
{
    struct world *c = invoiced();
    const struct document_row *iv = last_paper(c, SERIES_IV);

    (void)state;
    assert_done(print(c, iv->number, "fin"));
    assert_int_equal(job_of(c)->document_id, iv->id);
    assert_int_equal(job_of(c)->note_id, 0);
    assert_int_equal(job_of(c)->form, PAPER_INVOICE);
    assert_int_equal(job_of(c)->copy_no, 1);
    assert_done(on_job(c, OP_PRINT_TAKE, "fin"));
    assert_done(on_job(c, OP_PRINT_DONE, "fin"));
    assert_int_equal(job_of(c)->state, JOB_PRINTED);
    assert_done(print(c, iv->number, "fin"));
    assert_int_equal(job_of(c)->copy_no, 2);
    assert_sound(c);
}

static void one_that_waits_is_not_queued_twice(void **state)
{
    struct world *c = invoiced();
    const struct model_table *jobs = &c->model.tables[TABLE_PRINT_JOB];
    size_t n = jobs->n;

    (void)state;
    assert_done(print(c, last_paper(c, SERIES_IV)->number, "fin"));
    assert_done(print(c, last_paper(c, SERIES_IV)->number, "fin"));
    assert_int_equal(jobs->n, n + 1);
    assert_int_equal(job_of(c)->copy_no, 1);
}

/* It may be out: the next try has the next number, by either way. */
static void a_fault_of_the_printer_makes_the_next_a_reprint(void **state)
{
    struct world *c = invoiced();
    struct str number = last_paper(c, SERIES_IV)->number;

    (void)state;
    assert_done(print(c, number, "fin"));
    assert_done(on_job(c, OP_PRINT_TAKE, "fin"));
    assert_done(on_job(c, OP_PRINT_FAILED, "fin"));
    assert_done(on_job(c, OP_PRINT_AGAIN, "fin"));
    assert_int_equal(job_of(c)->copy_no, 2);
    assert_done(on_job(c, OP_PRINT_TAKE, "fin"));
    assert_done(on_job(c, OP_PRINT_FAILED, "fin"));
    assert_done(print(c, number, "fin"));
    assert_int_equal(job_of(c)->state, JOB_QUEUED);
    assert_int_equal(job_of(c)->copy_no, 3);
    assert_int_equal(job_of(c)->attempts, 2);
}

static void each_desk_prints_its_own(void **state)
{
    struct world *c = invoiced();

    (void)state;
    assert_refused(print(c, last_paper(c, SERIES_IV)->number, "csr"), RULE_PRINT_DESK);
    assert_refused(print(c, last_paper(c, SERIES_OB)->number, "fin"), RULE_PRINT_DESK);
    assert_done(print(c, last_paper(c, SERIES_OB)->number, "clerk"));
    assert_int_equal(job_of(c)->form, PAPER_GOODS);
    assert_refused(on_job(c, OP_PRINT_TAKE, "fin"), RULE_PRINT_DESK);
}

static void a_document_without_a_form_is_refused(void **state)
{
    struct world *c = invoiced();
    const struct work *w = print(c, last_paper(c, SERIES_DN)->number, "fin");

    (void)state;
    assert_refused(w, RULE_PRINT_NO_FORM);
    assert_int_equal(w->ruling.remedies[0].op, OP_NOTE_REPRINT);
    assert_refused_code(print(c, STR("IV9999-000001"), "fin"), ERR_NOT_FOUND);
}

/* Two of line 2 come back, and are on an invoice: the red one says so below zero. */
static void a_red_invoice_names_its_lines(void **state)
{
    struct world *c = invoiced();
    const struct document_row *red;

    (void)state;
    claimed(c, 2, 2, DIFF_SHORT, CLAIM_CREDIT);
    assert_done(accept(c, "um"));
    red = last_paper(c, SERIES_RI);
    assert_non_null(strstr(red->body.p, "\"net\":\"-176.99\",\"tax\":\"-23.01\",\"lines\":[{"));
    assert_non_null(strstr(red->body.p, "\"qty\":\"-2\",\"amount\":\"-200.00\""));
    assert_done(print(c, red->number, "fin"));
    assert_sound(c);
}

/* The same goods damaged: they come back by a red outbound order, of that part alone. */
/* */
static void a_red_outbound_order_names_what_comes_back(void **state)
{
    struct world *c = delivered("C1");
    const struct document_row *red;
    const char *back;

    (void)state;
    claimed(c, 2, 2, DIFF_DAMAGED, CLAIM_CREDIT);
    assert_done(accept(c, "um"));
    red = last_paper(c, SERIES_RO);
    back = strstr(red->body.p, "\"red\":[{");
    assert_non_null(back);
    assert_non_null(strstr(back, "\"qty\":\"-2\",\"amount\":\"-200.00\",\"tax_bp\":1300,"
                                 "\"tax\":\"-23.01\"}]"));
    assert_done(print(c, red->number, "clerk"));
}

/* What was not invoiced comes off by a credit note, which says of which line, and the tax. */
/* */
static void a_credit_note_names_what_no_red_invoice_does(void **state)
{
    struct world *c = delivered("C1");
    const struct document_row *credit;

    (void)state;
    claimed(c, 2, 2, DIFF_SHORT, CLAIM_CREDIT);
    assert_done(accept(c, "um"));
    credit = last_paper(c, SERIES_CN);
    assert_non_null(strstr(credit->body.p, "\"qty\":\"-2\",\"amount\":\"-200.00\","
                                           "\"tax_bp\":1300,\"tax\":\"-23.01\"}]"));
    assert_refused(print(c, credit->number, "clerk"), RULE_PRINT_DESK);
    assert_done(print(c, credit->number, "fin"));
    assert_int_equal(job_of(c)->form, PAPER_CREDIT);
    assert_done(on_job(c, OP_PRINT_TAKE, "fin"));
    assert_done(on_job(c, OP_PRINT_DONE, "fin"));
    assert_done(print(c, credit->number, "fin"));
    assert_int_equal(job_of(c)->copy_no, 2);
    assert_sound(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_invoice_is_queued_taken_and_printed),
        TEST(one_that_waits_is_not_queued_twice),
        TEST(a_fault_of_the_printer_makes_the_next_a_reprint),
        TEST(each_desk_prints_its_own),
        TEST(a_document_without_a_form_is_refused),
        TEST(a_red_invoice_names_its_lines),
        TEST(a_red_outbound_order_names_what_comes_back),
        TEST(a_credit_note_names_what_no_red_invoice_does),
    };

    return cmocka_run_group_tests_name("document_print", tests, NULL, NULL);
}
