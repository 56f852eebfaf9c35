/*
 * keep.h - small things that a terminal remembers for its user, a file each, in
 * $XDG_STATE_HOME/osb (else ~/.local/state/osb). Where no place can be made, nothing is kept
 * and nothing is missed.
 */
#ifndef OSB_CLIENT_TERM_KEEP_H
#define OSB_CLIENT_TERM_KEEP_H

#include "common/str.h"

/* What was put under that name, or "". */
struct str keep_get(const char *name, struct arena *arena);
/* Puts it in the place of what was there, whole or not at all; readable by its owner only. */
void keep_put(const char *name, struct str text, struct arena *arena);

#endif
