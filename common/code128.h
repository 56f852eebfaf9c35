/*
 * code128.h - the number of a document as a bar code (Code 128, sets B and C).
 *
 * What comes out is the widths of bars and gaps in turn, a bar first, in modules; quiet zones
 * of ten modules at both ends are the drawer's matter. Digits go two to a symbol where that is
 * shorter.
 */
#ifndef OSB_COMMON_CODE128_H
#define OSB_COMMON_CODE128_H

#include "common/str.h"

/* Characters that a bar code may have here: wider ones do not fit beside a title. */
#define CODE128_TEXT 32
/* Start, each character with at most a switch of sets before it, check, stop. */
#define CODE128_WIDTHS (6 * (2 * CODE128_TEXT + 2) + 7)

struct code128 {
    uint8_t widths[CODE128_WIDTHS];
    size_t count;     /* of widths */
    unsigned modules; /* their sum */
};

/* False: the text is empty, too long, or not printable ASCII. */
NODISCARD bool code128_set(struct str text, struct code128 *out);

#endif
