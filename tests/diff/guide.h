/*
 * guide.h - leads the random player to where the run has seldom been.
 *
 * The differential test can afford ten thousand commands where the simulator runs a million,
 * and most roads lie far from the highway. So the next commands are rehearsed: the player plays
 * ahead on copies of the model, each time with other luck, and of these rehearsals the one is
 * played whose roads the run has taken least. The same options give the same run.
 */
#ifndef OSB_TESTS_DIFF_GUIDE_H
#define OSB_TESTS_DIFF_GUIDE_H

#include "tests/core/player.h"
#include "tests/diff/tally.h"

#define GUIDE_STEPS 24 /* commands of a rehearsal */

struct guide_step {
    struct play play;
    struct args args;
    int64_t minutes; /* that pass behind it */
};
struct rehearsal {
    struct arena arena; /* copy and steps; let go when the last step was played */
    struct world world;
    struct player player;
    struct guide_step steps[GUIDE_STEPS];
    uint64_t roads[TALLY_ROADS]; /* that it took */
    unsigned rules[RULE_COUNT];  /* that stopped a command */
    int64_t worth;
    bool wanted; /* it took a pair of which there are too few */
};
struct guide {
    struct player player;
    struct world *world;
    const struct tally *tally; /* of the worlds before and this one */
    uint64_t goal;             /* times that each pair of state and event is wanted */
    struct rehearsal *best;    /* being played */
    size_t next;               /* its next step */
};

/* A new world, varied by the seed, in the arena. */
void guide_begin(struct guide *g, struct arena *arena, uint64_t seed, uint64_t goal,
                 const struct tally *tally);
void guide_end(struct guide *g);
/* The next step; good until the next call. It expects the model as the rehearsal left it; where
 * the two have gone apart it is a command like any other. */
const struct guide_step *guide_next(struct guide *g);

#endif
