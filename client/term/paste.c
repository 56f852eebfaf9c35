/*
 * paste.c - a preview of pasted rows.
 */
#include "client/term/paste.h"

#include <stdlib.h>
#include <string.h>

#include "client/term/tell.h"
#include "client/term/wrap.h"
#include "client/words.h"

struct paste {
    struct screen screen;
    struct screen *asker;
    paste_taken *taken;
    struct arena arena; /* of the text and the rows */
    struct paste_rows rows;
    size_t top;
};

static struct paste *self(struct screen *s)
{
    return (struct paste *)s;
}

/* --- reading ----------------------------------------------------------------------------- */

/* Takes what stands before one of these characters, and the character. */
static struct str until(struct str *rest, const char *ends)
{
    struct str part = { rest->p, 0 };
    size_t n;

    while (part.n < rest->n && !strchr(ends, rest->p[part.n]))
        part.n++;
    n = part.n + (part.n < rest->n);
    *rest = (struct str){ rest->p + n, rest->n - n };
    return part;
}

static const char *fault_of(struct paste_row *row, struct arena *arena)
{
    struct arg arg;

    if (!row->cells[GRID_PRODUCT].n)
        return N_("no product");
    if (arg_read_text(P_product, row->cells[GRID_PRODUCT], 0, arena, &arg).code)
        return N_("the product is no code");
    if (!row->cells[GRID_QTY].n)
        return N_("no quantity");
    if (arg_read_text(P_qty, row->cells[GRID_QTY], 0, arena, &arg).code || arg.n < 1)
        return N_("the quantity is no whole number above zero");
    if (row->cells[GRID_PRICE].n &&
        arg_read_text(P_price, row->cells[GRID_PRICE], 0, arena, &arg).code)
        return N_("the price is no amount");
    return NULL;
}

static size_t lines_of(struct str text)
{
    size_t n = 1;

    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n' || text.p[i] == '\r';
    return n;
}

struct paste_rows paste_read(struct str text, size_t room, struct typed_now now,
                             struct arena *arena)
{
    static const enum param of[] = { P_product, P_qty, P_price };
    size_t most = lines_of(text);
    struct paste_rows out = { .rows = ARENA_ARRAY(arena, most < room ? most + 1 : room + 1,
                                                  struct paste_row) };

    while (text.n) {
        struct str line = until(&text, "\r\n"); /* terminals send a line's end as CR */
        struct paste_row *row = &out.rows[out.count];

        if (!str_trim(line).n)
            continue;
        if (out.count == room) {
            out.beyond++;
            continue;
        }
        for (int c = 0; c < GRID_COLS; c++)
            row->cells[c] = typed_plain(of[c], until(&line, "\t"), now, arena);
        row->fault = fault_of(row, arena);
        out.good += !row->fault;
        out.count++;
    }
    return out;
}

/* --- the box ----------------------------------------------------------------------------- */

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct paste *p = self(s);
    size_t last = p->rows.count ? p->rows.count - 1 : 0;

    switch ((int)pressed->action) {
    case ACT_CANCEL:
    case ACT_BACK:
        app_over(s);
        break;
    case ACT_ENTER:
    case ACT_DO:
        p->taken(app, p->asker, &p->rows);
        app_over(s);
        break;
    case ACT_DOWN:
        p->top += p->top < last;
        break;
    case ACT_UP:
        p->top -= p->top > 0;
        break;
    case ACT_NEXT:
        p->top = p->top + 10 < last ? p->top + 10 : last;
        break;
    case ACT_PREV:
        p->top = p->top > 10 ? p->top - 10 : 0;
        break;
    default:
        break;
    }
}

/* Fewer cells have no room for a fault beside its row: it stands below. */
#define NARROW_CELLS 60
#define FAULT_COL    5

static size_t row_height(const struct paste_row *row, size_t cells)
{
    if (!row->fault || cells >= NARROW_CELLS)
        return 1;
    return 1 + wrap_rows(str_of(words(row->fault)), cells - FAULT_COL);
}

static void draw_row(struct app *app, const struct paste_row *row, size_t number,
                     struct area at)
{
    struct arena *a = &app->frame;
    bool narrow = at.cols < NARROW_CELLS;
    size_t product = narrow ? 12 : 14, qty = 5 + product + 1, price = qty + (narrow ? 7 : 9);

    paint_right(&app->paint, at.row, at.col, 4, LOOK_DIM, str_format(a, "%zu", number), a);
    paint_text(&app->paint, at.row, at.col + 5, product, LOOK_PLAIN,
               text_show(row->cells[GRID_PRODUCT], a), a);
    paint_right(&app->paint, at.row, at.col + qty, price - qty - 1, LOOK_PLAIN,
                text_show(row->cells[GRID_QTY], a), a);
    paint_right(&app->paint, at.row, at.col + price, narrow ? at.cols - price : 11, LOOK_PLAIN,
                text_show(row->cells[GRID_PRICE], a), a);
    if (row->fault && !narrow)
        paint_text(&app->paint, at.row, at.col + 42, at.cols - 42, LOOK_FAULT,
                   str_of(words(row->fault)), a);
    if (row->fault && at.rows > 1)
        (void)wrap_draw(
            &app->paint,
            (struct area){ at.row + 1, at.col + FAULT_COL, at.rows - 1, at.cols - FAULT_COL },
            LOOK_FAULT, str_of(words(row->fault)), a);
}

/* "12 rows become lines, 1 have faults, 0 have no room" */
static struct str counts(const struct paste *p, struct arena *arena)
{
    return str_format(arena, _("%zu rows become lines, %zu have faults, %zu have no room"),
                      p->rows.good, p->rows.count - p->rows.good, p->rows.beyond);
}

static void draw(struct app *app, struct screen *s)
{
    struct paste *p = self(s);
    struct arena *a = &app->frame;
    bool narrow = app_box(app, 4, 76).cols - 4 < NARROW_CELLS;
    size_t wanted = narrow || p->rows.count >= 12 ? 16 : p->rows.count + 4;
    struct area box = app_box(app, wanted, 76);
    struct area in = { box.row + 1, box.col + 2, box.rows - 2, box.cols - 4 };
    size_t row;

    paint_box(&app->paint, box, str_of(_("Pasted rows")), a);
    row = wrap_draw(&app->paint, (struct area){ in.row, in.col, 2, in.cols }, LOOK_TITLE,
                    counts(p, a), a);
    for (size_t i = p->top; i < p->rows.count; i++) {
        size_t height = row_height(&p->rows.rows[i], in.cols);

        if (row + height >= in.rows)
            break;
        draw_row(app, &p->rows.rows[i], i + 1,
                 (struct area){ in.row + row, in.col, height, in.cols });
        row += height;
    }
    paint_text(&app->paint, in.row + in.rows - 1, in.col, in.cols, LOOK_DIM,
               str_of(_("Enter takes the good rows, F12 none.")), a);
    paint_cursor(&app->paint, in.row + in.rows - 1, in.col);
}

/* Rows with a fault first: they are what a person has to hear of many. */
static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct paste *p = self(s);

    (void)app;
    t->title = str_of(_("Pasted rows"));
    tell_line(t, counts(p, t->arena));
    for (int good = 0; good < 2; good++)
        for (size_t i = 0; i < p->rows.count; i++) {
            const struct paste_row *row = &p->rows.rows[i];

            if (!row->fault == !good)
                continue;
            tell_line(t,
                      str_format(t->arena, "%zu  %.*s, %.*s%s%.*s%s%s", i + 1,
                                 STR_ARG(text_show(row->cells[GRID_PRODUCT], t->arena)),
                                 STR_ARG(text_show(row->cells[GRID_QTY], t->arena)),
                                 row->cells[GRID_PRICE].n ? ", " : "",
                                 STR_ARG(text_show(row->cells[GRID_PRICE], t->arena)),
                                 row->fault ? ": " : "", row->fault ? words(row->fault) : ""));
        }
    t->confirms = true;
}

static void release(struct screen *s)
{
    arena_release(&self(s)->arena);
    free(s);
}

static const struct bar_item bar[] = {
    { ACT_DO, N_("Take") }, { ACT_BACK, NULL }, { ACT_CANCEL, NULL }, { ACT_NONE, NULL }
};
static const struct screen_kind kind = { bar, true, NULL, draw, key, NULL, NULL, release };

struct screen *paste_new(struct app *app, struct screen *asker, struct str text, size_t room,
                         paste_taken *taken)
{
    struct paste *p = calloc(1, sizeof(*p));

    (void)app;
    if (!p)
        abort();
    *p = (struct paste){ .screen = { .kind = &kind, .tell = tell },
                         .asker = asker,
                         .taken = taken };
    arena_init(&p->arena, LIMIT_ARENA_BYTES + 4 * text.n);
    p->rows = paste_read(str_dup(&p->arena, text), room, typed_now(), &p->arena);
    return &p->screen;
}
