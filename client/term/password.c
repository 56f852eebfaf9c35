/*
 * password.c - the log-in is over and the daemon wants a password again: a box over the form,
 * which comes back as it was.
 */
#include <stdlib.h>
#include <string.h>

#include "client/term/field.h"
#include "client/term/screens.h"
#include "client/term/tell.h"
#include "client/words.h"

struct password {
    struct screen screen;
    struct field field;
};

static struct password *self(struct screen *s)
{
    return (struct password *)s;
}

/* The connection keeps a pointer: the old text goes when the new one is in its place. */
static void give(struct app *app, struct str text)
{
    char *old = app->password;

    app->password = strndup(text.p, text.n);
    if (!app->password)
        abort();
    app->talk.who.door.password = app->password;
    if (old)
        explicit_bzero(old, strlen(old));
    free(old);
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct password *p = self(s);

    if (app->talk.state == TALK_READY) {
        app_over(s);
    } else if (pressed->action == ACT_ENTER || pressed->action == ACT_DO) {
        give(app, field_text(&p->field));
        field_release(&p->field);
        field_init(&p->field, LIMIT_NAME);
        p->field.is_secret = true;
        talk_try(&app->talk);
        app_over(s);
    } else if (pressed->action == ACT_CANCEL || pressed->action == ACT_BACK) {
        app_over(s);
        app_say(app, LOOK_WARNING, "%s", _("Not logged in; F5 asks for the password again."));
    } else {
        (void)field_key(&p->field, pressed, &app->frame);
    }
}

static void draw(struct app *app, struct screen *s)
{
    struct password *p = self(s);
    struct area box = app_box(app, 4, 60);

    paint_box(&app->paint, box, str_of(_("Log in again")), &app->frame);
    paint_text(&app->paint, box.row + 1, box.col + 2, box.cols - 4, LOOK_PLAIN,
               str_format(&app->frame, _("The log-in of %s is over; what was typed is kept."),
                          app->talk.who.user),
               &app->frame);
    paint_text(&app->paint, box.row + 2, box.col + 2, 14, LOOK_TITLE, str_of(_("Password:")),
               &app->frame);
    field_draw(&p->field, &app->paint, box.row + 2, box.col + 17, box.cols - 20, LOOK_FIELD,
               true, &app->frame);
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    t->title = str_of(_("Log in again"));
    tell_line(t, str_format(&app->frame, _("The log-in of %s is over; what was typed is kept."),
                            app->talk.who.user));
    t->field = &self(s)->field;
    t->label = str_of(_("Password:"));
}

static void release(struct screen *s)
{
    field_release(&self(s)->field);
    free(s);
}

static const struct bar_item bar[] = { { ACT_DO, N_("Log in") },
                                       { ACT_CANCEL, NULL },
                                       { ACT_NONE, NULL } };
static const struct screen_kind kind = { bar, true, NULL, draw, key, NULL, NULL, release };

void password_ask(struct app *app)
{
    struct password *p;

    if (app->top && app->top->kind == &kind)
        return;
    p = calloc(1, sizeof(*p));
    if (!p)
        abort();
    p->screen.kind = &kind;
    p->screen.tell = tell;
    field_init(&p->field, LIMIT_NAME);
    p->field.is_secret = true;
    app_push(app, &p->screen);
}
