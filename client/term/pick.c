/*
 * pick.c - looking a code up.
 */
#include "client/term/pick.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/term/field.h"
#include "client/term/list.h"
#include "client/term/pick_value.h"
#include "client/term/tell.h"
#include "client/term/typed.h"
#include "client/words.h"

static const struct column customer_columns[] = {
    { N_("Code"), "code", 8, 12, TEXT_LEFT, 0 },
    { N_("Name"), "name", 14, 30, TEXT_LEFT, 0 },
    { N_("Key"), "mnemonic", 8, 10, TEXT_LEFT, 1 },
    { N_("State"), "state", 8, 8, TEXT_LEFT, 1 },
    { N_("Limit"), "limit", 13, 13, TEXT_RIGHT, 2 },
};
static const struct column product_columns[] = {
    { N_("Code"), "code", 8, 12, TEXT_LEFT, 0 },
    { N_("Name"), "name", 14, 30, TEXT_LEFT, 0 },
    { N_("Price"), "price", 11, 11, TEXT_RIGHT, 1 },
    { N_("Stock"), "available", 8, 8, TEXT_RIGHT, 1 },
    { N_("Quota"), "quota_left", 8, 8, TEXT_RIGHT, 2 },
};
static const struct column user_columns[] = {
    { N_("Login"), "login", 10, 14, TEXT_LEFT, 0 },
    { N_("Name"), "name", 14, 30, TEXT_LEFT, 0 },
    { N_("Roles"), "roles", 10, 20, TEXT_LEFT, 1 },
};
static const struct column station_columns[] = {
    { N_("Station"), "station", 8, 12, TEXT_LEFT, 0 },
    { N_("Name"), "name", 14, 30, TEXT_LEFT, 0 },
    { N_("Ship to"), "ship_to", 12, 40, TEXT_LEFT, 1 },
};
static const struct column order_columns[] = {
    { N_("Order"), "no", 8, 12, TEXT_LEFT, 0 },
    { N_("State"), "state", 14, 16, TEXT_LEFT, 0 },
    { N_("Amount"), "total", 14, 14, TEXT_RIGHT, 0 },
    { N_("Reference"), "reference", 10, 20, TEXT_LEFT, 1 },
};
static const struct column receipt_columns[] = {
    { N_("Receipt"), "no", 13, 15, TEXT_LEFT, 0 },
    { N_("Received"), "received_on", 10, 10, TEXT_LEFT, 0 },
    { N_("Free"), "free", 14, 14, TEXT_RIGHT, 0 },
    { N_("Bank"), "bank_ref", 8, 20, TEXT_LEFT, 1 },
};
#define COLUMNS(c) c, COUNT(c)
static const struct source {
    enum param param;
    enum op op;
    const struct column *columns;
    size_t count;
    const char *key, *role; /* only people with this role; NULL: all */
} sources[] = {
    { P_customer, OP_CUSTOMER_LIST, COLUMNS(customer_columns), "code", NULL },
    { P_product, OP_PRODUCT_LIST, COLUMNS(product_columns), "code", NULL },
    { P_station, OP_STATION_LIST, COLUMNS(station_columns), "station", NULL },
    { P_order, OP_ORDER_LIST, COLUMNS(order_columns), "no", NULL },
    { P_receipt, OP_RECEIPT_LIST, COLUMNS(receipt_columns), "no", NULL },
    { P_csr, OP_USER_LIST, COLUMNS(user_columns), "login", "CSR" },
    { P_scr, OP_USER_LIST, COLUMNS(user_columns), "login", "SCR" },
    { P_bcr, OP_USER_LIST, COLUMNS(user_columns), "login", "BCR" },
    { P_user, OP_USER_LIST, COLUMNS(user_columns), "login", NULL },
    { P_principal, OP_USER_LIST, COLUMNS(user_columns), "login", NULL },
    { P_delegate, OP_USER_LIST, COLUMNS(user_columns), "login", NULL },
    { P_manager, OP_USER_LIST, COLUMNS(user_columns), "login", NULL },
    { P_approver, OP_USER_LIST, COLUMNS(user_columns), "login", "MM" },
    { P_verifier, OP_USER_LIST, COLUMNS(user_columns), "login", NULL },
    { P_signed_by, OP_USER_LIST, COLUMNS(user_columns), "login", NULL },
    { P_kam, OP_USER_LIST, COLUMNS(user_columns), "login", "KAM" },
};

struct pick {
    struct screen screen;
    const struct source *source;
    struct screen *asker;
    pick_taken *taken;
    struct field find;
    struct list list;
    char customer[LIMIT_CODE + 1];
    bool changed; /* typed since the last question */
    bool enter;   /* Enter came before the list: takes the first of it */
};

static struct pick *self(struct screen *s)
{
    return (struct pick *)s;
}

/* Orders and receipts are a customer's; by what they are called nobody looks for them. */
static bool finds(const struct pick *p)
{
    return op_takes(p->source->op, P_find);
}

static void ask(struct app *app, struct pick *p)
{
    struct json_out out;

    if (talk_waits(&app->talk, p)) {
        p->changed = true;
        return;
    }
    p->changed = false;
    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    if (p->find.n && finds(p))
        json_field_str(&out, "find", field_text(&p->find));
    if (p->source->role)
        json_field_str(&out, "role", str_of(p->source->role));
    if (p->customer[0] && op_takes(p->source->op, P_customer))
        json_field_str(&out, "customer", str_of(p->customer));
    json_end_object(&out);
    (void)app_ask(app, &p->screen, 0, p->source->op, json_text(&out));
}

static void take(struct app *app, struct pick *p)
{
    struct str code;

    if (!json_str(json_member(list_row(&p->list), p->source->key), &code))
        return;
    p->taken(app, p->asker, p->source->param, code);
    app_over(&p->screen);
}

static void answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct pick *p = self(s);

    (void)tag;
    if (app_fault(app, reply))
        return;
    list_release(&p->list);
    list_init(&p->list, p->source->columns, p->source->count, p->source->key);
    list_load(&p->list, reply);
    if (p->changed)
        ask(app, p);
    else if (p->enter)
        take(app, p);
    p->enter = false;
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct pick *p = self(s);
    enum action action = pressed->action;

    if (action == ACT_CANCEL || action == ACT_BACK) {
        app_over(s);
    } else if (action == ACT_ENTER || action == ACT_DO) {
        if (talk_waits(&app->talk, p))
            p->enter = true;
        else
            take(app, p);
    } else if (action == ACT_UP || action == ACT_DOWN || action == ACT_PREV ||
               action == ACT_NEXT) {
        (void)list_key(&p->list, pressed, 8);
    } else if (action == ACT_TO_ROW && pressed->code < p->list.count) {
        p->list.at = pressed->code;
        take(app, p);
    } else if (finds(p) && field_key(&p->find, pressed, &app->frame) == FIELD_CHANGED) {
        ask(app, p);
    }
}

static void draw(struct app *app, struct screen *s)
{
    struct pick *p = self(s);
    struct area box = app_box(app, 14, 72), inside;

    paint_box(&app->paint, box, str_of(words(params[p->source->param].help)), &app->frame);
    inside = (struct area){ box.row + 2, box.col + 1, box.rows - 3, box.cols - 2 };
    if (p->list.count)
        app_foot(app, &inside, tell_row(&p->list, p->list.at, &app->frame));
    list_draw(&p->list, &app->paint, inside, typed_now().at, !finds(p), &app->frame);
    if (!finds(p))
        return;
    paint_text(&app->paint, box.row + 1, box.col + 2, 10, LOOK_TITLE, str_of(_("Search:")),
               &app->frame);
    field_draw(&p->find, &app->paint, box.row + 1, box.col + 13, box.cols - 16, LOOK_FIELD,
               true, &app->frame);
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct pick *p = self(s);

    t->title = str_of(words(params[p->source->param].help));
    for (size_t i = 0; i < p->list.count; i++)
        tell_choice(t, tell_row(&p->list, i, &app->frame));
    if (!finds(p))
        return;
    t->field = &p->find;
    t->label = str_of(_("Search:"));
}

static void release(struct screen *s)
{
    list_release(&self(s)->list);
    field_release(&self(s)->find);
    free(s);
}

static const struct bar_item bar[] = {
    { ACT_DO, N_("Take") }, { ACT_BACK, NULL }, { ACT_CANCEL, NULL }, { ACT_NONE, NULL }
};
static const struct screen_kind kind = { bar, true, NULL, draw, key, answer, NULL, release };

bool pick_open(struct app *app, struct screen *screen, enum param param, struct str text,
               struct str customer, pick_taken *taken)
{
    struct screen *values = pick_value_new(screen, param, text, taken);
    struct pick *p;

    if (values) {
        app_push(app, values);
        return true;
    }
    for (size_t i = 0; i < COUNT(sources); i++) {
        if (sources[i].param != param || !app_may(app, sources[i].op))
            continue;
        p = calloc(1, sizeof(*p));
        if (!p)
            abort();
        *p = (struct pick){ .screen = { .kind = &kind, .tell = tell },
                            .source = &sources[i],
                            .asker = screen,
                            .taken = taken };
        (void)snprintf(p->customer, sizeof(p->customer), "%.*s", STR_ARG(customer));
        field_init(&p->find, LIMIT_NAME);
        field_set(&p->find, text);
        list_init(&p->list, sources[i].columns, sources[i].count, sources[i].key);
        app_push(app, &p->screen);
        ask(app, p);
        return true;
    }
    return false;
}
