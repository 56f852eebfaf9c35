/*
 * tls.h - TLS 1.3 for both ends, and the house's own certificates.
 *
 * Only TLS 1.3, with forward secrecy, without tickets, resumption and early data (which could
 * be replayed). A client believes a daemon only when a certificate of the given authority names
 * the host it meant to call. A daemon that is given an authority checks client certificates,
 * which stay optional (scanners).
 *
 * Contexts and sessions are OpenSSL's SSL_CTX and SSL by their struct names, so that whoever
 * includes this needs no OpenSSL header. Errors are ERR_TLS, or ERR_NO_FILE for a file that
 * cannot be read or written; their detail names the file and the remedy.
 */
#ifndef OSB_COMMON_TLS_H
#define OSB_COMMON_TLS_H

#include "common/day.h"
#include "common/error.h"

struct ssl_ctx_st;
struct ssl_st;

/* PEM files; NULL where there is none. */
struct tls_files {
    const char *cert; /* own certificate, followed by its chain */
    const char *key;  /* own private key; neither readable for others nor writable for the
                         group, or it is refused */
    const char *ca;   /* authority that the other end's certificate must come from */
};

/* --- contexts, one a process and role; free with tls_context_free ----------------------- */

/* cert and key are needed; with ca, client certificates are asked for and checked. */
NODISCARD struct error tls_server_new(const struct tls_files *files, struct arena *arena,
                                      struct ssl_ctx_st **out);
/* ca is needed; cert and key only where the client shows a certificate. */
NODISCARD struct error tls_client_new(const struct tls_files *files, struct arena *arena,
                                      struct ssl_ctx_st **out);
/* Sessions that still run keep what they need. */
void tls_context_free(struct ssl_ctx_st *context);

/* --- sessions, one a connection; the transport drives and frees them -------------------- */

NODISCARD struct error tls_server_session(struct ssl_ctx_st *context, struct arena *arena,
                                          struct ssl_st **out);
/* host: the name or IP address that the daemon's certificate must carry. */
NODISCARD struct error tls_client_session(struct ssl_ctx_st *context, const char *host,
                                          struct arena *arena, struct ssl_st **out);
void tls_session_free(struct ssl_st *session);
/* The common name in the other end's checked certificate; "" without one. */
struct str tls_peer_name(const struct ssl_st *session, struct arena *arena);
/* Why the last call on this session failed, in words, the other certificate's fault
 * included; empties OpenSSL's queue of this thread. session may be NULL. */
struct str tls_trouble(const struct ssl_st *session, struct arena *arena);

/* --- certificates ------------------------------------------------------------------------ */

/* When a certificate file ends: people are warned TLS_WARN_DAYS before. */
#define TLS_WARN_DAYS 30
NODISCARD struct error tls_cert_end(const char *cert, struct arena *arena, struct instant *out);

#define TLS_CA_DAYS   3650
#define TLS_CERT_DAYS 365

/* What a certificate says. */
struct tls_issue {
    const char *name;         /* common name, 1 to 64 bytes */
    const char *const *hosts; /* DNS names and IP addresses */
    size_t host_count;
    bool client; /* for a client; otherwise for a daemon, which needs a host */
};

/* Makes the house's authority: a P-256 key (mode 0600) and its own certificate of
 * TLS_CA_DAYS. files->cert and files->key say where; what exists is never overwritten. */
NODISCARD struct error tls_make_ca(const struct tls_files *files, const char *name,
                                   struct arena *arena);
/* Makes a P-256 key and a certificate of TLS_CERT_DAYS (never beyond the authority's end),
 * signed by the authority whose files are `ca`. Files that exist are replaced, each at once. */
NODISCARD struct error tls_make_cert(const struct tls_files *ca, const struct tls_files *files,
                                     const struct tls_issue *issue, struct arena *arena);

#endif
