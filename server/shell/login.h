/*
 * login.h - who is at the other end: peer credentials, password, token, practice company.
 *
 * A password is throttled by account, in the database: the attempt is counted before it is
 * checked, so that guesses sent at once count as well; three are free, then the account waits
 * 1, 2, 4 ... 900 seconds, and behind a hundred in a row only an administrator or a known
 * session gets in. A failure takes the same time for people who do not exist. Tokens are 256
 * random bits, of which the database keeps the SHA-256; each lets its holder in once and is
 * exchanged for the next, for TOKEN_HOURS from the log-in.
 *
 * Whoever came in by a one-time code may choose a password (session.password) and log out, and
 * nothing else; so may who resumes such a session. Peer credentials and the practice company's
 * token are proof of another kind and ask for none.
 */
#ifndef OSB_SHELL_LOGIN_H
#define OSB_SHELL_LOGIN_H

#include "server/shell/session.h"

/* session.login, session.resume, session.logout: each ends the request. */
void login_open(struct request *request);
void login_resume(struct request *request);
void login_close(struct request *request);
/* session.password {password, new}: the person chooses a new one. */
void login_password(struct request *request);
/* The session's token is void from now on. */
void login_revoke(struct session *session);
/* Somebody changed this user's roles or account: his sessions learn it. */
void login_changed(struct daemon *daemon, int64_t user_id);

/* All of this user's sessions end now; his tokens are void by app_user.out_at. */
void login_end_all(struct daemon *daemon, int64_t user_id);

#endif
