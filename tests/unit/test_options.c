/* test_options.c - the table read from the command line and from files, and its refusals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/options.h"

struct config {
    bool verbose;
    const char *listen;
    int64_t port;
    int form;
    struct setting_list hosts;
    const char *password;
};

static const char *const forms[] = { "table", "tsv", "json", NULL };
#define BOTH (SETTING_LINE | SETTING_FILE)
static const struct setting settings[] = {
    { "verbose", 'v', SETTING_FLAG, BOTH, offsetof(struct config, verbose), 0, 0, NULL, NULL,
      "say more" },
    { "listen", 'l', SETTING_TEXT, BOTH, offsetof(struct config, listen), 0, 0, NULL, "PATH",
      "the unix socket that terminals of this machine use, made with mode 0660 at the start" },
    { "port", 0, SETTING_INT, BOTH, offsetof(struct config, port), 1, 65535, NULL, "NUMBER",
      "the TCP port" },
    { "form", 0, SETTING_CHOICE, SETTING_LINE, offsetof(struct config, form), 0, 0, forms, NULL,
      "how lists are printed" },
    { "host", 'h', SETTING_LIST, BOTH, offsetof(struct config, hosts), 0, 0, NULL, "NAME",
      "a name of this machine" },
    { "password", 0, SETTING_TEXT, SETTING_FILE | SETTING_SECRET,
      offsetof(struct config, password), 0, 0, NULL, NULL, "the database's" },
};

static struct arena arena;
static struct config config;
static char path[] = "/tmp/test_options.XXXXXX";

static int fresh(void **state)
{
    (void)state;
    arena_release(&arena);
    arena_init(&arena, 16u << 20);
    config = (struct config){ .listen = "default", .port = 5000 };
    return 0;
}

static int make_file(void **state)
{
    int fd = mkstemp(path);

    (void)state;
    if (fd >= 0)
        close(fd);
    return fd < 0;
}

static int drop_file(void **state)
{
    (void)state;
    arena_release(&arena);
    return unlink(path);
}

/* Reads "prog word word..." (blanks between); *rest gets the index. */
static struct error read_words(const char *line, int *rest)
{
    char *copy = strdup(line);
    char *argv[16] = { copy };
    int argc = 1;
    struct error err;

    assert_non_null(copy);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[argc++] = (char *)(uintptr_t)str_text(&arena, str_of(word));
    err = options_read(settings, COUNT(settings), argc, argv, &config, &arena, rest);
    free(copy);
    return err;
}

static void every_form_of_an_option_is_read(void **state)
{
    int rest;

    (void)state;
    assert_int_equal(read_words("-v --listen=/run/a --port 7 --form json -hone -h two --host=x"
                                " order list",
                                &rest)
                         .code,
                     ERR_NONE);
    assert_true(config.verbose);
    assert_string_equal(config.listen, "/run/a");
    assert_int_equal(config.port, 7);
    assert_int_equal(config.form, 2);
    assert_int_equal(config.hosts.count, 3);
    assert_string_equal(config.hosts.items[0], "one");
    assert_string_equal(config.hosts.items[2], "x");
    assert_int_equal(rest, 11);
}

static void words_begin_where_options_end(void **state)
{
    int rest;

    (void)state;
    assert_int_equal(read_words("-v -- --port", &rest).code, ERR_NONE);
    assert_int_equal(rest, 3);
    assert_int_equal(read_words("", &rest).code, ERR_NONE);
    assert_int_equal(rest, 1);
    assert_int_equal(read_words("- -v", &rest).code, ERR_NONE);
    assert_int_equal(rest, 1);
    assert_int_equal(read_words("--no-verbose", &rest).code, ERR_NONE);
    assert_false(config.verbose);
    assert_int_equal(read_words("--listen a --listen b", &rest).code, ERR_NONE);
    assert_string_equal(config.listen, "b");
}

static void a_wrong_option_is_told_with_its_remedy(void **state)
{
    static const char *const wrong[][2] = {
        { "--lisen x", "--lisen: there is no such option; did you mean --listen?" },
        { "--zzz", "--zzz: there is no such option" },
        { "-x", "-x: there is no such option" },
        { "--password x", "--password: there is no such option" },
        { "--port", "--port: NUMBER is missing behind it" },
        { "--port=0", "--port: '0' is not a whole number from 1 to 65535" },
        { "--port=65536", "--port: '65536' is not a whole number from 1 to 65535" },
        { "--port=7x", "--port: '7x' is not a whole number from 1 to 65535" },
        { "--form=xml", "--form: 'xml' is none of table, tsv, json" },
        { "--verbose=maybe", "--verbose: 'maybe' is neither yes nor no" },
        { "--no-port", "--no-port: there is no such option" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int rest = -1;
        struct error err = read_words(wrong[i][0], &rest);

        assert_int_equal(err.code, ERR_PARAMS);
        assert_string_equal(err.detail.p, wrong[i][1]);
        assert_int_equal(rest, -1);
    }
    assert_int_equal(config.port, 5000);
}

static struct error read_text(const char *text, size_t n)
{
    FILE *out = fopen(path, "w");

    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, n, out), n);
    assert_int_equal(fclose(out), 0);
    return options_file(settings, COUNT(settings), path, &config, &arena);
}

static void a_file_is_read(void **state)
{
    static const char text[] = "# the daemon\r\n"
                               "\n"
                               "  listen =  /run/osb dir/a=b#c  \r\n"
                               "port=65535\n"
                               "verbose = yes\n"
                               "host = one\n"
                               "host = Ñandú\n"
                               "password =";

    (void)state;
    assert_int_equal(chmod(path, 0600), 0);
    config.hosts = (struct setting_list){ forms, 3 }; /* a default that the file replaces */
    assert_int_equal(read_text(text, sizeof(text) - 1).code, ERR_NONE);
    assert_string_equal(config.listen, "/run/osb dir/a=b#c");
    assert_int_equal(config.port, 65535);
    assert_true(config.verbose);
    assert_int_equal(config.hosts.count, 2);
    assert_string_equal(config.hosts.items[1], "Ñandú");
    assert_string_equal(config.password, "");
    assert_int_equal(read_text("", 0).code, ERR_NONE);
}

struct wrong_file {
    struct str text;
    const char *detail; /* behind the path */
};

static void a_wrong_line_is_told_with_place_and_remedy(void **state)
{
    static const struct wrong_file wrong[] = {
        { STR_INIT("\n# x\nlisen = a\n"), ":3: there is no key 'lisen'; did you mean listen?" },
        { STR_INIT("form = json"), ":1: there is no key 'form'" },
        { STR_INIT("listen\n"), ":1: 'key = value' is expected, or '#' and a remark" },
        { STR_INIT("= a\n"), ":1: 'key = value' is expected, or '#' and a remark" },
        { STR_INIT("port = 7\n\nport = 8\n"),
          ":3: 'port' stands in line 1 already; keep one of them" },
        { STR_INIT("port = many"), ":1: port: 'many' is not a whole number from 1 to 65535" },
        { STR_INIT("listen = a\x1B[2J"), ":1: a control character; remove it" },
        { STR_INIT("listen = a\0b"), ":1: a control character; remove it" },
        { STR_INIT("listen = \xFF"), ":1: not UTF-8; save the file in that encoding" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct error err = read_text(wrong[i].text.p, wrong[i].text.n);

        assert_int_equal(err.code, ERR_CONFIG);
        assert_memory_equal(err.detail.p, path, strlen(path));
        assert_string_equal(err.detail.p + strlen(path), wrong[i].detail);
    }
}

static void a_secret_needs_a_private_file(void **state)
{
    static const char text[] = "password = x\n";
    struct error err;

    (void)state;
    assert_int_equal(chmod(path, 0644), 0);
    err = read_text(text, sizeof(text) - 1);
    assert_int_equal(err.code, ERR_CONFIG);
    assert_non_null(strstr(err.detail.p, "chmod o= "));
    assert_null(config.password);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(read_text(text, sizeof(text) - 1).code, ERR_NONE);
    assert_string_equal(config.password, "x");
}

static void a_missing_or_huge_file_is_told(void **state)
{
    char *huge = calloc(1, (2u << 20) + 1);
    struct error err;

    (void)state;
    assert_non_null(huge);
    memset(huge, '\n', 2u << 20);
    assert_int_equal(read_text(huge, 2u << 20).code, ERR_TOO_MUCH);
    free(huge);
    err = options_file(settings, COUNT(settings), "/nonexistent/osbd.conf", &config, &arena);
    assert_int_equal(err.code, ERR_NO_FILE);
    assert_string_equal(err.detail.p, "/nonexistent/osbd.conf: No such file or directory");
    assert_int_equal(options_file(settings, COUNT(settings), "/tmp", &config, &arena).code,
                     ERR_NO_FILE);
}

static void help_comes_from_the_table(void **state)
{
    (void)state;
    assert_string_equal(
        options_help(settings, COUNT(settings), &arena).p,
        "  -v, --verbose               say more\n"
        "  -l, --listen PATH           the unix socket that terminals of this machine\n"
        "                              use, made with mode 0660 at the start\n"
        "      --port NUMBER           the TCP port (1 to 65535)\n"
        "      --form table|tsv|json   how lists are printed\n"
        "  -h, --host NAME             a name of this machine (may be repeated)\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_form_of_an_option_is_read, fresh),
        cmocka_unit_test_setup(words_begin_where_options_end, fresh),
        cmocka_unit_test_setup(a_wrong_option_is_told_with_its_remedy, fresh),
        cmocka_unit_test_setup(a_file_is_read, fresh),
        cmocka_unit_test_setup(a_wrong_line_is_told_with_place_and_remedy, fresh),
        cmocka_unit_test_setup(a_secret_needs_a_private_file, fresh),
        cmocka_unit_test_setup(a_missing_or_huge_file_is_told, fresh),
        cmocka_unit_test_setup(help_comes_from_the_table, fresh),
    };

    return cmocka_run_group_tests_name("options", tests, make_file, drop_file);
}
