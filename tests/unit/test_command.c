/*
 * test_command.c - command lines taken apart, and the requests made of them.
 */
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

#include "client/command.h"

static struct command command;

/* Reads "osb word word ..."; a word may be quoted by '. */
static struct error read_line(const char *line)
{
    static char *argv[32];
    char *p = (char *)(uintptr_t)str_text(memory, str_of(line));
    int argc = 1;

    argv[0] = (char *)(uintptr_t) "osb";
    while (*p) {
        char end = *p == '\'' ? '\'' : ' ';

        p += *p == '\'';
        argv[argc++] = p;
        p += strcspn(p, end == ' ' ? " " : "'");
        if (*p)
            *p++ = '\0';
        p += strspn(p, " ");
    }
    return command_read(argc, argv, memory, &command);
}

/* The parameters that go out for that line. */
static struct str request_of(const char *line)
{
    struct str out = STR("");
    struct error err = read_line(line);

    if (!err.code)
        err = command_params(command.op, command.given, STR("c-1"), memory, &out);
    return err.code ? err.detail : out;
}

static void words_and_options_become_a_request(void **state)
{
    (void)state;
    assert_str(
        request_of("order accept --order SO12 --memo 'called back' --version 3"),
        "{\"order\":\"SO12\",\"memo\":\"called back\",\"version\":3,\"command\":\"c-1\"}");
    assert_int_equal(command.op, OP_ORDER_ACCEPT);
    assert_str(request_of("order.accept SO12 --memo=x"),
               "{\"order\":\"SO12\",\"memo\":\"x\",\"command\":\"c-1\"}");
    assert_str(request_of("order send-back SO12 'prices are old'"),
               "{\"order\":\"SO12\",\"reason\":\"prices are old\",\"command\":\"c-1\"}");
    assert_str(request_of("receivable dispute R1 --no-active --reason settled"),
               "{\"receivable\":\"R1\",\"active\":false,\"reason\":\"settled\","
               "\"command\":\"c-1\"}");
    assert_str(request_of("order sign SO1 --consent-at 2026-11-22T14:05 --tolerance"),
               "{\"order\":\"SO1\",\"tolerance\":true,\"consent_at\":\"2026-11-22T14:05\","
               "\"command\":\"c-1\"}");
}

static void settings_may_stand_in_front_and_behind(void **state)
{
    (void)state;
    assert_int_equal(read_line("--json order list --step CC --width 60 -v").code, ERR_NONE);
    assert_true(command.settings.json);
    assert_true(command.settings.verbose);
    assert_int_equal(command.settings.width, 60);
    assert_string_equal(command.given[P_step], "CC");
}

static void a_parameter_stands_above_a_setting_of_the_same_name(void **state)
{
    (void)state;
    assert_int_equal(read_line("--user admin user put --user li.na --name x").code, ERR_NONE);
    assert_string_equal(command.settings.user, "admin");
    assert_string_equal(command.given[P_user], "li.na");
    assert_int_equal(read_line("order show SO1 --user admin").code, ERR_NONE);
    assert_string_equal(command.settings.user, "admin");
}

static void rows_have_a_short_form(void **state)
{
    static const struct {
        const char *words;
        enum param param;
        const char *json;
    } rows[] = {
        { "P-0007:38@12.50, P-0014:100", P_lines,
          "[{\"product\":\"P-0007\",\"qty\":\"38\",\"price\":\"12.50\"},"
          "{\"product\":\"P-0014\",\"qty\":\"100\"}]" },
        { "#2:10", P_lines, "[{\"line\":2,\"qty\":\"10\"}]" },
        { "AR12=500.00", P_lines, "[{\"ref\":\"AR12\",\"amount\":\"500.00\"}]" },
        { "A:B@C:7", P_lines, "[{\"product\":\"A:B@C\",\"qty\":\"7\"}]" },
        { "cc.hold_days=30,op.cutoff=16:00", P_settings,
          "[{\"name\":\"cc.hold_days\",\"value\":\"30\"},{\"name\":\"op.cutoff\","
          "\"value\":\"16:00\"}]" },
        { "[{\"product\":\"P\"}]", P_lines, "[{\"product\":\"P\"}]" },
    };
    static const char *const wrong[] = {
        "", "P", "P:", ":3", "P:3@", "#x:3", "P:1,,Q:2", "=5"
    };
    struct str out;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(
            items_read_short(str_of(rows[i].words), rows[i].param, memory, &out).code,
            ERR_NONE);
        assert_str(out, rows[i].json);
    }
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_int_equal(items_read_short(str_of(wrong[i]), P_lines, memory, &out).code,
                         ERR_PARAMS);
}

static void what_is_wrong_is_found_before_anything_is_sent(void **state)
{
    static const char *const wrong[][2] = {
        { "order acept SO1", "order 'acept': there is no such command; order has plan, " },
        { "ordr", "'ordr': there is no such command; see 'osb catalog'" },
        { "order show", "order.show needs it: order number" },
        { "order show SO1 SO2", "'SO2' is too much; parameters are named: --NAME VALUE" },
        { "order show SO1 --ordre x", "--ordre: there is no such option" },
        { "order show --order", "--order: a value is missing behind it (order number)" },
        { "order show --order A --order B", "--order was given already" },
        { "order accept SO1 x --version two", "\"two\" is not a whole number such as 12" },
        { "order plan C1 P:1.5", "row 1: qty: \"1.5\" is not a quantity as text" },
        { "st apply SO1 nice x", "\"nice\" is none of ORDER_FAIR, GROWTH or OTHER" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct str said = request_of(wrong[i][0]);

        said.n = said.n < strlen(wrong[i][1]) ? said.n : strlen(wrong[i][1]);
        assert_str(said, wrong[i][1]);
    }
}

static void text_goes_out_composed(void **state)
{
    (void)state;
    assert_str(request_of("order accept SO1 Cafe\xCC\x81"),
               "{\"order\":\"SO1\",\"memo\":\"Caf\xC3\xA9\",\"command\":\"c-1\"}");
}

static void an_import_names_its_noun_and_file(void **state)
{
    (void)state;
    assert_int_equal(read_line("customer import f.csv --dates dmy --map 'A=customer' -n").code,
                     ERR_NONE);
    assert_int_equal(command.verb, VERB_IMPORT);
    assert_string_equal(command.noun, "customer");
    assert_int_equal(command.word_count, 1);
    assert_string_equal(command.words[0], "f.csv");
    assert_int_equal(command.settings.dates, 1);
    assert_true(command.settings.dry_run);
}

static int no_surroundings(void **state)
{
    (void)state;
    return setenv("XDG_CONFIG_HOME", "/nonexistent", 1) || unsetenv("OSB_SOCKET");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_and_options_become_a_request),
        TEST(settings_may_stand_in_front_and_behind),
        TEST(a_parameter_stands_above_a_setting_of_the_same_name),
        TEST(rows_have_a_short_form),
        TEST(what_is_wrong_is_found_before_anything_is_sent),
        TEST(text_goes_out_composed),
        TEST(an_import_names_its_noun_and_file),
    };

    return cmocka_run_group_tests_name("command", tests, no_surroundings, NULL);
}
