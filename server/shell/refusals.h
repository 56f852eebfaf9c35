/*
 * refusals.h - who asked at the door for what his roles do not allow, kept in the database.
 *
 * A row a refusal, so that the administrator finds who tried what, on which document, from
 * where and when (audit.refusals). Nobody can fill the disk with them: behind REFUSALS_SINGLE
 * rows of a user in an hour the rest are counted, and written as one row whenever their number
 * has doubled, when the hour is over, and at the stop. So an hour of one user makes at most
 * some sixty rows. What the rows count is all that was refused, save the last part of a
 * daemon that was killed. Each daemon counts for itself.
 *
 * Writing holds up nobody: the answer does not wait for it, and when the database does not
 * take it, the log has it.
 */
#ifndef OSB_SHELL_REFUSALS_H
#define OSB_SHELL_REFUSALS_H

#include "server/shell/daemon.h"

#define REFUSALS_SINGLE 20
#define REFUSALS_FIRST  10 /* counted before their first row */

struct request;

struct refusals *refusals_new(struct daemon *daemon);
void refusals_free(struct refusals *refusals);
/* The request's user may not call request->op. */
void refusals_note(struct refusals *refusals, const struct request *request);
/* The daemon stops: what is counted is written. */
void refusals_close(struct refusals *refusals);

extern const struct db_statement statement_add_refusal;

#endif
