/*
 * linear.c - lines in, lines out: the loop of osb --linear.
 */
#include "client/term/linear.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

#include "client/exits.h"
#include "client/show.h"
#include "client/term/frame.h"
#include "client/term/language.h"
#include "client/term/worklist.h"
#include "client/words.h"

/* The model is as large as a plain terminal. */
#define ROWS 24
#define COLS 80
/* A typed line; what is longer is several. */
#define LINE_BYTES ((size_t)64 << 10)
#define IDLE_MS    1000

void linear_put(struct linear *l, struct str line)
{
    struct str shown = text_show(line, &l->app.frame);

    printf("%.*s\n", STR_ARG(shown));
}

/* --- keys -------------------------------------------------------------------------------- */

/* Messages come and go with the keys: each is told as it comes. */
static void tell_message(struct linear *l)
{
    const char *now = l->app.message;

    if (now[0] && strcmp(now, l->said) != 0)
        linear_put(l, str_of(now));
    (void)snprintf(l->said, sizeof(l->said), "%s", now);
}

static void press(struct linear *l, const struct key *key)
{
    if (l->app.ends || !l->app.top)
        return;
    l->said[0] = '\0'; /* as the app clears its message */
    app_key(&l->app, key);
    tell_message(l);
}

void linear_press(struct linear *l, enum action action, uint32_t code)
{
    press(l, &(struct key){ .action = action, .code = code });
}

void linear_paste(struct linear *l, struct str text)
{
    press(l, &(struct key){ .action = ACT_PASTE, .text = text });
}

void linear_type(struct linear *l, struct str text)
{
    linear_press(l, ACT_CLEAR, 0);
    if (text.n)
        linear_paste(l, text);
}

/* "F2", "f10", "^D": the keys that the screens' own sentences name. */
static enum action named_key(struct str line)
{
    int64_t number;

    if (line.n == 2 && line.p[0] == '^' && ((line.p[1] | 32) >= 'a' && (line.p[1] | 32) <= 'z'))
        return key_of_control((uint32_t)(line.p[1] & 0x1F));
    if (line.n < 2 || line.n > 3 || (line.p[0] != 'F' && line.p[0] != 'f') ||
        !str_int((struct str){ line.p + 1, line.n - 1 }, &number) || number < 1 || number > 12)
        return ACT_NONE;
    return key_of_f((unsigned)number);
}

/* --- choices and single fields ------------------------------------------------------------ */

static void tell_choices(struct linear *l)
{
    const struct tell *t = &l->tell;
    struct arena *a = &l->app.frame;

    for (size_t i = 0; i < t->choice_count; i++) {
        struct str name =
            t->letters ? (struct str){ t->letters + i, 1 } : str_format(a, "%zu", i + 1);

        linear_put(l, str_format(a, "%.*s  %.*s", STR_ARG(name), STR_ARG(t->choices[i])));
    }
    if (t->prompt.n)
        printf("%.*s ", STR_ARG(text_show(t->prompt, a)));
    else if (t->field)
        printf("%.*s ", STR_ARG(text_show(t->label, a)));
    else
        printf("%s ", t->choice_count ? _("Number, or Enter goes back:") : _("Enter goes on:"));
}

/* One of the letters; what it opens in a form is asked there at once. */
static bool choose_letter(struct linear *l, struct str line)
{
    if (line.n != 1 || !l->tell.letters || !strchr(l->tell.letters, line.p[0]))
        return false;
    linear_press(l, ACT_CHAR, (unsigned char)line.p[0]);
    if (!l->app.top)
        return true;
    tell_screen(&l->app, l->app.top, &l->tell);
    if (l->tell.sheet) {
        l->reviews = false;
        l->corrects = true;
    }
    return true;
}

static void choose(struct linear *l, struct str line)
{
    const struct tell *t = &l->tell;
    enum action empty = t->enter                       ? t->enter
                        : t->field && !t->choice_count ? ACT_ENTER
                                                       : ACT_BACK;
    int64_t number;

    if (choose_letter(l, line))
        return;
    if ((t->choice_count || !t->field) && str_int(line, &number) && number >= 1 &&
        (t->letters || number <= (int64_t)t->choice_count)) {
        linear_press(l, ACT_TO_ROW, (uint32_t)(number - 1));
    } else if (!line.n) {
        linear_press(l, empty, 0);
    } else if (t->field) {
        linear_type(l, line);
        if (!t->choice_count) /* asked alone: this was the answer */
            linear_press(l, ACT_ENTER, 0);
        l->told = 0;
    } else {
        linear_put(l, str_of(_("There is no such number.")));
    }
}

/* --- telling and answering ---------------------------------------------------------------- */

static void tell_lines(struct linear *l, bool is_new)
{
    const struct tell *t = &l->tell;

    if ((is_new || t->confirms) && t->title.n)
        linear_put(l, str_format(&l->app.frame, "== %.*s", STR_ARG(t->title)));
    for (size_t i = 0; (is_new || t->confirms || t->anew) && i < t->line_count; i++)
        linear_put(l, t->lines[i]);
}

void linear_tell(struct linear *l)
{
    struct tell *t = &l->tell;
    bool is_new = l->told != l->app.top->serial;

    tell_screen(&l->app, l->app.top, t);
    if (is_new)
        l->reviews = l->corrects = false;
    if (l->pasted) {
        printf("> ");
    } else if (t->worklist) {
        linear_list_tell(l);
    } else {
        tell_lines(l, is_new);
        if (t->confirms)
            printf("%s ", _("Enter does it, n goes back:"));
        else if (t->sheet)
            linear_form_tell(l);
        else
            tell_choices(l);
    }
    l->told = l->app.top->serial;
    (void)fflush(stdout);
}

void linear_answer(struct linear *l, struct str line)
{
    enum action action = named_key(line);

    l->quiet = false;
    if (l->pasted) {
        linear_form_row(l, line);
    } else if (str_eq(line, STR("quit")) || str_eq(line, STR("exit")) || action == ACT_QUIT) {
        l->app.ends = true;
    } else if (linear_tour_answer(l, line)) {
        return;
    } else if (action == ACT_HELP) {
        help_open(&l->app);
    } else if (str_eq(line, STR("again")) || action == ACT_REPAINT) {
        l->told = 0;
    } else if (action != ACT_NONE) {
        linear_press(l, action, 0);
    } else if (l->tell.worklist) {
        linear_list_answer(l, line);
    } else if (l->tell.confirms) {
        linear_press(l, !line.n || line.p[0] == 'y' ? ACT_ENTER : ACT_CANCEL, 0);
    } else if (l->tell.sheet) {
        linear_form_answer(l, line);
    } else {
        choose(l, line);
    }
}

/* --- the loop ------------------------------------------------------------------------------
 */

static void read_input(struct linear *l)
{
    ssize_t n;

    if (l->input_n + 4096 > l->input_room) {
        l->input_room = l->input_room * 2 + 8192;
        l->input = realloc(l->input, l->input_room);
        if (!l->input)
            abort();
    }
    n = read(STDIN_FILENO, l->input + l->input_n, 4096);
    l->input_over = n <= 0;
    l->input_n += n > 0 ? (size_t)n : 0;
}

/* The next whole line that was typed, as text the house takes; false: none is here. */
static bool next_line(struct linear *l, struct str *line)
{
    char *end = l->input_n ? memchr(l->input, '\n', l->input_n) : NULL;
    size_t n = end ? (size_t)(end - l->input) : l->input_n, past = n + (end != NULL);

    if (!end && l->input_n < LINE_BYTES && !(l->input_over && l->input_n))
        return false;
    while (n && l->input[n - 1] == '\r') /* of a file, or of pasted rows */
        n--;
    *line = str_trim(str_dup(&l->app.frame, (struct str){ l->input, n }));
    memmove(l->input, l->input + past, l->input_n - past);
    l->input_n -= past;
    if (!text_normalise(*line, &l->app.frame, line))
        *line = STR("?");
    return true;
}

/* Nothing is on its way, so that what is told is how things are. */
static bool is_at_rest(const struct linear *l)
{
    const struct app *app = &l->app;

    if (!app->top || app->talk.state != TALK_READY)
        return app->top && app->was_ready && app->talk.state == TALK_REFUSED;
    return !talk_waits(&app->talk, NULL) && !app->held_count;
}

/* Passwords are not shown while they are typed. */
static void echo(bool on)
{
    struct termios now;

    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &now))
        return;
    if (on)
        now.c_lflag |= ECHO;
    else
        now.c_lflag &= ~(tcflag_t)ECHO;
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &now);
}

static bool is_secret(const struct linear *l)
{
    const struct tell *t = &l->tell;

    if (t->sheet && !l->reviews && t->sheet->at < t->sheet->count &&
        !(t->in_grid && *t->in_grid))
        return t->sheet->places[t->sheet->at].field.is_secret;
    return t->field && t->field->is_secret;
}

/* Nobody is there to answer, and nothing that was typed is left: without a daemon that is the
 * end, too. */
static bool is_abandoned(const struct linear *l)
{
    struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };

    return l->app.talk.state == TALK_AWAY && !l->input_n && poll(&in, 1, 0) > 0 &&
           (in.revents & (POLLHUP | POLLERR)) && !(in.revents & POLLIN);
}

static void wait_for(struct linear *l, bool wants_input)
{
    struct pollfd fds[3] = { { .fd = wants_input ? STDIN_FILENO : -1, .events = POLLIN } };
    size_t n = 1 + talk_poll(&l->app.talk, fds + 1);
    int64_t ms = talk_due(&l->app.talk) - link_clock();

    ms = ms < 0 ? 0 : ms > IDLE_MS ? IDLE_MS : ms;
    if (poll(fds, (nfds_t)n, (int)ms) > 0 && fds[0].revents)
        read_input(l);
}

static void run(struct linear *l)
{
    struct app *app = &l->app;
    enum talk_state before = app->talk.state;
    bool asked = false;
    struct str line;

    while (!app->ends && !link_stop_asked()) {
        if (asked || !is_at_rest(l))
            wait_for(l, asked && !l->input_over);
        arena_reset(&app->frame);
        app_hear(app);
        tell_message(l);
        if (app->talk.state != before && app->talk.state == TALK_AWAY)
            linear_put(l, str_of(_("No connection; it is made again.")));
        before = app->talk.state;
        if (is_abandoned(l))
            break;
        if (app->ends || !is_at_rest(l))
            continue;
        if (!asked) {
            linear_tell(l);
            echo(!is_secret(l));
        }
        asked = true;
        if (next_line(l, &line)) {
            if (!isatty(STDIN_FILENO))
                printf("%.*s\n", STR_ARG(is_secret(l) ? STR("***") : line));
            asked = false;
            echo(true);
            tell_screen(app, app->top, &l->tell); /* the last one's texts went with its frame */
            linear_answer(l, line);
        } else if (l->input_over) {
            app->ends = true;
        }
    }
    echo(true);
    if (!app->ends)
        app->exit_code = EXIT_CONNECTION;
}

int linear_run(const struct settings *settings)
{
    static struct linear l;
    struct link_place place;
    struct session_door door;
    char token[SESSION_TEXT];
    struct arena arena;
    struct error err;

    arena_init(&arena, LIMIT_ARENA_BYTES);
    language_begin(settings, &arena);
    l = (struct linear){ .app = { .settings = *settings, .is_linear = true } };
    err = app_door(&l.app, &arena, &place, &door, token);
    if (err.code) {
        show_error(err, &arena);
        arena_release(&arena);
        return (int)exit_of(err.code);
    }
    app_connect(&l.app, &door, token, ROWS, COLS);
    run(&l);
    if (l.app.exit_code == EXIT_RIGHTS)
        show_error(l.app.talk.trouble, &arena);
    printf("\n");
    free(l.input);
    free(l.pasted);
    app_end(&l.app);
    arena_release(&arena);
    return l.app.exit_code;
}
