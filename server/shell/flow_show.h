/*
 * flow_show.h - the query flow.show: what each act needs of its document before it can be
 * tried: a state, or a member that is there, or that is not.
 *
 * The states are those of server/core/flow.def, and of documents that have no machine. Which
 * event of the flow an act asks for is a list here; tests/screens/check_menu.py holds it
 * against what the daemon does. An act of several rows needs all of them.
 */
#ifndef OSB_SHELL_FLOW_SHOW_H
#define OSB_SHELL_FLOW_SHOW_H

#include "server/shell/session.h"

/* Ends the request: {"rows":[{"op","machine","states":[..]} or
 * {"op","machine","member","has"}], "more":false}. */
void flow_show_answer(struct request *request);

#endif
