/*
 * wire_pack.h - long answers made short for slow lines.
 *
 * A packed line is the letter 'z' and the Base64 of a zlib stream (RFC 1950) of the line
 * without its line feed: a line still, of printable ASCII, so that nothing else about the wire
 * changes. No JSON text begins with that letter. Each line is a stream of its own.
 *
 * Only answers behind the log-in are packed: a length tells something about what was packed
 * with it, and no answer there holds a secret.
 */
#ifndef OSB_COMMON_WIRE_PACK_H
#define OSB_COMMON_WIRE_PACK_H

#include "common/str.h"

/* Shorter lines stay as they are: two packets are one packet. */
#define PACK_LEAST 1024

/* line: with its line feed. The packed one with its own, in the arena; `line` itself where it
 * is short or would not become shorter. */
struct str wire_pack(struct str line, struct arena *arena);
bool wire_is_packed(struct str line);
/* line: packed, without a line feed. False: it is not well packed, or opens to `ceiling` bytes
 * or more. *room is heap, NULL at first, kept for the next call and the caller's to free; *out
 * lies in it. */
NODISCARD bool wire_unpack(struct str line, size_t ceiling, char **room, struct str *out);

#endif
