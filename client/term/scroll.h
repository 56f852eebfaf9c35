/*
 * scroll.h - which rows of many are seen.
 *
 * The row with the cursor always is. A window that gets smaller and its old size again, without
 * the cursor moving, shows what it showed.
 */
#ifndef OSB_CLIENT_TERM_SCROLL_H
#define OSB_CLIENT_TERM_SCROLL_H

#include <stddef.h>

struct scroll {
    size_t top; /* the first row that is seen */
    /* as it was when the cursor was last moved, or the window filled anew */
    size_t home_top, home_at, home_rows;
};

/* The window has `rows` rows, the cursor is on row `at` of `count`. All zero begins at the top.
 */
void scroll_show(struct scroll *scroll, size_t at, size_t count, size_t rows);

#endif
