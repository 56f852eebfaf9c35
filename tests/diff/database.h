/*
 * database.h - a world's database, seen from behind the daemon's back.
 *
 * Made from the empty company, filled with the rows that the model begins with, its business
 * clock moved; afterwards every table is read back into a second model.
 */
#ifndef OSB_TESTS_DIFF_DATABASE_H
#define OSB_TESTS_DIFF_DATABASE_H

#include <libpq-fe.h>

#include "server/core/model.h"
#include "tests/diff/rig.h"

struct database {
    const struct rig *rig;
    PGconn *pg; /* as the cluster's owner */
    char name[40];
    struct arena arena; /* its statements */
    const char *read_all;
};

void database_make(struct database *d, const struct rig *rig, const char *name,
                   const struct model *begins);
void database_drop(struct database *d);
/* Runs one statement, which must succeed; the result is the caller's. */
PGresult *database_run(struct database *d, const char *sql);

/* The business clock shows this moment and goes on from there. */
void database_set_clock(struct database *d, struct instant now);

/* What the table `command` says about one command. */
struct stored_command {
    struct str id, op, outcome, rule, answer;
    int64_t actor_id;
    struct instant at;
};
/* The command of that id; false: there is none. */
bool database_command(struct database *d, struct str id, struct arena *arena,
                      struct stored_command *out);
/* The n-th command (from 0) that the daemon gave itself. */
bool database_own_command(struct database *d, size_t n, struct arena *arena,
                          struct stored_command *out);
/* How many there are so far. */
size_t database_own_commands(struct database *d);
/* The block of ids that was handed out last. */
int64_t database_last_block(struct database *d);

/* Every row of every table, into an empty model. */
void database_read(struct database *d, struct model *out);

#endif
