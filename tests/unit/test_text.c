/*
 * test_text.c - what may be typed, and text made safe on its way out.
 */
#include "tests/unit/unit.h"

#include <locale.h>
#include <string.h>

#include "common/text.h"
#include "common/utf8.h"

static struct text_found check(struct str text, const struct text_rule *rule)
{
    return text_check(text, rule, memory);
}

#define assert_found(text, rule, what, at_byte, at_point)                                      \
    do {                                                                                       \
        struct text_found found_ = check((text), (rule));                                      \
        assert_int_equal(found_.fault, (what));                                                \
        assert_int_equal(found_.byte, (at_byte));                                              \
        assert_int_equal(found_.point, (at_point));                                            \
    } while (0)
#define assert_fine(text, rule) assert_int_equal(check((text), (rule)).fault, TEXT_FINE)

/* A code point between two letters, well formed or not refused here. */
static struct str between_letters(uint32_t code)
{
    char bytes[6] = { 'a' };
    size_t n = 1 + utf8_write(code, bytes + 1);

    bytes[n++] = 'b';
    return str_dup(memory, (struct str){ bytes, n });
}

static void names_of_three_languages_are_accepted(void **state)
{
    (void)state;
    assert_fine(STR("Señor Ñandú, 3° piso"), TEXT_NAME);
    assert_fine(STR("上海市第一百货商店（集团）有限公司"), TEXT_NAME);
    assert_fine(STR("O'Brien & Sons; \"Ltd\" <x@y>"), TEXT_NAME);
    assert_fine(STR("葛\U000E0100城"), TEXT_NAME); /* a variant of the sign */
    assert_fine(STR("𠮷野家"), TEXT_NAME);
    assert_fine(STR(""), TEXT_NOTE);
}

static void every_control_and_invisible_code_point_is_refused_where_it_stands(void **state)
{
    static const uint32_t ranges[][2] = {
        { 0x00, 0x1F },     { 0x7F, 0x9F },         { 0x200B, 0x200F },   { 0x2028, 0x202E },
        { 0x2060, 0x2069 }, { 0xFEFF, 0xFEFF },     { 0xAD, 0xAD },       { 0x61C, 0x61C },
        { 0x3164, 0x3164 }, { 0xFFF9, 0xFFFB },     { 0xE0000, 0xE007F }, { 0xFFFE, 0xFFFF },
        { 0xFDD0, 0xFDEF }, { 0x10FFFE, 0x10FFFF },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(ranges); i++) {
        for (uint32_t code = ranges[i][0]; code <= ranges[i][1]; code++) {
            struct text_found found = check(between_letters(code), TEXT_NAME);

            assert_in_range(found.fault, TEXT_CONTROL, TEXT_NOT_CHARACTER);
            assert_int_equal(found.byte, 1);
            assert_int_equal(found.code, code);
            assert_int_equal(found.fault, text_code(code, 0));
        }
    }
}

static void the_neighbours_of_forbidden_code_points_are_accepted(void **state)
{
    static const uint32_t fine[] = { 0x20,   0x7E,   0xA0,    0xAC,    0xAE,    0x200A, 0x2010,
                                     0x2027, 0x202F, 0x205F,  0x2070,  0xFE0F,  0xFF01, 0xFFFC,
                                     0xFFFD, 0xE000, 0xE0100, 0x1F600, 0x10FFFD };

    (void)state;
    for (size_t i = 0; i < COUNT(fine); i++)
        assert_fine(between_letters(fine[i]), TEXT_NAME);
}

static void line_feeds_and_tabs_are_for_notes_only(void **state)
{
    (void)state;
    assert_fine(STR("first\n\tsecond"), TEXT_NOTE);
    assert_found(STR("first\nsecond"), TEXT_NAME, TEXT_CONTROL, 5, 5);
    assert_found(STR("a\tb"), TEXT_RULE(TEXT_NEWLINES, 10), TEXT_CONTROL, 1, 1);
    assert_found(STR("a\nb"), TEXT_RULE(TEXT_TABS, 10), TEXT_CONTROL, 1, 1);
    assert_found(STR("a\r\nb"), TEXT_NOTE, TEXT_CONTROL, 1, 1);
}

static void bytes_that_are_not_utf8_are_named_with_their_place(void **state)
{
    static const char *const wrong[] = {
        "中\xC0\xAF",                                                 /* overlong slash */
        "中\xE0\x80\xAF",     "中\xF0\x80\x80\xAF", "中\xED\xA0\x80", /* a surrogate */
        "中\xF4\x90\x80\x80", "中\xE4\xB8",         "中\x80",         "中\xFF", "中\xC3(",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_found(str_of(wrong[i]), TEXT_NAME, TEXT_BAD_UTF8, 3, 1);
    assert_str(text_explain(check(str_of("中\xFF"), TEXT_NAME), TEXT_NAME, memory),
               "byte FF at byte 4 (character 2) is not UTF-8");
}

static void a_name_may_have_two_hundred_characters_of_any_width(void **state)
{
    char name[201 * 4 + 1];

    (void)state;
    for (size_t i = 0; i < 201; i++)
        memcpy(name + i * 4, "𠮷", 4);
    assert_fine(((struct str){ name, 800 }), TEXT_NAME);
    assert_found(((struct str){ name, 804 }), TEXT_NAME, TEXT_TOO_MANY_BYTES, 800, 0);
    memset(name, 'x', sizeof name);
    assert_fine(((struct str){ name, 200 }), TEXT_NAME);
    assert_found(((struct str){ name, 201 }), TEXT_NAME, TEXT_TOO_MANY_POINTS, 200, 200);
    assert_str(text_explain(check((struct str){ name, 201 }, TEXT_NAME), TEXT_NAME, memory),
               "more than 200 characters");
}

static void letters_must_be_composed(void **state)
{
    struct str out;

    (void)state;
    assert_found(STR("Pe\u0301rez"), TEXT_NAME, TEXT_NOT_COMPOSED, 1, 1);
    assert_fine(STR("Pérez"), TEXT_NAME);
    assert_true(text_normalise(STR("Pe\u0301rez"), memory, &out));
    assert_str(out, "Pérez");
    assert_fine(out, TEXT_NAME);
    /* No composed letter exists: the mark may stand. */
    assert_fine(STR("x\u0301"), TEXT_NAME);
    /* Marks out of order; a singleton (Kelvin); Hangul by letters; a compatibility sign. */
    assert_found(STR("q\u0301\u0323"), TEXT_NAME, TEXT_NOT_COMPOSED, 1, 1);
    assert_found(STR("5 \u212A"), TEXT_NAME, TEXT_NOT_COMPOSED, 2, 2);
    assert_found(STR("\u1112\u1161\u11AB"), TEXT_NAME, TEXT_NOT_COMPOSED, 0, 0);
    assert_found(STR("x\uF900"), TEXT_NAME, TEXT_NOT_COMPOSED, 1, 1);
}

static void normalising_grows_shrinks_and_leaves_alone(void **state)
{
    struct str same = STR("上海 Ñ");
    struct str out;

    (void)state;
    assert_true(text_normalise(same, memory, &out));
    assert_ptr_equal(out.p, same.p);
    assert_true(text_normalise(STR(""), memory, &out));
    assert_int_equal(out.n, 0);
    assert_true(text_normalise(STR("\U0001D160"), memory, &out)); /* one becomes three */
    assert_str(out, "\U0001D158\U0001D165\U0001D16E");
    assert_true(text_normalise(STR("\u1112\u1161\u11AB"), memory, &out));
    assert_str(out, "한");
    out = same;
    assert_false(text_normalise(str_of("e\xCC"), memory, &out));
    assert_ptr_equal(out.p, same.p);
}

static void a_needed_text_is_more_than_white_space(void **state)
{
    (void)state;
    assert_found(STR(""), TEXT_NAME, TEXT_BLANK, 0, 0);
    assert_found(STR(" \u00A0\u3000"), TEXT_NAME, TEXT_BLANK, 0, 0);
    assert_fine(STR("\u3000x"), TEXT_NAME);
    assert_fine(STR("  "), TEXT_NOTE);
}

static void the_sentence_names_what_was_found_and_where(void **state)
{
    static const struct {
        const char *text, *sentence;
    } rows[] = {
        { "中文a\u202Eb", "U+202E at character 4 changes the direction of text" },
        { "a\x1b[2J", "U+001B at character 2 is a control character" },
        { "a\u200B", "U+200B at character 2 cannot be seen" },
        { "\uFFFE", "U+FFFE at character 1 is not a character" },
        { "e\u0301", "U+0065 at character 1 is not in composed form (NFC)" },
        { " ", "the text is empty or blank" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(text_explain(check(str_of(rows[i].text), TEXT_NAME), TEXT_NAME, memory),
                   rows[i].sentence);
}

static void text_that_may_be_drawn_is_shown_as_it_is(void **state)
{
    struct str text = STR("Ñandú \\ 上海 \"x\"");

    (void)state;
    assert_ptr_equal(text_show(text, memory).p, text.p);
    assert_str(text_show(STR(""), memory), "");
}

static void what_may_not_be_drawn_is_shown_as_an_escape(void **state)
{
    (void)state;
    assert_str(text_show(STR("a\x1b]0;title\x07"), memory), "a\\e]0;title\\u0007");
    assert_str(text_show(STR("a\nb\r\tc"), memory), "a\\nb\\r\\tc");
    assert_str(text_show(STR("a\0b"), memory), "a\\u0000b");
    assert_str(text_show(STR("\xC2\x9B\u202E\uFEFF"), memory), "\\u009B\\u202E\\uFEFF");
    assert_str(text_show(str_of("\xFF中\xE4\xB8"), memory), "\\xFF中\\xE4\\xB8");
    assert_str(text_show(STR("\U000E0041"), memory), "\\U000E0041");
}

static void shown_text_never_holds_anything_forbidden(void **state)
{
    uint64_t random = 20261122;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        char bytes[40];
        struct str shown;

        for (size_t i = 0; i < sizeof bytes; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            bytes[i] = (char)(random >> 40 & 1 ? random >> 56 : random >> 59);
        }
        shown = text_show((struct str){ bytes, sizeof bytes }, memory);
        assert_int_equal(utf8_fault(shown), shown.n);
        for (size_t at = 0, n; at < shown.n; at += n) {
            uint32_t code = 0;

            n = utf8_read(shown, at, &code);
            assert_int_equal(text_code(code, 0), TEXT_FINE);
        }
        arena_reset(memory);
    }
}

static void quoted_text_tells_an_escape_from_its_spelling(void **state)
{
    (void)state;
    assert_str(text_quote(STR("a\nb"), memory), "\"a\\nb\"");
    assert_str(text_quote(STR("a\\nb"), memory), "\"a\\\\nb\"");
    assert_str(text_quote(STR("say \"x\""), memory), "\"say \\\"x\\\"\"");
    assert_str(text_quote(STR(""), memory), "\"\"");
}

static void a_csv_field_can_neither_break_out_nor_become_a_formula(void **state)
{
    static const char *const rows[][2] = {
        { "plain", "plain" },
        { "上海 Ñ", "上海 Ñ" },
        { "a,b", "\"a,b\"" },
        { "a;b", "\"a;b\"" },
        { "say \"x\"", "\"say \"\"x\"\"\"" },
        { "two\nlines", "two\\nlines" },
        { "=cmd|'/c calc'!A1", "\"'=cmd|'/c calc'!A1\"" },
        { "  =1+1", "\"'  =1+1\"" },
        { "@SUM(1)", "\"'@SUM(1)\"" },
        { "+34 91", "\"'+34 91\"" },
        { "＝1+1", "\"'＝1+1\"" },
        { "-x", "\"'-x\"" },
        { "-", "\"'-\"" },
        { "-12.50", "-12.50" },
        { "12", "12" },
        { "-1-1", "\"'-1-1\"" },
        { "-1.2.3", "\"'-1.2.3\"" },
        { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(text_csv(str_of(rows[i][0]), memory), rows[i][1]);
}

static void cells_follow_the_screen_and_not_the_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_cells(STR("")), 0);
    assert_int_equal(text_cells(STR("Ñandú")), 5);
    assert_int_equal(text_cells(STR("上海")), 4);
    assert_int_equal(text_cells(STR("x\u0301y")), 2);
    assert_int_equal(text_cells(STR("\u0301")), 1); /* a mark on nothing is one '?' */
    assert_int_equal(text_cells(STR("a\x1b\nb")), 4);
    assert_int_equal(text_cells(STR("\u202Eab")), 3);
    assert_int_equal(text_cells(str_of("a\xFF\xFE")), 3);
    assert_int_equal(text_cells(STR("\u0378")), 1); /* unassigned */
}

static void what_cannot_be_drawn_becomes_one_question_mark(void **state)
{
    (void)state;
    assert_str(text_fit(STR("a\nb\x1b[2J"), 20, memory), "a?b?[2J");
    assert_str(text_fit(str_of("中\xE4\xB8"), 20, memory), "中??");
    assert_str(text_fit(STR("\u0301a"), 20, memory), "?a");
    assert_str(text_fit(STR("a\u202Eb"), 20, memory), "a?b");
    assert_str(text_fit(STR("a\0b"), 20, memory), "a?b");
}

static void a_cut_ends_in_a_tilde_and_splits_nothing(void **state)
{
    (void)state;
    assert_str(text_fit(STR("abcdef"), 6, memory), "abcdef");
    assert_str(text_fit(STR("abcdef"), 5, memory), "abcd~");
    assert_str(text_fit(STR("abcdef"), 1, memory), "~");
    assert_str(text_fit(STR("abcdef"), 0, memory), "");
    assert_str(text_fit(STR("上海市"), 6, memory), "上海市");
    assert_str(text_fit(STR("上海市"), 5, memory), "上海~");
    assert_str(text_fit(STR("上海市"), 4, memory), "上~");
    assert_str(text_fit(STR("上海市"), 1, memory), "~");
    assert_str(text_fit(STR("x\u0301\u0323yz"), 3, memory), "x\u0301\u0323yz");
    assert_str(text_fit(STR("x\u0301\u0323yz"), 2, memory), "x\u0301\u0323~");
    assert_str(text_fit(STR("axyz\u0301"), 3, memory), "ax~");
}

static void a_column_is_filled_to_its_width_on_either_side(void **state)
{
    (void)state;
    assert_str(text_column(STR("上海"), 7, TEXT_LEFT, memory), "上海   ");
    assert_str(text_column(STR("12.50"), 8, TEXT_RIGHT, memory), "   12.50");
    assert_str(text_column(STR("上海市"), 4, TEXT_LEFT, memory), "上~ ");
    assert_str(text_column(STR("上海市"), 4, TEXT_RIGHT, memory), " 上~");
    assert_str(text_column(STR(""), 2, TEXT_LEFT, memory), "  ");
    for (size_t cells = 0; cells < 12; cells++)
        assert_int_equal(
            text_cells(text_column(STR("a上x\u0301\n海"), cells, TEXT_LEFT, memory)), cells);
}

static void a_stand_in_is_one_plain_cell(void **state)
{
    (void)state;
    assert_int_equal(text_stand_in(0x00B7), '.');
    assert_int_equal(text_stand_in(0x201C), '"');
    assert_int_equal(text_stand_in(0x00FA), 'u'); /* u with acute */
    assert_int_equal(text_stand_in(0x2500), '?');
    assert_int_equal(text_stand_in('a'), 0);
    assert_int_equal(text_stand_in(0x4E2D), 0); /* wide everywhere */
    assert_int_equal(text_stand_in(0x00F1), 0); /* n with tilde: one cell everywhere */
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(names_of_three_languages_are_accepted),
        TEST(every_control_and_invisible_code_point_is_refused_where_it_stands),
        TEST(the_neighbours_of_forbidden_code_points_are_accepted),
        TEST(line_feeds_and_tabs_are_for_notes_only),
        TEST(bytes_that_are_not_utf8_are_named_with_their_place),
        TEST(a_name_may_have_two_hundred_characters_of_any_width),
        TEST(letters_must_be_composed),
        TEST(normalising_grows_shrinks_and_leaves_alone),
        TEST(a_needed_text_is_more_than_white_space),
        TEST(the_sentence_names_what_was_found_and_where),
        TEST(text_that_may_be_drawn_is_shown_as_it_is),
        TEST(what_may_not_be_drawn_is_shown_as_an_escape),
        TEST(shown_text_never_holds_anything_forbidden),
        TEST(quoted_text_tells_an_escape_from_its_spelling),
        TEST(a_csv_field_can_neither_break_out_nor_become_a_formula),
        TEST(cells_follow_the_screen_and_not_the_bytes),
        TEST(what_cannot_be_drawn_becomes_one_question_mark),
        TEST(a_cut_ends_in_a_tilde_and_splits_nothing),
        TEST(a_column_is_filled_to_its_width_on_either_side),
        TEST(a_stand_in_is_one_plain_cell),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
