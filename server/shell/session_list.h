/*
 * session_list.h - the query admin.sessions: who is logged in to this daemon.
 *
 * Whoever is connected and has not said yet who he is, is listed as well, without a name:
 * nobody shall sit at the door unseen. The longest idle stand last.
 */
#ifndef OSB_SHELL_SESSION_LIST_H
#define OSB_SHELL_SESSION_LIST_H

#include "server/shell/session.h"

/* Ends the request: {"rows":[{"login","name","roles":[..],"peer","line","since","idle_s",
 * "under_way"}],"more"}; of one user where the request names one. */
void session_list_answer(struct request *request);

#endif
