/*
 * qty.c - quantities read and written.
 */
#include "common/qty.h"

#include <inttypes.h>

bool qty_parse(struct str text, struct qty *out)
{
    int64_t n;

    if (!str_int(text, &n) || n < -QTY_MAX || n > QTY_MAX)
        return false;
    out->n = n;
    return true;
}

struct str qty_text(struct qty q, struct arena *arena)
{
    return str_format(arena, "%" PRId64, q.n);
}
