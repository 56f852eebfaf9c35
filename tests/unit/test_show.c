/*
 * test_show.c - answers as people and programs see them, whole pages against what they must be.
 */
#include "tests/unit/unit.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/show.h"

typedef void shower(const struct show *show, const struct json *value);

/* What is printed for that JSON. */
static struct str page_wide(shower *print, enum form form, size_t width, const char *text)
{
    struct json_doc doc;
    char *page = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&page, &n);
    struct show show = { out, form, width, memory };
    struct str copy;

    assert_non_null(out);
    assert_int_equal(json_parse(str_of(text), memory, &doc).code, ERR_NONE);
    print(&show, doc.root);
    json_release(&doc);
    assert_int_equal(fclose(out), 0);
    copy = str_dup(memory, (struct str){ page, n });
    free(page);
    return copy;
}

static struct str page(shower *print, const char *text)
{
    return page_wide(print, FORM_HUMAN, 0, text);
}

static const char list[] =
    "{\"rows\":[{\"no\":\"SO4213\",\"customer_name\":\"上海宏圖貿易有限公司\",\"total\":"
    "\"12345.00\",\"due\":\"2026-11-22T06:05:00.000000Z\",\"mine\":true},{\"no\":\"SO4214\","
    "\"customer_name\":\"Núñez y Cía, S.L.\",\"total\":\"-980.00\",\"due\":null,\"mine\":false}"
    "],\"more\":true}";

static void columns_line_up_in_every_script(void **state)
{
    (void)state;
    assert_str(page(show_answer, list),
               "no      customer name             total  due               mine\n"
               "SO4213  上海宏圖貿易有限公司  12,345.00  2026-11-22 14:05  yes\n"
               "SO4214  Núñez y Cía, S.L.       -980.00                    no\n"
               "there are more rows; narrow the question or raise --limit-rows\n");
}

static void names_are_cut_where_room_is_short_numbers_never(void **state)
{
    (void)state;
    assert_str(page_wide(show_answer, FORM_HUMAN, 52, list),
               "no      customer~      total  due               mine\n"
               "SO4213  上海宏圖~  12,345.00  2026-11-22 14:05  yes\n"
               "SO4214  Núñez y ~    -980.00                    no\n"
               "there are more rows; narrow the question or raise --limit-rows\n");
}

static void programs_get_the_values_as_they_are(void **state)
{
    (void)state;
    assert_str(page_wide(show_answer, FORM_TSV, 0, list),
               "no\tcustomer_name\ttotal\tdue\tmine\n"
               "SO4213\t上海宏圖貿易有限公司\t12345.00\t2026-11-22T06:05:00.000000Z\tyes\n"
               "SO4214\tNúñez y Cía, S.L.\t-980.00\t\tno\n");
    assert_str(page_wide(show_answer, FORM_JSON, 0,
                         "{\"rows\":[{\"a\": \"1\"},{\"a\":\"2\"}],\"more\":false}"),
               "{\"a\":\"1\"}\n{\"a\":\"2\"}\n");
    assert_str(page(show_answer, "{\"rows\":[],\"more\":false}"), "none\n");
}

static void a_list_of_plain_values_is_words_not_json(void **state)
{
    struct json_doc doc;

    (void)state;
    assert_int_equal(
        json_parse(STR("{\"roles\":[\"FIN\",\"KAM\",3],\"deep\":[[1]]}"), memory, &doc).code,
        0);
    assert_string_equal(str_text(memory, show_value(json_member(doc.root, "roles"), memory)),
                        "FIN KAM 3");
    assert_string_equal(str_text(memory, show_value(json_member(doc.root, "deep"), memory)),
                        "[[1]]");
    json_release(&doc);
}

static void hostile_names_cannot_drive_the_terminal(void **state)
{
    (void)state;
    assert_str(page(show_answer, "{\"rows\":[{\"name\":\"a\\u001b[2Jb\\tc\\nd\"}]}"),
               "name\na\\e[2Jb\\tc\\nd\n");
    assert_str(page_wide(show_answer, FORM_JSON, 0,
                         "{\"name\":\"a\\u001b\\u009b2J \\u202eb \\udb40\\udc01 單 𠀀 é\"}"),
               "{\"name\":\"a\\u001b\\u009b2J \\u202eb \\udb40\\udc01 單 𠀀 é\"}\n");
}

static void a_refusal_names_rule_numbers_and_ways_out(void **state)
{
    static const char refusal[] =
        "{\"outcome\":\"REFUSED\",\"rule\":\"CC 5-4\",\"guard\":\"CREDIT_OVER\",\"code\":\"RULE\","
        "\"text\":\"the credit limit would be exceeded\",\"numbers\":{\"limit\":\"500000.00\","
        "\"used\":\"480000.00\",\"this_order\":\"204500.00\",\"over\":\"184500.00\","
        "\"percent\":\"36.90\"},\"remedies\":[{\"kind\":\"pay\",\"amount\":\"84500.00\","
        "\"who\":\"FIN\",\"op\":\"receipt.record\"},{\"kind\":\"cut_to\",\"total\":"
        "\"120000.00\",\"op\":\"order.amend\"},{\"kind\":\"new_kind\"}],"
        "\"order\":{\"no\":\"SO4209\",\"state\":\"HOLD_CREDIT\",\"version\":3}}";

    (void)state;
    assert_str(
        page(show_verdict, refusal),
        "Not done: the credit limit would be exceeded               rule CC 5-4  SO4209\n"
        "  limit 500,000.00   used 480,000.00   this order 204,500.00   over 184,500.00\n"
        "  percent 36.90 %\n"
        "Any one of these lets it go on:\n"
        "  1  pay 84,500.00 or more                        by FIN: osb receipt record\n"
        "  2  cut the order to 120,000.00                  osb order amend\n"
        "  3  new kind\n"
        "Order SO4209 is HOLD_CREDIT, version 3\n");
}

static void what_was_done_names_what_it_made(void **state)
{
    (void)state;
    assert_str(
        page(show_verdict,
             "{\"outcome\":\"DONE\",\"numbers\":{},\"remedies\":[],\"order\":{\"no\":"
             "\"SO1\",\"state\":\"BILLED\",\"version\":2,\"due\":"
             "\"2026-11-22T09:30:00.000000Z\"},\"made\":{\"documents\":[\"DN2611-000001\"]"
             "},\"again\":true}"),
        "Already recorded; this is the first outcome.\n"
        "Done.\n"
        "made document DN2611-000001\n"
        "Order SO1 is BILLED, version 2, due 2026-11-22 17:30\n");
}

static void an_order_shows_its_whole_road(void **state)
{
    static const char order[] =
        "{\"order\":{\"no\":\"SO1\",\"state\":\"WAIT_MA\",\"version\":2,\"customer\":\"C001\","
        "\"customer_name\":\"單氏五金\",\"total\":\"475.00\"},\"lines\":[{\"line\":1,\"product\":"
        "\"P-0007\",\"granted\":\"38\",\"amount\":\"475.00\"}],\"road\":[{\"at\":"
        "\"2026-11-22T06:05:00Z\",\"step\":\"OG\",\"act\":\"order.key\",\"by\":\"li.na\","
        "\"outcome\":\"DONE\",\"to\":\"RECEIVED\"},{\"at\":\"2026-11-22T06:09:00Z\",\"step\":"
        "\"CC\",\"act\":\"order.accept\",\"by\":\"li.na\",\"for\":\"dir.w\",\"outcome\":\"DONE\","
        "\"from\":\"RECEIVED\",\"to\":\"WAIT_MA\",\"rule\":\"CC 5-2\",\"numbers\":{\"limit\":"
        "\"1000.00\",\"used\":\"0.00\"},\"remark\":\"told by phone\"}],\"next\":{\"step\":\"MA\","
        "\"act\":\"order.sign\",\"who\":\"DIR\",\"due\":\"2026-11-23T09:30:00Z\"}}";

    (void)state;
    assert_str(page(show_order, order),
               "SO1  C001 單氏五金  WAIT_MA, version 2\n"
               "  total 475.00\n"
               "\n"
               "lines\n"
               "line  product  granted  amount\n"
               "   1  P-0007        38  475.00\n"
               "\n"
               "road\n"
               "  2026-11-22 14:05  OG   order.key          li.na            DONE  RECEIVED\n"
               "  2026-11-22 14:09  CC   order.accept       li.na for dir.w  DONE  RECEIVED -> "
               "WAIT_MA\n"
               "                         rule CC 5-2   limit 1,000.00   used 0.00\n"
               "                         \"told by phone\"\n"
               "\n"
               "Next: MA order.sign, turn of DIR, due 2026-11-23 17:30\n");
}

static int zone(void **state)
{
    (void)state;
    setenv("TZ", "CST-8", 1);
    tzset();
    return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(columns_line_up_in_every_script),
        TEST(names_are_cut_where_room_is_short_numbers_never),
        TEST(programs_get_the_values_as_they_are),
        TEST(hostile_names_cannot_drive_the_terminal),
        TEST(a_list_of_plain_values_is_words_not_json),
        TEST(a_refusal_names_rule_numbers_and_ways_out),
        TEST(what_was_done_names_what_it_made),
        TEST(an_order_shows_its_whole_road),
    };

    return cmocka_run_group_tests_name("show", tests, zone, NULL);
}
