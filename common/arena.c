/*
 * arena.c - chunks of zeroed memory, handed out front to back.
 */
#include "common/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What most requests need altogether; larger pieces get a chunk of their own. */
#define CHUNK_BYTES ((size_t)16 * 1024)
#define ALIGNMENT   alignof(max_align_t)

struct arena_chunk {
    struct arena_chunk *next;
    size_t size; /* of bytes */
    size_t used; /* bytes behind it are zero */
    alignas(max_align_t) unsigned char bytes[];
};

static _Noreturn void out_of_memory(size_t wanted)
{
    fprintf(stderr, "no memory for %zu bytes: stopping\n", wanted);
    abort();
}

static struct arena_chunk *chunk_new(size_t size)
{
    struct arena_chunk *chunk = NULL;

    if (size <= SIZE_MAX - sizeof *chunk)
        chunk = calloc(1, sizeof *chunk + size);
    if (!chunk)
        out_of_memory(size);
    chunk->size = size;
    return chunk;
}

void arena_init(struct arena *arena, size_t budget)
{
    *arena = (struct arena){ .budget = budget };
}

static void chunks_free(struct arena_chunk *chunk)
{
    while (chunk) {
        struct arena_chunk *next = chunk->next;

        free(chunk);
        chunk = next;
    }
}

void arena_release(struct arena *arena)
{
    chunks_free(arena->chunks);
    arena_init(arena, arena->budget);
}

void arena_reset(struct arena *arena)
{
    struct arena_chunk **at = &arena->chunks;
    struct arena_chunk *kept;

    /* An ordinary chunk is kept; a large one would stay for the process's whole life. */
    while (*at && (*at)->size != CHUNK_BYTES)
        at = &(*at)->next;
    kept = *at;
    if (kept) {
        *at = kept->next;
        memset(kept->bytes, 0, kept->used);
        kept->used = 0;
        kept->next = NULL;
    }
    chunks_free(arena->chunks);
    arena_init(arena, arena->budget);
    arena->chunks = kept;
}

/* A chunk with room for size bytes. */
static struct arena_chunk *chunk_with_room(struct arena *arena, size_t size)
{
    struct arena_chunk *head = arena->chunks;
    struct arena_chunk *fresh;

    if (head && head->size - head->used >= size)
        return head;
    fresh = chunk_new(size > CHUNK_BYTES ? size : CHUNK_BYTES);
    if (head && size > CHUNK_BYTES) { /* the room left in the head stays in use */
        fresh->next = head->next;
        head->next = fresh;
    } else {
        fresh->next = head;
        arena->chunks = fresh;
    }
    return fresh;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    struct arena_chunk *chunk;
    void *piece;

    if (size > SIZE_MAX / 2)
        out_of_memory(size);
    size = size ? (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : ALIGNMENT;
    chunk = chunk_with_room(arena, size);
    piece = chunk->bytes + chunk->used;
    chunk->used += size;
    arena->used += size;
    if (arena->used > arena->budget)
        arena->failed = true;
    return piece;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes)) {
        arena->failed = true;
        out_of_memory(SIZE_MAX);
    }
    return arena_alloc(arena, bytes);
}
