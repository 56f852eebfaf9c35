/*
 * stats.h - what the daemon did since it began, for admin.health.
 */
#ifndef OSB_SHELL_STATS_H
#define OSB_SHELL_STATS_H

#include "common/catalog.h"
#include "common/json.h"

/* Of one operation or query. */
struct op_stats {
    uint64_t done, held, refused; /* verdicts, and answers of queries as done */
    uint64_t again;               /* stored answers given once more */
    uint64_t failed;              /* errors */
    uint64_t unknown;             /* of these: COMMITs that nobody can vouch for */
    uint64_t reruns;
    int64_t total_us, longest_us;
};

struct stats {
    int64_t started_ms; /* monotonic */
    struct op_stats ops[OP_COUNT];
    uint64_t batches; /* round trips of commands */
    uint64_t routes;  /* routing queries */
    uint64_t logins, logins_refused;
    uint64_t logins_slowed;    /* waited, or were turned away, for their address */
    uint64_t notices, reloads; /* sent to watching terminals; terminals told to reload */
};

void stats_init(struct stats *stats);
void stats_took(struct stats *stats, enum op op, int64_t begun_ms);
/* An object's members: uptime, totals and one row for each operation that was used. */
void stats_put(const struct stats *stats, struct json_out *out);

/* Milliseconds of a clock that only goes forward. */
int64_t monotonic_ms(void);

#endif
