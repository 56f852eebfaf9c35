/*
 * tables.h - rows of every table that rules read or write, and their metadata.
 *
 * `struct order_row`, `struct credit_account_row`, ... come from tables.def, which is the one
 * list: SQL, binding, model and canonical dump are made from the metadata here.
 */
#ifndef OSB_CORE_TABLES_H
#define OSB_CORE_TABLES_H

#include "common/day.h"
#include "common/enums.h"
#include "common/money.h"
#include "common/qty.h"

#define COLUMN_TYPE_ID    int64_t
#define COLUMN_TYPE_REF   int64_t
#define COLUMN_TYPE_INT   int64_t
#define COLUMN_TYPE_MONEY struct money
#define COLUMN_TYPE_QTY   struct qty
#define COLUMN_TYPE_BOOL  bool
#define COLUMN_TYPE_DAY   struct day
#define COLUMN_TYPE_TIME  struct instant
#define COLUMN_TYPE_TEXT  struct str

#define COLUMN_FIELD(table, kind, column)      COLUMN_TYPE_##kind column;
#define COLUMN_ENUM_FIELD(table, type, column) enum type column;
#define TABLE(name, NAME, sql, kind, COLUMNS)                                                  \
    struct name##_row {                                                                        \
        COLUMNS(name, COLUMN_FIELD, COLUMN_ENUM_FIELD)                                         \
    };
#include "server/core/tables.def"
#undef TABLE
#undef COLUMN_FIELD
#undef COLUMN_ENUM_FIELD

enum table {
#define TABLE(name, NAME, sql, kind, COLUMNS) TABLE_##NAME,
#include "server/core/tables.def"
#undef TABLE
    TABLE_COUNT
};

/* Place of a column in its table: COL_order_customer_id. */
#define COLUMN_PLACE(table, kind, column) COL_##table##_##column,
#define TABLE(name, NAME, sql, kind, COLUMNS)                                                  \
    enum name##_column{ COLUMNS(name, COLUMN_PLACE, COLUMN_PLACE) COL_##name##_COUNT };
#include "server/core/tables.def"
#undef TABLE
#undef COLUMN_PLACE

enum column_kind {
    COLUMN_ID,
    COLUMN_REF,
    COLUMN_INT,
    COLUMN_MONEY,
    COLUMN_QTY,
    COLUMN_BOOL,
    COLUMN_DAY,
    COLUMN_TIME,
    COLUMN_TEXT,
    COLUMN_ENUM,
};
enum table_kind { TABLE_MUTABLE, TABLE_LEDGER, TABLE_VIEW };

struct column {
    const char *name;
    enum column_kind kind;
    enum enum_id enumeration; /* of a COLUMN_ENUM */
    size_t offset;            /* inside the row */
};
struct table_info {
    const char *name;     /* as in the code: "order" */
    const char *sql_name; /* as in the database: "orders" */
    enum table_kind kind;
    size_t row_size;
    const struct column *columns; /* [0] is always id */
    size_t column_count;
};

extern const struct table_info tables[TABLE_COUNT];

/* The row's id. */
int64_t row_id(const void *row);
/* Value of an ID, REF, INT, MONEY (fen), QTY, DAY or ENUM column as a number. */
int64_t row_number(const void *row, const struct column *column);
/* Same values in every column (texts by content)? */
bool row_same(const struct table_info *table, const void *a, const void *b);
/* A copy in the arena; texts are shared. */
void *row_copy(const struct table_info *table, const void *row, struct arena *arena);
/* One line, columns joined by '|': the canonical dump of a row. */
struct str row_text(const struct table_info *table, const void *row, struct arena *arena);
/* One column as PostgreSQL's text format; an absent REF, DAY or TIME gives false (NULL). */
bool row_value(const void *row, const struct column *column, struct arena *arena,
               struct str *out);
/* Reads PostgreSQL's text format (timestamps as whole microseconds since 1970, days as days
 * since 1970: see load_sql.h) into the column; false when the text is not of the kind. */
NODISCARD
bool row_set(void *row, const struct column *column, struct str text, bool is_null,
             struct arena *arena);

#endif
