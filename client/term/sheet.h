/*
 * sheet.h - fields for parameters of the catalog, edited and checked.
 *
 * Type, length and check come from the catalog. Enter goes to the next fast stop, Tab to the
 * next field; a choice goes on by itself as soon as its letters say which. A field is checked
 * when it is left; a fault stands beside it and never holds the cursor.
 */
#ifndef OSB_CLIENT_TERM_SHEET_H
#define OSB_CLIENT_TERM_SHEET_H

#include "client/term/field.h"
#include "client/term/typed.h"

struct sheet_item {
    enum param param;
    const char *label;          /* English */
    uint8_t row, col;           /* of the label, inside the sheet's area */
    uint8_t label_width, width; /* cells */
    bool required;
    bool fast; /* Enter stops here */
};
struct sheet_place {
    struct sheet_item item;
    struct field field;
    bool is_default; /* nobody touched it: shown dim */
    bool is_loaded;  /* what is in force: sent only when it is changed */
    bool empties;    /* and may be emptied: what is cleared is sent as "" */
    char fault[240]; /* "" when all is well */
};
struct sheet {
    struct sheet_place *places; /* heap */
    size_t count, at;
    bool is_narrow; /* one field a line, whatever its place */
    /* The rest of a choice's word that went on by itself: who types the word to its end typed
     * nothing else. */
    char tail[96];
    size_t tail_n, tail_at;
    size_t tail_typed,
        tail_letters; /* bytes and letters of the rest, typed in the field behind */
    bool tail_small;  /* in small letters */
};

void sheet_init(struct sheet *sheet, const struct sheet_item *items, size_t count);
void sheet_release(struct sheet *sheet);
struct sheet_place *sheet_place(struct sheet *sheet, enum param param);
struct str sheet_text(const struct sheet *sheet, enum param param);
/* A default: shown dim, sent unless it is changed. A field that was touched is left alone. */
void sheet_default(struct sheet *sheet, enum param param, struct str text);
/* What the record says now: shown dim, sent only when it is changed, or when `sends` says so.
 */
void sheet_load(struct sheet *sheet, enum param param, struct str text, bool sends);
/* What was loaded and not changed goes: it is of another record. */
void sheet_unload(struct sheet *sheet);
void sheet_put(struct sheet *sheet, enum param param, struct str text);
void sheet_fault(struct sheet *sheet, enum param param, struct str text);
void sheet_clear_faults(struct sheet *sheet);
/* The cursor goes to this field. */
void sheet_go(struct sheet *sheet, size_t place);

enum sheet_did {
    SHEET_PASSED, /* not a key of a sheet */
    SHEET_STAYED,
    SHEET_CHANGED,
    SHEET_LEFT, /* the cursor went to another field */
    SHEET_END,  /* Enter on the last stop, Tab behind the last field */
};
enum sheet_did sheet_key(struct sheet *sheet, const struct key *key, struct arena *arena);
/* Every field checked; false: the cursor stands on the first fault. given: the texts as
 * command_params wants them, empty ones NULL, but "" where what is in force was cleared and may
 * be emptied; they live in the arena. */
NODISCARD bool sheet_given(struct sheet *sheet, const char *given[PARAM_COUNT],
                           struct arena *arena);
/* What stands beside a field: its fault, else the help of its parameter. */
struct str sheet_hint(const struct sheet *sheet, struct arena *arena);
/* What stands in a field, as people read it. */
struct str sheet_shown(const struct sheet_place *place, struct arena *arena);
/* Rows of the sheet that an area of so many rows does not show. */
size_t sheet_hidden(const struct sheet *sheet, size_t rows);
/* "n more", on the lower border of the box whose area could not show the whole sheet. */
void sheet_draw_more(const struct sheet *sheet, struct paint *paint, struct area box,
                     size_t rows, struct arena *arena);
/* In the area; when it has more rows than fit, those around the cursor are seen. */
void sheet_draw(struct sheet *sheet, struct paint *paint, struct area area, bool has_cursor,
                struct arena *arena);

#endif
