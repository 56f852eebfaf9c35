/*
 * form.h - setting a form of multi-part paper (common/paper.h) line by line.
 *
 * Forms are set by the daemon when their number is given, so that what is stored is what is
 * printed. Columns are counted in cells, which takes a UTF-8 locale (text.h).
 */
#ifndef OSB_COMMON_FORM_H
#define OSB_COMMON_FORM_H

#include "common/buffer.h"
#include "common/day.h"
#include "common/money.h"
#include "common/paper.h"
#include "common/text.h"

struct form {
    struct arena *arena;
    struct buffer out;
    size_t lines; /* on this page */
};

void form_init(struct form *f, struct arena *arena);
/* A line: cut at the edge, without blanks at its end. */
void form_line(struct form *f, struct str text);
void form_rule(struct form *f);
/* Something at the left, something at the right edge. */
void form_sides(struct form *f, struct str left, struct str right);
/* The line that is left blank for the mark; the page must have come just there. */
void form_mark(struct form *f);
void form_page_begin(struct form *f);
/* Fills the page; it must not be longer than PAPER_LINES. */
void form_page_end(struct form *f);

/* Cells of one line of a table; a text that must not be cut pushes what follows. */
struct form_cell {
    struct str text;
    size_t cells; /* 0: the column is left out */
    enum text_side side;
    bool may_cut;
};
void form_cells(struct form *f, const struct form_cell *cells, size_t count);

/* The front of a text that fits, taken off it; a character is never split, a word only when
 * it must be. */
struct str form_take(struct str *text, size_t cells);
/* A text that may have line breaks as one line of what can be shown. */
struct str form_one_line(struct str text, struct arena *arena);
/* "1,234,567.50". */
struct str form_money(struct money amount, struct arena *arena);
/* "2026-11-22 14:05" in the zone that many minutes east of UTC. */
struct str form_time(struct instant at, int64_t zone_min, struct arena *arena);

#endif
