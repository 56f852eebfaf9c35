/*
 * tables.c - metadata of every table, and what it gives for free: comparison, dump, binding.
 */
#include "server/core/tables.h"

#include <string.h>

#define COLUMN_META(table, kind, column)                                                       \
    { #column, COLUMN_##kind, ENUM_ID_NONE, offsetof(struct table##_row, column) },
#define COLUMN_ENUM_META(table, type, column)                                                  \
    { #column, COLUMN_ENUM, ENUM_##type, offsetof(struct table##_row, column) },
#define TABLE(name, NAME, sql, kind, COLUMNS)                                                  \
    static const struct column name##_columns[] = { COLUMNS(name, COLUMN_META,                 \
                                                            COLUMN_ENUM_META) };
#include "server/core/tables.def"
#undef TABLE

const struct table_info tables[TABLE_COUNT] = {
#define TABLE(name, NAME, sql, kind, COLUMNS)                                                  \
    [TABLE_##NAME] = { #name,          sql,                                                    \
                       TABLE_##kind,   sizeof(struct name##_row),                              \
                       name##_columns, COUNT(name##_columns) },
#include "server/core/tables.def"
#undef TABLE
};

static const void *field(const void *row, const struct column *column)
{
    return (const char *)row + column->offset;
}

int64_t row_id(const void *row)
{
    return *(const int64_t *)row;
}

int64_t row_number(const void *row, const struct column *column)
{
    const void *at = field(row, column);

    switch (column->kind) {
    case COLUMN_ID:
    case COLUMN_REF:
    case COLUMN_INT:
    case COLUMN_MONEY: /* one int64_t inside, as are qty and instant */
    case COLUMN_QTY:
    case COLUMN_TIME:
        return *(const int64_t *)at;
    case COLUMN_DAY:
        return *(const int32_t *)at;
    case COLUMN_BOOL:
        return *(const bool *)at;
    case COLUMN_ENUM:
        return *(const unsigned *)at;
    case COLUMN_TEXT:
        break;
    }
    assert(!"a text is no number");
    return 0;
}

bool row_same(const struct table_info *table, const void *a, const void *b)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *c = &table->columns[i];

        if (c->kind == COLUMN_TEXT) {
            if (!str_eq(*(const struct str *)field(a, c), *(const struct str *)field(b, c)))
                return false;
        } else if (row_number(a, c) != row_number(b, c)) {
            return false;
        }
    }
    return true;
}

void *row_copy(const struct table_info *table, const void *row, struct arena *arena)
{
    void *copy = arena_alloc(arena, table->row_size);

    memcpy(copy, row, table->row_size);
    return copy;
}

bool row_value(const void *row, const struct column *column, struct arena *arena,
               struct str *out)
{
    int64_t n;

    if (column->kind == COLUMN_TEXT) {
        *out = *(const struct str *)field(row, column);
        return true;
    }
    n = row_number(row, column);
    switch (column->kind) {
    case COLUMN_REF:
        if (n == 0)
            return false;
        break;
    case COLUMN_DAY:
        *out = day_text((struct day){ (int32_t)n }, arena);
        return n != 0;
    case COLUMN_TIME:
        *out = instant_text((struct instant){ n }, arena);
        return n != 0;
    case COLUMN_BOOL:
        *out = n ? STR("t") : STR("f");
        return true;
    case COLUMN_ENUM:
        *out = str_of(enum_name(column->enumeration, (unsigned)n));
        return true;
    case COLUMN_ID:
    case COLUMN_INT:
    case COLUMN_MONEY:
    case COLUMN_QTY:
    case COLUMN_TEXT:
        break;
    }
    *out = str_format(arena, "%lld", (long long)n);
    return true;
}

struct str row_text(const struct table_info *table, const void *row, struct arena *arena)
{
    struct str line = str_of(table->name);

    for (size_t i = 0; i < table->column_count; i++) {
        struct str value;

        if (!row_value(row, &table->columns[i], arena, &value))
            value = STR("-");
        line = str_format(arena, "%.*s|%s=%.*s", STR_ARG(line), table->columns[i].name,
                          STR_ARG(value));
    }
    return line;
}

static bool set_number(void *at, const struct column *column, struct str text)
{
    int64_t n;

    if (column->kind == COLUMN_BOOL) {
        if (!str_eq(text, STR("t")) && !str_eq(text, STR("f")))
            return false;
        *(bool *)at = text.p[0] == 't';
        return true;
    }
    if (!str_int(text, &n))
        return false;
    if (column->kind == COLUMN_DAY) {
        if (n < INT32_MIN || n > INT32_MAX)
            return false;
        *(int32_t *)at = (int32_t)n;
        return true;
    }
    *(int64_t *)at = n;
    return true;
}

bool row_set(void *row, const struct column *column, struct str text, bool is_null,
             struct arena *arena)
{
    void *at = (char *)row + column->offset;

    if (is_null) /* the row is zeroed: none */
        return column->kind == COLUMN_REF || column->kind == COLUMN_DAY ||
               column->kind == COLUMN_TIME;
    if (column->kind == COLUMN_TEXT) {
        *(struct str *)at = str_dup(arena, text);
        return true;
    }
    if (column->kind == COLUMN_ENUM) {
        unsigned value = enum_value(column->enumeration, text);

        *(unsigned *)at = value;
        return value != 0 || str_empty(text);
    }
    return set_number(at, column, text);
}
