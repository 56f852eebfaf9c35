/*
 * frame.h - what stands on every screen: line 1, the message line, the key bar. For app.c and
 * the loop.
 */
#ifndef OSB_CLIENT_TERM_FRAME_H
#define OSB_CLIENT_TERM_FRAME_H

#include "client/term/app.h"

void frame_draw(struct app *app);
/* Does line 1 say that an answer is slow? */
bool frame_is_slow(const struct app *app);
/* Takes what the daemon said. */
void app_hear(struct app *app);

/* The way in, as the settings say; a password that must be chosen is. `place` and `door` are
 * filled and must live as long as the app. */
NODISCARD struct error app_door(struct app *app, struct arena *arena, struct link_place *place,
                                struct session_door *door, char token[SESSION_TEXT]);
/* The connection begins; the model has that size. */
void app_connect(struct app *app, const struct session_door *door,
                 const char token[SESSION_TEXT], size_t rows, size_t cols);
/* Lets go of all that the app holds. */
void app_end(struct app *app);

#endif
