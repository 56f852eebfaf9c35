/*
 * worklist.c - the lists of a role, most urgent first, with the detail of the row (SCREENS.md
 * 3): the screen and its keys.
 */
#include "client/term/worklist.h"

#include <stdlib.h>

#include "client/term/copy.h"
#include "client/term/filter.h"
#include "client/term/palette.h"
#include "client/term/paper_pick.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/words.h"

static struct worklist *self(struct screen *s)
{
    return (struct worklist *)s;
}

static void turn_list(struct app *app, struct worklist *w, bool back)
{
    role_set mine = app_roles(app);
    size_t kind = w->kind;

    do
        kind = (kind + (back ? list_kind_count - 1 : 1)) % list_kind_count;
    while (!(list_kinds[kind].who & mine));
    if (w->found) /* the document that was looked up is left */
        w->shape = SHAPE_BOTH;
    worklist_open(app, w, kind);
}

/* --- acts -------------------------------------------------------------------------------- */

static void do_marked(struct app *app, struct worklist *w)
{
    struct screen *bulk = worklist_bulk(app, w);

    if (bulk)
        app_push(app, bulk);
    else
        app_say(app, LOOK_WARNING, "%s",
                _("No marked row has a next step that is yours; Esc unmarks them."));
}

/* A step of somebody else's: who that is. */
static void say_whose(struct app *app, const struct worklist *w, enum op op)
{
    bool leads = worklist_row_leads(w);
    struct str who = leads ? STR("") : detail_text(&w->detail, "next", "who");

    if (!who.n)
        who = list_text(list_row(&w->list), leads ? "waits_for" : "who");
    if (who.n)
        app_say(app, LOOK_WARNING, _("The next step, %.*s, is done by %.*s; F10 shows yours."),
                STR_ARG(wording_act(op, &app->frame)), STR_ARG(who));
    else
        app_say(app, LOOK_WARNING, "%s", _("The next step is not yours; F10 shows yours."));
}

static void do_next(struct app *app, struct worklist *w)
{
    static const struct key again = { .action = ACT_DO };
    struct hand hand;
    int op;

    if (app_hold(app, &w->screen, &again))
        return;
    if (list_picked(&w->list) && !w->found) {
        do_marked(app, w);
        return;
    }
    op = worklist_next(w);
    worklist_hand(w, &hand);
    if (op < 0)
        app_say(app, LOOK_WARNING, "%s", _("There is no next step here; F10 shows all."));
    else if (!app_may(app, (enum op)op))
        say_whose(app, w, (enum op)op);
    else
        app_push(app, act_new(app, (enum op)op, &hand));
}

static void find_key(struct app *app, struct worklist *w, const struct key *key)
{
    if (key->action == ACT_CANCEL || key->action == ACT_BACK) {
        w->finding = false;
    } else if (key->action == ACT_ENTER || key->action == ACT_DO) {
        w->finding = false;
        if (w->find.n)
            worklist_find(app, w, field_text(&w->find));
    } else {
        (void)field_key(&w->find, key, &app->frame);
    }
}

/* What "new" makes of the rows of a list; an order where there is nothing else, and at a desk
 * that keys none the money that came (make_new). */
static enum op fresh_of(enum op list)
{
    static const struct {
        enum op list, act;
    } fresh[] = {
        { OP_USER_LIST, OP_USER_PUT },
        { OP_CALENDAR_LIST, OP_CALENDAR_SET },
        { OP_DELEGATION_LIST, OP_USER_DELEGATE },
        { OP_UNIT_LIST, OP_UNIT_ASSIGN },
        { OP_CUSTOMER_LIST, OP_CUSTOMER_PUT },
        { OP_PRODUCT_LIST, OP_PRODUCT_PUT },
        { OP_STATION_LIST, OP_STATION_PUT },
        { OP_PRINTER_LIST, OP_PRINTER_PUT },
        { OP_PRICE_LIST, OP_PRICE_PUT },
        { OP_PRICE_PERMISSIONS, OP_PRICE_PERMIT },
        { OP_PRODUCT_RESTRICTIONS, OP_PRODUCT_RESTRICT },
        { OP_QUOTA_LIST, OP_QUOTA_SET },
        { OP_STOCK_LIST, OP_STOCK_RECEIVE },
        { OP_RECEIPT_LIST, OP_RECEIPT_RECORD },
        { OP_OPENING_LIST, OP_OPENING_BEGIN },
    };

    for (size_t i = 0; i < COUNT(fresh); i++)
        if (fresh[i].list == list)
            return fresh[i].act;
    return OP_ORDER_KEY;
}

static void make_new(struct app *app, const struct worklist *w)
{
    static const struct hand nothing = { 0 };
    enum op op = fresh_of(worklist_kind(w)->op);

    if (op != OP_ORDER_KEY && app_may(app, op))
        app_push(app, act_new(app, op, &nothing));
    else if (app_may(app, OP_ORDER_KEY))
        app_push(app, entry_new(app, OP_ORDER_KEY, NULL));
    else if (app_may(app, OP_ORDER_PLAN))
        app_push(app, entry_new(app, OP_ORDER_PLAN, NULL));
    else if (op == OP_ORDER_KEY && app_may(app, OP_RECEIPT_RECORD))
        app_push(app, act_new(app, OP_RECEIPT_RECORD, &nothing));
    else if (op != OP_ORDER_KEY)
        app_say(app, LOOK_WARNING, _("%.*s: that is not yours to do."),
                STR_ARG(wording_act(op, &app->frame)));
    else
        app_say(app, LOOK_WARNING, "%s", _("Orders by fax are keyed by the secretaries."));
}

/* --- views ------------------------------------------------------------------------------- */

/* All rows are here: they stand in another order, and the cursor stays on its document. Else
 * the daemon puts the whole list in order, and its first rows come; so it does with the list's
 * own order, which only it knows. */
static void on_sort(struct app *app, struct screen *s, const struct view *view)
{
    struct worklist *w = self(s);

    if (w->list.more || view->sort == LIST_AS_CAME) {
        worklist_view(app, w, view);
        return;
    }
    w->view = *view;
    list_sort(&w->list, view->sort, view->down);
    w->list.top = 0;
}

static void sort_by_title(struct app *app, struct worklist *w, size_t column)
{
    struct view view = w->view;

    view.down = column == view.sort && !view.down;
    view.sort = column;
    on_sort(app, &w->screen, &view);
}

size_t worklist_split(const struct app *app, const struct worklist *w)
{
    size_t percent = SPLIT_USUAL, cols = app->paint.cols;

    while (!w->split && cols * percent / 100 < LIST_CELLS && percent < SPLIT_MOST)
        percent++;
    return w->split ? w->split : percent;
}

static void move_border(struct app *app, struct worklist *w, bool wider)
{
    w->split = worklist_split(app, w);
    w->split += wider ? 5 : 0;
    w->split -= wider ? 0 : 5;
    w->split = w->split < SPLIT_LEAST ? SPLIT_LEAST : w->split;
    w->split = w->split > SPLIT_MOST ? SPLIT_MOST : w->split;
}

static void leave_found(struct app *app, struct worklist *w)
{
    w->found = false;
    w->detail_of[0] = '\0';
    w->shape = SHAPE_BOTH;
    worklist_ask_detail(app, w);
}

/* The numbers of what is marked, a line each, or of the row. */
static void copy(struct app *app, const struct worklist *w)
{
    struct arena *a = &app->frame;
    struct str text = STR("");

    for (size_t i = 0; i < w->list.count; i++)
        if (w->list.lines[i].picked)
            text = str_format(a, "%.*s%s%.*s", STR_ARG(text), text.n ? "\n" : "",
                              STR_ARG(list_text(w->list.lines[i].row, w->list.key)));
    if (!text.n && !w->found)
        text = list_text(list_row(&w->list), w->list.key);
    if (!text.n)
        text = str_of(w->detail_of);
    if (!text.n)
        return;
    if (app->is_linear) { /* no terminal that could take it: the lines are there to be read */
        app_say(app, LOOK_PLAIN, "%.*s", STR_ARG(text_show(text, a)));
        return;
    }
    term_send(copy_sequence(text, a));
    app_say(app, LOOK_PLAIN, "%s %.*s", _("Copied, where the terminal allows it:"),
            STR_ARG(text_show(text, a)));
}

/* --- keys -------------------------------------------------------------------------------- */

/* Keys that choose what is seen; false: another key. */
static bool view_keys(struct app *app, struct worklist *w, const struct key *key)
{
    struct paper_refs papers;

    switch ((int)key->action) {
    case ACT_HELP: /* its letter */
        help_open(app);
        return true;
    case ACT_RELOAD:
        w->detail_of[0] = '\0';
        worklist_ask(app, w);
        worklist_count(app, w);
        return true;
    case ACT_TAB:
    case ACT_BACKTAB:
        turn_list(app, w, key->action == ACT_BACKTAB);
        return true;
    case ACT_TO_LIST:
        worklist_open(app, w, key->code);
        return true;
    case ACT_VIEW:
        if (app_body(app).rows < SMALL_ROWS && app_body(app).cols < 80 &&
            app_may(app, OP_NOTE_PICK)) {
            app_push(app, scan_new(app));
            return true;
        }
        w->shape = (w->shape + 1) % SHAPES;
        w->detail.top = 0;
        return true;
    case ACT_NARROWER:
    case ACT_WIDER:
        move_border(app, w, key->action == ACT_WIDER);
        return true;
    case ACT_FIND:
        w->finding = true;
        field_set(&w->find, STR(""));
        return true;
    case ACT_FILTER:
        worklist_filter(app, w);
        return true;
    case ACT_COPY:
        copy(app, w);
        return true;
    case ACT_PRINT:
        worklist_papers(app, w, &papers);
        app_push(app, paper_open(app, &papers));
        return true;
    case ACT_PALETTE:
        app_push(app, palette_new(app, w));
        return true;
    case ACT_SORT:
        app_push(app, sort_new(&w->screen, &w->view, on_sort));
        return true;
    case ACT_TO_COLUMN:
        sort_by_title(app, w, key->code);
        return true;
    }
    return false;
}

static void back(struct app *app, struct worklist *w, bool is_back)
{
    if (w->found)
        leave_found(app, w);
    else if (w->shape != SHAPE_BOTH)
        w->shape = SHAPE_BOTH;
    else if (worklist_before(app, w))
        return;
    else if (list_picked(&w->list))
        list_pick_none(&w->list);
    else if (is_back)
        app_say(app, LOOK_PLAIN, "%s", _("This is the first screen; Ctrl+Q leaves."));
    else if (tour_end(app))
        app_say(app, LOOK_PLAIN, "%s", _("The tour is over; Ctrl+P and tour shows it again."));
}

/* On the last row that is here, further down: the next page comes first. */
static bool fetches(struct app *app, struct worklist *w, const struct key *key)
{
    bool down = key->action == ACT_DOWN || key->action == ACT_NEXT || key->action == ACT_END ||
                key->action == ACT_WHEEL_DOWN;

    return down && w->list.count && w->list.at + 1 == w->list.count && worklist_more(app, w) &&
           app_hold(app, &w->screen, key);
}

/* Keys that need the rows. */
static void row_keys(struct app *app, struct worklist *w, const struct key *key)
{
    size_t was = w->list.at;

    if ((!w->list.loaded && app_hold(app, &w->screen, key)) || fetches(app, w, key))
        return;
    if (key->action == ACT_CHAR && key->code == ' ') {
        list_pick(&w->list);
        (void)list_key(&w->list, &(struct key){ .action = ACT_DOWN }, 1);
    } else if (key->action == ACT_MARK_ALL) {
        list_pick_all(&w->list);
        return;
    } else if (!list_key(&w->list, key, app_body(app).rows / 2)) {
        return;
    } else if (key->action == ACT_TO_ROW && w->list.at == was) {
        w->shape = SHAPE_DETAIL; /* a click on the row that has the cursor opens it */
        w->detail.top = 0;
    }
    worklist_ask_detail(app, w);
}

static void list_keys(struct app *app, struct worklist *w, const struct key *key)
{
    struct hand hand;

    if (view_keys(app, w, key))
        return;
    if (key->action == ACT_DO) {
        do_next(app, w);
    } else if (key->action == ACT_MENU) {
        if (app_hold(app, &w->screen, key))
            return;
        worklist_hand(w, &hand);
        app_push(app,
                 menu_new(app, &hand, worklist_next(w),
                          w->detail.loaded && w->detail_of[0] ? w->detail.reply.body : NULL,
                          worklist_kind(w)->op, w->found ? NULL : list_row(&w->list)));
    } else if (key->action == ACT_NEW) {
        make_new(app, w);
    } else if (key->action == ACT_BACK || key->action == ACT_CANCEL) {
        back(app, w, key->action == ACT_BACK);
    } else if (key->action == ACT_ENTER) {
        if (w->found)
            leave_found(app, w);
        else if (worklist_behind(app, w))
            return;
        else
            w->shape = w->shape == SHAPE_DETAIL ? SHAPE_BOTH : SHAPE_DETAIL;
        w->detail.top = 0;
    } else if (w->shape == SHAPE_DETAIL) {
        detail_key(&w->detail, key);
    } else {
        row_keys(app, w, key);
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

/* --- the screen -------------------------------------------------------------------------- */

static struct str title(struct app *app, const struct screen *s)
{
    (void)app;
    return str_of(words(worklist_kind((const struct worklist *)s)->title));
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
    { ACT_HELP, NULL },       { ACT_DO, NULL },     { ACT_RELOAD, NULL }, { ACT_NEW, NULL },
    { ACT_FIND, NULL },       { ACT_FILTER, NULL }, { ACT_MENU, NULL },   { ACT_VIEW, NULL },
    { ACT_QUIT, N_("Quit") }, { ACT_NONE, NULL },
};
static const struct screen_kind kind = {
    bar, false, title, worklist_draw, key, worklist_answer, worklist_changed, release
};

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    (void)app;
    t->worklist = self(s);
}

struct screen *worklist_new(struct app *app)
{
    struct worklist *w = calloc(1, sizeof(*w));

    if (!w)
        abort();
    w->screen.kind = &kind;
    w->screen.tell = tell;
    for (size_t i = 0; i < KINDS_MAX; i++)
        w->counts[i] = NOT_COUNTED;
    field_init(&w->find, LIMIT_CODE);
    worklist_open(app, w, list_kind_first(str_of(app->talk.who.roles)));
    return &w->screen;
}
