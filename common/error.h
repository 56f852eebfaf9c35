/*
 * error.h - expected trouble, by value. One line in errors.def makes the enum value, the
 * wire code and the sentence a person reads.
 */
#ifndef OSB_COMMON_ERROR_H
#define OSB_COMMON_ERROR_H

#include "common/str.h"

enum error_code {
    ERR_NONE = 0,
#define ERROR(name, wire, text) ERR_##name,
#include "common/errors.def"
#undef ERROR
    ERR_COUNT
};

struct error {
    enum error_code code; /* ERR_NONE when all is well */
    const char *field;    /* parameter at fault, or NULL; static text */
    struct str detail;    /* what was found and what would be right; request's arena */
};

#define OK ((struct error){ ERR_NONE, NULL, { NULL, 0 } })

/* An error without detail. */
struct error refuse(enum error_code code, const char *field);
/* An error with what was found. */
struct error refuse_with(enum error_code code, const char *field, struct str detail);
/* JSON-RPC error code of the error. */
int error_wire(enum error_code code);
/* "CREDIT_LIMIT": the stable name that clients word. */
const char *error_name(enum error_code code);
/* The English sentence. */
const char *error_sentence(enum error_code code);

#endif
