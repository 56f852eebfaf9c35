/*
 * queries_sql.h - SQL with named values to SQL with $1, $2.
 */
#ifndef OSB_SHELL_QUERIES_SQL_H
#define OSB_SHELL_QUERIES_SQL_H

#include "common/catalog.h"

/* What a value may be besides a parameter: who asks, whether he sees all, and :find as it
 * stands in search keys. */
enum { VALUE_ACTOR = PARAM_COUNT, VALUE_ALL, VALUE_SEARCH };

#define QUERY_VALUES 16

struct query_sql {
    struct str sql;
    int values[QUERY_VALUES]; /* of $1.. : enum param or one of the above */
    size_t count;
};

/* False: *problem names what it does not know. Comments and quoted texts are left alone. */
NODISCARD bool query_sql_read(struct str text, struct arena *arena, struct query_sql *out,
                              struct str *problem);

#endif
