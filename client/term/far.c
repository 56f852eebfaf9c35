/*
 * far.c - drafts on their way to the daemon.
 */
#include "client/term/far.h"

#include <stdlib.h>
#include <string.h>

#include "client/term/app.h"
#include "common/utf8.h"

static char *copy(struct str text)
{
    char *out = strndup(text.n ? text.p : "", text.n);

    if (!out)
        abort();
    return out;
}

static void take_out(struct far *far, size_t i)
{
    free(far->waits[i].name);
    free(far->waits[i].text);
    far->count--;
    memmove(far->waits + i, far->waits + i + 1, (far->count - i) * sizeof(far->waits[0]));
}

/* A newer word on the same draft stands where the older one waited. */
static void add(struct app *app, struct str name, char *text, bool at_once)
{
    struct far *far = &app->far;

    for (size_t i = 0; i < far->count; i++)
        if (str_eq(str_of(far->waits[i].name), name)) {
            free(far->waits[i].text);
            far->waits[i].text = text;
            far->waits[i].at_once = at_once || far->waits[i].at_once;
            far_step(app);
            return;
        }
    if (far->count == FAR_MOST)
        take_out(far, 0);
    far->waits[far->count++] = (struct far_one){ copy(name), text, at_once };
    far_step(app);
}

void far_put(struct app *app, struct str name, struct str text, bool at_once)
{
    if (utf8_count(text, 0, text.n) <= LIMIT_TEXT)
        add(app, name, copy(text), at_once);
}

void far_drop(struct app *app, struct str name)
{
    add(app, name, NULL, true);
}

static bool give(struct app *app, const struct far_one *one)
{
    enum op op = one->text ? OP_DRAFT_PUT : OP_DRAFT_DROP;
    struct json_out out;

    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, "draft", str_of(one->name));
    if (one->text)
        json_field_str(&out, "text", str_of(one->text));
    json_end_object(&out);
    return talk_ask(&app->talk, NULL, 0, catalog[op].name, false, json_text(&out), &app->frame);
}

void far_step(struct app *app)
{
    struct far *far = &app->far;
    int64_t now = link_clock();

    for (size_t i = 0; i < far->count; i++) {
        const struct far_one *one = &far->waits[i];

        if (!one->at_once && now - far->at < FAR_EVERY)
            continue;
        if (app->talk.state != TALK_READY || talk_waiting(&app->talk, NULL) || !give(app, one))
            return;
        if (one->text)
            far->at = now;
        take_out(far, i--);
    }
}

bool far_waits(const struct far *far)
{
    return far->count > 0;
}

const struct json *far_find(const struct json *rows, struct str name)
{
    for (const struct json *r = json_first(rows); r; r = json_next(r)) {
        struct str is;

        if (json_str(json_member(r, "draft"), &is) && str_eq(is, name))
            return r;
    }
    return NULL;
}

void far_release(struct far *far)
{
    while (far->count)
        take_out(far, 0);
}
