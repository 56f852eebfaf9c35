/* json_scan.c - one pass over the text, one function a production of the grammar. */
#include "common/json_scan.h"

#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "common/limits.h"
#include "common/utf8.h"

struct scan_key {
    struct str name; /* escapes resolved */
    size_t at;
};

struct scan {
    struct str text;
    size_t at;
    struct arena *arena;
    size_t nodes;
    unsigned depth;
    struct scan_key *keys; /* of all open objects, the innermost last */
    size_t key_count, key_room;
    struct error err;
};

static bool scan_value(struct scan *s);

static bool fail(struct scan *s, enum error_code code, size_t at, const char *what)
{
    s->err = refuse_with(code, NULL, str_format(s->arena, "byte %zu: %s", at + 1, what));
    return false;
}

static bool malformed(struct scan *s, const char *what)
{
    if (s->at >= s->text.n)
        return fail(s, ERR_PARSE, s->text.n, "the text ends too early");
    return fail(s, ERR_PARSE, s->at, what);
}

static bool sees(const struct scan *s, char c)
{
    return s->at < s->text.n && s->text.p[s->at] == c;
}

static bool takes(struct scan *s, char c)
{
    bool seen = sees(s, c);

    s->at += seen;
    return seen;
}

static bool sees_digit(const struct scan *s)
{
    return s->at < s->text.n && s->text.p[s->at] >= '0' && s->text.p[s->at] <= '9';
}

static void skip_blanks(struct scan *s)
{
    while (sees(s, ' ') || sees(s, '\t') || sees(s, '\r') || sees(s, '\n'))
        s->at++;
}

static bool scan_word(struct scan *s, struct str word)
{
    if (s->text.n - s->at < word.n || memcmp(s->text.p + s->at, word.p, word.n) != 0)
        return malformed(s, "a value is expected");
    s->at += word.n;
    return true;
}

static bool scan_number(struct scan *s)
{
    size_t start = s->at;
    bool minus = takes(s, '-');
    size_t first = s->at;
    int64_t value = 0;

    while (sees_digit(s)) {
        value = value * 10 + (s->text.p[s->at] - '0');
        if (value > JSON_INT_MAX)
            return fail(s, ERR_PARSE, start, "a number beyond 2^53; send it as a string");
        s->at++;
    }
    if (s->at == first)
        return malformed(s, "a digit is expected");
    if (s->text.p[first] == '0' && s->at - first > 1)
        return fail(s, ERR_PARSE, start, "a number with a leading zero");
    if (minus && value == 0)
        return fail(s, ERR_PARSE, start, "minus zero");
    if (sees(s, '.') || sees(s, 'e') || sees(s, 'E'))
        return fail(s, ERR_PARSE, start, "not a plain integer; send decimals as a string");
    return true;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Four hexadecimal digits. */
static bool scan_hex(struct scan *s, uint32_t *out)
{
    uint32_t unit = 0;

    for (int i = 0; i < 4; i++, s->at++) {
        int digit = s->at < s->text.n ? hex_value(s->text.p[s->at]) : -1;

        if (digit < 0)
            return malformed(s, "\\u wants four hexadecimal digits");
        unit = unit << 4 | (uint32_t)digit;
    }
    *out = unit;
    return true;
}

/* What follows "\u", a second half included. */
static bool scan_unicode(struct scan *s, uint32_t *code)
{
    size_t start = s->at;
    uint32_t low;

    if (!scan_hex(s, code))
        return false;
    if (*code == 0)
        return fail(s, ERR_PARSE, start, "\\u0000 is not accepted in a string");
    if (*code < 0xD800 || *code > 0xDFFF)
        return true;
    if (*code > 0xDBFF || !takes(s, '\\') || !takes(s, 'u') || !scan_hex(s, &low) ||
        low < 0xDC00 || low > 0xDFFF)
        return fail(s, ERR_PARSE, start, "half of a surrogate pair");
    *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
    return true;
}

/* What follows a backslash. */
static bool scan_escape(struct scan *s, uint32_t *code)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *found;

    if (takes(s, 'u'))
        return scan_unicode(s, code);
    found = s->at < s->text.n && s->text.p[s->at] ? strchr(letters, s->text.p[s->at]) : NULL;
    if (!found)
        return malformed(s, "an unknown escape");
    *code = (unsigned char)meanings[found - letters];
    s->at++;
    return true;
}

/* One character of a string's inside. */
static bool scan_character(struct scan *s, uint32_t *code)
{
    size_t bytes;

    if (takes(s, '\\'))
        return scan_escape(s, code);
    bytes = utf8_read(s->text, s->at, code);
    if (!bytes)
        return malformed(s, "not UTF-8");
    if (*code < 0x20)
        return malformed(s, "a raw control character");
    s->at += bytes;
    return true;
}

static bool scan_string(struct scan *s)
{
    uint32_t code;

    if (!takes(s, '"'))
        return malformed(s, "a string is expected");
    while (!takes(s, '"'))
        if (!scan_character(s, &code))
            return false;
    return true;
}

/* The string from `start`, known to be good, with its escapes resolved. */
static struct str resolve(struct scan *s, size_t start, size_t end)
{
    struct str raw = { s->text.p + start, end - start };
    struct scan inside = { .text = raw, .arena = s->arena };
    char *p;
    size_t n = 0;

    if (!raw.n || !memchr(raw.p, '\\', raw.n))
        return raw;
    p = arena_alloc(s->arena, raw.n); /* an escape is never shorter than its character */
    while (inside.at < raw.n) {
        uint32_t code = 0;
        bool good = scan_character(&inside, &code);

        assert(good);
        (void)good;
        n += utf8_write(code, p + n);
    }
    return (struct str){ p, n };
}

static void remember_key(struct scan *s, size_t start)
{
    if (s->key_count == s->key_room) {
        size_t room = s->key_room ? s->key_room * 2 : 32;
        struct scan_key *keys = ARENA_ARRAY(s->arena, room, struct scan_key);

        if (s->key_count)
            memcpy(keys, s->keys, s->key_count * sizeof(*keys));
        s->keys = keys;
        s->key_room = room;
    }
    s->keys[s->key_count++] = (struct scan_key){ resolve(s, start + 1, s->at - 1), start };
}

static int by_name(const void *a, const void *b)
{
    const struct scan_key *x = a, *y = b;
    int order = str_cmp(x->name, y->name);

    if (order)
        return order;
    return (x->at > y->at) - (x->at < y->at);
}

/* The keys of the object that just closed are the last ones; sorted, equal ones meet. */
static bool forget_keys(struct scan *s, size_t first)
{
    struct scan_key *keys = s->keys + first;
    size_t count = s->key_count - first;

    s->key_count = first;
    if (count < 2)
        return true;
    qsort(keys, count, sizeof(*keys), by_name);
    for (size_t i = 1; i < count; i++)
        if (str_eq(keys[i - 1].name, keys[i].name))
            return fail(s, ERR_PARSE, keys[i].at, "the same key a second time");
    return true;
}

static bool scan_member(struct scan *s)
{
    size_t start = s->at;

    if (!scan_string(s))
        return false;
    remember_key(s, start);
    skip_blanks(s);
    if (!takes(s, ':'))
        return malformed(s, "':' is expected");
    return scan_value(s);
}

/* An object or array behind its opening bracket. */
static bool scan_container(struct scan *s, char closing)
{
    bool object = closing == '}';
    size_t first_key = s->key_count;

    if (++s->depth > LIMIT_JSON_DEPTH)
        return fail(s, ERR_TOO_MUCH, s->at - 1, "nested too deeply");
    skip_blanks(s);
    if (!takes(s, closing)) {
        do {
            skip_blanks(s);
            if (!(object ? scan_member(s) : scan_value(s)))
                return false;
            skip_blanks(s);
        } while (takes(s, ','));
        if (!takes(s, closing))
            return malformed(s, object ? "',' or '}' is expected" : "',' or ']' is expected");
    }
    s->depth--;
    return forget_keys(s, first_key);
}

static bool scan_value(struct scan *s)
{
    skip_blanks(s);
    if (++s->nodes > LIMIT_JSON_NODES)
        return fail(s, ERR_TOO_MUCH, s->at, "too many values");
    if (takes(s, '{'))
        return scan_container(s, '}');
    if (takes(s, '['))
        return scan_container(s, ']');
    if (sees(s, '"'))
        return scan_string(s);
    if (sees(s, '-') || sees_digit(s))
        return scan_number(s);
    if (sees(s, 't'))
        return scan_word(s, STR("true"));
    if (sees(s, 'f'))
        return scan_word(s, STR("false"));
    return scan_word(s, STR("null"));
}

struct error json_scan(struct str text, struct arena *arena)
{
    struct scan s = { .text = text, .arena = arena, .err = OK };

    if (!scan_value(&s))
        return s.err;
    skip_blanks(&s);
    if (s.at < text.n)
        (void)fail(&s, ERR_PARSE, s.at, "something stands after the value");
    return s.err;
}
