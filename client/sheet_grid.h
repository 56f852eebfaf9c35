/*
 * sheet_grid.h - invoices and outbound orders on multi-part paper (common/paper.h).
 *
 * A delivery note's grid is fixed by the daemon when its number is given; these are set of the
 * posted document whenever they are printed, which cannot change either. A grid of text has no
 * bar code: the number stands between asterisks for who types it.
 */
#ifndef OSB_CLIENT_SHEET_GRID_H
#define OSB_CLIENT_SHEET_GRID_H

#include "client/sheet.h"

/* All copies of the sheet, whole pages of PAPER_LINES lines. */
struct str sheet_grid(const struct sheet *sheet, struct arena *arena);

#endif
