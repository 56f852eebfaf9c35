/*
 * setup.c - libpq without a loop.
 */
#include "server/shell/setup.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "server/core/flow.h"
#include "server/db/bind.h"
#include "server/db/migrate.h"

struct error setup_log(const struct settings *settings, struct arena *arena)
{
    struct error err = log_open(settings->log, (enum log_level)settings->log_level);

    if (err.code)
        err.detail = str_format(arena, "%s: %s", settings->log, strerror(errno));
    return err;
}

/* What to do about words of a server that speaks English; others need none of ours. */
static const char *remedy_of(const char *words)
{
    static const struct {
        const char *part, *remedy;
    } known[] = {
        { "role \"osb_", "; osbd migrate makes the roles" },
        { "database \"", "; make it with createdb" },
        { "authentication failed", "; pg_hba.conf says who may come: docs/RUNNING.md" },
        { "no pg_hba.conf entry", "; pg_hba.conf says who may come: docs/RUNNING.md" },
    };

    for (size_t i = 0; i < COUNT(known); i++)
        if (strstr(words, known[i].part))
            return known[i].remedy;
    return "";
}

struct error setup_away(const char *setting, struct str words, struct arena *arena)
{
    words = str_dup(arena, words);
    while (words.n && strchr(" \n", words.p[words.n - 1]))
        words.n--;
    return refuse_with(
        ERR_RETRY, setting,
        str_format(arena, "%s: %.*s%s", setting, STR_ARG(words), remedy_of(words.p)));
}

struct error setup_connect(const char *setting, const char *conninfo, struct arena *arena,
                           PGconn **out)
{
    PGconn *pg = PQconnectdb(conninfo);
    struct error err = OK;

    *out = NULL;
    if (PQstatus(pg) == CONNECTION_OK)
        err =
            setup_run(pg, "SET search_path = osb; SET TimeZone = 'UTC'", NULL, 0, arena, NULL);
    else
        err = setup_away(setting, str_of(PQerrorMessage(pg)), arena);
    if (err.code)
        PQfinish(pg);
    else
        *out = pg;
    return err;
}

struct error setup_run(PGconn *pg, const char *sql, const char *const *values, int count,
                       struct arena *arena, PGresult **out)
{
    PGresult *result =
        count ? PQexecParams(pg, sql, count, NULL, values, NULL, NULL, 0) : PQexec(pg, sql);
    ExecStatusType status = PQresultStatus(result);
    struct error err = OK;

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        err = refuse_with(ERR_DATABASE, NULL, str_dup(arena, str_of(PQerrorMessage(pg))));
    if (err.code || !out)
        PQclear(result);
    else
        *out = result;
    return err;
}

static struct error look_at_tables(const char *conninfo, struct arena *arena)
{
    struct migrate_state state;
    struct error err = migrate_look(conninfo, sql_files, sql_file_count, arena, &state);

    if (!err.code && state.applied != state.known)
        err = refuse_with(ERR_MIGRATION, NULL,
                          str_format(arena, "migration %lld of %lld: run osbd migrate",
                                     (long long)state.applied, (long long)state.known));
    return err;
}

static const char look_sql[] =
    "SELECT c.name, c.practice, p.utc_offset_min FROM company c,"
    " (SELECT utc_offset_min FROM policy WHERE valid_from <= business_today()"
    "  ORDER BY valid_from DESC, id DESC LIMIT 1) p";

struct error setup_look(struct daemon *daemon, struct arena *arena)
{
    const char *conninfo = daemon->settings->database;
    PGresult *row = NULL;
    PGconn *pg = NULL;
    int64_t offset = 0;
    struct error err = look_at_tables(conninfo, arena);

    if (err.code == ERR_RETRY)
        err = setup_away("database", err.detail, arena);
    if (!err.code)
        err = setup_connect("database", conninfo, arena, &pg);
    if (!err.code)
        err = setup_run(pg, look_sql, NULL, 0, arena, &row);
    if (!err.code && PQntuples(row) != 1) {
        err = refuse_with(ERR_CONFIG, NULL,
                          STR("the database has no company: run osbd company create"));
    } else if (!err.code) {
        daemon->company = str_dup(arena, str_of(PQgetvalue(row, 0, 0))).p;
        daemon->practice = *PQgetvalue(row, 0, 1) == 't';
        if (!str_int(str_of(PQgetvalue(row, 0, 2)), &offset))
            err = refuse_with(ERR_DATABASE, NULL, STR("policy.utc_offset_min is no number"));
        daemon->utc_offset_min = (int)offset;
    }
    PQclear(row);
    if (pg)
        PQfinish(pg);
    return err;
}

/* ---- reference tables ---- */

static struct str array_of(struct str *values, size_t n, struct arena *arena)
{
    return db_array(arena, values, n);
}

static struct error write_flow(PGconn *pg, struct arena *arena)
{
    struct str *columns[4];
    const char *values[4];

    for (size_t c = 0; c < COUNT(columns); c++)
        columns[c] = ARENA_ARRAY(arena, flow_row_count, struct str);
    for (size_t i = 0; i < flow_row_count; i++) {
        const struct flow_row *row = &flow_rows[i];
        enum enum_id states = flow_states(row->machine);

        columns[0][i] = str_of(enum_name(ENUM_machine, row->machine));
        columns[1][i] = str_of(enum_name(states, row->from));
        columns[2][i] = str_of(flow_event_name(row->event));
        columns[3][i] = str_of(enum_name(states, row->to));
    }
    for (size_t c = 0; c < COUNT(columns); c++)
        values[c] = str_text(arena, array_of(columns[c], flow_row_count, arena));
    return setup_run(pg,
                     "INSERT INTO flow SELECT DISTINCT * FROM"
                     " unnest($1::text[], $2::text[], $3::text[], $4::text[])",
                     values, 4, arena, NULL);
}

static struct error write_roles(PGconn *pg, struct arena *arena)
{
    size_t room = (size_t)OP_COUNT * role_count, n = 0;
    struct str *roles = ARENA_ARRAY(arena, room, struct str);
    struct str *ops = ARENA_ARRAY(arena, room, struct str);
    const char *values[2];

    for (enum op op = 0; op < OP_COUNT; op++)
        for (enum role r = 1; r < role_count; r++)
            if (catalog[op].roles & ROLE_BIT(r)) {
                roles[n] = str_of(enum_name(ENUM_role, r));
                ops[n++] = str_of(catalog[op].name);
            }
    values[0] = str_text(arena, array_of(roles, n, arena));
    values[1] = str_text(arena, array_of(ops, n, arena));
    return setup_run(pg, "INSERT INTO role_op SELECT * FROM unnest($1::text[], $2::text[])",
                     values, 2, arena, NULL);
}

struct error setup_reference(PGconn *pg, struct arena *arena)
{
    struct error err = setup_run(pg,
                                 "BEGIN; SET LOCAL ROLE osb_owner;"
                                 "DELETE FROM flow; DELETE FROM role_op",
                                 NULL, 0, arena, NULL);

    if (!err.code)
        err = write_flow(pg, arena);
    if (!err.code)
        err = write_roles(pg, arena);
    if (!err.code)
        err = setup_run(pg, "COMMIT", NULL, 0, arena, NULL);
    return err;
}
