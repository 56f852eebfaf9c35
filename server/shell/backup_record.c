/*
 * backup_record.c - what came of a backup, a restore or a drill, written into the database.
 */
#include <string.h>

#include "server/shell/backup.h"
#include "server/shell/setup.h"

static const char there_sql[] = "SELECT to_regclass('osb.backup_run') IS NOT NULL";

/* Words of a server or a path may hold anything; a line of text may not. */
#define LINE(n) "left(normalize(regexp_replace($" #n ", '[[:cntrl:]]+', ' ', 'g')), 500)"

static const char record_sql[] =
    "INSERT INTO osb.backup_run (id, kind, begun_at, good, problem, place, bytes, free_bytes,"
    " migration, event_id, seal_no, manifest_sha256)"
    " SELECT nextval('osb.id_block') * 4096, $1, $2::timestamptz, $3 = '', " LINE(3) ", " LINE(
        4) ","
           " $5::bigint, nullif($6::bigint, -1), $7::integer, $8::bigint, $9::bigint, $10";

static const char *number(int64_t n, struct arena *arena)
{
    return str_format(arena, "%lld", (long long)n).p;
}

static struct error has_table(PGconn *pg, struct arena *arena, bool *out)
{
    PGresult *row = NULL;
    struct error err = setup_run(pg, there_sql, NULL, 0, arena, &row);

    *out = !err.code && *PQgetvalue(row, 0, 0) == 't';
    PQclear(row);
    return err;
}

struct error backup_record(PGconn *pg, const struct backup_run *run, struct error outcome,
                           struct arena *arena)
{
    const char *problem = outcome.detail.n ? str_text(arena, outcome.detail)
                          : outcome.code   ? error_sentence(outcome.code)
                                           : "";
    const char *values[] = { run->kind,
                             str_text(arena, run->begun),
                             problem,
                             run->place,
                             number(run->m->bytes, arena),
                             number(run->free_bytes, arena),
                             number(run->m->migration, arena),
                             number(run->m->event, arena),
                             number(run->m->seal_no, arena),
                             run->m->sum };
    bool there = false;
    struct error err = has_table(pg, arena, &there);

    if (!err.code && there)
        err = setup_run(pg, record_sql, values, (int)COUNT(values), arena, NULL);
    return err;
}

struct error backup_clock(PGconn *pg, struct arena *arena, struct str *out)
{
    PGresult *row = NULL;
    struct error err = setup_run(pg,
                                 "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC',"
                                 " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
                                 NULL, 0, arena, &row);

    if (!err.code)
        *out = str_dup(arena, str_of(PQgetvalue(row, 0, 0)));
    PQclear(row);
    return err;
}
