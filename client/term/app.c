/*
 * app.c - the stack of screens, and what reaches them.
 */
#include "client/term/app.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/details.h"
#include "client/term/frame.h"
#include "client/term/language.h"
#include "client/term/screens.h"
#include "client/term/wording.h"
#include "client/words.h"
#include "common/catalog_roles.h"
#include "common/utf8.h"

/* --- the stack --------------------------------------------------------------------------- */

void app_push(struct app *app, struct screen *screen)
{
    screen->below = app->top;
    screen->serial = ++app->serials;
    app->top = screen;
}

void app_over(struct screen *screen)
{
    screen->is_over = true;
}

/* Lets go of the screens that are over; the last one ends the program. */
static void sweep(struct app *app)
{
    struct screen **at = &app->top;

    while (*at) {
        struct screen *s = *at;

        if (!s->is_over) {
            at = &s->below;
            continue;
        }
        *at = s->below;
        talk_forget(&app->talk, s);
        s->kind->release(s);
    }
    if (!app->top && app->was_ready)
        app->ends = true;
}

/* --- asking ------------------------------------------------------------------------------ */

void app_say(struct app *app, enum look look, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    (void)vsnprintf(app->message, sizeof(app->message), format, values);
    va_end(values);
    app->message_look = look;
}

bool app_ask(struct app *app, struct screen *screen, int tag, enum op op, struct str args)
{
    bool sent = talk_ask(&app->talk, screen, tag, catalog[op].name, !catalog[op].is_query, args,
                         &app->frame);

    if (!sent)
        app_say(app, LOOK_FAULT, "%s", _("Not sent: too much waits already. Try again."));
    return sent;
}

bool app_may_send(struct app *app)
{
    if (app->talk.state == TALK_READY)
        return true;
    app_say(app, LOOK_FAULT, "%s",
            _("No connection: nothing was sent. Once more when it is back."));
    return false;
}

bool app_fault(struct app *app, const struct rpc_reply *reply)
{
    struct error err = session_error(reply, &app->frame);

    if (!err.code)
        return false;
    app_say(app, LOOK_FAULT, "%.*s", STR_ARG(wording_error(err, &app->frame)));
    return true;
}

role_set app_roles(const struct app *app)
{
    const char *p = app->talk.who.roles;
    role_set all = 0;

    while (*p) {
        size_t n = strcspn(p, " ");
        unsigned role = enum_value(ENUM_role, (struct str){ p, n });

        if (role)
            all |= role_covers((enum role)role);
        p += n + (p[n] == ' ');
    }
    return all;
}

bool app_may(const struct app *app, enum op op)
{
    return !catalog[op].roles || (catalog[op].roles & app_roles(app));
}

/* --- what reaches the screens ------------------------------------------------------------- */

static void take_over_key(struct app *app, const struct key *key)
{
    tour_saw(app, app->top->kind->is_box ? key->action : key_in_list(*key).action);
    if (key->action == ACT_QUIT)
        app->ends = true;
    else if (key->action == ACT_REPAINT)
        term_repaint();
    else if (key->action == ACT_LANGUAGE)
        app_push(app, language_new(app));
    else if (key->action == ACT_HELP)
        help_open(app);
    else if (key->action == ACT_MENU && key_menu_fits(app->top))
        app_push(app, key_menu_new());
    else
        app->top->kind->key(app, app->top, key);
}

/* --- type-ahead --------------------------------------------------------------------------- */

static void hold(struct app *app, const struct key *key)
{
    struct key copy = *key;
    char *text;

    if (app->held_count == app->held_room) {
        app->held_room = app->held_room ? app->held_room * 2 : 64;
        app->held = realloc(app->held, app->held_room * sizeof(*app->held));
    }
    text = copy.text.n ? malloc(copy.text.n) : NULL;
    if (!app->held || (copy.text.n && !text))
        abort();
    if (text)
        memcpy(text, copy.text.p, copy.text.n);
    copy.text.p = text;
    app->held[app->held_count++] = copy;
}

bool app_hold(struct app *app, struct screen *screen, const struct key *key)
{
    if (app->talk.state != TALK_READY || !talk_waits(&app->talk, screen))
        return false;
    screen->holds = true;
    hold(app, key);
    return true;
}

static bool is_held(const struct app *app, const struct key *key)
{
    enum action action = key->action;

    if (action == ACT_QUIT || action == ACT_REPAINT)
        return false;
    return !app->top || (app->top->holds && action != ACT_BACK && action != ACT_CANCEL);
}

/* The answers are here: what was typed ahead is done, until it is held again. */
static void release_held(struct app *app)
{
    size_t done = 0, count = app->held_count;

    if (!app->top ||
        (app->top->holds && app->talk.state == TALK_READY && talk_waits(&app->talk, app->top)))
        return;
    app->top->holds = false;
    if (!count)
        return;
    while (done < count && !app->ends && app->top && !app->top->holds) {
        struct key key = app->held[done++];

        app->message[0] = '\0';
        take_over_key(app, &key);
        sweep(app);
        free((void *)(uintptr_t)key.text.p);
    }
    /* A key that was held again stands behind the rest: it belongs in front. */
    if (app->held_count > count) {
        struct key again = app->held[count];

        memmove(app->held + done + 1, app->held + done, (count - done) * sizeof(again));
        app->held[done] = again;
    }
    memmove(app->held, app->held + done, (app->held_count - done) * sizeof(*app->held));
    app->held_count -= done;
}

/* What a click stands for where it fell; ACT_NONE: nothing. */
static struct key clicked(const struct app *app, const struct key *key)
{
    const struct spot *spot = paint_spot_at(&app->paint, key->row, key->col);

    if (!spot)
        return (struct key){ .action = ACT_NONE };
    return (struct key){ .action = (enum action)spot->action, .code = spot->code };
}

void app_key(struct app *app, const struct key *key)
{
    struct key meant;

    if (key->action == ACT_RESIZE) {
        size_t rows, cols;

        term_size(&rows, &cols);
        paint_resize(&app->paint, rows, cols);
        return;
    }
    if (key->action == ACT_CLICK) {
        meant = clicked(app, key);
        key = &meant;
        if (key->action == ACT_NONE)
            return;
    }
    app->keys++;
    if (is_held(app, key)) {
        hold(app, key);
        return;
    }
    app->message[0] = '\0';
    if (key->action == ACT_RELOAD && app->talk.state == TALK_REFUSED)
        password_ask(app);
    else if (key->action == ACT_RELOAD)
        talk_try(&app->talk);
    take_over_key(app, key);
    sweep(app);
    tour_go_on(app);
}

void app_scan(struct app *app, struct str code)
{
    static const struct key enter = { .action = ACT_ENTER };
    int64_t keys = app->keys;
    struct key key = { .action = ACT_CHAR };

    for (size_t at = 0, bytes; at < code.n; at += bytes) {
        bytes = utf8_read(code, at, &key.code);
        if (!bytes)
            break;
        app_key(app, &key);
    }
    app_key(app, &enter);
    app->keys = keys;
}

static void all_changed(struct app *app, const struct json *events)
{
    for (struct screen *s = app->top; s; s = s->below)
        if (s->kind->changed && !s->is_over)
            s->kind->changed(app, s, events);
}

void app_refresh(struct app *app)
{
    all_changed(app, NULL);
}

static void on_notice(struct app *app, const struct rpc_reply *notice)
{
    struct str text;

    if (str_eq(notice->name, STR("changed"))) {
        all_changed(app, json_member(notice->body, "events"));
    } else if (str_eq(notice->name, STR("editing"))) {
        editing_heard(app, notice->body);
    } else if (str_eq(notice->name, STR("told"))) {
        app->unread++;
        if (json_str(json_member(notice->body, "text"), &text))
            app_say(app, LOOK_CHANGED, "%s: %.*s", _("Message"),
                    STR_ARG(text_show(details_of(text, &app->frame), &app->frame)));
    }
}

/* An answer to a command whose screen is gone is still told. */
static void on_answer(struct app *app, struct talk_said *said)
{
    struct screen *s = said->owner;

    if (said->is_command)
        app->read_only = session_error(&said->reply, &app->frame).code == ERR_READ_ONLY;
    if (s) {
        s->kind->answer(app, s, said->tag, &said->reply);
    } else if (!app_fault(app, &said->reply)) {
        struct str no = STR(""), outcome = STR("");

        (void)!json_str(json_member(json_member(said->reply.body, "order"), "no"), &no);
        (void)!json_str(json_member(said->reply.body, "outcome"), &outcome);
        app_say(app, LOOK_CHANGED, _("The answer came: %.*s %.*s"), STR_ARG(no),
                STR_ARG(outcome));
    }
    rpc_reply_release(&said->reply);
}

/* A small screen in the hands of storage. */
static bool is_hand_held(const struct app *app)
{
    return app->paint.cols < 80 && app->paint.rows < 24 && (app_roles(app) & STORE_) &&
           !(app_roles(app) & ~STORE_);
}

/* The bare console draws no Chinese, whatever the locale says (SCREENS.md 9). */
static void warn_of_console(struct app *app)
{
    const char *term = getenv("TERM");
    struct str word = str_of(_("Help"));

    if (term && !strcmp(term, "linux") && text_cells(word) > utf8_count(word, 0, word.n))
        app_say(
            app, LOOK_WARNING, "%s",
            "This console has no Chinese: log in from a terminal window, or osb --language en.");
}

static void on_state(struct app *app)
{
    if (app->talk.state == TALK_READY) {
        editing_again(app);
        if (app->was_ready) {
            all_changed(app, NULL);
        } else {
            app_push(app, worklist_new(app));
            if (is_hand_held(app))
                app_push(app, scan_new(app));
            resume_sent(app);
            tour_offer(app);
            warn_of_console(app);
        }
        app->was_ready = true;
    } else if (app->talk.state == TALK_REFUSED && !app->was_ready) {
        app->ends = true;
        app->exit_code = 4;
    } else if (app->talk.state == TALK_REFUSED) {
        password_ask(app);
    }
}

void app_hear(struct app *app)
{
    struct talk_said said;
    enum talk_news news;

    while ((news = talk_step(&app->talk, &app->frame, &said)) != TALK_NOTHING) {
        if (news == TALK_ANSWER) {
            on_answer(app, &said);
        } else if (news == TALK_NOTICE) {
            on_notice(app, &said.reply);
            rpc_reply_release(&said.reply);
        } else {
            on_state(app);
            if (app->talk.state != TALK_READY && app->talk.state != TALK_GREETING)
                break;
        }
        sweep(app);
        release_held(app);
        if (app->ends)
            break;
    }
    far_step(app);
    editing_step(app);
    tour_go_on(app);
}
