/*
 * whatif.h - questions that are answered by deciding, and deciding writes nothing.
 *
 * order.whatif and order.explain read the rows of a credit account in one transaction that
 * cannot write (REPEATABLE READ, READ ONLY: no lock is taken, nobody waits), let the core
 * decide on copies of them (server/core/rehearse.h), and throw the copies away. Two round
 * trips: whose order or customer it is and whether the asker may see him; then the facts.
 */
#ifndef OSB_SHELL_WHATIF_H
#define OSB_SHELL_WHATIF_H

#include "server/shell/session.h"

/* Each ends the request. */
void whatif_run(struct request *request);

#endif
