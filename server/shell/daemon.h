/*
 * daemon.h - the running daemon: what its parts share, and its life from start to drain.
 */
#ifndef OSB_SHELL_DAEMON_H
#define OSB_SHELL_DAEMON_H

#include "server/shell/executor.h"
#include "server/shell/settings.h"

struct event_base;
struct sessions;
struct hasher;
struct push;
struct queries;
struct refusals;
struct sweep;
struct throttle;

struct daemon {
    const struct settings *settings;
    struct event_base *base;
    struct db_pool *pool;
    struct stats stats;
    struct executor *executor;
    struct queries *queries;
    struct sessions *sessions;
    struct hasher *hasher;
    struct throttle *throttle;
    struct refusals *refusals;
    struct push *push;
    struct sweep *sweep;
    struct arena *arena; /* for what lives as long as the daemon */
    const char *company;
    bool practice;
    int utc_offset_min; /* for times without a zone; refreshed by policy.set */
    int64_t editings;   /* forms that were said to be open so far: editing.h */
    bool closing;       /* no new requests; ends when those under way are answered */
};

/* Serves until SIGTERM or SIGINT and the drain behind it. An error only before it serves. */
NODISCARD struct error daemon_run(const struct settings *settings, struct arena *arena);

#endif
