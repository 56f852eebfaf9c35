/*
 * utf8.h - well-formed UTF-8 (RFC 3629), character by character.
 *
 * Overlong forms, surrogates and values above U+10FFFF are not well formed. What a
 * character means, and whether a field may hold it, is decided elsewhere.
 */
#ifndef OSB_COMMON_UTF8_H
#define OSB_COMMON_UTF8_H

#include "common/str.h"

#define UTF8_REPLACEMENT 0xFFFDu

/* The bytes (1 to 4) of the character at text.p[at] and its code point; 0 where no
 * well-formed character begins there, the end included. */
size_t utf8_read(struct str text, size_t at, uint32_t *code);
/* Writes a code point that is a character; gives its bytes (1 to 4). */
size_t utf8_write(uint32_t code, char out[4]);
/* The offset of the first byte that is not well formed; text.n when all is well. */
size_t utf8_fault(struct str text);
/* Characters from text.p[from] to text.p[to], well formed. */
size_t utf8_count(struct str text, size_t from, size_t to);

#endif
