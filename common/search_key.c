/*
 * search_key.c - folding and pinyin by ICU's transliterators, made once.
 */
#include "common/search_key.h"

#include <assert.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "common/limits.h"
#include "common/utf8.h"

/* A syllable of pinyin takes six letters and a blank at most. */
#define ROOM (LIMIT_NAME * 8 + 64)

struct wide {
    UChar text[ROOM];
    int32_t n;
};

/* False where it becomes too long: one compatibility sign may stand for eighteen letters. */
static bool change(UTransliterator **rules, const char *id, struct wide *text)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t limit = text->n;

    if (!*rules) {
        UChar name[64];
        int32_t n;

        u_strFromUTF8(name, 64, &n, id, -1, &status);
        *rules = utrans_openU(name, n, UTRANS_FORWARD, NULL, 0, NULL, &status);
    }
    if (U_SUCCESS(status))
        utrans_transUChars(*rules, text->text, &text->n, ROOM, 0, &limit, &status);
    return U_SUCCESS(status);
}

static bool widen(struct str text, struct wide *out)
{
    UErrorCode status = U_ZERO_ERROR;

    if (utf8_fault(text) < text.n || utf8_count(text, 0, text.n) > LIMIT_NAME)
        return false;
    u_strFromUTF8(out->text, ROOM, &out->n, text.p ? text.p : "", (int32_t)text.n, &status);
    return U_SUCCESS(status);
}

static struct str narrow(const struct wide *text, struct arena *arena)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t room = text->n * 3, n = 0;
    char *bytes = arena_alloc(arena, (size_t)room + 1);

    u_strToUTF8(bytes, room, &n, text->text, text->n, &status);
    assert(U_SUCCESS(status));
    return (struct str){ bytes, (size_t)n };
}

static bool fold(struct wide *text)
{
    static UTransliterator *simplified;

    return change(&simplified, "NFKC; Hant-Hans; Lower; NFC", text);
}

static bool latin(struct wide *text)
{
    static UTransliterator *romanised;

    return change(&romanised, "Han-Latin; Latin-ASCII; Lower; NFC", text);
}

static struct str without_blanks(struct str text, struct arena *arena)
{
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ' ')
            out[n++] = text.p[i];
    return (struct str){ out, n };
}

static struct str initials(struct str text, struct arena *arena)
{
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ' ' && (i == 0 || text.p[i - 1] == ' ') &&
            (unsigned char)text.p[i] < 0x80)
            out[n++] = text.p[i];
    return (struct str){ out, n };
}

struct str search_fold(struct str text, struct arena *arena)
{
    struct wide *wide = ARENA_NEW(arena, struct wide);

    if (!widen(text, wide) || !fold(wide))
        return text;
    return narrow(wide, arena);
}

struct str search_key(struct str name, struct arena *arena)
{
    struct wide *wide = ARENA_NEW(arena, struct wide);
    struct str folded, words, whole;

    if (!widen(name, wide) || !fold(wide))
        return STR("");
    folded = narrow(wide, arena);
    if (!latin(wide))
        return folded;
    words = narrow(wide, arena);
    if (str_eq(words, folded))
        return folded;
    whole = without_blanks(words, arena);
    return str_format(arena, "%.*s %.*s %.*s", STR_ARG(folded), STR_ARG(whole),
                      STR_ARG(initials(words, arena)));
}
