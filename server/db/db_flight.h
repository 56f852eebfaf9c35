/*
 * db_flight.h - a batch on its way: what was sent, what came back so far.
 *
 * Knows libpq's pipeline, not the event loop. Inside a pipeline libpq gives one result for
 * each statement and each sync, in order, and NULLs between them; so the answers are matched
 * with a list of what is awaited, and NULLs only guard against a libpq that lost its place.
 */
#ifndef OSB_SERVER_DB_DB_FLIGHT_H
#define OSB_SERVER_DB_DB_FLIGHT_H

#include "server/db/db_conn.h"

#include <libpq-fe.h>

/* Statements that a session knows, or was just told, sorted by address. */
struct db_prepared {
    const struct db_statement **list;
    size_t count;
    size_t room;
    struct arena *arena; /* of the session */
};

struct db_awaited;

struct db_flight {
    struct db_batch batch;
    struct db_awaited *awaited; /* in the order of the wire */
    size_t awaited_count;
    size_t at; /* the next to come */
    struct db_result *results;
    struct db_error ending; /* a FATAL message of the server, if one came */
    bool worn;              /* a statement failed because the session's copy does not fit */
};

enum db_progress {
    DB_UNDER_WAY,
    DB_LANDED, /* all answers are there */
    DB_CUT,    /* the connection ended */
    DB_ASTRAY  /* libpq and we disagree: hang up */
};

/* Puts the batch into libpq's buffers and sends what the socket takes. False: the connection
 * broke. Statements that the session lacks are prepared in front of their first use. */
NODISCARD bool db_flight_send(struct db_flight *flight, const struct db_batch *batch,
                              struct db_prepared *prepared, PGconn *pg);
/* Takes every answer that can be had without waiting. */
enum db_progress db_flight_take(struct db_flight *flight, struct db_prepared *prepared,
                                PGconn *pg);
/* A notice came. What is awaited now caused it: the server has begun to answer it, since
 * libpq reads no further than the end of a statement that was not yet taken. */
void db_flight_notice(struct db_flight *flight, const PGresult *notice);

#endif
