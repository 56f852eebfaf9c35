/*
 * bytes.c - as OpenSSL does it.
 */
#include "client/bytes.h"

#include <openssl/evp.h>

struct str bytes_hash(struct str bytes, struct arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char hash[EVP_MAX_MD_SIZE];
    char *hex = arena_alloc(arena, BYTES_HASH + 1);
    unsigned n = 0;

    if (!EVP_Digest(bytes.p, bytes.n, hash, &n, EVP_sha256(), NULL) || 2 * n != BYTES_HASH)
        return STR("");
    for (unsigned i = 0; i < n; i++) {
        hex[2 * i] = digits[hash[i] >> 4];
        hex[2 * i + 1] = digits[hash[i] & 15];
    }
    return (struct str){ hex, BYTES_HASH };
}

struct str bytes_base64(struct str bytes, struct arena *arena)
{
    char *text = arena_alloc(arena, (bytes.n + 2) / 3 * 4 + 1);
    int n =
        EVP_EncodeBlock((unsigned char *)text, (const unsigned char *)bytes.p, (int)bytes.n);

    return (struct str){ text, (size_t)n };
}

bool bytes_of_base64(struct str text, struct arena *arena, struct str *out)
{
    char *bytes = arena_alloc(arena, text.n + 1);
    int n = EVP_DecodeBlock((unsigned char *)bytes, (const unsigned char *)text.p, (int)text.n);

    for (size_t i = text.n; n > 0 && i > 0 && text.p[i - 1] == '='; i--)
        n--; /* what only filled the last group */
    if (n < 0)
        return false;
    *out = (struct str){ bytes, (size_t)n };
    return true;
}
