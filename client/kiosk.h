/*
 * kiosk.h - osb --kiosk: the only program of a restricted login, such as OpenSSH's ForceCommand
 * (docs/RUNNING.md has the settings).
 *
 * Nothing in it runs a shell, an editor or a pager, or takes the name of a file from the
 * person; paper goes to the queues that `printers` names. What the person asked the login to
 * run (SSH_ORIGINAL_COMMAND) is not looked at.
 */
#ifndef OSB_CLIENT_KIOSK_H
#define OSB_CLIENT_KIOSK_H

#include "client/settings.h"

/* Is it asked for on this command line? Asked before anything else is read. */
bool kiosk_wanted(int argc, char *const argv[]);
/* Of the environment only the terminal's name, the language and where home is (as the system
 * knows it) stay, and only when they are plain words. No core file, no suspending. */
void kiosk_clean(void);
/* May it begin? There must be a terminal, no words, and no other session of this person; the
 * session is his until the program ends. ERR_CONFIG. */
NODISCARD struct error kiosk_begin(const struct settings *settings, bool has_words,
                                   struct arena *arena);
/* The queue of `printers` that this text names or begins, or NULL. */
const char *kiosk_printer(const struct settings *settings, struct str text,
                          struct arena *arena);

#endif
