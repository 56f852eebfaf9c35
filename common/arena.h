/*
 * arena.h - memory that belongs to one request and is let go at once.
 *
 * Everything that a request makes lives in its arena; nothing of it is freed singly.
 * An arena has a budget. Going over it does not fail the caller: the memory is handed
 * out and `failed` is set, which forbids the request to store anything. When the process
 * itself has no memory left, the program stops: what was acknowledged is durable.
 */
#ifndef OSB_COMMON_ARENA_H
#define OSB_COMMON_ARENA_H

#include "common/base.h"

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks; /* newest first */
    size_t used;                /* bytes handed out */
    size_t budget;              /* bytes that may be handed out */
    bool failed;                /* the budget was exceeded: the request must not be stored */
};

void arena_init(struct arena *arena, size_t budget);
/* Lets all memory go; the arena may be initialised again. */
void arena_release(struct arena *arena);
/* Empties the arena for the next request, keeping one chunk. */
void arena_reset(struct arena *arena);
/* Zeroed bytes, aligned for any type; never NULL. */
void *arena_alloc(struct arena *arena, size_t size);
/* Zeroed array; a product that overflows sets `failed` and stops the program. */
void *arena_array(struct arena *arena, size_t count, size_t size);
#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))

#endif
