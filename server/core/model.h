/*
 * model.h - the whole database in memory: `apply`, the other meaning of every effect.
 *
 * The same decisions run on it as on PostgreSQL: loads pick rows by the same declarations
 * (load.h), effects are put back row by row. It serves the simulator, the exhaustive walk,
 * the differential test against the daemon, and what-if questions. Everything lives in one
 * arena that the caller owns; tables are kept in the order of ids.
 */
#ifndef OSB_CORE_MODEL_H
#define OSB_CORE_MODEL_H

#include "server/core/load.h"

struct model_table {
    void **rows; /* ascending by id */
    size_t n, room;
};
struct model {
    struct arena *arena;
    struct model_table tables[TABLE_COUNT];
    struct instant now; /* the clock of the next command */
    int utc_offset_min; /* of the business day (policy) */
    int64_t next_block; /* the next command's block of ids */
};

/* An empty world; rows of `seed` migrations are the caller's to insert. */
void model_init(struct model *m, struct arena *arena);
/* Puts a row in (a copy, texts included) under its own id. */
void model_insert(struct model *m, enum table table, const void *row);
/* The row with that id, or NULL; it may be read, not changed. */
const void *model_find(const struct model *m, enum table table, int64_t id);
/* A deep copy into another arena: the walk goes on from it. */
void model_copy(const struct model *m, struct arena *arena, struct model *out);

/* Fills w's lists as the daemon's load batch would, takes the next block of ids, sets the
 * time. w->arena, op, args, command_id and actor_id are the caller's. */
void model_load(struct model *m, struct work *w);
/* The same by the loads of an operation that is no command (rehearse.h); w->now is set, no ids
 * are taken. */
void model_read(struct model *m, struct work *w, const struct operation *op);
/* Applies a decision's effects. An update of a row that is not there stops the program. */
void model_apply(struct model *m, const struct effects *effects);
/* load, decide, apply: one command. The effects are given for checkers. */
void model_run(struct model *m, struct work *w, struct effects *effects);

/* Every row, one line each, in the order of tables and ids: the canonical dump. Ids are
 * replaced by their rank, so that gaps do not matter. */
struct str model_dump(const struct model *m, struct arena *arena);

#endif
