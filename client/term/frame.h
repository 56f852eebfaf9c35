/*
 * frame.h - what stands on every screen: line 1, the message line, the key bar. For app.c and
 * the loop.
 */
#ifndef OSB_CLIENT_TERM_FRAME_H
#define OSB_CLIENT_TERM_FRAME_H

#include "client/term/app.h"

void frame_draw(struct app *app);
/* Takes what the daemon said. */
void app_hear(struct app *app);

#endif
