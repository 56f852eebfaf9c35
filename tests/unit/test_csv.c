/* test_csv.c - tables as other programs write them, well and badly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/csv.h"
#include "common/limits.h"
#include "common/money.h"

static struct arena arena;

static int with_arena(void **state)
{
    (void)state;
    arena_init(&arena, SIZE_MAX);
    return 0;
}

static int without_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const struct csv_rules any = { CSV_UTF8, 0 };
static const struct csv_rules comma = { CSV_UTF8, ',' };

/* The whole table as text: cells in brackets, a bar behind each row; or "! " and the error. */
static const char *read_table(struct str text, const struct csv_rules *rules)
{
    char *exact = malloc(text.n ? text.n : 1); /* a read behind its end is seen */
    struct buffer all;
    struct csv csv;
    struct csv_row row = { .count = 1 };
    struct error err;

    assert_non_null(exact);
    if (text.n)
        memcpy(exact, text.p, text.n);
    buffer_init(&all, &arena);
    err = csv_open(&csv, (struct str){ exact, text.n }, rules, &arena);
    while (!err.code && row.count) {
        err = csv_next(&csv, &arena, &row);
        for (size_t i = 0; i < row.count && !err.code; i++)
            buffer_put(&all, str_format(&arena, "[%.*s]", STR_ARG(row.cells[i].text)));
        if (row.count)
            buffer_char(&all, '|');
    }
    free(exact);
    if (err.code)
        return str_format(&arena, "! %.*s", STR_ARG(err.detail)).p;
    return buffer_text(&all).p;
}

struct table {
    struct str text;
    const char *expected;
};

static void good_tables_are_read(void **state)
{
    static const struct table tables[] = {
        { STR_INIT(""), "" },
        { STR_INIT("\n\r\n\r"), "" },
        { STR_INIT("a,b\nc,d"), "[a][b]|[c][d]|" },
        { STR_INIT("a,b\r\nc,d\r\n"), "[a][b]|[c][d]|" },
        { STR_INIT("a,b\rc,d\r\re,f"), "[a][b]|[c][d]|[e][f]|" },
        { STR_INIT(",\n,,"), "[][]|[][][]|" },
        { STR_INIT("\"\"\n"), "[]|" },
        { STR_INIT("\"a,\"\"b\"\"\",c"), "[a,\"b\"][c]|" },
        { STR_INIT("\"\"\"\",\"\"\"\"\"\""), "[\"][\"\"]|" },
        { STR_INIT("\"a\r\nb\",c\nd,e"), "[a\r\nb][c]|[d][e]|" },
        { STR_INIT(" a , b "), "[ a ][ b ]|" },
        { STR_INIT("\xEF\xBB\xBF\"x\",\xE8\xB4\xA7"), "[x][\xE8\xB4\xA7]|" },
        { STR_INIT("\xEF\xBB\xBF"), "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(tables); i++)
        assert_string_equal(read_table(tables[i].text, &comma), tables[i].expected);
}

static void bad_tables_are_refused_at_their_place(void **state)
{
    static const struct table tables[] = {
        { STR_INIT("a,b\nc,\"d\ne\nf"),
          "! line 2, column 3: the quote that opens here is never closed" },
        { STR_INIT("\""), "! line 1, column 1: the quote that opens here is never closed" },
        { STR_INIT("\"a\"\""),
          "! line 1, column 1: the quote that opens here is never closed" },
        { STR_INIT("a\n\xE8\xB4\xA7,b\"c"),
          "! line 2, column 4: a quote inside a bare cell; quote the whole cell" },
        { STR_INIT("a, \"b\""),
          "! line 1, column 4: a quote inside a bare cell; quote the whole cell" },
        { STR_INIT("\"a\nb\r\nc\" ,d"),
          "! line 3, column 3: text behind a closing quote; double the quotes inside a cell" },
        { STR_INIT("ok\r\nb\xFF"), "! line 2, column 2: not UTF-8; name the encoding (GB18030, "
                                   "ISO-8859-1) or save it anew" },
        { STR_INIT("\xFF\xFE"
                   "a\0b\0"),
          "! line 1, column 1: not UTF-8; name the encoding (GB18030, ISO-8859-1) or save it "
          "anew" },
        { STR_INIT("a\0b"), "! line 1, column 2: a zero byte; this is no text file" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(tables); i++)
        assert_string_equal(read_table(tables[i].text, &comma), tables[i].expected);
}

/* Line and column of each cell, quoted line ends and wide characters included. */
static void cells_know_their_place(void **state)
{
    static const size_t expected[][2] = { { 1, 1 }, { 1, 3 }, { 3, 4 }, { 5, 1 }, { 5, 4 } };
    struct csv csv;
    struct csv_row row;
    size_t seen = 0;

    (void)state;
    assert_int_equal(csv_open(&csv, STR("a,\"b\r\nc\nd\",e\r\r货物,f\n"), &comma, &arena).code,
                     ERR_NONE);
    while (csv_next(&csv, &arena, &row).code == ERR_NONE && row.count) {
        assert_int_equal(row.line, row.cells[0].line);
        for (size_t i = 0; i < row.count; i++, seen++) {
            assert_int_equal(row.cells[i].line, expected[seen][0]);
            assert_int_equal(row.cells[i].column, expected[seen][1]);
        }
    }
    assert_int_equal(seen, COUNT(expected));
    assert_int_equal(csv.rows, 2);
}

static void the_separator_is_found(void **state)
{
    static const struct {
        struct str text;
        char separator;
    } samples[] = {
        { STR_INIT("a,b\n1,2\n"), ',' },
        { STR_INIT("a;b\n1,5;2,5\n"), ';' },
        { STR_INIT("a;b;c\n1,5;2,5;3,5\n"), ';' },
        { STR_INIT("name\tsum\nx, y, z\t1,5\n"), '\t' },
        { STR_INIT("a|b\n\"x,y\"|2\n"), '|' },
        { STR_INIT("\"a;b;c\",\"d;e;f\"\n1,2\n"), ',' },
        { STR_INIT("single\nrow\n"), ',' },
        { STR_INIT(""), ',' },
        { STR_INIT("sep=|\na,b,c|d\n"), '|' },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        struct csv csv;

        assert_int_equal(csv_open(&csv, samples[i].text, &any, &arena).code, ERR_NONE);
        assert_int_equal(csv.separator, samples[i].separator);
    }
    assert_string_equal(read_table(STR("sep=;\r\na;b\r\n"), &any), "[a][b]|");
    assert_string_equal(read_table(STR("sep=x\n"), &any), "[sep=x]|");
    assert_string_equal(read_table(STR("sep="), &any), "[sep=]|");
    assert_string_equal(read_table(STR("sep=;"), &any), "");
}

static void older_encodings_are_converted(void **state)
{
    /* 货|物 whose second bytes include a bar, and a four-byte character */
    static const struct str gb = STR_INIT("\xBB\xF5|\x81\x7C\n\x95\x32\x82\x36|\xCE\xEF");

    (void)state;
    assert_string_equal(read_table(gb, &(struct csv_rules){ CSV_GB18030, '|' }),
                        "[货][亅]|[𠀀][物]|");
    assert_string_equal(read_table(STR("Pe\xF1"
                                       "a;\xC1\n"),
                                   &(struct csv_rules){ CSV_LATIN1, 0 }),
                        "[Peña][Á]|");
    assert_string_equal(
        read_table(STR("a\nb\nc\xFF\xFF"), &(struct csv_rules){ CSV_GB18030, 0 }),
        "! line 3: not GB18030; is it another encoding?");
    assert_string_equal(read_table(STR("a\n\xBB"), &(struct csv_rules){ CSV_GB18030, 0 }),
                        "! line 2: not GB18030; is it another encoding?");
    assert_string_equal(read_table(STR(""), &(struct csv_rules){ CSV_GB18030, 0 }), "");
}

/* Every beginning of a table is either refused because of the open quote or read. */
static void every_cut_is_survived(void **state)
{
    static const char text[] = "a,\"b\r\n\"\"c\"\"\",d\r\n\"\",\xE8\xB4\xA7\n";

    (void)state;
    for (size_t n = 0; n < sizeof text; n++)
        assert_non_null(read_table((struct str){ text, n }, &any));
}

static struct str repeated(char c, size_t times, const char *end)
{
    size_t length = strlen(end);
    char *p = arena_alloc(&arena, times + length);

    memset(p, c, times);
    memcpy(p + times, end, length);
    return (struct str){ p, times + length };
}

static void ceilings_hold(void **state)
{
    struct csv csv;
    struct csv_row row;

    (void)state;
    assert_string_equal(read_table(repeated(',', LIMIT_CSV_COLUMNS, ""), &comma),
                        "! line 1, column 257: too many cells in a row");
    assert_int_equal(
        csv_open(&csv, repeated(',', LIMIT_CSV_COLUMNS - 1, "\n"), &comma, &arena).code,
        ERR_NONE);
    assert_int_equal(csv_next(&csv, &arena, &row).code, ERR_NONE);
    assert_int_equal(row.count, LIMIT_CSV_COLUMNS);

    assert_string_equal(read_table(repeated('a', LIMIT_CSV_CELL + 1, ",b"), &comma),
                        "! line 1, column 1: the cell is too long");
    assert_int_equal(
        csv_open(&csv, repeated('a', LIMIT_CSV_BYTES + 1, ""), &comma, &arena).code,
        ERR_TOO_MUCH);
}

static void a_million_rows_are_the_end(void **state)
{
    size_t n = (LIMIT_CSV_ROWS + 1) * 2;
    char *text = malloc(n);
    struct arena rows;
    struct csv csv;
    struct csv_row row = { .count = 1 };
    struct error err;

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < n; i += 2)
        memcpy(text + i, "x\n", 2);
    arena_init(&rows, SIZE_MAX);
    err = csv_open(&csv, (struct str){ text, n }, &comma, &rows);
    while (!err.code && row.count) {
        arena_reset(&rows);
        err = csv_next(&csv, &rows, &row);
    }
    assert_int_equal(err.code, ERR_TOO_MUCH);
    assert_int_equal(csv.rows, LIMIT_CSV_ROWS);
    arena_release(&rows);
    free(text);
}

static void numbers_of_all_houses_become_ours(void **state)
{
    static const struct {
        const char *cell;
        struct csv_numbers form;
        const char *expected; /* NULL: refused */
    } samples[] = {
        { "1234.50", { '.', 0 }, "1234.50" },
        { " -12 ", { '.', 0 }, "-12" },
        { "+7", { '.', 0 }, "7" },
        { "7.5-", { '.', 0 }, "-7.5" },
        { "1,234,567.8", { '.', ',' }, "1234567.8" },
        { "1.234.567,89", { ',', '.' }, "1234567.89" },
        { "12 345,6", { ',', ' ' }, "12345.6" },
        { "12\xC2\xA0"
          "345\xE2\x80\xAF"
          "678",
          { ',', ' ' },
          "12345678" },
        { "1'000", { '.', '\'' }, "1000" },
        { "000123.40", { '.', 0 }, "123.40" },
        { ".5", { '.', 0 }, "0.5" },
        { "-0.00", { '.', 0 }, "0.00" },
        { "0", { '.', ',' }, "0" },
        { "1,50", { '.', ',' }, NULL },
        { "1,2345", { '.', ',' }, NULL },
        { "1234,567", { '.', ',' }, NULL },
        { ",567", { '.', ',' }, NULL },
        { "1,234", { '.', 0 }, NULL },
        { "1.234", { ',', 0 }, NULL },
        { "5.", { '.', 0 }, NULL },
        { ".", { '.', 0 }, NULL },
        { "", { '.', 0 }, NULL },
        { "-", { '.', 0 }, NULL },
        { "--1", { '.', 0 }, NULL },
        { "-1-", { '.', 0 }, NULL },
        { "1.2.3", { '.', 0 }, NULL },
        { "1e3", { '.', 0 }, NULL },
        { "¥5", { '.', 0 }, NULL },
        { "１２", { '.', 0 }, NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        struct str out = STR("untouched");
        bool good = csv_number(str_of(samples[i].cell), samples[i].form, &arena, &out);

        if (good != (samples[i].expected != NULL))
            fail_msg("'%s' was %s", samples[i].cell, good ? "accepted" : "refused");
        assert_string_equal(out.p, good ? samples[i].expected : "untouched");
    }
}

static void what_was_read_is_money(void **state)
{
    struct str plain;
    struct money amount;

    (void)state;
    assert_true(csv_number(STR("-1.234,50"), (struct csv_numbers){ ',', '.' }, &arena, &plain));
    assert_true(money_parse(plain, &amount));
    assert_int_equal(amount.fen, -123450);
}

static void dates_are_read_in_their_order_and_never_guessed(void **state)
{
    static const struct {
        const char *cell;
        enum csv_order order;
        const char *expected; /* NULL: refused */
    } samples[] = {
        { "2026-11-22", CSV_YMD, "2026-11-22" },
        { "2026/1/2", CSV_YMD, "2026-01-02" },
        { "2026.01.02", CSV_YMD, "2026-01-02" },
        { "20260102", CSV_YMD, "2026-01-02" },
        { "2026年11月2日", CSV_YMD, "2026-11-02" },
        { " 22/11/2026 ", CSV_DMY, "2026-11-22" },
        { "22112026", CSV_DMY, "2026-11-22" },
        { "1.2.2026", CSV_DMY, "2026-02-01" },
        { "11/22/2026", CSV_MDY, "2026-11-22" },
        { "11222026", CSV_MDY, "2026-11-22" },
        { "29/02/2028", CSV_DMY, "2028-02-29" },
        { "29/02/2027", CSV_DMY, NULL },
        { "22/11/26", CSV_DMY, NULL },
        { "26-11-22", CSV_YMD, NULL },
        { "261122", CSV_YMD, NULL },
        { "22/11/2026", CSV_MDY, NULL },
        { "22/11/2026", CSV_YMD, NULL },
        { "2026-11/22", CSV_YMD, NULL },
        { "2026-11-22 10:00", CSV_YMD, NULL },
        { "2026-11", CSV_YMD, NULL },
        { "2026-011-22", CSV_YMD, NULL },
        { "22年11月2026日", CSV_DMY, NULL },
        { "1026-11-22", CSV_YMD, NULL },
        { "", CSV_YMD, NULL },
        { "00000000", CSV_YMD, NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        struct day day = { 0 };
        bool good = csv_day(str_of(samples[i].cell), samples[i].order, &day);

        if (good != (samples[i].expected != NULL))
            fail_msg("'%s' was %s", samples[i].cell, good ? "accepted" : "refused");
        if (good)
            assert_string_equal(day_text(day, &arena).p, samples[i].expected);
    }
    {
        struct day day;

        assert_false(csv_day((struct str){ NULL, 0 }, CSV_YMD, &day));
    }
}

static void what_is_written_is_harmless_and_comes_back(void **state)
{
    static const char forms[] = { ',', ';', '\t' };
    static const char *const cells[] = {
        "a,b", "c;d", "say \"x\"", "", "-12.50", "货", "x\ty"
    };

    (void)state;
    for (size_t f = 0; f < COUNT(forms); f++) {
        struct csv_out out;
        struct csv csv;
        struct csv_row row;

        csv_out_init(&out, &arena, forms[f], true);
        for (size_t i = 0; i < COUNT(cells); i++)
            csv_put(&out, str_of(cells[i]));
        csv_end_row(&out);
        csv_put(&out, STR("=1+1"));
        csv_put(&out, STR("@SUM(A1)"));
        csv_put(&out, STR("\x1B[2J\n"));
        csv_end_row(&out);
        assert_int_equal(
            csv_open(&csv, csv_text(&out), &(struct csv_rules){ CSV_UTF8, forms[f] }, &arena)
                .code,
            ERR_NONE);
        assert_int_equal(csv_next(&csv, &arena, &row).code, ERR_NONE);
        assert_int_equal(row.count, COUNT(cells));
        for (size_t i = 0; i + 1 < COUNT(cells); i++)
            assert_true(str_eq(row.cells[i].text, str_of(cells[i])));
        assert_true(str_eq(row.cells[COUNT(cells) - 1].text, STR("x\\ty")));
        assert_int_equal(csv_next(&csv, &arena, &row).code, ERR_NONE);
        assert_true(str_eq(row.cells[0].text, STR("'=1+1")));
        assert_true(str_eq(row.cells[1].text, STR("'@SUM(A1)")));
        assert_true(str_eq(row.cells[2].text, STR("\\e[2J\\n")));
    }
}

static void a_row_of_one_empty_cell_stays_a_row(void **state)
{
    struct csv_out out;

    (void)state;
    csv_out_init(&out, &arena, ',', false);
    csv_put(&out, STR(""));
    csv_end_row(&out);
    csv_put(&out, STR(""));
    csv_put(&out, STR(""));
    csv_end_row(&out);
    assert_string_equal(csv_text(&out).p, "\"\"\r\n,\r\n");
    assert_string_equal(read_table(csv_text(&out), &comma), "[]|[][]|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_tables_are_read),
        cmocka_unit_test(bad_tables_are_refused_at_their_place),
        cmocka_unit_test(cells_know_their_place),
        cmocka_unit_test(the_separator_is_found),
        cmocka_unit_test(older_encodings_are_converted),
        cmocka_unit_test(every_cut_is_survived),
        cmocka_unit_test(ceilings_hold),
        cmocka_unit_test(a_million_rows_are_the_end),
        cmocka_unit_test(numbers_of_all_houses_become_ours),
        cmocka_unit_test(what_was_read_is_money),
        cmocka_unit_test(dates_are_read_in_their_order_and_never_guessed),
        cmocka_unit_test(what_is_written_is_harmless_and_comes_back),
        cmocka_unit_test(a_row_of_one_empty_cell_stays_a_row),
    };

    return cmocka_run_group_tests_name("csv", tests, with_arena, without_arena);
}
