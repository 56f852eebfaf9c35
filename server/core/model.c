/*
 * model.c - tables in memory: finding, loading, applying.
 */
#include "server/core/model.h"

#include "server/core/history.h"

#include <stdlib.h>
#include <string.h>

void model_init(struct model *m, struct arena *arena)
{
    *m = (struct model){ .arena = arena, .utc_offset_min = 480, .next_block = 1 };
}

/* The place of an id, or where it belongs. */
static size_t place_of(const struct model_table *t, int64_t id)
{
    size_t low = 0, high = t->n;

    if (t->n && row_id(t->rows[t->n - 1]) < id)
        return t->n; /* most rows come in order */
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (row_id(t->rows[middle]) < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Texts of a row must outlive the command's arena. */
static void keep_texts(struct model *m, const struct table_info *table, void *row)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].kind == COLUMN_TEXT) {
            struct str *s = (struct str *)((char *)row + table->columns[i].offset);

            *s = s->n ? str_dup(m->arena, *s) : STR("");
        }
}

void model_insert(struct model *m, enum table table, const void *row)
{
    struct model_table *t = &m->tables[table];
    size_t at = place_of(t, row_id(row));
    void *copy = row_copy(&tables[table], row, m->arena);

    assert(at == t->n || row_id(t->rows[at]) != row_id(row));
    if (t->n == t->room) {
        size_t room = t->room ? 2 * t->room : 16;
        void **rows = ARENA_ARRAY(m->arena, room, void *);

        if (t->n)
            memcpy(rows, t->rows, t->n * sizeof *rows);
        t->rows = rows;
        t->room = room;
    }
    memmove(t->rows + at + 1, t->rows + at, (t->n - at) * sizeof *t->rows);
    keep_texts(m, &tables[table], copy);
    t->rows[at] = copy;
    t->n++;
}

const void *model_find(const struct model *m, enum table table, int64_t id)
{
    const struct model_table *t = &m->tables[table];
    size_t at = place_of(t, id);

    return at < t->n && row_id(t->rows[at]) == id ? t->rows[at] : NULL;
}

void model_copy(const struct model *m, struct arena *arena, struct model *out)
{
    model_init(out, arena);
    out->now = m->now;
    out->utc_offset_min = m->utc_offset_min;
    out->next_block = m->next_block;
    for (enum table t = 0; t < TABLE_COUNT; t++)
        for (size_t i = 0; i < m->tables[t].n; i++)
            model_insert(out, t, m->tables[t].rows[i]);
}

/* --- loading: the second reader of load.h ---------------------------------------------- */

/* Rows that a load finds, without its order and limit; found once for each command. */
struct found {
    bool known;
    const void **rows;
    size_t n;
};
struct finding {
    struct model *m;
    struct work *w;
    const struct operation *op;
    struct found found[TABLE_COUNT];
    struct day today;
};

static const struct found *find_rows(struct finding *f, const struct load *l);

static struct str text_at(const void *row, const struct column *c)
{
    return *(const struct str *)((const char *)row + c->offset);
}

static bool by_arg(struct finding *f, const struct column *c, const void *row,
                   const struct way *way)
{
    const struct arg *a = &f->w->args->v[way->param];

    if (!a->given)
        return false;
    return c->kind == COLUMN_TEXT ? a->s.n && str_eq(text_at(row, c), a->s)
                                  : row_number(row, c) == a->n;
}

static bool by_items(struct finding *f, const struct column *c, const void *row,
                     const struct way *way)
{
    const struct arg *a = &f->w->args->v[way->param];

    for (size_t i = 0; i < a->item_count; i++) {
        struct str code = way->item_ref ? a->items[i].ref : a->items[i].product;

        if (code.n && str_eq(code, text_at(row, c)))
            return true;
    }
    return false;
}

/* The rows of the table by which the way leads; asked for each row that may match. */
static const struct found *found_of(struct finding *f, enum table table)
{
    return f->found[table].known ? &f->found[table] : find_rows(f, load_of(f->op, table));
}

static bool by_text_fact(const struct found *from, const struct column *other, struct str text)
{
    for (size_t i = 0; i < from->n; i++) {
        struct str s = text_at(from->rows[i], other);

        if (s.n && str_eq(s, text))
            return true;
    }
    return false;
}

static bool by_fact(struct finding *f, const struct column *c, const void *row,
                    const struct way *way)
{
    const struct found *from = found_of(f, way->from);
    const struct column *other = &tables[way->from].columns[way->from_column];
    int64_t n;

    if (c->kind == COLUMN_TEXT)
        return by_text_fact(from, other, text_at(row, c));
    n = row_number(row, c);
    for (size_t i = 0; n && i < from->n; i++)
        if (row_number(from->rows[i], other) == n)
            return true;
    return false;
}

static bool way_holds(struct finding *f, const struct load *l, const void *row,
                      const struct way *way)
{
    const struct column *c = &tables[l->table].columns[way->column];

    switch (way->kind) {
    case MATCH_ARG:
        return by_arg(f, c, row, way);
    case MATCH_ITEMS:
        return by_items(f, c, row, way);
    case MATCH_FACT:
        return by_fact(f, c, row, way);
    case MATCH_CONST:
        return row_number(row, c) == way->value;
    case MATCH_ACTOR:
        return row_number(row, c) == f->w->actor_id;
    case MATCH_POSITIVE:
        return row_number(row, c) > 0;
    case MATCH_NULL:
        return row_number(row, c) == 0;
    case MATCH_DAY_REACHED:
        return row_number(row, c) <= f->today.n;
    case MATCH_DAY_NEAR:
        return row_number(row, c) >= f->today.n - LOAD_DAYS_BACK &&
               row_number(row, c) <= f->today.n + LOAD_DAYS_AHEAD;
    case MATCH_NONE:
        break;
    }
    return false;
}

static bool load_matches(struct finding *f, const struct load *l, const void *row)
{
    for (size_t m = 0; m < LOAD_MATCHES && l->matches[m].ways[0].kind; m++) {
        bool any = false;

        for (size_t k = 0; k < MATCH_WAYS && l->matches[m].ways[k].kind && !any; k++)
            any = way_holds(f, l, row, &l->matches[m].ways[k]);
        if (!any)
            return false;
    }
    return true;
}

/* Could any row match? Not where all ways lead from parameters and facts that are not there:
 * then the table need not be looked through. */
static bool may_match(struct finding *f, const struct load *l)
{
    for (size_t m = 0; m < LOAD_MATCHES && l->matches[m].ways[0].kind; m++) {
        bool any = false;

        for (size_t k = 0; k < MATCH_WAYS && l->matches[m].ways[k].kind && !any; k++) {
            const struct way *way = &l->matches[m].ways[k];

            if (way->kind == MATCH_ARG || way->kind == MATCH_ITEMS)
                any = f->w->args->v[way->param].given;
            else
                any = way->kind != MATCH_FACT || found_of(f, way->from)->n > 0;
        }
        if (!any)
            return false;
    }
    return true;
}

static const struct found *find_rows(struct finding *f, const struct load *l)
{
    struct found *found = &f->found[l->table];
    const struct model_table *t = &f->m->tables[l->table];
    struct model_table made;

    if (found->known)
        return found;
    found->known = true; /* a load never depends on itself: load_check() */
    if (!may_match(f, l))
        return found;
    if (tables[l->table].kind == TABLE_VIEW) {
        made = history_rows(f->m, f->w->arena);
        t = &made;
    }
    found->rows = ARENA_ARRAY(f->w->arena, t->n + 1, const void *);
    for (size_t i = 0; i < t->n; i++)
        if (load_matches(f, l, t->rows[i]))
            found->rows[found->n++] = t->rows[i];
    return found;
}

/* a before b in the load's order? Rows come in order of ids; ties keep it. */
static bool goes_before(const struct load *l, const void *a, const void *b)
{
    const struct column *c = &tables[l->table].columns[l->order_by];
    int64_t x = row_number(a, c), y = row_number(b, c);

    if (x != y)
        return l->newest ? x > y : x < y;
    return l->newest ? row_id(a) > row_id(b) : row_id(a) < row_id(b);
}

static void sort_rows(const struct load *l, const void **rows, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k && goes_before(l, rows[k], rows[k - 1]); k--) {
            const void *swap = rows[k];

            rows[k] = rows[k - 1];
            rows[k - 1] = swap;
        }
}

static void load_table(struct finding *f, const struct load *l)
{
    const struct found *found = find_rows(f, l);
    struct rows *list = &f->w->list[l->table];
    const void **sorted = ARENA_ARRAY(f->w->arena, found->n + 1, const void *);

    if (found->n)
        memcpy(sorted, found->rows, found->n * sizeof *sorted);
    if (l->order_by || l->newest)
        sort_rows(l, sorted, found->n);
    for (size_t i = 0; i < found->n && i < load_limit(l); i++)
        work_load(f->w, l->table, sorted[i]);
    list->cut = found->n > load_limit(l);
    list->mine = l->hold != HOLD_READ;
}

void model_read(struct model *m, struct work *w, const struct operation *op)
{
    struct finding f = { .m = m, .w = w, .op = op };
    const struct calendar zone = { .utc_offset_min = m->utc_offset_min };

    w->now = m->now;
    f.today = calendar_today(&zone, m->now);
    for (size_t i = 0; i < f.op->load_count; i++)
        load_table(&f, &f.op->loads[i]);
    for (size_t i = 0; i < common_load_count; i++)
        if (load_of(f.op, common_loads[i].table) == &common_loads[i])
            load_table(&f, &common_loads[i]);
}

void model_load(struct model *m, struct work *w)
{
    w->id_block = m->next_block++;
    model_read(m, w, operations[w->op]);
}

/* --- applying --------------------------------------------------------------------------- */

static void update(struct model *m, const struct effect *e)
{
    struct model_table *t = &m->tables[e->table];
    size_t at = place_of(t, row_id(e->row));

    assert(at < t->n && row_id(t->rows[at]) == row_id(e->row));
    memcpy(t->rows[at], e->row, tables[e->table].row_size);
    keep_texts(m, &tables[e->table], t->rows[at]);
}

void model_apply(struct model *m, const struct effects *effects)
{
    for (size_t i = 0; i < effects->n; i++) {
        const struct effect *e = &effects->v[i];

        switch (e->kind) {
        case EFFECT_INSERT:
            model_insert(m, e->table, e->row);
            break;
        case EFFECT_UPDATE:
            update(m, e);
            break;
        }
    }
}

void model_run(struct model *m, struct work *w, struct effects *effects)
{
    model_load(m, w);
    decide(w);
    effects_collect(w, effects);
    assert(!w->arena->failed);
    model_apply(m, effects);
}

/* --- the dump ----------------------------------------------------------------------------- */

/* Every id of the world, ascending: a number's rank says which row it is. */
struct ranks {
    int64_t *ids;
    size_t n;
};

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static struct ranks all_ids(const struct model *m, struct arena *arena)
{
    struct ranks r = { NULL, 0 };
    size_t rows = 0;

    for (enum table t = 0; t < TABLE_COUNT; t++)
        rows += m->tables[t].n;
    r.ids = ARENA_ARRAY(arena, rows + 1, int64_t);
    for (enum table t = 0; t < TABLE_COUNT; t++)
        for (size_t i = 0; i < m->tables[t].n; i++)
            r.ids[r.n++] = row_id(m->tables[t].rows[i]);
    qsort(r.ids, r.n, sizeof *r.ids, by_number);
    return r;
}

static int64_t rank_of(const struct ranks *r, int64_t id)
{
    const int64_t *at = id ? bsearch(&id, r->ids, r->n, sizeof *r->ids, by_number) : NULL;

    return at ? at - r->ids + 1 : id ? -1 : 0;
}

/* A growing text without quadratic copying. */
struct dump {
    struct arena *arena;
    char *p;
    size_t n, room;
};

static void dump_put(struct dump *d, struct str s)
{
    if (d->n + s.n > d->room) {
        size_t room = 2 * (d->n + s.n) + 4096;
        char *p = arena_alloc(d->arena, room);

        if (d->n)
            memcpy(p, d->p, d->n);
        d->p = p;
        d->room = room;
    }
    if (s.n)
        memcpy(d->p + d->n, s.p, s.n);
    d->n += s.n;
}

static void dump_row(struct dump *d, const struct ranks *ranks, const struct table_info *table,
                     const void *row)
{
    dump_put(d, str_of(table->name));
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *c = &table->columns[i];
        struct str value = STR("-");

        if (c->kind == COLUMN_ID || c->kind == COLUMN_REF)
            value =
                str_format(d->arena, "#%lld", (long long)rank_of(ranks, row_number(row, c)));
        else if (!row_value(row, c, d->arena, &value))
            value = STR("-");
        dump_put(d, STR("|"));
        dump_put(d, value);
    }
    dump_put(d, STR("\n"));
}

struct str model_dump(const struct model *m, struct arena *arena)
{
    struct ranks ranks = all_ids(m, arena);
    struct dump d = { .arena = arena };

    for (enum table t = 0; t < TABLE_COUNT; t++)
        for (size_t i = 0; i < m->tables[t].n; i++)
            dump_row(&d, &ranks, &tables[t], m->tables[t].rows[i]);
    return (struct str){ d.p, d.n };
}
