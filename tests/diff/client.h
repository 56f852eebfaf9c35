/*
 * client.h - a daemon of one world, and the people who talk to it over its unix socket.
 */
#ifndef OSB_TESTS_DIFF_CLIENT_H
#define OSB_TESTS_DIFF_CLIENT_H

#include <sys/types.h>

#include "common/error.h"
#include "tests/diff/rig.h"

#define CLIENT_PEOPLE 64
#define CLIENT_BYTES  (1024 * 1024)

struct client {
    const struct rig *rig;
    pid_t daemon;
    char socket[108];
    size_t people;
    struct person {
        char login[40];
        int fd;      /* -1: hung up */
        int64_t day; /* of the log-in */
    } v[CLIENT_PEOPLE];
    char *in; /* the answer being read */
};

/* What came back. */
struct reply {
    struct str error; /* "RIGHTS"; empty when the command was decided */
    struct str line;  /* as it came */
};

/* Starts the daemon over the database and waits until it serves. One connection to the
 * database: what the daemon does by itself then has one order. */
void client_begin(struct client *c, const struct rig *rig, const char *database);
/* Stops the daemon, which must end well. */
void client_end(struct client *c);

/* Prints the end of the daemon's log. */
void client_show_log(const struct client *c);

/* Sends a command of that person and waits for the answer. He logs in anew where he has no
 * session or logged in on another business day: the door knows the roles of the log-in. A
 * log-in that is refused, and a session that ends, are the error LOGIN. */
struct reply client_command(struct client *c, const char *login, int64_t day,
                            const char *method, struct str params, struct arena *arena);
/* Everybody logs in anew: somebody's roles have changed. */
void client_forget(struct client *c);

#endif
