/*
 * amend_draft.c - the change of an order as it is typed, on disk and with the daemon: the form,
 * and the version that it is meant for.
 */
#include "client/term/amend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/words.h"

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

static struct str state_of(struct app *app, const struct amend *a)
{
    struct json_out out;

    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, "op", str_of(catalog[a->op].name));
    json_field_str(&out, "user", str_of(app->talk.who.user));
    if (a->id[0]) {
        json_field_str(&out, "command", str_of(a->id));
        json_field_str(&out, "args", str_of(a->args));
    }
    json_key(&out, "hand");
    json_begin_object(&out);
    json_field_str(&out, "order", str_of(a->order));
    json_end_object(&out);
    json_field_int(&out, "version", a->version);
    json_key(&out, "fields");
    json_begin_object(&out);
    for (size_t i = 0; i < a->head.count; i++)
        json_field_str(&out, params[amend_items[i].param].name,
                       field_text(&a->head.places[i].field));
    json_end_object(&out);
    json_key(&out, "base");
    json_begin_object(&out);
    for (size_t i = 0; i < a->base.count; i++)
        json_field_str(&out, str_text(&app->frame, a->base.values[i].key),
                       a->base.values[i].value);
    json_end_object(&out);
    json_key(&out, "lines");
    json_begin_array(&out);
    for (size_t i = 0; i < a->grid.count; i++) {
        const struct grid_line *l = &a->grid.lines[i];

        json_begin_object(&out);
        json_field_int(&out, "line", l->line_no);
        json_field_str(&out, "product", field_text(&l->cells[GRID_PRODUCT]));
        json_field_str(&out, "qty", field_text(&l->cells[GRID_QTY]));
        json_field_str(&out, "price", field_text(&l->cells[GRID_PRICE]));
        json_end_object(&out);
    }
    json_end_array(&out);
    json_end_object(&out);
    return json_text(&out);
}

void amend_keep(struct app *app, struct amend *a)
{
    draft_put(&a->draft, state_of(app, a));
    a->has_draft = true;
}

static struct str far_name(struct app *app, const struct amend *a)
{
    return str_format(&app->frame, "%s %s", catalog[a->op].name, a->order);
}

void amend_keep_far(struct app *app, struct amend *a, bool at_once)
{
    if (!a->has_draft || a->far_asked)
        return;
    far_put(app, far_name(app, a), state_of(app, a), at_once);
    a->far_kept = true;
}

void amend_done(struct app *app, struct amend *a)
{
    if (a->far_kept)
        far_drop(app, far_name(app, a));
    a->has_draft = a->far_kept = false;
}

/* In the place of what the form shows. */
static void take_up(struct amend *a, const struct json *state)
{
    const struct json *fields = json_member(state, "fields");

    grid_release(&a->grid);
    grid_init(&a->grid);
    a->base = (struct merge_doc){ 0 };
    for (size_t i = 0; i < a->head.count; i++)
        sheet_put(&a->head, amend_items[i].param,
                  member(fields, params[amend_items[i].param].name));
    for (const struct json *b = json_first(json_member(state, "base")); b; b = json_next(b)) {
        struct str value;

        if (json_str(b, &value))
            merge_put(&a->base, json_name(b), value, &a->memory);
    }
    for (const struct json *l = json_first(json_member(state, "lines")); l; l = json_next(l)) {
        grid_add(&a->grid, member(l, "product"), member(l, "qty"), member(l, "price"));
        (void)!json_int(json_member(l, "line"), &a->grid.lines[a->grid.count - 1].line_no);
    }
    (void)!json_int(json_member(state, "version"), &a->version);
    (void)snprintf(a->id, sizeof(a->id), "%.*s", STR_ARG(member(state, "command")));
    a->args = a->id[0] ? strndup(member(state, "args").p, member(state, "args").n) : NULL;
    a->has_draft = a->loaded = true;
}

void amend_draft_open(struct app *app, struct amend *a)
{
    const char *name =
        str_text(&app->frame, str_format(&app->frame, "%s-%s-%s", catalog[a->op].name, a->order,
                                         app->talk.who.user));
    struct str last;
    struct json_doc doc;

    last =
        draft_open(&a->draft, name, &app->frame) ? draft_last(&a->draft, &app->frame) : STR("");
    if (!last.n || json_parse(last, &app->frame, &doc).code) {
        a->far_asked = app_ask(app, &a->screen, TAG_DRAFTS, OP_DRAFT_LIST, STR(""));
        return;
    }
    take_up(a, doc.root);
    json_release(&doc);
    a->far_kept = true;
    app_say(app, LOOK_CHANGED, "%s", _("This was typed before; F12 throws it away."));
}

void amend_draft_far(struct app *app, struct amend *a, const struct json *rows)
{
    const struct json *row = far_find(rows, far_name(app, a));
    struct json_doc doc;

    a->far_asked = false;
    if (row && !a->has_draft && !json_parse(member(row, "text"), &app->frame, &doc).code) {
        take_up(a, doc.root);
        json_release(&doc);
        a->far_kept = true;
        amend_keep(app, a);
        sheet_go(&a->head, 0);
        app_say(app, LOOK_CHANGED, "%s", _("This was typed before; F12 throws it away."));
    }
    amend_keep_far(app, a, false);
    if (a->id[0] && a->args) /* it was sent there, and nobody heard the answer */
        a->waits = app_ask(app, &a->screen, TAG_COMMAND, a->op, str_of(a->args));
}
