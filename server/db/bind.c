/*
 * bind.c - array texts, and numbers and truths out of a result.
 */
#include "server/db/bind.h"

#include <string.h>

#define NULL_WORD "NULL"

static bool needs_escape(char c)
{
    return c == '"' || c == '\\';
}

/* Bytes of the element, its comma counted. */
static size_t element_size(struct str value)
{
    size_t size = value.n + sizeof "\"\"," - 1;

    if (db_is_null(value))
        return sizeof NULL_WORD;
    for (size_t i = 0; i < value.n; i++)
        size += needs_escape(value.p[i]);
    return size;
}

static char *put_element(char *at, struct str value)
{
    if (db_is_null(value)) {
        memcpy(at, NULL_WORD, sizeof NULL_WORD - 1);
        return at + sizeof NULL_WORD - 1;
    }
    *at++ = '"';
    for (size_t i = 0; i < value.n; i++) {
        if (needs_escape(value.p[i]))
            *at++ = '\\';
        *at++ = value.p[i];
    }
    *at++ = '"';
    return at;
}

struct str db_array(struct arena *arena, const struct str *values, size_t count)
{
    size_t size = sizeof "{}";
    char *text;
    char *at;

    for (size_t i = 0; i < count; i++)
        size += element_size(values[i]);
    text = arena_alloc(arena, size);
    at = text;
    *at++ = '{';
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            *at++ = ',';
        at = put_element(at, values[i]);
    }
    *at++ = '}';
    return (struct str){ text, (size_t)(at - text) };
}

bool db_read_int(const struct db_result *result, size_t row, size_t column, int64_t *out)
{
    return str_int(db_value(result, row, column), out);
}

bool db_read_bool(const struct db_result *result, size_t row, size_t column, bool *out)
{
    struct str value = db_value(result, row, column);

    if (!str_eq(value, STR("t")) && !str_eq(value, STR("f")))
        return false;
    *out = value.p[0] == 't';
    return true;
}
