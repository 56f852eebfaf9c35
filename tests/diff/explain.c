/*
 * explain.c - two tables side by side, by id.
 */
#include "tests/diff/explain.h"

#include <stdio.h>

#define MOST_LINES 20

static void print_only(const char *who, enum table t, const void *row, struct arena *arena)
{
    printf("  only in the %s: %.*s\n", who, STR_ARG(row_text(&tables[t], row, arena)));
}

static struct str shown(const void *row, const struct column *c, struct arena *arena)
{
    struct str value;

    return row_value(row, c, arena, &value) ? value : STR("-");
}

static int print_columns(enum table t, const void *a, const void *b, struct arena *arena)
{
    int lines = 0;

    for (size_t i = 0; i < tables[t].column_count; i++) {
        const struct column *c = &tables[t].columns[i];
        struct str x = shown(a, c, arena), y = shown(b, c, arena);

        if (str_eq(x, y))
            continue;
        printf("  %s %lld, %s: model '%.*s', database '%.*s'\n", tables[t].name,
               (long long)row_id(a), c->name, STR_ARG(x), STR_ARG(y));
        lines++;
    }
    return lines;
}

static int explain_table(enum table t, const struct model_table *a, const struct model_table *b,
                         struct arena *arena)
{
    size_t i = 0, k = 0;
    int lines = 0;

    while ((i < a->n || k < b->n) && lines < MOST_LINES) {
        int64_t x = i < a->n ? row_id(a->rows[i]) : INT64_MAX;
        int64_t y = k < b->n ? row_id(b->rows[k]) : INT64_MAX;

        if (x < y)
            print_only("model", t, a->rows[i], arena);
        if (y < x)
            print_only("database", t, b->rows[k], arena);
        lines += x == y ? print_columns(t, a->rows[i], b->rows[k], arena) : 1;
        i += x <= y;
        k += y <= x;
    }
    return lines;
}

void explain(const struct model *model, const struct model *database)
{
    struct arena arena;
    int lines = 0;

    arena_init(&arena, SIZE_MAX);
    for (enum table t = 0; t < TABLE_COUNT && lines < MOST_LINES; t++)
        lines += explain_table(t, &model->tables[t], &database->tables[t], &arena);
    arena_release(&arena);
}
