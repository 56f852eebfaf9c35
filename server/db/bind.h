/*
 * bind.h - PostgreSQL's text formats: arrays for unnest(), and values read back.
 *
 * What a table's columns are is the rules' knowledge (server/core/tables.h); this only knows
 * how texts, numbers and lists are written on the wire.
 */
#ifndef OSB_SERVER_DB_BIND_H
#define OSB_SERVER_DB_BIND_H

#include "server/db/sql.h"

/* A one-dimensional array of `count` values, each quoted, DB_NULL as NULL: {"a",NULL,"b"}.
 * A statement reads it as $1::text[], $2::bigint[] and so on. */
struct str db_array(struct arena *arena, const struct str *values, size_t count);

/* The value as a whole number; false for NULL and anything else. */
NODISCARD bool db_read_int(const struct db_result *result, size_t row, size_t column,
                           int64_t *out);
/* 't' or 'f'. */
NODISCARD bool db_read_bool(const struct db_result *result, size_t row, size_t column,
                            bool *out);

#endif
