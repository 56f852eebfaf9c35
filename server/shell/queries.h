/*
 * queries.h - every QUERY of the catalog as one statement whose JSON PostgreSQL builds.
 *
 * The SQL lies in sql/query/NAME.sql and names its values: `:order` is the request's parameter
 * (NULL where it was not given), `:actor` the user's id, `:all` whether he sees all customers,
 * `:limit_rows` how many rows. A file gives either rows (wrapped into {"rows":[..],"more":b})
 * or, when its first line is "-- one object", one JSON object or nothing, which is
 * ERR_NOT_FOUND.
 */
#ifndef OSB_SHELL_QUERIES_H
#define OSB_SHELL_QUERIES_H

#include "server/shell/session.h"

/* NULL with *problem: a query of the catalog has no file, or its file names an unknown value.
 */
struct queries *queries_new(struct arena *arena, struct str *problem);
/* The statement of a query; NULL for what the daemon answers itself. */
const struct db_statement *queries_statement(const struct queries *queries, enum op op);
/* Ends the request. */
void queries_run(struct request *request);

#endif
