/*
 * paste.h - rows of a spreadsheet, looked at before they become lines (SCREENS.md 4).
 *
 * Product, quantity, price with tabs between. A row with a fault is shown with it and left out;
 * what is beyond the room that is left is counted.
 */
#ifndef OSB_CLIENT_TERM_PASTE_H
#define OSB_CLIENT_TERM_PASTE_H

#include "client/term/app.h"
#include "client/term/grid.h"
#include "client/term/typed.h"

struct paste_row {
    struct str cells[GRID_COLS];
    const char *fault; /* English, static; NULL: none */
};
struct paste_rows {
    struct paste_row *rows;
    size_t count, good;
    size_t beyond; /* further rows, for which there is no room */
};
/* Empty lines are passed over. Rows and texts belong to the arena. */
struct paste_rows paste_read(struct str text, size_t room, struct typed_now now,
                             struct arena *arena);

typedef void paste_taken(struct app *app, struct screen *asker, const struct paste_rows *rows);
/* The preview: Enter or F2 takes the good rows, F12 none. The asker must stay below the box. */
struct screen *paste_new(struct app *app, struct screen *asker, struct str text, size_t room,
                         paste_taken *taken);

#endif
