/*
 * setup.h - what is asked of the database before the event loop runs. These calls block.
 */
#ifndef OSB_SHELL_SETUP_H
#define OSB_SHELL_SETUP_H

#include "server/shell/daemon.h"

#include <libpq-fe.h>

/* Opens the log that the settings name; ERR_NO_FILE with path and reason. */
NODISCARD struct error setup_log(const struct settings *settings, struct arena *arena);

/* A plain session whose search_path is osb; ERR_RETRY when there is none, with the setting's
 * name, libpq's words and a remedy. Finish with PQfinish. */
NODISCARD struct error setup_connect(const char *setting, const char *conninfo,
                                     struct arena *arena, PGconn **out);
/* That ERR_RETRY, from libpq's words. */
struct error setup_away(const char *setting, struct str words, struct arena *arena);
/* One statement with text values; ERR_DATABASE with the server's words. *out may be NULL;
 * otherwise the caller clears it. */
NODISCARD struct error setup_run(PGconn *pg, const char *sql, const char *const *values,
                                 int count, struct arena *arena, PGresult **out);

/* Reads the company and the house's clock; refuses a database whose tables are not those
 * that this program knows, or that has no company yet. */
NODISCARD struct error setup_look(struct daemon *daemon, struct arena *arena);
/* Writes flow.def and the catalog's roles down for the invariants, after a migration. */
NODISCARD struct error setup_reference(PGconn *pg, struct arena *arena);

#endif
