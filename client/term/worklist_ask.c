/*
 * worklist_ask.c - what the lists ask the daemon, and what becomes of the answers.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "client/term/bulk.h"
#include "client/term/filter.h"
#include "client/term/wording.h"
#include "client/term/worklist.h"
#include "client/words.h"

const struct list_kind *worklist_kind(const struct worklist *w)
{
    return &list_kinds[w->kind];
}

/* --- asking ------------------------------------------------------------------------------ */

/* What the list is about and nobody has said: a parameter, or -1. */
static int missing(const struct worklist *w)
{
    const struct op_info *info = &catalog[worklist_kind(w)->op];

    for (size_t i = 0; i < info->param_count; i++) {
        enum param p = (enum param)info->params[i].param;

        if (info->params[i].required && view_takes(worklist_kind(w), p) &&
            !w->view.filter.value[p][0])
            return (int)p;
    }
    return -1;
}

static void ask(struct app *app, struct worklist *w, int tag)
{
    struct str behind = tag == TAG_PAGE ? list_behind(&w->list, &app->frame) : STR("");
    struct str args, fault;

    w->again = false;
    if (missing(w) >= 0)
        app_say(app, LOOK_WARNING, _("Of which %s? F9 asks."),
                words(wording_label((enum param)missing(w))));
    else if (view_page_args(&w->view, worklist_kind(w), behind, &app->frame, &args, &fault))
        (void)app_ask(app, &w->screen, tag, worklist_kind(w)->op, args);
    else
        app_say(app, LOOK_FAULT, "%.*s", STR_ARG(fault));
}

/* As many pages as are here come again, as long as the cursor's row is not among them. */
void worklist_ask(struct app *app, struct worklist *w)
{
    w->stale = w->no_page = false;
    if (w->pages > 1) {
        w->pages_back = w->pages;
        (void)snprintf(w->back_to, sizeof(w->back_to), "%s", w->list.at_key);
    }
    ask(app, w, TAG_LIST);
}

bool worklist_more(struct app *app, struct worklist *w)
{
    if (!w->list.more || w->no_page || !op_takes(worklist_kind(w)->op, P_behind))
        return false;
    if (!talk_waits(&app->talk, w))
        ask(app, w, TAG_PAGE);
    return true;
}

struct str worklist_rows(const struct worklist *w, struct arena *arena)
{
    const struct list *l = &w->list;

    if (l->more && l->whole > (int64_t)l->count)
        return str_format(arena, _("%zu of %lld rows"), l->count, (long long)l->whole);
    return l->more ? str_format(arena, _("%zu+ rows"), l->count)
                   : str_format(arena, _n("%zu row", "%zu rows", l->count), l->count);
}

static void forget_back(struct worklist *w)
{
    w->pages_back = 0;
    w->back_to[0] = '\0';
}

/* Begins from nothing: no page is here, none comes back. */
static void forget_pages(struct worklist *w)
{
    w->pages = 0;
    forget_back(w);
}

/* Answers that are under way are for what was open before. */
static void forget_asked(struct app *app, struct worklist *w)
{
    talk_forget(&app->talk, w);
    w->asks_detail = w->drops_detail = false;
}

static void on_view(struct app *app, struct screen *s, const struct view *view)
{
    worklist_view(app, (struct worklist *)s, view);
}

void worklist_filter(struct app *app, struct worklist *w)
{
    app_push(app, filter_new(app, &w->screen, &w->view, on_view));
}

static void list_begin(struct worklist *w)
{
    const struct list_kind *k = worklist_kind(w);

    list_init(&w->list, k->columns, k->column_count, k->key);
    w->list.rows = k->rows;
}

/* Members of an object stand in no order of their own; of events the newest are wanted, though
 * the daemon tells them as they came. */
static void own_order(struct worklist *w)
{
    const struct list_kind *k = worklist_kind(w);

    if (!*k->rows)
        w->view.sort = w->list.sort = 0;
    for (size_t i = 0; k->op == OP_EVENT_LIST && i < k->column_count; i++)
        if (!strcmp(k->columns[i].member, "event")) {
            w->view.sort = w->list.sort = i;
            w->view.down = w->list.down = true;
        }
}

void worklist_open(struct app *app, struct worklist *w, size_t kind)
{
    const struct list_kind *k = &list_kinds[kind];
    struct hand hand = { 0 };

    if (k->of >= 0)
        worklist_hand(w, &hand);
    list_release(&w->list);
    detail_release(&w->detail);
    w->detail_of[0] = '\0';
    w->found = w->is_behind = false;
    w->kind = kind;
    forget_pages(w);
    list_begin(w);
    view_init(&w->view, k);
    forget_asked(app, w);
    own_order(w);
    if (k->of >= 0)
        hand_put(&w->view.filter, (enum param)k->of, str_of(hand.value[k->of]));
    worklist_ask(app, w);
    if (missing(w) >= 0)
        worklist_filter(app, w);
}

void worklist_view(struct app *app, struct worklist *w, const struct view *view)
{
    forget_asked(app, w);
    list_release(&w->list);
    list_begin(w);
    w->view = *view;
    forget_pages(w);
    w->list.sort = view->sort;
    w->list.down = view->down;
    w->detail_of[0] = '\0';
    worklist_ask(app, w);
}

/* What shows a row whole: an order, a note, a customer, a person. */
static bool whole_of(const struct worklist *w, const struct json *row, enum op *op,
                     enum param *param, struct str *value)
{
    static const struct {
        enum op list, show;
        enum param param;
        const char *member;
    } wholes[] = {
        { OP_ORDER_LIST, OP_ORDER_SHOW, P_order, "no" },
        { OP_NOTE_LIST, OP_NOTE_SHOW, P_note, "no" },
        { OP_BACKORDER_LIST, OP_NOTE_SHOW, P_note, "note" },
        { OP_RECEIVABLE_LIST, OP_CUSTOMER_SHOW, P_customer, "customer" },
        { OP_RECEIVABLE_ESCALATED, OP_CUSTOMER_SHOW, P_customer, "customer" },
        { OP_CALL_MISSING, OP_CUSTOMER_SHOW, P_customer, "customer" },
        { OP_RECEIPT_LIST, OP_CUSTOMER_SHOW, P_customer, "customer" },
        { OP_CUSTOMER_LIST, OP_CUSTOMER_SHOW, P_customer, "code" },
        { OP_PROBLEM_LIST, OP_PROBLEM_SHOW, P_problem, "problem" },
        { OP_CLAIM_LIST, OP_ORDER_SHOW, P_order, "order" },
        { OP_RETURN_LIST, OP_NOTE_SHOW, P_note, "note" },
        { OP_CARRIER_CLAIM_LIST, OP_ORDER_SHOW, P_order, "order" },
        { OP_MESSAGE_LIST, OP_ORDER_SHOW, P_order, "order" },
        { OP_EVENT_LIST, OP_ORDER_SHOW, P_order, "order" },
        { OP_ORDER_LAST, OP_ORDER_SHOW, P_order, "no" },
        { OP_FILE_LIST, OP_ORDER_SHOW, P_order, "order" },
        { OP_SLIP_LIST, OP_NOTE_SHOW, P_note, "note" },
        { OP_PRINT_LIST, OP_NOTE_SHOW, P_note, "note" },
        { OP_STOCK_MOVES, OP_NOTE_SHOW, P_note, "note" },
        { OP_WRITE_OFF_LIST, OP_CUSTOMER_SHOW, P_customer, "customer" },
        { OP_REFUND_LIST, OP_CUSTOMER_SHOW, P_customer, "customer" },
        { OP_LIMIT_LIST, OP_CUSTOMER_SHOW, P_customer, "customer" },
        { OP_CALL_LIST, OP_CUSTOMER_SHOW, P_customer, "customer" },
        { OP_INVOICE_LIST, OP_CUSTOMER_SHOW, P_customer, "customer" },
        { OP_USER_LIST, OP_USER_SHOW, P_user, "login" },
        { OP_SESSIONS, OP_USER_SHOW, P_user, "login" },
        { OP_AUDIT_REFUSALS, OP_USER_SHOW, P_user, "login" },
        { OP_DELEGATION_LIST, OP_USER_SHOW, P_user, "principal" },
    };

    for (size_t i = 0; i < COUNT(wholes); i++)
        if (wholes[i].list == worklist_kind(w)->op) {
            *op = wholes[i].show;
            *param = wholes[i].param;
            *value = list_text(row, wholes[i].member);
            return value->n > 0;
        }
    return false;
}

const struct json *worklist_bare_row(const struct app *app, const struct worklist *w)
{
    const struct json *row = w->found ? NULL : list_row(&w->list);
    struct str value;
    enum param param;
    enum op op;

    return row && (!whole_of(w, row, &op, &param, &value) || !app_may(app, op)) ? row : NULL;
}

bool worklist_has_whole(const struct worklist *w)
{
    const struct json *row = list_row(&w->list);
    struct str value;
    enum param param = P_order;
    enum op op;

    return row && whole_of(w, row, &op, &param, &value);
}

bool worklist_has_wholes(const struct worklist *w)
{
    for (size_t i = 0; i < w->list.count; i++) {
        struct str value;
        enum param param = P_order;
        enum op op;

        if (whole_of(w, w->list.lines[i].row, &op, &param, &value))
            return true;
    }
    return !w->list.count;
}

static bool ask_one(struct app *app, struct worklist *w, int tag, enum op op, enum param param,
                    struct str value)
{
    struct json_out out;

    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    if (op_takes(op, param))
        json_field_str(&out, params[param].name, value);
    json_end_object(&out);
    return app_ask(app, &w->screen, tag, op, json_text(&out));
}

/* One question at a time. */
void worklist_ask_detail(struct app *app, struct worklist *w)
{
    const struct json *row = list_row(&w->list);
    struct str value;
    enum param param = P_order;
    enum op op;

    if (worklist_bare_row(app, w)) {
        detail_release(&w->detail);
        w->detail_of[0] = '\0';
        return;
    }
    if (!row || talk_waits(&app->talk, w) || !whole_of(w, row, &op, &param, &value) ||
        str_eq(value, str_of(w->detail_of)))
        return;
    (void)snprintf(w->detail_of, sizeof(w->detail_of), "%.*s", STR_ARG(value));
    w->asks_detail = ask_one(app, w, TAG_DETAIL, op, param, value);
}

void worklist_find(struct app *app, struct worklist *w, struct str number)
{
    char upper[LIMIT_CODE + 1];
    size_t n = number.n < LIMIT_CODE ? number.n : LIMIT_CODE;
    bool digits = n > 0;

    for (size_t i = 0; i < n; i++) {
        upper[i] = (char)toupper((unsigned char)number.p[i]);
        digits = digits && isdigit((unsigned char)upper[i]);
    }
    number = (struct str){ upper, n };
    if (digits)
        number = str_format(&app->frame, "SO%.*s", STR_ARG(number));
    if (n > 2 && !strncmp(upper, "DN", 2))
        (void)ask_one(app, w, TAG_FIND_NOTE, OP_NOTE_SHOW, P_note, number);
    else
        (void)ask_one(app, w, TAG_FIND, OP_ORDER_SHOW, P_order, number);
}

void worklist_find_customer(struct app *app, struct worklist *w, struct str code)
{
    (void)ask_one(app, w, TAG_FIND_CUSTOMER, OP_CUSTOMER_SHOW, P_customer, code);
}

/* --- answers ----------------------------------------------------------------------------- */

static void on_found(struct app *app, struct worklist *w, int tag, struct rpc_reply *reply)
{
    struct str no;

    if (app_fault(app, reply))
        return;
    w->drops_detail = w->asks_detail; /* answers may overtake each other */
    detail_load(&w->detail, reply);
    no = tag == TAG_FIND_CUSTOMER
             ? detail_text(&w->detail, "customer", "code")
             : detail_text(&w->detail, tag == TAG_FIND ? "order" : "note", "no");
    (void)snprintf(w->detail_of, sizeof(w->detail_of), "%.*s", STR_ARG(no));
    w->found = !list_find(&w->list, no);
    if (!w->found)
        return;
    w->shape = SHAPE_DETAIL;
}

static void first_page(struct worklist *w, struct rpc_reply *reply)
{
    list_load(&w->list, reply);
    w->pages = 1;
}

/* Behind the others; where the row has gone that it was to follow, all begins anew. */
static void next_page(struct app *app, struct worklist *w, struct rpc_reply *reply)
{
    if (list_append(&w->list, reply)) {
        w->pages++;
        return;
    }
    app_say(app, LOOK_CHANGED, "%s", _("The list changed meanwhile; it comes anew."));
    worklist_ask(app, w);
}

/* After the list was asked anew: the pages that were here, until the cursor's row is. */
static void pages_back(struct app *app, struct worklist *w)
{
    if (!w->pages_back || talk_waits(&app->talk, w))
        return;
    if (!list_find(&w->list, str_of(w->back_to)) && w->pages < w->pages_back &&
        worklist_more(app, w))
        return;
    forget_back(w);
}

static void on_rows(struct app *app, struct worklist *w, int tag, struct rpc_reply *reply)
{
    if (app_fault(app, reply)) {
        w->no_page = tag == TAG_PAGE;
        return;
    }
    app->shows_now |= tag == TAG_LIST && !w->list.loaded;
    if (tag == TAG_MERGE)
        list_merge(&w->list, reply);
    else if (tag == TAG_LIST)
        first_page(w, reply);
    else
        next_page(app, w, reply);
    w->counts[w->kind] = w->list.whole > 0 ? (size_t)w->list.whole : w->list.count;
    w->at_least[w->kind] = w->list.more && !w->list.whole;
    if (worklist_kind(w)->op == OP_MESSAGE_LIST)
        app->unread = 0; /* they are on the screen */
    if (tag == TAG_LIST && !w->found)
        w->detail_of[0] = '\0';
    if (app->go_to[0] && list_find(&w->list, str_of(app->go_to)))
        app->go_to[0] = '\0';
    if (!w->list.count && !w->found) { /* nor is what was asked of a row that is gone shown */
        w->drops_detail = w->asks_detail;
        w->detail_of[0] = '\0';
        detail_release(&w->detail);
    }
}

static void on_detail(struct app *app, struct worklist *w, struct rpc_reply *reply)
{
    bool is_late = w->drops_detail;

    w->asks_detail = w->drops_detail = false;
    if (is_late)
        return;
    if (app_fault(app, reply))
        detail_release(&w->detail);
    else
        detail_load(&w->detail, reply);
}

void worklist_answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct worklist *w = (struct worklist *)s;

    if (tag == TAG_FIND || tag == TAG_FIND_NOTE || tag == TAG_FIND_CUSTOMER)
        on_found(app, w, tag, reply);
    else if (tag == TAG_LIST || tag == TAG_PAGE || tag == TAG_MERGE)
        on_rows(app, w, tag, reply);
    else
        on_detail(app, w, reply);
    pages_back(app, w);
    if (w->again && !talk_waits(&app->talk, w))
        ask(app, w, TAG_MERGE);
    else if (!w->found)
        worklist_ask_detail(app, w);
    if (tag == TAG_LIST && !w->counted) /* what is seen goes first */
        worklist_count(app, w);
}

static bool is_here(const struct worklist *w, const struct json *event)
{
    return list_has(&w->list, "no", list_text(event, "no")) ||
           list_has(&w->list, "no", list_text(event, "order")) ||
           list_has(&w->list, "order", list_text(event, "order"));
}

/* What was found stays, as it is now. */
static void find_again(struct app *app, struct worklist *w)
{
    struct str order = detail_text(&w->detail, "order", "no");
    struct str note = detail_text(&w->detail, "note", "no");

    if (order.n)
        (void)ask_one(app, w, TAG_FIND, OP_ORDER_SHOW, P_order, order);
    else if (note.n)
        (void)ask_one(app, w, TAG_FIND_NOTE, OP_NOTE_SHOW, P_note, note);
    else
        w->found = false;
}

/* Is the document that is shown whole among what changed? */
static bool is_shown(const struct worklist *w, const struct json *event)
{
    return w->detail_of[0] && (str_eq(list_text(event, "order"), str_of(w->detail_of)) ||
                               str_eq(list_text(event, "no"), str_of(w->detail_of)));
}

/* Rows change in place; what is new waits for F5. What I did myself is no surprise. */
void worklist_changed(struct app *app, struct screen *s, const struct json *events)
{
    struct worklist *w = (struct worklist *)s;
    bool here = false, mine = false, shown = false;

    if (!events) {
        worklist_ask(app, w);
        if (w->found)
            find_again(app, w);
        else
            w->detail_of[0] = '\0';
        return;
    }
    for (const struct json *e = json_first(events); e; e = json_next(e)) {
        bool by_me = str_eq(list_text(e, "by"), str_of(app->talk.who.user));

        mine = mine || by_me;
        here = here || is_here(w, e);
        w->stale = w->stale || (!by_me && !is_here(w, e));
        shown = shown || is_shown(w, e);
    }
    if (shown && w->found)
        find_again(app, w);
    else if (shown)
        w->detail_of[0] = '\0';
    if (mine)
        worklist_ask(app, w);
    else if (here && w->pages > 1) /* in place is one page's way */
        w->stale = true;
    else if (here && talk_waits(&app->talk, w))
        w->again = true;
    else if (here)
        ask(app, w, TAG_MERGE);
}
