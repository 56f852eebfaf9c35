/*
 * statements.h - what every command sends to the database, made once from the tables of core.
 *
 * A command's plan is its loads in the order they are sent (its own, then the common ones
 * that it does not bring itself) with a prepared SELECT each; equal SELECTs of different
 * commands are one statement, so that a connection prepares it once. Each table has one
 * INSERT and one UPDATE that take any number of rows as arrays.
 */
#ifndef OSB_SHELL_STATEMENTS_H
#define OSB_SHELL_STATEMENTS_H

#include "server/core/load.h"
#include "server/db/sql.h"

struct plan {
    size_t count;
    const struct load **loads;
    const struct db_statement **selects;
    bool has_account; /* locks a credit account: it belongs into that account's lane */
};

struct statements {
    struct plan plans[OP_COUNT];
    struct plan facts; /* of a rehearsal (server/core/rehearse.h): locks nothing */
    const struct db_statement *inserts[TABLE_COUNT];
    const struct db_statement *updates[TABLE_COUNT];
    size_t selects; /* different ones */
};

/* Texts and statements live in the arena, which must outlive every connection. */
struct statements *statements_new(struct arena *arena);

/* The rest of a command. */
extern const struct db_statement statement_begin, statement_commit, statement_rollback;
/* Behind BEGIN: one plan for each statement and session. */
extern const struct db_statement statement_keep_plans;
/* $1 command id -> op, actor_id, body_sha256, answer, newest event or 0 */
extern const struct db_statement statement_find_command;
/* -> business clock in microseconds, id block */
extern const struct db_statement statement_clock;
/* The same without ids, for transactions that read only. */
extern const struct db_statement statement_look_begin, statement_look_clock;
/* id, op, actor, hash, outcome, rule, order, answer, at */
extern const struct db_statement statement_add_command;

#endif
