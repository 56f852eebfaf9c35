/*
 * text_show.c - text on its way to terminals, logs and spreadsheets.
 */
#include "common/text.h"

#include <stdio.h>
#include <string.h>

#include "common/utf8.h"

/* The letter of the escape, or 0. */
static char escape_letter(uint32_t code)
{
    switch (code) {
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case 0x1B:
        return 'e';
    default:
        return 0;
    }
}

size_t text_escape(struct str bytes, size_t at, char out[TEXT_ESCAPE_BYTES], size_t *taken)
{
    char escape[16];
    uint32_t code = 0;
    int n;

    *taken = utf8_read(bytes, at, &code);
    if (*taken && !text_code(code, 0)) {
        memcpy(out, bytes.p + at, *taken);
        return *taken;
    }
    if (!*taken) {
        *taken = 1;
        n = snprintf(escape, sizeof escape, "\\x%02X", (unsigned)(unsigned char)bytes.p[at]);
    } else if (escape_letter(code)) {
        n = snprintf(escape, sizeof escape, "\\%c", escape_letter(code));
    } else {
        n = snprintf(escape, sizeof escape, code > 0xFFFF ? "\\U%08X" : "\\u%04X",
                     (unsigned)code);
    }
    assert(n > 0 && n <= TEXT_ESCAPE_BYTES);
    memcpy(out, escape, (size_t)n);
    return (size_t)n;
}

/* The bytes shown, with `before` written in front of each of the ASCII characters in
 * `marked`. */
static struct str shown(struct str bytes, const char *marked, char before, struct arena *arena)
{
    char piece[TEXT_ESCAPE_BYTES];
    size_t taken;
    size_t n = 0;
    char *out;

    for (size_t at = 0; at < bytes.n; at += taken)
        n += text_escape(bytes, at, piece, &taken) + 1; /* one more: it may be marked */
    out = arena_alloc(arena, n + 1);
    n = 0;
    for (size_t at = 0; at < bytes.n; at += taken) {
        size_t length = text_escape(bytes, at, piece, &taken);

        if (bytes.p[at] && strchr(marked, bytes.p[at]))
            out[n++] = before;
        memcpy(out + n, piece, length);
        n += length;
    }
    return (struct str){ out, n };
}

struct str text_show(struct str bytes, struct arena *arena)
{
    uint32_t code;
    size_t at = 0;
    size_t taken;

    while ((taken = utf8_read(bytes, at, &code)) && !text_code(code, 0))
        at += taken;
    return at == bytes.n ? bytes : shown(bytes, "", 0, arena);
}

struct str text_quote(struct str bytes, struct arena *arena)
{
    struct str inside = shown(bytes, "\"\\", '\\', arena);

    return str_format(arena, "\"%.*s\"", STR_ARG(inside));
}

/* Does the text read as a number and nothing else? Such a field must stay a number. */
static bool is_number(struct str text)
{
    size_t digits = 0;
    size_t points = 0;

    for (size_t i = text.n && text.p[0] == '-'; i < text.n; i++) {
        if (text.p[i] == '.')
            points++;
        else if (text.p[i] >= '0' && text.p[i] <= '9')
            digits++;
        else
            return false;
    }
    return digits > 0 && points <= 1;
}

/* What spreadsheets take for the start of a formula, the full-width forms included. */
static bool begins_formula(struct str text)
{
    static const char *const starts[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };
    struct str word = text;

    while (word.n && word.p[0] == ' ') { /* some programs skip leading blanks */
        word.p++;
        word.n--;
    }
    for (size_t i = 0; i < COUNT(starts); i++) {
        size_t n = strlen(starts[i]);

        if (word.n >= n && memcmp(word.p, starts[i], n) == 0)
            return true;
    }
    return false;
}

struct str text_csv(struct str bytes, struct arena *arena)
{
    struct str plain = text_show(bytes, arena);
    bool formula = begins_formula(plain) && !is_number(plain);
    bool special = formula;

    for (size_t i = 0; i < plain.n && !special; i++)
        special = strchr("\",;", plain.p[i]) != NULL;
    if (!special)
        return plain;
    plain = shown(plain, "\"", '"', arena);
    return str_format(arena, "\"%s%.*s\"", formula ? "'" : "", STR_ARG(plain));
}
