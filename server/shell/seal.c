/*
 * seal.c - once a second, until a signal.
 */
#include "server/shell/seal.h"

#include <signal.h>
#include <string.h>
#include <time.h>

#include "common/limits.h"
#include "common/log.h"
#include "server/shell/setup.h"

#define SEAL_MOST "1000"

static volatile sig_atomic_t seal_stopped;

static void on_signal(int number)
{
    (void)number;
    seal_stopped = 1;
}

/* Seals until nothing is left for now. */
static struct error seal_some(PGconn *pg, struct arena *arena)
{
    PGresult *result = NULL;
    bool full = true;
    struct error err = OK;

    while (!err.code && full && !seal_stopped) {
        err = setup_run(pg, "SELECT seal_events(" SEAL_MOST ")", NULL, 0, arena, &result);
        full = !err.code && strcmp(PQgetvalue(result, 0, 0), SEAL_MOST) == 0;
        if (!err.code)
            PQclear(result);
    }
    return err;
}

struct error seal_run(const struct settings *settings, struct arena *arena)
{
    const struct timespec second = { 1, 0 };
    struct error err = setup_log(settings, arena);
    struct arena turn;
    PGconn *pg = NULL;

    if (err.code)
        return err;
    (void)signal(SIGTERM, on_signal);
    (void)signal(SIGINT, on_signal);
    arena_init(&turn, LIMIT_ARENA_BYTES);
    while (!seal_stopped) {
        if (!pg)
            err = setup_connect("seal-database", settings->sealer, &turn, &pg);
        if (pg)
            err = seal_some(pg, &turn);
        if (err.code) {
            log_put(LEVEL_WARN, LOG_EVENT("seal"), LOG_TEXT("problem", err.detail));
            PQfinish(pg);
            pg = NULL;
        }
        arena_reset(&turn);
        (void)nanosleep(&second, NULL);
    }
    PQfinish(pg);
    arena_release(&turn);
    return OK;
}
