/*
 * player.h - plays commands at random, sensible and senseless ones.
 *
 * Parameters are filled by the catalog, so that a new operation is played without a line
 * here; what a document's state suggests is tried more often than the rest.
 */
#ifndef OSB_TESTS_PLAYER_H
#define OSB_TESTS_PLAYER_H

#include "tests/core/chance.h"
#include "tests/world/world.h"

struct player {
    struct chance chance;
    struct world *world;
    int64_t order_id;              /* the target before */
    const struct order_row *order; /* the target of the command, or NULL */
    const struct note_row *note;
};

struct play {
    enum op op;
    const char *login;
};
/* Chooses an operation, who does it, and fills world->args. */
struct play player_choose(struct player *p);

#endif
