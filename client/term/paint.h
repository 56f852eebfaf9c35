/*
 * paint.h - the screen as cells, without a terminal.
 *
 * Screens draw here; term.c brings the cells to the terminal in one update a batch of events.
 * Whatever is written takes exactly the cells it was given, measured by text_cells: a wide
 * character fills two and is never split, and one that loses a half to something drawn later
 * loses the other half too. What a cell means is a role (enum look), never a colour.
 */
#ifndef OSB_CLIENT_TERM_PAINT_H
#define OSB_CLIENT_TERM_PAINT_H

#include "common/text.h"

enum look {
    LOOK_PLAIN,
    LOOK_TITLE,
    LOOK_SELECTED,
    LOOK_KEY,
    LOOK_CHANGED,
    LOOK_WARNING,
    LOOK_FAULT,
    LOOK_GOOD,
    LOOK_DIM,
    LOOK_RED,   /* red-letter amounts: a minus sign and the word stand beside it */
    LOOK_FIELD, /* what may be typed into */
    LOOK_COUNT
};

/* A character and the marks over it; what has more marks than this loses the last ones. */
#define CELL_BYTES 20
struct cell {
    char text[CELL_BYTES];
    uint8_t n;     /* bytes */
    uint8_t width; /* 1 or 2; 0: the right half of the cell before */
    uint8_t look;
    uint8_t edges; /* of a line: to which sides it goes; the text is its ASCII sign */
};
/* A terminal that draws lines in one cell is given real ones. */
#define EDGE_UP    1u
#define EDGE_RIGHT 2u
#define EDGE_DOWN  4u
#define EDGE_LEFT  8u
/* A part of the screen. */
struct area {
    size_t row, col, rows, cols;
};
/* A place that answers to the mouse: what a click there stands for, an action of keys.h with
 * its number. */
struct spot {
    struct area area;
    int action;
    uint32_t code;
};
struct paint {
    size_t rows, cols;
    struct cell *cells; /* heap */
    struct spot *spots; /* heap; of what is drawn now */
    size_t spot_count, spot_room;
    bool has_cursor;
    size_t cursor_row, cursor_col;
};

void paint_init(struct paint *paint, size_t rows, size_t cols);
void paint_release(struct paint *paint);
/* Another size; all is blank then. */
void paint_resize(struct paint *paint, size_t rows, size_t cols);
/* Blank everywhere, no cursor. */
void paint_clear(struct paint *paint);

/* The text in exactly `width` cells, at the given side, cut with '~', never inside a number.
 * What lies outside the screen is left out. The arena is scratch. */
void paint_text(struct paint *paint, size_t row, size_t col, size_t width, enum look look,
                struct str text, struct arena *arena);
void paint_right(struct paint *paint, size_t row, size_t col, size_t width, enum look look,
                 struct str text, struct arena *arena);
/* The text in as many cells as it takes, at most `width`; gives the cells taken. */
size_t paint_some(struct paint *paint, size_t row, size_t col, size_t width, enum look look,
                  struct str text, struct arena *arena);
/* One printable ASCII character repeated. */
void paint_fill(struct paint *paint, size_t row, size_t col, size_t width, enum look look,
                char c);
/* A line from left to right, '-'; one cell of a line from top to bottom, '|'. */
void paint_rule(struct paint *paint, size_t row, size_t col, size_t width, enum look look);
void paint_wall(struct paint *paint, size_t row, size_t col, enum look look);
/* The look of cells that are drawn already. */
void paint_look(struct paint *paint, size_t row, size_t col, size_t width, enum look look);
/* A blank area with an ASCII frame around it; the title stands in the upper line. */
void paint_box(struct paint *paint, struct area area, struct str title, struct arena *arena);
/* A click there stands for this action; what is drawn later lies above. */
void paint_spot(struct paint *paint, struct area area, int action, uint32_t code);
/* What was drawn so far answers to clicks no more: a box opens over it. */
void paint_no_spots(struct paint *paint);
/* The spot there, or NULL. */
const struct spot *paint_spot_at(const struct paint *paint, size_t row, size_t col);
/* The real cursor: input methods and screen readers follow it. */
void paint_cursor(struct paint *paint, size_t row, size_t col);

/* A line as it is drawn: exactly `cols` cells of text. */
struct str paint_line(const struct paint *paint, size_t row, struct arena *arena);

#endif
