/*
 * tool.h - PostgreSQL's own programs (pg_dump, pg_restore), run and waited for.
 */
#ifndef OSB_SHELL_TOOL_H
#define OSB_SHELL_TOOL_H

#include "common/error.h"

#include <libpq-fe.h>

/*
 * Runs words[0], found on the PATH, to its end. It reaches the server as `pg` does, but the
 * database `database`: by its environment, since everybody may read a command line and a
 * password may be in it. ERR_DATABASE with the last thing it said when it did not end well;
 * ERR_CONFIG when the program is not there, with the package that brings it.
 */
NODISCARD struct error tool_run(const char *const words[], PGconn *pg, const char *database,
                                struct arena *arena);

/* A conninfo for another database of the same server, by the same way. */
const char *tool_conninfo(PGconn *pg, const char *database, struct arena *arena);

#endif
