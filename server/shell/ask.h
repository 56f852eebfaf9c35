/*
 * ask.h - one batch that is no command: log-ins, queries, scopes.
 */
#ifndef OSB_SHELL_ASK_H
#define OSB_SHELL_ASK_H

#include "server/db/db_pool.h"

/* The outcome lives in the batch's arena. When no connection could be had it is DB_UNSENT. */
typedef void asked(const struct db_outcome *outcome, void *ctx);

/* Takes a connection, sends, gives it back, calls. False: the line for connections is full,
 * and the callback will not come. The batch is copied; what it points to is not. */
NODISCARD bool ask(struct db_pool *pool, const struct db_batch *batch, int deadline_ms,
                   asked *done, void *ctx);

#endif
