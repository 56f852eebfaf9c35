/*
 * next_line.h - the line below a list: what is to be done next, by whom, until when, and the
 * key (SCREENS.md 1). It is never cut: where one line is too short it takes two.
 */
#ifndef OSB_CLIENT_TERM_NEXT_LINE_H
#define OSB_CLIENT_TERM_NEXT_LINE_H

#include "client/term/worklist.h"

/* The rows that it takes in that many cells; 0: there is nothing to say. */
size_t next_line_rows(struct app *app, const struct worklist *w, size_t cells);
/* Draws it; a click on it does the step. */
void next_line_draw(struct app *app, const struct worklist *w, struct area area);

#endif
