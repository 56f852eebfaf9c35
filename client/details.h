/*
 * details.h - what a daemon or this program found, in the user's language.
 *
 * A detail is an English sentence with values in it: "there is no product P-9". Its wording is
 * known here with holes for the values, "there is no %s %s"; the translation has the same
 * holes, in an order of its own when it numbers them (%2$s). The values stay as they are,
 * unless they are words themselves. A sentence that is not known is quoted as it came.
 */
#ifndef OSB_CLIENT_DETAILS_H
#define OSB_CLIENT_DETAILS_H

#include "common/str.h"

/* The bytes belong to the arena. */
struct str details_of(struct str english, struct arena *arena);

/* The wordings, for tests; the last one is NULL. */
extern const char *const detail_wordings[];

#endif
