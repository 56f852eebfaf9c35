/*
 * editing.c - forms that are open, here and elsewhere.
 */
#include "client/term/editing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/show.h"
#include "client/term/screens.h"
#include "client/words.h"

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

/* The next number of a row of them; false: there is none. */
static bool next_of(const char **at, struct str *number)
{
    size_t n = strcspn(*at, " ");

    if (!n)
        return false;
    *number = (struct str){ *at, n };
    *at += n + ((*at)[n] == ' ');
    return true;
}

/* --- telling ----------------------------------------------------------------------------- */

void editing_on(struct screen *screen, const struct hand *hand)
{
    static const enum param names[] = { P_order, P_note, P_receivable, P_receipt };
    size_t n = 0;

    for (size_t i = 0; i < COUNT(names); i++)
        if (hand->value[names[i]][0])
            n += (size_t)snprintf(screen->edits + n, sizeof(screen->edits) - n, "%s%s",
                                  n ? " " : "", hand->value[names[i]]);
}

/* The uppermost form that is about a document. */
static const char *open_here(const struct app *app)
{
    for (const struct screen *s = app->top; s; s = s->below)
        if (s->edits[0])
            return s->edits;
    return "";
}

static bool tell(struct app *app, const char *documents)
{
    struct json_out out;
    struct str number;

    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_key(&out, "on");
    json_begin_array(&out);
    while (next_of(&documents, &number))
        json_put_str(&out, number);
    json_end_array(&out);
    json_end_object(&out);
    return talk_ask(&app->talk, NULL, 0, "session.edit", false, json_text(&out), &app->frame);
}

void editing_step(struct app *app)
{
    struct editing *e = &app->editing;
    const char *here = open_here(app);

    if (strcmp(here, e->now) != 0) {
        (void)snprintf(e->now, sizeof(e->now), "%s", here);
        e->changed_at = link_clock();
    }
    if (app->talk.state != TALK_READY || (e->asked && !strcmp(e->now, e->told)) ||
        (e->now[0] && link_clock() - e->changed_at < EDITS_AFTER) || !tell(app, e->now))
        return;
    memcpy(e->told, e->now, sizeof(e->told));
    e->asked = true;
}

bool editing_waits(const struct app *app)
{
    return strcmp(open_here(app), app->editing.told) != 0;
}

/* --- hearing ----------------------------------------------------------------------------- */

static void take_out(struct editing *e, int64_t id)
{
    for (size_t i = 0; i < e->count; i++)
        if (e->list[i].id == id)
            e->list[i--] = e->list[--e->count];
}

void editing_again(struct app *app)
{
    app->editing.count = 0;
    app->editing.asked = false;
}

void editing_heard(struct app *app, const struct json *body)
{
    struct editing *e = &app->editing;
    struct editing_one one = { 0 };

    if (!json_int(json_member(body, "id"), &one.id))
        return;
    take_out(e, one.id);
    for (const struct json *v = json_first(json_member(body, "on")); v; v = json_next(v)) {
        struct str number;

        if (json_str(v, &number) && one.count < EDITS_MOST)
            (void)snprintf(one.on[one.count++], sizeof(one.on[0]), "%.*s", STR_ARG(number));
    }
    if (!one.count)
        return; /* that form was closed */
    (void)snprintf(one.name, sizeof(one.name), "%.*s", STR_ARG(member(body, "name")));
    if (!instant_parse(member(body, "since"), 0, &one.since))
        one.since.us = 0;
    if (e->count == e->room) {
        e->room = e->room ? 2 * e->room : 16;
        e->list = realloc(e->list, e->room * sizeof(*e->list));
        if (!e->list)
            abort();
    }
    e->list[e->count++] = one;
}

const struct editing_one *editing_of(const struct app *app, struct str number)
{
    for (size_t i = 0; number.n && i < app->editing.count; i++)
        for (size_t n = 0; n < app->editing.list[i].count; n++)
            if (str_eq(str_of(app->editing.list[i].on[n]), number))
                return &app->editing.list[i];
    return NULL;
}

struct str editing_text(const struct editing_one *one, struct str number, struct arena *arena)
{
    struct str at = show_instant(one->since, arena);

    if (at.n > 5) /* the time of day */
        at = (struct str){ at.p + at.n - 5, 5 };
    return str_format(arena, _("%.*s is editing %.*s since %.*s."),
                      STR_ARG(text_show(str_of(one->name), arena)), STR_ARG(number),
                      STR_ARG(at));
}

void editing_warn(struct app *app, const struct screen *screen)
{
    const char *at = screen->edits;
    struct str number;

    while (!app->message[0] && next_of(&at, &number)) {
        const struct editing_one *one = editing_of(app, number);

        if (one)
            app_say(app, LOOK_WARNING, "%.*s", STR_ARG(editing_text(one, number, &app->frame)));
    }
}

void editing_release(struct editing *editing)
{
    free(editing->list);
    *editing = (struct editing){ 0 };
}
