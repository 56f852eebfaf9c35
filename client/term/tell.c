/*
 * tell.c - words of screens.
 */
#include "client/term/tell.h"

#include <assert.h>

#include "client/term/list.h"
#include "client/words.h"

void tell_line(struct tell *t, struct str line)
{
    if (t->line_count < TELL_LINES)
        t->lines[t->line_count++] = line;
}

void tell_choice(struct tell *t, struct str choice)
{
    if (t->choice_count < TELL_CHOICES)
        t->choices[t->choice_count++] = choice;
}

struct str tell_row(const struct list *list, size_t line, struct arena *arena)
{
    const struct list_line *l = &list->lines[line];
    struct str text = STR("");

    for (size_t i = 0; i < list->column_count; i++) {
        struct str value = list_cell(list, line, i, typed_now().at, arena);

        if (value.n)
            text = str_format(arena, "%.*s%s%s %.*s", STR_ARG(text), text.n ? ", " : "",
                              words(list->columns[i].title), STR_ARG(value));
    }
    return str_format(arena, "%.*s%s%s", STR_ARG(text),
                      l->mark == MARK_NEW       ? _(" (new)")
                      : l->mark == MARK_CHANGED ? _(" (changed)")
                      : l->mark == MARK_GONE    ? _(" (not here any more)")
                                                : "",
                      l->picked ? _(" (marked)") : "");
}

void tell_screen(struct app *app, struct screen *screen, struct tell *t)
{
    assert(screen->tell);
    *t = (struct tell){ .arena = &app->frame };
    screen->tell(app, screen, t);
}
