/*
 * db_session.c - session settings and the judgement of the server, in one round trip.
 */
#include "server/db/db_session.h"

enum column {
    FSYNC,
    FULL_PAGE_WRITES,
    SYNCHRONOUS_COMMIT,
    IN_RECOVERY,
    ENCODING,
    COLLATE,
    CTYPE,
    COLUMN_COUNT
};

static const struct db_statement ask = {
    .sql = "SELECT current_setting('fsync'), current_setting('full_page_writes'),"
           " current_setting('synchronous_commit'), pg_is_in_recovery(),"
           " pg_encoding_to_char(encoding), datcollate, datctype,"
           " set_config('application_name', $1, false),"
           " set_config('search_path', coalesce($2, current_setting('search_path')), false),"
           " set_config('lock_timeout', $3, false),"
           " set_config('statement_timeout', $4, false),"
           " set_config('idle_in_transaction_session_timeout', $5, false),"
           " set_config('client_connection_check_interval', '5s', false),"
           " set_config('TimeZone', 'UTC', false),"
           " set_config('DateStyle', 'ISO, YMD', false),"
           " set_config('default_transaction_isolation', 'read committed', false),"
           /* few rows out of large tables that lie in memory: by index, and never compiled */
           " set_config('random_page_cost', '1.1', false),"
           " set_config('jit', 'off', false)"
           " FROM pg_catalog.pg_database WHERE datname = current_database()",
    .params = 5,
};

void db_session_ask(struct db_batch *batch, const struct db_settings *settings)
{
    struct arena *arena = batch->arena;
    const struct str values[] = {
        settings->application ? str_of(settings->application) : STR("osbd"),
        str_of(settings->search_path),
        str_format(arena, "%d", settings->lock_timeout_ms),
        str_format(arena, "%d", settings->statement_timeout_ms),
        str_format(arena, "%d", settings->idle_in_transaction_ms),
    };

    db_batch_add(batch, &ask, values);
    db_batch_sync(batch);
}

static bool is_off(struct str value)
{
    return str_eq(value, STR("off"));
}

static bool is_plain(struct str locale)
{
    return str_eq(locale, STR("C")) || str_eq(locale, STR("POSIX"));
}

struct str db_session_judge(const struct db_result *answer, const struct db_settings *settings,
                            struct arena *arena)
{
    const struct str *row = answer->values;
    bool strict = !settings->allow_unsafe;

    if (answer->rows != 1 || answer->columns < COLUMN_COUNT)
        return STR("the server's description of itself cannot be read");
    if (strict && is_off(row[FSYNC]))
        return STR("fsync is off: a power cut would lose acknowledged work");
    if (strict && is_off(row[FULL_PAGE_WRITES]))
        return STR("full_page_writes is off: a power cut could tear pages");
    if (strict && is_off(row[SYNCHRONOUS_COMMIT]))
        return STR("synchronous_commit is off: a crash would lose acknowledged work");
    if (!str_eq(row[ENCODING], STR("UTF8")))
        return str_format(arena, "the database's encoding is %.*s, it must be UTF8",
                          STR_ARG(row[ENCODING]));
    if (is_plain(row[COLLATE]) || is_plain(row[CTYPE]))
        return STR("the database's locale is C, which knows only ASCII letters: create it with "
                   "initdb --locale=C.UTF-8 -E UTF8");
    if (str_eq(row[IN_RECOVERY], STR("t")))
        return STR("the server is a standby");
    return (struct str){ 0 };
}
