/*
 * walk_parts.h - the acts of the walk, and what a state looks like to it.
 */
#ifndef OSB_TESTS_WALK_PARTS_H
#define OSB_TESTS_WALK_PARTS_H

#include "tests/world/world.h"

struct act {
    enum op op;
    const char *login;
    const char *text; /* of the operation's own parameter, see act_args() */
    int64_t n;
};
extern const struct act acts[];
extern const size_t act_count;
/* Parameters that an act needs, from the world as it is. */
void act_args(struct world *c, const struct act *a);

/* The newest row of a table, or NULL. */
const void *walk_last(const struct model *m, enum table table);
/* All that a rule may still look at, as a text: states with the same text are one node. */
struct str walk_look(const struct model *m, struct arena *arena);
/* Beyond this the same things come again, only more of them. */
bool walk_beyond(const struct model *m);

#endif
