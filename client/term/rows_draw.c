/*
 * rows_draw.c - the picture of an act's rows, and the sums under them.
 */
#include "client/show.h"
#include "client/term/rows.h"
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

/* Where the typed columns stand, in a screen of that width. */
static void place_columns(struct rows *r, size_t cols, size_t *label)
{
    size_t typed = 0, shown = 0, left;

    for (size_t c = 0; c < r->typed; c++)
        typed += r->kind->typed[c].width + 3;
    for (size_t i = 0; i < ROWS_SHOWN && r->kind->shown[i].title; i++)
        shown += r->kind->shown[i].width + 1U;
    *label = cols > typed + 12 ? cols - typed : 12;
    if (*label > shown)
        *label = shown;
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
    size_t label, left;
    struct str sum = rows_sums(r, a);

    paint_box(p, box, str_of(words(catalog[r->kind->op].help)), a);
    place_columns(r, box.cols - 4, &label);
    paint_text(p, box.row + 1, box.col + 2, label, LOOK_TITLE, rows_titles(r, a), a);
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
                   (struct area){ box.row + 2, box.col + 2, box.rows - 4, box.cols - 4 }, true,
                   a);
    sheet_draw_more(&r->sheet, p, box, box.rows - 4, a);
    if (!sum.n && r->sheet.count)
        sum = str_of(_("F2 takes what was typed; the rest stays as it is."));
    if (r->sheet.count && r->sheet.places[r->sheet.at].fault[0])
        sum = str_of(r->sheet.places[r->sheet.at].fault);
    paint_text(p, box.row + box.rows - 2, box.col + 2, box.cols - 4, LOOK_DIM, sum, a);
}
