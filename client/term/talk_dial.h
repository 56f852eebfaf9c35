/*
 * talk_dial.h - making a connection in a thread. For talk.c only.
 */
#ifndef OSB_CLIENT_TERM_TALK_DIAL_H
#define OSB_CLIENT_TERM_TALK_DIAL_H

#include "client/session.h"

/* Begins; a byte is written to `wake` when it is over. NULL: no thread could be made. */
struct talk_dial *talk_dial_new(const struct session_door *door, int wake);
/* Over: the connection (the caller's) or the error, whose detail is copied to `text`. */
struct error talk_dial_take(struct talk_dial *dial, struct link *out, char *text, size_t room);
/* Not waited for: the thread cleans up behind itself. */
void talk_dial_leave(struct talk_dial *dial);

#endif
