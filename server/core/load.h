/*
 * load.h - which rows a command must know before it is decided, as data.
 *
 * One list serves two readers: load_sql() makes the SELECT that PostgreSQL answers, and
 * model_load() picks the same rows in memory. A load names a table, whether its rows are
 * locked, and how they are found: each `match` compares a column with a parameter of the
 * command or with a column of another load of the same operation, or with a constant.
 *
 *     LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, ORDER, order, account_id))),
 *     OWNED(ORDER,         ANY_OF(BY_ARG(order, no, P_order))),
 *     READ(PRODUCT,        ANY_OF(BY_FACT(product, id, ORDER_LINE, order_line, product_id))),
 *
 * LOCK takes the row lock. OWNED rows may be changed too, but only ever under the lock of their
 * credit account, which the same operation holds: no second lock is paid for. READ rows may
 * not be changed. An absent value or an empty text never matches.
 *
 * Loads are sent in the written order, which must be that of tables.def for locked tables
 * (load_check() proves it): the global lock order. A table appears once in an operation.
 */
#ifndef OSB_CORE_LOAD_H
#define OSB_CORE_LOAD_H

#include "server/core/work.h"

enum match_kind {
    MATCH_NONE = 0,
    MATCH_ARG,         /* column = parameter (text, number or day) */
    MATCH_ITEMS,       /* column = product code or ref of any row of an ITEMS parameter */
    MATCH_FACT,        /* column in (column of the rows that another load finds) */
    MATCH_CONST,       /* column = number (enumerations: the value) */
    MATCH_ACTOR,       /* column = the acting user's id */
    MATCH_POSITIVE,    /* column > 0 */
    MATCH_NULL,        /* column is absent (REF, DAY, TIME) */
    MATCH_DAY_REACHED, /* column <= the business day */
    MATCH_DAY_NEAR,    /* column within LOAD_DAYS_BACK and LOAD_DAYS_AHEAD of it */
};
/* Calendar exceptions that due times may need: holds lapse after 30 days, slips after more. */
#define LOAD_DAYS_BACK  60
#define LOAD_DAYS_AHEAD 120
/* A way to find; a match holds when any of its alternatives does. */
struct way {
    enum match_kind kind;
    uint8_t column;      /* of the loaded table */
    uint8_t param;       /* MATCH_ARG, MATCH_ITEMS */
    bool item_ref;       /* MATCH_ITEMS: the row's ref instead of its product */
    uint8_t from;        /* MATCH_FACT: table whose load is asked */
    uint8_t from_column; /* MATCH_FACT */
    int64_t value;       /* MATCH_CONST */
};
#define MATCH_WAYS   12
#define LOAD_MATCHES 3
struct match {
    struct way ways[MATCH_WAYS];
};
enum hold { HOLD_READ, HOLD_OWNED, HOLD_LOCK };
struct load {
    enum table table;
    enum hold hold;
    uint16_t limit;                     /* most rows; 0: LOAD_LIMIT */
    uint8_t order_by;                   /* column; 0: id. Ties by id. */
    bool newest;                        /* descending order_by */
    struct match matches[LOAD_MATCHES]; /* all must hold; none: the whole table */
};
#define LOAD_LIMIT 2000
static inline unsigned load_limit(const struct load *l)
{
    return l->limit ? l->limit : LOAD_LIMIT;
}

#define BY_ARG(t, c, p)                                                                        \
    {                                                                                          \
        .kind = MATCH_ARG, .column = COL_##t##_##c, .param = (p)                               \
    }
#define BY_ITEMS(t, c, p)                                                                      \
    {                                                                                          \
        .kind = MATCH_ITEMS, .column = COL_##t##_##c, .param = (p)                             \
    }
#define BY_ITEM_REFS(t, c, p)                                                                  \
    {                                                                                          \
        .kind = MATCH_ITEMS, .column = COL_##t##_##c, .param = (p), .item_ref = true           \
    }
#define BY_FACT(t, c, T, from_table, from_col)                                                 \
    {                                                                                          \
        .kind = MATCH_FACT, .column = COL_##t##_##c, .from = TABLE_##T,                        \
        .from_column = COL_##from_table##_##from_col                                           \
    }
#define BY_CONST(t, c, v)                                                                      \
    {                                                                                          \
        .kind = MATCH_CONST, .column = COL_##t##_##c, .value = (v)                             \
    }
#define BY_ACTOR(t, c)                                                                         \
    {                                                                                          \
        .kind = MATCH_ACTOR, .column = COL_##t##_##c                                           \
    }
#define BY_POSITIVE(t, c)                                                                      \
    {                                                                                          \
        .kind = MATCH_POSITIVE, .column = COL_##t##_##c                                        \
    }
#define BY_NULL(t, c)                                                                          \
    {                                                                                          \
        .kind = MATCH_NULL, .column = COL_##t##_##c                                            \
    }
#define ANY_OF(...)                                                                            \
    {                                                                                          \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }
#define READ(T, ...)                                                                           \
    {                                                                                          \
        .table = TABLE_##T, .hold = HOLD_READ, .matches = { __VA_ARGS__ }                      \
    }
#define OWNED(T, ...)                                                                          \
    {                                                                                          \
        .table = TABLE_##T, .hold = HOLD_OWNED, .matches = { __VA_ARGS__ }                     \
    }
#define LOCK(T, ...)                                                                           \
    {                                                                                          \
        .table = TABLE_##T, .hold = HOLD_LOCK, .matches = { __VA_ARGS__ }                      \
    }
/* Ordered and bounded: the first `most` rows by a column. */
#define OWNED_FIRST(T, t, by, most, ...)                                                       \
    {                                                                                          \
        .table = TABLE_##T, .hold = HOLD_OWNED, .limit = (most), .order_by = COL_##t##_##by,   \
        .matches = {                                                                           \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }
#define READ_FIRST(T, t, by, most, ...)                                                        \
    {                                                                                          \
        .table = TABLE_##T, .hold = HOLD_READ, .limit = (most), .order_by = COL_##t##_##by,    \
        .matches = {                                                                           \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }

/* An operation: its catalog entry says who and with what; this says what must be known and
 * who decides. */
struct operation {
    const struct load *loads;
    size_t load_count;
    void (*decide)(struct work *w);
    bool frees; /* may free credit, money or quota: held orders of the account are judged
                   again after it */
};
#define LOADS(list) .loads = (list), .load_count = COUNT(list)
/* Defines the operation of a catalog entry: OPERATION(ORDER_ACCEPT) = { LOADS(...), ... }; */
#define OPERATION(id)                       const struct operation operation_##id
#define COMMAND(id, name, roles, help, ...) extern const struct operation operation_##id;
#define QUERY(id, name, roles, help, ...)
#include "common/catalog.def"
#undef COMMAND
#undef QUERY
/* Indexed by enum op; queries have none. */
extern const struct operation *const operations[OP_COUNT];
/* Are held orders to be judged again behind this work, which was not refused? */
static inline bool operation_frees(const struct work *w)
{
    return operations[w->op]->frees && !w->frees_nothing;
}

/* Loads that every command has: the actor, his roles and delegations, policy, calendar. */
extern const struct load common_loads[];
extern const size_t common_load_count;

/* The load of that table in the operation or among the common ones; NULL when there is none. */
const struct load *load_of(const struct operation *op, enum table table);

/* The text of the SELECT with $1.. for its values, columns as row_set() reads them. */
struct str load_sql(const struct operation *op, const struct load *load, struct arena *arena);
/* The values for $1.. of that SELECT, in order (arrays in PostgreSQL's text format); one with
 * p == NULL is NULL. The SELECT fetches one row more than the limit: rows.cut is set then. */
size_t load_values(const struct operation *op, const struct load *load, const struct work *w,
                   struct arena *arena, struct str *values, size_t room);
/* NULL when every operation keeps the lock order and names each table once, else what not. */
const char *load_check(struct arena *arena);

#endif
