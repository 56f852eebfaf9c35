/*
 * rows_draw.c - the picture of an act's rows, and the sums under them.
 */
#include "client/show.h"
#include "client/term/rows.h"
#include "client/term/wrap.h"
#include "client/words.h"

#define BOX_COLS 78

struct sheet_place *rows_cell(const struct rows *r, size_t row, size_t col)
{
    return &r->sheet.places[row * r->typed + col];
}

bool rows_typed(const struct sheet_place *p)
{
    return p->field.n && !p->is_default;
}

struct str rows_titles(const struct rows *r, struct arena *arena)
{
    struct str all = STR("");

    for (size_t i = 0; i < ROWS_SHOWN && r->kind->shown[i].title; i++) {
        const struct rows_shown *c = &r->kind->shown[i];

        all = str_format(arena, "%.*s%s%.*s", STR_ARG(all), i ? " " : "",
                         STR_ARG(text_column(str_of(words(c->title)), c->width,
                                             c->is_right ? TEXT_RIGHT : TEXT_LEFT, arena)));
    }
    return all;
}

struct str rows_sums(const struct rows *r, struct arena *arena)
{
    struct money stated = { 0 }, one;

    if (!r->knows_free)
        return STR("");
    for (size_t n = 0; n < r->count; n++) {
        struct str text =
            typed_plain(P_amount, field_text(&rows_cell(r, n, 0)->field), typed_now(), arena);

        if (!rows_typed(rows_cell(r, n, 0)))
            continue;
        if (!money_parse(text, &one) || !money_add(stated, one, &stated))
            return STR("");
    }
    if (!stated.fen)
        return str_format(arena, _("free %.*s; nothing stated: the oldest first, as shown"),
                          STR_ARG(show_text(money_text(r->free_money, arena), arena)));
    return str_format(
        arena, _("free %.*s, stated %.*s, left %.*s"),
        STR_ARG(show_text(money_text(r->free_money, arena), arena)),
        STR_ARG(show_text(money_text(stated, arena), arena)),
        STR_ARG(show_text(money_text((struct money){ r->free_money.fen - stated.fen }, arena),
                          arena)));
}

/* The first cells of a text, whole characters of it. */
static struct str first_cells(struct str text, size_t cells)
{
    size_t at = 0, taken = 0, one;

    while (at < text.n) {
        size_t bytes = text_cluster(text, at, &one);

        if (taken + one > cells)
            break;
        taken += one;
        at += bytes;
    }
    return (struct str){ text.p, at };
}

/* Cells of the shown columns that stand whole in so many; the first one always. */
static size_t whole_columns(const struct rows *r, size_t room)
{
    size_t cells = r->kind->shown[0].width;

    for (size_t i = 1; i < ROWS_SHOWN && r->kind->shown[i].title; i++) {
        if (cells + 1 + r->kind->shown[i].width > room)
            break;
        cells += 1U + r->kind->shown[i].width;
    }
    return cells;
}

/* Where the typed columns stand, in a screen of that width. */
static void place_columns(struct rows *r, size_t cols, size_t *label)
{
    size_t typed = 0, left;

    for (size_t c = 0; c < r->typed; c++)
        typed += r->kind->typed[c].width + 3;
    left = whole_columns(r, cols > typed + 12 ? cols - typed - 1 : 12) + 1;
    for (size_t n = 0; n < r->count && left != *label; n++)
        rows_cell(r, n, 0)->item.label =
            str_text(&r->memory, first_cells(r->labels[n], left - 1));
    *label = left;
    for (size_t n = 0; n < r->count; n++) {
        left = 0;
        for (size_t c = 0; c < r->typed; c++) {
            struct sheet_item *item = &rows_cell(r, n, c)->item;

            item->col = (uint8_t)left;
            item->label_width = (uint8_t)(c ? 0 : *label);
            left += item->label_width + item->width + 3U;
        }
    }
}

void rows_draw(struct app *app, struct screen *s)
{
    struct rows *r = (struct rows *)s;
    struct arena *a = &app->frame;
    struct paint *p = &app->paint;
    struct area box = app_box(app, r->count + 5 < 12 ? 12 : r->count + 5, BOX_COLS);
    size_t label = r->count ? rows_cell(r, 0, 0)->item.label_width : 0, left;
    struct str sum = rows_sums(r, a);
    size_t sums;

    if (!sum.n && r->sheet.count)
        sum = str_of(_("F2 takes what was typed; the rest stays as it is."));
    if (r->sheet.count && r->sheet.places[r->sheet.at].fault[0])
        sum = str_of(r->sheet.places[r->sheet.at].fault);
    sums = wrap_rows(sum, box.cols - 4) > 1 && box.rows > 7 ? 2 : 1;
    paint_box(p, box, str_of(words(catalog[r->kind->op].help)), a);
    place_columns(r, box.cols - 4, &label);
    paint_text(p, box.row + 1, box.col + 2, label, LOOK_TITLE,
               first_cells(rows_titles(r, a), label - 1), a);
    left = box.col + 3 + label;
    for (size_t c = 0; c < r->typed && left < box.col + box.cols - 1;
         left += r->kind->typed[c].width + 3U, c++)
        paint_text(p, box.row + 1, left, box.col + box.cols - 1 - left, LOOK_TITLE,
                   str_of(words(r->kind->typed[c].title)), a);
    paint_cursor(p, box.row + 1, box.col + 2);
    if (!r->sheet.count)
        paint_text(p, box.row + 2, box.col + 2, box.cols - 4, LOOK_DIM,
                   r->loaded ? str_of(_("There are no rows.")) : str_of("..."), a);
    else
        sheet_draw(&r->sheet, p,
                   (struct area){ box.row + 2, box.col + 2, box.rows - 3 - sums, box.cols - 4 },
                   true, a);
    sheet_draw_more(&r->sheet, p, box, box.rows - 3 - sums, a);
    wrap_draw(p,
              (struct area){ box.row + box.rows - 1 - sums, box.col + 2, sums, box.cols - 4 },
              LOOK_DIM, sum, a);
}
