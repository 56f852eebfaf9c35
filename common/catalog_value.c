/*
 * catalog_value.c - one value of a parameter: its type, its ceiling, and what would be right.
 */
#include "common/catalog_value.h"

#include <string.h>
#include <unicode/uchar.h>

#include "common/text.h"
#include "common/utf8.h"

static struct error wrong(const char *field, struct str detail)
{
    return refuse_with(ERR_PARAMS, field, detail);
}

/* What was found, short enough to be read in a message. */
static struct str shown(struct raw raw, struct arena *arena)
{
    struct str s = raw.words;

    if (raw.json) {
        switch (json_kind(raw.json)) {
        case JSON_STR:
            if (!json_str(raw.json, &s))
                s = STR("");
            break;
        case JSON_ABSENT:
        case JSON_NULL:
            return STR("null");
        case JSON_BOOL:
            return STR("a truth value");
        case JSON_INT:
            return STR("a JSON number");
        case JSON_ARRAY:
            return STR("an array");
        case JSON_OBJECT:
            return STR("an object");
        }
    }
    return text_quote(text_fit(text_show(s, arena), 40, arena), arena);
}

static struct error expected(struct raw raw, const char *field, const char *what,
                             struct arena *arena)
{
    return wrong(field, str_format(arena, "%.*s is not %s", STR_ARG(shown(raw, arena)), what));
}

/* The text of a JSON string or of plain words; false: something else. */
static bool text_of(struct raw raw, struct str *out)
{
    if (raw.json)
        return json_str(raw.json, out);
    *out = raw.words;
    return true;
}

/* ---- texts ---- */

/* Letters of any script, so that a unit may be 件; but no blanks and no signs that a shell,
 * a bar code or a file name would trip over. */
static bool code_sign(uint32_t code)
{
    if (code < 0x80)
        return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
               (code >= 'a' && code <= 'z') || (code && strchr(".-_/:@", (int)code));
    return u_isalnum((UChar32)code);
}

static struct error code_check(struct str text, const char *field, struct arena *arena)
{
    uint32_t code = 0;

    for (size_t at = 0, n; at < text.n; at += n) {
        n = utf8_read(text, at, &code);
        if (!n || !code_sign(code))
            return wrong(field, str_format(arena,
                                           "%.*s: a code holds letters, digits and . - _ / : @ "
                                           "only, no blanks",
                                           STR_ARG(text_quote(text, arena))));
    }
    return OK;
}

static struct error read_text(enum param_type type, struct raw raw, const char *field,
                              struct arena *arena, struct arg *out)
{
    static const struct text_rule note = { TEXT_NEWLINES | TEXT_TABS | TEXT_FILLED,
                                           LIMIT_UTF8_BYTES * LIMIT_TEXT, LIMIT_TEXT };
    static const struct text_rule secret = { TEXT_FILLED, LIMIT_UTF8_BYTES * LIMIT_PASSWORD,
                                             LIMIT_PASSWORD };
    static const struct text_rule bytes = { TEXT_FILLED, LIMIT_PIECE_TEXT, LIMIT_PIECE_TEXT };
    const struct text_rule *rule = type == PARAM_CODE     ? TEXT_CODE
                                   : type == PARAM_TEXT   ? &note
                                   : type == PARAM_SECRET ? &secret
                                   : type == PARAM_BYTES  ? &bytes
                                                          : TEXT_NAME;
    struct text_found found;
    struct str text;

    if (!text_of(raw, &text))
        return expected(raw, field, "a text in quotes", arena);
    if (str_empty(text))
        return wrong(field, STR("it is empty: fill it in, or leave it out"));
    found = text_check(text, rule, arena);
    if (found.fault != TEXT_FINE)
        return wrong(field, text_explain(found, rule, arena));
    out->s = str_dup(arena, text);
    return type == PARAM_CODE ? code_check(text, field, arena) : OK;
}

/* ---- numbers, days and times ---- */

static struct error read_int(int64_t most, struct raw raw, const char *field,
                             struct arena *arena, struct arg *out)
{
    struct str text;

    if (!(raw.json && json_int(raw.json, &out->n)) &&
        !(text_of(raw, &text) && str_int(text, &out->n)))
        return expected(raw, field, "a whole number such as 12", arena);
    if (out->n < 0 || out->n > most)
        return wrong(field, str_format(arena, "%lld is not from 0 to %lld", (long long)out->n,
                                       (long long)most));
    return OK;
}

static struct error read_money(struct raw raw, const char *field, struct arena *arena,
                               struct arg *out)
{
    struct str text;
    struct money amount;

    if (!text_of(raw, &text) || !money_parse(text, &amount))
        return expected(raw, field,
                        raw.json ? "an amount as text, such as \"1234.50\""
                                 : "an amount such as 1234.50",
                        arena);
    out->n = amount.fen;
    return OK;
}

static struct error read_qty(struct raw raw, const char *field, struct arena *arena,
                             struct arg *out)
{
    struct str text;
    struct qty count;

    if (!text_of(raw, &text) || !qty_parse(text, &count))
        return expected(raw, field,
                        raw.json ? "a quantity as text, a whole number such as \"38\""
                                 : "a quantity, a whole number such as 38",
                        arena);
    out->n = count.n;
    return OK;
}

static struct error read_day(struct raw raw, const char *field, struct arena *arena,
                             struct arg *out)
{
    struct str text;
    struct day day;

    if (!text_of(raw, &text) || !day_parse(text, &day))
        return expected(raw, field, "a day such as 2026-11-22", arena);
    out->n = day.n;
    return OK;
}

static struct error read_time(struct raw raw, const char *field, struct arena *arena,
                              struct arg *out)
{
    struct str text;
    struct instant at;

    if (!text_of(raw, &text) || !instant_parse(text, raw.utc_offset_min, &at))
        return expected(raw, field, "a time such as 2026-11-22T14:05:00+08:00", arena);
    out->n = at.us;
    return OK;
}

/* ---- truth and choice ---- */

static struct error read_bool(struct raw raw, const char *field, struct arena *arena,
                              struct arg *out)
{
    bool yes = false;

    if (raw.json) {
        if (!json_bool(raw.json, &yes))
            return expected(raw, field, "true or false", arena);
    } else if (str_eq(raw.words, STR("yes")) || str_eq(raw.words, STR("true"))) {
        yes = true;
    } else if (!str_eq(raw.words, STR("no")) && !str_eq(raw.words, STR("false"))) {
        return expected(raw, field, "yes or no", arena);
    }
    out->n = yes;
    return OK;
}

/* The names of an enumeration: "FAX, PHONE or MAIL". */
static struct str choice_names(enum enum_id id, struct arena *arena)
{
    unsigned count = enum_count(id);
    struct str all = STR("");

    for (unsigned i = 1; i < count; i++)
        all = str_format(arena, "%.*s%s%s", STR_ARG(all),
                         i == 1           ? ""
                         : i == count - 1 ? " or "
                                          : ", ",
                         enum_name(id, i));
    return all;
}

/* "order-fair" as people type it, ORDER_FAIR as it is called. */
static struct str choice_spelling(struct str words, struct arena *arena)
{
    char *copy = arena_alloc(arena, words.n + 1);

    for (size_t i = 0; i < words.n; i++) {
        char c = words.p[i];

        copy[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c == '-' ? '_' : c;
    }
    return (struct str){ copy, words.n };
}

static struct error read_choice(enum enum_id choices, struct raw raw, const char *field,
                                struct arena *arena, struct arg *out)
{
    struct str text;
    unsigned value = 0;

    if (text_of(raw, &text))
        value = enum_value(choices, raw.json ? text : choice_spelling(text, arena));
    if (!value)
        return wrong(field,
                     str_format(arena, "%.*s is none of %.*s", STR_ARG(shown(raw, arena)),
                                STR_ARG(choice_names(choices, arena))));
    out->n = value;
    return OK;
}

struct error value_read(enum param_type type, enum enum_id choices, struct raw raw,
                        const char *field, struct arena *arena, struct arg *out)
{
    out->given = true;
    switch (type) {
    case PARAM_CODE:
    case PARAM_NAME:
    case PARAM_TEXT:
    case PARAM_SECRET:
    case PARAM_BYTES:
        return read_text(type, raw, field, arena, out);
    case PARAM_MONEY:
        return read_money(raw, field, arena, out);
    case PARAM_QTY:
        return read_qty(raw, field, arena, out);
    case PARAM_INT:
        return read_int(LIMIT_INT, raw, field, arena, out);
    case PARAM_ID:
        return read_int(JSON_INT_MAX, raw, field, arena, out);
    case PARAM_DAY:
        return read_day(raw, field, arena, out);
    case PARAM_TIME:
        return read_time(raw, field, arena, out);
    case PARAM_BOOL:
        return read_bool(raw, field, arena, out);
    case PARAM_CHOICE:
        return read_choice(choices, raw, field, arena, out);
    case PARAM_ITEMS:
        break;
    }
    assert(!"ITEMS are read row by row");
    return OK;
}
