/*
 * typed.c - short forms of values.
 */
#include "client/term/typed.h"

#include <inttypes.h>

#include <string.h>
#include <time.h>
#include <wctype.h>

#include "client/show.h"
#include "client/term/wording.h"
#include "client/words.h"
#include "common/limits.h"
#include "common/utf8.h"

struct typed_now typed_now(void)
{
    struct timespec now;
    struct instant at;

    clock_gettime(CLOCK_REALTIME, &now);
    at.us = now.tv_sec * INSTANT_SECOND + now.tv_nsec / 1000;
    return (struct typed_now){ at, show_offset(at) };
}

/* Full-width digits and signs (U+FF01 to U+FF5E) as ASCII; other characters stay. */
static struct str half_width(struct str text, struct arena *arena)
{
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0, bytes;
    uint32_t code;

    for (size_t at = 0; at < text.n; at += bytes) {
        bytes = utf8_read(text, at, &code);
        if (!bytes)
            return text;
        if (code >= 0xFF01 && code <= 0xFF5E)
            n += utf8_write(code - 0xFEE0, out + n);
        else
            n += utf8_write(code, out + n);
    }
    return (struct str){ out, n };
}

static struct str without_commas(struct str text, struct arena *arena)
{
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ',' && text.p[i] != ' ')
            out[n++] = text.p[i];
    return (struct str){ out, n };
}

/* "1234.5" as "1234.50": one decimal is as good as two. */
static struct str two_decimals(struct str text, struct arena *arena)
{
    const char *dot = text.n ? memchr(text.p, '.', text.n) : NULL;

    if (dot && dot == text.p + text.n - 2)
        return str_format(arena, "%.*s0", STR_ARG(text));
    return text;
}

/* "12*25" where both are plain. */
static struct str product_of(enum param_type type, struct str text, struct arena *arena)
{
    const char *star = text.n ? memchr(text.p, '*', text.n) : NULL;
    struct money price, sum;
    int64_t count, other;

    if (!star)
        return type == PARAM_MONEY ? two_decimals(text, arena) : text;
    if (!str_int((struct str){ text.p, (size_t)(star - text.p) }, &count) || count < 0)
        return text;
    text = (struct str){ star + 1, text.n - (size_t)(star - text.p) - 1 };
    if (type == PARAM_MONEY)
        return money_parse(two_decimals(text, arena), &price) &&
                       money_of(price, 1, (struct qty){ count }, &sum)
                   ? money_text(sum, arena)
                   : text;
    if (str_int(text, &other) && other >= 0 && count <= LIMIT_INT && other <= LIMIT_INT)
        return str_format(arena, "%" PRId64, count * other);
    return text;
}

static struct day today(struct typed_now now)
{
    int64_t local = now.at.us + now.utc_offset_min * INSTANT_MINUTE;

    return (struct day){ (int32_t)floor_div(local, INSTANT_DAY) };
}

/* The day of the month or "month-day" that is nearest ahead; a wrong one stays as typed. */
static struct str day_ahead(struct str text, struct typed_now now, struct arena *arena)
{
    const char *dash = text.n ? memchr(text.p, '-', text.n) : NULL;
    int64_t month = 0, dom = 0;
    struct day d, t = today(now);
    int year, m, unused;

    day_split(t, &year, &m, &unused);
    if (dash &&
        (!str_int((struct str){ text.p, (size_t)(dash - text.p) }, &month) ||
         !str_int((struct str){ dash + 1, text.n - (size_t)(dash - text.p) - 1 }, &dom)))
        return text;
    if (!dash && !str_int(text, &dom))
        return text;
    if (dom < 1 || dom > 31 || (dash && (month < 1 || month > 12)))
        return text;
    d = day_of(year, dash ? (int)month : m, (int)dom);
    if (dash && d.n < t.n - 31)
        d = day_of(year + 1, (int)month, (int)dom);
    else if (!dash && d.n < t.n)
        d = day_of(m == 12 ? year + 1 : year, m == 12 ? 1 : m + 1, (int)dom);
    return day_text(d, arena);
}

static struct str day_typed(struct str text, struct typed_now now, struct arena *arena)
{
    struct day t = today(now);
    int64_t days;
    bool shift = text.n > 1 && (text.p[0] == '+' || text.p[0] == '-');

    if (str_eq(text, STR(".")))
        return day_text(t, arena);
    if (str_eq(text, STR("e")) || str_eq(text, STR("E")))
        return day_text(day_add(day_add_months(day_month_start(t), 1), -1), arena);
    if (shift && str_int((struct str){ text.p + 1, text.n - 1 }, &days) && days < 10000)
        return day_text(day_add(t, (int32_t)(text.p[0] == '-' ? -days : days)), arena);
    return day_ahead(text, now, arena);
}

/* "." and "14:05": of today, in this machine's zone. */
static struct str time_typed(struct str text, struct typed_now now, struct arena *arena)
{
    int64_t hour, minute, of_day;
    int64_t local = now.at.us + now.utc_offset_min * INSTANT_MINUTE;
    const char *colon = text.n ? memchr(text.p, ':', text.n) : NULL;
    struct str minutes;
    int off = now.utc_offset_min < 0 ? -now.utc_offset_min : now.utc_offset_min;

    of_day = local - floor_div(local, INSTANT_DAY) * INSTANT_DAY;
    hour = of_day / INSTANT_HOUR;
    minute = of_day % INSTANT_HOUR / INSTANT_MINUTE;
    if (!str_eq(text, STR("."))) {
        if (!colon || text.n > 5)
            return text;
        minutes = (struct str){ colon + 1, text.n - (size_t)(colon - text.p) - 1 };
        if (minutes.n == 2 && minutes.p[0] == '0')
            minutes = (struct str){ minutes.p + 1, 1 };
        text = (struct str){ text.p, (size_t)(colon - text.p) };
        if (text.n == 2 && text.p[0] == '0')
            text = (struct str){ text.p + 1, 1 };
        if (!str_int(text, &hour) || !str_int(minutes, &minute) || hour < 0 || hour > 23 ||
            minute < 0 || minute > 59)
            return STR("?");
    }
    return str_format(arena, "%.*sT%02d:%02d:00%c%02d:%02d",
                      STR_ARG(day_text(today(now), arena)), (int)hour, (int)minute,
                      now.utc_offset_min < 0 ? '-' : '+', off / 60, off % 60);
}

/* Whatever their case, in every script; both are whole letters. */
static bool begins(struct str text, struct str letters)
{
    uint32_t a = 0, b = 0;

    if (letters.n > text.n)
        return false;
    for (size_t at = 0, n; at < letters.n; at += n) {
        n = utf8_read(text, at, &a);
        if (!n || utf8_read(letters, at, &b) != n || towlower((wint_t)a) != towlower((wint_t)b))
            return false;
    }
    return true;
}

struct str typed_choice(enum param param, struct str letters, struct arena *arena,
                        struct str *typed)
{
    enum enum_id choices = params[param].choices;
    struct str found = STR("");
    size_t count = 0;

    for (unsigned v = 1; v < enum_count(choices) && letters.n; v++) {
        const char *code = enum_name(choices, v);
        struct str name = str_of(code), word = wording_choice(param, code, arena);
        bool by_word = begins(word, letters), by_name = begins(name, letters);
        struct str meant = by_name && (!by_word || !words_now()) ? name : word;

        if (!by_word && !by_name)
            continue;
        count++;
        found = name;
        if (typed)
            *typed = meant;
        if (letters.n == meant.n)
            return name;
    }
    return count == 1 ? found : STR("");
}

/* "y", "s", "sí", "是": yes; "n", "no", "否": no. */
static struct str bool_typed(struct str text)
{
    if (begins(STR("yes"), text) || begins(str_of(_("yes")), text) || begins(STR("si"), text))
        return STR("yes");
    if (begins(STR("no"), text) || begins(str_of(_("no")), text))
        return STR("no");
    return text;
}

struct str typed_plain(enum param param, struct str text, struct typed_now now,
                       struct arena *arena)
{
    enum param_type type = params[param].type;

    text = str_trim(text);
    if (!text.n || type == PARAM_TEXT || type == PARAM_NAME || type == PARAM_SECRET ||
        type == PARAM_ITEMS)
        return text;
    text = half_width(text, arena);
    if (type == PARAM_MONEY || type == PARAM_QTY || type == PARAM_INT)
        return product_of(type, without_commas(text, arena), arena);
    if (type == PARAM_DAY)
        return day_typed(text, now, arena);
    if (type == PARAM_TIME)
        return time_typed(text, now, arena);
    if (type == PARAM_BOOL)
        return bool_typed(text);
    if (type == PARAM_CHOICE) {
        struct str whole = typed_choice(param, text, arena, NULL);

        return whole.n ? whole : text;
    }
    return text;
}
