/*
 * act_draft.c - what is typed into an act's form, kept on disk with each key and by the daemon
 * with each field.
 */
#include "client/term/act.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/show.h"
#include "client/words.h"

/* The document that the act is about, or "new". */
static const char *subject(const struct act *a)
{
    static const enum param names[] = { P_receipt,      P_receivable,    P_claim,
                                        P_goods_return, P_carrier_claim, P_note,
                                        P_message,      P_order,         P_customer,
                                        P_account,      P_product };

    for (size_t i = 0; i < COUNT(names); i++)
        if (op_takes(a->op, names[i]) && a->hand.value[names[i]][0])
            return a->hand.value[names[i]];
    return "new";
}

static bool is_new(const struct act *a)
{
    return !strcmp(subject(a), "new");
}

/* By which the daemon keeps it. */
static struct str far_name(const struct act *a, struct arena *arena)
{
    return str_format(arena, "%s %s", catalog[a->op].name, subject(a));
}

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

/* The fields as they were typed; a sent one also its id and its words on the wire. */
static void take_up(struct act *a, const struct json *state)
{
    const struct json *fields = json_member(state, "fields");

    for (size_t i = 0; i < a->sheet.count; i++) {
        enum param p = a->sheet.places[i].item.param;
        struct str text = member(fields, params[p].name);

        if (text.n)
            sheet_put(&a->sheet, p, text);
    }
    (void)snprintf(a->id, sizeof(a->id), "%.*s", STR_ARG(member(state, "command")));
    if (a->id[0]) {
        struct str args = member(state, "args");

        free(a->args);
        a->args = strndup(args.p, args.n);
        if (!a->args)
            abort();
    }
}

bool act_draft_open(struct app *app, struct act *a, int tag)
{
    const char *name =
        str_text(&app->frame, str_format(&app->frame, "%s-%s-%s", catalog[a->op].name,
                                         subject(a), app->talk.who.user));
    struct json_doc doc;
    struct str last;

    if (draft_open(&a->draft, name, &app->frame)) {
        last = draft_last(&a->draft, &app->frame);
        if (last.n && !json_parse(last, &app->frame, &doc).code) {
            take_up(a, doc.root);
            json_release(&doc);
            a->has_draft = a->far_kept = true;
            return true;
        }
    }
    a->far_asked = a->sheet.count && app_ask(app, &a->screen, tag, OP_DRAFT_LIST, STR(""));
    return false;
}

static struct str state_of(struct app *app, const struct act *a)
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
    for (int p = 0; p < PARAM_COUNT; p++)
        if (a->hand.value[p][0])
            json_field_str(&out, params[p].name, str_of(a->hand.value[p]));
    json_end_object(&out);
    json_key(&out, "fields");
    json_begin_object(&out);
    for (size_t i = 0; i < a->sheet.count; i++) {
        const struct sheet_place *p = &a->sheet.places[i];

        if (p->field.n && !p->field.is_secret && !p->is_default)
            json_field_str(&out, params[p->item.param].name, field_text(&p->field));
    }
    json_end_object(&out);
    json_end_object(&out);
    return json_text(&out);
}

void act_draft_keep(struct app *app, struct act *a)
{
    draft_put(&a->draft, state_of(app, a));
    a->has_draft = true;
}

void act_draft_keep_far(struct app *app, struct act *a, bool at_once)
{
    if (!a->has_draft || a->far_asked || !a->sheet.count)
        return;
    far_put(app, far_name(a, &app->frame), state_of(app, a), at_once);
    a->far_kept = true;
}

void act_draft_unsent(struct app *app, struct act *a)
{
    a->id[0] = '\0';
    act_draft_keep(app, a);
    act_draft_keep_far(app, a, true);
}

static bool bring(struct app *app, struct act *a, struct str text)
{
    struct json_doc doc;

    if (json_parse(text, &app->frame, &doc).code)
        return false;
    take_up(a, doc.root);
    json_release(&doc);
    a->far_kept = true;
    act_draft_keep(app, a);
    if (a->sheet.count)
        sheet_go(&a->sheet, a->sheet.at);
    return a->id[0] != '\0';
}

bool act_draft_far(struct app *app, struct act *a, const struct json *rows)
{
    const struct json *row = far_find(rows, far_name(a, &app->frame));
    struct str text = member(row, "text");

    a->far_asked = false;
    if (row && !a->has_draft && !is_new(a)) {
        a->is_unseen = true;
        app_say(app, LOOK_CHANGED, "%s", _("This was typed before; F12 throws it away."));
        return bring(app, a, text);
    }
    if (row && !a->far) {
        a->far = strndup(text.p, text.n);
        if (!a->far)
            abort();
        app_say(app, LOOK_CHANGED,
                _("A draft of %.*s is kept by the daemon: F7 brings it here."),
                STR_ARG(show_value(json_member(row, "at"), &app->frame)));
    }
    act_draft_keep_far(app, a, false);
    return false;
}

bool act_draft_bring(struct app *app, struct act *a)
{
    char *far = a->far;
    bool sent;

    assert(far);
    a->far = NULL;
    sent = bring(app, a, str_of(far));
    free(far);
    return sent;
}

void act_draft_done(struct app *app, struct act *a)
{
    if (a->far_kept)
        far_drop(app, far_name(a, &app->frame));
    a->has_draft = a->far_kept = false;
}

void act_draft_close(struct act *a)
{
    free(a->far);
    a->far = NULL;
    if (!a->has_draft)
        draft_drop(&a->draft);
    else
        draft_close(&a->draft);
}

struct screen *act_resume(struct app *app, struct draft *draft, const struct json *state)
{
    const struct json *hand = json_member(state, "hand");
    int op = catalog_find(member(state, "op"));
    struct hand filled = { 0 };
    struct screen *screen;

    if (op < 0 || !str_eq(member(state, "user"), str_of(app->talk.who.user)) ||
        !member(state, "command").n || !member(state, "args").n)
        return NULL;
    for (const struct json *h = json_first(hand); h; h = json_next(h)) {
        int p = param_find(json_name(h));

        if (p >= 0 && json_kind(h) == JSON_STR)
            hand_put(&filled, (enum param)p, member(hand, params[p].name));
    }
    draft_close(draft); /* the form opens it under its own name and sends it again */
    screen = act_new(app, (enum op)op, &filled);
    return screen;
}
