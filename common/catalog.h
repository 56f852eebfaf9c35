/*
 * catalog.h - operations and parameters as data, and reading a request's parameters.
 *
 * The catalog is made from catalog.def and params.def. Server checks, the batch client, the
 * forms and docs/OPERATIONS.md come from it, so that a door can not forget a check (law 3).
 */
#ifndef OSB_COMMON_CATALOG_H
#define OSB_COMMON_CATALOG_H

#include "common/day.h"
#include "common/enums.h"
#include "common/error.h"
#include "common/json.h"
#include "common/money.h"
#include "common/qty.h"

enum param {
#define PARAM(name, type, list, help) P_##name,
#include "common/params.def"
#undef PARAM
    PARAM_COUNT
};
enum param_type {
    PARAM_CODE,   /* letters, digits and . - _ / : @, at most LIMIT_CODE characters */
    PARAM_NAME,   /* one line, at most LIMIT_NAME characters */
    PARAM_TEXT,   /* may have line breaks, at most LIMIT_TEXT characters */
    PARAM_SECRET, /* as NAME; never logged or stored */
    PARAM_BYTES,  /* Base64 of at most LIMIT_PIECE bytes */
    PARAM_MONEY,  /* decimal string */
    PARAM_QTY,    /* decimal string */
    PARAM_INT,    /* 0 to LIMIT_INT: decimal string or JSON integer */
    PARAM_ID,     /* as INT, up to JSON_INT_MAX: the id of a row or event */
    PARAM_DAY,    /* "2026-11-22" */
    PARAM_TIME,   /* "2026-11-22T14:05:00+08:00" */
    PARAM_BOOL,   /* true, false */
    PARAM_CHOICE, /* a name of its enumeration */
    PARAM_ITEMS,  /* array of objects, see struct item */
};
struct param_info {
    const char *name;
    enum param_type type;
    enum enum_id choices; /* of a PARAM_CHOICE */
    const char *help;
};
extern const struct param_info params[PARAM_COUNT];

enum op {
#define COMMAND(id, name, roles, help, ...) OP_##id,
#define QUERY(id, name, roles, help, ...)   OP_##id,
#include "common/catalog.def"
#undef COMMAND
#undef QUERY
    OP_COUNT
};
struct op_param {
    uint8_t param; /* enum param */
    bool required;
    bool empties; /* a text that may be given as "": what is recorded goes */
};
struct op_info {
    const char *name; /* "order.accept" */
    bool is_query;
    role_set roles; /* who may call it; 0: everyone who is logged in */
    const char *help;
    const struct op_param *params;
    size_t param_count;
};
extern const struct op_info catalog[OP_COUNT];

/* "CODE", "MONEY": the type as docs/OPERATIONS.md and help name it. */
const char *param_type_name(enum param_type type);
/* The parameter of that name, or -1. */
int param_find(struct str name);
/* Does the operation declare the parameter? */
bool op_takes(enum op op, enum param param);
/* May the parameter be given as an empty text, so that what is recorded goes? */
bool op_empties(enum op op, enum param param);
/* "R-102, R-103": the rules of docs/RULES.md that it follows, as help names them; "" for a
 * query, and for a parameter that has no rule but its operation's. */
const char *op_rule(enum op op);
const char *param_rule(enum param param);
/* The operation of that name, or -1. */
int catalog_find(struct str name);

/* One row of an ITEMS parameter. Which fields have a meaning, the operation says. */
struct item {
    bool has_line, has_qty, has_price, has_amount;
    int64_t line;        /* "line": line number of the document */
    struct str product;  /* "product": code */
    struct qty qty;      /* "qty" */
    struct money price;  /* "price" */
    struct money amount; /* "amount" */
    struct str ref;      /* "ref": receivable number */
    struct str name;     /* "name": parameter name */
    struct str value;    /* "value" */
    struct str remark;   /* "remark" */
    unsigned diff;       /* "diff": enum diff_kind */
};
struct arg {
    bool given;
    struct str s; /* CODE, NAME, TEXT, SECRET */
    int64_t n;    /* MONEY fen, QTY, INT, DAY, TIME us, BOOL, CHOICE */
    struct item *items;
    size_t item_count;
};
/* A request's parameters, indexed by enum param. */
struct args {
    struct arg v[PARAM_COUNT];
};

static inline struct money arg_money(const struct args *a, enum param p)
{
    return (struct money){ a->v[p].n };
}
static inline struct qty arg_qty(const struct args *a, enum param p)
{
    return (struct qty){ a->v[p].n };
}
static inline struct day arg_day(const struct args *a, enum param p)
{
    return (struct day){ (int32_t)a->v[p].n };
}
static inline struct instant arg_time(const struct args *a, enum param p)
{
    return (struct instant){ a->v[p].n };
}

/*
 * Reads the JSON object `in` (NULL: none) into *out as `op` declares: every required parameter
 * present, no unknown one, each of its type and inside its ceiling, texts checked as text.h
 * says. An empty text is refused: what has no value is left out; but where op_empties says so
 * it is taken, and empties what is recorded. A command's own id, member "command", is passed
 * over (command_id_read); a query that has one is refused. `utc_offset_min` is for times
 * without a zone. Errors: PARAMS with field and remedy; the field of a parameter that is not
 * known is NULL.
 */
NODISCARD struct error args_read(enum op op, const struct json *in, int utc_offset_min,
                                 struct arena *arena, struct args *out);
/* The client-made id of a command: 1 to LIMIT_COMMAND_ID of letters, digits and - _ . : */
NODISCARD struct error command_id_read(const struct json *in, struct arena *arena,
                                       struct str *out);
/* One value from plain words, as the batch client has them: ITEMS as JSON text, BOOL also
 * yes and no, CHOICE in any case of letters. */
NODISCARD struct error arg_read_text(enum param param, struct str text, int utc_offset_min,
                                     struct arena *arena, struct arg *out);
/* Canonical JSON of the given parameters (secrets left out): what the command's hash covers.
 * Times are UTC, so that equal instants give equal bytes. */
struct str args_text(enum op op, const struct args *args, struct arena *arena);

#endif
