/*
 * db_dial.c - PQconnectPoll() on the event loop.
 */
#include "server/db/db_dial.h"

#include <event2/event.h>
#include <stdlib.h>

static void on_step(evutil_socket_t fd, short what, void *ctx);

/* The socket may be another one after each step (next address, next host), so the event is
 * made anew each time; it fires once and is off the descriptor when libpq runs again. */
static void await_step(struct db_dial *dial, short what)
{
    event_assign(dial->step, dial->base, PQsocket(dial->pg), what, on_step, dial);
    if (event_add(dial->step, NULL) != 0)
        abort(); /* the loop itself is out of memory */
}

static void proceed(struct db_dial *dial, PostgresPollingStatusType progress)
{
    switch (progress) {
    case PGRES_POLLING_READING:
        await_step(dial, EV_READ);
        return;
    case PGRES_POLLING_WRITING:
    case PGRES_POLLING_ACTIVE: /* out of use in libpq */
        await_step(dial, EV_WRITE);
        return;
    case PGRES_POLLING_OK:
    case PGRES_POLLING_FAILED:
        break;
    }
    dial->done(progress == PGRES_POLLING_OK, dial->ctx);
}

static void on_step(evutil_socket_t fd, short what, void *ctx)
{
    struct db_dial *dial = ctx;

    (void)fd;
    (void)what;
    proceed(dial, PQconnectPoll(dial->pg));
}

bool db_dial_init(struct db_dial *dial, struct event_base *base, db_dialled *done, void *ctx)
{
    *dial = (struct db_dial){ .base = base, .done = done, .ctx = ctx };
    dial->step = event_new(base, -1, 0, on_step, dial);
    return dial->step != NULL;
}

void db_dial_release(struct db_dial *dial)
{
    if (dial->step)
        event_free(dial->step);
    dial->step = NULL;
}

void db_dial_start(struct db_dial *dial, PGconn *pg)
{
    dial->pg = pg;
    if (!pg || PQstatus(pg) == CONNECTION_BAD)
        proceed(dial, PGRES_POLLING_FAILED);
    else
        proceed(dial, PGRES_POLLING_WRITING); /* libpq wants to be polled so at first */
}

void db_dial_stop(struct db_dial *dial)
{
    event_del(dial->step);
}
