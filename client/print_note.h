/*
 * print_note.h - the delivery note on multi-part paper: 80 cells by 33 lines a page (UI.md 11).
 *
 * Each copy has a name and its own pages; those that leave the house without money on them
 * (warehouse, carrier) have no prices. Every page has exactly PRINT_LINES lines, none wider
 * than PRINT_CELLS cells, so that continuous paper stays in step without form feeds. What the
 * paper says was fixed when its number was given; only the mark "copy n" tells a reprint.
 */
#ifndef OSB_CLIENT_PRINT_NOTE_H
#define OSB_CLIENT_PRINT_NOTE_H

#include "common/error.h"
#include "common/json.h"

#define PRINT_CELLS  80
#define PRINT_LINES  33
#define PRINT_COPIES 5
/* Every copy of the set. */
#define PRINT_ALL ((1u << PRINT_COPIES) - 1)

/* The set that "1,2,5" names; NULL names all. ERR_PARAMS. */
NODISCARD struct error print_copies(const char *list, struct arena *arena, unsigned *out);
/* The paper of note.form's answer. ERR_FORMAT when it lacks what a note must say. */
NODISCARD struct error print_note(const struct json *form, unsigned copies, struct arena *arena,
                                  struct str *out);

#endif
