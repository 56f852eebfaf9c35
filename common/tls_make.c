/* tls_make.c - the house's own authority and the certificates it signs. */
#include <string.h>

#include "common/tls.h"
#include "common/tls_file.h"

/* A clock of the other end that runs a little behind must not refuse a new certificate. */
#define CLOCK_SLACK_S 300

struct extension {
    int nid;
    const char *value;
};
static const struct extension ca_extensions[] = {
    { NID_basic_constraints, "critical,CA:TRUE,pathlen:0" },
    { NID_key_usage, "critical,keyCertSign,cRLSign" },
    { NID_subject_key_identifier, "hash" },
};
static const struct extension leaf_extensions[] = {
    { NID_basic_constraints, "critical,CA:FALSE" },
    { NID_key_usage, "critical,digitalSignature" },
    { NID_subject_key_identifier, "hash" },
    { NID_authority_key_identifier, "keyid:always" },
};

static bool add_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
    X509_EXTENSION *extension;
    X509V3_CTX context;
    bool good;

    X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
    extension = X509V3_EXT_nconf_nid(NULL, &context, nid, value);
    good = extension && X509_add_ext(cert, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return good;
}

static bool add_extensions(X509 *cert, X509 *issuer, const struct extension *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!add_extension(cert, issuer, list[i].nid, list[i].value))
            return false;
    return true;
}

/* 127 random bits: nobody foresees or repeats a number, and no register of them is kept. */
static bool set_serial(X509 *cert)
{
    unsigned char bytes[16];
    BIGNUM *number;
    bool good;

    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return false;
    bytes[0] = (bytes[0] & 0x7F) | 0x40;
    number = BN_bin2bn(bytes, sizeof bytes, NULL);
    good = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(cert));
    BN_free(number);
    return good;
}

static bool set_subject(X509 *cert, const char *name)
{
    return X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_UTF8,
                                      (const unsigned char *)name, -1, -1, 0) == 1;
}

static bool set_times(X509 *cert, X509 *issuer, int days)
{
    if (!X509_gmtime_adj(X509_getm_notBefore(cert), -CLOCK_SLACK_S) ||
        !X509_gmtime_adj(X509_getm_notAfter(cert), (long)days * 24 * 3600))
        return false;
    if (issuer != cert &&
        ASN1_TIME_compare(X509_get0_notAfter(cert), X509_get0_notAfter(issuer)) > 0)
        return X509_set1_notAfter(cert, X509_get0_notAfter(issuer)) == 1;
    return true;
}

/* An empty certificate with everything but its extensions and signature. issuer NULL: its
 * own. */
static X509 *cert_new(const char *name, EVP_PKEY *key, X509 *issuer, int days)
{
    X509 *cert = X509_new();
    X509 *by = issuer ? issuer : cert;

    if (cert && X509_set_version(cert, X509_VERSION_3) == 1 && set_serial(cert) &&
        set_subject(cert, name) && X509_set_issuer_name(cert, X509_get_subject_name(by)) == 1 &&
        set_times(cert, by, days) && X509_set_pubkey(cert, key) == 1)
        return cert;
    X509_free(cert);
    return NULL;
}

static bool is_host_name(const char *host)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-.";
    const char *rest = strncmp(host, "*.", 2) == 0 ? host + 2 : host;
    size_t n = strlen(rest);

    return n > 0 && n <= 250 && strspn(rest, allowed) == n && rest[0] != '.' && rest[0] != '-';
}

/* An alternative name, or NULL when the host is neither a name nor an address. */
static GENERAL_NAME *host_name(const char *host)
{
    ASN1_OCTET_STRING *address = a2i_IPADDRESS(host);
    ASN1_IA5STRING *text = address ? NULL : ASN1_IA5STRING_new();
    GENERAL_NAME *name = GENERAL_NAME_new();

    if (name && address) {
        GENERAL_NAME_set0_value(name, GEN_IPADD, address);
        return name;
    }
    if (name && text && is_host_name(host) && ASN1_STRING_set(text, host, -1) == 1) {
        GENERAL_NAME_set0_value(name, GEN_DNS, text);
        return name;
    }
    ASN1_OCTET_STRING_free(address);
    ASN1_IA5STRING_free(text);
    GENERAL_NAME_free(name);
    return NULL;
}

static struct error add_hosts(X509 *cert, const struct tls_issue *issue, struct arena *arena)
{
    GENERAL_NAMES *names = GENERAL_NAMES_new();
    struct error err = OK;

    for (size_t i = 0; i < issue->host_count && !err.code; i++) {
        GENERAL_NAME *name = names ? host_name(issue->hosts[i]) : NULL;

        if (!name || !sk_GENERAL_NAME_push(names, name)) {
            GENERAL_NAME_free(name);
            err = tls_refuse(arena, "not a host name or IP address:", issue->hosts[i]);
        }
    }
    if (!err.code && issue->host_count > 0 &&
        X509_add1_ext_i2d(cert, NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT) != 1)
        err = tls_refuse(arena, "cannot name hosts in a certificate", NULL);
    GENERAL_NAMES_free(names);
    return err;
}

static struct error check_name(const char *name, struct arena *arena)
{
    size_t n = strlen(name);

    return n >= 1 && n <= 64 ? OK
                             : tls_refuse(arena, "a name of 1 to 64 bytes is needed", NULL);
}

static struct error write_both(const struct tls_files *files, EVP_PKEY *key, X509 *cert,
                               bool replace, struct arena *arena)
{
    struct error err = tls_key_write(files->key, key, replace, arena);

    return err.code ? err : tls_cert_write(files->cert, cert, replace, arena);
}

struct error tls_make_ca(const struct tls_files *files, const char *name, struct arena *arena)
{
    struct error err = check_name(name, arena);
    EVP_PKEY *key = NULL;
    X509 *cert = NULL;

    if (err.code)
        return err;
    key = EVP_EC_gen("P-256");
    cert = key ? cert_new(name, key, NULL, TLS_CA_DAYS) : NULL;
    if (!cert || !add_extensions(cert, cert, ca_extensions, COUNT(ca_extensions)) ||
        !X509_sign(cert, key, EVP_sha256()))
        err = tls_refuse(arena, "cannot make the authority", name);
    else
        err = write_both(files, key, cert, false, arena);
    X509_free(cert);
    EVP_PKEY_free(key);
    return err;
}

struct authority {
    EVP_PKEY *key;
    X509 *cert;
};

static struct error authority_read(const struct tls_files *files, struct arena *arena,
                                   struct authority *out)
{
    struct error err = tls_key_read(files->key, arena, &out->key);

    if (!err.code)
        err = tls_cert_read(files->cert, arena, &out->cert);
    if (!err.code &&
        (X509_check_ca(out->cert) != 1 || X509_check_private_key(out->cert, out->key) != 1))
        err = tls_refuse(arena, "not an authority's certificate and key:", files->cert);
    return err;
}

/* A certificate for `key`, complete and signed. */
static struct error issue_cert(const struct authority *by, EVP_PKEY *key,
                               const struct tls_issue *issue, struct arena *arena, X509 **out)
{
    X509 *cert = key ? cert_new(issue->name, key, by->cert, TLS_CERT_DAYS) : NULL;
    const char *use = issue->client ? "clientAuth" : "serverAuth";
    struct error err;

    *out = cert;
    if (!cert || !add_extensions(cert, by->cert, leaf_extensions, COUNT(leaf_extensions)) ||
        !add_extension(cert, by->cert, NID_ext_key_usage, use))
        return tls_refuse(arena, "cannot make a certificate for", issue->name);
    err = add_hosts(cert, issue, arena);
    if (!err.code && !X509_sign(cert, by->key, EVP_sha256()))
        err = tls_refuse(arena, "cannot sign a certificate for", issue->name);
    return err;
}

struct error tls_make_cert(const struct tls_files *ca, const struct tls_files *files,
                           const struct tls_issue *issue, struct arena *arena)
{
    struct error err = check_name(issue->name, arena);
    struct authority by = { 0 };
    EVP_PKEY *key = NULL;
    X509 *cert = NULL;

    if (!err.code && !issue->client && issue->host_count == 0)
        err = tls_refuse(arena, "a daemon's certificate needs a host name or address", NULL);
    if (!err.code)
        err = authority_read(ca, arena, &by);
    if (!err.code) {
        key = EVP_EC_gen("P-256");
        err = issue_cert(&by, key, issue, arena, &cert);
    }
    if (!err.code)
        err = write_both(files, key, cert, true, arena);
    X509_free(cert);
    EVP_PKEY_free(key);
    X509_free(by.cert);
    EVP_PKEY_free(by.key);
    return err;
}
