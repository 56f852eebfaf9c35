/*
 * language.h - the language of the screens: chosen while they run, kept for the next time.
 *
 * The choice lies in $XDG_STATE_HOME/osb/language (else ~/.local/state), one word; --language
 * stands above it, it stands above the environment.
 */
#ifndef OSB_CLIENT_TERM_LANGUAGE_H
#define OSB_CLIENT_TERM_LANGUAGE_H

#include "client/term/app.h"

/* Takes up the language that was asked for on the command line, else the one that was kept. */
void language_begin(const struct settings *settings, struct arena *arena);
/* A box with the languages, each in its own words. */
struct screen *language_new(struct app *app);

#endif
