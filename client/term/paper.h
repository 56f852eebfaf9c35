/*
 * paper.h - printing: a preview, the print command and the copies, remembered for this seat
 * (SCREENS.md 11).
 */
#ifndef OSB_CLIENT_TERM_PAPER_H
#define OSB_CLIENT_TERM_PAPER_H

#include "client/term/app.h"

/* The paper of that document, of a note with two its outbound order when that is meant; ""
 * prints the screen as it is seen now. */
struct screen *paper_new(struct app *app, struct str number, bool is_outbound);

#endif
