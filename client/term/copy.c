/*
 * copy.c - OSC 52.
 */
#include "client/term/copy.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Base64 of RFC 4648, with its '=' at the end. */
static struct str base64(struct str s, struct arena *arena)
{
    char *out = arena_alloc(arena, (s.n + 2) / 3 * 4 + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i += 3) {
        uint32_t group = 0;

        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (i + k < s.n ? (unsigned char)s.p[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            out[n++] = i + k > s.n ? '=' : digits[group >> (18 - 6 * k) & 63];
    }
    return (struct str){ out, n };
}

struct str copy_sequence(struct str text, struct arena *arena)
{
    return str_format(arena, "\033]52;c;%.*s\a", STR_ARG(base64(text, arena)));
}
