/*
 * test_papers.c - what the documents that the rules posted say on paper: lines, sums, tax, red
 * letters, copies.
 */
#include <locale.h>
#include <string.h>

#include "client/sheet.h"
#include "client/sheet_grid.h"
#include "client/words.h"
#include "tests/unit/price_tests.h"

/* --- a document, set --------------------------------------------------------------------- */

static const struct json *parsed(struct str text)
{
    static struct json_doc docs[32]; /* the arena has the texts, these the trees */
    static size_t n;
    struct json_doc *doc = &docs[n++ % COUNT(docs)];

    json_release(doc);
    assert_int_equal(json_parse(text, memory, doc).code, ERR_NONE);
    return doc->root;
}

static struct str body_of(const struct document_row *d)
{
    const char *paper = strstr(d->body.p, "\"paper\":");

    assert_non_null(paper);
    return (struct str){ paper + 8, (size_t)(d->body.p + d->body.n - 1 - (paper + 8)) };
}

/* The answer of document.form about it. */
static const struct json *answer_of(const struct world *c, const struct document_row *d)
{
    const struct document_row *of =
        d->reverses_id ? model_find(&c->model, TABLE_DOCUMENT, d->reverses_id) : NULL;
    struct json_out out;

    json_out_init(&out, memory);
    json_begin_object(&out);
    json_field_str(&out, "number", d->number);
    json_field_str(&out, "series", str_of(enum_name(ENUM_series_name, d->series)));
    json_field_instant(&out, "posted", d->posted_at);
    json_field_money(&out, "total", d->total);
    json_field_str(&out, "copies", STR("1,3"));
    json_field_raw(&out, "paper", body_of(d));
    if (of)
        json_field_raw(&out, "of", body_of(of));
    json_end_object(&out);
    return parsed(json_text(&out));
}

static struct sheet sheet_of(const struct world *c, enum series_name series)
{
    const struct document_row *d = last_paper(c, series);
    struct sheet s;

    assert_non_null(d);
    assert_int_equal(sheet_read(answer_of(c, d), memory, &s).code, ERR_NONE);
    return s;
}

static const char *grid_of(const struct sheet *s)
{
    return str_text(memory, sheet_grid(s, memory));
}

static void says(const struct sheet *s, const char *text)
{
    if (!strstr(grid_of(s), text))
        fail_msg("no \"%s\" on\n%s", text, grid_of(s));
}

static void assert_text(struct str text, const char *want)
{
    assert_string_equal(str_text(memory, text), want);
}

/* --- what takes back --------------------------------------------------------------------- */

static void a_credit_note_is_red_and_splits_the_tax(void **state)
{
    struct world *c = delivered("C1");
    struct sheet s;

    (void)state;
    claimed(c, 2, 2, DIFF_SHORT, CLAIM_CREDIT);
    assert_done(on_claim(c, OP_CLAIM_ACCEPT, "um"));
    s = sheet_of(c, SERIES_CN);
    assert_true(s.red);
    assert_int_equal(s.line_count, 1);
    assert_text(s.lines[0].qty, "-2");
    assert_text(s.lines[0].tax, "-23.01");
    assert_text(s.tax_inside, "13% -23.01");
    says(&s, "Red credit note");
    says(&s, "-200.00");
    says(&s, "Tax inside 13% -23.01");
    says(&s, str_text(memory, money_words_zh(fen(-20000), memory)));
    assert_null(strstr(grid_of(&s), "Waybill"));
}

static void a_price_correction_says_was_and_is(void **state)
{
    struct world *c = delivered("C1");
    struct sheet s;

    (void)state;
    costs(c, 55000);
    s = sheet_of(c, SERIES_PC);
    assert_false(s.red);
    assert_int_equal(s.line_count, 1);
    assert_text(s.tax_inside, "13% 5.75");
    says(&s, "500.00 -> 550.00");
    costs(c, 45000);
    s = sheet_of(c, SERIES_PC);
    assert_true(s.red);
    assert_text(s.lines[0].amount, "-100.00");
    says(&s, "Red price correction");
    says(&s, "550.00 -> 450.00");
}

/* Goods that were refused go back at what was issued; the correction of their price is undone.
 */
static void a_refusal_undoes_the_correction(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }, { "P2", 5, -1 }));
    struct sheet s;

    (void)state;
    shipped(c, 1);
    costs(c, 55000);
    give_text(c, P_reason, "not wanted");
    assert_done(on_part(c, OP_NOTE_REFUSED, 1, "wh"));
    s = sheet_of(c, SERIES_PC);
    assert_true(s.red);
    assert_int_equal(s.line_count, 1);
    assert_text(s.lines[0].amount, "-50.00");
    s = sheet_of(c, SERIES_RO);
    assert_int_equal(s.line_count, 2);
    assert_int_equal(s.total.fen, -60000);
    says(&s, "-5");
}

/* A void note has no lines of its own: it says those of the note, below zero. */
static void a_void_note_names_what_the_note_had(void **state)
{
    struct world *c = note_in_store(memory, "C1", GOODS({ "P1", 10, -1 }));
    struct document_row *note = world_row(c, TABLE_DOCUMENT, the_note(c)->document_id);
    const char *who[] = { "csr", "fin", "wh" };
    struct sheet s;

    (void)state;
    note->body = STR("{\"paper\":{\"customer\":\"C1\",\"customer_name\":\"Alpha\",\"lines\":[{"
                     "\"line\":1,\"product\":\"P1\",\"qty\":\"10\",\"unit\":\"box\",\"price\":"
                     "\"10.00\",\"price_per\":1,\"amount\":\"100.00\",\"tax_bp\":1300}]}}");
    for (size_t i = 0; i < COUNT(who); i++) {
        give_number(c, P_way, VOID_MISPRINT);
        give_text(c, P_reason, "wrong station");
        (void)on_note(c, OP_NOTE_VOID, who[i]);
    }
    s = sheet_of(c, SERIES_VN);
    assert_true(s.red);
    assert_int_equal(s.line_count, 1);
    assert_text(s.lines[0].qty, "-10");
    assert_int_equal(s.lines[0].worth.fen, s.total.fen);
    assert_text(s.tax_inside, "13% -11.50");
    says(&s, "Red void note");
    says(&s, "wrong station");
    says(&s, str_text(memory, the_note(c)->no));
}

/* --- money ------------------------------------------------------------------------------- */

static void a_receipt_says_how_it_was_paid_and_its_reversal_takes_it_back(void **state)
{
    struct world *c = delivered("C1");
    struct sheet s;

    (void)state;
    does(c, OP_INVOICE_ISSUE, "fin");
    pays(c, "B-77", 60000);
    s = sheet_of(c, SERIES_RC);
    assert_false(s.red);
    assert_false(sheet_has_lines(&s));
    says(&s, "B-77");
    give_text(c, P_number, str_text(memory, last_paper(c, SERIES_RC)->number));
    assert_done(world_do(c, OP_DOCUMENT_PRINT, "fin"));
    says(&s, "600.00");
    says(&s, "陆佰元整");
    give_text(c, P_receipt, str_text(memory, last_paper(c, SERIES_RC)->number));
    give_text(c, P_reason, "bounced");
    assert_done(world_do(c, OP_RECEIPT_REVERSE, "fin"));
    s = sheet_of(c, SERIES_RR);
    assert_true(s.red);
    says(&s, "Red receipt");
    says(&s, "-600.00");
    says(&s, "bounced");
    says(&s, str_text(memory, last_paper(c, SERIES_RC)->number));
}

/* Before lines were named: a sum that is not theirs says more than they. */
static void lines_that_do_not_add_up_are_left_out(void **state)
{
    struct sheet s;

    (void)state;
    assert_int_equal(
        sheet_read(
            parsed(STR("{\"series\":\"CN\",\"number\":\"CN2603-000001\",\"copies\":\"1\","
                       "\"total\":\"-5.00\",\"paper\":{\"lines\":[{\"product\":\"P1\","
                       "\"qty\":\"3\",\"amount\":\"30.00\",\"tax_bp\":1300}]}}")),
            memory, &s)
            .code,
        ERR_NONE);
    assert_int_equal(s.line_count, 0);
    assert_int_equal(s.tax_inside.n, 0);
    assert_true(s.red);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_credit_note_is_red_and_splits_the_tax),
        TEST(a_price_correction_says_was_and_is),
        TEST(a_refusal_undoes_the_correction),
        TEST(a_void_note_names_what_the_note_had),
        TEST(a_receipt_says_how_it_was_paid_and_its_reversal_takes_it_back),
        TEST(lines_that_do_not_add_up_are_left_out),
    };

    (void)setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests_name("papers", tests, NULL, NULL);
}
