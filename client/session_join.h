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

/* --- the same in pieces, for who waits elsewhere ------------------------------------------ */

/* What the greeting says, into the session. ERR_CONNECTION: no osbd, or another protocol. */
NODISCARD struct error session_greeted(struct session *session, const struct json *params,
                                       struct arena *arena);
/* The parameters of session.login, or of session.resume. */
struct str session_login_params(const struct session *session, bool resume,
                                struct arena *arena);
/* Who the daemon says I am, into the session. */
void session_known(struct session *session, const struct json *who);

#endif
