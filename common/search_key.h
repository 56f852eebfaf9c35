/*
 * search_key.h - names made alike, so that what is typed finds them (SCREENS.md 4).
 *
 * Who types traditional characters finds a name in simplified ones, and the other way round;
 * capitals, accents and full-width letters do not matter; a Chinese name is also found by its
 * pinyin, whole or by the initials of its syllables. The same text gives the same key on every
 * run of one ICU; keys are a help for looking up, no fact: nothing is decided by them.
 */
#ifndef OSB_COMMON_SEARCH_KEY_H
#define OSB_COMMON_SEARCH_KEY_H

#include "common/arena.h"
#include "common/str.h"

/* What somebody typed to find something, as it stands in keys: simplified, small letters. */
struct str search_fold(struct str text, struct arena *arena);
/* The key of a name: it folded, and behind it, where that says something else, it in Latin
 * letters without blanks and the initials of its words. "廣州百貨" gives
 * "广州百货 guangzhoubaihuo gzbh". In the arena; well-formed UTF-8 of at most LIMIT_NAME
 * characters that do not grow beyond measure, else an empty text. */
struct str search_key(struct str name, struct arena *arena);

#endif
