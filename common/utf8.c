/* utf8.c - reading and writing single characters. */
#include "common/utf8.h"

/* The lead byte says how many bytes follow and the least value they may spell. */
struct utf8_lead {
    unsigned char mask, bits;
    size_t bytes;
    uint32_t least;
};
static const struct utf8_lead leads[] = {
    { 0xE0, 0xC0, 2, 0x80 },
    { 0xF0, 0xE0, 3, 0x800 },
    { 0xF8, 0xF0, 4, 0x10000 },
};

static bool is_character(uint32_t code)
{
    return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

static size_t read_long(struct str text, size_t at, const struct utf8_lead *lead,
                        uint32_t *code)
{
    uint32_t value = (unsigned char)text.p[at] & (unsigned char)~lead->mask;

    if (text.n - at < lead->bytes)
        return 0;
    for (size_t i = 1; i < lead->bytes; i++) {
        unsigned char next = (unsigned char)text.p[at + i];

        if ((next & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (next & 0x3F);
    }
    if (value < lead->least || !is_character(value))
        return 0;
    *code = value;
    return lead->bytes;
}

size_t utf8_read(struct str text, size_t at, uint32_t *code)
{
    unsigned char first;

    if (at >= text.n)
        return 0;
    first = (unsigned char)text.p[at];
    if (first < 0x80) {
        *code = first;
        return 1;
    }
    for (size_t i = 0; i < COUNT(leads); i++)
        if ((first & leads[i].mask) == leads[i].bits)
            return read_long(text, at, &leads[i], code);
    return 0;
}

size_t utf8_write(uint32_t code, char out[4])
{
    assert(is_character(code));
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    for (size_t i = 0; i < COUNT(leads); i++) {
        size_t bytes = leads[i].bytes;

        if (bytes < 4 && code >= leads[i + 1].least)
            continue;
        for (size_t k = bytes - 1; k > 0; k--, code >>= 6)
            out[k] = (char)(0x80 | (code & 0x3F));
        out[0] = (char)(leads[i].bits | code);
        return bytes;
    }
    return 0;
}

size_t utf8_fault(struct str text)
{
    size_t at = 0;
    uint32_t code;

    while (at < text.n) {
        size_t bytes = utf8_read(text, at, &code);

        if (!bytes)
            break;
        at += bytes;
    }
    return at;
}

size_t utf8_count(struct str text, size_t from, size_t to)
{
    size_t count = 0;

    for (size_t i = from; i < to; i++)
        count += ((unsigned char)text.p[i] & 0xC0) != 0x80;
    return count;
}
