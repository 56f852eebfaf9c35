/*
 * act_draw.c - the box of one act: what it is, on what, the fields, and what the field takes.
 */
#include "client/term/act.h"
#include "client/term/days.h"
#include "client/term/rows.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "client/words.h"

/* "order SO12   version 3": what the act begins with. */
static struct str on_what(const struct act *a, struct arena *arena)
{
    struct str on = STR("");

    for (size_t i = 0; i < catalog[a->op].param_count; i++) {
        enum param p = (enum param)catalog[a->op].params[i].param;

        if (a->hand.value[p][0])
            on = str_format(arena, "%.*s%s%s %s", STR_ARG(on), on.n ? "   " : "",
                            words(wording_label(p)), a->hand.value[p]);
    }
    return on;
}

void act_tell(struct app *app, struct screen *s, struct tell *t)
{
    struct act *a = (struct act *)s;
    struct str on = on_what(a, &app->frame);

    if (app->is_linear)
        a->is_unseen = false;
    t->act = &catalog[a->op];
    if (a->confirms) {
        act_confirm_tell(a, on, t);
        return;
    }
    t->title = str_of(catalog[a->op].name);
    tell_line(t, str_of(words(catalog[a->op].help)));
    if (on.n)
        tell_line(t, on);
    brief_tell(&a->brief, t);
    t->sheet = &a->sheet;
}

/* Rows have columns of their own: the parameter's help knows only those of an order. */
static struct str hint_of(struct app *app, const struct act *a)
{
    const struct sheet_place *p = &a->sheet.places[a->sheet.at];

    if (params[p->item.param].type != PARAM_ITEMS || p->fault[0] || !rows_kind_of(a->op))
        return days_hint(app, &a->sheet);
    if (a->op == OP_RECEIPT_ALLOCATE)
        return str_of(_("F4 shows what is open; left empty: the oldest first"));
    return str_of(_("F4 shows the rows, and takes what differs"));
}

/* What the operation does, as many words of it as there is room for; F1 says all. */
static struct str title_in(const struct act *a, size_t cells, struct arena *arena)
{
    struct str help = str_of(words(catalog[a->op].help)), first;

    if (text_cells(help) <= cells)
        return help;
    first = wrap_take(&help, cells - 2);
    return str_format(arena, "%.*s ~", STR_ARG(first));
}

void act_draw(struct app *app, struct screen *s)
{
    struct act *a = (struct act *)s;
    struct arena *arena = &app->frame;
    size_t cells = app_box(app, 8, ACT_COLS).cols - 4, most = app_body(app).rows;
    size_t rows = brief_rows(&a->brief, cells, arena), hints;
    struct area box, inside;
    struct str on = on_what(a, arena), hint = STR(""), more;

    a->is_unseen = false;
    rows = rows ? rows - 1 : 0; /* its first line stands where a blank one would */
    if (rows + 8 > most)        /* a field must be seen */
        rows = most > 8 ? most - 8 : 0;
    box = app_box(app, a->sheet.count + 7 + rows, ACT_COLS);
    paint_box(&app->paint, box, str_of(catalog[a->op].name), arena);
    inside = (struct area){ box.row + 1, box.col + 2, box.rows - 2, box.cols - 4 };
    paint_text(&app->paint, inside.row, inside.col, inside.cols, LOOK_TITLE,
               title_in(a, inside.cols, arena), arena);
    paint_text(&app->paint, inside.row + 1, inside.col, inside.cols, LOOK_PLAIN, on, arena);
    more =
        brief_draw(&a->brief, &app->paint,
                   (struct area){ inside.row + 2, inside.col, rows + 1, inside.cols }, arena);
    if (more.n)
        paint_right(&app->paint, box.row, box.col + box.cols - text_cells(more) - 3,
                    text_cells(more) + 1, LOOK_KEY, str_format(arena, "%.*s ", STR_ARG(more)),
                    arena);
    if (a->sheet.count)
        hint = hint_of(app, a);
    else
        hint = str_of(_("F2 does it, F12 leaves it."));
    hints = wrap_rows(hint, inside.cols) > 1 && inside.rows >= rows + 7 ? 2 : 1;
    wrap_draw(&app->paint,
              (struct area){ inside.row + inside.rows - hints, inside.col, hints, inside.cols },
              a->sheet.count && a->sheet.places[a->sheet.at].fault[0] ? LOOK_FAULT : LOOK_DIM,
              hint, arena);
    paint_cursor(&app->paint, inside.row, inside.col);
    inside.row += 3 + rows;
    inside.rows -= 3 + rows + hints;
    sheet_draw(&a->sheet, &app->paint, inside, true, arena);
    sheet_draw_more(&a->sheet, &app->paint, box, inside.rows, arena);
    if (a->confirms)
        act_confirm_draw(app, a, on);
}
