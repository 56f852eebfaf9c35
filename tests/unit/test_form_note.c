/*
 * test_form_note.c - the delivery note, whole pages against golden files; copies taken of it.
 *
 * After a wanted change: OSB_GOLDEN=write test_form_note, and read what changed.
 */
#include "tests/unit/unit.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/file.h"
#include "server/core/form_note.h"

#define MARK STR("*** REPRINT copy 3 ***")

static struct instant at(const char *text)
{
    struct instant out;

    assert_true(instant_parse(str_of(text), 0, &out));
    return out;
}

/* A note with that many lines of goods. */
static struct form_note note_of(size_t lines)
{
    static struct form_signer signers[3];
    struct form_goods *goods = ARENA_ARRAY(memory, lines + 1, struct form_goods);

    signers[0] = (struct form_signer){ .role = STR("DIR"),
                                       .by = STR("李娜 Li Na"),
                                       .principal = STR("吴敏 Wu Min"),
                                       .at = at("2026-11-22T08:00:00Z") };
    signers[1] = (struct form_signer){ .role = STR("GM"),
                                       .by = STR("陳總"),
                                       .at = at("2026-11-22T08:10:00Z") };
    signers[2] = (struct form_signer){ .role = STR("DDIR"),
                                       .by = STR("Li"),
                                       .at = at("2026-11-22T08:20:00Z") };
    for (size_t i = 1; i <= lines; i++)
        goods[i - 1] = (struct form_goods){
            .line = (int64_t)i,
            .product = str_format(memory, "P-%04zu", i),
            .name = i % 2 ? STR("不鏽鋼管") : STR("Flange of forged steel for tubes"),
            .spec = STR("DN50"),
            .unit = i % 2 ? STR("件") : STR("pc"),
            .qty = qty(100 * (int64_t)i),
            .price = fen(11870),
            .price_per = i % 3 ? 1 : 10,
            .amount = fen(1187000),
        };
    return (struct form_note){
        .form = PAPER_NOTE,
        .number = STR("DN2611-000001"),
        .order = STR("SO4213"),
        .basis = STR("credit"),
        .version = 2,
        .zone_min = 480,
        .posted = at("2026-11-22T09:30:00Z"),
        .wanted = day_of(2026, 12, 1),
        .customer = STR("C001"),
        .customer_name = STR("上海宏圖貿易有限公司"),
        .ship_to = STR("浦東新區張江路 665 號\n3 號倉 — Avenida Ñandú 12, Puerto del Rosario, "
                       "behind the old fishing harbour"),
        .receiver = STR("王五"),
        .phone = STR("021-5555"),
        .station = STR("HD"),
        .station_name = STR("華東托運"),
        .station_phone = STR("021-6666"),
        .route = STR("滬杭"),
        .transport = STR("RAIL"),
        .unloading = STR("no lorry above 5 t\n限高 3.5 m"),
        .transit_days = 2,
        .goods = goods,
        .goods_count = lines,
        .total = fen(1234500),
        .words = STR("壹萬貳仟叁佰肆拾伍元整"),
        .tax = STR("13% 1,400.22  9% 15.00"),
        .signers = signers,
        .signer_count = COUNT(signers),
        .printed_by = STR("fin.wu"),
    };
}

static struct str paper_of(size_t lines, unsigned copies)
{
    struct form_note note = note_of(lines);

    return form_note_set(&note, copies, memory);
}

/* What the printer gets of all five copies. */
static struct str taken(struct str form, unsigned copies, struct str mark)
{
    struct str out = STR("");

    assert_int_equal(paper_take(form, PAPER_ALL, copies, mark, memory, &out).code, ERR_NONE);
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
    struct str text = paper_of(3, PAPER_ALL);

    (void)state;
    assert_int_equal(count_lines(text), 5 * PAPER_LINES);
    assert_golden(text, "note_set.txt");
}

static void many_lines_go_on_over_pages_and_a_reprint_is_marked(void **state)
{
    struct str text = taken(paper_of(20, PAPER_ALL), 1u << 3, MARK);

    (void)state;
    assert_int_equal(count_lines(text), 3 * PAPER_LINES);
    assert_golden(text, "note_pages.txt");
}

static void the_outbound_order_is_a_paper_of_its_own(void **state) /* */
{
    struct form_note note = note_of(2);
    struct str text;

    (void)state;
    note.form = PAPER_OUTBOUND;
    text = form_note_set(&note, form_copies(PAPER_OUTBOUND, true), memory);
    assert_int_equal(count_lines(text), 2 * PAPER_LINES);
    assert_golden(text, "outbound_set.txt");
    assert_int_equal(form_copies(PAPER_NOTE, false), PAPER_ALL);
    assert_str(paper_set_text(form_copies(PAPER_NOTE, true), memory), "1,3,4,5");
    assert_str(paper_set_text(form_copies(PAPER_OUTBOUND, true), memory), "1,2");
}

static void no_line_is_wider_than_the_paper(void **state)
{
    struct str text = taken(paper_of(40, PAPER_ALL), PAPER_ALL, MARK);

    (void)state;
    for (size_t from = 0, to; from < text.n; from = to + 1) {
        for (to = from; text.p[to] != '\n';)
            to++;
        assert_true(text_cells((struct str){ text.p + from, to - from }) <= PAPER_CELLS);
    }
}

/* The longest form still fits one answer of the daemon. */
static void the_longest_names_take_three_lines(void **state)
{
    struct form_note note = note_of(LIMIT_LINES);
    struct form_goods *goods = ARENA_ARRAY(memory, LIMIT_LINES, struct form_goods);
    char name[3 * LIMIT_NAME + 1];
    struct str text;

    (void)state;
    for (size_t i = 0; i < LIMIT_NAME; i++)
        memcpy(name + 3 * i, "鋼", 3);
    for (size_t i = 0; i < LIMIT_LINES; i++) {
        goods[i] = note.goods[i];
        goods[i].name = goods[i].spec = (struct str){ name, sizeof name - 1 };
    }
    note.goods = goods;
    text = form_note_set(&note, PAPER_ALL, memory);
    assert_int_equal(count_lines(text), 5 * 50 * PAPER_LINES); /* four goods a page */
    assert_true(text.n + count_lines(text) < LIMIT_ANSWER_BYTES * 3 / 4);
}

static void who_must_not_see_prices_sees_none(void **state)
{
    struct str form = paper_of(3, PAPER_ALL);
    const char *hidden = str_text(memory, taken(form, (1u << 1) | (1u << 4), STR("")));

    (void)state;
    assert_null(strstr(hidden, "118.70"));
    assert_null(strstr(hidden, "12,345"));
    assert_non_null(strstr(str_text(memory, taken(form, 1u << 3, STR(""))), "118.70"));
}

static void all_copies_without_a_mark_are_the_stored_bytes(void **state)
{
    struct str form = paper_of(20, PAPER_ALL), all = taken(form, PAPER_ALL, STR(""));
    struct str marked = taken(form, PAPER_ALL, MARK);
    size_t marks = 0;

    (void)state;
    assert_true(str_eq(form, all));
    for (const char *p = str_text(memory, marked); (p = strstr(p, "REPRINT")); p++)
        marks++;
    assert_int_equal(marks, 5 * 3); /* each page says it */
}

static void what_is_no_form_is_not_taken(void **state)
{
    struct str out = STR(""), form = paper_of(1, PAPER_ALL);

    (void)state;
    assert_int_equal(paper_take(STR(""), 1, 1, STR(""), memory, &out).code, ERR_FORMAT);
    assert_int_equal(paper_take(STR("a\n"), 1, 1, STR(""), memory, &out).code, ERR_FORMAT);
    assert_int_equal(paper_take(form, 3, 1, STR(""), memory, &out).code, ERR_FORMAT);
    assert_int_equal(
        paper_take((struct str){ form.p, form.n - 1 }, PAPER_ALL, 1, STR(""), memory, &out)
            .code,
        ERR_FORMAT);
}

static void a_list_of_copies_is_read(void **state)
{
    static const char *const wrong[] = { "", "0", "6", "1,", ",1", "1;2", "12", "1,,2" };
    unsigned set = 0;

    (void)state;
    assert_int_equal(paper_set_read(NULL, memory, &set).code, ERR_NONE);
    assert_int_equal(set, PAPER_ALL);
    assert_int_equal(paper_set_read("1,2,5", memory, &set).code, ERR_NONE);
    assert_int_equal(set, 1 | 2 | 16);
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_int_equal(paper_set_read(wrong[i], memory, &set).code, ERR_PARAMS);
}

static int zone(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_set_has_five_named_copies),
        TEST(many_lines_go_on_over_pages_and_a_reprint_is_marked),
        TEST(the_outbound_order_is_a_paper_of_its_own),
        TEST(no_line_is_wider_than_the_paper),
        TEST(the_longest_names_take_three_lines),
        TEST(who_must_not_see_prices_sees_none),
        TEST(all_copies_without_a_mark_are_the_stored_bytes),
        TEST(what_is_no_form_is_not_taken),
        TEST(a_list_of_copies_is_read),
    };

    return cmocka_run_group_tests_name("form_note", tests, zone, NULL);
}
