/*
 * migrate.c - the journal of migrations compared with the files, and the missing ones run.
 */
#include "server/db/migrate.h"

#include <libpq-fe.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER     "migrations/"
#define DIGITS     4
#define HASH_CHARS (crypto_hash_sha256_BYTES * 2)

/* Any number will do that no other program on the server uses. */
#define LOCK_SQL "SELECT pg_advisory_lock(20471, 1)"

struct migration {
    int64_t number;
    const char *name; /* "0001_base.sql" */
    const char *text;
    char sha256[HASH_CHARS + 1];
};

struct migrator {
    PGconn *pg;
    struct arena *arena;
    const struct migration *list;
    size_t count;
};

/* ---- the files ---- */

/* "0001_base.sql" gives 1; anything else -1. */
static int64_t number_of(const char *name)
{
    size_t n = strlen(name);
    int64_t number = 0;

    for (int i = 0; i < DIGITS; i++) {
        if (name[i] < '0' || name[i] > '9')
            return -1;
        number = number * 10 + (name[i] - '0');
    }
    if (name[DIGITS] != '_' || n < DIGITS + sizeof "_x.sql" - 1 ||
        strcmp(name + n - 4, ".sql") != 0)
        return -1;
    return number;
}

static struct migration migration_of(const struct sql_file *file)
{
    struct migration m = { .name = file->name + sizeof FOLDER - 1, .text = file->text };
    unsigned char hash[crypto_hash_sha256_BYTES];

    m.number = number_of(m.name);
    crypto_hash_sha256(hash, (const unsigned char *)file->text, file->size);
    sodium_bin2hex(m.sha256, sizeof m.sha256, hash, sizeof hash);
    return m;
}

static struct error list_files(struct migrator *m, const struct sql_file *files, size_t count)
{
    struct migration *list = ARENA_ARRAY(m->arena, count, struct migration);

    for (size_t i = 0; i < count; i++) {
        if (strncmp(files[i].name, FOLDER, sizeof FOLDER - 1) == 0)
            list[m->count++] = migration_of(&files[i]);
    }
    m->list = list;
    for (size_t i = 0; i < m->count; i++) {
        if (list[i].number == (int64_t)i + 1)
            continue;
        return refuse_with(ERR_MIGRATION, NULL,
                           str_format(m->arena, "%s stands where number %04zu is expected",
                                      list[i].name, i + 1));
    }
    return OK;
}

/* ---- talking to the database ---- */

/* The line of the text at the position that PostgreSQL gives, in characters from 1. */
static size_t line_at(const char *text, const char *position)
{
    long left = position ? strtol(position, NULL, 10) : 0;
    size_t line = 1;

    for (; *text && left > 1; text++) {
        line += *text == '\n';
        left -= ((unsigned char)text[1] & 0xC0) != 0x80; /* counts whole characters */
    }
    return line;
}

static struct error failure(const struct migrator *m, const char *what, const char *sql,
                            const PGresult *result)
{
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    struct str text = str_trim(str_of(message ? message : PQerrorMessage(m->pg)));

    if (position)
        return refuse_with(ERR_DATABASE, NULL,
                           str_format(m->arena, "%s line %zu: %.*s", what,
                                      line_at(sql, position), STR_ARG(text)));
    return refuse_with(ERR_DATABASE, NULL,
                       str_format(m->arena, "%s: %.*s", what, STR_ARG(text)));
}

/* Runs one or more statements; `what` begins the sentence about a failure. */
static struct error run(const struct migrator *m, const char *what, const char *sql)
{
    PGresult *result = PQexec(m->pg, sql);
    ExecStatusType status = PQresultStatus(result);
    struct error err = OK;

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        err = failure(m, what, sql, result);
    PQclear(result);
    return err;
}

static void ignore_notice(void *ctx, const PGresult *notice)
{
    (void)ctx;
    (void)notice;
}

static struct error connect_to(struct migrator *m, const char *conninfo)
{
    m->pg = PQconnectdb(conninfo);
    if (PQstatus(m->pg) != CONNECTION_OK)
        return refuse_with(ERR_RETRY, NULL,
                           str_trim(str_dup(m->arena, str_of(PQerrorMessage(m->pg)))));
    PQsetNoticeReceiver(m->pg, ignore_notice, NULL);
    if (PQsetClientEncoding(m->pg, "UTF8") != 0)
        return refuse_with(ERR_CONFIG, NULL, STR("the database does not speak UTF8"));
    return OK;
}

/* ---- the journal ---- */

static struct error compare_row(const struct migrator *m, const PGresult *rows, int row)
{
    const struct migration *ours = (size_t)row < m->count ? &m->list[row] : NULL;
    const char *number = PQgetvalue(rows, row, 0);
    const char *name = PQgetvalue(rows, row, 1);

    if (strtoll(number, NULL, 10) != row + 1)
        return refuse_with(ERR_MIGRATION, NULL,
                           str_format(m->arena, "the database lacks migration %04d", row + 1));
    if (!ours)
        return refuse_with(ERR_MIGRATION, NULL,
                           str_format(m->arena,
                                      "the database has %s, which is newer than this program",
                                      name));
    if (strcmp(PQgetvalue(rows, row, 2), ours->sha256) != 0 || strcmp(name, ours->name) != 0)
        return refuse_with(ERR_MIGRATION, NULL,
                           str_format(m->arena,
                                      "%s was edited after the database had applied it as %s",
                                      ours->name, name));
    return OK;
}

static struct error read_journal(const struct migrator *m, struct migrate_state *state)
{
    PGresult *rows = PQexec(m->pg, "SELECT number, name, sha256 FROM osb_meta.migration"
                                   " ORDER BY number");
    struct error err = OK;

    if (PQresultStatus(rows) != PGRES_TUPLES_OK)
        err = failure(m, "the journal of migrations", "", rows);
    if (PQntuples(rows) > 0)
        state->applied = strtoll(PQgetvalue(rows, PQntuples(rows) - 1, 0), NULL, 10);
    for (int row = 0; !err.code && row < PQntuples(rows); row++)
        err = compare_row(m, rows, row);
    PQclear(rows);
    return err;
}

static struct error has_journal(const struct migrator *m, bool *out)
{
    PGresult *row = PQexec(m->pg, "SELECT to_regclass('osb_meta.migration') IS NOT NULL");
    struct error err = OK;

    if (PQresultStatus(row) != PGRES_TUPLES_OK)
        err = failure(m, "the journal of migrations", "", row);
    else
        *out = PQgetvalue(row, 0, 0)[0] == 't';
    PQclear(row);
    return err;
}

static struct error make_journal(const struct migrator *m)
{
    return run(m, "the journal of migrations",
               "CREATE SCHEMA IF NOT EXISTS osb_meta;"
               "CREATE TABLE IF NOT EXISTS osb_meta.migration ("
               " number integer PRIMARY KEY,"
               " name text NOT NULL,"
               " sha256 text NOT NULL CHECK (length(sha256) = 64),"
               " applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),"
               " version text NOT NULL)");
}

/* ---- one migration ---- */

static struct error write_row(const struct migrator *m, const struct migration *one,
                              const char *version)
{
    const char *values[] = { str_format(m->arena, "%lld", (long long)one->number).p, one->name,
                             one->sha256, version };
    PGresult *result = PQexecParams(m->pg,
                                    "INSERT INTO osb_meta.migration"
                                    " (number, name, sha256, version) VALUES ($1, $2, $3, $4)",
                                    4, NULL, values, NULL, NULL, 0);
    struct error err = OK;

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        err = failure(m, one->name, "", result);
    PQclear(result);
    return err;
}

/* The savepoint is gone when the file ended the transaction, so that its release fails.
 * Locks are not awaited long: who waits for a table lets everyone behind it wait. RESET ALL
 * takes back what the file set for the session. */
static struct error apply(const struct migrator *m, const struct migration *one,
                          const char *version)
{
    struct error err = run(m, one->name,
                           "RESET SESSION AUTHORIZATION; RESET ALL;"
                           "SET client_encoding = 'UTF8'; SET lock_timeout = '10s'");

    if (!err.code)
        err = run(m, one->name, "BEGIN; SAVEPOINT osb_migration");
    if (!err.code)
        err = run(m, one->name, one->text);
    if (!err.code)
        err = run(m, one->name, "RELEASE SAVEPOINT osb_migration; RESET SESSION AUTHORIZATION");
    if (!err.code)
        err = write_row(m, one, version);
    if (!err.code)
        err = run(m, one->name, "COMMIT");
    if (err.code)
        PQclear(PQexec(m->pg, "ROLLBACK"));
    return err;
}

/* The lock is the session's: it ends with the connection, however that ends. */
static struct error run_all(const struct migrator *m, const char *version,
                            struct migrate_state *state)
{
    struct error err =
        run(m, "waiting for another daemon to migrate", "SET lock_timeout = '120s'; " LOCK_SQL);

    if (!err.code)
        err = make_journal(m);
    if (!err.code)
        err = read_journal(m, state);
    while (!err.code && state->applied < state->known) {
        err = apply(m, &m->list[state->applied], version);
        state->applied += !err.code;
    }
    return err;
}

static struct error look(const struct migrator *m, struct migrate_state *state)
{
    bool there = false;
    struct error err = has_journal(m, &there);

    return !err.code && there ? read_journal(m, state) : err;
}

/* version NULL: only looks. */
static struct error begin(const char *conninfo, const struct sql_file *files, size_t count,
                          const char *version, struct arena *arena, struct migrate_state *out)
{
    struct migrator m = { .arena = arena };
    struct error err = list_files(&m, files, count);

    *out = (struct migrate_state){ .known = (int64_t)m.count };
    if (!err.code)
        err = connect_to(&m, conninfo);
    if (!err.code)
        err = version ? run_all(&m, version, out) : look(&m, out);
    PQfinish(m.pg);
    return err;
}

struct error migrate_run(const char *conninfo, const struct sql_file *files, size_t count,
                         const char *version, struct arena *arena, struct migrate_state *out)
{
    assert(version);
    return begin(conninfo, files, count, version, arena, out);
}

struct error migrate_look(const char *conninfo, const struct sql_file *files, size_t count,
                          struct arena *arena, struct migrate_state *out)
{
    return begin(conninfo, files, count, NULL, arena, out);
}
