/*
 * worklist.c - the lists of a role, most urgent first, with the detail of the row (UI.md 3).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/show.h"
#include "client/term/detail.h"
#include "client/term/list.h"
#include "client/term/screens.h"
#include "client/term/typed.h"
#include "client/words.h"
#include "common/catalog_roles.h"

enum { TAG_LIST, TAG_DETAIL, TAG_FIND };

#define LEFT  TEXT_LEFT
#define RIGHT TEXT_RIGHT
static const struct column order_columns[] = {
    { N_("Order"), "no", 8, 12, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Step"), "step", 4, 4, LEFT, 0 },
    { N_("State"), "state", 14, 14, LEFT, 1 },
    { N_("left"), LIST_LEFT, 6, 6, RIGHT, 0 },
    { N_("Amount"), "total", 14, 14, RIGHT, 1 },
    { N_("With"), "who", 8, 12, LEFT, 2 },
    { N_("CSR"), "csr", 8, 12, LEFT, 3 },
    { N_("Wanted"), "wanted", 10, 10, LEFT, 4 },
};
static const struct column note_columns[] = {
    { N_("Note"), "no", 13, 15, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Step"), "step", 4, 4, LEFT, 0 },
    { N_("State"), "state", 9, 9, LEFT, 1 },
    { N_("left"), LIST_LEFT, 6, 6, RIGHT, 0 },
    { N_("Amount"), "total", 14, 14, RIGHT, 1 },
    { N_("Order"), "order", 8, 12, LEFT, 2 },
    { N_("Station"), "station", 8, 12, LEFT, 3 },
};
static const struct column due_columns[] = {
    { N_("Receivable"), "no", 13, 15, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Due"), "due", 10, 10, LEFT, 0 },
    { N_("Late"), "days_late", 4, 4, RIGHT, 1 },
    { N_("Open"), "open", 14, 14, RIGHT, 0 },
    { N_("Promised"), "promised_on", 10, 10, LEFT, 2 },
    { N_("Order"), "order", 8, 12, LEFT, 3 },
};
static const struct column money_columns[] = {
    { N_("Receipt"), "no", 13, 15, LEFT, 0 },
    { N_("Customer"), "customer_name", 12, 30, LEFT, 0 },
    { N_("Free"), "free", 14, 14, RIGHT, 0 },
    { N_("Received"), "received_on", 10, 10, LEFT, 1 },
    { N_("Amount"), "amount", 14, 14, RIGHT, 2 },
    { N_("Bank"), "bank_ref", 8, 20, LEFT, 3 },
};
static const struct column message_columns[] = {
    { N_("Kind"), "kind", 9, 10, LEFT, 0 },
    { N_("Order"), "order", 8, 12, LEFT, 0 },
    { N_("left"), LIST_LEFT, 6, 6, RIGHT, 0 },
    { N_("Text"), "body", 10, 80, LEFT, 0 },
};
static const struct column customer_columns[] = {
    { N_("Code"), "code", 8, 12, LEFT, 0 },       { N_("Customer"), "name", 12, 34, LEFT, 0 },
    { N_("State"), "state", 8, 8, LEFT, 1 },      { N_("Limit"), "limit", 14, 14, RIGHT, 1 },
    { N_("Used"), "exposure", 14, 14, RIGHT, 0 }, { N_("KAM"), "kam", 8, 12, LEFT, 3 },
};

#define EVERYBODY ((role_set)~0u)
#define COLLECTS  (ROLE_BIT(ROLE_BCR))
static const struct tab {
    const char *title;
    enum op op;
    const char *args;
    const struct column *columns;
    size_t column_count;
    const char *key;
    enum param key_param;
    role_set first; /* whose work it is: the list that opens */
    role_set who;   /* who has it */
} tabs[] = {
#define COLUMNS(c) c, COUNT(c)
    { N_("My orders"), OP_ORDER_LIST, "{\"mine\":true}", COLUMNS(order_columns), "no", P_order,
      ROLE_BIT(ROLE_CSR) | SSGL_ | SLT_ | FIN_ | FIELD_, EVERYBODY },
    { N_("Orders"), OP_ORDER_LIST, "", COLUMNS(order_columns), "no", P_order, 0, EVERYBODY },
    { N_("Notes"), OP_NOTE_LIST, "", COLUMNS(note_columns), "no", P_note, STORE_,
      STORE_ | SSG_ | FIN_ | SLT_ },
    { N_("Due"), OP_RECEIVABLE_LIST, "", COLUMNS(due_columns), "no", P_receivable, COLLECTS,
      SSG_ | FIN_ | SLT_ | FIELD_ },
    { N_("Money"), OP_RECEIPT_LIST, "", COLUMNS(money_columns), "no", P_receipt, 0,
      FIN_ | SSG_ },
    { N_("Messages"), OP_MESSAGE_LIST, "{\"mine\":true}", COLUMNS(message_columns), "order",
      P_order, 0, EVERYBODY },
    { N_("Customers"), OP_CUSTOMER_LIST, "", COLUMNS(customer_columns), "code", P_customer, 0,
      EVERYBODY },
};

struct worklist {
    struct screen screen;
    size_t tab;
    struct list list;
    struct detail detail;
    bool full_detail;
    bool stale;   /* documents came or went: F5 */
    bool finding; /* a number is being typed behind '/' */
    struct field find;
    char detail_of[LIST_KEY]; /* asked or shown */
};

static struct worklist *self(struct screen *s)
{
    return (struct worklist *)s;
}

/* --- asking ------------------------------------------------------------------------------ */

static void ask_list(struct app *app, struct worklist *w)
{
    w->stale = false;
    (void)app_ask(app, &w->screen, TAG_LIST, tabs[w->tab].op, str_of(tabs[w->tab].args));
}

static struct str row_text(const struct json *row, const char *name)
{
    struct str s;

    return json_str(json_member(row, name), &s) ? s : STR("");
}

/* The detail of the row: its order, or its customer. One question at a time. */
static void ask_detail(struct app *app, struct worklist *w)
{
    const struct json *row = list_row(&w->list);
    bool is_order = tabs[w->tab].op == OP_ORDER_LIST;
    struct str no = row_text(row, is_order ? "no" : "order"), customer;
    struct json_out out;

    if (!row || talk_waits(&app->talk, w))
        return;
    customer = tabs[w->tab].op == OP_CUSTOMER_LIST ? row_text(row, "code") : STR("");
    if (!no.n && !customer.n)
        customer = row_text(row, "customer");
    if ((!no.n && !customer.n) || str_eq(no.n ? no : customer, str_of(w->detail_of)))
        return;
    (void)snprintf(w->detail_of, sizeof(w->detail_of), "%.*s", STR_ARG(no.n ? no : customer));
    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, no.n ? "order" : "customer", no.n ? no : customer);
    json_end_object(&out);
    (void)app_ask(app, &w->screen, TAG_DETAIL, no.n ? OP_ORDER_SHOW : OP_CUSTOMER_SHOW,
                  json_text(&out));
}

static void open_tab(struct app *app, struct worklist *w, size_t tab)
{
    list_release(&w->list);
    detail_release(&w->detail);
    w->detail_of[0] = '\0';
    w->tab = tab;
    list_init(&w->list, tabs[tab].columns, tabs[tab].column_count, tabs[tab].key);
    talk_forget(&app->talk, w);
    ask_list(app, w);
}

static void turn_tab(struct app *app, struct worklist *w, bool back)
{
    role_set mine = app_roles(app);
    size_t tab = w->tab;

    do
        tab = (tab + (back ? COUNT(tabs) - 1 : 1)) % COUNT(tabs);
    while (!(tabs[tab].who & mine));
    open_tab(app, w, tab);
}

/* --- answers ----------------------------------------------------------------------------- */

static void answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct worklist *w = self(s);

    if (tag == TAG_FIND) {
        if (app_fault(app, reply))
            return;
        detail_load(&w->detail, reply);
        (void)snprintf(w->detail_of, sizeof(w->detail_of), "%.*s",
                       STR_ARG(detail_text(&w->detail, "order", "no")));
        if (!list_find(&w->list, str_of(w->detail_of)))
            w->full_detail = true;
        return;
    }
    if (app_fault(app, reply)) {
        if (tag == TAG_DETAIL)
            detail_release(&w->detail);
        return;
    }
    if (tag == TAG_LIST) {
        list_load(&w->list, reply);
        w->detail_of[0] = '\0';
        if (app->go_to[0] && list_find(&w->list, str_of(app->go_to)))
            app->go_to[0] = '\0';
        if (!w->list.count && !w->full_detail)
            detail_release(&w->detail);
    } else {
        detail_load(&w->detail, reply);
    }
    if (!w->full_detail || tag == TAG_LIST)
        ask_detail(app, w);
}

/* Rows change in place; what is new waits for F5. */
static void changed(struct app *app, struct screen *s, const struct json *events)
{
    struct worklist *w = self(s);
    bool again = false;

    if (!events) {
        ask_list(app, w);
        w->detail_of[0] = '\0';
        return;
    }
    for (const struct json *e = json_first(events); e; e = json_next(e)) {
        struct str order = row_text(e, "order");
        bool mine = str_eq(row_text(e, "by"), str_of(app->talk.who.user));
        bool here =
            !mine &&
            list_mark(&w->list, tabs[w->tab].op == OP_ORDER_LIST ? "no" : "order", order, '*');

        w->stale = w->stale || (!mine && !here);
        again = again || mine;
        if (str_eq(order, str_of(w->detail_of))) {
            w->detail_of[0] = '\0';
            ask_detail(app, w);
        }
    }
    if (again) /* what I did myself is no surprise */
        ask_list(app, w);
}

/* --- keys -------------------------------------------------------------------------------- */

static void fill_hand(struct worklist *w, struct hand *hand)
{
    const struct json *row = list_row(&w->list);
    int64_t number;

    *hand = (struct hand){ 0 };
    if (w->detail_of[0] && w->detail.loaded)
        detail_hand(&w->detail, hand);
    if (w->full_detail)
        return;
    hand_put(hand, tabs[w->tab].key_param, row_text(row, tabs[w->tab].key));
    hand_put(hand, P_customer, row_text(row, "customer"));
    if (tabs[w->tab].op == OP_ORDER_LIST && json_int(json_member(row, "version"), &number))
        (void)snprintf(hand->value[P_version], sizeof(hand->value[P_version]), "%lld",
                       (long long)number);
    if (tabs[w->tab].key_param != P_order)
        hand_put(hand, P_order, row_text(row, "order"));
    if (tabs[w->tab].op == OP_MESSAGE_LIST && json_int(json_member(row, "message"), &number))
        (void)snprintf(hand->value[P_message], sizeof(hand->value[P_message]), "%lld",
                       (long long)number);
}

/* The easy next step of the row; -1: there is none. */
static int next_op(const struct worklist *w)
{
    struct str act = w->full_detail ? STR("") : row_text(list_row(&w->list), "act");

    if (tabs[w->tab].op == OP_RECEIVABLE_LIST)
        return list_row(&w->list) ? OP_RECEIVABLE_CALL : -1;
    if (tabs[w->tab].op == OP_RECEIPT_LIST)
        return list_row(&w->list) ? OP_RECEIPT_ALLOCATE : -1;
    if (tabs[w->tab].op == OP_MESSAGE_LIST)
        return list_row(&w->list) ? OP_ORDER_TELL : -1;
    if (!act.n)
        act = detail_text(&w->detail, "next", "act");
    return act.n ? catalog_find(act) : -1;
}

static void do_next(struct app *app, struct worklist *w)
{
    static const struct key again = { .action = ACT_DO };
    struct hand hand;
    int op;

    if (app_hold(app, &w->screen, &again))
        return;
    op = next_op(w);
    fill_hand(w, &hand);
    if (op < 0)
        app_say(app, LOOK_WARNING, "%s", _("There is no next step here; F10 shows all."));
    else if (!app_may(app, (enum op)op))
        app_say(app, LOOK_WARNING, _("The next step, %s, is not yours; F10 shows yours."),
                catalog[op].name);
    else
        app_push(app, act_new(app, (enum op)op, &hand));
}

static void find_key(struct app *app, struct worklist *w, const struct key *key)
{
    struct json_out out;

    if (key->action == ACT_CANCEL || key->action == ACT_BACK) {
        w->finding = false;
    } else if (key->action == ACT_ENTER || key->action == ACT_DO) {
        w->finding = false;
        if (!w->find.n)
            return;
        json_out_init(&out, &app->frame);
        json_begin_object(&out);
        json_field_str(&out, "order", field_text(&w->find));
        json_end_object(&out);
        (void)app_ask(app, &w->screen, TAG_FIND, OP_ORDER_SHOW, json_text(&out));
    } else {
        (void)field_key(&w->find, key, &app->frame);
    }
}

static void list_keys(struct app *app, struct worklist *w, const struct key *key)
{
    struct hand hand;

    if (key->action == ACT_DO) {
        do_next(app, w);
    } else if (key->action == ACT_MENU) {
        if (app_hold(app, &w->screen, key))
            return;
        fill_hand(w, &hand);
        app_push(app, menu_new(app, &hand, next_op(w)));
    } else if (key->action == ACT_NEW) {
        if (app_may(app, OP_ORDER_KEY))
            app_push(app, entry_new(app));
        else
            app_say(app, LOOK_WARNING, "%s", _("Orders by fax are keyed by the secretaries."));
    } else if (key->action == ACT_RELOAD) {
        w->detail_of[0] = '\0';
        ask_list(app, w);
    } else if (key->action == ACT_TAB || key->action == ACT_BACKTAB) {
        turn_tab(app, w, key->action == ACT_BACKTAB);
    } else if (key->action == ACT_VIEW || key->action == ACT_ENTER) {
        w->full_detail = !w->full_detail;
        w->detail.top = 0;
    } else if (key->action == ACT_FILTER) {
        w->finding = true;
        field_set(&w->find, STR(""));
    } else if (key->action == ACT_BACK || key->action == ACT_CANCEL) {
        if (w->full_detail)
            w->full_detail = false;
        else if (key->action == ACT_BACK)
            app_say(app, LOOK_PLAIN, "%s", _("This is the first screen; Ctrl+Q leaves."));
    } else if (w->full_detail) {
        detail_key(&w->detail, key);
    } else if (!w->list.loaded && app_hold(app, &w->screen, key)) {
        return;
    } else if (list_key(&w->list, key, app_body(app).rows / 2)) {
        ask_detail(app, w);
    }
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct key k = *pressed;

    if (self(s)->finding) {
        find_key(app, self(s), &k);
        return;
    }
    k = key_in_list(k);
    list_keys(app, self(s), &k);
}

/* --- drawing ----------------------------------------------------------------------------- */

static struct str title(struct app *app, const struct screen *s)
{
    (void)app;
    return str_of(words(tabs[((const struct worklist *)s)->tab].title));
}

static void draw_tabs(struct app *app, const struct worklist *w, struct area body)
{
    role_set mine = app_roles(app);
    size_t col = 1;
    struct str counts = str_format(&app->frame, _("%zu rows%s%s"), w->list.count,
                                   w->list.more ? "+" : "", w->stale ? _(", changes: F5") : "");
    size_t right = text_cells(counts);

    for (size_t i = 0; i < COUNT(tabs); i++) {
        struct str name = str_of(words(tabs[i].title));

        if (!(tabs[i].who & mine) || col + text_cells(name) + right + 2 > body.cols)
            continue;
        col += paint_some(&app->paint, body.row, col, body.cols - col,
                          i == w->tab ? LOOK_SELECTED : LOOK_DIM, name, &app->frame);
        col += 2;
    }
    paint_right(&app->paint, body.row, body.cols - right - 1, right, LOOK_PLAIN, counts,
                &app->frame);
}

static void draw(struct app *app, struct screen *s)
{
    struct worklist *w = self(s);
    struct area body = app_body(app), part = body;
    struct instant now = typed_now().at;

    draw_tabs(app, w, body);
    part.row++;
    part.rows--;
    if (w->full_detail) {
        detail_draw(&w->detail, &app->paint, part, now, &app->frame);
        paint_cursor(&app->paint, part.row, 0);
    } else if (body.cols >= 120) {
        struct area left = part, right = part;

        left.cols = part.cols * 3 / 5;
        right.col = left.cols + 1;
        right.cols = part.cols - left.cols - 1;
        detail_draw(&w->detail, &app->paint, right, now, &app->frame);
        for (size_t r = 0; r < part.rows; r++)
            paint_fill(&app->paint, part.row + r, left.cols, 1, LOOK_PLAIN, '|');
        list_draw(&w->list, &app->paint, left, now, true, &app->frame);
    } else if (body.rows < 16) {
        list_draw(&w->list, &app->paint, part, now, true, &app->frame);
    } else {
        struct area low = part;

        part.rows = part.rows - part.rows * 2 / 5 - 1;
        low.row = part.row + part.rows + 1;
        low.rows = body.row + body.rows - low.row;
        paint_fill(&app->paint, low.row - 1, 0, body.cols, LOOK_PLAIN, '-');
        detail_draw(&w->detail, &app->paint, low, now, &app->frame);
        list_draw(&w->list, &app->paint, part, now, true, &app->frame);
    }
    if (w->finding) {
        size_t row = app->paint.rows - 2;

        paint_text(&app->paint, row, 0, 14, LOOK_TITLE, str_of(_("Order number:")),
                   &app->frame);
        field_draw(&w->find, &app->paint, row, 15, 32, LOOK_FIELD, true, &app->frame);
        app->message[0] = '\0';
    }
}

static void release(struct screen *s)
{
    struct worklist *w = self(s);

    list_release(&w->list);
    detail_release(&w->detail);
    field_release(&w->find);
    free(w);
}

static const struct bar_item bar[] = {
    { ACT_HELP, NULL }, { ACT_DO, NULL },           { ACT_RELOAD, NULL },
    { ACT_NEW, NULL },  { ACT_FILTER, N_("Find") }, { ACT_MENU, NULL },
    { ACT_VIEW, NULL }, { ACT_QUIT, N_("Quit") },   { ACT_NONE, NULL },
};
static const struct screen_kind kind = {
    bar, false, title, draw, key, answer, changed, release
};

struct screen *worklist_new(struct app *app)
{
    struct worklist *w = calloc(1, sizeof(*w));
    role_set mine = app_roles(app);
    size_t tab = 0;

    if (!w)
        abort();
    w->screen.kind = &kind;
    field_init(&w->find, LIMIT_CODE);
    for (size_t i = COUNT(tabs); i-- > 0;)
        if (tabs[i].first & mine)
            tab = i;
    open_tab(app, w, tab);
    return &w->screen;
}
