/*
 * tls_openssl.h - OpenSSL's headers, for the files that speak to it.
 *
 * OpenSSL calls a type ERR_STATE, which is one of our errors; here its type steps aside.
 */
#ifndef OSB_COMMON_TLS_OPENSSL_H
#define OSB_COMMON_TLS_OPENSSL_H

#define ERR_STATE openssl_err_state
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#undef ERR_STATE

#endif
