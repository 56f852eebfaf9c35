/*
 * entry_copy.c - a customer's last orders, to take the lines of one of them.
 */
#include "client/term/entry.h"

#include <stdlib.h>

#include "client/term/list.h"
#include "client/term/tell.h"
#include "client/term/typed.h"
#include "client/words.h"

#define LEFT  TEXT_LEFT
#define RIGHT TEXT_RIGHT
static const struct column columns[] = {
    { N_("Order"), "no", 8, 12, LEFT, 0 },         { N_("Day"), "day", 10, 10, LEFT, 0 },
    { N_("Lines"), "line_count", 6, 6, RIGHT, 1 }, { N_("Amount"), "total", 14, 14, RIGHT, 0 },
    { N_("State"), "state", 14, 14, LEFT, 2 },     { N_("Ref"), "reference", 8, 14, LEFT, 3 },
};

struct copy {
    struct screen screen;
    struct entry *entry;
    struct list list;
    bool enter; /* Enter came before the list: takes the first of it */
};

static struct copy *self(struct screen *s)
{
    return (struct copy *)s;
}

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

static void take(struct app *app, struct copy *c)
{
    const struct json *row = list_row(&c->list);
    struct entry *e = c->entry;

    for (const struct json *l = json_first(json_member(row, "lines")); l; l = json_next(l))
        grid_add(&e->grid, member(l, "product"), member(l, "ordered"), STR(""));
    app_over(&c->screen);
    if (!row)
        return;
    grid_end(&e->grid);
    entry_remember(app, e);
    entry_keep(app, e);
    entry_ask_lines(app, e);
    app_say(app, LOOK_CHANGED, _("Lines of %.*s; prices are today's."),
            STR_ARG(member(row, "no")));
}

static void answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct copy *c = self(s);

    (void)tag;
    if (app_fault(app, reply))
        return;
    list_load(&c->list, reply);
    if (c->enter)
        take(app, c);
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct copy *c = self(s);
    enum action action = pressed->action;

    if (action == ACT_CANCEL || action == ACT_BACK)
        app_over(s);
    else if (action == ACT_TO_ROW && app->is_linear && list_key(&c->list, pressed, 8))
        take(app, c); /* a number that was answered; a click only goes there */
    else if (action != ACT_ENTER && action != ACT_DO)
        (void)list_key(&c->list, pressed, 8);
    else if (!c->list.loaded)
        c->enter = true;
    else
        take(app, c);
}

static void draw(struct app *app, struct screen *s)
{
    struct copy *c = self(s);
    struct area box = app_box(app, 14, 76);
    struct area inside = { box.row + 1, box.col + 1, box.rows - 2, box.cols - 2 };

    paint_box(&app->paint, box, str_of(_("Last orders: Enter copies products and quantities")),
              &app->frame);
    list_draw(&c->list, &app->paint, inside, typed_now().at, true, &app->frame);
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    const struct copy *c = self(s);

    t->title = str_of(_("Last orders: Enter copies products and quantities"));
    for (size_t i = 0; i < c->list.count; i++)
        tell_choice(t, tell_row(&c->list, i, &app->frame));
}

static void release(struct screen *s)
{
    list_release(&self(s)->list);
    free(s);
}

static const struct bar_item bar[] = {
    { ACT_DO, N_("Take") }, { ACT_BACK, NULL }, { ACT_CANCEL, NULL }, { ACT_NONE, NULL }
};
static const struct screen_kind kind = { bar, true, NULL, draw, key, answer, NULL, release };

void entry_copy(struct app *app, struct entry *e)
{
    struct copy *c = calloc(1, sizeof(*c));
    struct json_out out;

    if (!c)
        abort();
    *c = (struct copy){ .screen = { .kind = &kind, .tell = tell }, .entry = e };
    list_init(&c->list, columns, COUNT(columns), "no");
    app_push(app, &c->screen);
    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, "customer", sheet_text(&e->head, P_customer));
    json_field_int(&out, "limit_rows", 20);
    json_end_object(&out);
    (void)app_ask(app, &c->screen, 0, OP_ORDER_LAST, json_text(&out));
}
