/*
 * fuzzy.c - fitting what was typed.
 */
#include "client/term/fuzzy.h"

#include <ctype.h>

#include "common/utf8.h"

enum { FIT = 1, FIT_NEXT = 5, FIT_WORD = 8, FIT_START = 4 };

static uint32_t folded(uint32_t code)
{
    return code < 0x80 ? (uint32_t)tolower((int)code) : code;
}

static bool parts_words(uint32_t code)
{
    return code == ' ' || code == '.' || code == '-' || code == '_' || code == ':' ||
           code == '/';
}

/* The next character, 0 at the end; bytes that are none end it, too. */
static uint32_t take(struct str text, size_t *at)
{
    uint32_t code = 0;
    size_t n = *at < text.n ? utf8_read(text, *at, &code) : 0;

    *at += n;
    return n ? folded(code) : 0;
}

/* From this byte on: the first place of each character, one after the other. */
static int fits_from(struct str text, size_t at, bool word_begins, struct str find)
{
    size_t want_at = 0;
    uint32_t want = take(find, &want_at), code;
    bool was_next = false, begins = word_begins;
    int score = at ? 0 : FIT_START;

    while (want && (code = take(text, &at))) {
        if (code == want) {
            score += FIT + (was_next ? FIT_NEXT : 0) + (begins ? FIT_WORD : 0);
            want = take(find, &want_at);
            was_next = true;
        } else {
            was_next = false;
        }
        begins = parts_words(code);
    }
    return want ? 0 : score;
}

int fuzzy_fits(struct str text, struct str find)
{
    size_t at = 0, first_at = 0;
    uint32_t first = take(find, &first_at), code = ' ';
    int best = 0;

    if (!find.n)
        return 1;
    while (at < text.n) {
        size_t from = at;
        bool begins = parts_words(code);
        int score;

        code = take(text, &at);
        if (!code)
            break;
        if (code != first)
            continue;
        score = fits_from(text, from, begins, find);
        best = score > best ? score : best;
    }
    return best;
}
