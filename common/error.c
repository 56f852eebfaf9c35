/*
 * error.c - the tables behind errors.def.
 */
#include "common/error.h"

struct error_row {
    const char *name;
    const char *sentence;
    int wire;
};

static const struct error_row rows[ERR_COUNT] = {
    [ERR_NONE] = { "NONE", "all is well", 0 },
#define ERROR(name, wire, text) [ERR_##name] = { #name, text, wire },
#include "common/errors.def"
#undef ERROR
};

static const struct error_row *row_of(enum error_code code)
{
    assert(code < ERR_COUNT);
    return &rows[code];
}

struct error refuse(enum error_code code, const char *field)
{
    return refuse_with(code, field, (struct str){ NULL, 0 });
}

struct error refuse_with(enum error_code code, const char *field, struct str detail)
{
    return (struct error){ code, field, detail };
}

int error_wire(enum error_code code)
{
    return row_of(code)->wire;
}

const char *error_name(enum error_code code)
{
    return row_of(code)->name;
}

const char *error_sentence(enum error_code code)
{
    return row_of(code)->sentence;
}
