/*
 * store_batch.c - effects as arrays.
 */
#include "server/shell/store_batch.h"

#include "server/db/bind.h"

/* One column of a run of effects as an array. */
static struct str column_array(const struct effect *run, size_t n, const struct column *column,
                               struct arena *arena)
{
    struct str *values = ARENA_ARRAY(arena, n, struct str);

    for (size_t i = 0; i < n; i++) {
        if (!row_value(run[i].row, column, arena, &values[i]))
            values[i] = DB_NULL;
        else if (!values[i].p) /* a text that was never set is empty, not NULL */
            values[i] = STR("");
    }
    return db_array(arena, values, n);
}

static void add_run(struct store_batch *store, const struct db_statement *statement,
                    const struct effect *run, size_t n, struct arena *arena)
{
    const struct table_info *table = &tables[run->table];
    struct str values[DB_PARAMS];

    for (size_t c = 0; c < table->column_count; c++)
        values[c] = column_array(run, n, &table->columns[c], arena);
    store->places[store->count] = db_batch_add(&store->batch, statement, values);
    store->rows[store->count++] = (int64_t)n;
}

/* Effects come grouped by table and kind. */
static size_t run_length(const struct effects *effects, size_t from)
{
    size_t n = 1;

    while (from + n < effects->n && effects->v[from + n].table == effects->v[from].table &&
           effects->v[from + n].kind == effects->v[from].kind)
        n++;
    return n;
}

static void add_command(struct store_batch *store, const struct work *w, struct str body_sha256,
                        struct str answer)
{
    const struct verdict *ruling = &w->ruling;
    const struct str values[] = {
        w->command_id,
        str_of(catalog[w->op].name),
        str_format(w->arena, "%lld", (long long)w->actor_id),
        body_sha256,
        str_of(enum_name(ENUM_outcome, ruling->outcome)),
        str_of(rules[ruling->rule].name),
        ruling->order_id ? str_format(w->arena, "%lld", (long long)ruling->order_id) : DB_NULL,
        answer,
        instant_text(w->now, w->arena),
    };

    store->places[store->count] = db_batch_add(&store->batch, &statement_add_command, values);
    store->rows[store->count++] = 1;
}

void store_batch_init(struct store_batch *store, const struct statements *statements,
                      struct work *w, const struct effects *effects, struct str body_sha256,
                      struct str answer)
{
    size_t n;

    *store = (struct store_batch){
        .places = ARENA_ARRAY(w->arena, effects->n + 1, size_t),
        .rows = ARENA_ARRAY(w->arena, effects->n + 1, int64_t),
    };
    db_batch_init(&store->batch, w->arena);
    for (size_t i = 0; i < effects->n; i += n) {
        const struct effect *run = &effects->v[i];

        n = run_length(effects, i);
        add_run(store,
                run->kind == EFFECT_INSERT ? statements->inserts[run->table]
                                           : statements->updates[run->table],
                run, n, w->arena);
    }
    add_command(store, w, body_sha256, answer);
    db_batch_sync(&store->batch);
    store->commit = db_batch_add(&store->batch, &statement_commit, NULL);
    db_batch_sync(&store->batch);
}

bool store_batch_met_all(const struct store_batch *store, const struct db_outcome *outcome)
{
    for (size_t i = 0; i < store->count; i++)
        if (outcome->results[store->places[i]].affected != store->rows[i])
            return false;
    return true;
}
