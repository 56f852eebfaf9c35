/*
 * fuzzy.h - does a text fit what somebody typed of it? Pure.
 */
#ifndef OSB_CLIENT_TERM_FUZZY_H
#define OSB_CLIENT_TERM_FUZZY_H

#include "common/str.h"

/* How well `text` holds the characters of `find` in their order, whatever their case; more is
 * better: characters that stand together, and at the beginning of words, count most. 0: it
 * does not hold them. Nothing typed fits everything with 1. */
int fuzzy_fits(struct str text, struct str find);

#endif
