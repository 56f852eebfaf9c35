/*
 * rows.c - rows of an act, typed beside what they are about.
 *
 * The typed cells are one sheet: checks, short forms, choices and the questions of a terminal
 * that shows lines are the sheet's own.
 */
#include "client/term/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/term/packs.h"
#include "client/term/tell.h"
#include "client/words.h"

/* From TAG_PACKS on: of the cell of that place. */
enum { TAG_ROWS, TAG_RECEIPTS, TAG_PACKS };

static struct rows *self(struct screen *s)
{
    return (struct rows *)s;
}

static bool any_typed(const struct rows *r)
{
    for (size_t i = 0; i < r->sheet.count; i++)
        if (rows_typed(&r->sheet.places[i]))
            return true;
    return false;
}

/* --- filling ----------------------------------------------------------------------------- */

static struct str label_of(const struct rows *r, const struct json *row, struct arena *arena)
{
    struct str label = STR("");

    for (size_t i = 0; i < ROWS_SHOWN && r->kind->shown[i].title; i++) {
        const struct rows_shown *c = &r->kind->shown[i];
        struct str text = text_show(rows_text(row, c->member, arena), arena);

        label = str_format(
            arena, "%.*s%s%.*s", STR_ARG(label), i ? " " : "",
            STR_ARG(text_column(text, c->width, c->is_right ? TEXT_RIGHT : TEXT_LEFT, arena)));
    }
    return label;
}

static void set_dim(struct sheet_place *p, struct str text)
{
    field_set(&p->field, text);
    p->is_default = true;
}

static void make_row(struct rows *r, struct sheet_item *items, const struct json *row,
                     struct arena *arena)
{
    size_t n = r->count++;
    struct str open;

    r->keys[n] = str_dup(&r->memory, rows_text(row, r->kind->from, arena));
    r->products[n] = str_dup(&r->memory, rows_text(row, "product", arena));
    if (json_str(json_member(row, "open"), &open))
        (void)!money_parse(open, &r->open[n]);
    r->labels[n] = str_dup(&r->memory, label_of(r, row, arena));
    for (size_t c = 0; c < r->typed; c++)
        items[n * r->typed + c] = (struct sheet_item){
            .param = r->kind->typed[c].as,
            .label = c ? "" : str_text(&r->memory, r->labels[n]),
            .row = (uint8_t)n,
            .width = r->kind->typed[c].width,
            .fast = true,
        };
}

/* The first of the answer's rows, whether it is a page or an object. */
static const struct json *first_row(const struct rows *r, const struct json *body)
{
    return json_first(r->kind->list ? json_member(body, r->kind->list) : body);
}

static void fill_dim(struct rows *r, const struct json *body, struct arena *arena)
{
    size_t n = 0;

    for (const struct json *row = first_row(r, body); row && n < r->count;
         row = json_next(row)) {
        if (!rows_kind_has(r->kind, row, &r->hand))
            continue;
        for (size_t c = 0; c < r->typed; c++)
            if (r->kind->typed[c].from)
                set_dim(rows_cell(r, n, c), rows_text(row, r->kind->typed[c].from, arena));
        n++;
    }
}

/* What was typed before, row by row. */
static void fill_typed(struct rows *r, struct arena *arena)
{
    struct json_doc doc;
    struct str items;

    if (!r->was[0] || items_read_short(str_of(r->was), r->param, arena, &items).code ||
        json_parse(items, arena, &doc).code)
        return;
    for (const struct json *i = json_first(doc.root); i; i = json_next(i))
        for (size_t n = 0; n < r->count; n++) {
            if (!str_eq(rows_text(i, r->kind->key, arena), r->keys[n]))
                continue;
            for (size_t c = 0; c < r->typed; c++) {
                struct str text = rows_text(i, r->kind->typed[c].item, arena);

                if (text.n) {
                    field_set(&rows_cell(r, n, c)->field, text);
                    rows_cell(r, n, c)->is_default = false;
                }
            }
        }
    json_release(&doc);
}

/* What the daemon would pay if nobody stated anything. */
static void fill_oldest(struct rows *r, struct arena *arena)
{
    struct money left = r->free_money;

    if (!r->loaded || !r->knows_free || any_typed(r))
        return;
    for (size_t n = 0; n < r->count; n++) {
        struct money pays = rows_oldest_first(r->open[n], &left);

        if (pays.fen > 0)
            set_dim(rows_cell(r, n, 0), money_text(pays, arena));
    }
}

static void load(struct rows *r, const struct json *body, struct arena *arena)
{
    struct sheet_item *items;
    size_t most = 0;

    for (const struct json *row = first_row(r, body); row; row = json_next(row))
        most++;
    items = ARENA_ARRAY(arena, most * r->typed + 1, struct sheet_item);
    r->keys = ARENA_ARRAY(&r->memory, most + 1, struct str);
    r->labels = ARENA_ARRAY(&r->memory, most + 1, struct str);
    r->products = ARENA_ARRAY(&r->memory, most + 1, struct str);
    r->open = ARENA_ARRAY(&r->memory, most + 1, struct money);
    for (const struct json *row = first_row(r, body); row && r->count < UINT8_MAX;
         row = json_next(row))
        if (rows_kind_has(r->kind, row, &r->hand))
            make_row(r, items, row, arena);
    sheet_init(&r->sheet, items, r->count * r->typed);
    r->loaded = true;
    fill_dim(r, body, arena);
    fill_typed(r, arena);
    fill_oldest(r, arena);
    if (r->sheet.count)
        sheet_go(&r->sheet, 0);
}

static void on_receipts(struct rows *r, const struct json *rows, struct arena *arena)
{
    for (const struct json *row = json_first(rows); row; row = json_next(row)) {
        struct str free_text, no;

        if (json_str(json_member(row, "no"), &no) &&
            str_eq(no, str_of(r->hand.value[P_receipt])) &&
            json_str(json_member(row, "free"), &free_text))
            r->knows_free = money_parse(free_text, &r->free_money);
    }
    fill_oldest(r, arena);
}

static void answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct rows *r = self(s);

    if (app_fault(app, reply))
        return;
    if (tag >= TAG_PACKS)
        packs_take(app, json_first(json_member(reply->body, "rows")),
                   r->products[(size_t)(tag - TAG_PACKS) / r->typed],
                   &r->sheet.places[tag - TAG_PACKS]);
    else if (tag == TAG_RECEIPTS)
        on_receipts(r, json_member(reply->body, "rows"), &app->frame);
    else
        load(r, reply->body, &app->frame);
}

/* --- taking ------------------------------------------------------------------------------ */

static bool row_is_typed(const struct rows *r, size_t row)
{
    for (size_t c = 0; c < r->typed; c++)
        if (rows_typed(rows_cell(r, row, c)))
            return true;
    return false;
}

static struct str items_of(const struct rows *r, struct arena *arena)
{
    struct json_out out;
    bool any = false;

    json_out_init(&out, arena);
    json_begin_array(&out);
    for (size_t n = 0; n < r->count; n++) {
        if (!row_is_typed(r, n))
            continue;
        any = true;
        json_begin_object(&out);
        json_field_str(&out, r->kind->key, r->keys[n]);
        for (size_t c = 0; c < r->typed; c++)
            if (rows_typed(rows_cell(r, n, c)))
                json_field_str(&out, r->kind->typed[c].item,
                               typed_plain(r->kind->typed[c].as,
                                           field_text(&rows_cell(r, n, c)->field), typed_now(),
                                           arena));
        json_end_object(&out);
    }
    json_end_array(&out);
    return any ? json_text(&out) : STR("");
}

static void take(struct app *app, struct rows *r, bool checks)
{
    const char *given[PARAM_COUNT] = { 0 };

    if (checks && !sheet_given(&r->sheet, given, &app->frame)) {
        app_say(app, LOOK_FAULT, "%.*s", STR_ARG(sheet_hint(&r->sheet, &app->frame)));
        return;
    }
    r->taken(app, r->asker, r->param, items_of(r, &app->frame));
    app_over(&r->screen);
}

/* Money is stated from now on: what the daemon would have done counts no more. */
static void own_amounts(struct rows *r)
{
    for (size_t i = 0; r->knows_free && i < r->sheet.count; i++)
        if (r->sheet.places[i].is_default) {
            field_set(&r->sheet.places[i].field, STR(""));
            r->sheet.places[i].is_default = false;
        }
}

/* Enter on an empty row goes to the next one. */
static bool pass_row(struct rows *r)
{
    size_t row = r->sheet.at / r->typed, at = (row + 1) * r->typed;

    if (r->sheet.at % r->typed || rows_typed(&r->sheet.places[r->sheet.at]) ||
        at >= r->sheet.count)
        return false;
    sheet_go(&r->sheet, at);
    return true;
}

static void ask_packs(struct app *app, struct rows *r, size_t place)
{
    packs_ask(app, &r->screen, TAG_PACKS + (int)place, r->products[place / r->typed],
              &r->sheet.places[place]);
}

static void type(struct app *app, struct rows *r, const struct key *pressed)
{
    enum sheet_did did;
    size_t at = r->sheet.at;

    if (!r->sheet.count || (pressed->action == ACT_ENTER && pass_row(r)))
        return;
    if (pressed->action == ACT_DOWN || pressed->action == ACT_UP) {
        size_t step = r->typed;

        ask_packs(app, r, at);
        if (pressed->action == ACT_UP ? at >= step : at + step < r->sheet.count)
            sheet_go(&r->sheet, pressed->action == ACT_UP ? at - step : at + step);
        return;
    }
    did = sheet_key(&r->sheet, pressed, &app->frame);
    if (did == SHEET_LEFT || did == SHEET_END)
        ask_packs(app, r, at);
    if (did == SHEET_CHANGED)
        own_amounts(r);
    if (did == SHEET_END)
        app_say(app, LOOK_PLAIN, "%s", _("F2 takes the rows."));
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct rows *r = self(s);
    enum action action = pressed->action;

    if (action == ACT_CANCEL && any_typed(r) && !r->drops) {
        r->drops = true;
        app_say(app, LOOK_WARNING, "%s",
                _("F12 again throws away what was typed; F3 keeps it."));
        return;
    }
    r->drops = false;
    if (action == ACT_DO && r->sheet.count && !r->sheet.places[r->sheet.at].fault[0])
        ask_packs(app, r, r->sheet.at);
    if (action == ACT_CANCEL || (action == ACT_BACK && !r->loaded))
        app_over(s);
    else if ((!r->loaded || action == ACT_DO) && app_hold(app, s, pressed))
        return;
    else if (action == ACT_DO || action == ACT_BACK)
        take(app, r, action == ACT_DO);
    else if (action == ACT_NEXT || action == ACT_PREV)
        (void)sheet_key(&r->sheet, &(struct key){ .action = ACT_TAB }, &app->frame);
    else
        type(app, r, pressed);
}

/* --- the screen -------------------------------------------------------------------------- */

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct rows *r = self(s);
    struct str sum = rows_sums(r, &app->frame);

    t->title = str_of(words(catalog[r->kind->op].help));
    tell_line(t, rows_titles(r, &app->frame));
    if (sum.n)
        tell_line(t, sum);
    t->sheet = &r->sheet;
}

static void release(struct screen *s)
{
    struct rows *r = self(s);

    sheet_release(&r->sheet);
    arena_release(&r->memory);
    free(r->was);
    free(r);
}

static const struct bar_item bar[] = { { ACT_HELP, NULL },   { ACT_DO, N_("Take") },
                                       { ACT_BACK, NULL },   { ACT_UNDO, N_("Undo") },
                                       { ACT_CANCEL, NULL }, { ACT_NONE, NULL } };
static const struct screen_kind kind = {
    bar, true, NULL, rows_draw, key, answer, NULL, release
};

static void ask(struct app *app, struct rows *r, int tag, enum op op, enum param by)
{
    struct json_out out;

    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    if (by < PARAM_COUNT)
        json_field_str(&out, params[by].name, str_of(r->hand.value[by]));
    json_end_object(&out);
    (void)app_ask(app, &r->screen, tag, op, json_text(&out));
}

bool rows_open(struct app *app, struct screen *asker, enum op op, enum param param,
               const struct hand *hand, struct str text, pick_taken *taken)
{
    const struct rows_kind *k = rows_kind_of(op);
    struct rows *r;

    if (!k || params[param].type != PARAM_ITEMS || !app_may(app, k->source) ||
        (k->by < PARAM_COUNT && !hand->value[k->by][0]))
        return false;
    r = calloc(1, sizeof(*r));
    if (!r)
        abort();
    *r = (struct rows){ .screen = { .kind = &kind, .tell = tell },
                        .kind = k,
                        .asker = asker,
                        .taken = taken,
                        .param = param,
                        .hand = *hand,
                        .was = strdup(str_text(&app->frame, text)) };
    if (!r->was)
        abort();
    arena_init(&r->memory, LIMIT_ARENA_BYTES);
    while (r->typed < ROWS_TYPED && k->typed[r->typed].item)
        r->typed++;
    app_push(app, &r->screen);
    ask(app, r, TAG_ROWS, k->source, k->by);
    if (op == OP_RECEIPT_ALLOCATE)
        ask(app, r, TAG_RECEIPTS, OP_RECEIPT_LIST, P_customer);
    return true;
}
