/*
 * sweep_acts.h - what is due for one sweep, page by page, as commands of SYSTEM.
 */
#ifndef OSB_SHELL_SWEEP_ACTS_H
#define OSB_SHELL_SWEEP_ACTS_H

#include "server/db/db_conn.h"
#include "server/shell/executor.h"

struct sweep_acts;

struct sweep_tally {
    bool whole;     /* everything that was due has been sent and answered */
    int64_t failed; /* acts that ended in an error which will not pass */
};
/* The sweep's acts have ended. */
typedef void sweep_acted(const struct sweep_tally *tally, void *ctx);

/* What all ids of a sweep's commands begin with: "clock/2026-11-22/17/". */
struct str sweep_prefix(int64_t no, struct str day, struct arena *arena);

/* Begins. The connection stays the caller's and is used until acted comes, which is never from
 * inside this call. */
struct sweep_acts *sweep_acts_begin(struct executor *executor, struct db_conn *conn, int64_t no,
                                    struct str day, sweep_acted *acted, void *ctx);
/* Sends no more; acted comes when what is under way has been answered. */
void sweep_acts_stop(struct sweep_acts *acts);

#endif
