/*
 * scan.c - the screen of a hand-held: one question, one field, the last three scans, four keys
 * (SCREENS.md 1).
 *
 * A scanned note shows its next step; F2 does it. What the step needs besides is asked one by
 * one. A fault rings once, because nobody looks at the screen while he scans.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/term/detail.h"
#include "client/term/tell.h"
#include "client/term/typed.h"
#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "client/uuid.h"
#include "client/words.h"

enum { TAG_NOTE, TAG_COMMAND };
#define LAST 3
/* A product's name beside its code. */
#define NAME_CELLS 16

struct scan {
    struct screen screen;
    struct field field;
    struct detail note; /* the one at hand */
    struct hand hand;
    int op;      /* its next step, or -1 */
    char id[40]; /* of the command under way or unanswered; "" */
    char last[LAST][400];
    enum look last_look[LAST];
};

static struct scan *self(struct screen *s)
{
    return (struct scan *)s;
}

static void remember(struct app *app, struct scan *s, enum look look, struct str text)
{
    memmove(s->last[1], s->last[0], sizeof(s->last[0]) * (LAST - 1));
    memmove(&s->last_look[1], &s->last_look[0], sizeof(s->last_look[0]) * (LAST - 1));
    (void)snprintf(s->last[0], sizeof(s->last[0]), "%.*s", STR_ARG(text));
    s->last_look[0] = look;
    app->rings = app->rings || look == LOOK_FAULT;
}

/* --- what is asked ----------------------------------------------------------------------- */

/* The first thing that the step needs and nobody has said; -1: it can be done. */
static int missing(const struct scan *s)
{
    const struct op_info *info = s->op >= 0 ? &catalog[s->op] : NULL;

    for (size_t i = 0; info && i < info->param_count; i++)
        if (info->params[i].required && !s->hand.value[info->params[i].param][0])
            return (int)info->params[i].param;
    return -1;
}

static void forget(struct scan *s)
{
    detail_release(&s->note);
    s->hand = (struct hand){ 0 };
    s->op = -1;
    s->id[0] = '\0';
    field_set(&s->field, STR(""));
}

static void look_up(struct app *app, struct scan *s, struct str number)
{
    struct json_out out;

    forget(s);
    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, "note", number);
    json_end_object(&out);
    (void)app_ask(app, &s->screen, TAG_NOTE, OP_NOTE_SHOW, json_text(&out));
}

/* What was typed or scanned: a note, or what the step asks for. */
static void take_text(struct app *app, struct scan *s)
{
    struct str text = str_dup(&app->frame, str_trim(field_text(&s->field)));
    int param = missing(s);
    bool is_note = text.n > 2 && (text.p[0] | 32) == 'd' && (text.p[1] | 32) == 'n';

    if (!text.n)
        return;
    field_set(&s->field, STR(""));
    if (param < 0 || is_note)
        look_up(app, s, text);
    else
        hand_put(&s->hand, (enum param)param,
                 typed_plain((enum param)param, text, typed_now(), &app->frame));
}

static void send(struct app *app, struct scan *s)
{
    const char *given[PARAM_COUNT] = { 0 };
    struct str args;
    struct error err;

    take_text(app, s);
    if (talk_waits(&app->talk, s) || !app_may_send(app))
        return;
    if (s->op < 0 || missing(s) >= 0) {
        app_say(app, LOOK_WARNING, "%s",
                s->note.loaded ? _("Something is still asked for.") : _("Scan a note first."));
        return;
    }
    if (!app_may(app, (enum op)s->op)) {
        app_say(app, LOOK_WARNING, _("%.*s: that is not yours to do."),
                STR_ARG(wording_act((enum op)s->op, &app->frame)));
        return;
    }
    for (size_t i = 0; i < catalog[s->op].param_count; i++) {
        enum param p = (enum param)catalog[s->op].params[i].param;

        if (s->hand.value[p][0])
            given[p] = s->hand.value[p];
    }
    if (!s->id[0])
        (void)snprintf(s->id, sizeof(s->id), "%.*s", STR_ARG(uuid_random(&app->frame)));
    err = command_params((enum op)s->op, given, str_of(s->id), &app->frame, &args);
    if (err.code)
        app_say(app, LOOK_FAULT, "%.*s", STR_ARG(wording_error(err, &app->frame)));
    else
        (void)app_ask(app, &s->screen, TAG_COMMAND, (enum op)s->op, args);
}

/* The next step and the one behind it as one act, where the house has one. */
static void send_both(struct app *app, struct scan *s)
{
    static const struct {
        enum op first, both;
    } pairs[] = { { OP_NOTE_ACCEPT, OP_NOTE_RECEIVE },
                  { OP_NOTE_PICK, OP_NOTE_PICK_CHECK },
                  { OP_NOTE_ISSUE, OP_NOTE_SHIP } };

    take_text(app, s);
    if (talk_waits(&app->talk, s))
        return;
    for (size_t i = 0; i < COUNT(pairs); i++)
        if (s->op == (int)pairs[i].first) {
            s->op = (int)pairs[i].both;
            s->id[0] = '\0';
        }
    if (s->op < 0 || missing(s) < 0)
        send(app, s);
}

/* --- answers ----------------------------------------------------------------------------- */

/* The next step is not mine: it is said whose, and the next scan is awaited. */
static void leave_to_others(struct app *app, struct scan *s)
{
    struct str who = detail_text(&s->note, "next", "who");

    remember(app, s, LOOK_WARNING,
             str_format(&app->frame, "%s  %.*s%s%.*s", s->hand.value[P_note],
                        STR_ARG(wording_act((enum op)s->op, &app->frame)),
                        who.n ? _(", with ") : "", STR_ARG(who)));
    s->op = -1;
}

static void on_note(struct app *app, struct scan *s, struct rpc_reply *reply)
{
    struct str act;

    detail_load(&s->note, reply);
    detail_hand(&s->note, &s->hand);
    hand_put(&s->hand, P_note, detail_text(&s->note, "note", "no"));
    act = detail_text(&s->note, "next", "act");
    s->op = act.n ? catalog_find(act) : -1;
    if (s->op >= 0 && !op_takes((enum op)s->op, P_note))
        s->op = -1;
    if (s->op >= 0 && !app_may(app, (enum op)s->op)) { /* said, and not offered */
        remember(app, s, LOOK_WARNING,
                 str_format(&app->frame, _("%s: %.*s does what is next: %s"),
                            s->hand.value[P_note],
                            STR_ARG(detail_text(&s->note, "next", "who")),
                            words(catalog[s->op].help)));
        s->op = -1;
        return;
    }
    if (s->op < 0)
        remember(app, s, LOOK_WARNING,
                 str_format(&app->frame, _("%s: no step for storage"), s->hand.value[P_note]));
    else if (!app_may(app, (enum op)s->op))
        leave_to_others(app, s);
}

static void on_verdict(struct app *app, struct scan *s, struct rpc_reply *reply)
{
    struct arena *a = &app->frame;
    struct str outcome = STR(""), text = STR("");
    const char *no = s->hand.value[P_note];

    (void)!json_str(json_member(reply->body, "outcome"), &outcome);
    (void)!json_str(json_member(reply->body, "text"), &text);
    if (str_eq(outcome, STR("DONE"))) {
        remember(app, s, LOOK_GOOD,
                 str_format(a, "%s  %.*s", no, STR_ARG(wording_act((enum op)s->op, a))));
        forget(s);
        return;
    }
    remember(app, s, LOOK_FAULT,
             str_format(a, "%s  %.*s", no, STR_ARG(text_show(words_of(text, a), a))));
    s->id[0] = '\0';
    app_push(app, verdict_new(app, reply, &s->hand));
}

static void answer(struct app *app, struct screen *screen, int tag, struct rpc_reply *reply)
{
    struct scan *s = self(screen);

    if (app_fault(app, reply)) {
        remember(app, s, LOOK_FAULT, str_of(app->message));
        s->id[0] = '\0';
    } else if (tag == TAG_NOTE) {
        on_note(app, s, reply);
    } else {
        on_verdict(app, s, reply);
    }
}

/* --- keys -------------------------------------------------------------------------------- */

static void key(struct app *app, struct screen *screen, const struct key *pressed)
{
    struct scan *s = self(screen);

    if (pressed->action == ACT_BACK) {
        app_over(screen);
    } else if (pressed->action == ACT_CANCEL) {
        forget(s);
    } else if (app_hold(app, screen, pressed)) {
        return; /* a scan typed ahead waits for the note before it */
    } else if (pressed->action == ACT_DO) {
        send(app, s);
    } else if (pressed->action == ACT_RELOAD) {
        send_both(app, s);
    } else if (pressed->action == ACT_ENTER || pressed->action == ACT_TAB) {
        take_text(app, s);
    } else {
        (void)field_key(&s->field, pressed, &app->frame);
    }
}

/* --- drawing ----------------------------------------------------------------------------- */

static struct str question(const struct scan *s, struct arena *a)
{
    int param = missing(s);

    if (!s->note.loaded)
        return str_of(_("Scan a note:"));
    if (s->op < 0)
        return str_of(_("Scan the next note:"));
    if (param >= 0)
        return str_format(a, "%s:", words(wording_label((enum param)param)));
    return str_format(a, "F2: %s", words(catalog[s->op].help));
}

/* The first goods of the note, "P1 x 38, P2 x 100 and 3 more". */
static struct str goods(const struct scan *s, struct arena *a)
{
    const struct json *lines = json_member(s->note.reply.body, "lines");
    struct str text = STR("");
    size_t n = 0;

    for (const struct json *l = json_first(lines); l && n < 2; l = json_next(l), n++)
        text = str_format(a, "%.*s%s%.*s %.*s x %.*s", STR_ARG(text), n ? ", " : "",
                          STR_ARG(wording_member(l, "product", a)),
                          STR_ARG(text_fit(wording_member(l, "name", a), NAME_CELLS, a)),
                          STR_ARG(wording_member(l, "qty", a)));
    if (json_count(lines) > n)
        text = str_format(a, _("%.*s and %zu more"), STR_ARG(text), json_count(lines) - n);
    return text;
}

/* "DN12  Baker & Sons" */
static struct str whose(const struct scan *s, struct arena *a)
{
    return str_format(a, "%s  %.*s", s->hand.value[P_note],
                      STR_ARG(detail_text(&s->note, "note", "customer_name")));
}

/* "SP3  part1  P1 x 38" */
static struct str step_and_goods(const struct scan *s, struct arena *a)
{
    struct str part = str_of(s->hand.value[P_part]);

    return str_format(a, "%.*s%s%s%.*s  %.*s", STR_ARG(detail_text(&s->note, "next", "step")),
                      part.n ? "  " : "", part.n ? _("part") : "", STR_ARG(part),
                      STR_ARG(goods(s, a)));
}

/* Draws what fits, and takes its rows off the area; gives the first one. */
static size_t put(struct app *app, struct area *in, size_t most, enum look look,
                  struct str text)
{
    struct area part = *in;
    size_t row = in->row, rows;

    part.rows = part.rows < most ? part.rows : most;
    rows = wrap_draw(&app->paint, part, look, text, &app->frame);
    in->row += rows;
    in->rows -= rows;
    return row;
}

static void leave_row(struct area *in, bool wanted)
{
    if (wanted && in->rows) {
        in->row++;
        in->rows--;
    }
}

/* The question keeps its field, the last scan its words: what gives way are the goods. */
static void draw(struct app *app, struct screen *screen)
{
    struct scan *s = self(screen);
    struct area in = app_body(app);
    struct arena *a = &app->frame;
    bool roomy = in.rows > 10;

    in.col = 1;
    in.cols -= 2;
    if (s->note.loaded) {
        (void)put(app, &in, 1, LOOK_TITLE, whose(s, a));
        (void)put(app, &in, roomy ? 4 : 2, LOOK_PLAIN, step_and_goods(s, a));
        leave_row(&in, roomy);
    } else {
        leave_row(&in, true);
    }
    (void)put(app, &in, roomy ? 4 : 2, LOOK_KEY, question(s, a));
    field_draw(&s->field, &app->paint, in.row, in.col, in.cols, LOOK_FIELD, true, a);
    leave_row(&in, true);
    leave_row(&in, roomy || !s->note.loaded);
    for (size_t i = 0; i < LAST && in.rows; i++)
        (void)put(app, &in, i || in.rows < 3 ? 1 : 3, s->last_look[i], str_of(s->last[i]));
}

static void tell(struct app *app, struct screen *screen, struct tell *t)
{
    struct scan *s = self(screen);

    t->title = str_of(_("Scan"));
    t->act = s->op >= 0 ? &catalog[s->op] : NULL;
    t->asks = s->note.loaded && missing(s) >= 0 ? &params[missing(s)] : &params[P_note];
    if (s->last[0][0])
        tell_line(t, str_of(s->last[0]));
    if (s->note.loaded) {
        tell_line(t, whose(s, &app->frame));
        tell_line(t, step_and_goods(s, &app->frame));
    }
    t->field = &s->field;
    t->label = question(s, &app->frame);
    t->anew = true;
}

static struct str title(struct app *app, const struct screen *s)
{
    (void)app;
    (void)s;
    return str_of(_("Scan"));
}

static void release(struct screen *screen)
{
    detail_release(&self(screen)->note);
    field_release(&self(screen)->field);
    free(screen);
}

static const struct bar_item bar[] = {
    { ACT_HELP, NULL },          { ACT_DO, NULL },
    { ACT_BACK, N_("Lists") },   { ACT_RELOAD, N_("Both") },
    { ACT_CANCEL, N_("Clear") }, { ACT_NONE, NULL },
};
static const struct screen_kind kind = { bar, false, title, draw, key, answer, NULL, release };

struct screen *scan_new(struct app *app)
{
    struct scan *s = calloc(1, sizeof(*s));

    (void)app;
    if (!s)
        abort();
    s->screen.kind = &kind;
    s->screen.tell = tell;
    s->op = -1;
    field_init(&s->field, LIMIT_CODE);
    return &s->screen;
}
