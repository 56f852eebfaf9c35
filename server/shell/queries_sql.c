/*
 * queries_sql.c - a scanner that knows comments, quotes and casts.
 */
#include "server/shell/queries_sql.h"

#include "common/buffer.h"

static bool begins_word(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_';
}

static bool is_word(char c)
{
    return begins_word(c) || (c >= '0' && c <= '9');
}

static int value_of(struct str name)
{
    if (str_eq(name, STR("actor")))
        return VALUE_ACTOR;
    if (str_eq(name, STR("all")))
        return VALUE_ALL;
    if (str_eq(name, STR("search")))
        return VALUE_SEARCH;
    return param_find(name);
}

/* The place of the value among $1.., or -1 when there are too many. */
static int place_of(struct query_sql *out, int value)
{
    for (size_t i = 0; i < out->count; i++)
        if (out->values[i] == value)
            return (int)i;
    if (out->count == QUERY_VALUES)
        return -1;
    out->values[out->count] = value;
    return (int)out->count++;
}

/* Length of the comment or quoted text that begins here; 0: there is none. */
static size_t passage(struct str rest)
{
    char end = '\n';
    size_t i = 1;

    if (rest.n >= 2 && rest.p[0] == '\'')
        end = '\'';
    else if (rest.n < 2 || rest.p[0] != '-' || rest.p[1] != '-')
        return 0;
    while (i < rest.n && rest.p[i] != end)
        i++;
    return i < rest.n ? i + 1 : rest.n;
}

static size_t word_length(struct str rest)
{
    size_t n = 0;

    while (n < rest.n && is_word(rest.p[n]))
        n++;
    return n;
}

bool query_sql_read(struct str text, struct arena *arena, struct query_sql *out,
                    struct str *problem)
{
    struct buffer sql;
    size_t n;

    *out = (struct query_sql){ 0 };
    buffer_init(&sql, arena);
    for (size_t i = 0; i < text.n; i += n) {
        struct str rest = { text.p + i, text.n - i };
        struct str name;
        int value, place;

        n = passage(rest);
        if (n == 0 && rest.n > 2 && rest.p[0] == ':' && rest.p[1] == ':')
            n = 2;
        if (n == 0 && (rest.n < 2 || rest.p[0] != ':' || !begins_word(rest.p[1])))
            n = 1;
        if (n > 0) {
            buffer_put(&sql, (struct str){ rest.p, n });
            continue;
        }
        name = (struct str){ rest.p + 1, word_length((struct str){ rest.p + 1, rest.n - 1 }) };
        n = name.n + 1;
        value = value_of(name);
        place = value < 0 ? -1 : place_of(out, value);
        if (place < 0) {
            *problem = str_format(arena, "unknown value :%.*s, or too many", STR_ARG(name));
            return false;
        }
        buffer_put(&sql, str_format(arena, "$%d", place + 1));
    }
    out->sql = buffer_text(&sql);
    return true;
}
