/*
 * grid_draw.c - amounts, checks and the picture of the lines.
 */
#include <stdio.h>

#include "client/show.h"
#include "client/term/grid.h"
#include "client/term/typed.h"
#include "client/term/wording.h"
#include "client/words.h"
#include "common/catalog.h"

static struct str text_of(const struct grid_line *line, enum grid_col col)
{
    return field_text(&line->cells[col]);
}

/* The price that counts: the typed one (per 1), else the list's. */
static bool amount_of(const struct grid_line *line, struct arena *arena, struct money *out)
{
    struct typed_now now = { { 0 }, 0 };
    int64_t qty, per = line->price_per;
    struct money price = line->price;

    if (!str_int(typed_plain(P_qty, text_of(line, GRID_QTY), now, arena), &qty))
        return false;
    if (line->cells[GRID_PRICE].n) {
        per = 1;
        if (!money_parse(typed_plain(P_price, text_of(line, GRID_PRICE), now, arena), &price))
            return false;
    } else if (!line->known || per < 1) {
        return false;
    }
    return money_of(price, per, (struct qty){ qty }, out);
}

bool grid_total(const struct grid *g, struct arena *arena, struct money *out)
{
    bool whole = true;

    *out = fen(0);
    for (size_t i = 0; i < g->count; i++) {
        struct money amount;

        if (!g->lines[i].cells[GRID_PRODUCT].n)
            continue;
        if (!amount_of(&g->lines[i], arena, &amount) || !money_add(*out, amount, out))
            whole = false;
    }
    return whole;
}

static bool check_line(struct grid_line *line, struct arena *arena, enum grid_col *where)
{
    static const enum param of[] = { P_product, P_qty, P_price };
    struct arg arg;

    if (line->fault[0])
        return *where = line->known ? GRID_QTY : GRID_PRODUCT, false;
    for (int c = 0; c < GRID_COLS; c++) {
        struct str text =
            typed_plain(of[c], text_of(line, (enum grid_col)c), typed_now(), arena);
        struct error err = OK;

        if (c == GRID_PRICE && !text.n)
            continue;
        if (!text.n)
            err = refuse_with(ERR_PARAMS, NULL, str_of(_("needed")));
        else
            err = arg_read_text(of[c], text, 0, arena, &arg);
        if (err.code && text.n)
            err.detail = wording_expected(of[c], arena);
        if (!err.code && c == GRID_QTY && arg.n < 1)
            err = refuse_with(ERR_PARAMS, NULL, str_of(_("more than nothing")));
        if (err.code) {
            (void)snprintf(line->fault, sizeof(line->fault), "%s: %.*s",
                           words(wording_label(of[c])), STR_ARG(err.detail));
            *where = (enum grid_col)c;
            return false;
        }
    }
    return true;
}

bool grid_check(struct grid *g, struct arena *arena)
{
    for (size_t i = 0; i < g->count; i++) {
        enum grid_col where = GRID_PRODUCT;

        if (!g->lines[i].cells[GRID_PRODUCT].n && !g->lines[i].cells[GRID_QTY].n)
            continue;
        if (!check_line(&g->lines[i], arena, &where)) {
            g->at = i;
            g->col = where;
            return false;
        }
    }
    return grid_filled(g) > 0;
}

void grid_write(const struct grid *g, struct json_out *out)
{
    static const char *const names[] = { "product", "qty", "price" };
    static const enum param of[] = { P_product, P_qty, P_price };

    json_begin_array(out);
    for (size_t i = 0; i < g->count; i++) {
        if (!g->lines[i].cells[GRID_PRODUCT].n && !g->lines[i].cells[GRID_QTY].n)
            continue;
        json_begin_object(out);
        for (int c = 0; c < GRID_COLS; c++) {
            struct str text = typed_plain(of[c], text_of(&g->lines[i], (enum grid_col)c),
                                          typed_now(), out->text.arena);

            if (text.n)
                json_field_str(out, names[c], text);
        }
        json_end_object(out);
    }
    json_end_array(out);
}

/* --- drawing ----------------------------------------------------------------------------- */

#define AT_PRODUCT 4
#define W_PRODUCT  12
#define W_QTY      8
#define W_UNIT     4
#define W_PRICE    11
#define W_AMOUNT   14
#define TAIL       (W_QTY + 2 + W_UNIT + 1 + W_PRICE + 2 + W_AMOUNT)

/* Where quantities begin; on a narrow screen the line ends with them. */
static size_t qty_at(struct area area, bool *is_narrow)
{
    *is_narrow = area.cols < AT_PRODUCT + W_PRODUCT + TAIL + 10;
    return area.col + area.cols - (*is_narrow ? W_QTY : TAIL);
}

static struct str shown_price(const struct grid_line *line, struct arena *arena)
{
    if (!line->known || line->price_per < 1)
        return STR("");
    return line->price_per == 1
               ? money_text(line->price, arena)
               : str_format(arena, "%.*s/%lld", STR_ARG(money_text(line->price, arena)),
                            (long long)line->price_per);
}

static struct str shown_amount(const struct grid_line *line, struct arena *arena)
{
    struct money amount;

    return amount_of(line, arena, &amount) ? show_text(money_text(amount, arena), arena)
                                           : STR("");
}

static void draw_line(struct grid *g, size_t i, struct paint *paint, struct area at,
                      bool has_cursor, struct arena *arena)
{
    struct grid_line *line = &g->lines[i];
    bool here = has_cursor && i == g->at;
    bool is_narrow;
    size_t qty = qty_at(at, &is_narrow), price = qty + W_QTY + 2 + W_UNIT + 1;
    size_t name = at.col + AT_PRODUCT + W_PRODUCT + 2;
    struct str beside = line->fault[0] ? str_of(line->fault)
                        : line->asked  ? str_of("...")
                                       : text_show(str_of(line->name), arena);

    paint_right(paint, at.row, at.col, 3, LOOK_DIM, str_format(arena, "%zu", i + 1), arena);
    field_draw(&line->cells[GRID_PRODUCT], paint, at.row, at.col + AT_PRODUCT, W_PRODUCT,
               LOOK_FIELD, here && g->col == GRID_PRODUCT, arena);
    if (qty > name)
        paint_text(paint, at.row, name, qty - name - 1,
                   line->fault[0] ? LOOK_FAULT : LOOK_PLAIN, beside, arena);
    if (here && g->col == GRID_QTY)
        field_draw(&line->cells[GRID_QTY], paint, at.row, qty, W_QTY, LOOK_FIELD, true, arena);
    else
        paint_right(paint, at.row, qty, W_QTY, LOOK_FIELD, text_of(line, GRID_QTY), arena);
    if (is_narrow)
        return;
    paint_text(paint, at.row, qty + W_QTY + 1, W_UNIT, LOOK_PLAIN,
               text_show(str_of(line->unit), arena), arena);
    if (here && g->col == GRID_PRICE)
        field_draw(&line->cells[GRID_PRICE], paint, at.row, price, W_PRICE, LOOK_FIELD, true,
                   arena);
    else
        paint_right(
            paint, at.row, price, W_PRICE, line->cells[GRID_PRICE].n ? LOOK_FIELD : LOOK_DIM,
            line->cells[GRID_PRICE].n ? text_of(line, GRID_PRICE) : shown_price(line, arena),
            arena);
    paint_right(paint, at.row, at.col + at.cols - W_AMOUNT, W_AMOUNT, LOOK_PLAIN,
                shown_amount(line, arena), arena);
}

static void draw_wide_titles(struct paint *paint, struct area area, size_t qty,
                             struct arena *arena)
{
    paint_text(paint, area.row, qty + W_QTY + 1, W_UNIT, LOOK_TITLE, str_of(_("Unit")), arena);
    paint_right(paint, area.row, qty + W_QTY + 2 + W_UNIT + 1, W_PRICE, LOOK_TITLE,
                str_of(_("Price")), arena);
    paint_right(paint, area.row, area.col + area.cols - W_AMOUNT, W_AMOUNT, LOOK_TITLE,
                str_of(_("Amount")), arena);
}

void grid_draw(struct grid *g, struct paint *paint, struct area area, bool has_cursor,
               struct arena *arena)
{
    size_t seen = area.rows > 1 ? area.rows - 1 : 1;
    bool is_narrow;
    size_t qty = qty_at(area, &is_narrow);

    paint_text(paint, area.row, area.col, area.cols, LOOK_TITLE, str_of(_("  # Product")),
               arena);
    paint_right(paint, area.row, qty, W_QTY, LOOK_TITLE, str_of(_("Qty")), arena);
    if (!is_narrow)
        draw_wide_titles(paint, area, qty, arena);
    scroll_show(&g->scroll, g->at, g->count, seen);
    for (size_t i = 0; i < seen && g->scroll.top + i < g->count; i++) {
        struct area line = { area.row + 1 + i, area.col, 1, area.cols };

        draw_line(g, g->scroll.top + i, paint, line, has_cursor, arena);
    }
}
