/* test_shell_sql.c - the SQL that the shell makes: named values, plans, effects, invariants. */
#include <string.h>

#include "server/db/sql_files.h"
#include "server/shell/audit.h"
#include "server/shell/queries_sql.h"
#include "server/shell/statements.h"
#include "server/shell/trouble.h"
#include "tests/unit/unit.h"

static void named_values_become_numbered_ones(void **state)
{
    struct query_sql q;
    struct str problem;

    (void)state;
    assert_true(query_sql_read(STR("select :order, :all::boolean, x::text, ':order', :order"
                                   " -- :nothing\n from t where a = :actor"),
                               memory, &q, &problem));
    assert_str(q.sql, "select $1, $2::boolean, x::text, ':order', $1 -- :nothing\n"
                      " from t where a = $3");
    assert_int_equal(q.count, 3);
    assert_int_equal(q.values[0], P_order);
    assert_int_equal(q.values[1], VALUE_ALL);
    assert_int_equal(q.values[2], VALUE_ACTOR);
}

static void a_value_that_no_query_knows_is_a_fault(void **state)
{
    struct query_sql q;
    struct str problem = STR("");

    (void)state;
    assert_false(query_sql_read(STR("select :colour"), memory, &q, &problem));
    assert_non_null(strstr(str_text(memory, problem), "colour"));
}

static void invariants_are_cut_at_their_headings(void **state)
{
    const struct str file = STR("-- about\n-- I am no heading\n\n-- I01 first holds\n"
                                "select 1\nwhere false;\n\n-- I02 second holds\n"
                                "-- (further words)\nselect 2;\n");
    struct invariant list[4];

    (void)state;
    assert_int_equal(invariants_read(file, list, COUNT(list)), 2);
    assert_str(list[0].name, "I01");
    assert_str(list[0].text, "first holds");
    assert_str(list[0].sql, "-- I01 first holds\nselect 1\nwhere false");
    assert_str(list[1].name, "I02");
    assert_str(list[1].sql, "-- I02 second holds\n-- (further words)\nselect 2");
}

static void the_house_has_its_twenty_two_invariants(void **state)
{
    struct invariant list[40];
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < sql_file_count; i++)
        if (!strcmp(sql_files[i].name, "invariants.sql"))
            n = invariants_read((struct str){ sql_files[i].text, sql_files[i].size }, list,
                                COUNT(list));
    assert_int_equal(n, 22);
    for (size_t i = 0; i < n; i++)
        assert_str(list[i].name, str_format(memory, "I%02zu", i + 1).p);
}

static void a_plan_has_the_commands_own_loads_first_and_no_table_twice(void **state)
{
    struct statements *made = statements_new(memory);

    (void)state;
    for (enum op op = 0; op < OP_COUNT; op++) {
        const struct plan *plan = &made->plans[op];

        for (size_t i = 0; i < plan->count; i++) {
            if (i < operations[op]->load_count)
                assert_ptr_equal(plan->loads[i], &operations[op]->loads[i]);
            for (size_t j = 0; j < i; j++)
                assert_true(plan->loads[i]->table != plan->loads[j]->table);
        }
    }
    assert_true(made->plans[OP_ORDER_ACCEPT].has_account);
    assert_false(made->plans[OP_USER_PUT].has_account);
}

static void equal_selects_are_one_statement(void **state)
{
    struct statements *made = statements_new(memory);
    const struct plan *a = &made->plans[OP_MARKET_PUT], *b = &made->plans[OP_WAREHOUSE_PUT];
    const struct db_statement *policy[2] = { NULL, NULL };

    (void)state;
    for (size_t i = 0; i < a->count; i++)
        if (a->loads[i]->table == TABLE_POLICY)
            policy[0] = a->selects[i];
    for (size_t i = 0; i < b->count; i++)
        if (b->loads[i]->table == TABLE_POLICY)
            policy[1] = b->selects[i];
    assert_non_null(policy[0]);
    assert_ptr_equal(policy[0], policy[1]);
}

static void effects_go_as_arrays(void **state)
{
    struct statements *made = statements_new(memory);

    (void)state;
    assert_string_equal(made->inserts[TABLE_MARKET]->sql,
                        "INSERT INTO market (\"id\",\"code\",\"name\") SELECT * FROM"
                        " unnest($1::bigint[],$2::text[],$3::text[]) AS"
                        " u(\"id\",\"code\",\"name\")");
    assert_string_equal(made->updates[TABLE_MARKET]->sql,
                        "UPDATE market t SET \"code\"=u.\"code\",\"name\"=u.\"name\" FROM"
                        " unnest($1::bigint[],$2::text[],$3::text[]) AS"
                        " u(\"id\",\"code\",\"name\") WHERE t.id = u.id");
    assert_null(made->updates[TABLE_EVENT]); /* a ledger is never changed */
}

/* An answered outcome whose only statement failed. */
static struct db_outcome failed_with(const char *state)
{
    struct db_result *r = ARENA_NEW(memory, struct db_result);

    r->status = DB_FAILED;
    memcpy(r->error.sqlstate, state, sizeof r->error.sqlstate);
    return (struct db_outcome){ .fate = DB_ANSWERED, .results = r, .count = 1 };
}

static void each_trouble_has_its_answer(void **state)
{
    static const struct {
        const char *state;
        enum error_code code;
        bool passes;
    } table[] = {
        { "40001", ERR_BUSY, true },     { "40P01", ERR_BUSY, true },
        { "23505", ERR_DATABASE, true }, { "55P03", ERR_BUSY, false },
        { "57014", ERR_BUSY, false },    { "25006", ERR_READ_ONLY, false },
        { "57P01", ERR_RETRY, false },   { "08006", ERR_RETRY, false },
        { "25P03", ERR_RETRY, false },   { "53100", ERR_READ_ONLY, false },
        { "53300", ERR_BUSY, false },    { "23514", ERR_DATABASE, false },
    };
    struct db_outcome lost = { .fate = DB_LOST };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct db_outcome outcome = failed_with(table[i].state);

        assert_int_equal(trouble_of(&outcome, "test").code, table[i].code);
        assert_int_equal(trouble_passes(&outcome), table[i].passes);
    }
    assert_int_equal(trouble_of(&lost, "test").code, ERR_RETRY);
    assert_false(trouble_passes(&lost));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(named_values_become_numbered_ones),
        TEST(a_value_that_no_query_knows_is_a_fault),
        TEST(invariants_are_cut_at_their_headings),
        TEST(the_house_has_its_twenty_two_invariants),
        TEST(a_plan_has_the_commands_own_loads_first_and_no_table_twice),
        TEST(equal_selects_are_one_statement),
        TEST(effects_go_as_arrays),
        TEST(each_trouble_has_its_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
