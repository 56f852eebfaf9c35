/*
 * str.c - runs of bytes: comparing, copying, formatting, whole numbers.
 */
#include "common/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct str str_of(const char *text)
{
    return (struct str){ text, text ? strlen(text) : 0 };
}

int str_cmp(struct str a, struct str b)
{
    size_t shared = a.n < b.n ? a.n : b.n;
    int order = shared ? memcmp(a.p, b.p, shared) : 0;

    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && str_cmp(a, b) == 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct str str_trim(struct str s)
{
    while (s.n && is_blank(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

const char *str_text(struct arena *arena, struct str s)
{
    char *copy = arena_alloc(arena, s.n + 1);

    if (s.n)
        memcpy(copy, s.p, s.n);
    return copy;
}

struct str str_dup(struct arena *arena, struct str s)
{
    return (struct str){ str_text(arena, s), s.n };
}

struct str str_format(struct arena *arena, const char *format, ...)
{
    char brief[256]; /* most texts fit and are formatted once */
    va_list args;
    va_list again;
    char *text;
    int n;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(brief, sizeof brief, format, args);
    assert(n >= 0);
    text = arena_alloc(arena, (size_t)n + 1);
    if ((size_t)n < sizeof brief)
        memcpy(text, brief, (size_t)n);
    else
        vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    va_end(args);
    return (struct str){ text, (size_t)n };
}

bool str_int(struct str s, int64_t *out)
{
    size_t at = s.n && s.p[0] == '-';
    int64_t value = 0;

    if (at == s.n || (s.p[at] == '0' && s.n > 1)) /* "", "-", "-0", "007" */
        return false;
    for (bool negative = at; at < s.n; at++) {
        int digit = s.p[at] - '0';

        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, negative ? -digit : digit, &value))
            return false;
    }
    *out = value;
    return true;
}
