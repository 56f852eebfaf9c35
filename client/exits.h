/*
 * exits.h - how `osb` ends, for scripts (SCREENS.md 12 names the numbers; --help prints them).
 */
#ifndef OSB_CLIENT_EXITS_H
#define OSB_CLIENT_EXITS_H

#include "common/error.h"

enum exit_code {
    EXIT_DONE = 0,
    EXIT_INTERNAL = 1,
    EXIT_USAGE = 2,
    EXIT_NOT_FOUND = 3,
    EXIT_RIGHTS = 4,
    EXIT_CHANGED = 5,
    EXIT_CONNECTION = 6,
    EXIT_REFUSED = 7,
    EXIT_SOME_REFUSED = 8,
    EXIT_INTERRUPTED = 130,
};

/* How trouble of that kind ends the program. */
enum exit_code exit_of(enum error_code code);
/* The same for a name that came over the wire; one that is not known counts as a rule. */
enum exit_code exit_of_name(struct str name);
/* "0 done", one a line. */
extern const char exit_help[];

#endif
