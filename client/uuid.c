/*
 * uuid.c - ids from the kernel's generator, or from what they stand for.
 */
#include "client/uuid.h"

#include <string.h>
#include <sys/random.h>

#include "common/tls_openssl.h"

#define UUID_BYTES 16

static struct str uuid_text(unsigned char b[UUID_BYTES], unsigned version, struct arena *arena)
{
    b[6] = (unsigned char)((b[6] & 0x0F) | (version << 4));
    b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
    return str_format(arena,
                      "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                      b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11],
                      b[12], b[13], b[14], b[15]);
}

struct str uuid_random(struct arena *arena)
{
    unsigned char bytes[UUID_BYTES];

    /* So few bytes come whole once the kernel's generator runs; a signal may come before. */
    while (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
        continue;
    return uuid_text(bytes, 4, arena);
}

struct str uuid_of(struct str bytes, struct arena *arena)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    int fine = EVP_Digest(bytes.p, bytes.n, hash, &n, EVP_sha256(), NULL);

    assert(fine == 1 && n >= UUID_BYTES);
    return uuid_text(hash, 8, arena);
}
