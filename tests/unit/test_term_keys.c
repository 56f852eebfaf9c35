/* The file of learnt keys. */
#include "unit.h"

#include "client/term/key_file.h"

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

static void a_key_is_read_with_its_bytes(void **state)
{
    struct key_line lines[4];

    (void)state;
    assert_int_equal(key_file_read(STR("F11 = ^[[23~\n  PgUp=^[[5~\n"), lines, COUNT(lines)),
                     2);
    assert_int_equal(lines[0].action, ACT_VIEW);
    assert_string_equal(lines[0].bytes, "\033[23~");
    assert_int_equal(lines[1].action, ACT_PREV);
    assert_string_equal(lines[1].bytes, "\033[5~");
}

static void lines_that_are_none_are_left_out(void **state)
{
    static const char *const bad[] = { "",
                                       "F2",
                                       "F2 =",
                                       "F2 = x",
                                       "F2 = ^[",
                                       "F99 = ^[[1",
                                       "= ^[[1",
                                       "Space = ^[[1",
                                       "F2 = [[A",
                                       "F2 = ^A^B",
                                       "F2 = ^[[111111111111111111111111111111111111" };
    struct key_line lines[2];

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(key_file_read(str_of(bad[i]), lines, COUNT(lines)), 0);
}

static void what_is_written_is_read_again(void **state)
{
    struct key_line lines[3] = { { "F1", ACT_HELP, "\033OP" },
                                 { "F12", ACT_CANCEL, "\033[24~" } };
    struct key_line back[3] = { 0 };
    struct str text = key_file_write(lines, 2, memory);

    (void)state;
    assert_true(str_eq(text, STR("F1 = ^[OP\nF12 = ^[[24~\n")));
    assert_int_equal(key_file_read(text, back, COUNT(back)), 2);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(back[i].name, lines[i].name);
        assert_string_equal(back[i].bytes, lines[i].bytes);
        assert_int_equal(back[i].action, lines[i].action);
    }
}

static void no_more_lines_than_there_is_room(void **state)
{
    struct key_line line;

    (void)state;
    assert_int_equal(key_file_read(STR("F1 = ^[[1\nF2 = ^[[2\n"), &line, 1), 1);
    assert_int_equal(line.action, ACT_HELP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_key_is_read_with_its_bytes),
        TEST(lines_that_are_none_are_left_out),
        TEST(what_is_written_is_read_again),
        TEST(no_more_lines_than_there_is_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
