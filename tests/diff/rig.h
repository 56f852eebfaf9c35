/*
 * rig.h - what the differential test stands on: where the daemon, the cluster and an empty
 * migrated database are, and how a program of its own stops when one of them fails.
 */
#ifndef OSB_TESTS_DIFF_RIG_H
#define OSB_TESTS_DIFF_RIG_H

#include "common/str.h"

struct rig {
    const char *osbd;   /* the daemon's program */
    const char *server; /* conninfo of the cluster's owner, without dbname */
    const char *app;    /* conninfo of the daemon's role, without dbname */
    const char *empty;  /* a migrated practice company without rows: every world's template */
    const char *dir;    /* for sockets and logs */
    const char *token;  /* file of the practice company's token */
    struct str token_text;
};

/* Prints the sentence and ends the process: the rig is broken, which is no finding. */
_Noreturn void rig_broken(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
