/*
 * sql.c - putting a batch together, and judging its COMMIT.
 */
#include "server/db/sql.h"

#include <string.h>

#define FIRST_ROOM 16

void db_batch_init(struct db_batch *batch, struct arena *arena)
{
    *batch = (struct db_batch){ .arena = arena };
}

static void add_step(struct db_batch *batch, struct db_step step)
{
    if (batch->step_count == batch->step_room) {
        size_t room = batch->step_room ? batch->step_room * 2 : FIRST_ROOM;
        struct db_step *steps = ARENA_ARRAY(batch->arena, room, struct db_step);

        if (batch->step_count)
            memcpy(steps, batch->steps, batch->step_count * sizeof *steps);
        batch->steps = steps;
        batch->step_room = room;
    }
    batch->steps[batch->step_count++] = step;
}

size_t db_batch_add(struct db_batch *batch, const struct db_statement *statement,
                    const struct str *values)
{
    size_t count = (size_t)statement->params;
    const char **texts;

    assert(statement->params >= 0 && statement->params <= DB_PARAMS);
    texts = ARENA_ARRAY(batch->arena, count, const char *);
    for (size_t i = 0; i < count; i++) {
        if (db_is_null(values[i]))
            continue;
        texts[i] = str_text(batch->arena, values[i]); /* libpq wants terminated texts */
        if (strlen(texts[i]) != values[i].n)
            batch->spoiled = true;
    }
    add_step(batch, (struct db_step){ statement, texts });
    return batch->statements++;
}

void db_batch_sync(struct db_batch *batch)
{
    add_step(batch, (struct db_step){ 0 });
}

const struct db_result *db_first_failure(const struct db_outcome *outcome)
{
    for (size_t i = 0; i < outcome->count; i++) {
        if (outcome->results[i].status == DB_FAILED)
            return &outcome->results[i];
    }
    return NULL;
}

/* Classes of errors that PostgreSQL raises at COMMIT before it has written the commit record:
 * deferred constraints and triggers, serialisation and deadlocks. Resources, I/O and shutdown
 * (53, 57, 58, XX) may come after it. */
static bool fails_before_commit(const char *sqlstate)
{
    static const char classes[][3] = { "21", "22", "23", "25", "40", "42", "44", "P0" };

    for (size_t i = 0; i < COUNT(classes); i++) {
        if (strncmp(sqlstate, classes[i], 2) == 0)
            return true;
    }
    return false;
}

bool db_ended_idle(const struct db_outcome *outcome)
{
    return outcome->fate == DB_LOST && strcmp(outcome->why.sqlstate, "25P03") == 0;
}

enum db_commit db_commit_of(const struct db_outcome *outcome, size_t place)
{
    const struct db_result *commit;

    if (outcome->fate == DB_UNSENT || db_ended_idle(outcome))
        return DB_ROLLED_BACK;
    if (outcome->fate == DB_LOST)
        return DB_COMMIT_UNKNOWN;
    assert(place < outcome->count);
    commit = &outcome->results[place];
    switch (commit->status) {
    case DB_DONE:
        if (str_eq(commit->tag, STR("COMMIT")) && !commit->warning[0])
            return DB_COMMITTED;
        return str_eq(commit->tag, STR("ROLLBACK")) ? DB_ROLLED_BACK : DB_COMMIT_UNKNOWN;
    case DB_FAILED:
        return fails_before_commit(commit->error.sqlstate) ? DB_ROLLED_BACK : DB_COMMIT_UNKNOWN;
    case DB_SKIPPED: /* in the group of its effects: the transaction is broken, not committed */
        return DB_ROLLED_BACK;
    case DB_UNANSWERED:
        break;
    }
    return DB_COMMIT_UNKNOWN;
}
