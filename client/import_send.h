/*
 * import_send.h - the jobs of an import, sent and answered.
 */
#ifndef OSB_CLIENT_IMPORT_SEND_H
#define OSB_CLIENT_IMPORT_SEND_H

#include "client/import.h"
#include "client/session.h"

/* Runs of the same file in which a row may have been refused before it is given up. */
#define IMPORT_ATTEMPTS 50

struct import_count {
    size_t done;    /* carried out now, held ones included */
    size_t held;    /* of these: the document now waits */
    size_t again;   /* were carried out by an earlier run */
    size_t refused; /* jobs that the daemon refused */
};
struct import_run {
    struct session *session;
    const struct import_plan *plan;
    const struct import_jobs *jobs;
    bool progress; /* a bar on standard error */
    import_teller *tell;
    void *context;
    struct import_count count;
};

/* Sends all jobs, as many at a time as the daemon allows. Refused ones are told. Stops early
 * with an error that no other row would escape (login, rights), when the connection stays
 * away or a signal came; what was done until then is counted. */
NODISCARD struct error import_send(struct import_run *run, struct arena *arena);

#endif
