/*
 * db_result.h - libpq's results copied into an arena.
 */
#ifndef OSB_SERVER_DB_DB_RESULT_H
#define OSB_SERVER_DB_DB_RESULT_H

#include "server/db/sql.h"

#include <libpq-fe.h>

/* Tag and rows of a result that is no error. */
void db_result_take(struct db_result *out, const PGresult *from, struct arena *arena);
/* The fields of an error result. */
struct db_error db_error_take(const PGresult *from, struct arena *arena);
/* The server is about to hang up (FATAL, PANIC). */
bool db_error_ends_session(const PGresult *from);
/* A WARNING, not one of the milder messages. */
bool db_notice_warns(const PGresult *notice);
/* Copies five characters of a sqlstate; NULL gives "". */
void db_sqlstate_copy(char out[6], const char *sqlstate);

#endif
