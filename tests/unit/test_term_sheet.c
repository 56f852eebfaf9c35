/* Fields in a form: choices that go on by themselves, and what is typed behind them. */
#include "unit.h"

#include <locale.h>
#include <stdlib.h>

#include "client/term/sheet.h"
#include "client/term/typed.h"
#include "client/words.h"
#include "common/utf8.h"

static struct sheet sheet;

static int setup(void **state)
{
    static const struct sheet_item items[] = {
        { .param = P_channel, .label = "Channel", .required = true, .fast = true },
        { .param = P_reference, .label = "Ref", .required = true, .fast = true },
        { .param = P_channel, .label = "Again", .row = 1, .fast = true },
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    assert_int_equal(setenv("OSB_LOCALEDIR", OSB_LOCALE, 1), 0);
    sheet_init(&sheet, items, COUNT(items));
    sheet_go(&sheet, 0);
    return arena_setup(state);
}

static int teardown(void **state)
{
    sheet_release(&sheet);
    return arena_teardown(state);
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* '\r' is Enter. */
static void type(const char *text)
{
    for (; *text; text++)
        (void)sheet_key(&sheet,
                        &(struct key){ .action = *text == '\r' ? ACT_ENTER : ACT_CHAR,
                                       .code = *text == '\r' ? 0 : (unsigned char)*text },
                        memory);
}

static void stand(size_t at, const char *channel, const char *reference)
{
    assert_int_equal(sheet.at, at);
    assert_str(field_text(&sheet.places[0].field), channel);
    assert_str(field_text(&sheet.places[1].field), reference);
}

static void a_choice_goes_on_at_its_letter(void **state)
{
    (void)state;
    type("f");
    stand(1, "FAX", "");
    type("FX-88");
    stand(1, "FAX", "FX-88");
}

/* The whole word may be typed: its rest is no reference. */
static void who_types_the_whole_word_typed_nothing_else(void **state)
{
    (void)state;
    type("faxFX-1\r");
    stand(2, "FAX", "FX-1");
}

static void part_of_the_word_is_part_of_the_word(void **state)
{
    (void)state;
    type("pho");
    stand(1, "PHONE", "ho");
    type("\r");
    stand(2, "PHONE", "");
}

/* What only begins like the rest of the word is text like any other. */
static void a_reference_may_begin_like_the_word_goes_on(void **state)
{
    (void)state;
    type("fa1");
    stand(1, "FAX", "a1");
    sheet_go(&sheet, 0);
    sheet_put(&sheet, P_reference, STR(""));
    type("fAX-1"); /* not in the letters that the word was begun with */
    stand(1, "FAX", "AX-1");
    sheet_go(&sheet, 0);
    sheet_put(&sheet, P_reference, STR(""));
    type("ph\r"); /* one letter may be a reference */
    stand(2, "PHONE", "h");
}

static void the_rest_of_the_word_does_not_choose_in_the_next_field(void **state)
{
    (void)state;
    sheet.places[1].item.fast = false;
    type("fax");
    stand(2, "FAX", "");
    assert_int_equal(sheet.places[2].field.n, 0);
}

static void a_choice_at_the_end_is_chosen_anew(void **state)
{
    (void)state;
    sheet_go(&sheet, 2);
    type("fp");
    assert_str(field_text(&sheet.places[2].field), "PHONE");
}

/* Types a text in UTF-8. */
static void type_text(const char *text)
{
    struct str s = str_of(text);
    uint32_t code = 0;

    for (size_t at = 0, n; at < s.n && (n = utf8_read(s, at, &code)) > 0; at += n)
        (void)sheet_key(&sheet, &(struct key){ .action = ACT_CHAR, .code = code }, memory);
}

static struct str shown(size_t at)
{
    return sheet_shown(&sheet.places[at], memory);
}

/* The field shows the word of the reader's language and takes its letters; what it says to the
 * daemon is the daemon's name. */
static void a_choice_is_typed_and_shown_in_the_language_of_the_reader(void **state)
{
    (void)state;
    assert_true(words_change("zh_CN"));
    type_text("电");
    stand(1, "PHONE", "");
    assert_str(shown(0), "电话");
    type_text("话R-1"); /* the rest of the word, and a reference */
    stand(1, "PHONE", "R-1");
    assert_true(words_change("es"));
    assert_str(shown(0), "TELÉFONO");
    sheet_go(&sheet, 0);
    sheet_put(&sheet, P_reference, STR(""));
    type_text("teléfonoR-2");
    stand(1, "PHONE", "R-2");
    sheet_go(&sheet, 0);
    sheet_put(&sheet, P_reference, STR(""));
    type_text("pho"); /* the daemon's name is taken, too */
    stand(1, "PHONE", "ho");
    assert_true(words_change("en"));
}

static void yes_is_said_in_every_language(void **state)
{
    static const char *const said[][3] = {
        { "en", "y", "n" }, { "es", "s", "n" }, { "es", "sí", "no" }, { "zh_CN", "是", "否" }
    };

    (void)state;
    for (size_t i = 0; i < COUNT(said); i++) {
        assert_true(words_change(said[i][0]));
        assert_str(typed_plain(P_complete, str_of(said[i][1]), typed_now(), memory), "yes");
        assert_str(typed_plain(P_complete, str_of(said[i][2]), typed_now(), memory), "no");
    }
    assert_str(typed_plain(P_complete, STR("maybe"), typed_now(), memory), "maybe");
    assert_true(words_change("en"));
}

/* What is in force and was cleared is sent as nothing, where it may be; else it stays. */
static void what_was_loaded_can_be_cleared(void **state)
{
    const char *given[PARAM_COUNT] = { 0 };
    struct sheet_item items[] = {
        { .param = P_phone, .label = "Phone" },
        { .param = P_name, .label = "Name" },
        { .param = P_tax_no, .label = "Tax" },
    };
    struct sheet loaded;

    (void)state;
    sheet_init(&loaded, items, COUNT(items));
    loaded.places[0].empties = loaded.places[2].empties = true;
    sheet_load(&loaded, P_phone, STR("021-1"), false);
    sheet_load(&loaded, P_name, STR("Seaside"), false);
    sheet_load(&loaded, P_tax_no, STR("91"), false);
    for (size_t i = 0; i < 2; i++) {
        sheet_go(&loaded, i);
        (void)sheet_key(&loaded, &(struct key){ .action = ACT_CLEAR }, memory);
    }
    assert_true(sheet_given(&loaded, given, memory));
    assert_string_equal(given[P_phone], "");
    assert_null(given[P_name]);
    assert_null(given[P_tax_no]); /* nobody touched it */
    sheet_release(&loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_choice_goes_on_at_its_letter),
        TEST(who_types_the_whole_word_typed_nothing_else),
        TEST(part_of_the_word_is_part_of_the_word),
        TEST(a_reference_may_begin_like_the_word_goes_on),
        TEST(the_rest_of_the_word_does_not_choose_in_the_next_field),
        TEST(a_choice_at_the_end_is_chosen_anew),
        TEST(a_choice_is_typed_and_shown_in_the_language_of_the_reader),
        TEST(yes_is_said_in_every_language),
        TEST(what_was_loaded_can_be_cleared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
