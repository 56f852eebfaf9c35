/*
 * palette.h - one line in which everything is found: lists, kept filters, acts, customers,
 * documents; by fuzzy match and by short codes. For worklist.c.
 */
#ifndef OSB_CLIENT_TERM_PALETTE_H
#define OSB_CLIENT_TERM_PALETTE_H

#include "client/term/worklist.h"

/* The worklist must stay below the box. */
struct screen *palette_new(struct app *app, struct worklist *worklist);

#endif
