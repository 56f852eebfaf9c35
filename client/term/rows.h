/*
 * rows.h - rows of an act that are typed beside what they are about: the open receivables that
 * a receipt pays, the lines of a shipment that a claim names, the parameters in force.
 *
 * Which operations have such rows, what is asked for them, what each row shows and which
 * members of an item are typed is a table in rows_kind.c. Only what was typed becomes an item;
 * a value that stands there dim is the one in force, or the one that the daemon would take.
 */
#ifndef OSB_CLIENT_TERM_ROWS_H
#define OSB_CLIENT_TERM_ROWS_H

#include "client/term/pick.h"
#include "client/term/screens.h"
#include "client/term/sheet.h"

#define ROWS_SHOWN 4
#define ROWS_TYPED 3

struct rows_kind {
    enum op op;
    enum op source;   /* asked for the rows */
    enum param by;    /* its parameter, from the hand; PARAM_COUNT: it has none */
    const char *list; /* the member with the rows; NULL: each member of the answer is one */
    enum param only;  /* only rows that have the hand's value; PARAM_COUNT: all */
    const char *key;  /* the item's member that names the row */
    const char *from; /* the row's member that it comes from */
    struct rows_shown {
        const char *title; /* English; NULL: the end */
        const char *member;
        uint8_t width;
        bool is_right;
    } shown[ROWS_SHOWN];
    struct rows_column {
        const char *item; /* member of the item; NULL: the end */
        enum param as;    /* by which it is typed and checked */
        const char *title;
        uint8_t width;
        const char *from; /* the row's member that stands there dim; NULL: nothing */
    } typed[ROWS_TYPED];
};

/* The rows of this operation; NULL: it has none. */
const struct rows_kind *rows_kind_of(enum op op);
/* Whether this row of the answer is one of them. */
bool rows_kind_has(const struct rows_kind *kind, const struct json *row,
                   const struct hand *hand);
/* What stands in a row's member; the member "" is the row itself, "." its name. */
struct str rows_text(const struct json *row, const char *member, struct arena *arena);

/* A box with the rows over the asker, with what `text` (as the field has it) says already; what
 * is typed there comes to `taken` as items. False: there are none for this operation, or the
 * hand does not say of what. */
bool rows_open(struct app *app, struct screen *asker, enum op op, enum param param,
               const struct hand *hand, struct str text, pick_taken *taken);

/* What receipt.allocate pays when no rows are stated: the oldest due first. `free` goes down by
 * what it gives to a receivable with so much open. */
struct money rows_oldest_first(struct money open, struct money *free_money);

/* --- for rows*.c only -----------------------------------------------------------------------
 */

struct rows {
    struct screen screen;
    const struct rows_kind *kind;
    struct screen *asker;
    pick_taken *taken;
    enum param param;
    struct hand hand;
    char *was;           /* what the field said already; heap */
    struct arena memory; /* of labels and keys */
    struct sheet sheet;
    struct str *keys; /* of each row */
    struct str
        *labels; /* of each row: all that is shown of it; a narrow screen leaves the end */
    struct str *products; /* of each row; "" where it is about none */
    size_t count, typed;
    struct money *open; /* of each row, where money is paid */
    struct money free_money;
    bool loaded, knows_free;
    bool drops; /* F12 was pressed once over typed text */
};

struct sheet_place *rows_cell(const struct rows *rows, size_t row, size_t col);
/* Did somebody type there? */
bool rows_typed(const struct sheet_place *place);
/* The titles of what the rows show. */
struct str rows_titles(const struct rows *rows, struct arena *arena);
/* "free 500.00, stated 320.00, left 180.00", where money is paid; else "". */
struct str rows_sums(const struct rows *rows, struct arena *arena);
void rows_draw(struct app *app, struct screen *screen);

#endif
