/*
 * entry_ask.c - customer, account and products, looked up while the person types on.
 */
#include "client/term/entry.h"

#include <stdio.h>
#include <string.h>

#include "client/show.h"
#include "client/term/bars.h"
#include "client/term/days.h"
#include "client/words.h"

/* Product questions under way at once: the daemon takes eight of a session. */
#define ASKS 4

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

static bool ask_with(struct app *app, struct entry *e, int tag, enum op op, const char *name,
                     struct str value)
{
    struct json_out out;

    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, name, value);
    if (tag == TAG_SUGGEST)
        json_field_int(&out, "limit_rows", SUGGEST_ASKED);
    if (op == OP_PRODUCT_LIST && sheet_text(&e->head, P_customer).n)
        json_field_str(&out, "customer", sheet_text(&e->head, P_customer));
    json_end_object(&out);
    return app_ask(app, &e->screen, tag, op, json_text(&out));
}

void entry_ask_lines(struct app *app, struct entry *e)
{
    struct str find;
    int serial;

    while (e->asks < ASKS && grid_ask(&e->grid, &serial, &find)) {
        e->asks++;
        (void)ask_with(app, e, TAG_LINE + serial, OP_PRODUCT_LIST, "find", find);
    }
}

/* The customer's field was left with another text. */
void entry_ask_customer(struct app *app, struct entry *e)
{
    struct str text = sheet_text(&e->head, P_customer);

    if (!text.n || str_eq(text, str_of(e->asked)))
        return;
    (void)snprintf(e->asked, sizeof(e->asked), "%.*s", STR_ARG(text));
    e->customer[0] = e->room[0] = e->overdue[0] = '\0';
    (void)ask_with(app, e, -++e->customer_serial, OP_CUSTOMER_LIST, "find", text);
}

static void on_customers(struct app *app, struct entry *e, const struct json *rows)
{
    struct str text = str_of(e->asked);
    bool tie;
    const struct json *found = suggest_best(rows, text, &tie);

    if (!str_eq(text, sheet_text(&e->head, P_customer))) {
        e->asked[0] = '\0'; /* being typed anew, maybe the same: asked again when it is left */
        return;
    }
    if (!found) {
        sheet_fault(
            &e->head, P_customer,
            str_format(&app->frame, _("%zu customers fit: F4 looks up"), json_count(rows)));
        return;
    }
    sheet_put(&e->head, P_customer, member(found, "code"));
    (void)snprintf(e->asked, sizeof(e->asked), "%.*s", STR_ARG(member(found, "code")));
    (void)snprintf(e->customer, sizeof(e->customer), "%.*s", STR_ARG(member(found, "name")));
    (void)ask_with(app, e, TAG_ACCOUNT, OP_CUSTOMER_SHOW, "customer", member(found, "code"));
}

static void on_account(struct app *app, struct entry *e, const struct json *body)
{
    const struct json *account = json_member(body, "account");
    const struct json *customer = json_member(body, "customer");
    struct str code = member(customer, "code");
    struct str room = show_value(json_member(account, "room"), &app->frame);
    struct str overdue = show_value(json_member(account, "overdue"), &app->frame);

    if (!str_eq(code, sheet_text(&e->head, P_customer)))
        return; /* typed anew meanwhile */
    (void)snprintf(e->room, sizeof(e->room), "%.*s", STR_ARG(room));
    (void)snprintf(e->overdue, sizeof(e->overdue), "%.*s", STR_ARG(overdue));
    (void)!money_parse(member(account, "limit"), &e->limit);
    (void)!money_parse(member(account, "exposure"), &e->used);
    if (app->paint.cols <= ENTRY_BESIDE && e->customer[0]) /* no place beside the field */
        app_say(app, LOOK_PLAIN, "%.*s: %s", STR_ARG(entry_figures(e, 0, &app->frame)),
                e->customer);
    sheet_default(&e->head, P_approver, member(customer, "market_manager"));
    sheet_default(&e->head, P_verifier,
                  member(customer, member(customer, "kam").n ? "kam" : "manager"));
    sheet_default(&e->head, P_station, member(customer, "station"));
    sheet_default(&e->head, P_ship_to, member(customer, "ship_to"));
}

struct str entry_figures(const struct entry *e, size_t cells, struct arena *arena)
{
    bool owes = strcmp(e->overdue, "0.00") != 0;
    struct str text = e->room[0] ? str_format(arena, "%s %s", _("limit left"), e->room)
                                 : str_of(_("no limit is set"));
    struct str more = str_format(arena, "%.*s  %s %s", STR_ARG(text), _("overdue"), e->overdue);
    struct str box;

    if (!e->overdue[0])
        return STR("");
    if (!owes && text_cells(more) > cells)
        return text;
    if (!e->room[0] || text_cells(more) + 2 > cells)
        return more;
    box = bars_box(e->used, e->limit, cells - text_cells(more) - 2, arena);
    return box.n ? str_format(arena, "%.*s  %.*s", STR_ARG(more), STR_ARG(box)) : more;
}

/* --- the list under the field --------------------------------------------------------------
 */

/* What is looked up where the cursor stands; -1: nothing. */
static int suggested_op(const struct entry *e)
{
    if (e->in_grid)
        return e->grid.col == GRID_PRODUCT ? OP_PRODUCT_LIST : -1;
    return e->head.places[e->head.at].item.param == P_customer ? OP_CUSTOMER_LIST : -1;
}

static void ask_suggested(struct app *app, struct entry *e)
{
    int op = suggested_op(e);

    if (op < 0 || !app_may(app, (enum op)op) ||
        !ask_with(app, e, TAG_SUGGEST, (enum op)op, "find", str_of(e->suggest.text)))
        e->suggest.waits = false;
}

void entry_suggest(struct app *app, struct entry *e)
{
    if (suggested_op(e) < 0)
        suggest_close(&e->suggest);
    else if (suggest_typed(&e->suggest, field_text(entry_field(e))) &&
             app->talk.state == TALK_READY)
        ask_suggested(app, e);
    else if (app->talk.state != TALK_READY) /* it would come too late */
        e->suggest.waits = false;
}

void entry_take_suggested(struct app *app, struct entry *e)
{
    const struct json *row = suggest_chosen(&e->suggest);
    const struct json *rows = suggest_rows(&e->suggest, field_text(entry_field(e)));
    bool tie;

    if (suggested_op(e) < 0)
        return;
    if (!row)
        row = suggest_best(rows, field_text(entry_field(e)), &tie);
    if (row && e->in_grid)
        grid_take(&e->grid, row);
    else if (row)
        sheet_put(&e->head, P_customer, member(row, "code"));
    (void)app;
}

static void take_answer(struct app *app, struct entry *e, int tag, struct rpc_reply *reply)
{
    e->asks -= tag >= TAG_LINE;
    if (tag == TAG_SUGGEST) {
        app->shows_now = true;
        if (suggest_answer(&e->suggest, reply))
            ask_suggested(app, e);
        return;
    }
    if (tag == TAG_DAYS) {
        days_take(app, reply);
        return;
    }
    e->far_asked = e->far_asked && tag != TAG_DRAFTS;
    if (app_fault(app, reply))
        return;
    if (tag == TAG_DRAFTS)
        entry_offer_far(app, e, json_member(reply->body, "rows"));
    else if (tag == -e->customer_serial)
        on_customers(app, e, json_member(reply->body, "rows"));
    else if (tag < 0)
        return;
    else if (tag == TAG_ACCOUNT)
        on_account(app, e, reply->body);
    else if (tag >= TAG_LINE)
        grid_answer(&e->grid, tag - TAG_LINE, json_member(reply->body, "rows"));
    entry_ask_lines(app, e);
}

void entry_answer(struct app *app, struct entry *e, int tag, struct rpc_reply *reply)
{
    take_answer(app, e, tag, reply);
    if (e->pending && !talk_waits(&app->talk, &e->screen)) { /* whichever answer came last */
        e->confirms = true;
        entry_send(app, e);
    }
}
