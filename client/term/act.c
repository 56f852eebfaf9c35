/*
 * act.c - one act on one document: a box with the operation's parameters, made from the
 * catalog. F2 does it; the command keeps its id until its answer came, on disk too: whoever
 * opens the draft of a form that was sent asks for the same command.
 */
#include "client/term/act.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show.h"
#include "client/term/days.h"
#include "client/term/packs.h"
#include "client/term/paper.h"
#include "client/term/pick.h"
#include "client/term/rows.h"
#include "client/term/tell.h"
#include "client/term/why.h"
#include "client/term/wording.h"
#include "client/uuid.h"
#include "client/words.h"

enum { TAG_COMMAND, TAG_CUSTOMER, TAG_FIGURES, TAG_DRAFTS, TAG_PRESENT, TAG_DAYS, TAG_PACKS };

#define LABEL_CELLS 18

static struct act *self(struct screen *s)
{
    return (struct act *)s;
}

/* Of an order that exists it is asked what would change for it, not what it is. */
static bool is_asked_of_order(enum param p)
{
    return p == P_limit || p == P_amount || p == P_receipt || p == P_cut || p == P_sign ||
           p == P_tolerance;
}

/* An option that the catalog puts before all that is required keeps its place in the form. */
static bool leads(const struct op_info *info, size_t param)
{
    while (!info->params[param].required && param)
        param--;
    return !info->params[param].required;
}

/* Required ones first, then what may be said. */
static void make_items(struct act *a, struct arena *arena)
{
    const struct op_info *info = &catalog[a->op];
    struct sheet_item *items = ARENA_ARRAY(arena, info->param_count + 1, struct sheet_item);
    size_t n = 0;

    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < info->param_count; i++) {
            enum param p = (enum param)info->params[i].param;

            if ((info->params[i].required || leads(info, i)) != (pass == 0) ||
                a->hand.value[p][0] || (a->op == OP_ORDER_WHATIF && !is_asked_of_order(p)))
                continue;
            items[n] = (struct sheet_item){ .param = p,
                                            .label = wording_label(p),
                                            .row = (uint8_t)n,
                                            .label_width = LABEL_CELLS,
                                            .width = ACT_COLS - LABEL_CELLS - 8,
                                            .required = info->params[i].required,
                                            .fast = pass == 0 };
            n++;
        }
    sheet_init(&a->sheet, items, n);
    for (size_t i = 0; i < n; i++)
        a->sheet.places[i].empties = op_empties(a->op, items[i].param);
}

/* --- doing it ---------------------------------------------------------------------------- */

static void ask_for_it(struct app *app, struct act *a)
{
    a->waits = app_ask(app, &a->screen, TAG_COMMAND, a->op, str_of(a->args));
    if (a->waits)
        app_say(app, LOOK_PLAIN, "%.*s ...", STR_ARG(wording_act(a->op, &app->frame)));
    else
        act_draft_unsent(app, a);
}

static void send(struct app *app, struct act *a)
{
    const struct op_info *info = &catalog[a->op];
    const char *given[PARAM_COUNT] = { 0 };
    struct str args;
    struct error err;
    int field;

    if (a->waits) {
        app_say(app, LOOK_WARNING, "%s", _("Sent, not confirmed: the answer is awaited."));
        return;
    }
    if (a->is_unseen) {
        app_say(app, LOOK_CHANGED, "%s", _("This was typed before; F12 throws it away."));
        return;
    }
    if (!app_may_send(app) || !sheet_given(&a->sheet, given, &app->frame))
        return;
    a->confirms = act_asks(a->op) && !a->confirms;
    if (a->confirms)
        return;
    for (size_t i = 0; i < info->param_count; i++) {
        enum param p = (enum param)info->params[i].param;

        if (a->hand.value[p][0])
            given[p] = a->hand.value[p];
    }
    if (!catalog[a->op].is_query) /* what only starts something is not stored */
        (void)snprintf(a->id, sizeof(a->id), "%.*s", STR_ARG(uuid_random(&app->frame)));
    err = command_params(a->op, given, str_of(a->id), &app->frame, &args);
    if (err.code) {
        a->id[0] = '\0';
        field = err.field ? param_find(str_of(err.field)) : -1;
        if (field >= 0)
            sheet_fault(&a->sheet, (enum param)field, wording_detail(err.detail, &app->frame));
        app_say(app, LOOK_FAULT, "%.*s", STR_ARG(wording_error(err, &app->frame)));
        return;
    }
    free(a->args);
    a->args = strndup(args.p, args.n);
    if (!a->args)
        abort();
    act_draft_keep(app, a); /* the id is on disk before the command is on its way */
    act_draft_keep_far(app, a, true);
    ask_for_it(app, a);
}

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

/* "Done: SO12 is APPROVED, note DN2611-000001." */
static void say_done(struct app *app, const struct json *body)
{
    const struct json *order = json_member(body, "order"), *note = json_member(body, "note");
    const struct json *made = json_first(json_member(body, "made"));
    struct arena *a = &app->frame;
    struct str text = str_of(_("Done."));

    if (order)
        text = str_format(a, "%.*s  %.*s %.*s", STR_ARG(text), STR_ARG(member(order, "no")),
                          STR_ARG(wording_member(order, "state", a)));
    if (note)
        text = str_format(a, "%.*s  %.*s %.*s", STR_ARG(text), STR_ARG(member(note, "no")),
                          STR_ARG(wording_member(note, "state", a)));
    for (; made; made = json_next(made))
        if (json_kind(made) == JSON_STR)
            text = str_format(a, "%.*s  %.*s %.*s", STR_ARG(text),
                              STR_ARG(show_name(json_name(made), a)),
                              STR_ARG(show_value(made, a)));
    app_say(app, LOOK_GOOD, "%.*s", STR_ARG(text_show(text, a)));
}

/* "Done.  day 2026-11-22   acts 3": what was started says what came of it. */
static void say_started(struct app *app, const struct json *body)
{
    struct arena *a = &app->frame;
    struct str text = str_of(_("Done."));

    for (const struct json *m = json_first(body); m; m = json_next(m))
        text = str_format(a, "%.*s  %.*s %.*s", STR_ARG(text),
                          STR_ARG(show_name(json_name(m), a)), STR_ARG(show_value(m, a)));
    app_say(app, LOOK_GOOD, "%.*s", STR_ARG(text_show(text, a)));
}

static void on_verdict(struct app *app, struct act *a, struct rpc_reply *reply)
{
    struct str outcome = member(reply->body, "outcome");

    if (a->op == OP_ORDER_WHATIF) { /* the form stays: another supposition may follow */
        app->message[0] = '\0';
        app_push(app, whatif_new(reply));
        return;
    }
    if (catalog[a->op].is_query) {
        say_started(app, reply->body);
        act_draft_done(app, a);
        app_over(&a->screen);
        app_refresh(app);
        return;
    }
    if (str_eq(outcome, STR("DONE"))) {
        say_done(app, reply->body);
        act_draft_done(app, a);
        app_over(&a->screen);
        app_refresh(app);
        return;
    }
    if (str_eq(outcome, STR("REFUSED"))) {
        act_draft_unsent(app, a);
    } else {
        act_draft_done(app, a);
        app_over(&a->screen);
        app_refresh(app);
    }
    app->message[0] = '\0';
    app_push(app, verdict_new(app, reply, &a->hand));
}

/* A mnemonic or a part of a name becomes the code, when the field was left. */
static void ask_customer(struct app *app, struct act *a)
{
    struct str text = sheet_text(&a->sheet, P_customer);
    struct json_out out;

    if (!text.n || str_eq(text, str_of(a->asked)) || !app_may(app, OP_CUSTOMER_LIST) ||
        a->op == OP_CUSTOMER_PUT)
        return;
    (void)snprintf(a->asked, sizeof(a->asked), "%.*s", STR_ARG(text));
    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, "find", text);
    json_end_object(&out);
    (void)app_ask(app, &a->screen, TAG_CUSTOMER, OP_CUSTOMER_LIST, json_text(&out));
}

static void on_customers(struct app *app, struct act *a, const struct json *rows)
{
    struct str text = sheet_text(&a->sheet, P_customer);
    bool tie;
    const struct json *best = suggest_best(rows, text, &tie);

    if (!str_eq(text, str_of(a->asked)))
        a->asked[0] = '\0'; /* being typed anew: asked again when it is left */
    if (!a->asked[0] || !best)
        return; /* the daemon says what it thinks of it */
    (void)snprintf(a->asked, sizeof(a->asked), "%.*s", STR_ARG(member(best, "code")));
    sheet_put(&a->sheet, P_customer, member(best, "code"));
    app_say(app, LOOK_PLAIN, "%.*s", STR_ARG(text_show(member(best, "name"), &app->frame)));
    act_draft_keep(app, a);
}

/* Of which a quantity is typed. */
static struct str product_of(const struct act *a)
{
    struct str typed = sheet_text(&a->sheet, P_product);

    return typed.n ? typed : str_of(a->hand.value[P_product]);
}

static void answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct act *a = self(s);
    int field;

    if (tag == TAG_CUSTOMER) {
        if (!app_fault(app, reply))
            on_customers(app, a, json_member(reply->body, "rows"));
        return;
    }

    if (tag == TAG_PACKS) {
        if (reply->kind == RPC_RESULT)
            packs_take(app, json_first(json_member(reply->body, "rows")), product_of(a),
                       sheet_place(&a->sheet, P_qty));
        return;
    }
    if (tag == TAG_DAYS) {
        days_take(app, reply);
        return;
    }
    if (tag == TAG_PRESENT) { /* who may not see it types it whole */
        if (reply->kind == RPC_RESULT)
            present_take(app, a->op, &a->sheet, &a->hand, &a->present, reply->body);
        return;
    }
    if (tag == TAG_FIGURES) {
        brief_take(&a->brief, reply);
        return;
    }
    if (tag == TAG_DRAFTS) { /* an older daemon keeps none */
        if (act_draft_far(app, a,
                          reply->kind == RPC_RESULT ? json_member(reply->body, "rows") : NULL))
            ask_for_it(app, a);
        return;
    }
    a->waits = false;
    if (!app_fault(app, reply)) {
        on_verdict(app, a, reply);
        return;
    }
    act_draft_unsent(app, a); /* trouble at the door is not stored */
    field = param_find(member(reply->body, "field"));
    if (field >= 0)
        sheet_fault(&a->sheet, (enum param)field,
                    wording_detail(member(reply->body, "detail"), &app->frame));
}

static void picked(struct app *app, struct screen *s, enum param param, struct str code)
{
    struct act *a = self(s);

    sheet_put(&a->sheet, param, code);
    act_draft_keep(app, a);
    present_ask(app, s, TAG_PRESENT, a->op, &a->sheet, &a->hand, &a->present);
}

/* What is known of the document, with what stands in the form already. */
static struct hand hand_of(const struct act *a)
{
    struct hand hand = a->hand;

    for (size_t i = 0; i < a->sheet.count; i++)
        if (params[a->sheet.places[i].item.param].type != PARAM_ITEMS)
            hand_put(&hand, a->sheet.places[i].item.param,
                     field_text(&a->sheet.places[i].field));
    return hand;
}

/* F4, and Enter on rows that are needed and are not there yet. */
static void look_up(struct app *app, struct act *a)
{
    struct sheet_place *p = &a->sheet.places[a->sheet.at];
    enum param param = p->item.param;
    struct hand hand = hand_of(a);

    if (!rows_open(app, &a->screen, a->op, param, &hand, field_text(&p->field), picked) &&
        !pick_open(app, &a->screen, param, field_text(&p->field),
                   str_of(hand.value[P_customer]), picked))
        app_say(app, LOOK_WARNING, "%s", _("There is no list for this field."));
}

static bool wants_rows(const struct act *a)
{
    const struct sheet_place *p = &a->sheet.places[a->sheet.at];

    return a->sheet.count && params[p->item.param].type == PARAM_ITEMS && p->item.required &&
           !p->field.n && rows_kind_of(a->op);
}

/* F3 keeps what was typed, F12 throws it away and asks before. */
static void leave(struct app *app, struct act *a, bool cancels)
{
    if (a->waits) {
        app_say(app, LOOK_WARNING, "%s", _("Sent, not confirmed; the answer will be told."));
    } else if (cancels && a->has_draft && !a->drops) {
        a->drops = true;
        app_say(app, LOOK_WARNING, "%s",
                _("F12 again throws away what was typed; F3 keeps it."));
        return;
    } else if (cancels) {
        act_draft_done(app, a);
    } else if (a->has_draft) {
        act_draft_keep_far(app, a, true);
        app_say(app, LOOK_PLAIN, "%s", _("What was typed is kept for the next time."));
    }
    app_over(&a->screen);
}

static void ask_packs(struct app *app, struct act *a)
{
    const struct sheet_place *qty = sheet_place(&a->sheet, P_qty);

    if (qty)
        packs_ask(app, &a->screen, TAG_PACKS, product_of(a), qty);
}

static void type(struct app *app, struct act *a, const struct key *pressed)
{
    size_t at = a->sheet.at;
    enum sheet_did did =
        a->sheet.count ? sheet_key(&a->sheet, pressed, &app->frame) : SHEET_END;

    a->drops = false;
    if (did == SHEET_CHANGED || (did != SHEET_PASSED && a->has_draft))
        act_draft_keep(app, a);
    if (did == SHEET_LEFT || did == SHEET_END || a->sheet.at != at)
        act_draft_keep_far(app, a, false);
    if (did == SHEET_LEFT || did == SHEET_END) {
        ask_customer(app, a);
        present_ask(app, &a->screen, TAG_PRESENT, a->op, &a->sheet, &a->hand, &a->present);
        days_warn(app, &a->sheet.places[at]);
        ask_packs(app, a);
    }
    if (did == SHEET_END && pressed->action == ACT_ENTER && a->sheet.at + 1 < a->sheet.count)
        sheet_go(&a->sheet, a->sheet.at + 1); /* what may be said, and may be left empty */
    if (did == SHEET_END)
        app_say(app, LOOK_PLAIN, "%s", _("F2 does it, F12 leaves it."));
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct act *a = self(s);
    bool leaves = pressed->action == ACT_BACK || pressed->action == ACT_CANCEL;

    if (pressed->action == ACT_DO && a->sheet.count && !a->sheet.places[a->sheet.at].fault[0])
        ask_packs(app, a); /* the field was not left */
    if ((a->waits || pressed->action == ACT_DO) && !leaves && app_hold(app, s, pressed))
        return;
    if (a->confirms && pressed->action != ACT_ENTER && pressed->action != ACT_DO) {
        a->confirms = false;
    } else if (a->confirms || pressed->action == ACT_DO) {
        send(app, a);
    } else if (leaves) {
        leave(app, a, pressed->action == ACT_CANCEL);
    } else if (pressed->action == ACT_PREV && a->sheet.count && a->far) {
        if (act_draft_bring(app, a))
            ask_for_it(app, a);
    } else if (pressed->action == ACT_NEXT || pressed->action == ACT_PREV) {
        brief_scroll(&a->brief, pressed->action == ACT_NEXT);
    } else if ((pressed->action == ACT_LOOKUP && a->sheet.count) ||
               (pressed->action == ACT_ENTER && wants_rows(a))) {
        look_up(app, a);
    } else {
        type(app, a, pressed);
    }
}

/* --- the screen -------------------------------------------------------------------------- */

static struct str title(struct app *app, const struct screen *s)
{
    (void)app;
    return str_of(catalog[((const struct act *)s)->op].name);
}

static void release(struct screen *s)
{
    act_draft_close(self(s));
    brief_release(&self(s)->brief);
    free(self(s)->args);
    sheet_release(&self(s)->sheet);
    free(s);
}

static const struct bar_item bar[] = {
    { ACT_HELP, NULL },       { ACT_DO, NULL },     { ACT_BACK, NULL }, { ACT_LOOKUP, NULL },
    { ACT_UNDO, N_("Undo") }, { ACT_CANCEL, NULL }, { ACT_NONE, NULL },
};
static const struct screen_kind kind = {
    bar, true, title, act_draw, key, answer, NULL, release
};

/* An act that makes an object of its own takes nothing from the row it was called on. */
static bool is_about(enum op op)
{
    static const enum param documents[] = { P_order,        P_note,     P_receivable,
                                            P_receipt,      P_message,  P_carrier_claim,
                                            P_claim,        P_proposal, P_job,
                                            P_goods_return, P_problem };

    for (size_t i = 0; i < COUNT(documents); i++)
        if (op_takes(op, documents[i]))
            return true;
    return op == OP_LIMIT_SIGN || op == OP_LIMIT_REFUSE || op == OP_LIMIT_WITHDRAW ||
           op == OP_LIMIT_ADJUST || op == OP_LIMIT_SUBMIT || op == OP_LIMIT_ACCEPT ||
           op == OP_LIMIT_REJECT || op == OP_STOCK_ADJUST || op == OP_STOCK_RELEASE ||
           op == OP_STOCK_SCRAP || op == OP_STOCK_PLACE || op == OP_USER_LOG_OUT;
}

struct screen *act_new(struct app *app, enum op op, const struct hand *hand)
{
    struct act *a;

    if (op == OP_PRINT_TAKE && !hand->value[P_job][0] && hand->value[P_note][0])
        return paper_new(app, str_of(hand->value[P_note]), false);
    if (op == OP_ORDER_EXPLAIN)
        return why_new(app, hand);
    if ((op == OP_ORDER_AMEND || op == OP_ORDER_AMEND_REST) && hand->value[P_order][0])
        return amend_new(app, op, hand);
    if (entry_takes(op))
        return entry_new(app, op, hand);
    a = calloc(1, sizeof(*a));
    if (!a)
        abort();
    a->screen.kind = &kind;
    a->screen.tell = act_tell;
    a->op = op;
    a->hand = *hand;
    if (!is_about(op))
        a->hand = (struct hand){ 0 };
    if (a->hand.has_parts) /* it stands in the form, to be typed over */
        a->hand.value[P_part][0] = '\0';
    editing_on(&a->screen, &a->hand);
    make_items(a, &app->frame);
    if (act_draft_open(app, a, TAG_DRAFTS) && !a->id[0])
        app_say(app, LOOK_CHANGED, "%s", _("This was typed before; F12 throws it away."));
    if (a->sheet.count)
        sheet_go(&a->sheet, 0);
    if (a->id[0]) { /* it was sent, and nobody heard the answer */
        ask_for_it(app, a);
        return &a->screen;
    }
    act_offer(a, hand);
    present_ask(app, &a->screen, TAG_PRESENT, op, &a->sheet, &a->hand, &a->present);
    days_ask(app, &a->screen, TAG_DAYS, &a->sheet);
    brief_ask(app, &a->screen, TAG_FIGURES, op, hand, &a->brief);
    editing_warn(app, &a->screen);
    return &a->screen;
}
