/*
 * tls_file.h - PEM files, for tls.c and tls_make.c only.
 */
#ifndef OSB_COMMON_TLS_FILE_H
#define OSB_COMMON_TLS_FILE_H

#include "common/error.h"
#include "common/tls_openssl.h"

/* ERR_TLS with what was tried and OpenSSL's reason. */
struct error tls_refuse(struct arena *arena, const char *what, const char *path);

/* The caller frees *out (EVP_PKEY_free, X509_free). A key with a passphrase is refused. */
NODISCARD struct error tls_key_read(const char *path, struct arena *arena, EVP_PKEY **out);
NODISCARD struct error tls_cert_read(const char *path, struct arena *arena, X509 **out);

/* Written beside the place, made durable, then moved there: a reader sees the old or the new
 * file. Without `replace` a file that exists is kept and the write refused. */
NODISCARD struct error tls_key_write(const char *path, EVP_PKEY *key, bool replace,
                                     struct arena *arena);
NODISCARD struct error tls_cert_write(const char *path, X509 *cert, bool replace,
                                      struct arena *arena);

#endif
