/*
 * filter.c - the box of a list's filter.
 */
#include "client/term/filter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/term/keep.h"
#include "client/term/pick.h"
#include "client/term/sheet.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/words.h"

#define KEPT        "views"
#define BOX_COLS    70
#define LABEL_CELLS 16
#define FIELDS_MAX  16

struct filter {
    struct screen screen;
    struct screen *asker;
    view_taken *taken;
    struct view view;
    struct sheet sheet; /* the query's parameters, then the name */
    struct view *kept;  /* heap; those of this list */
    size_t kept_count, kept_at;
};

static struct filter *self(struct screen *s)
{
    return (struct filter *)s;
}

static const struct list_kind *kind_of(const struct filter *f)
{
    return &list_kinds[list_kind_find(str_of(f->view.list))];
}

/* --- kept ones --------------------------------------------------------------------------- */

static void read_kept(struct filter *f, struct arena *arena)
{
    size_t all = views_read(keep_get(KEPT, arena), f->kept, VIEWS_MAX, arena), n = 0;

    for (size_t i = 0; i < all; i++)
        if (!strcmp(f->kept[i].list, f->view.list))
            f->kept[n++] = f->kept[i];
    f->kept_count = n;
    f->kept_at = n;
}

static void fill(struct filter *f)
{
    for (size_t i = 0; i < f->sheet.count; i++) {
        enum param p = f->sheet.places[i].item.param;

        sheet_put(&f->sheet, p, str_of(p == P_name ? f->view.name : f->view.filter.value[p]));
    }
    sheet_go(&f->sheet, f->sheet.at);
}

/* The next kept one, or the one before, in the fields; behind the last stands nothing. */
static void turn(struct filter *f, bool back)
{
    size_t places = f->kept_count + 1;

    f->kept_at = (f->kept_at + (back ? places - 1 : 1)) % places;
    if (f->kept_at < f->kept_count)
        f->view = f->kept[f->kept_at];
    else
        view_init(&f->view, kind_of(f));
    fill(f);
}

static void forget(struct app *app, struct filter *f)
{
    if (f->kept_at >= f->kept_count) {
        app_say(app, LOOK_PLAIN, "%s", _("F7 and F8 fill in a kept filter; Ctrl+K drops it."));
        return;
    }
    keep_put(KEPT,
             views_put(keep_get(KEPT, &app->frame), &f->kept[f->kept_at], true, &app->frame),
             &app->frame);
    read_kept(f, &app->frame);
    view_init(&f->view, kind_of(f));
    fill(f);
}

/* --- keys -------------------------------------------------------------------------------- */

/* Whole characters of a name. */
static void put_name(char out[VIEW_NAME + 1], struct str text, struct arena *arena)
{
    text = text_fit(text, VIEW_NAME / 2, arena);
    if (text.n > VIEW_NAME)
        text.n = 0;
    (void)snprintf(out, VIEW_NAME + 1, "%.*s", STR_ARG(text));
}

static void apply(struct app *app, struct filter *f)
{
    const char *given[PARAM_COUNT] = { 0 };
    struct view view = f->view;
    struct str args, fault;

    /* short forms stay as they were typed: "+7" is another day tomorrow */
    view.filter = (struct hand){ 0 };
    for (size_t i = 0; i < f->sheet.count; i++) {
        enum param p = f->sheet.places[i].item.param;
        struct str text = field_text(&f->sheet.places[i].field);

        if (p == P_name)
            put_name(view.name, text, &app->frame);
        else
            hand_put(&view.filter, p, text);
    }
    if (!view_args(&view, kind_of(f), &app->frame, &args, &fault)) {
        (void)!sheet_given(&f->sheet, given, &app->frame);
        app_say(app, LOOK_FAULT, "%.*s", STR_ARG(fault));
        return;
    }
    if (view.name[0])
        keep_put(KEPT, views_put(keep_get(KEPT, &app->frame), &view, false, &app->frame),
                 &app->frame);
    f->taken(app, f->asker, &view);
    app_over(&f->screen);
}

static void picked(struct app *app, struct screen *s, enum param param, struct str code)
{
    (void)app;
    sheet_put(&self(s)->sheet, param, code);
}

static void look_up(struct app *app, struct filter *f)
{
    struct sheet_place *p = &f->sheet.places[f->sheet.at];

    if (!pick_open(app, &f->screen, p->item.param, field_text(&p->field), STR(""), picked))
        app_say(app, LOOK_WARNING, "%s", _("There is no list for this field."));
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct filter *f = self(s);
    enum action action = pressed->action;

    if (action == ACT_DO || action == ACT_FILTER) {
        apply(app, f);
    } else if (action == ACT_BACK || action == ACT_CANCEL) {
        app_over(s);
    } else if (action == ACT_PREV || action == ACT_NEXT) {
        turn(f, action == ACT_PREV);
    } else if (action == ACT_TO_ROW && pressed->code < f->kept_count) {
        f->kept_at = pressed->code + f->kept_count; /* turned forward: this one */
        turn(f, false);
    } else if (action == ACT_NEW) {
        view_init(&f->view, kind_of(f));
        f->kept_at = f->kept_count;
        fill(f);
    } else if (action == ACT_DELETE_ROW) {
        forget(app, f);
    } else if (action == ACT_LOOKUP) {
        look_up(app, f);
    } else if (action == ACT_TO_FIELD && pressed->code < f->sheet.count) {
        sheet_go(&f->sheet, pressed->code);
    } else if (sheet_key(&f->sheet, pressed, &app->frame) == SHEET_END) {
        apply(app, f);
    }
}

/* --- drawing ----------------------------------------------------------------------------- */

static void draw_kept(struct app *app, struct filter *f, struct area in)
{
    struct arena *a = &app->frame;

    paint_text(&app->paint, in.row, in.col, in.cols, LOOK_TITLE,
               str_of(f->kept_count ? _("Kept (F7, F8; Ctrl+K drops one):")
                                    : _("A name keeps the filter for another day.")),
               a);
    for (size_t i = 0; i < f->kept_count && i + 1 < in.rows; i++) {
        struct area line = { in.row + 1 + i, in.col, 1, in.cols };
        struct str text = str_format(a, "%c %s  %.*s", i == f->kept_at ? '>' : ' ',
                                     f->kept[i].name, STR_ARG(view_text(&f->kept[i], a)));

        paint_text(&app->paint, line.row, line.col, line.cols,
                   i == f->kept_at ? LOOK_SELECTED : LOOK_PLAIN, text, a);
        paint_spot(&app->paint, line, ACT_TO_ROW, (uint32_t)i);
    }
}

static void draw(struct app *app, struct screen *s)
{
    struct filter *f = self(s);
    struct arena *a = &app->frame;
    size_t kept = f->kept_count < 6 ? f->kept_count : 6;
    struct area box = app_box(app, f->sheet.count + kept + 5, BOX_COLS), in, part;

    paint_box(&app->paint, box,
              str_format(a, "%s: %s", words(kind_of(f)->title), _("what it shows")), a);
    in = (struct area){ box.row + 1, box.col + 2, box.rows - 2, box.cols - 4 };
    part = in;
    part.rows = in.rows > f->sheet.count + kept + 2 ? f->sheet.count
                : in.rows > kept + 4                ? in.rows - kept - 3
                                                    : 1;
    sheet_draw(&f->sheet, &app->paint, part, true, a);
    draw_kept(app, f,
              (struct area){ in.row + part.rows, in.col,
                             in.rows > part.rows + 1 ? in.rows - part.rows - 1 : 1, in.cols });
    paint_text(&app->paint, in.row + in.rows - 1, in.col, in.cols, LOOK_DIM,
               sheet_hint(&f->sheet, a), a);
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    t->title =
        str_format(&app->frame, "%s: %s", words(kind_of(self(s))->title), _("what it shows"));
    for (size_t i = 0; i < self(s)->kept_count; i++)
        tell_line(t, str_format(&app->frame, _("kept: %s  %.*s (F7 and F8 fill one in)"),
                                self(s)->kept[i].name,
                                STR_ARG(view_text(&self(s)->kept[i], &app->frame))));
    t->sheet = &self(s)->sheet;
}

static void release(struct screen *s)
{
    sheet_release(&self(s)->sheet);
    free(self(s)->kept);
    free(s);
}

static const struct bar_item bar[] = {
    { ACT_HELP, NULL },   { ACT_DO, N_("Show") },   { ACT_BACK, NULL },
    { ACT_LOOKUP, NULL }, { ACT_NEW, N_("Clear") }, { ACT_PREV, NULL },
    { ACT_NEXT, NULL },   { ACT_CANCEL, NULL },     { ACT_NONE, NULL },
};
static const struct screen_kind kind = { bar, true, NULL, draw, key, NULL, NULL, release };

struct screen *filter_new(struct app *app, struct screen *asker, const struct view *view,
                          view_taken *taken)
{
    struct filter *f = calloc(1, sizeof(*f));
    struct sheet_item items[FIELDS_MAX];
    const struct op_info *info;
    size_t n = 0;

    if (!f)
        abort();
    f->kept = calloc(VIEWS_MAX, sizeof(*f->kept));
    if (!f->kept)
        abort();
    *f = (struct filter){ .screen = { .kind = &kind },
                          .asker = asker,
                          .taken = taken,
                          .view = *view,
                          .kept = f->kept };
    info = &catalog[kind_of(f)->op];
    for (size_t i = 0; i <= info->param_count && n < FIELDS_MAX; i++) {
        enum param p = i < info->param_count ? (enum param)info->params[i].param : P_name;

        if (p != P_name && !view_takes(kind_of(f), p))
            continue;
        items[n] = (struct sheet_item){ .param = p,
                                        .label = p == P_name ? N_("keep as") : wording_label(p),
                                        .row = (uint8_t)n,
                                        .label_width = LABEL_CELLS,
                                        .width = BOX_COLS - LABEL_CELLS - 8,
                                        .fast = true };
        n++;
    }
    f->screen.tell = tell;
    sheet_init(&f->sheet, items, n);
    read_kept(f, &app->frame);
    fill(f);
    return &f->screen;
}
