/*
 * flow_show.h - the query flow.show: in which states of its document each act can be tried.
 *
 * The states are those of server/core/flow.def. Which event of the flow an act asks for is a
 * list here; tests/screens/check_menu.py holds it against what the daemon does.
 */
#ifndef OSB_SHELL_FLOW_SHOW_H
#define OSB_SHELL_FLOW_SHOW_H

#include "server/shell/session.h"

/* Ends the request: {"rows":[{"op","machine","states":[..]}],"more":false}. */
void flow_show_answer(struct request *request);

#endif
