/*
 * test_term_wrap.c - where a long text breaks, and the short names of acts.
 */
#include <locale.h>

#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "unit.h"

static void assert_lines(const char *text, size_t cells, const char *const *lines)
{
    struct str rest = str_of(text);

    for (; *lines; lines++)
        assert_str(wrap_take(&rest, cells), *lines);
    assert_int_equal(rest.n, 0);
}

static void lines_break_at_blanks(void **state)
{
    static const char *const three[] = { "write the", "memo by", "14:44", NULL };
    static const char *const one[] = { "write the memo by 14:44", NULL };

    (void)state;
    assert_lines("write the memo by 14:44", 9, three);
    assert_lines("write the memo by 14:44", 23, one);
    assert_int_equal(wrap_rows(STR("write the memo by 14:44"), 9), 3);
    assert_int_equal(wrap_rows(STR(""), 9), 0);
}

static void a_number_stays_whole_where_a_line_has_room_for_it(void **state)
{
    static const char *const two[] = { "in all", "1,204,500.00", NULL };

    (void)state;
    assert_lines("in all 1,204,500.00", 12, two);
}

static void wide_characters_need_no_blank_and_are_never_split(void **state)
{
    static const char *const two[] = { "\xE5\x82\x99\xE5\xBF\x98", "\xE9\x8C\x84", NULL };

    (void)state;
    assert_lines("\xE5\x82\x99\xE5\xBF\x98\xE9\x8C\x84", 5, two);
}

static void a_word_longer_than_a_line_is_broken(void **state)
{
    static const char *const two[] = { "abcdef", "gh", NULL };

    (void)state;
    assert_lines("abcdefgh", 6, two);
}

static void an_act_is_named_by_the_first_clause_of_its_help(void **state)
{
    (void)state;
    assert_str(wording_act(OP_ORDER_ACCEPT, memory), "accept a received order");
    assert_str(wording_act(OP_NOTE_ALLOCATE, memory), "reserve stock");
    assert_str(wording_act(OP_NOTE_SHIP, memory), "goods issue, and handed to the carrier");
    assert_str(wording_act(OP_NOTE_HAND_OVER, memory), "hand the note to storage-transport");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lines_break_at_blanks),
        TEST(a_number_stays_whole_where_a_line_has_room_for_it),
        TEST(wide_characters_need_no_blank_and_are_never_split),
        TEST(a_word_longer_than_a_line_is_broken),
        TEST(an_act_is_named_by_the_first_clause_of_its_help),
    };

    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        return 77;
    return cmocka_run_group_tests_name("term_wrap", tests, NULL, NULL);
}
