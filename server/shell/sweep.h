/*
 * sweep.h - the daemon's clock: what a business day brings is done on that day.
 *
 * Once a minute one small query asks the database whether its business day, or the parameters
 * in force, are others than those of the last sweep that ended. Then a sweep asks page by page
 * what is due and sends each as an ordinary command of SYSTEM:
 *
 *   order.quota-month   a choice of quota whose month is over
 *   order.recheck       a held order whose customer's announced limit or cash-first has come in
 *                       force, or all of them under new parameters
 *   order.lapse         a hold longer than cc.hold_days
 *   note.deem           no slip for sp.deemed_days
 *   problem.breach      an order or a note one of whose clocks ran out; these are asked
 *                       for at every look, and a sweep begins when there is one
 *   limit.propose       an account in a quarter that has begun
 *
 * in this order: who is freed today does not lapse today. Whatever else has a day (a term, a
 * role, a price, an exemption, a grant of special treatment) is read with its day and needs no
 * act; only the rights that sessions remember are read anew when the day changes.
 *
 * A sweep is a row of the table sweep, and its commands' ids name that row: what was broken off
 * is gone through again under the same ids, so that nothing is done twice. The lock of the one
 * that sweeps lives on a connection of its own, outside the pool: it ends with the daemon,
 * several daemons take turns, and nobody misses the connection. Few commands are under way at a
 * time, in the accounts' lanes like anybody's. What the database could not take now is tried
 * again soon; what was refused is logged and left until the next sweep.
 */
#ifndef OSB_SHELL_SWEEP_H
#define OSB_SHELL_SWEEP_H

#include "server/db/db_conn.h"

struct daemon;
struct request;
struct sweep;

/* database is copied, its texts are not. daemon.settings.sweep_s 0: it never looks by itself.
 */
struct sweep *sweep_new(struct daemon *daemon, const struct db_settings *database);
/* No sweep may be under way. May be NULL. */
void sweep_free(struct sweep *sweep);
/* Looks now, and from then on once a minute. */
void sweep_look(struct sweep *sweep);
/* Begins no more work: the daemon is stopping. */
void sweep_close(struct sweep *sweep);
/* clock.sweep: sweeps now, whether it is due or not. Ends the request when that is done, or
 * after ten seconds with "ended" false. */
void sweep_answer(struct request *request);

#endif
