/*
 * amend_merge.c - the order was changed by somebody else meanwhile: what both sides changed,
 * side by side, mine or theirs or edited, then saved over the newer version.
 */
#include "client/term/amend.h"

#include <inttypes.h>
#include <stdio.h>

#include "client/show.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "client/words.h"

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

/* "li.na 2026-11-22 14:31", of the newest entry of the road. */
static void note_who(struct amend *a, const struct json *body, struct arena *arena)
{
    const struct json *last = NULL;

    for (const struct json *e = json_first(json_member(body, "road")); e; e = json_next(e))
        last = e;
    (void)snprintf(a->by, sizeof(a->by), "%.*s, %.*s",
                   STR_ARG(text_show(member(last, "by_name"), arena)),
                   STR_ARG(show_value(json_member(last, "at"), arena)));
}

static const struct merge_row *row_of(const struct amend *a, struct str key)
{
    for (size_t i = 0; i < a->merge.count; i++)
        if (str_eq(a->merge.rows[i].key, key))
            return &a->merge.rows[i];
    return NULL;
}

/* A line that they removed goes, or is a new one where I keep mine. */
static void settle_removed(struct amend *a, struct arena *arena)
{
    for (size_t i = 0; i < a->grid.count; i++) {
        struct grid_line *l = &a->grid.lines[i];
        struct str line = str_format(arena, "%" PRId64 " ", l->line_no);
        const struct merge_row *row = row_of(a, str_format(arena, "%.*sqty", STR_ARG(line)));

        if (!l->line_no ||
            merge_get(&a->other, str_format(arena, "%.*sproduct", STR_ARG(line))).n)
            continue;
        l->line_no = 0;
        for (int c = 0; c < GRID_COLS && (!row || row->takes_theirs); c++)
            field_set(&l->cells[c], STR(""));
    }
}

/* The result: theirs, but mine where I keep mine; then it is based on theirs. */
static void take_result(struct amend *a, struct arena *arena)
{
    struct merge_doc mine = amend_doc(a, arena), result = { 0 };

    for (size_t i = 0; i < a->other.count; i++) {
        struct str key = a->other.values[i].key;
        const struct merge_row *row = row_of(a, key);

        merge_put(&result, key, row && row->takes_theirs ? row->theirs : merge_get(&mine, key),
                  arena);
    }
    settle_removed(a, arena);
    amend_show(a, &result);
    a->base = a->other;
    a->version = a->other_version;
    a->is_merging = false;
}

bool amend_merge_open(struct app *app, struct amend *a, const struct json *body,
                      const struct json *note)
{
    struct merge_doc mine = amend_doc(a, &a->memory);

    amend_read(body, note, &a->other, &a->memory);
    if (!json_int(json_member(json_member(body, "order"), "version"), &a->other_version))
        return false;
    note_who(a, body, &app->frame);
    a->merge = merge_of(&a->base, &mine, &a->other, &a->memory);
    a->at = 0;
    if (!a->merge.conflicts) {
        take_result(a, &app->frame);
        return false;
    }
    a->is_merging = true;
    return true;
}

/* The cursor goes to the row's field in the form. */
static void go_to_field(struct amend *a, struct str key)
{
    int param = param_find(key);
    int64_t line = 0;
    size_t digits = 0;

    while (digits < key.n && key.p[digits] != ' ')
        digits++;
    a->in_grid = param < 0;
    for (size_t i = 0; param >= 0 && i < a->head.count; i++)
        if (a->head.places[i].item.param == (enum param)param)
            sheet_go(&a->head, i);
    if (param >= 0 || !str_int((struct str){ key.p, digits }, &line))
        return;
    for (size_t i = 0; i < a->grid.count; i++)
        if (a->grid.lines[i].line_no == line)
            a->grid.at = i;
    a->grid.col = str_eq((struct str){ key.p + digits, key.n - digits }, STR(" price"))
                      ? GRID_PRICE
                      : GRID_QTY;
    field_enter(&grid_line(&a->grid)->cells[a->grid.col]);
}

bool amend_merge_key(struct app *app, struct amend *a, const struct key *key)
{
    struct merge_row *row = &a->merge.rows[a->at];
    uint32_t code = key->action == ACT_CHAR ? key->code : 0;

    if (key->action == ACT_CANCEL || key->action == ACT_BACK) {
        a->is_merging = false;
        app_say(app, LOOK_PLAIN, "%s", _("Your draft, as it was; F2 compares again."));
    } else if (key->action == ACT_UP) {
        a->at -= a->at > 0;
    } else if (key->action == ACT_DOWN) {
        a->at += a->at + 1 < a->merge.count;
    } else if (code == 'm' || code == 't') {
        row->takes_theirs = code == 't';
        a->at += a->at + 1 < a->merge.count;
    } else if (code == 'e') {
        struct str field = row->key;

        take_result(a, &app->frame);
        go_to_field(a, field);
    } else if (key->action == ACT_TO_ROW) {
        a->at = key->code < a->merge.count ? key->code : a->at;
    } else if (key->action == ACT_DO) {
        take_result(a, &app->frame);
        return true;
    }
    return false;
}

/* --- drawing ----------------------------------------------------------------------------- */

/* "Line 2 qty", "wanted". */
static struct str label(struct str key, struct arena *arena)
{
    int param = param_find(key);
    size_t digits = 0;

    if (param >= 0)
        return str_of(words(wording_label((enum param)param)));
    while (digits < key.n && key.p[digits] != ' ')
        digits++;
    param = param_find((struct str){ key.p + digits + 1, key.n - digits - 1 });
    return str_format(arena, "%s %.*s %s", _("Line"), (int)digits, key.p,
                      param >= 0 ? words(wording_label((enum param)param)) : "");
}

static const char *note_of(const struct merge_row *row)
{
    return !row->is_conflict ? _("(taken)") : row->takes_theirs ? _("theirs") : _("mine");
}

/* Where the values stand. A hand-held's screen shows what was before of one row alone. */
struct columns {
    size_t before, mine, theirs, note; /* 0: has no room */
    size_t label, value;               /* cells */
};

static struct columns columns_in(size_t cols)
{
    if (cols < 64)
        return (struct columns){ .mine = 14, .theirs = 25, .label = 11, .value = 10 };
    return (struct columns){ 19, 34, 49, cols > 64 ? 64 : 0, 16, 14 };
}

static void draw_row(struct app *app, const struct amend *a, size_t i, struct area at)
{
    const struct merge_row *row = &a->merge.rows[i];
    struct columns c = columns_in(at.cols);
    struct arena *arena = &app->frame;
    struct str note = str_of(note_of(row));

    paint_fill(&app->paint, at.row, at.col, 1, LOOK_PLAIN, i == a->at ? '>' : ' ');
    paint_text(&app->paint, at.row, at.col + 2, c.label, LOOK_PLAIN, label(row->key, arena),
               arena);
    if (c.before)
        paint_text(&app->paint, at.row, at.col + c.before, c.value, LOOK_DIM,
                   text_show(row->before, arena), arena);
    paint_text(&app->paint, at.row, at.col + c.mine, c.value,
               row->takes_theirs ? LOOK_PLAIN : LOOK_SELECTED, text_show(row->mine, arena),
               arena);
    paint_text(&app->paint, at.row, at.col + c.theirs, c.value,
               row->takes_theirs ? LOOK_SELECTED : LOOK_PLAIN, text_show(row->theirs, arena),
               arena);
    if (c.note)
        paint_text(&app->paint, at.row, at.col + c.note, at.cols - c.note, LOOK_CHANGED, note,
                   arena);
}

static void draw_titles(struct app *app, struct area at)
{
    struct columns c = columns_in(at.cols);
    struct paint *p = &app->paint;
    struct arena *arena = &app->frame;

    paint_text(p, at.row, at.col + 2, c.label, LOOK_TITLE, str_of(_("Field")), arena);
    if (c.before)
        paint_text(p, at.row, at.col + c.before, c.value, LOOK_TITLE, str_of(_("Before")),
                   arena);
    paint_text(p, at.row, at.col + c.mine, c.value, LOOK_TITLE, str_of(_("Yours")), arena);
    paint_text(p, at.row, at.col + c.theirs, c.value, LOOK_TITLE, str_of(_("Theirs")), arena);
}

/* What else there is to say of the row at hand where the screen is narrow. */
static struct str before_and_note(const struct amend *a, struct arena *arena)
{
    const struct merge_row *row = &a->merge.rows[a->at];

    return str_format(arena, "%s: %.*s  %s", _("Before"),
                      STR_ARG(text_show(row->before, arena)), note_of(row));
}

void amend_merge_draw(struct app *app, struct amend *a)
{
    struct arena *arena = &app->frame;
    struct paint *p = &app->paint;
    struct str keys =
        str_of(_("m mine  t theirs  e edit  F2 saves the result  F12 back to my draft"));
    size_t wanted = a->merge.count < 12 ? a->merge.count + 5 : 17;
    struct area box = app_box(app, wanted, 78);
    struct area in = { box.row + 1, box.col + 2, box.rows - 2, box.cols - 4 };
    bool is_narrow = !columns_in(in.cols).before;
    size_t below = wrap_rows(keys, in.cols) + is_narrow;
    size_t seen = in.rows > below + 2 ? in.rows - below - 2 : 1;
    size_t top = a->at >= seen ? a->at - seen + 1 : 0;

    paint_box(p, box, STR(""), arena);
    paint_text(
        p, in.row, in.col, in.cols, LOOK_WARNING,
        str_format(arena, _("%s was changed by %s while you were typing."), a->order, a->by),
        arena);
    draw_titles(app, (struct area){ in.row + 1, in.col, 1, in.cols });
    for (size_t i = 0; i < seen && top + i < a->merge.count; i++)
        draw_row(app, a, top + i, (struct area){ in.row + 2 + i, in.col, 1, in.cols });
    if (is_narrow)
        paint_text(p, in.row + in.rows - below, in.col, in.cols, LOOK_DIM,
                   before_and_note(a, arena), arena);
    wrap_draw(p,
              (struct area){ in.row + in.rows - below + is_narrow, in.col, below - is_narrow,
                             in.cols },
              LOOK_DIM, keys, arena);
    paint_cursor(p, in.row + 2 + a->at - top, in.col);
}

/* --- in words ---------------------------------------------------------------------------- */

static struct str shown(struct str value, struct arena *arena)
{
    return value.n ? text_show(value, arena) : STR("-");
}

void amend_merge_tell(const struct amend *a, struct tell *t)
{
    const struct merge_row *at = &a->merge.rows[a->at];

    tell_line(t, str_format(t->arena, _("%s was changed by %s while you were typing."),
                            a->order, a->by));
    for (size_t i = 0; i < a->merge.count; i++) {
        const struct merge_row *row = &a->merge.rows[i];

        tell_line(t,
                  str_format(t->arena, _("%zu  %.*s: before %.*s, yours %.*s, theirs %.*s: %s"),
                             i + 1, STR_ARG(label(row->key, t->arena)),
                             STR_ARG(shown(row->before, t->arena)),
                             STR_ARG(shown(row->mine, t->arena)),
                             STR_ARG(shown(row->theirs, t->arena)), note_of(row)));
    }
    t->letters = "mte";
    tell_choice(
        t, str_format(t->arena, "%s: %.*s", _("mine"), STR_ARG(shown(at->mine, t->arena))));
    tell_choice(
        t, str_format(t->arena, "%s: %.*s", _("theirs"), STR_ARG(shown(at->theirs, t->arena))));
    tell_choice(t, str_of(_("edit: the result stands in the form")));
    t->prompt = str_format(
        t->arena, _("%.*s: m, t, e, another number; Enter saves the result, F3 my draft:"),
        STR_ARG(label(at->key, t->arena)));
    t->enter = ACT_DO;
    t->anew = true;
}
