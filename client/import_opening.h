/*
 * import_opening.h - the batch around an opening table: begun before its rows are
 * sent, closed when all of them were taken.
 *
 * Both may have been done by an earlier run of the same table: that is no trouble. A batch
 * that was announced with other totals, or closed while rows are new, is shown as refused.
 */
#ifndef OSB_CLIENT_IMPORT_OPENING_H
#define OSB_CLIENT_IMPORT_OPENING_H

#include "client/batch.h"
#include "client/import.h"

/* Names the batch in every row: as --batch says, else by its kind. ERR_PARAMS without the
 * control totals and their day. */
NODISCARD struct error opening_plan(const struct batch *batch, struct import_plan *plan);
enum exit_code opening_begin(struct batch *batch, const struct import_plan *plan);
/* `idle`: this run brought nothing new. */
enum exit_code opening_close(struct batch *batch, const struct import_plan *plan, bool idle);

#endif
