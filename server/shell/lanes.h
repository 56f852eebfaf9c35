/*
 * lanes.h - one line of commands for each credit account.
 *
 * At most one command of an account is under way; the others wait here, where they cost
 * nothing, instead of holding connections that wait for the account's row lock. Correctness
 * does not stand on this (several daemons may run), throughput and fairness do.
 */
#ifndef OSB_SHELL_LANES_H
#define OSB_SHELL_LANES_H

#include "server/shell/map.h"

struct command;
struct lane;

struct lanes {
    struct map by_account;
    size_t waiting; /* in all lanes */
};

void lanes_init(struct lanes *lanes);
/* All lanes must be empty. */
void lanes_release(struct lanes *lanes);

/* The lane of the account, made when it is not there. */
struct lane *lane_of(struct lanes *lanes, int64_t account_id);
/* True: the lane was free and is the command's now. False: the command waits. */
NODISCARD bool lane_enter(struct lanes *lanes, struct lane *lane, struct command *command);
size_t lane_waiting(const struct lane *lane);
/* In front of all that wait, behind earlier ones that were put in front the same way. */
void lane_push_front(struct lanes *lanes, struct lane *lane, struct command *command);
/* Whoever was under way has ended: the next, whose the lane is now, or NULL: the lane is
 * gone. */
struct command *lane_leave(struct lanes *lanes, struct lane *lane);

#endif
