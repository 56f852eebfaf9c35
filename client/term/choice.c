/*
 * choice.c - boxes of lines of which one is taken: the menu of acts, the ways out of a refusal.
 * Whatever the size, the line under the cursor can be read whole.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/show.h"
#include "client/term/field.h"
#include "client/term/screens.h"
#include "client/term/standing.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "client/words.h"

#define MOST OP_COUNT
/* Fewer cells than this have no room for an act's name beside its sentence. */
#define NARROW_CELLS 60

struct choice {
    struct screen screen;
    struct hand hand;
    struct rpc_reply reply; /* of a verdict; owned */
    bool is_verdict;
    int next;                 /* of a menu: what comes first; -1: nothing does */
    struct standing standing; /* of a menu: where the document is */
    struct field find;        /* a menu is narrowed by typing */
    int ops[MOST];            /* of each line; -1: it leads nowhere */
    size_t count, at, top;
};

static struct choice *self(struct screen *s)
{
    return (struct choice *)s;
}

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

/* --- the menu's lines -------------------------------------------------------------------- */

static bool has_words(enum op op, struct str find, struct arena *arena)
{
    struct str all = str_format(arena, "%s %s %s", catalog[op].name, catalog[op].help,
                                words(catalog[op].help));

    for (size_t at = 0; find.n && at + find.n <= all.n; at++)
        if (!strncasecmp(all.p + at, find.p, find.n))
            return true;
    return !find.n;
}

/* Ways out of a refusal lead where they lead; only a menu knows where its document stands. */
static bool is_possible(struct app *app, const struct choice *c, enum op op, struct str *why)
{
    return c->is_verdict || standing_allows(&c->standing, app->flow.body, op, &app->frame, why);
}

/* The act that was typed whole, those that begin so, and of the rest the possible ones. */
static int fit(struct app *app, const struct choice *c, enum op op)
{
    struct str find = field_text(&c->find), name = str_of(catalog[op].name), why;
    bool begins = find.n <= name.n && !strncasecmp(name.p, find.p, find.n);

    return begins && find.n == name.n ? 0 : !is_possible(app, c, op, &why) ? 3 : begins ? 1 : 2;
}

static void best_first(struct app *app, struct choice *c)
{
    for (size_t i = 1; i < c->count; i++) {
        int op = c->ops[i], is = fit(app, c, (enum op)op);
        size_t to = i;

        for (; to && fit(app, c, (enum op)c->ops[to - 1]) > is; to--)
            c->ops[to] = c->ops[to - 1];
        c->ops[to] = op;
    }
}

/* Acts on what is at hand first, then those that make something new. */
static void fill_menu(struct app *app, struct choice *c)
{
    c->count = c->at = c->top = 0;
    if (c->next >= 0 && app_may(app, (enum op)c->next) &&
        has_words((enum op)c->next, field_text(&c->find), &app->frame))
        c->ops[c->count++] = c->next;
    for (int pass = 0; pass < 2; pass++)
        for (enum op op = 0; op < OP_COUNT; op++) {
            bool on_hand =
                (op_takes(op, P_order) && c->hand.value[P_order][0]) ||
                (op_takes(op, P_note) && c->hand.value[P_note][0]) ||
                (op_takes(op, P_claim) && c->hand.value[P_claim][0]) ||
                (op_takes(op, P_carrier_claim) && c->hand.value[P_carrier_claim][0]) ||
                (op_takes(op, P_receivable) && c->hand.value[P_receivable][0]) ||
                (op_takes(op, P_receipt) && c->hand.value[P_receipt][0]) ||
                hand_names(&c->hand, op);

            if (op_is_act(op) && (int)op != c->next && on_hand == (pass == 0) &&
                app_may(app, op) && hand_fits(&c->hand, op) &&
                has_words(op, field_text(&c->find), &app->frame))
                c->ops[c->count++] = (int)op;
        }
    if (field_text(&c->find).n)
        best_first(app, c);
}

/* --- keys -------------------------------------------------------------------------------- */

static const struct json *way_at(const struct choice *c, size_t i)
{
    const struct json *way = json_first(json_member(c->reply.body, "remedies"));

    for (; i && way; i--)
        way = json_next(way);
    return way;
}

/* Somebody else is to be asked: to do it here again would only be refused again. */
static bool asks_others(const struct choice *c, size_t i)
{
    return c->is_verdict && str_eq(member(way_at(c, i), "kind"), STR("ask"));
}

static struct str way_text(const struct choice *c, size_t i, struct arena *arena)
{
    const struct json *way = way_at(c, i);
    struct str who = member(way, "who");

    if (!asks_others(c, i) || !who.n)
        return show_way(way, arena);
    if (c->ops[i] < 0)
        return str_format(arena, _("ask %.*s"), STR_ARG(who));
    return str_format(arena, _("ask %.*s: %.*s"), STR_ARG(who),
                      STR_ARG(wording_act((enum op)c->ops[i], arena)));
}

static void take(struct app *app, struct choice *c)
{
    int op = c->at < c->count ? c->ops[c->at] : -1;
    struct str why;

    if (asks_others(c, c->at)) {
        app_say(app, LOOK_CHANGED, _("Waits for somebody else: %.*s."),
                STR_ARG(way_text(c, c->at, &app->frame)));
        app_over(&c->screen);
    } else if (op >= 0 && !is_possible(app, c, (enum op)op, &why)) {
        app_say(app, LOOK_WARNING, "%.*s", STR_ARG(why));
    } else if (op < 0) {
        app_say(app, LOOK_PLAIN, "%s", _("That is done elsewhere, or by somebody else."));
    } else if (!app_may(app, (enum op)op)) {
        app_say(app, LOOK_WARNING, _("%.*s: that is not yours to do."),
                STR_ARG(wording_act((enum op)op, &app->frame)));
    } else {
        app_over(&c->screen);
        app_push(app, act_new(app, (enum op)op, &c->hand));
    }
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct choice *c = self(s);
    enum action action = pressed->action;

    if (action == ACT_CANCEL || action == ACT_BACK)
        app_over(s);
    else if (action == ACT_UP)
        c->at -= c->at > 0;
    else if (action == ACT_DOWN)
        c->at += c->at + 1 < c->count;
    else if (action == ACT_NEXT)
        c->at = c->at + 10 < c->count ? c->at + 10 : c->count ? c->count - 1 : 0;
    else if (action == ACT_PREV)
        c->at = c->at > 10 ? c->at - 10 : 0;
    else if ((action == ACT_ENTER || action == ACT_DO) && !c->count)
        app_over(s);
    else if ((action == ACT_ENTER || action == ACT_DO) && !app_hold(app, s, pressed))
        take(app, c);
    else if (action == ACT_TO_ROW && pressed->code < c->count) {
        c->at = pressed->code;
        take(app, c);
    } else if (c->is_verdict && action == ACT_CHAR && pressed->code >= '1' &&
               pressed->code < '1' + c->count) {
        c->at = pressed->code - '1';
        take(app, c);
    } else if (!c->is_verdict && field_key(&c->find, pressed, &app->frame) == FIELD_CHANGED)
        fill_menu(app, c);
}

/* --- drawing ----------------------------------------------------------------------------- */

/* A line of a menu. A narrow one names the act in words; its foot has the name. */
static struct str menu_line(const struct choice *c, size_t i, size_t cells, struct arena *arena)
{
    enum op op = (enum op)c->ops[i];

    if (cells < NARROW_CELLS)
        return wording_act(op, arena);
    return str_format(arena, "%.*s %s",
                      STR_ARG(text_column(str_of(catalog[op].name), 21, TEXT_LEFT, arena)),
                      words(catalog[op].help));
}

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

/* Above the ways out: the sentence, what was found, the numbers. The ways keep their rows. */
static void draw_verdict(struct app *app, const struct choice *c, struct area *in)
{
    struct arena *a = &app->frame;
    const struct json *body = c->reply.body;
    size_t ways = c->count < 2 ? c->count : 2, kept = in->rows > ways + 2 ? ways + 1 : ways;

    in->rows -= kept;
    (void)put(app, in, LOOK_FAULT, text_show(words_of(member(body, "text"), a), a));
    (void)put(app, in, LOOK_PLAIN, wording_detail(member(body, "detail"), a));
    (void)put(app, in, LOOK_PLAIN, numbers_text(json_member(body, "numbers"), in->cols, a));
    in->rows += kept;
    if (in->rows > ways)
        (void)put(app, in, LOOK_TITLE,
                  str_of(c->count ? _("Any one of these lets it go on:")
                                  : _("There is no way round this.")));
}

static struct str box_title(const struct choice *c, struct arena *arena)
{
    struct str rule = member(c->reply.body, "rule");
    struct str outcome = member(c->reply.body, "outcome");

    if (!c->is_verdict)
        return str_of(_("What can be done here"));
    return str_format(arena, "%s%s%.*s  %.*s",
                      str_eq(outcome, STR("HELD")) ? _("Waits") : _("Not done"),
                      rule.n ? _(": rule ") : "", STR_ARG(rule),
                      STR_ARG(member(json_member(c->reply.body, "order"), "no")));
}

/* What a menu says of the line under the cursor: the whole sentence, and why it cannot be. */
static struct str foot_text(struct app *app, const struct choice *c)
{
    struct arena *a = &app->frame;
    struct str text, why;
    int op = c->at < c->count ? c->ops[c->at] : -1;

    if (c->is_verdict || op < 0)
        return STR("");
    text = str_format(a, "%s: %s", catalog[op].name, words(catalog[op].help));
    if (!is_possible(app, c, (enum op)op, &why))
        text = str_format(a, "%.*s. %.*s", STR_ARG(text), STR_ARG(why));
    return text;
}

static void draw_lines(struct app *app, struct choice *c, struct area in)
{
    struct arena *a = &app->frame;
    struct str why;

    if (c->at < c->top)
        c->top = c->at;
    if (c->at >= c->top + in.rows)
        c->top = c->at - in.rows + 1;
    for (size_t i = 0; i < in.rows && c->top + i < c->count; i++) {
        size_t at = c->top + i;
        bool here = at == c->at;
        bool dim = !is_possible(app, c, (enum op)c->ops[at], &why);

        paint_fill(&app->paint, in.row + i, in.col, 1, LOOK_PLAIN, here ? '>' : ' ');
        paint_fill(&app->paint, in.row + i, in.col + 1, 1, LOOK_DIM, dim ? '-' : ' ');
        paint_text(&app->paint, in.row + i, in.col + 2, in.cols - 2,
                   here  ? LOOK_SELECTED
                   : dim ? LOOK_DIM
                         : LOOK_PLAIN,
                   menu_line(c, at, in.cols, a), a);
    }
    paint_cursor(&app->paint, in.row + (c->at - c->top), in.col);
}

/* Ways out take as many rows as they need. */
static void draw_ways(struct app *app, struct choice *c, struct area in)
{
    struct arena *a = &app->frame;
    size_t cells = in.cols - 2, below = 0;

    paint_cursor(&app->paint, in.row, in.col);
    c->top = c->at;
    for (size_t i = c->at + 1; i-- > 0;) {
        below +=
            wrap_rows(str_format(a, "%zu  %.*s", i + 1, STR_ARG(way_text(c, i, a))), cells);
        if (below > in.rows)
            break;
        c->top = i;
    }
    for (size_t i = c->top; i < c->count && in.rows; i++) {
        struct area line = { in.row, in.col + 2, in.rows, cells };
        struct str text = str_format(a, "%zu  %.*s", i + 1, STR_ARG(way_text(c, i, a)));

        if (i == c->at)
            paint_cursor(&app->paint, in.row, in.col);
        paint_fill(&app->paint, in.row, in.col, 1, LOOK_PLAIN, i == c->at ? '>' : ' ');
        (void)put(app, &line, i == c->at ? LOOK_SELECTED : LOOK_PLAIN, text);
        in.row = line.row;
        in.rows = line.rows;
    }
}

static void draw(struct app *app, struct screen *s)
{
    struct choice *c = self(s);
    struct arena *a = &app->frame;
    size_t wanted = c->is_verdict ? c->count + 9 : c->count + 6;
    struct area box = app_box(app, wanted, 76), in;

    paint_box(&app->paint, box, box_title(c, a), a);
    in = (struct area){ box.row + 1, box.col + 2, box.rows - 2, box.cols - 4 };
    if (c->is_verdict) {
        draw_verdict(app, c, &in);
        draw_ways(app, c, in);
        return;
    }
    paint_text(&app->paint, in.row, in.col, 8, LOOK_TITLE, str_of(_("Search:")), a);
    field_draw(&c->find, &app->paint, in.row, in.col + 9, in.cols - 10, LOOK_FIELD, false, a);
    in.row++;
    in.rows--;
    app_foot(app, &in, foot_text(app, c));
    draw_lines(app, c, in);
}

static void tell_verdict(const struct choice *c, struct tell *t)
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

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct choice *c = self(s);
    struct str why;

    t->act = c->at < c->count && c->ops[c->at] >= 0 ? &catalog[c->ops[c->at]] : NULL;
    t->title = box_title(c, &app->frame);
    if (c->is_verdict)
        tell_verdict(c, t);
    else {
        t->field = &c->find;
        t->label = str_of(_("Search:"));
    }
    for (size_t i = 0; i < c->count; i++) {
        if (c->is_verdict)
            tell_choice(t, way_text(c, i, &app->frame));
        else
            tell_choice(t, str_format(&app->frame, "%s: %s%s", catalog[c->ops[i]].name,
                                      words(catalog[c->ops[i]].help),
                                      is_possible(app, c, (enum op)c->ops[i], &why)
                                          ? ""
                                          : _(" (not now)")));
    }
}

static void release(struct screen *s)
{
    struct choice *c = self(s);

    if (c->is_verdict)
        rpc_reply_release(&c->reply);
    field_release(&c->find);
    free(c);
}

static const struct bar_item bar[] = { { ACT_HELP, NULL },
                                       { ACT_DO, N_("Take") },
                                       { ACT_BACK, NULL },
                                       { ACT_CANCEL, NULL },
                                       { ACT_NONE, NULL } };
/* Which acts are possible where: what the daemon told once holds for the session. */
static void answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    (void)s;
    (void)tag;
    if (reply->kind != RPC_RESULT) /* an older daemon: it refuses what cannot be */
        return;
    rpc_reply_release(&app->flow);
    app->flow = *reply;
    *reply = (struct rpc_reply){ 0 };
}

static const struct screen_kind kind = { bar, true, NULL, draw, key, answer, NULL, release };

static struct choice *choice_new(const struct hand *hand)
{
    struct choice *c = calloc(1, sizeof(*c));

    if (!c)
        abort();
    c->screen.kind = &kind;
    c->screen.tell = tell;
    if (hand)
        c->hand = *hand;
    field_init(&c->find, LIMIT_CODE);
    return c;
}

struct screen *menu_new(struct app *app, const struct hand *hand, int next,
                        const struct json *whole, enum op list, const struct json *row)
{
    struct choice *c = choice_new(hand);

    c->next = next;
    standing_of(whole, list, row, hand, &c->standing);
    if (!app->flow.body)
        (void)app_ask(app, &c->screen, 0, OP_FLOW_SHOW, STR(""));
    fill_menu(app, c);
    return &c->screen;
}

struct screen *verdict_new(struct app *app, struct rpc_reply *reply, const struct hand *hand)
{
    struct choice *c = choice_new(hand);
    const struct json *order = json_member(reply->body, "order");
    int64_t version;

    (void)app;
    c->is_verdict = true;
    c->reply = *reply;
    *reply = (struct rpc_reply){ 0 };
    for (const struct json *w = json_first(json_member(c->reply.body, "remedies"));
         w && c->count < 9; w = json_next(w))
        c->ops[c->count++] = member(w, "op").n ? catalog_find(member(w, "op")) : -1;
    hand_put(&c->hand, P_order, member(order, "no"));
    if (json_int(json_member(order, "version"), &version)) /* the order may have gone on */
        (void)snprintf(c->hand.value[P_version], sizeof(c->hand.value[P_version]), "%lld",
                       (long long)version);
    return &c->screen;
}
