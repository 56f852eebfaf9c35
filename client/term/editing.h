/*
 * editing.h - who has a document open in a form: what this terminal tells the daemon, and what
 * it hears of others. A hint, not a lock (SCREENS.md 5).
 */
#ifndef OSB_CLIENT_TERM_EDITING_H
#define OSB_CLIENT_TERM_EDITING_H

#include "common/day.h"
#include "common/json.h"
#include "common/limits.h"

struct app;
struct hand;
struct screen;

/* Documents of one form; their numbers, parted by blanks, are screen->edits. */
#define EDITS_MOST 4
#define EDITS_ROOM (EDITS_MOST * (LIMIT_CODE + 1))
/* A form that is open for less is not worth telling, ms. */
#define EDITS_AFTER 500

struct editing_one {
    int64_t id;
    size_t count;
    char on[EDITS_MOST][LIMIT_CODE + 1];
    char name[LIMIT_NAME + 1];
    struct instant since;
};
struct editing {
    struct editing_one *list; /* heap */
    size_t count, room;
    bool asked; /* the daemon was told of something since the log-in, and so tells of others */
    char told[EDITS_ROOM], now[EDITS_ROOM];
    int64_t changed_at; /* link_clock of `now` */
};

/* The form of this screen is about the documents at hand. */
void editing_on(struct screen *screen, const struct hand *hand);
/* Tells the daemon what is open here, when it is another thing than was told. */
void editing_step(struct app *app);
/* Is something to be told when its time has come? */
bool editing_waits(const struct app *app);
/* A new log-in: nothing is known, and nothing was told. */
void editing_again(struct app *app);
/* The notice "editing". */
void editing_heard(struct app *app, const struct json *body);
/* Who else has that document open; NULL: nobody that is known of. */
const struct editing_one *editing_of(const struct app *app, struct str number);
/* "Wang is editing SO4217 since 14:30." */
struct str editing_text(const struct editing_one *one, struct str number, struct arena *arena);
/* The same on the message line, when it is free and one of the screen's documents is open
 * elsewhere. */
void editing_warn(struct app *app, const struct screen *screen);
void editing_release(struct editing *editing);

#endif
