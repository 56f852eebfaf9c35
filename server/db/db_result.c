/*
 * db_result.c - PGresult to struct db_result.
 */
#include "server/db/db_result.h"

#include <string.h>

void db_sqlstate_copy(char out[6], const char *sqlstate)
{
    size_t n = sqlstate ? strnlen(sqlstate, 5) : 0;

    if (n)
        memcpy(out, sqlstate, n);
    out[n] = '\0';
}

/* The last word of "INSERT 0 3", "UPDATE 3"; 0 when it is no number. */
static int64_t affected_of(struct str tag)
{
    int64_t count = 0;
    size_t at = tag.n;

    while (at > 0 && tag.p[at - 1] != ' ')
        at--;
    if (at == 0 || !str_int((struct str){ tag.p + at, tag.n - at }, &count))
        return 0;
    return count;
}

/* One piece of memory for all texts of a result, each terminated. */
static const struct str *values_of(const PGresult *from, size_t rows, size_t columns,
                                   struct arena *arena)
{
    struct str *values = ARENA_ARRAY(arena, rows * columns, struct str);
    size_t bytes = 0;
    char *text;

    for (size_t i = 0; i < rows * columns; i++) {
        int row = (int)(i / columns);
        int column = (int)(i % columns);

        bytes += (size_t)PQgetlength(from, row, column) + 1;
    }
    text = arena_alloc(arena, bytes);
    for (size_t i = 0; i < rows * columns; i++) {
        int row = (int)(i / columns);
        int column = (int)(i % columns);
        size_t n = (size_t)PQgetlength(from, row, column);

        if (PQgetisnull(from, row, column))
            continue;
        memcpy(text, PQgetvalue(from, row, column), n);
        values[i] = (struct str){ text, n };
        text += n + 1;
    }
    return values;
}

void db_result_take(struct db_result *out, const PGresult *from, struct arena *arena)
{
    out->status = DB_DONE;
    /* libpq's getter wants a mutable result, but only reads it */
    out->tag = str_dup(arena, str_of(PQcmdStatus((PGresult *)(uintptr_t)from)));
    out->affected = affected_of(out->tag);
    out->rows = (size_t)PQntuples(from);
    out->columns = (size_t)PQnfields(from);
    if (out->rows && out->columns)
        out->values = values_of(from, out->rows, out->columns, arena);
}

static struct str field(const PGresult *from, int code, struct arena *arena)
{
    const char *text = PQresultErrorField(from, code);

    return text ? str_dup(arena, str_of(text)) : (struct str){ 0 };
}

struct db_error db_error_take(const PGresult *from, struct arena *arena)
{
    struct db_error error = {
        .message = field(from, PG_DIAG_MESSAGE_PRIMARY, arena),
        .detail = field(from, PG_DIAG_MESSAGE_DETAIL, arena),
        .constraint = field(from, PG_DIAG_CONSTRAINT_NAME, arena),
        .table = field(from, PG_DIAG_TABLE_NAME, arena),
        .column = field(from, PG_DIAG_COLUMN_NAME, arena),
    };

    db_sqlstate_copy(error.sqlstate, PQresultErrorField(from, PG_DIAG_SQLSTATE));
    if (str_empty(error.message)) /* libpq's own trouble has no fields */
        error.message = str_dup(arena, str_of(PQresultErrorMessage(from)));
    return error;
}

static const char *severity_of(const PGresult *from)
{
    const char *severity = PQresultErrorField(from, PG_DIAG_SEVERITY_NONLOCALIZED);

    return severity ? severity : "";
}

bool db_error_ends_session(const PGresult *from)
{
    return strcmp(severity_of(from), "FATAL") == 0 || strcmp(severity_of(from), "PANIC") == 0;
}

bool db_notice_warns(const PGresult *notice)
{
    return strcmp(severity_of(notice), "WARNING") == 0;
}
