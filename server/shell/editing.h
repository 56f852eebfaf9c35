/*
 * editing.h - who has a document open in a form: a hint to colleagues, never a lock (SCREENS.md
 * 5).
 *
 * It lives in the memory of this daemon alone and ends with the session that said it: nothing
 * is stored, nothing rests on it. Sessions at another daemon of the same database do not hear
 * of it; two changes of one document are met by its version there as here. Field people hear of
 * their own customers' documents only.
 */
#ifndef OSB_SHELL_EDITING_H
#define OSB_SHELL_EDITING_H

#include "server/shell/session.h"

/* Documents that one form is about: an order, its note, its money. */
#define EDITING_MOST 4

/* session.edit {"on":["SO12","DN2611-000001"]}: what is open in a form now; none: nothing is.
 * From the first one on the session hears of others by notices "editing". Ends the request. */
void editing_open(struct request *request);
/* The session hears what is open elsewhere now. */
void editing_tell(struct session *session);
/* Nothing is open there any more, and it hears nothing more. */
void editing_forget(struct session *session);

#endif
