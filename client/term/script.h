/*
 * script.h - keys from a file instead of fingers, for tests, tours and pictures.
 *
 *   # a comment
 *   keys F6 "HNGD" Enter ^S      key names, and texts typed letter by letter
 *   paste "text\n"               as one paste
 *   scan "code"                  as a scanner types it, with its Enter: counts no key
 *   click "text"                 on the first place where it stands on the screen
 *   wheel up|down
 *   save-screen FILE             the screen as text, one line a row
 *   wait "text"                  until it stands on the screen (ten seconds at most)
 *   expect "text"                it stands there now
 *   size 120x40                  until somebody made the terminal that big (ten seconds)
 *   hold FILE                    as long as this file is there (a minute at most)
 *   count FILE                   keys pressed since the last count, added to the file
 *   hasty yes|no                 yes: lines do not wait for answers, so that what is shown
 *                                meanwhile can be seen
 *
 * Behind each line the script waits until nothing is asked any more. A line that fails ends
 * the program with 1 and leaves its reason on standard error.
 */
#ifndef OSB_CLIENT_TERM_SCRIPT_H
#define OSB_CLIENT_TERM_SCRIPT_H

#include "client/term/app.h"
#include "common/file.h"

struct script {
    struct file file;
    struct str rest;
    size_t line;
    struct str awaited; /* "wait": its text */
    struct str held_by; /* "hold": its file */
    size_t rows, cols;  /* "size"; 0: none is waited for */
    int64_t until;
    bool is_hasty;
    bool saved; /* a screen just now: the terminal shall show it, too */
    int64_t counted;
    char trouble[200];
};

NODISCARD struct error script_open(struct script *script, const char *path,
                                   struct arena *arena);
/* Does the next line when the screens are at rest. False: the script is over, or failed
 * (trouble says why). */
bool script_step(struct script *script, struct app *app);

#endif
