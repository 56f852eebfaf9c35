/*
 * sheet_tail.h - the rest of a choice's word: the field was left with the letter that decided,
 * and who types the word to its end typed nothing else. For sheet.c only.
 */
#ifndef OSB_CLIENT_TERM_SHEET_TAIL_H
#define OSB_CLIENT_TERM_SHEET_TAIL_H

#include "client/term/sheet.h"

/* `typed` bytes of the word were typed, `last` behind them; the sheet stands on the next field.
 */
void sheet_tail_expect(struct sheet *sheet, struct str word, size_t typed, uint32_t last);
/* One letter more of it? True: it is done with, a choice does not see it. */
bool sheet_tail_takes(struct sheet *sheet, const struct key *key);
/* Behind a key: the word is whole, or was left with two letters of it. */
void sheet_tail_ends(struct sheet *sheet, struct sheet_place *place, const struct key *key,
                     struct arena *arena);

#endif
