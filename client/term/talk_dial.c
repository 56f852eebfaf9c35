/*
 * talk_dial.c - making a connection in a thread: names, TCP and TLS can each take seconds.
 */
#include "client/term/talk_dial.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/limits.h"

struct talk_dial {
    struct session_door door;
    int wake;
    struct link link;
    struct error err;
    char detail[256];
    atomic_int owners; /* the thread and who waits for it */
};

static void let_go(struct talk_dial *dial)
{
    if (atomic_fetch_sub(&dial->owners, 1) == 1) {
        link_close(&dial->link);
        close(dial->wake);
        free(dial);
    }
}

static void *dialing(void *context)
{
    struct talk_dial *dial = context;
    struct arena arena;

    arena_init(&arena, LIMIT_ARENA_BYTES);
    dial->err = dial->door.dial(dial->door.context, link_clock() + dial->door.timeout_ms,
                                &arena, &dial->link);
    (void)snprintf(dial->detail, sizeof(dial->detail), "%.*s", STR_ARG(dial->err.detail));
    dial->err.field = NULL;
    arena_release(&arena);
    if (write(dial->wake, "", 1) < 0)
        dial->err = refuse(ERR_CONNECTION, NULL);
    let_go(dial);
    return NULL;
}

struct talk_dial *talk_dial_new(const struct session_door *door, int wake)
{
    struct talk_dial *dial = calloc(1, sizeof(*dial));
    pthread_attr_t attr;
    pthread_t thread;
    sigset_t all, kept;
    int failed;

    if (!dial)
        abort();
    *dial = (struct talk_dial){ .door = *door, .wake = dup(wake), .link = { .fd = -1 } };
    atomic_init(&dial->owners, 2);
    /* Signals are for the terminal's thread. */
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &kept);
    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    failed = dial->wake < 0 || pthread_create(&thread, &attr, dialing, dial);
    pthread_attr_destroy(&attr);
    pthread_sigmask(SIG_SETMASK, &kept, NULL);
    if (!failed)
        return dial;
    let_go(dial);
    let_go(dial);
    return NULL;
}

struct error talk_dial_take(struct talk_dial *dial, struct link *out, char *text, size_t room)
{
    struct error err = dial->err;

    (void)snprintf(text, room, "%s", dial->detail);
    err.detail = str_of(text);
    *out = dial->link;
    dial->link = (struct link){ .fd = -1 };
    let_go(dial);
    return err;
}

void talk_dial_leave(struct talk_dial *dial)
{
    let_go(dial);
}
