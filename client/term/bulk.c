/*
 * bulk.c - one act on many documents.
 */
#include "client/term/bulk_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/term/wording.h"
#include "client/uuid.h"
#include "client/words.h"

#define UNDER_WAY  4
#define FIELDS_MAX 8

static struct bulk *self(struct screen *s)
{
    return (struct bulk *)s;
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
    size_t sent = bulk_fated(b, FATE_SENT), room = UNDER_WAY - sent;

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
    if (!bulk_is_over(b))
        return;
    for (b->at = 0; b->at + 1 < b->count && b->jobs[b->at].fate == FATE_DONE;)
        b->at++;
    if (bulk_fated(b, FATE_DONE) ==
        b->count) /* the cursor stands where there is something to do */
        b->at = 0;
    app_say(app, bulk_fated(b, FATE_DONE) == b->count ? LOOK_GOOD : LOOK_WARNING,
            _("%zu done, %zu waiting, %zu refused."), bulk_fated(b, FATE_DONE),
            bulk_fated(b, FATE_HELD), bulk_fated(b, FATE_REFUSED));
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
        (key.action == ACT_ENTER && bulk_is_over(b) && !b->jobs[b->at].reply.body)) {
        app_over(&b->screen);
        app_refresh(app);
    } else if (key.action == ACT_ENTER) {
        open_verdict(app, &b->jobs[b->at]);
    } else if (key.action == ACT_DO && bulk_is_over(b) && bulk_fated(b, FATE_REFUSED)) {
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
static const struct screen_kind kind = {
    bar, true, NULL, bulk_draw, key, answer, NULL, release
};

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
                                        .label_width = BULK_LABEL,
                                        .width = BULK_COLS - BULK_LABEL - 8,
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
    b->screen.tell = bulk_tell;
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
