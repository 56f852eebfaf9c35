/*
 * entry.c - an order keyed into the system (SCREENS.md 4): one that came by fax, phone or mail,
 * the plan of a man in the field, or one that was open at go-live.
 *
 * Everything typed is in the draft on disk with each key, the command's id included: what was
 * sent and not answered is sent again as the same command, by whatever terminal opens the
 * draft.
 */
#include "client/term/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/show.h"
#include "client/term/days.h"
#include "client/term/paste.h"
#include "client/term/pick.h"
#include "client/term/stops.h"
#include "client/term/tell.h"
#include "client/words.h"

/* Below this each field has a line of its own. */
#define NARROW_COLS 78
/* Beside the customer's field: his name, which has so many cells before a gauge is drawn. */
#define CUSTOMER_COL 26
#define NAME_CELLS   24

static struct entry *self(struct screen *s)
{
    return (struct entry *)s;
}

static void answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct entry *e = self(s);

    if (tag == TAG_COMMAND)
        entry_sent(app, e, reply);
    else
        entry_answer(app, e, tag, reply);
}

/* --- keys -------------------------------------------------------------------------------- */

static void picked(struct app *app, struct screen *s, enum param param, struct str code)
{
    struct entry *e = self(s);

    if (param == P_product) {
        grid_choose(&e->grid, code);
        entry_ask_lines(app, e);
    } else {
        sheet_put(&e->head, param, code);
        entry_ask_customer(app, e);
    }
    entry_keep(app, e);
}

static void look_up(struct app *app, struct entry *e)
{
    struct sheet_place *p = &e->head.places[e->head.at];
    enum param param = e->in_grid ? P_product : p->item.param;
    struct str text = e->in_grid ? field_text(&grid_line(&e->grid)->cells[GRID_PRODUCT])
                                 : field_text(&p->field);

    suggest_close(&e->suggest);
    if (e->in_grid && !grid_filled(&e->grid) && sheet_text(&e->head, P_customer).n)
        entry_copy(app, e);
    else if (!pick_open(app, &e->screen, param, text, sheet_text(&e->head, P_customer), picked))
        app_say(app, LOOK_WARNING, "%s", _("There is no list for this field."));
}

static void head_key(struct app *app, struct entry *e, const struct key *pressed)
{
    size_t at = e->head.at;
    enum sheet_did did = sheet_key(&e->head, pressed, &app->frame);

    if (did == SHEET_END) {
        e->in_grid = true;
        field_enter(&grid_line(&e->grid)->cells[e->grid.col]);
    }
    if (did == SHEET_END || did == SHEET_LEFT) {
        entry_ask_customer(app, e);
        days_warn(app, &e->head.places[at]);
    }
    if (did == SHEET_CHANGED)
        entry_suggest(app, e);
    if (did == SHEET_CHANGED || did == SHEET_LEFT || did == SHEET_END)
        entry_keep(app, e);
}

/* Rows of a spreadsheet are looked at before they are lines. */
static bool is_table(const struct key *key)
{
    return key->action == ACT_PASTE && key->text.n &&
           (memchr(key->text.p, '\n', key->text.n) || memchr(key->text.p, '\r', key->text.n) ||
            memchr(key->text.p, '\t', key->text.n));
}

static void pasted(struct app *app, struct screen *s, const struct paste_rows *rows)
{
    struct entry *e = self(s);

    for (size_t i = 0; i < rows->count; i++)
        if (!rows->rows[i].fault)
            grid_add(&e->grid, rows->rows[i].cells[GRID_PRODUCT], rows->rows[i].cells[GRID_QTY],
                     rows->rows[i].cells[GRID_PRICE]);
    e->in_grid = true;
    grid_end(&e->grid);
    entry_remember(app, e);
    entry_keep(app, e);
    entry_ask_lines(app, e);
}

static void grid_keys(struct app *app, struct entry *e, const struct key *pressed)
{
    enum grid_did did;

    if (is_table(pressed)) {
        app_push(app, paste_new(app, &e->screen, pressed->text,
                                LIMIT_LINES - grid_filled(&e->grid), pasted));
        return;
    }
    did = grid_key(&e->grid, pressed, &app->frame);
    if (did == GRID_UP) {
        e->in_grid = false;
        sheet_go(&e->head, e->head.at);
    } else if (did == GRID_END) {
        app_say(app, LOOK_PLAIN, "%s", _("F2 sends the order."));
    }
    if (did == GRID_CHANGED)
        entry_suggest(app, e);
    entry_ask_lines(app, e);
    if (did == GRID_CHANGED || did == GRID_STAYED)
        entry_keep(app, e);
}

/* A key of a field or the grid. */
static void type(struct app *app, struct entry *e, const struct key *pressed)
{
    struct entry_place before = entry_place(e);
    enum action action = pressed->action;
    bool travels = action == ACT_UNDO || action == ACT_REDO;

    if ((action == ACT_UP || action == ACT_DOWN) &&
        suggest_move(&e->suggest, action == ACT_DOWN))
        return;
    if (travels && !field_can_travel(entry_field(e), action == ACT_UNDO)) {
        entry_travel(app, e, action == ACT_UNDO);
        return;
    }
    if (action == ACT_ENTER || action == ACT_TAB)
        entry_take_suggested(app, e);
    if (e->in_grid)
        grid_keys(app, e, pressed);
    else
        head_key(app, e, pressed);
    if (!entry_is_at(e, before)) {
        suggest_close(&e->suggest);
        entry_remember(app, e);
        entry_keep_far(app, e, false);
    }
}

/* F3 keeps what was typed, F12 throws it away and asks before. */
static void cancel(struct app *app, struct entry *e)
{
    if (suggest_rows(&e->suggest, str_of(e->suggest.text))) {
        suggest_close(&e->suggest);
    } else if (!e->drops) {
        e->drops = true;
        app_say(app, LOOK_WARNING, "%s",
                _("F12 again throws away what was typed; F3 keeps it."));
    } else {
        draft_drop(&e->draft);
        entry_drop_far(app, e);
        app_over(&e->screen);
    }
}

static void confirm_key(struct app *app, struct entry *e, const struct key *pressed)
{
    if (pressed->action == ACT_ENTER || pressed->action == ACT_DO)
        entry_send(app, e);
    else
        e->confirms = false;
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct entry *e = self(s);
    enum action action = pressed->action;

    e->drops = e->drops && action == ACT_CANCEL;
    e->pending = e->pending && action != ACT_CANCEL;
    if (action == ACT_BACK) {
        app_say(app, LOOK_PLAIN, "%s", _("The draft is kept; F6 opens it again."));
        entry_keep_far(app, e, true);
        app_over(s);
    } else if ((e->waits || action == ACT_DO || action == ACT_LOOKUP) &&
               app_hold(app, s, pressed)) {
        app_say(app, LOOK_PLAIN, "%s", _("Waiting for the daemon ..."));
    } else if (e->waits) {
        app_say(app, LOOK_WARNING, "%s", _("Sent, not confirmed: the answer is awaited."));
    } else if (e->confirms) {
        confirm_key(app, e, pressed);
    } else if (action == ACT_DO) {
        entry_send(app, e);
    } else if (action == ACT_LOOKUP) {
        look_up(app, e);
    } else if (action == ACT_PREV) {
        entry_take_far(app, e);
    } else if (action == ACT_VIEW) {
        entry_would_pass(app, e);
    } else if (action == ACT_FILTER && !e->in_grid) {
        app_say(app, LOOK_PLAIN, "%s",
                stops_turn(&e->head, e->op, &app->frame)
                    ? _("Enter stops here from now on.")
                    : _("Enter passes this field by from now on."));
    } else if (action == ACT_CANCEL) {
        cancel(app, e);
    } else {
        type(app, e, pressed);
    }
}

/* --- drawing ----------------------------------------------------------------------------- */

static struct str title(struct app *app, const struct screen *s)
{
    (void)app;
    return str_of(words(entry_header(((const struct entry *)s)->op)->title));
}

static void draw_confirm(struct app *app, struct entry *e, struct str total)
{
    struct area box = app_box(app, 5, 66);

    paint_box(&app->paint, box, str_of(_("Send the order?")), &app->frame);
    paint_text(&app->paint, box.row + 1, box.col + 2, box.cols - 4, LOOK_PLAIN,
               text_show(str_of(e->customer), &app->frame), &app->frame);
    paint_text(
        &app->paint, box.row + 2, box.col + 2, box.cols - 4, LOOK_TITLE,
        str_format(&app->frame,
                   _n("%zu line, total %.*s", "%zu lines, total %.*s", grid_filled(&e->grid)),
                   grid_filled(&e->grid), STR_ARG(total)),
        &app->frame);
    paint_text(&app->paint, box.row + 3, box.col + 2, box.cols - 4, LOOK_DIM,
               str_of(_("Enter or F2 sends it; any other key goes back.")), &app->frame);
    paint_cursor(&app->paint, box.row + 3, box.col + 2);
}

/* "2 lines, total 237.50" */
static struct str sum_of(const struct entry *e, struct arena *arena)
{
    struct money total;
    bool whole = grid_total(&e->grid, arena, &total);

    return str_format(
        arena, _n("%zu line, total %.*s", "%zu lines, total %.*s", grid_filled(&e->grid)),
        grid_filled(&e->grid),
        STR_ARG(str_format(arena, "%.*s%s", STR_ARG(show_text(money_text(total, arena), arena)),
                           whole ? "" : _(" and what is not known"))));
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct entry *e = self(s);

    t->act = &catalog[e->op];
    t->title = e->confirms ? str_of(_("Send the order?")) : title(app, s);
    if (e->customer[0])
        tell_line(t, str_of(e->customer));
    if (e->overdue[0])
        tell_line(t, entry_figures(e, 0, &app->frame));
    if (e->confirms)
        tell_line(t, sum_of(e, &app->frame));
    t->confirms = e->confirms;
    t->sheet = &e->head;
    t->grid = &e->grid;
    t->in_grid = &e->in_grid;
}

/* Under the field that is typed into. */
static void draw_suggested(struct app *app, struct entry *e, struct area body,
                           struct area lines)
{
    size_t row = e->in_grid ? lines.row + 2 + e->grid.at - e->grid.scroll.top : body.row + 1;

    suggest_draw(&e->suggest, &app->paint, body, row, e->in_grid ? 3 : 10, &app->frame);
}

/* "Bolt M8", and its list price where there is no column for it. */
static struct str product_of(struct app *app, struct entry *e)
{
    struct grid_line *line = grid_line(&e->grid);
    struct arena *a = &app->frame;

    if (app->paint.cols > ENTRY_BESIDE)
        return str_of(line->name);
    return str_format(a, "%s %.*s", line->name,
                      STR_ARG(show_text(money_text(line->price, a), a)));
}

/* Whom and what was typed, where a narrow screen has no room beside the fields. */
static void draw_named(struct app *app, struct entry *e, struct area body, size_t taken)
{
    struct grid_line *line = e->in_grid ? grid_line(&e->grid) : NULL;
    const char *name = line && line->known ? line->name : e->customer;

    if (body.cols > taken + 4)
        paint_text(&app->paint, body.row + body.rows - 1, 1, body.cols - taken - 4, LOOK_TITLE,
                   text_show(str_of(name), &app->frame), &app->frame);
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
    struct str hint = e->in_grid ? STR("") : days_hint(app, &e->head);

    e->head.is_narrow = body.cols < NARROW_COLS;
    part.rows = e->head.is_narrow ? body.rows / 2 : entry_header(e->op)->rows;
    sheet_draw(&e->head, p, part, !e->in_grid, a);
    if (body.cols > ENTRY_BESIDE) {
        struct str figures = entry_figures(e, body.cols - CUSTOMER_COL - NAME_CELLS, a);
        size_t right = text_cells(figures), taken = right + CUSTOMER_COL + 2;

        paint_right(p, body.row, body.cols - right - 1, right, LOOK_PLAIN, figures, a);
        paint_text(p, body.row, CUSTOMER_COL, body.cols > taken ? body.cols - taken : 0,
                   LOOK_TITLE, text_show(str_of(e->customer), a), a);
    }
    part = (struct area){ body.row + part.rows, 0, body.rows - part.rows - 1, body.cols - 1 };
    grid_draw(&e->grid, p, part, e->in_grid, a);
    if (e->in_grid && grid_line(&e->grid)->fault[0])
        hint = str_of(grid_line(&e->grid)->fault);
    else if (e->in_grid && grid_line(&e->grid)->known)
        hint = str_format(a, "%.*s: %s %s, %s %s", STR_ARG(product_of(app, e)), _("stock"),
                          grid_line(&e->grid)->stock, _("quota left"),
                          grid_line(&e->grid)->quota[0] ? grid_line(&e->grid)->quota
                                                        : _("not controlled"));
    if (!app->message[0])
        paint_text(p, p->rows - 2, 0, p->cols, LOOK_DIM, hint, a);
    sum = str_format(
        a, _n("%zu line   Total %.*s", "%zu lines   Total %.*s", grid_filled(&e->grid)),
        grid_filled(&e->grid), STR_ARG(sum));
    paint_right(p, body.row + body.rows - 1, 0, body.cols - 1, LOOK_TITLE, sum, a);
    if (body.cols <= ENTRY_BESIDE)
        draw_named(app, e, body, text_cells(sum));
    if (!e->confirms && app->top == s)
        draw_suggested(app, e, body, part);
    if (e->confirms)
        draw_confirm(app, e, show_text(money_text(total, a), a));
}

static void release(struct screen *s)
{
    struct entry *e = self(s);

    sheet_release(&e->head);
    grid_release(&e->grid);
    draft_close(&e->draft);
    suggest_release(&e->suggest);
    entry_forget(e);
    free(e->far);
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

bool entry_is(const struct screen *screen)
{
    return screen && screen->kind == &kind;
}

struct screen *entry_new(struct app *app, enum op op, const struct hand *hand)
{
    const struct entry_header *header = entry_header(op);
    struct entry *e = calloc(1, sizeof(*e));
    const char *name = str_text(
        &app->frame, str_format(&app->frame, "%s-%s", catalog[op].name, app->talk.who.user));

    if (!e)
        abort();
    e->screen.kind = &kind;
    e->screen.tell = tell;
    e->op = op;
    sheet_init(&e->head, header->items, header->count);
    stops_take(&e->head, op, &app->frame);
    grid_init(&e->grid);
    if (!draft_open(&e->draft, name, &app->frame))
        app_say(app, LOOK_WARNING, "%s", _("No place for drafts: what is typed is not kept."));
    else if (entry_load(app, e))
        app_say(app, LOOK_CHANGED, "%s", _("This draft was kept; Ctrl+U clears a field."));
    sheet_go(&e->head, 0);
    entry_remember(app, e);
    if (e->id[0]) { /* it was sent, and nobody heard the answer: the same command asks for it */
        e->confirms = true;
        entry_send(app, e);
        return &e->screen;
    }
    if (!entry_is_touched(e)) {
        if (hand)
            sheet_default(&e->head, P_customer, str_of(hand->value[P_customer]));
        e->far_asked = app_ask(app, &e->screen, TAG_DRAFTS, OP_DRAFT_LIST, STR(""));
    }
    entry_ask_customer(app, e);
    entry_ask_lines(app, e);
    days_ask(app, &e->screen, TAG_DAYS, &e->head);
    return &e->screen;
}
