/* test_utf8.c - what is a character and what only looks like one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/utf8.h"

static void every_character_survives_writing_and_reading(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        char bytes[4];
        uint32_t back = 0;
        size_t n;

        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        n = utf8_write(code, bytes);
        assert_int_equal(utf8_read((struct str){ bytes, n }, 0, &back), n);
        assert_int_equal(back, code);
        if (n > 1) /* a cut character is none */
            assert_int_equal(utf8_read((struct str){ bytes, n - 1 }, 0, &back), 0);
    }
}

static void ill_formed_bytes_are_no_character(void **state)
{
    static const struct str bad[] = {
        STR_INIT("\x80"),             /* a trailing byte alone */
        STR_INIT("\xC0\x80"),         /* NUL, overlong */
        STR_INIT("\xC1\xBF"),         /* overlong */
        STR_INIT("\xE0\x9F\xBF"),     /* overlong */
        STR_INIT("\xED\xA0\x80"),     /* a surrogate */
        STR_INIT("\xF0\x8F\xBF\xBF"), /* overlong */
        STR_INIT("\xF4\x90\x80\x80"), /* above U+10FFFF */
        STR_INIT("\xF8\x88\x80\x80\x80"),
        STR_INIT("\xFF"),
        STR_INIT("\xE4\xB8"), /* cut */
        STR_INIT("\xE4\xB8\x41"),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        uint32_t code;

        assert_int_equal(utf8_read(bad[i], 0, &code), 0);
        assert_int_equal(utf8_fault(bad[i]), 0);
    }
}

static void the_fault_is_where_the_text_goes_wrong(void **state)
{
    struct str good = STR("A\xC3\x91\xE8\xB4\xA7\xF0\x9F\x9A\x9A");

    (void)state;
    assert_int_equal(utf8_fault(good), good.n);
    assert_int_equal(utf8_count(good, 0, good.n), 4);
    assert_int_equal(utf8_fault(STR("ab\xC3\x91\xFF z")), 4);
    assert_int_equal(utf8_fault((struct str){ NULL, 0 }), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_survives_writing_and_reading),
        cmocka_unit_test(ill_formed_bytes_are_no_character),
        cmocka_unit_test(the_fault_is_where_the_text_goes_wrong),
    };

    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
