/*
 * recording.h - a recording of the daemon (server/shell/record.h) in memory.
 */
#ifndef OSB_TESTS_LOAD_RECORDING_H
#define OSB_TESTS_LOAD_RECORDING_H

#include <stddef.h>
#include <stdint.h>

struct statement {
    const char *name, *sql;
    int params;
};

struct recorded_step {
    const struct statement *statement; /* NULL: a sync */
    const char *const *values;         /* NULL entries are SQL's NULL */
    int64_t rows;                      /* of the second batch: that it must meet */
};

struct recorded_batch {
    const struct recorded_step *steps;
    size_t count;
};

/* A credit account or a series of document numbers. The values of a command follow from what
 * the commands before it in the same lane left behind, so it must not overtake them. */
#define COMMAND_LANES 5

struct recorded_command {
    int64_t turn;
    int64_t account; /* 0: none */
    const char *op;
    size_t lanes;
    struct recorded_command *followers[COMMAND_LANES]; /* the next one of each lane, or NULL */
    size_t before; /* commands that must be done before this one may begin */
    struct recorded_batch load, store;
};

struct recording {
    struct recorded_command *commands;
    size_t count, room;
    struct statement *statements; /* by number, from 1; never moved */
    size_t statement_count;
    char *bytes; /* of the file; texts point into them */
};

#define MOST_STATEMENTS 4096

/* Trouble ends the program. What is read lives until the program ends. */
void recording_read(struct recording *out, const char *path);

#endif
