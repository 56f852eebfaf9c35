/*
 * pick_value.c - choosing the value of a field that takes one of a few.
 */
#include "client/term/pick_value.h"

#include <stdlib.h>

#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/words.h"

#define BOX_CELLS 60

struct values {
    struct screen screen;
    struct screen *asker;
    enum param param;
    pick_taken *taken;
    size_t at, top;
};

static struct values *self(struct screen *s)
{
    return (struct values *)s;
}

static bool is_bool(enum param param)
{
    return params[param].type == PARAM_BOOL;
}

static size_t value_count(enum param param)
{
    return is_bool(param) ? 2 : enum_count(params[param].choices) - 1u;
}

/* As it goes into the field. */
static const char *value_name(enum param param, size_t i)
{
    if (is_bool(param))
        return i ? "no" : "yes";
    return enum_name(params[param].choices, (unsigned)i + 1);
}

/* "Fax  FAX": the word, and the letters that are quicker. */
static struct str value_line(enum param param, size_t i, struct arena *arena)
{
    const char *name = value_name(param, i);
    struct str word = is_bool(param) ? str_of(words(name)) : wording_choice(param, name, arena);

    if (is_bool(param) || str_eq(word, str_of(name)))
        return word;
    return str_format(arena, "%.*s  %s", STR_ARG(word), name);
}

static void take(struct app *app, struct values *v, size_t i)
{
    const char *name = value_name(v->param, i);

    app_over(&v->screen);
    v->taken(app, v->asker, v->param, str_of(name));
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct values *v = self(s);
    size_t count = value_count(v->param);

    if (pressed->action == ACT_CANCEL || pressed->action == ACT_BACK)
        app_over(s);
    else if (pressed->action == ACT_UP)
        v->at -= v->at > 0;
    else if (pressed->action == ACT_DOWN)
        v->at += v->at + 1 < count;
    else if (pressed->action == ACT_ENTER || pressed->action == ACT_DO)
        take(app, v, v->at);
    else if (pressed->action == ACT_TO_ROW && pressed->code < count)
        take(app, v, pressed->code);
    else if (pressed->action == ACT_CHAR && pressed->code >= '1' && pressed->code <= '9' &&
             pressed->code - '1' < count)
        take(app, v, pressed->code - '1');
}

static void draw(struct app *app, struct screen *s)
{
    struct values *v = self(s);
    struct arena *a = &app->frame;
    size_t count = value_count(v->param);
    struct area box = app_box(app, count + 2, BOX_CELLS);
    size_t rows = box.rows - 2;

    if (v->at < v->top)
        v->top = v->at;
    if (v->at >= v->top + rows)
        v->top = v->at - rows + 1;
    paint_box(&app->paint, box, str_of(words(params[v->param].help)), a);
    for (size_t i = v->top; i < count && i < v->top + rows; i++)
        paint_text(&app->paint, box.row + 1 + i - v->top, box.col + 2, box.cols - 4,
                   i == v->at ? LOOK_SELECTED : LOOK_PLAIN,
                   str_format(a, "%c %2zu  %.*s", i == v->at ? '>' : ' ', i + 1,
                              STR_ARG(value_line(v->param, i, a))),
                   a);
    paint_cursor(&app->paint, box.row + 1 + v->at - v->top, box.col + 2);
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct values *v = self(s);

    t->title = str_of(words(params[v->param].help));
    for (size_t i = 0; i < value_count(v->param); i++)
        tell_choice(t, value_line(v->param, i, &app->frame));
}

static void release(struct screen *s)
{
    free(s);
}

static const struct bar_item bar[] = {
    { ACT_DO, N_("Take") }, { ACT_BACK, NULL }, { ACT_CANCEL, NULL }, { ACT_NONE, NULL }
};
static const struct screen_kind kind = { bar, true, NULL, draw, key, NULL, NULL, release };

struct screen *pick_value_new(struct screen *asker, enum param param, struct str text,
                              pick_taken *taken)
{
    struct values *v;

    if (params[param].type != PARAM_CHOICE && !is_bool(param))
        return NULL;
    v = calloc(1, sizeof(*v));
    if (!v)
        abort();
    *v = (struct values){ .screen = { .kind = &kind, .tell = tell },
                          .asker = asker,
                          .param = param,
                          .taken = taken };
    for (size_t i = 0; i < value_count(param); i++)
        if (str_eq(text, str_of(value_name(param, i))))
            v->at = i;
    return &v->screen;
}
