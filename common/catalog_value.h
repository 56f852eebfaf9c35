/*
 * catalog_value.h - one value of a parameter, from JSON or from plain words. For the files of
 * the catalog only; others use catalog.h.
 */
#ifndef OSB_COMMON_CATALOG_VALUE_H
#define OSB_COMMON_CATALOG_VALUE_H

#include "common/catalog.h"

/* What a value is read from: a JSON value, or words where json is NULL. */
struct raw {
    const struct json *json;
    struct str words;
    int utc_offset_min;
};

/* Reads a value of any type but ITEMS. The field of an error is `field`. */
NODISCARD struct error value_read(enum param_type type, enum enum_id choices, struct raw raw,
                                  const char *field, struct arena *arena, struct arg *out);

#endif
