/*
 * executor.h - the life of a command: lane, load, decide, store, answer.
 *
 * A command takes two round trips on one connection (ARCHITECTURE.md). Where the database was
 * lost before COMMIT was sent, nothing happened and the answer is ERR_RETRY; where it was lost
 * afterwards, nobody knows, and the answer is ERR_UNKNOWN: the client sends the same id again
 * and the command row tells. A transaction that the server ended because the daemon did not
 * come to its turn in time (25P03) is known not to have happened, and begins anew, once. What a
 * serialisation failure, a deadlock or somebody else's new
 * row upset runs again, at most LIMIT_RERUNS times.
 *
 * Behind a command that may have freed credit, money or quota, the account's held orders are
 * judged again by commands of the actor SYSTEM, oldest arrival first, before
 * anything else of that account.
 */
#ifndef OSB_SHELL_EXECUTOR_H
#define OSB_SHELL_EXECUTOR_H

#include "server/core/work.h"
#include "server/db/db_pool.h"
#include "server/shell/hints.h"
#include "server/shell/lanes.h"
#include "server/shell/load_batch.h"
#include "server/shell/stats.h"
#include "server/shell/store_batch.h"

struct executor;
struct command;

struct command_outcome {
    struct error err;  /* the answer holds when there is none */
    struct str answer; /* the verdict as JSON; the command's arena */
    int64_t event;     /* the newest it wrote, or 0 */
    bool again;        /* the stored answer of an earlier sending */
};
/* The executor is through with the command, which may be let go. May come from inside
 * executor_run. */
typedef void command_done(struct command *command, const struct command_outcome *outcome);

/* Begins zeroed; the first part is the caller's to fill and outlives the command. */
struct command {
    enum op op;
    struct str id;
    int64_t actor_id;
    const struct args *args;
    struct arena *arena;
    command_done *done;
    void *ctx;
    /* --- the executor's --- */
    struct executor *executor;
    struct str body_sha256;
    int64_t begun_ms;
    unsigned reruns;
    bool was_idle; /* its transaction was ended for that once, and began anew */
    struct lane *lane;
    struct command *next_in_lane;
    struct db_conn *conn;
    struct route route;
    bool routing;
    struct arena scratch; /* of one try */
    struct work *w;
    struct load_batch load;
    struct store_batch store;
    int64_t turn; /* of its second batch among all that were sent */
    struct command_outcome outcome;
};

/* Told of each committed command that was not a refusal, before its answer goes out. */
typedef void executor_watch(const struct work *w, void *ctx);

struct executor_options {
    struct db_pool *pool;
    const struct statements *statements;
    struct stats *stats;
    int load_ms;   /* patience with the first batch */
    int commit_ms; /* and with the second: beyond it the outcome is unknown */
    int wait_ms;   /* longest wait in a lane */
    executor_watch *watch;
    void *watch_ctx;
};
struct executor *executor_new(const struct executor_options *options);
/* No command may be under way. */
void executor_free(struct executor *executor);

void executor_run(struct executor *executor, struct command *command);
/* Commands under way or waiting, those of SYSTEM included. */
size_t executor_count(const struct executor *executor);
/* Commands that wait in lanes. */
size_t executor_waiting(const struct executor *executor);
/* Begins no more work of its own: the daemon is stopping. */
void executor_close(struct executor *executor);
/* Judges again the held orders whose account had something freed while no daemon ran. */
void executor_catch_up(struct executor *executor);

/* --- for recheck.c only --- */

/* The lane's next command, if there is one, takes the connection over; otherwise it goes back
 * to the pool. Either may be NULL. */
void executor_pass_on(struct executor *executor, struct lane *lane, struct db_conn *conn);
/* Work that is no command counts as one under way. */
void executor_hold(struct executor *executor);
void executor_let_go(struct executor *executor);
const struct executor_options *executor_options(const struct executor *executor);
struct lanes *executor_lanes(struct executor *executor);
bool executor_closing(const struct executor *executor);
/* The command goes to the front of a lane that its caller holds. */
void executor_run_first(struct executor *executor, struct lane *lane, struct command *command);

#endif
