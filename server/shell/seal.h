/*
 * seal.h - chains the events' hashes behind the transactions, in a process and a role of its
 * own: who can write events cannot seal them.
 */
#ifndef OSB_SHELL_SEAL_H
#define OSB_SHELL_SEAL_H

#include "server/shell/settings.h"

/* Until SIGTERM or SIGINT; goes on after the database was away. An error only when the log
 * cannot be opened. */
NODISCARD struct error seal_run(const struct settings *settings, struct arena *arena);

#endif
