/*
 * db_target.h - where the database is, and in which order its hosts are tried.
 *
 * A conninfo may name several hosts. libpq's asynchronous connect tries them in turn but
 * never gives up on one that does not answer at all; the caller's timer ends the whole
 * attempt. So each attempt begins with another host: db_target_start(.., turn, ..) turns the
 * lists of hosts, addresses and ports by `turn` places.
 *
 * Looking up a host name blocks the program: give hostaddr beside host, or a socket folder.
 */
#ifndef OSB_SERVER_DB_DB_TARGET_H
#define OSB_SERVER_DB_DB_TARGET_H

#include "common/str.h"

#include <libpq-fe.h>

struct db_target {
    PQconninfoOption *options; /* libpq's; NULL ends at keyword == NULL */
};

/* Reads libpq's conninfo ("host=... dbname=..." or postgresql://...). False: *problem says
 * what is wrong and belongs to the arena. */
NODISCARD bool db_target_init(struct db_target *target, const char *conninfo,
                              struct arena *arena, struct str *problem);
void db_target_release(struct db_target *target);
/* Begins an asynchronous connection; the caller polls and finishes it. NULL: no memory. */
PGconn *db_target_start(const struct db_target *target, unsigned turn);
/* Whether the conninfo names a host that must be looked up first. */
bool db_target_needs_lookup(const struct db_target *target);
/* "a,b,c" turned by one place is "b,c,a"; the text belongs to the arena. */
const char *db_list_turned(const char *list, unsigned turn, struct arena *arena);

#endif
