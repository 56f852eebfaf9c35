/*
 * migrate.h - brings the tables of the database to what this program knows. Forward only.
 *
 * Migrations are the files migrations/NNNN_name.sql, numbered from 0001 without a gap. Each
 * runs once, in its own transaction, together with its row in osb_meta.migration; a crash
 * leaves whole migrations only, and running again goes on behind the last. An advisory lock
 * lets one daemon migrate while the others wait. A file must not end the transaction itself.
 *
 * These calls block; they are made before the event loop runs.
 */
#ifndef OSB_SERVER_DB_MIGRATE_H
#define OSB_SERVER_DB_MIGRATE_H

#include "common/error.h"
#include "server/db/sql_files.h"

struct migrate_state {
    int64_t applied; /* the last migration that the database has; 0: none */
    int64_t known;   /* the last that the program has */
};

/*
 * Applies what is missing; *out says where the database stands, also behind an error.
 * ERR_MIGRATION: the files have a gap or a bad name, a file was edited after it was applied
 * (its SHA-256 differs), or the database is newer than the program. ERR_RETRY: no
 * connection. ERR_DATABASE: a statement failed; the detail names file and line. Files that
 * are not below migrations/ are passed over.
 */
NODISCARD struct error migrate_run(const char *conninfo, const struct sql_file *files,
                                   size_t count, const char *version, struct arena *arena,
                                   struct migrate_state *out);
/* Looks without changing anything; refuses what migrate_run would refuse. */
NODISCARD struct error migrate_look(const char *conninfo, const struct sql_file *files,
                                    size_t count, struct arena *arena,
                                    struct migrate_state *out);

#endif
