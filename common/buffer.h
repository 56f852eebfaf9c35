/*
 * buffer.h - text that grows in an arena while it is written.
 *
 * Room doubles, so that writing n bytes costs the arena at most some three times n.
 */
#ifndef OSB_COMMON_BUFFER_H
#define OSB_COMMON_BUFFER_H

#include "common/str.h"

struct buffer {
    struct arena *arena;
    char *p;
    size_t n, room;
};

void buffer_init(struct buffer *buffer, struct arena *arena);
/* Room for n more bytes and a NUL at the end of the text; whoever fills it adds to ->n. */
char *buffer_reserve(struct buffer *buffer, size_t n);
void buffer_put(struct buffer *buffer, struct str s);
void buffer_char(struct buffer *buffer, char c);
/* The text so far, followed by a NUL that is not counted; good until the next change. */
struct str buffer_text(struct buffer *buffer);

#endif
