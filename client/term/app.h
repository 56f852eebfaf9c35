/*
 * app.h - the terminal program: a stack of screens over one connection and one terminal.
 *
 * One poll waits for terminal and daemon. A wake-up handles all that came, then everything is
 * drawn once. Screens never wait: they ask and get their answers later; what they are told
 * they keep themselves, since the frame's memory goes with the batch of events.
 */
#ifndef OSB_CLIENT_TERM_APP_H
#define OSB_CLIENT_TERM_APP_H

#include "client/settings.h"
#include "client/term/editing.h"
#include "client/term/far.h"
#include "client/term/keys.h"
#include "client/term/paint.h"
#include "client/term/talk.h"
#include "client/term/term.h"
#include "common/catalog.h"
#include "common/limits.h"

struct app;
struct screen;
struct tell;

/* A line of the key bar; label NULL: the action's own. Ends with ACT_NONE. */
struct bar_item {
    enum action action;
    const char *label;
};
struct screen_kind {
    const struct bar_item *bar;
    bool is_box; /* drawn over the screen below it */
    /* What line 1 says: where one is. NULL for a box: the screen below it says that. */
    struct str (*title)(struct app *app, const struct screen *screen);
    /* Draws rows 1 to rows - 3; the rest is the frame's. */
    void (*draw)(struct app *app, struct screen *screen);
    void (*key)(struct app *app, struct screen *screen, const struct key *key);
    /* An answer to what this screen asked; it may take the reply over (leave it empty). NULL
     * for a screen that never asks. */
    void (*answer)(struct app *app, struct screen *screen, int tag, struct rpc_reply *reply);
    /* Documents changed (events: an array), or all may have (NULL). May be NULL itself. */
    void (*changed)(struct app *app, struct screen *screen, const struct json *events);
    void (*release)(struct screen *screen); /* lets go and frees */
};
/* The first member of every screen. */
struct screen {
    const struct screen_kind *kind;
    struct screen *below;
    bool is_over;           /* goes when the event was handled */
    bool holds;             /* keys wait until its answers are here: app_hold */
    uint64_t serial;        /* no other screen of this run has it */
    char edits[EDITS_ROOM]; /* the documents that its form is about: editing.h; "" */
    /* What it says and asks, as tell.h has it. */
    void (*tell)(struct app *app, struct screen *screen, struct tell *tell);
};

/* What kinds of days there are: calendar.list, policy.show; owned. */
struct days {
    struct rpc_reply closed, week;
};

struct app {
    struct settings settings;
    struct term term;
    struct paint paint;
    struct talk talk;
    struct arena frame; /* of one batch of events */
    struct screen *top;
    uint64_t serials;
    bool is_linear; /* nothing is drawn: osb --linear */
    char message[400];
    enum look message_look;
    bool ends;
    bool rings; /* a fault on a scan: once, when it is drawn */
    int exit_code;
    struct days days;           /* days.h */
    struct rpc_reply flow;      /* flow.show, once a menu asked for it; owned */
    int64_t unread;             /* messages that wait, or came, and were not on the screen */
    int64_t keys;               /* pressed so far; a paste counts one */
    bool shows_now;             /* what a person waits for came: drawn at once */
    struct far far;             /* drafts on their way to the daemon */
    struct editing editing;     /* forms that are open, here and elsewhere */
    bool read_only;             /* the daemon's last word on a command: it stores nothing now */
    char *password;             /* typed anew; heap; NULL: the door's own counts */
    bool was_ready;             /* logged in once */
    char go_to[LIMIT_CODE + 1]; /* a document that was made: the list's cursor goes there */
    struct key *held;           /* typed ahead; heap, their pasted texts too */
    size_t held_count, held_room;
    size_t tour;   /* the step that is shown, the first is 1; 0: no tour */
    bool tour_did; /* what it asks for was pressed */
};

/* Runs until the person leaves; the exit code of the program. */
int app_run(const struct settings *settings);

/* --- for screens -------------------------------------------------------------------------- */

void app_push(struct app *app, struct screen *screen);
void app_over(struct screen *screen);
/* Asks a query, or gives a command (params hold its id). False: not sent, and said so. */
bool app_ask(struct app *app, struct screen *screen, int tag, enum op op, struct str args);
/* Does the screen wait for answers that this key needs? Then the key, and those behind it, come
 * again when the answers are here; F3, F12 and Ctrl+Q still go through. Without a connection
 * nothing is held. */
bool app_hold(struct app *app, struct screen *screen, const struct key *key);
/* Acts rest on what the screen showed: without a connection they are not begun, and it is said.
 * A new order may wait (SCREENS.md 6). */
bool app_may_send(struct app *app);
/* The message line; what people typed may be in it. */
void app_say(struct app *app, enum look look, const char *format, ...) PRINTF_LIKE(3, 4);
/* The error that a reply tells, on the message line; false: it is none. */
bool app_fault(struct app *app, const struct rpc_reply *reply);
/* May I call it? The daemon decides; this only spares a way. */
bool app_may(const struct app *app, enum op op);
role_set app_roles(const struct app *app);
/* Something was done from here: every screen below asks again. */
void app_refresh(struct app *app);
/* Rows 1 to rows - 3. */
struct area app_body(const struct app *app);
/* A box in the middle of the body, of at most that size. */
struct area app_box(const struct app *app, size_t rows, size_t cols);
/* The line under the cursor of a box, whole, below its lines, whose area gets smaller by it. */
void app_foot(struct app *app, struct area *in, struct str text);

/* One key, as if it was pressed. For the loop and for scripts. */
void app_key(struct app *app, const struct key *key);
/* A code that a scanner typed, with its Enter: no key of the person's. */
void app_scan(struct app *app, struct str code);
/* Draws the model; nothing reaches the terminal. */
void app_draw(struct app *app);

#endif
