/*
 * manifest.h - what a backup says of itself, so that it can be told whole from damaged.
 *
 * A backup is a folder: data/ as pg_dump's directory format wrote it, manifest.json, and
 * manifest.sha256, the sum of the latter as `sha256sum -c` reads it. The manifest names every
 * file with bytes and SHA-256, and what the database held in the very snapshot that was dumped:
 * rows of each table, newest event, newest seal. A restored database is compared with that.
 */
#ifndef OSB_SHELL_MANIFEST_H
#define OSB_SHELL_MANIFEST_H

#include "common/error.h"

#include <libpq-fe.h>

#define MANIFEST_SUM_BYTES 65 /* SHA-256 in hexadecimal digits, terminated */

struct manifest_table {
    struct str name; /* "osb.orders" */
    int64_t rows;
};

struct manifest_file {
    struct str name; /* "data/toc.dat" */
    int64_t bytes;
    struct str sha256;
};

struct manifest {
    struct str program, company, database, server, seal_hash;
    struct str begun, ended; /* by the database's clock */
    bool practice;
    int64_t migration, event, seal_no;
    int64_t bytes; /* of all files */
    struct manifest_table *tables;
    size_t table_count;
    struct manifest_file *files;
    size_t file_count;
    char sum[MANIFEST_SUM_BYTES]; /* of manifest.json, once written or read */
};

/* What the database holds, as the session's transaction sees it: all but files and times. */
NODISCARD struct error manifest_look(PGconn *pg, struct arena *arena, struct manifest *m);
/* One line for each thing that `now` has otherwise than `then`; empty when they agree. */
struct str manifest_differences(const struct manifest *then, const struct manifest *now,
                                struct arena *arena);

/* Lists data/ of the backup with sizes and sums. ERR_NO_FILE. */
NODISCARD struct error manifest_list(const char *folder, struct arena *arena,
                                     struct manifest *m);
/* Writes both files through to the disk. */
NODISCARD struct error manifest_write(const char *folder, struct arena *arena,
                                      struct manifest *m);
/* ERR_NO_FILE: it is no backup; ERR_FORMAT: the manifest is damaged. */
NODISCARD struct error manifest_read(const char *folder, struct arena *arena,
                                     struct manifest *out);
/* Reads every file again; ERR_FORMAT names the first that is missing, added or changed. */
NODISCARD struct error manifest_verify(const char *folder, const struct manifest *m,
                                       struct arena *arena);

#endif
