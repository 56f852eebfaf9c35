/*
 * queries.h - every QUERY of the catalog as one statement whose JSON PostgreSQL builds.
 *
 * The SQL lies in sql/query/NAME.sql and names its values: `:order` is the request's parameter
 * (NULL where it was not given), `:actor` the user's id, `:all` whether he sees all customers,
 * `:limit_rows` how many rows. A file gives either rows (wrapped into {"rows":[..],"more":b})
 * or, when its first line is "-- one object", one JSON object or nothing, which is
 * ERR_NOT_FOUND.
 *
 * A list takes `sort` and `down`, which put all of it in order before `limit_rows` cuts it, and
 * `behind`, the row that the page before ended with. Its answer then has `count`, of all rows,
 * and `lost`: that row has left the list, so that no page is behind it.
 */
#ifndef OSB_SHELL_QUERIES_H
#define OSB_SHELL_QUERIES_H

#include "server/db/sql.h"
#include "server/shell/session.h"

/* NULL with *problem: a query of the catalog has no file, or its file names an unknown value.
 */
struct queries *queries_new(struct arena *arena, struct str *problem);
/* The statement of a query; NULL for what the daemon answers itself. */
const struct db_statement *queries_statement(const struct queries *queries, enum op op);
/* The same rows in the order that the request asks for; NULL for what is no list. */
const struct db_statement *queries_ordered(const struct queries *queries, enum op op);
/* Adds the request's own query to a batch of somebody else; gives its place in the outcome. */
size_t queries_add(const struct queries *queries, const struct request *request,
                   struct db_batch *batch);
/* Ends the request. */
void queries_run(struct request *request);

#endif
