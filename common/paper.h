/*
 * paper.h - forms on multi-part paper: a grid of 80 cells by 33 lines a page (SCREENS.md 11).
 *
 * A form is a text of whole pages: copy after copy, each with the same number of pages, each
 * page with exactly PAPER_LINES lines, none wider than PAPER_CELLS cells, so that continuous
 * paper stays in step without form feeds. Its bytes are fixed when it is posted. What is taken
 * of it for the printer is whole copies; what is added is one mark, in a line of each page that
 * forms leave blank for it.
 */
#ifndef OSB_COMMON_PAPER_H
#define OSB_COMMON_PAPER_H

#include "common/error.h"
#include "common/str.h"

#define PAPER_CELLS 80
#define PAPER_LINES 33
/* The line of a page, from 0, that is blank on every form: for the mark. */
#define PAPER_MARK_LINE 30
/* Named copies: 1 sales file, 2 warehouse, 3 finance, 4 customer, 5 carrier. */
#define PAPER_COPIES 5
#define PAPER_ALL    ((1u << PAPER_COPIES) - 1)

/* The set that "1,2,5" names, copy n as bit n - 1; NULL names all. ERR_PARAMS. */
NODISCARD struct error paper_set_read(const char *list, struct arena *arena, unsigned *out);
/* "1,2,5". */
struct str paper_set_text(unsigned set, struct arena *arena);
/* Of a form whose copies are `has`, those that are in `wanted` too, in their order, with the
 * mark on each page (none: ""). ERR_FORMAT when the text is not whole pages of such copies. */
NODISCARD struct error paper_take(struct str form, unsigned has, unsigned wanted,
                                  struct str mark, struct arena *arena, struct str *out);

#endif
