/*
 * work.c - lists of facts, added rows, and the effects as the difference between them.
 */
#include "server/core/work.h"

#include <string.h>

#include "server/core/load.h"

int64_t work_id(struct work *w)
{
    if (w->next_id == 0)
        w->next_id = w->id_block * ID_BLOCK + 1;
    if (w->next_id >= (w->id_block + 1) * ID_BLOCK)
        w->arena->failed = true; /* more rows than a command may make: nothing is stored */
    return w->next_id++;
}

/* Room for one more pointer; the rows themselves never move. */
static void rows_grow(struct work *w, struct rows *list)
{
    size_t room = list->room ? 2 * list->room : 8;
    void **v;
    const void **was;

    if (list->n < list->room)
        return;
    v = ARENA_ARRAY(w->arena, room, void *);
    was = ARENA_ARRAY(w->arena, room, const void *);
    if (list->n) {
        memcpy(v, list->v, list->n * sizeof *v);
        memcpy(was, list->was, list->n * sizeof *was);
    }
    list->v = v;
    list->was = was;
    list->room = room;
}

void work_load(struct work *w, enum table table, const void *row)
{
    struct rows *list = &w->list[table];

    assert(list->n == list->loaded);
    rows_grow(w, list);
    list->was[list->n] = row_copy(&tables[table], row, w->arena);
    list->v[list->n++] = row_copy(&tables[table], row, w->arena);
    list->loaded = list->n;
}

void *work_add(struct work *w, enum table table)
{
    struct rows *list = &w->list[table];
    void *row = arena_alloc(w->arena, tables[table].row_size);

    *(int64_t *)row = work_id(w);
    rows_grow(w, list);
    list->v[list->n++] = row;
    return row;
}

void *work_find(const struct work *w, enum table table, int64_t id)
{
    const struct rows *list = &w->list[table];

    for (size_t i = 0; i < list->n; i++)
        if (row_id(list->v[i]) == id)
            return list->v[i];
    return NULL;
}

static void collect_updates(struct work *w, enum table table, struct effects *out)
{
    const struct rows *list = &w->list[table];

    for (size_t i = 0; i < list->loaded; i++) {
        if (row_same(&tables[table], list->was[i], list->v[i]))
            continue;
        assert(list->mine);                          /* changed without a lock */
        assert(tables[table].kind == TABLE_MUTABLE); /* a ledger row is never changed */
        assert(row_id(list->was[i]) == row_id(list->v[i]));
        out->v[out->n++] = (struct effect){ EFFECT_UPDATE, table, list->v[i] };
    }
}

void effects_collect(struct work *w, struct effects *out)
{
    size_t rows = 0;

    for (size_t t = 0; t < TABLE_COUNT; t++)
        rows += w->list[t].n;
    *out = (struct effects){ ARENA_ARRAY(w->arena, rows + 1, struct effect), 0 };
    if (w->ruling.outcome == OUTCOME_REFUSED)
        return;
    for (enum table t = 0; t < TABLE_COUNT; t++) {
        for (size_t i = w->list[t].loaded; i < w->list[t].n; i++)
            out->v[out->n++] = (struct effect){ EFFECT_INSERT, t, w->list[t].v[i] };
        collect_updates(w, t, out);
    }
}
