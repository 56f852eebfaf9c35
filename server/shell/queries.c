/*
 * queries.c - the table of queries, made at start, and their running.
 */
#include "server/shell/queries.h"

#include <string.h>

#include "common/search_key.h"
#include "server/db/sql_files.h"
#include "server/shell/ask.h"
#include "server/shell/audit.h"
#include "server/shell/flow_show.h"
#include "server/shell/health.h"
#include "server/shell/queries_sql.h"
#include "server/shell/request.h"
#include "server/shell/session_list.h"
#include "server/shell/sweep.h"
#include "server/shell/trouble.h"
#include "server/shell/whatif.h"
#include "server/shell/wish.h"

#define ASK_MS       15000
#define DEFAULT_ROWS 100
#define ONE_OBJECT   "-- one object"

struct query {
    struct db_statement statement;
    struct query_sql sql;
    bool one;               /* an object instead of rows */
    struct db_statement by; /* the same rows in an asked order, or behind one of them */
    struct query_sql by_sql;
};

struct queries {
    struct query list[OP_COUNT];
};

/* Answered by the daemon itself. */
static void (*const own[OP_COUNT])(struct request *) = {
    [OP_FLOW_SHOW] = flow_show_answer, [OP_HEALTH] = health_answer,
    [OP_AUDIT_VERIFY] = audit_answer,  [OP_SESSIONS] = session_list_answer,
    [OP_SWEEP] = sweep_answer,         [OP_BACKUP_NOW] = wish_answer,
    [OP_DRILL_NOW] = wish_answer,      [OP_ORDER_WHATIF] = whatif_run,
    [OP_ORDER_EXPLAIN] = whatif_run,
};

static const struct sql_file *file_of(const char *name, struct arena *arena)
{
    struct str path = str_format(arena, "query/%s.sql", name);

    for (size_t i = 0; i < sql_file_count; i++)
        if (!strcmp(sql_files[i].name, path.p))
            return &sql_files[i];
    return NULL;
}

/* Rows become one object; one row more than wanted tells whether there are more. */
static struct str wrapped(const struct query *q, size_t limit_place, struct arena *arena)
{
    return str_format(arena,
                      "WITH q AS MATERIALIZED (SELECT * FROM (%.*s) q LIMIT $%zu::bigint + 1)"
                      " SELECT json_build_object('rows', coalesce((SELECT json_agg(q)"
                      " FROM (SELECT * FROM q LIMIT $%zu::bigint) q), '[]'::json), 'more',"
                      " (SELECT count(*) FROM q) > $%zu::bigint)",
                      STR_ARG(q->sql.sql), limit_place, limit_place, limit_place);
}

/* Where a value of every list stands, whether its file names it or not. */
static size_t place_of(struct query_sql *sql, enum param param)
{
    for (size_t i = 0; i < sql->count; i++)
        if (sql->values[i] == (int)param)
            return i + 1;
    assert(sql->count < QUERY_VALUES);
    sql->values[sql->count++] = (int)param;
    return sql->count;
}

/*
 * The whole list is put in order before it is cut: numbers by value and before other texts,
 * these by their bytes, empty ones last, equal ones as the query has them. The client's
 * list_order (list_sort.c) says the same. `lost`: the row that others are to come behind is
 * not in the list any more.
 */
static struct str ordered(const struct query *q, struct query_sql *sql, struct arena *arena)
{
    size_t sort = place_of(sql, P_sort), down = place_of(sql, P_down);
    size_t behind = place_of(sql, P_behind), limit = place_of(sql, P_limit_rows);

    return str_format(
        arena,
        "WITH q AS MATERIALIZED (SELECT row_to_json(q) r, row_number() OVER () came"
        " FROM (%.*s) q),"
        " v AS (SELECT r, came, coalesce(r ->> $%zu::text, '') v,"
        " coalesce($%zu::boolean, false) down FROM q),"
        " n AS (SELECT *, CASE WHEN v ~ '^-?[0-9]{1,30}([.][0-9]{1,9})?$' THEN v::numeric END n"
        " FROM v),"
        " o AS MATERIALIZED (SELECT r, row_number() OVER (ORDER BY v = '', (n IS NULL) <> down,"
        " CASE WHEN down THEN -n ELSE n END, CASE WHEN NOT down THEN v END COLLATE \"C\","
        " CASE WHEN down THEN v END COLLATE \"C\" DESC, came) place FROM n),"
        " b AS MATERIALIZED (SELECT CASE WHEN $%zu::text IS NULL THEN 0 ELSE (SELECT place FROM o"
        " WHERE NOT EXISTS (SELECT FROM json_each_text($%zu::json) k"
        " WHERE r ->> k.key IS DISTINCT FROM k.value) LIMIT 1) END place),"
        " p AS (SELECT r, o.place FROM o, b WHERE o.place > b.place"
        " ORDER BY o.place LIMIT $%zu::bigint)"
        " SELECT json_build_object('rows', coalesce((SELECT json_agg(r ORDER BY place) FROM p),"
        " '[]'::json), 'more', coalesce((SELECT max(place) FROM p) < (SELECT count(*) FROM o),"
        " false), 'count', (SELECT count(*) FROM o), 'lost', (SELECT place IS NULL FROM b))",
        STR_ARG(q->sql.sql), sort, down, behind, behind, limit);
}

static void make_ordered(struct query *q, enum op op, struct arena *arena)
{
    q->by_sql = q->sql;
    q->by.sql = ordered(q, &q->by_sql, arena).p;
    q->by.name = str_format(arena, "query_%s_by", catalog[op].name).p;
    q->by.params = (int)q->by_sql.count;
}

static bool query_make(struct query *q, enum op op, struct arena *arena, struct str *problem)
{
    const struct sql_file *file = file_of(catalog[op].name, arena);
    struct str text;

    if (!file) {
        *problem = str_format(arena, "there is no sql/query/%s.sql", catalog[op].name);
        return false;
    }
    text = (struct str){ file->text, file->size };
    while (text.n && (text.p[text.n - 1] == '\n' || text.p[text.n - 1] == ';'))
        text.n--;
    if (!query_sql_read(text, arena, &q->sql, problem)) {
        *problem = str_format(arena, "sql/%s: %.*s", file->name, STR_ARG(*problem));
        return false;
    }
    q->one = text.n > strlen(ONE_OBJECT) && !memcmp(text.p, ONE_OBJECT, strlen(ONE_OBJECT));
    q->statement.sql = q->one ? str_text(arena, q->sql.sql)
                              : wrapped(q, place_of(&q->sql, P_limit_rows), arena).p;
    q->statement.name = str_format(arena, "query_%s", catalog[op].name).p;
    q->statement.params = (int)q->sql.count;
    if (op_takes(op, P_sort))
        make_ordered(q, op, arena);
    return true;
}

struct queries *queries_new(struct arena *arena, struct str *problem)
{
    struct queries *queries = ARENA_NEW(arena, struct queries);

    for (enum op op = 0; op < OP_COUNT; op++)
        if (catalog[op].is_query && (!own[op] || file_of(catalog[op].name, arena)) &&
            !query_make(&queries->list[op], op, arena, problem))
            return NULL;
    return queries;
}

const struct db_statement *queries_statement(const struct queries *queries, enum op op)
{
    return queries->list[op].statement.sql ? &queries->list[op].statement : NULL;
}

const struct db_statement *queries_ordered(const struct queries *queries, enum op op)
{
    return queries->list[op].by.sql ? &queries->list[op].by : NULL;
}

/* ---- running ---- */

static struct str number(struct arena *arena, int64_t n)
{
    return str_format(arena, "%lld", (long long)n);
}

static struct str param_value(const struct request *request, enum param param,
                              struct arena *arena)
{
    const struct arg *a = &request->args.v[param];

    if (param == P_limit_rows) {
        int64_t rows = a->given ? a->n : DEFAULT_ROWS;

        return number(arena, rows < 1 ? 1 : rows > LIMIT_LIST_ROWS ? LIMIT_LIST_ROWS : rows);
    }
    if (!a->given)
        return DB_NULL;
    switch (params[param].type) {
    case PARAM_CODE:
    case PARAM_NAME:
    case PARAM_TEXT:
    case PARAM_SECRET:
    case PARAM_BYTES:
        return a->s;
    case PARAM_DAY:
        return day_text((struct day){ (int32_t)a->n }, arena);
    case PARAM_TIME:
        return instant_text((struct instant){ a->n }, arena);
    case PARAM_BOOL:
        return a->n ? STR("t") : STR("f");
    case PARAM_CHOICE:
        return str_of(enum_name(params[param].choices, (unsigned)a->n));
    case PARAM_MONEY:
    case PARAM_QTY:
    case PARAM_INT:
    case PARAM_ID:
        return number(arena, a->n);
    case PARAM_ITEMS:
        break;
    }
    return DB_NULL; /* no query takes rows */
}

static struct str value_of(const struct request *request, int value, struct arena *arena)
{
    if (value == VALUE_ACTOR)
        return number(arena, request->session->who.user_id);
    if (value == VALUE_ALL)
        return request->session->who.sees_all ? STR("t") : STR("f");
    if (value == VALUE_SEARCH) {
        const struct arg *find = &request->args.v[P_find];

        if (find->given)
            return search_fold(find->s, arena);
        return DB_NULL;
    }
    return param_value(request, (enum param)value, arena);
}

static void on_rows(const struct db_outcome *outcome, void *ctx)
{
    struct request *request = ctx;
    const struct db_result *r = outcome->results;
    struct op_stats *stats;

    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome)) {
        request_fail(request, trouble_of(outcome, catalog[request->op].name));
        return;
    }
    if (r->rows == 0 || db_is_null(db_value(r, 0, 0))) {
        request_fail(request, refuse(ERR_NOT_FOUND, NULL));
        return;
    }
    if (request->session) {
        stats = &request->session->daemon->stats.ops[request->op];
        stats->done++;
        stats_took(&request->session->daemon->stats, request->op, request->begun_ms);
    }
    request_answer(request, db_value(r, 0, 0));
}

/* The row that others are to come behind: an object of members. */
static bool is_row(struct str text, struct arena *arena)
{
    struct json_doc doc = { 0 };
    bool good = !json_parse(text, arena, &doc).code && json_kind(doc.root) == JSON_OBJECT &&
                json_count(doc.root) > 0;

    json_release(&doc);
    return good;
}

size_t queries_add(const struct queries *queries, const struct request *request,
                   struct db_batch *batch)
{
    const struct query *q = &queries->list[request->op];
    struct str values[QUERY_VALUES];

    for (size_t i = 0; i < q->sql.count; i++)
        values[i] = value_of(request, q->sql.values[i], batch->arena);
    return db_batch_add(batch, &q->statement, values);
}

void queries_run(struct request *request)
{
    struct daemon *d = request->session->daemon;
    const struct query *q = &d->queries->list[request->op];
    const struct arg *given = request->args.v;
    bool by = given[P_sort].given || given[P_down].given || given[P_behind].given;
    const struct query_sql *sql = by ? &q->by_sql : &q->sql;
    struct str values[QUERY_VALUES];
    struct db_batch batch;

    if (own[request->op]) {
        own[request->op](request);
        return;
    }
    if (given[P_behind].given && !is_row(given[P_behind].s, &request->arena)) {
        request_fail(request, refuse_with(ERR_PARAMS, "behind",
                                          STR("an object of the row's members is expected")));
        return;
    }
    for (size_t i = 0; i < sql->count; i++)
        values[i] = value_of(request, sql->values[i], &request->arena);
    db_batch_init(&batch, &request->arena);
    db_batch_add(&batch, by ? &q->by : &q->statement, values);
    db_batch_sync(&batch);
    if (!ask(d->pool, &batch, ASK_MS, on_rows, request))
        request_fail(request, refuse(ERR_BUSY, NULL));
}
