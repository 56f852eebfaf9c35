/*
 * test_details.c - what was found, in the user's language.
 */
#include "tests/unit/unit.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "client/details.h"
#include "client/show.h"
#include "client/words.h"

static void in_language(const char *language)
{
    assert_int_equal(setenv("LC_ALL", language ? "C.UTF-8" : "C", 1), 0);
    assert_int_equal(setenv("LANGUAGE", language ? language : "C", 1), 0);
    assert_int_equal(setenv("OSB_LOCALEDIR", OSB_LOCALE, 1), 0);
    assert_non_null(setlocale(LC_MESSAGES, "C"));
    words_begin();
}

static void a_known_sentence_keeps_its_values(void **state)
{
    (void)state;
    in_language("zh_CN");
    assert_str(details_of(STR("there is no product P-9"), memory), "没有产品 P-9");
    assert_str(details_of(STR("customer C001 belongs to others"), memory),
               "客户 C001 归他人负责");
    assert_str(
        details_of(STR("SO12 is CLOSED; sign is not possible there, only: claim, reopen"),
                   memory),
        "SO12 现为 CLOSED；此时不能 sign，只能：claim, reopen");
    assert_str(details_of(STR("someone else answers for this"), memory), "另有他人负责");
}

/* Each reason is worded; a semicolon inside a rule's sentence parts nothing. */
static void reasons_of_the_qualification_check_are_worded(void **state)
{
    (void)state;
    in_language("zh_CN");
    assert_str(details_of(STR("QC 5 line 1: the price is below the floor and nobody permitted "
                              "it; QC 2 line 12: the quantity is not whole packs"),
                          memory),
               "QC 5 第 1 行：价格低于底价且无人批准; QC 2 第 12 行：数量不是整包装");
    in_language(NULL);
    assert_str(details_of(STR("QC 10: station, address, arrival or account is missing; "
                              "QC 5 line 1: a; b"),
                          memory),
               "QC 10: station, address, arrival or account is missing; QC 5 line 1: a; b");
    assert_str(details_of(STR("QC 5"), memory), "QC 5");
    assert_str(details_of(STR("QC 5 line"), memory), "QC 5 line");
}

/* "twelve" is not a whole number: the second hole is a sentence that is known itself. */
static void a_value_that_is_words_is_worded(void **state)
{
    (void)state;
    in_language("es");
    assert_str(details_of(STR("'twelve' is not a whole number such as 12"), memory),
               "'twelve' no es un número entero como 12");
}

static void a_translation_may_turn_the_values(void **state)
{
    (void)state;
    in_language("zh_TW");
    assert_str(
        details_of(STR("document F-1 has 'C2' in line 7; all its rows must agree"), memory),
        "單據 F-1 在第 7 列有「C2」；其各列須一致");
}

static void a_message_is_worded_when_it_is_read(void **state)
{
    (void)state;
    in_language("zh_CN");
    assert_str(details_of(STR("SO7 of Hunan Power waits for your signature: 120.00, 20.00 over "
                              "the limit"),
                          memory),
               "Hunan Power 的 SO7 等您签核：120.00，超额 20.00");
    assert_str(details_of(STR("SO7 of Hunan Power waits for your signature: 120.00"), memory),
               "Hunan Power 的 SO7 等您签核：120.00");
}

static void an_unknown_sentence_and_english_stay(void **state)
{
    (void)state;
    in_language("zh_CN");
    assert_str(details_of(STR("the moon is full"), memory), "the moon is full");
    assert_str(details_of(STR(""), memory), "");
    assert_str(details_of(STR("100% is %s"), memory), "100% 现为 %s");
    in_language(NULL);
    assert_str(details_of(STR("there is no product P-9"), memory), "there is no product P-9");
}

/* Holes as a printf would have them are all that stands in a wording, and in its translations
 * as many as in itself: none is lost. */
static void every_translation_has_every_value(void **state)
{
    static const char *const languages[] = { "zh_CN", "zh_TW", "es" };

    (void)state;
    for (size_t l = 0; l < COUNT(languages); l++) {
        in_language(languages[l]);
        for (size_t i = 0; detail_wordings[i]; i++) {
            struct str said = STR("");
            struct str shown;
            int holes = 0;

            for (const char *p = detail_wordings[i]; *p; p++)
                if (p[0] == '%' && p[1] == 's')
                    said = str_format(memory, "%.*s<%d>", STR_ARG(said), ++holes), p++;
                else
                    said = str_format(memory, "%.*s%c", STR_ARG(said), *p);
            shown = details_of(said, memory);
            assert_string_not_equal(str_text(memory, shown), str_text(memory, said));
            for (int h = 1; h <= holes; h++)
                if (!strstr(str_text(memory, shown), str_format(memory, "<%d>", h).p))
                    fail_msg("%s: %s", languages[l], detail_wordings[i]);
        }
    }
}

static void a_number_is_no_denial(void **state)
{
    (void)state;
    in_language("zh_CN");
    assert_str(show_name(STR("no"), memory), "编号");
    in_language(NULL);
    assert_str(show_name(STR("no"), memory), "no");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_known_sentence_keeps_its_values),
        TEST(reasons_of_the_qualification_check_are_worded),
        TEST(a_value_that_is_words_is_worded),
        TEST(a_translation_may_turn_the_values),
        TEST(a_message_is_worded_when_it_is_read),
        TEST(an_unknown_sentence_and_english_stay),
        TEST(every_translation_has_every_value),
        TEST(a_number_is_no_denial),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
