/*
 * test_statements.c - every statement that the daemon may send is understood by the tables that
 * the migrations make, and answers with what its reader expects.
 */
#include <stdlib.h>
#include <string.h>

#include "server/db/migrate.h"
#include "server/shell/audit.h"
#include "server/shell/health.h"
#include "server/shell/queries.h"
#include "server/shell/refusals.h"
#include "server/shell/setup.h"
#include "tests/unit/unit.h"

/* types of pg_catalog; a domain is described as what it stands on */
enum { BOOL = 16, INT8 = 20, INT4 = 23, TEXT = 25, JSON = 114 };

static struct arena forever;
static PGconn *pg;
static const struct statements *statements;
static size_t prepared;

static int set_up(void **state)
{
    struct migrate_state migrated;
    const char *conninfo = getenv("OSB_TEST_PG");
    struct error err;

    (void)state;
    assert_non_null(conninfo);
    arena_init(&forever, SIZE_MAX);
    err = migrate_run(conninfo, sql_files, sql_file_count, "test", &forever, &migrated);
    if (!err.code)
        err = setup_connect("database", conninfo, &forever, &pg);
    if (!err.code)
        err = setup_reference(pg, &forever);
    if (!err.code)
        err = setup_run(pg, "SET ROLE osb_app", NULL, 0, &forever, NULL);
    if (err.code)
        fail_msg("%.*s", STR_ARG(err.detail));
    statements = statements_new(&forever);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    PQfinish(pg);
    arena_release(&forever);
    return 0;
}

/* What the statement answers with; the caller clears it. */
static PGresult *describe(const struct db_statement *statement)
{
    PGresult *result = PQprepare(pg, "", statement->sql, 0, NULL);

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s: %s\n%s", statement->name ? statement->name : "", PQerrorMessage(pg),
                 statement->sql);
    PQclear(result);
    result = PQdescribePrepared(pg, "");
    assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
    if (PQnparams(result) != statement->params)
        fail_msg("%s has %d values, not %d", statement->name, PQnparams(result),
                 statement->params);
    prepared++;
    return result;
}

static unsigned type_of(enum column_kind kind)
{
    switch (kind) {
    case COLUMN_BOOL:
        return BOOL;
    case COLUMN_DAY:
        return INT4;
    case COLUMN_TEXT:
    case COLUMN_ENUM:
        return TEXT;
    case COLUMN_ID:
    case COLUMN_REF:
    case COLUMN_INT:
    case COLUMN_MONEY:
    case COLUMN_QTY:
    case COLUMN_TIME:
        break;
    }
    return INT8;
}

static void fits_its_reader(const struct db_statement *statement, enum table id)
{
    const struct table_info *table = &tables[id];
    PGresult *result = describe(statement);

    assert_int_equal(PQnfields(result), table->column_count);
    for (int i = 0; i < PQnfields(result); i++) {
        const struct column *column = &table->columns[i];
        bool computed = column->kind == COLUMN_DAY || column->kind == COLUMN_TIME;

        if (!computed && strcmp(PQfname(result, i), column->name) != 0)
            fail_msg("%s: %s instead of %s", statement->name, PQfname(result, i), column->name);
        if (PQftype(result, i) != type_of(column->kind))
            fail_msg("%s.%s has type %u", table->sql_name, column->name, PQftype(result, i));
    }
    PQclear(result);
}

static void every_load_fits_its_row_reader(void **state)
{
    (void)state;
    for (enum op op = 0; op < OP_COUNT; op++) {
        const struct plan *plan = &statements->plans[op];

        assert_true(catalog[op].is_query == (plan->count == 0));
        for (size_t i = 0; i < plan->count; i++)
            fits_its_reader(plan->selects[i], plan->loads[i]->table);
    }
}

static void every_table_takes_its_effects(void **state)
{
    (void)state;
    for (enum table t = 0; t < TABLE_COUNT; t++) {
        if (tables[t].kind == TABLE_VIEW) {
            assert_null(statements->inserts[t]);
            continue;
        }
        PQclear(describe(statements->inserts[t]));
        if (tables[t].kind == TABLE_MUTABLE)
            PQclear(describe(statements->updates[t]));
        else
            assert_null(statements->updates[t]);
    }
    PQclear(describe(&statement_add_command));
    PQclear(describe(&statement_find_command));
    PQclear(describe(&statement_clock));
    PQclear(describe(&statement_add_refusal));
    PQclear(describe(&statement_health_look));
    PQclear(describe(&statement_health_runs));
    PQclear(describe(&statement_health_sweep));
}

static void every_query_is_answered_with_one_json_value(void **state)
{
    struct str problem = STR("");
    const struct queries *queries = queries_new(&forever, &problem);

    (void)state;
    if (!queries)
        fail_msg("%.*s", STR_ARG(problem));
    for (enum op op = 0; op < OP_COUNT; op++) {
        const struct db_statement *statement = queries_statement(queries, op);
        PGresult *result = statement ? describe(statement) : NULL;

        if (!statement)
            continue;
        assert_int_equal(PQnfields(result), 1);
        assert_int_equal(PQftype(result, 0), JSON);
        PQclear(result);
        statement = queries_ordered(queries, op);
        assert_true(!statement == !op_takes(op, P_sort));
        if (!statement)
            continue;
        result = describe(statement);
        assert_int_equal(PQnfields(result), 1);
        assert_int_equal(PQftype(result, 0), JSON);
        PQclear(result);
    }
}

/* The day is stable inside a statement: an index may be asked by it. */
static void the_business_day_follows_the_clock_of_a_practice_company(void **state)
{
    const char *const sql[] = {
        "RESET ROLE",
        "INSERT INTO company (name, practice) VALUES ('Practice', true)",
        "UPDATE company SET business_clock_offset_us = 86400000000",
    };
    PGresult *result = NULL;

    (void)state;
    for (size_t i = 0; i < COUNT(sql); i++)
        assert_int_equal(setup_run(pg, sql[i], NULL, 0, memory, NULL).code, ERR_NONE);
    assert_int_equal(setup_run(pg,
                               "SELECT business_today() - business_date(clock_timestamp()),"
                               " business_now() > clock_timestamp() + interval '23 hours',"
                               " provolatile FROM pg_proc WHERE proname = 'business_today'",
                               NULL, 0, memory, &result)
                         .code,
                     ERR_NONE);
    assert_string_equal(PQgetvalue(result, 0, 0), "1");
    assert_string_equal(PQgetvalue(result, 0, 1), "t");
    assert_string_equal(PQgetvalue(result, 0, 2), "s");
    PQclear(result);
    assert_int_equal(setup_run(pg, "SET ROLE osb_app", NULL, 0, memory, NULL).code, ERR_NONE);
}

static void the_daemon_may_not_delete_nor_map_system_users(void **state)
{
    static const char *const forbidden[] = {
        "DELETE FROM event",
        "UPDATE event SET remark = 'x'",
        "UPDATE command SET answer = 'x'",
        "UPDATE refusal SET times = 1",
        "DELETE FROM refusal",
        "INSERT INTO peer_login (uid, user_id) VALUES (1000, 2)",
        "UPDATE turn SET who = 'X'",
        "INSERT INTO flow VALUES ('ORDER', 'a', 'b', 'c')",
        "TRUNCATE event",
        "CREATE TABLE mine (a int)",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(forbidden); i++)
        if (setup_run(pg, forbidden[i], NULL, 0, memory, NULL).code != ERR_DATABASE)
            fail_msg("allowed: %s", forbidden[i]);
}

static void the_figures(void **state)
{
    (void)state;
    print_message("%zu statements described, %zu different loads\n", prepared,
                  statements->selects);
    assert_true(prepared > statements->selects);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_load_fits_its_row_reader),
        TEST(every_table_takes_its_effects),
        TEST(every_query_is_answered_with_one_json_value),
        TEST(the_business_day_follows_the_clock_of_a_practice_company),
        TEST(the_daemon_may_not_delete_nor_map_system_users),
        TEST(the_figures),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
