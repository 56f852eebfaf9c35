/*
 * bytes.h - bytes of files as text: SHA-256 in hex, Base64.
 */
#ifndef OSB_CLIENT_BYTES_H
#define OSB_CLIENT_BYTES_H

#include "common/str.h"

#define BYTES_HASH 64 /* hex digits */

/* "" when the library does not do it. */
struct str bytes_hash(struct str bytes, struct arena *arena);
struct str bytes_base64(struct str bytes, struct arena *arena);
/* False: it is no Base64. */
NODISCARD bool bytes_of_base64(struct str text, struct arena *arena, struct str *out);

#endif
