/*
 * test_print_note.c - the delivery note, whole pages against golden files.
 *
 * After a wanted change: OSB_GOLDEN=write test_print_note, and read what changed.
 */
#include "tests/unit/unit.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/print_note.h"
#include "common/file.h"
#include "common/text.h"

static const char head[] =
    "{\"number\":\"DN2611-000001\",\"posted\":\"2026-11-22T09:30:00.000000Z\",\"total\":"
    "\"12345.00\",\"copy\":";
static const char head_rest[] =
    ",\"paper\":{\"form\":\"delivery note\",\"order\":\"SO4213\","
    "\"version\":2,\"customer\":\"C001\",\"customer_name\":\"上海宏圖貿易有限公司\",\"ship_to\":"
    "\"浦東新區張江路 665 號\\n3 號倉 — Avenida Ñandú 12, Puerto del Rosario, behind the old "
    "fishing harbour\",\"receiver\":\"王五\",\"phone\":\"021-5555\",\"station\":\"HD\","
    "\"station_name\":\"華東托運\",\"station_phone\":\"021-6666\",\"route\":\"滬杭\",\"wanted\":"
    "\"2026-12-01\",\"basis\":\"credit\",\"lines\":[";
static const char tail[] =
    "],\"words\":\"壹萬貳仟叁佰肆拾伍元整\",\"signed\":[{\"kind\":\"MA\",\"role\":\"DIR\",\"by\":"
    "\"Wang for Zhao\",\"at\":\"2026-11-22T08:00:00Z\"},{\"kind\":\"ST\",\"role\":\"GM\",\"by\":"
    "\"陳總\",\"at\":\"2026-11-22T08:10:00Z\"},{\"kind\":\"ST\",\"role\":\"DDIR\",\"by\":\"Li\","
    "\"at\":\"2026-11-22T08:20:00Z\"}],\"printed_by\":\"fin.wu\"}}";

/* The paper of a note with that many lines. */
static struct str paper_of(int lines, int copy, unsigned copies)
{
    struct str text = str_format(memory, "%s%d%s", head, copy, head_rest);
    struct json_doc doc;
    struct str out = STR("");

    for (int i = 1; i <= lines; i++)
        text = str_format(memory,
                          "%.*s%s{\"line\":%d,\"product\":\"P-%04d\",\"name\":\"%s\",\"spec\":"
                          "\"%s\",\"unit\":\"%s\",\"qty\":\"%d\",\"price\":\"118.70\","
                          "\"price_per\":%d,\"amount\":\"11870.00\",\"tax_bp\":1300}",
                          STR_ARG(text), i > 1 ? "," : "", i, i,
                          i % 2 ? "不鏽鋼管" : "Flange of forged steel for tubes", "DN50",
                          i % 2 ? "件" : "pc", 100 * i, i % 3 ? 1 : 10);
    text = str_format(memory, "%.*s%s", STR_ARG(text), tail);
    assert_int_equal(json_parse(text, memory, &doc).code, ERR_NONE);
    assert_int_equal(print_note(doc.root, copies, memory, &out).code, ERR_NONE);
    json_release(&doc);
    return out;
}

static void assert_golden(struct str text, const char *name)
{
    const char *path =
        str_text(memory, str_format(memory, "%s/unit/golden/%s", OSB_TESTS, name));
    struct file golden;

    if (getenv("OSB_GOLDEN")) {
        FILE *out = fopen(path, "w");

        assert_non_null(out);
        fwrite(text.p, 1, text.n, out);
        assert_int_equal(fclose(out), 0);
    }
    assert_int_equal(file_read(path, 1 << 20, memory, &golden).code, ERR_NONE);
    assert_string_equal(str_text(memory, text), str_text(memory, golden.text));
}

static size_t count_lines(struct str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    return n;
}

static void a_set_has_five_named_copies(void **state)
{
    struct str text = paper_of(3, 1, PRINT_ALL);

    (void)state;
    assert_int_equal(count_lines(text), 5 * PRINT_LINES);
    assert_golden(text, "note_set.txt");
}

static void many_lines_go_on_over_pages_and_a_reprint_is_marked(void **state)
{
    struct str text = paper_of(20, 3, 1u << 3);

    (void)state;
    assert_int_equal(count_lines(text), 3 * PRINT_LINES);
    assert_golden(text, "note_pages.txt");
}

static void no_line_is_wider_than_the_paper(void **state)
{
    struct str text = paper_of(40, 12, PRINT_ALL);

    (void)state;
    for (size_t from = 0, to; from < text.n; from = to + 1) {
        for (to = from; text.p[to] != '\n';)
            to++;
        assert_true(text_cells((struct str){ text.p + from, to - from }) <= PRINT_CELLS);
    }
}

static void who_must_not_see_prices_sees_none(void **state)
{
    (void)state;
    assert_null(strstr(str_text(memory, paper_of(3, 1, (1u << 1) | (1u << 4))), "118.70"));
    assert_null(strstr(str_text(memory, paper_of(3, 1, (1u << 1) | (1u << 4))), "12,345"));
    assert_non_null(strstr(str_text(memory, paper_of(3, 1, 1u << 3)), "118.70"));
}

static void a_list_of_copies_is_read(void **state)
{
    static const char *const wrong[] = { "", "0", "6", "1,", ",1", "1;2", "12", "1,,2" };
    unsigned set = 0;

    (void)state;
    assert_int_equal(print_copies(NULL, memory, &set).code, ERR_NONE);
    assert_int_equal(set, PRINT_ALL);
    assert_int_equal(print_copies("1,2,5", memory, &set).code, ERR_NONE);
    assert_int_equal(set, 1 | 2 | 16);
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_int_equal(print_copies(wrong[i], memory, &set).code, ERR_PARAMS);
}

static void a_form_without_goods_is_no_note(void **state)
{
    struct json_doc doc;
    struct str out;

    (void)state;
    assert_int_equal(
        json_parse(STR("{\"number\":\"DN1\",\"paper\":{\"lines\":[]}}"), memory, &doc).code,
        ERR_NONE);
    assert_int_equal(print_note(doc.root, PRINT_ALL, memory, &out).code, ERR_FORMAT);
    json_release(&doc);
}

static int zone(void **state)
{
    (void)state;
    setenv("TZ", "CST-8", 1);
    tzset();
    return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_set_has_five_named_copies),
        TEST(many_lines_go_on_over_pages_and_a_reprint_is_marked),
        TEST(no_line_is_wider_than_the_paper),
        TEST(who_must_not_see_prices_sees_none),
        TEST(a_list_of_copies_is_read),
        TEST(a_form_without_goods_is_no_note),
    };

    return cmocka_run_group_tests_name("print_note", tests, zone, NULL);
}
