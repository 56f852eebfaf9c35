/*
 * trouble.h - what the database's troubles mean to whoever sent the request.
 */
#ifndef OSB_SHELL_TROUBLE_H
#define OSB_SHELL_TROUBLE_H

#include "common/error.h"
#include "server/db/sql.h"

/* Worth another try at once: a serialisation failure, a deadlock, or a row that somebody else
 * wrote meanwhile and that the next load will see. */
bool trouble_passes(const struct db_outcome *outcome);

/* The error to answer with, for an outcome that was lost, unsent or has a failure; what the
 * database said goes to the log, not to the person. `doing` names the work, for the log. */
struct error trouble_of(const struct db_outcome *outcome, const char *doing);

#endif
