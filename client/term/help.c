/*
 * help.c - F1: the field under the cursor, then this screen, then all keys (SCREENS.md 10).
 *
 * What it says comes from the catalog, the table of lists and the table of keys. F1 on help
 * turns to its next page: boxes of help never lie on each other.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/term/help_page.h"
#include "client/term/screens.h"
#include "client/term/tell.h"
#include "client/term/worklist.h"
#include "client/words.h"

#define BOX_COLS 76
/* A row for what the next F1 shows. */
#define FOOT_ROWS 1

enum page { PAGE_FIELD, PAGE_SCREEN, PAGE_KEYS, PAGES };

struct help {
    struct screen screen;
    struct help_about about; /* what the cursor was on */
    enum page page;
    size_t top, lines; /* of the page, as it was drawn last */
    size_t seen;
};

static struct help *self(struct screen *s)
{
    return (struct help *)s;
}

static bool has_page(const struct help *h, enum page page)
{
    return page != PAGE_FIELD || h->about.param >= 0;
}

static enum page next_page(const struct help *h)
{
    enum page page = h->page;

    do
        page = (page + 1) % PAGES;
    while (!has_page(h, page));
    return page;
}

/* --- what the cursor is on --------------------------------------------------------------- */

static int param_of(const struct tell *t)
{
    static const enum param of_cell[GRID_COLS] = { P_product, P_qty, P_price };

    if (t->asks)
        return (int)(t->asks - params);
    if (t->grid && t->in_grid && *t->in_grid)
        return (int)of_cell[t->grid->col];
    if (t->sheet && t->sheet->at < t->sheet->count)
        return (int)t->sheet->places[t->sheet->at].item.param;
    return -1;
}

static void look_around(struct app *app, struct help_about *about)
{
    struct screen *s = app->top;
    struct tell t = { .arena = &app->frame };

    *about = (struct help_about){ .op = -1, .param = -1 };
    if (!s)
        return;
    about->bar = s->kind->bar;
    if (s->tell)
        s->tell(app, s, &t);
    about->param = param_of(&t);
    about->op = t.act ? (int)(t.act - catalog) : -1;
    if (t.worklist) {
        about->list = worklist_kind(t.worklist);
        about->op = worklist_next(t.worklist);
    }
    (void)snprintf(about->title, sizeof(about->title), "%.*s", STR_ARG(t.title));
}

/* --- keys -------------------------------------------------------------------------------- */

static void turn(struct help *h)
{
    h->page = next_page(h);
    h->top = 0;
}

static void scroll(struct help *h, size_t rows, bool down)
{
    size_t last = h->lines > h->seen ? h->lines - h->seen : 0;

    h->top = down ? h->top + rows : h->top > rows ? h->top - rows : 0;
    h->top = h->top < last ? h->top : last;
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct help *h = self(s);
    enum action action = pressed->action;

    (void)app;
    if (action == ACT_CANCEL || action == ACT_BACK || action == ACT_ENTER || action == ACT_DO)
        app_over(s);
    else if (action == ACT_HELP || (action == ACT_CHAR && pressed->code == '?'))
        turn(h);
    else if (action == ACT_DOWN || action == ACT_WHEEL_DOWN)
        scroll(h, 1, true);
    else if (action == ACT_UP || action == ACT_WHEEL_UP)
        scroll(h, 1, false);
    else if (action == ACT_NEXT || (action == ACT_CHAR && pressed->code == ' '))
        scroll(h, h->seen, true);
    else if (action == ACT_PREV)
        scroll(h, h->seen, false);
}

/* --- drawing ----------------------------------------------------------------------------- */

static void make_page(struct app *app, const struct help *h, struct help_page *page)
{
    if (h->page == PAGE_FIELD)
        help_page_field(page, app, &h->about);
    else if (h->page == PAGE_SCREEN)
        help_page_screen(page, app, &h->about);
    else
        help_page_keys(page);
}

static struct str name_of(const struct help *h, enum page page, struct arena *a)
{
    if (page == PAGE_FIELD)
        return str_format(a, _("the field: %s"),
                          words(wording_label((enum param)h->about.param)));
    if (page == PAGE_KEYS)
        return str_of(_("all keys"));
    if (h->about.list)
        return str_format(a, _("this list: %s"), words(h->about.list->title));
    return str_of(h->about.op >= 0 ? _("this act") : _("this screen"));
}

static void draw(struct app *app, struct screen *s)
{
    struct help *h = self(s);
    struct arena *a = &app->frame;
    struct area body = app_body(app), box, in;
    size_t cols = body.cols < BOX_COLS ? body.cols : BOX_COLS;
    struct help_page page = { .arena = a, .cells = cols - 4 };

    make_page(app, h, &page);
    box = app_box(app, page.count + 2 + FOOT_ROWS, cols);
    paint_box(&app->paint, box,
              str_format(a, _("Help on %.*s"), STR_ARG(name_of(h, h->page, a))), a);
    in = (struct area){ box.row + 1, box.col + 2, box.rows - 2 - FOOT_ROWS, box.cols - 4 };
    h->lines = page.count;
    h->seen = in.rows;
    scroll(h, 0, true);
    for (size_t i = 0; i < in.rows && h->top + i < page.count; i++)
        paint_text(&app->paint, in.row + i, in.col, in.cols, page.lines[h->top + i].look,
                   page.lines[h->top + i].text, a);
    paint_text(&app->paint, in.row + in.rows, in.col, in.cols, LOOK_KEY,
               str_format(a, "F1: %.*s%s", STR_ARG(name_of(h, next_page(h), a)),
                          h->top + in.rows < page.count ? _("   PgDn: more") : ""),
               a);
    paint_cursor(&app->paint, in.row, in.col);
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct help *h = self(s);
    struct help_page page = { .arena = &app->frame, .cells = 200 };

    make_page(app, h, &page);
    t->title =
        str_format(&app->frame, _("Help on %.*s"), STR_ARG(name_of(h, h->page, &app->frame)));
    for (size_t i = 0; i < page.count; i++)
        tell_line(t, page.lines[i].text);
}

static void release(struct screen *s)
{
    free(s);
}

static const struct bar_item bar[] = {
    { ACT_HELP, N_("More") }, { ACT_BACK, NULL },   { ACT_PREV, NULL },
    { ACT_NEXT, NULL },       { ACT_CANCEL, NULL }, { ACT_NONE, NULL },
};
static const struct screen_kind kind = { bar, true, NULL, draw, key, NULL, NULL, release };

void help_open(struct app *app)
{
    struct help *h;

    if (app->top && app->top->kind == &kind) {
        turn(self(app->top));
        return;
    }
    h = calloc(1, sizeof(*h));
    if (!h)
        abort();
    h->screen.kind = &kind;
    h->screen.tell = tell;
    look_around(app, &h->about);
    h->page = h->about.param >= 0 ? PAGE_FIELD : PAGE_SCREEN;
    app_push(app, &h->screen);
}
