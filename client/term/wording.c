/*
 * wording.c - names as people read them.
 */
#include "client/term/wording.h"

#include <stdio.h>
#include <string.h>

#include "client/details.h"
#include "client/show.h"
#include "client/words.h"
#include "common/text.h"

const char *wording_label(enum param param)
{
    static char labels[PARAM_COUNT][32];

    if (!labels[param][0]) {
        (void)snprintf(labels[param], sizeof(labels[param]), "%s", params[param].name);
        for (char *p = labels[param]; *p; p++)
            if (*p == '_')
                *p = ' ';
    }
    return labels[param];
}

struct str wording_value(struct str value, struct arena *arena)
{
    for (size_t i = 0; i < value.n; i++)
        if ((value.p[i] < 'A' || value.p[i] > 'Z') && value.p[i] != '_')
            return value;
    return value.n ? words_of(value, arena) : value;
}

struct str wording_choice(enum param param, const char *value, struct arena *arena)
{
    struct str both = str_format(arena, "%s %s", params[param].name, value);
    struct str worded = words_of(both, arena);

    return str_eq(both, worded) ? wording_value(str_of(value), arena) : worded;
}

bool wording_is_name(const char *member)
{
    static const char *const names[] = { "state",   "kind",   "channel", "origin", "method",
                                         "outcome", "result", "type",    "remedy", "pay_method",
                                         "holder",  "goods",  "cause",   "form",   "place",
                                         "way",     "unit",   "fact",    "why",    "due_from",
                                         "late",    "ground" };

    for (size_t i = 0; i < COUNT(names); i++)
        if (!strcmp(member, names[i]))
            return true;
    return false;
}

/* Whole words and sentences of the daemon's own: its health, the names of a note's copies. */
static bool is_worded(const char *member)
{
    return !strcmp(member, "check") || !strcmp(member, "mark") || !strcmp(member, "warning");
}

/* What was done, in words: "order.accept" is its name on the wire. */
static struct str act_words(struct str name, struct arena *arena)
{
    int op = catalog_find(name);

    return op < 0 ? name : wording_act((enum op)op, arena);
}

struct str wording_member(const struct json *object, const char *member, struct arena *arena)
{
    struct str text = show_value(json_member(object, member), arena);

    if (!strcmp(member, "act"))
        return act_words(text, arena);
    if (show_is_said(member))
        return details_of(text, arena);
    if (is_worded(member))
        return words_of(text, arena);
    return wording_is_name(member) ? wording_value(text, arena) : text;
}

/* The first place where a clause ends, or something in brackets begins; n: there is none.
 * *bytes: of its sign. */
static size_t clause_end(struct str s, size_t *bytes)
{
    static const char *const ends[] = { ": ",           "; ",           " (",
                                        "\xEF\xBC\x9A", "\xEF\xBC\x9B", "\xEF\xBC\x88" };

    for (size_t at = 0; at < s.n; at++)
        for (size_t i = 0; i < COUNT(ends); i++) {
            *bytes = strlen(ends[i]);
            if (at + *bytes <= s.n && !memcmp(s.p + at, ends[i], *bytes))
                return at;
        }
    *bytes = 0;
    return s.n;
}

/* "SP1", "SP4 and SP5 in one act" */
static bool is_step(struct str s)
{
    return (s.n == 3 || (s.n > 3 && s.p[3] == ' ')) && s.p[0] >= 'A' && s.p[0] <= 'Z' &&
           s.p[1] >= 'A' && s.p[1] <= 'Z' && s.p[2] >= '0' && s.p[2] <= '9';
}

struct str wording_act(enum op op, struct arena *arena)
{
    struct str all = text_show(str_of(words(catalog[op].help)), arena);
    size_t bytes, end = clause_end(all, &bytes);

    if (is_step((struct str){ all.p, end })) {
        all = (struct str){ all.p + end + bytes, all.n - end - bytes };
        end = clause_end(all, &bytes);
    }
    return (struct str){ all.p, end };
}

struct str wording_expected(enum param param, struct arena *arena)
{
    struct str all = STR("");
    const char *text = NULL;

    switch (params[param].type) {
    case PARAM_CODE:
        text = _("a code of letters, digits and - _ . : is expected");
        break;
    case PARAM_ID:
    case PARAM_INT:
        text = _("a whole number such as 12 is expected");
        break;
    case PARAM_NAME:
    case PARAM_TEXT:
    case PARAM_SECRET:
    case PARAM_BYTES:
        text = _("the text is too long, or holds what no text may hold");
        break;
    case PARAM_MONEY:
        text = _("an amount such as 1234.50 is expected");
        break;
    case PARAM_QTY:
        text = _("a quantity such as 38 is expected");
        break;
    case PARAM_DAY:
        text = _("a day such as 2026-11-22 is expected");
        break;
    case PARAM_TIME:
        text = _("a time such as 14:05 is expected");
        break;
    case PARAM_BOOL:
        text = _("yes or no is expected");
        break;
    case PARAM_ITEMS:
        text = _("rows such as P-0007:38, P-0014:100 are expected");
        break;
    case PARAM_CHOICE:
        for (unsigned v = 1; v < enum_count(params[param].choices); v++)
            all = str_format(
                arena, "%.*s%s%.*s", STR_ARG(all), v > 1 ? ", " : "",
                STR_ARG(wording_choice(param, enum_name(params[param].choices, v), arena)));
        return str_format(arena, _("one of these is expected: %.*s"), STR_ARG(all));
    }
    return str_of(text);
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Words, rather than a number, a name or a code? */
static bool is_sentence(struct str text)
{
    for (size_t i = 1; i + 1 < text.n; i++)
        if (text.p[i] == ' ' && is_lower(text.p[i - 1]) && is_lower(text.p[i + 1]))
            return true;
    return false;
}

struct str wording_detail(struct str detail, struct arena *arena)
{
    struct str worded = details_of(detail, arena);

    if (words_now() && str_eq(worded, detail) && is_sentence(detail))
        return STR("");
    return text_show(worded, arena);
}

struct str wording_error(struct error err, struct arena *arena)
{
    int param = err.field ? param_find(str_of(err.field)) : -1;
    struct str detail = wording_detail(err.detail, arena), out = STR("");

    if (err.code == ERR_PARAMS && param >= 0 && !detail.n)
        detail = wording_expected((enum param)param, arena);
    if (err.field)
        out = str_format(
            arena, "%s: ", param >= 0 ? words(wording_label((enum param)param)) : err.field);
    return str_format(arena, "%.*s%s%s%.*s", STR_ARG(out), words(error_sentence(err.code)),
                      detail.n ? ": " : "", STR_ARG(detail));
}
