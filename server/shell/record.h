/*
 * record.h - test-only: what committed commands sent to the database, as a file.
 *
 * OSB_RECORD in the environment names the file. Only builds with OSB_SWITCHES know it. A load
 * test replays the file without the daemon: the difference is what the daemon costs.
 *
 * The file begins with the line "osb recording 1" and goes on with records. A number is eight
 * bytes in the machine's order; a text is its length as a number, its bytes and a NUL that the
 * length does not count; the length -1 is SQL's NULL and has neither.
 *
 *   'Q'  statement: number (from 1, rising), name, SQL, count of parameters
 *   'C'  command:   turn, account of its lane (0: none), actor, operation's name,
 *                   first batch, second batch
 *   batch           count of steps, then for each: number of its statement (0: a sync), rows
 *                   that it read or changed, and its values
 *
 * A statement stands before the first command that uses it; commands stand in the order in
 * which their COMMITs were answered. That may not be the order in which they happened, since
 * PostgreSQL lets locks go before it answers; the turn is: it counts second batches as they
 * were sent, and who waited for another's lock sent his later.
 */
#ifndef OSB_SHELL_RECORD_H
#define OSB_SHELL_RECORD_H

struct command;
struct db_outcome;

#ifdef OSB_SWITCHES
/* Of a command that committed: both batches, the second with its outcome. */
void record_command(const struct command *command, const struct db_outcome *stored);
#else
static inline void record_command(const struct command *command,
                                  const struct db_outcome *stored)
{
    (void)command;
    (void)stored;
}
#endif

#endif
