/*
 * code128.c - symbols, sets and the check symbol of Code 128.
 */
#include "common/code128.h"

enum { SET_C = 99, SET_B = 100, START_B = 104, START_C = 105, STOP = 106, CHECK_BASE = 103 };

/* Six widths a symbol, three bars and three gaps; the stop has a bar more. */
static const char *const symbols[STOP + 1] = {
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312",  "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122",  "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122",  "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123",  "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",  "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311",  "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411",  "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412",  "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",  "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211",  "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113",  "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
};

struct coder {
    struct code128 *out;
    unsigned symbols, sum; /* so far; the check symbol is the weighted sum */
    bool in_c;
};

static void put(struct coder *c, unsigned symbol)
{
    for (const char *width = symbols[symbol]; *width; width++) {
        c->out->widths[c->out->count++] = (uint8_t)(*width - '0');
        c->out->modules += (unsigned)(*width - '0');
    }
    c->sum += (c->symbols ? c->symbols : 1) * symbol;
    c->symbols++;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits from there on. */
static size_t digits_at(struct str text, size_t at)
{
    size_t n = 0;

    while (at + n < text.n && is_digit(text.p[at + n]))
        n++;
    return n;
}

/* Set C saves symbols for four digits at an end of the text, or six in its middle. */
static bool worth_c(struct str text, size_t at)
{
    size_t n = digits_at(text, at);

    return n >= 6 || (n >= 4 && (at == 0 || at + n == text.n));
}

static void begin(struct coder *c, struct str text)
{
    c->in_c = worth_c(text, 0);
    put(c, c->in_c ? START_C : START_B);
}

static size_t put_next(struct coder *c, struct str text, size_t at)
{
    if (c->in_c && digits_at(text, at) < 2) {
        put(c, SET_B);
        c->in_c = false;
    }
    if (c->in_c) {
        put(c, (unsigned)(text.p[at] - '0') * 10 + (unsigned)(text.p[at + 1] - '0'));
        return at + 2;
    }
    /* an odd digit goes first, in B */
    if (worth_c(text, at) && digits_at(text, at) % 2 == 0) {
        put(c, SET_C);
        c->in_c = true;
        return at;
    }
    put(c, (unsigned)(text.p[at] - ' '));
    return at + 1;
}

bool code128_set(struct str text, struct code128 *out)
{
    struct coder c = { .out = out };

    *out = (struct code128){ 0 };
    if (!text.n || text.n > CODE128_TEXT)
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < ' ' || text.p[i] > '~')
            return false;
    begin(&c, text);
    for (size_t at = 0; at < text.n;)
        at = put_next(&c, text, at);
    put(&c, c.sum % CHECK_BASE);
    put(&c, STOP);
    return true;
}
