/*
 * wrap.h - a text of any length in lines of the cells that there are.
 *
 * Lines break at blanks, and between wide characters, which need none; a word is broken only
 * where it is longer than a line. So a number is never cut in two.
 */
#ifndef OSB_CLIENT_TERM_WRAP_H
#define OSB_CLIENT_TERM_WRAP_H

#include "client/term/paint.h"

/* Takes the next line off *rest, without the blanks around it; "" when nothing is left. */
struct str wrap_take(struct str *rest, size_t cells);
/* The lines that it takes; 0 for an empty text. */
size_t wrap_rows(struct str text, size_t cells);
/* Draws what fits in the area; the last line ends in '~' when there is more. Gives the rows
 * taken. */
size_t wrap_draw(struct paint *paint, struct area area, enum look look, struct str text,
                 struct arena *arena);

#endif
