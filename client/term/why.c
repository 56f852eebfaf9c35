/*
 * why.c - the lines of an explanation and of a what-if answer.
 */
#include "client/term/why.h"

#include <stdlib.h>

#include "client/show.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "client/words.h"

#define MOST_LINES 400
#define FACT_CELLS 24 /* of a fact's name, and of each of its two values */
#define SIDE_CELLS 16

struct line {
    enum look look;
    struct str text;
};
struct why {
    struct screen screen;
    struct rpc_reply reply; /* owned */
    bool loaded, supposed;  /* supposed: of order.whatif */
    size_t top, count;
};
struct lines {
    struct arena *arena;
    size_t cells, n;
    struct line v[MOST_LINES];
};

static struct why *self(struct screen *s)
{
    return (struct why *)s;
}

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

/* --- lines -------------------------------------------------------------------------------- */

static void put(struct lines *l, enum look look, struct str text)
{
    struct str rest = text;

    while (rest.n && l->n < MOST_LINES) {
        struct str line = wrap_take(&rest, l->cells);

        l->v[l->n++] = (struct line){ look, line };
    }
}

static void put_sentence(struct lines *l, const struct json *verdict)
{
    struct str text = member(verdict, "text");

    if (text.n)
        put(l, LOOK_FAULT, text_show(words_of(text, l->arena), l->arena));
}

/* "limit 1,000.00   exposure 0.00" */
static void put_numbers(struct lines *l, const struct json *numbers)
{
    struct str all = STR("");

    for (const struct json *m = json_first(numbers); m; m = json_next(m))
        all = str_format(l->arena, "%.*s%s%.*s %.*s", STR_ARG(all), all.n ? "   " : "",
                         STR_ARG(show_name(json_name(m), l->arena)),
                         STR_ARG(show_value(m, l->arena)));
    put(l, LOOK_PLAIN, all);
}

static void put_ways(struct lines *l, const struct json *verdict)
{
    const struct json *way = json_first(json_member(verdict, "remedies"));

    if (way)
        put(l, LOOK_TITLE, str_of(_("Any one of these lets it go on:")));
    for (; way; way = json_next(way))
        put(l, LOOK_PLAIN, str_format(l->arena, "-  %.*s", STR_ARG(show_way(way, l->arena))));
}

static struct str outcome_words(const struct json *verdict, struct arena *arena)
{
    struct str outcome = member(verdict, "outcome"), rule = member(verdict, "rule");

    return str_format(arena, "%s%s%.*s",
                      str_eq(outcome, STR("DONE"))   ? _("It would pass")
                      : str_eq(outcome, STR("HELD")) ? _("It would wait")
                                                     : _("It would be refused"),
                      rule.n ? _(": rule ") : "", STR_ARG(rule));
}

static void put_verdict(struct lines *l, const struct json *verdict)
{
    bool passes = str_eq(member(verdict, "outcome"), STR("DONE"));

    put(l, passes ? LOOK_GOOD : LOOK_WARNING, outcome_words(verdict, l->arena));
    put_sentence(l, verdict);
    put_numbers(l, json_member(verdict, "numbers"));
    put_ways(l, verdict);
}

/* --- why ---------------------------------------------------------------------------------- */

/* "CC  HELD  CC 5-4a  2026-11-22 17:31  li.na", its sentence, its numbers. */
static void put_step(struct lines *l, const struct json *step)
{
    struct arena *a = l->arena;
    struct str rule = member(step, "rule"), source = member(step, "source");

    put(l, LOOK_TITLE,
        str_format(a, "%.*s  %.*s%s%.*s%s%.*s%s  %.*s  %.*s", STR_ARG(member(step, "step")),
                   STR_ARG(wording_member(step, "outcome", a)), rule.n ? "  " : "",
                   STR_ARG(rule), source.n ? " (" : "", STR_ARG(source), source.n ? ")" : "",
                   STR_ARG(wording_member(step, "at", a)), STR_ARG(member(step, "by"))));
    put_sentence(l, step);
    put_numbers(l, json_member(step, "numbers"));
}

static void put_columns(struct lines *l, enum look look, struct str fact, struct str then,
                        struct str now)
{
    struct arena *a = l->arena;

    if (l->n < MOST_LINES)
        l->v[l->n++] =
            (struct line){ look,
                           str_format(a, "%.*s %.*s %.*s",
                                      STR_ARG(text_column(fact, FACT_CELLS, TEXT_LEFT, a)),
                                      STR_ARG(text_column(then, SIDE_CELLS, TEXT_RIGHT, a)),
                                      STR_ARG(text_column(now, SIDE_CELLS, TEXT_RIGHT, a))) };
}

static void put_fact(struct lines *l, const struct json *fact)
{
    struct arena *a = l->arena;
    struct str of = show_fact(fact, "of", a);
    bool changed = false;

    (void)!json_bool(json_member(fact, "changed"), &changed);
    put_columns(l, changed ? LOOK_CHANGED : LOOK_PLAIN,
                str_format(a, "%.*s %.*s%s%.*s", STR_ARG(member(fact, "step")),
                           STR_ARG(show_fact(fact, "fact", a)), of.n ? " " : "", STR_ARG(of)),
                show_fact(fact, "then", a), show_fact(fact, "now", a));
}

static void explain_lines(struct lines *l, const struct json *body)
{
    const struct json *facts = json_first(json_member(body, "facts"));
    const struct json *now = json_member(body, "now");

    for (const struct json *s = json_first(json_member(body, "steps")); s; s = json_next(s))
        put_step(l, s);
    if (facts)
        put_columns(l, LOOK_TITLE, show_name(STR("fact"), l->arena),
                    show_name(STR("then"), l->arena), show_name(STR("now"), l->arena));
    for (; facts; facts = json_next(facts))
        put_fact(l, facts);
    put(l, LOOK_TITLE,
        str_of(now ? _("If its checks ran now:")
                   : _("It is not judged any more: its goods have left, or it has ended.")));
    if (now)
        put_verdict(l, now);
}

/* --- what if ------------------------------------------------------------------------------ */

static void whatif_lines(struct lines *l, const struct json *body)
{
    struct arena *a = l->arena;
    struct str before = member(body, "before"), after = member(body, "after");
    bool again = false;
    int64_t freed = 0;

    put_verdict(l, body);
    (void)!json_bool(json_member(body, "judged_again"), &again);
    if (after.n)
        put(l, LOOK_PLAIN,
            str_format(a, "%.*s%s%.*s", STR_ARG(wording_value(before, a)),
                       before.n ? " -> " : "", STR_ARG(wording_value(after, a))));
    if (again)
        put(l, LOOK_DIM,
            str_of(_("Nothing of this moves it: its checks were run anew, and it "
                     "stays where it is.")));
    if (json_int(json_member(body, "freed"), &freed) && freed)
        put(l, LOOK_PLAIN,
            str_format(a, _("Other held orders that would go on: %lld"), (long long)freed));
    for (const struct json *s = json_first(json_member(body, "acts")); s; s = json_next(s)) {
        put(l, LOOK_DIM,
            str_format(a, "%.*s  %.*s  %.*s  %.*s", STR_ARG(member(s, "act")),
                       STR_ARG(member(s, "by")), STR_ARG(wording_member(s, "outcome", a)),
                       STR_ARG(member(s, "rule"))));
    }
    put(l, LOOK_DIM, str_of(_("Nothing was done: this was only asked.")));
}

static struct lines *lines_of(struct why *w, size_t cells, struct arena *arena)
{
    struct lines *l = ARENA_NEW(arena, struct lines);

    l->arena = arena;
    l->cells = cells;
    if (!w->loaded)
        put(l, LOOK_DIM, str_of(_("The daemon is asked ...")));
    else if (w->supposed)
        whatif_lines(l, w->reply.body);
    else
        explain_lines(l, w->reply.body);
    w->count = l->n;
    return l;
}

/* --- the screen --------------------------------------------------------------------------- */

static struct str title_of(const struct why *w, struct arena *arena)
{
    const struct json *order = json_member(w->reply.body, "order");

    if (w->supposed)
        return str_of(_("What if"));
    return str_format(arena, "%s  %.*s  %.*s", _("Why?"), STR_ARG(member(order, "no")),
                      STR_ARG(wording_member(order, "state", arena)));
}

static void draw(struct app *app, struct screen *s)
{
    struct why *w = self(s);
    struct area box = app_box(app, MOST_LINES, 80);
    struct area in = { box.row + 1, box.col + 2, box.rows - 2, box.cols - 4 };
    struct lines *l = lines_of(w, in.cols, &app->frame);

    if (l->n + 2 < box.rows) {
        box = app_box(app, l->n + 2, 80);
        in = (struct area){ box.row + 1, box.col + 2, box.rows - 2, box.cols - 4 };
    }
    if (w->top + in.rows > l->n)
        w->top = l->n > in.rows ? l->n - in.rows : 0;
    paint_box(&app->paint, box, title_of(w, &app->frame), &app->frame);
    for (size_t i = 0; i < in.rows && w->top + i < l->n; i++)
        paint_text(&app->paint, in.row + i, in.col, in.cols, l->v[w->top + i].look,
                   l->v[w->top + i].text, &app->frame);
    paint_cursor(&app->paint, in.row, in.col);
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct why *w = self(s);

    (void)app;
    if (pressed->action == ACT_BACK || pressed->action == ACT_CANCEL ||
        pressed->action == ACT_ENTER || pressed->action == ACT_DO)
        app_over(s);
    else if (pressed->action == ACT_DOWN || pressed->action == ACT_WHEEL_DOWN)
        w->top++;
    else if (pressed->action == ACT_UP || pressed->action == ACT_WHEEL_UP)
        w->top -= w->top > 0;
    else if (pressed->action == ACT_NEXT)
        w->top += 10;
    else if (pressed->action == ACT_PREV)
        w->top = w->top > 10 ? w->top - 10 : 0;
    else if (pressed->action == ACT_START)
        w->top = 0;
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct lines *l = lines_of(self(s), 70, &app->frame);

    t->title = title_of(self(s), &app->frame);
    for (size_t i = 0; i < l->n && i < TELL_LINES; i++)
        tell_line(t, l->v[i].text);
}

static void answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct why *w = self(s);

    (void)tag;
    if (app_fault(app, reply)) {
        app_over(s);
        return;
    }
    w->reply = *reply;
    w->loaded = true;
    *reply = (struct rpc_reply){ 0 };
}

static void release(struct screen *s)
{
    if (self(s)->loaded)
        rpc_reply_release(&self(s)->reply);
    free(s);
}

static const struct bar_item bar[] = { { ACT_HELP, NULL },   { ACT_BACK, NULL },
                                       { ACT_PREV, NULL },   { ACT_NEXT, NULL },
                                       { ACT_CANCEL, NULL }, { ACT_NONE, NULL } };
static const struct screen_kind kind = { bar, true, NULL, draw, key, answer, NULL, release };

static struct why *why_made(bool supposed)
{
    struct why *w = calloc(1, sizeof(*w));

    if (!w)
        abort();
    w->screen.kind = &kind;
    w->screen.tell = tell;
    w->supposed = supposed;
    return w;
}

struct screen *why_new(struct app *app, const struct hand *hand)
{
    struct why *w = why_made(false);
    struct json_out out;

    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, "order", str_of(hand->value[P_order]));
    json_end_object(&out);
    (void)app_ask(app, &w->screen, 0, OP_ORDER_EXPLAIN, json_text(&out));
    return &w->screen;
}

struct screen *whatif_new(struct rpc_reply *reply)
{
    struct why *w = why_made(true);

    w->reply = *reply;
    w->loaded = true;
    *reply = (struct rpc_reply){ 0 };
    return &w->screen;
}

struct screen *whatif_ask(struct app *app, struct str args)
{
    struct why *w = why_made(true);

    (void)app_ask(app, &w->screen, 0, OP_ORDER_WHATIF, args);
    return &w->screen;
}
