/*
 * choice.c - boxes of lines of which one is taken: the menu of acts, the ways out of a refusal.
 * Whatever the size, the line under the cursor can be read whole.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/show.h"
#include "client/term/choice.h"
#include "client/term/paper.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "client/words.h"

/* Fewer cells than this have no room for an act's name beside its sentence. */
#define NARROW_CELLS 60
#define NAME_CELLS   21

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
                (op_takes(op, P_goods_return) && c->hand.value[P_goods_return][0]) ||
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

static void take(struct app *app, struct choice *c)
{
    int op = c->at < c->count ? c->ops[c->at] : -1;
    struct str why;

    if (choice_asks_others(c, c->at)) {
        app_say(app, LOOK_CHANGED, _("Waits for somebody else: %.*s."),
                STR_ARG(choice_way(c, c->at, &app->frame)));
        app_over(&c->screen);
    } else if (op >= 0 && !is_possible(app, c, (enum op)op, &why)) {
        app_say(app, LOOK_WARNING, "%.*s", STR_ARG(why));
    } else if (op < 0) {
        app_say(app, LOOK_PLAIN, "%s", _("That is done elsewhere, or by somebody else."));
    } else if (!app_may(app, (enum op)op)) {
        app_say(app, LOOK_WARNING, _("%.*s: that is not yours to do."),
                STR_ARG(wording_act((enum op)op, &app->frame)));
    } else {
        if (c->hand.has_parts)
            hand_put(&c->hand, P_part,
                     str_of(standing_part(&c->standing, app->flow.body, (enum op)op)));
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
    else if (c->is_verdict && (action == ACT_UP || action == ACT_DOWN))
        choice_go_mine(app, c, action == ACT_DOWN);
    else if (c->is_verdict &&
             (action == ACT_PRINT || (action == ACT_CHAR && pressed->code == 'p')))
        app_push(app, paper_new(app, STR(""), false));
    else if (c->is_verdict && (action == ACT_NEXT || action == ACT_PREV))
        choice_scroll_reason(c, action == ACT_NEXT);
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

/* A line of a menu: the act in words, behind it the name by which it is typed; a narrow one
 * has that in its foot alone. */
static struct str menu_line(const struct choice *c, size_t i, size_t cells, struct arena *arena)
{
    enum op op = (enum op)c->ops[i];

    if (cells < NARROW_CELLS)
        return wording_act(op, arena);
    return str_format(arena, "%.*s  %s",
                      STR_ARG(text_column(str_of(words(catalog[op].help)),
                                          cells - NAME_CELLS - 4, TEXT_LEFT, arena)),
                      catalog[op].name);
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

static void draw(struct app *app, struct screen *s)
{
    struct choice *c = self(s);
    struct arena *a = &app->frame;
    size_t wanted = c->is_verdict ? c->count + 9 : c->count + 6;
    struct area box = app_box(app, wanted, 76), in;

    paint_box(&app->paint, box, box_title(c, a), a);
    in = (struct area){ box.row + 1, box.col + 2, box.rows - 2, box.cols - 4 };
    if (c->is_verdict) {
        choice_draw_verdict(app, c, in);
        return;
    }
    paint_text(&app->paint, in.row, in.col, 8, LOOK_TITLE, str_of(_("Search:")), a);
    field_draw(&c->find, &app->paint, in.row, in.col + 9, in.cols - 10, LOOK_FIELD, false, a);
    in.row++;
    in.rows--;
    app_foot(app, &in, foot_text(app, c));
    draw_lines(app, c, in);
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct choice *c = self(s);
    struct str why;

    t->act = c->at < c->count && c->ops[c->at] >= 0 ? &catalog[c->ops[c->at]] : NULL;
    t->title = box_title(c, &app->frame);
    if (c->is_verdict)
        choice_tell_reason(c, t);
    else {
        t->field = &c->find;
        t->label = str_of(_("Search:"));
    }
    for (size_t i = 0; i < c->count; i++) {
        if (c->is_verdict)
            tell_choice(t, choice_way(c, i, &app->frame));
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

    c->is_verdict = true;
    c->reply = *reply;
    *reply = (struct rpc_reply){ 0 };
    for (const struct json *w = json_first(json_member(c->reply.body, "remedies"));
         w && c->count < 9; w = json_next(w))
        c->ops[c->count++] = member(w, "op").n ? catalog_find(member(w, "op")) : -1;
    if (c->count && !choice_is_mine(app, c, 0))
        choice_go_mine(app, c, true);
    hand_put(&c->hand, P_order, member(order, "no"));
    if (json_int(json_member(order, "version"), &version)) /* the order may have gone on */
        (void)snprintf(c->hand.value[P_version], sizeof(c->hand.value[P_version]), "%lld",
                       (long long)version);
    return &c->screen;
}
