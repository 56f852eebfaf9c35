/* csv_value.c - numbers and dates as other programs write them. */
#include <stdio.h>
#include <string.h>

#include "common/csv.h"

/* --- numbers ----------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool begins(struct str s, struct str with)
{
    return s.n >= with.n && memcmp(s.p, with.p, with.n) == 0;
}

static struct str behind(struct str s, size_t n)
{
    return n ? (struct str){ s.p + n, s.n - n } : s;
}

/* Bytes of the group mark at the front of s, or 0. Blanks come in three widths: U+0020,
 * U+00A0 and U+202F. */
static size_t group_mark(struct str s, char thousands)
{
    if (!s.n || !thousands)
        return 0;
    if (s.p[0] == thousands)
        return 1;
    if (thousands == ' ' && begins(s, STR("\xC2\xA0")))
        return 2;
    if (thousands == ' ' && begins(s, STR("\xE2\x80\xAF")))
        return 3;
    return 0;
}

static size_t count_digits(struct str s)
{
    size_t n = 0;

    while (n < s.n && is_digit(s.p[n]))
        n++;
    return n;
}

/* The whole part, without its group marks; the rest of the text goes to *rest. */
static bool read_whole(struct str s, char thousands, struct buffer *out, struct str *rest)
{
    size_t n = count_digits(s);
    bool grouped = group_mark(behind(s, n), thousands) > 0;
    size_t mark;

    if (grouped && (n < 1 || n > 3))
        return false;
    buffer_put(out, (struct str){ s.p, n });
    s = behind(s, n);
    while ((mark = group_mark(s, thousands)) > 0) {
        s = behind(s, mark);
        if (count_digits(s) != 3)
            return false;
        buffer_put(out, (struct str){ s.p, 3 });
        s = behind(s, 3);
    }
    *rest = s;
    return true;
}

/* The sign, which is taken off: in front, or behind as some ledgers print it. */
static bool take_sign(struct str *s)
{
    if (s->n && (s->p[0] == '-' || s->p[0] == '+')) {
        bool minus = s->p[0] == '-';

        *s = behind(*s, 1);
        return minus;
    }
    if (s->n && s->p[s->n - 1] == '-') {
        s->n--;
        return true;
    }
    return false;
}

/* Our own form has no leading zeros and no minus zero. */
static struct str tidy(struct str whole, struct str decimals, bool minus, struct arena *arena)
{
    bool zero = true;

    while (whole.n > 1 && whole.p[0] == '0')
        whole = behind(whole, 1);
    for (size_t i = 0; i < whole.n; i++)
        zero = zero && whole.p[i] == '0';
    for (size_t i = 0; i < decimals.n; i++)
        zero = zero && decimals.p[i] == '0';
    return str_format(arena, "%s%.*s%s%.*s", minus && !zero ? "-" : "",
                      STR_ARG(whole.n ? whole : STR("0")), decimals.n ? "." : "",
                      STR_ARG(decimals));
}

bool csv_number(struct str cell, struct csv_numbers form, struct arena *arena, struct str *out)
{
    struct str s = str_trim(cell), rest, decimals = STR("");
    bool minus = take_sign(&s);
    struct buffer whole;

    assert(form.decimal != form.thousands);
    buffer_init(&whole, arena);
    if (!s.n || !read_whole(s, form.thousands, &whole, &rest))
        return false;
    if (rest.n) {
        if (rest.p[0] != form.decimal)
            return false;
        decimals = behind(rest, 1);
        if (!decimals.n || count_digits(decimals) != decimals.n)
            return false;
    }
    *out = tidy(buffer_text(&whole), decimals, minus, arena);
    return true;
}

/* --- dates ------------------------------------------------------------------------------- */

/* Where year, month and day stand, and how wide they are in eight digits. */
struct order {
    int year, month, dom;
    size_t widths[3];
};
static const struct order orders[] = {
    [CSV_YMD] = { 0, 1, 2, { 4, 2, 2 } },
    [CSV_DMY] = { 2, 1, 0, { 2, 2, 4 } },
    [CSV_MDY] = { 2, 0, 1, { 2, 2, 4 } },
};

/* Three runs of digits. */
struct parts {
    struct str part[3];
};

static bool split_digits(struct str s, const struct order *order, struct parts *out)
{
    if (s.n != 8 || count_digits(s) != 8)
        return false;
    for (int i = 0; i < 3; i++) {
        out->part[i] = (struct str){ s.p, order->widths[i] };
        s = behind(s, order->widths[i]);
    }
    return true;
}

static bool split_marks(struct str s, const struct str marks[3], struct parts *out)
{
    for (int i = 0; i < 3; i++) {
        out->part[i] = (struct str){ s.p, count_digits(s) };
        s = behind(s, out->part[i].n);
        if (!out->part[i].n || !begins(s, marks[i]))
            return false;
        s = behind(s, marks[i].n);
    }
    return s.n == 0;
}

static bool split(struct str s, enum csv_order order, struct parts *out)
{
    static const struct str marks[][3] = {
        { STR_INIT("-"), STR_INIT("-"), STR_INIT("") },
        { STR_INIT("/"), STR_INIT("/"), STR_INIT("") },
        { STR_INIT("."), STR_INIT("."), STR_INIT("") },
        { STR_INIT("年"), STR_INIT("月"), STR_INIT("日") }, /* year first only */
    };
    size_t count = order == CSV_YMD ? COUNT(marks) : COUNT(marks) - 1;

    if (split_digits(s, &orders[order], out))
        return true;
    for (size_t i = 0; i < count; i++)
        if (split_marks(s, marks[i], out))
            return true;
    return false;
}

bool csv_day(struct str cell, enum csv_order order, struct day *out)
{
    const struct order *places = &orders[order];
    struct parts parts;
    struct str year, month, dom;
    char iso[16];

    if (!split(str_trim(cell), order, &parts))
        return false;
    year = parts.part[places->year];
    month = parts.part[places->month];
    dom = parts.part[places->dom];
    if (year.n != 4 || month.n > 2 || dom.n > 2)
        return false;
    snprintf(iso, sizeof iso, "%.4s-%s%.*s-%s%.*s", year.p, month.n < 2 ? "0" : "",
             STR_ARG(month), dom.n < 2 ? "0" : "", STR_ARG(dom));
    return day_parse(str_of(iso), out);
}
