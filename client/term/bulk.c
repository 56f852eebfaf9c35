/*
 * bulk.c - one act on many documents.
 */
#include "client/term/bulk_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/show.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "client/uuid.h"
#include "client/words.h"

#define UNDER_WAY   4
#define BOX_COLS    72
#define LABEL_CELLS 18
#define FIELDS_MAX  8

static struct bulk *self(struct screen *s)
{
    return (struct bulk *)s;
}

static size_t fated(const struct bulk *b, enum fate fate)
{
    size_t n = 0;

    for (size_t i = 0; i < b->count; i++)
        n += b->jobs[i].fate == fate;
    return n;
}

static bool is_over(const struct bulk *b)
{
    return b->runs && !fated(b, FATE_WAITS) && !fated(b, FATE_SENT);
}

/* --- doing them -------------------------------------------------------------------------- */

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

static void say(struct job *job, enum fate fate, struct str text)
{
    job->fate = fate;
    (void)snprintf(job->text, sizeof(job->text), "%.*s", STR_ARG(text));
}

static void send(struct app *app, struct bulk *b, size_t index)
{
    struct job *job = &b->jobs[index];
    const char *given[PARAM_COUNT] = { 0 };
    struct str args;
    struct error err;

    (void)!sheet_given(&b->sheet, given, &app->frame);
    for (size_t i = 0; i < catalog[b->op].param_count; i++) {
        enum param p = (enum param)catalog[b->op].params[i].param;

        if (job->item.hand.value[p][0])
            given[p] = job->item.hand.value[p];
    }
    err = command_params(b->op, given, str_of(job->id), &app->frame, &args);
    if (err.code)
        say(job, FATE_REFUSED, wording_error(err, &app->frame));
    else if (app_ask(app, &b->screen, (int)index, b->op, args))
        job->fate = FATE_SENT;
}

/* A few at a time: the daemon takes no more of one session. Their ids are on disk before they
 * are on their way. */
static void go_on(struct app *app, struct bulk *b)
{
    size_t sent = fated(b, FATE_SENT), room = UNDER_WAY - sent;

    for (size_t i = 0; i < b->count && room && sent < UNDER_WAY; i++)
        if (b->jobs[i].fate == FATE_WAITS && !b->jobs[i].is_begun) {
            b->jobs[i].is_begun = true;
            (void)snprintf(b->jobs[i].id, sizeof(b->jobs[i].id), "%.*s",
                           STR_ARG(uuid_random(&app->frame)));
            room--;
        }
    bulk_keep(app, b);
    for (size_t i = 0; i < b->count && sent < UNDER_WAY; i++)
        if (b->jobs[i].fate == FATE_WAITS && b->jobs[i].is_begun) {
            send(app, b, i);
            if (b->jobs[i].fate == FATE_WAITS)
                return; /* too much waits already */
            sent += b->jobs[i].fate == FATE_SENT;
        }
}

static void on_verdict(struct app *app, struct job *job, struct rpc_reply *reply)
{
    struct arena *a = &app->frame;
    const struct json *body = reply->body, *order = json_member(body, "order");
    const struct json *note = json_member(body, "note");
    struct str outcome = member(body, "outcome"), text;

    if (str_eq(outcome, STR("DONE"))) {
        text = note ? str_format(a, "%.*s %.*s", STR_ARG(member(note, "no")),
                                 STR_ARG(wording_member(note, "state", a)))
                    : wording_member(order, "state", a);
        say(job, FATE_DONE, text_show(text, a));
        return;
    }
    text = words_of(member(body, "text"), a);
    if (member(body, "rule").n)
        text = str_format(a, "%.*s: %.*s", STR_ARG(member(body, "rule")), STR_ARG(text));
    say(job, str_eq(outcome, STR("REFUSED")) ? FATE_REFUSED : FATE_HELD, text_show(text, a));
    job->reply = *reply;
    *reply = (struct rpc_reply){ 0 };
}

static void answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct bulk *b = self(s);
    struct job *job = &b->jobs[tag];
    struct error err = session_error(reply, &app->frame);

    if (err.code)
        say(job, FATE_REFUSED, wording_error(err, &app->frame));
    else
        on_verdict(app, job, reply);
    go_on(app, b);
    if (!is_over(b))
        return;
    for (b->at = 0; b->at + 1 < b->count && b->jobs[b->at].fate == FATE_DONE;)
        b->at++;
    if (fated(b, FATE_DONE) == b->count) /* the cursor stands where there is something to do */
        b->at = 0;
    app_say(app, fated(b, FATE_DONE) == b->count ? LOOK_GOOD : LOOK_WARNING,
            _("%zu done, %zu waiting, %zu refused."), fated(b, FATE_DONE), fated(b, FATE_HELD),
            fated(b, FATE_REFUSED));
}

/* What was refused is judged anew, by a new command. */
static void again(struct app *app, struct bulk *b)
{
    for (size_t i = 0; i < b->count; i++) {
        struct job *job = &b->jobs[i];

        if (job->fate != FATE_REFUSED)
            continue;
        rpc_reply_release(&job->reply);
        job->reply = (struct rpc_reply){ 0 };
        job->is_begun = false;
        say(job, FATE_WAITS, STR(""));
    }
    go_on(app, b);
}

/* --- keys -------------------------------------------------------------------------------- */

static bool count_is_right(const struct bulk *b)
{
    int64_t typed = 0;

    return b->count <= BULK_TYPED ||
           (str_int(field_text(&b->typed), &typed) && typed == (int64_t)b->count);
}

static void begin(struct app *app, struct bulk *b)
{
    const char *given[PARAM_COUNT] = { 0 };

    if (!sheet_given(&b->sheet, given, &app->frame)) {
        b->in_count = false;
        return;
    }
    if (!count_is_right(b)) {
        b->in_count = true;
        app_say(app, LOOK_WARNING, _("Type how many there are, %zu, then F2."), b->count);
        return;
    }
    if (!app_may_send(app))
        return;
    b->runs = true;
    bulk_keep_open(app, b);
    go_on(app, b);
}

static void box_key(struct app *app, struct bulk *b, const struct key *key)
{
    if (key->action == ACT_DO) {
        begin(app, b);
    } else if (key->action == ACT_BACK || key->action == ACT_CANCEL) {
        app_over(&b->screen);
    } else if (key->action == ACT_TO_FIELD && key->code < b->sheet.count) {
        b->in_count = false;
        sheet_go(&b->sheet, key->code);
    } else if (b->in_count && (key->action == ACT_UP || key->action == ACT_BACKTAB)) {
        b->in_count = b->sheet.count == 0;
    } else if (b->in_count) {
        (void)field_key(&b->typed, key, &app->frame);
    } else if (b->sheet.count && sheet_key(&b->sheet, key, &app->frame) == SHEET_END) {
        b->in_count = b->count > BULK_TYPED;
    }
}

static void open_verdict(struct app *app, struct job *job)
{
    if (job->reply.body)
        app_push(app, verdict_new(app, &job->reply, &job->item.hand));
}

static void result_key(struct app *app, struct bulk *b, const struct key *pressed)
{
    struct key key = key_in_list(*pressed);
    size_t last = b->count - 1;

    if (key.action == ACT_BACK || key.action == ACT_CANCEL ||
        (key.action == ACT_ENTER && is_over(b) && !b->jobs[b->at].reply.body)) {
        app_over(&b->screen);
        app_refresh(app);
    } else if (key.action == ACT_ENTER) {
        open_verdict(app, &b->jobs[b->at]);
    } else if (key.action == ACT_DO && is_over(b) && fated(b, FATE_REFUSED)) {
        again(app, b);
    } else if (key.action == ACT_UP || key.action == ACT_WHEEL_UP) {
        b->at -= b->at > 0;
    } else if (key.action == ACT_DOWN || key.action == ACT_WHEEL_DOWN) {
        b->at += b->at < last;
    } else if (key.action == ACT_PREV) {
        b->at = b->at > 10 ? b->at - 10 : 0;
    } else if (key.action == ACT_NEXT) {
        b->at = b->at + 10 < last ? b->at + 10 : last;
    } else if (key.action == ACT_TO_ROW && key.code < b->count) {
        if (b->at == key.code)
            open_verdict(app, &b->jobs[b->at]);
        b->at = key.code;
    }
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    if (self(s)->runs)
        result_key(app, self(s), pressed);
    else
        box_key(app, self(s), pressed);
}

/* --- drawing ----------------------------------------------------------------------------- */

/* "Print 10 documents, 120,400.00 in all?" */
static struct str question(const struct bulk *b, struct arena *a)
{
    struct money total = { 0 };
    bool known = true;

    for (size_t i = 0; i < b->count; i++)
        known = known && b->jobs[i].item.has_amount &&
                money_add(total, b->jobs[i].item.amount, &total);
    if (!known)
        return str_format(a, _n("%zu document?", "%zu documents?", b->count), b->count);
    return str_format(a,
                      _n("%zu document, %.*s in all?", "%zu documents, %.*s in all?", b->count),
                      b->count, STR_ARG(show_text(money_text(total, a), a)));
}

static struct str numbers(const struct bulk *b, struct arena *a)
{
    struct str all = STR("");

    for (size_t i = 0; i < b->count && all.n < 400; i++)
        all = str_format(a, "%.*s%s%s", STR_ARG(all), i ? " " : "", b->jobs[i].item.no);
    return all;
}

static void draw_box(struct app *app, struct bulk *b)
{
    struct arena *a = &app->frame;
    bool types = b->count > BULK_TYPED;
    struct area box = app_box(app, b->sheet.count + 7 + types, BOX_COLS), in, part;
    size_t row;

    paint_box(&app->paint, box, str_of(catalog[b->op].name), a);
    in = (struct area){ box.row + 1, box.col + 2, box.rows - 2, box.cols - 4 };
    row = in.row;
    paint_text(&app->paint, row++, in.col, in.cols, LOOK_TITLE,
               str_of(words(catalog[b->op].help)), a);
    paint_text(&app->paint, row++, in.col, in.cols, LOOK_WARNING, question(b, a), a);
    paint_text(&app->paint, row++, in.col, in.cols, LOOK_PLAIN, numbers(b, a), a);
    if (b->left_out)
        paint_text(
            &app->paint, row, in.col, in.cols, LOOK_DIM,
            str_format(a,
                       _n("%zu marked row has another next step: left out.",
                          "%zu marked rows have another next step: left out.", b->left_out),
                       b->left_out),
            a);
    row++;
    part = (struct area){ row, in.col, b->sheet.count, in.cols };
    paint_cursor(&app->paint, row, in.col);
    sheet_draw(&b->sheet, &app->paint, part, !b->in_count, a);
    row += b->sheet.count;
    if (types) {
        paint_text(&app->paint, row, in.col + 1, LABEL_CELLS, LOOK_PLAIN,
                   str_of(_("how many are they")), a);
        field_draw(&b->typed, &app->paint, row, in.col + LABEL_CELLS + 2, 8, LOOK_FIELD,
                   b->in_count, a);
    }
    paint_text(&app->paint, in.row + in.rows - 1, in.col, in.cols, LOOK_DIM,
               b->sheet.count && !b->in_count ? sheet_hint(&b->sheet, a)
                                              : str_of(_("F2 does it, F12 leaves it.")),
               a);
}

static struct str fate_text(const struct job *job)
{
    switch (job->fate) {
    case FATE_WAITS:
        return str_of(_("waits"));
    case FATE_SENT:
        return str_of(_("sent"));
    case FATE_DONE:
        return str_of(_("done"));
    case FATE_HELD:
        return str_of(_("held"));
    case FATE_REFUSED:
        return str_of(_("refused"));
    }
    return STR("");
}

static void draw_job(struct app *app, struct bulk *b, size_t i, struct area line)
{
    static const enum look looks[] = { LOOK_DIM, LOOK_DIM, LOOK_GOOD, LOOK_WARNING,
                                       LOOK_FAULT };
    struct arena *a = &app->frame;
    const struct job *job = &b->jobs[i];
    struct str text =
        str_format(a, "%c %.*s %.*s %s", i == b->at ? '>' : ' ',
                   STR_ARG(text_column(str_of(job->item.no), 16, TEXT_LEFT, a)),
                   STR_ARG(text_column(fate_text(job), 9, TEXT_LEFT, a)), job->text);

    paint_text(&app->paint, line.row, line.col, line.cols,
               i == b->at ? LOOK_SELECTED : looks[job->fate], text, a);
    paint_spot(&app->paint, line, ACT_TO_ROW, (uint32_t)i);
    if (i == b->at)
        paint_cursor(&app->paint, line.row, line.col);
}

static void draw_results(struct app *app, struct bulk *b)
{
    struct arena *a = &app->frame;
    struct str keys =
        str_of(!is_over(b) ? _("F3 leaves; what was sent goes on, the rest is not sent.")
               : fated(b, FATE_REFUSED)
                   ? _("Enter shows why and the ways out, F2 tries the refused again.")
                   : _("Enter goes back to the list."));
    size_t rows = wrap_rows(keys, app_box(app, 1, BOX_COLS + 4).cols - 4);
    struct area box = app_box(app, b->count + 3 + rows, BOX_COLS + 4);
    size_t seen = box.rows > 3 + rows ? box.rows - 3 - rows : 1;

    paint_box(&app->paint, box,
              str_format(a, _("%s: %zu of %zu"), catalog[b->op].name,
                         b->count - fated(b, FATE_WAITS) - fated(b, FATE_SENT), b->count),
              a);
    if (b->at < b->top)
        b->top = b->at;
    if (b->at >= b->top + seen)
        b->top = b->at - seen + 1;
    for (size_t i = 0; i < seen && b->top + i < b->count; i++)
        draw_job(app, b, b->top + i,
                 (struct area){ box.row + 1 + i, box.col + 2, 1, box.cols - 4 });
    wrap_draw(&app->paint,
              (struct area){ box.row + box.rows - 1 - rows, box.col + 2, rows, box.cols - 4 },
              LOOK_DIM, keys, a);
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct bulk *b = self(s);
    struct arena *a = &app->frame;

    t->act = &catalog[b->op];
    t->title = str_of(catalog[b->op].name);
    for (size_t i = 0; b->runs && i < b->count; i++)
        tell_choice(t, str_format(a, "%s %.*s %s", b->jobs[i].item.no,
                                  STR_ARG(fate_text(&b->jobs[i])), b->jobs[i].text));
    if (b->runs)
        return;
    tell_line(t, str_of(words(catalog[b->op].help)));
    tell_line(t, question(b, a));
    tell_line(t, numbers(b, a));
    if (b->in_count) {
        t->field = &b->typed;
        t->label = str_of(_("how many are they"));
    } else {
        t->sheet = &b->sheet;
    }
}

static void draw(struct app *app, struct screen *s)
{
    if (self(s)->runs)
        draw_results(app, self(s));
    else
        draw_box(app, self(s));
}

/* --- the screen -------------------------------------------------------------------------- */

static void release(struct screen *s)
{
    struct bulk *b = self(s);

    bulk_keep_close(b);
    for (size_t i = 0; i < b->count; i++)
        rpc_reply_release(&b->jobs[i].reply);
    free(b->jobs);
    sheet_release(&b->sheet);
    field_release(&b->typed);
    free(b);
}

static const struct bar_item bar[] = {
    { ACT_HELP, NULL },   { ACT_DO, NULL },   { ACT_BACK, NULL },
    { ACT_CANCEL, NULL }, { ACT_NONE, NULL },
};
static const struct screen_kind kind = { bar, true, NULL, draw, key, answer, NULL, release };

/* What the act needs and no document says. */
static void make_sheet(struct bulk *b, const struct hand *hand)
{
    struct sheet_item items[FIELDS_MAX] = { 0 };
    size_t n = 0;

    for (size_t i = 0; i < catalog[b->op].param_count && n < FIELDS_MAX; i++) {
        enum param p = (enum param)catalog[b->op].params[i].param;

        if (hand->value[p][0] || !catalog[b->op].params[i].required)
            continue;
        items[n] = (struct sheet_item){ .param = p,
                                        .label = wording_label(p),
                                        .row = (uint8_t)n,
                                        .label_width = LABEL_CELLS,
                                        .width = BOX_COLS - LABEL_CELLS - 8,
                                        .required = true,
                                        .fast = true };
        n++;
    }
    sheet_init(&b->sheet, items, n);
    if (n)
        sheet_go(&b->sheet, 0);
}

struct screen *bulk_new(struct app *app, enum op op, const struct bulk_item *items,
                        size_t count, size_t left_out)
{
    struct bulk *b = calloc(1, sizeof(*b));

    (void)app;
    if (!b)
        abort();
    count = count < BULK_MOST ? count : BULK_MOST;
    b->jobs = calloc(count + 1, sizeof(*b->jobs));
    if (!b->jobs)
        abort();
    b->screen.kind = &kind;
    b->screen.tell = tell;
    b->draft.fd = -1;
    b->op = op;
    b->count = count;
    b->left_out = left_out;
    for (size_t i = 0; i < count; i++)
        b->jobs[i].item = items[i];
    make_sheet(b, &items[0].hand);
    field_init(&b->typed, 6);
    b->in_count = !b->sheet.count && count > BULK_TYPED;
    return &b->screen;
}

struct screen *bulk_resume(struct app *app, struct draft *draft, const struct json *state)
{
    const struct json *jobs = json_member(state, "jobs");
    int op = catalog_find(member(state, "bulk"));
    size_t count = json_count(jobs);
    struct bulk_item *items = ARENA_ARRAY(&app->frame, count + 1, struct bulk_item);
    struct screen *screen;
    struct bulk *b;

    if (op < 0 || !count || count > BULK_MOST ||
        !str_eq(member(state, "user"), str_of(app->talk.who.user)))
        return NULL;
    bulk_items_read(jobs, items);
    screen = bulk_new(app, (enum op)op, items, count, 0);
    b = self(screen);
    bulk_keep_read(b, state);
    b->draft = *draft;
    draft->fd = -1;
    b->runs = true;
    go_on(app, b);
    return screen;
}
