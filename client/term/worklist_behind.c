/*
 * worklist_behind.c - from a bar to the rows that it stands for, and back (SCREENS.md 11).
 */
#include <stdio.h>

#include "client/term/worklist.h"

/* The list whose rows a bar adds up. */
#define ROWS_BEHIND "due"

bool worklist_behind(struct app *app, struct worklist *w)
{
    const struct json *row = w->found ? NULL : list_row(&w->list);
    size_t kind = list_kind_find(STR(ROWS_BEHIND));
    struct view view, before = w->view;

    if (!row || worklist_kind(w)->op != OP_RECEIVABLE_AGEING)
        return false;
    view_init(&view, &list_kinds[kind]);
    hand_put(&view.filter, P_customer, str_of(before.filter.value[P_customer]));
    hand_put(&view.filter, P_mine, str_of(before.filter.value[P_mine]));
    hand_put(&view.filter, P_due, list_text(row, "due"));
    hand_put(&view.filter, P_due_since, list_text(row, "due_since"));
    (void)snprintf(w->before_at, sizeof(w->before_at), "%.*s", STR_ARG(list_text(row, "late")));
    worklist_open(app, w, kind);
    worklist_view(app, w, &view);
    w->before = before;
    w->is_behind = true;
    return true;
}

bool worklist_before(struct app *app, struct worklist *w)
{
    struct view view = w->before;

    if (!w->is_behind)
        return false;
    worklist_open(app, w, list_kind_find(str_of(view.list)));
    worklist_view(app, w, &view);
    (void)snprintf(w->list.at_key, sizeof(w->list.at_key), "%s", w->before_at);
    return true;
}
