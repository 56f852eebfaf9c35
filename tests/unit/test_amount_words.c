/*
 * test_amount_words.c - amounts in English and Spanish words.
 */
#include "tests/unit/unit.h"

#include "common/amount_words.h"

static void words_of_both_languages(void **state)
{
    static const struct {
        int64_t fen;
        const char *en, *es;
    } cases[] = {
        { 0, "zero yuan and 00/100", "cero yuanes con 00/100" },
        { 100, "one yuan and 00/100", "un yuan con 00/100" },
        { 2105, "twenty-one yuan and 05/100", "veintiún yuanes con 05/100" },
        { 10000, "one hundred yuan and 00/100", "cien yuanes con 00/100" },
        { 10199, "one hundred one yuan and 99/100", "ciento un yuanes con 99/100" },
        { 123450, "one thousand two hundred thirty-four yuan and 50/100",
          "mil doscientos treinta y cuatro yuanes con 50/100" },
        { 2100000, "twenty-one thousand yuan and 00/100", "veintiún mil yuanes con 00/100" },
        { 100000000, "one million yuan and 00/100", "un millón de yuanes con 00/100" },
        { 100100000, "one million one thousand yuan and 00/100",
          "un millón mil yuanes con 00/100" },
        { 250000000000, "two billion five hundred million yuan and 00/100",
          "dos mil quinientos millones de yuanes con 00/100" },
        { 100000000000000, "one trillion yuan and 00/100", "un billón de yuanes con 00/100" },
        { -1650, "minus sixteen yuan and 50/100", "menos dieciséis yuanes con 50/100" },
        { INT64_MAX,
          "ninety-two quadrillion two hundred thirty-three trillion seven hundred twenty "
          "billion three hundred sixty-eight million five hundred forty-seven thousand seven "
          "hundred fifty-eight yuan and 07/100",
          "noventa y dos mil doscientos treinta y tres billones setecientos veinte mil "
          "trescientos sesenta y ocho millones quinientos cuarenta y siete mil setecientos "
          "cincuenta y ocho yuanes con 07/100" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct money m = { cases[i].fen };

        assert_string_equal(str_text(memory, money_words_en(m, memory)), cases[i].en);
        assert_string_equal(str_text(memory, money_words_es(m, memory)), cases[i].es);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { TEST(words_of_both_languages) };

    return cmocka_run_group_tests_name("amount_words", tests, NULL, NULL);
}
