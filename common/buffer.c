/* buffer.c - growing text. */
#include "common/buffer.h"

#include <string.h>

#define FIRST_ROOM 256

void buffer_init(struct buffer *buffer, struct arena *arena)
{
    *buffer = (struct buffer){ .arena = arena };
}

char *buffer_reserve(struct buffer *buffer, size_t n)
{
    if (buffer->room - buffer->n <= n) {
        size_t room = (buffer->room ? buffer->room * 2 : FIRST_ROOM) + n;
        char *p = arena_alloc(buffer->arena, room);

        if (buffer->n)
            memcpy(p, buffer->p, buffer->n);
        buffer->p = p;
        buffer->room = room;
    }
    return buffer->p + buffer->n;
}

void buffer_put(struct buffer *buffer, struct str s)
{
    char *to = buffer_reserve(buffer, s.n);

    if (s.n)
        memcpy(to, s.p, s.n);
    buffer->n += s.n;
}

void buffer_char(struct buffer *buffer, char c)
{
    *buffer_reserve(buffer, 1) = c;
    buffer->n++;
}

struct str buffer_text(struct buffer *buffer)
{
    *buffer_reserve(buffer, 0) = '\0';
    return (struct str){ buffer->p, buffer->n };
}
