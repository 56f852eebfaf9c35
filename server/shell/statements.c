/*
 * statements.c - SQL text out of loads and table metadata.
 */
#include "server/shell/statements.h"

#include "common/buffer.h"
#include "server/core/rehearse.h"
#include "server/shell/map.h"
#include "server/shell/unlock.h"

const struct db_statement statement_begin = { .name = "begin", .sql = "BEGIN" };
/* Whatever its values, a command finds a few rows by index. Left to itself PostgreSQL plans
 * some statements anew each time, at greater cost than it runs them, and keeps for others the
 * plan that was good while their table was empty. Queries, whose filters may be absent, are
 * left to it. */
const struct db_statement statement_keep_plans = {
    .name = "keep_plans",
    .sql = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true),"
           " set_config('enable_seqscan', 'off', true)",
};
const struct db_statement statement_commit = { .name = "commit", .sql = "COMMIT" };
const struct db_statement statement_rollback = { .name = "rollback", .sql = "ROLLBACK" };
const struct db_statement statement_find_command = {
    .name = "find_command",
    .sql = "SELECT c.op, c.actor_id, c.body_sha256, c.answer,"
           " coalesce((SELECT max(e.id) FROM event e WHERE e.command_id = c.id), 0)"
           " FROM command c WHERE c.id = $1",
    .params = 1,
};
const struct db_statement statement_clock = {
    .name = "clock",
    .sql = "SELECT (extract(epoch from business_now()) * 1000000)::bigint, nextval('id_block')",
};
const struct db_statement statement_look_begin = {
    .name = "look_begin",
    .sql = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
};
const struct db_statement statement_look_clock = {
    .name = "look_clock",
    .sql = "SELECT (extract(epoch from business_now()) * 1000000)::bigint, 1",
};
const struct db_statement statement_add_command = {
    .name = "add_command",
    .sql =
        "INSERT INTO command (id, op, actor_id, body_sha256, outcome, rule, order_id, answer,"
        " at) VALUES ($1, $2, $3::bigint, $4, $5, $6, $7::bigint, $8, $9::timestamptz)",
    .params = 9,
};

#define MOST_VALUES 256

/* The number of $n in a load's SELECT: its values for a command without parameters. */
static int value_count(const struct operation *op, const struct load *load, struct arena *arena)
{
    struct args *none = ARENA_NEW(arena, struct args);
    struct work *w = ARENA_NEW(arena, struct work);
    struct str values[MOST_VALUES];

    w->args = none;
    w->arena = arena;
    return (int)load_values(op, load, w, arena, values, COUNT(values));
}

static const struct db_statement *statement_new(struct arena *arena, const char *name,
                                                struct str sql, int values)
{
    struct db_statement *made = ARENA_NEW(arena, struct db_statement);

    made->name = str_text(arena, str_of(name));
    made->sql = str_text(arena, sql);
    made->params = values;
    assert(values <= DB_PARAMS);
    return made;
}

struct maker {
    struct statements *out;
    struct arena *arena;   /* for what stays */
    struct arena *scratch; /* emptied after each */
    struct map by_text;
};

static const struct db_statement *select_of(struct maker *m, const struct operation *op,
                                            const struct load *load)
{
    struct str sql = unlock_sql(load, load_sql(op, load, m->scratch), m->scratch);
    struct db_statement *known = map_get(&m->by_text, sql);

    if (!known) {
        struct str name =
            str_format(m->scratch, "load_%s_%zu", tables[load->table].name, m->out->selects++);

        known = ARENA_NEW(m->arena, struct db_statement);
        *known = *statement_new(m->arena, name.p, sql, value_count(op, load, m->scratch));
        map_put(&m->by_text, sql, known);
    }
    arena_reset(m->scratch);
    return known;
}

static void plan_add(struct maker *m, struct plan *plan, const struct operation *op,
                     const struct load *load)
{
    plan->loads[plan->count] = load;
    plan->selects[plan->count++] = select_of(m, op, load);
    if (load->table == TABLE_CREDIT_ACCOUNT && load->hold == HOLD_LOCK)
        plan->has_account = true;
}

static void plan_make(struct maker *m, struct plan *plan, const struct operation *op)
{
    size_t room = op->load_count + common_load_count;

    plan->loads = ARENA_ARRAY(m->arena, room, const struct load *);
    plan->selects = ARENA_ARRAY(m->arena, room, const struct db_statement *);
    for (size_t i = 0; i < op->load_count; i++)
        plan_add(m, plan, op, &op->loads[i]);
    for (size_t i = 0; i < common_load_count; i++)
        if (load_of(op, common_loads[i].table) == &common_loads[i])
            plan_add(m, plan, op, &common_loads[i]);
}

/* ---- effects ---- */

static const char *array_type(enum column_kind kind)
{
    switch (kind) {
    case COLUMN_ID:
    case COLUMN_REF:
    case COLUMN_INT:
    case COLUMN_MONEY:
    case COLUMN_QTY:
        return "bigint[]";
    case COLUMN_BOOL:
        return "boolean[]";
    case COLUMN_DAY:
        return "date[]";
    case COLUMN_TIME:
        return "timestamptz[]";
    case COLUMN_TEXT:
    case COLUMN_ENUM:
        break;
    }
    return "text[]";
}

/* before"column"after for each column, joined by commas. */
static void put_columns(struct buffer *sql, const struct table_info *table, size_t from,
                        const char *form)
{
    for (size_t i = from; i < table->column_count; i++) {
        if (i > from)
            buffer_char(sql, ',');
        for (const char *c = form; *c; c++) {
            if (*c == '?')
                buffer_put(sql, str_of(table->columns[i].name));
            else
                buffer_char(sql, *c);
        }
    }
}

/* unnest($1::bigint[],$2::text[]) AS u("id","code") */
static void put_rows(struct buffer *sql, const struct table_info *table, struct arena *arena)
{
    buffer_put(sql, STR(" unnest("));
    for (size_t i = 0; i < table->column_count; i++)
        buffer_put(sql, str_format(arena, "%s$%zu::%s", i ? "," : "", i + 1,
                                   array_type(table->columns[i].kind)));
    buffer_put(sql, STR(") AS u("));
    put_columns(sql, table, 0, "\"?\"");
    buffer_char(sql, ')');
}

static const struct db_statement *insert_of(struct maker *m, const struct table_info *table)
{
    const struct db_statement *made;
    struct buffer sql;

    buffer_init(&sql, m->scratch);
    buffer_put(&sql, str_format(m->scratch, "INSERT INTO %s (", table->sql_name));
    put_columns(&sql, table, 0, "\"?\"");
    buffer_put(&sql, STR(") SELECT * FROM"));
    put_rows(&sql, table, m->scratch);
    made = statement_new(m->arena, str_format(m->scratch, "insert_%s", table->name).p,
                         buffer_text(&sql), (int)table->column_count);
    arena_reset(m->scratch);
    return made;
}

static const struct db_statement *update_of(struct maker *m, const struct table_info *table)
{
    const struct db_statement *made;
    struct buffer sql;

    buffer_init(&sql, m->scratch);
    buffer_put(&sql, str_format(m->scratch, "UPDATE %s t SET ", table->sql_name));
    put_columns(&sql, table, 1, "\"?\"=u.\"?\"");
    buffer_put(&sql, STR(" FROM"));
    put_rows(&sql, table, m->scratch);
    buffer_put(&sql, STR(" WHERE t.id = u.id"));
    made = statement_new(m->arena, str_format(m->scratch, "update_%s", table->name).p,
                         buffer_text(&sql), (int)table->column_count);
    arena_reset(m->scratch);
    return made;
}

struct statements *statements_new(struct arena *arena)
{
    struct arena scratch;
    struct maker m = { .out = ARENA_NEW(arena, struct statements),
                       .arena = arena,
                       .scratch = &scratch };

    arena_init(&scratch, SIZE_MAX);
    map_init(&m.by_text);
    for (enum op id = 0; id < OP_COUNT; id++)
        if (operations[id])
            plan_make(&m, &m.out->plans[id], operations[id]);
    plan_make(&m, &m.out->facts, &rehearsal_facts);
    for (enum table t = 0; t < TABLE_COUNT; t++) {
        if (tables[t].kind == TABLE_VIEW)
            continue;
        m.out->inserts[t] = insert_of(&m, &tables[t]);
        if (tables[t].kind == TABLE_MUTABLE)
            m.out->updates[t] = update_of(&m, &tables[t]);
    }
    map_release(&m.by_text);
    arena_release(&scratch);
    return m.out;
}
