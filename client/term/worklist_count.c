/*
 * worklist_count.c - how much waits behind each tab: asked once the first list is here, list
 * after list, and again with F5. The daemon counts; one row comes with it.
 */
#include <stddef.h>

#include "client/term/worklist.h"

/* Registers are looked up, not worked off, and grow with the company: nobody counts them for a
 * tab. A list that the daemon does not put in order has no count either. */
static bool is_counted(const struct list_kind *kind)
{
    static const enum op registers[] = { OP_EVENT_LIST, OP_CUSTOMER_LIST, OP_STOCK_LIST,
                                         OP_QUOTA_LIST };

    for (size_t i = 0; i < COUNT(registers); i++)
        if (registers[i] == kind->op)
            return false;
    return op_takes(kind->op, P_sort) && op_takes(kind->op, P_limit_rows);
}

static void ask_next(struct app *app, struct worklist *w, size_t from)
{
    role_set mine = app_roles(app);

    for (size_t i = from; i < list_kind_count; i++) {
        struct str args, fault;

        if (i == w->kind || !(list_kinds[i].who & mine) || !is_counted(&list_kinds[i]) ||
            !view_count_args(&list_kinds[i], &app->frame, &args, &fault))
            continue;
        if (talk_ask(&app->talk, &w->counter, (int)i, catalog[list_kinds[i].op].name, false,
                     args, &app->frame))
            return;
    }
}

/* What cannot be counted is not counted: nobody waits for it, and nothing is said. */
static void on_count(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct worklist *w =
        (struct worklist *)(void *)((char *)s - offsetof(struct worklist, counter));
    size_t kind = (size_t)tag;
    int64_t rows;

    if (!session_error(reply, &app->frame).code &&
        json_int(json_member(reply->body, "count"), &rows) && rows >= 0 && kind != w->kind) {
        w->counts[kind] = (size_t)rows;
        w->at_least[kind] = false;
        if (list_kinds[kind].op == OP_MESSAGE_LIST)
            app->unread = rows;
    }
    ask_next(app, w, kind + 1);
}

static const struct screen_kind counter = { .answer = on_count };

void worklist_count(struct app *app, struct worklist *w)
{
    w->counter.kind = &counter;
    w->counted = true;
    if (!talk_waits(&app->talk, &w->counter))
        ask_next(app, w, 0);
}
