/*
 * manifest_look.c - what a database holds, and how that differs from what a backup held.
 */
#include "server/shell/manifest.h"

#include <string.h>

#include "common/buffer.h"
#include "server/shell/setup.h"

static const char facts_sql[] =
    "SELECT coalesce((SELECT name FROM osb.company), ''),"
    " coalesce((SELECT practice FROM osb.company), false), current_database(),"
    " current_setting('server_version'), (SELECT max(number) FROM osb_meta.migration),"
    " coalesce((SELECT max(id) FROM osb.event), 0),"
    " coalesce((SELECT max(no) FROM osb.event_seal), 0),"
    " coalesce((SELECT encode(hash, 'hex') FROM osb.event_seal ORDER BY no DESC LIMIT 1), '')";

static const char tables_sql[] =
    "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c"
    " JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname IN ('osb', 'osb_meta') AND c.relkind = 'r' ORDER BY 1";

static struct error number_at(const PGresult *row, int column, int64_t *out)
{
    return str_int(str_of(PQgetvalue(row, 0, column)), out)
               ? OK
               : refuse_with(ERR_DATABASE, NULL, STR("the database tells no number"));
}

static struct error look_at_facts(PGconn *pg, struct arena *arena, struct manifest *m)
{
    PGresult *row = NULL;
    struct error err = setup_run(pg, facts_sql, NULL, 0, arena, &row);

    if (err.code)
        return err;
    m->company = str_dup(arena, str_of(PQgetvalue(row, 0, 0)));
    m->practice = *PQgetvalue(row, 0, 1) == 't';
    m->database = str_dup(arena, str_of(PQgetvalue(row, 0, 2)));
    m->server = str_dup(arena, str_of(PQgetvalue(row, 0, 3)));
    err = number_at(row, 4, &m->migration);
    if (!err.code)
        err = number_at(row, 5, &m->event);
    if (!err.code)
        err = number_at(row, 6, &m->seal_no);
    m->seal_hash = str_dup(arena, str_of(PQgetvalue(row, 0, 7)));
    m->program = STR("osbd " OSB_VERSION);
    PQclear(row);
    return err;
}

static struct error count_rows(PGconn *pg, struct arena *arena, struct manifest_table *t)
{
    PGresult *row = NULL;
    struct error err = setup_run(pg, str_format(arena, "SELECT count(*) FROM %s", t->name.p).p,
                                 NULL, 0, arena, &row);

    if (!err.code)
        err = number_at(row, 0, &t->rows);
    PQclear(row);
    return err;
}

struct error manifest_look(PGconn *pg, struct arena *arena, struct manifest *m)
{
    PGresult *names = NULL;
    struct error err = look_at_facts(pg, arena, m);

    if (!err.code)
        err = setup_run(pg, tables_sql, NULL, 0, arena, &names);
    if (err.code)
        return err;
    m->table_count = (size_t)PQntuples(names);
    m->tables = ARENA_ARRAY(arena, m->table_count + 1, struct manifest_table);
    for (size_t i = 0; !err.code && i < m->table_count; i++) {
        m->tables[i].name = str_dup(arena, str_of(PQgetvalue(names, (int)i, 0)));
        err = count_rows(pg, arena, &m->tables[i]);
    }
    PQclear(names);
    return err;
}

/* ---- comparing ---- */

static void differ(struct buffer *out, const char *what, struct str then, struct str now)
{
    if (!str_eq(then, now))
        buffer_put(out, str_format(out->arena, "%s: %.*s in the backup, %.*s restored\n", what,
                                   STR_ARG(then), STR_ARG(now)));
}

static void differ_by(struct buffer *out, const char *what, int64_t then, int64_t now)
{
    differ(out, what, str_format(out->arena, "%lld", (long long)then),
           str_format(out->arena, "%lld", (long long)now));
}

static const struct manifest_table *table_of(const struct manifest *m, struct str name)
{
    for (size_t i = 0; i < m->table_count; i++)
        if (str_eq(m->tables[i].name, name))
            return &m->tables[i];
    return NULL;
}

struct str manifest_differences(const struct manifest *then, const struct manifest *now,
                                struct arena *arena)
{
    struct buffer out;

    buffer_init(&out, arena);
    differ(&out, "company", then->company, now->company);
    differ_by(&out, "practice", then->practice, now->practice);
    differ_by(&out, "migration", then->migration, now->migration);
    differ_by(&out, "newest event", then->event, now->event);
    differ_by(&out, "newest seal", then->seal_no, now->seal_no);
    differ(&out, "hash of the newest seal", then->seal_hash, now->seal_hash);
    differ_by(&out, "number of tables", (int64_t)then->table_count, (int64_t)now->table_count);
    for (size_t i = 0; i < then->table_count; i++) {
        const struct manifest_table *t = &then->tables[i], *n = table_of(now, t->name);

        differ_by(&out, str_format(arena, "rows of %s", t->name.p).p, t->rows,
                  n ? n->rows : -1);
    }
    return buffer_text(&out);
}
