/*
 * paper.c - printing from the screens.
 *
 * The paper of a note is what was fixed when its number was given. It is taken from the queue
 * of printings, or queued once more as a reprint where nothing waits, and the queue learns what
 * came of it; a fault of the printer changes nothing else.
 */
#include "client/term/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/kiosk.h"
#include "client/print_out.h"
#include "client/term/field.h"
#include "client/term/keep.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/uuid.h"
#include "client/words.h"
#include "common/paper.h"

#define KEPT "printer"

/* What the next answer is to: the way of a printing from the queue to the printer. */
enum { ASK_FORM, ASK_AGAIN, ASK_REPRINT, ASK_TAKE, ASK_TEXT, ASK_END };

struct paper {
    struct screen screen;
    struct rpc_reply form; /* of a note; owned */
    char *shown;           /* the screen as it was; heap; NULL for a note */
    char note[LIMIT_CODE * LIMIT_UTF8_BYTES + 1];
    char job[24]; /* the printing in hand */
    bool failed;  /* the printer did not take it */
    struct field printer, copies;
    bool in_copies;
    size_t top;
};

static struct paper *self(struct screen *s)
{
    return (struct paper *)s;
}

static bool is_note(const struct paper *p)
{
    return !p->shown;
}

/* What would be printed. */
static struct error text_of(const struct paper *p, struct arena *arena, struct str *out)
{
    unsigned copies = PAPER_ALL;
    const char *list = p->copies.n ? str_text(arena, field_text(&p->copies)) : NULL;
    struct error err;

    *out = str_of(p->shown ? p->shown : "");
    if (!is_note(p) || !p->form.body)
        return OK;
    err = paper_set_read(list, arena, &copies);
    return err.code ? err : print_look(p->form.body, copies, arena, out);
}

/* --- remembered -------------------------------------------------------------------------- */

static void read_kept(struct paper *p, struct arena *arena)
{
    struct str kept = keep_get(KEPT, arena);
    const char *end = kept.n ? memchr(kept.p, '\n', kept.n) : NULL;
    size_t n = end ? (size_t)(end - kept.p) : kept.n;

    field_set(&p->printer, n ? (struct str){ kept.p, n } : STR("lp"));
    if (end)
        field_set(&p->copies, str_trim((struct str){ end + 1, kept.n - n - 1 }));
}

static void keep(const struct paper *p, struct arena *arena)
{
    keep_put(KEPT,
             str_format(arena, "%.*s\n%.*s\n", STR_ARG(field_text(&p->printer)),
                        STR_ARG(field_text(&p->copies))),
             arena);
}

/* --- asking ------------------------------------------------------------------------------ */

/* In a kiosk to a queue that it names, elsewhere to the person's own command. */
static struct error give(struct app *app, const struct paper *p, struct str text)
{
    const struct settings *s = &app->settings;
    const char *typed = str_text(&app->frame, field_text(&p->printer));

    return s->kiosk ? print_to_queue(s->print_program, typed, text, &app->frame)
                    : print_to_command(typed, text, true, &app->frame);
}

/* False: the kiosk has no printer of that name, which is said. */
static bool settle_printer(struct app *app, struct paper *p)
{
    const struct settings *s = &app->settings;
    const char *queue;

    if (!s->kiosk)
        return true;
    queue = kiosk_printer(s, field_text(&p->printer), &app->frame);
    if (queue)
        field_set(&p->printer, str_of(queue));
    else if (s->printers)
        app_say(app, LOOK_WARNING, _("The printers here are: %s"), s->printers);
    else
        app_say(app, LOOK_WARNING, "%s", _("No printer is set up here."));
    return queue != NULL;
}

static void ask(struct app *app, struct paper *p, int tag, enum op op, struct str reason)
{
    struct json_out out;

    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    if (op_takes(op, P_job))
        json_field_raw(&out, "job", str_of(p->job));
    else
        json_field_str(&out, "note", str_of(p->note));
    if (op_takes(op, P_reason))
        json_field_str(&out, "reason", reason);
    if (!catalog[op].is_query)
        json_field_str(&out, "command", uuid_random(&app->frame));
    json_end_object(&out);
    (void)app_ask(app, &p->screen, tag, op, json_text(&out));
}

/* --- to the printer ---------------------------------------------------------------------- */

static bool waits(struct paper *p)
{
    const struct json *jobs = json_member(p->form.body, "jobs");
    struct str state, job;

    for (const struct json *j = json_first(jobs); j; j = json_next(j))
        if (json_str(json_member(j, "state"), &state) && str_eq(state, STR("QUEUED")) &&
            json_str(json_member(j, "job"), &job) && job.n < sizeof(p->job)) {
            (void)snprintf(p->job, sizeof(p->job), "%.*s", STR_ARG(job));
            return true;
        }
    return false;
}

/* Puts the text to the command; false, and said, when that did not take it. */
static bool put(struct app *app, struct paper *p, struct error err, struct str text)
{
    if (!err.code)
        err = give(app, p, text);
    if (err.code) {
        app_say(app, LOOK_FAULT, "%s %.*s",
                _("Not printed; nothing changed by that, print it again."),
                STR_ARG(text_show(err.detail, &app->frame)));
        return false;
    }
    keep(p, &app->frame);
    app_say(app, LOOK_GOOD, _("Given to %.*s."), STR_ARG(field_text(&p->printer)));
    return true;
}

/* From the queue where something waits there, else once more, marked as a reprint. Who may do
 * neither prints what he sees: it says that it is to be looked at. */
static void print(struct app *app, struct paper *p)
{
    struct str text;
    struct error err = text_of(p, &app->frame, &text);

    if (!settle_printer(app, p))
        return;
    if (!p->printer.n || !text.n) {
        app_say(app, LOOK_WARNING, "%s", _("A print command is needed, such as lp -d NAME."));
        return;
    }
    if (is_note(p) && !err.code && app_may(app, OP_NOTE_REPRINT)) {
        bool has = waits(p);

        ask(app, p, has ? ASK_TAKE : ASK_REPRINT, has ? OP_PRINT_TAKE : OP_NOTE_REPRINT,
            STR(""));
        return;
    }
    if (put(app, p, err, text))
        app_over(&p->screen);
}

/* The printing is taken: now it is printed, and the queue is told. */
static void print_taken(struct app *app, struct paper *p, const struct json *body)
{
    const char *list = p->copies.n ? str_text(&app->frame, field_text(&p->copies)) : NULL;
    unsigned copies = PAPER_ALL;
    struct str text = STR("");
    struct error err = paper_set_read(list, &app->frame, &copies);

    if (!err.code)
        err = print_text(body, copies, &app->frame, &text);
    p->failed = !put(app, p, err, text);
    ask(app, p, ASK_END, p->failed ? OP_PRINT_FAILED : OP_PRINT_DONE, STR("the printer"));
}

/* --- keys -------------------------------------------------------------------------------- */

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct paper *p = self(s);
    enum action action = pressed->action;

    if (action == ACT_BACK || action == ACT_CANCEL) {
        app_over(s);
    } else if (action == ACT_DO || action == ACT_PRINT) {
        if (!app_hold(app, s, pressed))
            print(app, p);
    } else if (action == ACT_TAB || action == ACT_BACKTAB || action == ACT_ENTER) {
        p->in_copies = is_note(p) && !p->in_copies;
        field_enter(p->in_copies ? &p->copies : &p->printer);
    } else if (action == ACT_TO_FIELD) {
        p->in_copies = pressed->code == 1;
    } else if (action == ACT_NEXT) {
        p->top += 10;
    } else if (action == ACT_PREV) {
        p->top = p->top > 10 ? p->top - 10 : 0;
    } else if (action == ACT_DOWN || action == ACT_WHEEL_DOWN) {
        p->top++;
    } else if (action == ACT_UP || action == ACT_WHEEL_UP) {
        p->top -= p->top > 0;
    } else {
        (void)field_key(p->in_copies ? &p->copies : &p->printer, pressed, &app->frame);
    }
}

/* The outcome of a command; what was refused is said. */
static bool was_done(struct app *app, const struct rpc_reply *reply)
{
    struct str outcome = STR(""), text = STR("");

    if (json_str(json_member(reply->body, "outcome"), &outcome) && str_eq(outcome, STR("DONE")))
        return true;
    if (json_str(json_member(reply->body, "text"), &text))
        app_say(app, LOOK_FAULT, "%.*s", STR_ARG(words_of(text, &app->frame)));
    return false;
}

static void take_form(struct paper *p, struct rpc_reply *reply)
{
    rpc_reply_release(&p->form);
    p->form = *reply;
    *reply = (struct rpc_reply){ 0 };
}

static void answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct paper *p = self(s);

    if (app_fault(app, reply)) {
        app_over(s);
    } else if (tag == ASK_FORM) {
        take_form(p, reply);
    } else if (tag == ASK_AGAIN) {
        take_form(p, reply);
        if (waits(p))
            ask(app, p, ASK_TAKE, OP_PRINT_TAKE, STR(""));
    } else if (tag == ASK_TEXT) {
        print_taken(app, p, reply->body);
    } else if (!was_done(app, reply)) {
        app_over(s);
    } else if (tag == ASK_REPRINT) {
        ask(app, p, ASK_AGAIN, OP_NOTE_FORM, STR(""));
    } else if (tag == ASK_TAKE) {
        ask(app, p, ASK_TEXT, OP_PRINT_FORM, STR(""));
    } else if (p->failed) {
        ask(app, p, ASK_FORM, OP_NOTE_FORM, STR("")); /* the next try is a reprint */
    } else {
        app_over(s);
    }
}

/* --- drawing ----------------------------------------------------------------------------- */

static size_t draw_field(struct app *app, struct area in, size_t col, const char *label,
                         struct field *field, size_t width, bool here, uint32_t number)
{
    struct str text = str_of(label);
    size_t cells = text_cells(text);

    paint_text(&app->paint, in.row, col, cells, LOOK_TITLE, text, &app->frame);
    field_draw(field, &app->paint, in.row, col + cells + 1, width, LOOK_FIELD, here,
               &app->frame);
    paint_spot(&app->paint, (struct area){ in.row, col, 1, cells + width + 1 }, ACT_TO_FIELD,
               number);
    return col + cells + width + 3;
}

/* The lines of the paper, from the first that is seen on. */
static size_t draw_lines(struct app *app, struct paper *p, struct area in, struct str text)
{
    size_t line = 0;

    while (text.n) {
        const char *end = memchr(text.p, '\n', text.n);
        size_t n = end ? (size_t)(end - text.p) : text.n;

        if (line >= p->top && line - p->top < in.rows)
            paint_text(&app->paint, in.row + line - p->top, in.col, in.cols, LOOK_PLAIN,
                       text_show((struct str){ text.p, n }, &app->frame), &app->frame);
        line++;
        n += end != NULL;
        text = (struct str){ text.p + n, text.n - n };
    }
    return line;
}

static void draw(struct app *app, struct screen *s)
{
    struct paper *p = self(s);
    struct area in = app_body(app);
    struct str text;
    struct error err = text_of(p, &app->frame, &text);
    size_t col, lines, room = in.cols > 50 ? in.cols - 50 : 10;

    col = draw_field(app, in, 1, _("Printer:"), &p->printer, room < 36 ? room : 36,
                     !p->in_copies, 0);
    if (is_note(p))
        (void)draw_field(app, in, col, _("Copies:"), &p->copies, 10, p->in_copies, 1);
    paint_rule(&app->paint, in.row + 1, 0, in.cols, LOOK_DIM);
    in.row += 2;
    in.rows -= 2;
    if (err.code) {
        paint_text(&app->paint, in.row, 1, in.cols - 1, LOOK_FAULT,
                   wording_error(err, &app->frame), &app->frame);
        return;
    }
    lines = draw_lines(app, p, in, text);
    if (p->top >= lines)
        p->top = lines ? lines - 1 : 0;
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct paper *p = self(s);

    (void)app;
    t->title = str_of(_("Print"));
    t->field = p->in_copies ? &p->copies : &p->printer;
    t->label = str_of(p->in_copies ? _("Copies:") : _("Printer:"));
}

/* --- the screen -------------------------------------------------------------------------- */

static struct str title(struct app *app, const struct screen *s)
{
    (void)app;
    (void)s;
    return str_of(_("Print"));
}

static void release(struct screen *s)
{
    struct paper *p = self(s);

    rpc_reply_release(&p->form);
    field_release(&p->printer);
    field_release(&p->copies);
    free(p->shown);
    free(p);
}

static const struct bar_item bar[] = {
    { ACT_HELP, NULL }, { ACT_DO, N_("Print") }, { ACT_BACK, NULL }, { ACT_PREV, NULL },
    { ACT_NEXT, NULL }, { ACT_CANCEL, NULL },    { ACT_NONE, NULL },
};
static const struct screen_kind kind = { bar, false, title, draw, key, answer, NULL, release };

/* The screen as text, blanks at the ends of lines left out. */
static char *shown_now(struct app *app)
{
    struct str all = STR("");
    char *text;

    for (size_t row = 0; row + 1 < app->paint.rows; row++) {
        struct str line = paint_line(&app->paint, row, &app->frame);

        while (line.n && line.p[line.n - 1] == ' ')
            line.n--;
        all = str_format(&app->frame, "%.*s%.*s\n", STR_ARG(all), STR_ARG(line));
    }
    text = strndup(all.p, all.n);
    if (!text)
        abort();
    return text;
}

struct screen *paper_new(struct app *app, struct str note)
{
    struct paper *p = calloc(1, sizeof(*p));

    if (!p)
        abort();
    p->screen.kind = &kind;
    p->screen.tell = tell;
    field_init(&p->printer, LIMIT_NAME);
    field_init(&p->copies, 10);
    read_kept(p, &app->frame);
    if (app->settings.kiosk &&
        !kiosk_printer(&app->settings, field_text(&p->printer), &app->frame)) {
        const char *first = kiosk_printer(&app->settings, STR(""), &app->frame);

        field_set(&p->printer, str_of(first ? first : ""));
    }
    if (note.n && note.n < sizeof(p->note) && app_may(app, OP_NOTE_FORM)) {
        (void)snprintf(p->note, sizeof(p->note), "%.*s", STR_ARG(note));
        ask(app, p, ASK_FORM, OP_NOTE_FORM, STR(""));
    } else {
        app_draw(app);
        p->shown = shown_now(app);
    }
    return &p->screen;
}
