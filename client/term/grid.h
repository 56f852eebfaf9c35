/*
 * grid.h - the lines of an order being typed: product, quantity, price.
 *
 * A line's product is looked up behind the person's back; typing goes on meanwhile. What fits
 * exactly, or alone, is taken; otherwise the line says so and F4 chooses. "3cs" is three packs
 * of the product; a unit that it does not have is a fault.
 */
#ifndef OSB_CLIENT_TERM_GRID_H
#define OSB_CLIENT_TERM_GRID_H

#include "client/term/field.h"
#include "client/term/scroll.h"
#include "common/json.h"

enum grid_col { GRID_PRODUCT, GRID_QTY, GRID_PRICE, GRID_COLS };
struct grid_line {
    struct field cells[GRID_COLS];
    int64_t line_no;     /* of the order that is changed; 0: a new line */
    int serial;          /* names the line in an answer, wherever it stands by then */
    bool unasked, asked; /* the product is to be looked up, or is being */
    bool typing;         /* somebody types at it: asked when he leaves it */
    bool known;
    char name[128], unit[16], stock[24], quota[24];
    struct money price; /* of the list, per price_per units */
    int64_t price_per;
    int64_t pack; /* units of a pack; 0: not known */
    char fault[240];
};
struct grid {
    struct grid_line *lines; /* heap */
    size_t count, room, at;
    struct scroll scroll;
    enum grid_col col;
    int last_serial;
};

void grid_init(struct grid *grid);
void grid_release(struct grid *grid);
struct grid_line *grid_line(struct grid *grid);
enum grid_did {
    GRID_PASSED, /* not a key of a grid */
    GRID_STAYED,
    GRID_CHANGED,
    GRID_UP,  /* the cursor leaves over the first line */
    GRID_END, /* Enter on an empty product: the lines are done */
};
enum grid_did grid_key(struct grid *grid, const struct key *key, struct arena *arena);
/* The next line whose product is to be asked for: its serial and text; false: none. */
bool grid_ask(struct grid *grid, int *serial, struct str *find);
/* The answer of product.list to it. */
void grid_answer(struct grid *grid, int serial, const struct json *rows);
/* A product that was chosen from a list. */
void grid_choose(struct grid *grid, struct str code);
/* The product of a row of product.list, for the line under the cursor. */
void grid_take(struct grid *grid, const struct json *row);
/* The cursor goes to an empty line at the end. */
void grid_end(struct grid *grid);
/* Exactly these lines, as grid_write wrote them; what stays the same keeps what is known. */
void grid_put(struct grid *grid, const struct json *lines);
/* A line put at the end, as a draft has it. */
void grid_add(struct grid *grid, struct str product, struct str qty, struct str price);
/* The same code, whatever the case of its letters; nothing is like nothing. */
bool grid_same(struct str a, struct str b);
/* Lines with something in them. */
size_t grid_filled(const struct grid *grid);
/* The first fault gets the cursor; false: there is one, or no line at all. */
bool grid_check(struct grid *grid, struct arena *arena);
/* [{"product":..,"qty":..,"price":..}], of the lines with something in them. */
void grid_write(const struct grid *grid, struct json_out *out);
/* The sum of what is known; false where a line's amount is not. */
bool grid_total(const struct grid *grid, struct arena *arena, struct money *out);
/* A line of titles, then the lines. */
void grid_draw(struct grid *grid, struct paint *paint, struct area area, bool has_cursor,
               struct arena *arena);

#endif
