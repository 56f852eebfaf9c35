/* Cells and the editing of one line: keys in, cells out, no terminal. */
#include "unit.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "client/term/field.h"
#include "common/utf8.h"

static struct paint paint;
static struct field field;

static int setup(void **state)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    arena_setup(state);
    paint_init(&paint, 3, 10);
    field_init(&field, 20);
    return 0;
}

static int teardown(void **state)
{
    paint_release(&paint);
    field_release(&field);
    return arena_teardown(state);
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static void say(const char *words)
{
    struct str s = str_of(words);
    uint32_t code;

    for (size_t at = 0, n; at < s.n; at += n) {
        struct key key = { .action = ACT_CHAR };

        n = utf8_read(s, at, &code);
        key.code = code;
        (void)field_key(&field, &key, memory);
    }
}

static enum field_did press(const char *name)
{
    struct key key;

    assert_true(key_read(str_of(name), &key));
    return field_key(&field, &key, memory);
}

static const char *drawn(size_t width)
{
    paint_clear(&paint);
    field_draw(&field, &paint, 1, 0, width, LOOK_FIELD, true, memory);
    return str_text(memory, paint_line(&paint, 1, memory));
}

/* --- cells --- */

static void a_wide_character_that_loses_a_half_goes_whole(void **state)
{
    (void)state;
    paint_text(&paint, 0, 0, 10, LOOK_PLAIN, STR("上海宏圖"), memory);
    paint_text(&paint, 0, 1, 2, LOOK_PLAIN, STR("ab"), memory);
    assert_str(paint_line(&paint, 0, memory), " ab 宏圖  ");
    paint_fill(&paint, 0, 5, 1, LOOK_PLAIN, '|');
    assert_str(paint_line(&paint, 0, memory), " ab  |圖  ");
}

static void every_line_takes_the_width_of_the_screen(void **state)
{
    (void)state;
    paint_text(&paint, 0, 7, 8, LOOK_PLAIN, STR("海海海"), memory);
    paint_text(&paint, 1, 0, 7, LOOK_PLAIN, STR("海海海海"), memory);
    paint_text(&paint, 2, 0, 10, LOOK_PLAIN, STR("a\xCC\x81\xCC\x81\x1B[2J"), memory);
    for (size_t row = 0; row < 3; row++)
        assert_int_equal(text_cells(paint_line(&paint, row, memory)), 10);
    assert_str(paint_line(&paint, 1, memory), "海海海~   ");
}

static void a_letter_keeps_only_the_marks_that_a_cell_holds(void **state)
{
    char zalgo[2 * 40 + 2] = "e";

    (void)state;
    for (size_t i = 0; i < 40; i++)
        memcpy(zalgo + 1 + 2 * i, "\xCC\x88", 3);
    paint_text(&paint, 0, 0, 10, LOOK_PLAIN, str_of(zalgo), memory);
    assert_int_equal(text_cells(paint_line(&paint, 0, memory)), 10);
    assert_int_equal(utf8_fault(paint_line(&paint, 0, memory)),
                     paint_line(&paint, 0, memory).n);
}

/* --- editing --- */

static void backspace_takes_a_letter_with_its_marks(void **state)
{
    (void)state;
    say("Nu\xCC\xB2n");
    press("Left");
    press("Backspace");
    assert_str(field_text(&field), "Nn");
}

static void what_is_typed_is_kept_composed(void **state)
{
    (void)state;
    say("an\xCC\x83o");
    assert_str(field_text(&field), "a\xC3\xB1o");
    press("Left");
    press("Left");
    press("Delete");
    assert_str(field_text(&field), "ao");
}

static void control_and_direction_characters_are_not_taken(void **state)
{
    struct key key = { .action = ACT_CHAR, .code = 0x202E };

    (void)state;
    assert_int_equal(field_key(&field, &key, memory), FIELD_FULL);
    key.code = 0x9B;
    assert_int_equal(field_key(&field, &key, memory), FIELD_FULL);
    assert_str(field_text(&field), "");
}

static void pasted_lines_become_one(void **state)
{
    struct key key = { .action = ACT_PASTE, .text = STR("one\r\n\ttwo\x1B[31m\n") };

    (void)state;
    assert_int_equal(field_key(&field, &key, memory), FIELD_CHANGED);
    assert_str(field_text(&field), "one two[31m");
}

static void a_full_field_says_so_and_keeps_what_it_has(void **state)
{
    (void)state;
    say("12345678901234567890");
    say("x");
    assert_str(field_text(&field), "12345678901234567890");
}

static void undo_takes_back_a_run_and_redo_brings_it_again(void **state)
{
    (void)state;
    field_set(&field, STR("old"));
    say(" more");
    press("^W");
    assert_str(field_text(&field), "old ");
    press("^Z");
    assert_str(field_text(&field), "old more");
    press("^Z");
    assert_str(field_text(&field), "old");
    press("^Z");
    assert_str(field_text(&field), "old");
    press("^Y");
    press("^Y");
    assert_str(field_text(&field), "old ");
    press("^Z");
    say("!");
    press("^Y");
    assert_str(field_text(&field), "old more!");
}

static void undo_reaches_back_as_far_as_it_is_kept(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        say("x");
        press("^U");
    }
    for (int i = 0; i < 200; i++)
        press("^Z");
    for (int i = 0; i < 200; i++)
        press("^Y");
    assert_str(field_text(&field), "");
}

static void typing_into_a_fresh_field_replaces_its_default(void **state)
{
    (void)state;
    field_set(&field, STR("default"));
    field_enter(&field);
    say("new");
    assert_str(field_text(&field), "new");
    press("^Z");
    assert_str(field_text(&field), "default");
    field_enter(&field);
    press("End");
    say("s");
    assert_str(field_text(&field), "defaults");
}

static void a_long_text_scrolls_with_the_cursor_in_sight(void **state)
{
    (void)state;
    say("上海宏圖貿易有限公司");
    assert_string_equal(drawn(10), "~有限公司 ");
    assert_int_equal(paint.cursor_col, 9);
    press("Home");
    assert_string_equal(drawn(10), "上海宏圖~ ");
    assert_int_equal(paint.cursor_col, 0);
    press("Right");
    press("Right");
    press("Right");
    assert_string_equal(drawn(10), "上海宏圖~ ");
    assert_int_equal(paint.cursor_col, 6);
}

static void a_secret_is_never_drawn(void **state)
{
    (void)state;
    field.is_secret = true;
    say("hush");
    assert_string_equal(drawn(10), "          ");
    assert_str(field_text(&field), "hush");
}

/* --- keys --- */

static void each_f_key_has_a_second_way(void **state)
{
    (void)state;
    for (unsigned f = 1; f <= 12; f++) {
        const struct key_row *row = key_row_of(key_of_f(f));

        assert_non_null(row);
        assert_true(row->control || row->letters[0]);
        assert_true(text_cells(str_of(row->label)) <= 6);
    }
    /* screen, tmux and input methods keep these for themselves */
    assert_int_equal(key_of_control('B' & 0x1F), ACT_NONE);
    assert_int_equal(key_of_control(0), ACT_NONE);
}

static void letters_act_only_where_no_field_is(void **state)
{
    struct key q = { .action = ACT_CHAR, .code = 'q' },
               wide = { .action = ACT_CHAR, .code = 0x4E0A };

    (void)state;
    assert_int_equal(key_in_list(q).action, ACT_BACK);
    assert_int_equal(key_in_list(wide).action, ACT_CHAR);
    say("q");
    assert_str(field_text(&field), "q");
}

static void escape_and_a_digit_are_an_f_key(void **state)
{
    (void)state;
    assert_int_equal(key_behind_escape('2'), ACT_DO);
    assert_int_equal(key_behind_escape('0'), ACT_MENU);
    assert_int_equal(key_behind_escape('='), ACT_CANCEL);
    assert_int_equal(key_behind_escape('a'), ACT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_wide_character_that_loses_a_half_goes_whole),
        TEST(every_line_takes_the_width_of_the_screen),
        TEST(a_letter_keeps_only_the_marks_that_a_cell_holds),
        TEST(backspace_takes_a_letter_with_its_marks),
        TEST(what_is_typed_is_kept_composed),
        TEST(control_and_direction_characters_are_not_taken),
        TEST(pasted_lines_become_one),
        TEST(a_full_field_says_so_and_keeps_what_it_has),
        TEST(undo_takes_back_a_run_and_redo_brings_it_again),
        TEST(undo_reaches_back_as_far_as_it_is_kept),
        TEST(typing_into_a_fresh_field_replaces_its_default),
        TEST(a_long_text_scrolls_with_the_cursor_in_sight),
        TEST(a_secret_is_never_drawn),
        TEST(each_f_key_has_a_second_way),
        TEST(letters_act_only_where_no_field_is),
        TEST(escape_and_a_digit_are_an_f_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
