/*
 * amend.c - an order changed before its note is printed: header and lines as they are, typed
 * over; only what differs is sent. Who changed it meanwhile is met in amend_merge.c.
 */
#include "client/term/amend.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show.h"
#include "client/term/days.h"
#include "client/term/pick.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/uuid.h"
#include "client/words.h"

#define ASKS      4
#define HEAD_ROWS 4

const struct sheet_item amend_items[] = {
    { P_requester, N_("Asked by"), 0, 1, 11, 24, false, true },
    { P_wanted, N_("Wanted"), 1, 1, 11, 12, false, false },
    { P_station, N_("Station"), 1, 29, 10, 12, false, false },
    { P_stated, N_("Stated"), 1, 54, 8, 13, false, false },
    { P_ship_to, N_("Ship to"), 2, 1, 11, 38, false, false },
    { P_complete, N_("Whole"), 2, 54, 8, 13, false, false },
    { P_remark, N_("Remark"), 3, 1, 11, 60, false, false },
};
const size_t amend_item_count = COUNT(amend_items);

bool amend_has(enum param param)
{
    for (size_t i = 0; i < COUNT(amend_items); i++)
        if (amend_items[i].param == param)
            return true;
    return param == P_lines;
}

static struct amend *self(struct screen *s)
{
    return (struct amend *)s;
}

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

/* --- asking and sending ------------------------------------------------------------------ */

static void ask_order(struct app *app, struct amend *a, int tag)
{
    struct str args = str_format(&app->frame, "{\"order\":\"%s\"}", a->order);

    (void)app_ask(app, &a->screen, tag, OP_ORDER_SHOW, args);
}

static void ask_lines(struct app *app, struct amend *a)
{
    struct str find;
    int serial;

    while (talk_waiting(&app->talk, &a->screen) < ASKS && grid_ask(&a->grid, &serial, &find)) {
        struct json_out out;

        json_out_init(&out, &app->frame);
        json_begin_object(&out);
        json_field_str(&out, "find", find);
        if (a->customer[0])
            json_field_str(&out, "customer", str_of(a->customer));
        json_end_object(&out);
        (void)app_ask(app, &a->screen, TAG_LINE + serial, OP_PRODUCT_LIST, json_text(&out));
    }
}

/* The header's fields that differ from the base. */
static void give_heads(const struct amend *a, const char *given[PARAM_COUNT])
{
    for (size_t i = 0; i < a->head.count; i++) {
        enum param p = amend_items[i].param;

        if (given[p] && p != P_requester && p != P_remark && p != P_stated &&
            str_eq(str_of(given[p]), merge_get(&a->base, str_of(params[p].name))))
            given[p] = NULL;
    }
}

static void send(struct app *app, struct amend *a)
{
    const char *given[PARAM_COUNT] = { 0 };
    struct str args, lines;
    struct error err;

    if (!sheet_given(&a->head, given, &app->frame)) {
        a->in_grid = false;
        return;
    }
    if (!grid_check(&a->grid, &app->frame)) {
        a->in_grid = true;
        app_say(app, LOOK_FAULT, "%s",
                grid_filled(&a->grid) ? grid_line(&a->grid)->fault
                                      : _("An order needs lines."));
        return;
    }
    give_heads(a, given);
    lines = amend_lines(a, &app->frame);
    if (lines.n)
        given[P_lines] = str_text(&app->frame, lines);
    if (!lines.n && !given[P_wanted] && !given[P_station] && !given[P_stated] &&
        !given[P_ship_to] && !given[P_complete]) {
        app_say(app, LOOK_PLAIN, "%s", _("Nothing is changed."));
        if (a->by[0]) { /* theirs was taken in everything */
            amend_done(app, a);
            app_over(&a->screen);
        }
        return;
    }
    if (!app_may_send(app))
        return;
    given[P_order] = a->order;
    given[P_version] = str_text(&app->frame, str_format(&app->frame, "%" PRId64, a->version));
    (void)snprintf(a->id, sizeof(a->id), "%.*s", STR_ARG(uuid_random(&app->frame)));
    err = command_params(a->op, given, str_of(a->id), &app->frame, &args);
    if (err.code) {
        a->id[0] = '\0';
        app_say(app, LOOK_FAULT, "%.*s", STR_ARG(wording_error(err, &app->frame)));
        return;
    }
    free(a->args);
    a->args = strndup(args.p, args.n);
    amend_keep(app, a);
    amend_keep_far(app, a, true);
    a->waits = app_ask(app, &a->screen, TAG_COMMAND, a->op, args);
}

static void on_command(struct app *app, struct amend *a, struct rpc_reply *reply)
{
    struct str outcome = member(reply->body, "outcome");
    struct hand hand = { 0 };

    a->waits = false;
    a->id[0] = '\0';
    if (app_fault(app, reply)) {
        amend_keep(app, a);
        amend_keep_far(app, a, true);
        return;
    }
    if (str_eq(member(reply->body, "code"), str_of(error_name(ERR_VERSION)))) {
        amend_keep(app, a);
        ask_order(app, a, TAG_NEWER);
        return;
    }
    hand_put(&hand, P_order, str_of(a->order));
    if (str_eq(outcome, STR("REFUSED"))) {
        amend_keep(app, a);
        amend_keep_far(app, a, true);
        app_push(app, verdict_new(app, reply, &hand));
        return;
    }
    amend_done(app, a);
    app_over(&a->screen);
    app_refresh(app);
    if (str_eq(outcome, STR("DONE")))
        app_say(
            app, LOOK_GOOD, "%s  %s %.*s", _("Done."), a->order,
            STR_ARG(wording_member(json_member(reply->body, "order"), "state", &app->frame)));
    else
        app_push(app, verdict_new(app, reply, &hand));
}

static void on_order(struct amend *a, const struct json *body, const struct json *note)
{
    const struct json *order = json_member(body, "order");

    (void)snprintf(a->customer, sizeof(a->customer), "%.*s",
                   STR_ARG(member(order, "customer")));
    (void)snprintf(a->name, sizeof(a->name), "%.*s", STR_ARG(member(order, "customer_name")));
    if (a->loaded)
        return;
    a->loaded = true;
    (void)!json_int(json_member(order, "version"), &a->version);
    amend_read(body, note, &a->base, &a->memory);
    amend_show(a, &a->base);
    sheet_go(&a->head, 0);
}

/* What is open of a rest its note says: it is asked when the order is here. */
static bool ask_note(struct app *app, struct amend *a, int tag, struct rpc_reply *reply)
{
    const struct json *note = NULL;
    struct json_out out;

    for (const struct json *n = json_first(json_member(reply->body, "notes")); n;
         n = json_next(n))
        if (!str_eq(member(n, "state"), STR("VOID")))
            note = n;
    if (a->op != OP_ORDER_AMEND_REST || !note)
        return false;
    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, "note", member(note, "no"));
    json_end_object(&out);
    rpc_reply_release(&a->order_shown);
    a->order_shown = *reply;
    *reply = (struct rpc_reply){ 0 };
    a->shown_tag = tag;
    return app_ask(app, &a->screen, TAG_NOTE, OP_NOTE_SHOW, json_text(&out));
}

/* The order as it is, for the first time or by now. */
static void came(struct app *app, struct amend *a, int tag, const struct json *body,
                 const struct json *note)
{
    if (tag == TAG_ORDER) {
        on_order(a, body, note);
    } else if (!amend_merge_open(app, a, body, note)) { /* they touched nothing of mine */
        amend_keep(app, a);
        send(app, a);
    }
}

static void answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct amend *a = self(s);

    if (tag == TAG_COMMAND) {
        on_command(app, a, reply);
        return;
    }
    if (tag == TAG_DAYS) {
        days_take(app, reply);
        return;
    }
    if (tag == TAG_DRAFTS) { /* an older daemon keeps none */
        amend_draft_far(app, a,
                        reply->kind == RPC_RESULT ? json_member(reply->body, "rows") : NULL);
        ask_lines(app, a);
        return;
    }
    if (app_fault(app, reply))
        return;
    if (tag >= TAG_LINE)
        grid_answer(&a->grid, tag - TAG_LINE, json_member(reply->body, "rows"));
    else if (tag == TAG_NOTE)
        came(app, a, a->shown_tag, a->order_shown.body, reply->body);
    else if (!ask_note(app, a, tag, reply))
        came(app, a, tag, reply->body, NULL);
    ask_lines(app, a);
}

/* --- keys -------------------------------------------------------------------------------- */

static void picked(struct app *app, struct screen *s, enum param param, struct str code)
{
    struct amend *a = self(s);

    if (param == P_product)
        grid_choose(&a->grid, code);
    else
        sheet_put(&a->head, param, code);
    amend_keep(app, a);
    ask_lines(app, a);
}

static void look_up(struct app *app, struct amend *a)
{
    enum param param = a->in_grid ? P_product : a->head.places[a->head.at].item.param;
    struct str text = a->in_grid ? field_text(&grid_line(&a->grid)->cells[GRID_PRODUCT])
                                 : field_text(&a->head.places[a->head.at].field);

    if (!pick_open(app, &a->screen, param, text, str_of(a->customer), picked))
        app_say(app, LOOK_WARNING, "%s", _("There is no list for this field."));
}

static void type(struct app *app, struct amend *a, const struct key *pressed)
{
    size_t field = a->head.at, line = a->grid.at;
    int col = (int)a->grid.col;
    bool changed, was_in_grid = a->in_grid;

    if (a->in_grid) {
        enum grid_did did = grid_key(&a->grid, pressed, &app->frame);

        changed = did == GRID_CHANGED;
        if (did == GRID_UP) {
            a->in_grid = false;
            sheet_go(&a->head, a->head.at);
        } else if (did == GRID_END) {
            app_say(app, LOOK_PLAIN, "%s", _("F2 saves the change."));
        }
    } else {
        enum sheet_did did = sheet_key(&a->head, pressed, &app->frame);

        changed = did == SHEET_CHANGED;
        if (did == SHEET_END || did == SHEET_LEFT)
            days_warn(app, &a->head.places[field]);
        if (did == SHEET_END) {
            a->in_grid = true;
            field_enter(&grid_line(&a->grid)->cells[a->grid.col]);
        }
    }
    if (changed || a->has_draft)
        amend_keep(app, a);
    if (was_in_grid != a->in_grid || field != a->head.at || line != a->grid.at ||
        col != (int)a->grid.col)
        amend_keep_far(app, a, false);
    ask_lines(app, a);
}

static void leave(struct app *app, struct amend *a, bool cancels)
{
    if (cancels && a->has_draft && !a->drops && !a->waits) {
        a->drops = true;
        app_say(app, LOOK_WARNING, "%s",
                _("F12 again throws away what was typed; F3 keeps it."));
        return;
    }
    if (cancels && !a->waits)
        amend_done(app, a);
    else
        amend_keep_far(app, a, true);
    app_over(&a->screen);
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct amend *a = self(s);
    enum action action = pressed->action;

    a->drops = a->drops && action == ACT_CANCEL;
    if (a->is_merging) {
        if (amend_merge_key(app, a, pressed))
            send(app, a);
        else
            amend_keep(app, a);
    } else if (action == ACT_BACK || action == ACT_CANCEL) {
        leave(app, a, action == ACT_CANCEL);
    } else if ((a->waits || !a->loaded || action == ACT_DO) && app_hold(app, s, pressed)) {
        return;
    } else if (a->waits || !a->loaded) {
        app_say(app, LOOK_WARNING, "%s", _("Sent, not confirmed: the answer is awaited."));
    } else if (action == ACT_DO) {
        send(app, a);
    } else if (action == ACT_LOOKUP) {
        look_up(app, a);
    } else {
        type(app, a, pressed);
    }
}

/* --- drawing ----------------------------------------------------------------------------- */

static struct str title(struct app *app, const struct screen *s)
{
    const struct amend *a = (const struct amend *)s;

    return str_format(
        &app->frame,
        a->op == OP_ORDER_AMEND ? _("Change of %s") : _("Change of the rest of %s"), a->order);
}

static void draw(struct app *app, struct screen *s)
{
    struct amend *a = self(s);
    struct area body = app_body(app), part = body;
    struct money total;
    bool whole = grid_total(&a->grid, &app->frame, &total);
    struct str hint = a->in_grid ? STR("") : days_hint(app, &a->head);

    a->head.is_narrow = body.cols < 78;
    part.rows = a->head.is_narrow ? body.rows / 2 : HEAD_ROWS;
    sheet_draw(&a->head, &app->paint, part, !a->in_grid, &app->frame);
    if (!a->head.is_narrow)
        paint_text(&app->paint, body.row, 42, body.cols - 43, LOOK_TITLE,
                   text_show(str_of(a->name), &app->frame), &app->frame);
    part = (struct area){ body.row + part.rows, 0, body.rows - part.rows - 1, body.cols - 1 };
    grid_draw(&a->grid, &app->paint, part, a->in_grid, &app->frame);
    if (!app->message[0])
        paint_text(&app->paint, app->paint.rows - 2, 0, app->paint.cols, LOOK_DIM, hint,
                   &app->frame);
    paint_right(&app->paint, body.row + body.rows - 1, 0, body.cols - 1, LOOK_TITLE,
                str_format(&app->frame, "%s %.*s%s", _("Total"),
                           STR_ARG(show_text(money_text(total, &app->frame), &app->frame)),
                           whole ? "" : _(" and what is not known")),
                &app->frame);
    if (a->is_merging)
        amend_merge_draw(app, a);
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct amend *a = self(s);

    if (a->is_merging) {
        amend_merge_tell(a, t);
        return;
    }
    t->act = &catalog[a->op];
    t->title = title(app, s);
    tell_line(t, str_of(a->name));
    t->sheet = &a->head;
    t->grid = &a->grid;
    t->in_grid = &a->in_grid;
}

static void release(struct screen *s)
{
    struct amend *a = self(s);

    if (a->has_draft)
        draft_close(&a->draft);
    else
        draft_drop(&a->draft);
    sheet_release(&a->head);
    grid_release(&a->grid);
    arena_release(&a->memory);
    rpc_reply_release(&a->order_shown);
    free(a->args);
    free(a);
}

static const struct bar_item bar[] = {
    { ACT_HELP, NULL },
    { ACT_DO, N_("Save") },
    { ACT_BACK, NULL },
    { ACT_LOOKUP, NULL },
    { ACT_SAME, N_("Same") },
    { ACT_DELETE_ROW, N_("Del") },
    { ACT_INSERT_ROW, N_("Ins") },
    { ACT_UNDO, N_("Undo") },
    { ACT_NONE, NULL },
};
static const struct screen_kind kind = { bar, false, title, draw, key, answer, NULL, release };

struct screen *amend_new(struct app *app, enum op op, const struct hand *hand)
{
    struct amend *a = calloc(1, sizeof(*a));

    if (!a)
        abort();
    a->screen.kind = &kind;
    a->screen.tell = tell;
    a->op = op;
    (void)snprintf(a->order, sizeof(a->order), "%s", hand->value[P_order]);
    (void)snprintf(a->screen.edits, sizeof(a->screen.edits), "%s", a->order);
    sheet_init(&a->head, amend_items, amend_item_count);
    sheet_place(&a->head, P_requester)->item.required = op == OP_ORDER_AMEND_REST;
    grid_init(&a->grid);
    arena_init(&a->memory, LIMIT_ARENA_BYTES);
    amend_draft_open(app, a);
    sheet_go(&a->head, 0);
    if (a->id[0] && a->args) /* it was sent, and nobody heard the answer */
        a->waits = app_ask(app, &a->screen, TAG_COMMAND, a->op, str_of(a->args));
    ask_order(app, a, TAG_ORDER);
    days_ask(app, &a->screen, TAG_DAYS, &a->head);
    editing_warn(app, &a->screen);
    return &a->screen;
}
