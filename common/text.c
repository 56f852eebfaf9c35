/*
 * text.c - what a person may type, and the composed form in which it is kept.
 */
#include "common/text.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "common/utf8.h"

/* Code points that no text may hold, ascending. Beyond what the database's domain refuses,
 * these are the fillers, hyphens and tags that show nothing. Variation selectors are missing
 * on purpose: they belong to the spelling of Chinese names. */
static const struct {
    uint32_t first, last;
    enum text_fault fault;
} forbidden[] = {
    { 0x0000, 0x001F, TEXT_CONTROL },
    { 0x007F, 0x009F, TEXT_CONTROL },
    { 0x00AD, 0x00AD, TEXT_INVISIBLE }, /* soft hyphen */
    { 0x034F, 0x034F, TEXT_INVISIBLE }, /* grapheme joiner */
    { 0x061C, 0x061C, TEXT_DIRECTION }, /* Arabic mark */
    { 0x115F, 0x1160, TEXT_INVISIBLE }, /* Hangul fillers */
    { 0x180E, 0x180E, TEXT_INVISIBLE }, /* Mongolian vowel separator */
    { 0x200B, 0x200D, TEXT_INVISIBLE }, /* zero-width space, non-joiner, joiner */
    { 0x200E, 0x200F, TEXT_DIRECTION },
    { 0x2028, 0x2029, TEXT_CONTROL }, /* line and paragraph separators */
    { 0x202A, 0x202E, TEXT_DIRECTION },
    { 0x2060, 0x2065, TEXT_INVISIBLE },
    { 0x2066, 0x2069, TEXT_DIRECTION },
    { 0x206A, 0x206F, TEXT_INVISIBLE },
    { 0x3164, 0x3164, TEXT_INVISIBLE }, /* Hangul fillers again */
    { 0xFDD0, 0xFDEF, TEXT_NOT_CHARACTER },
    { 0xFEFF, 0xFEFF, TEXT_INVISIBLE }, /* byte order mark */
    { 0xFFA0, 0xFFA0, TEXT_INVISIBLE },
    { 0xFFF9, 0xFFFB, TEXT_INVISIBLE },   /* annotation marks */
    { 0xE0000, 0xE007F, TEXT_INVISIBLE }, /* tags */
};

enum text_fault text_code(uint32_t code, unsigned flags)
{
    if ((code == '\n' && (flags & TEXT_NEWLINES)) || (code == '\t' && (flags & TEXT_TABS)))
        return TEXT_FINE;
    if ((code & 0xFFFE) == 0xFFFE)
        return TEXT_NOT_CHARACTER;
    for (size_t i = 0; i < COUNT(forbidden) && code >= forbidden[i].first; i++) {
        if (code <= forbidden[i].last)
            return forbidden[i].fault;
    }
    return TEXT_FINE;
}

/* Composed whatever stands before or after it? True of every Chinese character in use. */
static bool always_composed(uint32_t code)
{
    UChar32 c = (UChar32)code;

    return code < 0x300 || (u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) == UNORM_YES &&
                            u_getCombiningClass(c) == 0);
}

/* The text in NFC by ICU, which works in UTF-16; the text is well formed. */
static struct str compose(struct str text, struct arena *arena)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    /* NFC makes UTF-16 text three times as long at the worst (UAX 15). */
    int32_t room = (int32_t)text.n * 3;
    UChar *raw = ARENA_ARRAY(arena, text.n + 1, UChar);
    UChar *composed = ARENA_ARRAY(arena, (size_t)room + 1, UChar);
    char *bytes;
    int32_t n;

    u_strFromUTF8(raw, (int32_t)text.n, &n, text.p, (int32_t)text.n, &status);
    n = unorm2_normalize(nfc, raw, n, composed, room, &status);
    bytes = arena_alloc(arena, (size_t)n * 3 + 1); /* a UTF-16 unit takes three bytes at most */
    u_strToUTF8(bytes, n * 3, &n, composed, n, &status);
    assert(U_SUCCESS(status));
    return (struct str){ bytes, (size_t)n };
}

bool text_normalise(struct str text, struct arena *arena, struct str *out)
{
    bool composed = true;
    uint32_t code;

    if (text.n > INT32_MAX / 16 || utf8_fault(text) < text.n)
        return false;
    for (size_t at = 0; at < text.n && composed; at += utf8_read(text, at, &code))
        composed = utf8_read(text, at, &code) && always_composed(code);
    *out = composed ? text : compose(text, arena);
    return true;
}

static struct text_found found_at(enum text_fault fault, struct str text, size_t byte,
                                  uint32_t code)
{
    return (struct text_found){ fault, byte, utf8_count(text, 0, byte), code };
}

/* Where the text first differs from its composed form. */
static struct text_found check_composed(struct str text, struct arena *arena)
{
    struct str composed = compose(text, arena);
    uint32_t code = 0;
    size_t at = 0;
    size_t bytes;

    if (str_eq(text, composed))
        return (struct text_found){ .fault = TEXT_FINE };
    /* Walked by character: a difference inside one is a difference of the whole. */
    while ((bytes = utf8_read(text, at, &code)) && at + bytes <= composed.n &&
           memcmp(text.p + at, composed.p + at, bytes) == 0)
        at += bytes;
    return found_at(TEXT_NOT_COMPOSED, text, at, code);
}

struct text_found text_check(struct str text, const struct text_rule *rule, struct arena *arena)
{
    bool composed = true;
    bool filled = false;
    size_t bytes;
    size_t point = 0;
    uint32_t code;

    if (text.n > rule->max_bytes)
        return (struct text_found){ TEXT_TOO_MANY_BYTES, rule->max_bytes, 0, 0 };
    for (size_t at = 0; at < text.n; at += bytes, point++) {
        enum text_fault fault;

        bytes = utf8_read(text, at, &code);
        if (!bytes)
            return found_at(TEXT_BAD_UTF8, text, at, (unsigned char)text.p[at]);
        if (point == rule->max_points)
            return found_at(TEXT_TOO_MANY_POINTS, text, at, code);
        fault = text_code(code, rule->flags);
        if (fault)
            return found_at(fault, text, at, code);
        composed = composed && always_composed(code);
        filled = filled || !u_isUWhiteSpace((UChar32)code);
    }
    if (!filled && (rule->flags & TEXT_FILLED))
        return (struct text_found){ .fault = TEXT_BLANK };
    return composed ? (struct text_found){ .fault = TEXT_FINE } : check_composed(text, arena);
}

struct str text_explain(struct text_found found, const struct text_rule *rule,
                        struct arena *arena)
{
    static const char *const why[] = {
        [TEXT_CONTROL] = "is a control character",
        [TEXT_INVISIBLE] = "cannot be seen",
        [TEXT_DIRECTION] = "changes the direction of text",
        [TEXT_NOT_CHARACTER] = "is not a character",
        [TEXT_NOT_COMPOSED] = "is not in composed form (NFC)",
    };

    switch (found.fault) {
    case TEXT_FINE:
        return STR("nothing is wrong with the text");
    case TEXT_BLANK:
        return STR("the text is empty or blank");
    case TEXT_TOO_MANY_BYTES:
        return str_format(arena, "more than %zu bytes", rule->max_bytes);
    case TEXT_TOO_MANY_POINTS:
        return str_format(arena, "more than %zu characters", rule->max_points);
    case TEXT_BAD_UTF8:
        return str_format(arena, "byte %02X at byte %zu (character %zu) is not UTF-8",
                          (unsigned)found.code, found.byte + 1, found.point + 1);
    case TEXT_CONTROL:
    case TEXT_INVISIBLE:
    case TEXT_DIRECTION:
    case TEXT_NOT_CHARACTER:
    case TEXT_NOT_COMPOSED:
        break;
    }
    return str_format(arena, "U+%04X at character %zu %s", (unsigned)found.code,
                      found.point + 1, why[found.fault]);
}

char text_stand_in(uint32_t code)
{
    static const struct {
        uint32_t code;
        char ascii;
    } known[] = {
        { 0x00B7, '.' },  { 0x2010, '-' }, { 0x2013, '-' }, { 0x2014, '-' }, { 0x2018, '\'' },
        { 0x2019, '\'' }, { 0x201C, '"' }, { 0x201D, '"' }, { 0x2026, '~' }, { 0x2022, '*' },
        { 0x25CF, '*' },  { 0x2192, '>' }, { 0x2190, '<' }, { 0x00D7, 'x' }, { 0x00B0, 'o' },
    };
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd;
    UChar parts[8];

    if (u_getIntPropertyValue((UChar32)code, UCHAR_EAST_ASIAN_WIDTH) != U_EA_AMBIGUOUS)
        return 0;
    for (size_t i = 0; i < COUNT(known); i++)
        if (known[i].code == code)
            return known[i].ascii;
    nfd = unorm2_getNFDInstance(&status);
    if (U_SUCCESS(status) &&
        unorm2_getRawDecomposition(nfd, (UChar32)code, parts, (int32_t)COUNT(parts), &status) >
            0 &&
        U_SUCCESS(status) && parts[0] < 0x7F)
        return (char)parts[0];
    return '?';
}
