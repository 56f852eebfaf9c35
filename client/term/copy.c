/*
 * copy.c - OSC 52.
 */
#include "client/term/copy.h"

#include <openssl/evp.h>

/* Without line breaks, '=' at the end; OpenSSL is here for TLS anyway. */
static struct str base64(struct str s, struct arena *arena)
{
    unsigned char *out = arena_alloc(arena, (s.n + 2) / 3 * 4 + 1);
    int n = EVP_EncodeBlock(out, (const unsigned char *)s.p, (int)s.n);

    return (struct str){ (const char *)out, (size_t)n };
}

struct str copy_sequence(struct str text, struct arena *arena)
{
    return str_format(arena, "\033]52;c;%.*s\a", STR_ARG(base64(text, arena)));
}
