/*
 * chance.h - a seeded generator (SplitMix64): one seed, one run.
 */
#ifndef OSB_TESTS_CHANCE_H
#define OSB_TESTS_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

static inline uint64_t chance_next(struct chance *c)
{
    uint64_t z = c->state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* 0 .. n-1; n > 0. */
static inline size_t chance_below(struct chance *c, size_t n)
{
    return (size_t)(chance_next(c) % n);
}

static inline bool chance_percent(struct chance *c, unsigned percent)
{
    return chance_below(c, 100) < percent;
}

#endif
