/*
 * lanes.c - the lines themselves. Commands are linked through command.next_in_lane.
 */
#include "server/shell/lanes.h"

#include <stdlib.h>

#include "server/shell/executor.h"

struct lane {
    int64_t account_id;
    bool busy;
    struct command *first, *last;
    struct command *last_in_front; /* of those that were put in front */
    size_t waiting;
};

void lanes_init(struct lanes *lanes)
{
    *lanes = (struct lanes){ 0 };
    map_init(&lanes->by_account);
}

void lanes_release(struct lanes *lanes)
{
    assert(lanes->by_account.count == 0);
    map_release(&lanes->by_account);
}

struct lane *lane_of(struct lanes *lanes, int64_t account_id)
{
    struct lane *lane = map_get(&lanes->by_account, map_key(&account_id));

    if (lane)
        return lane;
    lane = calloc(1, sizeof *lane);
    if (!lane)
        abort();
    lane->account_id = account_id;
    map_put(&lanes->by_account, map_key(&account_id), lane);
    return lane;
}

static void put_behind(struct lanes *lanes, struct lane *lane, struct command *before,
                       struct command *command)
{
    if (before) {
        command->next_in_lane = before->next_in_lane;
        before->next_in_lane = command;
    } else {
        command->next_in_lane = lane->first;
        lane->first = command;
    }
    if (lane->last == before)
        lane->last = command;
    lane->waiting++;
    lanes->waiting++;
}

bool lane_enter(struct lanes *lanes, struct lane *lane, struct command *command)
{
    if (!lane->busy) {
        lane->busy = true;
        return true;
    }
    put_behind(lanes, lane, lane->last, command);
    return false;
}

size_t lane_waiting(const struct lane *lane)
{
    return lane->waiting;
}

void lane_push_front(struct lanes *lanes, struct lane *lane, struct command *command)
{
    assert(lane->busy);
    put_behind(lanes, lane, lane->last_in_front, command);
    lane->last_in_front = command;
}

struct command *lane_leave(struct lanes *lanes, struct lane *lane)
{
    struct command *next = lane->first;

    assert(lane->busy);
    if (!next) {
        (void)map_take(&lanes->by_account, map_key(&lane->account_id));
        free(lane);
        return NULL;
    }
    lane->first = next->next_in_lane;
    if (!lane->first)
        lane->last = NULL;
    if (lane->last_in_front == next)
        lane->last_in_front = NULL;
    next->next_in_lane = NULL;
    lane->waiting--;
    lanes->waiting--;
    return next;
}
