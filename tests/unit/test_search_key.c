/* What is typed finds a name however it is written. */
#include "unit.h"

#include "common/limits.h"
#include "common/search_key.h"

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

static void key_is(const char *name, const char *key)
{
    assert_str(search_key(str_of(name), memory), key);
}

static void a_chinese_name_has_its_pinyin(void **state)
{
    (void)state;
    key_is("广州百货店14688", "广州百货店14688 guangzhoubaihuodian14688 gzbhd");
    key_is("不鏽鋼管 25mm", "不锈钢管 25mm buxiugangguan25mm bxgg2");
}

static void traditional_and_simplified_are_alike(void **state)
{
    (void)state;
    assert_str(search_key(STR("廣州百貨店"), memory),
               str_text(memory, search_key(STR("广州百货店"), memory)));
    assert_str(search_fold(STR("廣州"), memory), "广州");
    assert_str(search_fold(STR("广州"), memory), "广州");
}

static void letters_are_small_and_plain(void **state)
{
    (void)state;
    key_is("Baker & Sons Ltd", "baker & sons ltd");
    key_is("Núñez y Cía", "núñez y cía nunezycia nyc");
    assert_str(search_fold(STR("ＡＢＣ-1"), memory), "abc-1");
}

static void what_is_no_text_has_no_key(void **state)
{
    (void)state;
    key_is("", "");
    key_is("\xff\xfe", "");
}

/* A sign that stands for a whole sentence, as often as a name may hold it. */
static void what_grows_beyond_measure_is_left_alone(void **state)
{
    struct str sign = STR("\xef\xb7\xba"), name = STR("");

    (void)state;
    for (size_t i = 0; i < LIMIT_NAME; i++)
        name = str_format(memory, "%.*s%.*s", STR_ARG(name), STR_ARG(sign));
    assert_str(search_key(name, memory), "");
    assert_true(str_eq(search_fold(name, memory), name));
    assert_str(search_fold(STR("廣州"), memory), "广州");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_chinese_name_has_its_pinyin),
        TEST(traditional_and_simplified_are_alike),
        TEST(letters_are_small_and_plain),
        TEST(what_is_no_text_has_no_key),
        TEST(what_grows_beyond_measure_is_left_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
