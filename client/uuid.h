/*
 * uuid.h - the ids that commands carry.
 */
#ifndef OSB_CLIENT_UUID_H
#define OSB_CLIENT_UUID_H

#include "common/str.h"

/* A random one (version 4). */
struct str uuid_random(struct arena *arena);
/* The one that belongs to these bytes (version 8: the first bits of their SHA-256), so that the
 * same row of the same file is the same command whenever it is sent. */
struct str uuid_of(struct str bytes, struct arena *arena);

#endif
