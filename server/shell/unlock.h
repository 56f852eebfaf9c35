/*
 * unlock.h - test-only: a daemon that locks less than it must, or in the wrong order.
 *
 * The tests of races need a daemon that does the damage which they look for. OSB_LOCK_NOT in
 * the environment lists tables (in SQL's words, by commas) whose rows are then read without a
 * lock; OSB_LOCK_DOWN, when it is set, has rows locked by falling id. Only builds with
 * OSB_SWITCHES know them.
 */
#ifndef OSB_SHELL_UNLOCK_H
#define OSB_SHELL_UNLOCK_H

#include "server/core/load.h"

#ifdef OSB_SWITCHES
/* The SELECT of that load as the environment wants it; in the arena where it is another. */
struct str unlock_sql(const struct load *load, struct str sql, struct arena *arena);
#else
static inline struct str unlock_sql(const struct load *load, struct str sql,
                                    struct arena *arena)
{
    (void)load;
    (void)arena;
    return sql;
}
#endif

#endif
