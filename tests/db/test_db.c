/*
 * test_db.c - runs the groups; the status is the number of failed tests.
 */
#include "tests/db/fixture.h"

int main(void)
{
    return test_batch() + test_conn() + test_commit() + test_pool() + test_migrate();
}
