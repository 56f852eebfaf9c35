/*
 * loop.c - one poll over terminal and daemon; what came is handled, then drawn once.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/exits.h"
#include "client/password.h"
#include "client/show.h"
#include "client/term/days.h"
#include "client/term/frame.h"
#include "client/term/language.h"
#include "client/term/script.h"
#include "client/words.h"

/* Changes are shown at most four times a second, what a person pressed at once. */
#define REPAINT_MS 250
/* The clock of line 1 shows minutes; OFFLINE and SLOW are shown in steps. */
#define IDLE_MS     10000
#define SCRIPT_MS   2
#define FRAME_BYTES ((size_t)64 << 20)

struct loop {
    struct app app;
    struct script script;
    bool has_script;
    bool dirty;
    bool was_slow; /* as drawn */
    int64_t drawn_at;
};

static int wait_ms(const struct loop *l)
{
    int64_t now = link_clock(), due = talk_due(&l->app.talk), ms = IDLE_MS;

    if (l->has_script)
        return SCRIPT_MS;
    if (l->dirty && l->drawn_at + REPAINT_MS - now < ms)
        ms = l->drawn_at + REPAINT_MS - now;
    if (due != INT64_MAX && due - now < ms)
        ms = due - now;
    if (term_due(&l->app.term) != INT64_MAX && term_due(&l->app.term) - now < ms)
        ms = term_due(&l->app.term) - now;
    if ((talk_waits(&l->app.talk, NULL) || far_waits(&l->app.far)) && ms > 1000)
        ms = 1000; /* SLOW is to be seen; a left field goes to the daemon */
    if (editing_waits(&l->app) && ms > EDITS_AFTER / 2)
        ms = EDITS_AFTER / 2;
    return ms < 0 ? 0 : (int)ms;
}

/* Waits; true: the terminal is gone. */
static bool wait_a_little(struct loop *l)
{
    struct pollfd fds[3] = { { .fd = STDIN_FILENO, .events = POLLIN } };
    size_t n = 1 + talk_poll(&l->app.talk, fds + 1);

    if (poll(fds, (nfds_t)n, wait_ms(l)) <= 0)
        return false;
    return (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) && !(fds[0].revents & POLLIN);
}

/* Keys until there are none: type-ahead is kept, and drawn once. */
static bool take_keys(struct loop *l)
{
    struct key key;
    bool any = false;

    while (!l->app.ends && term_key(&l->app.term, &key)) {
        app_key(&l->app, &key);
        any = true;
    }
    if (!any && l->app.was_ready && !l->app.message[0] && term_is_wide())
        app_say(&l->app, LOOK_PLAIN, "%s",
                _("This terminal takes two cells for some signs: plain ones stand in for "
                  "them. osb --ascii begins so at once."));
    return any;
}

static void show(struct loop *l, bool at_once)
{
    int64_t now = link_clock();

    l->dirty = l->dirty || at_once || now - l->drawn_at >= IDLE_MS ||
               l->was_slow != frame_is_slow(&l->app);
    if (!l->dirty || (!at_once && now - l->drawn_at < REPAINT_MS))
        return;
    app_draw(&l->app);
    term_show(&l->app.paint);
    if (l->app.rings)
        term_ring();
    l->app.rings = false;
    l->dirty = false;
    l->was_slow = frame_is_slow(&l->app);
    l->drawn_at = now;
}

static void run(struct loop *l)
{
    struct app *app = &l->app;

    show(l, true);
    while (!app->ends && !link_stop_asked()) {
        bool gone = wait_a_little(l), keys;
        int64_t before = app->talk.lines;
        enum talk_state state = app->talk.state;

        arena_reset(&app->frame);
        app_hear(app);
        l->dirty = l->dirty || before != app->talk.lines || state != app->talk.state;
        keys = take_keys(l);
        if (l->has_script && !script_step(&l->script, app))
            app->ends = true;
        if (l->has_script)
            l->dirty = true;
        show(l, keys || app->shows_now || l->script.saved || !app->talk.who.user[0]);
        l->script.saved = app->shows_now = false;
        if (gone)
            break;
    }
    if (!app->ends) /* a signal, or the terminal went: drafts are on disk already */
        app->exit_code = EXIT_CONNECTION;
}

static void tell_end(const struct loop *l)
{
    struct arena a;

    arena_init(&a, LIMIT_ARENA_BYTES);
    if (l->script.trouble[0]) {
        fprintf(stderr, "osb: %s\n", l->script.trouble);
        for (size_t row = 0; row < l->app.paint.rows; row++)
            fprintf(stderr, "%.*s\n", STR_ARG(paint_line(&l->app.paint, row, &a)));
    } else if (l->app.exit_code == EXIT_RIGHTS)
        show_error(l->app.talk.trouble, &a);
    arena_release(&a);
}

struct error app_door(struct app *app, struct arena *arena, struct link_place *place,
                      struct session_door *door, char token[SESSION_TEXT])
{
    struct error err = settings_door(&app->settings, arena, place, door);

    token[0] = '\0';
    return err.code ? err : password_before(door, arena, token);
}

void app_connect(struct app *app, const struct session_door *door,
                 const char token[SESSION_TEXT], size_t rows, size_t cols)
{
    paint_init(&app->paint, rows, cols);
    arena_init(&app->frame, FRAME_BYTES);
    talk_init(&app->talk, door);
    memcpy(app->talk.who.token, token, SESSION_TEXT);
}

static struct error begin(struct loop *l, struct arena *arena, struct link_place *place,
                          struct session_door *door)
{
    struct term_ways ways = { .theme = l->app.settings.mono
                                           ? THEME_MONO
                                           : (enum term_theme)l->app.settings.theme,
                              .lines = (enum term_drawing)l->app.settings.boxes,
                              .ambiguous = (enum term_drawing)l->app.settings.ambiguous,
                              .no_mouse = !l->app.settings.mouse,
                              .slow_escape = l->app.settings.slow_escape };
    struct error err = OK;
    char token[SESSION_TEXT];
    size_t rows, cols;

    if (l->app.settings.ascii)
        ways.lines = ways.ambiguous = DRAW_ASCII;
    l->has_script = l->app.settings.script != NULL;
    if (l->has_script)
        err = script_open(&l->script, l->app.settings.script, arena);
    if (!err.code)
        err = app_door(&l->app, arena, place, door, token);
    if (!err.code)
        err = term_open(&l->app.term, &ways, arena);
    if (err.code)
        return err;
    term_size(&rows, &cols);
    app_connect(&l->app, door, token, rows, cols);
    return OK;
}

void app_end(struct app *app)
{
    while (app->top) {
        struct screen *s = app->top;

        app->top = s->below;
        s->kind->release(s);
    }
    for (size_t i = 0; i < app->held_count; i++)
        free((void *)(uintptr_t)app->held[i].text.p);
    free(app->held);
    rpc_reply_release(&app->flow);
    days_release(&app->days);
    far_release(&app->far);
    editing_release(&app->editing);
    if (app->password)
        explicit_bzero(app->password, strlen(app->password));
    free(app->password);
    talk_release(&app->talk);
    paint_release(&app->paint);
    arena_release(&app->frame);
}

int app_run(const struct settings *settings)
{
    struct loop loop = { .app = { .settings = *settings } };
    struct link_place place;
    struct session_door door;
    struct arena arena;
    struct error err;

    arena_init(&arena, LIMIT_ARENA_BYTES);
    language_begin(settings, &arena);
    err = begin(&loop, &arena, &place, &door);
    if (err.code) {
        show_error(err, &arena);
        arena_release(&arena);
        return (int)exit_of(err.code);
    }
    run(&loop);
    term_close(&loop.app.term);
    tell_end(&loop);
    if (loop.script.trouble[0])
        loop.app.exit_code = EXIT_INTERNAL;
    app_end(&loop.app);
    arena_release(&arena);
    return loop.app.exit_code;
}
