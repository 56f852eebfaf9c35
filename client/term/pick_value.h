/*
 * pick_value.h - the values of a choice, or yes and no, in the reader's words: F4 on such a
 * field, for who does not know its letters. For pick.c only.
 */
#ifndef OSB_CLIENT_TERM_PICK_VALUE_H
#define OSB_CLIENT_TERM_PICK_VALUE_H

#include "client/term/pick.h"

/* A box of them, standing on `text` where that is one. NULL: the parameter is neither. */
struct screen *pick_value_new(struct screen *asker, enum param param, struct str text,
                              pick_taken *taken);

#endif
