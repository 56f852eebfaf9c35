/*
 * far.h - what is being typed, kept by the daemon too: another terminal of the same person goes
 * on with it (SCREENS.md 6).
 *
 * A form gives its state under a name whenever a field was left; here it waits until it may go.
 * Nobody waits for the answers: where they do not come, the draft on this disk is there. A
 * state that waits outlives its form, and of each name only the newest counts.
 */
#ifndef OSB_CLIENT_TERM_FAR_H
#define OSB_CLIENT_TERM_FAR_H

#include "common/json.h"

struct app;

/* Names that wait at once; beyond that the oldest is given up. */
#define FAR_MOST  8
#define FAR_EVERY 1000 /* ms between two states */

struct far_one {
    char *name, *text; /* heap; text NULL: the daemon is to forget it */
    bool at_once;
};
struct far {
    struct far_one waits[FAR_MOST]; /* the oldest first */
    size_t count;
    int64_t at; /* link_clock of the last state that went */
};

/* The daemon is to keep this; at_once: without regard to the second that is not over. A state
 * that is longer than the daemon keeps is not given: the one before it stays. */
void far_put(struct app *app, struct str name, struct str text, bool at_once);
/* The daemon is to forget it. */
void far_drop(struct app *app, struct str name);
/* Gives what may go now; one thing is under way at a time, so that a draft that is dropped is
 * not put again by what was sent before. */
void far_step(struct app *app);
bool far_waits(const struct far *far);
/* The row of that name in the answer of draft.list: its "text" and "at"; NULL: none. */
const struct json *far_find(const struct json *rows, struct str name);
void far_release(struct far *far);

#endif
