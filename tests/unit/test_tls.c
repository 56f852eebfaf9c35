/* test_tls.c - whom the two ends believe, tried by handshakes in memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/tls.h"
#include "common/tls_openssl.h"

/* A house with its authority, a daemon's and a scanner's certificate; and a foreign house. */
struct house {
    struct arena arena;
    char folder[64];
    struct tls_files ca, daemon, scanner, foreign_ca, foreign;
};

static const char *const hosts[] = { "osb.example.com", "localhost", "127.0.0.1", "::1" };

static struct tls_files files_of(struct house *h, const char *name, const char *ca)
{
    return (struct tls_files){
        .cert = str_format(&h->arena, "%s/%s.crt", h->folder, name).p,
        .key = str_format(&h->arena, "%s/%s.key", h->folder, name).p,
        .ca = ca,
    };
}

static void assert_ok(struct error err)
{
    if (err.code)
        fail_msg("%s: %.*s", error_name(err.code), STR_ARG(err.detail));
}

static int build_house(void **state)
{
    struct house *h = calloc(1, sizeof(*h));

    assert_non_null(h);
    arena_init(&h->arena, 1u << 20);
    strcpy(h->folder, "/tmp/test_tls.XXXXXX");
    assert_non_null(mkdtemp(h->folder));
    h->ca = files_of(h, "ca", NULL);
    h->daemon = files_of(h, "daemon", h->ca.cert);
    h->scanner = files_of(h, "scanner", h->ca.cert);
    h->foreign_ca = files_of(h, "foreign-ca", NULL);
    h->foreign = files_of(h, "foreign", h->ca.cert);
    assert_ok(tls_make_ca(&h->ca, "OSB house", &h->arena));
    assert_ok(tls_make_ca(&h->foreign_ca, "OSB house", &h->arena));
    assert_ok(tls_make_cert(&h->ca, &h->daemon,
                            &(struct tls_issue){ "osbd", hosts, COUNT(hosts), false },
                            &h->arena));
    assert_ok(tls_make_cert(&h->ca, &h->scanner,
                            &(struct tls_issue){ .name = "扫描 7", .client = true },
                            &h->arena));
    assert_ok(tls_make_cert(&h->foreign_ca, &h->foreign,
                            &(struct tls_issue){ "osbd", hosts, COUNT(hosts), false },
                            &h->arena));
    *state = h;
    return 0;
}

static int forget(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

static int pull_down(void **state)
{
    struct house *h = *state;

    nftw(h->folder, forget, 8, FTW_DEPTH | FTW_PHYS);
    arena_release(&h->arena);
    free(h);
    return 0;
}

/* Two sessions tied to each other, both taking steps until neither moves. */
struct meeting {
    SSL *server, *client;
    bool met; /* both ends are content */
    struct str server_says, client_says;
};

static struct meeting arrange(struct house *h, const struct tls_files *server,
                              const struct tls_files *client, const char *host)
{
    struct meeting m = { 0 };
    struct ssl_ctx_st *server_context, *client_context;
    BIO *one, *other;

    assert_ok(tls_server_new(server, &h->arena, &server_context));
    assert_ok(tls_client_new(client, &h->arena, &client_context));
    assert_ok(tls_server_session(server_context, &h->arena, &m.server));
    assert_ok(tls_client_session(client_context, host, &h->arena, &m.client));
    tls_context_free(server_context);
    tls_context_free(client_context);
    assert_int_equal(BIO_new_bio_pair(&one, 0, &other, 0), 1);
    SSL_set_bio(m.server, one, one);
    SSL_set_bio(m.client, other, other);
    return m;
}

/* One step of one end: its handshake, then reading, where a late refusal shows. */
static bool step(SSL *session, struct arena *arena, struct str *says)
{
    char byte;
    int result;

    if (!str_empty(*says))
        return false;
    result = SSL_do_handshake(session);
    if (result == 1)
        result = SSL_read(session, &byte, 1);
    if (result <= 0 && SSL_get_error(session, result) != SSL_ERROR_WANT_READ &&
        SSL_get_error(session, result) != SSL_ERROR_WANT_WRITE) {
        *says = tls_trouble(session, arena);
        assert_true(says->n > 0);
    }
    return true;
}

static void meet(struct house *h, struct meeting *m)
{
    for (int i = 0; i < 10; i++) {
        (void)step(m->client, &h->arena, &m->client_says);
        (void)step(m->server, &h->arena, &m->server_says);
    }
    m->met = str_empty(m->client_says) && str_empty(m->server_says) &&
             SSL_is_init_finished(m->client) && SSL_is_init_finished(m->server);
}

static void part(struct meeting *m)
{
    tls_session_free(m->server);
    tls_session_free(m->client);
}

static void a_client_meets_its_daemon_by_name_and_by_address(void **state)
{
    struct house *h = *state;
    struct tls_files client = { .ca = h->ca.cert };

    for (size_t i = 0; i < COUNT(hosts); i++) {
        struct meeting m = arrange(h, &h->daemon, &client, hosts[i]);

        meet(h, &m);
        if (!m.met)
            fail_msg("%s: %.*s / %.*s", hosts[i], STR_ARG(m.client_says),
                     STR_ARG(m.server_says));
        assert_string_equal(SSL_get_version(m.client), "TLSv1.3");
        assert_true(str_eq(tls_peer_name(m.client, &h->arena), STR("osbd")));
        assert_true(str_eq(tls_peer_name(m.server, &h->arena), STR("")));
        assert_false(SSL_SESSION_is_resumable(SSL_get0_session(m.client)));
        part(&m);
    }
}

static void another_name_is_not_believed(void **state)
{
    struct house *h = *state;
    struct tls_files client = { .ca = h->ca.cert };
    static const char *const wrong[] = { "osb.example.org", "example.com", "127.0.0.2",
                                         "osbd" };

    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct meeting m = arrange(h, &h->daemon, &client, wrong[i]);

        meet(h, &m);
        assert_false(m.met);
        assert_non_null(strstr(m.client_says.p, "mismatch"));
        part(&m);
    }
}

static void no_host_is_no_wildcard(void **state)
{
    struct house *h = *state;
    struct tls_files client = { .ca = h->ca.cert };
    struct ssl_ctx_st *context;
    struct ssl_st *session;

    assert_ok(tls_client_new(&client, &h->arena, &context));
    assert_int_equal(tls_client_session(context, "", &h->arena, &session).code, ERR_TLS);
    assert_int_equal(tls_client_session(context, NULL, &h->arena, &session).code, ERR_TLS);
    assert_null(session);
    tls_context_free(context);
}

static void a_foreign_authority_is_not_believed(void **state)
{
    struct house *h = *state;
    struct tls_files client = { .ca = h->ca.cert };
    struct meeting m = arrange(h, &h->foreign, &client, "localhost");

    meet(h, &m);
    assert_false(m.met);
    assert_non_null(strstr(m.client_says.p, "certificate: "));
    part(&m);
}

static void an_expired_certificate_is_not_believed(void **state)
{
    struct house *h = *state;
    struct tls_files client = { .ca = h->ca.cert };

    for (int days = TLS_CERT_DAYS - 1; days <= TLS_CERT_DAYS + 1; days += 2) {
        struct meeting m = arrange(h, &h->daemon, &client, "localhost");

        X509_VERIFY_PARAM_set_time(SSL_get0_param(m.client), time(NULL) + (time_t)days * 86400);
        meet(h, &m);
        assert_int_equal(m.met, days < TLS_CERT_DAYS);
        part(&m);
    }
}

static void older_protocols_are_refused(void **state)
{
    struct house *h = *state;
    struct tls_files client = { .ca = h->ca.cert };
    struct meeting m = arrange(h, &h->daemon, &client, "localhost");

    SSL_set_min_proto_version(m.client, TLS1_2_VERSION);
    SSL_set_max_proto_version(m.client, TLS1_2_VERSION);
    meet(h, &m);
    assert_false(m.met);
    part(&m);
}

static void a_client_certificate_is_known_by_its_name(void **state)
{
    struct house *h = *state;
    struct meeting m = arrange(h, &h->daemon, &h->scanner, "localhost");

    meet(h, &m);
    assert_true(m.met);
    assert_true(str_eq(tls_peer_name(m.server, &h->arena), STR("扫描 7")));
    part(&m);
}

static void a_foreign_or_misused_client_certificate_is_refused(void **state)
{
    struct house *h = *state;
    struct meeting m = arrange(h, &h->daemon, &h->foreign, "localhost");

    meet(h, &m);
    assert_false(m.met);
    assert_true(str_empty(tls_peer_name(m.server, &h->arena)));
    part(&m);
    m = arrange(h, &h->daemon, &h->daemon, "localhost"); /* a daemon's, shown by a client */
    meet(h, &m);
    assert_false(m.met);
    part(&m);
}

static void random_bytes_end_the_session(void **state)
{
    struct house *h = *state;
    struct tls_files client = { .ca = h->ca.cert };
    struct meeting m = arrange(h, &h->daemon, &client, "localhost");
    static const char http[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    assert_true(BIO_write(SSL_get_wbio(m.client), http, sizeof(http) - 1) > 0);
    assert_true(step(m.server, &h->arena, &m.server_says));
    assert_true(m.server_says.n > 0);
    part(&m);
}

static void a_key_open_to_others_is_refused(void **state)
{
    struct house *h = *state;
    struct ssl_ctx_st *context = NULL;
    struct error err;

    assert_int_equal(chmod(h->daemon.key, 0644), 0);
    err = tls_server_new(&h->daemon, &h->arena, &context);
    assert_int_equal(err.code, ERR_TLS);
    assert_non_null(strstr(err.detail.p, "chmod 600"));
    assert_null(context);
    assert_int_equal(chmod(h->daemon.key, 0600), 0);
}

static void wrong_files_are_named(void **state)
{
    struct house *h = *state;
    struct tls_files mixed = { .cert = h->daemon.cert, .key = h->scanner.key };
    struct tls_files absent = files_of(h, "absent", NULL);
    struct tls_files swapped = { .cert = h->daemon.key, .key = h->daemon.key };
    struct ssl_ctx_st *context;
    struct error err;

    err = tls_server_new(&mixed, &h->arena, &context);
    assert_int_equal(err.code, ERR_TLS);
    assert_non_null(strstr(err.detail.p, mixed.cert));
    err = tls_server_new(&absent, &h->arena, &context);
    assert_int_equal(err.code, ERR_NO_FILE);
    assert_non_null(strstr(err.detail.p, absent.key));
    assert_int_equal(tls_server_new(&swapped, &h->arena, &context).code, ERR_TLS);
    assert_null(context);
}

static void the_authority_is_never_overwritten(void **state)
{
    struct house *h = *state;
    struct instant before, after;
    struct error err;

    assert_ok(tls_cert_end(h->ca.cert, &h->arena, &before));
    err = tls_make_ca(&h->ca, "another", &h->arena);
    assert_int_equal(err.code, ERR_NO_FILE);
    assert_ok(tls_cert_end(h->ca.cert, &h->arena, &after));
    assert_true(before.us == after.us);
    assert_int_equal(access(str_format(&h->arena, "%s.new", h->ca.key).p, F_OK), -1);
}

static void a_certificate_ends_in_a_year_and_can_be_renewed(void **state)
{
    struct house *h = *state;
    struct tls_issue issue = { "osbd", hosts, COUNT(hosts), false };
    struct tls_files client = { .ca = h->ca.cert };
    int64_t wanted = ((int64_t)time(NULL) + TLS_CERT_DAYS * 86400LL) * INSTANT_SECOND;
    struct instant end;
    struct stat status;
    struct meeting m;

    assert_ok(tls_make_cert(&h->ca, &h->daemon, &issue, &h->arena));
    assert_ok(tls_cert_end(h->daemon.cert, &h->arena, &end));
    assert_true(end.us > wanted - INSTANT_MINUTE && end.us < wanted + INSTANT_MINUTE);
    assert_int_equal(stat(h->daemon.key, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    m = arrange(h, &h->daemon, &client, "localhost");
    meet(h, &m);
    assert_true(m.met);
    part(&m);
}

static void nonsense_is_not_issued(void **state)
{
    struct house *h = *state;
    static const char *const bad_hosts[] = { "", "a b", "x,DNS:y", "-x", "*", "höst" };
    struct tls_files files = files_of(h, "nonsense", NULL);
    struct tls_issue issue = { "osbd", NULL, 0, false };

    assert_int_equal(tls_make_cert(&h->ca, &files, &issue, &h->arena).code, ERR_TLS);
    for (size_t i = 0; i < COUNT(bad_hosts); i++) {
        issue.hosts = &bad_hosts[i];
        issue.host_count = 1;
        assert_int_equal(tls_make_cert(&h->ca, &files, &issue, &h->arena).code, ERR_TLS);
    }
    issue = (struct tls_issue){ "", hosts, COUNT(hosts), false };
    assert_int_equal(tls_make_cert(&h->ca, &files, &issue, &h->arena).code, ERR_TLS);
    issue.name = "osbd"; /* signed by no authority */
    assert_int_equal(tls_make_cert(&h->daemon, &files, &issue, &h->arena).code, ERR_TLS);
    assert_int_equal(access(files.cert, F_OK), -1);
    assert_int_equal(access(files.key, F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_client_meets_its_daemon_by_name_and_by_address),
        cmocka_unit_test(another_name_is_not_believed),
        cmocka_unit_test(no_host_is_no_wildcard),
        cmocka_unit_test(a_foreign_authority_is_not_believed),
        cmocka_unit_test(an_expired_certificate_is_not_believed),
        cmocka_unit_test(older_protocols_are_refused),
        cmocka_unit_test(a_client_certificate_is_known_by_its_name),
        cmocka_unit_test(a_foreign_or_misused_client_certificate_is_refused),
        cmocka_unit_test(random_bytes_end_the_session),
        cmocka_unit_test(a_key_open_to_others_is_refused),
        cmocka_unit_test(wrong_files_are_named),
        cmocka_unit_test(the_authority_is_never_overwritten),
        cmocka_unit_test(a_certificate_ends_in_a_year_and_can_be_renewed),
        cmocka_unit_test(nonsense_is_not_issued),
    };

    return cmocka_run_group_tests_name("tls", tests, build_house, pull_down);
}
