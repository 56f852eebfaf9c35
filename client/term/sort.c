/*
 * sort.c - the box in which the order of a list is chosen.
 */
#include <stdlib.h>

#include "client/term/filter.h"
#include "client/term/tell.h"
#include "client/words.h"

struct sort {
    struct screen screen;
    struct screen *asker;
    view_taken *taken;
    struct view view;
    size_t at; /* column; behind the last: as the daemon has them */
};

static struct sort *self(struct screen *s)
{
    return (struct sort *)s;
}

static const struct list_kind *kind_of(const struct sort *s)
{
    return &list_kinds[list_kind_find(str_of(s->view.list))];
}

static void take(struct app *app, struct sort *s)
{
    struct view view = s->view;

    view.down = s->at == view.sort && !view.down;
    view.sort = s->at < kind_of(s)->column_count ? s->at : LIST_AS_CAME;
    if (view.sort == LIST_AS_CAME)
        view.down = false;
    s->taken(app, s->asker, &view);
    app_over(&s->screen);
}

static void key(struct app *app, struct screen *screen, const struct key *pressed)
{
    struct sort *s = self(screen);
    size_t last = kind_of(s)->column_count;
    struct key k = *pressed;

    if (k.action == ACT_CHAR && k.code >= '0' && k.code <= '9' && k.code - '0' <= last) {
        s->at = k.code == '0' ? last : k.code - '1';
        take(app, s);
        return;
    }
    k = key_in_list(k);
    if (k.action == ACT_BACK || k.action == ACT_CANCEL)
        app_over(screen);
    else if (k.action == ACT_DO || k.action == ACT_ENTER)
        take(app, s);
    else if (k.action == ACT_SORT) /* once more: the other way round */
        take(app, s);
    else if (k.action == ACT_UP || k.action == ACT_WHEEL_UP)
        s->at -= s->at > 0;
    else if (k.action == ACT_DOWN || k.action == ACT_WHEEL_DOWN)
        s->at += s->at < last;
    else if (k.action == ACT_TO_ROW && k.code <= last) {
        s->at = k.code;
        take(app, s);
    }
}

static void draw(struct app *app, struct screen *screen)
{
    struct sort *s = self(screen);
    const struct list_kind *k = kind_of(s);
    struct arena *a = &app->frame;
    struct area box = app_box(app, k->column_count + 3, 40);

    paint_box(&app->paint, box, str_of(_("In which order?")), a);
    for (size_t i = 0; i <= k->column_count && i + 2 < box.rows; i++) {
        struct area line = { box.row + 1 + i, box.col + 2, 1, box.cols - 4 };
        bool last = i == k->column_count, now = i == s->view.sort;
        struct str text =
            str_format(a, "%c %zu  %s%s", i == s->at ? '>' : ' ', last ? (size_t)0 : i + 1,
                       last ? _("as it comes: by time left") : words(k->columns[i].title),
                       !now           ? ""
                       : s->view.down ? _("  (greatest first)")
                                      : _("  (now; again: greatest first)"));

        paint_text(&app->paint, line.row, line.col, line.cols,
                   i == s->at ? LOOK_SELECTED : LOOK_PLAIN, text, a);
        paint_spot(&app->paint, line, ACT_TO_ROW, (uint32_t)i);
        if (i == s->at)
            paint_cursor(&app->paint, line.row, line.col);
    }
}

static void tell(struct app *app, struct screen *screen, struct tell *t)
{
    const struct list_kind *k = kind_of(self(screen));

    (void)app;
    t->title = str_of(_("In which order?"));
    for (size_t i = 0; i < k->column_count; i++)
        tell_choice(t, str_of(words(k->columns[i].title)));
    tell_choice(t, str_of(_("as it comes: by time left")));
}

static void release(struct screen *s)
{
    free(s);
}

static const struct bar_item bar[] = {
    { ACT_DO, N_("Take") }, { ACT_BACK, NULL }, { ACT_CANCEL, NULL }, { ACT_NONE, NULL }
};
static const struct screen_kind kind = { bar, true, NULL, draw, key, NULL, NULL, release };

struct screen *sort_new(struct screen *asker, const struct view *view, view_taken *taken)
{
    struct sort *s = calloc(1, sizeof(*s));

    if (!s)
        abort();
    *s = (struct sort){
        .screen = { .kind = &kind, .tell = tell }, .asker = asker, .taken = taken, .view = *view
    };
    s->at = view->sort < kind_of(s)->column_count ? view->sort : 0;
    return &s->screen;
}
