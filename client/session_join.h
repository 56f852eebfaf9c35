/*
 * session_join.h - getting in: connection, greeting, login. For the session's files only.
 */
#ifndef OSB_CLIENT_SESSION_JOIN_H
#define OSB_CLIENT_SESSION_JOIN_H

#include "client/session.h"

/* Makes the connection and logs in, with the token where there is one. */
NODISCARD struct error session_enter(struct session *session, int64_t until,
                                     struct arena *arena);
/* Reads lines until an answer with that id came; hands notices on. ERR_CONNECTION. */
NODISCARD struct error session_await(struct session *session, int64_t id, int64_t until,
                                     struct arena *arena, struct rpc_reply *out);

#endif
