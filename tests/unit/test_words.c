/*
 * test_words.c - answers in the user's language, whatever this machine's locales are.
 */
#include "tests/unit/unit.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "client/show.h"
#include "client/words.h"

/* The next test's surroundings: these variables and no others that name a language. */
static void surroundings(const char *lc_all, const char *lang, const char *language)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE" };

    for (size_t i = 0; i < COUNT(names); i++)
        assert_int_equal(unsetenv(names[i]), 0);
    if (lc_all)
        assert_int_equal(setenv("LC_ALL", lc_all, 1), 0);
    if (lang)
        assert_int_equal(setenv("LANG", lang, 1), 0);
    if (language)
        assert_int_equal(setenv("LANGUAGE", language, 1), 0);
    assert_int_equal(setenv("OSB_LOCALEDIR", OSB_LOCALE, 1), 0);
    assert_non_null(setlocale(LC_MESSAGES, "C"));
    words_begin();
}

static const char said[] = "the order exceeds the limit by at most the manager's band";

static struct str page(void (*print)(const struct show *show, const struct json *value),
                       enum form form, const char *answer)
{
    struct json_doc doc;
    char *page = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&page, &n);
    struct show show = { out, form, 0, memory };
    struct str copy;

    assert_non_null(out);
    assert_int_equal(json_parse(str_of(answer), memory, &doc).code, ERR_NONE);
    print(&show, doc.root);
    json_release(&doc);
    assert_int_equal(fclose(out), 0);
    copy = str_dup(memory, (struct str){ page, n });
    free(page);
    return copy;
}

static struct str refusal(void)
{
    static const char answer[] =
        "{\"outcome\":\"REFUSED\",\"rule\":\"CC 5-3\",\"guard\":\"CC_OVER\",\"code\":\"RULE\","
        "\"text\":\"the order exceeds the limit by at most the manager's band\","
        "\"numbers\":{\"limit\":\"500000.00\"},\"remedies\":[{\"kind\":\"pay\",\"amount\":"
        "\"84500.00\",\"who\":\"FIN\",\"op\":\"receipt.record\"}],"
        "\"order\":{\"no\":\"SO12\",\"state\":\"WAIT_MGR\",\"version\":3}}";

    return page(show_verdict, FORM_HUMAN, answer);
}

static void a_refusal_speaks_chinese(void **state)
{
    (void)state;
    surroundings(NULL, "C.UTF-8", "zh_TW");
    assert_str(
        refusal(),
        "未完成: 訂單超出信用額，但在分管經理的權限幅度內             規則 CC 5-3  SO12\n"
        "  信用額 500,000.00\n"
        "以下方式即可繼續：\n"
        "  1  付款 84,500.00 或以上                        由 FIN: osb receipt record\n"
        "訂單 SO12 的狀態為 WAIT_MGR，版本 3\n");
}

static void each_language_has_its_own_words(void **state)
{
    (void)state;
    surroundings(NULL, "C.UTF-8", "zh_CN");
    assert_string_equal(words(said), "订单超出信用额，但在分管经理的权限幅度内");
    surroundings(NULL, "C.UTF-8", "es");
    assert_string_equal(words(said),
                        "el pedido supera el límite, como mucho en el margen del gerente");
}

static void facts_that_the_checks_saw_are_worded(void **state)
{
    static const char facts[] =
        "[{\"step\":\"AC\",\"fact\":\"granted\",\"of\":\"line 2\",\"then\":\"38\",\"now\":\"40\"},"
        "{\"step\":\"AC\",\"fact\":\"used\",\"of\":\"PX001 AREA used\",\"then\":\"3\",\"now\":\"3\"},"
        "{\"step\":\"CC\",\"fact\":\"over_pct\",\"of\":\"\",\"then\":\"10\",\"now\":\"10\"},"
        "{\"step\":\"CC\",\"fact\":\"basis\",\"of\":\"\",\"then\":\"CREDIT\",\"now\":\"CASH\"},"
        "{\"step\":\"CC\",\"fact\":\"result\",\"of\":\"\",\"then\":\"PASS\",\"now\":\"CASH\"}]";

    (void)state;
    surroundings(NULL, "C.UTF-8", "zh_CN");
    assert_str(page(show_rows, FORM_HUMAN, facts),
               "步骤  事项            属于             当时  现在\n"
               "AC    核给            第 2 行          38    40\n"
               "AC    已用            PX001 区域 used  3     3\n"
               "CC    允许超出百分比                   10    10\n"
               "CC    付款方式                         赊销  先款后货\n"
               "CC    结果                             通过  待款\n");
    assert_str(page(show_rows, FORM_TSV, facts), "step\tfact\tof\tthen\tnow\n"
                                                 "AC\tgranted\tline 2\t38\t40\n"
                                                 "AC\tused\tPX001 AREA used\t3\t3\n"
                                                 "CC\tover_pct\t\t10\t10\n"
                                                 "CC\tbasis\t\tCREDIT\tCASH\n"
                                                 "CC\tresult\t\tPASS\tCASH\n");
    surroundings("C", NULL, NULL);
    assert_str(page(show_rows, FORM_HUMAN, facts),
               "step  fact      of               then    now\n"
               "AC    granted   line 2           38      40\n"
               "AC    used      PX001 AREA used  3       3\n"
               "CC    over pct                   10      10\n"
               "CC    basis                      CREDIT  CASH\n"
               "CC    result                     PASS    CASH\n");
}

static void a_locale_that_is_not_installed_still_names_the_language(void **state)
{
    (void)state;
    surroundings(NULL, "zh_TW.UTF-8", NULL);
    assert_string_equal(words("Done."), "完成。");
    surroundings("es_MX.UTF-8", NULL, NULL);
    assert_string_equal(words("Done."), "Hecho.");
}

static void the_plain_locale_is_english(void **state)
{
    (void)state;
    surroundings("C", NULL, "zh_TW");
    assert_string_equal(words(said), said);
}

static void an_unknown_language_is_english(void **state)
{
    (void)state;
    surroundings(NULL, "C.UTF-8", "fr");
    assert_string_equal(words(said), said);
}

static void a_sentence_of_another_daemon_stays_as_it_was_sent(void **state)
{
    (void)state;
    surroundings(NULL, "C.UTF-8", "zh_TW");
    assert_str(words_of(STR("a rule of tomorrow"), memory), "a rule of tomorrow");
    assert_str(words_of(STR(""), memory), ""); /* not the header of the translation */
}

static void every_error_has_words_in_every_language(void **state)
{
    static const char *const languages[] = { "zh_CN", "zh_TW", "es" };

    (void)state;
    for (size_t i = 0; i < COUNT(languages); i++) {
        surroundings(NULL, "C.UTF-8", languages[i]);
        for (int e = 1; e < ERR_COUNT; e++) {
            const char *english = error_sentence((enum error_code)e);

            if (!strcmp(words(english), english))
                fail_msg("%s: %s", languages[i], english);
        }
    }
}

static int characters(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_refusal_speaks_chinese),
        TEST(each_language_has_its_own_words),
        TEST(facts_that_the_checks_saw_are_worded),
        TEST(a_locale_that_is_not_installed_still_names_the_language),
        TEST(the_plain_locale_is_english),
        TEST(an_unknown_language_is_english),
        TEST(a_sentence_of_another_daemon_stays_as_it_was_sent),
        TEST(every_error_has_words_in_every_language),
    };

    return cmocka_run_group_tests_name("words", tests, characters, NULL);
}
