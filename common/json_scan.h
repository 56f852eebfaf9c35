/*
 * json_scan.h - the strict reader that stands before cJSON.
 *
 * Accepts RFC 8259 texts without their loopholes. Refused are: bytes that are not UTF-8, a
 * byte order mark, raw control characters, \u0000 and halves of surrogate pairs, the same
 * key twice in an object (escapes resolved), numbers that are not plain integers ("01",
 * "-0", "1.0", "1e3") or are beyond JSON_INT_MAX, anything after the value, nesting deeper
 * than LIMIT_JSON_DEPTH and more than LIMIT_JSON_NODES values.
 */
#ifndef OSB_COMMON_JSON_SCAN_H
#define OSB_COMMON_JSON_SCAN_H

#include "common/error.h"

/* ERR_PARSE or ERR_TOO_MUCH with the byte (the first is 1) and the reason; both the detail
 * and the scan's working memory come from the arena. */
NODISCARD struct error json_scan(struct str text, struct arena *arena);

#endif
