/*
 * test_link.c - connections: lines over a unix socket and over TLS, deadlines, ends.
 */
#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/link.h"
#include "common/limits.h"
#include "common/tls.h"
#include "common/tls_openssl.h"

static char folder[] = "/tmp/test_link.XXXXXX";

static const char *at(const char *name)
{
    return str_text(memory, str_format(memory, "%s/%s", folder, name));
}

static int64_t soon(void)
{
    return link_clock() + 5000;
}

/* --- without TLS ------------------------------------------------------------------------- */

static void lines_come_as_they_were_cut_or_joined(void **state)
{
    int pair[2];
    struct link link;
    struct str line;

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    link_adopt(pair[0], &link);
    assert_int_equal(write(pair[1], "one\ntwo\nth", 10), 10);
    assert_int_equal(link_line(&link, soon(), &line), LINK_LINE);
    assert_str(line, "one");
    assert_int_equal(link_line(&link, soon(), &line), LINK_LINE);
    assert_str(line, "two");
    assert_int_equal(link_line(&link, link_clock() + 20, &line), LINK_LATE);
    assert_int_equal(write(pair[1], "ree\n", 4), 4);
    assert_int_equal(link_line(&link, soon(), &line), LINK_LINE);
    assert_str(line, "three");
    assert_int_equal(link_send(&link, STR("hello\n"), soon(), memory).code, ERR_NONE);
    close(pair[1]);
    assert_int_equal(link_line(&link, soon(), &line), LINK_GONE);
    link_close(&link);
    link_close(&link);
}

static void a_line_without_end_costs_no_more_than_its_ceiling(void **state)
{
    static char much[65536];
    int pair[2];
    struct link link;
    struct str line;
    pid_t child;

    (void)state;
    memset(much, 'x', sizeof(much));
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    child = fork();
    if (child == 0) {
        signal(SIGPIPE, SIG_DFL);
        close(pair[0]);
        for (;;)
            if (write(pair[1], much, sizeof(much)) < 0)
                _exit(0);
    }
    close(pair[1]);
    link_adopt(pair[0], &link);
    assert_int_equal(link_line(&link, soon(), &line), LINK_GONE);
    assert_true(link.wire.room <= 2 * LIMIT_ANSWER_BYTES);
    link_close(&link);
    (void)waitpid(child, NULL, 0);
}

static void a_place_where_nobody_is_is_told(void **state)
{
    const struct link_place nowhere = { .socket = "/nonexistent/osbd.sock" };
    const struct link_place none = { .socket = "" };
    struct link link;
    struct error err = link_open(&nowhere, soon(), memory, &link);

    (void)state;
    assert_int_equal(err.code, ERR_CONNECTION);
    assert_str(err.detail, "/nonexistent/osbd.sock: No such file or directory");
    assert_int_equal(link_open(&none, soon(), memory, &link).code, ERR_CONNECTION);
}

/* --- TLS --------------------------------------------------------------------------------- */

/* Serves one connection: says a line in two pieces, then what it heard. */
static void serve(int listener, SSL_CTX *context)
{
    int fd = accept(listener, NULL, NULL);
    SSL *tls = SSL_new(context);
    char heard[64];
    int n;

    if (fd < 0 || !tls || !SSL_set_fd(tls, fd) || SSL_accept(tls) != 1)
        _exit(0);
    SSL_write(tls, "gree", 4);
    SSL_write(tls, "ting\n", 5);
    n = SSL_read(tls, heard, sizeof(heard));
    if (n > 0)
        SSL_write(tls, heard, n);
    SSL_shutdown(tls);
    _exit(0);
}

/* A daemon that shows the certificate of `host`; its port and process. */
static pid_t start_tls(const char *cert, int64_t *port)
{
    const struct tls_files files = {
        .cert = at(cert), .key = str_text(memory, str_format(memory, "%s.key", at(cert)))
    };
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    SSL_CTX *context = NULL;
    pid_t child;

    assert_int_equal(bind(listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(listener, 1), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    assert_int_equal(tls_server_new(&files, memory, &context).code, ERR_NONE);
    child = fork();
    if (child == 0)
        serve(listener, context);
    tls_context_free(context);
    close(listener);
    return child;
}

static void lines_go_over_tls(void **state)
{
    struct link_place place = { .host = "localhost", .ca = at("ca") };
    pid_t child = start_tls("good", &place.port);
    struct link link;
    struct str line;

    (void)state;
    assert_int_equal(link_open(&place, soon(), memory, &link).code, ERR_NONE);
    assert_int_equal(link_line(&link, soon(), &line), LINK_LINE);
    assert_str(line, "greeting");
    assert_int_equal(link_line(&link, link_clock() + 20, &line), LINK_LATE);
    assert_int_equal(link_send(&link, STR("hello\n"), soon(), memory).code, ERR_NONE);
    assert_int_equal(link_line(&link, soon(), &line), LINK_LINE);
    assert_str(line, "hello");
    assert_int_equal(link_line(&link, soon(), &line), LINK_GONE);
    link_close(&link);
    (void)waitpid(child, NULL, 0);
}

static void a_daemon_of_another_name_or_authority_is_not_believed(void **state)
{
    struct link_place place = { .host = "localhost", .ca = at("ca") };
    struct link link;
    pid_t child;

    (void)state;
    child = start_tls("other", &place.port);
    assert_int_equal(link_open(&place, soon(), memory, &link).code, ERR_TLS);
    (void)waitpid(child, NULL, 0);
    place.ca = at("strange");
    child = start_tls("good", &place.port);
    assert_int_equal(link_open(&place, soon(), memory, &link).code, ERR_TLS);
    (void)waitpid(child, NULL, 0);
    place.ca = NULL; /* without an authority nobody is believed */
    child = start_tls("good", &place.port);
    assert_int_equal(link_open(&place, soon(), memory, &link).code, ERR_TLS);
    (void)waitpid(child, NULL, 0);
}

static void make_cert(const char *name, const char *host)
{
    const struct tls_files ca = { .cert = at("ca"), .key = at("ca.key") };
    const struct tls_files files = {
        .cert = at(name), .key = str_text(memory, str_format(memory, "%s.key", at(name)))
    };
    const char *const hosts[] = { host };
    const struct tls_issue issue = { .name = name, .hosts = hosts, .host_count = 1 };

    assert_int_equal(tls_make_cert(&ca, &files, &issue, memory).code, ERR_NONE);
}

static int make_files(void **state)
{
    struct tls_files ca, strange;

    (void)state;
    if (!mkdtemp(folder))
        return -1;
    signal(SIGPIPE, SIG_IGN);
    arena_setup(state);
    ca = (struct tls_files){ .cert = at("ca"), .key = at("ca.key") };
    strange = (struct tls_files){ .cert = at("strange"), .key = at("strange.key") };
    assert_int_equal(tls_make_ca(&ca, "test", memory).code, ERR_NONE);
    assert_int_equal(tls_make_ca(&strange, "strange", memory).code, ERR_NONE);
    make_cert("good", "localhost");
    make_cert("other", "example.org");
    return arena_teardown(state);
}

static int drop_files(void **state)
{
    static const char *const names[] = { "ca",   "ca.key",   "strange", "strange.key",
                                         "good", "good.key", "other",   "other.key" };

    arena_setup(state);
    for (size_t i = 0; i < COUNT(names); i++)
        unlink(at(names[i]));
    arena_teardown(state);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lines_come_as_they_were_cut_or_joined),
        TEST(a_line_without_end_costs_no_more_than_its_ceiling),
        TEST(a_place_where_nobody_is_is_told),
        TEST(lines_go_over_tls),
        TEST(a_daemon_of_another_name_or_authority_is_not_believed),
    };

    return cmocka_run_group_tests_name("link", tests, make_files, drop_files);
}
