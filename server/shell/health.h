/*
 * health.h - admin.health: how the daemon, its database and its safety net fare.
 *
 * The answer is given whether the database answers or not: what is not known is left out, and
 * that the database is away is itself what the administrator wants to hear.
 */
#ifndef OSB_SHELL_HEALTH_H
#define OSB_SHELL_HEALTH_H

#include "common/json.h"
#include "server/db/db_pool.h"

struct request;

/* Ends the request. */
void health_answer(struct request *request);

/* ---- what is looked at, and judged ---- */

/* The last backup or drill. */
struct health_run {
    bool known;    /* one went well, `at` */
    struct str at; /* when it ended */
    int64_t age_s;
    struct str place;   /* the backup's folder */
    struct str problem; /* of a later one that did not; empty: the last one went well */
};

/* The daemon's clock: the last sweep that ended. */
struct health_sweep {
    bool known;
    struct str day;
    bool today; /* what this business day brings is done */
    int64_t acts, held, refused, failed;
};

/* Numbers below 0 are not known. */
struct health_facts {
    struct db_pool_state pool;
    int64_t uptime_s;
    bool reachable;                /* the database answered; without it the rest is not known */
    struct str problem;            /* why it did not */
    struct str version;            /* the server's */
    int64_t applied, known;        /* migrations */
    int64_t bytes;                 /* of the database */
    int64_t disk_bytes, disk_free; /* where it lies, when that is this machine */
    int64_t oldest_s;              /* the oldest transaction */
    int64_t unsealed_s;            /* the oldest event without a seal; 0: all have one */
    int64_t clock_ms;              /* this machine's clock less the database's */
    struct health_run backup, drill;
    struct health_sweep sweep;
    bool has_certificate;
    struct str certificate_ends;
    int64_t certificate_days; /* below 0: it has ended, or cannot be read */
};

/* One row for each thing that is known: what, mark ("ok" or "WARNING"), what was found, and
 * what is wrong. Gives the number of warnings. */
int64_t health_judge(const struct health_facts *f, struct json_out *out);
/* The same numbers for programs, as members of the object that is open. */
void health_put(const struct health_facts *f, struct json_out *out);

/* What is asked of the database; health_runs takes the kind. */
extern const struct db_statement statement_health_look, statement_health_runs,
    statement_health_sweep;

#endif
