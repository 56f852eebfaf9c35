/*
 * copy.h - text for the clipboard of the terminal's own machine (OSC 52). Pure.
 */
#ifndef OSB_CLIENT_TERM_COPY_H
#define OSB_CLIENT_TERM_COPY_H

#include "common/str.h"

/* What asks a terminal to take this text; terminals that do not allow it ignore it. */
struct str copy_sequence(struct str text, struct arena *arena);

#endif
