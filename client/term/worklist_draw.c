/*
 * worklist_draw.c - lists, the row's detail and the lines above them, at every size (SCREENS.md
 * 1).
 */
#include <string.h>

#include "client/term/next_line.h"
#include "client/term/typed.h"
#include "client/term/worklist.h"
#include "client/words.h"

/* Do its rows stand by their deadlines, where nobody chose another order? */
static bool stands_by_time(const struct list *l)
{
    for (size_t i = 0; i < l->column_count; i++)
        if (!strcmp(l->columns[i].member, LIST_LEFT))
            return true;
    return false;
}

/* "by time left, 17 rows, 2 new: F5" */
static struct str counts(struct app *app, const struct worklist *w)
{
    struct arena *a = &app->frame;
    const struct list *l = &w->list;
    struct str text = worklist_rows(w, a);

    if (app->paint.cols >= ORDER_COLS && l->sort == LIST_AS_CAME && stands_by_time(l))
        text = str_format(a, _("by time left, %.*s"), STR_ARG(text));
    if (list_picked(l))
        text = str_format(a, _("%zu marked of %.*s"), list_picked(l), STR_ARG(text));
    if (l->fresh)
        text = str_format(a, _("%.*s, %zu new: F5"), STR_ARG(text), l->fresh);
    else if (w->stale)
        text = str_format(a, _("%.*s, changes: F5"), STR_ARG(text));
    return text;
}

/* A tab without a number has nothing waiting behind it, or is a register. */
static struct str tab_text(struct app *app, const struct worklist *w, size_t i)
{
    size_t n = w->counts[i];

    if (i == w->kind || n == NOT_COUNTED || !n)
        return str_of(words(list_kinds[i].title));
    return str_format(&app->frame, "%s %zu%s", words(list_kinds[i].title), n,
                      w->at_least[i] ? "+" : "");
}

/* The first tab that is drawn: so far to the right that the open one is seen. */
static size_t first_tab(struct app *app, const struct worklist *w, size_t room)
{
    role_set mine = app_roles(app);
    size_t first = w->kind, used = text_cells(tab_text(app, w, w->kind));

    for (size_t i = w->kind; i-- > 0;) {
        size_t cells = text_cells(tab_text(app, w, i)) + 2;

        if (!(list_kinds[i].who & mine))
            continue;
        if (used + cells + 4 > room) /* '<' and '>' have their place */
            break;
        used += cells;
        first = i;
    }
    return first;
}

static void draw_tabs(struct app *app, const struct worklist *w, struct area body)
{
    struct paint *p = &app->paint;
    role_set mine = app_roles(app);
    struct str right = counts(app, w);
    size_t right_cells = text_cells(right), col = 1, room, i;

    right_cells = right_cells + 2 < body.cols ? right_cells : body.cols - 2;
    room = body.cols - right_cells - 2;
    i = first_tab(app, w, room);
    for (size_t before = 0; before < i; before++)
        if (list_kinds[before].who & mine)
            paint_fill(p, body.row, 0, 1, LOOK_DIM, '<');
    for (; i < list_kind_count; i++) {
        struct str name = tab_text(app, w, i);
        struct area place = { body.row, col, 1, text_cells(name) };

        if (!(list_kinds[i].who & mine) && i != w->kind)
            continue;
        if (col + place.cols + 1 > room && i != w->kind) {
            paint_fill(p, body.row, col - 1, 1, LOOK_DIM, '>');
            break;
        }
        col += paint_some(p, body.row, col, room > col ? room - col : 0,
                          i == w->kind ? LOOK_SELECTED : LOOK_DIM, name, &app->frame);
        paint_spot(p, place, ACT_TO_LIST, (uint32_t)i);
        col += 2;
    }
    paint_right(p, body.row, body.cols - right_cells - 1, right_cells, LOOK_PLAIN, right,
                &app->frame);
}

/* What is chosen of the list, and in which order it stands; only where something is. */
static bool draw_view(struct app *app, const struct worklist *w, struct area line)
{
    struct arena *a = &app->frame;
    struct str text = view_text(&w->view, a);

    if (view_is_plain(&w->view) && w->list.sort == LIST_AS_CAME)
        return false;
    if (w->view.name[0])
        text = str_format(a, "%s%s%.*s", w->view.name, text.n ? ": " : "", STR_ARG(text));
    if (text.n)
        text = str_format(a, "%s %.*s", _("Filter:"), STR_ARG(text));
    if (w->list.sort < w->list.column_count)
        text = str_format(a, "%.*s%s%s %s%s", STR_ARG(text), text.n ? "   " : "",
                          _("Sorted by"), words(w->list.columns[w->list.sort].title),
                          w->list.down ? _(", greatest first") : "");
    paint_text(&app->paint, line.row, 1, line.cols - 1, LOOK_CHANGED, text, a);
    paint_spot(&app->paint, (struct area){ line.row, 0, 1, line.cols }, ACT_FILTER, 0);
    return true;
}

static void draw_column(struct app *app, struct area part, size_t col)
{
    for (size_t r = 0; r < part.rows; r++)
        paint_wall(&app->paint, part.row + r, col, LOOK_PLAIN);
}

/* The document behind the row; a row without one is shown whole itself. */
static void draw_detail(struct app *app, struct worklist *w, struct area area,
                        bool without_past)
{
    if (!worklist_bare_row(app, w))
        detail_draw(&w->detail, &app->paint, area, without_past, &app->frame);
    else
        detail_draw_row(&w->detail, list_row(&w->list), &app->paint, area, &app->frame);
}

/* List left, detail right; on a big screen the road has a pane of its own below. */
static void draw_beside(struct app *app, struct worklist *w, struct area part,
                        struct instant now)
{
    struct area left = part, right = part, third;
    bool has_ageing = !worklist_bare_row(app, w) && detail_has_ageing(&w->detail);
    bool has_third = (part.cols >= THIRD_COLS && part.rows >= THIRD_ROWS - 4) ||
                     (has_ageing && part.rows >= AGEING_ROWS);

    left.cols = part.cols * worklist_split(app, w) / 100;
    right.col = left.cols + 1;
    right.cols = part.cols - left.cols - 1;
    third = right;
    if (has_third) {
        right.rows = part.rows / 2;
        third.row = right.row + right.rows + 1;
        third.rows = part.rows - right.rows - 1;
        paint_rule(&app->paint, third.row - 1, third.col, third.cols, LOOK_PLAIN);
        detail_draw_past(&w->detail, &app->paint, third, &app->frame);
    }
    draw_detail(app, w, right, has_third);
    draw_column(app, part, left.cols);
    list_draw(&w->list, &app->paint, left, now, true, &app->frame);
}

static void draw_above(struct app *app, struct worklist *w, struct area part,
                       struct instant now)
{
    struct area low = part;

    part.rows = part.rows - part.rows * 2 / 5 - 1;
    low.row = part.row + part.rows + 1;
    low.rows = low.rows - part.rows - 1;
    paint_rule(&app->paint, low.row - 1, 0, part.cols, LOOK_PLAIN);
    draw_detail(app, w, low, false);
    list_draw(&w->list, &app->paint, part, now, true, &app->frame);
}

static void draw_find(struct app *app, struct worklist *w)
{
    size_t row = app->paint.rows - 2;
    struct str label = str_of(_("Number of an order or a note:"));
    size_t cells = text_cells(label);

    paint_fill(&app->paint, row, 0, app->paint.cols, LOOK_PLAIN, ' ');
    cells = cells + 12 < app->paint.cols ? cells : app->paint.cols - 12;
    paint_text(&app->paint, row, 0, cells, LOOK_TITLE, label, &app->frame);
    field_draw(&w->find, &app->paint, row, cells + 1,
               app->paint.cols - cells - 2 < 32 ? app->paint.cols - cells - 2 : 32, LOOK_FIELD,
               true, &app->frame);
    app->message[0] = '\0';
}

/* Who has the document under the cursor open, where nothing else is said. */
static void draw_editing(struct app *app, const struct worklist *w)
{
    struct arena *a = &app->frame;
    struct str number = w->found ? str_of(w->detail_of) : worklist_number(w, w->list.at);
    const struct editing_one *one = editing_of(app, number);

    if (one && !app->message[0])
        paint_text(&app->paint, app->paint.rows - 2, 0, app->paint.cols, LOOK_CHANGED,
                   editing_text(one, number, a), a);
}

void worklist_draw(struct app *app, struct screen *s)
{
    struct worklist *w = (struct worklist *)s;
    struct area body = app_body(app), part = body;
    struct instant now = typed_now().at;
    size_t next = next_line_rows(app, w, body.cols);

    for (size_t i = 0; i < w->list.count; i++)
        w->list.lines[i].edited = editing_of(app, worklist_number(w, i)) != NULL;
    draw_tabs(app, w, body);
    part.row++;
    part.rows -= 1 + next;
    next_line_draw(app, w, (struct area){ body.row + body.rows - next, 0, next, body.cols });
    if (w->shape != SHAPE_DETAIL && draw_view(app, w, part)) {
        part.row++;
        part.rows--;
    }
    if (w->shape == SHAPE_DETAIL) {
        draw_detail(app, w, part, false);
        paint_cursor(&app->paint, part.row, 0);
    } else if (w->shape == SHAPE_LIST || !worklist_has_wholes(w) ||
               (body.cols < WIDE_COLS && body.rows < SMALL_ROWS)) {
        list_draw(&w->list, &app->paint, part, now, true, &app->frame);
    } else if (body.cols >= WIDE_COLS) {
        draw_beside(app, w, part, now);
    } else {
        draw_above(app, w, part, now);
    }
    draw_editing(app, w);
    if (w->finding)
        draw_find(app, w);
}
