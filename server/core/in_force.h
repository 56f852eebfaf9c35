/*
 * in_force.h - what was announced for a day to come, and acts from that day on.
 *
 * A customer's term, field manager, cash-first flag and station and an account's limit each
 * have a value in force and may have one announced with its first day, beside it in the same
 * row. Nothing is written on that day: whoever loads the row on that day or later sees what was
 * announced. The queries say it by the function in_force (sql/migrations). Only orders that are
 * held until then are told: the daemon's sweep of that day judges them again.
 */
#ifndef OSB_CORE_IN_FORCE_H
#define OSB_CORE_IN_FORCE_H

#include "server/core/work.h"

/*
 * Puts announced values whose day has come in force, in every loaded account and customer; to
 * be called once w->today is known. A row that the command holds keeps it so, as an effect of
 * the command; of a row that is only read the decision sees it, and no effect arises.
 */
void in_force_today(struct work *w);

#endif
