/*
 * db_dial.h - libpq's asynchronous connect, stepped by the event loop.
 *
 * The caller starts the PGconn (db_target_start), keeps it, and sets a timer of his own;
 * this only polls it until it stands or falls.
 */
#ifndef OSB_SERVER_DB_DB_DIAL_H
#define OSB_SERVER_DB_DB_DIAL_H

#include <libpq-fe.h>
#include <stdbool.h>

struct event;
struct event_base;

/* Connected, or failed for the reason in PQerrorMessage(). */
typedef void db_dialled(bool connected, void *ctx);

struct db_dial {
    struct event_base *base;
    struct event *step;
    PGconn *pg;
    db_dialled *done;
    void *ctx;
};

/* False: no memory. */
bool db_dial_init(struct db_dial *dial, struct event_base *base, db_dialled *done, void *ctx);
void db_dial_release(struct db_dial *dial);
/* The callback comes once, perhaps from inside this call, unless it is stopped. */
void db_dial_start(struct db_dial *dial, PGconn *pg);
/* To be called before the PGconn is finished: an event on a closed descriptor would be heard
 * of again under the next connection's number. */
void db_dial_stop(struct db_dial *dial);

#endif
