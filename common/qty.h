/*
 * qty.h - quantities: an integer count of a product's base unit.
 */
#ifndef OSB_COMMON_QTY_H
#define OSB_COMMON_QTY_H

#include "common/str.h"

struct qty {
    int64_t n;
};

#define QTY_MAX INT64_C(1000000000)

static inline struct qty qty(int64_t n)
{
    return (struct qty){ n };
}
/* Optional minus and digits, no leading zero (that is a code, not a count); |n| <= QTY_MAX. */
NODISCARD bool qty_parse(struct str text, struct qty *out);
struct str qty_text(struct qty q, struct arena *arena);

#endif
