/*
 * test_log.c - log lines: their form, and that a stuck log stops nobody.
 */
#include "tests/unit/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/day.h"
#include "common/log.h"

static char folder[] = "/tmp/osb-log-XXXXXX";
static char path[64];
static char moved[64];

static int begin(void **state)
{
    arena_setup(state);
    assert_int_equal(log_open(path, LEVEL_INFO).code, ERR_NONE);
    return 0;
}

static int end(void **state)
{
    log_close();
    unlink(path);
    unlink(moved);
    return arena_teardown(state);
}

/* The whole file. */
static char *contents(const char *file)
{
    char *bytes = arena_alloc(memory, 100000);
    FILE *in = fopen(file, "re");

    assert_non_null(in);
    assert_true(fread(bytes, 1, 99999, in) < 99999);
    fclose(in);
    return bytes;
}

/* A line without its time. */
static char *after_time(char *line)
{
    char *rest = strchr(line, ' ');

    assert_non_null(rest);
    return rest + 1;
}

static size_t lines_of(const char *text)
{
    size_t n = 0;

    for (; *text; text++)
        n += *text == '\n';
    return n;
}

static void a_line_is_pairs_with_its_own_time(void **state)
{
    struct instant at;
    char *line;

    (void)state;
    log_put(LEVEL_WARN, LOG_EVENT("slow_query"), LOG_TEXT("name", STR("load 3")),
            LOG_INT("ms", -812), LOG_TEXT("socket", STR("/run/osb.sock")),
            LOG_TEXT("empty", STR("")));
    line = contents(path);
    assert_string_equal(after_time(line), "level=warn event=slow_query name=\"load 3\" ms=-812 "
                                          "socket=/run/osb.sock empty=\"\"\n");
    assert_memory_equal(line, "time=", 5);
    assert_true(instant_parse((struct str){ line + 5, strcspn(line, " ") - 5 }, 0, &at));
    assert_true(at.us > INT64_C(1700000000) * INSTANT_SECOND);
}

static void a_value_can_neither_forge_a_line_nor_drive_a_terminal(void **state)
{
    (void)state;
    log_put(LEVEL_INFO, LOG_EVENT("login"),
            LOG_TEXT("who", STR("x\" level=error\ntime=0 \\n \x1b[2J\u202E")));
    assert_string_equal(
        after_time(contents(path)),
        "level=info event=login who=\"x\\\" level=error\\ntime=0 \\\\n \\e[2J\\u202E\"\n");
}

static void lines_below_the_level_are_left_out(void **state)
{
    (void)state;
    log_put(LEVEL_DEBUG, LOG_EVENT("quiet"));
    log_put(LEVEL_INFO, LOG_EVENT("heard"));
    assert_int_equal(lines_of(contents(path)), 1);
    assert_non_null(strstr(contents(path), "event=heard"));
}

static bool ends_in(const char *text, const char *end)
{
    size_t n = strlen(text);

    return n >= strlen(end) && strcmp(text + n - strlen(end), end) == 0;
}

static void a_long_line_is_cut_between_characters_and_says_so(void **state)
{
    char value[4500];
    size_t whole = 0;
    size_t cut_value = 0;

    (void)state;
    for (size_t i = 0; i < sizeof value; i += 3)
        memcpy(value + i, "中", 3);
    for (size_t n = 3900; n <= sizeof value; n += 3) {
        char *line;

        log_put(LEVEL_INFO, LOG_TEXT("v", ((struct str){ value, n })), LOG_INT("last", 1));
        line = contents(path);
        assert_in_range(strlen(line), n < 4000 ? n : 4000, 4096);
        assert_int_equal(lines_of(line), 1);
        assert_true(ends_in(line, " last=1\n") || ends_in(line, " cut=1\n"));
        whole += ends_in(line, "中\" last=1\n");
        cut_value += ends_in(line, "中\" cut=1\n");
        assert_int_equal(truncate(path, 0), 0);
        arena_reset(memory);
    }
    assert_true(whole > 0 && cut_value > 100);
}

static void the_log_goes_on_in_a_new_file_after_rotation(void **state)
{
    (void)state;
    log_put(LEVEL_INFO, LOG_EVENT("before"));
    assert_int_equal(rename(path, moved), 0);
    log_put(LEVEL_INFO, LOG_EVENT("between"));
    assert_int_equal(log_reopen().code, ERR_NONE);
    log_put(LEVEL_INFO, LOG_EVENT("after"));
    assert_int_equal(lines_of(contents(moved)), 2);
    assert_int_equal(lines_of(contents(path)), 1);
}

static void an_unusable_path_is_an_error_and_leaves_the_log_as_it_was(void **state)
{
    (void)state;
    assert_int_equal(log_open("/nowhere/at/all", LEVEL_DEBUG).code, ERR_NO_FILE);
    log_put(LEVEL_INFO, LOG_EVENT("still_here"));
    assert_int_equal(lines_of(contents(path)), 1);
}

static void the_file_is_not_for_everyone(void **state)
{
    struct stat st;

    (void)state;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07, 0);
}

static void a_full_disk_drops_lines_and_keeps_errno(void **state)
{
    uint64_t before = log_dropped();

    (void)state;
    assert_int_equal(log_open("/dev/full", LEVEL_INFO).code, ERR_NONE);
    errno = EDOM;
    log_put(LEVEL_INFO, LOG_EVENT("lost"));
    log_put(LEVEL_INFO, LOG_EVENT("lost"));
    assert_int_equal(errno, EDOM);
    assert_int_equal(log_dropped() - before, 2);
    assert_int_equal(log_open(path, LEVEL_INFO).code, ERR_NONE);
    log_put(LEVEL_INFO, LOG_EVENT("back"));
    assert_non_null(strstr(contents(path), "event=log_lines_dropped count=2\n"));
    assert_non_null(strstr(contents(path), "event=back\n"));
    assert_int_equal(log_dropped() - before, 2);
}

static void a_pipe_that_nobody_reads_does_not_hold_the_program(void **state)
{
    uint64_t before = log_dropped();
    int saved = dup(STDERR_FILENO);
    int ends[2];
    ssize_t got;
    char *bytes = arena_alloc(memory, 1 << 20);

    (void)state;
    log_close(); /* to stderr, which is a blocking pipe here */
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
    alarm(20); /* a write that blocks would end the test */
    for (int i = 0; i < 5000; i++)
        log_put(LEVEL_INFO, LOG_EVENT("flood"), LOG_INT("i", i));
    alarm(0);
    assert_true(log_dropped() > before);
    got = read(ends[0], bytes, (1 << 20) - 1);
    assert_true(got > 0 && bytes[got - 1] == '\n'); /* whole lines only */
    log_put(LEVEL_INFO, LOG_EVENT("reader_is_back"));
    memset(bytes, 0, 1 << 20);
    assert_true(read(ends[0], bytes, (1 << 20) - 1) > 0);
    assert_non_null(strstr(bytes, "event=log_lines_dropped"));
    assert_non_null(strstr(bytes, "event=reader_is_back"));
    close(ends[0]); /* and now nobody is there at all */
    before = log_dropped();
    log_put(LEVEL_INFO, LOG_EVENT("nobody"));
    assert_int_equal(log_dropped() - before, 1);
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(ends[1]);
}

#define LOG_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        LOG_TEST(a_line_is_pairs_with_its_own_time),
        LOG_TEST(a_value_can_neither_forge_a_line_nor_drive_a_terminal),
        LOG_TEST(lines_below_the_level_are_left_out),
        LOG_TEST(a_long_line_is_cut_between_characters_and_says_so),
        LOG_TEST(the_log_goes_on_in_a_new_file_after_rotation),
        LOG_TEST(an_unusable_path_is_an_error_and_leaves_the_log_as_it_was),
        LOG_TEST(the_file_is_not_for_everyone),
        LOG_TEST(a_full_disk_drops_lines_and_keeps_errno),
        LOG_TEST(a_pipe_that_nobody_reads_does_not_hold_the_program),
    };
    int failed;

    signal(SIGPIPE, SIG_IGN);
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/log", folder);
    snprintf(moved, sizeof moved, "%s/log.1", folder);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    rmdir(folder);
    return failed;
}
