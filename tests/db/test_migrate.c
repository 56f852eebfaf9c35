/*
 * test_migrate.c - the journal of migrations: from nothing, refused, and two at once.
 */
#include "tests/db/fixture.h"

#include "server/db/migrate.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FILE_OF(name, text)                                                                    \
    {                                                                                          \
        name, text, sizeof(text) - 1                                                           \
    }

#define FIRST  "CREATE TABLE t.first (id int); INSERT INTO t.first VALUES (1);"
#define SECOND "CREATE TABLE t.second (id int);\nINSERT INTO t.second VALUES (2);"
#define THIRD  "ALTER TABLE t.first ADD more text;"

static const struct sql_file files[] = {
    FILE_OF("load/order.sql", "SELECT nothing"),
    FILE_OF("migrations/0001_first.sql", FIRST),
    FILE_OF("migrations/0002_second.sql", SECOND),
    FILE_OF("migrations/0003_third.sql", THIRD),
};

static int journal_up(void **state)
{
    fixture_up(state);
    beside(*state, "DROP SCHEMA IF EXISTS osb_meta CASCADE");
    return 0;
}

static struct error migrate(struct fixture *f, const struct sql_file *list, size_t count,
                            struct migrate_state *out)
{
    return migrate_run(fixture_conninfo(), list, count, "1.0", &f->arena, out);
}

/* The migration is refused, the detail names what is wrong, and the journal has `applied`. */
static void assert_refused(struct fixture *f, const struct sql_file *list, size_t count,
                           enum error_code code, const char *detail, int64_t applied)
{
    struct migrate_state s;
    struct error err = migrate(f, list, count, &s);

    assert_int_equal(err.code, code);
    assert_contains(err.detail.p, detail);
    assert_int_equal(s.applied, applied);
    if (applied)
        assert_int_equal(number_beside(f, "SELECT count(*) FROM osb_meta.migration"), applied);
}

static void all_run_once_from_nothing(void **state)
{
    struct fixture *f = *state;
    struct migrate_state s;

    assert_int_equal(migrate_look(fixture_conninfo(), files, COUNT(files), &f->arena, &s).code,
                     ERR_NONE);
    assert_int_equal(s.applied, 0);
    assert_int_equal(s.known, 3);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(migrate(f, files, COUNT(files), &s).code, ERR_NONE);
        assert_int_equal(s.applied, 3);
        assert_int_equal(number_beside(f, "SELECT count(*) FROM t.first WHERE more IS NULL"),
                         1);
    }
    assert_int_equal(number_beside(f, "SELECT count(*) FROM osb_meta.migration"
                                      " WHERE version = '1.0' AND name = '0002_second.sql'"
                                      " AND applied_at > now() - interval '1 minute'"),
                     1);
    assert_int_equal(migrate_look(fixture_conninfo(), files, COUNT(files), &f->arena, &s).code,
                     ERR_NONE);
    assert_int_equal(s.applied, 3);
}

static void the_journal_keeps_the_files_checksum(void **state)
{
    struct fixture *f = *state;
    struct migrate_state s;

    assert_int_equal(migrate(f, files, COUNT(files), &s).code, ERR_NONE);
    assert_int_equal(number_beside(f, "SELECT count(*) FROM osb_meta.migration WHERE number = 3"
                                      " AND sha256 = encode(sha256('" THIRD "'), 'hex')"),
                     1);
}

static void new_files_run_behind_the_old(void **state)
{
    struct fixture *f = *state;
    struct migrate_state s;

    assert_int_equal(migrate(f, files, 2, &s).code, ERR_NONE);
    assert_int_equal(s.applied, 1);
    assert_int_equal(migrate(f, files, COUNT(files), &s).code, ERR_NONE);
    assert_int_equal(s.applied, 3);
}

static void an_edited_file_is_refused(void **state)
{
    struct fixture *f = *state;
    struct sql_file edited[COUNT(files)];
    struct migrate_state s;

    assert_int_equal(migrate(f, files, 3, &s).code, ERR_NONE);
    memcpy(edited, files, sizeof files);
    edited[2].text = SECOND " ";
    edited[2].size++;
    assert_refused(f, edited, COUNT(edited), ERR_MIGRATION, "0002_second.sql was edited", 2);
}

static void a_newer_database_is_refused(void **state)
{
    struct fixture *f = *state;
    struct migrate_state s;

    assert_int_equal(migrate(f, files, COUNT(files), &s).code, ERR_NONE);
    assert_refused(f, files, 3, ERR_MIGRATION, "0003_third.sql, which is newer", 3);
    assert_int_equal(migrate_look(fixture_conninfo(), files, 3, &f->arena, &s).code,
                     ERR_MIGRATION);
}

static void a_gap_or_a_bad_name_is_refused(void **state)
{
    static const struct sql_file gap[] = { FILE_OF("migrations/0001_first.sql", FIRST),
                                           FILE_OF("migrations/0003_third.sql", THIRD) };
    static const struct sql_file twice[] = { FILE_OF("migrations/0001_first.sql", FIRST),
                                             FILE_OF("migrations/0001_other.sql", THIRD) };
    static const struct sql_file named[] = { FILE_OF("migrations/first.sql", FIRST) };
    struct fixture *f = *state;

    assert_refused(f, gap, COUNT(gap), ERR_MIGRATION, "0003_third.sql stands where", 0);
    assert_refused(f, twice, COUNT(twice), ERR_MIGRATION, "0001_other.sql stands where", 0);
    assert_refused(f, named, COUNT(named), ERR_MIGRATION, "first.sql stands where", 0);
}

static void a_row_missing_in_the_journal_is_refused(void **state)
{
    struct fixture *f = *state;
    struct migrate_state s;

    assert_int_equal(migrate(f, files, COUNT(files), &s).code, ERR_NONE);
    beside(f, "DELETE FROM osb_meta.migration WHERE number = 2");
    assert_int_equal(migrate(f, files, COUNT(files), &s).code, ERR_MIGRATION);
}

static void a_failing_file_leaves_nothing(void **state)
{
    static const struct sql_file bad[] = {
        FILE_OF("migrations/0001_first.sql", FIRST),
        FILE_OF("migrations/0002_bad.sql",
                "CREATE TABLE t.second (id int);\n-- ñ 中\nSELECT x;"),
    };
    struct fixture *f = *state;

    assert_refused(f, bad, COUNT(bad), ERR_DATABASE, "0002_bad.sql line 3:", 1);
    assert_int_equal(number_beside(f, "SELECT count(*) FROM pg_tables"
                                      " WHERE schemaname = 't' AND tablename = 'second'"),
                     0);
}

static void a_file_that_commits_is_refused(void **state)
{
    static const struct sql_file bad[] = {
        FILE_OF("migrations/0001_bad.sql", "COMMIT; BEGIN;"),
    };

    assert_refused(*state, bad, COUNT(bad), ERR_DATABASE, "0001_bad.sql", 0);
    assert_int_equal(number_beside(*state, "SELECT count(*) FROM osb_meta.migration"), 0);
}

static void an_absent_server_is_said(void **state)
{
    struct fixture *f = *state;
    struct migrate_state s;

    assert_int_equal(
        migrate_run("host=/nowhere", files, COUNT(files), "1.0", &f->arena, &s).code,
        ERR_RETRY);
}

/* Several daemons start at the same moment: each ends well, each file ran once. */
static void daemons_do_not_race(void **state)
{
    static const struct sql_file slow[] = {
        FILE_OF("migrations/0001_first.sql", FIRST "SELECT pg_sleep(0.1);"),
        FILE_OF("migrations/0002_second.sql", SECOND "SELECT pg_sleep(0.1);"),
    };
    enum { DAEMONS = 4 };
    struct fixture *f = *state;
    pid_t children[DAEMONS];

    for (int i = 0; i < DAEMONS; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct migrate_state s;
            struct error err = migrate(f, slow, COUNT(slow), &s);

            _exit(err.code || s.applied != 2);
        }
    }
    for (int i = 0; i < DAEMONS; i++) {
        int status = 1;

        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(number_beside(f, "SELECT count(*) FROM t.first"), 1);
    assert_int_equal(number_beside(f, "SELECT count(*) FROM osb_meta.migration"), 2);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, journal_up, fixture_down)

int test_migrate(void)
{
    const struct CMUnitTest tests[] = {
        CASE(all_run_once_from_nothing),
        CASE(the_journal_keeps_the_files_checksum),
        CASE(new_files_run_behind_the_old),
        CASE(an_edited_file_is_refused),
        CASE(a_newer_database_is_refused),
        CASE(a_gap_or_a_bad_name_is_refused),
        CASE(a_row_missing_in_the_journal_is_refused),
        CASE(a_failing_file_leaves_nothing),
        CASE(a_file_that_commits_is_refused),
        CASE(an_absent_server_is_said),
        CASE(daemons_do_not_race),
    };

    return cmocka_run_group_tests_name("migrate", tests, NULL, NULL);
}
