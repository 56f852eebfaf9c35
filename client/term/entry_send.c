/*
 * entry_send.c - the draft of an order, and its command.
 */
#include "client/term/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show.h"
#include "client/term/why.h"
#include "client/term/wording.h"
#include "client/uuid.h"
#include "client/words.h"

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

static struct str state_of(const struct entry *e, struct arena *arena)
{
    struct json_out out;

    json_out_init(&out, arena);
    json_begin_object(&out);
    if (e->id[0])
        json_field_str(&out, "command", str_of(e->id));
    for (size_t i = 0; i < e->head.count; i++) {
        const struct sheet_place *p = &e->head.places[i];

        if (p->field.n && (!p->is_default || e->id[0]))
            json_field_str(&out, params[p->item.param].name, field_text(&p->field));
    }
    json_key(&out, "lines");
    grid_write(&e->grid, &out);
    json_end_object(&out);
    return json_text(&out);
}

void entry_keep(struct app *app, struct entry *e)
{
    draft_put(&e->draft, state_of(e, &app->frame));
}

/* True: there was something in it. */
static bool take_up(struct app *app, struct entry *e, struct str state)
{
    struct json_doc doc;
    bool any = false;

    if (!state.n || json_parse(state, &app->frame, &doc).code)
        return false;
    (void)snprintf(e->id, sizeof(e->id), "%.*s", STR_ARG(member(doc.root, "command")));
    for (size_t i = 0; i < e->head.count; i++) {
        enum param p = e->head.places[i].item.param;
        struct str text = member(doc.root, params[p].name);

        if (text.n)
            sheet_put(&e->head, p, text);
        any = any || text.n;
    }
    for (const struct json *l = json_first(json_member(doc.root, "lines")); l;
         l = json_next(l)) {
        grid_add(&e->grid, member(l, "product"), member(l, "qty"), member(l, "price"));
        any = true;
    }
    json_release(&doc);
    return any;
}

bool entry_load(struct app *app, struct entry *e)
{
    return take_up(app, e, draft_last(&e->draft, &app->frame));
}

/* --- the same, kept by the daemon for another terminal of the same person
 * --------------------- */

/* Nothing is put over what the daemon keeps before it is known: entry_offer_far comes again. */
void entry_keep_far(struct app *app, struct entry *e, bool at_once)
{
    if (!entry_is_touched(e) || e->far_asked)
        return;
    far_put(app, str_of(catalog[e->op].name), state_of(e, &app->frame), at_once);
    e->far_kept = true;
}

void entry_drop_far(struct app *app, struct entry *e)
{
    if (e->far_kept)
        far_drop(app, str_of(catalog[e->op].name));
    e->far_kept = false;
}

bool entry_is_touched(const struct entry *e)
{
    bool any = grid_filled(&e->grid) > 0;

    for (size_t i = 0; i < e->head.count; i++)
        any = any || (e->head.places[i].field.n && !e->head.places[i].is_default);
    return any;
}

void entry_offer_far(struct app *app, struct entry *e, const struct json *rows)
{
    const struct json *row = far_find(rows, str_of(catalog[e->op].name));
    struct str text = member(row, "text");

    e->far_asked = false;
    if (row && !e->far) {
        e->far = strndup(text.p, text.n);
        if (!e->far)
            abort();
        app_say(app, LOOK_CHANGED,
                _("A draft of %.*s is kept by the daemon: F7 brings it here."),
                STR_ARG(show_value(json_member(row, "at"), &app->frame)));
    }
    entry_keep_far(app, e, false);
}

void entry_take_far(struct app *app, struct entry *e)
{
    if (!e->far) {
        app_say(app, LOOK_PLAIN, "%s", _("The daemon keeps no draft of yours."));
        return;
    }
    entry_remember(app, e);
    grid_release(&e->grid);
    grid_init(&e->grid);
    (void)take_up(app, e, str_of(e->far));
    free(e->far);
    e->far = NULL;
    e->far_kept = true;
    entry_remember(app, e);
    entry_keep(app, e);
    if (e->id[0]) { /* it was sent there: the same command asks for the outcome */
        e->confirms = true;
        entry_send(app, e);
        return;
    }
    entry_ask_customer(app, e);
    entry_ask_lines(app, e);
}

/* --- sending ----------------------------------------------------------------------------- */

static bool ready_to_send(struct app *app, struct entry *e, const char *given[PARAM_COUNT])
{
    struct json_out out;

    e->in_grid = false;
    if (!sheet_given(&e->head, given, &app->frame)) {
        app_say(app, LOOK_FAULT, "%.*s", STR_ARG(sheet_hint(&e->head, &app->frame)));
        return false;
    }
    e->in_grid = true;
    if (!grid_check(&e->grid, &app->frame)) {
        app_say(app, LOOK_FAULT, "%s",
                grid_filled(&e->grid) ? grid_line(&e->grid)->fault
                                      : _("An order needs lines."));
        return false;
    }
    json_out_init(&out, &app->frame);
    grid_write(&e->grid, &out);
    given[P_lines] = str_text(&app->frame, json_text(&out));
    return true;
}

void entry_send(struct app *app, struct entry *e)
{
    const char *given[PARAM_COUNT] = { 0 };
    struct error err;
    struct str args;

    if (!ready_to_send(app, e, given))
        return;
    if (!e->confirms) {
        e->confirms = true;
        return;
    }
    e->confirms = false;
    e->pending = !e->id[0] && talk_waits(&app->talk, &e->screen);
    if (e->pending) { /* a mnemonic is no code yet */
        app_say(app, LOOK_WARNING, "%s", _("Sending waits for the line; the draft stays."));
        return;
    }
    if (!e->id[0])
        (void)snprintf(e->id, sizeof(e->id), "%.*s", STR_ARG(uuid_random(&app->frame)));
    entry_keep(app, e); /* the id is on disk before the command is on its way */
    err = command_params(e->op, given, str_of(e->id), &app->frame, &args);
    if (err.code) {
        app_say(app, LOOK_FAULT, "%.*s", STR_ARG(wording_error(err, &app->frame)));
        e->id[0] = '\0';
        return;
    }
    e->waits = app_ask(app, &e->screen, TAG_COMMAND, e->op, args);
    app_say(app, LOOK_PLAIN, "%s", _("Sent; the draft stays until the answer is here."));
}

void entry_would_pass(struct app *app, struct entry *e)
{
    const char *given[PARAM_COUNT] = { 0 };
    struct error err;
    struct str args;

    if (!app_may(app, OP_ORDER_WHATIF)) {
        app_say(app, LOOK_WARNING, _("%.*s: that is not yours to do."),
                STR_ARG(wording_act(OP_ORDER_WHATIF, &app->frame)));
        return;
    }
    if (!ready_to_send(app, e, given))
        return;
    for (enum param p = 0; p < PARAM_COUNT; p++)
        if (!op_takes(OP_ORDER_WHATIF, p))
            given[p] = NULL;
    err = command_params(OP_ORDER_WHATIF, given, STR(""), &app->frame, &args);
    if (err.code)
        app_say(app, LOOK_FAULT, "%.*s", STR_ARG(wording_error(err, &app->frame)));
    else
        app_push(app, whatif_ask(app, args));
}

void entry_sent(struct app *app, struct entry *e, struct rpc_reply *reply)
{
    struct str outcome = member(reply->body, "outcome");
    const struct json *order = json_member(reply->body, "order");
    bool again = false;
    struct hand hand = { 0 };

    e->waits = false;
    if (app_fault(app, reply)) {
        e->id[0] = '\0'; /* trouble at the door is not stored: another try is another command */
        entry_keep(app, e);
        return;
    }
    if (str_eq(outcome, STR("REFUSED"))) {
        e->id[0] = '\0';
        entry_keep(app, e);
        app_push(app, verdict_new(app, reply, &hand));
        return;
    }
    (void)!json_bool(json_member(reply->body, "again"), &again);
    app_say(app, LOOK_GOOD,
            again ? _("Already recorded as %.*s, %.*s, total %.*s")
                  : _("Recorded as %.*s, %.*s, total %.*s"),
            STR_ARG(member(order, "no")), STR_ARG(wording_member(order, "state", &app->frame)),
            STR_ARG(show_value(json_member(order, "total"), &app->frame)));
    draft_drop(&e->draft);
    entry_drop_far(app, e);
    app_over(&e->screen);
    (void)snprintf(app->go_to, sizeof(app->go_to), "%.*s", STR_ARG(member(order, "no")));
    app_refresh(app);
    if (!str_eq(outcome, STR("DONE")))
        app_push(app, verdict_new(app, reply, &hand));
}
