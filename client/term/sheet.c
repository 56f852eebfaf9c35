/*
 * sheet.c - fields for parameters.
 */
#include "client/term/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show.h"
#include "client/term/sheet_tail.h"
#include "client/term/wording.h"
#include "client/words.h"
#include "common/limits.h"

static size_t points_of(enum param param)
{
    enum param_type type = params[param].type;

    if (type == PARAM_TEXT || type == PARAM_ITEMS)
        return LIMIT_TEXT;
    return type == PARAM_NAME || type == PARAM_SECRET ? LIMIT_NAME : LIMIT_CODE;
}

void sheet_init(struct sheet *sheet, const struct sheet_item *items, size_t count)
{
    *sheet = (struct sheet){ .count = count };
    sheet->places = calloc(count + 1, sizeof(*sheet->places));
    if (!sheet->places)
        abort();
    for (size_t i = 0; i < count; i++) {
        sheet->places[i].item = items[i];
        field_init(&sheet->places[i].field, points_of(items[i].param));
        sheet->places[i].field.is_secret = params[items[i].param].type == PARAM_SECRET;
    }
}

void sheet_release(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++)
        field_release(&sheet->places[i].field);
    free(sheet->places);
    *sheet = (struct sheet){ 0 };
}

struct sheet_place *sheet_place(struct sheet *sheet, enum param param)
{
    for (size_t i = 0; i < sheet->count; i++)
        if (sheet->places[i].item.param == param)
            return &sheet->places[i];
    return NULL;
}

struct str sheet_text(const struct sheet *sheet, enum param param)
{
    for (size_t i = 0; i < sheet->count; i++)
        if (sheet->places[i].item.param == param)
            return field_text(&sheet->places[i].field);
    return STR("");
}

void sheet_put(struct sheet *sheet, enum param param, struct str text)
{
    struct sheet_place *p = sheet_place(sheet, param);

    bool fresh = p && p->field.is_fresh;

    if (!p)
        return;
    field_set(&p->field, text);
    if (fresh) /* an answer came before the first key: what is typed still replaces the text */
        field_enter(&p->field);
    p->is_default = false;
    p->fault[0] = '\0';
}

void sheet_default(struct sheet *sheet, enum param param, struct str text)
{
    struct sheet_place *p = sheet_place(sheet, param);

    if (!p || !text.n || (p->field.n && !p->is_default))
        return;
    field_set(&p->field, text);
    p->is_default = true;
    if (sheet->places + sheet->at == p)
        field_enter(&p->field);
}

void sheet_load(struct sheet *sheet, enum param param, struct str text, bool sends)
{
    struct sheet_place *p = sheet_place(sheet, param);

    if (!p || !text.n || (p->field.n && !p->is_default))
        return;
    sheet_default(sheet, param, text);
    p->is_loaded = !sends && !p->item.required;
}

void sheet_unload(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        struct sheet_place *p = &sheet->places[i];

        if (p->is_default && p->is_loaded)
            field_set(&p->field, STR(""));
        p->is_default = p->is_default && !p->is_loaded;
        p->is_loaded = false;
    }
}

void sheet_fault(struct sheet *sheet, enum param param, struct str text)
{
    struct sheet_place *p = sheet_place(sheet, param);

    if (p)
        (void)snprintf(p->fault, sizeof(p->fault), "%.*s", STR_ARG(text));
}

void sheet_clear_faults(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++)
        sheet->places[i].fault[0] = '\0';
}

/* --- checking ---------------------------------------------------------------------------- */

static void write_out(struct sheet_place *p, struct arena *arena)
{
    struct str text = field_text(&p->field);
    struct str plain = typed_plain(p->item.param, text, typed_now(), arena);

    if (!str_eq(text, plain))
        field_set(&p->field, plain);
}

/* Short forms written out, then the catalog's check. */
static bool check(struct sheet_place *p, struct arena *arena)
{
    struct arg arg;
    struct error err = OK;
    struct str items;

    write_out(p, arena);
    p->fault[0] = '\0';
    if (!p->field.n)
        return true;
    if (params[p->item.param].type == PARAM_ITEMS)
        err = items_read_short(field_text(&p->field), p->item.param, arena, &items);
    else
        err = arg_read_text(p->item.param, field_text(&p->field), typed_now().utc_offset_min,
                            arena, &arg);
    if (err.code)
        (void)snprintf(p->fault, sizeof(p->fault), "%.*s",
                       STR_ARG(wording_expected(p->item.param, arena)));
    return !err.code;
}

/* Somebody took away what is in force. */
static bool is_cleared(const struct sheet_place *p)
{
    return p->is_loaded && !p->is_default && !p->field.n;
}

bool sheet_given(struct sheet *sheet, const char *given[PARAM_COUNT], struct arena *arena)
{
    size_t first = sheet->count;

    for (size_t i = sheet->count; i-- > 0;) {
        struct sheet_place *p = &sheet->places[i];

        if (!check(p, arena))
            first = i;
        if (!p->field.n && p->item.required) {
            (void)snprintf(p->fault, sizeof(p->fault), "%s", _("needed"));
            first = i;
        }
        if (is_cleared(p) && p->empties)
            given[p->item.param] = "";
        if (p->field.n && !(p->is_default && p->is_loaded))
            given[p->item.param] = str_text(arena, field_text(&p->field));
    }
    if (first < sheet->count)
        sheet_go(sheet, first);
    return first == sheet->count;
}

/* --- moving and typing ------------------------------------------------------------------- */

void sheet_go(struct sheet *sheet, size_t place)
{
    sheet->at = place;
    if (place < sheet->count)
        field_enter(&sheet->places[place].field);
}

static enum sheet_did go_on(struct sheet *sheet, bool fast, struct arena *arena)
{
    size_t next = sheet->at + 1;

    (void)check(&sheet->places[sheet->at], arena);
    while (fast && next < sheet->count && !sheet->places[next].item.fast)
        next++;
    if (next >= sheet->count)
        return SHEET_END;
    sheet_go(sheet, next);
    return SHEET_LEFT;
}

static enum sheet_did go_back(struct sheet *sheet, struct arena *arena)
{
    (void)check(&sheet->places[sheet->at], arena);
    if (!sheet->at)
        return SHEET_STAYED;
    sheet_go(sheet, sheet->at - 1);
    return SHEET_LEFT;
}

/* A letter of a choice: as soon as one value is left, it is taken and the cursor goes on. */
static enum sheet_did choose(struct sheet *sheet, struct sheet_place *p, const struct key *key,
                             struct arena *arena)
{
    struct str whole, word = STR("");
    size_t typed;

    if (field_key(&p->field, key, arena) != FIELD_CHANGED)
        return SHEET_STAYED;
    p->is_default = false;
    typed = p->field.n;
    whole = typed_choice(p->item.param, field_text(&p->field), arena, &word);
    if (!whole.n)
        return SHEET_CHANGED;
    field_set(&p->field, whole);
    if (go_on(sheet, true, arena) == SHEET_END) {
        field_enter(&p->field); /* what is typed now chooses anew */
        sheet_tail_expect(sheet, word, typed, key->code);
        return SHEET_END;
    }
    sheet_tail_expect(sheet, word, typed, key->code);
    return SHEET_CHANGED;
}

static enum sheet_did key_of(struct sheet *sheet, const struct key *key, struct arena *arena)
{
    struct sheet_place *p = &sheet->places[sheet->at];
    enum action action = key->action;

    if (sheet_tail_takes(sheet, key))
        return SHEET_STAYED;
    if (action == ACT_TO_FIELD && key->code < sheet->count) {
        (void)check(p, arena);
        sheet_go(sheet, key->code);
        return SHEET_LEFT;
    }
    if (action == ACT_ENTER || action == ACT_TAB)
        return go_on(sheet, action == ACT_ENTER, arena);
    if (action == ACT_DOWN)
        return go_on(sheet, false, arena) == SHEET_END ? SHEET_STAYED : SHEET_LEFT;
    if (action == ACT_BACKTAB || action == ACT_UP)
        return go_back(sheet, arena);
    if (action == ACT_CHAR && params[p->item.param].type == PARAM_CHOICE)
        return choose(sheet, p, key, arena);
    switch (field_key(&p->field, key, arena)) {
    case FIELD_PASSED:
        return SHEET_PASSED;
    case FIELD_CHANGED:
        p->is_default = false;
        p->fault[0] = '\0';
        return SHEET_CHANGED;
    case FIELD_MOVED:
        return SHEET_STAYED;
    case FIELD_FULL:
        (void)snprintf(p->fault, sizeof(p->fault), "%s", _("the field takes no more of this"));
        return SHEET_STAYED;
    }
    return SHEET_STAYED;
}

enum sheet_did sheet_key(struct sheet *sheet, const struct key *key, struct arena *arena)
{
    struct sheet_place *p = &sheet->places[sheet->at];
    enum sheet_did did;

    if (!sheet->count)
        return SHEET_PASSED;
    if (key->action != ACT_CHAR) /* before the field is checked and left */
        sheet_tail_ends(sheet, p, key, arena);
    did = key_of(sheet, key, arena);
    if (key->action == ACT_CHAR)
        sheet_tail_ends(sheet, p, key, arena);
    return did;
}

/* --- drawing ----------------------------------------------------------------------------- */

static struct str choices_text(enum param param, struct arena *arena)
{
    const struct param_info *info = &params[param];
    struct str all = STR("");

    for (unsigned v = 1; v < enum_count(info->choices); v++) {
        const char *name = enum_name(info->choices, v);
        struct str worded = wording_choice(param, name, arena);
        bool same = str_eq(worded, str_of(name));

        all = str_format(arena, "%.*s%s%s%s%.*s", STR_ARG(all), v > 1 ? ", " : "", name,
                         same ? "" : " ", same ? 0 : (int)worded.n, worded.p);
    }
    return all;
}

struct str sheet_hint(const struct sheet *sheet, struct arena *arena)
{
    const struct sheet_place *p = &sheet->places[sheet->at];
    const struct param_info *info;

    if (sheet->at >= sheet->count)
        return STR("");
    info = &params[p->item.param];
    if (p->fault[0])
        return str_format(arena, "%s: %s", words(p->item.label), p->fault);
    if (is_cleared(p))
        return str_format(arena, "%s: %s", words(p->item.label),
                          p->empties ? _("it will be empty")
                                     : _("it stays as it was: it cannot be empty"));
    if (info->type == PARAM_CHOICE)
        return str_format(arena, "%s: %.*s", words(info->help),
                          STR_ARG(choices_text(p->item.param, arena)));
    if (info->type == PARAM_DAY)
        return str_format(arena, "%s: %s", words(info->help),
                          _("15, 5-2, +5, -1, . today, e month end"));
    if (info->type == PARAM_TIME)
        return str_format(arena, "%s: %s", words(info->help), _("14:05, . now"));
    return str_of(words(info->help));
}

/* "1 3 SHORT, 2 10 DAMAGED": rows that an editor of rows made, without their signs. */
static struct str rows_plain(struct str text, struct arena *arena)
{
    struct str all = STR("");
    struct json_doc doc;

    if (json_parse(text, arena, &doc).code)
        return text;
    for (const struct json *row = json_first(doc.root); row; row = json_next(row)) {
        all = all.n ? str_format(arena, "%.*s,", STR_ARG(all)) : all;
        for (const struct json *m = json_first(row); m; m = json_next(m))
            all =
                str_format(arena, "%.*s%s%.*s", STR_ARG(all), all.n ? " " : "",
                           STR_ARG(wording_member(row, str_text(arena, json_name(m)), arena)));
    }
    json_release(&doc);
    return all;
}

/* The word of a choice that is made, of yes and of no; what is typed of one stays as it is. */
static struct str chosen_word(const struct sheet_place *p, struct str text, struct arena *arena)
{
    enum param param = p->item.param;

    if (params[param].type == PARAM_CHOICE && enum_value(params[param].choices, text))
        return wording_choice(param, str_text(arena, text), arena);
    if (params[param].type == PARAM_BOOL &&
        (str_eq(text, STR("yes")) || str_eq(text, STR("no"))))
        return str_of(text.p[0] == 'y' ? _("yes") : _("no"));
    return text;
}

struct str sheet_shown(const struct sheet_place *p, struct arena *arena)
{
    struct str text = field_text(&p->field);
    struct instant at;

    if (params[p->item.param].type == PARAM_ITEMS && text.n && text.p[0] == '[')
        return rows_plain(text, arena);
    if (params[p->item.param].type == PARAM_TIME && instant_parse(text, 0, &at))
        return show_instant(at, arena);
    return chosen_word(p, text, arena);
}

/* Rows and what was chosen, and a time while nobody edits it, as people read them. */
static bool draw_plain(const struct sheet_place *p, struct paint *paint, size_t row, size_t col,
                       enum look look, bool here, struct arena *arena)
{
    struct str text = field_text(&p->field);
    bool is_rows = params[p->item.param].type == PARAM_ITEMS && text.n && text.p[0] == '[';
    bool is_chosen = !str_eq(chosen_word(p, text, arena), text);
    struct instant at;

    if (!is_rows && !is_chosen &&
        (here || params[p->item.param].type != PARAM_TIME || !instant_parse(text, 0, &at)))
        return false;
    paint_text(paint, row, col, p->item.width, look, sheet_shown(p, arena), arena);
    if (here)
        paint_cursor(paint, row, col);
    return true;
}

static size_t row_of(const struct sheet *sheet, size_t place)
{
    return sheet->is_narrow ? place : sheet->places[place].item.row;
}

size_t sheet_hidden(const struct sheet *sheet, size_t rows)
{
    size_t all = sheet->count ? row_of(sheet, sheet->count - 1) + 1 : 0;

    return all > rows ? all - rows : 0;
}

void sheet_draw_more(const struct sheet *sheet, struct paint *paint, struct area box,
                     size_t rows, struct arena *arena)
{
    size_t hidden = sheet_hidden(sheet, rows);
    struct str text;

    if (!hidden)
        return;
    text = str_format(arena, _(" %zu more "), hidden);
    paint_right(paint, box.row + box.rows - 1, box.col + 2, box.cols - 4, LOOK_CHANGED, text,
                arena);
}

void sheet_draw(struct sheet *sheet, struct paint *paint, struct area area, bool has_cursor,
                struct arena *arena)
{
    size_t first = 0, at = sheet->at < sheet->count ? row_of(sheet, sheet->at) : 0;

    if (at >= area.rows)
        first = at - area.rows + 1;
    for (size_t i = 0; i < sheet->count; i++) {
        struct sheet_place *p = &sheet->places[i];
        bool here = has_cursor && i == sheet->at;
        enum look look = p->fault[0] ? LOOK_FAULT : p->is_default ? LOOK_DIM : LOOK_FIELD;
        size_t at_row = row_of(sheet, i), r = area.row + at_row - first;
        size_t c = area.col + (sheet->is_narrow ? 1 : p->item.col);
        size_t left = c + p->item.label_width, width = p->item.width;

        if (at_row < first || at_row >= first + area.rows)
            continue;
        if (left + width + 2 > area.col + area.cols)
            width = area.col + area.cols > left + 6 ? area.col + area.cols - left - 2 : 4;
        paint_text(paint, r, c, p->item.label_width, LOOK_PLAIN, str_of(words(p->item.label)),
                   arena);
        paint_spot(paint, (struct area){ r, c, 1, left + width + 2 - c }, ACT_TO_FIELD,
                   (uint32_t)i);
        paint_fill(paint, r, left, 1, LOOK_PLAIN, here ? '>' : p->item.required ? '[' : '(');
        if (!draw_plain(p, paint, r, left + 1, look, here, arena))
            field_draw(&p->field, paint, r, left + 1, width, look, here, arena);
        paint_fill(paint, r, left + 1 + width, 1, LOOK_PLAIN,
                   p->fault[0]        ? '!'
                   : p->item.required ? ']'
                                      : ')');
    }
}
