/*
 * items_short.c - rows as people type them on a command line.
 */
#include <string.h>

#include "client/command.h"
#include "common/json.h"

/* Where the last such sign stands; s.n when it does not. */
static size_t last_of(struct str s, char sign)
{
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == sign)
            return i - 1;
    return s.n;
}

static struct str before(struct str s, size_t at)
{
    return (struct str){ s.p, at };
}

static struct str behind(struct str s, size_t at)
{
    return at < s.n ? (struct str){ s.p + at + 1, s.n - at - 1 } : (struct str){ s.p, 0 };
}

static struct error bad_row(struct str row, enum param param, struct arena *arena)
{
    return refuse_with(ERR_PARAMS, params[param].name,
                       str_format(arena,
                                  "'%.*s' is no row; write %s, with commas between rows, or "
                                  "JSON",
                                  STR_ARG(row),
                                  param == P_settings ? "NAME=VALUE"
                                                      : "PRODUCT:QTY, PRODUCT:QTY@PRICE, "
                                                        "#LINE:QTY or REF=AMOUNT"));
}

static void field(struct json_out *out, const char *key, struct str value)
{
    if (value.n)
        json_field_str(out, key, value);
}

/* What stands before the colon: a product's code, or a line's number. */
static bool put_what(struct json_out *out, struct str what)
{
    int64_t line;

    if (what.n && what.p[0] == '#') {
        if (!str_int(behind(what, 0), &line))
            return false;
        json_field_int(out, "line", line);
        return true;
    }
    field(out, "product", what);
    return what.n > 0;
}

static bool put_row(struct json_out *out, struct str row, bool is_setting)
{
    size_t equals = last_of(row, '='), colon = last_of(row, ':'), at;
    struct str number;
    bool fine;

    json_begin_object(out);
    if (is_setting || (equals < row.n && colon == row.n)) {
        fine = equals > 0 && equals + 1 < row.n;
        field(out, is_setting ? "name" : "ref", before(row, equals));
        field(out, is_setting ? "value" : "amount", behind(row, equals));
    } else {
        number = behind(row, colon);
        at = last_of(number, '@');
        fine =
            colon < row.n && at > 0 && at + 1 != number.n && put_what(out, before(row, colon));
        field(out, "qty", before(number, at));
        field(out, "price", behind(number, at));
    }
    json_end_object(out);
    return fine;
}

struct error items_read_short(struct str words, enum param param, struct arena *arena,
                              struct str *out)
{
    struct str left = str_trim(words);
    struct json_out json;

    if (left.n && left.p[0] == '[') {
        *out = left;
        return OK;
    }
    json_out_init(&json, arena);
    json_begin_array(&json);
    for (;;) {
        const char *comma = left.n ? memchr(left.p, ',', left.n) : NULL;
        size_t end = comma ? (size_t)(comma - left.p) : left.n;
        struct str row = str_trim(before(left, end));

        if (!put_row(&json, row, param == P_settings))
            return bad_row(row, param, arena);
        if (!comma)
            break;
        left = behind(left, end);
    }
    json_end_array(&json);
    *out = json_text(&json);
    return OK;
}
