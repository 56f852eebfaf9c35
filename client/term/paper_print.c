/*
 * paper_print.c - from the queue to the printer.
 *
 * The paper of a note is what was fixed when its number was given. It is taken from the queue
 * of printings, or queued once more as a reprint where nothing waits, and the queue learns what
 * came of it; a fault of the printer changes nothing else.
 */
#include <stdio.h>
#include <string.h>

#include "client/kiosk.h"
#include "client/term/paper_in.h"
#include "client/uuid.h"
#include "client/words.h"

/* What the next answer is to: the way of a printing from the queue to the printer. */
enum { ASK_FORM, ASK_AGAIN, ASK_REPRINT, ASK_TAKE, ASK_TEXT, ASK_END };

static bool is_note(const struct paper *p)
{
    return !strncmp(p->number, "DN", 2);
}

static enum op form_op(const struct paper *p)
{
    return is_note(p) ? OP_NOTE_FORM : OP_DOCUMENT_FORM;
}

static enum op again_op(const struct paper *p)
{
    if (is_note(p))
        return p->is_outbound ? OP_NOTE_OUTBOUND : OP_NOTE_REPRINT;
    return OP_DOCUMENT_PRINT;
}

/* --- asking ------------------------------------------------------------------------------- */

static void ask(struct app *app, struct paper *p, int tag, enum op op, struct str reason)
{
    struct json_out out;

    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    if (op_takes(op, P_job))
        json_field_raw(&out, "job", str_of(p->job));
    else
        json_field_str(&out, op_takes(op, P_note) ? "note" : "number", str_of(p->number));
    if (p->is_outbound && op_takes(op, P_form))
        json_field_str(&out, "form", str_of(enum_name(ENUM_paper_form, PAPER_OUTBOUND)));
    if (op_takes(op, P_reason))
        json_field_str(&out, "reason", reason);
    if (!catalog[op].is_query)
        json_field_str(&out, "command", uuid_random(&app->frame));
    json_end_object(&out);
    (void)app_ask(app, &p->screen, tag, op, json_text(&out));
}

void paper_ask(struct app *app, struct paper *p)
{
    ask(app, p, ASK_FORM, form_op(p), STR(""));
}

/* --- to the printer ----------------------------------------------------------------------- */

/* In a kiosk to a queue that it names, elsewhere to the person's own command or folder. */
static struct error give(struct app *app, const struct paper *p,
                         const struct print_paper *paper)
{
    const struct settings *s = &app->settings;
    const char *typed = str_text(&app->frame, paper_typed(p, SPOT_PRINTER));

    return s->kiosk ? print_to_queue(s->print_program, typed, paper->bytes, &app->frame)
                    : print_give(typed, paper, true, &app->frame);
}

/* False: the kiosk has no printer of that name, which is said. */
static bool settle_printer(struct app *app, struct paper *p)
{
    const struct settings *s = &app->settings;
    const char *queue;

    if (!s->kiosk)
        return true;
    queue = kiosk_printer(s, paper_typed(p, SPOT_PRINTER), &app->frame);
    if (queue)
        field_set(&p->fields[SPOT_PRINTER], str_of(queue));
    else if (s->printers)
        app_say(app, LOOK_WARNING, _("The printers here are: %s"), s->printers);
    else
        app_say(app, LOOK_WARNING, "%s", _("No printer is set up here."));
    return queue != NULL;
}

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

/* Puts the paper to the printer; false, and said, when that did not take it. */
static bool put(struct app *app, struct paper *p, struct error err,
                const struct print_paper *paper)
{
    if (!err.code)
        err = give(app, p, paper);
    if (err.code) {
        app_say(app, LOOK_FAULT, "%s %.*s",
                _("Not printed; nothing changed by that, print it again."),
                STR_ARG(text_show(err.detail, &app->frame)));
        return false;
    }
    paper_keep(p, &app->frame);
    app_say(app, LOOK_GOOD, _("Given to %.*s."), STR_ARG(paper_typed(p, SPOT_PRINTER)));
    return true;
}

/* The screen as it was, or a document to be looked at. */
static struct error make_look(struct app *app, const struct paper *p, struct print_paper *out)
{
    struct print_wish wish = paper_wish(p, &app->frame);

    if (!paper_is_document(p)) {
        *out = (struct print_paper){ str_of(p->shown), STR("screen.txt") };
        return OK;
    }
    return print_make(p->form.body, &wish, &app->frame, out);
}

void paper_print(struct app *app, struct paper *p)
{
    struct print_paper paper = { 0 };
    struct error err;

    if (!settle_printer(app, p))
        return;
    if (!p->fields[SPOT_PRINTER].n || (paper_is_document(p) && !p->form.body)) {
        app_say(app, LOOK_WARNING, "%s",
                _("A print command such as lp -d NAME, or a folder, is needed."));
        return;
    }
    if (paper_is_document(p) && app_may(app, again_op(p))) {
        bool has = waits(p);

        ask(app, p, has ? ASK_TAKE : ASK_REPRINT, has ? OP_PRINT_TAKE : again_op(p), STR(""));
        return;
    }
    err = make_look(app, p, &paper);
    if (put(app, p, err, &paper))
        app_over(&p->screen);
}

/* The printing is taken: now it is printed, and the queue is told. */
static void print_taken(struct app *app, struct paper *p, const struct json *body)
{
    struct print_wish wish = paper_wish(p, &app->frame);
    struct print_paper paper = { 0 };
    struct error err;

    wish.look = false;
    err = print_make(body, &wish, &app->frame, &paper);
    p->failed = !put(app, p, err, &paper);
    ask(app, p, ASK_END, p->failed ? OP_PRINT_FAILED : OP_PRINT_DONE, STR("the printer"));
}

/* --- answers ------------------------------------------------------------------------------ */

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

void paper_answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply)
{
    struct paper *p = (struct paper *)s;

    if (app_fault(app, reply)) {
        if (tag != ASK_FORM || !p->form.body)
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
        ask(app, p, ASK_AGAIN, form_op(p), STR(""));
    } else if (tag == ASK_TAKE) {
        ask(app, p, ASK_TEXT, OP_PRINT_FORM, STR(""));
    } else if (p->failed) {
        ask(app, p, ASK_FORM, form_op(p), STR("")); /* the next try is a reprint */
    } else {
        app_over(s);
    }
}
