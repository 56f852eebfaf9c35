/* test_json.c - hostile and good texts, and the writer whose bytes the reader must accept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/json.h"
#include "common/json_scan.h"
#include "common/limits.h"

static struct arena arena;

static int with_arena(void **state)
{
    (void)state;
    arena_init(&arena, 64u << 20);
    return 0;
}

static int without_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* A copy of exactly its size, so that a read behind its end is seen by the sanitizer. */
static struct error parse_exact(struct str text, struct json_doc *doc)
{
    char *copy = malloc(text.n ? text.n : 1);
    struct error err;

    assert_non_null(copy);
    if (text.n)
        memcpy(copy, text.p, text.n);
    err = json_parse((struct str){ copy, text.n }, &arena, doc);
    free(copy);
    return err;
}

static void assert_refused(struct str text, enum error_code code, size_t byte)
{
    struct json_doc doc;
    struct error err = parse_exact(text, &doc);
    struct str place = str_format(&arena, "byte %zu: ", byte);

    if (err.code != code || err.detail.n < place.n ||
        memcmp(err.detail.p, place.p, place.n) != 0)
        fail_msg("%.*s: got %s, %.*s; wanted byte %zu", STR_ARG(text), error_name(err.code),
                 STR_ARG(err.detail), byte);
    assert_null(doc.root);
}

struct bad_text {
    struct str text;
    size_t byte; /* where the refusal points */
};

static const struct bad_text bad_texts[] = {
    { STR_INIT(""), 1 },
    { STR_INIT("   "), 4 },
    { STR_INIT("nul"), 1 },
    { STR_INIT("True"), 1 },
    { STR_INIT("NaN"), 1 },
    { STR_INIT("{} x"), 4 },
    { STR_INIT("{}{}"), 3 },
    { STR_INIT("1 2"), 3 },
    { STR_INIT("\xEF\xBB\xBF{}"), 1 },
    { STR_INIT("\v1"), 1 },
    { STR_INIT("[1,]"), 4 },
    { STR_INIT("[1 2]"), 4 },
    { STR_INIT("[,1]"), 2 },
    { STR_INIT("{\"a\":1,}"), 8 },
    { STR_INIT("{\"a\" 1}"), 6 },
    { STR_INIT("{a:1}"), 2 },
    { STR_INIT("{\"a\":1"), 7 },
    { STR_INIT("[1}"), 3 },
    { STR_INIT("{'a':1}"), 2 },
    { STR_INIT("[1]//x"), 4 },
    /* numbers */
    { STR_INIT("01"), 1 },
    { STR_INIT("-01"), 1 },
    { STR_INIT("-0"), 1 },
    { STR_INIT("-"), 2 },
    { STR_INIT("+1"), 1 },
    { STR_INIT(".5"), 1 },
    { STR_INIT("1."), 1 },
    { STR_INIT("1.5"), 1 },
    { STR_INIT("1e400"), 1 },
    { STR_INIT("[1E2]"), 2 },
    { STR_INIT("9007199254740993"), 1 },
    { STR_INIT("-9007199254740993"), 1 },
    { STR_INIT("99999999999999999999999999"), 1 },
    { STR_INIT("0x10"), 2 },
    /* strings */
    { STR_INIT("\"ab"), 4 },
    { STR_INIT("\"a\nb\""), 3 },
    { STR_INIT("\"a\x1B[2Jb\""), 3 },
    { STR_INIT("\"a\x00"
               "b\""),
      3 },
    { STR_INIT("\"\\x41\""), 3 },
    { STR_INIT("\"\\\0\""), 3 },
    { STR_INIT("\"\\u12G4\""), 6 },
    { STR_INIT("\"ab\\u0000cd\""), 6 },
    { STR_INIT("\"\\ud800\""), 4 },
    { STR_INIT("\"\\ud800\\u0041\""), 4 },
    { STR_INIT("\"\\udc00\\ud800\""), 4 },
    { STR_INIT("\"\xFF\""), 2 },
    { STR_INIT("\"\xC0\x80\""), 2 },
    { STR_INIT("\"\xED\xA0\x80\""), 2 },
    { STR_INIT("\"\xE4\xB8\""), 2 },
    /* the same key twice */
    { STR_INIT("{\"a\":1,\"a\":2}"), 8 },
    { STR_INIT("{\"a\":1,\"b\":2,\"\\u0061\":3}"), 14 },
    { STR_INIT("{\"x\":{\"b\":1,\"c\":[],\"b\":2}}"), 20 },
    { STR_INIT("[{\"\":1,\"\":2}]"), 8 },
};

static void what_is_not_strict_is_refused_at_its_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bad_texts); i++)
        assert_refused(bad_texts[i].text, ERR_PARSE, bad_texts[i].byte);
}

static void keys_equal_only_in_case_or_in_other_objects_are_two(void **state)
{
    struct json_doc doc;
    int64_t n;

    (void)state;
    assert_int_equal(
        parse_exact(STR("{\"Amount\":1,\"amount\":2,\"x\":{\"amount\":3},\"y\":[{\"x\":4}]}"),
                    &doc)
            .code,
        ERR_NONE);
    assert_true(json_int(json_member(doc.root, "amount"), &n));
    assert_int_equal(n, 2);
    assert_null(json_member(doc.root, "AMOUNT"));
    json_release(&doc);
}

static struct str repeated(const char *piece, size_t times, const char *end)
{
    size_t length = strlen(piece);
    char *p = arena_alloc(&arena, length * times + strlen(end) + 1);

    for (size_t i = 0; i < times; i++)
        memcpy(p + i * length, piece, length);
    memcpy(p + times * length, end, strlen(end));
    return (struct str){ p, length * times + strlen(end) };
}

static void nesting_ends_at_the_limit(void **state)
{
    struct json_doc doc;
    struct str deepest = STR("[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]");

    (void)state;
    assert_int_equal(deepest.n, 2 * LIMIT_JSON_DEPTH + 1);
    assert_int_equal(parse_exact(deepest, &doc).code, ERR_NONE);
    json_release(&doc);
    assert_refused(STR("[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]"), ERR_TOO_MUCH, 17);
    assert_refused(repeated("[", 1000000, ""), ERR_TOO_MUCH, 17);
    assert_refused(repeated("{\"a\":", 1000000, ""), ERR_TOO_MUCH, 81);
}

static void the_number_of_values_ends_at_the_limit(void **state)
{
    struct json_doc doc;
    struct str text = repeated("1,", LIMIT_JSON_NODES - 2, "1]"); /* and the array itself */
    char *p = arena_alloc(&arena, text.n + 1);

    (void)state;
    p[0] = '[';
    memcpy(p + 1, text.p, text.n);
    assert_int_equal(parse_exact((struct str){ p, text.n + 1 }, &doc).code, ERR_NONE);
    assert_int_equal(json_count(doc.root), LIMIT_JSON_NODES - 1);
    json_release(&doc);
    text = repeated("[],", LIMIT_JSON_NODES, "[]]");
    p = arena_alloc(&arena, text.n + 1);
    p[0] = '[';
    memcpy(p + 1, text.p, text.n);
    assert_refused((struct str){ p, text.n + 1 }, ERR_TOO_MUCH, 2 + 3 * (LIMIT_JSON_NODES - 1));
}

/* Ten thousand keys of one object are told apart without comparing each with each. */
static void many_keys_are_checked(void **state)
{
    enum { KEYS = 10000 };
    char *p = arena_alloc(&arena, KEYS * 10);
    struct json_doc doc;
    size_t n = 0;

    (void)state;
    for (int i = 0; i < KEYS; i++)
        n += (size_t)sprintf(p + n, "%c\"%x\":1", i ? ',' : '{', (unsigned)i);
    p[n++] = '}';
    assert_int_equal(parse_exact((struct str){ p, n }, &doc).code, ERR_NONE);
    assert_int_equal(json_count(doc.root), KEYS);
    json_release(&doc);
}

static const struct str good_texts[] = {
    STR_INIT("null"),
    STR_INIT(" true "),
    STR_INIT("false\r\n"),
    STR_INIT("0"),
    STR_INIT("-1"),
    STR_INIT("9007199254740992"),
    STR_INIT("-9007199254740992"),
    STR_INIT("\"\""),
    STR_INIT("[]"),
    STR_INIT("{}"),
    STR_INIT("[ [ ] , { } ]"),
    STR_INIT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""),
    STR_INIT("\"\\u00d1\\uD83D\\ude9a\xE8\xB4\xA7\x7F\""),
    STR_INIT("{\"a\":[1,2,{\"b\":null}],\"\\u0041\":\"x\",\"\":false}"),
    STR_INIT("{\"jsonrpc\":\"2.0\",\"id\":\"01J\",\"method\":\"order.sign\","
             "\"params\":{\"order\":\"12\",\"price\":\"1234.50\"}}"),
};

static struct str written_again(const struct json *value)
{
    struct json_out out;

    json_out_init(&out, &arena);
    json_put_value(&out, value);
    return json_text(&out);
}

/* Scan and tree agree: what the one accepts the other builds, and writing it gives a text
 * that reads to the same again. */
static void what_the_scan_accepts_cjson_builds(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(good_texts); i++) {
        struct json_doc doc, again;
        struct str compact;
        struct error err = parse_exact(good_texts[i], &doc);

        if (err.code)
            fail_msg("%.*s: %.*s", STR_ARG(good_texts[i]), STR_ARG(err.detail));
        compact = written_again(doc.root);
        assert_int_equal(parse_exact(compact, &again).code, ERR_NONE);
        assert_true(str_eq(written_again(again.root), compact));
        json_release(&doc);
        json_release(&again);
    }
}

static void every_cut_of_a_good_text_is_refused_or_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(good_texts); i++) {
        struct str trimmed = good_texts[i];
        bool number = trimmed.p[trimmed.n - 1] >= '0' && trimmed.p[trimmed.n - 1] <= '9';

        while (trimmed.n && strchr(" \r\n", trimmed.p[trimmed.n - 1]))
            trimmed.n--;
        for (size_t n = 0; n < trimmed.n && !number; n++) {
            struct json_doc doc;

            assert_int_equal(parse_exact((struct str){ trimmed.p, n }, &doc).code, ERR_PARSE);
        }
    }
}

/* Spoil every byte of a good text with every value: never a crash, never a text that the
 * scan lets through and cJSON does not build. */
static void every_spoilt_byte_is_survived(void **state)
{
    static const char good[] =
        "{\"a\":[1,-20,{\"b\":null}],\"\\u0041\":\"x\xC3\x91\",\"\":false}";
    int accepted = 0;

    (void)state;
    for (size_t at = 0; at < sizeof(good) - 1; at++)
        for (int byte = 0; byte < 256; byte++) {
            char spoilt[sizeof(good) - 1];
            struct json_doc doc;
            struct error err;

            memcpy(spoilt, good, sizeof(spoilt));
            spoilt[at] = (char)byte;
            err = parse_exact((struct str){ spoilt, sizeof(spoilt) }, &doc);
            assert_true(err.code == ERR_NONE || err.code == ERR_PARSE);
            accepted += err.code == ERR_NONE;
            json_release(&doc);
        }
    assert_in_range(accepted, sizeof(good) - 1, 10000);
}

static void values_are_given_only_as_their_kind(void **state)
{
    struct json_doc doc;
    struct str s = STR("untouched");
    int64_t n = 7;
    bool b = true;
    const struct json *list;

    (void)state;
    assert_int_equal(parse_exact(STR("{\"s\":\"\xE8\xB4\xA7\",\"n\":-5,\"b\":false,\"z\":null,"
                                     "\"l\":[1,\"two\"]}"),
                                 &doc)
                         .code,
                     ERR_NONE);
    assert_false(json_str(json_member(doc.root, "n"), &s));
    assert_false(json_int(json_member(doc.root, "s"), &n));
    assert_false(json_bool(json_member(doc.root, "z"), &b));
    assert_false(json_str(json_member(doc.root, "none"), &s));
    assert_true(str_eq(s, STR("untouched")) && n == 7 && b);
    assert_true(json_str(json_member(doc.root, "s"), &s) && str_eq(s, STR("\xE8\xB4\xA7")));
    assert_true(json_int(json_member(doc.root, "n"), &n) && n == -5);
    assert_true(json_bool(json_member(doc.root, "b"), &b) && !b);
    assert_int_equal(json_kind(json_member(doc.root, "z")), JSON_NULL);
    assert_int_equal(json_kind(json_member(doc.root, "none")), JSON_ABSENT);
    list = json_member(doc.root, "l");
    assert_int_equal(json_kind(list), JSON_ARRAY);
    assert_null(json_member(list, "s"));
    assert_true(str_eq(json_name(list), STR("l")));
    assert_true(json_int(json_first(list), &n) && n == 1);
    assert_true(json_str(json_next(json_first(list)), &s) && str_eq(s, STR("two")));
    assert_null(json_next(json_next(json_first(list))));
    assert_null(json_first(json_first(list)));
    json_release(&doc);
    json_release(&doc);
}

static void the_writer_is_compact_and_exact(void **state)
{
    struct json_out out;

    (void)state;
    json_out_init(&out, &arena);
    json_begin_object(&out);
    json_field_str(&out, "s", STR("a\"b\\c\n\x01\x7F\xC2\x9B\xE8\xB4\xA7"));
    json_field_money(&out, "m", fen(-123450));
    json_field_qty(&out, "q", qty(12));
    json_field_day(&out, "d", day_of(2026, 11, 22));
    json_field_day(&out, "none", (struct day){ 0 });
    json_field_instant(&out, "i", (struct instant){ 1 });
    json_key(&out, "list");
    json_begin_array(&out);
    json_put_int(&out, JSON_INT_MAX);
    json_put_int(&out, INT64_MIN);
    json_put_bool(&out, true);
    json_put_null(&out);
    json_begin_object(&out);
    json_end_object(&out);
    json_put_raw(&out, STR("[{\"x\":1}, \n {}]"));
    json_end_array(&out);
    json_put_members(&out, STR("{}"));
    json_put_members(&out, STR("{\"y\":1,\"z\":2}"));
    json_field_bool(&out, "last", false);
    json_end_object(&out);
    assert_string_equal(
        json_text(&out).p,
        "{\"s\":\"a\\\"b\\\\c\\n\\u0001\\u007f\\u009b\xE8\xB4\xA7\",\"m\":\"-1234.50\","
        "\"q\":\"12\",\"d\":\"2026-11-22\",\"none\":null,"
        "\"i\":\"1970-01-01T00:00:00.000001Z\",\"list\":[9007199254740992,"
        "\"-9223372036854775808\",true,null,{},[{\"x\":1},   {}]],\"y\":1,\"z\":2,\"last\":false}");
}

static void any_bytes_can_be_written_and_read_back(void **state)
{
    struct json_out out;
    struct json_doc doc;
    struct str s;
    char bytes[256];

    (void)state;
    for (int i = 0; i < 256; i++)
        bytes[i] = (char)i;
    for (size_t from = 0; from <= 256; from++) {
        json_out_init(&out, &arena);
        json_put_str(&out, (struct str){ bytes + from, 256 - from });
        assert_int_equal(parse_exact(json_text(&out), &doc).code, ERR_NONE);
        assert_true(json_str(doc.root, &s));
        json_release(&doc);
    }
    json_out_init(&out, &arena);
    json_put_str(&out, STR("a\0b\xE4\xB8z"));
    assert_string_equal(json_text(&out).p, "\"a\xEF\xBF\xBD"
                                           "b\xEF\xBF\xBD\xEF\xBF\xBDz\"");
}

static void a_long_text_grows_without_loss(void **state)
{
    struct json_out out;
    struct json_doc doc;
    const struct json *v;
    int64_t expected = 0, n;

    (void)state;
    json_out_init(&out, &arena);
    json_begin_array(&out);
    for (int i = 0; i < 5000; i++)
        json_put_int(&out, i);
    json_end_array(&out);
    assert_int_equal(parse_exact(json_text(&out), &doc).code, ERR_NONE);
    for (v = json_first(doc.root); v; v = json_next(v)) {
        assert_true(json_int(v, &n));
        assert_int_equal(n, expected++);
    }
    assert_int_equal(expected, 5000);
    json_release(&doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_strict_is_refused_at_its_byte),
        cmocka_unit_test(keys_equal_only_in_case_or_in_other_objects_are_two),
        cmocka_unit_test(nesting_ends_at_the_limit),
        cmocka_unit_test(the_number_of_values_ends_at_the_limit),
        cmocka_unit_test(many_keys_are_checked),
        cmocka_unit_test(what_the_scan_accepts_cjson_builds),
        cmocka_unit_test(every_cut_of_a_good_text_is_refused_or_whole),
        cmocka_unit_test(every_spoilt_byte_is_survived),
        cmocka_unit_test(values_are_given_only_as_their_kind),
        cmocka_unit_test(the_writer_is_compact_and_exact),
        cmocka_unit_test(any_bytes_can_be_written_and_read_back),
        cmocka_unit_test(a_long_text_grows_without_loss),
    };

    return cmocka_run_group_tests_name("json", tests, with_arena, without_arena);
}
