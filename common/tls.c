/* tls.c - contexts and sessions, strict by construction. */
#include "common/tls.h"

#include <arpa/inet.h>

#include "common/tls_file.h"

static const char suites[] =
    "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";
static const char groups[] = "X25519:P-256";

/* Some of OpenSSL's macros cast const away from a text that they only read. */
static char *for_macro(const char *text)
{
    return (char *)(uintptr_t)text;
}

struct str tls_trouble(const struct ssl_st *session, struct arena *arena)
{
    unsigned long code =
        ERR_get_error(); /* the first is the cause, later ones follow from it */
    const char *reason = code ? ERR_reason_error_string(code) : NULL;
    long fault = session ? SSL_get_verify_result(session) : X509_V_OK;

    ERR_clear_error();
    if (fault != X509_V_OK)
        return str_format(arena, "certificate: %s", X509_verify_cert_error_string(fault));
    if (ERR_SYSTEM_ERROR(code))
        return str_dup(arena, str_of(strerror(ERR_GET_REASON(code))));
    if (code && !reason)
        return str_format(arena, "error %lx", code);
    return str_dup(arena, str_of(reason));
}

/* What both ends share. */
static bool make_strict(SSL_CTX *context)
{
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS); /* 12 KB less an idle terminal */
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
           SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 &&
           SSL_CTX_set_num_tickets(context, 0) == 1 &&
           SSL_CTX_set_max_early_data(context, 0) == 1 &&
           SSL_CTX_set_ciphersuites(context, suites) == 1 &&
           SSL_CTX_set1_groups_list(context, for_macro(groups)) == 1;
}

static struct error load_own(SSL_CTX *context, const struct tls_files *files,
                             struct arena *arena)
{
    EVP_PKEY *key = NULL;
    struct error err = tls_key_read(files->key, arena, &key);

    if (err.code)
        return err;
    if (SSL_CTX_use_certificate_chain_file(context, files->cert) != 1)
        err = tls_refuse(arena, "cannot use certificate", files->cert);
    else if (SSL_CTX_use_PrivateKey(context, key) != 1 ||
             SSL_CTX_check_private_key(context) != 1)
        err = tls_refuse(arena, "private key does not belong to certificate", files->cert);
    EVP_PKEY_free(key);
    return err;
}

static struct error load_authority(SSL_CTX *context, const char *path, struct arena *arena)
{
    STACK_OF(X509_NAME) * names;

    if (SSL_CTX_load_verify_file(context, path) != 1)
        return tls_refuse(arena, "cannot use authority certificate", path);
    names = SSL_load_client_CA_file(path);
    if (!names)
        return tls_refuse(arena, "cannot use authority certificate", path);
    SSL_CTX_set_client_CA_list(context, names);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    return OK;
}

static struct error context_new(const SSL_METHOD *method, const struct tls_files *files,
                                struct arena *arena, struct ssl_ctx_st **out)
{
    SSL_CTX *context = SSL_CTX_new(method);
    struct error err = OK;

    *out = NULL;
    if (!context || !make_strict(context))
        err = tls_refuse(arena, "cannot prepare TLS 1.3", NULL);
    if (!err.code && files->cert)
        err = load_own(context, files, arena);
    if (!err.code && files->ca)
        err = load_authority(context, files->ca, arena);
    if (err.code)
        SSL_CTX_free(context);
    else
        *out = context;
    return err;
}

struct error tls_server_new(const struct tls_files *files, struct arena *arena,
                            struct ssl_ctx_st **out)
{
    assert(files->cert && files->key);
    return context_new(TLS_server_method(), files, arena, out);
}

struct error tls_client_new(const struct tls_files *files, struct arena *arena,
                            struct ssl_ctx_st **out)
{
    assert(files->ca && !files->cert == !files->key);
    return context_new(TLS_client_method(), files, arena, out);
}

void tls_context_free(struct ssl_ctx_st *context)
{
    SSL_CTX_free(context);
}

struct error tls_server_session(struct ssl_ctx_st *context, struct arena *arena,
                                struct ssl_st **out)
{
    *out = SSL_new(context);
    if (!*out)
        return tls_refuse(arena, "cannot begin a TLS session", NULL);
    SSL_set_accept_state(*out);
    return OK;
}

static bool is_address(const char *host)
{
    unsigned char bytes[16];

    return inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, host, bytes) == 1;
}

/* The certificate must carry this host among its alternative names. */
static bool expect_host(SSL *session, const char *host)
{
    if (!host || !*host) /* to OpenSSL the empty name means "any" */
        return false;
    if (is_address(host))
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host) == 1;
    SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                                   X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    return SSL_set1_host(session, host) == 1 &&
           SSL_set_tlsext_host_name(session, for_macro(host)) == 1;
}

struct error tls_client_session(struct ssl_ctx_st *context, const char *host,
                                struct arena *arena, struct ssl_st **out)
{
    SSL *session = SSL_new(context);
    struct error err = OK;

    *out = NULL;
    if (!session || !expect_host(session, host))
        err = tls_refuse(arena, "cannot begin a TLS session with host", host ? host : "");
    if (err.code) {
        SSL_free(session);
        return err;
    }
    SSL_set_connect_state(session);
    *out = session;
    return OK;
}

void tls_session_free(struct ssl_st *session)
{
    SSL_free(session);
}

struct str tls_peer_name(const struct ssl_st *session, struct arena *arena)
{
    X509 *cert = SSL_get0_peer_certificate(session);
    const X509_NAME *subject;
    unsigned char *text = NULL;
    struct str name;
    int at, n;

    if (!cert || SSL_get_verify_result(session) != X509_V_OK)
        return STR("");
    subject = X509_get_subject_name(cert);
    at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at < 0)
        return STR("");
    n = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    if (n < 0)
        return STR("");
    name = str_dup(arena, (struct str){ (const char *)text, (size_t)n });
    OPENSSL_free(text);
    return name;
}

struct error tls_cert_end(const char *cert, struct arena *arena, struct instant *out)
{
    X509 *x = NULL;
    struct error err = tls_cert_read(cert, arena, &x);
    struct tm tm;

    if (err.code)
        return err;
    if (ASN1_TIME_to_tm(X509_get0_notAfter(x), &tm) == 1) {
        struct day day = day_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);

        out->us = day.n * 24 * INSTANT_HOUR + tm.tm_hour * INSTANT_HOUR +
                  tm.tm_min * INSTANT_MINUTE + tm.tm_sec * INSTANT_SECOND;
    } else {
        err = tls_refuse(arena, "no readable end in certificate", cert);
    }
    X509_free(x);
    return err;
}
