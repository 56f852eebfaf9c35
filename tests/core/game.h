/*
 * game.h - a player's game in one small world: commands, the rechecks that they cause, time.
 *
 *     struct game g = { .check = my_check, .user = ... };
 *     game_begin(&g, &arena, seed);
 *     while (n-- && !g.over)
 *         game_step(&g);
 */
#ifndef OSB_TESTS_GAME_H
#define OSB_TESTS_GAME_H

#include "tests/core/player.h"

struct game {
    /* Called after each command, rechecks included; the verdict is in w->ruling, the effects
     * in g->world->effects. It may set `over`. */
    void (*check)(struct game *g, const struct play *play, struct work *w);
    /* NULL, or called before each command, its parameters in world->args. */
    void (*before)(struct game *g, const struct play *play);
    void *user;
    bool over;
    /* --- filled by game_begin() --- */
    struct player player;
    struct world *world;  /* its model lives in the game's arena */
    struct arena command; /* what one step needs: valid inside check() */
};

/* A new world, varied by the seed. It lives in the arena, which the caller releases. */
void game_begin(struct game *g, struct arena *arena, uint64_t seed);
/* One command of the player, then held orders that it may have freed are judged again, then
 * time goes on. */
void game_step(struct game *g);

#endif
