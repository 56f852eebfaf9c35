/*
 * paint.c - cells.
 */
#include "client/term/paint.h"

#include <stdlib.h>
#include <string.h>

static const struct cell blank = { .text = " ", .n = 1, .width = 1 };

void paint_init(struct paint *paint, size_t rows, size_t cols)
{
    *paint = (struct paint){ 0 };
    paint_resize(paint, rows, cols);
}

void paint_release(struct paint *paint)
{
    free(paint->cells);
    free(paint->spots);
    *paint = (struct paint){ 0 };
}

void paint_resize(struct paint *paint, size_t rows, size_t cols)
{
    struct cell *cells = realloc(paint->cells, (rows * cols + 1) * sizeof(*cells));

    if (!cells)
        abort();
    paint->rows = rows;
    paint->cols = cols;
    paint->cells = cells;
    paint_clear(paint);
}

void paint_clear(struct paint *paint)
{
    for (size_t i = 0; i < paint->rows * paint->cols; i++)
        paint->cells[i] = blank;
    paint->has_cursor = false;
    paint->spot_count = 0;
}

static struct cell *cell_at(struct paint *paint, size_t row, size_t col)
{
    return &paint->cells[row * paint->cols + col];
}

/* The cell is about to change: a wide character that stands half in it goes as a whole. */
static void let_go(struct paint *paint, size_t row, size_t col)
{
    struct cell *cell = cell_at(paint, row, col);

    if (cell->width == 0 && col > 0)
        *cell_at(paint, row, col - 1) = blank;
    if (cell->width == 2 && col + 1 < paint->cols)
        *cell_at(paint, row, col + 1) = blank;
    *cell = blank;
}

static void put_cluster(struct paint *paint, size_t row, size_t col, struct str cluster,
                        size_t cells, enum look look)
{
    struct cell *cell;

    for (size_t i = 0; i < cells; i++)
        let_go(paint, row, col + i);
    cell = cell_at(paint, row, col);
    while (cluster.n > CELL_BYTES) { /* the last mark goes, whole */
        do
            cluster.n--;
        while (cluster.n && ((unsigned char)cluster.p[cluster.n] & 0xC0) == 0x80);
    }
    memcpy(cell->text, cluster.p, cluster.n);
    cell->n = (uint8_t)cluster.n;
    cell->width = (uint8_t)cells;
    cell->look = (uint8_t)look;
    cell->edges = 0;
    if (cells == 2)
        *cell_at(paint, row, col + 1) = (struct cell){ .look = (uint8_t)look };
}

/* Draws text that text_fit or text_column made; what passes the right border is left out. */
static void put_drawn(struct paint *paint, size_t row, size_t col, enum look look,
                      struct str drawn)
{
    for (size_t at = 0; at < drawn.n;) {
        size_t cells;
        size_t bytes = text_cluster(drawn, at, &cells);

        if (row >= paint->rows || col + cells > paint->cols)
            return;
        put_cluster(paint, row, col, (struct str){ drawn.p + at, bytes }, cells, look);
        at += bytes;
        col += cells;
    }
}

/* A number that would be cut behind some of its digits is left out whole: what can not be read
 * misleads nobody. */
static struct str no_part_of_number(struct str text, size_t width, struct arena *arena)
{
    struct str fit;
    size_t at;

    if (text_cells(text) <= width)
        return text;
    fit = text_fit(text, width, arena);
    for (at = fit.n ? fit.n - 1 : 0; at; at--) {
        char c = fit.p[at - 1];

        if ((c < '0' || c > '9') && c != '.' && c != ',')
            break;
    }
    if (!at || at + 1 >= fit.n || fit.p[at - 1] != ' ')
        return fit;
    return str_format(arena, "%.*s~", (int)at, fit.p);
}

void paint_text(struct paint *paint, size_t row, size_t col, size_t width, enum look look,
                struct str text, struct arena *arena)
{
    text = no_part_of_number(text, width, arena);
    put_drawn(paint, row, col, look, text_column(text, width, TEXT_LEFT, arena));
}

void paint_right(struct paint *paint, size_t row, size_t col, size_t width, enum look look,
                 struct str text, struct arena *arena)
{
    put_drawn(paint, row, col, look, text_column(text, width, TEXT_RIGHT, arena));
}

size_t paint_some(struct paint *paint, size_t row, size_t col, size_t width, enum look look,
                  struct str text, struct arena *arena)
{
    struct str drawn = text_fit(text, width, arena);

    put_drawn(paint, row, col, look, drawn);
    return text_cells(drawn);
}

void paint_fill(struct paint *paint, size_t row, size_t col, size_t width, enum look look,
                char c)
{
    for (size_t i = 0; i < width && row < paint->rows && col + i < paint->cols; i++)
        put_cluster(paint, row, col + i, (struct str){ &c, 1 }, 1, look);
}

static void put_edge(struct paint *paint, size_t row, size_t col, enum look look, char c,
                     unsigned edges)
{
    paint_fill(paint, row, col, 1, look, c);
    if (row < paint->rows && col < paint->cols)
        cell_at(paint, row, col)->edges = (uint8_t)edges;
}

void paint_rule(struct paint *paint, size_t row, size_t col, size_t width, enum look look)
{
    for (size_t i = 0; i < width; i++)
        put_edge(paint, row, col + i, look, '-', EDGE_LEFT | EDGE_RIGHT);
}

void paint_wall(struct paint *paint, size_t row, size_t col, enum look look)
{
    put_edge(paint, row, col, look, '|', EDGE_UP | EDGE_DOWN);
}

void paint_look(struct paint *paint, size_t row, size_t col, size_t width, enum look look)
{
    for (size_t i = 0; i < width && row < paint->rows && col + i < paint->cols; i++)
        cell_at(paint, row, col + i)->look = (uint8_t)look;
}

void paint_box(struct paint *paint, struct area area, struct str title, struct arena *arena)
{
    size_t bottom = area.row + area.rows - 1, right = area.col + area.cols - 1;

    for (size_t row = area.row; row <= bottom; row++) {
        bool first = row == area.row, last = row == bottom;
        unsigned down = (last ? 0 : EDGE_DOWN) | (first ? 0 : EDGE_UP);

        if (!first && !last)
            paint_fill(paint, row, area.col, area.cols, LOOK_PLAIN, ' ');
        else
            paint_rule(paint, row, area.col, area.cols, LOOK_PLAIN);
        put_edge(paint, row, area.col, LOOK_PLAIN, first || last ? '+' : '|',
                 down | (first || last ? EDGE_RIGHT : 0));
        put_edge(paint, row, right, LOOK_PLAIN, first || last ? '+' : '|',
                 down | (first || last ? EDGE_LEFT : 0));
    }
    if (title.n && area.cols > 6) {
        title = str_format(arena, " %.*s ", STR_ARG(title));
        paint_some(paint, area.row, area.col + 2, area.cols - 4, LOOK_TITLE, title, arena);
    }
}

void paint_spot(struct paint *paint, struct area area, int action, uint32_t code)
{
    if (paint->spot_count == paint->spot_room) {
        paint->spot_room = paint->spot_room ? paint->spot_room * 2 : 64;
        paint->spots = realloc(paint->spots, paint->spot_room * sizeof(*paint->spots));
        if (!paint->spots)
            abort();
    }
    paint->spots[paint->spot_count++] = (struct spot){ area, action, code };
}

void paint_no_spots(struct paint *paint)
{
    paint->spot_count = 0;
}

const struct spot *paint_spot_at(const struct paint *paint, size_t row, size_t col)
{
    for (size_t i = paint->spot_count; i-- > 0;) {
        const struct area *a = &paint->spots[i].area;

        if (row >= a->row && row < a->row + a->rows && col >= a->col && col < a->col + a->cols)
            return &paint->spots[i];
    }
    return NULL;
}

void paint_cursor(struct paint *paint, size_t row, size_t col)
{
    paint->has_cursor = row < paint->rows;
    paint->cursor_row = row;
    paint->cursor_col = col < paint->cols ? col : paint->cols - 1;
}

struct str paint_line(const struct paint *paint, size_t row, struct arena *arena)
{
    const struct cell *cells = &paint->cells[row * paint->cols];
    char *out = arena_alloc(arena, paint->cols * CELL_BYTES + 1);
    size_t n = 0;

    for (size_t col = 0; col < paint->cols; col++) {
        memcpy(out + n, cells[col].text, cells[col].n);
        n += cells[col].n;
    }
    return (struct str){ out, n };
}
