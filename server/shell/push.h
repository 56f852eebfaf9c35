/*
 * push.h - terminals that watch are told what changed, from memory, after COMMIT.
 *
 * Nothing of this is promised: the event table is the truth, and event.list gives what was
 * missed. Changes are gathered for a moment, so that a busy second is one notice, and of one
 * document only the last counts; beyond PUSH_MOST everybody is told to reload. Field people
 * hear of their own customers only.
 */
#ifndef OSB_SHELL_PUSH_H
#define OSB_SHELL_PUSH_H

#include "server/shell/session.h"

#define PUSH_MOST 200
#define PUSH_MS   50

struct push *push_new(struct daemon *daemon);
void push_free(struct push *push);
/* An executor_watch: gathers what the command changed; ctx is the daemon. */
void push_committed(const struct work *w, void *ctx);

/* session.watch {after?, orders?}: ends the request with the newest event's number. */
void push_watch(struct request *request);
void push_unwatch(struct session *session);
/* May it hear of that customer? A field person's scope is known once he watches. */
bool push_sees(const struct session *session, int64_t customer_id);

#endif
