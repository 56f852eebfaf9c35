/*
 * entry.c - an order that came by fax, phone or mail, keyed into the system (UI.md 4).
 *
 * Everything typed is in the draft on disk with each key, the command's id included: what was
 * sent and not answered is sent again as the same command, by whatever terminal opens the
 * draft.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show.h"
#include "client/term/draft.h"
#include "client/term/grid.h"
#include "client/term/pick.h"
#include "client/term/screens.h"
#include "client/term/sheet.h"
#include "client/term/wording.h"
#include "client/uuid.h"
#include "client/words.h"

enum { TAG_COMMAND, TAG_CUSTOMER, TAG_ACCOUNT, TAG_LINE };

/* Product questions under way at once: the daemon takes eight of a session. */
#define ASKS      4
#define HEAD_ROWS 6
/* Below this each field has a line of its own. */
#define NARROW_COLS 78

struct entry {
    struct screen screen;
    struct sheet head;
    struct grid grid;
    bool in_grid;
    bool confirms;
    bool waits;
    int asks;
    struct draft draft;
    char id[40];            /* of the command, from its first sending on; "" before */
    char customer[128];     /* name */
    char figures[120];      /* what decides: room, overdue */
    char asked[LIMIT_NAME]; /* the customer's text that was looked up */
};

static const struct sheet_item items[] = {
    { P_customer, N_("Customer"), 0, 1, 9, 12, true, true },
    { P_channel, N_("Channel"), 1, 1, 9, 12, true, true },
    { P_reference, N_("Ref"), 1, 27, 5, 30, true, true },
    { P_approver, N_("Approved"), 2, 1, 9, 12, true, true },
    { P_approved_at, N_("at"), 2, 27, 5, 25, true, true },
    { P_wanted, N_("Wanted"), 3, 1, 9, 12, false, false },
    { P_station, N_("Statn"), 3, 27, 5, 12, false, false },
    { P_verifier, N_("Verified"), 3, 49, 9, 12, false, false },
    { P_ship_to, N_("Ship to"), 4, 1, 9, 64, false, false },
    { P_remark, N_("Remark"), 5, 1, 9, 64, false, false },
};

static struct entry *self(struct screen *s)
{
    return (struct entry *)s;
}

/* --- draft ------------------------------------------------------------------------------- */

static void keep_draft(struct app *app, struct entry *e)
{
    struct json_out out;

    json_out_init(&out, &app->frame);
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
    draft_put(&e->draft, json_text(&out));
}

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

/* True: there was something in the draft. */
static bool load_draft(struct app *app, struct entry *e)
{
    struct str last = draft_last(&e->draft, &app->frame);
    struct json_doc doc;
    bool any = false;

    if (!last.n || json_parse(last, &app->frame, &doc).code)
        return false;
    (void)snprintf(e->id, sizeof(e->id), "%.*s", STR_ARG(member(doc.root, "command")));
    for (size_t i = 0; i < COUNT(items); i++) {
        struct str text = member(doc.root, params[items[i].param].name);

        if (text.n)
            sheet_put(&e->head, items[i].param, text);
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

/* --- looking up -------------------------------------------------------------------------- */

static void ask_with(struct app *app, struct entry *e, int tag, enum op op, const char *name,
                     struct str value)
{
    struct json_out out;

    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, name, value);
    if (op == OP_PRODUCT_LIST && sheet_text(&e->head, P_customer).n)
        json_field_str(&out, "customer", sheet_text(&e->head, P_customer));
    json_end_object(&out);
    (void)app_ask(app, &e->screen, tag, op, json_text(&out));
}

static void ask_lines(struct app *app, struct entry *e)
{
    struct str find;
    int serial;

    while (e->asks < ASKS && grid_ask(&e->grid, &serial, &find)) {
        e->asks++;
        ask_with(app, e, TAG_LINE + serial, OP_PRODUCT_LIST, "find", find);
    }
}

/* The customer's field was left with another text. */
static void ask_customer(struct app *app, struct entry *e)
{
    struct str text = sheet_text(&e->head, P_customer);

    if (!text.n || str_eq(text, str_of(e->asked)))
        return;
    (void)snprintf(e->asked, sizeof(e->asked), "%.*s", STR_ARG(text));
    e->customer[0] = e->figures[0] = '\0';
    ask_with(app, e, TAG_CUSTOMER, OP_CUSTOMER_LIST, "find", text);
}

static void on_customers(struct app *app, struct entry *e, const struct json *rows)
{
    struct str text = str_of(e->asked);
    const struct json *found = json_count(rows) == 1 ? json_first(rows) : NULL;

    for (const struct json *r = json_first(rows); r; r = json_next(r))
        if (grid_same(text, member(r, "code")) || grid_same(text, member(r, "mnemonic")))
            found = r;
    if (!str_eq(text, sheet_text(&e->head, P_customer)))
        return; /* typed anew meanwhile */
    if (!found) {
        sheet_fault(
            &e->head, P_customer,
            str_format(&app->frame, _("%zu customers fit: F4 looks up"), json_count(rows)));
        return;
    }
    sheet_put(&e->head, P_customer, member(found, "code"));
    (void)snprintf(e->asked, sizeof(e->asked), "%.*s", STR_ARG(member(found, "code")));
    (void)snprintf(e->customer, sizeof(e->customer), "%.*s", STR_ARG(member(found, "name")));
    ask_with(app, e, TAG_ACCOUNT, OP_CUSTOMER_SHOW, "customer", member(found, "code"));
}

static void on_account(struct app *app, struct entry *e, const struct json *body)
{
    const struct json *account = json_member(body, "account");
    const struct json *customer = json_member(body, "customer");
    struct str room = show_value(json_member(account, "room"), &app->frame);
    struct str overdue = show_value(json_member(account, "overdue"), &app->frame);

    (void)snprintf(e->figures, sizeof(e->figures), "%s %.*s  %s %.*s", _("left"), STR_ARG(room),
                   _("overdue"), STR_ARG(overdue));
    sheet_default(&e->head, P_approver, member(customer, "market_manager"));
    sheet_default(&e->head, P_station, member(customer, "station"));
    sheet_default(&e->head, P_ship_to, member(customer, "ship_to"));
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

static void send(struct app *app, struct entry *e)
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
    if (!e->id[0])
        (void)snprintf(e->id, sizeof(e->id), "%.*s", STR_ARG(uuid_random(&app->frame)));
    keep_draft(app, e); /* the id is on disk before the command is on its way */
    err = command_params(OP_ORDER_KEY, given, str_of(e->id), &app->frame, &args);
    if (err.code) {
        app_say(app, LOOK_FAULT, "%.*s", STR_ARG(wording_error(err, &app->frame)));
        e->id[0] = '\0';
        return;
    }
    e->waits = app_ask(app, &e->screen, TAG_COMMAND, OP_ORDER_KEY, args);
    app_say(app, LOOK_PLAIN, "%s", _("Sent; the draft stays until the answer is here."));
}

static void on_command(struct app *app, struct entry *e, struct rpc_reply *reply)
{
    struct str outcome = member(reply->body, "outcome");
    const struct json *order = json_member(reply->body, "order");
    bool again = false;
    struct hand hand = { 0 };

    e->waits = false;
    if (app_fault(app, reply)) {
        e->id[0] = '\0'; /* trouble at the door is not stored: another try is another command */
        keep_draft(app, e);
        return;
    }
    if (str_eq(outcome, STR("REFUSED"))) {
        e->id[0] = '\0';
        keep_draft(app, e);
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
    app_over(&e->screen);
    (void)snprintf(app->go_to, sizeof(app->go_to), "%.*s", STR_ARG(member(order, "no")));
    app_refresh(app);
    if (!str_eq(outcome, STR("DONE")))
        app_push(app, verdict_new(app, reply, &hand));
}

static void answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct entry *e = self(s);

    if (tag == TAG_COMMAND) {
        on_command(app, e, reply);
        return;
    }
    e->asks -= tag >= TAG_LINE;
    if (app_fault(app, reply))
        return;
    if (tag == TAG_CUSTOMER)
        on_customers(app, e, json_member(reply->body, "rows"));
    else if (tag == TAG_ACCOUNT)
        on_account(app, e, reply->body);
    else
        grid_answer(&e->grid, tag - TAG_LINE, json_member(reply->body, "rows"));
    ask_lines(app, e);
}

/* --- keys -------------------------------------------------------------------------------- */

static void picked(struct app *app, struct screen *s, enum param param, struct str code)
{
    struct entry *e = self(s);

    if (param == P_product) {
        grid_choose(&e->grid, code);
        ask_lines(app, e);
    } else {
        sheet_put(&e->head, param, code);
        ask_customer(app, e);
    }
    keep_draft(app, e);
}

static void look_up(struct app *app, struct entry *e)
{
    struct sheet_place *p = &e->head.places[e->head.at];
    enum param param = e->in_grid ? P_product : p->item.param;
    struct str text = e->in_grid ? field_text(&grid_line(&e->grid)->cells[GRID_PRODUCT])
                                 : field_text(&p->field);

    if (!pick_open(app, &e->screen, param, text, sheet_text(&e->head, P_customer), picked))
        app_say(app, LOOK_WARNING, "%s", _("There is no list for this field."));
}

static void head_key(struct app *app, struct entry *e, const struct key *pressed)
{
    enum sheet_did did = sheet_key(&e->head, pressed, &app->frame);

    if (did == SHEET_END) {
        e->in_grid = true;
        field_enter(&grid_line(&e->grid)->cells[e->grid.col]);
    }
    if (did == SHEET_END || did == SHEET_LEFT)
        ask_customer(app, e);
    if (did == SHEET_CHANGED || did == SHEET_LEFT || did == SHEET_END)
        keep_draft(app, e);
}

static void grid_keys(struct app *app, struct entry *e, const struct key *pressed)
{
    enum grid_did did = grid_key(&e->grid, pressed, &app->frame);

    if (did == GRID_UP) {
        e->in_grid = false;
        sheet_go(&e->head, e->head.at);
    } else if (did == GRID_END) {
        app_say(app, LOOK_PLAIN, "%s", _("F2 sends the order."));
    }
    ask_lines(app, e);
    if (did == GRID_CHANGED || did == GRID_STAYED)
        keep_draft(app, e);
}

static void confirm_key(struct app *app, struct entry *e, const struct key *pressed)
{
    if (pressed->action == ACT_ENTER || pressed->action == ACT_DO)
        send(app, e);
    else
        e->confirms = false;
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct entry *e = self(s);
    enum action action = pressed->action;

    if (action == ACT_BACK) {
        app_say(app, LOOK_PLAIN, "%s", _("The draft is kept; F6 opens it again."));
        app_over(s);
    } else if ((e->waits || action == ACT_DO) && app_hold(app, s, pressed)) {
        app_say(app, LOOK_PLAIN, "%s", _("Waiting for the daemon ..."));
    } else if (e->waits) {
        app_say(app, LOOK_WARNING, "%s", _("Sent, not confirmed: the answer is awaited."));
    } else if (e->confirms) {
        confirm_key(app, e, pressed);
    } else if (action == ACT_DO) {
        send(app, e);
    } else if (action == ACT_LOOKUP) {
        look_up(app, e);
    } else if (e->in_grid) {
        grid_keys(app, e, pressed);
    } else {
        head_key(app, e, pressed);
    }
}

/* --- drawing ----------------------------------------------------------------------------- */

static struct str title(struct app *app, const struct screen *s)
{
    (void)app;
    (void)s;
    return str_of(_("Orders > New"));
}

static void draw_confirm(struct app *app, struct entry *e, struct str total)
{
    struct area box = app_box(app, 5, 66);

    paint_box(&app->paint, box, str_of(_("Send the order?")), &app->frame);
    paint_text(&app->paint, box.row + 1, box.col + 2, box.cols - 4, LOOK_PLAIN,
               text_show(str_of(e->customer), &app->frame), &app->frame);
    paint_text(&app->paint, box.row + 2, box.col + 2, box.cols - 4, LOOK_TITLE,
               str_format(&app->frame, _("%zu lines, total %.*s"), grid_filled(&e->grid),
                          STR_ARG(total)),
               &app->frame);
    paint_text(&app->paint, box.row + 3, box.col + 2, box.cols - 4, LOOK_DIM,
               str_of(_("Enter or F2 sends it; any other key goes back.")), &app->frame);
    paint_cursor(&app->paint, box.row + 3, box.col + 2);
}

static void draw(struct app *app, struct screen *s)
{
    struct entry *e = self(s);
    struct arena *a = &app->frame;
    struct paint *p = &app->paint;
    struct area body = app_body(app), part = body;
    struct money total;
    bool whole = grid_total(&e->grid, a, &total);
    struct str sum = str_format(a, "%.*s%s", STR_ARG(show_text(money_text(total, a), a)),
                                whole ? "" : _(" and what is not known"));
    struct str hint = e->in_grid ? STR("") : sheet_hint(&e->head, a);

    e->head.is_narrow = body.cols < NARROW_COLS;
    part.rows = e->head.is_narrow ? body.rows / 2 : HEAD_ROWS;
    sheet_draw(&e->head, p, part, !e->in_grid, a);
    if (body.cols > 60) {
        size_t right = text_cells(str_of(e->figures));

        paint_right(p, body.row, body.cols - right - 1, right, LOOK_PLAIN, str_of(e->figures),
                    a);
        paint_text(p, body.row, 26, body.cols - right - 28, LOOK_TITLE,
                   text_show(str_of(e->customer), a), a);
    }
    part = (struct area){ body.row + part.rows, 0, body.rows - part.rows - 1, body.cols - 1 };
    grid_draw(&e->grid, p, part, e->in_grid, a);
    if (e->in_grid && grid_line(&e->grid)->known)
        hint = str_format(a, "%s: %s %s, %s %s", grid_line(&e->grid)->name, _("stock"),
                          grid_line(&e->grid)->stock, _("quota left"),
                          grid_line(&e->grid)->quota[0] ? grid_line(&e->grid)->quota
                                                        : _("not controlled"));
    if (!app->message[0])
        paint_text(p, p->rows - 2, 0, p->cols, LOOK_DIM, hint, a);
    sum = str_format(a, "%zu %s   %s %.*s", grid_filled(&e->grid), _("lines"), _("Total"),
                     STR_ARG(sum));
    paint_right(p, body.row + body.rows - 1, 0, body.cols - 1, LOOK_TITLE, sum, a);
    if (e->confirms)
        draw_confirm(app, e, show_text(money_text(total, a), a));
}

static void release(struct screen *s)
{
    struct entry *e = self(s);

    sheet_release(&e->head);
    grid_release(&e->grid);
    draft_close(&e->draft);
    free(e);
}

static const struct bar_item bar[] = {
    { ACT_HELP, NULL },
    { ACT_DO, N_("Submit") },
    { ACT_BACK, NULL },
    { ACT_LOOKUP, NULL },
    { ACT_SAME, N_("Same") },
    { ACT_DELETE_ROW, N_("Del") },
    { ACT_INSERT_ROW, N_("Ins") },
    { ACT_UNDO, N_("Undo") },
    { ACT_NONE, NULL },
};
static const struct screen_kind kind = { bar, false, title, draw, key, answer, NULL, release };

struct screen *entry_new(struct app *app)
{
    struct entry *e = calloc(1, sizeof(*e));
    const char *name =
        str_text(&app->frame, str_format(&app->frame, "order.key-%s", app->talk.who.user));

    if (!e)
        abort();
    e->screen.kind = &kind;
    sheet_init(&e->head, items, COUNT(items));
    grid_init(&e->grid);
    if (!draft_open(&e->draft, name, &app->frame))
        app_say(app, LOOK_WARNING, "%s", _("No place for drafts: what is typed is not kept."));
    else if (load_draft(app, e))
        app_say(app, LOOK_CHANGED, "%s", _("This draft was kept; Ctrl+U clears a field."));
    sheet_go(&e->head, 0);
    if (e->id[0]) { /* it was sent, and nobody heard the answer: the same command asks for it */
        e->confirms = true;
        send(app, e);
        return &e->screen;
    }
    ask_customer(app, e);
    ask_lines(app, e);
    return &e->screen;
}
