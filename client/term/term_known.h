/*
 * term_known.h - does this machine know a terminal of that name? A file of its own, because
 * <term.h> has a struct term, too.
 */
#ifndef OSB_CLIENT_TERM_TERM_KNOWN_H
#define OSB_CLIENT_TERM_TERM_KNOWN_H

#include <stdbool.h>

bool term_is_known(const char *name);

#endif
