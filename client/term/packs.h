/*
 * packs.h - a unit typed behind a quantity: "3cs" as 120 where forty are in a pack, "38pc" as
 * 38 (SCREENS.md 4).
 */
#ifndef OSB_CLIENT_TERM_PACKS_H
#define OSB_CLIENT_TERM_PACKS_H

#include "client/term/app.h"
#include "client/term/sheet.h"

/* Does a unit stand behind the number? What multiplies ("12*25") or groups is none. */
bool packs_named(struct str text);
/* The quantity in base units of a product that is counted in `unit`, `pack` of them in a pack
 * (0: not known). False: the unit is none of the product's. */
NODISCARD bool packs_count(struct str text, struct str unit, int64_t pack, int64_t *out);
/* "units: pc, or cs of 40" */
struct str packs_fault(struct str unit, int64_t pack, struct arena *arena);

/* Asks for the packs of the product when a unit was typed in this field; the answer comes to
 * the screen with that tag. */
void packs_ask(struct app *app, struct screen *screen, int tag, struct str product,
               const struct sheet_place *place);
/* The answer of product.list: the field has base units now, or a fault that names the units. */
void packs_take(struct app *app, const struct json *rows, struct str product,
                struct sheet_place *place);

#endif
