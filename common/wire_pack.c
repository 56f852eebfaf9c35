/*
 * wire_pack.c - zlib, and Base64 as OpenSSL does it.
 */
#include "common/wire_pack.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define MARK 'z'
#define LEVEL                                                                                  \
    9 /* of 1 to 9: lines are slow, and a list of 100 orders costs a millisecond or two */

struct str wire_pack(struct str line, struct arena *arena)
{
    uLongf n = compressBound((uLong)line.n);
    unsigned char *bytes;
    char *text;
    int length;

    if (line.n < PACK_LEAST)
        return line;
    bytes = arena_alloc(arena, n);
    if (compress2(bytes, &n, (const Bytef *)line.p, (uLong)line.n - 1, LEVEL) != Z_OK ||
        (n + 2) / 3 * 4 + 2 >= line.n)
        return line;
    text = arena_alloc(arena, (n + 2) / 3 * 4 + 3);
    text[0] = MARK;
    length = EVP_EncodeBlock((unsigned char *)text + 1, bytes, (int)n);
    text[length + 1] = '\n';
    return (struct str){ text, (size_t)length + 2 };
}

bool wire_is_packed(struct str line)
{
    return line.n > 0 && line.p[0] == MARK;
}

/* Fills of the last group are no bytes. */
static size_t bytes_in(struct str text, int decoded)
{
    size_t n = (size_t)decoded;

    for (size_t i = text.n; i > text.n - 2 && text.p[i - 1] == '='; i--)
        n--;
    return n;
}

bool wire_unpack(struct str line, size_t ceiling, char **room, struct str *out)
{
    struct str text = { line.p + 1, line.n - 1 };
    uLongf opened = (uLongf)ceiling - 1;
    unsigned char *bytes;
    int n;
    bool good;

    if (text.n < 4 || text.n % 4 || text.n > ceiling)
        return false;
    if (!*room)
        *room = malloc(ceiling);
    bytes = malloc(text.n);
    if (!*room || !bytes)
        abort();
    n = EVP_DecodeBlock(bytes, (const unsigned char *)text.p, (int)text.n);
    good =
        n > 0 && uncompress((Bytef *)*room, &opened, bytes, (uLong)bytes_in(text, n)) == Z_OK;
    free(bytes);
    *out = (struct str){ *room, (size_t)opened };
    return good;
}
