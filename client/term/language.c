/*
 * language.c - choosing the language of the screens.
 */
#include "client/term/language.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/term/draft.h"
#include "client/term/tell.h"
#include "client/words.h"
#include "common/file.h"

#define WORD_BYTES 64

struct language {
    struct screen screen;
    size_t at;
};

static struct language *self(struct screen *s)
{
    return (struct language *)s;
}

static struct str first_line(struct str text)
{
    size_t n = 0;

    while (n < text.n && text.p[n] != '\n')
        n++;
    return (struct str){ text.p, n };
}

void language_begin(const struct settings *settings, struct arena *arena)
{
    struct str path = draft_place("language", arena);
    struct file file;

    if (settings->language)
        (void)words_change(settings->language);
    else if (path.n && !file_read(str_text(arena, path), WORD_BYTES, arena, &file).code)
        (void)words_change(str_text(arena, first_line(file.text)));
}

/* Nothing depends on it: where it cannot be kept, the next time begins as the environment says.
 */
static void keep(size_t language, struct arena *arena)
{
    struct str path = draft_place("language", arena);
    FILE *out = path.n ? fopen(str_text(arena, path), "we") : NULL;

    if (!out)
        return;
    fprintf(out, "%s\n", words_languages[language].code);
    (void)fclose(out);
}

static void take(struct app *app, struct language *l, size_t language)
{
    (void)words_change(words_languages[language].code);
    keep(language, &app->frame);
    app_over(&l->screen);
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct language *l = self(s);

    if (pressed->action == ACT_CANCEL || pressed->action == ACT_BACK)
        app_over(s);
    else if (pressed->action == ACT_UP)
        l->at -= l->at > 0;
    else if (pressed->action == ACT_DOWN)
        l->at += l->at + 1 < WORDS_LANGUAGES;
    else if (pressed->action == ACT_ENTER || pressed->action == ACT_DO)
        take(app, l, l->at);
    else if (pressed->action == ACT_TO_ROW && pressed->code < WORDS_LANGUAGES)
        take(app, l, pressed->code);
    else if (pressed->action == ACT_CHAR && pressed->code >= '1' &&
             pressed->code < '1' + WORDS_LANGUAGES)
        take(app, l, pressed->code - '1');
}

static void draw(struct app *app, struct screen *s)
{
    struct language *l = self(s);
    struct area box = app_box(app, WORDS_LANGUAGES + 2, 36);

    paint_box(&app->paint, box, str_of(_("Language")), &app->frame);
    for (size_t i = 0; i < WORDS_LANGUAGES; i++)
        paint_text(&app->paint, box.row + 1 + i, box.col + 2, box.cols - 4,
                   i == l->at ? LOOK_SELECTED : LOOK_PLAIN,
                   str_format(&app->frame, "%c %zu  %s", i == l->at ? '>' : ' ', i + 1,
                              words_languages[i].name),
                   &app->frame);
    paint_cursor(&app->paint, box.row + 1 + l->at, box.col + 2);
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    (void)app;
    (void)s;
    t->title = str_of(_("Language"));
    for (size_t i = 0; i < WORDS_LANGUAGES; i++)
        tell_choice(t, str_of(words_languages[i].name));
}

static void release(struct screen *s)
{
    free(s);
}

static const struct bar_item bar[] = {
    { ACT_DO, N_("Take") }, { ACT_BACK, NULL }, { ACT_CANCEL, NULL }, { ACT_NONE, NULL }
};
static const struct screen_kind kind = { bar, true, NULL, draw, key, NULL, NULL, release };

struct screen *language_new(struct app *app)
{
    struct language *l = calloc(1, sizeof(*l));

    (void)app;
    if (!l)
        abort();
    l->screen.kind = &kind;
    l->screen.tell = tell;
    l->at = words_now();
    return &l->screen;
}
