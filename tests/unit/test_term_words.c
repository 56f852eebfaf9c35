/* Screens in each language: labels have room, names are worded, the language changes while the
 * program runs. */
#include "unit.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "client/term/keys.h"
#include "client/term/lists.h"
#include "client/term/typed.h"
#include "client/term/wording.h"
#include "client/words.h"
#include "common/text.h"

static int setup(void **state)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    assert_int_equal(setenv("OSB_LOCALEDIR", OSB_LOCALE, 1), 0);
    return arena_setup(state);
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, arena_teardown)

static void the_key_bar_has_six_cells_a_label(void **state)
{
    (void)state;
    for (size_t l = 0; l < WORDS_LANGUAGES; l++) {
        assert_true(words_change(words_languages[l].code));
        for (size_t i = 0; i < key_row_count; i++)
            if (text_cells(str_of(words(key_rows[i].label))) > 6)
                fail_msg("%s: %s", words_languages[l].code, words(key_rows[i].label));
    }
}

/* What act.c gives a label, with a blank behind it. */
#define LABEL_CELLS 18

static void every_parameter_has_a_label_that_fits(void **state)
{
    (void)state;
    for (size_t l = 0; l < WORDS_LANGUAGES; l++) {
        assert_true(words_change(words_languages[l].code));
        for (int p = 0; p < PARAM_COUNT; p++) {
            const char *label = words(wording_label((enum param)p));

            assert_true(label[0]);
            if (text_cells(str_of(label)) >= LABEL_CELLS)
                fail_msg("%s: %s", words_languages[l].code, label);
        }
    }
}

/* Where the forms show it, in cells. */
static size_t shown_cells(enum param param)
{
    return param == P_channel ? 12 : param == P_cause ? 8 : 40;
}

/* What a field shows can be typed there, and so can the letters of the daemon's own name. */
static void every_choice_is_taken_by_its_word_and_by_its_name(void **state)
{
    (void)state;
    for (size_t l = 0; l < WORDS_LANGUAGES; l++) {
        assert_true(words_change(words_languages[l].code));
        for (enum param p = 0; p < PARAM_COUNT; p++)
            for (unsigned v = 1;
                 params[p].type == PARAM_CHOICE && v < enum_count(params[p].choices); v++) {
                struct str name = str_of(enum_name(params[p].choices, v));
                struct str word = wording_choice(p, name.p, memory);

                if (!str_eq(typed_choice(p, word, memory, NULL), name) ||
                    !str_eq(typed_choice(p, name, memory, NULL), name))
                    fail_msg("%s: %s: %s, %.*s", words_languages[l].code, params[p].name,
                             name.p, STR_ARG(word));
                if (text_cells(word) > shown_cells(p))
                    fail_msg("%s: %s: %.*s is cut", words_languages[l].code, params[p].name,
                             STR_ARG(word));
            }
    }
    assert_true(words_change("en"));
}

/* A column is never narrower than its `least`. */
static void every_title_of_a_list_fits_its_column(void **state)
{
    (void)state;
    for (size_t l = 0; l < WORDS_LANGUAGES; l++) {
        assert_true(words_change(words_languages[l].code));
        for (size_t k = 0; k < list_kind_count; k++)
            for (size_t c = 0; c < list_kinds[k].column_count; c++) {
                const char *title = words(list_kinds[k].columns[c].title);

                if (text_cells(str_of(title)) > list_kinds[k].columns[c].least)
                    fail_msg("%s %s: %s", words_languages[l].code, list_kinds[k].id, title);
            }
    }
}

static void the_language_changes_while_the_program_runs(void **state)
{
    (void)state;
    assert_true(words_change("es"));
    assert_string_equal(words("Done."), "Hecho.");
    assert_int_equal(words_now(), 3);
    assert_true(words_change("zh_TW"));
    assert_string_equal(words("Customer"), "客戶");
    assert_int_equal(words_now(), 2);
    assert_true(words_change("en"));
    assert_string_equal(words("Done."), "Done.");
    assert_int_equal(words_now(), 0);
    assert_false(words_change("tlh"));
    assert_int_equal(words_now(), 0);
}

static void names_are_worded_and_other_text_is_not(void **state)
{
    (void)state;
    assert_true(words_change("zh_CN"));
    assert_str(wording_value(STR("WAIT_MGR"), memory), "待主管签核");
    assert_str(wording_value(STR("SO12"), memory), "SO12");
    assert_str(wording_value(STR("北京"), memory), "北京");
    assert_str(wording_choice(P_pay_method, "DRAFT", memory), "汇票");
    assert_str(wording_choice(P_state, "DRAFT", memory), "草稿");
}

static void a_detail_nobody_here_reads_is_left_out(void **state)
{
    struct error err = refuse_with(ERR_PARAMS, "qty", STR("this too no list has"));

    (void)state;
    assert_true(words_change("zh_CN"));
    assert_str(wording_detail(STR("the connection was lost"), memory), "连接已断开");
    assert_str(wording_detail(STR("P-0007"), memory), "P-0007");
    assert_int_equal(wording_detail(STR("something that no list has"), memory).n, 0);
    assert_non_null(strstr(str_text(memory, wording_error(err, memory)), "应为数量"));
    assert_true(words_change("en"));
    assert_str(wording_detail(STR("something that no list has"), memory),
               "something that no list has");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_key_bar_has_six_cells_a_label),
        TEST(every_parameter_has_a_label_that_fits),
        TEST(every_choice_is_taken_by_its_word_and_by_its_name),
        TEST(every_title_of_a_list_fits_its_column),
        TEST(the_language_changes_while_the_program_runs),
        TEST(names_are_worded_and_other_text_is_not),
        TEST(a_detail_nobody_here_reads_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
