/*
 * field.h - one line of text being edited.
 *
 * The cursor moves and deletes by whole characters with their marks; the text is kept in NFC
 * and holds only what text.h accepts; undo goes back to what was set. A pasted line break
 * becomes a blank. Longer text scrolls inside its place: '~' stands where it is cut.
 */
#ifndef OSB_CLIENT_TERM_FIELD_H
#define OSB_CLIENT_TERM_FIELD_H

#include "client/term/keys.h"
#include "client/term/paint.h"

#define FIELD_PAST 32
struct field_past {
    char *text; /* heap */
    size_t n, at;
};
struct field {
    char *text; /* heap; n bytes, no NUL */
    size_t n, room;
    size_t at;         /* cursor, a byte between two characters */
    size_t left;       /* the first byte that is drawn */
    size_t max_points; /* code points that it takes */
    bool is_secret;    /* nothing of it is drawn */
    bool is_fresh;     /* just entered: a typed character replaces the text */
    bool typing;       /* the last change was a typed character: one undo for a run */
    struct field_past past[FIELD_PAST];
    size_t past_count, past_at; /* past_at < past_count after an undo */
};

void field_init(struct field *field, size_t max_points);
void field_release(struct field *field);
/* Another text, without a way back; the cursor stands at its end. */
void field_set(struct field *field, struct str text);
/* The bytes are the field's. */
struct str field_text(const struct field *field);
/* The cursor comes in: what is typed now replaces the text; other keys keep it. */
void field_enter(struct field *field);

enum field_did {
    FIELD_PASSED,  /* not a key of a field */
    FIELD_MOVED,   /* nothing changed */
    FIELD_CHANGED, /* the text changed */
    FIELD_FULL,    /* it takes no more, or not this character */
};
enum field_did field_key(struct field *field, const struct key *key, struct arena *arena);

/* Is there something of this field to undo (back) or to redo? */
bool field_can_travel(const struct field *field, bool back);

/* Draws `width` cells; with the cursor in it the paint's cursor is set. */
void field_draw(struct field *field, struct paint *paint, size_t row, size_t col, size_t width,
                enum look look, bool has_cursor, struct arena *arena);

#endif
