/*
 * resume.c - what was sent and never answered is asked for again at the next log-in.
 */
#include "client/term/act.h"
#include "client/term/bulk.h"

#include <string.h>

/* Drafts looked at, of all forms. */
#define RESUMED 64

static bool is_of(const struct draft *d, const char *name, struct arena *arena)
{
    struct str base = str_format(arena, "/%s.", name);

    return memmem(d->path, strlen(d->path), base.p, base.n) != NULL;
}

/* The operation whose new order of mine the draft is; -1: it is none. */
static int entry_of(struct app *app, const struct draft *d)
{
    for (int op = 0; op < OP_COUNT; op++)
        if (entry_takes((enum op)op) &&
            is_of(d,
                  str_text(&app->frame, str_format(&app->frame, "%s-%s", catalog[op].name,
                                                   app->talk.who.user)),
                  &app->frame))
            return op;
    return -1;
}

/* The screen of a draft, or NULL where nothing was sent. The others stay open, so that the form
 * finds its own. */
static struct screen *screen_of(struct app *app, struct draft *d)
{
    int entry = entry_of(app, d);
    struct str last = draft_last(d, &app->frame), id;
    struct screen *screen = NULL;
    struct json_doc doc;

    if (last.n && !json_parse(last, &app->frame, &doc).code) {
        bool sent = json_str(json_member(doc.root, "command"), &id) && id.n;
        bool bulk = json_str(json_member(doc.root, "bulk"), &id) && id.n;

        if (sent && entry >= 0) {
            draft_close(d);
            screen = entry_new(app, (enum op)entry, NULL);
        } else if (bulk) {
            screen = bulk_resume(app, d, doc.root);
        } else if (sent) {
            screen = act_resume(app, d, doc.root);
        }
        json_release(&doc);
    }
    return screen;
}

void resume_sent(struct app *app)
{
    struct draft *all = ARENA_ARRAY(&app->frame, RESUMED, struct draft);
    size_t n = draft_all(all, RESUMED, &app->frame);

    for (size_t i = 0; i < n; i++) {
        struct screen *screen = screen_of(app, &all[i]);

        if (screen)
            app_push(app, screen);
    }
    for (size_t i = 0; i < n; i++)
        draft_close(&all[i]);
}
