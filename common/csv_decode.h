/*
 * csv_decode.h - bytes of an older encoding as UTF-8, for csv.c.
 */
#ifndef OSB_COMMON_CSV_DECODE_H
#define OSB_COMMON_CSV_DECODE_H

#include "common/csv.h"

/* UTF-8 is given back as it is, unchecked; anything else is converted into the arena.
 * ERR_FORMAT names the line that does not fit the encoding. */
NODISCARD struct error csv_decode(struct str bytes, enum csv_encoding encoding,
                                  struct arena *arena, struct str *out);

#endif
