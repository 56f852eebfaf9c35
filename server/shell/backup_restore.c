/*
 * backup_restore.c - osbd restore and osbd drill.
 */
#include <stdio.h>
#include <string.h>

#include "common/buffer.h"
#include "server/db/migrate.h"
#include "server/shell/audit.h"
#include "server/shell/backup.h"
#include "server/shell/setup.h"
#include "server/shell/tool.h"

#define MOST_INVARIANTS 40

/* Any number will do that no other program on the server uses. */
#define DRILL_LOCK "SELECT pg_try_advisory_lock(20471, 3)"

struct returning {
    const struct settings *settings;
    const char *from; /* the backup's folder */
    struct manifest m;
    struct str begun;
    struct arena *arena;
};

/* ---- common to both ---- */

static struct error take_backup(struct returning *r, const char *from)
{
    struct error err = backup_find(from, r->arena, &r->from);

    if (!err.code)
        err = manifest_read(r->from, r->arena, &r->m);
    if (!err.code)
        err = manifest_verify(r->from, &r->m, r->arena);
    return err;
}

static int64_t known_migrations(void)
{
    int64_t known = 0;

    for (size_t i = 0; i < sql_file_count; i++)
        known += !strncmp(sql_files[i].name, "migrations/", strlen("migrations/"));
    return known;
}

static struct error check_age(const struct returning *r)
{
    if (r->m.migration <= known_migrations())
        return OK;
    return refuse_with(ERR_MIGRATION, NULL,
                       str_format(r->arena,
                                  "the backup has migration %lld, this program knows %lld: use"
                                  " the program that made it, or a newer one",
                                  (long long)r->m.migration, (long long)known_migrations()));
}

/* The roles, and the database's own settings, which are not in a dump: the first statement of
 * the first migration makes them. */
static struct error make_roles(PGconn *pg, struct arena *arena)
{
    static const char end[] = "\n$$;\n";
    const char *text = sql_files[0].text, *to = NULL;

    for (size_t i = 0; i < sql_file_count && !to; i++)
        if (!strncmp(sql_files[i].name, "migrations/0001", strlen("migrations/0001"))) {
            text = sql_files[i].text;
            to = strstr(text, end);
        }
    if (!to)
        return refuse_with(ERR_INTERNAL, NULL, STR("migration 0001 does not make the roles"));
    return setup_run(
        pg, str_dup(arena, (struct str){ text, (size_t)(to - text) + sizeof end - 1 }).p, NULL,
        0, arena, NULL);
}

static struct error load(const struct returning *r, PGconn *pg)
{
    const char *database = str_format(r->arena, "--dbname=%s", PQdb(pg)).p;
    const char *data = str_format(r->arena, "%s/data", r->from).p;
    const char *const words[] = { "pg_restore",
                                  "--single-transaction",
                                  "--exit-on-error",
                                  "--no-password",
                                  database,
                                  data,
                                  NULL };
    struct error err = make_roles(pg, r->arena);

    if (!err.code)
        err = tool_run(words, pg, PQdb(pg), r->arena);
    if (!err.code)
        err = setup_run(pg, "ANALYZE", NULL, 0, r->arena, NULL);
    return err;
}

static struct error compare(const struct returning *r, PGconn *pg)
{
    struct manifest now = { 0 };
    struct error err = manifest_look(pg, r->arena, &now);
    struct str differences;

    if (err.code)
        return err;
    differences = manifest_differences(&r->m, &now, r->arena);
    if (differences.n)
        return refuse_with(ERR_FORMAT, NULL, differences);
    printf("same as the manifest: company, migration %lld, events up to %lld, seals up to %lld,"
           " rows of %zu tables\n",
           (long long)now.migration, (long long)now.event, (long long)now.seal_no,
           now.table_count);
    return OK;
}

static struct error record(const struct returning *r, PGconn *pg, const char *kind,
                           struct error outcome)
{
    const struct backup_run run = {
        .kind = kind, .place = r->from, .begun = r->begun, .free_bytes = -1, .m = &r->m
    };
    struct error err = backup_record(pg, &run, outcome, r->arena);

    return outcome.code ? outcome : err;
}

/* ---- restore ---- */

static struct error check_empty(PGconn *pg, struct arena *arena)
{
    PGresult *row = NULL;
    struct error err = setup_run(
        pg,
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'",
        NULL, 0, arena, &row);

    if (!err.code && strcmp(PQgetvalue(row, 0, 0), "0") != 0)
        err = refuse_with(
            ERR_RULE, NULL,
            str_format(arena,
                       "the database %s is not empty, and a restore overwrites nothing: make"
                       " an empty one with createdb and name it with --owner-database",
                       PQdb(pg)));
    PQclear(row);
    return err;
}

struct error backup_restore(const struct settings *settings, const char *from,
                            struct arena *arena)
{
    struct returning r = { .settings = settings, .arena = arena };
    PGconn *pg = NULL;
    struct error err = take_backup(&r, from);

    if (!err.code)
        err = check_age(&r);
    if (!err.code)
        err = setup_connect("owner-database", settings->owner, arena, &pg);
    if (!err.code)
        err = check_empty(pg, arena);
    if (!err.code)
        err = backup_clock(pg, arena, &r.begun);
    if (!err.code)
        err = load(&r, pg);
    if (!err.code)
        err = compare(&r, pg);
    if (!err.code)
        err = record(&r, pg, "RESTORE", err);
    if (!err.code)
        printf("restored   %s\ninto       %s\nnext       osbd %s\n", r.from, PQdb(pg),
               r.m.migration < known_migrations() ? "migrate" : "check");
    PQfinish(pg);
    return err;
}

/* ---- drill ---- */

static struct error invariant_holds(PGconn *pg, const struct invariant *i, struct arena *arena,
                                    struct buffer *broken)
{
    PGresult *row = NULL;
    const char *sql = str_format(arena,
                                 "SELECT count(*), coalesce((array_agg(q::text))[1], '')"
                                 " FROM (%.*s) q",
                                 STR_ARG(i->sql))
                          .p;
    struct error err = setup_run(pg, sql, NULL, 0, arena, &row);

    if (!err.code && strcmp(PQgetvalue(row, 0, 0), "0") != 0)
        buffer_put(broken,
                   str_format(arena, "%.*s is broken by %s rows, one is %s; ", STR_ARG(i->name),
                              PQgetvalue(row, 0, 0), PQgetvalue(row, 0, 1)));
    PQclear(row);
    return err;
}

static struct error verify(PGconn *pg, struct arena *arena)
{
    struct invariant list[MOST_INVARIANTS];
    size_t count = invariants_read(invariants_text(), list, COUNT(list));
    struct buffer broken;
    struct error err =
        setup_run(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL, 0, arena, NULL);

    buffer_init(&broken, arena);
    for (size_t i = 0; !err.code && i < count; i++)
        err = invariant_holds(pg, &list[i], arena, &broken);
    if (!err.code && count == 0)
        err = refuse_with(ERR_INTERNAL, NULL, STR("this program has no invariants"));
    if (!err.code && broken.n)
        err = refuse_with(ERR_FORMAT, NULL, buffer_text(&broken));
    if (!err.code)
        printf("%zu invariants hold\n", count);
    return err;
}

/* A company that is brought up to this program shows that the next update will go well, too. */
static struct error bring_up(const struct returning *r, PGconn *pg)
{
    const char *conninfo = tool_conninfo(pg, PQdb(pg), r->arena);
    struct migrate_state state = { 0 };
    struct error err;

    if (r->m.migration == known_migrations())
        return OK;
    err = migrate_run(conninfo, sql_files, sql_file_count, OSB_VERSION, r->arena, &state);
    if (!err.code)
        err = setup_reference(pg, r->arena);
    if (!err.code)
        printf("brought from migration %lld to %lld\n", (long long)r->m.migration,
               (long long)state.applied);
    return err;
}

static struct error try_in(const struct returning *r, PGconn *pg, const char *database)
{
    const char *conninfo = tool_conninfo(pg, database, r->arena);
    PGconn *copy = NULL;
    struct error err = setup_connect("owner-database", conninfo, r->arena, &copy);

    if (!err.code)
        err = load(r, copy);
    if (!err.code)
        err = compare(r, copy);
    if (!err.code)
        err = bring_up(r, copy);
    if (!err.code)
        err = verify(copy, r->arena);
    PQfinish(copy);
    return err;
}

/* One drill at a time: then a copy of that name is one that a killed drill left. */
static struct error take_turn(PGconn *pg, struct arena *arena)
{
    PGresult *row = NULL;
    struct error err = setup_run(pg, DRILL_LOCK, NULL, 0, arena, &row);

    if (!err.code && *PQgetvalue(row, 0, 0) != 't')
        err = refuse_with(ERR_RULE, NULL, STR("another drill is under way"));
    PQclear(row);
    return err;
}

static struct error drop(PGconn *pg, const char *quoted, struct arena *arena)
{
    return setup_run(pg, str_format(arena, "DROP DATABASE IF EXISTS %s WITH (FORCE)", quoted).p,
                     NULL, 0, arena, NULL);
}

static struct error drill_at(const struct returning *r, PGconn *pg)
{
    const char *database = str_format(r->arena, "osb_drill_of_%.40s", PQdb(pg)).p;
    char *quoted = PQescapeIdentifier(pg, database, strlen(database));
    const char *make = str_format(r->arena, "CREATE DATABASE %s TEMPLATE template0", quoted).p;
    struct error err = take_turn(pg, r->arena), dropped;

    if (!err.code) /* not that there is nothing to drop */
        err = setup_run(pg, "SET client_min_messages = warning", NULL, 0, r->arena, NULL);
    if (!err.code)
        err = drop(pg, quoted, r->arena);
    if (!err.code)
        err = setup_run(pg, make, NULL, 0, r->arena, NULL);
    if (!err.code) {
        err = try_in(r, pg, database);
        dropped = drop(pg, quoted, r->arena);
        err = err.code ? err : dropped;
    }
    PQfreemem(quoted);
    return err;
}

struct error backup_drill(const struct settings *settings, const char *from,
                          struct arena *arena)
{
    struct returning r = { .settings = settings, .from = from, .arena = arena };
    PGconn *pg = NULL;
    struct error err = setup_connect("owner-database", settings->owner, arena, &pg);

    if (!err.code)
        err = backup_clock(pg, arena, &r.begun);
    if (err.code)
        return err;
    err = take_backup(&r, from);
    if (!err.code)
        printf("drill with %s\n%zu files are as they were written\n", r.from, r.m.file_count);
    if (!err.code)
        err = check_age(&r);
    if (!err.code)
        err = drill_at(&r, pg);
    err = record(&r, pg, "DRILL", err);
    if (!err.code)
        printf("the backup of %.*s, made from %.*s, is good\n", STR_ARG(r.m.company),
               STR_ARG(r.m.begun));
    PQfinish(pg);
    return err;
}
