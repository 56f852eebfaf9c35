/*
 * map.h - a hash table from short keys to pointers, for the shell's caches and queues.
 *
 * Keys are copied. Open addressing with linear probing; what is taken out leaves no trace, so
 * that a table in which entries come and go for months does not silt up.
 */
#ifndef OSB_SHELL_MAP_H
#define OSB_SHELL_MAP_H

#include "common/str.h"

struct map_slot;

struct map {
    struct map_slot *slots;
    size_t count;
    size_t room; /* a power of two, or 0 */
};

/* Empty; a zeroed map is one, too. */
void map_init(struct map *map);
/* Lets the keys go; what the values point to is the owner's. */
void map_release(struct map *map);
/* The value, or NULL. */
void *map_get(const struct map *map, struct str key);
/* Puts or replaces; value is not NULL. */
void map_put(struct map *map, struct str key, void *value);
/* Takes the entry out and gives its value, or NULL. */
void *map_take(struct map *map, struct str key);
/* Walking: place 0, 1, ... up to room; NULL where there is none. */
void *map_at(const struct map *map, size_t place);

/* A number as a key; good as long as *n is. */
static inline struct str map_key(const int64_t *n)
{
    return (struct str){ (const char *)n, sizeof *n };
}

#endif
