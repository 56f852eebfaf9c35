/*
 * db_session.h - the first question on each connection: sets the session, asks what the
 * server is.
 *
 * A server is fit when it keeps what it acknowledges (fsync, full_page_writes and
 * synchronous_commit are on), is no standby (decisions are made on the primary only), and its
 * database speaks UTF8 with a locale that knows letters: in the locale C neither case folding
 * nor trigram search works for Chinese and Spanish.
 */
#ifndef OSB_SERVER_DB_DB_SESSION_H
#define OSB_SERVER_DB_DB_SESSION_H

#include "server/db/db_conn.h"

/* Fills an initialised batch. */
void db_session_ask(struct db_batch *batch, const struct db_settings *settings);
/* What keeps the server from being used, in one line; empty when it is fit. */
struct str db_session_judge(const struct db_result *answer, const struct db_settings *settings,
                            struct arena *arena);

#endif
