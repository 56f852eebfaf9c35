/*
 * typed.h - what a person may type into a field, as the catalog wants it (SCREENS.md 4).
 */
#ifndef OSB_CLIENT_TERM_TYPED_H
#define OSB_CLIENT_TERM_TYPED_H

#include "common/catalog.h"

/* The moment that "." and "+5" start from. */
struct typed_now {
    struct instant at;
    int utc_offset_min;
};
struct typed_now typed_now(void);

/*
 * The text with its short forms written out: "1,234.50" and full-width digits as plain ones,
 * "12*25" multiplied, "15", "5-2", "+5", "-1", ".", "e" (month end) as days, "." and "14:05" as
 * times of today, the first letters of a choice as the choice, y and n as yes and no. What is
 * no short form is given back as it is; the catalog's check follows.
 */
struct str typed_plain(enum param param, struct str text, struct typed_now now,
                       struct arena *arena);
/* The one value of the choice whose name, or word in the reader's language, begins with these
 * letters, whatever their case; "" when none or several do. `typed`: of which of the two they
 * are the beginning, or NULL. */
struct str typed_choice(enum param param, struct str letters, struct arena *arena,
                        struct str *typed);

#endif
