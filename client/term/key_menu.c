/*
 * key_menu.c - F10 in a form: its keys as lines, each of which can be taken (SCREENS.md 2).
 */
#include <stdlib.h>

#include "client/term/language.h"
#include "client/term/screens.h"
#include "client/term/tell.h"
#include "client/words.h"

static const enum action offered[] = {
    ACT_DO,         ACT_BACK,       ACT_LOOKUP, ACT_UNDO,       ACT_REDO,   ACT_SAME,
    ACT_DELETE_ROW, ACT_INSERT_ROW, ACT_CLEAR,  ACT_CLEAR_WORD, ACT_CANCEL, ACT_REPAINT,
    ACT_LANGUAGE,   ACT_QUIT,       ACT_VIEW, /* the last: only where an order is typed */
};

struct key_menu {
    struct screen screen;
    size_t at, top;
};

static struct key_menu *self(struct screen *s)
{
    return (struct key_menu *)s;
}

static size_t count_of(const struct key_menu *m)
{
    return COUNT(offered) - !entry_is(m->screen.below);
}

static struct str line_of(enum action action, struct arena *arena)
{
    const struct key_row *row = key_row_of(action);

    return str_format(arena, "%.*s %s", STR_ARG(key_row_names(row, arena)),
                      action == ACT_VIEW ? _("would it pass? asked now, and nothing is done")
                                         : words(row->help));
}

/* The key goes to the form as if it had been pressed there. */
static void take(struct app *app, struct key_menu *m)
{
    struct key key = { .action = offered[m->at] };
    struct screen *form = m->screen.below;

    app_over(&m->screen);
    if (key.action == ACT_QUIT)
        app->ends = true;
    else if (key.action == ACT_REPAINT)
        term_repaint();
    else if (key.action == ACT_LANGUAGE)
        app_push(app, language_new(app));
    else
        form->kind->key(app, form, &key);
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct key_menu *m = self(s);
    enum action action = pressed->action;

    if (action == ACT_CANCEL || action == ACT_BACK || action == ACT_MENU)
        app_over(s);
    else if (action == ACT_UP)
        m->at -= m->at > 0;
    else if (action == ACT_DOWN)
        m->at += m->at + 1 < count_of(m);
    else if (action == ACT_ENTER || action == ACT_DO)
        take(app, m);
    else if (action == ACT_TO_ROW && pressed->code < count_of(m)) {
        m->at = pressed->code;
        take(app, m);
    }
}

static void draw(struct app *app, struct screen *s)
{
    struct key_menu *m = self(s);
    struct area box = app_box(app, count_of(m) + 2, 60), in;

    paint_box(&app->paint, box, str_of(_("Keys of this form")), &app->frame);
    in = (struct area){ box.row + 1, box.col + 2, box.rows - 2, box.cols - 4 };
    m->top = m->at >= m->top + in.rows ? m->at - in.rows + 1 : m->at < m->top ? m->at : m->top;
    for (size_t i = 0; i < in.rows && m->top + i < count_of(m); i++) {
        struct area line = { in.row + i, in.col, 1, in.cols };

        paint_text(&app->paint, line.row, line.col, line.cols,
                   m->top + i == m->at ? LOOK_SELECTED : LOOK_PLAIN,
                   line_of(offered[m->top + i], &app->frame), &app->frame);
        paint_spot(&app->paint, line, ACT_TO_ROW, (uint32_t)(m->top + i));
    }
    paint_cursor(&app->paint, in.row + (m->at - m->top), in.col);
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    t->title = str_of(_("Keys of this form"));
    for (size_t i = 0; i < count_of(self(s)); i++)
        tell_choice(t, line_of(offered[i], &app->frame));
}

static void release(struct screen *s)
{
    free(s);
}

static const struct bar_item bar[] = {
    { ACT_DO, N_("Take") }, { ACT_BACK, NULL }, { ACT_CANCEL, NULL }, { ACT_NONE, NULL }
};
static const struct screen_kind kind = { bar, true, NULL, draw, key, NULL, NULL, release };

bool key_menu_fits(const struct screen *screen)
{
    for (const struct bar_item *b = screen->kind->bar; b && b->action != ACT_NONE; b++)
        if (b->action == ACT_LOOKUP)
            return true;
    return false;
}

struct screen *key_menu_new(void)
{
    struct key_menu *m = calloc(1, sizeof(*m));

    if (!m)
        abort();
    m->screen.kind = &kind;
    m->screen.tell = tell;
    return &m->screen;
}
