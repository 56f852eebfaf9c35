/*
 * choice_ways.c - why something was not done, or waits, and the ways out of it (SCREENS.md 5).
 *
 * A way that is mine is a choice; one that is another's is dim and says whose; one without an
 * act is a sentence.
 */
#include "client/show.h"
#include "client/term/choice.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "client/words.h"

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

static const struct json *way_at(const struct choice *c, size_t i)
{
    const struct json *way = json_first(json_member(c->reply.body, "remedies"));

    for (; i && way; i--)
        way = json_next(way);
    return way;
}

bool choice_asks_others(const struct choice *c, size_t i)
{
    return c->is_verdict && str_eq(member(way_at(c, i), "kind"), STR("ask"));
}

struct str choice_way(const struct choice *c, size_t i, struct arena *arena)
{
    const struct json *way = way_at(c, i);
    struct str who = member(way, "who");

    if (!choice_asks_others(c, i) || !who.n)
        return show_way(way, arena);
    if (c->ops[i] < 0)
        return str_format(arena, _("ask %.*s"), STR_ARG(who));
    return str_format(arena, _("ask %.*s: %.*s"), STR_ARG(who),
                      STR_ARG(wording_act((enum op)c->ops[i], arena)));
}

bool choice_is_mine(const struct app *app, const struct choice *c, size_t i)
{
    return c->ops[i] >= 0 && !choice_asks_others(c, i) && app_may(app, (enum op)c->ops[i]);
}

/* "FIN", "CSR BCR". */
static struct str role_names(role_set roles, struct arena *arena)
{
    struct str all = STR("");

    for (unsigned r = 1; r < enum_count(ENUM_role); r++)
        if (roles & ROLE_BIT(r))
            all = str_format(arena, "%.*s%s%s", STR_ARG(all), all.n ? " " : "",
                             enum_name(ENUM_role, r));
    return all;
}

/* "2  cut the order to 1,200.00"; "1  pay 900.00 or more (FIN)"; "-  ask DDIR". */
static struct str way_line(const struct app *app, const struct choice *c, size_t i,
                           struct arena *arena)
{
    struct str way = choice_way(c, i, arena);

    if (c->ops[i] < 0 || choice_asks_others(c, i))
        return str_format(arena, "-  %.*s", STR_ARG(way));
    if (choice_is_mine(app, c, i) || member(way_at(c, i), "who").n)
        return str_format(arena, "%zu  %.*s", i + 1, STR_ARG(way));
    return str_format(arena, "%zu  %.*s (%.*s)", i + 1, STR_ARG(way),
                      STR_ARG(role_names(catalog[c->ops[i]].roles, arena)));
}

void choice_go_mine(const struct app *app, struct choice *c, bool down)
{
    for (size_t i = c->at; down ? i + 1 < c->count : i > 0;) {
        i += down ? 1 : (size_t)-1;
        if (choice_is_mine(app, c, i)) {
            c->at = i;
            return;
        }
    }
}

/* --- drawing ----------------------------------------------------------------------------- */

static size_t put(struct app *app, struct area *in, enum look look, struct str text)
{
    size_t rows = wrap_draw(&app->paint, *in, look, text, &app->frame);

    in->row += rows;
    in->rows -= rows;
    return rows;
}

/* "limit 500,000.00   used 480,000.00", as many in a line as fit. */
static struct str numbers_text(const struct json *numbers, size_t cells, struct arena *a)
{
    struct str all = STR(""), line = STR("");

    for (const struct json *m = json_first(numbers); m; m = json_next(m)) {
        struct str pair = str_format(a, "%.*s %.*s", STR_ARG(show_name(json_name(m), a)),
                                     STR_ARG(show_value(m, a)));

        if (line.n && text_cells(line) + text_cells(pair) + 3 > cells) {
            all = str_format(a, "%.*s%.*s\n", STR_ARG(all), STR_ARG(line));
            line = STR("");
        }
        line = str_format(a, "%.*s%s%.*s", STR_ARG(line), line.n ? "   " : "", STR_ARG(pair));
    }
    return str_format(a, "%.*s%.*s", STR_ARG(all), STR_ARG(line));
}

/* The sentence, what was found, the numbers: line by line. */
#define REASON_LINES 40
struct reason {
    struct {
        enum look look;
        struct str text;
    } v[REASON_LINES];
    size_t n;
};

static void reason_add(struct reason *r, enum look look, struct str text, size_t cells)
{
    while (text.n && r->n < REASON_LINES) {
        r->v[r->n].look = look;
        r->v[r->n++].text = wrap_take(&text, cells);
    }
}

static void reason_of(const struct choice *c, size_t cells, struct arena *a, struct reason *r)
{
    const struct json *body = c->reply.body;

    r->n = 0;
    reason_add(r, LOOK_FAULT, text_show(words_of(member(body, "text"), a), a), cells);
    reason_add(r, LOOK_PLAIN, wording_detail(member(body, "detail"), a), cells);
    reason_add(r, LOOK_PLAIN, numbers_text(json_member(body, "numbers"), cells, a), cells);
}

/* As many lines as there is room for; the last row says by which key the others come. */
static void draw_lines_of(struct app *app, struct choice *c, const struct reason *r,
                          struct area *in)
{
    struct arena *a = &app->frame;
    bool all = r->n <= in->rows;
    size_t shown = all ? r->n : in->rows ? in->rows - 1 : 0;

    c->reason_top = all ? 0 : c->reason_top + shown > r->n ? r->n - shown : c->reason_top;
    for (size_t i = 0; i < shown; i++)
        paint_text(&app->paint, in->row + i, in->col, in->cols, r->v[c->reason_top + i].look,
                   r->v[c->reason_top + i].text, a);
    if (!all && in->rows)
        paint_right(&app->paint, in->row + shown, in->col, in->cols, LOOK_CHANGED,
                    str_format(a, _("F7, F8: lines %zu to %zu of %zu"), c->reason_top + 1,
                               c->reason_top + shown, r->n),
                    a);
    in->row += all ? r->n : in->rows;
    in->rows -= all ? r->n : in->rows;
}

void choice_scroll_reason(struct choice *c, bool down)
{
    if (down)
        c->reason_top += 2; /* drawing knows where it ends */
    else
        c->reason_top -= c->reason_top < 2 ? c->reason_top : 2;
}

/* The ways below keep their rows. */
static void draw_reason(struct app *app, struct choice *c, struct area *in)
{
    size_t ways = c->count < 2 ? c->count : 2, kept = in->rows > ways + 2 ? ways + 1 : ways;
    struct reason r;

    reason_of(c, in->cols, &app->frame, &r);
    in->rows -= kept;
    draw_lines_of(app, c, &r, in);
    in->rows += kept;
    if (in->rows > ways)
        (void)put(app, in, LOOK_TITLE,
                  str_of(c->count ? _("Any one of these lets it go on:")
                                  : _("There is no way round this.")));
}

/* Ways out take as many rows as they need. */
static void draw_ways(struct app *app, struct choice *c, struct area in)
{
    struct arena *a = &app->frame;
    size_t cells = in.cols - 2, below = 0;

    paint_cursor(&app->paint, in.row, in.col);
    c->top = c->at;
    for (size_t i = c->at + 1; i-- > 0;) {
        below += wrap_rows(way_line(app, c, i, a), cells);
        if (below > in.rows)
            break;
        c->top = i;
    }
    for (size_t i = c->top; i < c->count && in.rows; i++) {
        struct area line = { in.row, in.col + 2, in.rows, cells };
        bool here = i == c->at && choice_is_mine(app, c, i);
        bool other = c->ops[i] >= 0 && !choice_is_mine(app, c, i);

        if (i == c->at)
            paint_cursor(&app->paint, in.row, in.col);
        paint_fill(&app->paint, in.row, in.col, 1, LOOK_PLAIN, here ? '>' : ' ');
        (void)put(app, &line,
                  here    ? LOOK_SELECTED
                  : other ? LOOK_DIM
                          : LOOK_PLAIN,
                  way_line(app, c, i, a));
        in.row = line.row;
        in.rows = line.rows;
    }
}

void choice_draw_verdict(struct app *app, struct choice *c, struct area in)
{
    draw_reason(app, c, &in);
    draw_ways(app, c, in);
}

void choice_tell_reason(const struct choice *c, struct tell *t)
{
    struct arena *a = t->arena;
    const struct json *body = c->reply.body;
    struct str detail = wording_detail(member(body, "detail"), a);

    tell_line(t, words_of(member(body, "text"), a));
    if (detail.n)
        tell_line(t, detail);
    for (const struct json *m = json_first(json_member(body, "numbers")); m; m = json_next(m))
        tell_line(t, str_format(a, "%.*s %.*s", STR_ARG(show_name(json_name(m), a)),
                                STR_ARG(show_value(m, a))));
    tell_line(t, str_of(c->count ? _("Any one of these lets it go on:")
                                 : _("There is no way round this.")));
}
