/*
 * map.c - open addressing with linear probing and backward shifts.
 */
#include "server/shell/map.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64

struct map_slot {
    uint64_t hash;
    char *key;
    size_t key_size;
    void *value; /* NULL: free */
};

void map_init(struct map *map)
{
    *map = (struct map){ 0 };
}

void map_release(struct map *map)
{
    for (size_t i = 0; i < map->room; i++)
        free(map->slots[i].key);
    free(map->slots);
    map_init(map);
}

/* FNV-1a: keys are short, and come from people who are logged in. */
static uint64_t hash_of(struct str key)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < key.n; i++)
        hash = (hash ^ (unsigned char)key.p[i]) * UINT64_C(1099511628211);
    return hash ^ hash >> 32;
}

/* The key's slot, or the free one where it would go. */
static struct map_slot *slot_of(const struct map *map, struct str key, uint64_t hash)
{
    size_t at = (size_t)hash & (map->room - 1);

    for (;;) {
        struct map_slot *slot = &map->slots[at];

        if (!slot->value || (slot->hash == hash && slot->key_size == key.n &&
                             memcmp(slot->key, key.p, key.n) == 0))
            return slot;
        at = (at + 1) & (map->room - 1);
    }
}

static void grow(struct map *map)
{
    struct map bigger = { .room = map->room ? 2 * map->room : FIRST_ROOM, .count = map->count };

    bigger.slots = calloc(bigger.room, sizeof *bigger.slots);
    if (!bigger.slots)
        abort();
    for (size_t i = 0; i < map->room; i++) {
        struct map_slot *old = &map->slots[i];
        struct str key = { old->key, old->key_size };

        if (old->value)
            *slot_of(&bigger, key, old->hash) = *old;
    }
    free(map->slots);
    *map = bigger;
}

void *map_get(const struct map *map, struct str key)
{
    return map->room ? slot_of(map, key, hash_of(key))->value : NULL;
}

void map_put(struct map *map, struct str key, void *value)
{
    uint64_t hash = hash_of(key);
    struct map_slot *slot;

    assert(value && key.n > 0);
    if (2 * map->count >= map->room)
        grow(map);
    slot = slot_of(map, key, hash);
    if (!slot->value) {
        slot->key = malloc(key.n);
        if (!slot->key)
            abort();
        memcpy(slot->key, key.p, key.n);
        slot->key_size = key.n;
        slot->hash = hash;
        map->count++;
    }
    slot->value = value;
}

/* Entries behind the gap that would not be found any more move into it. */
static void close_gap(struct map *map, size_t gap)
{
    size_t mask = map->room - 1;

    for (size_t at = (gap + 1) & mask; map->slots[at].value; at = (at + 1) & mask) {
        size_t home = (size_t)map->slots[at].hash & mask;

        if (((at - home) & mask) < ((at - gap) & mask))
            continue;
        map->slots[gap] = map->slots[at];
        gap = at;
    }
    map->slots[gap] = (struct map_slot){ 0 };
}

void *map_take(struct map *map, struct str key)
{
    struct map_slot *slot = map->room ? slot_of(map, key, hash_of(key)) : NULL;
    void *value = slot ? slot->value : NULL;

    if (!value)
        return NULL;
    free(slot->key);
    slot->key = NULL;
    map->count--;
    close_gap(map, (size_t)(slot - map->slots));
    return value;
}

void *map_at(const struct map *map, size_t place)
{
    assert(place < map->room);
    return map->slots[place].value;
}
