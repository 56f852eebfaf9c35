/*
 * password.h - a person chooses a new password.
 *
 * Who came in by a one-time code must do so before anything else; `osb password` does it at any
 * time. A terminal is asked, twice for the new one and without showing it; where there is none,
 * the new one is the first line of standard input.
 */
#ifndef OSB_CLIENT_PASSWORD_H
#define OSB_CLIENT_PASSWORD_H

#include "client/session.h"

/* Asks and tells the daemon; the session goes on with the new one. ERR_PARAMS: none was given,
 * or two different ones; ERR_LOGIN: the one so far is wrong. */
NODISCARD struct error password_change(struct session *session, struct arena *arena);

/* Behind the log-in: OK unless a password must be chosen. Then a terminal is asked, and
 * ERR_NEW_PASSWORD is the answer where there is none. */
NODISCARD struct error password_due(struct session *session, struct arena *arena);

/* Before the screens: logs in once by the door's password and sees to it that it is the
 * person's own. `token` (SESSION_TEXT) is what the screens resume with, empty where nobody
 * answers: the screens say that themselves. */
NODISCARD struct error password_before(struct session_door *door, struct arena *arena,
                                       char *token);

#endif
