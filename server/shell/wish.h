/*
 * wish.h - a backup or a drill on demand, from any terminal of an administrator.
 *
 * The daemon's role in the database can neither read everything nor make databases, and must
 * not: who breaks into the daemon would have the whole company. So the daemon only leaves an
 * empty file, `backup` or `drill`, in the folder of the setting `requests`. Whoever runs the
 * machine watches that folder and starts the same unit as at night (docs/RUNNING.md). The name
 * is all that the file says: nothing that anybody typed goes along.
 */
#ifndef OSB_SHELL_WISH_H
#define OSB_SHELL_WISH_H

#include "server/shell/session.h"

/* Ends the request: {"asked":"backup","already":false}; already: an earlier request was not
 * taken yet. ERR_CONFIG: the setting is missing, or the folder is not usable. */
void wish_answer(struct request *request);

#endif
