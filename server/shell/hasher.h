/*
 * hasher.h - passwords are hashed beside the event loop.
 *
 * One worker thread: Argon2id takes 46 MiB and some 60 ms on purpose, and must neither stall
 * the loop nor, by numbers, fill the memory. The line in front of it is short; beyond it the
 * answer is "busy".
 */
#ifndef OSB_SHELL_HASHER_H
#define OSB_SHELL_HASHER_H

#include "common/str.h"

struct event_base;
struct hasher;

#define HASHER_LINE       50
#define HASHER_HASH_BYTES 128

/* NULL: no thread can be had. */
struct hasher *hasher_new(struct event_base *base);
/* Waits for the job under way; the others' callbacks do not come. */
void hasher_free(struct hasher *hasher);

typedef void hashed(bool fits, void *ctx);
/* Does the password fit the hash? hash NULL: it never does, after just as long. The callback
 * comes from the loop. False: the line is full. */
NODISCARD bool hasher_check(struct hasher *hasher, const char *hash, struct str password,
                            hashed *done, void *ctx);

typedef void hash_made(const char *hash, void *ctx);
/* The hash of a new password; NULL when there is no memory for it. */
NODISCARD bool hasher_new_hash(struct hasher *hasher, struct str password, hash_made *made,
                               void *ctx);

/* The same at once, blocking: for the command line. */
NODISCARD bool hasher_make(struct str password, char out[HASHER_HASH_BYTES]);

#endif
