/*
 * stops.h - the fields of a form at which Enter stops, as its user chose them (SCREENS.md 4).
 *
 * A form says which fields have no sure default: there Enter stops, and Tab visits all. Whoever
 * always types another one makes a stop of it, whoever never does passes one by; that is kept
 * for this user at this terminal, as views are. F2 still goes to the first fault.
 */
#ifndef OSB_CLIENT_TERM_STOPS_H
#define OSB_CLIENT_TERM_STOPS_H

#include "client/term/sheet.h"

/* Sets the stops of the operation's form as they were kept. */
void stops_take(struct sheet *sheet, enum op op, struct arena *arena);
/* The field under the cursor becomes a stop, or is none any more, and that is kept. True: Enter
 * stops there now. */
bool stops_turn(struct sheet *sheet, enum op op, struct arena *arena);

#endif
