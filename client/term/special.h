/*
 * special.h - an application for special treatment, as its signers read it: why,
 * the business record that was taken when it was asked for, and what was said about it since.
 */
#ifndef OSB_CLIENT_TERM_SPECIAL_H
#define OSB_CLIENT_TERM_SPECIAL_H

#include "client/term/paint.h"
#include "common/json.h"

/* Takes a line; its text lies in the arena that special_lines was given. */
typedef void special_put(void *context, enum look look, struct str text);

/* whole: an answer of order.show. The newest case, then the thread, one line each; none where
 * nobody asked for special treatment. */
void special_lines(const struct json *whole, struct arena *arena, special_put *put,
                   void *context);

#endif
