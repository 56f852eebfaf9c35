/*
 * show_value.c - one value as people read it.
 */
#include <string.h>
#include <time.h>

#include "client/show.h"
#include "client/words.h"
#include "common/text.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "-1234.50": digits, and two decimals or none. */
static bool is_decimal(struct str s, size_t *digits, bool *has_cents)
{
    size_t at = s.n && s.p[0] == '-', from = at;

    while (at < s.n && is_digit(s.p[at]))
        at++;
    *digits = at - from;
    *has_cents =
        at + 3 == s.n && s.p[at] == '.' && is_digit(s.p[at + 1]) && is_digit(s.p[at + 2]);
    return *digits > 0 && (at == s.n || *has_cents);
}

bool show_is_number(struct str text)
{
    char plain[64];
    size_t n = 0, digits;
    bool cents;

    if (text.n >= sizeof(plain))
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ',')
            plain[n++] = text.p[i];
    return is_decimal((struct str){ plain, n }, &digits, &cents);
}

/* "1,234,567.50" from "1234567.50". */
static struct str grouped(struct str s, size_t digits, struct arena *arena)
{
    char *out = arena_alloc(arena, s.n + digits / 3 + 1);
    size_t n = 0, at = 0;

    if (s.p[0] == '-')
        out[n++] = s.p[at++];
    for (size_t left = digits; left > 0; left--) {
        out[n++] = s.p[at++];
        if (left > 1 && (left - 1) % 3 == 0)
            out[n++] = ',';
    }
    while (at < s.n)
        out[n++] = s.p[at++];
    return (struct str){ out, n };
}

/* Deadlines are the business calendar's: its zone counts, wherever the screen stands. Before a
 * greeting, and with an older daemon, it is this machine's. */
static bool zone_known;
static int64_t zone_min;

void show_zone(int64_t minutes)
{
    zone_known = true;
    zone_min = minutes;
}

int show_offset(struct instant at)
{
    time_t seconds = (time_t)floor_div(at.us, INSTANT_SECOND);
    struct tm tm;

    if (zone_known)
        return (int)zone_min;
    return localtime_r(&seconds, &tm) ? (int)(tm.tm_gmtoff / 60) : 0;
}

struct str show_instant(struct instant at, struct arena *arena)
{
    time_t seconds = (time_t)floor_div(at.us, INSTANT_SECOND) + show_offset(at) * 60;
    struct tm tm;

    if (!gmtime_r(&seconds, &tm))
        return STR("?");
    return str_format(arena, "%04d-%02d-%02d %02d:%02d", tm.tm_year + 1900, tm.tm_mon + 1,
                      tm.tm_mday, tm.tm_hour, tm.tm_min);
}

/* An instant as the daemon writes it, in the company's time. */
static bool local_time(struct str s, struct arena *arena, struct str *out)
{
    struct instant at;

    if (s.n < 20 || s.p[4] != '-' || s.p[10] != 'T' || !instant_parse(s, 0, &at))
        return false;
    *out = show_instant(at, arena);
    return true;
}

struct str show_text(struct str s, struct arena *arena)
{
    size_t digits;
    bool cents;
    struct str out;

    if (is_decimal(s, &digits, &cents) && cents)
        return grouped(s, digits, arena);
    if (local_time(s, arena, &out))
        return out;
    return text_show(s, arena);
}

/* A list of plain values, as the roles of a person; false when there is more in it. */
static bool plain_list(const struct json *value, struct arena *arena, struct str *out)
{
    struct str all = STR("");

    if (json_kind(value) != JSON_ARRAY)
        return false;
    for (const struct json *v = json_first(value); v; v = json_next(v)) {
        if (json_kind(v) == JSON_ARRAY || json_kind(v) == JSON_OBJECT)
            return false;
        all = str_format(arena, "%.*s%s%.*s", STR_ARG(all), all.n ? " " : "",
                         STR_ARG(show_value(v, arena)));
    }
    *out = all;
    return true;
}

struct str show_value(const struct json *value, struct arena *arena)
{
    struct json_out out;
    struct str s = STR("");
    int64_t n = 0;
    bool yes = false;

    if (json_str(value, &s))
        return show_text(s, arena);
    if (json_int(value, &n))
        return str_format(arena, "%lld", (long long)n);
    if (json_bool(value, &yes))
        return str_of(yes ? _("yes") : _("no"));
    if (json_kind(value) != JSON_ARRAY && json_kind(value) != JSON_OBJECT)
        return STR("");
    if (plain_list(value, arena, &s))
        return s;
    json_out_init(&out, arena);
    json_put_value(&out, value);
    return text_show(json_text(&out), arena);
}

/* Of a document; where it is not translated it is called "no" as on the wire. */
static const char number_label[] = N_("no (number of a document)");

struct str show_name(struct str name, struct arena *arena)
{
    struct str copy = str_dup(arena, text_show(name, arena));
    char *p = arena_alloc(arena, copy.n + 1);

    for (size_t i = 0; i < copy.n; i++)
        p[i] = copy.p[i] == '_' ? ' ' : copy.p[i];
    if (str_eq(copy, STR("no"))) { /* the word for "not" is another one */
        const char *number = words(number_label);

        return number == number_label ? STR("no") : str_of(number);
    }
    return words_of((struct str){ p, copy.n }, arena);
}
